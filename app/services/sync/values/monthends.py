"""Days that are said as the end of their month: ``2026年10月末日``, ``10月底``, ``end of October 2026``."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Final

from app.services.sync.values.dates import read_text

_EASTERN: Final = re.compile(
    r"(?<!\d)(?P<year>\d{4}|(?P<era>令和|平成|民國|民国)\s*(?P<count>\d{1,3}))\s*[年/.-]\s*(?P<month>\d{1,2})\s*月?\s*(?:末日?|底)"
)
_MONTHS: Final = 12
#: The year before the first one of an era.
_BEFORE: Final = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}
_WESTERN: Final = re.compile(
    r"(?<![^\W\d_])(?:the )?(?:end(?: of)?|ende|fine? (?:de )?|final(?:es)? de|fim (?:de )?|cierre de|fecho de|eind)\s*"
    r"(?P<month>[^\W\d_]{3,}\.?),?\s+(?:del? )?(?P<year>\d{4})(?!\d)"
)


def with_month_ends(text: str) -> str:
    """Return a folded text with the ends of months as whole days."""
    return _WESTERN.sub(_western, _EASTERN.sub(_eastern, text))


def _eastern(match: re.Match[str]) -> str:
    year = _BEFORE[match["era"]] + int(match["count"]) if match["era"] else int(match["year"])
    month = int(match["month"])
    if not (1 <= month <= _MONTHS and date.min.year <= year <= date.max.year):
        return match.group()
    return f"{year}年{month}月{monthrange(year, month)[1]}日"


def _western(match: re.Match[str]) -> str:
    first = read_text(f"1 {match['month']} {match['year']}")
    if not isinstance(first, date):
        return match.group()
    return first.replace(day=monthrange(first.year, first.month)[1]).isoformat()
