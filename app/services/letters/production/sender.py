"""The selling company as a letter prints it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.models.company import Company
from app.services.letters.production.place import places_of
from app.services.letters.request import Bank, Sender, Signatory


def banks_of(company: Company) -> tuple[Bank, ...]:
    """Return the company's bank details, one per currency."""
    return tuple(Bank(**bank) for bank in company.banks or ())


def consequences_of(table: Mapping[str, Sequence[str]], locale: str) -> tuple[str, ...]:
    """Return the next steps enabled for letters of a locale: its own list, its language's, else the default."""
    for key in (locale, locale.rsplit("_", 1)[0], locale.split("_", maxsplit=1)[0], "default"):
        if key in table:
            return tuple(table[key])
    return ()


def sender_of(company: Company) -> Sender:
    """Return the sender's facts for a letter."""
    signatories = {
        key: Signatory(name=value["name"], role=value.get("role")) for key, value in (company.signatories or {}).items()
    }
    addresses = {key: tuple(lines) for key, lines in (company.addresses or {}).items()}
    return Sender(
        country=company.country,
        names=dict(company.names or {}),
        addresses=addresses,
        tax_ids=dict(company.tax_ids or {}),
        signatories=signatories,
        banks=banks_of(company),
        phone=company.phone,
        email=company.email,
        logo=company.logo,
        places=places_of(addresses, company.country),
    )
