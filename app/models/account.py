"""Customer accounts and the people there."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.enums import AccountState
from app.models.base import Base, HasId
from app.models.types import Json, coded


class Account(HasId, Base):
    """A customer account; facts come from files, ``state`` and flags from the collector.

    ``key`` is the number normalised for matching (NFKC, trimmed, no leading zeros if all digits); ``number`` is as
    seen. ``credit_limit`` is in minor units of ``limit_currency``. ``run_id`` is the sync that created the row,
    ``facts_from`` the source whose word counts: a customer file's over an items file's, which only fills gaps.
    """

    __tablename__ = "account"

    key: Mapped[str] = mapped_column(unique=True)
    number: Mapped[str]
    name: Mapped[str]
    name_latin: Mapped[str | None]
    name_kana: Mapped[str | None]
    address: Mapped[Any] = mapped_column(Json, default=list)
    city: Mapped[str | None]
    country: Mapped[str | None] = mapped_column(String(2), index=True)
    language: Mapped[str | None]
    currency: Mapped[str | None] = mapped_column(String(3))
    territory: Mapped[str | None]
    tier: Mapped[str | None] = mapped_column(String(1))
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"), index=True)
    terms: Mapped[str | None]
    credit_limit: Mapped[int | None]
    limit_currency: Mapped[str | None] = mapped_column(String(3))
    risk_class: Mapped[str | None]
    sales_rep: Mapped[str | None]
    collector: Mapped[str | None]
    time_zone: Mapped[str | None]
    portal: Mapped[str | None]
    tax_id: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    debtor_type: Mapped[str] = mapped_column(default="company")
    state: Mapped[AccountState] = mapped_column(coded(AccountState), default=AccountState.ACTIVE)
    hold_orders: Mapped[bool] = mapped_column(default=False)
    do_not_dun: Mapped[bool] = mapped_column(default=False)
    letter_locale: Mapped[str | None]
    vanished: Mapped[bool] = mapped_column(default=False)
    facts_from: Mapped[str | None]
    run_id: Mapped[str | None] = mapped_column(String(26))


class Contact(HasId, Base):
    """A person at the customer.

    ``corrected`` rows keep the collector's values; ``file_values`` shows what the file says beside them.
    ``title_pref`` is the honorific to print if the person asked for one; sex is never inferred.
    """

    __tablename__ = "contact"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str]
    family: Mapped[str | None]
    given: Mapped[str | None]
    title_pref: Mapped[str | None]
    department: Mapped[str | None]
    role: Mapped[str | None]
    job_title: Mapped[str | None]
    language: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    mobile: Mapped[str | None]
    preferred_channel: Mapped[str | None]
    do_not_call: Mapped[bool] = mapped_column(default=False)
    closed_channels: Mapped[Any] = mapped_column(Json, default=list)
    corrected: Mapped[bool] = mapped_column(default=False)
    file_values: Mapped[Any] = mapped_column(Json, nullable=True)
    source: Mapped[str] = mapped_column(default="file")
    active: Mapped[bool] = mapped_column(default=True)
    run_id: Mapped[str | None] = mapped_column(String(26))
