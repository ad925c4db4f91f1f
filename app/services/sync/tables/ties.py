"""What the file's own total says: how credits are written, and whether equal rows are one.

A credit that is written as a positive amount is taken off what is owed. Where the total proves how it is meant, it
decides; where it says that credits are owed, or where some of them are negative, somebody is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import compress
from typing import Any, Final

from app.enums import Aside, SyncKind
from app.i18n import Message, msg, nmsg
from app.services.sync.model import NotedRow, Notice, Question
from app.services.sync.recognition import kinds
from app.services.sync.tables.ledger import Ledger
from app.services.sync.tables.outcome import pick
from app.services.sync.tables.owed import Minors
from app.services.sync.tables.rows import Sorted
from app.services.sync.tables.totals import own_totals, sections
from app.services.sync.values.cells import distinct
from app.services.sync.values.doctypes import CREDITS, type_of
from app.services.sync.values.text import cell_text

#: What ``--credits`` takes.
TURNED: Final = "turned"
WRITTEN: Final = "written"
#: The group of rows whose type may be one of credits, behind the group itself.
_MAY_BE: Final = "?"
#: The group of payments.
_PAYMENTS: Final = "unapplied_receipt"
#: Types of credits that are named in a sentence.
_NAMED: Final = 5

Own = tuple[dict[str, int], list[Notice]]


def tie(ledger: Ledger, rows: Sorted, printed: bytearray, groups: Sequence[str | None]) -> Own:
    """Turn the credits that are written as positive amounts, and compare with the file's own total."""
    labels = _labels(ledger, groups)
    sure, doubtful, counts = _positive(labels, ledger.amounts, rows.item)
    if not sure and not doubtful:
        return _as_written(ledger, rows, printed)
    every, none = sure | doubtful, frozenset[str]()
    proved = [turn for turn in {every: 0, sure: 0, none: 0} if _ties(ledger, rows, printed, labels, turn)]
    if len(proved) == 1 and (proved[0] or not sure):
        turn = proved[0]
    elif proved == [none]:
        turn = _answered(ledger, every, none, _counted(ledger, labels, every))
    elif doubtful:
        turn = _answered(ledger, doubtful, sure, _unclear(ledger, labels, doubtful, counts)) | sure
    else:
        turn = sure
    if not turn:
        return _as_written(ledger, rows, printed)
    _ask_of_payments(ledger, rows, labels, turn)
    _turn(ledger, labels, turn)
    if proved == [none]:
        what = msg("The file's total counts credits as if they were owed, so nothing was compared with it.")
        return {}, [Notice("total_counts_credits", what)]
    return compared(ledger, rows, ledger.amounts, printed)


def _ask_of_payments(ledger: Ledger, rows: Sorted, labels: Sequence[str | None], turn: frozenset[str]) -> None:
    """Ask which kind a file is of that holds nothing but payments with positive amounts, none of them due.

    It may be what customers paid on account, or the list of a payment service: as items every payment would be taken
    off what is owed for good.

    Raises:
        QuestionsError: nobody has said it.
    """
    table, layout = ledger.table, ledger.table.found.layout
    told = table.options.kind or (None if layout is None else layout.kind)
    if told is not None or ledger.late is not None or "due_date" in ledger.days:
        return
    own = {
        label
        for label, amount in zip(compress(labels, rows.item), compress(ledger.amounts, rows.item), strict=True)
        if amount
    }
    if own and own <= turn and all(label and label.startswith(_PAYMENTS) for label in own):
        table.questions.append(kinds.question((SyncKind.OPEN_ITEMS, SyncKind.RECEIPTS)))
        table.decide()


def _answered(ledger: Ledger, asked: frozenset[str], else_: frozenset[str], evidence: Message) -> frozenset[str]:
    """Return what is turned as somebody said of the credits in doubt; ask where nobody did.

    Raises:
        QuestionsError: nobody did.
    """
    table, told = ledger.table, ledger.table.options.credits
    if told is None:
        heading = table.heading("type") if table.has("type") else table.heading(ledger.amount_field)
        table.questions.append(Question("--credits", heading, evidence, (TURNED, WRITTEN)))
        table.decide()
    return asked if told == TURNED else else_


def _counted(ledger: Ledger, labels: Sequence[str | None], turn: frozenset[str]) -> Message:
    """Say that the file's total counts credits as owed."""
    names = _names(ledger, labels, turn)
    if not names:
        return msg("The file's total counts credits with positive amounts as owed.")
    return msg("The file's total counts the positive amounts of {types} as owed.", types=names)


def _unclear(
    ledger: Ledger, labels: Sequence[str | None], turn: frozenset[str], counts: Counter[tuple[str, bool]]
) -> Message:
    """Say which positive amounts may be credits."""
    names = _names(ledger, labels, turn)
    above, below = (sum(counts[label, side] for label in turn) for side in (True, False))
    if below:
        return msg(
            "Credits of one kind ({types}) are written both ways: {above} positive, {below} negative.",
            types=names, above=above, below=below,
        )  # fmt: skip
    return msg("The positive amounts of {types} may be owed or may be credits.", types=names)


def _labels(ledger: Ledger, groups: Sequence[str | None]) -> Sequence[str | None]:
    """Return each row's group, with a mark where the words of its type may mean something else."""
    table = ledger.table
    if ledger.unsure:
        marked = enumerate(groups)
        groups = [f"{group}{_MAY_BE}" if at in ledger.unsure and group in CREDITS else group for at, group in marked]
    if not table.has("type") or CREDITS.isdisjoint(distinct(groups)):
        return groups
    own = {} if table.found.layout is None else table.found.layout.types
    cells = table.cells("type")
    unsure = {
        cell for cell in distinct(cells) if (text := cell_text(cell)) and text not in own and not type_of(text).sure
    }
    if not unsure:
        return groups
    return [
        f"{group}{_MAY_BE}" if group in CREDITS and cell in unsure else group
        for group, cell in zip(groups, cells, strict=True)
    ]


def _positive(
    labels: Sequence[str | None], amounts: Minors, item: bytearray
) -> tuple[frozenset[str], frozenset[str], Counter[tuple[str, bool]]]:
    """Return the credits that are positive throughout, those that may be meant so, and how many have which sign.

    A few positive ones among negative ones were taken back: their signs are right. A few negative ones among positive
    ones may be the same, the other way round.
    """
    counts: Counter[tuple[str, bool]] = Counter()
    wanted = CREDITS | {f"{group}{_MAY_BE}" for group in CREDITS}
    if not wanted.isdisjoint(distinct(labels)):
        for own, label, amount in zip(item, labels, amounts, strict=True):
            if own and amount and label is not None and label in wanted:
                counts[label, amount > 0] += 1
    positive = {label for label, above in counts if above and counts[label, True] > counts[label, False]}
    sure = frozenset(label for label in positive & CREDITS if not counts[label, False])
    return sure, frozenset(positive - sure), counts


def _ties(ledger: Ledger, rows: Sorted, printed: bytearray, labels: Sequence[str | None], turn: frozenset[str]) -> bool:
    """Tell whether the rows come to the file's own total once some credits are turned."""
    if not rows.totals:
        return False
    own, notices = compared(ledger, rows, _turned(ledger.amounts, labels, turn), printed)
    return bool(own) and not notices


def compared(ledger: Ledger, rows: Sorted, amounts: Minors, printed: bytearray) -> Own:
    """Return the file's own totals, and what is to be said where amounts do not come to them."""
    blocks = ledger.currencies.blocks is not None
    return own_totals(rows.totals, _sums(ledger, amounts, printed), ledger.table.first, by_block=blocks)


def _as_written(ledger: Ledger, rows: Sorted, printed: bytearray) -> Own:
    """Compare with the file's own total, or with its subtotals where it has none."""
    if not rows.totals:
        return {}, []
    own, notices = compared(ledger, rows, ledger.amounts, printed)
    parts = [] if own else sections(rows.totals, ledger.amounts, printed, ledger.table.first)
    return own, [*notices, *parts]


def _turn(ledger: Ledger, labels: Sequence[str | None], turn: frozenset[str]) -> None:
    """Turn credits, and say which."""
    ledger.amounts = _turned(ledger.amounts, labels, turn)
    ledger.minors = {
        name: _turned(column, labels, turn) if name in {"original", "local_open"} else column
        for name, column in ledger.minors.items()
    }
    names = _names(ledger, labels, turn)
    what = msg("Credits are written as positive amounts; they were turned.")
    if names:
        what = msg("Credits are written as positive amounts; they were turned: {types}.", types=names)
    ledger.table.warnings.append(Notice("credits_turned", what))


def _turned(amounts: Minors, labels: Sequence[str | None], turn: frozenset[str]) -> Minors:
    if not turn:
        return amounts
    return [
        -amount if amount is not None and label in turn else amount
        for amount, label in zip(amounts, labels, strict=True)
    ]


def _names(ledger: Ledger, labels: Sequence[str | None], turn: frozenset[str]) -> Message | str:
    """Return the types of some credits as the file writes them."""
    cells = zip(ledger.table.cells("type"), labels, strict=True) if ledger.table.has("type") else ()
    found = dict.fromkeys(cell for cell, label in cells if label in turn)
    sections = [text for group, texts in ledger.called.items() if {group, f"{group}{_MAY_BE}"} & turn for text in texts]
    names = [*sorted(filter(None, map(cell_text, found))), *sections]
    return kinds.quoted(names[:_NAMED]) if names else ""


def _sums(ledger: Ledger, amounts: Minors, marked: bytearray) -> dict[str, int]:
    """Add up amounts per currency."""
    if ledger.currencies.one is not None:
        return {ledger.currencies.one: sum(amount or 0 for amount in compress(amounts, marked))}
    found: Counter[str] = Counter()
    for code, amount in zip(compress(ledger.currencies.rows or (), marked), compress(amounts, marked), strict=True):
        if code is not None:
            found[code] += amount or 0
    return dict(found)


def settle_duplicates(ledger: Ledger, rows: Sorted, printed: bytearray, own: dict[str, int]) -> None:
    """Decide about rows that are equal in every cell: the file's own total says whether they are separate lines."""
    numbers = pick(ledger.numbers, rows.item)
    if len(set(numbers)) == len(numbers):
        return
    twice = {number for number, count in Counter(numbers).items() if count > 1}
    seen: set[tuple[Any, ...]] = set()
    again: list[int] = []
    for place, own_row in enumerate(rows.item):
        if own_row and ledger.numbers[place] in twice:
            row = tuple(ledger.table.body[place])
            if row in seen:
                again.append(place)
            seen.add(row)
    if not again:
        return
    first = ledger.table.first
    if own and all(
        own.get(code) == total for code, total in _sums(ledger, ledger.amounts, printed).items() if code in own
    ):
        return
    without = bytearray(printed)
    for place in again:
        without[place] = 0
    if own and all(
        own.get(code) == total for code, total in _sums(ledger, ledger.amounts, without).items() if code in own
    ):
        for place in again:
            rows.item[place] = 0
        rows.noted.extend(NotedRow(first + place, "skipped", Aside.DUPLICATE) for place in again)
        ledger.table.warnings[:] = [w for w in ledger.table.warnings if w.code != "own_total_differs"]
        return
    ledger.table.warnings.append(
        Notice(
            "duplicates_kept",
            nmsg(
                "{n} row repeats another row in every cell; it is kept as a separate line.",
                "{n} rows repeat another row in every cell; they are kept as separate lines.",
                len(again),
            ),
            first + again[0],
        )
    )
