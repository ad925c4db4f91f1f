"""Whether promises were kept, judged over loaded facts (rules: promise). Pure: days and tolerance are parameters.

Money of an account goes to the instalment whose window ends first, then to the earlier promise; each sum counts once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from app.enums import PromiseStatus
from app.services.calls.promises.judging import words
from app.services.calls.promises.judging.facts import (
    Cover,
    Evidence,
    Horizon,
    Ledger,
    Line,
    Payment,
    PromiseFacts,
    Reduction,
    Source,
    Tolerance,
    Verdict,
)
from app.services.calls.promises.judging.money import reductions


class _Part(Enum):
    """What a reduction means for a promise: nothing, less is due, its own money, or its successor's."""

    NOTHING = auto()
    CUT = auto()
    OURS = auto()
    AFTER = auto()


@dataclass(slots=True)
class _Left:
    """A reduction and what of it no instalment has taken yet."""

    what: Reduction
    left: int


@dataclass(slots=True)
class _Claim:
    """A promise with the money that may count for it.

    Attributes:
        due: what is due under it: the smaller of the amount and of its items' open amounts less credits since.
        money: what counts if it came in time.
        after: money on items that a later promise took over after this one had failed: it settles, but is not ours.
        loose: open credit memos that name no item, known since the promise was made.
    """

    promise: PromiseFacts
    due: int
    money: list[_Left]
    after: list[Reduction]
    loose: list[_Left]


@dataclass(slots=True)
class _State:
    """An instalment while money is dealt out."""

    claim: _Claim
    line: Line
    due: int
    taken: list[Evidence] = field(default_factory=list)
    provisional: bool = False

    @property
    def received(self) -> int:
        """Money in the window."""
        return sum(money.amount for money in self.taken if not money.late)

    @property
    def late(self) -> int:
        """Money after the window."""
        return sum(money.amount for money in self.taken if money.late)

    @property
    def missing(self) -> int:
        """What nothing covers yet."""
        return self.due - self.received - self.late


def judge(
    ledger: Ledger, promises: Sequence[PromiseFacts], horizon: Horizon, tolerance: Tolerance
) -> dict[str, Verdict]:
    """Judge every instalment of the promises of one account in one currency.

    ``promises`` are all but void ones; whoever is asked about only some of them still passes all, because money is
    dealt out among them. Returns a verdict per instalment id of those that are ``judged``.
    """
    ordered = sorted(promises, key=lambda promise: (promise.made_at, promise.id))
    events = [_Left(reduction, reduction.amount) for reduction in reductions(ledger)]
    claims = [_claim(promise, ordered[place + 1 :], events) for place, promise in enumerate(ordered) if promise.judged]
    states = [state for claim in claims for state in _lines(claim)]
    states.sort(key=lambda s: (s.line.window_end, s.claim.promise.made_at, s.claim.promise.id, s.line.due))
    for state in states:
        _take(state, [event for event in state.claim.money if event.what.item is not None], ledger, late=True)
    covered = [state for state in states if _reached(state.line, horizon)]
    for state in covered:
        _take(state, [event for event in state.claim.money if event.what.item is None], ledger, late=False)
    for state in covered:
        _net_open_credits(state, tolerance)
    return {state.line.id: _verdict(state, ledger, horizon, tolerance) for state in states}


def promise_status(statuses: Iterable[PromiseStatus]) -> PromiseStatus:
    """Return a promise's status from its instalments': the first broken line defaults the plan.

    Settled late counts only when nothing is left to judge; a promise whose lines are all kept or overtaken is kept.
    """
    found = set(statuses)
    for status in (
        PromiseStatus.BROKEN,
        PromiseStatus.PARTLY_KEPT,
        PromiseStatus.AWAITING_DATA,
        PromiseStatus.OPEN,
        PromiseStatus.KEPT_LATE,
        PromiseStatus.KEPT,
        PromiseStatus.OVERTAKEN,
    ):
        if status in found:
            return status
    return PromiseStatus.OPEN


# ------------------------------------------------------------------------------------------------ what may count


def _claim(promise: PromiseFacts, later: Sequence[PromiseFacts], events: list[_Left]) -> _Claim:
    """Sort the reductions from one promise's point of view: credit, known before, its money, or its successor's."""
    covers = {cover.item: cover for cover in promise.covers}
    taken_over = {item: _successor(cover, later) for item, cover in covers.items()}
    money: list[_Left] = []
    after: list[Reduction] = []
    loose: list[_Left] = []
    cut = 0
    for event in events:
        what = event.what
        if what.reflected is not None and what.reflected <= promise.order:
            continue
        if what.item is None:
            if what.order > promise.order:
                _loose(what, promise, event, money, loose)
        elif what.item in covers:
            part = _part(what, promise, covers[what.item], taken_over[what.item])
            if part is _Part.CUT:
                cut += what.amount
            elif part is _Part.OURS:
                money.append(event)
            elif part is _Part.AFTER:
                after.append(what)
    released = sum(_open_at_release(cover, taken_over[cover.item]) for cover in promise.covers)
    owed = sum(cover.open_when_made for cover in promise.covers) - cut - released
    return _Claim(promise, max(0, min(promise.amount, owed)), money, after, loose)


def _loose(what: Reduction, promise: PromiseFacts, event: _Left, money: list[_Left], memos: list[_Left]) -> None:
    """Keep what names no item: open credits since the promise, and unapplied money from the day it was made on."""
    if what.source is Source.OPEN_CREDIT:
        memos.append(event)
    elif what.day >= promise.made_on:
        money.append(event)


def _part(what: Reduction, promise: PromiseFacts, cover: Cover, successor: PromiseFacts | None) -> _Part:
    """Tell what a reduction of a covered item means for a promise."""
    moved_on = successor is not None and what.order > successor.order
    if moved_on and cover.released:
        return _Part.NOTHING
    if what.source is Source.OPEN_CREDIT:
        return _Part.CUT if what.order > promise.order else _Part.NOTHING
    if what.source is Source.CREDIT or what.order <= promise.order or what.day < promise.made_on:
        return _Part.CUT
    if moved_on and successor is not None and what.day >= successor.made_on:
        return _Part.AFTER
    return _Part.OURS


def _successor(cover: Cover, later: Sequence[PromiseFacts]) -> PromiseFacts | None:
    """Return the next promise that covers the item; what was released stays released when that one is withdrawn."""
    able = (promise for promise in later if promise.stands or cover.released)
    return next((promise for promise in able if any(other.item == cover.item for other in promise.covers)), None)


def _open_at_release(cover: Cover, successor: PromiseFacts | None) -> int:
    """Return what a promise stopped covering when another took the item over."""
    if not cover.released or successor is None:
        return 0
    return next(other.open_when_made for other in successor.covers if other.item == cover.item)


def _lines(claim: _Claim) -> list[_State]:
    """Spread what is due over the instalments in their order: a credit shortens the last ones."""
    states = []
    left = claim.due
    for line in sorted(claim.promise.lines, key=lambda line: line.due):
        due = min(line.amount, left)
        left -= due
        states.append(_State(claim, line, due))
    return states


# ------------------------------------------------------------------------------------------------ dealing out


def _in_time(what: Reduction, line: Line) -> bool:
    """Tell whether money counts in the window; a fall that straddles its end does (the doubt is the customer's)."""
    return what.day <= line.window_end or (what.since is not None and what.since < line.window_end)


def _take(state: _State, events: Iterable[_Left], ledger: Ledger, *, late: bool) -> None:
    """Give an instalment what it still needs from the money that is left, earliest first."""
    for event in events:
        what = event.what
        in_time = _in_time(what, state.line)
        part = min(event.left, state.missing)
        if part <= 0 or not (in_time or late):
            continue
        event.left -= part
        number = ledger.items[what.item].number if what.item is not None else ""
        behind = 0 if in_time else (what.day - state.line.due).days
        state.taken.append(Evidence(what.source, part, what.day, what.since, what.number, number, behind))
        if in_time and (what.day > state.line.window_end or what.source is Source.UNAPPLIED):
            state.provisional = True


def _net_open_credits(state: _State, tolerance: Tolerance) -> None:
    """Lower what is due by open credit memos of the account, where something is missing once the window is over."""
    for credit in state.claim.loose:
        if state.due - state.received <= tolerance(state.line.amount):
            return
        part = min(credit.left, state.missing)
        if part > 0:
            credit.left -= part
            state.due -= part
            state.provisional = True


# ------------------------------------------------------------------------------------------------ the verdict


def _reached(line: Line, horizon: Horizon) -> bool:
    """Tell whether cash is known through the end of the window."""
    return horizon.cash_date is not None and horizon.cash_date >= line.window_end


def _verdict(state: _State, ledger: Ledger, horizon: Horizon, tolerance: Tolerance) -> Verdict:
    """Name the status of one instalment and the money that led to it."""
    short = tolerance(state.line.amount)
    status = _status(state, horizon, short)
    renewed = False
    if status in {PromiseStatus.BROKEN, PromiseStatus.PARTLY_KEPT}:
        if state.missing - sum(what.amount for what in state.claim.after) <= short:
            status, renewed = PromiseStatus.KEPT_LATE, True
        elif _all_closed(state.claim.promise, ledger):
            status, state.provisional = PromiseStatus.KEPT_LATE, True
    hint = _paid_elsewhere(state, ledger) if status in {PromiseStatus.BROKEN, PromiseStatus.PARTLY_KEPT} else None
    why = words.why(
        words.Account(
            status=status,
            currency=ledger.currency,
            due=state.due,
            line=state.line,
            cash_date=horizon.cash_date,
            money=tuple(state.taken),
            elsewhere=hint,
            renewed=renewed,
            settled=_settled(state, ledger),
        )
    )
    return Verdict(status, state.due, state.received, state.late, why, tuple(state.taken), state.provisional)


def _status(state: _State, horizon: Horizon, short: int) -> PromiseStatus:
    if state.due <= short:
        left = [event.what for event in state.claim.money if event.left and event.what.item is not None]
        own = any(_in_time(what, state.line) for what in left)
        return PromiseStatus.KEPT if own else PromiseStatus.OVERTAKEN
    if state.due - state.received <= short:
        return PromiseStatus.KEPT
    if not _reached(state.line, horizon):
        return PromiseStatus.AWAITING_DATA if horizon.day > state.line.window_end else PromiseStatus.OPEN
    if state.missing <= short:
        return PromiseStatus.KEPT_LATE
    return PromiseStatus.PARTLY_KEPT if state.received else PromiseStatus.BROKEN


def _all_closed(promise: PromiseFacts, ledger: Ledger) -> bool:
    """Tell whether the ledger has closed all its items, so that it may not read broken; a reversal may."""
    items = [ledger.items.get(cover.item) for cover in promise.covers if not cover.released]
    taken_back = {payment.item for payment in ledger.payments if payment.reversed_on is not None}
    return bool(items) and all(item is not None and item.closed and item.id not in taken_back for item in items)


def _paid_elsewhere(state: _State, ledger: Ledger) -> Payment | None:
    """Return the largest receipt in the window for an item that was not promised: the hint of a broken promise."""
    promise, line = state.claim.promise, state.line
    covered = {cover.item for cover in promise.covers}
    found = [
        payment
        for payment in ledger.payments
        if payment.target
        and payment.item not in covered
        and payment.cash
        and payment.reversed_on is None
        and payment.order > promise.order
        and promise.made_on <= payment.day <= line.window_end
    ]
    return max(found, key=lambda payment: (payment.amount, payment.number), default=None)


def _settled(state: _State, ledger: Ledger) -> tuple[str, ...]:
    """Return the numbers of the items that were paid in full among several."""
    paid: Mapping[str, int] = _by_item(state.taken)
    covers = state.claim.promise.covers
    if len(covers) < 2:
        return ()
    numbers = {ledger.items[cover.item].number: cover.open_when_made for cover in covers if cover.item in ledger.items}
    return tuple(sorted(number for number, wanted in numbers.items() if 0 < wanted <= paid.get(number, 0)))


def _by_item(taken: Iterable[Evidence]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for money in taken:
        sums[money.item] = sums.get(money.item, 0) + money.amount
    return sums
