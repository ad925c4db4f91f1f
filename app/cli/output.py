"""What a command prints: one JSON object on standard output, or lines for people; progress goes to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from io import TextIOWrapper
from typing import Any

from app.errors import AppError, UndecidedError
from app.i18n import join_sentences, msg, render


def write_utf8() -> None:
    """Write UTF-8 wherever the output goes: a Windows pipe would take only the names of one part of the world."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def print_document(document: Mapping[str, Any]) -> None:
    """Print one JSON object and nothing else."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")


def print_error(error: AppError, *, as_json: bool) -> None:
    """Print a known failure: an object on standard output, or one sentence on standard error."""
    do = error.do
    if isinstance(error, UndecidedError) and (do is None or error.option not in render(do)):
        named = msg("Decide with {option}.", option=error.option)
        do = named if do is None else msg("{what} ({option})", what=do, option=error.option)
    if as_json:
        document = {
            "code": error.code,
            "what": render(error.message),
            "where": None if error.where is None else render(error.where),
            "do": None if do is None else render(do),
        }
        print_document({"error": document})
    else:
        sys.stderr.write(f"{join_sentences((error.message, error.where, do))}\n")


def note(text: str) -> None:
    """Tell what a document has no key for, on standard error."""
    sys.stderr.write(f"{text}\n")


def line(text: str = "") -> None:
    """Print one line for people."""
    sys.stdout.write(f"{text}\n")


def heading(text: str, rows: Sequence[object] = (None,)) -> None:
    """Print a heading, unless there is nothing to stand under it."""
    if rows:
        line()
        line(text)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> None:
    """Print rows in columns as wide as their longest cell; ``right`` names columns of figures."""
    columns((heads, *rows), right)


def columns(rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset(), indent: str = "") -> None:
    """Print rows in columns without a heading; a column that is empty in all of them takes no room."""
    widths = [max(_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [_pad(cell, widths[place], right=place in right) for place, cell in enumerate(row) if widths[place]]
        line(indent + "  ".join(cells).rstrip())


def show_progress(done: int, total: int, label: str) -> None:
    """Show progress on standard error, on one line where it is a terminal."""
    if not sys.stderr.isatty():
        return
    share = f" {done * 100 // total} %" if total else ""
    end = "\n" if total and done >= total else ""
    sys.stderr.write(f"\r\033[K{label}{share}{end}")
    sys.stderr.flush()


def _width(text: str) -> int:
    """Count terminal cells: full-width characters take two."""
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _pad(text: str, width: int, *, right: bool) -> str:
    gap = " " * (width - _width(text))
    return gap + text if right else text + gap
