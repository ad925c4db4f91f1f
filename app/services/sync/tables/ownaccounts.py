"""Accounts at a bank, which are no customers: what a bank's list calls ``Account`` is our own."""

from __future__ import annotations

import re
from typing import Final

from app.services.check_digits import is_iban
from app.services.sync.tables.table import Table

#: A British sort code and the account behind it.
_SORTED: Final = re.compile(r"\d\d-\d\d-\d\d ?\d{6,8}")
#: Accounts of our own in one list; more are those of who paid.
_OURS: Final = 3


def take_own_accounts(table: Table) -> None:
    """Take accounts at a bank for what they are where a heading made them customers' numbers.

    With them every movement would be a customer's, and what goes out a payment that a customer took back.
    """
    guess = table.guesses.get("account")
    if guess is None or guess.language == "layout":
        return
    said = {text for text in table.text("account") or () if text}
    if said and all(map(is_at_bank, said)):
        del table.guesses["account"]
        if len(said) <= _OURS and not table.has("bank"):
            table.guesses["bank"] = guess


def is_at_bank(text: str) -> bool:
    """Tell whether a text is an account at a bank: an IBAN whose check digits are right, or a sort code with one."""
    return _SORTED.fullmatch(text) is not None or is_iban(text)
