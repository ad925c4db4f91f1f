"""What a column's filter understands: words, and for figures and days also comparisons and ranges."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Final

from app.money import Money, decimals
from app.ui.tables.columns import Column, fold

Test = Callable[[Any, str], bool]


@dataclass(frozen=True, slots=True)
class Filter:
    """A test of (raw value, folded words); ``words`` tells whether it looks at the words at all."""

    test: Test
    words: bool = True


_COMPARE = re.compile(r"^(<=|>=|<|>|=)\s*(.+)$")
_RANGE = re.compile(r"^(.+?)\s*\.\.\s*(.+)$")


def compile_filter(column: Column[Any], typed: str) -> Filter | None:
    """Turn what was typed into a test; None for nothing typed.

    ``abc def``: both words · ``!abc``: not this word · ``=``: empty · ``!``: not empty · figures and days also
    ``>1000``, ``<=2026-10-31``, ``100..200``.
    """
    text = typed.strip()
    if not text:
        return None
    if text == "=":
        return Filter(lambda _value, words: not words)
    if text == "!":
        return Filter(lambda _value, words: bool(words))
    if column.kind in {"number", "percent", "money", "date", "moment"}:
        compared = _comparison(text)
        if compared is not None:
            return Filter(compared, words=False)
        text = text.replace(",", "") if column.kind in {"number", "money"} else text
    wanted = [fold(word) for word in text.split()]
    yes = [word for word in wanted if not word.startswith("!")]
    no = [word[1:] for word in wanted if word.startswith("!") and len(word) > 1]
    if len(yes) == 1 and not no:
        only = yes[0]
        return Filter(lambda _value, words: only in words)
    return Filter(lambda _value, words: all(word in words for word in yes) and not any(word in words for word in no))


def _comparison(text: str) -> Test | None:
    if match := _RANGE.match(text):
        low, high = _bound(match[1]), _bound(match[2])
        if low is None or high is None or type(low) is not type(high):
            return None
        return lambda value, _words: _holds(value, ">=", low) and _holds(value, "<=", high)
    if match := _COMPARE.match(text):
        bound = _bound(match[2])
        if bound is None:
            return None
        sign = match[1]
        return lambda value, _words: _holds(value, sign, bound)
    return None


_SIGNS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}


def _holds(value: Any, sign: str, bound: Any) -> bool:
    """Compare a raw value with a bound; an amount in minor units, so that nothing is converted for each row."""
    if isinstance(value, Money):
        return isinstance(bound, Decimal) and bool(_SIGNS[sign](value.minor, _minor(bound, value.currency)))
    plain = _plain(value, bound)
    return plain is not None and bool(_SIGNS[sign](plain, bound))


@lru_cache(maxsize=256)
def _minor(bound: Decimal, currency: str) -> Decimal:
    return bound.scaleb(decimals(currency))


def _bound(text: str) -> Any:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        pass
    try:
        return Decimal(text.replace(",", "").replace(" ", ""))
    except InvalidOperation:
        return None


def _plain(value: Any, like: Any) -> Any:
    """Return the raw value as something that compares with the bound, None if it does not."""
    if isinstance(like, date):
        if isinstance(value, datetime):
            return value.date()
        return value if isinstance(value, date) else None
    return Decimal(value) if isinstance(value, (int, Decimal)) else None
