"""A table's columns are data: what to show, how to sort, filter, say, add up and export it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Generic, Literal, TypeVar

from app.i18n import Message, format_date, format_date_cell, format_money, format_number, render
from app.money import Money, plain, to_major
from app.services.reports.table_export import Share
from app.ui.theme import Tone
from app.ui.widgets.aging_bar import Aging, describe
from app.ui.widgets.chip import ChipText

Row = TypeVar("Row")
Kind = Literal["text", "number", "percent", "money", "date", "moment", "chips", "aging", "name", "check"]
#: Values that order themselves; None goes last.
_PLAIN: Final = frozenset({int, Decimal, type(None)})
_WORDS: Final = frozenset({str, type(None)})
_RIGHT: Final = frozenset({"number", "percent", "money"})


@dataclass(frozen=True, slots=True)
class Name:
    """A customer's name in its own script and, dim behind it, a reading or number.

    Attributes:
        own: the name as the customer writes it.
        beside: Latin name, reading or account number.
        country: ISO country, which decides the shapes of Han characters.
        also: further words by which the column's filter finds it (kana, number); not shown.
        below: a second, small line in lists with high rows.
    """

    own: str
    beside: str = ""
    country: str = ""
    also: str = ""
    below: str = ""

    def __str__(self) -> str:
        """Return what is shown, as one line."""
        return " ".join(part for part in (self.own, self.beside, self.below) if part)


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column.

    Attributes:
        key: stable name, for the remembered layout.
        heading: its word; empty for a check column.
        value: takes the raw value from a row: ``Money`` for money, ``Decimal`` or int for numbers, per cent as a
            whole number, ``date``, aware ``datetime`` in the zone to show, a tuple of ``ChipText``, ``Aging``,
            ``Name``, or text.
        kind: decides alignment, delegate, comparison in filters and the type of the exported cell.
        text: formats the raw value; a default per kind.
        sort: sort key of a row; None sorts last. The default is the raw value.
        tone: colour of the cell's text by row.
        tip: tooltip and longer accessible text by row.
        width: pixels at first.
        most: pixels up to which it takes a share of the room that is left, before the one that stretches; 0 keeps
            ``width``. A width that the collector gave it stays.
        weight: 400 or 600.
        total: add this money column up in the footer.
        subtotal: what a group's heading shows in this column, of its rows: a text, or a value of the column's kind;
            without it the headings of ``total`` columns show the largest sum.
        hidden: not shown until the collector asks for it.
        stretch: takes the room that is left.
        bare: money without its currency behind (the neighbouring column shows it).
        gives_way: where there is no room for all columns, those with 1 go first, then 2, and so on; 0 stays.
        hint: tooltip of the heading.
        middle: where there is no room, the middle of the text is left out: names of files differ at both ends.
    """

    key: str
    heading: Message
    value: Callable[[Row], Any]
    kind: Kind = "text"
    text: Callable[[Any], str] | None = None
    sort: Callable[[Row], Any] | None = None
    tone: Callable[[Row], Tone] | None = None
    tip: Callable[[Row], str] | None = None
    width: int = 110
    most: int = 0
    weight: int = 400
    total: bool = False
    subtotal: Callable[[Sequence[Row]], Any] | None = None
    hidden: bool = False
    stretch: bool = False
    bare: bool = False
    gives_way: int = 0
    hint: Message | None = None
    middle: bool = False

    @property
    def right(self) -> bool:
        """Tell whether figures align at the right."""
        return self.kind in _RIGHT

    def title(self) -> str:
        """Return the heading in the interface language."""
        return render(self.heading)

    def display(self, row: Row) -> str:
        """Return the cell's text."""
        value = self.value(row)
        if value is None:
            return ""
        return self.text(value) if self.text is not None else default_text(self.kind, value)

    def accessible(self, row: Row) -> str:
        """Return what a screen reader says: the words of chips, the numbers of a bar, else the text."""
        value = self.value(row)
        spoken = describe(value) if isinstance(value, Aging) else self.display(row)
        tip = self.tip(row) if self.tip is not None else ""
        return f"{spoken}. {tip}" if tip and tip != spoken else spoken

    def sort_keys(self, rows: Sequence[Row]) -> list[Any]:
        """Return what rows are ordered by, one for each; None goes last."""
        values = self.sort_values(rows)
        return self.key_maker(values)(values)

    def sort_values(self, rows: Sequence[Row]) -> list[Any]:
        """Return the values that order rows, as they are."""
        take = self.value if self.sort is None else self.sort
        return [take(row) for row in rows]

    def key_maker(self, values: Sequence[Any]) -> Callable[[Sequence[Any]], list[Any]]:
        """Return what makes keys of values, or of a part of them; all decide together how they compare."""
        kinds = set(map(type, values))
        if kinds <= _PLAIN:
            return list
        if kinds <= _WORDS:
            numbered = any(value and value.isdecimal() for value in values)
            plain = _text_key if numbered else str.casefold
            return lambda part: [plain(value) if value else None for value in part]
        return lambda part: [order_key(value) for value in part]

    def filter_text(self, row: Row) -> str:
        """Return the normalised words that the column's filter looks in."""
        value = self.value(row)
        if value is None:
            return ""
        if isinstance(value, str):
            return fold(value)
        return fold(_filter_words(self, value))

    def export(self, row: Row) -> Any:
        """Return the typed value for a workbook: money, number, day or text."""
        value = self.value(row)
        if isinstance(value, Aging):
            return describe(value)
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            return Share(Decimal(value)) if self.kind == "percent" else value
        return value if isinstance(value, (Money, date, datetime)) else self.display(row)


def check_column() -> Column[Any]:
    """Return the column of ticks; the model knows which rows are ticked."""
    return Column("check", Message(""), lambda _row: None, "check", width=34)


RowKey = Callable[[Any], Hashable]


def default_text(kind: str, value: Any) -> str:
    """Format a raw value the way its kind is shown."""
    if isinstance(value, Money):
        return format_money(value)
    if isinstance(value, datetime):
        return f"{format_date(value.date(), year=False)} {value:%H:%M}"
    if isinstance(value, date):
        return format_date_cell(value)
    if isinstance(value, tuple):
        return ", ".join(chip.text for chip in value if isinstance(chip, ChipText))
    if isinstance(value, Aging):
        return describe(value)
    if kind == "percent":
        return f"{value} %"
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return format_number(value)
    return str(value)


def order_key(value: Any) -> Any:
    """Return what orders values of one column: amounts by size, numbers in texts as numbers, letters without case."""
    if isinstance(value, str):
        return _text_key(value) if value else None
    if isinstance(value, Money):
        return to_major(value.minor, value.currency)
    if isinstance(value, Name):
        return _text_key(value.own)
    if isinstance(value, Aging):
        return value.debits
    if isinstance(value, tuple) and value and isinstance(value[0], ChipText):
        return value[0].text
    return None if value == () else value


def _text_key(text: str) -> tuple[int, int, str]:
    return (0, int(text), "") if text.isdecimal() else (1, 0, text.casefold())


def _filter_words(column: Column[Any], value: Any) -> str:
    if isinstance(value, Money):
        return f"{plain(value.minor, value.currency)} {value.currency}"
    if isinstance(value, Name):
        return f"{value.own} {value.beside} {value.below} {value.also}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat() if column.text is None else f"{value.isoformat()} {column.text(value)}"
    if isinstance(value, Aging):
        return ""
    if isinstance(value, (int, Decimal)):
        return str(value)
    return column.text(value) if column.text is not None else default_text(column.kind, value)


#: Hiragana to katakana, and the accents of Latin letters away.
_FOLDED: Final = {code: code + 0x60 for code in range(0x3041, 0x3097)} | dict.fromkeys(range(0x300, 0x370))


def fold(text: str) -> str:
    """Return text as filters compare it: no case, no width, no accents, hiragana as katakana."""
    if text.isascii():
        return text.lower()
    bare = unicodedata.normalize("NFKD", text).casefold().translate(_FOLDED)
    return unicodedata.normalize("NFC", bare)
