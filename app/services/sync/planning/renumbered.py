"""A customer under another number: the documents of an account that the files no longer know stand under a new one.

An ERP that numbers its customers anew turns every customer into one that is gone and one that nobody has met: promises,
notes, disputes, calls and letters stay behind on the old number. Names do not tell (177 accounts shared 145 of them),
documents do: their number, currency, day and sign together belong to one invoice. So where most of what was open of an
account stands under one new account, somebody says whether it is the same customer; then the account bears the new
number from there on, and everything that hangs on it stays where it is. Documents that stand nowhere any more were paid
and say nothing against it: a few are enough where the names agree, or where other customers have new numbers as well.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from app.i18n import Message, msg, nmsg
from app.services.sync.model import ItemRow
from app.services.sync.planning.kinds.known import Raw
from app.services.sync.planning.match import ACCOUNT_AT, FACTS, StoredItem, same_document
from app.services.sync.planning.plan import FilePlan
from app.services.sync.questions import Question
from app.services.sync.values.text import fold

OPTION: Final = "--renumbered"
YES: Final = "yes"
NO: Final = "no"
#: A number that more new documents bear says nothing of whose they are.
_COMMON: Final = 50
#: Accounts that are told of one by one.
_TOLD: Final = 20

_NUMBER: Final = FACTS.index("number")
_CURRENCY: Final = FACTS.index("currency")
#: New rows by document number and currency: the account's id and the row.
Fresh = Mapping[tuple[str, str], Sequence[tuple[str, ItemRow]]]


#: Key, number as seen and name of an account.
Known = tuple[str, str, str]


class Moved(NamedTuple):
    """An account whose documents stand under another one: ``held`` of the ``all`` that were open."""

    old: str
    new: str
    held: int
    all: int

    @property
    def most(self) -> bool:
        """Tell whether most of what was open stands under the other account."""
        return 2 * self.held > self.all


class Renumbered(NamedTuple):
    """An account and its new number: keys, numbers as seen, and the evidence.

    Attributes:
        id: of the account that goes on.
    """

    id: str
    key: str
    number: str
    name: str
    new_key: str
    new_number: str
    held: int
    all: int


def moved(unseen: Iterable[Raw], fresh: Fresh, seen: Collection[str]) -> list[Moved]:
    """Return accounts whose open documents stand under one other account that came new with these rows.

    It is most of them, or all that stand anywhere: the others were paid.

    Args:
        unseen: stored open items that no file has.
        fresh: rows that no stored item has.
        seen: ids of accounts of which the files have rows: those have kept their number.
    """
    counted: dict[str, int] = defaultdict(int)
    under: dict[str, Counter[str]] = defaultdict(Counter)
    for raw in unseen:
        account = raw[ACCOUNT_AT]
        if account in seen or not raw[_NUMBER]:
            continue
        counted[account] += 1
        there = fresh.get((raw[_NUMBER], raw[_CURRENCY]), ())
        if 0 < len(there) <= _COMMON:
            item = StoredItem._make(raw)
            under[account].update({other for other, row in there if same_document(item, row)})
    found = []
    for account, others in under.items():
        best = max(others.items(), key=lambda pair: (pair[1], pair[0]), default=None)
        if best is not None and (2 * best[1] > counted[account] or len(others) == 1):
            found.append(Moved(account, best[0], best[1], counted[account]))
    return found


def told(one: Renumbered) -> Message:
    """Say what the documents show."""
    return nmsg(
        "Account {old} ({name}) seems to be {new} now: its {n} open document is there under the new number.",
        "Account {old} ({name}) seems to be {new} now: {held} of its {n} open documents are there under the new "
        "number.",
        one.all,
        old=one.number,
        name=one.name,
        new=one.new_number,
        held=one.held,
    )


def settled(one: Renumbered) -> Message:
    """Say that an account goes on under its new number."""
    return msg(
        "Account {old} ({name}) is {new} from now on, as you said: what you noted, agreed and wrote stays with it.",
        old=one.number,
        name=one.name,
        new=one.new_number,
    )


def question(found: Sequence[Renumbered]) -> Question:
    """Ask whether accounts have new numbers; the evidence names the one with most documents."""
    first = max(found, key=lambda one: (one.held, one.number))
    others = len(found) - 1
    evidence = told(first)
    if others:
        evidence = nmsg(
            "{first} So does {n} other account. Are they the same customers?",
            "{first} So do {n} other accounts. Are they the same customers?",
            others,
            first=evidence,
        )
    return Question(OPTION, None, evidence, (YES, NO))


def settle(
    moves: Sequence[Moved], accounts: Mapping[str, Known], made: Collection[str], owners: Collection[str]
) -> tuple[list[Renumbered], list[Renumbered]]:
    """Return accounts that may bear the number of another one, and those that cannot.

    An account with documents, calls or promises of its own does not make room, and of two accounts whose documents
    stand under one number only that with more of them can bear it. Few documents of an account alone say nothing.

    Args:
        moves: whose documents stand where.
        accounts: key, number as seen and name of each account, by id.
        made: ids of the accounts that came into being with these files.
        owners: ids of those of the others that own something.
    """
    free: list[Renumbered] = []
    others: list[Renumbered] = []
    taken: set[str] = set()
    several = any(move.most for move in moves)
    for move in sorted(_summed(moves), key=lambda one: (not one.most, -one.held, one.old)):
        (old, number, name), (new, new_number, new_name) = accounts[move.old], accounts[move.new]
        if not (move.most or several or (name and fold(name) == fold(new_name))):
            continue
        one = Renumbered(move.old, old, number, name, new, new_number, move.held, move.all)
        fits = (move.new in made or move.new not in owners) and move.new not in taken
        (free if fits else others).append(one)
        taken.add(move.new)
    return free, others


def _summed(moves: Sequence[Moved]) -> list[Moved]:
    """Add up the moves of one account from several companies; the one where most documents went counts."""
    best: dict[str, Moved] = {}
    for move in moves:
        there = best.get(move.old)
        if there is None or there.new == move.new:
            held, everything = (0, 0) if there is None else (there.held, there.all)
            best[move.old] = Moved(move.old, move.new, held + move.held, everything + move.all)
        elif move.held > there.held:
            best[move.old] = move
    return list(best.values())


def tell_apart(found: Sequence[Renumbered], file: FilePlan) -> None:
    """Say which accounts stay apart although their documents say otherwise."""
    file.warn_some("seems_renumbered", [told(one) for one in found], _TOLD, _more)


def tell_moved(found: Sequence[Renumbered], file: FilePlan) -> None:
    """Say whose documents moved to an account that has a life of its own."""
    texts = [
        nmsg(
            "The open document of account {old} ({name}) stands under {new} now, an account of its own: what you "
            "noted and agreed stays with {old}.",
            "{held} of the {n} open documents of account {old} ({name}) stand under {new} now, an account of its own: "
            "what you noted and agreed stays with {old}.",
            one.all,
            held=one.held,
            old=one.number,
            name=one.name,
            new=one.new_number,
        )
        for one in found
    ]
    file.warn_some("documents_moved", texts, _TOLD, _more)


def tell_settled(found: Sequence[Renumbered], file: FilePlan) -> None:
    """Say which accounts go on under new numbers."""
    file.warn_some("renumbered", [settled(one) for one in found], _TOLD, _more)


def _more(count: int) -> Message:
    return nmsg("The same holds for {n} other account.", "The same holds for {n} other accounts.", count)
