"""Sums, and the tie to the totals that the file states itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.i18n import msg
from app.money import Money
from app.services.sync.model import Notice, Totals
from app.services.sync.tables.rows import TotalRow
from app.services.sync.values.cells import distinct


def sums(codes: Sequence[str | None], amounts: Sequence[int]) -> dict[str, Totals]:
    """Add up amounts per currency; debits and credits apart."""
    found: dict[str, Totals] = {}
    for code in sorted({code for code in distinct(codes) if code is not None}):
        mine = [amount for own, amount in zip(codes, amounts, strict=True) if own == code]
        credits_ = [amount for amount in mine if amount < 0]
        net, credit = sum(mine), sum(credits_)
        found[code] = Totals(net, net - credit, credit, len(mine), len(credits_))
    return found


def own_totals(
    stated: Sequence[TotalRow], everything: Mapping[str, int], first: int, *, by_block: bool = False
) -> tuple[dict[str, int], list[Notice]]:
    """Return the file's own total per currency and what does not agree with it.

    Args:
        stated: the total rows.
        everything: currency → sum of items, set-aside and rejected rows, as the file's total has them.
        first: number of the first row of the body as Excel shows it.
        by_block: each currency has a block of its own, so that a total in it states what the block comes to.
    """
    own: dict[str, int] = {}
    notices = _of_no_rows(stated, everything, first)
    with_amount = [total for total in stated if total.amount is not None]
    for currency, summed in everything.items():
        ours = {currency, None}
        mine = [
            total
            for total in with_amount
            if total.currency in ours or (total.currency not in everything and total.amount == summed)
        ]
        chosen = _own(mine, summed, alone=len(everything) == 1)
        if by_block and (chosen is None or chosen.currency != currency) and (chosen is None or chosen.amount != summed):
            chosen = _own([total for total in mine if total.currency == currency], summed, alone=True)
        if chosen is None or chosen.amount is None:
            continue
        if chosen.amount != summed and chosen.currency != currency and len(everything) > 1:
            continue  # one total over several currencies states nothing about this one
        own[currency] = chosen.amount
        if chosen.amount != summed:
            what = msg(
                "The file states a total of {stated}, its rows add up to {summed}: {difference} apart.",
                stated=Money(chosen.amount, currency),
                summed=Money(summed, currency),
                difference=Money(abs(chosen.amount - summed), currency),
            )
            notices.append(Notice("own_total_differs", what, first + chosen.position))
    return own, notices


def _of_no_rows(stated: Sequence[TotalRow], everything: Mapping[str, int], first: int) -> list[Notice]:
    """Return the totals in a currency that no row has, unless they are what the rows add up to."""
    notices, summed_up = [], set(everything.values())
    for total in stated:
        amount, currency = total.amount, total.currency
        if amount is not None and currency is not None and currency not in everything and amount not in summed_up:
            what = msg(
                "The file states a total of {stated}, and none of its rows is in that currency.",
                stated=Money(amount, currency),
            )
            notices.append(Notice("total_without_rows", what, first + total.position))
    return notices


def _own(totals: Sequence[TotalRow], summed: int, *, alone: bool) -> TotalRow | None:
    """Choose the row that states the total of everything.

    That is the one that ties, else one that calls itself the grand total, else the only one. Subtotals that together
    are everything state it too; below subtotals a last one without a name states everything, if they name
    their group or add up to it.
    """
    tying = [total for total in totals if total.amount == summed]
    below = [total for total in totals if total.position >= 0]
    if tying and len(below) == 1 and below[0] not in tying and (below[0].bare or below[0].grand):
        return below[0]  # one above the table ties, and the only one below it does not: somebody has to hear of it
    if tying:
        return tying[-1]
    grand = [total for total in totals if total.grand]
    if grand:
        return grand[-1]
    if totals and sum(total.amount or 0 for total in totals) == summed:
        return replace(totals[-1], amount=summed)
    if len(totals) > 1 and totals[-1].bare:
        before = [total.amount or 0 for total in totals[:-1]]
        if totals[-1].amount == sum(before) or not any(total.bare for total in totals[:-1]):
            return totals[-1]
    return totals[0] if len(totals) == 1 and alone else None


def over_blocks(
    stated: Sequence[TotalRow], amounts: Sequence[int | None], own: bytearray, blocks: Sequence[int]
) -> list[TotalRow]:
    """Tell totals of the block of one currency that they stand in from those over several blocks.

    One that is the sum of all rows, or that follows the total of its block, is of no single currency.
    """
    sums: Counter[int] = Counter()
    for block, amount, kept in zip(blocks, amounts, own, strict=True):
        sums[block] += amount or 0 if kept else 0
    everything, told = sum(sums.values()), set()
    found = []
    for total in stated:
        block = blocks[total.position]
        mine = total.amount == sums[block]
        over = len(sums) > 1 and not mine and (block in told or total.amount == everything)
        found.append(replace(total, currency=None) if over else total)
        told |= {block} if mine else set()
    return found


def sections(stated: Sequence[TotalRow], amounts: Sequence[int | None], marked: bytearray, first: int) -> list[Notice]:
    """Return the subtotals that differ from the rows above them, in a file in which most others are their sum.

    Args:
        stated: the total rows.
        amounts: per row.
        marked: rows that totals of the file add up.
        first: number of the first row of the body as Excel shows it.
    """
    owed = [amount or 0 if own else 0 for amount, own in zip(amounts, marked, strict=True)]
    agreeing, differing, begin = 0, [], 0
    for total in stated:
        end = max(begin, total.position)
        if total.amount is not None and any(marked[begin:end]):
            ties = sum(owed[begin:end]) == total.amount
            agreeing += ties
            differing += [] if ties else [first + total.position]
        begin = end
    if not agreeing or len(differing) > agreeing:
        return []
    return [
        Notice(
            "own_total_differs", msg("The subtotal in row {row} is not what the rows above it add up to.", row=row), row
        )
        for row in differing
    ]
