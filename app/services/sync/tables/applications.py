"""Receipts with a row for each invoice they were applied to: the receipt's amount stands in every one of them.

It counts once where what was applied, with what was not, comes to it. Rows that each add up by themselves are receipts
of their own; rows that do neither cannot be read.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableSequence, Sequence
from typing import Any, NamedTuple

from app.i18n import Message, msg, nmsg
from app.services.sync.model import Notice
from app.services.sync.tables.owed import Minors

_DIFFERS = msg("The receipt's amount stands in several rows, and what was applied in them does not come to it.")


class Applied(NamedTuple):
    """Amounts of receipts, counted once, with what was and was not applied; ``bad``: the rows that prove nothing."""

    amounts: Minors
    minors: Mapping[str, Minors]
    bad: dict[int, Message]


def count_once(keys: Sequence[tuple[Any, ...] | None], amounts: Minors, minors: Mapping[str, Minors]) -> Applied:
    """Let a receipt's amount that is repeated in the row of each application count once.

    Args:
        keys: what tells receipts apart, row by row; None where nothing does.
        amounts: of the receipts, row by row.
        minors: the judged columns, ``applied`` among them.
    """
    found, bad = list(amounts), dict[int, Message]()
    applied, rest = list(minors["applied"]), list(minors["unapplied"]) if "unapplied" in minors else None
    for places in repeated(keys, amounts):
        amount = abs(amounts[places[0]] or 0)
        parts = [abs(applied[place] or 0) for place in places]
        left = {abs(rest[place] or 0) for place in places} if rest is not None else {0}
        if rest is not None and all(abs(applied[place] or 0) + abs(rest[place] or 0) == amount for place in places):
            continue  # each row is whole by itself
        if all(part == amount for part in parts):
            continue
        if sum(parts) + sum(left) != amount or len(left) > 1:
            bad.update(dict.fromkeys(places, _DIFFERS))
            continue
        _share(found, rest, places, parts, sum(left))
    changed: dict[str, Minors] = {**minors} if rest is None else {**minors, "unapplied": rest}
    return Applied(found, changed, bad)


def _share(
    amounts: MutableSequence[int | None],
    rest: MutableSequence[int | None] | None,
    places: Sequence[int],
    parts: Sequence[int],
    left: int,
) -> None:
    """Give each row what was applied in it, and the first what was not applied at all."""
    for at, (place, part) in enumerate(zip(places, parts, strict=True)):
        mine = part + (left if at == 0 else 0)
        amounts[place] = mine if (amounts[place] or 0) > 0 else -mine
        if rest is not None:
            rest[place] = left if at == 0 else 0


def repeated(keys: Sequence[tuple[Any, ...] | None], amounts: Minors) -> list[list[int]]:
    """Return the rows of each receipt that stands in several with one and the same amount."""
    if len(set(keys)) == len(keys):
        return []
    rows: dict[tuple[Any, ...], list[int]] = {}
    for place, key in enumerate(keys):
        if key is not None and amounts[place]:
            rows.setdefault(key, []).append(place)
    return [places for places in rows.values() if len(places) > 1 and len({amounts[place] for place in places}) == 1]


def beyond(parts: Sequence[int | None], amounts: Sequence[int], rows: Sequence[int]) -> list[Notice]:
    """Warn of receipts of which more was applied, or left over, than they come to."""
    places = [row for part, amount, row in zip(parts, amounts, rows, strict=True) if abs(part or 0) > amount]
    if not places:
        return []
    what = nmsg(
        "In {n} row more is applied or left over than the receipt comes to: its amount is taken instead.",
        "In {n} rows more is applied or left over than the receipt comes to: their amounts are taken instead.",
        len(places),
    )
    return [Notice("applied_beyond", what, places[0])]
