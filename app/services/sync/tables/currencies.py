"""The currency of every row of a table.

It is what the row's own currency column says; else the mark in its amount, the heading, the number format or a line
above the table, where they agree; else somebody has to say. A mark that means several currencies is a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from app.i18n import Message, msg
from app.services.sync.model import Question
from app.services.sync.tables.table import Table
from app.services.sync.values.cells import Cell, distinct
from app.services.sync.values.currency import NOTHING, Mark, in_heading, in_number_format, meaning
from app.services.sync.values.numbers import NumberColumn
from app.services.sync.values.text import cell_text, each, fold, plain

_TITLE: Final = re.compile(
    r"(?:currency|moneda|moeda|wahrung|divisa|通貨|币种|币别|幣別|单位|單位|単位|(?:all )?amounts in|importes en"
    r"|valores em|betrage in|in)\s*[:：]?\s*([^\s,;:()]{1,12})"
)


@dataclass(frozen=True, slots=True)
class Currencies:
    """The currency of every row.

    Attributes:
        rows: a code per row, or None where every row has ``one``; a row without currency has None.
        one: the only currency.
        bad: position → the cell that is no currency.
        question: what has to be asked.
        evidence: where the currency was found.
    """

    rows: Sequence[str | None] | None = None
    one: str | None = None
    bad: Mapping[int, str] = field(default_factory=dict)
    question: Question | None = None
    evidence: Message | None = None

    def of(self, position: int) -> str | None:
        """Return one row's currency."""
        return self.one if self.rows is None else self.rows[position]


def find_currencies(
    table: Table, columns: Mapping[str, NumberColumn], told: str | None, by: str = "currency"
) -> Currencies:
    """Find the currency of every row.

    Args:
        table: the table.
        columns: field → money column; the first one counts most.
        told: the currency of amounts that carry none, if somebody has said.
        by: field of the currency column.
    """
    if table.has(by):
        return by_column(table.cells(by), told)
    amounts = [(column, table.heading(name)) for name, column in columns.items()]
    titles = table.found.titles
    mark, evidence = _mark(amounts, titles, {})
    if mark.code is None:
        first = table.guesses[next(iter(columns))].column
        mark, evidence = _mark(amounts, titles, table.found.grid.formats(first))
    if mark.code:
        return Currencies(one=mark.code, evidence=evidence)
    if told is not None:
        return Currencies(one=told, evidence=msg("chosen by you"))
    return Currencies(question=_ask(mark, amounts[0][1]))


def _ask(mark: Mark, heading: str) -> Question:
    if mark.choices:
        return Question(
            "--currency",
            heading,
            msg("The sign {sign} means several currencies.", sign=mark.sign),
            mark.choices,
        )
    return Question("--currency", heading, msg("The file does not say which currency its amounts are in."))


def by_column(cells: Sequence[Cell], told: str | None) -> Currencies:
    """Read the currency column; a row that says nothing or too little takes what somebody said."""
    marks = {cell: _cell_mark(cell) for cell in distinct(cells)}
    codes = {cell: mark.code or (told if not _unknown(cell, mark) else None) for cell, mark in marks.items()}
    evidence = msg("its own column")
    if len(set(codes.values())) == 1 and (one := next(iter(codes.values()))) is not None:
        return Currencies(one=one, evidence=evidence)
    rows = each(cells, codes.__getitem__)
    unknown = {cell for cell, mark in marks.items() if _unknown(cell, mark)}
    bad = {place: str(cell) for place, cell in enumerate(cells) if cell in unknown} if unknown else {}
    return Currencies(rows, None, bad, None, evidence)


def _cell_mark(cell: Cell) -> Mark:
    text = cell_text(cell)
    return NOTHING if text is None else meaning(text)


def _unknown(cell: Cell, mark: Mark) -> bool:
    return mark is NOTHING and cell_text(cell) is not None


def _mark(
    amounts: Sequence[tuple[NumberColumn, str]], titles: Sequence[str], formats: Mapping[str, int]
) -> tuple[Mark, Message]:
    """Return the one mark that the evidence agrees on: amounts, headings, number formats, titles in this order."""
    seen: list[tuple[Mark, Message]] = []
    for column, heading in amounts:
        if column.marks:
            best = max(column.marks, key=lambda mark: column.marks[mark])
            codes = {mark.code for mark in column.marks if mark.code}
            seen.append((best if len(codes) < 2 else NOTHING, msg("the sign in the amounts")))
        if (found := in_heading(heading)) is not NOTHING:
            seen.append((found, msg("the heading {heading}", heading=heading)))
    by_format = {mark for code in formats if (mark := in_number_format(code)) is not NOTHING}
    if len({mark.code or mark.choices for mark in by_format}) == 1:
        seen.append((next(iter(by_format)), msg("the number format")))
    seen.extend((mark, msg("a line above the table")) for mark in map(_in_title, titles) if mark is not NOTHING)
    for mark, evidence in seen:
        if mark.code:
            return mark, evidence
    return seen[0] if seen else (NOTHING, msg("nothing"))


def _in_title(title: str) -> Mark:
    """Return the currency that a title states: ``Currency: EUR``, ``Amounts in USD``, ``(単位:円)``."""
    found = in_heading(title)
    if found is not NOTHING:
        return found
    for match in _TITLE.finditer(fold(plain(title))):
        if (mark := meaning(match.group(1))) is not NOTHING:
            return mark
    return NOTHING
