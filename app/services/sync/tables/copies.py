"""Whether a table repeats another one's rows or sums them up: then reading both would count twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from app.services.sync.files.grid import Row
from app.services.sync.recognition.detect import Found
from app.services.sync.recognition.labels import is_total
from app.services.sync.values.cells import Cell
from app.services.sync.values.text import each, fold, heading_key, shown

#: Rows of a small table that must be found in a large one for it to be a copy, or a summary.
_COPIED: Final = 0.95
_SUMMED: Final = 0.8
#: What tells one row of a table from another, by which copies with other columns are compared.
_TELLING: Final = """
    account name number series instalment receipt_number case_number open original debit credit receipt_amount paid
    due_date document_date receipt_date currency
""".split()
_ENOUGH: Final = 3
#: What names a document among them.
_DOCUMENT: Final = frozenset("number series instalment receipt_number case_number".split())
#: Cells of a note under a table.
_NOTE: Final = 2
_NUMBERS: Final = frozenset({"number", "receipt_number", "case_number"})
#: What a table of single documents or payments has, and a summary has not: equal sums prove nothing where every month
#: has the same invoices.
_SINGLE: Final = _NUMBERS | set("document_date due_date posting_date receipt_date value_date opened_date".split())
#: Rows of a summary that are looked at, columns of numbers of the table that it may sum up, and how exact sums are.
_LOOKED: Final = 2_000
_FIGURES: Final = 12
_CENT: Final = 0.0051


@dataclass(frozen=True, slots=True)
class Rest:
    """The rows of a copy that are not in the other table, by their numbers as Excel shows them.

    Attributes:
        new: their document stands in the other table nowhere; row → its number.
        changed: the other table has the document, with other amounts or days.
    """

    new: Mapping[int, str]
    changed: tuple[int, ...]


class Copies:
    """Compares the tables of a file; each is taken apart once, however many others there are."""

    def __init__(self) -> None:
        self._taken: dict[tuple[int, tuple[str, ...]], dict[tuple[str, ...], int]] = {}

    def repeats(self, table: Found, of: Found) -> bool:
        """Tell whether the rows of one table are rows of the other, whatever other columns they have."""
        telling = _telling(table, of)
        small, large = self._rows(table, telling), self._rows(of, telling)
        left = len(small) * (1 - _COPIED)
        for row in small:
            if row not in large:
                left -= 1
                if left < 0:
                    return False
        return bool(small)

    def rest(self, table: Found, of: Found) -> Rest:
        """Return the rows of a copy that the other table lacks; totals and notes are none."""
        telling = _telling(table, of)
        large = self._rows(of, telling)
        at = [place for place, name in enumerate(telling) if name in _DOCUMENT]
        known = {tuple(row[place] for place in at) for row in large}
        new: dict[int, str] = {}
        changed = []
        for row, place in self._rows(table, telling).items():
            if row in large:
                continue
            document = tuple(row[place] for place in at)
            number = table.bottom + 2 + place
            if at and document not in known and any(map(str.isdigit, "".join(document))):
                new[number] = " ".join(filter(None, document))
            elif (at and document in known and any(document)) or (not at and _is_record(row)):
                changed.append(number)
        return Rest(new, tuple(sorted(changed)))

    def _rows(self, table: Found, telling: tuple[str, ...]) -> dict[tuple[str, ...], int]:
        """Return what tells the rows of a table apart, with the place of each from the first below the header."""
        if (id(table), telling) not in self._taken:
            self._taken[id(table), telling] = _told(table, telling) if telling else _whole(table.body)
        return self._taken[id(table), telling]


def _telling(table: Found, of: Found) -> tuple[str, ...]:
    """Return the fields by which two tables are compared; none where whole rows are."""
    telling = tuple(name for name in _TELLING if name in table.guesses and name in of.guesses)
    enough = table.kind == of.kind and len(telling) >= _ENOUGH and not _NUMBERS.isdisjoint(telling)
    return telling if enough else ()


def _told(table: Found, names: Sequence[str]) -> dict[tuple[str, ...], int]:
    """Return what tells the rows apart; rows without any of it say nothing."""
    columns = [each(table.cells(table.guesses[name].column), shown) for name in names]
    rows = {row: place for place, row in enumerate(zip(*columns, strict=True))}
    return {row: place for row, place in rows.items() if sum(map(bool, row)) > 1}


def _whole(body: Iterable[Row]) -> dict[tuple[str, ...], int]:
    """Return rows in a form that does not depend on blank cells."""
    rows = {tuple(shown(cell) for cell in row if cell != ""): place for place, row in enumerate(body)}
    rows.pop((), None)
    return rows


def _is_record(row: Sequence[str]) -> bool:
    return len(row) > _NOTE and not any(map(is_total, row))


def sums_up(table: Found, tables: Sequence[Found]) -> bool:
    """Tell whether a table is a pivot of others: its amounts are sums over their rows that share a text with it."""
    if not tables or not _SINGLE.isdisjoint(table.guesses) or len(table.body) > sum(len(of.body) for of in tables):
        return False
    rows = [_split(row) for row in islice(table.body, _LOOKED)]
    rows = [(texts, figures) for texts, figures in rows if texts and figures]
    sums = _sums(tables, {text for texts, _ in rows for text in texts})
    judged = matched = 0
    for texts, figures in rows:
        known = [sums[text] for text in texts if text in sums]
        if known:
            judged += 1
            matched += any(abs(total - figure) < _CENT for totals in known for total in totals for figure in figures)
    return matched > 1 and matched >= judged * _SUMMED and matched * 2 >= len(rows)


def _split(row: Row) -> tuple[list[str], list[float]]:
    """Return the texts and the numbers of a row; what is zero proves nothing."""
    texts = [fold(shown(cell)) for cell in row if isinstance(cell, str) and cell]
    return texts, [cell for cell in row if isinstance(cell, float) and cell]


def _sums(tables: Sequence[Found], wanted: set[str]) -> Mapping[str, list[float]]:
    """Return text → the sums of every column of numbers over the rows that have it, for the texts in question.

    Columns of several tables are one column if they have the same heading.
    """
    totals: dict[tuple[str, str, str], float] = defaultdict(float)
    for table in tables:
        columns = [(name, table.cells(place)) for place, name in enumerate(_names(table))]
        figures = [(name, column) for name, column in columns if _is_figures(column)][:_FIGURES]
        for key, column in columns:
            texts = each(column, lambda cell: fold(shown(cell)) if isinstance(cell, str) and cell else "")
            if wanted.isdisjoint(texts):
                continue
            for name, amounts in figures:
                for text, amount in zip(texts, amounts, strict=True):
                    if text in wanted and isinstance(amount, float):
                        totals[key, name, text] += amount
    found: dict[str, list[float]] = defaultdict(list)
    for (_, _, text), total in totals.items():
        found[text].append(total)
    return found


def _names(table: Found) -> list[str]:
    """Return a name for every column: its heading, and how often it stood there before."""
    heads = table.headings
    return [f"{heading_key(head)} {heads[:place].count(head)}" for place, head in enumerate(heads)]


def _is_figures(column: Sequence[Cell]) -> bool:
    return sum(1 for cell in islice(column, 200) if isinstance(cell, float)) >= min(len(column), 200) / 2
