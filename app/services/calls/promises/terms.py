"""What a promise would be before it is made: its items, windows, level, what it replaces and what has to be asked.

The form shows it while the collector types; the log makes the promise from the same terms, so that both agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.enums import OPEN_ITEM, OPEN_PROMISE, PromiseStatus
from app.errors import RefusedError, UsageError
from app.i18n import Message, msg
from app.models.account import Account
from app.models.item import Item
from app.models.promise import Promise, PromiseItem
from app.money import Money, plain
from app.services.calendars import add_business_days, next_business_day
from app.services.calls.entries.lookup import country_of
from app.settings import Settings

#: A promise after one of these is a renewal; after a kept one the residual starts at level 1 again.
_RENEWED: Final = frozenset({*OPEN_PROMISE, PromiseStatus.RESCHEDULED, PromiseStatus.BROKEN, PromiseStatus.PARTLY_KEPT})
#: The promise of this place on one item asks for a reason.
_THIRD: Final = 3


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One instalment as it was said: minor units by a day; ``items`` are the numbers named with it."""

    amount: int
    currency: str
    due: date
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """Something unusual that asks for a reason: ``far``, ``above_open`` or ``third``."""

    code: str
    text: Message


@dataclass(frozen=True, slots=True)
class Terms:
    """A promise as it would be made. ``items`` are mapped rows: terms never leave the services.

    Attributes:
        windows: the day through which money counts, one per line.
        level: 1 at first; one more than what it renews.
        replaces: open promises that lose items to this one; the newest last.
        renews: the promise that this one takes the level from, if any.
        assurance: none of its items was past due when it was made.
    """

    account: Account
    country: str | None
    currency: str
    lines: tuple[PromiseLine, ...]
    windows: tuple[date, ...]
    items: tuple[Item, ...]
    level: int
    replaces: tuple[Promise, ...]
    renews: Promise | None
    assurance: bool
    questions: tuple[Question, ...]

    @property
    def amount(self) -> int:
        """The sum of its instalments."""
        return sum(line.amount for line in self.lines)

    @property
    def open_amount(self) -> int:
        """What its items owe now."""
        return sum(item.open for item in self.items)


@dataclass(frozen=True, slots=True)
class PromisePreview:
    """What the form says beneath a promise that is being typed; amounts in minor units."""

    currency: str
    amount: int
    open_amount: int
    items: tuple[str, ...]
    windows: tuple[date, ...]
    level: int
    replaces: tuple[str, ...]
    assurance: bool
    questions: tuple[Question, ...]


def check_lines(lines: Sequence[PromiseLine], day: date) -> tuple[PromiseLine, ...]:
    """Return the instalments as they may stand in one promise.

    Raises:
        UsageError: no amount, a day that has passed, days that do not rise, or more than one currency.
    """
    for line in lines:
        if line.amount <= 0:
            raise UsageError("promise_amount", msg("A promise needs an amount above zero."))
        if line.due < day:
            raise UsageError(
                "promise_past",
                msg("The promised day {day} has passed.", day=line.due),
                do=msg("Give today or a later day."),
            )
    for first, second in pairwise(lines):
        if second.due <= first.due:
            raise UsageError(
                "promise_days",
                msg("The instalment of {second} does not follow that of {first}.", first=first.due, second=second.due),
                do=msg("Give the instalments with rising days."),
            )
        if second.currency != first.currency:
            raise UsageError(
                "promise_currencies",
                msg("A promise in {first} cannot have an instalment in {second}.", first=first.currency,
                    second=second.currency),
                do=msg("Log one promise per currency."),
            )  # fmt: skip
    return tuple(lines)


def window_end(country: str | None, promised: date, settings: Settings) -> date:
    """Return the day through which money counts: the promised day, rolled to a business day, and the grace after it.

    Grace is business days of the customer's country, or calendar days where the setting says so.
    """
    effective = next_business_day(country, promised)
    if settings.promise_grace_unit == "days":
        return effective + timedelta(days=settings.promise_grace)
    return add_business_days(country, effective, settings.promise_grace) if settings.promise_grace else effective


def terms_of(
    session: Session,
    account: Account,
    lines: Sequence[PromiseLine],
    items: Sequence[Item],
    day: date,
    settings: Settings,
    corrected: str = "",
) -> Terms:
    """Work a promise out on the day it is made.

    Args:
        session: to read from.
        account: who promises.
        lines: checked instalments.
        items: what it covers; empty covers what is overdue.
        day: the day it is made on.
        settings: grace, and from when a reason is asked.
        corrected: the entry that is being corrected; its own promise is not an earlier one.

    Raises:
        RefusedError: an item is closed, a credit or in another currency; or nothing is open in the currency.
    """
    currency = lines[0].currency
    amount = sum(line.amount for line in lines)
    covered = _payable(items, currency) if items else _overdue(session, account, currency, amount, day)
    earlier = _earlier(session, covered, corrected)
    newest = [promises[-1] for promises in earlier.values() if promises]
    renewed = max(
        (promise for promise in newest if promise.status in _RENEWED), key=lambda p: (p.level, p.made_at), default=None
    )
    country = country_of(session, account)
    return Terms(
        account=account,
        country=country,
        currency=currency,
        lines=tuple(lines),
        windows=tuple(window_end(country, line.due, settings) for line in lines),
        items=tuple(covered),
        level=1 if renewed is None else renewed.level + 1,
        replaces=_open_ones(earlier),
        renews=renewed,
        assurance=not any(item.due_date is not None and item.due_date < day for item in covered),
        questions=_questions(lines, covered, earlier, day, settings),
    )


def preview(terms: Terms) -> PromisePreview:
    """Return the terms as frozen values for the form."""
    return PromisePreview(
        currency=terms.currency,
        amount=terms.amount,
        open_amount=terms.open_amount,
        items=tuple(item.number for item in terms.items),
        windows=terms.windows,
        level=terms.level,
        replaces=tuple(promise.id for promise in terms.replaces),
        assurance=terms.assurance,
        questions=terms.questions,
    )


# ------------------------------------------------------------------------------------------------ items


def _payable(items: Sequence[Item], currency: str) -> list[Item]:
    """Return named items that can be promised in the currency; of equal numbers those of the currency."""
    fitting = [item for item in items if item.currency == currency]
    numbers = {item.number for item in fitting}
    for item in items:
        if item.currency != currency and item.number not in numbers:
            raise RefusedError(
                "item_currency",
                msg("{number} is in {currency}, the promise is in {other}.", number=item.number,
                    currency=item.currency, other=currency),
                do=msg("Promise it in its own currency."),
            )  # fmt: skip
    for item in fitting:
        if item.status not in OPEN_ITEM:
            raise RefusedError(
                "item_closed", msg("{number} is closed: nothing is left to promise.", number=item.number)
            )
        if item.open <= 0:
            raise RefusedError("item_credit", msg("{number} is a credit: it cannot be promised.", number=item.number))
    return fitting


def _overdue(session: Session, account: Account, currency: str, amount: int, day: date) -> list[Item]:
    """Return what is overdue, oldest first, up to the amount; where nothing is, what falls due next."""
    rows = session.scalars(
        select(Item).where(
            Item.account_id == account.id, Item.currency == currency, Item.status.in_(OPEN_ITEM), Item.open > 0
        )
    ).all()
    dated = sorted(
        (item for item in rows if item.due_date is not None),
        key=lambda item: (item.due_date or day, item.document_date or day, item.number, item.line),
    )
    overdue = [item for item in dated if item.due_date is not None and item.due_date < day]
    covered = _up_to(overdue or [*dated, *(item for item in rows if item.due_date is None)], amount)
    if not covered:
        raise RefusedError(
            "nothing_open",
            msg("Account {number} has nothing open in {currency}.", number=account.number, currency=currency),
            do=msg("Check the currency, or name the items."),
        )
    return covered


def _up_to(items: Sequence[Item], amount: int) -> list[Item]:
    covered: list[Item] = []
    for item in items:
        if amount <= 0:
            break
        covered.append(item)
        amount -= item.open
    return covered


# ------------------------------------------------------------------------------------------------ earlier promises


def _earlier(session: Session, items: Sequence[Item], corrected: str) -> dict[str, list[Promise]]:
    """Return the promises on each item that were neither void nor withdrawn, oldest first."""
    found: dict[str, list[Promise]] = defaultdict(list)
    query = (
        select(PromiseItem.item_id, Promise)
        .join(Promise, Promise.id == PromiseItem.promise_id)
        .where(
            PromiseItem.item_id.in_([item.id for item in items]),
            Promise.status.not_in((PromiseStatus.VOID, PromiseStatus.WITHDRAWN)),
            *((Promise.activity_id.is_distinct_from(corrected),) if corrected else ()),
        )
        .order_by(Promise.made_at, Promise.id)
    )
    for item_id, promise in session.execute(query):
        found[item_id].append(promise)
    return found


def _open_ones(earlier: dict[str, list[Promise]]) -> tuple[Promise, ...]:
    """Return the open promises that hold one of the items."""
    held = {promises[-1].id: promises[-1] for promises in earlier.values() if promises[-1].status in OPEN_PROMISE}
    return tuple(sorted(held.values(), key=lambda promise: (promise.made_at, promise.id)))


def _questions(
    lines: Sequence[PromiseLine],
    items: Sequence[Item],
    earlier: dict[str, list[Promise]],
    day: date,
    settings: Settings,
) -> tuple[Question, ...]:
    """Return what is unusual about a promise (defaults: days and grace)."""
    found = []
    first = lines[0]
    if first.due > day + timedelta(days=settings.promise_far):
        days = (first.due - day).days
        text = msg("The first money is promised for {day}, in {days} days.", day=first.due, days=days)
        found.append(Question("far", text))
    amount, owed = sum(line.amount for line in lines), sum(item.open for item in items)
    if amount > owed:
        text = msg(
            "{amount} is promised, but only {open} is open on the items.",
            amount=Money(amount, first.currency),
            open=Money(owed, first.currency),
        )
        found.append(Question("above_open", text))
    often = [item for item in items if len(earlier.get(item.id, ())) >= _THIRD - 1]
    if often:
        count = max(len(earlier[item.id]) for item in often) + 1
        numbers = ", ".join(item.number for item in often)
        found.append(Question("third", msg("This is promise no. {count} on {items}.", count=count, items=numbers)))
    return tuple(found)


def told(line: PromiseLine) -> str:
    """Return an instalment as the audit chain keeps it."""
    return f"{plain(line.amount, line.currency)}:{line.currency}:{line.due.isoformat()}"
