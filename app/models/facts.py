"""What files tell beside the ledger: orders on hold, portals, purchase orders, sales, the trial balance.

Every record carries its source, the days between which files showed it and the runs that first and last did. What a
later file of the same source no longer has is not deleted: ``gone_on`` says since when it lacks it.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from app.models.base import Base, HasId


class FromFile(HasId):
    """Where a record comes from; ``account_id`` is None while the ledger does not know the account it names."""

    @declared_attr
    def account_id(cls) -> Mapped[str | None]:  # noqa: N805 - SQLAlchemy calls it on the class
        """The account that the record belongs to."""
        return mapped_column(ForeignKey("account.id"), index=True)

    account: Mapped[str | None]
    source: Mapped[str] = mapped_column(index=True)
    first_seen: Mapped[date]
    last_seen: Mapped[date]
    first_run_id: Mapped[str] = mapped_column(String(26), index=True)
    last_run_id: Mapped[str] = mapped_column(String(26))
    gone_on: Mapped[date | None]


class HeldOrder(FromFile, Base):
    """A sales order that waits for release; the amount is in minor units. Released is one that a file lacks."""

    __tablename__ = "held_order"

    number: Mapped[str]
    currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[int]
    hold_since: Mapped[date | None]
    reason: Mapped[str | None]


class PortalEntry(FromFile, Base):
    """What a customer's invoice portal says of one of our invoices; ``invoice_key`` is its number for matching."""

    __tablename__ = "portal_entry"
    __table_args__ = (Index("ix_portal_entry_invoice_key", "invoice_key"),)

    portal: Mapped[str | None]
    number: Mapped[str]
    invoice_key: Mapped[str]
    status: Mapped[str]
    submitted_on: Mapped[date | None]
    rejection_reason: Mapped[str | None]


class PoBalance(FromFile, Base):
    """A customer's purchase order or project: what it allows, what was billed, what is left, in minor units."""

    __tablename__ = "po_balance"

    number: Mapped[str]
    currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[int | None]
    billed: Mapped[int | None]
    remaining: Mapped[int]
    end_date: Mapped[date | None]


class SalesMonth(FromFile, Base):
    """Sales of a month, of one account or (``account`` None) of all; ``month`` is its first day, minor units."""

    __tablename__ = "sales_month"

    month: Mapped[date]
    currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[int]
    with_tax: Mapped[bool]


class TrialBalance(FromFile, Base):
    """The balance of a general-ledger account on a day, debit positive, minor units.

    ``receivables`` marks the accounts that the open items must add up to.
    """

    __tablename__ = "trial_balance"

    company: Mapped[str | None]
    gl_account: Mapped[str]
    name: Mapped[str | None]
    currency: Mapped[str] = mapped_column(String(3))
    balance: Mapped[int]
    day: Mapped[date]
    receivables: Mapped[bool]
