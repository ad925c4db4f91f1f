"""Money that arrives: receipts with what they were applied to, and rows of the cash desk that bring no money."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.enums import ItemKind
from app.services.demo.ledger import part_of, pick
from app.services.demo.model import DemoAccount, DemoItem, DemoReceipt, Event, Portfolio, Side

#: Days through which receipts of the past are still in the first day's file.
_RECENT: Final = 45
_METHODS: Final = {
    "US": (("ACH", 50), ("Lockbox", 25), ("Check", 15), ("Card", 10)),
    "CA": (("ACH", 60), ("Check", 25), ("Wire", 15)),
    "BR": (("Boleto", 60), ("Pix", 40)),
    "MX": (("SPEI", 100),),
    "CO": (("PSE", 60), ("Transferencia", 40)),
}
_WIRE: Final = (("Wire", 100),)
#: Countries whose customers keep tax back, and how much of 100.
WITHHELD: Final = {"CO": 11, "AR": 8, "BR": 6}
CREDIT: Final = "Credit memo"
TAX: Final = "Withholding tax"


@dataclass(slots=True)
class CashBook:
    """Writes receipts into a portfolio, numbered in the order in which they are booked."""

    portfolio: Portfolio
    rng: random.Random

    def book(
        self,
        account: DemoAccount,
        side: Side,
        applied: list[tuple[DemoItem, int]],
        day: date | None = None,
        method: str = "",
    ) -> DemoReceipt:
        """Book one receipt that is applied whole; ``day`` is its value date, by default that of the file."""
        receipt = DemoReceipt(
            number=f"PAY-{len(self.portfolio.receipts) + 400_001}",
            account=account,
            received=day if side is Side.BEFORE and day else self.portfolio.date_of(side),
            value=day or self.portfolio.date_of(side),
            method=method or pick(self.rng, _METHODS.get(account.country, _WIRE)),
            currency=account.currency,
            amount=sum(part for _, part in applied),
            applied=applied,
            side=side,
            remittance=", ".join(item.number for item, _ in applied) or account.name.latin,
        )
        self.portfolio.receipts.append(receipt)
        return receipt

    def unmatched(self, item: DemoItem, side: Side, day: date | None = None) -> None:
        """Book the receipt behind money on account."""
        self.book(item.account, side, [], day).amount = -item.original

    def settle(self, items: list[DemoItem]) -> None:
        """Pay items of one account on the second day in one receipt; some customers keep their tax back."""
        account = items[0].account
        share = WITHHELD.get(account.country, 0) if self.rng.random() < 0.4 else 0
        tax = [(item, part_of(item.original, item.currency, share) if share else 0) for item in items]
        self.book(account, Side.NOW, [(item, item.original - part) for item, part in tax])
        if share:
            self.book(account, Side.NOW, tax, method=TAX)
        for item in items:
            item.now = None

    def settle_part(self, item: DemoItem, amount: int, value: date | None = None) -> None:
        """Pay ``amount`` of an item on the second day, the bank's day being ``value``."""
        self.book(item.account, Side.NOW, [(item, amount)], value)
        item.now = item.original - amount or None

    def past(self) -> None:
        """Book what the first day's file still shows: money on account, part payments, invoices paid of late."""
        since = self.portfolio.day - timedelta(days=_RECENT)
        for item in self.portfolio.items:
            if item.kind is ItemKind.UNAPPLIED and item.before is not None and item.document_date >= since:
                self.unmatched(item, Side.BEFORE, item.document_date)
            elif item.event is Event.HISTORY and item.closed_on and item.closed_on >= since:
                self.book(item.account, Side.BEFORE, [(item, item.original)], item.closed_on)
            elif item.before is not None and 0 < item.before < item.original:
                day = item.document_date + (self.portfolio.date_of(Side.BEFORE) - item.document_date) * 2 // 3
                self.book(item.account, Side.BEFORE, [(item, item.original - item.before)], day)
