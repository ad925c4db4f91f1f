"""Numbers in cells: one verdict per column about the decimal sign, then exact minor units.

A text number is read both ways, with a point and with a comma as its decimal sign. Cells that make sense in one way
only are the evidence; a column in which every cell makes sense both ways is undecided and somebody has to say.
``13,75`` in a column of points is rejected, never 1375.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from app.services.sync.values.cells import Cell, distinct, types
from app.services.sync.values.currency import NOTHING, Mark, meaning
from app.services.sync.values.scales import INDIAN, doubtful, scaled
from app.services.sync.values.text import SEP, is_null, plain, words

POINT: Final = "point"
COMMA: Final = "comma"
#: No text cell tells the two apart, or none has to: true numbers, digits only.
WHOLE: Final = "whole"
#: A minority of cells that contradict the verdict is rejected; beyond this share nobody knows.
_MAJORITY: Final = 0.9

_SIGNS: Final = str.maketrans(dict.fromkeys("−–—‐‑﹣▲△▼", "-") | {"’": "'", "´": "'", "`": "'"})
_DIGITS: Final = re.compile(r"[.,]?\d(?:.*\d)?", re.DOTALL)
_LAKH: Final = r"[1-9]\d?(?:,\d{2})+,\d{3}"
_AS_POINT: Final = re.compile(rf"(?:[1-9]\d{{0,2}}([, '])\d{{3}}(?:\1\d{{3}})*|{_LAKH}|\d+)(?:\.\d+)?|\.\d+")
_AS_COMMA: Final = re.compile(r"(?:[1-9]\d{0,2}([. '])\d{3}(?:\1\d{3})*|\d+)(?:,\d+)?|,\d+")
#: Whole francs and euros as people write them: 1'200.-, 1.200,--
_NO_CENTS: Final = re.compile(r"(\d)([.,])-{1,2}(?=\D*$)")
#: What is written around whole amounts so that nothing can be added: 金110,000円也, 110,000元整.
_SPOKEN: Final = re.compile(r"^金\s*(?=[\d¥\\])|(?<=[円圓元])[也整]$")
#: The same after the sign of the yen: ¥110,000-.
_YEN_FRONT: Final = re.compile(r"[-−▲△(]?\s*[¥￥\\]\s*[\d０-９].*", re.DOTALL)
_ENDS: Final = "-－ー―‐–—"
_END: Final = f" {_ENDS}"
_SIGN: Final = re.compile("[+-]")
_SIDE: Final = re.compile(r"(?:dr|cr|db)\.?", re.IGNORECASE)
_EXPONENT: Final = re.compile(r"(\d(?:([.,])\d+)?)[eE]([+-]?\d{1,2})")

#: Whole columns at once: decimals of which every cell is certain, with and without grouping.
_ALL_PLAIN: Final = re.compile(rf"(?:-?\d{{1,15}}(?:\.\d\d?)?{SEP})*")
_ALL_GROUPED: Final = re.compile(rf"(?:-?[1-9]?\d{{1,2}}(?:,\d{{3}})*\.\d\d?{SEP})*")
_SWAP: Final = str.maketrans(".,", ",.")


class Numeral(NamedTuple):
    """A text number read both ways; None where that way makes no sense."""

    as_point: Decimal | None
    as_comma: Decimal | None
    mark: Mark = NOTHING
    #: What the unit is worth that it carries itself; 0 if it carries none.
    unit: int = 0


@lru_cache(maxsize=200_000)
def numeral(text: str) -> Numeral | None:
    """Read one text number with its sign, grouping and currency mark; None if it is no number.

    Signs in front, behind, as parentheses, as a triangle and as Dr/Cr or S/H behind the number count; Cr and H are
    negative.
    """
    tidy = plain(text).translate(_SIGNS)
    if tidy[:1] == "'":
        tidy = tidy[1:]
    tidy = tidy.rstrip("* ")  # a note's mark
    if not tidy.isascii():
        tidy = _SPOKEN.sub("", tidy)
    if (whole := scaled(tidy)) is not None:
        return _times(_numeral(whole.text), whole.factor)
    return _numeral(tidy)


def _times(read: Numeral | None, factor: int) -> Numeral | None:
    """Return a number in the unit that it carries."""
    if read is None:
        return None
    point, comma = (None if way is None else way * factor for way in read[:2])
    return Numeral(point, comma, read.mark, factor)


def _numeral(tidy: str) -> Numeral | None:
    """Read a text number without blanks around it, with signs that all are one."""
    if ",-" in tidy or ".-" in tidy:
        tidy = _NO_CENTS.sub(r"\1\g<2>00", tidy)
    span = _DIGITS.search(tidy)
    if span is None:
        return None
    front, body, back = tidy[: span.start()], span.group(), tidy[span.end() :]
    around, negative = front + back, front.count("(") == 1 and back.count(")") == 1
    if around.count("(") + around.count(")") != 2 * negative:
        return None
    front, back = front.replace("(", "").lstrip(), back.replace(")", "").rstrip()
    if front and front[-1].isalpha() and body[0] in ".,":
        front, body = front + body[0], body[1:]
    if (power := _EXPONENT.fullmatch(body)) and not front.strip("+- ") and not back.strip():
        return _with_exponent(power, -1 if "-" in front else 1)
    if not body.isdecimal() and _SIDE.fullmatch(back):
        back = f" {back}"  # 1,234.56CR: a document's number has no decimals
    sign_front, mark_front = _around(front)
    sign_back, mark_back = _around(back)
    mark = _agreed(mark_front, mark_back)
    if sign_front is None or sign_back is None or mark is None:
        return None
    if (body.isdecimal() and _touching(front + back)) or _signed_twice(around, negative=negative):
        return None
    sign = sign_front * sign_back * (-1 if negative else 1)
    as_point, as_comma = _AS_POINT.fullmatch(body), _AS_COMMA.fullmatch(body)
    if as_point is None and as_comma is None:
        return None
    bare = body.replace(" ", "").replace("'", "")
    return Numeral(
        sign * Decimal(bare.replace(",", "")) if as_point else None,
        sign * Decimal(bare.replace(".", "").replace(",", ".")) if as_comma else None,
        mark,
    )


def _agreed(front: Mark, back: Mark) -> Mark | None:
    """Return what the marks on both sides mean together, as in ￥12.50元; None if they are of different currencies."""
    if front is NOTHING or back is NOTHING:
        return back if front is NOTHING else front
    one, other = ({mark.code} if mark.code else set(mark.choices) for mark in (front, back))
    both = one & other
    return (
        next((mark for mark in (front, back) if mark.code), Mark(both.pop(), sign=front.sign))
        if len(both) == 1
        else None
    )


def _signed_twice(around: str, *, negative: bool) -> bool:
    """Tell whether a number has two signs, as ``--5``, ``(-5)`` or ``-5 Cr``: which one counts is anybody's guess."""
    marks = len(_SIGN.findall(around)) + negative
    if not marks:
        return False
    word = around.strip("+- ().").casefold()
    return marks + (word in words("sign", "credit")) > 1


def _touching(around: str) -> bool:
    """Tell whether one or two Latin letters touch plain digits: R400227 is a document and no amount in rand."""
    letters = around.strip("-+$.")
    return 0 < len(letters) <= 2 and letters.isascii() and letters.isalpha() and " " not in around


def _with_exponent(power: re.Match[str], sign: int) -> Numeral:
    """Read ``2.417856118E7``: the mantissa's separator can only be the decimal sign."""
    value = sign * Decimal(power.group(1).replace(",", ".")).scaleb(int(power.group(3)))
    separator = power.group(2)
    return Numeral(None if separator == "," else value, None if separator == "." else value)


@lru_cache(maxsize=4096)
def _around(text: str) -> tuple[int | None, Mark]:
    """Return the sign and the currency beside the digits; sign None if the text is something else.

    Words such as Cr stand apart from the digits, and a letter such as H behind them: C0071 is no number.
    """
    tidy = text.strip()
    if not tidy:
        return 1, NOTHING
    sign = -1 if tidy[0] == "-" or tidy[-1] == "-" else 1
    rest = tidy.strip("+- ()").casefold()
    letters = rest.rstrip(".")
    if letters.isalpha() and (len(letters) > 1 or text[0] == " ") and (text[0] == " " or text[-1] == " "):
        for group, factor in (("debit", 1), ("credit", -1)):
            if letters in words("sign", group):
                return sign * factor, NOTHING
    if not rest:
        return sign, NOTHING
    mark = meaning(tidy.strip("+- ()"))
    return (sign, mark) if mark.code or mark.choices else (None, NOTHING)


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """What is known about the numbers of a column.

    Attributes:
        cells: as read.
        decimal: ``point``, ``comma``, ``whole``, or None if undecided.
        values: text cell → its number; texts that are none are left out.
        proof: a text cell that decided, None where none had to.
        doubt: a text cell that could be read both ways, None if there is none.
        marks: currency marks found in the cells, with the number of distinct cells that carry them.
        kinds: the types of the cells.
        units: text cells that carry the unit of their amount, such as 12万円.
    """

    cells: Sequence[Cell]
    decimal: str | None
    values: dict[str, Decimal] = field(default_factory=dict)
    proof: str | None = None
    doubt: str | None = None
    marks: dict[Mark, int] = field(default_factory=dict)
    kinds: frozenset[type] = frozenset()
    units: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """Name the verdict for the mapping view."""
        if float in self.kinds or int in self.kinds:
            return "numbers" if not self.values else f"numbers, {self.decimal}"
        return self.decimal or "" if self.values else ""

    def number(self, cell: Cell) -> Decimal | None:
        """Return one cell's number; None if it is empty or none."""
        if isinstance(cell, str):
            return self.values.get(cell)
        if isinstance(cell, bool) or not isinstance(cell, (int, float)):
            return None
        return Decimal(repr(cell))


def read_numbers(cells: Sequence[Cell], decide: str | None = None) -> NumberColumn:
    """Judge a column over all its cells.

    Args:
        cells: the column, blanks included.
        decide: ``point`` or ``comma`` if somebody has said so; it is taken for every text cell.
    """
    kinds = types(cells)
    if str not in kinds:
        return NumberColumn(cells, WHOLE, kinds=kinds)
    texts = {cell for cell in distinct(cells) if isinstance(cell, str) and cell}
    if not texts:
        return NumberColumn(cells, WHOLE, kinds=kinds)
    if decide is None and (quick := _at_once(cells, texts, kinds)) is not None:
        return quick
    return _one_by_one(cells, texts, kinds, decide)


def _at_once(cells: Sequence[Cell], texts: set[str], kinds: frozenset[type]) -> NumberColumn | None:
    """Judge a column of certain decimals without looking at single cells; None where that does not do."""
    listed = list(texts)
    joined = SEP.join(listed) + SEP
    for decimal, form in ((POINT, joined), (COMMA, joined.translate(_SWAP))):
        grouped = "," in form
        if not (_ALL_GROUPED if grouped else _ALL_PLAIN).fullmatch(form):
            continue
        digits = form.replace(",", "")[:-1].split(SEP)
        found = dict(zip(listed, map(Decimal, digits), strict=True))
        proof = next((text for text in listed if not text.lstrip("-").isdigit()), None)
        return NumberColumn(cells, decimal if proof else WHOLE, found, proof, kinds=kinds)
    return None


def _one_by_one(cells: Sequence[Cell], texts: set[str], kinds: frozenset[type], decide: str | None) -> NumberColumn:
    """Read every distinct text both ways and count what speaks for which."""
    ended = _end_marks(texts)
    bare = {text: text.rstrip(_END) for text in ended}
    read = {text: found for text in texts if (found := numeral(bare.get(text, text))) is not None}
    units = {text: found.unit for text, found in read.items() if found.unit}
    if not INDIAN.isdisjoint(units.values()):  # 2 Cr beside 3 lakh is no credit, or is it?
        read = {text: found for text, found in read.items() if text in units or doubtful(text) is None}
    only = {POINT: [], COMMA: []}  # type: dict[str, list[str]]
    both: list[str] = []
    for text, found in read.items():
        if found.as_comma is None:
            only[POINT].append(text)
        elif found.as_point is None:
            only[COMMA].append(text)
        elif found.as_point != found.as_comma:
            both.append(text)
    decimal = decide or _verdict(len(only[POINT]), len(only[COMMA]), len(both))
    marks = Counter(found.mark for found in read.values() if found.mark is not NOTHING)
    values: dict[str, Decimal] = {}
    for text, found in read.items():
        value = found.as_comma if decimal == COMMA else found.as_point
        if value is not None and (decimal is not None or found.as_comma == found.as_point):
            values[text] = value
    proof = min(only[decimal], default=None) if decimal in only else None
    own = tuple(sorted(text for text in units if text in values))
    return NumberColumn(cells, decimal, values, proof, min(both, default=None), dict(marks), kinds, own)


def _end_marks(texts: set[str]) -> set[str]:
    """Return the cells that end in a stroke as amounts in yen do, ``¥110,000-``: no minus where all of them have it."""
    yen = {text for text in texts if "¥" in text or "￥" in text or "\\" in text}
    front = {text for text in yen if _YEN_FRONT.fullmatch(text.strip())}
    return front if front and all(text.strip()[-1] in _ENDS for text in front) else set()


def _verdict(points: int, commas: int, either: int) -> str | None:
    """Weigh the cells that make sense in one way only; None if they do not decide."""
    if points and commas:
        more, share = (POINT, points) if points > commas else (COMMA, commas)
        return more if share >= _MAJORITY * (points + commas) else None
    if points or commas:
        return POINT if points else COMMA
    return None if either else WHOLE


def is_number(cell: Cell) -> bool:
    """Tell whether a cell can be read as a number in any way."""
    if isinstance(cell, str):
        return numeral(cell) is not None
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def is_blank(cell: Cell) -> bool:
    """Tell whether a money cell is empty or says so in words."""
    return cell is None or (isinstance(cell, str) and (not cell or is_null(cell)))
