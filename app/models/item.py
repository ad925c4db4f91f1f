"""Rows of the sub-ledger."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.enums import ItemKind, ItemStatus
from app.i18n import Message
from app.models.base import Base, HasId
from app.models.types import coded


class Item(HasId, Base):
    """One open or closed row: what the customer owes is positive, credits are negative, in minor units.

    ``source`` is layout and company code; ``line`` tells rows of one identity apart. ``due_from`` says where the due
    date came from (``file``, ``terms`` or ``late``). ``first_seen``, ``last_seen`` and ``closed_on`` are data dates.
    ``stage`` is the dunning stage reached (a letter produced, the file or the takeover said so), on ``stage_on``.
    ``erp_disputed`` is the file's flag, ``dispute_reason`` its word. ``closed_on`` is the clearing day where a file
    of closed items states it. ``days_late`` is what such a file says itself. ``expected_on`` is when somebody at the
    ERP expects the money.
    """

    __tablename__ = "item"
    __table_args__ = (
        UniqueConstraint("account_id", "number", "currency", "kind", "source", "line"),
        Index("ix_item_number", "number"),
        # The few that the ERP marks as disputed, of a hundred thousand.
        Index("ix_item_disputed", "account_id", sqlite_where=text("erp_disputed = 1")),
        # Balances, buckets and the call list read open items from this index alone, without a look at the table.
        Index(
            "ix_item_open",
            "account_id",
            "currency",
            "status",
            "open",
            "due_date",
            "document_date",
            "stage",
            sqlite_where=text("status IN ('open', 'part_paid', 'reopened')"),
        ),
    )

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    source: Mapped[str]
    number: Mapped[str]
    line: Mapped[int] = mapped_column(default=0)
    kind: Mapped[ItemKind] = mapped_column(coded(ItemKind))
    document_date: Mapped[date | None]
    due_date: Mapped[date | None]
    due_from: Mapped[str | None]
    currency: Mapped[str] = mapped_column(String(3))
    original: Mapped[int]
    open: Mapped[int]
    terms: Mapped[str | None]
    po: Mapped[str | None]
    order_number: Mapped[str | None]
    sales_rep: Mapped[str | None]
    portal_status: Mapped[str | None]
    erp_disputed: Mapped[bool] = mapped_column(default=False)
    dispute_reason: Mapped[str | None]
    expected_on: Mapped[date | None]
    text: Mapped[str | None]
    status: Mapped[ItemStatus] = mapped_column(coded(ItemStatus))
    stage: Mapped[int | None]
    stage_on: Mapped[date | None]
    stage_from: Mapped[str | None]
    first_seen: Mapped[date]
    last_seen: Mapped[date]
    first_run_id: Mapped[str] = mapped_column(String(26))
    last_run_id: Mapped[str] = mapped_column(String(26))
    closed_on: Mapped[date | None]
    closed_why: Mapped[Message | None]
    clearing: Mapped[str | None]
    days_late: Mapped[int | None]
