"""Statements become typed receipts: what is a receipt, what is set aside, and whether the balances hold.

A statement proves itself: opening balance and movements make the closing balance. What the balances leave for receipts,
once everything else is taken off, stands as the file's own total beside what the receipts add up to.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePath
from typing import Any, Final

from app.enums import Aside, SyncKind
from app.errors import RefusedError
from app.i18n import Message, msg
from app.money import Money
from app.services.labels import SYNC_KINDS
from app.services.sync.bank import model
from app.services.sync.bank.letters import read_text
from app.services.sync.bank.model import Movement, Statement, What
from app.services.sync.files.grid import ALL_SHEETS
from app.services.sync.model import FileTable, NotedRow, Notice, ReadOptions, ReceiptRow, RejectedRow
from app.services.sync.tables.outcome import Outcome, count_rows
from app.services.sync.tables.totals import sums
from app.services.sync.values.references import paid_by
from app.services.sync.values.text import clean

_MONEY: Final = frozenset({What.RECEIPT, What.TAKEN_BACK})


def read_statement(data: bytes, container: str, name: str, options: ReadOptions) -> tuple[FileTable, Outcome]:
    """Read a bank's statement.

    Args:
        data: the file.
        container: its format, as ``sniff.format_of`` told it.
        name: the file's name.
        options: what the collector decided.

    Raises:
        RefusedError: it is cut off, of no finished day, unreadable, or another kind is wanted.
        QuestionsError: names in it fit several encodings, or its currency or years are not said.
        OtherEncodingError: it is not written in the encoding that was said.
    """
    file = PurePath(name).name
    _check(options, file)
    statements, encoding, told = _statements(data, container, file, options)
    repeated = _repeated(statements)
    kept = [one for place, one in enumerate(statements) if place not in repeated]
    outcome, warnings = _outcome(kept, [statements[place] for place in sorted(repeated)])
    if outcome.rejected and not any(one.movements for one in kept):
        raise _nothing(outcome, file)
    accounts = list(dict.fromkeys(one.account for one in kept))
    known = outcome.table(file, container, encoding, model.LAYOUTS[container], [*told, *warnings])
    return replace(known, account=accounts[0] if len(accounts) == 1 else ""), outcome


def _check(options: ReadOptions, file: str) -> None:
    """Refuse what was asked of a spreadsheet."""
    where = msg("File {file}.", file=file)
    if options.kind not in {None, SyncKind.RECEIPTS}:
        what = msg("This is a bank statement, not a file of the kind “{kind}”.", kind=SYNC_KINDS[options.kind])
        raise RefusedError("wrong_kind", what, where=where, do=msg("Leave --kind out: it holds receipts."))
    if options.sheet not in {None, ALL_SHEETS}:
        what = msg("There is no sheet {sheet}.", sheet=options.sheet)
        raise RefusedError("sheet_missing", what, where=where, do=msg("Leave --sheet out: the file has no sheets."))


def _statements(
    data: bytes, container: str, file: str, options: ReadOptions
) -> tuple[list[Statement], str, list[Notice]]:
    """Read the file by its format; only that reader is imported."""
    if container == model.CAMT:
        from app.services.sync.bank.camt import read as read_camt

        return read_camt(data, file), "", []
    if container in {model.ZENGIN, model.ZENGIN_NOTICE}:
        from app.services.sync.bank.zengin import read as read_zengin

        return read_zengin(data, file, options.as_of or options.day), "", []
    text, encoding, told = read_text(data, container, file, options)
    if container == model.NORMA43:
        from app.services.sync.bank.norma43 import read as read_norma43

        return read_norma43(text, file), encoding, told
    if container == model.OFX:
        from app.services.sync.bank.ofx import read as read_ofx

        return read_ofx(text, file, options), encoding, told
    if container == model.BAI2:
        from app.services.sync.bank.bai2 import read as read_bai2

        return read_bai2(text, file, options.currency), encoding, told
    from app.services.sync.bank.mt940 import read as read_mt940

    return read_mt940(text, file), encoding, told


def _repeated(statements: Sequence[Statement]) -> set[int]:
    """Return the places of statements that stand in the file a second time."""
    seen: set[tuple[Any, ...]] = set()
    found: set[int] = set()
    for place, one in enumerate(statements):
        balances = [None if b is None else (b.amount, b.day) for b in (one.opening, one.closing)]
        moves = tuple((m.amount, m.booked, m.valued, m.number, m.payer, m.text, m.references) for m in one.movements)
        key = (one.account, one.currency, *balances, moves)
        if moves and not one.unread and key in seen:
            found.add(place)
        seen.add(key)
    return found


# ------------------------------------------------------------------------------------------------ rows


def _outcome(statements: Sequence[Statement], repeated: Sequence[Statement]) -> tuple[Outcome, list[Notice]]:
    """Sort every row and build the typed columns."""
    money = [(one, move) for one in statements for move in one.movements if move.what in _MONEY and move.amount]
    noted = [NotedRow(row, "total", Aside.TOTAL) for one in statements for row in one.noted]
    for one in statements:
        noted += [
            NotedRow(move.row, "skipped", Aside(move.what.value) if move.amount else Aside.INFORMATION)
            for move in one.movements
            if move.what not in _MONEY or not move.amount
        ]
    for one in repeated:
        noted += [
            NotedRow(row, "skipped", Aside.DUPLICATE) for row in (*one.noted, *(move.row for move in one.movements))
        ]
    noted.sort(key=lambda note: note.row)
    rejected = [
        RejectedRow(part.row, part.column, part.value, part.reason)
        for part in sorted((part for one in statements for part in one.unread), key=lambda part: part.row)
    ]
    codes = [one.currency for one, _ in money]
    signed = [move.amount for _, move in money]
    own, warnings = _own_totals(statements)
    warnings = [*_told(statements, repeated), *warnings]
    through = _through(statements)
    outcome = Outcome(
        SyncKind.RECEIPTS,
        _columns(money, codes),
        len(money),
        count_rows(len(money), noted, len(rejected)),
        noted=noted,
        rejected=rejected,
        totals=sums(codes, signed),
        own_totals=own,
        as_of=through,
        as_of_from="" if through is None else "stated",
        coverage=through,
    )
    return outcome, warnings


def _columns(money: Sequence[tuple[Statement, Movement]], codes: Sequence[str]) -> list[Sequence[Any] | None]:
    """Return the columns of ``ReceiptRow``."""
    moves = [move for _, move in money]
    texts = [tidy(move.text) for move in moves]
    amounts = [abs(move.amount) for move in moves]
    columns: dict[str, Sequence[Any]] = {
        "row": [move.row for move in moves],
        "number": _numbers(money),
        "receipt_date": [move.booked or move.valued for move in moves],
        "value_date": [move.valued or move.booked for move in moves],
        "currency": codes,
        "amount": amounts,
        "applied": [0] * len(moves),
        "unapplied": amounts,
        "method": [tidy(move.method) for move in moves],
        "is_cash": [True] * len(moves),
        "payer": [tidy(move.payer) for move in moves],
        "remittance": texts,
        "invoices": [paid_by(text, move.references) for text, move in zip(texts, moves, strict=True)],
        "reversed": [move.what is What.TAKEN_BACK for move in moves],
        "bank": [one.account or None for one, _ in money],
    }
    return [columns.get(name) for name in ReceiptRow._fields]


def _numbers(money: Sequence[tuple[Statement, Movement]]) -> list[str]:
    """Return the bank's references where they tell movements of one day apart; else a movement has no number.

    A bank may give one reference to all payments of a collection: under it they would be one receipt.
    """
    keys = [
        (one.account, one.currency, move.what, move.valued or move.booked, tidy(move.number) or "")
        for one, move in money
    ]
    often = Counter(keys)
    return [key[-1] if often[key] == 1 else "" for key in keys]


def tidy(text: str | None) -> str | None:
    """Return a text without what no document shows; None where nothing is left."""
    return None if text is None else clean(text)


# ------------------------------------------------------------------------------------------------ balances


def _own_totals(statements: Sequence[Statement]) -> tuple[dict[str, int], list[Notice]]:
    """Return per currency what the balances leave for receipts, and the statements that do not hold."""
    own: dict[str, int] = {}
    unproved: set[str] = set()
    notices: list[Notice] = []
    for one in statements:
        moved = [move for move in one.movements if move.moves_balance]
        whole = _whole(one)
        if whole is None:
            unproved.add(one.currency)
        else:
            stated, row = whole
            added = sum(move.amount for move in moved)
            others = sum(move.amount for move in moved if move.what not in _MONEY)
            own[one.currency] = own.get(one.currency, 0) + stated - others
            if stated != added:
                notices.append(_differs(one, stated, added, row))
        if one.check_differs is not None:
            stated, added, row = one.check_differs
            notices.append(_differs(one, stated, added, row))
    if unproved:
        what = msg("The file states no opening and closing balance for some accounts; nothing proves it complete.")
        notices.append(Notice("no_balances", what))
    return {code: amount for code, amount in own.items() if code not in unproved}, notices


def _whole(one: Statement) -> tuple[int, int] | None:
    """Return what the movements of a statement add up to by its own word, and the row that says so."""
    if one.summed is not None:
        return one.summed.amount, one.summed.row
    if one.opening is None or one.closing is None:
        return None
    return one.closing.amount - one.opening.amount, one.closing.row


def _differs(one: Statement, stated: int, added: int, row: int) -> Notice:
    what = msg(
        "The statement of account {account} states {stated}, its movements add up to {summed}: {difference} apart.",
        account=one.account,
        stated=Money(stated, one.currency),
        summed=Money(added, one.currency),
        difference=Money(abs(stated - added), one.currency),
    )
    return Notice("own_total_differs", what, row)


def _through(statements: Iterable[Statement]) -> date | None:
    """Return the day through which all accounts of the file speak."""
    newest: dict[tuple[str, str], date] = {}
    for one in statements:
        if one.day is not None:
            key = (one.account, one.currency)
            newest[key] = max(newest.get(key, one.day), one.day)
    return min(newest.values(), default=None)


def _told(statements: Sequence[Statement], repeated: Sequence[Statement]) -> list[Notice]:
    """Return what the collector should know of the statements together."""
    notices = [Notice(*told) for one in statements for told in one.told]
    for one in repeated:
        what = msg("The statement of account {account} stands in the file twice and counts once.", account=one.account)
        notices.append(Notice("statement_repeated", what, min(one.noted, default=None)))
    chains: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for one in statements:
        if one.opening is not None and one.closing is not None:
            chains[one.account, one.currency].append(one)
    for (account, _), chain in chains.items():
        left = Counter(one.closing.amount for one in chain if one.closing)
        left.subtract(one.opening.amount for one in chain if one.opening)
        if sum(count for count in left.values() if count > 0) > 1:
            what = msg("The balances of account {account} do not follow one another: a statement is missing.",
                       account=account)  # fmt: skip
            notices.append(Notice("statement_missing", what))
    return notices


def _nothing(outcome: Outcome, file: str) -> RefusedError:
    first = outcome.rejected[0]
    what: Message = msg(
        "No movement of the statement can be read. Row {row}: {reason}", row=first.row, reason=first.reason
    )
    return RefusedError(
        "nothing_readable",
        what,
        where=msg("File {file}.", file=file),
        do=msg("Fetch the statement from the bank again."),
    )
