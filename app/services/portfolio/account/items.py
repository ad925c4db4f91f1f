"""The items of an account as rows, with what is disputed, promised and asked for already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from app.enums import OPEN_DISPUTE, OPEN_ITEM, ItemKind, ItemStatus, PromiseStatus
from app.i18n import Message, msg
from app.models.dispute import Dispute, DisputeItem
from app.models.item import Item
from app.models.promise import Promise, PromiseItem
from app.services.labels import ITEM_STATES, STAGES
from app.services.portfolio.account.told import Chip, PoLeft, PortalWord, Tone, load_told
from app.services.portfolio.buckets import Presentation
from app.services.portfolio.coverage import CoverRule, ItemCover, load_cover


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item, open or closed; amounts in minor units.

    Attributes:
        days_overdue: days past due on the day, negative before the due date, None without one.
        bucket: where the open amount stands; None when closed.
        disputed, promised: parts of the open amount; a payment run counts as promised.
        once_disputed: the ERP called it disputed, whatever became of it.
        dispute_reason: the file's word for why it is disputed; ``expected_on`` when somebody expects the money.
        portal_entry: what the customer's invoice portal says of it; ``po_left`` what is left of its purchase order.
        broken: the last promise on it was broken or part kept, and nothing came of it yet.
        query_closed: a dispute about it was closed.
    """

    id: str
    number: str
    kind: ItemKind
    document_date: date | None
    due_date: date | None
    due_from: str | None
    currency: str
    original: int
    open: int
    status: ItemStatus
    days_overdue: int | None
    bucket: str | None
    disputed: int
    promised: int
    stage: int | None
    stage_on: date | None
    po: str | None
    order_number: str | None
    terms: str | None
    text: str | None
    sales_rep: str | None
    portal_status: str | None
    dispute_reason: str | None
    expected_on: date | None
    first_seen: date
    last_seen: date
    closed_on: date | None
    closed_why: Message | None
    broken: bool
    query_closed: bool
    once_disputed: bool = False
    portal_entry: PortalWord | None = None
    po_left: PoLeft | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether anything of it is open."""
        return self.status in OPEN_ITEM

    @property
    def chips(self) -> tuple[Chip, ...]:
        """Return its states, the most pressing first."""
        found = []
        if self.broken:
            found.append(Chip("broken", msg("broken"), "bad"))
        if self.disputed:
            whole = self.disputed >= self.open
            found.append(Chip("disputed", msg("disputed") if whole else msg("part disputed"), "query"))
        elif self.query_closed and self.is_open:
            found.append(Chip("query_closed", msg("query closed"), "query"))
        elif self.once_disputed and not self.is_open:
            found.append(Chip("once_disputed", msg("was disputed"), "query"))
        found.extend(self._stopped())
        if self.promised:
            found.append(Chip("promised", msg("promised"), "good"))
        if self.is_open and self.stage is not None:
            found.append(Chip("stage", STAGES.get(self.stage, msg("Stage {n}", n=self.stage)), _STAGE_TONE[self.stage]))
        if self.is_open and self.open < 0:
            found.append(Chip("unapplied", msg("unapplied"), "info"))
        elif self.status is not ItemStatus.OPEN:
            tone: Tone = "bad" if self.status is ItemStatus.VANISHED else "plain"
            found.append(Chip(self.status.value, ITEM_STATES[self.status], tone))
        if self.is_open and self.portal_entry is not None and not self.portal_entry.rejected:
            found.append(self.portal_entry.chip)
        return tuple(found)

    def _stopped(self) -> Iterator[Chip]:
        """Give what keeps the customer from paying: a portal's rejection, a purchase order with too little left."""
        if not self.is_open:
            return
        if self.portal_entry is not None and self.portal_entry.rejected:
            yield self.portal_entry.chip
        if self.po_left is not None and self.po_left.short_of(self.open, self.currency):
            yield self.po_left.chip


_STAGE_TONE: Mapping[int, Tone] = {0: "info", 1: "warn", 2: "bad", 3: "bad", 4: "bad"}


def load_items(
    session: Session,
    account_id: str,
    how: Presentation,
    rule: CoverRule,
    numbers: Sequence[str] = (),
) -> tuple[ItemRow, ...]:
    """Return an account's items: open ones by due date, then closed ones, the last closed first.

    Args:
        session: the store.
        account_id: the account.
        how: day and bounds for days past due and buckets.
        rule: how promises and runs cover; in grace, so that the row says "promised" until the judgement.
        numbers: only these items, for a letter or a call.
    """
    query = select(Item).where(Item.account_id == account_id)
    if numbers:
        query = query.where(Item.number.in_(numbers))
    cover = load_cover(session, rule, [account_id])
    broken = _broken(session, account_id)
    closed_queries = _closed_queries(session, account_id)
    stored = list(session.scalars(query))
    told = load_told(session, account_id, stored)
    rows = [
        replace(
            _row(row, how, cover.get(row.id), broken=row.id in broken, query_closed=row.id in closed_queries),
            **told.get(row.id, {}),
        )
        for row in stored
    ]
    return tuple(sorted(rows, key=_order))


def _row(row: Item, how: Presentation, cover: ItemCover | None, *, broken: bool, query_closed: bool) -> ItemRow:
    is_open = row.status in OPEN_ITEM
    return ItemRow(
        id=row.id,
        number=row.number,
        kind=row.kind,
        document_date=row.document_date,
        due_date=row.due_date,
        due_from=row.due_from,
        currency=row.currency,
        original=row.original,
        open=row.open,
        status=row.status,
        days_overdue=None if row.due_date is None else (how.day - row.due_date).days,
        bucket=how.place(row.open, row.due_date, row.document_date) if is_open else None,
        disputed=cover.disputed if cover else 0,
        promised=cover.promised + cover.run if cover else 0,
        stage=row.stage,
        stage_on=row.stage_on,
        po=row.po,
        order_number=row.order_number,
        terms=row.terms,
        text=row.text,
        sales_rep=row.sales_rep,
        portal_status=row.portal_status,
        dispute_reason=row.dispute_reason,
        expected_on=row.expected_on,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        closed_on=row.closed_on,
        closed_why=row.closed_why,
        broken=is_open and broken,
        query_closed=query_closed,
        once_disputed=row.erp_disputed,
    )


def _order(row: ItemRow) -> tuple[object, ...]:
    if row.is_open:
        return (0, row.open < 0, row.due_date or row.document_date or date.max, row.number, row.id)
    return (1, False, date.max - (row.closed_on or row.last_seen), row.number, row.id)


def _broken(session: Session, account_id: str) -> set[str]:
    """Return items whose newest promise was broken or part kept."""
    rows = session.execute(
        select(PromiseItem.item_id, Promise.status)
        .join(Promise, Promise.id == PromiseItem.promise_id)
        .where(
            Promise.account_id == account_id,
            Promise.status.not_in((PromiseStatus.VOID, PromiseStatus.WITHDRAWN)),
            PromiseItem.released.is_(False),
        )
        .order_by(Promise.made_on, Promise.id)
    )
    newest = dict(rows.tuples().all())
    failed = {PromiseStatus.BROKEN, PromiseStatus.PARTLY_KEPT}
    return {item_id for item_id, status in newest.items() if status in failed}


def _closed_queries(session: Session, account_id: str) -> set[str]:
    """Return items that were disputed and are not any more."""
    still_open = case((Dispute.status.in_(OPEN_DISPUTE), 1), else_=0)
    rows = session.execute(
        select(DisputeItem.item_id, still_open)
        .join(Dispute, Dispute.id == DisputeItem.dispute_id)
        .where(Dispute.account_id == account_id)
    ).all()
    return {item_id for item_id, _ in rows} - {item_id for item_id, is_open in rows if is_open}
