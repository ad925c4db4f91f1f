"""What proves that a column called only ``Amount`` is that of the payments: its parts make it, or its sum ties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from app.i18n import Message, msg
from app.services.sync.recognition.hearing.case import PROVED
from app.services.sync.tables.table import Table

#: Rows that parts need to prove anything.
_ENOUGH: Final = 3

Minors = Sequence[int | None]


def prove_amount(table: Table, minors: Mapping[str, Minors], own: bytearray, *, ties: bool) -> None:
    """Raise the confidence of the amounts where the cells prove them, and say what does.

    Args:
        table: the table.
        minors: field → amounts.
        own: 1 for each row that is a payment.
        ties: the rows add up to a total of the file's own.
    """
    proofs = []
    if (made := _made_of_parts(table, minors, own)) is not None:
        proofs.append(made)
    if ties:
        proofs.append(msg("the rows add up to the file's own total"))
    guess = table.guesses.get("receipt_amount")
    if guess is None or not proofs:
        return
    table.guesses["receipt_amount"] = replace(guess, confidence=max(guess.confidence, PROVED))
    for proof in proofs:
        table.tell("receipt_amount", proof)


def _made_of_parts(table: Table, minors: Mapping[str, Minors], own: bytearray) -> Message | None:
    """Say that what is applied and what is not make each amount; None if they do not, or one part is always nothing."""
    names = ("receipt_amount", "applied", "unapplied")
    if any(name not in minors for name in names):
        return None
    rows = [row for row, is_own in zip(zip(*(minors[name] for name in names), strict=True), own, strict=True) if is_own]
    if len(rows) < _ENOUGH or any((done or 0) + (rest or 0) != (whole or 0) for whole, done, rest in rows):
        return None
    if not any(done for _, done, _ in rows) or not any(rest for _, _, rest in rows):
        return None
    whole, one, other = (table.heading(name) for name in names)
    return msg(
        "“{one}” and “{other}” make “{whole}” in {count} of {n} rows",
        one=one, other=other, whole=whole, count=len(rows), n=len(rows),
    )  # fmt: skip
