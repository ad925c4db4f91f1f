"""What the reading half hands to the storing half: typed rows and what is known about the file they came from.

Rows are named tuples because 100,000 of them cross a process boundary: they cost little to send, to take apart and to
hand to a driver. Amounts are integers of minor units of the row's currency, owed positive, credits negative. Dates in
rows are ISO text (``2026-06-17``), which sorts like the day itself. ``row`` is the row number that Excel shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from app.enums import Aside, SyncKind
from app.i18n import Message
from app.services.sync.options import ReadOptions
from app.services.sync.questions import Question, QuestionsError

#: Options and questions cross with the rows; they have rooms of their own.
__all__ = ["Question", "QuestionsError", "ReadOptions"]

#: Rows in one chunk: few enough that unpacking one does not hold the interpreter for long.
CHUNK_ROWS: Final = 5_000


class ItemRow(NamedTuple):
    """One row of the sub-ledger, open or closed.

    Attributes:
        row: row number as Excel shows it.
        account: the account's key (``CustomerRow.key``), normalised for matching.
        number: document number as seen; series and instalment joined; empty where a payment has none.
        kind: a value of ``ItemKind``.
        document_date: ISO day.
        due_date: ISO day, from the file or derived.
        due_from: ``file``, ``terms``, ``late`` (the days overdue) or None where there is no due date.
        currency: ISO 4217.
        original: minor units.
        open: minor units; 0 in a closed-items file.
        disputed: the file says that the customer disputes it.
        stage, stage_on: dunning level reached in the ERP, and its ISO day.
        closed_on: ISO day on which it was cleared (closed items).
        clearing: number of the clearing document or payment.
        days_late: days between due date and clearing (closed items), or days overdue as the file states them.
        local: the open amount in minor units of ``local_currency``; ``company``: its code, where a file has several.
        expected_on: ISO day on which somebody expects the money.
    """

    row: int
    account: str
    number: str
    kind: str
    document_date: str | None
    due_date: str | None
    due_from: str | None
    currency: str
    original: int
    open: int
    terms: str | None = None
    po: str | None = None
    order_number: str | None = None
    sales_rep: str | None = None
    portal_status: str | None = None
    disputed: bool = False
    dispute_reason: str | None = None
    text: str | None = None
    stage: int | None = None
    stage_on: str | None = None
    closed_on: str | None = None
    clearing: str | None = None
    days_late: int | None = None
    local: int | None = None
    local_currency: str | None = None
    expected_on: str | None = None
    company: str | None = None


class ContactRow(NamedTuple):
    """A person or a mailbox at the customer; ``role`` is a value of ``ContactRole`` or None."""

    name: str
    role: str | None = None
    department: str | None = None
    job_title: str | None = None
    language: str | None = None
    email: str | None = None
    phone: str | None = None
    mobile: str | None = None


class CustomerRow(NamedTuple):
    """What a file says about one account: a row of the customer master, or the account columns of an items file.

    Attributes:
        row: the first row that speaks of the account.
        key: number normalised for matching: NFKC, trimmed, no leading apostrophe, no leading zeros if all digits.
        number: the number as seen.
        name: empty where the file has no names.
        parent: key of the parent account.
        credit_limit: minor units of ``limit_currency``.
        blocked: the ERP has blocked deliveries to the account; None where the file does not say.
        contacts: the people of all rows of this account.
    """

    row: int
    key: str
    number: str
    name: str
    name_latin: str | None = None
    name_kana: str | None = None
    address: tuple[str, ...] = ()
    city: str | None = None
    country: str | None = None
    language: str | None = None
    currency: str | None = None
    territory: str | None = None
    tier: str | None = None
    parent: str | None = None
    terms: str | None = None
    credit_limit: int | None = None
    limit_currency: str | None = None
    risk_class: str | None = None
    sales_rep: str | None = None
    collector: str | None = None
    time_zone: str | None = None
    portal: str | None = None
    tax_id: str | None = None
    phone: str | None = None
    email: str | None = None
    blocked: bool | None = None
    contacts: tuple[ContactRow, ...] = ()


class ReceiptRow(NamedTuple):
    """Money that arrived, or the part of it that one row applies to an invoice.

    Rows of one receipt share ``number``, ``account`` and ``receipt_date``; ``amount`` is what this row brings, minor
    units, positive; ``applied`` + ``unapplied`` = ``amount``. ``is_cash`` is false for rounding, withholding and
    other methods that bring no money. ``reversed`` marks a payment that was taken back. ``invoices`` are the numbers
    that the row or its text names. ``bank`` is our own account in a bank's statement: receipts of different ones are
    of different sources.
    """

    row: int
    account: str | None
    number: str
    receipt_date: str | None
    value_date: str | None
    currency: str
    amount: int
    applied: int
    unapplied: int
    method: str | None = None
    is_cash: bool = True
    payer: str | None = None
    remittance: str | None = None
    invoices: tuple[str, ...] = ()
    reversed: bool = False
    bank: str | None = None


class CaseRow(NamedTuple):
    """A case of the CRM. ``status`` is a value of ``DisputeStatus``, ``erp_status`` the word in the file.

    ``account`` is a key where the file has account numbers; otherwise only ``account_name`` is known and somebody has
    to confirm it. ``amount`` is minor units of ``currency``. ``invoices`` come from the case's own column, else from
    its subject.
    """

    row: int
    number: str
    account: str | None
    account_name: str
    subject: str | None
    status: str
    erp_status: str | None
    opened_on: str | None
    closed_on: str | None = None
    owner: str | None = None
    reason: str | None = None
    currency: str | None = None
    amount: int | None = None
    invoices: tuple[str, ...] = ()


class FactRow(NamedTuple):
    """A record of a kind beside the ledger; ``values`` are in the order of its shape's columns, raw for the driver.

    ``account`` is a key where the file has account numbers, ``name`` what it calls the customer.
    """

    row: int
    account: str | None
    name: str | None
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """At most ``CHUNK_ROWS`` rows; exactly one of the five lists is filled. Accounts come before what they own."""

    accounts: tuple[CustomerRow, ...] = ()
    items: Sequence[ItemRow] = ()
    receipts: tuple[ReceiptRow, ...] = ()
    cases: tuple[CaseRow, ...] = ()
    facts: tuple[FactRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the collector should know; ``row`` as Excel shows it, None for the whole file."""

    code: str
    text: Message
    row: int | None = None


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that could not be read whole.

    ``account`` (key) and ``number`` are what could still be read of it: they protect the stored item or account.
    """

    row: int
    column: str
    value: str
    reason: Message
    account: str | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class NotedRow:
    """A row that is neither an item nor rejected; ``what`` is ``total``, ``group`` or ``skipped``."""

    row: int
    what: str
    reason: Aside


@dataclass(frozen=True, slots=True)
class RowCounts:
    """How every row with a non-blank cell below the header ended."""

    item: int = 0
    total: int = 0
    group: int = 0
    skipped: int = 0
    rejected: int = 0

    @property
    def read(self) -> int:
        """All rows: what the five add up to."""
        return self.item + self.total + self.group + self.skipped + self.rejected


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of one currency in minor units; ``net`` = ``debits`` + ``credits``, credits negative."""

    net: int = 0
    debits: int = 0
    credits: int = 0
    count: int = 0
    credit_count: int = 0


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """One column of the sheet, what it was taken for and why.

    Attributes:
        index: position from 0; ``letter`` as Excel names it.
        field: canonical field, None where the column is not used.
        confidence: per cent.
        verdict: how its cells were read, for example ``dmy``, ``comma``, ``true dates``.
        sample: some cells as seen.
        first: earliest date or smallest value read, as text.
        last: latest date or largest value read, as text.
        made_of: headings of the file whose columns were put together in this one; empty where it stands in the file.
    """

    index: int
    letter: str
    header: str
    field: str | None
    confidence: int = 0
    evidence: tuple[Message, ...] = ()
    verdict: str = ""
    sample: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None
    made_of: tuple[str, ...] = ()

    @property
    def seen(self) -> str:
        """The heading as somebody finds it in the file."""
        return " + ".join(self.made_of) or self.header


@dataclass(frozen=True, slots=True)
class FileTable:
    """Everything known about a file; complete before the first row is handed over.

    Attributes:
        file: name without folders.
        container: ``xlsx``, ``xls``, ``csv``, ``text`` …
        encoding: of text files, with the separator beside it.
        header_row: as Excel shows it; the last one where the header stands on two rows.
        layout: name of the recognised layout; ``plain-…`` with a fingerprint of the identifying headings if none.
        origin: what a saved layout ties its items to, where that is not its name.
        company: company code of the file, empty where it has none; layout and company are the item's source.
        as_of: the day the figures stand for; None for kinds that have none and files that do not say.
        as_of_from: ``stated``, ``derived``, ``option``, ``day``, or empty where ``as_of`` is None.
        coverage: the day through which receipts or closed items speak; None for other kinds.
        totals: per currency, of the items or receipts handed over.
        own_totals: per currency, minor units, as the file's own total rows state them.
        set_aside: reason → rows counted under ``skipped``.
        account_count: accounts with at least one row handed over.
        cells: a name for the cells of all sheets that were looked at; empty where they were not compared.
        account: our own account of a bank's statement, where it is of one alone.
        proved: what its cells prove of how they are written, by field of the reading options.
    """

    file: str
    sha256: str
    container: str
    encoding: str
    sheet: str
    header_row: int
    layout: str
    company: str
    kind: SyncKind
    columns: tuple[MappedColumn, ...]
    as_of: date | None
    as_of_from: str
    coverage: date | None
    rows: RowCounts
    totals: Mapping[str, Totals] = field(default_factory=dict)
    own_totals: Mapping[str, int] = field(default_factory=dict)
    set_aside: Mapping[str, int] = field(default_factory=dict)
    noted: tuple[NotedRow, ...] = ()
    rejected: tuple[RejectedRow, ...] = ()
    warnings: tuple[Notice, ...] = ()
    sheets: tuple[str, ...] = ()
    account_count: int = 0
    origin: str = ""
    cells: str = ""
    account: str = ""
    proved: Mapping[str, str] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """Layout and company code: items of one source replace each other."""
        return self.source_of(self.company)

    def source_of(self, company: str | None) -> str:
        """Return the source of the items of one company."""
        layout = self.origin or self.layout
        return f"{layout}:{company}" if company else layout
