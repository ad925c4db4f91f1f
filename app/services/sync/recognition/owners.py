"""Whose rows stand under which headings: ``Debitor 4711`` with the name in a line below it, ``A/C:`` and ``C001``.

A heading that says in words that it names a customer counts for more than one that is only a text: below such ones the
others part the rows of one customer, by contract or job, and are nobody's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from app.services.sync.files.grid import Row
from app.services.sync.layouts.headings import known
from app.services.sync.recognition.labels import split_group
from app.services.sync.values.cells import Cell
from app.services.sync.values.dates import looks_like_date
from app.services.sync.values.numbers import is_number
from app.services.sync.values.text import SEP, cell_text, fold, heading_key, plain, words

#: No label is longer, and no heading fills more cells.
_LONGEST: Final = 24
_MOST: Final = 10
#: Headings inside others from which a table is made so.
_SEVERAL: Final = 2
_WIDE: Final = re.compile(r"\s{2,}")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading among the rows of a table: its text, and number and name where it says in words whose they are.

    ``beside`` is what its other cells say; ``coded``: the first of them stands in a column of customers' numbers.
    """

    text: str
    number: str | None = None
    name: str | None = None
    beside: tuple[str, ...] = ()
    coded: bool = False

    @property
    def labelled(self) -> bool:
        """It says in words that it names a customer."""
        return (self.number or self.name) is not None

    @property
    def label(self) -> str:
        """What its rows are known by."""
        if not self.labelled:
            return self.text
        return self.name or "" if self.number is None else f"{self.number}{SEP}{self.name or ''}"

    def joined(self, later: Heading) -> Heading:
        """Return this heading with what a line right below it adds; a second number or name is another customer's."""
        if (self.number and later.number) or (self.name and later.name):
            return later
        return replace(later, number=self.number or later.number, name=self.name or later.name)


def owner_in(cells: Sequence[Cell]) -> Heading | None:
    """Return the customer that the cells of one row name in so many words; None if they name none."""
    if not 0 < len(cells) <= _MOST or not isinstance(cells[0], str):
        return None
    found = Heading("")
    parts = list(_parts(cells))
    for at, (field, value) in enumerate(parts):
        if field == "account" and found.number is None:
            number, name = split_group(value)
            found = replace(found, number=number or value, name=found.name if number is None else name)
        elif field == "name" and found.name is None:
            found = replace(found, name=value)
        elif field == "" and at and parts[at - 1][0] == "account" and found.name is None and _is_word(value):
            found = replace(found, name=value)  # A/C: C001 Acme Ltd.
    if found.number is not None and found.name is None and parts[0][0] == "" and _is_word(parts[0][1]):
        found = replace(found, name=parts[0][1])  # Acme Ltd., A/C: C001
    return found if found.labelled else None


def owner_above(rows: Iterable[Row]) -> Heading | None:
    """Return the customer that the lines right above a table name; the last one if there are several."""
    found: Heading | None = None
    for row in rows:
        said = owner_in([cell for cell in row if cell != ""])
        if said is not None:
            found = said if found is None else found.joined(said)
    return found


def may_head(cells: Sequence[Cell]) -> bool:
    """Tell whether the cells of a row may be the heading of a group: a text, a number and a name, or a label."""
    if len(cells) == 1:
        return isinstance(cells[0], str)
    if is_pair(cells) or (len(cells) > 1 and owner_in(cells) is not None):
        return True
    return has_facts(cells)


def has_facts(cells: Sequence[Cell]) -> bool:
    """Tell whether cells are a customer's number and name, or a text, and behind that facts with their labels."""
    front = without_facts([cell if isinstance(cell, str) else cell_text(cell) or "" for cell in cells])
    return len(front) < len(cells) and (is_pair(front) or len(front) == 1)


def is_pair(cells: Sequence[Cell]) -> bool:
    """Tell whether two cells are a customer's number and name."""
    if len(cells) != len(("number", "name")):
        return False
    code, name = cell_text(cells[0]), cells[1]
    coded = code is not None and " " not in code and any(map(str.isdigit, code)) and ":" not in code
    return coded and isinstance(name, str) and _is_word(name) and not looks_like_date(name)


def owners_of(count: int, marks: Sequence[tuple[int, Heading | None]], item: bytearray, first: Heading | None,
              party: str | None) -> list[str | None]:  # fmt: skip
    """Return whose each row is by the headings among the rows; a total, which is no heading, closes its group.

    Args:
        count: rows of the table.
        marks: place → heading, None for totals, in the order of the rows.
        item: 1 for each row that is an item.
        first: what the lines above the table name.
        party: whose the rows before the first heading are, if not ``first``'s.
    """
    headings = [heading for _, heading in marks if heading is not None]
    labelled = bool(headings) and (headings[0].labelled or (first is not None and any(h.labelled for h in headings)))
    owner = first if labelled else None
    label = owner.label if owner is not None else party
    owners: list[str | None] = [label] * count
    closed, joins, begin = owner, False, 0
    for at, (start, heading) in enumerate(marks):
        end = marks[at + 1][0] if at + 1 < len(marks) else count
        joins = joins and item.find(1, begin, start) < 0
        if not labelled:
            label = None if heading is None else heading.label
        elif heading is None:
            closed, owner = owner or closed, None
        elif heading.labelled:
            owner = owner.joined(heading) if joins and owner is not None else heading
            joins = True
        elif owner is None:
            owner = closed  # a part of the same customer's rows
        if labelled:
            label = None if owner is None else owner.label
        owners[start:end] = [label] * (end - start)
        begin = start
    return owners


def nested(marks: Sequence[tuple[int, Heading | None]], item: bytearray) -> tuple[str, str] | None:
    """Return a heading and the one inside it, where neither says what it is and this is how the table is made.

    So it is where several headings are followed by another one at once, before any item.
    """
    found: list[tuple[str, str]] = []
    for (start, outer), (end, inner) in pairwise(marks):
        if outer is not None and inner is not None and item.find(1, start, end) < 0:
            if outer.labelled or inner.labelled:
                return None
            found.append((outer.text, inner.text))
    return found[0] if len(found) >= _SEVERAL else None


def _parts(cells: Sequence[Cell]) -> Iterable[tuple[str, str]]:
    """Give the field and the text of what stands in some cells; an empty field for what has no label of a customer."""
    texts = [cell if isinstance(cell, str) else text for cell in cells if (text := cell_text(cell)) is not None]
    pieces = [piece for text in texts for piece in _pieces(text)]
    at = 0
    while at < len(pieces):
        label, value = pieces[at]
        following = pieces[at + 1] if at + 1 < len(pieces) else ("", "")
        if label and not value and not following[0]:
            value, at = following[1], at + 1
        at += 1
        if value:
            yield _field(label, value), value


def _pieces(text: str) -> Iterable[tuple[str, str]]:
    """Give label and value of one cell; a label alone has no value, a value alone no label."""
    front, colon, rest = plain(text).partition(":")
    wide = _WIDE.split(text.strip())
    if colon and len(front) <= _LONGEST:
        yield front, rest.strip()
    elif len(wide) > 1 and _weights(wide[0]):
        yield wide[0], plain(" ".join(wide[1:]))
    elif _weights(text) and not any(map(str.isdigit, text)):
        yield plain(text), ""
    else:
        first, _, rest = plain(text).partition(" ")
        coded = any(map(str.isdigit, rest.partition(" ")[0]))
        yield (first, rest) if coded and _weights(first) and not any(map(str.isdigit, first)) else ("", plain(text))


def _weights(label: str) -> dict[str, int]:
    """Return how strongly a label says that a customer's number or name follows, and not that of a person there."""
    if fold(label).strip(" :") in words("own_company"):
        return {}
    hits = {hit.field: hit.weight for hit in known().get(heading_key(label), ())}
    if hits.get("contact_name", 0) > max(hits.get("account", 0), hits.get("name", 0)):
        return {}
    return {field: weight for field, weight in hits.items() if field in {"account", "name"}}


def without_facts(texts: Sequence[str]) -> list[str]:
    """Return what a heading says before facts of the customer: ``C001``, ``Acme Ltd.``, ``Tel: 020 555``."""
    ends = (at for at, text in enumerate(texts) if at and _is_fact(text))
    return list(texts[: next(ends, len(texts))])


def _is_fact(text: str) -> bool:
    """Tell whether a text says something of a customer that is neither number nor name, behind a label."""
    front, colon, _ = plain(text).partition(":")
    hits = {hit.field for hit in known().get(heading_key(front), ())} if colon and len(front) <= _LONGEST else set()
    return bool(hits) and not _weights(front)


def _field(label: str, value: str) -> str:
    """Return what a labelled value is: a customer's number, a name, or neither."""
    weights = _weights(label) if label else {}
    if not weights or heading_key(value) in known() or fold(value) in words("everybody"):
        return "other" if label else ""
    number, name = weights.get("account", 0), weights.get("name", 0)
    if number and name and number == name:
        return "account" if any(map(str.isdigit, value.partition(" ")[0])) else "name"
    return "account" if number > name else "name"


def _is_word(text: str) -> bool:
    return any(map(str.isalpha, text)) and not is_number(text)
