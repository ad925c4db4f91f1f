"""Balances of a trial balance in two columns: those that are debits, and beside them those that are credits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.services.sync.layouts import load
from app.services.sync.recognition.columns import Column, Guess
from app.services.sync.values.text import heading_key


def in_two_columns(columns: Sequence[Column], guesses: dict[str, Guess]) -> dict[str, Guess]:
    """Take the balance that is one of debits for debits, with its other side, where another column is that.

    ``期末余额`` over 借方 and 贷方, ``借方残高`` and ``貸方残高``, ``Saldo deudor`` and ``acreedor``: an account has
    its balance on one side, and the debits alone would leave out all credits.
    """
    held = guesses.get("balance") or guesses.get("open")
    if held is None or held.language == "layout":
        return guesses
    other = _other_side(columns, held.column)
    used = {guess.column for name, guess in guesses.items() if name not in {"debit", "credit", "open", "balance"}}
    if other is None or other in used:
        return guesses
    left = {name: one for name, one in guesses.items() if name not in {"debit", "credit", "open", "balance"}}
    return {
        **left,
        "debit": replace(held, field="debit"),
        "credit": replace(held, field="credit", column=other),
    }


def _other_side(columns: Sequence[Column], at: int) -> int | None:
    """Return the column of credits that belongs to one of debits; None if there is none, or its heading is no side."""
    key = heading_key(columns[at].heading)
    keys = {heading_key(column.heading): column.index for column in reversed(columns)}
    for debit, credit in load("words")["sides"]["pairs"]:
        if debit not in key or key == debit:
            continue
        if (whole := key.replace(debit, credit)) in keys:
            return keys[whole]
        behind = columns[at + 1] if at + 1 < len(columns) else None
        if behind is not None and heading_key(behind.heading) == credit:
            return behind.index  # its group's heading stands over the first of the two columns alone
    return None
