"""Money of a table: one decimal sign per column, exact minor units.

A column that cells do not decide is decided by the columns beside it, or by its currency: what has no minor unit is not
written with decimals, so that three digits behind the only comma or point are thousands. Of a currency with minor units
``1,234`` proves nothing: prices and quantities come with three decimals, and somebody is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import repeat
from operator import eq, mul, truediv
from typing import Final

from app.i18n import Message, msg
from app.money import LARGEST, MoneyError, TooLargeError, decimals, to_minor
from app.services.sync.model import Notice, Question
from app.services.sync.tables.currencies import Currencies, find_currencies
from app.services.sync.tables.table import Table
from app.services.sync.values.cells import Cell, distinct, looked_up, texts
from app.services.sync.values.numbers import COMMA, POINT, WHOLE, NumberColumn, is_blank, numeral, read_numbers
from app.services.sync.values.scales import doubtful

#: Digits behind the point while the currency is still open.
_OPEN: Final = 2
_DASHES: Final = frozenset({"-", "–", "—"})
_TOO_LARGE: Final = msg("The amount is larger than any that can be kept. Check what stands in the cell.")


def judge_money(
    table: Table, names: Sequence[str], told: str | None, by: str = "currency"
) -> tuple[dict[str, NumberColumn], Currencies]:
    """Judge the money columns of a table and the currency of its rows; numbers in doubt are asked for.

    Args:
        table: the table.
        names: fields of the money columns; the first one counts most.
        told: the currency of amounts that carry none, if somebody has said.
        by: field of the currency column.
    """
    cells = {name: table.cells(name) for name in names}
    judged, _ = judge_numbers(cells, table.headings(list(names)), table.options.decimal)
    currencies = find_currencies(table, judged, told, by)
    return by_minor_units(table, judged, lambda _: currencies), currencies


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
    proved = {column.decimal for column in judged.values() if column.proof is not None and column.decimal is not None}
    found = _decided(judged, proved & {POINT, COMMA})
    return found, [_ask_decimal(column, headings[name]) for name, column in found.items() if column.decimal is None]


def by_minor_units(
    table: Table, judged: Mapping[str, NumberColumn], currencies: Callable[[str], Currencies | None]
) -> dict[str, NumberColumn]:
    """Decide columns in doubt by cells of currencies without minor units, and ask where those do not decide either.

    Args:
        table: the table.
        judged: field → its column.
        currencies: gives the currencies of a field.
    """
    for name, column in judged.items():
        if column.units:
            what = msg(
                "Amounts in “{heading}” such as {value} count with their own unit; they may be rounded.",
                heading=table.heading(name), value=column.units[0],
            )  # fmt: skip
            table.warnings.append(Notice("amounts_with_units", what))
    open_ = {name: column for name, column in judged.items() if column.decimal is None}
    proofs: dict[str, str] = {}
    for name, column in open_.items():
        codes = currencies(name)
        if column.doubt is not None and codes is not None:
            proofs |= _thousands(column, codes)
    found = _decided(judged, set(proofs))
    for name in open_:
        if (decimal := found[name].decimal) is None:
            table.questions.append(_ask_decimal(found[name], table.heading(name)))
        else:
            what = msg("its currency has no decimals, so that {value} has thousands", value=proofs[decimal])
            table.tell(name, what)
    return found


def _thousands(column: NumberColumn, currencies: Currencies) -> dict[str, str]:
    """Return the decimal signs that cells leave where three digits are thousands, each with a cell that proves it."""
    if currencies.one is not None and decimals(currencies.one):
        return {}
    found: dict[str, str] = {}
    for place, cell in enumerate(column.cells):
        if not isinstance(cell, str) or (read := numeral(cell)) is None or read.as_point == read.as_comma:
            continue
        code, (point, comma) = currencies.of(place), read[:2]
        if point is None or comma is None:
            found.setdefault(COMMA if point is None else POINT, cell.strip())
        elif code is not None and not decimals(code):
            found.setdefault(POINT if abs(point) > abs(comma) else COMMA, cell.strip())
    return found


def _decided(judged: Mapping[str, NumberColumn], proved: set[str]) -> dict[str, NumberColumn]:
    """Read the columns in doubt as is proved, unless nothing is, or several things are."""
    decide = next(iter(proved)) if len(proved) == 1 else None
    return {
        name: column if column.decimal is not None or decide is None else read_numbers(column.cells, decide)
        for name, column in judged.items()
    }


def _ask_decimal(column: NumberColumn, heading: str) -> Question:
    if column.doubt is None:
        evidence = msg("Some amounts have a decimal point and others a decimal comma.")
    else:
        evidence = msg(
            "Amounts such as {value} can be read with a decimal point or a decimal comma.", value=column.doubt
        )
    return Question("--decimal", heading, evidence, (POINT, COMMA), lasting=column.doubt is not None)


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
        held = all(map(eq, map(truediv, minors, repeat(factor)), cells))
        return minors if held and max(map(abs, minors), default=0) <= LARGEST else None
    except (ValueError, OverflowError):
        return None


def _one(column: NumberColumn, cell: Cell, code: str | None, factor: int) -> tuple[int | None, Message | None]:
    """Turn one cell into minor units, or say why not."""
    number = column.number(cell)
    if number is None:
        return (None, None) if is_blank(cell) else (None, _not_an_amount(column, cell))
    if code is None:
        minor = int((number * factor).to_integral_value())
        return (minor, None) if abs(minor) <= LARGEST else (None, _TOO_LARGE)
    try:
        return to_minor(number, code), None
    except TooLargeError:
        return None, _TOO_LARGE
    except MoneyError:
        return None, msg("The amount has more decimals than {currency} has.", currency=code)


def _not_an_amount(column: NumberColumn, cell: Cell) -> Message:
    if isinstance(cell, str) and (letters := doubtful(cell)) is not None:
        return msg("“{letters}” behind an amount has several meanings. Write the amount in full.", letters=letters)
    if isinstance(cell, str) and column.decimal in {POINT, COMMA} and (other := read_numbers([cell])).decimal:
        sign = {POINT: msg("point"), COMMA: msg("comma")}[column.decimal]
        if other.decimal != WHOLE:
            return msg("The column has a decimal {sign}, this amount does not.", sign=sign)
    return msg("This is no amount.")


def with_dashes(
    cells: Sequence[Cell], amounts: Sequence[int | None], numbers: Sequence[str | None]
) -> Sequence[int | None]:
    """Return amounts with nothing owed in rows of a document that have a dash there, as accountants write noughts."""
    dashes = {text for text in texts(cells) if text.strip() in _DASHES}
    if not dashes:
        return amounts
    rows = zip(cells, amounts, numbers, strict=True)
    return [0 if cell in dashes and number is not None else amount for cell, amount, number in rows]


def exact(value: Decimal, code: str) -> int | None:
    """Return a single amount in minor units, None if the currency cannot hold it."""
    try:
        return to_minor(value, code)
    except MoneyError:
        return None
