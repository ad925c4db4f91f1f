"""Which bank details are whole, and whether they are mistyped. The bank's own country decides what must be there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from app.services.check_digits import IBAN_LENGTHS, compact, is_bic, is_cbu, is_clabe, is_iban, is_routing
from app.services.letters.refusals import LetterRefusedError, bank_incomplete, bank_wrong, no_bank
from app.services.letters.request import Bank

#: Fields that must be there, by the bank's country; a tuple inside means one of them.
_NEEDED: Final[dict[str, tuple[str | tuple[str, ...], ...]]] = {
    "JP": ("holder", "bank", "branch", "account_type", "account"),
    "CN": ("holder", "bank", "account"),
    "TW": ("holder", "bank", "account"),
    "SG": ("holder", "bank", ("account", "paynow")),
    "US": ("holder", "bank", "routing", "account"),
    "CA": ("holder", "bank", "account"),
    "GB": ("holder", "bank", ("sort_code", "iban"), ("account", "iban")),
    "MX": ("holder", "bank", "clabe"),
    "AR": ("holder", "bank", "cbu"),
    "CO": ("holder", "bank", "account_type", "account"),
    "BR": ("holder", ("pix", "bank"), ("pix", "agency"), ("pix", "account")),
}
_IBAN_COUNTRY: Final = ("holder", "bank", "iban")
_ELSEWHERE: Final = ("holder", "bank", ("account", "iban"), ("bic", "iban"))


def _digits(*lengths: int) -> Callable[[str], bool]:
    return lambda text: compact(text).isdigit() and len(compact(text)) in lengths


_FORMS: Final[dict[str, Callable[[str], bool]]] = {
    "iban": is_iban,
    "bic": lambda text: is_bic(compact(text)),
    "routing": lambda text: is_routing(compact(text)),
    "sort_code": _digits(6),
    "clabe": lambda text: is_clabe(compact(text)),
    "cbu": lambda text: is_cbu(compact(text)),
}
_ACCOUNTS: Final[dict[str, Callable[[str], bool]]] = {"JP": _digits(7), "GB": _digits(8)}


def needed_fields(country: str) -> tuple[tuple[str, ...], ...]:
    """Return what a bank account in a country needs; of several names in one tuple one does."""
    needed = _NEEDED.get(country)
    if needed is None:
        needed = _IBAN_COUNTRY if country in IBAN_LENGTHS else _ELSEWHERE
    return tuple((field,) if isinstance(field, str) else field for field in needed)


def missing_fields(bank: Bank) -> tuple[str, ...]:
    """Return what the bank's country needs and the details do not have; alternatives are joined by a stroke."""
    needed = needed_fields(bank.country)
    return tuple("/".join(choices) for choices in needed if not any(getattr(bank, choice) for choice in choices))


def wrong_field(bank: Bank) -> str | None:
    """Return the first field whose form or check digit is wrong, or None.

    An IBAN has to be of the bank's country; a Brazilian agency and account may carry a check digit after a hyphen.
    """
    for field, is_right in _FORMS.items():
        value = getattr(bank, field)
        if value and not is_right(value):
            return field
    if bank.iban and compact(bank.iban)[:2] != bank.country:
        return "iban"
    if bank.account and not _ACCOUNTS.get(bank.country, _plausible)(bank.account):
        return "account"
    return None


def _plausible(account: str) -> bool:
    return re.fullmatch(r"[0-9A-Z]{4,34}", compact(account)) is not None


def bank_for(banks: Iterable[Bank], currency: str) -> Bank:
    """Return the account to pay a currency to, checked.

    Raises:
        LetterRefusedError: there is none for this currency, a field is missing or mistyped.
    """
    bank = next((bank for bank in banks if bank.currency == currency), None)
    if bank is None:
        raise no_bank(currency)
    problem = bank_problem(bank)
    if problem is not None:
        raise problem
    return bank


def bank_problem(bank: Bank) -> LetterRefusedError | None:
    """Return why a bank account cannot be printed, or None if it can."""
    missing = missing_fields(bank)
    if missing:
        return bank_incomplete(bank.currency, ", ".join(missing))
    wrong = wrong_field(bank)
    return bank_wrong(bank.currency, wrong, str(getattr(bank, wrong))) if wrong else None
