"""Values of options: parsed once, here, into typed values; a malformed one is refused with its option's name."""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from app.enums import Channel, Outcome, PromiseStatus, Reason
from app.money import MoneyError, is_currency, to_minor

_AMOUNT: Final = re.compile(r"-?\d+(\.\d+)?")
E = TypeVar("E", bound=StrEnum)

#: Letter locales that have a code, built or not.
LOCALES: Final = (
    "ja_JP zh_Hans_CN zh_Hans_SG zh_Hant_TW es_ES es_MX es_CO es_AR pt_BR pt_PT en_US en_GB en_SG"
).split()


@dataclass(frozen=True, slots=True)
class PromiseOption:
    """One ``--promise``: minor units, the day and the items it names."""

    amount: int
    currency: str
    due: date
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepOption:
    """``--next``: a task kind or outcome code, the day and perhaps the time (HH:MM)."""

    code: str
    due: date
    time: str | None


def day(text: str) -> date:
    """Read an ISO day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a date like 2026-10-30") from None


def money(amount: str, currency: str) -> int:
    """Read an amount in major units into minor units."""
    if not is_currency(currency):
        raise argparse.ArgumentTypeError(f"{currency} is not an ISO 4217 currency")
    if not _AMOUNT.fullmatch(amount):
        raise argparse.ArgumentTypeError(f"{amount} is not an amount like 1234.50")
    try:
        return to_minor(amount, currency)
    except MoneyError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def amount_of_total(text: str) -> tuple[str, int]:
    """Read ``CUR:AMOUNT``."""
    currency, colon, amount = text.partition(":")
    if not colon:
        raise argparse.ArgumentTypeError(f"{text} is not CUR:AMOUNT, for example USD:1234.50")
    return currency, money(amount, currency)


def promise(text: str) -> PromiseOption:
    """Read ``AMOUNT:CUR:DATE[:INV+INV]``; an item number may hold colons."""
    parts = text.split(":", 3)
    if len(parts) < 3:
        raise argparse.ArgumentTypeError(f"{text} is not AMOUNT:CUR:DATE, for example 1000.00:USD:2026-11-13")
    amount = money(parts[0], parts[1])
    if amount <= 0:
        raise argparse.ArgumentTypeError(f"a promise of {parts[0]} is nothing to wait for")
    return PromiseOption(amount, parts[1], day(parts[2]), numbers(parts[3]) if len(parts) == 4 else ())


def step(text: str) -> StepOption:
    """Read ``CODE:DATE[THH:MM]``."""
    code, colon, moment = text.partition(":")
    on, _, at = moment.partition("T")
    if not colon or not code:
        raise argparse.ArgumentTypeError(f"{text} is not CODE:DATE, for example CB:2026-11-02T15:30")
    if at and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", at):
        raise argparse.ArgumentTypeError(f"{at} is not a time like 15:30")
    return StepOption(code, day(on), at or None)


def numbers(text: str) -> tuple[str, ...]:
    """Read ``INV+INV``."""
    return tuple(part.strip() for part in text.split("+") if part.strip())


def outcome(text: str) -> Outcome:
    """Read an outcome code."""
    return _code(Outcome, text.upper(), "an outcome")


def channel(text: str) -> Channel:
    """Read a channel."""
    return _code(Channel, text.lower().replace("-", "_"), "a channel")


def reason(text: str) -> Reason:
    """Read a reason of non-payment."""
    return _code(Reason, text.lower(), "a reason")


def status(text: str) -> PromiseStatus:
    """Read a promise status."""
    return _code(PromiseStatus, text.lower(), "a promise status")


def locale(text: str) -> str:
    """Read a letter locale; whether letters in it are built is the letter's own question."""
    if text not in LOCALES:
        raise argparse.ArgumentTypeError(f"{text} is not one of {', '.join(LOCALES)}")
    return text


def _code(kind: type[E], text: str, what: str) -> E:
    try:
        return kind(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not {what}; choose from {', '.join(kind)}") from None
