"""Files of one source that come together: what several of them have is there once, and they must not contradict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.errors import RefusedError
from app.i18n import msg, nmsg
from app.money import Money
from app.services.sync.model import ItemRow
from app.services.sync.planning.match import FACT_COUNT, FACTS, Key
from app.services.sync.planning.plan import FilePlan

#: An account's id and all that a row says of a document.
Sign = tuple[Any, ...]
_CURRENCY: Final = 1 + FACTS.index("currency")
_ORIGINAL: Final = 1 + FACTS.index("original")
_OPEN: Final = 1 + FACTS.index("open")
#: What rows of one document have in common whatever their amounts: account, number, kind, days and currency.
_SAME: Final = (0, *(1 + FACTS.index(name) for name in ("number", "kind", "document_date", "due_date", "currency")))


class Overlap:
    """The rows of one source in the files of one import."""

    def __init__(self) -> None:
        """Start with no file."""
        self._earlier: Counter[Sign] = Counter()
        self._left: Counter[Sign] = Counter()
        #: Identities in a file before this one, while files of several days come together; None otherwise.
        self._before: set[Key] | None = None
        #: By document, its amounts in the files before this one: what was open of an original, and in which file.
        self._stood: dict[Sign, dict[int, tuple[int, str]]] = {}
        self._mine: list[Sign] = []
        self._repeated = self._beside = 0

    def begin(self, earlier: Sequence[FilePlan], file: FilePlan) -> None:
        """Start the next file."""
        if any(other.as_of != file.as_of and other.has_day and file.has_day for other in earlier):
            self._before = {(sign[0], sign[1], sign[_CURRENCY]) for sign in self._earlier}
        for sign in self._mine:
            amounts = self._stood.setdefault(_document(sign), {})
            amounts[sign[_ORIGINAL]] = sign[_OPEN], earlier[-1].table.file
        self._mine = []
        self._left = Counter(self._earlier)
        self._repeated = self._beside = 0

    def without(
        self, rows: Sequence[ItemRow], id_of: Mapping[str, str], files: Sequence[FilePlan], file: FilePlan
    ) -> list[ItemRow]:
        """Leave out rows that stood in an earlier file: two exports overlap, nobody owes twice.

        Raises:
            RefusedError: the files stand for several days and hold the same items, or contradict each other.
        """
        kept = []
        for row in rows:
            sign = (id_of[row[1]], *row[2 : 2 + FACT_COUNT])
            if self._before and row[2] and (sign[0], row[2], row[7]) in self._before:
                raise _several_days(files)
            if self._left[sign] > 0:
                self._left[sign] -= 1
                self._repeated += 1
                file.counts.unchanged += 1
                continue
            if self._stood and row[2]:
                self._compare(sign, row, file)
            self._earlier[sign] += 1
            self._mine.append(sign)
            kept.append(row)
        return kept

    def _compare(self, sign: Sign, row: ItemRow, file: FilePlan) -> None:
        """Refuse a document of which an earlier file has as much to begin with, but not as much that is open."""
        amounts = self._stood.get(_document(sign))
        if amounts is None:
            return
        if row.original in amounts and amounts[row.original][0] != row.open:
            left, name = amounts[row.original]
            raise RefusedError(
                "files_disagree",
                msg(
                    "The files disagree on {number} of account {account}: {first} is open in {file}, "
                    "{second} in {other}.",
                    number=row.number,
                    account=row.account,
                    first=Money(left, row.currency),
                    file=name,
                    second=Money(row.open, row.currency),
                    other=file.table.file,
                ),
                do=msg("Sync only the file that is right; nothing was changed."),
            )
        self._beside += 1

    def tell(self, file: FilePlan) -> None:
        """Say what stands in several files."""
        if self._repeated:
            text = nmsg(
                "{n} row stands in another file of this import too and counts once.",
                "{n} rows stand in another file of this import too and count once.",
                self._repeated,
            )
            file.warn("overlap", text)
        if self._beside:
            text = nmsg(
                "{n} row has the number and the days of one in another file of this import, but another amount: both "
                "count, as two lines of one document.",
                "{n} rows have the numbers and the days of some in other files of this import, but other amounts: all "
                "count, as lines of their documents.",
                self._beside,
            )
            file.warn("lines_apart", text)


def _document(sign: Sign) -> Sign:
    return tuple(sign[place] for place in _SAME)


def _several_days(files: Sequence[FilePlan]) -> RefusedError:
    """Refuse files of one source that stand for several days and hold the same items: only one day can be today."""
    days = {file.as_of: file.table.file for file in files}
    listed = [msg("{file} stands for {day}", file=name, day=day) for day, name in sorted(days.items())]
    return RefusedError(
        "several_days",
        msg("The files hold the same items on different days: {first}, {last}.", first=listed[0], last=listed[-1]),
        do=msg("Sync one after the other, the older one first; nothing was changed."),
    )
