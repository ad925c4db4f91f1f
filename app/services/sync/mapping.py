"""The mapping editor's use cases: look at a file with and without an edited mapping, and what a column may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from app.enums import SyncKind
from app.i18n import Message
from app.progress import Progress, silent
from app.services.sync.known import Known
from app.services.sync.layouts.layout import Layout
from app.services.sync.layouts.names import FIELD_NAMES
from app.services.sync.layouts.sketch import Sketch
from app.services.sync.options import ReadOptions, answered
from app.services.sync.recognition.fieldlists import FIELDS
from app.services.sync.recognition.kinds import base
from app.services.unit_of_work import Store


def look_over(
    store: Store,
    path: str,
    given: Mapping[str, str],
    layout: Layout | None,
    day: date,
    progress: Progress = silent,
) -> Sketch:
    """Look at a file; nothing is written.

    Args:
        store: the open store.
        path: the file.
        given: what was answered for the file, by option of the command line.
        layout: the mapping as it was edited; None for what the program recognises by itself.
        day: the collector's day.
        progress: called while the file is read; may raise ``Cancelled``.

    Raises:
        RefusedError: the file cannot be opened.
    """
    from app.services.sync.reading.read import look_at

    with store.read() as session:
        options = Known.of(session, day).put_into(ReadOptions(day=day))
    return look_at(Path(path), replace(answered(options, given), mapping=layout), progress)


def fields_of(kind: SyncKind) -> tuple[tuple[str, Message], ...]:
    """Return the fields that a column of a kind of file may be, with their names, in a reasonable order."""
    return tuple((name, FIELD_NAMES[name]) for name in FIELDS[base(kind)])
