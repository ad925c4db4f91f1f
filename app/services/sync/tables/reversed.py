"""Lists whose amounts are negative though they are owed: some ledgers write what customers owe with a minus.

The file's total proves it, or the types of its documents, or the amounts that they were issued for. Where nothing does
somebody is asked: money on account stands with a minus as well, and turned round it would be claimed from customers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import compress
from typing import Final

from app.i18n import Message, msg
from app.services.sync.model import Notice, Question
from app.services.sync.recognition.detect import layout_name
from app.services.sync.tables.ledger import Ledger
from app.services.sync.tables.owed import Minors
from app.services.sync.tables.rows import Sorted
from app.services.sync.tables.ties import compared
from app.services.sync.values.doctypes import CREDITS

#: What ``--negative`` takes.
OWED: Final = "owed"
CREDITED: Final = "credits"
#: Share of the amounts that are negative from which it is asked, and where it was answered for such files before.
_MOST: Final = 0.75
_HALF: Final = 0.5
#: With fewer the rows are not looked at one by one.
_SOME: Final = 0.25
_SEVERAL: Final = 2
#: Negative amounts beside positive ones from which it is asked: of a few, most may well be credits.
_MANY: Final = 8
#: Documents that are no credits and that prove it together.
_ENOUGH: Final = 3
#: Columns beside the amounts that are turned with them where they are negative, too.
_WITH: Final = ("open", "original", "local_open")
_BY_SIGN: Final = "by_sign"


def turn_round(ledger: Ledger, rows: Sorted, printed: bytearray, groups: Sequence[str | None]) -> bool:
    """Turn the amounts of a list that writes what is owed with a minus; ask where nothing proves which they are.

    Returns:
        True if they were turned.

    Raises:
        QuestionsError: they may be either, and nobody has said which.
    """
    filled = list(filter(None, ledger.amounts))
    told, negative = ledger.table.options.negative, sum(map((0).__gt__, filled))
    if not negative or (told is None and negative < _SOME * len(filled)):
        return False
    above, below, typed = _counts(ledger, rows, groups)
    if told is None and not _is_doubtful(ledger, above, below, typed):
        return False
    if told != OWED and not _is_proved(ledger, rows, printed, typed, above):
        if told is None:
            _ask(ledger, above, below)
        return False
    _turn(ledger, rows, printed)
    return True


def _counts(ledger: Ledger, rows: Sorted, groups: Sequence[str | None]) -> tuple[int, int, int]:
    """Count the amounts above and below zero, credits left out, and the negative documents that are no credits."""
    above = below = typed = 0
    for group, amount in zip(compress(groups, rows.item), compress(ledger.amounts, rows.item), strict=True):
        if not amount or group in CREDITS or group == _BY_SIGN:
            continue
        above += amount > 0
        below += amount < 0
        typed += amount < 0 and group is not None
    return above, below, typed


def _is_doubtful(ledger: Ledger, above: int, below: int, typed: int) -> bool:
    """Tell whether so many amounts are negative that they may be what customers owe.

    Fewer are enough where their types say that they are no credits, or where it was asked of such files before. Where
    a column gives each amount its side, or each side has one, the file says it.
    """
    if ledger.table.has("sign") or ledger.amount_field in {"debit", "credit"}:
        return False
    before = ledger.table.options.remembered.get(layout_name(ledger.table.found), {})
    if typed >= _SEVERAL or "negative" in before:
        return below >= _SEVERAL and below > _HALF * (above + below)
    return below >= (_MANY if above else _SEVERAL) and below > _MOST * (above + below)


def _is_proved(ledger: Ledger, rows: Sorted, printed: bytearray, typed: int, above: int) -> bool:
    """Tell whether the file's total, its types or its original amounts prove that negative amounts are owed."""
    if rows.totals and _ties(ledger, rows, printed):
        return True
    if typed >= _ENOUGH and not above:
        return True
    whole, left = ledger.minors.get("original"), ledger.minors.get("open")
    if whole is None or left is None or ledger.amount_field != "open":
        return False
    pairs = [(a, b) for own, a, b in zip(rows.item, whole, left, strict=True) if own and a and b]
    return len(pairs) >= _ENOUGH and all(a > 0 > b for a, b in pairs)


def _ties(ledger: Ledger, rows: Sorted, printed: bytearray) -> bool:
    """Tell whether the turned amounts come to the file's total as it stands."""
    own, notices = compared(ledger, rows, _turned(ledger.amounts), printed)
    return bool(own) and not notices


def _ask(ledger: Ledger, above: int, below: int) -> None:
    """Ask what negative amounts are.

    Raises:
        QuestionsError: always.
    """
    table = ledger.table
    meanings = msg("what customers owe, sign turned"), msg("credits of customers, as they are written")
    heading = table.heading(ledger.amount_field)
    table.questions.append(Question("--negative", heading, _evidence(above, below), (OWED, CREDITED), meanings))
    table.decide()


def _evidence(above: int, below: int) -> Message:
    if above:
        return msg("{n} of {all} amounts are negative: customers owe them, or have them as credits.",
                   n=below, all=above + below)  # fmt: skip
    return msg("All {n} amounts are negative: customers owe them, or have them as credits.", n=below)


def _turn(ledger: Ledger, rows: Sorted, printed: bytearray) -> None:
    """Turn amounts and the totals of the file, and say it."""
    if not _ties(ledger, rows, printed):
        rows.totals = [replace(total, amount=None if total.amount is None else -total.amount) for total in rows.totals]
    ledger.amounts = _turned(ledger.amounts)
    for name in _WITH:
        column = ledger.minors.get(name)
        if column is not None and sum(1 if one > 0 else -1 for one in column if one) < 0:
            ledger.minors[name] = _turned(column)
    what = msg("The file writes what customers owe with a minus; the signs were turned round.")
    ledger.table.warnings.append(Notice("signs_turned", what))


def _turned(amounts: Minors) -> Minors:
    return [None if amount is None else -amount for amount in amounts]
