"""Why a promise was judged so: sentences that name receipts, dates and falls, kept without a language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.enums import PromiseStatus
from app.i18n import Message, msg
from app.money import Money
from app.services.calls.promises.judging.facts import Evidence, Line, Payment, Source

#: So many sums are named one by one; the rest is counted.
_NAMED = 6


@dataclass(frozen=True, slots=True)
class Account:
    """What a sentence may speak of; amounts in minor units of ``currency``.

    Attributes:
        elsewhere: a receipt in the window for an item that was not promised.
        renewed: settled by money under the promise that replaced this one.
        settled: numbers of the items that are paid in full, where there are several.
    """

    status: PromiseStatus
    currency: str
    due: int
    line: Line
    cash_date: date | None
    money: tuple[Evidence, ...]
    elsewhere: Payment | None = None
    renewed: bool = False
    settled: tuple[str, ...] = ()

    @property
    def due_money(self) -> Money:
        """What was due under the instalment."""
        return Money(self.due, self.currency)

    @property
    def in_window(self) -> tuple[Evidence, ...]:
        """Money that came in time."""
        return tuple(money for money in self.money if not money.late)

    @property
    def after(self) -> tuple[Evidence, ...]:
        """Money that came late."""
        return tuple(money for money in self.money if money.late)

    def sum(self, money: tuple[Evidence, ...]) -> Money:
        """Add some evidence up."""
        return Money(sum(item.amount for item in money), self.currency)


def why(account: Account) -> Message:
    """Return the sentence that explains a verdict."""
    return _SENTENCES[account.status](account)


def listing(parts: tuple[Message, ...]) -> Message:
    """Join evidence into one message, the languages' comma between."""
    if len(parts) == 1:
        return parts[0]
    return msg("{first}; {rest}", first=parts[0], rest=listing(parts[1:]))


def _named(account: Account, money: tuple[Evidence, ...]) -> Message:
    parts = [_evidence(item, account.currency) for item in money[:_NAMED]]
    if len(money) > _NAMED:
        parts.append(msg("{n} more", n=len(money) - _NAMED))
    return listing(tuple(parts))


def _evidence(money: Evidence, currency: str) -> Message:
    """Name one sum: the receipt and its day, the clearing day, or the files between which the open amount fell."""
    facts = {"amount": Money(money.amount, currency), "day": money.day, "item": money.item, "number": money.number}
    if money.source is Source.UNAPPLIED:
        if not money.number:
            return msg("{amount} on {day}, not applied yet", **_only(facts, "amount", "day"))
        return msg("{amount} on {day}, receipt {number}, not applied yet", **_only(facts, "amount", "day", "number"))
    if money.source is Source.RECEIPT:
        if not money.number:
            return msg("{amount} on {day} for {item}", **_only(facts, "amount", "day", "item"))
        return msg("{amount} on {day}, receipt {number} for {item}", **facts)
    del facts["number"]
    if money.source is Source.CLOSED:
        return msg("{amount} on {day}, {item} cleared", **facts)
    if money.since is None:
        return msg("{amount} by {day}, the open amount of {item} fell", **facts)
    return msg("{amount} between {since} and {day}, the open amount of {item} fell", since=money.since, **facts)


def _only(facts: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: facts[name] for name in names}


def nothing_told(due: int, currency: str, window_end: date) -> Message:
    """Return the sentence of an instalment whose window has passed while no file has told about it."""
    amount = Money(due, currency)
    return msg("{due} was to come by {day}; no file tells about that day yet.", due=amount, day=window_end)


# ------------------------------------------------------------------------------------------------ sentences


def _kept(account: Account) -> Message:
    if not account.in_window:
        return msg("Nothing was left to pay by {day}; the money came in time.", day=account.line.due)
    return msg("Paid in time: {money}.", money=_named(account, account.in_window))


def _partly(account: Account) -> Message:
    received = account.sum(account.in_window)
    facts = {
        "received": received,
        "due": account.due_money,
        "day": account.line.window_end,
        "money": _named(account, account.in_window),
    }
    if account.settled:
        return msg(
            "{received} of {due} came by {day}: {money}. Paid in full: {items}.",
            items=", ".join(account.settled),
            **facts,
        )
    return msg("{received} of {due} came by {day}: {money}.", **facts)


def _broken(account: Account) -> Message:
    facts = {"due": account.due_money, "day": account.line.window_end}
    if account.elsewhere is not None:
        paid = account.elsewhere
        return msg(
            "Nothing of {due} came by {day}. {amount} was paid on {paid_on} for {other}, which was not promised.",
            amount=Money(paid.amount, account.currency),
            paid_on=paid.day,
            other=paid.target,
            **facts,
        )
    if account.after:
        return msg("Nothing of {due} came by {day}; later came {money}.", money=_named(account, account.after), **facts)
    return msg("Nothing of {due} came by {day}.", **facts)


def _kept_late(account: Account) -> Message:
    facts = {"due": account.due_money, "day": account.line.window_end}
    if account.renewed:
        return msg("{due} was not there by {day}; it was paid under a later promise.", **facts)
    if not account.after:
        return msg("{due} was not there by {day}; the ledger has closed the items since.", **facts)
    return msg("{due} was not there by {day}; it came late: {money}.", money=_named(account, account.after), **facts)


def _overtaken(account: Account) -> Message:
    promised = Money(account.line.amount, account.currency)
    return msg(
        "Nothing of {promised} is left to pay: the items were credited, or paid before the promise was made.",
        promised=promised,
    )


def _awaiting(account: Account) -> Message:
    facts = {"day": account.line.window_end, "due": account.due_money}
    if account.cash_date is None:
        return msg("{due} was to come by {day}; no file tells about cash yet.", **facts)
    return msg("{due} was to come by {day}; cash is known only through {known}.", known=account.cash_date, **facts)


def _open(account: Account) -> Message:
    facts = {"due": account.due_money, "promised": account.line.due, "day": account.line.window_end}
    if account.in_window:
        return msg(
            "{due} promised for {promised}; money counts through {day}. So far: {money}.",
            money=_named(account, account.in_window),
            **facts,
        )
    return msg("{due} promised for {promised}; money counts through {day}.", **facts)


_SENTENCES: dict[PromiseStatus, Callable[[Account], Message]] = {
    PromiseStatus.OPEN: _open,
    PromiseStatus.AWAITING_DATA: _awaiting,
    PromiseStatus.KEPT: _kept,
    PromiseStatus.PARTLY_KEPT: _partly,
    PromiseStatus.BROKEN: _broken,
    PromiseStatus.KEPT_LATE: _kept_late,
    PromiseStatus.OVERTAKEN: _overtaken,
}
