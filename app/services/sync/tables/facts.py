"""Files beside the ledger: orders on hold, portal statuses, purchase orders, sales, trial balances.

All are read alike, by the shape of their kind: text as seen, days and money by one verdict per column, rows without
what identifies them sorted out, lines of one record joined. What differs (a month, the sign of a balance, which
accounts are receivables) stands in ``MAKERS``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import compress
from typing import Any, Final

from app.enums import Aside, SyncKind
from app.i18n import Message, msg, nmsg
from app.services.sync.facts.shapes import SHAPES, Shape
from app.services.sync.model import NotedRow, Notice, Totals
from app.services.sync.recognition.kinds import lacking
from app.services.sync.recognition.labels import is_grand, is_total
from app.services.sync.tables.days import iso_column, judge_dates
from app.services.sync.tables.factsheet import Sheet
from app.services.sync.tables.headed import customers_above
from app.services.sync.tables.ledger import stated_day, undecided_rows
from app.services.sync.tables.made import MAKERS
from app.services.sync.tables.money import judge_money, to_minors
from app.services.sync.tables.months import read_months
from app.services.sync.tables.numbernames import owners_of
from app.services.sync.tables.outcome import Outcome, count_rows, pick, rejected_rows
from app.services.sync.tables.parties import company_of
from app.services.sync.tables.parts import refuse_parts
from app.services.sync.tables.records import Records, sort_records
from app.services.sync.tables.rows import TotalRow
from app.services.sync.tables.spans import tell_amounts
from app.services.sync.tables.table import Table
from app.services.sync.tables.totals import over_blocks, own_totals, sections, sums
from app.services.sync.values.dates import looks_like_date
from app.services.sync.values.text import account_key, cell_text


def read_facts(table: Table) -> Outcome:
    """Read a table of a kind beside the ledger.

    Raises:
        QuestionsError: the evidence leaves something open.
    """
    sheet = judge(table)
    if table.many("monthly"):
        return read_months(sheet)
    make = MAKERS.get(sheet.shape.kind)
    if make is not None:
        make(sheet)
    return finish(sheet)


def judge(table: Table) -> Sheet:
    """Judge texts, days and money of a table by its kind's shape."""
    kind = table.found.kind
    sheet = Sheet(table, SHAPES[kind if kind is not None else SyncKind.ORDERS_ON_HOLD])
    shape = sheet.shape
    for sources in (shape.texts, shape.days, shape.money):
        for column, fields in sources.items():
            name = next((one for one in fields if table.has(one) and one not in sheet.sources.values()), None)
            if name is not None:
                sheet.sources[column] = name
    for column in shape.texts:
        sheet.columns[column] = _text(sheet, column)
    _judge_days(sheet)
    _judge_money(sheet)
    sheet.accounts, sheet.names = owners_of(table)
    needed = shape.kind is SyncKind.SALES or lacking(shape.kind, table.guesses, said=True)
    if sheet.accounts is None and sheet.names is None and needed and not table.many("monthly"):
        days = [sheet.columns[column] for column in shape.days] or [[None] * len(table.body)]
        dated = [any(row) for row in zip(*days, strict=True)]
        amounts = [_first(row) for row in zip(*(sheet.columns[column] for column in shape.money), strict=True)]
        sheet.accounts, sheet.names, sheet.headings = customers_above(table, amounts, dated)
        if sheet.names is None and shape.kind is not SyncKind.SALES:
            sheet.names = [None] * len(table.body)  # what looked like headings says of no row whose it is
    return sheet


def _first(row: Sequence[int | None]) -> int | None:
    return next((amount for amount in row if amount is not None), None)


def _text(sheet: Sheet, column: str) -> Sequence[str | None]:
    found = sheet.table.text(sheet.sources[column]) if column in sheet.sources else None
    return found if found is not None else [None] * len(sheet.table.body)


def _judge_days(sheet: Sheet) -> None:
    """Judge the date columns together."""
    table = sheet.table
    used = {column: sheet.sources[column] for column in sheet.shape.days if column in sheet.sources}
    cells = {column: table.cells(name) for column, name in used.items()}
    headings = {column: table.heading(name) for column, name in used.items()}
    judged, questions = judge_dates(cells, headings, table.options.date_order, {})
    table.questions.extend(questions)
    for column in sheet.shape.days:
        if column not in used:
            sheet.columns[column] = [None] * len(table.body)
            continue
        sheet.columns[column], wrong = iso_column(judged[column])
        table.judged(used[column], judged[column])
        for place, why in wrong.items():
            sheet.bad.setdefault(place, (headings[column], str(cells[column][place]), why))
    sheet.bad.update(table.error_cells(table.headings(list(used.values()))))


def _judge_money(sheet: Sheet) -> None:
    """Judge the amounts and find their currencies."""
    table = sheet.table
    used = {column: sheet.sources[column] for column in sheet.shape.money if column in sheet.sources}
    if not used:
        return
    headings = {column: table.heading(name) for column, name in used.items()}
    refuse_parts(table, list(headings.values()))
    judged, sheet.currencies = judge_money(table, list(used.values()), table.options.currency)
    numeric = {column: judged[name] for column, name in used.items()}
    if sheet.currencies.question is not None:
        table.questions.append(sheet.currencies.question)
    for place, shows in sheet.currencies.bad.items():
        sheet.bad.setdefault(place, (table.heading("currency"), shows, msg("This is no ISO 4217 currency.")))
    for column in sheet.shape.money:
        if column not in used:
            sheet.columns[column] = [None] * len(table.body)
            continue
        sheet.columns[column], wrong = to_minors(numeric[column], sheet.currencies)
        table.judged(used[column], numeric[column])
        for place, why in wrong.items():
            sheet.bad.setdefault(place, (headings[column], str(table.cells(used[column])[place]), why))
    sheet.bad.update(table.error_cells(table.headings([*used.values(), "currency"])))
    sheet.columns["currency"] = [sheet.currencies.of(place) for place in range(len(table.body))]


# ------------------------------------------------------------------------------------------------ rows


def finish(sheet: Sheet) -> Outcome:
    """Sort the rows, join lines of one record, and tie them to the file's own total."""
    table, shape = sheet.table, sheet.shape
    records = _sort(sheet)
    if sheet.currencies is not None:
        question = undecided_rows(sheet.currencies, records.item)
        if question is not None:
            table.questions.append(question)
    table.decide()
    own = _own_total(sheet, records)
    if sheet.currencies is not None:
        for column in (column for column in shape.money if column in sheet.sources):
            tell_amounts(table, sheet.sources[column], sheet.columns[column], sheet.currencies, records.item)
    accounts = sheet.accounts
    keys = [None if who is None else account_key(who) for who in accounts] if accounts else [None] * len(table.body)
    kept = _join(sheet, records, keys)
    places = sorted(kept)
    names = sheet.names or [None] * len(table.body)
    values = [tuple(kept[place].get(column) for column in shape.columns) for place in places]
    numbers = sheet.columns.get("number") or sheet.columns.get(shape.needed[0])
    rejected = rejected_rows(records.rejected, table.first, accounts, numbers)
    records.noted.sort(key=lambda note: note.row)
    count = records.item.count(1)
    outcome = Outcome(
        shape.kind,
        [[table.first + place for place in places], [keys[p] for p in places], [names[p] for p in places], values],
        len(places),
        count_rows(count, records.noted, len(rejected)),
        noted=records.noted,
        rejected=rejected,
        own_totals=own,
        company="" if "company" in shape.columns else company_of(table, records.item),
        account_count=len({keys[place] or names[place] for place in places} - {None}),
    )
    outcome.totals = _totals(shape, list(kept.values()))
    _as_of(sheet, outcome, records.item)
    return outcome


def _totals(shape: Shape, records: Sequence[Mapping[str, Any]]) -> Mapping[str, Totals]:
    """Add up what a control total is compared with: amounts; of a trial balance the receivables alone."""
    if shape.kind is SyncKind.TRIAL_BALANCE:
        mine, amount = [record for record in records if record["receivables"]], "balance"
    else:
        mine, amount = list(records) if shape.amount else [], shape.amount
    return sums([record["currency"] for record in mine], [record[amount] or 0 for record in mine])


def _sort(sheet: Sheet) -> Records:
    """Decide what every row is: a record, a total, something between, or rejected."""
    table, shape = sheet.table, sheet.shape
    keys = [column for column in shape.needed if column in shape.texts] or list(shape.needed[:1])
    columns = [sheet.columns[column] for column in keys]
    amounts = sheet.columns.get(shape.amount, ())
    last = max((place for place, amount in enumerate(amounts) if amount is not None), default=len(table.body))
    whole = [
        place not in sheet.headings
        and not (place > last and _is_note(row))
        and not any(isinstance(cell, str) and is_total(cell) for cell in _first_cells(row))
        and (all(column[place] is not None for column in columns) or (place in sheet.bad and _filled(row)))
        for place, row in enumerate(table.body)
    ]
    records = sort_records(
        table, whole, table.heading(sheet.sources.get(keys[0], "")) or keys[0], _LACKS, sheet.headings
    )
    _totals_without_words(sheet, records)
    for place, own in enumerate(records.item):
        if not own:
            continue
        wrong = sheet.bad.get(place) or _lacks(sheet, place)
        if wrong is not None:
            records.item[place] = 0
            records.rejected[place] = wrong
    return records


def _is_note(row: Sequence[Any]) -> bool:
    """Tell whether a row under a table holds words or a day alone, and no number of a record that lacks the rest."""
    texts = [text for cell in row if (text := cell_text(cell)) is not None]
    return len(texts) == 1 and (" " in texts[0] or not any(map(str.isdigit, texts[0])) or looks_like_date(texts[0]))


_LACKS: Final = msg("The row does not say what it is about.")


def _filled(row: Sequence[Any]) -> bool:
    return sum(1 for cell in row if cell_text(cell) is not None) >= 3


def _first_cells(row: Sequence[Any]) -> Sequence[Any]:
    """Return the first two cells of a row that are not blank, where a total says so."""
    return [cell for cell in row if cell != ""][:2]


def _lacks(sheet: Sheet, place: int) -> tuple[str, str, Message] | None:
    """Return what a row lacks to be a record; where headings say whose rows are, each has to stand under one."""
    for column in sheet.shape.needed:
        if sheet.columns[column][place] is None:
            heading = sheet.heading(column)
            return heading, "", msg("The row has nothing in this column.")
    if sheet.names is not None and sheet.names[place] is None and not sheet.table.has("name"):
        return "", "", msg("The row has no customer.")
    return None


def _totals_without_words(sheet: Sheet, records: Records) -> None:
    """Take rows that only state the sum of all records for totals, whatever they say."""
    column = sheet.columns.get(sheet.shape.amount)
    if column is None or records.item.count(1) < 2:
        return
    codes = sheet.columns["currency"]
    by_currency: dict[Any, int] = {}
    for place, own in enumerate(records.item):
        if own and column[place] is not None:
            by_currency[codes[place]] = by_currency.get(codes[place], 0) + column[place]
    first = sheet.table.first
    footers = [note for note in records.noted if note.what == "skipped"]
    for place in [*records.rejected, *(note.row - first for note in footers)]:
        if column[place] is not None and column[place] in by_currency.values():
            records.rejected.pop(place, None)
            records.noted[:] = [note for note in records.noted if note.row != first + place]
            records.noted.append(NotedRow(first + place, "total", Aside.TOTAL))


def _own_total(sheet: Sheet, records: Records) -> dict[str, int]:
    """Return the file's own totals, and warn where its rows do not add up to them."""
    amounts, codes = sheet.columns.get(sheet.shape.amount), sheet.columns.get("currency")
    if amounts is None or codes is None:
        return {}
    first, blocks = sheet.table.first, None if sheet.currencies is None else sheet.currencies.blocks
    by_row = sheet.table.text("currency") is not None or blocks is not None
    stated = [
        TotalRow(place, amounts[place], codes[place] if by_row else None, _is_grand(row))
        for note in records.noted
        if note.what == "total"
        for place, row in [(note.row - first, sheet.table.body[note.row - first])]
    ]
    marked = bytearray(records.item)
    for place in records.rejected:
        marked[place] = amounts[place] is not None
    everything: dict[str, int] = {}
    for place in compress(range(len(marked)), marked):
        if codes[place] is not None and amounts[place] is not None:
            everything[codes[place]] = everything.get(codes[place], 0) + amounts[place]
    if blocks is not None:
        stated = over_blocks(stated, amounts, marked, blocks)
    own, notices = own_totals(stated, everything, first, by_block=blocks is not None)
    sheet.table.warnings.extend(notices if own else sections(stated, amounts, marked, first))
    return own


def _is_grand(row: Sequence[Any]) -> bool:
    return any(isinstance(cell, str) and is_total(cell) and is_grand(cell) for cell in row)


def _join(sheet: Sheet, records: Records, keys: Sequence[str | None]) -> dict[int, dict[str, Any]]:
    """Return position → record; lines of one record are added up, or the newest of them counts."""
    shape = sheet.shape
    kept: dict[int, dict[str, Any]] = {}
    first: dict[tuple[Any, ...], int] = {}
    joined = 0
    for place, own in enumerate(records.item):
        if not own:
            continue
        record = {column: sheet.columns[column][place] for column in shape.columns}
        who = keys[place] or (None if sheet.names is None else sheet.names[place])
        key = tuple(who if column == "account" else record[column] for column in shape.key)
        before = first.setdefault(key, place)
        if before == place:
            kept[place] = record
            continue
        joined += 1
        if shape.adds:
            _add(kept[before], record, shape)
            continue
        newest, older = (place, before) if _newer(record, kept[before], shape) else (before, place)
        records.item[older] = 0
        records.noted.append(NotedRow(sheet.table.first + older, "skipped", Aside.DUPLICATE))
        if newest == place:
            del kept[before]
            first[key], kept[place] = place, record
    if joined:
        sheet.table.warnings.append(_about_lines(joined, adds=shape.adds))
    return kept


def _add(record: dict[str, Any], line: Mapping[str, Any], shape: Shape) -> None:
    """Add a line to its record: amounts add up, of days the earliest stands, other blanks are filled."""
    for column, value in line.items():
        if value is None:
            continue
        if record[column] is None:
            record[column] = value
        elif column in shape.money:
            record[column] += value
        elif column in shape.days:
            record[column] = (max if column == "end_date" else min)(record[column], value)


def _newer(one: Mapping[str, Any], other: Mapping[str, Any], shape: Shape) -> bool:
    """Tell whether a row speaks later than another; of equal ones the lower one does."""
    return all((one[day] or "") >= (other[day] or "") for day in shape.days)


def _about_lines(joined: int, *, adds: bool) -> Notice:
    if adds:
        what = nmsg(
            "{n} row is a further line of a record above it; they were added up.",
            "{n} rows are further lines of records above them; they were added up.",
            joined,
        )
        return Notice("lines_added", what)
    what = nmsg(
        "{n} row is of a record that another row tells more lately; the later one counts.",
        "{n} rows are of records that other rows tell more lately; the later ones count.",
        joined,
    )
    return Notice("later_row_counts", what)


def _as_of(sheet: Sheet, outcome: Outcome, own: bytearray) -> None:
    """Settle the day for which the file stands; for lists of what is open now it has to be some day."""
    table, options = sheet.table, sheet.table.options
    stated = stated_day(table)
    newest = _last_day(sheet, own)
    if stated is not None:
        outcome.as_of, outcome.as_of_from = stated, "stated"
    elif options.as_of is not None:
        outcome.as_of, outcome.as_of_from = options.as_of, "option"
    elif newest is not None:
        outcome.as_of, outcome.as_of_from = newest, "derived"
    elif sheet.shape.closes:
        outcome.as_of, outcome.as_of_from = options.day, "day"
        what = msg("The file does not say for which day it stands; {day} is used.", day=options.day)
        table.warnings.append(Notice("as_of_unknown", what))


def _last_day(sheet: Sheet, own: bytearray) -> date | None:
    """Return the newest day of a kind whose rows are each of a day of their own."""
    if sheet.shape.kind not in {SyncKind.TRIAL_BALANCE, SyncKind.RATES}:
        return None
    newest = max((day for day in pick(sheet.columns["day"], own) if day), default=None)
    return None if newest is None else date.fromisoformat(newest)
