"""A named layout: which column of a file is which field, and what is fixed about its cells.

One format for the layouts that ship with the program, those that a collector saves, and the file that goes to a
colleague. A layout is recognised by the headings that it lists, in any order and beside any others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from app.enums import SyncKind
from app.services.sync.files.zipscan import letters
from app.services.sync.values.text import heading_key

#: Between a heading that stands over several columns and the number of the column among them: ``Fecha#2``.
AGAIN: Final = "#"
#: In front of the letter of a column without heading: ``@C``.
LETTER: Final = "@"
#: What a column is that shall not be read.
IGNORED: Final = ""
#: What several columns of one table may be.
MANY: Final = frozenset({IGNORED, "aged", "monthly", "rated"})


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is read.

    Attributes:
        name: by which it is chosen and shown.
        title: what it is, in words.
        kind: what its rows are; None leaves it to the columns.
        headers: sets of headings; the file that has all headings of one of them has this layout.
        fields: column → field. A column is named by its heading (``Fecha``), by heading and number where the heading
            repeats (``Fecha#2``), by its letter where it has none (``@C``). An empty field: the column is not read.
        source: what items of such files are tied to between days; the name where it is empty.
        sheet, header_row: where the table stands, the row as Excel shows it (0: the table has no headings); None and
            empty leave it to the cells.
        decimal, date_order, currency: as the options of the same names; None leaves them to the cells.
        settled: words in a status column that say that nothing is owed any more.
        credit_series: ``letter`` where document series that end in a letter are credit notes.
        types: document type in the file → the group of types that it belongs to.
        shipped: it came with the program.
    """

    name: str
    title: str = ""
    kind: SyncKind | None = None
    headers: tuple[tuple[str, ...], ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    sheet: str = ""
    header_row: int | None = None
    decimal: str | None = None
    date_order: str | None = None
    currency: str | None = None
    settled: tuple[str, ...] = ()
    credit_series: str = ""
    types: Mapping[str, str] = field(default_factory=dict)
    shipped: bool = False

    @property
    def origin(self) -> str:
        """Return the name of the source of its items."""
        return self.source or self.name

    def fits(self, headings: Sequence[str]) -> int:
        """Return how many of its headings a table carries; 0 unless all of one set are there."""
        keys = {heading_key(heading) for heading in headings}
        return max((len(heads) for heads in self.headers if keys.issuperset(map(heading_key, heads))), default=0)

    def told(self, headings: Sequence[str]) -> dict[int, str]:
        """Return column (from 0) → field for the columns that it names.

        A layout may name several columns for one field, the likeliest first: the first that stands in the table is it,
        and the others are not read.
        """
        places = {name: place for place, name in enumerate(references(headings))}
        by_key: dict[str, int] = {}
        for at, heading in enumerate(headings):
            by_key.setdefault(heading_key(heading), at)
        found: dict[int, str] = {}
        for name, wanted in self.fields.items():
            place: int | None = places.get(name)
            if place is None:
                place = by_key.get(heading_key(name)) if heading_key(name) else None
            if place is None:
                place = _again(name, headings)
            if place is not None and place not in found:
                again = wanted not in MANY and wanted in found.values()
                found[place] = IGNORED if again else wanted
        return found


def references(headings: Sequence[str]) -> list[str]:
    """Return the name of every column, by which a layout speaks of it."""
    seen: dict[str, int] = {}
    names = []
    for place, heading in enumerate(headings):
        key = heading_key(heading)
        if not heading.strip():
            names.append(LETTER + letters(place))
            continue
        seen[key] = seen.get(key, 0) + 1
        written = " ".join(heading.split())
        names.append(written if seen[key] == 1 else f"{written}{AGAIN}{seen[key]}")
    return names


def _again(name: str, headings: Sequence[str]) -> int | None:
    """Return the column of ``Fecha#2``: the second one under that heading, however it is written."""
    heading, mark, number = name.rpartition(AGAIN)
    if not mark or not number.isdecimal():
        return None
    places = [place for place, other in enumerate(headings) if heading_key(other) == heading_key(heading)]
    return places[int(number) - 1] if heading_key(heading) and 0 < int(number) <= len(places) else None
