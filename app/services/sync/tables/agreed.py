"""The currency of a whole table, where its amounts, headings, number formats and the lines above agree on one.

Each of them may be right and another one left over: an amount with € under ``Balance (USD)`` is one or the other, and
nothing in the file says which. Where they name different currencies somebody is asked, with what each of them says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from app.i18n import Message, msg, nmsg
from app.services.sync.model import Question
from app.services.sync.values.currency import (
    NOTHING,
    Mark,
    fits,
    in_heading,
    in_number_format,
    in_title,
    one_of,
)
from app.services.sync.values.numbers import NumberColumn

#: A number format → runs of rows (of the sheet, from 0) of its cells.
Formats = Mapping[str, Sequence[range]]


class Evidence(NamedTuple):
    """What one place of a file says of the currency, and which place that is."""

    mark: Mark
    place: Message


class Agreed(NamedTuple):
    """The one currency that all evidence leaves, else a doubt.

    Attributes:
        mark: what it means.
        place: where it was found.
        against: what says otherwise than another place does, and that other one.
        formats: runs of rows by what their number formats say, where those alone tell currencies of rows apart.
    """

    mark: Mark
    place: Message
    against: tuple[Evidence, Evidence] | None = None
    formats: Mapping[Mark, Sequence[range]] | None = None

    @property
    def choices(self) -> tuple[str, ...]:
        """The currencies among which evidence that contradicts itself leaves the choice."""
        both = [] if self.against is None else [one.mark for one in self.against]
        return tuple(dict.fromkeys(code for mark in both for code in ((mark.code,) if mark.code else mark.choices)))


def agreed(
    amounts: Sequence[tuple[NumberColumn, str]],
    titles: Sequence[str],
    formats: Callable[[Callable[[str], bool]], Formats],
) -> Agreed:
    """Return what the evidence comes to: amounts, headings, number formats and titles.

    Args:
        amounts: the money columns with their headings.
        titles: the lines above the table.
        formats: gives the number formats of the amounts if one of those in the file is worth it.
    """
    seen: list[Evidence] = []
    for column, heading in amounts:
        if column.marks:
            best = max(column.marks, key=lambda mark: column.marks[mark])
            seen.append(Evidence(NOTHING if differ(column.marks) else best, msg("the sign in the amounts")))
        if (found := in_heading(heading)) is not NOTHING:
            seen.append(Evidence(found, msg("the heading “{heading}”", heading=heading)))
    if (above := one_of(map(in_title, titles))) is not NOTHING:
        seen.append(Evidence(above, msg("a line above the table")))
    code = next((one.mark.code for one in seen if one.mark.code), None)
    by_format = _by_mark(formats(lambda written: _says_more(in_number_format(written), code)))
    apart = by_format if code is None and differ(by_format) else None
    if apart is None:
        seen += _of_formats(by_format)
    against = next((pair for pair in combinations(seen, 2) if not _agree(pair[0].mark, pair[1].mark)), None)
    if against is not None:
        return Agreed(NOTHING, msg("nothing"), against)
    mark, place = next((one for one in seen if one.mark.code), seen[0] if seen else Evidence(NOTHING, msg("nothing")))
    return Agreed(mark, place, formats=apart)


def differ(marks: Iterable[Mark]) -> bool:
    """Tell whether some signs need not mean one currency: other codes, or a bare sign beside one that says which.

    Nobody writes ``$`` and ``U$S`` for the same dollar in one list.
    """
    codes = {mark.code for mark in marks if mark.code}
    return len(codes) > 1 or any(codes and not mark.code for mark in marks)


def _says_more(mark: Mark, code: str | None) -> bool:
    """Tell whether a number format says something that is not known yet."""
    return mark is not NOTHING and (code is None or not fits(mark, code))


def _agree(mark: Mark, other: Mark) -> bool:
    """Tell whether two marks may mean the same currency; what says nothing agrees with everything."""
    if mark.code and other.code:
        return mark.code == other.code
    code, doubt = (mark.code, other) if mark.code else (other.code, mark)
    return code is None or fits(doubt, code)


def _by_mark(formats: Formats) -> dict[Mark, list[range]]:
    """Return runs of rows by what their number formats say."""
    found: dict[Mark, list[range]] = {}
    for written, runs in formats.items():
        if (mark := in_number_format(written)) is not NOTHING:
            found.setdefault(mark, []).extend(runs)
    return found


def _of_formats(found: Mapping[Mark, Sequence[range]]) -> list[Evidence]:
    """Return what the number formats of a column say, with the cells of each."""
    counted = {mark: sum(map(len, runs)) for mark, runs in found.items()}
    return [
        Evidence(mark, nmsg("the number format of {n} cell", "the number format of {n} cells", counted[mark]))
        for mark in sorted(counted, key=lambda mark: -counted[mark])
    ]


def ask_among(said: tuple[Evidence, Evidence], heading: str, choices: tuple[str, ...]) -> Question:
    """Ask which of the currencies that contradict each other is right, with what says each."""
    first, second = said
    what = msg(
        "The file names different currencies: {one} ({place}) and {other} ({elsewhere}).",
        one=_name(first.mark), place=first.place, other=_name(second.mark), elsewhere=second.place,
    )  # fmt: skip
    return Question("--currency", heading, what, choices)


def _name(mark: Mark) -> str:
    return mark.code or mark.sign
