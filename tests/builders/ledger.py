"""Rows of a ledger with valid defaults, so that a test says only what it is about.

    with store.write() as uow:
        ledger = Ledger(uow.session, uow.now)
        acme = ledger.account("100237", country="JP")
        ledger.item(acme, 100_00, due=date(2026, 9, 30))
        uow.commit()

Every method adds one row (with what must hang on it), flushes it and returns it. Amounts are minor units.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from app import models as m
from app.enums import (
    Channel,
    Direction,
    DisputeStatus,
    ItemKind,
    ItemStatus,
    LetterStatus,
    Outcome,
    PromiseStatus,
    Scope,
    SyncKind,
    TaskKind,
    TaskStatus,
)
from app.i18n import msg
from app.models.types import new_id

DAY = date(2026, 10, 30)
Row = TypeVar("Row")
#: Numbers never repeat, however many ledgers write into one store.
_NUMBERS = itertools.count(1)


@dataclass
class Ledger:
    """Adds rows to a session; ``day`` is the data date of everything it makes."""

    session: Session
    now: datetime
    day: date = DAY
    run_id: str = field(default="")

    def add(self, row: Row) -> Row:
        """Add a row and flush it."""
        self.session.add(row)
        self.session.flush()
        return row

    def new_id(self) -> str:
        return new_id(self.now)

    def _next(self) -> int:
        return next(_NUMBERS)

    def company(self, **values: Any) -> m.Company:
        defaults: dict[str, Any] = {
            "country": "JP",
            "base_currency": "USD",
            "time_zone": "Asia/Tokyo",
            "names": {"default": "Midori Electric Co., Ltd."},
            "addresses": {"default": ["1-2-3 Marunouchi", "Tokyo"]},
            "changed_at": self.now,
        }
        return self.add(m.Company(id=self.new_id(), **{**defaults, **values}))

    def rate(self, currency: str, rate: str, base: str = "USD", day: date | None = None) -> m.ExchangeRate:
        return self.add(
            m.ExchangeRate(
                id=self.new_id(), currency=currency, base=base, rate=rate, day=day or self.day, source="company"
            )
        )

    def run(self, kind: SyncKind = SyncKind.OPEN_ITEMS, **values: Any) -> m.SyncRun:
        ident = self.new_id()
        defaults: dict[str, Any] = {
            "id": ident,
            "batch_id": ident,
            "at": self.now,
            "file": "open.xlsx",
            "sha256": f"{self._next():064x}",
            "kind": kind,
            "layout": "plain",
            "source": "plain",
            "scope": Scope.FULL,
            "as_of": self.day,
            "report": {},
        }
        row = self.add(m.SyncRun(**{**defaults, **values}))
        self.run_id = row.id
        return row

    def _run_id(self) -> str:
        return self.run_id or self.run().id

    def account(self, number: str | None = None, **values: Any) -> m.Account:
        number = number or f"{100_000 + self._next()}"
        defaults: dict[str, Any] = {"key": number, "number": number, "name": f"Customer {number}", "currency": "USD"}
        return self.add(m.Account(id=self.new_id(), **{**defaults, **values}))

    def contact(self, account: m.Account, name: str = "Keiko Sato", **values: Any) -> m.Contact:
        return self.add(m.Contact(id=self.new_id(), account_id=account.id, name=name, **values))

    def item(self, account: m.Account, amount: int = 1_000_00, due: date | None = None, **values: Any) -> m.Item:
        """Add an open item; a negative amount is a credit memo without a due date."""
        credit = amount < 0
        document = values.pop("document", None if due is None else due - timedelta(days=30))
        defaults: dict[str, Any] = {
            "source": "plain",
            "number": f"INV-{self._next():05d}",
            "kind": ItemKind.CREDIT_MEMO if credit else ItemKind.INVOICE,
            "document_date": document,
            "due_date": due,
            "due_from": None if due is None else "file",
            "currency": account.currency or "USD",
            "original": amount,
            "open": amount,
            "status": ItemStatus.OPEN,
            "first_seen": self.day,
            "last_seen": self.day,
            "first_run_id": self._run_id(),
            "last_run_id": self._run_id(),
        }
        return self.add(m.Item(id=self.new_id(), account_id=account.id, **{**defaults, **values}))

    def closed_item(self, account: m.Account, amount: int, due: date, paid: date, **values: Any) -> m.Item:
        """Add an item that was paid on a day."""
        defaults: dict[str, Any] = {
            "open": 0,
            "status": ItemStatus.PAID,
            "closed_on": paid,
            "closed_why": msg("closed in the file"),
        }
        return self.item(account, amount, due, **{**defaults, **values})

    def receipt(self, account: m.Account, amount: int, day: date | None = None, **values: Any) -> m.Receipt:
        defaults: dict[str, Any] = {
            "source": "bank",
            "number": f"RC-{self._next():05d}",
            "value_date": day or self.day,
            "receipt_date": day or self.day,
            "currency": account.currency or "USD",
            "amount": amount,
            "applied": amount,
            "first_seen": self.day,
            "run_id": self._run_id(),
        }
        return self.add(m.Receipt(id=self.new_id(), account_id=account.id, **{**defaults, **values}))

    def application(self, receipt: m.Receipt, item: m.Item, amount: int) -> m.ReceiptApplication:
        return self.add(
            m.ReceiptApplication(
                id=self.new_id(), receipt_id=receipt.id, item_id=item.id, item_number=item.number, amount=amount
            )
        )

    def activity(self, account: m.Account, outcome: Outcome, at: datetime | None = None, **values: Any) -> m.Activity:
        """Log a contact with one account, or with several given as ``accounts``."""
        others: Sequence[m.Account] = values.pop("accounts", (account,))
        items: Sequence[m.Item] = values.pop("items", ())
        defaults: dict[str, Any] = {
            "at": at or self.now,
            "zone": "Asia/Tokyo",
            "channel": Channel.CALL_OUT,
            "direction": Direction.OUT,
            "outcome": outcome,
            "logged_at": at or self.now,
        }
        row = self.add(m.Activity(id=self.new_id(), **{**defaults, **values}))
        for position, one in enumerate(others):
            self.add(m.ActivityAccount(activity_id=row.id, account_id=one.id, position=position))
        for item in items:
            self.add(m.ActivityItem(activity_id=row.id, item_id=item.id))
        return row

    def task(
        self, account: m.Account, kind: TaskKind = TaskKind.CALL, due: date | None = None, **values: Any
    ) -> m.Task:
        defaults: dict[str, Any] = {
            "what": "Call again",
            "due": due or self.day,
            "zone": "Asia/Tokyo",
            "status": TaskStatus.OPEN,
            "opened_by": "collector",
            "opened_at": self.now,
        }
        return self.add(m.Task(id=self.new_id(), account_id=account.id, kind=kind, **{**defaults, **values}))

    def promise(
        self, account: m.Account, instalments: Sequence[tuple[date, int]], items: Sequence[m.Item] = (), **values: Any
    ) -> m.Promise:
        """Add a promise of dated instalments; the window ends 2 days after each unless ``grace`` says otherwise."""
        grace = values.pop("grace", 2)
        status = values.get("status", PromiseStatus.OPEN)
        defaults: dict[str, Any] = {
            "currency": account.currency or "USD",
            "amount": sum(amount for _, amount in instalments),
            "made_on": self.day - timedelta(days=7),
            "made_at": self.now - timedelta(days=7),
            "status": status,
        }
        row = self.add(m.Promise(id=self.new_id(), account_id=account.id, **{**defaults, **values}))
        for position, (due, amount) in enumerate(instalments):
            self.add(
                m.Instalment(
                    id=self.new_id(),
                    promise_id=row.id,
                    position=position,
                    due=due,
                    window_end=due + timedelta(days=grace),
                    amount=amount,
                    status=status,
                )
            )
        for item in items:
            self.add(m.PromiseItem(promise_id=row.id, item_id=item.id, open_when_made=item.open))
        return row

    def dispute(self, account: m.Account, items: Sequence[tuple[m.Item, int | None]] = (), **values: Any) -> m.Dispute:
        """Add a dispute over parts of items (None: all of it)."""
        defaults: dict[str, Any] = {
            "source": "crm",
            "external_number": f"CASE-{self._next():05d}",
            "status": DisputeStatus.UNDER_REVIEW,
            "opened_on": self.day - timedelta(days=5),
            "subject": "Price differs",
        }
        row = self.add(m.Dispute(id=self.new_id(), account_id=account.id, **{**defaults, **values}))
        for item, amount in items:
            self.add(m.DisputeItem(dispute_id=row.id, item_id=item.id, amount=amount))
        return row

    def pause(self, account: m.Account, until: date, kind: str = "letters", **values: Any) -> m.Pause:
        defaults: dict[str, Any] = {"reason": "asked for", "created_at": self.now}
        return self.add(
            m.Pause(id=self.new_id(), account_id=account.id, kind=kind, until=until, **{**defaults, **values})
        )

    def letter(
        self, account: m.Account, stage: int = 1, day: date | None = None, items: Sequence[m.Item] = (), **values: Any
    ) -> m.Letter:
        """Add a produced dunning letter with the items it claims."""
        day = day or self.day
        defaults: dict[str, Any] = {
            "kind": "dunning",
            "number": f"L-{self._next():05d}",
            "locale": "en_US",
            "date": day,
            "due_by": day + timedelta(days=7),
            "currency": account.currency or "USD",
            "amount": sum(item.open for item in items),
            "status": LetterStatus.PRODUCED,
            "produced_at": self.now,
        }
        row = self.add(m.Letter(id=self.new_id(), account_id=account.id, stage=stage, **{**defaults, **values}))
        for position, item in enumerate(items):
            self.add(
                m.LetterItem(
                    id=self.new_id(),
                    letter_id=row.id,
                    item_id=item.id,
                    position=position,
                    number=item.number,
                    document_date=item.document_date,
                    due_date=item.due_date,
                    amount=item.open,
                )
            )
        return row
