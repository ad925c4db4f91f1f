"""What the lines above a table say once more or once for all: page headings, and whose all its rows are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from typing import Final

from app.services.sync.files.grid import Row
from app.services.sync.layouts.headings import known
from app.services.sync.recognition.headers import repeats
from app.services.sync.values.cells import Cell
from app.services.sync.values.dates import looks_like_date
from app.services.sync.values.text import SEP, cell_text, fold, heading_key, plain, words

#: Lines above a repeated header that may be the page's heading.
_DEEP: Final = 8
_DIGITS: Final = re.compile(r"\d+")
_PAGE: Final = re.compile(
    r"第?\s*\d+\s*(?:[頁页]|ページ)|(?:頁次?|页次?|page|pag\.?|pág\.?|página|pagina|seite|folha|hoja|ページ)\W*\d.*"
)
_ADDRESSEE: Final = re.compile(r"(.*\S)\s*(?:御中|様)")
#: Between labels in one cell stand at least two blanks or a wide one.
_BETWEEN: Final = re.compile(r"(?:\s{2,}|\u3000+|[;；|｜]\s*)(?=[^:：]{1,24}[:：])")
_COLON: Final = re.compile(r"[:：]")
_SEVERAL: Final = 2
#: No heading is longer.
_LONGEST: Final = 24
#: A choice of several customers, as parameters of a report are printed: ``001 - 999``, ``C1 hasta C9``.
_RANGE: Final = re.compile(r"[~〜～]|\.\.|\d\s+(?:-|–|a|al|to|thru|through|bis|hasta|ate)\s+\S*\d\S*$")


def page_rows(
    cells: Callable[[int], Sequence[Cell]],
    body: Sequence[Row],
    header: Sequence[Sequence[str]],
    above: Sequence[Row],
) -> frozenset[int]:
    """Return the rows at which a printed list begins a new page: the header again, and above it the titles again.

    Args:
        cells: gives the cells of a column below the header.
        body: the rows below the header.
        header: the headings of all columns, row by row where they stand in two.
        above: the rows above the header.
    """
    again = [(at, headings) for headings in header for at in _again(cells, body, headings)]
    exact = {plain(str(cell)) for row in above for cell in row if cell != ""}
    titles = {_DIGITS.sub("0", text) for text in exact}
    found = {at for at, _ in again}
    for at, headings in again:
        if not _goes_on(body[at + 1 : at + 1 + _DEEP], headings):
            continue
        for place in range(at - 1, max(-1, at - 1 - _DEEP), -1):
            texts = [plain(str(cell)) for cell in body[place] if cell != ""]
            fronts = ["", *texts]
            if not all(
                text in exact or _is_title(text, titles) or _PAGE.fullmatch(fold(f"{front} {text}"))
                for front, text in zip(fronts, texts, strict=False)
            ):
                break
            if texts:
                found.add(place)
    return frozenset(found)


def _again(cells: Callable[[int], Sequence[Cell]], body: Sequence[Row], headings: Sequence[str]) -> list[int]:
    """Return the rows that are a row of the header once more."""
    named = next((at for at, heading in enumerate(headings) if heading.strip()), None)
    if named is None or headings[named] not in (column := cells(named)):
        return []
    return [at for at, cell in enumerate(column) if cell == headings[named] and repeats(body[at], headings)]


def _goes_on(below: Sequence[Row], headings: Sequence[str]) -> bool:
    """Tell whether the table goes on below a header that is repeated: its next row is filled as one of the table is."""
    most = sum(1 for heading in headings if heading.strip())
    filled = (sum(1 for cell in row if cell != "") for row in below)
    return 2 * next((count for count in filled if count), 0) >= most


def _is_title(text: str, titles: set[str]) -> bool:
    """Tell whether a text is a page's number, or a line above the table with other digits that names no customer."""
    if _PAGE.fullmatch(fold(text)):
        return True
    telling = any(map(str.isalpha, text)) or looks_like_date(text)
    return telling and _DIGITS.sub("0", text) in titles and _labelled(text, None) is None


def party_above(rows: Iterable[Row]) -> str | None:
    """Return whose all rows are, as a line above the table says it: ``Cliente: C-01 - Acme``, ``株式会社青葉 御中``.

    Parameters of a report name no customer: all of them, or a range. Two different ones leave it open. What is called
    an account's number, or a number and no more, may be our own, but not in the line that names the customer.
    """
    number: dict[str, None] = {}
    name: dict[str, None] = {}
    beside: dict[str, None] = {}
    for row in rows:
        texts = [text for cell in row if cell != "" for part in _labels(cell) if (text := cell_text(part)) is not None]
        pairs = list(zip_longest(texts, texts[1:]))
        said = [_labelled(text, following) for text, following in pairs]
        if any(one is not None and not one[0] for one in said):
            coded = (_labelled(text, following, of_anybody=True) for text, following in pairs)
            number.update((one[1], None) for one in coded if one is not None and one[0] and _is_code(one[1]))
        for text, found in zip(texts, said, strict=True):
            if found is not None:
                (number if found[0] else name)[found[1]] = None
            elif (match := _ADDRESSEE.fullmatch(plain(text))) is not None:
                name[match.group(1)] = None
        if any(one is not None and one[0] for one in said):
            beside.update((text, None) for text in texts[-1:] if len(texts) > _SEVERAL and _is_name(text))
    if not name and len(beside) == 1:
        name = beside
    if len(number) > 1 or len(name) > 1 or not number | name:
        return None
    return SEP.join((*number, *name))


def _labels(cell: Cell) -> Sequence[Cell]:
    """Return the parts of a cell in which several labels stand one after the other, each with what it says."""
    if not isinstance(cell, str) or len(_COLON.findall(cell)) < _SEVERAL:
        return (cell,)
    parts = [part for part in _BETWEEN.split(cell) if part.strip()]
    return parts if all(_COLON.search(part) for part in parts) else (cell,)


def _is_name(text: str) -> bool:
    """Tell whether a text behind a customer's number may be the name."""
    words_only = any(map(str.isalpha, text)) and _COLON.search(text) is None and not looks_like_date(text)
    return words_only and heading_key(text) not in known() and not _is_code(text)


def _is_code(text: str) -> bool:
    return " " not in text and any(map(str.isdigit, text))


def _labelled(text: str, following: str | None, *, of_anybody: bool = False) -> tuple[bool, str] | None:
    """Return whether a text labelled as a customer is a number, and that text; None if it is none.

    ``of_anybody``: the label need not say that it is a customer's.
    """
    front, colon, rest = plain(text).partition(":")
    if not colon and _is_code(last := front.rpartition(" ")[2]):  # Kundennummer 4711
        front, colon, rest = front.rpartition(" ")[0], ":", last
    value = rest.strip() or plain(following or "")
    if (addressed := _ADDRESSEE.fullmatch(value)) is not None:
        value = addressed.group(1)
    key = heading_key(front)
    if not value or len(front) > _LONGEST or not (colon or following):
        return None
    if not of_anybody and not any(word in fold(front) for word in words("customer_word")):
        return None
    weight = {hit.field: hit.weight for hit in known().get(key, ()) if hit.field in {"account", "name"}}
    if of_anybody and fold(front) in words("code_label"):
        weight = {"account": 1}
    if not weight or heading_key(value) in known() or fold(value) in words("everybody") or _RANGE.search(fold(value)):
        return None
    return weight.get("account", 0) > weight.get("name", 0), value
