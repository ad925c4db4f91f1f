"""Sales with a column for each month: which columns those are, and whether anything calls them sales."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from app.money import is_currency
from app.services.sync.layouts.headings import EXACT, WEAK, known
from app.services.sync.recognition.columns import Column, Guess
from app.services.sync.values.months import Heading, heading_month
from app.services.sync.values.text import heading_key, plain, words

#: Columns of months from which a table has one for each.
_ENOUGH: Final = 2
#: Share of numbers from which a column may hold amounts; one of a month that is to come is empty.
_FIGURES: Final = 0.8
_PARTS: Final = re.compile(r"[\s()（）\[\],;:]+")
_KANJI: Final = re.compile(r"((?:\d{4}\s*年\s*)?\d{1,2}\s*月)(?:度|分|の)*\s*(\D+)")
#: What a heading may say beside the month.
_SALES: Final = frozenset({"sales_amount", "net", "original"})


@lru_cache(maxsize=2048)
def month_in(heading: str) -> tuple[Heading, bool] | None:
    """Return the month of a heading, and whether it says sales beside it; None where it says anything else."""
    if (whole := heading_month(heading)) is not None:
        return whole, False
    if (match := _KANJI.fullmatch(plain(heading))) is not None and _is_sales(match.group(2)):
        month = heading_month(match.group(1))
        return None if month is None else (month, True)
    parts = [part for part in _PARTS.split(plain(heading)) if part]
    for size in range(min(3, len(parts) - 1), 0, -1):
        for start in range(len(parts) - size + 1):
            month = heading_month(" ".join(parts[start : start + size]))
            rest = [part for part in (*parts[:start], *parts[start + size :]) if not is_currency(part)]
            if month is not None and (not rest or _is_sales(" ".join(rest))):
                return month, bool(rest)
    return None


def _is_sales(text: str) -> bool:
    """Tell whether words speak of sales, perhaps with or without tax, and of nothing else."""
    key = heading_key(text)
    for group in ("included", "excluded"):
        for word in words("tax_included", group):
            key = key.replace(heading_key(word), "")
    return not key or any(hit.field in _SALES for hit in known(beside=True).get(key, ()))


def with_months(columns: Sequence[Column], guesses: Mapping[str, Guess], told: Mapping[int, str]) -> dict[str, Guess]:
    """Return the guesses about a table of sales with its columns of months, if it has one for each.

    Two columns of one month, as plan and result, leave open which are the sales; somebody has to name them.
    """
    named = "monthly" in told.values()
    found = {column.index: month for column in columns if (month := _month(column, told)) is not None}
    months = [month for month, _ in found.values()]
    held = guesses.get("sales_month")
    rows = held is not None and held.heading_weight > WEAK and held.column not in found
    if rows or (len(found) < _ENOUGH and not named) or len(set(months)) < len(months):
        return dict(guesses)
    kept = {name: guess for name, guess in guesses.items() if guess.column not in found and name != "sales_month"}
    for at, (index, (_, sales)) in enumerate(found.items()):
        name = "monthly" if at == 0 else f"monthly#{at + 1}"
        weight = EXACT if sales or told.get(index) == "monthly" else WEAK
        kept[name] = Guess(index, name, EXACT, weight, EXACT, "layout" if index in told else "month")
    return kept


def _month(column: Column, told: Mapping[int, str]) -> tuple[Heading, bool] | None:
    """Return the month of a column that may hold amounts; where a layout says so also of a heading with other words."""
    given = told.get(column.index)
    if given not in {None, "monthly"} or (column.profile.filled and column.profile.number < _FIGURES):
        return None
    return month_in(column.heading)
