"""Sales with a column for each month: every amount of a row is a record of its own.

The row says whose the sales are, the heading of which month. Headings without a year take it from a line above them or
from the day for which the file stands: the newest month with an amount is none that is still to come.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from app.i18n import Message, msg, nmsg
from app.services.sync.model import Notice, Question
from app.services.sync.recognition.labels import is_grand, is_total
from app.services.sync.recognition.monthly import month_in
from app.services.sync.tables.factsheet import Sheet
from app.services.sync.tables.headed import customers_above
from app.services.sync.tables.ledger import stated_day, undecided_rows
from app.services.sync.tables.made import with_tax
from app.services.sync.tables.money import judge_money, to_minors
from app.services.sync.tables.outcome import Outcome, count_rows, pick, rejected_rows
from app.services.sync.tables.parties import company_of
from app.services.sync.tables.parts import refuse_parts
from app.services.sync.tables.records import Records, sort_records
from app.services.sync.tables.rows import TotalRow
from app.services.sync.tables.spans import tell_amounts
from app.services.sync.tables.table import Table
from app.services.sync.tables.totals import own_totals, sums
from app.services.sync.values.months import in_years, years_in
from app.services.sync.values.text import account_key, cell_text

Minors = Sequence[int | None]
#: A year stands at most so many rows above the months.
_ABOVE: Final = 2
#: No year above the months is written longer: ``FY 2026``, ``2026年度``.
_SHORT: Final = 10
#: Share of rows that have to add up before those that do not are worth a word.
_HOLDS: Final = 0.8


def read_months(sheet: Sheet) -> Outcome:
    """Read a table of sales with a column for each month.

    Raises:
        QuestionsError: the evidence leaves something open.
    """
    table = sheet.table
    names = table.many("monthly")
    sums_of = [name for name in ("sales_amount", "original", "net") if table.has(name)][:1]
    refuse_parts(table, [table.heading(name) for name in names])
    judged, currencies = judge_money(table, [*names, *sums_of], table.options.currency)
    sheet.currencies = currencies
    if currencies.question is not None:
        table.questions.append(currencies.question)
    columns: dict[str, Minors] = {}
    for name in (*names, *sums_of):
        columns[name], wrong = to_minors(judged[name], currencies)
        table.judged(name, judged[name])
        for place, why in wrong.items():
            sheet.bad.setdefault(place, (table.heading(name), str(table.cells(name)[place]), why))
    sheet.bad.update(table.error_cells(table.headings(names)))
    if sheet.accounts is None and sheet.names is None:
        rows = zip(*(columns[name] for name in names), strict=True)
        amounts = [next((amount for amount in row if amount is not None), None) for row in rows]
        sheet.accounts, sheet.names, sheet.headings = customers_above(table, amounts, [False] * len(amounts))
    records = _sort(sheet, columns, names)
    question = undecided_rows(currencies, records.item)
    if question is not None:
        table.questions.append(question)
    months = _months(table, names, columns)
    taxed = with_tax(table, table.heading(names[0]))
    table.decide()
    for name, minors in columns.items():
        tell_amounts(table, name, minors, currencies, records.item)
    _check_sums(sheet, records, columns, names, sums_of)
    own = _own_total(sheet, records, columns, names)
    outcome = _outcome(sheet, records, _sold(sheet, records, columns, dict(zip(names, months, strict=True))), taxed)
    outcome.own_totals = own
    day = stated_day(table) or table.options.as_of
    if day is not None:
        outcome.as_of, outcome.as_of_from = day, "stated" if table.options.as_of != day else "option"
    return outcome


def _sort(sheet: Sheet, columns: Mapping[str, Minors], names: Sequence[str]) -> Records:
    """Decide what every row is: a record has an amount, and a customer where others have one."""
    table = sheet.table
    who = sheet.accounts or sheet.names or []
    whole = []
    for place, row in enumerate(table.body):
        first = [cell for cell in row if cell != ""][:2]
        total = any(isinstance(cell, str) and is_total(cell) for cell in first)
        amounts = any(columns[name][place] is not None for name in names) or place in sheet.bad
        whole.append(amounts and not total and (not who or who[place] is not None) and place not in sheet.headings)
    heading = table.heading("account" if table.has("account") else "name")
    records = sort_records(table, whole, heading, msg("The row has no customer."), sheet.headings)
    for place, why in sheet.bad.items():
        if records.item[place]:
            records.item[place] = 0
            records.rejected[place] = why
    return records


# ------------------------------------------------------------------------------------------------ which month


def _months(table: Table, names: Sequence[str], columns: Mapping[str, Minors]) -> list[date]:
    """Return the month of every column; one without a year takes that of the others, the lines above, or the day."""
    read = [month_in(table.heading(name)) for name in names]
    months = [found[0] for found in read if found is not None]
    if len(months) < len(names):  # a layout calls a column so whose heading is no month
        name = next(name for name, found in zip(names, read, strict=True) if found is None)
        table.questions.append(Question("--layout", table.heading(name), msg("The heading names no month.")))
        return [date.min] * len(names)
    if all(month.year is not None for month in months):
        return [date(month.year or 1, month.month, 1) for month in months]
    above = [_year_above(table, table.guesses[name].column) for name in names]
    years = [month.year or year for month, year in zip(months, above, strict=True)]
    if all(year is not None for year in years):
        return [date(year or 1, month.month, 1) for month, year in zip(months, years, strict=True)]
    numbers = [month.month for month in months]
    spoken = sorted({year for title in table.found.titles for year in years_in(title)})
    if spoken and in_years(numbers, spoken[0])[-1].year == spoken[-1]:
        return in_years(numbers, spoken[0])
    stands = stated_day(table) or table.options.as_of
    if stands is None:
        evidence = msg("Months such as {value} have no year: the file does not say for which day it stands.",
                       value=table.heading(names[0]))  # fmt: skip
        table.questions.append(Question("--as-of", table.heading(names[0]), evidence))
        return in_years(numbers, 1)
    sold = [at for at, name in enumerate(names) if any(columns[name])]
    newest = sold[-1] if sold else 0
    ahead = in_years(numbers, 1)
    year = stands.year - (date(stands.year, numbers[newest], 1) > stands)
    return in_years(numbers, year - ahead[newest].year + 1)


def _year_above(table: Table, column: int) -> int | None:
    """Return the year that stands above a column, or above one on its left as in merged cells."""
    for row in reversed(table.found.above[-_ABOVE:]):
        filled = [text for cell in row[: column + 1] if (text := cell_text(cell)) is not None]
        years = years_in(filled[-1]) if filled and len(filled[-1]) <= _SHORT else []
        if len(years) == 1:
            return years[0]
    return None


# ------------------------------------------------------------------------------------------------ records and sums


def _sold(
    sheet: Sheet, records: Records, columns: Mapping[str, Minors], months: Mapping[str, date]
) -> dict[tuple[Any, ...], list[Any]]:
    """Return row, account, name and amount by customer, currency and month; rows of one customer add up."""
    found: dict[tuple[Any, ...], list[Any]] = {}
    joined = 0
    for place in pick(range(len(records.item)), records.item):
        number = sheet.accounts[place] if sheet.accounts else None
        key, name = None if number is None else account_key(number), sheet.names[place] if sheet.names else None
        code = sheet.currencies.of(place) if sheet.currencies is not None else None
        again = False
        for field, month in months.items():
            amount = columns[field][place]
            if amount is None:
                continue
            known = found.setdefault((key or name, code, month.isoformat()), [sheet.table.first + place, key, name, 0])
            again |= known[0] != sheet.table.first + place
            known[3] += amount
        joined += again
    if joined:
        what = nmsg(
            "{n} row is a further line of a record above it; they were added up.",
            "{n} rows are further lines of records above them; they were added up.",
            joined,
        )
        sheet.table.warnings.append(Notice("lines_added", what))
    return found


def _outcome(sheet: Sheet, records: Records, sold: Mapping[tuple[Any, ...], list[Any]], taxed: int) -> Outcome:
    table, shape = sheet.table, sheet.shape
    made = [{"amount": row[3], "currency": code, "month": month, "with_tax": taxed}
            for (_, code, month), row in sold.items()]  # fmt: skip
    rejected = rejected_rows(records.rejected, table.first, sheet.accounts, None)
    records.noted.sort(key=lambda note: note.row)
    columns = [list(column) for column in zip(*(row[:3] for row in sold.values()), strict=True)] or [[], [], []]
    return Outcome(
        shape.kind,
        [*columns, [tuple(record[column] for column in shape.columns) for record in made]],
        len(made),
        count_rows(records.item.count(1), records.noted, len(rejected)),
        noted=records.noted,
        rejected=rejected,
        totals=sums([record["currency"] for record in made], [record["amount"] for record in made]),
        company=company_of(table, records.item),
        account_count=len({key[0] for key in sold} - {None}),
    )


def _row_sum(columns: Mapping[str, Minors], names: Sequence[str], place: int) -> int:
    return sum(columns[name][place] or 0 for name in names)


def _check_sums(
    sheet: Sheet, records: Records, columns: Mapping[str, Minors], names: Sequence[str], sums_of: Sequence[str]
) -> None:
    """Warn of rows whose months are not what their sum says, in a file in which those of most rows are."""
    for total in sums_of:
        rows = [place for place in pick(range(len(records.item)), records.item) if columns[total][place] is not None]
        apart = [place for place in rows if columns[total][place] != _row_sum(columns, names, place)]
        if apart and len(apart) <= (1 - _HOLDS) * len(rows):
            what: Message = nmsg(
                "In {n} row the months do not add up to “{heading}”; the months count.",
                "In {n} rows the months do not add up to “{heading}”; the months count.",
                len(apart),
                heading=sheet.table.heading(total),
            )
            sheet.table.warnings.append(Notice("months_differ", what, sheet.table.first + apart[0]))


def _own_total(sheet: Sheet, records: Records, columns: Mapping[str, Minors], names: Sequence[str]) -> dict[str, int]:
    """Return the file's own totals, and warn where its rows do not add up to them."""
    table, currencies = sheet.table, sheet.currencies
    if currencies is None:
        return {}
    stated = []
    for note in records.noted:
        place = note.row - table.first
        if note.what == "total" and any(columns[name][place] is not None for name in names):
            code = None if currencies.rows is None else currencies.rows[place]
            grand = any(isinstance(cell, str) and is_grand(cell) for cell in table.body[place])
            stated.append(TotalRow(place, _row_sum(columns, names, place), code, grand))
    everything: Counter[str] = Counter()
    for place in [*pick(range(len(records.item)), records.item), *records.rejected]:
        if (code := currencies.of(place)) is not None:
            everything[code] += _row_sum(columns, names, place)
    own, notices = own_totals(stated, everything, table.first)
    table.warnings.extend(notices)
    return own
