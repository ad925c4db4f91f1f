"""Amounts beside whole ones that nobody read, where no column says what is left: they may be what was paid."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import compress, islice
from typing import Final

from app.i18n import msg
from app.services.sync.layouts.headings import in_full
from app.services.sync.model import Notice
from app.services.sync.recognition.columns import Column
from app.services.sync.tables.table import Table
from app.services.sync.values.cells import Cell
from app.services.sync.values.numbers import read_numbers

#: Rows that are looked at, and amounts that it takes.
_ROWS: Final = 2_000
_SEVERAL: Final = 2
#: Share of numbers in a column of amounts; what days and counts are to an amount; and by how much taxes are rounded.
_FIGURES: Final = 0.8
_LEAST: Final = Decimal("0.05")
_ALIKE: Final = 3
_NOTHING: Final = Decimal(0)

Numbers = Sequence[Decimal | None]


def parts_unread(table: Table, item: bytearray) -> list[Notice]:
    """Warn of a column that nothing names, with parts of the whole amounts in some rows, as part payments are."""
    used = {guess.column for guess in table.guesses.values()} | table.found.beside
    free = [column for column in table.found.columns if column.index not in used and _may_be_paid(column)]
    wholes = _numbers(table, table.guesses["original"].column, item) if free else ()
    for column in free:
        parts = _numbers(table, column.index, item)
        if (count := _are_parts(wholes, parts)) == 0:
            continue
        what = msg(
            "“{column}” has amounts in {n} rows, none above “{whole}”, and was not read. If they were paid, too much "
            "counts as open: say what the column is.",
            column=column.heading.strip(), n=count, whole=table.heading("original"),
        )  # fmt: skip
        return [Notice("parts_unread", what)]
    return []


def _may_be_paid(column: Column) -> bool:
    """Tell whether a column holds figures under a heading that is not known to say something else."""
    said = {hit.field for hit in in_full(column.heading)}
    return bool(column.heading.strip()) and column.profile.number >= _FIGURES and said <= {"paid"}


def _numbers(table: Table, column: int, item: bytearray) -> Numbers:
    cells: list[Cell] = list(compress(islice(table.found.cells(column), _ROWS), item))
    read = read_numbers(cells, table.options.decimal)
    return [read.number(cell) for cell in cells]


def _are_parts(wholes: Numbers, parts: Numbers) -> int:
    """Return how many rows have a part of the whole; 0 where it is more somewhere, or in one proportion everywhere."""
    pairs = [(abs(part), abs(whole or _NOTHING)) for whole, part in zip(wholes, parts, strict=True) if part]
    if not _SEVERAL <= len(pairs) < len(parts) or any(not _LEAST * whole <= part <= whole for part, whole in pairs):
        return 0
    return len(pairs) if len({round(part / whole, _ALIKE) for part, whole in pairs if whole}) > 1 else 0
