"""Names of codes for people: the window, the workbook and the messages of the command line say the same words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.enums import Channel, PromiseStatus, Reason, TaskKind, TaskStatus, WaitingFor
from app.i18n import Message, msg
from app.services.calls.outcomes import BILLING, LEGAL, ME, RULES, SUPERVISOR, WRITE_INSTEAD

CHANNELS: Final[Mapping[Channel, Message]] = {
    Channel.CALL_OUT: msg("Call out"),
    Channel.CALL_IN: msg("Call in"),
    Channel.EMAIL_OUT: msg("Mail out"),
    Channel.EMAIL_IN: msg("Mail in"),
    Channel.CHAT: msg("Chat"),
    Channel.PORTAL: msg("Portal message"),
    Channel.LETTER: msg("Letter"),
    Channel.VISIT: msg("Visit"),
    Channel.VIDEO: msg("Video call"),
    Channel.NOTE: msg("Note"),
}

REASONS: Final[Mapping[Reason, Message]] = {
    Reason.APPROVAL: msg("Approval pending"),
    Reason.PAYMENT_RUN: msg("Waits for the payment run"),
    Reason.CASH_FLOW: msg("Short of cash"),
    Reason.INVOICE_MISSING: msg("Invoice not received"),
    Reason.PO_MISSING: msg("Purchase order missing"),
    Reason.PORTAL: msg("Portal did not accept it"),
    Reason.TAX_DOCUMENT: msg("Tax document missing"),
    Reason.BANK_DATA: msg("Our bank details unclear"),
    Reason.DISPUTE: msg("Disputed"),
    Reason.OUR_CREDIT: msg("Waits for our credit"),
    Reason.ACCEPTANCE: msg("Acceptance pending"),
    Reason.TERMS: msg("Other payment terms"),
    Reason.PAID_CLAIM: msg("Says it is paid"),
    Reason.WITHHOLDING: msg("Withholding tax"),
    Reason.FX_CONTROL: msg("Foreign exchange control"),
    Reason.PAY_WHEN_PAID: msg("Pays when paid"),
    Reason.YEAR_END: msg("Year-end closing"),
    Reason.CONTACT_LEFT: msg("Contact has left"),
    Reason.OVERSIGHT: msg("Overlooked"),
    Reason.GROUP_PAYS: msg("The group pays"),
    Reason.INSOLVENCY: msg("Insolvency"),
    Reason.REFUSAL: msg("Refuses to pay"),
    Reason.OTHER: msg("Other reason"),
}

TASK_KINDS: Final[Mapping[TaskKind, Message]] = {
    TaskKind.CALL: msg("Call"),
    TaskKind.EMAIL: msg("Mail"),
    TaskKind.LETTER: msg("Letter"),
    TaskKind.CHECK_PROMISE: msg("Check promise"),
    TaskKind.SEND_COPIES: msg("Send copies"),
    TaskKind.SEND_STATEMENT: msg("Send statement"),
    TaskKind.ANSWER_MAIL: msg("Answer mail"),
    TaskKind.FIX_CONTACT: msg("Fix contact data"),
    TaskKind.FIND_PAYMENT: msg("Find payment"),
    TaskKind.CHASE_CREDIT: msg("Chase credit memo"),
    TaskKind.CHASE_PO: msg("Chase purchase order"),
    TaskKind.SUBMIT_PORTAL: msg("Submit to portal"),
    TaskKind.ASK_SALES: msg("Ask sales"),
    TaskKind.VISIT: msg("Visit"),
    TaskKind.OTHER: msg("Other task"),
}

TASK_STATUSES: Final[Mapping[TaskStatus, Message]] = {
    TaskStatus.OPEN: msg("Open"),
    TaskStatus.WAITING: msg("Waiting"),
    TaskStatus.DONE: msg("Done"),
    TaskStatus.DROPPED: msg("Dropped"),
}

WAITING: Final[Mapping[WaitingFor, Message]] = {
    WaitingFor.US: msg("Us"),
    WaitingFor.CUSTOMER: msg("Customer"),
    WaitingFor.THIRD_PARTY: msg("Third party"),
}

PROMISE_STATUSES: Final[Mapping[PromiseStatus, Message]] = {
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

_OWNERS: Final[Mapping[str, Message]] = {
    ME: msg("Me"),
    BILLING: msg("Billing"),
    SUPERVISOR: msg("Supervisor"),
    LEGAL: msg("Legal"),
}
#: Tasks keep the English text of the step that opened them; what the collector wrote is shown as written.
_STEPS: Final = frozenset(
    {step.what.msgid for rule in RULES.values() for step in rule.steps}
    | {WRITE_INSTEAD.what.msgid}
    | {label.msgid for label in TASK_KINDS.values()}
)


def task_text(what: str) -> Message:
    """Return what a task says, translated where the program wrote it and as written where a person did."""
    return Message(what) if what in _STEPS else Message("{text}", (("text", what),))


def owner_text(owner: str) -> Message:
    """Return the owner of a task; people and teams elsewhere keep their names."""
    return _OWNERS.get(owner) or Message("{text}", (("text", owner),))
