"""The talk track: what to say on the phone, in the customer's language, with the account's own figures.

The phrases stand in ``resources/talk``, one file a language, written as people there speak; nothing is translated from
another file, and a language without a file has no talk track.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.enums import OPEN_PROMISE, PromiseStatus
from app.i18n import RESOURCES, Message, msg
from app.models.company import Company
from app.money import Money
from app.services.letters.locales import BUILT, letter_locale
from app.services.letters.locales.base import LetterLocale
from app.services.letters.request import LetterOptions
from app.services.portfolio.account.detail import AccountDetail
from app.services.portfolio.account.items import ItemRow
from app.services.portfolio.account.rows import ContactRow, PromiseRow
from app.services.preferences import load_settings

FOLDER: Final = RESOURCES / "talk"
#: Files by locale; a locale without its own speaks as the next of its language does.
_FILES: Final = {
    "ja_JP": "ja",
    "zh_Hans_CN": "zh_Hans",
    "zh_Hans_SG": "zh_Hans",
    "zh_Hant_TW": "zh_Hant",
    "es_ES": "es_ES",
    "pt_BR": "pt_BR",
    "pt_PT": "pt_PT",
}
_LANGUAGES: Final = {"es": "es_419", "en": "en", "pt": "pt_PT", "ja": "ja"}
#: The letter locale whose figures and dates a file's phrases are filled with, where the account's own has none.
_FIGURES: Final = {"es_419": "es_MX", "en": "en_US", "zh_Hans": "zh_Hans_CN", "zh_Hant": "zh_Hant_TW", "ja": "ja_JP"}
_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class TalkStep:
    """A part of the talk: what it is for, and the phrases."""

    heading: Message
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TalkTrack:
    """What to say; ``answers`` are what they may say and what to answer. ``steps`` is empty without a file."""

    locale: str
    situation: Message
    steps: tuple[TalkStep, ...]
    answers: tuple[tuple[str, str], ...]


_SITUATIONS: Final[Mapping[str, Message]] = {
    "broken": msg("promise broken"),
    "part_kept": msg("promise partly kept"),
    "due": msg("promise due"),
    "first": msg("first contact"),
    "reminder": msg("reminder"),
    "predue": msg("before the due date"),
    "hello": msg("introduction"),
}


def talk_file(locale: str) -> str | None:
    """Return the name of the file for a locale, None where nobody wrote one."""
    return _FILES.get(locale) or _LANGUAGES.get(locale.split("_", maxsplit=1)[0])


@lru_cache(maxsize=16)
def phrases(name: str) -> Mapping[str, Any]:
    """Read one file of phrases."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def talk_track(session: Session, detail: AccountDetail, locale: str, contact_id: str) -> TalkTrack:
    """Return what to say on a call to an account in a locale.

    Args:
        session: the store, for the company's name and the collector's.
        detail: the account as it is shown.
        locale: the customer's.
        contact_id: whom the call is with; empty for nobody known.
    """
    name = talk_file(locale)
    situation, facts = situation_of(detail)
    if name is None:
        return TalkTrack(locale, _SITUATIONS[situation], (), ())
    words = phrases(name)
    figures = _figures(locale, name)
    person = next((row for row in detail.contacts if row.id == contact_id), None)
    filled = {
        **_written(facts, figures, words),
        "company": _company(session, figures),
        "me": load_settings(session).collector_name or words["words"]["me"],
        "contact": _called(person, name) or words["words"]["contact"],
    }
    part = words[situation]
    many = facts.get("many") and "why_many" in part
    steps = (
        TalkStep(msg("Get through"), (words["open"]["connect"],)),
        TalkStep(msg("Begin"), (words["open"]["hello"],)),
        TalkStep(msg("Why"), (part["why_many" if many else "why"],)),
        TalkStep(msg("Ask, then wait"), (part["ask"],)),
        TalkStep(msg("Pin it down"), (words["pin"]["say"],)),
        TalkStep(msg("Wrap up"), (words["close"]["promise"], words["close"]["other"])),
        TalkStep(msg("On the voicemail"), (words["open"]["voicemail"],)),
    )
    said = tuple(TalkStep(step.heading, tuple(line.format_map(filled) for line in step.lines)) for step in steps)
    answers = tuple((one["they"], one["say"].format_map(filled)) for one in words["if"])
    return TalkTrack(locale, _SITUATIONS[situation], said, answers)


# ------------------------------------------------------------------------------------------------ what it is about


def situation_of(detail: AccountDetail) -> tuple[str, dict[str, Any]]:
    """Return why one calls this account now, and the facts that the phrases name (money, days, items)."""
    free = [row for row in detail.open_items if row.open > 0 and row.open > row.disputed + row.promised]
    overdue = [row for row in free if (row.days_overdue or 0) > 0]
    failed = _newest(detail, {PromiseStatus.BROKEN, PromiseStatus.PARTLY_KEPT}, spoken=False)
    if failed is not None:
        kept = failed.status is PromiseStatus.PARTLY_KEPT and failed.received > 0
        return ("part_kept" if kept else "broken"), _promise_facts(failed)
    due = _newest(detail, OPEN_PROMISE, spoken=True)
    if due is not None and due.due is not None and due.due <= detail.day:
        return "due", _promise_facts(due)
    spoken = detail.last_contact is not None
    if overdue:
        return ("reminder" if spoken else "first"), _item_facts(detail, overdue)
    ahead = [row for row in free if row.due_date is not None]
    if ahead:
        day = min(row.due_date for row in ahead if row.due_date is not None)
        return "predue", _item_facts(detail, [row for row in ahead if row.due_date == day])
    return "hello", {}


def _newest(
    detail: AccountDetail, states: frozenset[PromiseStatus] | set[PromiseStatus], *, spoken: bool
) -> PromiseRow | None:
    rows = [row for row in detail.promises if row.status in states and (spoken or not row.spoken_of)]
    return rows[0] if rows else None


def _promise_facts(row: PromiseRow) -> dict[str, Any]:
    return {
        "promised": [Money(row.promised, row.currency)],
        "received": [Money(row.received, row.currency)],
        "missing": [Money(max(0, row.promised - row.received), row.currency)],
        "promised_on": row.due,
        "items": list(row.items),
    }


def _item_facts(detail: AccountDetail, rows: Sequence[ItemRow]) -> dict[str, Any]:
    sums: dict[str, int] = {}
    for one in detail.aging:
        minor = sum(row.open for row in rows if row.currency == one.currency)
        if minor:
            sums[one.currency] = minor
    days = {row.due_date for row in rows}
    oldest = sorted(rows, key=lambda row: (row.due_date or detail.day, row.number))
    return {
        "amount": [Money(minor, currency) for currency, minor in sums.items()],
        "due": min(day for day in days if day is not None) if any(days) else None,
        "items": [row.number for row in oldest],
        "many": len(days) > 1,
    }


# ------------------------------------------------------------------------------------------------ how it is said


def _figures(locale: str, name: str) -> LetterLocale:
    """Return the locale object that writes figures and days."""
    return letter_locale(locale if locale in BUILT else _FIGURES.get(name, name))


def _written(facts: Mapping[str, Any], figures: LetterLocale, words: Mapping[str, Any]) -> dict[str, str]:
    """Write money, days and items as the language does."""
    options = LetterOptions()
    written = dict.fromkeys(("amount", "due", "items", "promised", "promised_on", "received", "missing"), "")
    for key in ("amount", "promised", "received", "missing"):
        monies = facts.get(key) or ()
        several = len({money.currency for money in monies}) > 1
        written[key] = "".join(
            figures.joined([figures.amount(money, iso=several, options=options) for money in monies])
        )
    for key in ("due", "promised_on"):
        if facts.get(key) is not None:
            written[key] = figures.long_date(facts[key], options)
    items = list(facts.get("items") or ())
    rest = len(items) - _NAMED
    named = "".join(figures.joined(items)) if rest <= 0 else figures.list_joints[0].join(items[:_NAMED])
    written["items"] = named if rest <= 0 else words["words"]["more"].format(items=named, n=_count(words, items, rest))
    return written


def _count(words: Mapping[str, Any], items: Sequence[str], rest: int) -> int:
    """Return how many are spoken of: all of them where the language says "in all", else the others."""
    return len(items) if "共" in words["words"]["more"] else rest


def _called(person: ContactRow | None, name: str) -> str:
    """Return a person as one asks for them on the phone; nothing is guessed about their sex."""
    if person is None or "@" in person.name:
        return ""
    if name == "ja":
        return f"{(person.family or person.name).strip()}様"
    if name.startswith("zh"):
        if person.family and person.job_title and len(person.job_title) <= 4:
            return f"{person.family}{person.job_title}"
        return person.name
    if person.title and not person.name.startswith(person.title):
        return f"{person.title} {person.family or person.name}"
    return person.name


def _company(session: Session, figures: LetterLocale) -> str:
    names = session.scalar(select(Company.names)) or {}
    return figures.pick(names) or next(iter(names.values()), "")
