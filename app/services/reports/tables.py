"""Tables of a workbook as data: columns with permanent ids, frozen rows, and the checksum over them.

A table's checksum does not depend on the order of its rows, on the heading language or on the supervisor's columns:
rows sorted by ``ref``, the collector's columns in order, cells in canonical text, cells joined by U+001F, rows by
U+001E, UTF-8, SHA-256.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Final

from app.i18n import Message
from app.money import Money, plain

#: A text cell of Excel holds no more characters.
MOST_TEXT: Final = 32_767
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")

#: What a cell may hold; money is ``Money``, moments are aware.
Cell = str | int | date | datetime | Money | None


class Kind(StrEnum):
    """How a column's cells are written and read."""

    TEXT = "text"
    INT = "int"
    DAY = "day"
    MOMENT = "moment"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its id is permanent, its heading is in the interface language.

    ``currency`` names the column that holds a money cell's currency, or "" for the base currency. ``supervisor``
    columns are filled in by the reader and stand outside the checksum.
    """

    id: str
    heading: Message
    kind: Kind = Kind.TEXT
    width: int = 14
    currency: str = "currency"
    supervisor: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its rows; a row has a cell for each of the collector's columns, the last one is its ``ref``."""

    name: str
    sheet: str
    title: Message
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def own(self) -> tuple[Column, ...]:
        """The collector's columns."""
        return tuple(column for column in self.columns if not column.supervisor)

    def place(self, column_id: str) -> int:
        """Return a column's position."""
        return next(place for place, column in enumerate(self.own) if column.id == column_id)

    def records(self) -> list[dict[str, Any]]:
        """Return the rows by column id."""
        ids = [column.id for column in self.own]
        return [dict(zip(ids, row, strict=True)) for row in self.rows]


def table(
    name: str, sheet: str, title: Message, columns: tuple[Column, ...], rows: Iterable[Mapping[str, Any]]
) -> Table:
    """Make a table from records by column id: texts are cleaned, missing cells are empty, every row has its ref."""
    own = [column for column in columns if not column.supervisor]
    made = tuple(tuple(_clean(column, row.get(column.id)) for column in own) for row in rows)
    if any(not row[-1] for row in made):
        raise ValueError(f"a row of {name} has no ref")
    return Table(name, sheet, title, columns, made)


def _clean(column: Column, value: Any) -> Cell:
    """Return a cell as it will be written and read back."""
    if value is None or value == "":
        return None
    if column.kind is Kind.TEXT:
        return clean_text(str(value)) or None
    if column.kind is Kind.MOMENT and isinstance(value, datetime):
        return value.astimezone(UTC).replace(microsecond=0)
    checked: Cell = value
    return checked


def clean_text(text: str) -> str:
    """Remove what a workbook cannot hold and cut what is too long, visibly."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if len(text) <= MOST_TEXT else text[: MOST_TEXT - 1] + "…"


def canonical(value: Cell) -> str:
    """Return a cell's canonical text: dates ISO, moments ISO UTC, money as decimal text, empty as nothing."""
    if value is None:
        return ""
    if isinstance(value, Money):
        return plain(value.minor, value.currency)
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def table_hash(rows: Iterable[tuple[Cell, ...]]) -> str:
    """Return a table's checksum over the collector's columns."""
    ordered = sorted(rows, key=lambda row: canonical(row[-1]))
    text = "\u001e".join("\u001f".join(canonical(cell) for cell in row) for row in ordered)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def file_hash(hashes: Mapping[str, str]) -> str:
    """Return the file's checksum: SHA-256 of the sorted lines ``table=hash``."""
    lines = "\n".join(sorted(f"{name}={value}" for name, value in hashes.items()))
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def control_sums(made: Table) -> dict[str, int]:
    """Return the sum per currency of a table's first amount column, minor units; {} where it has none."""
    place = next((i for i, column in enumerate(made.own) if column.kind is Kind.MONEY and column.currency), None)
    sums: dict[str, int] = {}
    if place is not None:
        for row in made.rows:
            cell = row[place]
            if isinstance(cell, Money):
                sums[cell.currency] = sums.get(cell.currency, 0) + cell.minor
    return sums


def pair_ref(first: str, *others: str) -> str:
    """Return a permanent id of 26 characters for a pair of records: the first one's moment, then a digest of all."""
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    digest = int.from_bytes(hashlib.sha256("\u001f".join((first, *others)).encode()).digest()[:10])
    tail = ""
    for _ in range(16):
        digest, rest = divmod(digest, 32)
        tail = alphabet[rest] + tail
    return first[:10].ljust(10, "0") + tail
