"""Opening a file of any container that is read; runs in the worker process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from app.services.sync.files.container import FODS, HTML, SPREADSHEETML, TEXT
from app.services.sync.files.grid import Book, DamagedError
from app.services.sync.files.rulers import without_rulers
from app.services.sync.files.zipscan import SheetFacts


def open_book(path: Path, container: str, facts: Mapping[str, SheetFacts], encoding: str | None = None) -> Book:
    """Open a file; only its own reader is imported, for the process starts anew with each file.

    Args:
        path: the file.
        container: what it is.
        facts: what the guard knows of its sheets.
        encoding: in which it is written, if somebody said so; workbooks say it themselves.

    Raises:
        RefusedError: what it holds is a trap, or no table.
        DamagedError: its reader cannot make sense of it.
        OtherEncodingError: it is not written in that encoding.
        PasswordError: it is encrypted.
    """
    book = _open(path, container, facts, encoding)
    if not book.names:
        raise DamagedError("no sheets")
    load = book.load
    book = replace(book, load=lambda name: without_rulers(load(name)))
    return replace(book, again=lambda other: open_book(path, container, facts, other)) if book.readings else book


def _open(path: Path, container: str, facts: Mapping[str, SheetFacts], encoding: str | None) -> Book:
    if container == TEXT:
        from app.services.sync.files.text import open_text

        return open_text(path.read_bytes(), encoding)
    if container == HTML:
        from app.services.sync.files.pages.html import open_html

        return open_html(path.read_bytes(), encoding)
    if container == SPREADSHEETML:
        from app.services.sync.files.pages.spreadsheetml import open_spreadsheetml

        return open_spreadsheetml(path.read_bytes(), path, encoding)
    if container == FODS:
        from app.services.sync.files.pages.opendocument import open_opendocument

        return open_opendocument(path, container)
    from app.services.sync.files.workbook import open_workbook

    return open_workbook(path, container, facts)
