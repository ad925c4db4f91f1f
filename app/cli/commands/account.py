"""Everything about one account: one document, or pages of lines for people."""

from __future__ import annotations

from collections.abc import Iterator
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
from app.cli.output import heading, line, print_document, table
from app.cli.shapes import iso, plain_amount
from app.i18n import _, format_amount, format_date, format_date_cell, render
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
        yield _("Pays {days} days after the due date on average", days=str(found.late.average))
    if found.last_contact is not None:
        yield _("Last spoken to on {day}", day=format_date(found.last_contact, weekday=True))


def _print_items(found: AccountDetail) -> None:
    heading(_("Items"))
    rows = [
        (
            row.number,
            "" if row.due_date is None else format_date_cell(row.due_date),
            str(row.days_overdue) if row.is_open and row.days_overdue is not None else "",
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
    heading(_("Promises"), found.promises)
    for row in found.promises:
        amount = f"{format_amount(row.promised, row.currency)} {row.currency}"
        due = "" if row.due is None else format_date_cell(row.due)
        why = "" if row.why is None else render(row.why)
        line("  ".join((f"  {due}", amount, label(PROMISE_STATES, row.status), why)).rstrip())
    heading(_("Disputes"), found.disputes)
    for dispute in found.disputes:
        numbers = ", ".join(number for number, _amount in dispute.items)
        words = (format_date_cell(dispute.opened_on), label(DISPUTE_STATES, dispute.status), dispute.subject, numbers)
        line("  " + "  ".join(word for word in words if word))


def _print_work(found: AccountDetail) -> None:
    heading(_("Tasks"), found.open_tasks)
    for task in found.open_tasks:
        when = " ".join(word for word in (format_date_cell(task.due), task.time) if word)
        line(f"  {when}  {render(task_text(task.what))}  {label(TASK_STATES, task.status)}")
    heading(_("Calls"), found.activities)
    for row in found.activities:
        day = format_date_cell(row.at.date())
        call = (day, label(CHANNELS, row.channel), label(OUTCOMES, row.outcome), row.contact, row.note)
        line("  " + "  ".join(word for word in call if word))
    heading(_("Letters"), found.letters)
    for letter in found.letters:
        amount = f"{format_amount(letter.amount, letter.currency)} {letter.currency}"
        words = (format_date_cell(letter.date), letter.title, amount, label(LETTER_STATES, letter.status))
        line("  " + "  ".join(word for word in words if word))


def _print_people(found: AccountDetail) -> None:
    heading(_("Contacts"), found.contacts)
    for row in found.contacts:
        words = (row.name, label(CONTACT_ROLES, row.role), row.department, row.phone, row.mobile, row.email)
        line("  " + "  ".join(word for word in words if word))
