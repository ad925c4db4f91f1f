"""Customers written with number and name in one cell: ``0142：石井工業``, ``8001 - García``, ``20417 Ashdown Ltd``.

One cell alone says nothing: 3M and 7-Eleven are names. A whole column does, in which customers are written in one form,
each number with one name and each name with one number. Where that is nearly so, or digits may as well be a house's
number or a postal code, somebody has to say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from app.services.sync.recognition.labels import is_total
from app.services.sync.values.text import fold, plain

#: What is said of such a column.
APART: Final = "apart"
WHOLE: Final = "whole"
#: Customers from which codes in front of all names are codes; and from which plain ones are, and few may be without.
_SEVERAL: Final = 2
_SOME: Final = 3
_MANY: Final = 5
#: Shares of customers that are written in a form, and of numbers and names that belong to each other alone: the first
#: proves it, the second is enough to ask.
_NEARLY: Final = 0.8
_MOST: Final = 0.5
#: Customers that are looked at before all are, and how long one is at most.
_SIGHT: Final = 60
_LONGEST: Final = 160
_CODE: Final = r"(?P<code>(?=[^\W_]*\d)[^\W_][\w./]{0,19}?(?:[-－]\d{1,4})?)"
_NAME: Final = r"(?P<name>(?=.{0,3}[^\W\d_]).+)"
#: What cannot be anything but a number in front of a name, if every customer of the column has it.
_MARKED: Final = (
    re.compile(rf"[\[(（［【〔]\s*{_CODE}\s*[\])）］】〕]\s*{_NAME}"),
    re.compile(rf"{_CODE}\s*[:：]\s*{_NAME}"),
    re.compile(rf"{_CODE}\s+[-–—－ー/／|｜]\s*{_NAME}"),
    re.compile(rf"{_CODE}(?:--|[-–—－／/|｜_＿])\s*{_NAME}"),
)
#: Behind a name stands a number in brackets; in headings of groups it may be how many items there are.
_BEHIND: Final = re.compile(r"(?P<name>.*[^\W\d_].*?)\s*[\[(（［](?P<code>(?=[^\s()]*\d)[^\s()\[\]]{3,20})[\])）］]")
#: In these forms number and name stand plainly apart.
_APART: Final = (_MARKED[0], _MARKED[2])
#: No name in small letters is shorter.
_SHORT: Final = 3
#: A blank alone parts a house's number from its street as well: the digits have to be of a customer.
_BLANK: Final = re.compile(rf"(?P<code>\d+)(?:\s+|\s*[,，、]\s*){_NAME}")
#: The same with a sign that says it is a number.
_SIGNED: Final = re.compile(rf"(?:[#＃№]|[Nn](?:[or]\.?|[º°]\.?)\s)\s*(?P<code>[^\W_]*\d[\w./-]*)\s+{_NAME}")
#: Letters and digits, or digits in two parts, as no name begins.
_SERIAL: Final = r"(?P<code>(?:[^\W\d_]{1,4}[-./]?(?=\d{2})|(?=\d{1,6}[-./]\d))\d{1,12}(?:[-./]\d{1,6}){0,2})"
_LETTERED: Final = re.compile(rf"{_SERIAL}\s+{_NAME}")
#: Digits and a name of other letters than Latin ones without anything between.
_JOINED: Final = re.compile(r"(?P<code>\d{4,12})(?P<name>(?![\x00-\x7f])[^\W\d_].+)")
#: Behind a name stand digits, which may be a postal code as well; a stroke or a series parts them from the name.
_LAST: Final = r"(?P<name>(?=.*[^\W\d_]{2}).*?)"
_PARTED_OFF: Final = re.compile(rf"{_LAST}\s*[/／|｜_＿#＃№]\s*(?P<code>(?:[^\W\d_]{{1,4}}[-.]?)?\d{{3,12}})")
_LETTERED_OFF: Final = re.compile(rf"{_LAST}[\s,，-]+(?P<code>[^\W\d_]{{1,4}}\d{{3,12}})")
_BLANK_OFF: Final = re.compile(rf"{_LAST}(?:\s+|\s*[-–—－,，:：;；]\s*)(?P<code>\d{{4,12}})")
_LONG: Final = 5
#: Digits from which a number in front may be a customer's where nothing but its length says so.
_DIGITS: Final = 4
#: What numbers span at most for each of them where they were given one after the other, as houses' are not.
_SPAN: Final = 20
#: A word for the customer in front of each of them.
_WORD: Final = re.compile(r"[^\W\d_][^\d:：]{0,20}[:：]\s*")
#: All forms; of headings of groups those that are no names with a count of items, either.
_GROUPED: Final = (*_MARKED, _BLANK)
_FORMS: Final = (*_MARKED, _BEHIND, _SIGNED, _LETTERED, _BLANK, _JOINED, _PARTED_OFF, _LETTERED_OFF, _BLANK_OFF)

Pairs = Mapping[str, tuple[str, str]]


class Parted(NamedTuple):
    """Number and name by customer as written, and whether the column proves that they are."""

    pairs: Pairs
    sure: bool


def parted(labels: Iterable[str | None], *, grouped: bool = False) -> Pairs | None:
    """Return number and name of each customer of a column; None where nothing proves that they are."""
    found = parting(labels, grouped=grouped)
    return found.pairs if found is not None and found.sure else None


def parting(labels: Iterable[str | None], *, grouped: bool = False) -> Parted | None:
    """Return number and name of each customer of a column, or of nearly each; None where they do not seem to be such.

    Args:
        labels: the column as seen; blanks and labels of totals do not count.
        grouped: they are headings of groups, of which all have to be written in one form.
    """
    found = [text for text in dict.fromkeys(labels) if text is not None]
    sight = [text for text in islice(found, _SIGHT) if not _is_total(text)]
    if not sight or 2 * sum(any(map(str.isdigit, text)) for text in sight) < len(sight):
        return None
    front = len(_front(sight))
    forms = [form for form in (_GROUPED if grouped else _FORMS) if 2 * len(_taken(form, sight, front)) >= len(sight)]
    found = [text for text in found if not _is_total(text)] if forms else []
    doubtful = None
    for form in forms:
        pairs = _taken(form, found, len(_front(found)))
        said = {(code, fold(name)) for code, name in pairs.values()}
        if grouped and len(pairs) < len(found):
            continue
        if not (form in _APART or _are_names(name for _, name in pairs.values())):
            continue
        if len(said) >= _SEVERAL and _is_proved(form, said, len(pairs) / len(found)):
            return Parted(pairs, sure=True)
        if doubtful is None and _is_likely(form, said, len(pairs) / len(found)):
            doubtful = Parted(pairs, sure=False)
    return None if grouped else doubtful


def _is_total(text: str) -> bool:
    return is_total(text) or fold(text).endswith(" total")


def _front(found: Sequence[str]) -> str:
    """Return the word for the customer that stands in front of all of them: ``客户：20417 华信``."""
    word = _WORD.match(_common(found)) if found else None
    return "" if word is None else word[0]


def _common(texts: Iterable[str]) -> str:
    """Return how all texts begin."""
    listed = sorted(texts)
    same = next((at for at, (one, other) in enumerate(zip(listed[0], listed[-1], strict=False)) if one != other), None)
    return listed[0][:same]


def _taken(form: re.Pattern[str], found: Iterable[str], front: int) -> dict[str, tuple[str, str]]:
    """Return number and name of those customers that are written in a form."""
    matches = ((text, form.fullmatch(text[front:].strip())) for text in found if len(text) <= _LONGEST)
    return {text: (plain(match["code"]), match["name"].strip()) for text, match in matches if match is not None}


def _are_names(names: Iterable[str]) -> bool:
    """Tell whether most of what stands behind numbers are names, and no parts of them as in ``1001-DE``, ``100-A``."""
    told = [" " in name or not name.isascii() or (len(name) > _SHORT and not name.isupper()) for name in names]
    return 2 * sum(told) > len(told)


def _is_proved(form: re.Pattern[str], said: set[tuple[str, str]], share: float) -> bool:
    """Tell whether a form proves that all its customers have number and name, which are each other's alone.

    Args:
        form: in which they are written.
        said: numbers with names.
        share: of the customers that are written so.
    """
    loose = share < 1 or not _each_its_own(said, 1)
    if loose and (len(said) < _MANY or share < _NEARLY or not _each_its_own(said, _NEARLY)):
        return False
    codes = [code for code, _ in said]
    if form is _BLANK:
        return _of_customers(said)
    if form in {_LETTERED, _LETTERED_OFF}:
        return len({_shape(code) for code in codes}) == 1 and (len(codes) >= _SOME or len(_common(codes)) > 1)
    if form in {_JOINED, _PARTED_OFF}:
        return len({len(code) for code in codes}) == 1 and len(codes) >= _SOME
    return form is not _BLANK_OFF


def _is_likely(form: re.Pattern[str], said: set[tuple[str, str]], share: float) -> bool:
    """Tell whether most customers may have number and name, so that somebody has to say."""
    digits = min((sum(map(str.isdigit, code)) for code, _ in said), default=0)
    if len(said) == 1:
        ((code, _),) = said
        return share == 1 and (digits >= _LONG or (code.startswith("0") and digits >= _DIGITS)) and form is not _BEHIND
    if not _each_its_own(said, _MOST):
        return False
    wide, several, long = share >= _NEARLY, len(said) >= _SOME, digits >= _DIGITS
    if form in {_BLANK_OFF, _JOINED}:
        return wide and long
    return wide + several + long > 1 if form is _BLANK else wide or several


def _each_its_own(said: set[tuple[str, str]], share: float) -> bool:
    """Tell whether each of several numbers has one name and each name one number, or a share of them has."""
    numbers, names = (Counter(pair[at] for pair in said) for at in (0, 1))
    alone = sum(1 for code, name in said if numbers[code] == 1 and names[name] == 1)
    return len(said) >= _SEVERAL and alone >= share * len(said)


def _shape(code: str) -> str:
    """Return how a number is made: its letters and digits by their kind."""
    return "".join("9" if sign.isdigit() else "A" if sign.isalpha() else sign for sign in code)


def _of_customers(pairs: Iterable[tuple[str, str]]) -> bool:
    """Tell whether digits before names are numbers of customers: equally long and many, or given one after the other.

    Names that are not of Latin letters do not begin with the number of a house.
    """
    listed = list(pairs)
    codes = {int(code) for code, _ in listed}
    if len(codes) >= _MANY and max(codes) - min(codes) < _SPAN * len(codes):
        return True
    long = len(listed[0][0])
    one_length = len({len(code) for code, _ in listed}) == 1
    certain = any(code.startswith("0") or len(code) > _LONG for code, _ in listed)
    foreign = all(not name[:1].isascii() or name.startswith(("(", "（")) for _, name in listed) and long > 1
    return one_length and (certain or foreign or (long == _LONG and len(listed) >= _SOME))
