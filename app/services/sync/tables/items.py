"""Items, open and closed: from a judged table to typed rows, with every row accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import compress
from typing import Any

from app.enums import Aside
from app.errors import RefusedError
from app.i18n import msg, nmsg
from app.services.sync.files.grid import Row
from app.services.sync.model import NotedRow, Notice
from app.services.sync.recognition import kinds
from app.services.sync.recognition.cards import by_movements
from app.services.sync.recognition.coded import parted
from app.services.sync.recognition.labels import is_carried, is_total, split_groups, without_counts
from app.services.sync.recognition.relations import by_running
from app.services.sync.recognition.titles import page_rows, party_above
from app.services.sync.tables.buckets import check_ages, check_originals
from app.services.sync.tables.currencies import Currencies
from app.services.sync.tables.headed import left_out
from app.services.sync.tables.ledger import Ledger, closing_days, judge, undecided_rows
from app.services.sync.tables.lines import figures_in_rows, lines_add_up, repeated_amounts
from app.services.sync.tables.marks import doubtful_prefixes, groups_of, rests_unsaid, set_aside, spent
from app.services.sync.tables.merged import carried
from app.services.sync.tables.money import to_minors
from app.services.sync.tables.numbernames import ask_apart
from app.services.sync.tables.odddays import check_days
from app.services.sync.tables.outcome import Outcome
from app.services.sync.tables.parts import refuse_parts
from app.services.sync.tables.remarks import tell_remarks, tell_struck, tell_title
from app.services.sync.tables.reversed import turn_round
from app.services.sync.tables.rows import Keys, Sorted, TotalRow, sort_rows
from app.services.sync.tables.sections import in_sections
from app.services.sync.tables.standing import set_apart
from app.services.sync.tables.table import Table
from app.services.sync.tables.ties import settle_duplicates, tie
from app.services.sync.tables.totals import over_blocks
from app.services.sync.tables.twodays import refuse_two_days
from app.services.sync.tables.typed import typed
from app.services.sync.values.numbers import is_number, read_numbers
from app.services.sync.values.text import SEP, cell_text


def read_items(table: Table) -> Outcome:
    """Read a table of open or closed items.

    Raises:
        QuestionsError: the evidence leaves something open.
    """
    ledger = judge(table)
    refuse_parts(table, [table.heading(ledger.amount_field)])
    _refuse_card(ledger)
    rows = sort_rows(_keys(ledger))
    refuse_two_days(ledger, rows)
    if rows.groups is None and ledger.accounts is not None:
        ask_apart(table, ledger.accounts, rows.item)
    if (question := undecided_rows(ledger.currencies, rows.item)) is not None:
        table.questions.append(question)
    table.decide()
    _refuse_figures(ledger, rows)
    if rows.groups is not None:
        _whose(ledger, rows, rows.groups)
        _tell_of_nested(table, rows)
    closing = closing_days(ledger.days, ledger.numeric)
    if ledger.currencies.blocks is not None:
        rows.totals = over_blocks(rows.totals, ledger.amounts, rows.item, ledger.currencies.blocks)
    if ledger.closed:
        _without_closing(ledger, rows, closing)
    rows.totals = [*_totals_above(ledger), *rows.totals]
    check_ages(ledger, rows)
    check_originals(ledger, rows)
    check_days(ledger, rows)
    _join_lines(ledger, rows)
    printed = _printed(ledger, rows)
    reasons = set_aside(table, closing, closed=ledger.closed)
    table.decide()
    _refuse_suppliers(table, reasons)
    _aside(table, rows, spent(table) | reasons)
    printed = set_apart(ledger, rows, printed)
    groups = _groups(ledger, rows)
    if turn_round(ledger, rows, printed, groups):
        groups = _groups(ledger, rows)
    table.warnings.extend(doubtful_prefixes(table, ledger.numbers, ledger.amounts, rows.item, groups))
    table.warnings.extend(rests_unsaid(table, ledger.amount_field, rows.item))
    own, notices = tie(ledger, rows, printed, groups)
    table.warnings.extend(notices)
    settle_duplicates(ledger, rows, printed, own)
    tell_title(ledger, rows)
    tell_remarks(ledger, rows)
    tell_struck(ledger, rows)
    outcome = typed(ledger, rows, groups, closing)
    outcome.own_totals = own
    return outcome


def _groups(ledger: Ledger, rows: Sorted) -> Sequence[str | None]:
    """Return each row's group of documents, as it says it itself or the section in which it stands."""
    own = groups_of(ledger.table, ledger.numbers, ledger.amounts)
    if not rows.labels and not ledger.table.found.stack.joined:
        return own
    groups, ledger.unsure, ledger.called = in_sections(ledger.table, rows, own, grouped=rows.groups is not None)
    return groups


def _refuse_card(ledger: Ledger) -> None:
    """Refuse the movements of accounts: what is open is what they leave, and only the ledger knows of which invoices.

    Raises:
        RefusedError: a balance runs from row to row, and begins with one that is brought forward.
    """
    table = ledger.table
    without = None in ledger.numbers
    brought = [
        place
        for place, number in enumerate(ledger.numbers if without else ())
        if number is None and any(isinstance(cell, str) and is_carried(cell) for cell in table.body[place])
    ]
    if brought and (by_movements(table.found.columns) or by_running(table.found.columns)):
        raise RefusedError(
            "ledger_card",
            msg("The rows are movements with a balance brought forward and a running balance, not open items."),
            where=msg("File {file}, row {row}.", file=table.file, row=table.first + brought[0]),
            do=msg("Export the list of open items, with one row per invoice."),
        )


def _refuse_figures(ledger: Ledger, rows: Sorted) -> None:
    """Refuse a table with a row for each figure of an invoice: each would count as an invoice.

    Raises:
        RefusedError: a column names what the amount of each row is.
    """
    column = figures_in_rows(ledger.table.found.columns, ledger.numbers, rows.item)
    if column is not None:
        names = sorted({text for cell in column.sample if (text := cell_text(cell)) is not None})
        raise RefusedError(
            "figures_in_rows",
            msg("Each row holds one figure of an invoice, and column “{column}” says which: {names}.",
                column=column.heading, names=", ".join(names)),
            where=msg("File {file}.", file=ledger.table.file),
            do=msg("Export the list with a column for each figure."),
        )  # fmt: skip


def _totals_above(ledger: Ledger) -> list[TotalRow]:
    """Return the totals that stand above the header, in the column of the amounts with a total's word beside them."""
    table = ledger.table
    guess, column = table.guesses.get(ledger.amount_field), ledger.numeric.get(ledger.amount_field)
    codes = set(ledger.currencies.rows or ()) - {None}
    one = ledger.currencies.one or (codes.pop() if len(codes) == 1 else None)
    if guess is None or column is None or one is None:
        return []
    found = []
    for at, row in enumerate(table.found.above):
        cell = row[guess.column]
        if not is_number(cell) or not any(isinstance(other, str) and is_total(other) for other in row):
            continue
        minor = to_minors(read_numbers([cell], column.decimal), Currencies(one=one))[0][0]
        found.append(TotalRow(at + 1 - table.first, minor, None, grand=False))
    return found


def _join_lines(ledger: Ledger, rows: Sorted) -> None:
    """Let an invoice whose amount stands in each of its lines count once, unless the file's total counts each."""
    table = ledger.table
    own = [table.cells(name) for name in table.present("quantity", "unit_price", "net", "tax")]
    keys = list(zip(ledger.accounts or ledger.numbers, ledger.numbers, strict=True))
    decimal = ledger.numeric[ledger.amount_field].decimal
    parts = [read_numbers(table.cells(name), decimal) for name in table.present("net", "tax")]
    proved = bool(parts) and lines_add_up(keys, [ledger.numeric[ledger.amount_field], *parts], rows.item)
    again = repeated_amounts(keys, ledger.amounts, own, rows.item, proved=proved)
    everything = sum(amount or 0 for amount in compress(ledger.amounts, rows.item))
    if any(total.amount == everything for total in rows.totals):
        return
    if not again:
        _tell_repeats(table, repeated_amounts(keys, ledger.amounts, own, rows.item, proved=True))
        return
    for place in again:
        rows.item[place] = 0
    rows.noted.extend(NotedRow(table.first + place, "skipped", Aside.LINE) for place in again)
    what = nmsg(
        "{n} row is another line of an invoice whose amount counts once.",
        "{n} rows are further lines of invoices whose amounts count once.",
        len(again),
    )
    table.warnings.append(Notice("lines_joined", what, table.first + again[0]))


def _tell_repeats(table: Table, places: Sequence[int]) -> None:
    """Tell of lines that may repeat the amount of their invoice: nothing proves it, and each of them counts."""
    if places:
        what = nmsg(
            "{n} row has the customer, number and amount of another one; it counts for itself.",
            "{n} rows have the customer, number and amount of another one; each counts for itself.",
            len(places),
        )
        table.warnings.append(Notice("lines_alike", what, table.first + places[0]))


def _keys(ledger: Ledger) -> Keys:
    """Return what rows are judged by; where few rows name their customer, groups do, or a line above the table."""
    table = ledger.table
    found = table.found
    pages = page_rows(found.cells, table.body, found.printed, found.above)
    accounts, heads = ledger.accounts, None
    if accounts is not None and None in accounts:
        read = [_without(column, pages) for column in (accounts, ledger.numbers, ledger.amounts)]
        if owners := carried(*read):
            accounts = ledger.accounts = [accounts[owner] for owner in owners]
            ledger.names = None if ledger.names is None else [ledger.names[owner] for owner in owners]
    if accounts is not None and None in accounts:
        triples = zip(accounts, ledger.amounts, ledger.numbers, strict=True)
        valued = [who for who, amount, number in triples if amount is not None and number is not None]
        if valued and sum(1 for who in valued if who is not None) < 0.3 * len(valued):
            heads = _heads(accounts, ledger.names)
            accounts = None
    own = [table.cells(name) for name in table.present("quantity", "unit_price")]
    return Keys(
        body=table.body,
        first=table.first,
        headings=found.headings,
        accounts=accounts,
        numbers=ledger.numbers,
        amounts=ledger.amounts,
        dated=ledger.dated(),
        bad=ledger.bad,
        currencies=ledger.currencies.said(),
        amount_heading=table.heading(ledger.amount_field),
        account_heading=table.heading("account" if table.has("account") else "name"),
        beside=found.beside,
        above=_only_text(found.above[-1:]),
        titles=found.above,
        party=party_above(found.above) if accounts is None else None,
        pages=pages,
        lines=[any(cell != "" for cell in row) for row in zip(*own, strict=True)],
        heads=heads or (),
    )


def _without(column: Sequence[Any], pages: frozenset[int]) -> Sequence[Any]:
    """Return a column with nothing in the rows that begin a page."""
    return [None if place in pages else value for place, value in enumerate(column)] if pages else column


def _heads(accounts: Sequence[str | None], names: Sequence[str | None] | None) -> list[str | None]:
    """Return number and name of the customer in the rows that say it."""
    pairs = zip(accounts, names or accounts, strict=True)
    return [who if who is None or name in {None, who} else f"{who}{SEP}{name}" for who, name in pairs]


def _only_text(rows: Sequence[Row]) -> str | None:
    """Return the only cell of a row if it is a text."""
    filled = [cell for row in rows for cell in row if cell != ""]
    return filled[0] if len(filled) == 1 and isinstance(filled[0], str) else None


def _tell_of_nested(table: Table, rows: Sorted) -> None:
    """Warn of headings inside headings, of which nothing says which are the customers'."""
    if rows.nested is not None:
        outer, inner = rows.nested
        what = msg(
            "Headings stand inside headings, such as “{inner}” in “{outer}”: the inner ones are the customers.",
            inner=inner.rpartition(SEP)[2], outer=outer.rpartition(SEP)[2],
        )  # fmt: skip
        table.warnings.append(Notice("groups_nested", what))
    if rows.left_out is not None:
        table.warnings.append(left_out(*rows.left_out))


def _whose(ledger: Ledger, rows: Sorted, groups: Sequence[str | None]) -> None:
    """Take number and name of each row's customer from the group heading above it."""
    labels = {label for label in groups if label is not None}
    counts = Counter(label for at, label in enumerate(groups) if rows.item[at] or at in rows.rejected)
    table = split_groups(labels, counts) if without_counts(labels, counts) else parted(sorted(labels), grouped=True)
    table = table or split_groups(labels)
    ledger.accounts = [None if label is None else table[label][0] or table[label][1] for label in groups]
    ledger.names = [None if label is None else table[label][1] for label in groups]


def _without_closing(ledger: Ledger, rows: Sorted, closing: Sequence[str | None] | None) -> None:
    """Reject rows of a closed-items file that do not say when they were closed."""
    for place, own in enumerate(rows.item):
        if own and (closing is None or closing[place] is None):
            rows.item[place] = 0
            name = "clearing_date" if ledger.table.has("clearing_date") else "paid_date"
            rows.rejected[place] = (ledger.table.heading(name), "", msg("The row has no closing date."))


def _printed(ledger: Ledger, rows: Sorted) -> bytearray:
    """Mark the rows that a total of the file adds up: items and rejected rows, before any is set aside."""
    marked = bytearray(rows.item)
    for place in rows.rejected:
        marked[place] = ledger.amounts[place] is not None
    return marked


def _refuse_suppliers(table: Table, reasons: dict[int, Aside]) -> None:
    """Refuse a table of which most documents are suppliers'.

    Raises:
        RefusedError: it is a payables export.
    """
    suppliers = sum(1 for reason in reasons.values() if reason is Aside.VENDOR_DOCUMENT)
    if suppliers * 2 > len(table.body):
        raise kinds.payables(table.file)


def _aside(table: Table, rows: Sorted, reasons: dict[int, Aside]) -> None:
    """Set rows aside that are no open receivables."""
    for place, reason in sorted(reasons.items()):
        if rows.item[place]:
            rows.item[place] = 0
            rows.noted.append(NotedRow(table.first + place, "skipped", reason))
