"""Money of a table: one decimal sign per column, a currency for every row, exact minor units.

The currency of a row is what its currency column says; else the mark in its amount, the heading, the number format or a
line above the table, where they agree; else somebody has to say. A mark that means several currencies is a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import repeat
from operator import eq, mul, truediv
from typing import Final

from app.i18n import Message, msg
from app.money import MoneyError, decimals, to_minor
from app.services.sync.model import Question
from app.services.sync.values.cells import Cell, distinct, looked_up
from app.services.sync.values.currency import NOTHING, Mark, in_heading, in_number_format, meaning
from app.services.sync.values.numbers import COMMA, POINT, WHOLE, NumberColumn, is_blank, read_numbers
from app.services.sync.values.text import cell_text, each, fold, plain

#: Digits behind the point while the currency is still open.
_OPEN: Final = 2
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


def judge_numbers(
    columns: Mapping[str, Sequence[Cell]], headings: Mapping[str, str], decide: str | None
) -> tuple[dict[str, NumberColumn], list[Question]]:
    """Judge the money columns of a table; a column in doubt follows the columns beside it.

    Args:
        columns: field → cells.
        headings: field → its heading.
        decide: ``point`` or ``comma`` if somebody has said so.
    """
    judged = {name: read_numbers(cells, decide) for name, cells in columns.items()}
    proved = {column.decimal for column in judged.values() if column.proof is not None} & {POINT, COMMA}
    questions: list[Question] = []
    for name, column in judged.items():
        if column.decimal is not None:
            continue
        if len(proved) == 1:
            judged[name] = read_numbers(column.cells, next(iter(proved)))
        else:
            questions.append(_ask_decimal(column, headings[name]))
    return judged, questions


def _ask_decimal(column: NumberColumn, heading: str) -> Question:
    if column.doubt is None:
        evidence = msg("Some amounts have a decimal point and others a decimal comma.")
    else:
        evidence = msg(
            "Amounts such as {value} can be read with a decimal point or a decimal comma.", value=column.doubt
        )
    return Question("--decimal", heading, evidence, (POINT, COMMA))


def find_currencies(
    cells: Sequence[Cell] | None,
    amounts: Sequence[tuple[NumberColumn, str]],
    titles: Sequence[str],
    formats: Callable[[], Mapping[str, int]],
    told: str | None,
) -> Currencies:
    """Find the currency of every row.

    Args:
        cells: the currency column, if there is one.
        amounts: the money columns with their headings; the first one counts most.
        titles: lines above the table.
        formats: gives number format → cells of the first money column; asked only where nothing else says it.
        told: the currency of amounts that carry none, if somebody has said.
    """
    if cells is not None:
        return _by_column(cells, told)
    mark, evidence = _mark(amounts, titles, {})
    if mark.code is None:
        mark, evidence = _mark(amounts, titles, formats())
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


def _by_column(cells: Sequence[Cell], told: str | None) -> Currencies:
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


def to_minors(column: NumberColumn, currencies: Currencies) -> tuple[Sequence[int | None], dict[int, Message]]:
    """Turn a column into minor units of each row's currency.

    Returns:
        Amounts, None where the cell is empty or unreadable, and position → why for the unreadable ones.
    """
    if currencies.rows is None:
        return _minors(column, column.cells, currencies.one)
    codes = sorted(code for code in distinct(currencies.rows) if code is not None)
    if len({decimals(code) for code in codes}) == 1:  # rows without currency, such as totals, have as many decimals
        return _minors(column, column.cells, codes[0])
    places = {code: decimals(code) if code else _OPEN for code in distinct(currencies.rows)}
    found: list[int | None] = [None] * len(column.cells)
    bad: dict[int, Message] = {}
    for code in places:
        picked = [place for place, row in enumerate(currencies.rows) if row == code]
        minors, wrong = _minors(column, [column.cells[place] for place in picked], code)
        for place, minor in zip(picked, minors, strict=True):
            found[place] = minor
        bad.update((picked[place], why) for place, why in wrong.items())
    return found, bad


def _minors(
    column: NumberColumn, cells: Sequence[Cell], code: str | None
) -> tuple[Sequence[int | None], dict[int, Message]]:
    """Turn cells of one currency into minor units, the true numbers among them at once."""
    factor = 10 ** (decimals(code) if code else _OPEN)
    if column.kinds == {float}:
        quick = _at_once(cells, factor)
        if quick is not None:
            return list(quick), {}
    table: dict[Cell, int | None] = {}
    wrong: dict[Cell, Message] = {}
    left = set(distinct(cells))
    true = [cell for cell in left if type(cell) is float]
    quick = _at_once(true, factor)
    if quick is not None:
        table.update(zip(true, quick, strict=True))
        left.difference_update(true)
    for cell in left:
        minor, why = _one(column, cell, code, factor)
        table[cell] = minor
        if why is not None:
            wrong[cell] = why
    minors = looked_up(cells, table)
    return minors, {place: wrong[cell] for place, cell in enumerate(cells) if cell in wrong} if wrong else {}


def _at_once(cells: Sequence[Cell], factor: int) -> list[int] | None:
    """Turn true numbers into minor units; None unless every one is exactly the nearest number to its minor units.

    A number of a spreadsheet is the binary number nearest to its decimals; dividing the rounded minor units gives the
    same binary number exactly when nothing was rounded away.
    """
    try:
        minors = list(map(round, map(mul, cells, repeat(factor))))
        return minors if all(map(eq, map(truediv, minors, repeat(factor)), cells)) else None
    except (ValueError, OverflowError):
        return None


def _one(column: NumberColumn, cell: Cell, code: str | None, factor: int) -> tuple[int | None, Message | None]:
    """Turn one cell into minor units, or say why not."""
    number = column.number(cell)
    if number is None:
        return (None, None) if is_blank(cell) else (None, _not_an_amount(column, cell))
    if code is None:
        return int((number * factor).to_integral_value()), None
    try:
        return to_minor(number, code), None
    except MoneyError:
        return None, msg("The amount has more decimals than {currency} has.", currency=code)


def _not_an_amount(column: NumberColumn, cell: Cell) -> Message:
    if isinstance(cell, str) and column.decimal in {POINT, COMMA} and (other := read_numbers([cell])).decimal:
        sign = {POINT: msg("point"), COMMA: msg("comma")}[column.decimal]
        if other.decimal != WHOLE:
            return msg("The column has a decimal {sign}, this amount does not.", sign=sign)
    return msg("This is no amount.")


def exact(value: Decimal, code: str) -> int | None:
    """Return a single amount in minor units, None if the currency cannot hold it."""
    try:
        return to_minor(value, code)
    except MoneyError:
        return None
