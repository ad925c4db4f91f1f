"""Receipts: payments with the invoices they were applied to, or the movements of a bank account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from app.enums import Aside, SyncKind
from app.i18n import Message, msg
from app.services.sync.bank.model import SHEET
from app.services.sync.model import NotedRow, Notice
from app.services.sync.recognition.statements import account_in
from app.services.sync.tables.amountproof import prove_amount
from app.services.sync.tables.applications import beyond
from app.services.sync.tables.currencies import Currencies
from app.services.sync.tables.days import by_nearness, iso_column, judge_dates, order_above
from app.services.sync.tables.ledger import stated_day, undecided_rows
from app.services.sync.tables.money import judge_money, to_minors
from app.services.sync.tables.movements import (
    Moves,
    break_notices,
    comes_back,
    credited,
    find_moves,
    is_carried,
    payer_in,
    reason_of,
)  # fmt: skip
from app.services.sync.tables.numbernames import numbers_of
from app.services.sync.tables.outcome import Outcome, count_rows, pick, rejected_rows
from app.services.sync.tables.owed import NO_SIDE, Unread
from app.services.sync.tables.ownaccounts import take_own_accounts
from app.services.sync.tables.parties import company_of, to_keys
from app.services.sync.tables.remainders import take_remainder
from app.services.sync.tables.repeatedreceipts import count_receipts
from app.services.sync.tables.rows import Keys, Sorted, sort_rows
from app.services.sync.tables.sides import side_of, sideless
from app.services.sync.tables.spans import tell_amounts
from app.services.sync.tables.table import Table
from app.services.sync.tables.totals import own_totals, sums
from app.services.sync.tables.unread import tell_unread
from app.services.sync.values.numbers import read_numbers
from app.services.sync.values.packed import in_parts
from app.services.sync.values.references import listed_in, paid_by
from app.services.sync.values.text import each, fold, words

_MONEY: Final = ("receipt_amount", "credit", "debit", "unapplied", "applied")
_DAYS: Final = ("receipt_date", "posting_date", "value_date")
#: More negative amounts than this and the file writes receipts as credits.
_MOSTLY: Final = 0.8
#: Share of numbers from which a column may be one of amounts.
_FIGURES: Final = 0.9

Minors = Sequence[int | None]


@dataclass(slots=True)
class _Cash:
    """The columns of a receipts table, judged."""

    days: dict[str, Sequence[str | None]]
    minors: dict[str, Minors]
    currencies: Currencies
    amounts: Minors
    reversed: list[bool]
    bad: dict[int, Any]
    moves: Moves
    unread: Unread


def read_receipts(table: Table) -> Outcome:
    """Read a table of receipts.

    Raises:
        QuestionsError: the evidence leaves something open.
    """
    take_own_accounts(table)
    take_remainder(table)
    cash = _judge(table)
    numbers = table.text("receipt_number") or [None] * len(table.body)
    blank: list[str | None] = [None] * len(table.body)
    days = [cash.days.get(name, blank) for name in _DAYS]
    when = [next(filter(None, row), None) for row in zip(*days, strict=True)]
    if cash.moves.is_bank:
        numbers = _telling(numbers, when)
    else:
        once = count_receipts(table, cash.amounts, cash.minors, cash.currencies, list(zip(numbers, when, strict=True)))
        cash.amounts, cash.minors = once.amounts, dict(once.minors)
        _reject_applied(table, cash, once.bad)
    aside = _no_receipts(table, cash)
    rows = sort_rows(_keys(table, cash, when))
    _note_aside(table, rows, aside)
    question = undecided_rows(cash.currencies, rows.item)
    if question is not None:
        table.questions.append(question)
    table.decide()
    printed = _sums(cash, rows.item)
    own, notices = own_totals(rows.totals, printed, table.first)
    table.warnings.extend(notices)
    prove_amount(table, cash.minors, rows.item, ties=bool(own) and not notices)
    _outgoing(table, cash, rows)
    outcome = _typed(table, cash, rows, numbers, when)
    moved = cash.moves.amounts if cash.moves.is_bank else rows.item
    _as_of(table, outcome, [day for day, counts in zip(when, moved, strict=True) if counts])
    outcome.own_totals = own or _by_balance(cash, aside, outcome)
    table.warnings.extend(break_notices(cash.moves, table.first, next(iter(outcome.totals), None)))
    return outcome


def _reject_applied(table: Table, cash: _Cash, bad: Mapping[int, Message]) -> None:
    """Reject rows that repeat a receipt's amount without coming to it."""
    for place, why in bad.items():
        cash.bad.setdefault(place, (table.heading("applied"), str(table.cells("applied")[place]), why))


def _telling(numbers: Sequence[str | None], when: Sequence[str | None]) -> list[str | None]:
    """Return a bank's references where they tell the movements of a day apart: one for several is no number."""
    often = Counter(zip(numbers, when, strict=True))
    return [number if often[number, day] == 1 else None for number, day in zip(numbers, when, strict=True)]


def _by_balance(cash: _Cash, aside: dict[int, tuple[str, Aside]], outcome: Outcome) -> dict[str, int]:
    """Return what the balances leave for receipts, once what goes out is taken off."""
    steps = cash.moves.steps
    if not steps or len(outcome.totals) != 1:
        return {}
    moved = cash.moves.amounts
    whole = steps[-1][1] - steps[0][1] + (moved[steps[0][0]] or 0)
    others = sum(moved[place] or 0 for place, _ in steps if place in aside)
    return {next(iter(outcome.totals)): whole - others}


def _judge(table: Table) -> _Cash:
    """Judge days, amounts and currencies."""
    bad: dict[int, Any] = {}
    unread: Unread = {}
    days = _judge_days(table, bad, unread)
    money = table.present(*_MONEY)
    _decide_by_balance(table, money)
    numeric, currencies = judge_money(table, money, table.options.currency)
    if currencies.question is not None:
        table.questions.append(currencies.question)
    minors: dict[str, Minors] = {}
    for name in money:
        minors[name], wrong = to_minors(numeric[name], currencies)
        table.judged(name, numeric[name])
        for place, why in wrong.items():
            bad.setdefault(place, (table.heading(name), str(table.cells(name)[place]), why))
    for place, shows in currencies.bad.items():
        bad.setdefault(place, (table.heading("currency"), shows, msg("This is no ISO 4217 currency.")))
    needed = ["receipt_amount", "credit", "debit", "sign", "currency", next(iter(days))]
    bad.update(table.error_cells(table.headings(table.present(*needed))))
    first = "receipt_amount" if "receipt_amount" in minors else "credit"
    amounts = minors[first] = credited(minors[first], table.cells(first))
    if table.has("sign"):
        debit = (words("sign", "debit") - {"+"}) | {"-"}
        out = each(table.cells("sign"), lambda cell: side_of(cell) in debit)
        amounts = [-abs(amount) if amount and goes else amount for amount, goes in zip(amounts, out, strict=True)]
        for place, shows in sideless(table.cells("sign")).items():
            bad.setdefault(place, (table.heading("sign"), shows, NO_SIDE))
    moves = find_moves(table, amounts, minors.get("debit"), numeric[first], currencies, next(iter(days.values())))
    if moves.is_bank:
        amounts = [amount if amount and amount > 0 else None for amount in moves.amounts]
        for place, move in enumerate(moves.amounts):
            if move and bad.get(place, ("",))[0] == table.heading(first):
                bad.pop(place)  # the movement stands in the other column
    return _Cash(days, minors, currencies, amounts, [False] * len(amounts), bad, moves, unread)


def _decide_by_balance(table: Table, money: Sequence[str]) -> None:
    """Decide amounts that may have a point or a comma by the only decimal sign under which the balances follow."""
    if table.options.decimal is None and any(read_numbers(table.cells(name)).decimal is None for name in money):
        account = account_in({one.index: one.head for one in table.found.columns if one.profile.number >= _FIGURES})
        if account is not None and len(account.signs) == 1:
            table.options = replace(table.options, decimal=min(account.signs))
            table.tell(money[0], msg("the balances follow under this decimal sign alone"))


def _judge_days(table: Table, bad: dict[int, Any], unread: Unread) -> dict[str, Sequence[str | None]]:
    """Judge the days; a cell of the first column that is none is bad."""
    names = table.present(*_DAYS)
    cells = {name: in_parts(table.cells(name)) for name in names}
    columns, questions = judge_dates(cells, table.headings(names), table.options.date_order, {})
    found = by_nearness(columns.values(), table.options.day) or order_above(table.lines_above(), columns.values())
    if questions and found is not None:
        columns, questions = judge_dates(cells, table.headings(names), found, {})
    table.questions.extend(questions)
    days: dict[str, Sequence[str | None]] = {}
    for name in names:
        days[name], wrong = iso_column(columns[name])
        table.judged(name, columns[name])
        if name == names[0]:
            bad.update(
                {place: (table.heading(name), str(table.cells(name)[place]), why) for place, why in wrong.items()}
            )
        elif wrong:
            unread[name] = set(wrong)
    return days


def _keys(table: Table, cash: _Cash, when: Sequence[str | None]) -> Keys:
    """Return what rows are judged by: a receipt is a day with an amount."""
    return Keys(
        body=table.body,
        first=table.first,
        headings=table.found.headings,
        accounts=[""] * len(table.body),
        numbers=when,
        amounts=cash.amounts,
        dated=[day is not None for day in when],
        bad=cash.bad,
        currencies=cash.currencies.said(),
        amount_heading=table.heading("receipt_amount") or table.heading("credit"),
        beside=table.found.beside,
    )


def _no_receipts(table: Table, cash: _Cash) -> dict[int, tuple[str, Aside]]:
    """Return the rows of a bank account that bring nothing in: money that goes out, and balances carried forward.

    A payment that the text says went back is no payment of ours: it stays, as one taken back.
    """
    found: dict[int, tuple[str, Aside]] = {}
    if not cash.moves.is_bank:
        return found
    blank: list[str | None] = [None] * len(cash.amounts)
    texts, methods = table.text("remittance") or blank, table.text("method") or blank
    amounts = list(cash.amounts)
    for place, amount in enumerate(cash.moves.amounts):
        if amount and amount < 0:
            if comes_back(texts[place]):
                amounts[place] = amount
            else:
                found[place] = ("skipped", reason_of(texts[place], methods[place]))
        elif not amount and is_carried(texts[place]):
            found[place] = ("total", Aside.TOTAL)
        if amount and is_carried(texts[place], whole=True):
            amounts[place], found[place] = cash.amounts[place], ("total", Aside.TOTAL)  # a balance among the movements
    cash.amounts = amounts
    return found


def _note_aside(table: Table, rows: Sorted, aside: dict[int, tuple[str, Aside]]) -> None:
    """Take those rows out of the others."""
    places = {table.first + place for place in aside}
    rows.noted[:] = [note for note in rows.noted if note.row not in places]
    for place, (what, reason) in aside.items():
        rows.item[place] = 0
        rows.rejected.pop(place, None)
        rows.noted.append(NotedRow(table.first + place, what, reason))


def _sums(cash: _Cash, own: bytearray) -> dict[str, int]:
    found: dict[str, int] = {}
    for place in pick(range(len(own)), own):
        code = cash.currencies.of(place)
        if code is not None:
            found[code] = found.get(code, 0) + (cash.amounts[place] or 0)
    return found


def _outgoing(table: Table, cash: _Cash, rows: Sorted) -> None:
    """Turn receipts written as credits; else a negative one is a payment taken back. Movements out are set aside."""
    amounts = [amount for amount in pick(cash.amounts, rows.item) if amount]
    negative = sum(1 for amount in amounts if amount < 0)
    sign = -1 if amounts and negative > _MOSTLY * len(amounts) and not cash.moves.is_bank else 1
    if sign < 0:
        table.warnings.append(
            Notice("receipts_turned", msg("Receipts are written as negative amounts; they were turned."))
        )
    transfers = words("transfer") if cash.moves.is_bank else words("transfer") | words("transfer", "plain")
    texts = table.text("remittance") or [None] * len(table.body)
    received = list(cash.amounts)
    for place in pick(range(len(rows.item)), rows.item):
        amount = sign * (cash.amounts[place] or 0)
        received[place], cash.reversed[place] = abs(amount), amount < 0
        if amount == 0 or (fold(texts[place] or "") in transfers):
            rows.item[place] = 0
            rows.noted.append(NotedRow(table.first + place, "skipped", Aside.INTERNAL_TRANSFER))
    cash.amounts = received


def _typed(
    table: Table, cash: _Cash, rows: Sorted, numbers: Sequence[str | None], when: Sequence[str | None]
) -> Outcome:
    """Build the typed columns."""
    own = rows.item
    _tell(table, cash, own)
    places = pick(range(table.first, table.first + len(own)), own)
    amounts = [amount or 0 for amount in pick(cash.amounts, own)]
    text = table.text("remittance")
    payers = table.text("payer")
    accounts = numbers_of(table, table.text("account") or payers)
    if payers is None and text is not None and cash.moves.is_bank:
        payers = each(text, payer_in)
    keys, _ = to_keys(pick(accounts, own), table) if accounts else ([], {})
    invoices = _invoices(table, own, text)
    applied, unapplied = _applied(table, cash, own, amounts, invoices)
    method = table.text("method")
    taken_back = pick(cash.reversed, own)
    codes = [cash.currencies.of(place - table.first) for place in places]
    columns: list[Sequence[Any] | None] = [
        places,
        [key or None for key in keys] if accounts else None,
        [number or "" for number in pick(numbers, own)],
        pick(when, own),
        pick(cash.days["value_date"], own) if "value_date" in cash.days else None,
        codes,
        amounts,
        applied,
        unapplied,
        pick(method, own) if method else None,
        each(pick(method, own), _is_cash) if method else [True] * len(places),
        pick(payers, own) if payers else None,
        pick(text, own) if text else None,
        invoices,
        taken_back,
        [SHEET] * len(places) if cash.moves.is_bank else None,
    ]
    rejected = rejected_rows(rows.rejected, table.first, None, numbers)
    return Outcome(
        SyncKind.RECEIPTS,
        columns,
        len(places),
        count_rows(len(places), rows.noted, len(rejected)),
        noted=rows.noted,
        rejected=rejected,
        totals=sums(codes, [-amount if back else amount for amount, back in zip(amounts, taken_back, strict=True)]),
        company=company_of(table, own),
        account_count=len(set(keys)),
    )


def _tell(table: Table, cash: _Cash, own: bytearray) -> None:
    """Note the cells of kept rows that could not be read, and the least and the greatest of the amounts."""
    for name, places in cash.unread.items():
        tell_unread(table, name, places, own)
    for name, minors in cash.minors.items():
        tell_amounts(table, name, minors, cash.currencies, own)


def _is_cash(method: str | None) -> bool:
    """Tell whether a method brings money; rounding, withholding and credits bring none."""
    return method is None or fold(method) not in words("not_cash")


def _applied(
    table: Table, cash: _Cash, own: bytearray, amounts: list[int], invoices: Sequence[tuple[str, ...]]
) -> tuple[list[int], list[int]]:
    """Return what of each row is applied and what is not.

    A row that names its invoices in a column of their own is applied to them unless the file says otherwise.
    """
    for name in ("applied", "unapplied"):
        if name in cash.minors:
            rows = pick(range(table.first, table.first + len(own)), own)
            table.warnings.extend(beyond(pick(cash.minors[name], own), amounts, rows))
    if "unapplied" in cash.minors:
        rest = [
            min(abs(value or 0), amount)
            for value, amount in zip(pick(cash.minors["unapplied"], own), amounts, strict=True)
        ]
        return [amount - open_ for amount, open_ in zip(amounts, rest, strict=True)], rest
    if "applied" in cash.minors:
        done = [
            min(abs(value or 0), amount)
            for value, amount in zip(pick(cash.minors["applied"], own), amounts, strict=True)
        ]
    else:
        own_column = table.has("paid_invoice")
        done = [amount if own_column and named else 0 for amount, named in zip(amounts, invoices, strict=True)]
    return done, [amount - part for amount, part in zip(amounts, done, strict=True)]


def _invoices(table: Table, own: bytearray, text: Sequence[str | None] | None) -> Sequence[tuple[str, ...]]:
    """Return the invoice numbers of each row, from their own column, else from its text."""
    listed = table.text("paid_invoice")
    if listed is not None:
        return each(pick(listed, own), listed_in)
    return each(pick(text, own), paid_by) if text is not None else [()] * own.count(1)


def _as_of(table: Table, outcome: Outcome, days: Sequence[str | None]) -> None:
    """Settle through which day the receipts speak: stated, chosen, else the newest of them."""
    stated = stated_day(table)
    if stated is not None:
        outcome.as_of, outcome.as_of_from = stated, "stated"
    elif table.options.as_of is not None:
        outcome.as_of, outcome.as_of_from = table.options.as_of, "option"
    newest = max((day for day in days if day), default=None)
    outcome.coverage = outcome.as_of or (date.fromisoformat(newest) if newest else None)
