"""What a rate of exchange is of, as headings and cells say it: ``USD``, ``USD/JPY``, ``100 JPY``, 米ドル."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from app.money import is_currency
from app.services.sync.values.currency import meaning
from app.services.sync.values.text import plain

PAIR: Final = re.compile(r"([A-Z]{3})\s*[-/.:→>]?\s*([A-Z]{3})(?:=X)?")
#: Of how many units a rate is: ``100 JPY``, ``JPY (100)``.
UNITS: Final = re.compile(r"\(?(?<![a-z\d_.,])(10{0,4})(?![a-z\d_.,])\)?", re.IGNORECASE)


class Rated(NamedTuple):
    """What a column of rates is of: so many ``units`` of a currency, in ``to`` where the heading says that too."""

    currency: str
    to: str
    units: int


@lru_cache(maxsize=2048)
def rated_in(heading: str) -> Rated | None:
    """Return what the rates under a heading are of: ``USD``, ``USD/JPY``, ``100 JPY``, 米ドル; None if it says else."""
    text = plain(heading)
    pair = PAIR.fullmatch(text.upper())
    if pair is not None and all(map(is_currency, pair.groups())):
        return Rated(pair.group(1), pair.group(2), 1)
    code, units = currency_in(text)
    return None if code is None else Rated(code, "", units or 1)


def currency_in(text: str) -> tuple[str | None, int | None]:
    """Read a currency, and how many units of it: ``USD``, ``ユーロ``, ``100 JPY``, ``JPY (100)``."""
    match = UNITS.search(text)
    word = text if match is None else (text[: match.start()] + text[match.end() :]).strip()
    code = meaning(word).code or (word.upper() if is_currency(word.upper()) else None)
    return code, int(match.group(1)) if match else None
