"""The sentences of the call list, made from the code and arguments that are stored.

Arguments are JSON: amounts as minor units with their currency, days as ISO text. A sentence is made when it is shown,
in the language of that moment.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from app.enums import WorkCode
from app.i18n import Message, msg, nmsg
from app.money import Money
from app.services.labels import OUTCOMES

Args = Sequence[Any]
_Maker = Message | Callable[[Args], Message]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an account is on the list, with the points it adds."""

    code: WorkCode
    points: int
    args: tuple[Any, ...] = ()

    @property
    def text(self) -> Message:
        """Return the sentence."""
        return _say(_REASONS[self.code], self.args)


def stored_reasons(values: Sequence[Args]) -> tuple[Reason, ...]:
    """Read reasons as they are stored."""
    return tuple(Reason(WorkCode(code), points, tuple(args)) for code, points, args in values)


def held_text(code: str, args: Args) -> Message:
    """Return why an account is not on the list today."""
    return _say(_HELD[code], args)


def _say(maker: _Maker, args: Args) -> Message:
    return maker if isinstance(maker, Message) else maker(args)


def place_name(zone: str) -> str:
    """Return the town of a zone as people say it: ``Sao Paulo``; fixed zones show their offset."""
    name = zone.rsplit("/", maxsplit=1)[-1].replace("_", " ")
    if zone.startswith("Etc/GMT") and len(zone) > len("Etc/GMT"):
        return "UTC" + ("+" if zone[7] == "-" else "\u2212") + zone[8:]
    return name


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _callback(args: Args) -> Message:
    """Arguments: day, time there, place, time here, whether the day is today."""
    day, there, place, here, today = args
    if not today:
        return msg(
            "callback agreed {day} {there} {place}, {here} here", day=_day(day), there=there, place=place, here=here
        )
    if there == here:
        return msg("callback agreed {there}", there=there)
    return msg("callback agreed {there} {place}, {here} here", there=there, place=place, here=here)


def _broken(args: Args) -> Message:
    """Arguments: amount, currency, promised day, how many were broken in a year."""
    amount, day, n = Money(args[0], args[1]), _day(args[2]), args[3]
    if n < 2:
        return msg("promise of {amount} broken on {day}", amount=amount, day=day)
    if n == 2:
        return msg("promise of {amount} broken on {day}, second in a year", amount=amount, day=day)
    return msg("promise of {amount} broken on {day}, {n} in a year", amount=amount, day=day, n=n)


def _order_hold(args: Args) -> Message:
    """Arguments: amount, currency, day since (None: unknown), how many orders are held."""
    amount, n = Money(args[0], args[1]), args[3]
    if args[2] is None:
        return nmsg(
            "order of {amount} on hold: they want it",
            "{n} orders on hold, the largest of {amount}: they want them",
            n,
            amount=amount,
        )
    return nmsg(
        "order of {amount} on hold since {day}: they want it",
        "{n} orders on hold, the largest of {amount} since {day}: they want them",
        n,
        amount=amount,
        day=_day(args[2]),
    )


def _due_promise(args: Args) -> Message:
    """Arguments: promised day, whether it was yesterday."""
    if args[1]:
        return msg("promised for yesterday; ask for the payment advice")
    return msg("promised for {day}; ask for the payment advice", day=_day(args[0]))


def _deadline(args: Args) -> Message:
    """Arguments: stage, deadline."""
    day = _day(args[1])
    if args[0] <= 1:
        return msg("reminder expired on {day}", day=day)
    if args[0] == 2:
        return msg("second notice expired on {day}", day=day)
    if args[0] == 3:
        return msg("demand expired on {day}", day=day)
    return msg("final notice expired on {day}: decide what follows", day=day)


def _bucket(args: Args) -> Message:
    """Arguments: share in per cent, days that the bucket begins after."""
    if not args[1]:
        return msg("{share} % past due", share=args[0])
    return msg("{share} % past {days} days", share=args[0], days=args[1])


def _cadence(args: Args) -> Message:
    """Arguments: days since the last contact (None: never), days of the cadence."""
    if args[0] is None:
        return msg("no contact on record (every {every} days)", every=args[1])
    return nmsg(
        "no contact for {n} day (every {every})", "no contact for {n} days (every {every})", args[0], every=args[1]
    )


def _first(args: Args) -> Message:
    """Arguments: days past due."""
    return msg("first time past {days} days", days=args[0]) if args[0] else msg("first time past due")


def _unapplied(args: Args) -> Message:
    """Arguments: amount, currency, how many items it would clear."""
    return nmsg(
        "{amount} unapplied would clear {n} item",
        "{amount} unapplied would clear {n} items",
        args[2],
        amount=Money(args[0], args[1]),
    )


_REASONS: Final[dict[WorkCode, _Maker]] = {
    WorkCode.CALLBACK: _callback,
    WorkCode.BROKEN: _broken,
    WorkCode.ORDERHOLD: _order_hold,
    WorkCode.PARTKEPT: lambda args: msg(
        "{missing} of {amount} promised still missing", missing=Money(args[0], args[2]), amount=Money(args[1], args[2])
    ),
    WorkCode.DUEPROMISE: _due_promise,
    WorkCode.DEADLINE: _deadline,
    WorkCode.BUCKET: _bucket,
    WorkCode.AMOUNT: lambda args: msg("{amount} to collect", amount=Money(args[0], args[1])),
    WorkCode.CADENCE: _cadence,
    WorkCode.FIRST: _first,
    WorkCode.LIMIT: lambda args: msg("limit exceeded by {amount}", amount=Money(args[0], args[1])),
    WorkCode.PREDUE: lambda args: msg("{amount} falls due on {day}", amount=Money(args[0], args[1]), day=_day(args[2])),
    WorkCode.UNAPPLIED: _unapplied,
    WorkCode.NONEXT: msg("nobody has a next step"),
}


_HELD: Final[dict[str, _Maker]] = {
    "with_legal": msg("with legal"),
    "with_agency": msg("with an agency"),
    "insolvent": msg("insolvent"),
    "uncollectible": msg("given up as uncollectible"),
    "deferred": lambda args: msg("deferred until {day}: {reason}", day=_day(args[0]), reason=args[1]),
    "worked": lambda args: msg("worked today ({outcome})", outcome=OUTCOMES.get(args[0], args[0])),
    "callback": lambda args: msg(
        "callback agreed for {day} {there} {place}", day=_day(args[0]), there=args[1], place=args[2]
    ),
    "retry": lambda args: msg("tried at {time}, again on {day}", time=args[0], day=_day(args[1])),
    "tried_today": lambda args: nmsg("tried {n} time today", "tried {n} times today", args[0]),
    "tried_week": lambda args: nmsg("tried {n} time this week", "tried {n} times this week", args[0]),
    "quiet": lambda args: msg("quiet until {day} after the letter of {sent}", sent=_day(args[0]), day=_day(args[1])),
    "disputed": msg("everything due is disputed"),
    "promised": lambda args: msg("a promise covers everything due until {day}", day=_day(args[0])),
    "run": lambda args: msg("a payment run covers everything due until {day}", day=_day(args[0])),
    "covered": msg("disputes and promises cover everything due"),
    "below_minimum": lambda args: msg("below the minimum of {amount}", amount=Money(args[0], args[1])),
}
