"""The columns of an items table, judged over all their cells: days, amounts, currencies, numbers and customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from app.enums import SyncKind
from app.i18n import msg, nmsg
from app.services.sync.layouts.ages import is_age
from app.services.sync.model import Question
from app.services.sync.recognition.labels import is_total
from app.services.sync.tables.ahead import not_yet_paid
from app.services.sync.tables.currencies import Currencies, by_column, find_currencies
from app.services.sync.tables.days import Stated, derived_as_of, iso_column, judge_dates, order_above, stated_as_of
from app.services.sync.tables.money import by_minor_units, judge_numbers, with_dashes
from app.services.sync.tables.numbernames import part_customers
from app.services.sync.tables.owed import IN_NUMBER, MAKES, NEEDED, Bad, Minors, Unread, owed_amounts, owed_minors
from app.services.sync.tables.table import Table
from app.services.sync.values.cells import Cell, distinct
from app.services.sync.values.dates import DMY, MDY, ordered
from app.services.sync.values.daymonths import lacks_years, order_of, with_years
from app.services.sync.values.ids import lost
from app.services.sync.values.numbers import NumberColumn
from app.services.sync.values.packed import are_packed, unpacked
from app.services.sync.values.terms import are_terms
from app.services.sync.values.text import cell_text, each

DATE_FIELDS: Final = (
    "document_date", "posting_date", "due_date", "due_date_moved", "expected_date", "clearing_date", "paid_date",
    "last_dunned",
)  # fmt: skip
MONEY_FIELDS: Final = ("open", "original", "paid", "debit", "credit", "local_open", "credit_limit")
#: Closing dates in so many of the numbered rows make a file one of closed items.
_CLOSED: Final = 0.99


@dataclass(slots=True)
class Ledger:
    """An items table, judged; all lists have one entry per row of the body.

    Attributes:
        days: field → ISO days.
        minors: field → minor units as printed.
        amounts: what each row is about, minor units as printed: the open amount, of closed items the original one.
        bad: position → heading, cell and reason of a needed cell that cannot be read.
        unread: field → rows whose cell cannot be read, where no row needs it.
        stated: the as-of day of a line above the table.
        unsure: rows of which the section in which they stand says what they are, and may mean something else.
        called: group of documents → what the sections of such are called.
        disputed: rows that a line above them calls disputed.
    """

    table: Table
    closed: bool
    days: dict[str, Sequence[str | None]]
    numeric: dict[str, NumberColumn]
    minors: dict[str, Minors]
    currencies: Currencies
    local_currencies: Currencies | None
    amounts: Minors
    amount_field: str
    accounts: Sequence[str | None] | None
    names: Sequence[str | None] | None
    numbers: Sequence[str | None]
    late: Sequence[int | None] | None
    bad: Bad = field(default_factory=dict)
    unread: Unread = field(default_factory=dict)
    stated: Stated | None = None
    unsure: frozenset[int] = frozenset()
    called: dict[str, list[str]] = field(default_factory=dict)
    disputed: frozenset[int] = frozenset()

    def dated(self) -> list[bool]:
        """Tell for each row whether it has a document or due date."""
        columns = [self.days[name] for name in ("document_date", "due_date", "posting_date") if name in self.days]
        if any(None not in column for column in columns):
            return [True] * len(self.numbers)
        if not columns:
            return [value is not None for value in self.late or [None] * len(self.numbers)]
        return [any(row) for row in zip(*columns, strict=True)]


def judge(table: Table) -> Ledger:
    """Judge the columns of an items table; what is undecided is added to the table's questions."""
    bad: Bad = {}
    unread: Unread = {}
    stated = stated_as_of(table.lines_above()) or stated_as_of([table.found.grid.name])
    days = _dates(table, stated, bad, unread)
    not_yet_paid(table, days)
    _promote(table)
    numeric, currencies, local = _money(table)
    closed = _is_closed(table, days, numeric)
    minors = owed_minors(table, numeric, currencies, local, bad, unread, closed=closed)
    amount_field, amounts = owed_amounts(table, minors, closed=closed)
    ledger = Ledger(
        table=table,
        closed=closed,
        days=days,
        numeric=numeric,
        minors=minors,
        currencies=currencies,
        local_currencies=local,
        amounts=amounts,
        amount_field=amount_field,
        accounts=None,
        names=table.text("name"),
        numbers=_joined_numbers(table),
        late=_late(table, unread),
        bad=bad,
        unread=unread,
        stated=_settle_stated(stated, table),
    )
    if amount_field == "open":
        ledger.amounts = with_dashes(table.cells("open"), amounts, ledger.numbers)
    ledger.accounts = table.text("account") or ledger.names
    if ledger.accounts is not None and not (table.has("account") and table.has("name")):
        ledger.accounts, ledger.names = part_customers(table, ledger.accounts, ledger.names)
    _choose_due(ledger)
    _other_bad(ledger)
    return ledger


def _dates(table: Table, stated: Stated | None, bad: Bad, unread: Unread) -> dict[str, Sequence[str | None]]:
    """Judge the date columns and turn them into ISO days."""
    names = table.present(*DATE_FIELDS)
    beside: dict[str, NumberColumn | Sequence[Cell]] = {}
    if table.has("terms"):
        beside["terms"] = table.cells("terms")
    if table.has("days_overdue"):
        beside["days_overdue"] = judge_numbers({"late": table.cells("days_overdue")}, {"late": ""}, None)[0]["late"]
    cells = {name: _with_years(table, name, stated) for name in names}
    columns, questions = judge_dates(cells, table.headings(names), table.options.date_order, beside)
    decide = _order_of_title(stated) or order_above(table.lines_above(), columns.values()) if questions else None
    if decide and not table.options.date_order:
        columns = {name: column.decided(decide) if column.order is None else column for name, column in columns.items()}
        questions = [question for question in questions if any(c.swapped is None for c in columns.values())]
    table.questions.extend(questions)
    days: dict[str, Sequence[str | None]] = {}
    for name in names:
        days[name], wrong = iso_column(columns[name])
        if name == "due_date" and wrong:
            wrong = {place: why for place, why in wrong.items() if not are_terms(table.cells(name)[place])}
        known = {day for day in distinct(days[name]) if day}
        table.judged(name, columns[name], min(known, default=None), max(known, default=None))
        if name in NEEDED:
            for place, why in wrong.items():
                bad.setdefault(place, (table.heading(name), str(table.cells(name)[place]), why))
        elif wrong:
            unread[name] = set(wrong)
    return days


def _with_years(table: Table, name: str, stated: Stated | None) -> Sequence[Cell]:
    """Return the cells of a date column; days without a year get that of the day for which the file stands.

    Days of six digits are taken apart.
    """
    cells = table.cells(name)
    if are_packed(cells):
        return unpacked(cells)
    if not lacks_years(cells):
        return cells
    order = _yearless_order(table)
    if order is None:
        seen = next(text for cell in cells if (text := cell_text(cell)) is not None)
        evidence = msg("Dates such as {value} can be read day first or month first.", value=seen)
        table.questions.append(Question("--date-order", table.heading(name), evidence, (DMY, MDY)))
        return [""] * len(cells)
    stands = (None if stated is None else stated.day) or table.options.as_of
    if stands is None:
        seen = next(text for cell in cells if (text := cell_text(cell)) is not None)
        evidence = msg("Days such as {value} have no year: the file does not say for which day it stands.", value=seen)
        table.questions.append(Question("--as-of", table.heading(name), evidence))
        return [""] * len(cells)
    return with_years(cells, stands, past=name not in {"due_date", "due_date_moved", "expected_date"}, order=order)


def _yearless_order(table: Table) -> str | None:
    """Return the order of days without a year over all columns of such days; None if nothing tells it."""
    columns = [cells for name in table.present(*DATE_FIELDS) if lacks_years(cells := table.cells(name))]
    found = order_of(columns)
    return found if found == "" or table.options.date_order is None else table.options.date_order


def _order_of_title(stated: Stated | None) -> str | None:
    """Return the order of day and month that the as-of line itself proves."""
    if stated is None or stated.parts is None:
        return None
    possible = [order for order in (DMY, MDY) if ordered(stated.parts, order)]
    return possible[0] if len(possible) == 1 else None


def stated_day(table: Table) -> date | None:
    """Return the day that a line above a table states, in the order that it or the table's dates prove."""
    stated = _settle_stated(stated_as_of(table.lines_above()), table)
    return None if stated is None else stated.day


def _settle_stated(stated: Stated | None, table: Table) -> Stated | None:
    """Read an as-of line whose order was open with the order of the table's own dates."""
    if stated is None or stated.day is not None or stated.parts is None:
        return stated
    orders = {verdict[:3] for verdict, _, _ in table.verdicts.values()} & {DMY, MDY}
    order = table.options.date_order or _order_of_title(stated) or (next(iter(orders)) if len(orders) == 1 else None)
    if order is None:
        possible = {ordered(stated.parts, each_order) for each_order in (DMY, MDY)}
        return Stated(next(iter(possible))) if len(possible) == 1 else None
    return Stated(ordered(stated.parts, order))


def _promote(table: Table) -> None:
    """Let columns stand in for others: a tax number for the account's, local amounts for document amounts.

    Ids decide and not names: two customers may share a name, and one may change it.
    """
    if table.has("tax_id") and not table.has("account"):
        filled = sum(1 for cell in table.cells("tax_id") if cell_text(cell) is not None)
        who = [cell_text(cell) for cell in table.cells("name" if table.has("name") else "number")]
        if filled >= _CLOSED * (len(who) - who.count(None) - sum(map(is_total, filter(None, set(who))))):
            table.guesses["account"] = table.guesses["tax_id"]
    if table.has("local_open") and not (table.has("open") or table.has("original") or table.has("debit")):
        table.guesses["open"] = table.guesses.pop("local_open")
        if table.has("local_currency"):
            table.guesses["currency"] = table.guesses.pop("local_currency")


def _money(table: Table) -> tuple[dict[str, NumberColumn], Currencies, Currencies | None]:
    """Judge the money columns, and find the currency of the amounts and that of local amounts where there are any."""
    names = [*table.present(*MONEY_FIELDS), *table.aged()]
    headings = table.headings(names)
    columns, _ = judge_numbers({name: table.cells(name) for name in names}, headings, table.options.decimal)
    ours = {name: column for name, column in columns.items() if name not in {"local_open", "credit_limit"}}
    currencies = find_currencies(table, ours, table.options.currency)
    local = (
        by_column(table.cells("local_currency"), None, table.heading("local_currency"))
        if table.has("local_currency")
        else None
    )
    local = local if "local_open" in columns else None
    columns = by_minor_units(table, columns, lambda name: local if name == "local_open" else currencies)
    for name, column in columns.items():
        table.judged(name, column)
    if currencies.question is not None:
        table.questions.append(currencies.question)
    elif currencies.evidence is not None:
        table.tell(next(iter(ours)), msg("its currency: {evidence}", evidence=currencies.evidence))
    return columns, currencies, local


def _is_closed(table: Table, days: Mapping[str, Sequence[str | None]], numeric: Mapping[str, NumberColumn]) -> bool:
    """Tell whether the items of a table are closed: practically every numbered row has a closing date."""
    if table.options.kind is not None:
        return table.options.kind == SyncKind.CLOSED_ITEMS
    if table.found.layout is not None and table.found.layout.kind is not None:
        return table.found.layout.kind == SyncKind.CLOSED_ITEMS
    closing = closing_days(days, numeric)
    if closing is None:
        return False
    numbered = [day for day, cell in zip(closing, table.cells("number"), strict=True) if cell != ""]
    return bool(numbered) and sum(1 for day in numbered if day) >= _CLOSED * len(numbered)


def closing_days(
    days: Mapping[str, Sequence[str | None]], numeric: Mapping[str, NumberColumn]
) -> Sequence[str | None] | None:
    """Return the days on which items were closed; a payment date counts only where nothing is left open."""
    if "clearing_date" in days:
        return days["clearing_date"]
    if "paid_date" in days:
        left = numeric.get("open")
        if left is None or not any(left.number(cell) for cell in distinct(left.cells)):
            return days["paid_date"]
    return None


def _joined_numbers(table: Table) -> Sequence[str | None]:
    """Return document numbers as seen, series in front and instalment behind, joined with a hyphen."""
    numbers = table.text("number") or []
    for name, front in (("series", True), ("instalment", False)):
        parts = table.text(name)
        if parts is None:
            continue
        numbers = [
            number if number is None or part is None else f"{part}-{number}" if front else f"{number}-{part}"
            for number, part in zip(numbers, parts, strict=True)
        ]
    return numbers


def _late(table: Table, unread: Unread) -> Sequence[int | None] | None:
    """Return the days overdue as the file states them; None where it has no such column."""
    if not table.has("days_overdue"):
        return None
    column = judge_numbers({"late": table.cells("days_overdue")}, {"late": ""}, None)[0]["late"]

    def whole(cell: Cell) -> int | None:
        value = column.number(cell)
        return int(value) if value is not None and value == int(value) and abs(value) < 50_000 else None

    late = each(column.cells, whole)
    silent = (cell for cell in distinct(column.cells) if whole(cell) is None)
    said = {cell for cell in silent if (text := cell_text(cell)) is not None and not is_age(text)}
    if said:
        unread["days_overdue"] = {place for place, cell in enumerate(column.cells) if cell in said}
    return late


def _choose_due(ledger: Ledger) -> None:
    """Take the due date that was moved to a business day where the days overdue count from it."""
    moved = ledger.days.pop("due_date_moved", None)
    if moved is None:
        return
    given = ledger.days.get("due_date")
    if given is None:
        ledger.days["due_date"] = moved
    elif ledger.late is not None and derived_as_of(moved, ledger.late)[0] and not derived_as_of(given, ledger.late)[0]:
        ledger.days["due_date"] = [day or first for day, first in zip(moved, given, strict=True)]


def _other_bad(ledger: Ledger) -> None:
    """Add error cells in needed columns, and currencies that are none."""
    table = ledger.table
    for place, shows in ledger.currencies.bad.items():
        ledger.bad.setdefault(place, (table.heading("currency"), shows, msg("This is no ISO 4217 currency.")))
    for name in table.present("account", "number"):
        shortened = lost(table.cells(name))
        for place, cell in enumerate(table.cells(name)) if shortened else ():
            if cell in shortened:
                what = msg("A spreadsheet program has shortened this number: its last digits are lost.")
                ledger.bad.setdefault(place, (table.heading(name), str(cell), what))
    for place, cell in table.longer().items():
        ledger.bad.setdefault(place, ("", cell, msg("The row has more cells than there are headings.")))
    makers = MAKES.get(ledger.amount_field, ())
    needed = table.headings([*table.present(*NEEDED, *IN_NUMBER, "sign", ledger.amount_field, *makers)])
    if ledger.amount_field == "aged":
        needed |= table.headings(table.aged())
    ledger.bad.update(table.error_cells(needed))


def undecided_rows(currencies: Currencies, item: bytearray) -> Question | None:
    """Ask for the currency where kept rows have none and others have."""
    if currencies.rows is None:
        return None
    without = sum(1 for own, code in zip(item, currencies.rows, strict=True) if own and code is None)
    if not without:
        return None
    if currencies.sign:
        several = msg("The sign {sign} means several currencies.", sign=currencies.sign)
        return Question("--currency", currencies.heading, several, currencies.choices)
    evidence = nmsg(
        "{n} row does not say which currency its amount is in.",
        "{n} rows do not say which currency their amounts are in.",
        without,
    )
    return Question("--currency", currencies.heading, evidence, currencies.choices)
