"""Values of options: parsed once, here, into typed values; a malformed one is refused in a sentence."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from app.enums import Channel, LetterKind, Outcome, PromiseStatus, Reason
from app.i18n import Message, msg, render
from app.money import MoneyError, TooLargeError, is_currency, to_minor
from app.services.sync.files.encodings import encoding_of

_AMOUNT: Final = re.compile(r"-?\d+(\.\d+)?")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
#: Days that calendars and business days are known for; a day beyond them is a slip of the hand.
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
E = TypeVar("E", bound=StrEnum)

#: Letter locales that have a code, built or not.
LOCALES: Final = (
    "ja_JP zh_Hans_CN zh_Hans_SG zh_Hant_TW es_ES es_MX es_CO es_AR pt_BR pt_PT en_US en_GB en_SG"
).split()


class MalformedError(argparse.ArgumentTypeError):
    """A value that cannot be read, with its sentence."""

    def __init__(self, message: Message) -> None:
        """Keep the sentence; the parser adds the option's name."""
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        """Render the sentence."""
        return render(self.message)


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
    """Read a day, written YYYY-MM-DD and no other way."""
    try:
        found = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None:
        raise MalformedError(msg("“{text}” is not a date like 2026-10-30.", text=text))
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise MalformedError(
            msg("{text} lies outside the years {first} to {last}.", text=text, first=_FIRST_YEAR, last=_LAST_YEAR)
        )
    return found


def currency(text: str) -> str:
    """Read a currency's code."""
    if not is_currency(text):
        raise MalformedError(msg("“{text}” is not a currency's code like USD.", text=text))
    return text


def encoding(text: str) -> str:
    """Read the name of an encoding of text."""
    found = encoding_of(text)
    if found is None:
        raise MalformedError(msg("“{text}” is not an encoding of text like utf-8, cp932 or big5.", text=text))
    return found


def money(amount: str, code: str) -> int:
    """Read an amount in major units into minor units."""
    currency(code)
    if not _AMOUNT.fullmatch(amount):
        raise MalformedError(msg("“{text}” is not an amount like 1234.50.", text=amount))
    try:
        return to_minor(amount, code)
    except TooLargeError:
        raise MalformedError(msg("{text} is larger than any amount that can be kept.", text=amount)) from None
    except MoneyError:
        message = msg("{amount} has more decimals than {currency} has.", amount=amount, currency=code)
        raise MalformedError(message) from None


def amount_of_total(text: str) -> tuple[str, int]:
    """Read ``CUR:AMOUNT``."""
    code, colon, amount = text.partition(":")
    if not colon:
        raise _not_of(text, "CUR:AMOUNT", "USD:1234.50")
    return code, money(amount, code)


def promise(text: str) -> PromiseOption:
    """Read ``AMOUNT:CUR:DATE[:INV+INV]``; an item number may hold colons."""
    parts = text.split(":", 3)
    if len(parts) < 3:
        raise _not_of(text, "AMOUNT:CUR:DATE", "1000.00:USD:2026-11-13")
    amount = money(parts[0], parts[1])
    if amount <= 0:
        raise MalformedError(msg("A promise needs an amount above zero."))
    return PromiseOption(amount, parts[1], day(parts[2]), numbers(parts[3]) if len(parts) == 4 else ())


def step(text: str) -> StepOption:
    """Read ``CODE:DATE[THH:MM]``."""
    code, colon, moment = text.partition(":")
    on, mark, at = moment.partition("T")
    if not colon or not code:
        raise _not_of(text, "CODE:DATE", "CB:2026-11-02T15:30")
    if mark and not _TIME.fullmatch(at):
        raise MalformedError(msg("{time} is not a time like 15:30.", time=at))
    return StepOption(code, day(on), at or None)


def numbers(text: str) -> tuple[str, ...]:
    """Read ``INV+INV``."""
    return tuple(part.strip() for part in text.split("+") if part.strip())


def whole(text: str) -> int:
    """Read a whole number."""
    try:
        return int(text)
    except ValueError:
        raise MalformedError(msg("“{text}” is not a whole number.", text=text)) from None


def positive(text: str) -> int:
    """Read a whole number from 1 on."""
    value = whole(text)
    if value < 1:
        raise MalformedError(msg("{n} is too small: give a number from 1 on.", n=value))
    return value


def outcome(text: str) -> Outcome:
    """Read an outcome code."""
    return _code(Outcome, text.upper(), text)


def channel(text: str) -> Channel:
    """Read a channel, also as people write it: ``e-mail out``, ``portal message``."""
    plain = re.sub(r"[\s_-]|message$", "", text.lower())
    known = {value.replace("_", ""): value for value in Channel}
    return known[plain] if plain in known else _code(Channel, text, text)


def reason(text: str) -> Reason:
    """Read a reason of non-payment."""
    return _code(Reason, text.lower(), text)


def status(text: str) -> PromiseStatus:
    """Read a promise status."""
    return _code(PromiseStatus, text.lower(), text)


def stage(text: str) -> int:
    """Read a dunning stage."""
    return int(choice(*"01234")(text))


def letter_kind(text: str) -> LetterKind:
    """Read a kind of letter that is built."""
    return _code(LetterKind, text, text)


def choice(*words: str) -> Callable[[str], str]:
    """Return a reader that takes one of some words."""

    def read(text: str) -> str:
        if text not in words:
            raise _unknown(text, words)
        return text

    return read


def code_of(kind: type[E]) -> Callable[[str], E]:
    """Return a reader that takes one of some codes."""
    return lambda text: _code(kind, text, text)


def _code(kind: type[E], text: str, typed: str) -> E:
    try:
        return kind(text)
    except ValueError:
        raise _unknown(typed, tuple(kind)) from None


def _not_of(text: str, form: str, example: str) -> MalformedError:
    what = msg("“{text}” is not of the form {form}, for example {example}.", text=text, form=form, example=example)
    return MalformedError(what)


def _unknown(text: str, words: tuple[str, ...]) -> MalformedError:
    return MalformedError(msg("“{text}” is none of {words}.", text=text, words=", ".join(words)))


#: Reads a letter locale; whether letters in it are built is the letter's own question.
locale = choice(*LOCALES)
