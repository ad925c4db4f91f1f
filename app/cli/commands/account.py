"""Everything about one account: one document, or pages of lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.cli.commands.letters import letter_shape
from app.cli.commands.records import (
    activity_shape,
    contact_shape,
    dispute_shape,
    item_shape,
    promise_shape,
    receipt_shape,
    sums_shape,
    task_shape,
)
from app.cli.context import Context, Desk
from app.cli.output import columns, heading, line, print_document, table
from app.cli.shapes import iso, plain_amount
from app.enums import SyncKind
from app.i18n import _, format_amount, format_date, format_date_cell, format_number, render
from app.services.calls.wording import task_text
from app.services.labels import (
    ACCOUNT_STATES,
    CHANNELS,
    CONTACT_ROLES,
    DISPUTE_STATES,
    ITEM_STATES,
    LETTER_STATES,
    OUTCOMES,
    PROMISE_STATES,
    TASK_STATES,
    label,
)
from app.services.portfolio.account.detail import AccountDetail
from app.services.portfolio.accounts import load_account


def account(context: Context) -> int:
    """Print everything about one account."""
    with context.reading() as desk:
        found = _load(desk, context.args.number)
        if context.args.json:
            print_document({**desk.head(), **account_document(found)})
        else:
            _print_account(found)
    return 0


def _load(desk: Desk, number: str) -> AccountDetail:
    """Return one account with all that hangs on it.

    Raises:
        RefusedError: there is no such account.
    """
    with desk.store.read() as session:
        return load_account(session, number, desk.days, desk.store.clock.now(), desk.settings)


def account_document(found: AccountDetail) -> dict[str, Any]:
    """Return an account as JSON; rooms that are not built yet are empty lists."""
    return {
        "account": _head(found),
        "contacts": [contact_shape(row) for row in found.contacts],
        "items": [item_shape(row) for row in found.items],
        "activities": [activity_shape(row) for row in found.activities],
        "tasks": [task_shape(row) for row in found.tasks],
        "promises": [promise_shape(row) for row in found.promises],
        "disputes": [dispute_shape(row) for row in found.disputes],
        "requests": [],
        "letters": [letter_shape(row) for row in found.letters],
        "receipts": [receipt_shape(row) for row in found.receipts],
    }


def _head(found: AccountDetail) -> dict[str, Any]:
    head = found.head
    limit = found.limit
    late = found.late
    return {
        "number": head.number,
        "name": head.name,
        "name_latin": head.name_latin,
        "name_kana": head.name_kana,
        "country": head.country or None,
        "language": head.language,
        "parent": next((row.number for row in found.relatives if row.relation == "parent"), None),
        "children": [row.number for row in found.relatives if row.relation == "child"],
        "tier": head.tier,
        "terms": head.terms,
        "time_zone": head.zone,
        "state": head.state.value,
        "credit_limit": None if limit is None else plain_amount(limit.limit, limit.currency),
        "limit_currency": None if limit is None else limit.currency,
        "average_days_late": None if late is None or late.average is None else str(late.average),
        "last_contact": iso(found.last_contact),
        "aging": [
            {
                "currency": row.currency,
                **sums_shape(row.sums, row.currency),
                "total": plain_amount(row.total, row.currency),
                "overdue": plain_amount(row.overdue, row.currency),
            }
            for row in found.aging
        ],
    }


# ------------------------------------------------------------------------------------------------ for people


def _print_account(found: AccountDetail) -> None:
    head = found.head
    names = [name for name in (head.name, head.name_latin, head.name_kana) if name]
    line("  ".join((head.number, *names)))
    for fact in _facts(found):
        line(f"  {fact}")
    _print_items(found)
    _print_promises(found)
    _print_beside(found)
    _print_work(found)
    _print_people(found)


def _facts(found: AccountDetail) -> Iterator[str]:
    """Give what is known of an account, a sentence each."""
    head = found.head
    yield _("{country}, tier {tier}, {state}", country=head.country or "–", tier=head.tier,
            state=label(ACCOUNT_STATES, head.state))  # fmt: skip
    if head.terms:
        yield _("Terms: {terms}", terms=head.terms)
    for row in found.aging:
        yield _("Owes {total} {currency}, of which {overdue} past due",
                total=format_amount(row.total, row.currency), currency=row.currency,
                overdue=format_amount(row.overdue, row.currency))  # fmt: skip
    if found.limit is not None:
        yield _("Credit limit {limit} {currency}, {percent} % used", limit=format_amount(
                found.limit.limit, found.limit.currency), currency=found.limit.currency,
                percent=found.limit.percent)  # fmt: skip
    if found.late is not None and found.late.average is not None:
        average = found.late.average
        early = _("Pays {days} days before the due date on average", days=str(-average))
        yield early if average < 0 else _("Pays {days} days after the due date on average", days=str(average))
    closed, disputed = found.settled
    if disputed:
        yield _("{n} of {count} closed items were disputed", n=disputed, count=closed)
    if found.last_contact is not None:
        yield _("Last spoken to on {day}", day=format_date(found.last_contact, weekday=True))


def _print_items(found: AccountDetail) -> None:
    heading(_("Items"))
    rows = [
        (
            row.number,
            "" if row.due_date is None else format_date_cell(row.due_date),
            format_number(row.days_overdue) if row.is_open and row.days_overdue is not None else "",
            format_amount(row.open, row.currency),
            row.currency,
            label(ITEM_STATES, row.status),
            "" if row.stage is None else str(row.stage),
        )
        for row in (*found.open_items, *found.closed_items)
    ]
    heads = (_("Item"), _("Due"), _("Days"), _("Open"), "", _("Status"), _("Stage"))
    table(heads, rows, frozenset({2, 3}))


def _print_promises(found: AccountDetail) -> None:
    promises = [
        ("" if row.due is None else format_date_cell(row.due), format_amount(row.promised, row.currency), row.currency,
         label(PROMISE_STATES, row.status), "" if row.why is None else render(row.why))
        for row in found.promises
    ]  # fmt: skip
    _section(_("Promises"), promises, frozenset({1}))
    disputes = [
        (format_date_cell(row.opened_on), label(DISPUTE_STATES, row.status), row.subject or "",
         ", ".join(number for number, _amount in row.items))
        for row in found.disputes
    ]  # fmt: skip
    _section(_("Disputes"), disputes)


def _print_beside(found: AccountDetail) -> None:
    """Print what is held, what is left of purchase orders, and the sales by month."""
    held = [
        (row.number, format_amount(row.amount or 0, row.currency), row.currency,
         "" if row.day is None else format_date_cell(row.day), row.note or "")
        for row in found.held_orders
    ]  # fmt: skip
    _section(_("Orders on hold"), held, frozenset({1}))
    standing = [row for row in found.beside if row.gone_on is None]
    orders = [
        (row.number, format_amount(row.remaining or 0, row.currency), row.currency,
         "" if row.day is None else format_date_cell(row.day))
        for row in standing if row.kind is SyncKind.PO_BALANCES
    ]  # fmt: skip
    _section(_("Purchase orders: what is left, until when"), orders, frozenset({1}))
    sales = [
        (f"{row.day:%Y-%m}", format_amount(row.amount or 0, row.currency), row.currency,
         _("with tax") if row.with_tax else _("without tax"))
        for row in standing if row.kind is SyncKind.SALES
    ]  # fmt: skip
    _section(_("Sales"), sales, frozenset({1}))
    portal = [
        (row.number, render(word.chip.text), "" if not word.reason else word.reason)
        for row in found.open_items if (word := row.portal_entry) is not None
    ]  # fmt: skip
    _section(_("Invoice portals"), portal)


def _print_work(found: AccountDetail) -> None:
    tasks = [
        (" ".join(word for word in (format_date_cell(task.due), task.time) if word), render(task_text(task.what)),
         label(TASK_STATES, task.status))
        for task in found.open_tasks
    ]  # fmt: skip
    _section(_("Tasks"), tasks)
    calls = [
        (format_date_cell(row.at.date()), label(CHANNELS, row.channel), label(OUTCOMES, row.outcome),
         row.contact or "", row.note or "")
        for row in found.activities
    ]  # fmt: skip
    _section(_("Calls"), calls)
    letters = [
        (format_date_cell(row.date), row.title or "", format_amount(row.amount, row.currency), row.currency,
         label(LETTER_STATES, row.status))
        for row in found.letters
    ]  # fmt: skip
    _section(_("Letters"), letters, frozenset({2}))


def _print_people(found: AccountDetail) -> None:
    people = [
        (row.name, label(CONTACT_ROLES, row.role), row.department or "", row.phone or "", row.mobile or "",
         row.email or "")
        for row in found.contacts
    ]  # fmt: skip
    _section(_("Contacts"), people)


def _section(title: str, rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> None:
    """Print a heading with its rows in columns, or nothing where there are none."""
    heading(title, rows)
    if rows:
        columns(rows, right, "  ")
