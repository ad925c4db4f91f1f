"""A document under another number: cancelled and issued again, or paid in part and its rest put on a new one.

To the ledger the old document is gone and the new one has nothing to do with it; to the collector it is the same claim,
with its promise, its dispute and the letters that named it. Taken for paid, a promise on it would read as kept. A new
document is such a one where it repeats the day and the amount of the one that is gone, be it paid in part or not, or
names it and is no more than that. Where something hangs on the old one somebody says whether it goes on; else the
likeness is only told.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple

from app.i18n import Message, msg, nmsg
from app.money import Money
from app.services.sync.model import ItemRow
from app.services.sync.planning.match import StoredItem
from app.services.sync.planning.plan import FilePlan
from app.services.sync.planning.renumbered import NO, OPTION, YES, Renumbered
from app.services.sync.questions import Question

#: Documents that are told of one by one.
_TOLD: Final = 5
#: A number that is shorter stands in many a text by chance.
_LEAST: Final = 4
_DIGIT: Final = re.compile(r"\d")
#: Letters and digits in a row, and how many such pieces of a word are looked at.
_PIECE: Final = re.compile(r"[^\W_]+")
_PIECES: Final = 8


class Gone(NamedTuple):
    """A document that is gone.

    Attributes:
        paid: money explains it.
        money: what names it, minor units; None where a file says that it was cleared, and not by how much.
    """

    item: StoredItem
    paid: bool = False
    money: int | None = 0

    def leaves(self, rest: int) -> bool:
        """Tell whether so much may be left of it."""
        return not self.paid or self.money is None or self.money + rest == self.item.open


class Reissued(NamedTuple):
    """An item and the number of the document in which it may go on.

    Attributes:
        hung: the collector's facts hang on it.
        repeated: the document repeats the day and the original amount of the item.
    """

    id: str
    account: str
    number: str
    new_number: str
    amount: int
    left: int
    currency: str
    hung: bool
    repeated: bool


class NumbersFound(Exception):
    """What goes on under new numbers, as somebody said of whatever would be found; planning begins again with that."""

    def __init__(self, *, accounts: Sequence[Renumbered] = (), documents: Sequence[Reissued] = ()) -> None:
        """Keep what was found."""
        super().__init__(len(accounts), len(documents))
        self.accounts, self.documents = tuple(accounts), tuple(documents)


def reissued(
    gone: Iterable[Gone], fresh: Iterable[tuple[str, ItemRow]], accounts: Mapping[str, str], hung: Collection[str]
) -> list[Reissued]:
    """Return what may go on under another number: pairs of one account in which each fits only the other.

    Args:
        gone: documents that the files lack.
        fresh: account id and row of documents that the store did not have.
        accounts: number as seen by account id.
        hung: ids of the items on which something hangs.
    """
    named: dict[tuple[str, str, str], list[ItemRow]] = defaultdict(list)
    alike: dict[tuple[Any, ...], list[ItemRow]] = defaultdict(list)
    begun: dict[tuple[Any, ...], list[ItemRow]] = defaultdict(list)
    for account, row in fresh:
        if row.number:
            alike[account, row.currency, row.open, *_day_and_amount(row)].append(row)
            if 0 < row.open < row.original:
                begun[account, row.currency, *_day_and_amount(row)].append(row)
            for name in _names_in(row):
                named[account, row.currency, name].append(row)
    fits: list[tuple[StoredItem, ItemRow]] = []
    several: dict[int, list[ItemRow]] = {}  # rows that fit one item together: none of them fits it alone
    for one in gone:
        item = one.item
        if not item.number or item.open <= 0:
            continue
        rows = named.get((item.account_id, item.currency, item.number.casefold()), ()) if _tells(item.number) else ()
        rest = [row for row in rows if 0 < row.open <= item.open and one.leaves(row.open)]
        if not rest and (item.document_date or item.due_date):
            key = item.account_id, item.currency
            rest = [] if one.paid else alike.get((*key, item.open, *_day_and_amount(item)), [])
            part = [] if rest else begun.get((*key, *_day_and_amount(item)), [])
            rest = rest or (part if all(row.open < item.open and one.leaves(row.open) for row in part) else [])
        if len(rest) > 1:
            several[id(rest)] = rest
        elif rest:
            fits.append((item, rest[0]))
    new_count: dict[int, int] = defaultdict(int)
    for row in chain((row for _, row in fits), *several.values()):
        new_count[id(row)] += 1
    return [
        Reissued(
            item.id, accounts[item.account_id], item.number, row.number, item.open, row.open, item.currency,
            item.id in hung, _day_and_amount(item) == _day_and_amount(row),
        )
        for item, row in fits
        if new_count[id(row)] == 1
    ]  # fmt: skip


def _day_and_amount(line: ItemRow | StoredItem) -> tuple[Any, ...]:
    """Return what a document has in common with one that is issued again; without a day of its own, the due date."""
    return line.original, line.document_date, None if line.document_date else line.due_date


def _tells(number: str) -> bool:
    """Tell whether a number in a text can be nothing else."""
    return len(number) >= _LEAST and _DIGIT.search(number) is not None


def _names_in(row: ItemRow) -> set[str]:
    """Return every number that a new document may name: pieces of its number and text between other characters."""
    found: set[str] = set()
    for word in f"{row.number} {row.text or ''}".casefold().split():
        pieces = [piece.span() for piece in _PIECE.finditer(word)][:_PIECES]
        found.update(
            word[start:end] for at, (start, _) in enumerate(pieces) for _, end in pieces[at:] if end - start >= _LEAST
        )
    return found


# ------------------------------------------------------------------------------------------------ words


def question(found: Sequence[Reissued]) -> Question:
    """Ask whether documents go on under other numbers; the evidence names the largest."""
    first = max(found, key=lambda one: (one.amount, one.number))
    evidence = _likeness(first)
    if len(found) > 1:
        evidence = nmsg(
            "{first} There is {n} other such document. Do they go on under the new numbers?",
            "{first} There are {n} other such documents. Do they go on under the new numbers?",
            len(found) - 1,
            first=evidence,
        )
    return Question(OPTION, None, evidence, (YES, NO))


def _likeness(one: Reissued) -> Message:
    words = {"account": one.account, "old": one.number, "new": one.new_number}
    if one.left == one.amount:
        return msg(
            "{old} of account {account} is gone, and {new} is new with the same amount, {amount}: it seems to be the "
            "same under another number.",
            amount=Money(one.amount, one.currency),
            **words,
        )
    if one.repeated:
        return msg(
            "{old} of account {account} over {amount} is gone, and {new} of the same day and original amount is new "
            "with {left} open: it seems to be the same under another number, paid in part.",
            amount=Money(one.amount, one.currency),
            left=Money(one.left, one.currency),
            **words,
        )
    return msg(
        "{old} of account {account} over {amount} is gone, and {new} over {left} is new and names it: it seems to be "
        "the rest.",
        amount=Money(one.amount, one.currency),
        left=Money(one.left, one.currency),
        **words,
    )


def tell_settled(found: Sequence[Reissued], file: FilePlan) -> None:
    """Say which documents go on under other numbers."""
    texts = [
        msg(
            "{old} of account {account} is {new} from now on, as you said: what you noted and agreed stays with it.",
            old=one.number,
            account=one.account,
            new=one.new_number,
        )
        for one in found
    ]
    file.warn_some("reissued", texts, _TOLD, _more)


def tell_apart(found: Sequence[Reissued], file: FilePlan) -> None:
    """Say which documents seem to go on under other numbers, and are taken for others all the same."""
    file.warn_some("seems_reissued", [_likeness(one) for one in found], _TOLD, _more)


def _more(count: int) -> Message:
    return nmsg("There is {n} other such document.", "There are {n} other such documents.", count)
