"""The selling company in the store: set from its file, read as one frozen value."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import RefusedError
from app.i18n import msg
from app.models.company import Company, ExchangeRate
from app.models.types import new_id
from app.services.company_facts import CompanyFacts, CompanyTargets, company_document, stated
from app.services.company_file import load_company_file
from app.services.letters.request import Bank, Signatory
from app.services.portfolio.rates import FROM_COMPANY
from app.services.preferences import load_settings, save_settings
from app.services.unit_of_work import UnitOfWork

__all__ = [
    "CompanyFacts",
    "CompanyTargets",
    "company_document",
    "company_zone",
    "get_company",
    "load_company_file",
    "require_company",
    "set_company",
]

#: Where rates of company.toml say they come from.
RATES_FROM: Final = FROM_COMPANY


def set_company(uow: UnitOfWork, facts: CompanyFacts) -> None:
    """Store the company, its rates and its targets, over what was there; rates of other days stay.

    Writes one audit event; the targets that the file states become the settings', from the day of the write.
    """
    store_company(uow, facts)
    _store_rates(uow, facts)
    aims = stated(asdict(facts.targets))
    if aims:
        settings = load_settings(uow.session)
        targets = type(settings.targets)(**{**asdict(settings.targets), **aims})
        today = uow.now.astimezone(ZoneInfo(facts.time_zone)).date()
        save_settings(uow, settings.changed(targets=targets), today)


def store_company(uow: UnitOfWork, facts: CompanyFacts) -> None:
    """Store the company alone, with one audit event: rates and targets have pages of their own in Settings."""
    row = uow.session.scalar(select(Company))
    before = None if row is None else row.names.get("default")
    if row is None:
        row = Company(id=new_id(uow.now))
        uow.session.add(row)
    for name, value in _columns(facts).items():
        setattr(row, name, value)
    row.changed_at = uow.now
    uow.audit("company.set", "company", row.id, name=facts.names["default"], before=before)
    uow.touch_everything()


def _columns(facts: CompanyFacts) -> dict[str, Any]:
    return {
        "country": facts.country,
        "base_currency": facts.base_currency,
        "time_zone": facts.time_zone,
        "phone": facts.phone,
        "email": facts.email,
        "logo": facts.logo,
        "logo_name": facts.logo_name,
        "tax_ids": dict(facts.tax_ids),
        "names": dict(facts.names),
        "addresses": {key: list(lines) for key, lines in facts.addresses.items()},
        "signatories": {key: stated(asdict(person)) for key, person in facts.signatories.items()},
        "banks": [stated(asdict(bank)) for bank in facts.banks],
        "consequences": {key: list(steps) for key, steps in facts.consequences.items()},
        "targets": stated(asdict(facts.targets)),
    }


def _store_rates(uow: UnitOfWork, facts: CompanyFacts) -> None:
    """Put the file's rates in place of its earlier ones of the same day."""
    if facts.rates_on is None:
        return
    of_the_day = select(ExchangeRate).where(ExchangeRate.day == facts.rates_on, ExchangeRate.source == RATES_FROM)
    for old in uow.session.scalars(of_the_day):
        uow.session.delete(old)
    uow.session.flush()
    for currency, rate in facts.rates.items():
        uow.session.add(
            ExchangeRate(
                id=new_id(uow.now),
                currency=currency,
                base=facts.base_currency,
                rate=str(rate),
                day=facts.rates_on,
                source=RATES_FROM,
            )
        )


def get_company(session: Session) -> CompanyFacts | None:
    """Return the company with the newest rates of its file, None where none is set yet."""
    row = session.scalar(select(Company))
    if row is None:
        return None
    ours = (ExchangeRate.source == RATES_FROM) & (ExchangeRate.base == row.base_currency)
    newest = select(func.max(ExchangeRate.day)).where(ours).scalar_subquery()
    listed = select(ExchangeRate).where(ours, ExchangeRate.day == newest).order_by(ExchangeRate.currency)
    rates = list(session.scalars(listed))
    return CompanyFacts(
        country=row.country,
        base_currency=row.base_currency,
        time_zone=row.time_zone,
        tax_ids=row.tax_ids,
        phone=row.phone,
        email=row.email,
        logo=row.logo,
        logo_name=row.logo_name,
        names=row.names,
        addresses={key: tuple(lines) for key, lines in row.addresses.items()},
        signatories={key: Signatory(**person) for key, person in row.signatories.items()},
        banks=tuple(Bank(**bank) for bank in row.banks),
        rates_on=rates[0].day if rates else None,
        rates={rate.currency: Decimal(rate.rate) for rate in rates},
        consequences={key: tuple(steps) for key, steps in row.consequences.items()},
        targets=CompanyTargets(**row.targets),
    )


def require_company(session: Session) -> CompanyFacts:
    """Return the company.

    Raises:
        RefusedError: none is set yet.
    """
    facts = get_company(session)
    if facts is None:
        raise RefusedError(
            "no_company",
            msg("The selling company is not set yet."),
            do=msg("Set it from a company.toml file."),
        )
    return facts


def company_zone(session: Session) -> str | None:
    """Return the collector's zone as the company states it, None where no company is set yet."""
    return session.scalar(select(Company.time_zone))
