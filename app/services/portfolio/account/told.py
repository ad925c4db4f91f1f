"""What other lists say of an account's items: the customer's invoice portal, and what is left of purchase orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.enums import OPEN_ITEM
from app.i18n import Message, msg
from app.models.facts import PoBalance, PortalEntry
from app.models.item import Item
from app.money import Money
from app.services.sync.values.references import invoice_key
from app.services.sync.values.text import fold, words

Tone = Literal["bad", "warn", "good", "info", "query", "plain"]
#: Numbers asked for together.
_MANY: Final = 500


@dataclass(frozen=True, slots=True)
class Chip:
    """A short state of an item or account with the tone it is drawn in; ``hint`` says more."""

    code: str
    text: Message
    tone: Tone
    hint: Message | None = None


@dataclass(frozen=True, slots=True)
class PortalWord:
    """What a portal says of an invoice, in the portal's own words, and the day of the file that says so."""

    portal: str | None
    status: str
    submitted_on: date | None
    reason: str | None
    as_of: date

    @property
    def rejected(self) -> bool:
        """Tell whether the customer will not pay before something is put right."""
        said = fold(self.status)
        return any(word in said for word in words("portal", "rejected"))

    @property
    def chip(self) -> Chip:
        """Return the status as a chip; its hint names portal, reason and days."""
        where = self.portal or msg("Portal")
        text = msg("{portal}: {status}", portal=where, status=self.status)
        return Chip("portal", text, "bad" if self.rejected else "plain", self._hint())

    def _hint(self) -> Message:
        if self.reason and self.rejected:
            return msg("Rejected because: {reason} (as of {day}).", reason=self.reason, day=self.as_of)
        if self.submitted_on is not None:
            return msg("Submitted on {day}, status as of {as_of}.", day=self.submitted_on, as_of=self.as_of)
        return msg("Status as of {as_of}.", as_of=self.as_of)


@dataclass(frozen=True, slots=True)
class PoLeft:
    """What is left of an item's purchase order, minor units, and until when it holds."""

    number: str
    currency: str
    remaining: int
    end_date: date | None

    def short_of(self, amount: int, currency: str) -> bool:
        """Tell whether less is left than an item of that amount needs."""
        return currency == self.currency and amount > 0 and self.remaining < amount

    @property
    def chip(self) -> Chip:
        """Return the warning; its hint says what is left."""
        left = Money(self.remaining, self.currency)
        hint = msg("Purchase order {number} has {left} left, less than this item.", number=self.number, left=left)
        return Chip("po_short", msg("PO short"), "warn", hint)


def load_told(session: Session, account_id: str, items: Sequence[Item]) -> dict[str, dict[str, Any]]:
    """Return item id → the fields of its row that other lists fill."""
    portal = _portal(session, account_id, items)
    left = _purchase_orders(session, account_id) if any(item.po for item in items) else {}
    found: dict[str, dict[str, Any]] = {}
    for item in items:
        entry = portal.get(invoice_key(item.number)) if item.number else None
        po = left.get((invoice_key(item.po), item.currency)) if item.po else None
        if entry is not None or po is not None:
            found[item.id] = {"portal_entry": entry, "po_left": po}
    return found


def _portal(session: Session, account_id: str, items: Sequence[Item]) -> dict[str, PortalWord]:
    """Return what portals say by invoice key, the newest word; a number that two accounts have is nobody's."""
    keys = sorted({invoice_key(item.number) for item in items if item.number})
    rows: list[PortalEntry] = []
    for start in range(0, len(keys), _MANY):
        rows += session.scalars(
            select(PortalEntry).where(
                PortalEntry.invoice_key.in_(keys[start : start + _MANY]),
                or_(PortalEntry.account_id == account_id, PortalEntry.account.is_(None)),
            )
        )
    shared = _shared(session, account_id, items) if any(row.account is None for row in rows) else set()
    rows.sort(key=lambda row: (row.last_seen, row.submitted_on or date.min, row.id))
    return {
        row.invoice_key: PortalWord(row.portal, row.status, row.submitted_on, row.rejection_reason, row.last_seen)
        for row in rows
        if row.account is not None or row.invoice_key not in shared
    }


def _shared(session: Session, account_id: str, items: Sequence[Item]) -> set[str]:
    """Return keys of numbers that open items of other accounts have too."""
    numbers = sorted({item.number for item in items if item.number})
    found: set[str] = set()
    for start in range(0, len(numbers), _MANY):
        others = session.scalars(
            select(Item.number).where(
                Item.number.in_(numbers[start : start + _MANY]),
                Item.account_id != account_id,
                Item.status.in_(OPEN_ITEM),
            )
        )
        found.update(map(invoice_key, others))
    return found


def _purchase_orders(session: Session, account_id: str) -> dict[tuple[str, str], PoLeft]:
    rows = session.scalars(
        select(PoBalance)
        .where(
            or_(PoBalance.account_id == account_id, PoBalance.account.is_(None)),
            PoBalance.gone_on.is_(None),
        )
        .order_by(PoBalance.last_seen, PoBalance.id)
    )
    return {
        (invoice_key(row.number), row.currency): PoLeft(row.number, row.currency, row.remaining, row.end_date)
        for row in rows
    }
