"""Codes of the domain, spelt as the command line and the files spell them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class ItemKind(StrEnum):
    """What a row of the sub-ledger is."""

    INVOICE = "invoice"
    DEBIT_MEMO = "debit_memo"
    CREDIT_MEMO = "credit_memo"
    UNAPPLIED = "unapplied_receipt"
    ON_ACCOUNT = "on_account"
    FINANCE_CHARGE = "finance_charge"


class ItemStatus(StrEnum):
    """Whether an item is open, and if not, why."""

    OPEN = "open"
    PART_PAID = "part_paid"
    REOPENED = "reopened"
    PAID = "paid"
    CREDITED = "credited"
    NO_CASH_DATA = "closed_no_cash_data"
    VANISHED = "vanished"


OPEN_ITEM: Final = frozenset({ItemStatus.OPEN, ItemStatus.PART_PAID, ItemStatus.REOPENED})
#: The same as a list in SQL.
OPEN_ITEM_SQL: Final = "({})".format(", ".join(f"'{status.value}'" for status in sorted(OPEN_ITEM)))


class AccountState(StrEnum):
    """What may still be done to an account; only ``active`` is dunned."""

    ACTIVE = "active"
    WITH_LEGAL = "with_legal"
    WITH_AGENCY = "with_agency"
    INSOLVENT = "insolvent"
    UNCOLLECTIBLE = "uncollectible"


class ContactRole(StrEnum):
    """What a person decides at the customer."""

    PAYABLES = "payables"
    DECISION_MAKER = "decision_maker"
    ESCALATION = "escalation"
    DISPUTES = "disputes"


class Channel(StrEnum):
    """How a contact happened."""

    CALL_OUT = "call_out"
    CALL_IN = "call_in"
    EMAIL_OUT = "email_out"
    EMAIL_IN = "email_in"
    CHAT = "chat"
    PORTAL = "portal"
    LETTER = "letter"
    VISIT = "visit"
    VIDEO = "video"
    NOTE = "note"


class Direction(StrEnum):
    """Who wrote or called first."""

    OUT = "out"
    IN = "in"


class Outcome(StrEnum):
    """What a contact came to (rules: calls and other contacts)."""

    NA = "NA"
    BUSY = "BUSY"
    VM = "VM"
    GATE = "GATE"
    WRONG = "WRONG"
    CB = "CB"
    PTP = "PTP"
    PLAN = "PLAN"
    PAID = "PAID"
    PIPE = "PIPE"
    NOINV = "NOINV"
    NOPO = "NOPO"
    PORTAL = "PORTAL"
    DISP = "DISP"
    INFO = "INFO"
    OURCR = "OURCR"
    REFUSE = "REFUSE"
    INSOLV = "INSOLV"
    ESC = "ESC"
    DNC = "DNC"
    EMAIL = "EMAIL"
    LETTER = "LETTER"
    MEET = "MEET"
    REPLY = "REPLY"


#: Outcomes with the person who may approve or schedule payment: a right-party contact (rules: calls, table).
RIGHT_PARTY: Final = frozenset(
    {
        Outcome.CB,
        Outcome.PTP,
        Outcome.PLAN,
        Outcome.PAID,
        Outcome.PIPE,
        Outcome.NOINV,
        Outcome.NOPO,
        Outcome.PORTAL,
        Outcome.DISP,
        Outcome.INFO,
        Outcome.OURCR,
        Outcome.REFUSE,
        Outcome.MEET,
        Outcome.REPLY,
    }
)


class Reason(StrEnum):
    """Why a customer has not paid."""

    APPROVAL = "approval"
    PAYMENT_RUN = "payment_run"
    CASH_FLOW = "cash_flow"
    INVOICE_MISSING = "invoice_missing"
    PO_MISSING = "po_missing"
    PORTAL = "portal"
    TAX_DOCUMENT = "tax_document"
    BANK_DATA = "bank_data"
    DISPUTE = "dispute"
    OUR_CREDIT = "our_credit"
    ACCEPTANCE = "acceptance"
    TERMS = "terms"
    PAID_CLAIM = "paid_claim"
    WITHHOLDING = "withholding"
    FX_CONTROL = "fx_control"
    PAY_WHEN_PAID = "pay_when_paid"
    YEAR_END = "year_end"
    CONTACT_LEFT = "contact_left"
    OVERSIGHT = "oversight"
    GROUP_PAYS = "group_pays"
    INSOLVENCY = "insolvency"
    REFUSAL = "refusal"
    OTHER = "other"


class TaskKind(StrEnum):
    """What is to be done."""

    CALL = "call"
    EMAIL = "email"
    LETTER = "letter"
    CHECK_PROMISE = "check_promise"
    SEND_COPIES = "send_copies"
    SEND_STATEMENT = "send_statement"
    ANSWER_MAIL = "answer_mail"
    FIX_CONTACT = "fix_contact"
    FIND_PAYMENT = "find_payment"
    CHASE_CREDIT = "chase_credit"
    CHASE_PO = "chase_po"
    SUBMIT_PORTAL = "submit_portal"
    ASK_SALES = "ask_sales"
    VISIT = "visit"
    OTHER = "other"


class TaskStatus(StrEnum):
    """Where a task stands."""

    OPEN = "open"
    WAITING = "waiting"
    DONE = "done"
    DROPPED = "dropped"


OPEN_TASK: Final = frozenset({TaskStatus.OPEN, TaskStatus.WAITING})


class WaitingFor(StrEnum):
    """Whose move it is."""

    US = "us"
    CUSTOMER = "customer"
    THIRD_PARTY = "third_party"


class PromiseStatus(StrEnum):
    """How a promise to pay was judged."""

    OPEN = "open"
    AWAITING_DATA = "awaiting_data"
    KEPT = "kept"
    PARTLY_KEPT = "partly_kept"
    BROKEN = "broken"
    KEPT_LATE = "kept_late"
    OVERTAKEN = "overtaken"
    RESCHEDULED = "rescheduled"
    WITHDRAWN = "withdrawn"
    VOID = "void"


OPEN_PROMISE: Final = frozenset({PromiseStatus.OPEN, PromiseStatus.AWAITING_DATA})


class DisputeStatus(StrEnum):
    """Where a customer's objection stands."""

    NEW = "new"
    UNDER_REVIEW = "under_review"
    WAITING_INTERNAL = "waiting_internal"
    WAITING_CUSTOMER = "waiting_customer"
    VALID = "valid"
    PARTLY_VALID = "partly_valid"
    INVALID = "invalid"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    VOID = "void"


#: An amount under one of these is not chased.
OPEN_DISPUTE: Final = frozenset(
    {
        DisputeStatus.NEW,
        DisputeStatus.UNDER_REVIEW,
        DisputeStatus.WAITING_INTERNAL,
        DisputeStatus.WAITING_CUSTOMER,
        DisputeStatus.VALID,
        DisputeStatus.PARTLY_VALID,
    }
)


class LetterKind(StrEnum):
    """The letters that exist; dunning first, the others come with their room."""

    DUNNING = "dunning"


class LetterStatus(StrEnum):
    """Where a letter stands."""

    DRAFT = "draft"
    APPROVED = "approved"
    PRODUCED = "produced"
    SENT = "sent"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    RETURNED = "returned"
    IGNORED = "ignored"
    CANCELLED = "cancelled"


#: A letter in one of these has left the house: its stage is reached.
PRODUCED_LETTER: Final = frozenset(
    {LetterStatus.PRODUCED, LetterStatus.SENT, LetterStatus.DELIVERED, LetterStatus.BOUNCED, LetterStatus.RETURNED}
)


class SyncKind(StrEnum):
    """What a file holds."""

    OPEN_ITEMS = "open-items"
    CLOSED_ITEMS = "closed-items"
    CUSTOMERS = "customers"
    RECEIPTS = "receipts"
    CASES = "cases"
    ORDERS_ON_HOLD = "orders-on-hold"
    PORTAL_STATUS = "portal-status"
    PO_BALANCES = "po-balances"
    SALES = "sales"
    TRIAL_BALANCE = "trial-balance"
    RATES = "rates"


class Aside(StrEnum):
    """Why a row of a file is neither an item nor rejected."""

    TOTAL = "total"
    GROUP = "group"
    SETTLED = "settled"
    NOTED_ITEM = "noted_item"
    VENDOR_DOCUMENT = "vendor_document"
    INTERNAL_TRANSFER = "internal_transfer"
    PERCENTAGE = "percentage"
    FOOTER = "footer"
    HEADING = "heading"
    BLANK = "blank"
    DUPLICATE = "duplicate"
    LINE = "line"
    BESIDE = "beside"
    OUTGOING = "outgoing"
    BANK_CHARGE = "bank_charge"
    PENDING = "pending"
    INFORMATION = "information"


class Scope(StrEnum):
    """Whether a file closes what it does not contain."""

    FULL = "full"
    PARTIAL = "partial"


class SyncState(StrEnum):
    """What became of an import."""

    APPLIED = "applied"
    UNCHANGED = "unchanged"
    UNDONE = "undone"


class WorkCode(StrEnum):
    """Why an account is on the call list (defaults: worklist points)."""

    CALLBACK = "CALLBACK"
    BROKEN = "BROKEN"
    ORDERHOLD = "ORDERHOLD"
    PARTKEPT = "PARTKEPT"
    DUEPROMISE = "DUEPROMISE"
    DEADLINE = "DEADLINE"
    BUCKET = "BUCKET"
    AMOUNT = "AMOUNT"
    CADENCE = "CADENCE"
    FIRST = "FIRST"
    LIMIT = "LIMIT"
    PREDUE = "PREDUE"
    UNAPPLIED = "UNAPPLIED"
    NONEXT = "NONEXT"


class Part(StrEnum):
    """The three parts of the call list."""

    CALL_NOW = "call_now"
    LATER_TODAY = "later_today"
    OTHER = "other"


class Basis(StrEnum):
    """Which date an item's age counts from."""

    DUE = "due"
    DOCUMENT = "document"
