"""Words for codes, in one place for the window, the command line and the workbooks; rendered where they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from app.enums import (
    AccountState,
    Aside,
    Channel,
    ContactRole,
    DisputeStatus,
    ItemKind,
    ItemStatus,
    LetterStatus,
    Outcome,
    Part,
    PromiseStatus,
    Reason,
    SyncKind,
    SyncState,
    TaskKind,
    TaskStatus,
    WaitingFor,
)
from app.i18n import Message, msg, render

OUTCOMES: Final[Mapping[str, Message]] = {
    Outcome.NA: msg("No answer"),
    Outcome.BUSY: msg("Busy"),
    Outcome.VM: msg("Voicemail"),
    Outcome.GATE: msg("Gatekeeper"),
    Outcome.WRONG: msg("Wrong number"),
    Outcome.CB: msg("Callback"),
    Outcome.PTP: msg("Promise"),
    Outcome.PLAN: msg("Plan"),
    Outcome.PAID: msg("Says paid"),
    Outcome.PIPE: msg("In a payment run"),
    Outcome.NOINV: msg("Invoice missing"),
    Outcome.NOPO: msg("PO missing"),
    Outcome.PORTAL: msg("Not accepted in portal"),
    Outcome.DISP: msg("Dispute"),
    Outcome.INFO: msg("Wants a statement"),
    Outcome.OURCR: msg("Waits for our credit"),
    Outcome.REFUSE: msg("Refuses"),
    Outcome.INSOLV: msg("Insolvency"),
    Outcome.ESC: msg("Escalated"),
    Outcome.DNC: msg("Do not call"),
    Outcome.EMAIL: msg("E-mail"),
    Outcome.LETTER: msg("Letter"),
    Outcome.MEET: msg("Meeting"),
    Outcome.REPLY: msg("Reply"),
}
CHANNELS: Final[Mapping[str, Message]] = {
    Channel.CALL_OUT: msg("Call out"),
    Channel.CALL_IN: msg("Call in"),
    Channel.EMAIL_OUT: msg("E-mail out"),
    Channel.EMAIL_IN: msg("E-mail in"),
    Channel.CHAT: msg("Chat"),
    Channel.PORTAL: msg("Portal message"),
    Channel.LETTER: msg("Letter"),
    Channel.VISIT: msg("Visit"),
    Channel.VIDEO: msg("Video call"),
    Channel.NOTE: msg("Note"),
}
REASONS: Final[Mapping[str, Message]] = {
    Reason.APPROVAL: msg("Approval pending"),
    Reason.PAYMENT_RUN: msg("Waits for the payment run"),
    Reason.CASH_FLOW: msg("Cash flow"),
    Reason.INVOICE_MISSING: msg("Invoice missing"),
    Reason.PO_MISSING: msg("PO missing"),
    Reason.PORTAL: msg("Portal problem"),
    Reason.TAX_DOCUMENT: msg("Tax document missing"),
    Reason.BANK_DATA: msg("Bank data unclear"),
    Reason.DISPUTE: msg("Dispute"),
    Reason.OUR_CREDIT: msg("Waits for our credit"),
    Reason.ACCEPTANCE: msg("Acceptance pending"),
    Reason.TERMS: msg("Other payment terms"),
    Reason.PAID_CLAIM: msg("Says paid"),
    Reason.WITHHOLDING: msg("Withholding tax"),
    Reason.FX_CONTROL: msg("Currency controls"),
    Reason.PAY_WHEN_PAID: msg("Pays when paid"),
    Reason.YEAR_END: msg("Year-end closing"),
    Reason.CONTACT_LEFT: msg("Contact left"),
    Reason.OVERSIGHT: msg("Oversight"),
    Reason.GROUP_PAYS: msg("Group pays"),
    Reason.INSOLVENCY: msg("Insolvency"),
    Reason.REFUSAL: msg("Refusal"),
    Reason.OTHER: msg("Other"),
}
PROMISE_STATES: Final[Mapping[str, Message]] = {
    PromiseStatus.OPEN: msg("Open"),
    PromiseStatus.AWAITING_DATA: msg("Awaiting data"),
    PromiseStatus.KEPT: msg("Kept"),
    PromiseStatus.PARTLY_KEPT: msg("Partly kept"),
    PromiseStatus.BROKEN: msg("Broken"),
    PromiseStatus.KEPT_LATE: msg("Kept late"),
    PromiseStatus.OVERTAKEN: msg("Overtaken"),
    PromiseStatus.RESCHEDULED: msg("Rescheduled"),
    PromiseStatus.WITHDRAWN: msg("Withdrawn"),
    PromiseStatus.VOID: msg("Void"),
}
TASK_KINDS: Final[Mapping[str, Message]] = {
    TaskKind.CALL: msg("Call"),
    TaskKind.EMAIL: msg("Write a mail"),
    TaskKind.LETTER: msg("Write a letter"),
    TaskKind.CHECK_PROMISE: msg("Check promise"),
    TaskKind.SEND_COPIES: msg("Send copies"),
    TaskKind.SEND_STATEMENT: msg("Send statement"),
    TaskKind.ANSWER_MAIL: msg("Answer mail"),
    TaskKind.FIX_CONTACT: msg("Fix contact data"),
    TaskKind.FIND_PAYMENT: msg("Find payment"),
    TaskKind.CHASE_CREDIT: msg("Chase credit memo"),
    TaskKind.CHASE_PO: msg("Chase PO"),
    TaskKind.SUBMIT_PORTAL: msg("Submit in portal"),
    TaskKind.ASK_SALES: msg("Ask sales"),
    TaskKind.VISIT: msg("Visit"),
    TaskKind.OTHER: msg("Other"),
}
TASK_STATES: Final[Mapping[str, Message]] = {
    TaskStatus.OPEN: msg("Open"),
    TaskStatus.WAITING: msg("Waiting"),
    TaskStatus.DONE: msg("Done"),
    TaskStatus.DROPPED: msg("Dropped"),
}
WAITING: Final[Mapping[str, Message]] = {
    WaitingFor.US: msg("Us"),
    WaitingFor.CUSTOMER: msg("Customer"),
    WaitingFor.THIRD_PARTY: msg("Third party"),
}
ITEM_KINDS: Final[Mapping[str, Message]] = {
    ItemKind.INVOICE: msg("Invoice"),
    ItemKind.DEBIT_MEMO: msg("Debit memo"),
    ItemKind.CREDIT_MEMO: msg("Credit memo"),
    ItemKind.UNAPPLIED: msg("Unapplied receipt"),
    ItemKind.ON_ACCOUNT: msg("On account"),
    ItemKind.FINANCE_CHARGE: msg("Finance charge"),
}
ITEM_STATES: Final[Mapping[str, Message]] = {
    ItemStatus.OPEN: msg("Open"),
    ItemStatus.PART_PAID: msg("Part paid"),
    ItemStatus.REOPENED: msg("Reopened"),
    ItemStatus.PAID: msg("Paid"),
    ItemStatus.CREDITED: msg("Credited"),
    ItemStatus.NO_CASH_DATA: msg("Closed, no cash data"),
    ItemStatus.VANISHED: msg("Vanished"),
}
DISPUTE_STATES: Final[Mapping[str, Message]] = {
    DisputeStatus.NEW: msg("New"),
    DisputeStatus.UNDER_REVIEW: msg("Under review"),
    DisputeStatus.WAITING_INTERNAL: msg("Waiting for us"),
    DisputeStatus.WAITING_CUSTOMER: msg("Waiting for the customer"),
    DisputeStatus.VALID: msg("Valid"),
    DisputeStatus.PARTLY_VALID: msg("Partly valid"),
    DisputeStatus.INVALID: msg("Invalid"),
    DisputeStatus.CLOSED: msg("Closed"),
    DisputeStatus.WITHDRAWN: msg("Withdrawn"),
    DisputeStatus.VOID: msg("Void"),
}
LETTER_STATES: Final[Mapping[str, Message]] = {
    LetterStatus.DRAFT: msg("Draft"),
    LetterStatus.APPROVED: msg("Approved"),
    LetterStatus.PRODUCED: msg("Written"),
    LetterStatus.SENT: msg("Sent"),
    LetterStatus.DELIVERED: msg("Delivered"),
    LetterStatus.BOUNCED: msg("Bounced"),
    LetterStatus.RETURNED: msg("Returned"),
    LetterStatus.IGNORED: msg("Ignored"),
    LetterStatus.CANCELLED: msg("Cancelled"),
}
#: Short names of the dunning stages inside the house; a letter prints its own title.
STAGES: Final[Mapping[int, Message]] = {
    0: msg("Courtesy notice"),
    1: msg("Reminder"),
    2: msg("Second notice"),
    3: msg("Demand"),
    4: msg("Final notice"),
}
ACCOUNT_STATES: Final[Mapping[str, Message]] = {
    AccountState.ACTIVE: msg("Active"),
    AccountState.WITH_LEGAL: msg("With legal"),
    AccountState.WITH_AGENCY: msg("With an agency"),
    AccountState.INSOLVENT: msg("Insolvent"),
    AccountState.UNCOLLECTIBLE: msg("Uncollectible"),
}
CONTACT_ROLES: Final[Mapping[str, Message]] = {
    ContactRole.PAYABLES: msg("Payables"),
    ContactRole.DECISION_MAKER: msg("Decision maker"),
    ContactRole.ESCALATION: msg("Escalation"),
    ContactRole.DISPUTES: msg("Disputes"),
}
SYNC_KINDS: Final[Mapping[str, Message]] = {
    SyncKind.OPEN_ITEMS: msg("Open items"),
    SyncKind.CLOSED_ITEMS: msg("Closed items"),
    SyncKind.CUSTOMERS: msg("Customers"),
    SyncKind.RECEIPTS: msg("Receipts"),
    SyncKind.CASES: msg("Cases"),
    SyncKind.ORDERS_ON_HOLD: msg("Orders on hold"),
    SyncKind.PORTAL_STATUS: msg("Portal status"),
    SyncKind.PO_BALANCES: msg("Purchase orders"),
    SyncKind.SALES: msg("Sales"),
    SyncKind.TRIAL_BALANCE: msg("Trial balance"),
    SyncKind.RATES: msg("Exchange rates"),
}
SYNC_STATES: Final[Mapping[str, Message]] = {
    SyncState.APPLIED: msg("Applied"),
    SyncState.UNCHANGED: msg("Nothing new"),
    SyncState.UNDONE: msg("Undone"),
}
#: Why a row of a file is no item.
ASIDE: Final[Mapping[str, Message]] = {
    Aside.TOTAL: msg("A total of the file"),
    Aside.GROUP: msg("A heading of a group"),
    Aside.SETTLED: msg("Nothing is owed any more"),
    Aside.NOTED_ITEM: msg("A noted item, no receivable"),
    Aside.VENDOR_DOCUMENT: msg("A document of a supplier"),
    Aside.INTERNAL_TRANSFER: msg("A transfer within the company"),
    Aside.PERCENTAGE: msg("A row of percentages"),
    Aside.FOOTER: msg("A footer below the table"),
    Aside.HEADING: msg("The headings or the title of a page again"),
    Aside.BLANK: msg("A row in which no cell says anything"),
    Aside.DUPLICATE: msg("The same row again"),
    Aside.LINE: msg("Another line of an item that counts once"),
    Aside.BESIDE: msg("A row of another table on the sheet"),
    Aside.OUTGOING: msg("Money that went out"),
    Aside.BANK_CHARGE: msg("A charge of the bank"),
    Aside.PENDING: msg("Not booked yet"),
    Aside.INFORMATION: msg("For information only"),
}
#: How it is known for which day a file stands.
SYNC_DAYS_FROM: Final[Mapping[str, Message]] = {
    "stated": msg("the file says so"),
    "derived": msg("from due dates and days overdue"),
    "option": msg("as you said"),
    "day": msg("the file does not say: today"),
}
#: The same of what stands beside the ledger, where each row has its day.
FACT_DAYS_FROM: Final[Mapping[str, Message]] = {**SYNC_DAYS_FROM, "derived": msg("the newest day in it")}
PARTS: Final[Mapping[str, Message]] = {
    Part.CALL_NOW: msg("Call now"),
    Part.LATER_TODAY: msg("Later today"),
    Part.OTHER: msg("Mail or other work"),
}


def days_from(kind: str) -> Mapping[str, Message]:
    """Return how it is known for which day a file of a kind stands."""
    return SYNC_DAYS_FROM if kind == SyncKind.OPEN_ITEMS else FACT_DAYS_FROM


def label(table: Mapping[Any, Message], code: Any) -> str:
    """Return the word for a code in the interface language; the code itself where there is none, "" for None."""
    if code is None:
        return ""
    found = table.get(code)
    return str(code) if found is None else render(found)
