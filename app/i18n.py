"""Words of the interface: whole sentences with named placeholders, translated when they are shown.

Services say ``msg("There is no file {name}.", name=…)`` and get a ``Message``: a frozen value that knows its English
sentence and its parameters, travels through the store as JSON and is rendered in whatever language the window has at
that moment. Letters never use this module; they have a locale object of their own.
"""

from __future__ import annotations

import gettext as _gettext
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from app.money import Money, to_major

LANGUAGES: Final = {"en": "English", "ja": "日本語"}
RESOURCES: Final = Path(__file__).resolve().parent.parent / "resources"

#: Parameters whose numbers are rows, lines and years: nobody counts them.
_PLACES: Final = frozenset({"row", "line", "first", "second", "last"})

_state: dict[str, str] = {"language": "en"}


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence that is not rendered yet.

    Attributes:
        msgid: the English sentence with ``{name}`` placeholders.
        params: sorted pairs of placeholder and value (str, int, Decimal, date, datetime, Money or Message).
        plural: the English plural, where ``n`` decides.
    """

    msgid: str
    params: tuple[tuple[str, Any], ...] = ()
    plural: str | None = None

    def to_json(self) -> str:
        """Return the form in which a message is stored."""
        return json.dumps(_pack(self), ensure_ascii=False, separators=(",", ":"))

    @staticmethod
    def from_json(text: str) -> Message:
        """Read what ``to_json`` wrote."""
        value = _unpack(json.loads(text))
        if not isinstance(value, Message):
            raise TypeError("not a stored message")
        return value

    def __str__(self) -> str:
        """Render in the interface language."""
        return render(self)


def msg(msgid: str, /, **params: Any) -> Message:
    """Make a message; the name is a keyword for the extractor."""
    return Message(msgid, tuple(sorted(params.items())))


def nmsg(singular: str, plural: str, n: int, /, **params: Any) -> Message:
    """Make a message whose form depends on ``n``, which is also a placeholder ``{n}``."""
    return Message(singular, tuple(sorted({**params, "n": n}.items())), plural)


def _(text: str, /, **params: Any) -> str:
    """Translate now, in the interface language."""
    return render(msg(text, **params))


def ngettext(singular: str, plural: str, n: int, /, **params: Any) -> str:
    """Translate now a text whose form depends on ``n``."""
    return render(nmsg(singular, plural, n, **params))


def set_language(language: str) -> None:
    """Choose the interface language; unknown ones fall back to English.

    The window is rebuilt by its owner afterwards; a message rendered before keeps its language.
    """
    _state["language"] = language if language in LANGUAGES else "en"


def language() -> str:
    """Return the interface language."""
    return _state["language"]


def render(message: Message | str, language_code: str | None = None) -> str:
    """Render a message in a language, by default the interface's."""
    if isinstance(message, str):
        return message
    code = language_code or _state["language"]
    words = _catalogue(code)
    params = {key: _param(key, value, code) for key, value in message.params}
    if message.plural is not None:
        n = next(value for key, value in message.params if key == "n")
        text = words.ngettext(message.msgid, message.plural, n)
    else:
        text = words.gettext(message.msgid) if message.msgid else ""
    return text.format_map(params) if params or "{" in text else text


def _param(key: str, value: Any, code: str) -> str:
    """Format one parameter of a sentence: what counts is grouped, what names a place such as a row is not."""
    counts = isinstance(value, int) and not isinstance(value, bool) and key not in _PLACES
    return format_number(value) if counts else format_value(value, code)


def join_sentences(parts: Iterable[Message | None]) -> str:
    """Render sentences in a row, in the interface language; Japanese puts no blank between them."""
    gap = "" if _state["language"] == "ja" else " "
    return gap.join(render(part) for part in parts if part is not None)


def format_value(value: Any, code: str | None = None) -> str:
    """Format one parameter as the interface shows it."""
    lang = code or _state["language"]
    if isinstance(value, Message):
        return render(value, lang)
    if isinstance(value, Money):
        return format_money(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return format_date(value, lang)
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value:,f}"
    return str(value)


def format_amount(minor: int, currency: str) -> str:
    """Group an amount with the currency's decimals and no code: ``1,234.50``; a minus is U+2212 on screen."""
    text = f"{to_major(minor, currency):,f}"
    return text.replace("-", "\u2212")


def format_money(value: Money) -> str:
    """Format an amount with its code behind: ``1,234.50 USD``."""
    return f"{format_amount(value.minor, value.currency)} {value.currency}"


def format_number(value: int | Decimal) -> str:
    """Group a number: ``12,345``."""
    return f"{value:,}".replace("-", "\u2212")


_DAYS: Final = {"en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), "ja": tuple("月火水木金土日")}
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def format_date(day: date, code: str | None = None, *, weekday: bool = False, year: bool = True) -> str:
    """Format a day unambiguously: ``Fri 30 Oct 2026`` or ``2026年10月30日(金)``."""
    if (code or _state["language"]) == "ja":
        text = f"{day.year}年{day.month}月{day.day}日" if year else f"{day.month}月{day.day}日"
        return f"{text}({_DAYS['ja'][day.weekday()]})" if weekday else text
    text = f"{day.day} {_MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")
    return f"{_DAYS['en'][day.weekday()]} {text}" if weekday else text


def format_date_cell(day: date, code: str | None = None) -> str:
    """Format a whole day for a narrow column: ``30 Oct 2026``, or ``2026/10/30`` as Japanese tables write it."""
    if (code or _state["language"]) == "ja":
        return f"{day.year}/{day.month:02}/{day.day:02}"
    return format_date(day, code)


@lru_cache(maxsize=8)
def _catalogue(code: str) -> _gettext.NullTranslations:
    """Open a catalogue by its exact path; English is the source and needs none."""
    path = RESOURCES / "i18n" / code / "LC_MESSAGES" / "app.mo"
    if code == "en" or not path.exists():
        return _gettext.NullTranslations()
    with path.open("rb") as file:
        return _gettext.GNUTranslations(file)


def _pack(value: Any) -> Any:
    """Turn a message parameter into JSON that keeps its type."""
    if isinstance(value, Message):
        packed: dict[str, Any] = {"m": value.msgid, "p": {key: _pack(item) for key, item in value.params}}
        if value.plural is not None:
            packed["n"] = value.plural
        return packed
    if isinstance(value, Money):
        return {"money": [value.minor, value.currency]}
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Decimal):
        return {"dec": str(value)}
    return value


def _unpack(value: Any) -> Any:
    """Read what ``_pack`` wrote."""
    if not isinstance(value, dict):
        return value
    if "m" in value:
        params = tuple(sorted((key, _unpack(item)) for key, item in value["p"].items()))
        return Message(value["m"], params, value.get("n"))
    if "money" in value:
        return Money(*value["money"])
    if "at" in value:
        return datetime.fromisoformat(value["at"])
    if "date" in value:
        return date.fromisoformat(value["date"])
    return Decimal(value["dec"])
