"""Rows of tables that are no items: customers and cases, one record a row."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from app.enums import Aside
from app.i18n import Message
from app.services.sync.model import NotedRow
from app.services.sync.recognition.headers import repeats
from app.services.sync.recognition.labels import is_footer, is_total
from app.services.sync.recognition.titles import page_rows
from app.services.sync.tables.rows import is_blank_row
from app.services.sync.tables.table import Table
from app.services.sync.values.cells import Cell
from app.services.sync.values.text import cell_text

#: Cells of a note or of a heading among records.
_FEW: Final = 2


@dataclass(slots=True)
class Records:
    """How the rows ended; ``item`` marks the records."""

    item: bytearray
    noted: list[NotedRow] = field(default_factory=list)
    rejected: dict[int, tuple[str, str, Message]] = field(default_factory=dict)


def sort_records(
    table: Table, whole: Sequence[bool], column: str, reason: Message, headings: Collection[int] = ()
) -> Records:
    """Sort the rows of a table of records.

    Args:
        table: the table.
        whole: the row has what a record needs.
        column: heading of what the others lack.
        reason: why they are rejected.
        headings: rows that are known to be headings of those below.
    """
    found, records = table.found, Records(bytearray(whole))
    pages = page_rows(found.cells, table.body, found.printed, found.above)
    for place in pages:
        records.item[place] = 0
    last = records.item.rfind(1)
    for place, own in enumerate(records.item):
        row = table.body[place]
        if own or is_blank_row(row):
            continue
        filled = [cell for at, cell in enumerate(row) if at not in found.beside and cell_text(cell) is not None]
        number = table.first + place
        if place in pages or repeats(row, found.headings):
            records.noted.append(NotedRow(number, "skipped", Aside.HEADING))
        elif not filled:
            idle = Aside.BESIDE if any(cell_text(cell) is not None for cell in row) else Aside.BLANK
            records.noted.append(NotedRow(number, "skipped", idle))
        elif any(isinstance(cell, str) and is_total(cell) for cell in filled):
            records.noted.append(NotedRow(number, "total", Aside.TOTAL))
        elif place in headings:
            records.noted.append(NotedRow(number, "group", Aside.GROUP))
        elif place > last and _is_note(filled):
            records.noted.append(NotedRow(number, "skipped", Aside.FOOTER))
        elif len(filled) <= _FEW and all(isinstance(cell, str) for cell in filled):
            records.noted.append(NotedRow(number, "group", Aside.GROUP))
        else:
            records.rejected[place] = (column, _seen(filled), reason)
    return records


def _is_note(filled: Sequence[Cell]) -> bool:
    """Tell a line under a table from a record that lacks what names it: it begins as one does, or fills few cells."""
    return len(filled) <= _FEW or is_footer([cell for cell in filled[:1] if isinstance(cell, str)])


def _seen(filled: Sequence[Cell]) -> str:
    return cell_text(filled[0]) or ""
