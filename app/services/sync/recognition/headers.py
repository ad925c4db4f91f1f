"""Where a table's headings stand: the rows that may be its header, the likeliest first.

Known headings count most. Where none is known, a row of texts above rows with numbers or days may still be one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from app.services.sync.files.grid import Row
from app.services.sync.layouts.ages import is_age
from app.services.sync.layouts.headings import fields, in_full, known, meanings, strength
from app.services.sync.layouts.layout import Layout
from app.services.sync.values.currency import NOTHING, Mark, in_heading, meaning, names_currency
from app.services.sync.values.dates import looks_like_date
from app.services.sync.values.months import heading_month
from app.services.sync.values.numbers import is_number
from app.services.sync.values.quotations import rated_in
from app.services.sync.values.text import heading_key, plain

#: Rows in which a header is looked for, and how many of them are tried.
HEADER_ROWS: Final = 60
_TRIED: Final = 4
#: Texts that a row needs to be a header without a known heading, and rows below it that are looked at.
_TEXTS: Final = 3
_BELOW: Final = 6
#: Share of a row's cells that are the headings themselves where the header is repeated.
_REPEATED: Final = 0.7
_FEW: Final = 3
#: How many times stronger a header is than a row of its table that has some words of headings.
_FAR: Final = 3
#: What a spreadsheet shows for a formula that fails, in any language.
_ERROR: Final = re.compile(r"#\S{2,14}[!?]|#N/?[ADV]")


class Header(NamedTuple):
    """A row or two that may be the header: its first and last row from 0, and the headings."""

    top: int
    bottom: int
    headings: list[str]


def candidates(rows: Sequence[Row]) -> list[Header]:
    """Return the rows that may be headers, the strongest first; ``rows`` are the first ones of a sheet."""
    weighed = []
    for index, row in enumerate(rows[:HEADER_ROWS]):
        cells = texts_in(row)
        if sum(1 for cell in cells if cell) >= 2:
            whole, partly = strength(cells)
            months = sum(1 for cell in cells if cell and heading_month(cell) is not None)
            rated = sum(1 for cell in cells if cell and rated_in(cell) is not None)
            partly += max(months, rated) if whole and max(months, rated) > 1 else 0
            if whole + partly >= 2:
                weighed.append((2 * whole + partly, -index, cells))
    weighed.sort(reverse=True)
    found: list[Header] = []
    seen: set[tuple[str, ...]] = set()
    for weight, negative, cells in weighed:
        if tuple(cells) in seen or len(seen) == _TRIED:  # headers are repeated on every page of a printed list
            continue
        seen.add(tuple(cells))
        index = -negative
        if (merged := merge(rows, index - 1)) and _tells_currencies(merged, cells):
            found.append(Header(index - 1, index, merged))
            continue
        found.append(Header(index, index + _is_said_again(cells, rows[index + 1 : index + 2]), cells))
        for top in (index - 1, index):
            merged = merge(rows, top)
            if merged and (sum(map(int.__mul__, strength(merged), (2, 1))), _surely(merged)) > (weight, _surely(cells)):
                found.append(Header(top, top + 1, merged))
    return found


def _tells_currencies(merged: Sequence[str], cells: Sequence[str]) -> bool:
    """Tell whether the row above says of which currency columns are that have one heading: Soles over one, Dólares."""
    signs: dict[str, set[Mark]] = {}
    for whole, heading in zip(merged, cells, strict=True):
        if heading and whole != heading and whole.startswith(heading):
            signs.setdefault(heading_key(heading), set()).add(meaning(whole.removeprefix(heading).strip()))
    return any(len(marks - {NOTHING}) > 1 for marks in signs.values())


def _is_said_again(headings: Sequence[str], below: Sequence[Row]) -> bool:
    """Tell whether the next row names the same columns once more, in another language."""
    for row in below:
        if any(map(_is_figure, row)):
            return False
        pairs = [(one, other) for one, other in zip(headings, texts_in(row), strict=False) if one and other]
        same = sum(1 for one, other in pairs if one != other and _means(one) & _means(other))
        return same >= _FEW and 2 * same > len(pairs)
    return False


def _means(heading: str) -> set[str]:
    return {hit.field for hit in in_full(heading, beside=True)}


def is_row_of(header: Header, first: Header, rows: Sequence[Row]) -> bool:
    """Tell whether a candidate is nothing but a row of the table under a far stronger one: figures, and a word or two.

    An invoice calls itself one, and that is a heading elsewhere. Looking at the whole table under such a row takes as
    long as under its header.
    """
    if header.top <= first.bottom or header.top < header.bottom:
        return False
    weak, strong = (sum(map(int.__mul__, strength(one.headings), (2, 1))) for one in (header, first))
    return _FAR * weak <= strong and any(
        sum(map(_is_figure, row)) >= _FEW for row in rows[header.top : header.bottom + 1]
    )


def _surely(headings: Sequence[str]) -> int:
    """Return how surely headings say what they mean: ``Customer No.`` says more than ``No.``."""
    return sum(hits[0].weight for heading in headings if (hits := in_full(heading, beside=True)))


def unknown(rows: Sequence[Row]) -> list[Header]:
    """Return rows of texts with rows of figures below them, the widest first: headers in words that nobody knows."""
    found = []
    for index, row in enumerate(rows[:HEADER_ROWS]):
        cells = texts_in(row)
        filled = [heading_key(cell) for cell in cells if cell.strip()]
        if len(filled) < _TEXTS or len(set(filled)) < len(filled) - 1 or any(map(_is_figure, row)):
            continue
        below = [later for later in rows[index + 1 : index + 1 + _BELOW] if sum(map(_is_figure, later)) >= 2]
        if below:
            found.append((len(filled), -index, Header(index, index, cells)))
    found.sort(key=lambda entry: entry[:2], reverse=True)
    return [header for _, _, header in found[:_TRIED]]


def absent(rows: Sequence[Row], width: int) -> list[Header]:
    """Return a header of blank headings for a table that begins at once: its first row is like those that follow.

    One of them may be otherwise: a cell of it may be blank or broken.
    """
    filled = [row for row in rows[:HEADER_ROWS] if any(cell != "" for cell in row)]
    shapes = [[(_is_figure(cell), cell != "") for cell in row] for row in filled[: _BELOW + 1]]
    same = sum(shape == shapes[0] for shape in shapes[1:])
    alike = same >= 1 and same >= len(shapes) - 1 - (len(shapes) > _FEW)
    return [Header(-1, -1, [""] * width)] if alike and sum(figure for figure, _ in shapes[0]) >= 2 else []


def fitting(rows: Sequence[Row], layouts: Sequence[Layout]) -> list[Header]:
    """Return the rows that carry all headings of a saved layout, whatever words they are; one row before two."""
    if not layouts:
        return []
    found = []
    for index, row in enumerate(rows[:HEADER_ROWS]):
        single, both = texts_in(row), merge(rows, index)
        for bottom, headings in ((index, single), (index + 1, both)):
            fits = max((layout.fits(headings) for layout in layouts), default=0) if headings else 0
            if fits and headings:
                found.append((-fits, Header(index, bottom, headings)))
                break
    found.sort(key=lambda entry: entry[0])
    return [header for _, header in found[:_TRIED]]


def told(rows: Sequence[Row], layout: Layout, width: int) -> list[Header]:
    """Return the header that a layout names; one over two rows if its own headings are those of both rows together."""
    row = layout.header_row or 0
    if row == 0:
        return [Header(-1, -1, [""] * width)]
    if row > len(rows):
        return []
    single = Header(row - 1, row - 1, texts_in(rows[row - 1]))
    both = merge(rows, row - 2)
    if both and len(layout.told(both)) > len(layout.told(single.headings)):
        return [Header(row - 2, row - 1, both)]
    return [single]


def texts_in(row: Row) -> list[str]:
    """Return a row's texts, blank where other cells stand; a day may head a column, as one of its month does.

    An error of a formula is no text: ``#REF!`` and ``#VALUE!`` would be words of headings.
    """
    texts = (cell if isinstance(cell, str) else cell.isoformat()[:10] if isinstance(cell, date) else "" for cell in row)
    return ["" if text.startswith("#") and _ERROR.fullmatch(text) else text for text in texts]


def _is_figure(cell: object) -> bool:
    return cell != "" and (is_number(cell) or looks_like_date(cell))


def merge(rows: Sequence[Row], top: int) -> list[str] | None:
    """Join the headings of two rows; None unless both are rows of headings.

    What stands above belongs to what stands below if both together are a known heading, in either order. Else it is a
    heading broken in two, unless it stands over several columns: it says what they are about, and each has its own.
    """
    if top < 0 or top + 1 >= len(rows):
        return None
    upper, lower = rows[top], rows[top + 1]
    if len(upper) != len(lower) or not any(lower):
        return None
    above = [cell for cell in upper if isinstance(cell, str) and _may_head(cell)]
    below = [cell for cell in lower if isinstance(cell, str) and _may_head(cell)]
    if len(above) != len(upper) or len(below) != len(lower):
        return None
    often = Counter(map(heading_key, below))
    over, joined = "", []
    for at, (one, other) in enumerate(zip(above, below, strict=True)):
        over = one or (over if other else "")
        spans = bool(one) and at + 1 < len(below) and not above[at + 1] and bool(below[at + 1])
        joined.append(_beneath(over, other, often) if not one else _together(one, other, often, spans=spans))
    return joined


def _may_head(cell: str) -> bool:
    """Tell whether a text may be a heading of two rows: figures stand below headings, but for ages and months."""
    if not any(map(str.isdigit, cell)):
        return True
    month = heading_month(cell) is not None and not looks_like_date(cell)
    return month or is_age(cell) or bool(in_full(cell, beside=True))


def _beneath(over: str, below: str, often: Mapping[str, int]) -> str:
    """Return a heading with the one in a merged cell above, which names the columns on its right too.

    It does where the heading says nothing by itself, or where several columns have the same; ages take its currency.
    """
    if is_age(below) and (mark := in_heading(over)) is not NOTHING:
        return f"{below} ({mark.sign})"
    if _is_of_currency(over, below):
        return f"{below} {over}"
    spread = f"{over} {below}"
    alone = heading_key(below) in known() and often[heading_key(below)] == 1
    return spread if over and below and not alone and in_full(spread) else below


def _is_of_currency(above: str, below: str) -> bool:
    """Tell whether a currency stands over the heading of an amount."""
    return names_currency(above) and any(fields()[hit.field].cells == "money" for hit in in_full(below))


def _together(above: str, below: str, often: Mapping[str, int], *, spans: bool) -> str:
    """Return what a heading makes with the one right above it."""
    whole, turned = f"{above} {below}", f"{below} {above}"
    if _is_of_currency(above, below):
        return turned  # Saldo over two columns, of which one stands under Soles
    if not below or in_full(whole):
        return whole if below else above
    if in_full(turned):
        return turned  # Amount over Original
    if spans and is_age(below) and (mark := in_heading(above)) is not NOTHING:
        return f"{below} ({mark.sign})"  # the currency is that of all ages below it
    own = spans and often[heading_key(below)] == 1 and in_heading(above) is NOTHING
    known_below = is_age(below) or (in_full(below) and meanings(above, beside=True))
    return below if own and known_below else whole


def repeats(row: Row, headings: Sequence[str]) -> bool:
    """Tell whether a row is the header again, as on every page of a printed list."""
    filled = [(cell, heading) for cell, heading in zip(row, headings, strict=False) if cell != ""]
    same = sum(1 for cell, heading in filled if isinstance(cell, str) and _alike(cell, heading))
    return same >= 2 and same >= _REPEATED * len(filled)


def _alike(cell: str, heading: str) -> bool:
    """Tell whether a cell is a heading again, perhaps without its star, point or capitals."""
    return plain(cell) == plain(heading) or heading_key(cell) == heading_key(heading) != ""
