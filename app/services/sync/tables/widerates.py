"""Rates with a column for each currency: every rate of a row is a record of its own.

The row says the day, the heading the currency. A row with one rate that cannot be read is rejected as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Context, Decimal
from typing import Any, Final

from app.i18n import msg
from app.services.sync.tables.factsheet import Sheet
from app.services.sync.tables.ledger import stated_day
from app.services.sync.tables.money import judge_numbers
from app.services.sync.tables.outcome import Outcome, count_rows, pick, rejected_rows
from app.services.sync.tables.quotes import TWO, Quote, base_of, cross, plain_rate, towards, way_of
from app.services.sync.tables.records import Records, sort_records
from app.services.sync.tables.spans import tell_numbers
from app.services.sync.values.quotations import Rated, rated_in
from app.services.sync.values.text import cell_text

_DIGITS: Final = Context(prec=10)


@dataclass(slots=True)
class _Listed:
    """The rates of a table one by one, with the place of the row of each and its day."""

    places: list[int] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    days: list[str | None] = field(default_factory=list)


def read_wide(sheet: Sheet) -> Outcome:
    """Read a table of rates with a column for each currency.

    Raises:
        QuestionsError: the evidence leaves something open.
    """
    table = sheet.table
    listed = _listed(sheet)
    heading = table.heading(table.many("rated")[0])
    base = base_of(sheet, listed.quotes, heading)
    way = way_of(sheet, listed.quotes, base, heading)
    rows = [towards(quote, base, way) for quote in listed.quotes]
    cross(rows, listed.quotes, listed.days, base)
    records = _sort(sheet, listed)
    table.decide()
    return _outcome(sheet, records, _made(sheet, records, listed, rows, base))


def _listed(sheet: Sheet) -> _Listed:
    """Read the rates of all columns; what is none is noted as bad."""
    table = sheet.table
    names = table.many("rated")
    cells = {name: table.cells(name) for name in names}
    judged, questions = judge_numbers(cells, table.headings(names), table.options.decimal)
    table.questions.extend(questions)
    found = _Listed()
    for name in names:
        column, rated = judged[name], rated_in(table.heading(name)) or Rated("", "", 1)
        table.judged(name, column)
        read = [column.number(cell) for cell in column.cells]
        tell_numbers(table, name, [number for number in read if number is not None])
        for place, (cell, number) in enumerate(zip(column.cells, read, strict=True)):
            if number is not None and number > 0:
                found.places.append(place)
                rate = _DIGITS.divide(Decimal(number), Decimal(rated.units))
                found.quotes.append(Quote(rated.currency, rated.to, rate))
                found.days.append(sheet.columns["day"][place])
            elif cell_text(cell) is not None and column.decimal is not None and sheet.columns["day"][place]:
                why = msg("This is no rate of exchange.")
                sheet.bad.setdefault(place, (table.heading(name), str(cell), why))
    sheet.bad.update(table.error_cells(table.headings(names)))
    return found


def _sort(sheet: Sheet, listed: _Listed) -> Records:
    """Decide what every row is: one of rates has a day and a rate."""
    table = sheet.table
    rated = set(listed.places) | set(sheet.bad)
    days = sheet.columns["day"]
    whole = [place in rated and days[place] is not None for place in range(len(table.body))]
    name = next((name for name in ("rate_date", "document_date", "posting_date") if table.has(name)), "")
    records = sort_records(table, whole, table.heading(name), msg("The row has no day."), sheet.headings)
    for place, why in sheet.bad.items():
        if records.item[place]:
            records.item[place] = 0
            records.rejected[place] = why
    return records


def _made(
    sheet: Sheet, records: Records, listed: _Listed, rows: Sequence[tuple[str, Decimal] | None], base: str
) -> list[tuple[int, dict[str, Any]]]:
    """Return the records with the places of their rows; a second rate of one day rejects its row."""
    table = sheet.table
    found: dict[tuple[str, str | None], tuple[int, Decimal]] = {}
    for place, day, row in zip(listed.places, listed.days, rows, strict=True):
        if row is None or not records.item[place] or row[0] == base:
            continue
        first, rate = found.setdefault((row[0], day), (place, row[1]))
        if rate != row[1] and first != place:
            records.item[place] = 0
            records.rejected[place] = (table.heading(table.many("rated")[0]), day or "", TWO)
    return [
        (place, {"currency": currency, "base": base, "rate": plain_rate(rate), "day": day})
        for (currency, day), (place, rate) in sorted(found.items(), key=lambda one: one[1][0])
        if records.item[place]
    ]


def _outcome(sheet: Sheet, records: Records, made: Sequence[tuple[int, dict[str, Any]]]) -> Outcome:
    table, shape = sheet.table, sheet.shape
    rejected = rejected_rows(records.rejected, table.first, None, None)
    records.noted.sort(key=lambda note: note.row)
    places = [table.first + place for place, _ in made]
    values = [tuple(record[column] for column in shape.columns) for _, record in made]
    outcome = Outcome(
        shape.kind,
        [places, [None] * len(made), [None] * len(made), values],
        len(made),
        count_rows(records.item.count(1), records.noted, len(rejected)),
        noted=records.noted,
        rejected=rejected,
    )
    days = [day for day in pick(sheet.columns["day"], records.item) if day]
    if (stated := stated_day(table)) is not None:
        outcome.as_of, outcome.as_of_from = stated, "stated"
    elif table.options.as_of is not None:
        outcome.as_of, outcome.as_of_from = table.options.as_of, "option"
    elif days:
        outcome.as_of, outcome.as_of_from = date.fromisoformat(max(days)), "derived"
    return outcome
