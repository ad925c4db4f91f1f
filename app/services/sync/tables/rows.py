"""What each row of a table is: an item, a total, a group heading, a footer, or a row that must be rejected.

Rows that have everything an item needs are taken at once; only the others are looked at one by one. Amounts decide
where words do not: a row without keys whose amount is the sum of the rows above it (or of all) is a total.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Final

from app.enums import Aside
from app.i18n import Message, msg
from app.services.sync.files.grid import Row
from app.services.sync.layouts.headings import meanings
from app.services.sync.model import NotedRow
from app.services.sync.recognition.headers import repeats
from app.services.sync.recognition.keys import Keys, Sorted, TotalRow
from app.services.sync.recognition.labels import (
    apart,
    are_ages,
    is_bare,
    is_footer,
    is_grand,
    is_inner,
    is_total,
    is_transfer,
)
from app.services.sync.recognition.owners import (
    Heading,
    has_facts,
    is_pair,
    nested,
    owner_above,
    owner_in,
    owners_of,
)
from app.services.sync.recognition.paired import heading_of, settled
from app.services.sync.recognition.summed import summed_above
from app.services.sync.recognition.totalled import owners_below
from app.services.sync.tables.sums import Sums
from app.services.sync.tables.unworded import below_ages, unworded
from app.services.sync.values.cells import Cell, distinct
from app.services.sync.values.currency import NOTHING
from app.services.sync.values.dates import looks_like_date
from app.services.sync.values.numbers import is_number
from app.services.sync.values.text import cell_text, fold, plain, words

#: What rows are judged by and how they end has a room of its own.
__all__ = ["Keys", "Sorted", "TotalRow", "is_blank_row", "sort_rows"]

_LAST: Final = itemgetter(-1)
#: Rows that a sum with rejected ones in it has at least: one alone may be the next one's double.
_SEVERAL: Final = 2
#: No label of a figure is longer.
_LABEL: Final = 30


def sort_rows(keys: Keys) -> Sorted:
    """Decide what every row is."""
    item = _complete(keys)
    result = Sorted(item)
    for position in (*_suspects(keys, item), *keys.bad):
        item[position] = 0
    for position in below_ages(keys, item):
        item[position] = 0
    sums = unworded(keys, item)
    for position in sums:
        item[position] = 0
    last = _last_with_amount(keys)
    if keys.accounts is None:
        result.groups = [None] * len(item)
    pending: list[int] = []
    marks: list[tuple[int, Heading | None]] = []
    heads = dict.fromkeys(summed_above(keys, item))
    for position in heads:
        item[position] = 0
    position = item.find(0)
    while position >= 0:
        look = _Look(keys, position, last)
        if position in heads:
            look.head(result, marks)
        elif position in sums:
            look.total(result, look.number or "", grand=sums[position])
            marks.append((position, None))
        else:
            look.settle(result, pending, marks)
        position = item.find(0, position + 1)
        while position >= 0 and is_blank_row(keys.body[position]):
            position = item.find(0, position + 1)
    if result.groups is not None:
        _fill_groups(keys, result, marks)
    _settle_pending(keys, result, pending)
    result.noted.sort(key=lambda note: note.row)
    return result


def _last_with_amount(keys: Keys) -> int:
    """Return the last row that may be an item; what stands below it is a footer."""
    for position in range(len(keys.amounts) - 1, -1, -1):
        if keys.amounts[position] is not None and (keys.numbers[position] is not None or keys.dated[position]):
            return position
    return -1


def _complete(keys: Keys) -> bytearray:
    """Mark the rows that have everything an item needs."""
    if not any(None in column for column in (keys.accounts or (), keys.numbers, keys.amounts)):
        return bytearray(b"\x01") * len(keys.numbers)
    if keys.accounts is None:
        pairs = zip(keys.numbers, keys.amounts, strict=True)
        return bytearray(number is not None and amount is not None for number, amount in pairs)
    rows = zip(keys.accounts, keys.numbers, keys.amounts, strict=True)
    return bytearray(who is not None and number is not None and amount is not None for who, number, amount in rows)


def _suspects(keys: Keys, item: bytearray) -> list[int]:
    """Return complete rows that may be totals all the same: a total's word where the customer or number stands."""
    found = {text for text in distinct(keys.accounts or ()) if text is not None and is_total(text)}
    if not all(map(str.isdigit, set(map(_LAST, filter(None, keys.numbers))))):
        found |= {
            text for text in distinct(keys.numbers) if text is not None and not text[-1].isdigit() and is_total(text)
        }
    if not found:
        return []
    columns = [column for column in (keys.accounts, keys.numbers) if column is not None]
    return [place for place in range(len(item)) if item[place] and any(column[place] in found for column in columns)]


def is_blank_row(row: Row) -> bool:
    """Tell whether a row holds nothing."""
    return all(cell == "" or (isinstance(cell, str) and not cell.strip()) for cell in row)


class _Look:
    """One row that is not plainly an item."""

    def __init__(self, keys: Keys, position: int, last: int) -> None:
        """Take the row apart."""
        self.keys, self.position, self.last = keys, position, last
        row = keys.body[position]
        self.cells: list[tuple[int, Cell]] = [
            (column, cell)
            for column, cell in enumerate(row)
            if cell != "" and not (isinstance(cell, str) and not cell.strip()) and column not in keys.beside
        ]
        self.texts = [
            cell
            for _, cell in self.cells
            if isinstance(cell, str) and not is_number(cell) and not looks_like_date(cell)
        ]
        self.figures = len(self.cells) - len(self.texts)
        self.amount = keys.amounts[position]
        self.number = keys.numbers[position]
        self.who = None if keys.accounts is None else keys.accounts[position]

    def settle(self, result: Sorted, pending: list[int], marks: list[tuple[int, Heading | None]]) -> None:
        """Decide, or leave the decision to the sums."""
        if is_blank_row(self.keys.body[self.position]):
            return
        if (idle := self._idle()) is not None:
            self._note(result, "skipped", idle)
            return
        label = next((text for text in self.texts if is_total(text)), None)
        if self._percentage():
            self._note(result, "skipped", Aside.PERCENTAGE)
        elif label is not None and self._is_total(label):
            self.total(result, label)
            marks.append((self.position, None))
        elif self.position > self.last and self.number is None and (is_footer(self.texts) or self._is_stamp()):
            self._note(result, "skipped", Aside.FOOTER)
        elif (self.amount is None and self._is_heading()) or self._is_of_owner():
            self._group(result, marks)
        elif self.position in self.keys.bad and (self.who or self.number or self.keys.dated[self.position]):
            result.rejected[self.position] = self.keys.bad[self.position]
        elif self.amount is None:
            self._without_amount(result, marks)
        elif self.number is None and not self.keys.dated[self.position]:
            pending.append(self.position)
            if self.keys.heads and (head := self.keys.heads[self.position]) is not None:
                marks.append((self.position, Heading(head)))
        elif self.keys.accounts is not None and self.who is None:
            self._nobody(result)
        else:
            result.item[self.position] = 1

    def head(self, result: Sorted, marks: list[tuple[int, Heading | None]]) -> None:
        """Take the row for a customer's heading, with the sum of the customer's items where it has one."""
        cells = [cell for _, cell in self.cells]
        worded, coded = owner_in(cells) is not None, is_pair(cells[:2])
        if self.amount is None and (worded or not self.figures or is_pair(cells)):
            self._group(result, marks)
            return
        if self.amount is None:
            self._note(result, "group", Aside.GROUP)
        else:
            self.total(result, self.number or "")
        texts = [plain(cell_text(cell) or "") for cell in cells[:2]]
        marks.append((self.position, heading_of(texts) if coded else Heading(plain(self.number or ""))))

    def _is_total(self, label: str) -> bool:
        """Tell whether a row with a total's label is one, and not a customer called Total Wine."""
        if self.number is not None and not is_total(self.number):
            return False
        below = self.position > self.last and "*" not in label
        return not self.keys.dated[self.position] and (self.figures > 0 or is_bare(label) or below)

    def _is_stamp(self) -> bool:
        """Tell whether a row has nothing of an item, and a day where its amount would stand: when it was printed."""
        if self.keys.dated[self.position] or self.position not in self.keys.bad:
            return False
        days = [looks_like_date(cell) for _, cell in self.cells if isinstance(cell, str)]
        return any(days) and self.keys.bad[self.position][0] == self.keys.amount_heading and self.figures == sum(days)

    def _idle(self) -> Aside | None:
        """Return why a row is nobody's at all: the table beside, only dashes and the like, the headings once more."""
        if not self.cells:
            return Aside.BESIDE
        if not self.figures and all(cell_text(cell) is None for _, cell in self.cells):
            return Aside.BLANK
        keys = self.keys
        above = keys.body[self.position - 1] if self.position else ()
        if are_ages(cell for _, cell in self.cells) or (not self.texts and are_ages(above)):
            return Aside.FOOTER
        again = self.position in keys.pages or repeats(keys.body[self.position], keys.headings)
        return Aside.HEADING if again else None

    def _percentage(self) -> bool:
        if self.number is not None or not self.texts:
            return False
        if fold(self.texts[0]) in words("percentage") or self.texts[0].lstrip().startswith("%"):
            return True
        shares = [isinstance(cell, str) and cell.rstrip().endswith("%") for _, cell in self.cells]
        return all(shares) or (all(shares[1:]) and len(shares) > 1 and not shares[0])

    def total(self, result: Sorted, label: str, *, grand: bool = False) -> None:
        """Take the row for a total."""
        currency = None if self.keys.currencies is None else self.keys.currencies[self.position]
        result.totals.append(TotalRow(self.position, self.amount, currency, grand or is_grand(label), is_bare(label)))
        self._note(result, "total", Aside.TOTAL)
        result.labels.append((self.position, None))

    def _note(self, result: Sorted, what: str, reason: Aside) -> None:
        result.noted.append(NotedRow(self.keys.first + self.position, what, reason))

    def _without_amount(self, result: Sorted, marks: list[tuple[int, Heading | None]]) -> None:
        """A group heading, a footer, or an item whose amount is missing."""
        dated = self.keys.dated[self.position]
        named = self.number is not None and (self.who is not None or dated or len(self.cells) > 3)
        if self._continues(result):
            self._note(result, "skipped", Aside.LINE)
        elif named or (dated and (len(self.cells) > 2 or self.position < self.last)):
            result.rejected[self.position] = (self.keys.amount_heading, "", msg("The row has no amount."))
        elif self.position > self.last or is_footer(self.texts):
            self._note(result, "skipped", Aside.FOOTER)
        elif self.figures == 0 or len(self.cells) <= 3:
            self._group(result, marks)
        else:
            result.rejected[self.position] = (self.keys.amount_heading, "", msg("The row has no amount."))

    def _continues(self, result: Sorted) -> bool:
        """Tell whether a row is another line of the item above it, whose number, customer and amount stand there."""
        keys, above = self.keys, self.position - 1
        if self.number or self.who or keys.dated[self.position] or not keys.lines:
            return False
        last = result.noted[-1] if result.noted and result.noted[-1].reason is not Aside.HEADING else None
        first = above >= 0 and (result.item[above] or (last is not None and last.row == keys.first + above))
        return bool(first) and keys.lines[self.position] and keys.lines[above]

    def _is_heading(self) -> bool:
        """Tell whether a row says in words that it names a currency, or the customer where no column does."""
        cells = [cell for _, cell in self.cells]
        if self.keys.accounts is None and (self._is_labelled() or owner_in(cells) is not None or has_facts(cells)):
            return True
        if self.keys.accounts is None and ((self._lacks_number() and is_pair(cells)) or self._stands_out()):
            return True
        return apart(self.texts, bare=False)[1] is not NOTHING

    def _lacks_number(self) -> bool:
        """Tell whether a row has no document's number: neither a day nor a digit where days and numbers stand."""
        if self.number is None:
            return True
        return self.position in self.keys.bad and not any(map(str.isdigit, self.number))

    def _stands_out(self) -> bool:
        """Tell whether a row of texts begins where the item right below it has nothing: name, number and city."""
        keys, below = self.keys, self.position + 1
        if self.figures > 1 or self.position not in keys.bad or below >= len(keys.body):
            return False
        first, text = self.cells[0]
        return isinstance(text, str) and keys.amounts[below] is not None and keys.body[below][first] == ""

    def _is_labelled(self) -> bool:
        """Tell whether a row among groups says something of its group: ``Turnover:``, ``1,000.00``."""
        first = self.cells[0][1]
        return isinstance(first, str) and first.rstrip().endswith((":", "：")) and len(first) <= _LABEL

    def _is_of_owner(self) -> bool:
        """Tell whether a row says of its group what no item has: ``Turnover:``, ``900``, ``Credit limit``, ``500``."""
        if self.keys.accounts is not None or self.keys.dated[self.position] or not self._is_labelled():
            return False
        pairs = list(pairwise(cell for _, cell in self.cells))
        labels = [one for one, other in pairs if isinstance(one, str) and one in self.texts and other not in self.texts]
        told = any(hit.field == "credit_limit" for label in labels for hit in meanings(plain(label)))
        return told and len(labels) == self.figures

    def _group(self, result: Sorted, marks: list[tuple[int, Heading | None]]) -> None:
        """Note a heading among the rows; what it says of the currency is nobody's name."""
        self._note(result, "group", Aside.GROUP)
        texts = [plain(cell_text(cell) or "") for _, cell in self.cells]
        result.labels.append((self.position, " ".join(texts)))
        rest, mark = apart(texts)
        owner = owner_in([cell for _, cell in self.cells] if mark is NOTHING else rest)
        if owner is not None:
            marks.append((self.position, owner))
        elif rest and not is_inner(" ".join(rest)) and not (self._is_labelled() and len(rest) > 1):
            over = self.keys.headings[self.cells[1][0]] if len(rest) == len(self.cells) > 1 else ""
            marks.append((self.position, heading_of(rest, over)))

    def _nobody(self, result: Sorted) -> None:
        """An amount with a number or a date and nobody who owes it."""
        if any(map(is_transfer, self.texts)):
            self._note(result, "skipped", Aside.INTERNAL_TRANSFER)
        else:
            result.rejected[self.position] = (self.keys.account_heading, "", self._whose())

    def _whose(self) -> Message:
        """Say that a row has no customer, and whose the row above it is: a blank cell may mean the same one."""
        at = self.position - 1
        while at >= 0 and is_blank_row(self.keys.body[at]):
            at -= 1
        above = None if at < 0 or self.keys.accounts is None else self.keys.accounts[at]
        if above is None or is_total(above):
            return msg("The row has no customer.")
        return msg("The row has no customer. If it is {name} as in the row above, fill in the cell.", name=above)


def _fill_groups(keys: Keys, result: Sorted, marks: list[tuple[int, Heading | None]]) -> None:
    """Give every row the heading it stands under; a total closes its group. Items outside any group are rejected."""
    marks, result.left_out = settled(marks)
    below = None if any(heading is not None for _, heading in marks) else owners_below(keys, result)
    groups = below or owners_of(
        len(result.item), marks, result.item, owner_above(keys.titles), _first_group(keys, marks)
    )
    result.groups = groups
    result.nested = nested(marks, result.item)
    position = result.item.find(1)
    while position >= 0:
        if groups[position] is None:
            result.item[position] = 0
            result.rejected[position] = (keys.account_heading, "", msg("The row has no customer."))
        position = result.item.find(1, position + 1)


def _first_group(keys: Keys, marks: Sequence[tuple[int, Heading | None]]) -> str | None:
    """Return the heading of the first rows: above the header, if the others stand above repetitions of the header."""
    again = (keys.body[place + 1] for place, label in marks if label is not None and place + 1 < len(keys.body))
    if keys.party is not None:
        return keys.party
    return keys.above if keys.above is not None and any(repeats(row, keys.headings) for row in again) else None


def _settle_pending(keys: Keys, result: Sorted, pending: list[int]) -> None:
    """Settle rows with an amount and no keys: totals if the amount is a sum of rows, else rejected."""
    if not pending:
        return
    sums, printed = Sums(keys, result, result.item), _with_rejected(keys, result)
    for position in pending:
        amount, who = keys.amounts[position], None if keys.accounts is None else keys.accounts[position]
        currency = None if keys.currencies is None else keys.currencies[position]
        if keys.heads and keys.heads[position] is not None and sums.is_below(position, amount):
            result.noted.append(NotedRow(keys.first + position, "group", Aside.GROUP))
        elif amount is not None and (
            sums.holds(position, amount, currency)
            or (printed is not None and printed.holds(position, amount, currency, _SEVERAL))
        ):
            grand = sums.is_all(amount, currency) or (printed is not None and printed.is_all(amount, currency))
            result.totals.append(TotalRow(position, amount, currency, grand=grand))
            result.noted.append(NotedRow(keys.first + position, "total", Aside.TOTAL))
        elif who is None and keys.accounts is not None:
            what = msg("The row has no customer and no invoice number.")
            result.rejected[position] = (keys.account_heading, "", what)
        else:
            result.rejected[position] = (keys.amount_heading, "", msg("The row has no invoice number and no date."))
    result.totals.sort(key=lambda total: total.position)


def _with_rejected(keys: Keys, result: Sorted) -> Sums | None:
    """Return what amounts come to with those of rejected rows: a total of the file has them in it; None without any."""
    back = [place for place in result.rejected if keys.amounts[place] is not None]
    if not back:
        return None
    marked = bytearray(result.item)
    for place in back:
        marked[place] = 1
    return Sums(keys, result, marked)
