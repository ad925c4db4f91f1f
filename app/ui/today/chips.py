"""The reasons of a row as chips: short words, the tone of their weight, the whole sentence as tooltip.

The arguments are those of the stored reasons (see the sentences of the call list): amounts in minor units with their
currency, days as ISO text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from app.enums import WorkCode
from app.i18n import _, format_date, format_money, ngettext, render
from app.money import Money
from app.ui.formatting import day_plain
from app.ui.theme import Tone
from app.ui.widgets.chip import ChipText

if TYPE_CHECKING:
    from app.services.portfolio.worklist import Reason

Args = Sequence[Any]
#: A callback is said first; that nobody has a next step, which is so for most, last.
_PLACE: Final = {WorkCode.CALLBACK: 0, WorkCode.NONEXT: 2}


def chips(reasons: Sequence[Reason], today: date) -> tuple[ChipText, ...]:
    """Return the chips of a row, the weightiest first; the amount has a column of its own."""
    shown = [reason for reason in reasons if reason.code is not WorkCode.AMOUNT]
    shown.sort(key=lambda reason: (_PLACE.get(reason.code, 1), -reason.points))
    return tuple(ChipText(_SHORT[one.code](one.args, today), tone(one), render(one.text)) for one in shown)


def points_told(reasons: Sequence[Reason], score: int) -> str:
    """Return how the points came about, one line each."""
    lines = [f"{reason.points:+d}  {render(reason.text)}" for reason in reasons if reason.points]
    return "\n".join([_("{n} points", n=score), *lines])


def tone(reason: Reason) -> Tone:
    """Return the colour of a reason: red is lost or late, amber wants a word, blue is ours to do."""
    match reason.code:
        case WorkCode.BROKEN | WorkCode.LIMIT:
            return "red"
        case WorkCode.BUCKET:
            return "red" if reason.args[1] >= 60 else "amber" if reason.args[1] else "dim"
        case WorkCode.FIRST:
            return "red" if reason.args[0] >= 60 else "amber"
        case WorkCode.DEADLINE:
            return "red" if reason.args[0] >= 3 else "amber"
        case WorkCode.UNAPPLIED:
            return "blue"
        case WorkCode.NONEXT:
            return "dim"
        case _:
            return "amber"


def _callback(args: Args, today: date) -> str:
    day, there, place = date.fromisoformat(args[0]), args[1], args[2]
    if day == today:
        return _("callback {time} {place}", time=there, place=place)
    return _("callback {day} {time} {place}", day=format_date(day, year=False), time=there, place=place)


def _broken(args: Args, today: date) -> str:
    amount, day = format_money(Money(args[0], args[1])), day_plain(date.fromisoformat(args[2]), today)
    if args[3] >= 2:
        return _("promise of {amount} broken {day}, {n} in a year", amount=amount, day=day, n=args[3])
    return _("promise of {amount} broken {day}", amount=amount, day=day)


def _part_kept(args: Args, _today: date) -> str:
    return _("promise part kept, {amount} left", amount=format_money(Money(args[0], args[2])))


def _order_hold(args: Args, today: date) -> str:
    amount = format_money(Money(args[0], args[1]))
    if args[3] > 1:
        return ngettext("{n} order on hold, {amount}", "{n} orders on hold, up to {amount}", args[3], amount=amount)
    if args[2] is None:
        return _("order of {amount} on hold", amount=amount)
    return _("order of {amount} on hold since {day}", amount=amount, day=day_plain(date.fromisoformat(args[2]), today))


def _due_promise(args: Args, today: date) -> str:
    return _("promised for {day}", day=day_plain(date.fromisoformat(args[0]), today))


def _deadline(args: Args, today: date) -> str:
    stage, day = args[0], day_plain(date.fromisoformat(args[1]), today)
    if stage <= 1:
        return _("reminder expired {day}", day=day)
    if stage == 2:
        return _("second notice expired {day}", day=day)
    if stage == 3:
        return _("demand expired {day}", day=day)
    return _("final notice expired {day}", day=day)


def _bucket(args: Args, _today: date) -> str:
    if not args[1]:
        return _("{share} % past due", share=args[0])
    return _("{share} % past {days} days", share=args[0], days=args[1])


def _cadence(args: Args, _today: date) -> str:
    if args[0] is None:
        return _("never spoken to, cadence {every}", every=args[1])
    return _("no contact {n} d, cadence {every}", n=args[0], every=args[1])


def _first(args: Args, _today: date) -> str:
    return _("first time past {days}", days=args[0]) if args[0] else _("first time past due")


def _limit(args: Args, _today: date) -> str:
    return _("limit exceeded by {amount}", amount=format_money(Money(args[0], args[1])))


def _pre_due(args: Args, today: date) -> str:
    amount, due = format_money(Money(args[0], args[1])), date.fromisoformat(args[2])
    near = (due - today).days < 7
    return _("{amount} due {day}", amount=amount, day=format_date(due, weekday=near, year=False))


def _unapplied(args: Args, _today: date) -> str:
    amount = format_money(Money(args[0], args[1]))
    return ngettext("{amount} unapplied clears {n} item", "{amount} unapplied clears {n} items", args[2], amount=amount)


_SHORT: Final[dict[WorkCode, Callable[[Args, date], str]]] = {
    WorkCode.CALLBACK: _callback,
    WorkCode.BROKEN: _broken,
    WorkCode.ORDERHOLD: _order_hold,
    WorkCode.PARTKEPT: _part_kept,
    WorkCode.DUEPROMISE: _due_promise,
    WorkCode.DEADLINE: _deadline,
    WorkCode.BUCKET: _bucket,
    WorkCode.AMOUNT: lambda args, _today: format_money(Money(args[0], args[1])),
    WorkCode.CADENCE: _cadence,
    WorkCode.FIRST: _first,
    WorkCode.LIMIT: _limit,
    WorkCode.PREDUE: _pre_due,
    WorkCode.UNAPPLIED: _unapplied,
    WorkCode.NONEXT: lambda _args, _today: _("no next step"),
}
