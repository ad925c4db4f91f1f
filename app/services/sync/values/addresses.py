"""The lines of a postal address, put together from columns as the country writes them.

Sources: the Universal Postal Union's addressing sheets of the countries; where a post has no rule for the region, it
stands on a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_HAN: Final = re.compile("[\u4e00-\u9fff]")
#: Large before small: region, town and street on one line, the postal code above.
_LARGE_FIRST: Final = frozenset({"JP", "CN", "TW", "KR"})


def address_lines(street: Sequence[str], postal: str, city: str, region: str, country: str | None) -> tuple[str, ...]:
    """Return the lines from top to bottom, the country's name left out.

    Args:
        street: the lines that the file has for street and house; what they already say is not repeated.
        postal: postal code; empty where there is none, as the next two.
        city: the town.
        region: state, province or prefecture.
        country: ISO 3166 code, None where the file has none.
    """
    said = " ".join(street)
    if country in _LARGE_FIRST or (country is None and _HAN.search(said)):
        place = "".join(part for part in (region, city) if part and part not in said)
        code = f"〒{postal}" if country == "JP" and postal and not postal.startswith("〒") else postal
        lines = [code, place + street[0] if street else place, *street[1:]]
    else:
        postal, city = ("" if part in said else part for part in (postal, city))
        lines = [*street, *_town(postal, city, "" if region == city else region, country)]
    return tuple(line for line in lines if line)


def _town(postal: str, city: str, region: str, country: str | None) -> list[str]:
    match country:
        case "US" | "CA":
            return [_join(", ", city, _join(" ", region, postal))]
        case "GB":  # Royal Mail wants the postcode alone on the last line and no county
            return [city, postal]
        case "SG":
            return [_join(" ", city, postal)]
        case "BR":
            return [_join(" ", postal, _join(" – ", city, region))]
        case "MX" | "CO":
            return [_join(" ", postal, _join(", ", city, region))]
        case "ES":
            return [_join(" ", postal, city, f"({region})" if region else "")]
        case _:
            return [_join(" ", postal, city), region]


def _join(between: str, *parts: str) -> str:
    return between.join(part for part in parts if part)


def mail_in(text: str) -> str | None:
    """Return a text that holds an e-mail address, None if it holds none."""
    return text if "@" in text else None
