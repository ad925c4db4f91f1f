"""Typed columns of an items table: what each attribute of an item row is, for the rows that are items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from app.enums import SyncKind
from app.i18n import msg
from app.services.sync.model import Notice
from app.services.sync.tables.asof import are_ages, settle_as_of
from app.services.sync.tables.due import due_days, missed_days, tell_missing
from app.services.sync.tables.ledger import Ledger
from app.services.sync.tables.marks import disputes, kinds_of
from app.services.sync.tables.outcome import Outcome, count_rows, pick, rejected_rows
from app.services.sync.tables.owed import wholes_of_sides
from app.services.sync.tables.parties import company_of, parties_of, to_keys
from app.services.sync.tables.rows import Sorted
from app.services.sync.tables.spans import tell_amounts, tell_numbers
from app.services.sync.tables.table import Table
from app.services.sync.tables.totals import sums
from app.services.sync.tables.unread import tell_unread
from app.services.sync.values.cells import distinct
from app.services.sync.values.terms import are_terms

#: The last dunning stage (rules: stages 0 to 4).
_LAST_STAGE: Final = 4
_NUMBER: Final = re.compile(r"\d+")

Column = Sequence[Any]
Days = Sequence[str | None]


def typed(ledger: Ledger, rows: Sorted, groups: Sequence[str | None], closing: Sequence[str | None] | None) -> Outcome:
    """Build the typed columns of the rows that are items."""
    table, own = ledger.table, rows.item
    places = pick(range(table.first, table.first + len(own)), own)
    amounts = _known(pick(ledger.amounts, own))
    keys, number_of = to_keys(
        pick(ledger.accounts or [], own), table, None if ledger.names is None else pick(ledger.names, own)
    )
    days = {name: pick(column, own) for name, column in ledger.days.items()}
    original = _original(ledger, own, amounts)
    late = None if ledger.late is None else pick(ledger.late, own)
    _tell_spans(ledger, own, late)
    _tell_unread(ledger, own)
    dates = _dates(ledger, days, own, amounts, late)
    aged = not ledger.closed and are_ages(ledger, dates[0], dates[1], late)
    columns: list[Column | None] = [
        places,
        keys,
        _written(pick(ledger.numbers, own)),
        kinds_of(pick(groups, own), amounts, places, table.warnings),
        *dates,
        _codes(ledger, own),
        original,
        [0] * len(amounts) if ledger.closed else amounts,
        *(_text(table, name, own) for name in ("terms", "po", "order_number", "sales_rep", "portal_status")),
        *_disputes(ledger, own),
        _text(table, "text", own),
        _levels(table, own, days.get("last_dunned")),
        days.get("last_dunned"),
        pick(closing, own) if ledger.closed and closing is not None else None,
        _text(table, "clearing_document", own) if ledger.closed else None,
        None if aged else late,
        *_local(ledger, own),
        days.get("expected_date"),
    ]
    outcome = _outcome(ledger, rows, columns)
    columns.append(None if outcome.company else _text(table, "company_code", own))
    outcome.totals = sums(columns[7] or (), original if ledger.closed else amounts)
    limits = ledger.numeric.get("credit_limit")
    outcome.accounts = parties_of(table, own, keys, number_of, ledger.names, limits, ledger.currencies)
    outcome.account_count = len(outcome.accounts)
    settle_as_of(ledger, outcome, None if ledger.closed else dates[0 if aged else 1], late, closing, aged=aged)
    return outcome


def _tell_spans(ledger: Ledger, own: bytearray, late: Sequence[int | None] | None) -> None:
    """Note the least and the greatest of the amounts and of the days overdue."""
    for name, minors in ledger.minors.items():
        currencies = ledger.local_currencies if name == "local_open" else ledger.currencies
        if currencies is not None:
            tell_amounts(ledger.table, name, minors, currencies, own)
    if late is not None:
        tell_numbers(ledger.table, "days_overdue", late)


def _tell_unread(ledger: Ledger, own: bytearray) -> None:
    """Say which cells of the items could not be read where no item needs them: they count as blank."""
    for name, places in ledger.unread.items():
        tell_unread(ledger.table, name, places, own)
    if ledger.local_currencies is not None and ledger.local_currencies.bad:
        tell_unread(ledger.table, "local_currency", ledger.local_currencies.bad, own)


def _known(amounts: Sequence[int | None]) -> Sequence[int]:
    """Return amounts of items; an item always has one."""
    return [amount or 0 for amount in amounts]


def _written(numbers: Sequence[str | None]) -> Sequence[str]:
    """Return document numbers, empty where a payment has none."""
    return [number or "" for number in numbers]


def _outcome(ledger: Ledger, rows: Sorted, columns: list[Column | None]) -> Outcome:
    """Put columns and row counts together."""
    table = ledger.table
    rejected = rejected_rows(rows.rejected, table.first, ledger.accounts, ledger.numbers)
    rows.noted.sort(key=lambda note: note.row)
    count = rows.item.count(1)
    return Outcome(
        SyncKind.CLOSED_ITEMS if ledger.closed else SyncKind.OPEN_ITEMS,
        columns,
        count,
        count_rows(count, rows.noted, len(rejected)),
        noted=rows.noted,
        rejected=rejected,
        company=company_of(table, rows.item),
    )


def _text(table: Table, name: str, own: bytearray) -> Days | None:
    """Return a text field of the items; None where the table has no such column."""
    column = table.text(name)
    return None if column is None else pick(column, own)


def _codes(ledger: Ledger, own: bytearray) -> Days:
    """Return the currency of every item."""
    rows = ledger.currencies.rows
    return [ledger.currencies.one] * own.count(1) if rows is None else pick(rows, own)


def _local(ledger: Ledger, own: bytearray) -> tuple[Column | None, Column | None]:
    """Return the local amounts and their currency."""
    local = ledger.local_currencies
    if local is None or "local_open" not in ledger.minors:
        return None, None
    codes = [local.one] * own.count(1) if local.rows is None else pick(local.rows, own)
    return pick(ledger.minors["local_open"], own), codes


def _disputes(ledger: Ledger, own: bytearray) -> tuple[Column, Column | None]:
    """Return the flags and, where there are any, the reasons."""
    found = disputes(ledger.table)
    if ledger.disputed:
        flags, reasons = found or ([False] * len(own), [None] * len(own))
        found = [flag or place in ledger.disputed for place, flag in enumerate(flags)], reasons
    if found is None:
        return [False] * own.count(1), None
    return pick(found[0], own), pick(found[1], own) if any(found[1]) else None


def _dates(
    ledger: Ledger, days: dict[str, Days], own: bytearray, amounts: Sequence[int], late: Sequence[int | None] | None
) -> tuple[Days | None, Days, Days]:
    """Return document dates, due dates and where those came from."""
    document, posting = days.get("document_date"), days.get("posting_date")
    if document is None:
        document = posting
    elif posting is not None and None in document:
        document = [first or second for first, second in zip(document, posting, strict=True)]
    blank: Days = [None] * len(amounts)
    missed = blank if late is None else missed_days(ledger, document, late)
    due, source = due_days(ledger.table, document, days.get("due_date"), _terms(ledger, own), missed)
    tell_missing(ledger.table, due, amounts)
    return document, due, source


def _terms(ledger: Ledger, own: bytearray) -> Days | None:
    """Return the terms of the rows that are items; words where a due date would stand are terms of their row."""
    table, terms = ledger.table, _text(ledger.table, "terms", own)
    days = ledger.days.get("due_date")
    if days is None or None not in days or not table.has("due_date"):
        return terms
    said = {cell for cell in distinct(table.cells("due_date")) if are_terms(cell)}
    if not said:
        return terms
    spoken = [cell if cell in said else None for cell in pick(table.cells("due_date"), own)]
    return [one or other for one, other in zip(spoken, terms or [None] * len(spoken), strict=True)]


def _original(ledger: Ledger, own: bytearray, amounts: Sequence[int]) -> Sequence[int]:
    """Return original amounts, or what debit and credit say they were; else the amount itself."""
    if "original" not in ledger.minors:
        debits, credits_ = (ledger.minors.get(name) for name in ("debit", "credit"))
        if debits is None or credits_ is None or ledger.amount_field != "open":
            return amounts
        wholes = wholes_of_sides(pick(debits, own), pick(credits_, own), amounts)
        return amounts if wholes is None else _known(wholes)
    picked = pick(ledger.minors["original"], own)
    if None not in picked:
        return _known(picked)
    return [amount if whole is None else whole for whole, amount in zip(picked, amounts, strict=True)]


def _levels(table: Table, own: bytearray, dunned: Days | None) -> list[int | None] | None:
    """Return dunning levels as stages; a level of nothing with no day beside it is none: most systems fill it so.

    Systems count further than the stages here do: what is beyond the last is the last, and said. A level that is no
    number says nothing either, and is said too.
    """
    column = _text(table, "dunning_level", own)
    if column is None:
        return None
    days: Days = [None] * len(column) if dunned is None else dunned
    stages = {text: _stage(text) for text in distinct(column) if text is not None}
    strange = sorted(text for text, stage in stages.items() if stage is None)
    beyond = sorted(text for text, stage in stages.items() if stage is not None and stage > _LAST_STAGE)
    if strange:
        what = msg("Some dunning levels are no numbers and were left out: {values}.", values=", ".join(strange[:5]))
        table.warnings.append(Notice("dunning_level_unknown", what))
    if beyond:
        what = msg("Dunning levels beyond the final notice count as it: {values}.", values=", ".join(beyond[:5]))
        table.warnings.append(Notice("dunning_level_beyond", what))
    found: list[int | None] = []
    for text, day in zip(column, days, strict=True):
        stage = None if text is None else stages[text]
        found.append(None if stage is None or (stage == 0 and day is None) else min(stage, _LAST_STAGE))
    return found


def _stage(text: str) -> int | None:
    """Return the number of a level: ``2``, ``02``, ``Stufe 2``; None where there is none or several."""
    numbers = _NUMBER.findall(text)
    return int(numbers[0]) if len(numbers) == 1 and len(numbers[0]) <= 2 else None
