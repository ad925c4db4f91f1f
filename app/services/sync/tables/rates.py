"""Exchange rates as files list them: against the base or in pairs, for one unit or a hundred, either way round.

Every row becomes units of the base currency for one unit of another. A pair says itself which way it goes: ``EUR/USD
1.08``, or from EUR to USD. A rate beside a single currency does not: its heading may (``USD per unit``), or the rates
that are known already do; else somebody has to say, for 1.08 and 0.93 are both rates of the euro.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Context, Decimal, InvalidOperation
from typing import Final

from app.i18n import msg
from app.money import is_currency
from app.services.sync.tables.facts import finish, judge
from app.services.sync.tables.factsheet import Sheet
from app.services.sync.tables.made import give_days
from app.services.sync.tables.money import judge_numbers
from app.services.sync.tables.outcome import Outcome
from app.services.sync.tables.quotes import TWO, Quote, against, base_of, cross, plain_rate, towards, way_of
from app.services.sync.tables.spans import tell_numbers
from app.services.sync.tables.table import Table
from app.services.sync.tables.widerates import read_wide
from app.services.sync.values.cells import Cell
from app.services.sync.values.quotations import PAIR, UNITS, currency_in
from app.services.sync.values.text import cell_text, fold

_DIGITS: Final = Context(prec=10)
_CODE: Final = re.compile(r"\b[A-Z]{3}\b")
#: A line above a list whose rates are all of a hundred units: ``per 100 units``, ``单位：人民币/100外币``.
_OF_ALL: Final = re.compile(
    r"(?<![\d.,])(10{2,4})\s*(?:foreign|units?|unidades|外币|外幣|外貨|(?:currency |外国)?単位|单位|單位)(?![^\W\d_])"
)


def read_rates(table: Table) -> Outcome:
    """Read a table of exchange rates.

    Raises:
        QuestionsError: the evidence leaves something open.
    """
    sheet = judge(table)
    give_days(sheet)
    if table.many("rated"):
        return read_wide(sheet)
    quotes = _quotes(sheet)
    read = [quote for quote in quotes if quote is not None]
    base = base_of(sheet, read, table.heading("rate"))
    if (other := against(sheet, read, base, table.heading("rate"))) != base:
        way = way_of(sheet, read, other, table.heading("rate"))
        quotes = [quote if quote is None or quote.to else quote.against(other, way) for quote in quotes]
        read = [quote for quote in quotes if quote is not None]
    way = way_of(sheet, read, base, table.heading("rate"))
    rows = [towards(quote, base, way) for quote in quotes]
    cross(rows, quotes, sheet.columns["day"], base)
    sheet.columns["currency"] = [None if row is None else row[0] for row in rows]
    sheet.columns["base"] = [None if row is None else base for row in rows]
    sheet.columns["rate"] = [None if row is None else plain_rate(row[1]) for row in rows]
    _note(sheet, quotes, rows, base)
    return finish(sheet)


def _quotes(sheet: Sheet) -> list[Quote | None]:
    """Read currencies, units and rates; what cannot be read is noted as bad."""
    table = sheet.table
    sheet.sources["rate"] = "rate"
    heading = table.heading("rate")
    judged, questions = judge_numbers({"rate": table.cells("rate")}, {"rate": heading}, table.options.decimal)
    table.questions.extend(questions)
    numbers = judged["rate"]
    table.judged("rate", numbers)
    common = UNITS.search(heading) or _of_all(table)
    units, named = table.cells("rate_units"), _beside(table)
    found: list[Quote | None] = []
    read: list[Decimal] = []
    for place, cell in enumerate(numbers.cells):
        currency, to, factor = _currencies(table, place)
        number = numbers.number(cell)
        if number is None or number <= 0 or currency is None:
            if cell_text(cell) is not None and currency is not None and numbers.decimal is not None:
                sheet.bad[place] = (heading, str(cell), msg("This is no rate of exchange."))
            elif number is not None and _said(table, place):
                sheet.bad[place] = (_currency_heading(table), _said(table, place), _NO_CURRENCY)
            found.append(None)
            continue
        read.append(number)
        per = _per(units[place]) or factor or named.get((place, currency)) or (int(common.group(1)) if common else 1)
        found.append(Quote(currency, to, _DIGITS.divide(Decimal(number), Decimal(per))))
    tell_numbers(table, "rate", read)
    return found


_NO_CURRENCY: Final = msg("This is no ISO 4217 currency.")


def _currency_heading(table: Table) -> str:
    return next(table.heading(name) for name in ("pair", "from_currency", "currency", "to_currency") if table.has(name))


def _said(table: Table, place: int) -> str:
    """Return what the row says where its currency should stand."""
    for name in ("pair", "from_currency", "currency", "to_currency"):
        if table.has(name):
            return cell_text(table.cells(name)[place]) or ""
    return ""


def _currencies(table: Table, place: int) -> tuple[str | None, str, int | None]:
    """Return what a row's rate is for, what it is in, and of how many units if the cell says so."""
    if table.has("pair"):
        text = cell_text(table.cells("pair")[place]) or ""
        match = PAIR.fullmatch(text.upper())
        if match is None or not (is_currency(match.group(1)) and is_currency(match.group(2))):
            return None, "", None
        return match.group(1), match.group(2), None
    names = [name for name in ("from_currency", "currency") if table.has(name)]
    one, factor = _code(table.cells(names[0])[place]) if names else (None, None)
    rest = "to_currency" if table.has("to_currency") else names[1] if len(names) > 1 else None
    to, _ = _code(table.cells(rest)[place]) if rest is not None else (None, None)
    if not names:
        return to, "", factor
    if rest is not None and to is None:
        return None, "", None
    return one, to or "", factor


def _code(cell: Cell) -> tuple[str | None, int | None]:
    """Read a currency, and how many units of it: ``USD``, ``ユーロ``, ``100 JPY``, ``JPY (100)``."""
    text = cell_text(cell)
    return (None, None) if text is None else currency_in(text)


def _beside(table: Table) -> dict[tuple[int, str], int]:
    """Return of how many units rates are, by row and currency, where a column that names currencies says so.

    ``KRW`` stands in one column and ``韓国ウォン(100)`` beside it.
    """
    used = {guess.column for guess in table.guesses.values()}
    found: dict[tuple[int, str], int] = {}
    for column in table.found.columns:
        if column.index in used or column.index in table.found.beside or not column.profile.word:
            continue
        cells = table.found.cells(column.index)
        read = {text: _code(text) for text in set(cells) if isinstance(text, str) and UNITS.search(text)}
        for place, cell in enumerate(cells if read else ()):
            code, factor = read.get(cell, (None, None)) if isinstance(cell, str) else (None, None)
            if code is not None and factor is not None:
                found[place, code] = factor
    return found


def _of_all(table: Table) -> re.Match[str] | None:
    """Return what a line above the table says all its rates are of; one that names a currency may mean that alone."""
    titles = (title for title in table.found.titles if not any(map(is_currency, _CODE.findall(title))))
    return next(filter(None, (_OF_ALL.search(fold(title)) for title in titles)), None)


def _per(cell: Cell) -> int | None:
    """Return the units that a cell states, None if none."""
    text = cell_text(cell)
    try:
        number = None if text is None else Decimal(text)
    except InvalidOperation:
        return None
    return int(number) if number is not None and number > 0 and number == int(number) else None


def _note(sheet: Sheet, quotes: Sequence[Quote | None], rows: Sequence[tuple[str, Decimal] | None], base: str) -> None:
    """Reject rows that lead nowhere, and a second rate of one day; the base itself needs none."""
    seen: dict[tuple[str, str | None], Decimal] = {}
    heading = _currency_heading(sheet.table)
    for place, (quote, row) in enumerate(zip(quotes, rows, strict=True)):
        if quote is None or place in sheet.bad:
            continue
        said, day = _said(sheet.table, place), sheet.columns["day"][place]
        if row is None:
            sheet.bad[place] = (heading, said, msg("No rate of the file leads from here to {base}.", base=base))
        elif row[0] != base and seen.setdefault((row[0], day), row[1]) != row[1]:
            sheet.bad[place] = (heading, said, TWO)
