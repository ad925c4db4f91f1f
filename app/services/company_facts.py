"""The selling company as one frozen value, and the form in which the command line prints it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from app.money import plain
from app.services.letters.request import Bank, Signatory

#: Next steps that letters may name, in the order of their weight.
CONSEQUENCES: Final = ("hold", "interest", "suspension", "agency", "legal")


@dataclass(frozen=True, slots=True)
class CompanyTargets:
    """A day's targets as the company states them; None keeps the setting. ``promised`` is base minor units."""

    calls: int | None = None
    contacts: int | None = None
    promises: int | None = None
    promised: int | None = None


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """The legal entity on the letterhead.

    Attributes:
        country: ISO 3166; an account elsewhere is cross-border.
        base_currency: what converted figures are in.
        time_zone: IANA name of the collector's zone.
        tax_ids: by country.
        names, addresses, signatories, consequences: keyed ``default`` or by language or locale.
        banks: one account per currency, whole and checked.
        rates_on, rates: base units for one unit of each currency, and their day.
        logo, logo_name: the picture of the letterhead.
    """

    country: str
    base_currency: str
    time_zone: str
    names: Mapping[str, str]
    tax_ids: Mapping[str, str] = field(default_factory=dict)
    phone: str | None = None
    email: str | None = None
    logo_name: str | None = None
    logo: bytes | None = None
    addresses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    signatories: Mapping[str, Signatory] = field(default_factory=dict)
    banks: tuple[Bank, ...] = ()
    rates_on: date | None = None
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    consequences: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    targets: CompanyTargets = CompanyTargets()

    def changed(self, **values: Any) -> CompanyFacts:
        """Return a copy with some facts changed."""
        return replace(self, **values)


def company_document(facts: CompanyFacts) -> dict[str, Any]:
    """Return the structure of company.toml as JSON values: amounts and rates as text, dates ISO."""
    targets = asdict(facts.targets)
    if facts.targets.promised is not None:
        targets["promised"] = plain(facts.targets.promised, facts.base_currency)
    rates = {"date": facts.rates_on.isoformat()} if facts.rates_on else {}
    return {
        "country": facts.country,
        "base_currency": facts.base_currency,
        "time_zone": facts.time_zone,
        "tax_ids": dict(facts.tax_ids),
        "phone": facts.phone,
        "email": facts.email,
        "logo": facts.logo_name,
        "names": dict(facts.names),
        "addresses": {key: list(lines) for key, lines in facts.addresses.items()},
        "signatories": {key: stated(asdict(person)) for key, person in facts.signatories.items()},
        "banks": [stated(asdict(bank)) for bank in facts.banks],
        "rates": {**rates, **{currency: str(rate) for currency, rate in facts.rates.items()}},
        "consequences": {key: list(steps) for key, steps in facts.consequences.items()},
        "targets": stated(targets),
    }


def stated(values: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not stated."""
    return {key: value for key, value in values.items() if value is not None}
