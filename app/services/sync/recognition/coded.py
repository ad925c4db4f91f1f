"""Customers written with number and name in one cell: ``0142：石井工業``, ``8001 - García``, ``Ashdown Ltd [20417]``.

One cell alone says nothing: 3M and 7-Eleven are names. A whole column does, in which every customer is written in one
form, each number with one name and each name with one number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from app.services.sync.recognition.labels import is_total
from app.services.sync.values.text import fold, plain

#: Customers from which codes in front of all names are codes.
_SEVERAL: Final = 2
_CODE: Final = r"(?P<code>(?=[^\W_]*\d)[^\W_][\w./]{0,19}?(?:[-－]\d{1,4})?)"
_NAME: Final = r"(?P<name>(?=.{0,3}[^\W\d_]).+)"
#: What cannot be anything but a number in front of a name, if every customer of the column has it.
_MARKED: Final = (
    re.compile(rf"[\[(（［【〔]\s*{_CODE}\s*[\])）］】〕]\s*{_NAME}"),
    re.compile(rf"{_CODE}\s*[:：]\s*{_NAME}"),
    re.compile(rf"{_CODE}\s+[-–—－ー/／|｜]\s*{_NAME}"),
    re.compile(rf"{_CODE}(?:--|[-–—－/／|｜_＿])\s*{_NAME}"),
)
#: Behind a name stands a number in brackets; in headings of groups it may be how many items there are.
_BEHIND: Final = re.compile(r"(?P<name>.*[^\W\d_].*?)\s*[\[(（［](?P<code>(?=[^\s()]*\d)[^\s()\[\]]{3,20})[\])）］]")
#: In these forms number and name stand plainly apart.
_APART: Final = (_MARKED[0], _MARKED[2])
#: No name in small letters is shorter.
_SHORT: Final = 3
#: A blank alone parts a house's number from its street as well: the digits have to be of a customer.
_BLANK: Final = re.compile(rf"(?P<code>\d+)\s+{_NAME}")
_LONG: Final = 5


def parted(labels: Iterable[str | None], *, grouped: bool = False) -> dict[str, tuple[str, str]] | None:
    """Return number and name of each customer of a column; None where they are not all written in one form.

    Args:
        labels: the column as seen; blanks and labels of totals do not count.
        grouped: they are headings of groups.
    """
    found = [text for text in dict.fromkeys(labels) if text is not None]
    if not found or not any(map(str.isdigit, found[0])):
        return None
    found = [text for text in found if not is_total(text) and not fold(text).endswith(" total")]
    for form in (*_MARKED, _BLANK) if grouped else (*_MARKED, _BEHIND, _BLANK):
        matches = [(text, form.fullmatch(text.strip())) for text in found]
        pairs = {text: (plain(match["code"]), match["name"].strip()) for text, match in matches if match is not None}
        if len(pairs) < len(found) or len(pairs) < _SEVERAL or (form is _BLANK and not _of_customers(pairs.values())):
            continue
        sure = form in _APART or _are_names(name for _, name in pairs.values())
        return pairs if sure and _each_its_own(pairs.values()) else None
    return None


def _are_names(names: Iterable[str]) -> bool:
    """Tell whether most of what stands behind numbers are names, and no parts of them as in ``1001-DE``, ``100-A``."""
    told = [" " in name or not name.isascii() or (len(name) > _SHORT and not name.isupper()) for name in names]
    return 2 * sum(told) > len(told)


def numbers_of(column: Sequence[str | None] | None) -> Sequence[str | None] | None:
    """Return a column of customers without their names, where all are written with number and name."""
    pairs = None if column is None else parted(column)
    if column is None or pairs is None:
        return column
    return [text if text is None else pairs.get(text, (text,))[0] for text in column]


def _each_its_own(pairs: Iterable[tuple[str, str]]) -> bool:
    """Tell whether each of several numbers has one name and each name one number."""
    said = {(code, fold(name)) for code, name in pairs}
    return _SEVERAL <= len(said) == len({code for code, _ in said}) == len({name for _, name in said})


def _of_customers(pairs: Iterable[tuple[str, str]]) -> bool:
    """Tell whether digits before names are numbers of customers, all equally long and with a nought in front or many.

    Names that are not of Latin letters do not begin with the number of a house.
    """
    listed = list(pairs)
    one_length = len({len(code) for code, _ in listed}) == 1
    certain = any(code.startswith("0") or len(code) > _LONG for code, _ in listed)
    foreign = (
        all(not name[:1].isascii() or name.startswith(("(", "（")) for _, name in listed) and len(listed[0][0]) > 1
    )
    return one_length and (certain or foreign)
