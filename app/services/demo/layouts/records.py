"""Files that are not open items: customers with contacts, receipts, closed items, cases of the CRM."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from app.enums import ContactRole
from app.money import plain
from app.services.demo.layouts.sheet import write_csv
from app.services.demo.model import DemoAccount, DemoContact, DemoItem, Event, Portfolio, Side

_CUSTOMERS: Final = (
    "Customer Number|Customer Name|Name Latin|Name Kana|Country|Language|Currency|Territory|Tier|Parent Account|"
    "Payment Terms|Credit Limit|Limit Currency|Risk Class|Sales Rep|Time Zone|Portal|Tax ID|Blocked|Address Line 1|"
    "City|Region|Postal Code|Contact Name|Salutation|Contact Role|Department|Contact Language|E-Mail|Phone|Mobile|"
    "Do Not Call"
)
_RECEIPTS: Final = (
    "Receipt Number|Customer Number|Customer Name|Receipt Date|Value Date|Payment Method|Currency|Amount|"
    "Invoice Number|Applied Amount|Unapplied Amount|Remittance Text"
)
_CLOSED: Final = (
    "Customer Number|Customer Name|Invoice Number|Invoice Date|Due Date|Currency|Invoice Amount|Settled Date|Days Late|"
    "Payment Reference"
)
_CASES: Final = (
    "Case Number|Account Name|Account Number|Subject|Status|Opened Date|Closed Date|Case Owner|Case Reason|Currency|"
    "Amount|Invoice Number"
)
_ROLES: Final = {
    ContactRole.PAYABLES: "Accounts Payable",
    ContactRole.DECISION_MAKER: "Decision Maker",
    ContactRole.ESCALATION: "Escalation",
    ContactRole.DISPUTES: "Disputes",
}
_RISK: Final = {0: "Low", 35: "Medium", 75: "High"}
#: Of so many accounts one gets a higher limit, and one person a new number, between the two days.
_CHANGES: Final = 47


def write_customers(path: Path, portfolio: Portfolio, side: Side) -> None:
    """Write the customer master: a row per contact, the account's columns repeated, one row where nobody is known."""
    rows = (row for at, account in enumerate(portfolio.accounts) for row in _customer_rows(account, at, side))
    write_csv(path, [_CUSTOMERS.split("|"), *rows], "utf-8-sig")


def _customer_rows(account: DemoAccount, at: int, side: Side) -> Iterator[list[str]]:
    name, place = account.name, account.address
    changed = side is Side.NOW and at % _CHANGES == 3
    limit = account.limit * 6 // 5 if changed else account.limit
    known = [
        account.number,
        name.local,
        "" if name.latin == name.local else name.latin,
        name.kana,
        account.country,
        account.language,
        account.currency,
        account.territory,
        account.tier,
        account.parent.number if account.parent else "",
        account.terms,
        plain(limit, account.currency) if limit else "",
        account.currency if limit else "",
        _RISK[account.late],
        account.sales_rep,
        place.zone,
        account.portal,
        account.tax_id,
        "Yes" if account.blocked else "No",
        place.street,
        place.city,
        place.region,
        place.postcode,
    ]
    for contact in account.contacts:
        moved = replace(contact, phone=contact.mobile or contact.phone) if changed else contact
        yield [*known, *_contact(moved, account)]
    if not account.contacts:
        yield [*known, *[""] * 9]


def _contact(contact: DemoContact, account: DemoAccount) -> list[str]:
    person = contact.person
    return [
        contact.name(account.country),
        person.title,
        _ROLES[contact.role],
        contact.department,
        contact.language,
        contact.email,
        contact.phone,
        contact.mobile,
        "Yes" if contact.do_not_call else "",
    ]


def write_receipts(path: Path, portfolio: Portfolio, side: Side) -> None:
    """Write the receipts register: a row per invoice that a receipt was applied to, one more for what is left."""
    rows = []
    for receipt in sorted(portfolio.receipts, key=lambda receipt: (receipt.received, receipt.number)):
        if receipt.side is not side:
            continue
        account = receipt.account

        start = [receipt.number, account.number, account.name.local, receipt.received.isoformat()]
        start += [receipt.value.isoformat(), receipt.method, receipt.currency]
        parts = [(item.number, part, 0) for item, part in receipt.applied]
        if receipt.unapplied or not parts:
            parts.append(("", 0, receipt.unapplied))
        for invoice, applied, rest in parts:
            money = [plain(amount, receipt.currency) for amount in (applied + rest, applied, rest)]
            rows.append([*start, money[0], invoice, money[1], money[2], receipt.remittance])
    day = portfolio.date_of(side)
    write_csv(path, [["Receipts register"], [f"As of {day:%Y-%m-%d}"], [], _RECEIPTS.split("|"), *rows])


def write_closed(path: Path, portfolio: Portfolio, side: Side) -> None:
    """Write the invoices that were settled: those of the past year on the first day, those of the day on the second."""
    payments = {id(item): receipt.number for receipt in portfolio.receipts for item, _ in receipt.applied}
    rows = []
    for item in portfolio.items:
        settled = _settled(item, portfolio, side)
        if settled is None or item.due_date is None:
            continue
        rows.append(
            [
                item.account.number,
                item.account.name.local,
                item.number,
                item.document_date.isoformat(),
                item.due_date.isoformat(),
                item.currency,
                plain(item.original, item.currency),
                settled.isoformat(),
                str((settled - item.due_date).days),
                payments.get(id(item), ""),
            ]
        )
    rows.sort(key=lambda row: (row[7], row[0], row[2]))
    day = portfolio.date_of(side)
    write_csv(path, [["Closed items"], [f"As of {day:%Y-%m-%d}"], [], _CLOSED.split("|"), *rows])


def _settled(item: DemoItem, portfolio: Portfolio, side: Side) -> date | None:
    """Return the day an item was settled, if this side's file lists it."""
    if side is Side.BEFORE:
        return item.closed_on
    return portfolio.day if item.event is Event.PAID else None


def write_cases(path: Path, portfolio: Portfolio, side: Side) -> None:
    """Write the case report as Salesforce does: an empty line, the report's name and a note come last."""
    rows = []
    for case in portfolio.cases:
        if side < case.side:
            continue
        status, account = case.status[side], case.item.account
        rows.append(
            [
                case.number,
                account.name.local,
                account.number,
                case.subject,
                status,
                case.opened.isoformat(),
                portfolio.day.isoformat() if status == "Closed" else "",
                case.owner,
                case.reason,
                case.item.currency,
                plain(case.amount, case.item.currency),
                case.item.number,
            ]
        )
    footer = [[], ["Billing cases"], ["Confidential Information - Do Not Distribute"]]
    write_csv(path, [_CASES.split("|"), *rows, *footer])
