"""The kinds of file beside the ledger: their columns, what they need, what identifies a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from app.enums import Scope, SyncKind
from app.i18n import Message, msg

Test = Callable[[set[str]], bool]


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of file.

    Attributes:
        table: name of the table its records go to.
        texts, days, money: column of the table → fields of the file that may fill it, the first one present does.
        made: columns that the reader works out of others; ``inputs`` are read for that and not kept.
        key: columns that identify a record of a source; ``account`` is the account's key.
        needed: columns without which a row is no record.
        adds: rows of one key are lines of one record and are added up; else the newest of them counts.
        closes: a record that a later file of the same source lacks is over.
        amount: the column whose sum is compared with the file's own total.
    """

    kind: SyncKind
    table: str
    texts: Mapping[str, tuple[str, ...]]
    days: Mapping[str, tuple[str, ...]]
    money: Mapping[str, tuple[str, ...]]
    key: tuple[str, ...]
    needed: tuple[str, ...]
    made: tuple[str, ...] = ()
    inputs: frozenset[str] = frozenset()
    adds: bool = False
    closes: bool = False
    amount: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that a row of the kind brings, in their order."""
        currency = ("currency",) if self.money else ()
        return tuple(
            name for name in (*self.texts, *self.days, *self.money, *currency, *self.made) if name not in self.inputs
        )

    def stated(self, mapped: set[str]) -> frozenset[str]:
        """Return the columns of which a file with these fields says something, if only that there is nothing."""
        sources = {**self.texts, **self.days, **self.money}
        absent = {name for name, fields in sources.items() if mapped.isdisjoint(fields)}
        return frozenset(self.columns) - absent


_ORDERS: Final = Shape(
    SyncKind.ORDERS_ON_HOLD,
    "held_order",
    texts={"number": ("order_number", "number"), "reason": ("hold_reason", "reason", "status", "text")},
    days={"hold_since": ("hold_since",)},
    money={"amount": ("order_amount", "original", "open")},
    key=("number", "account"),
    needed=("number", "amount"),
    adds=True,
    closes=True,
    amount="amount",
)
_PORTAL: Final = Shape(
    SyncKind.PORTAL_STATUS,
    "portal_entry",
    texts={
        "portal": ("portal",),
        "number": ("number",),
        "status": ("portal_status", "status"),
        "rejection_reason": ("rejection_reason", "reason"),
    },
    days={"submitted_on": ("submitted_on",)},
    money={},
    made=("invoice_key",),
    key=("portal", "invoice_key", "account"),
    needed=("number", "status"),
)
_PO: Final = Shape(
    SyncKind.PO_BALANCES,
    "po_balance",
    texts={"number": ("po", "project", "order_number")},
    days={"end_date": ("end_date", "due_date")},
    money={
        "amount": ("po_amount", "original"),
        "billed": ("billed", "paid"),
        "remaining": ("remaining", "open"),
    },
    key=("number", "account", "currency"),
    needed=("number",),
    adds=True,
    closes=True,
    amount="remaining",
)
_SALES: Final = Shape(
    SyncKind.SALES,
    "sales_month",
    texts={},
    days={},
    money={"amount": ("sales_amount", "net", "original")},
    made=("month", "with_tax"),
    key=("month", "account", "currency"),
    needed=("month", "amount"),
    adds=True,
    amount="amount",
)
_TRIAL: Final = Shape(
    SyncKind.TRIAL_BALANCE,
    "trial_balance",
    texts={"company": ("company_code", "ledger_company"), "gl_account": ("gl_account",), "name": ("gl_name", "text")},
    days={"day": ("balance_date", "posting_date", "document_date")},
    money={"balance": ("balance", "open"), "debit": ("debit",), "credit": ("credit",)},
    made=("receivables",),
    inputs=frozenset({"debit", "credit"}),
    key=("company", "gl_account", "currency", "day"),
    needed=("gl_account", "balance", "day"),
    adds=True,
)
_RATES: Final = Shape(
    SyncKind.RATES,
    "exchange_rate",
    texts={},
    days={"day": ("rate_date", "document_date", "posting_date")},
    money={},
    made=("currency", "base", "rate"),
    key=("currency", "base", "day"),
    needed=("rate", "day"),
)

SHAPES: Final[Mapping[SyncKind, Shape]] = {
    shape.kind: shape for shape in (_ORDERS, _PORTAL, _PO, _SALES, _TRIAL, _RATES)
}
#: The kinds beside the ledger, in the order in which they are applied: after the items that they speak of.
FACT_KINDS: Final = tuple(SHAPES)


def may_close(kind: SyncKind) -> bool:
    """Tell whether a record that a file of a kind lacks may be over, so that it matters how far the file reaches."""
    return kind is SyncKind.OPEN_ITEMS or (kind in SHAPES and SHAPES[kind].closes)


def reach_of(kind: SyncKind, chosen: Scope | None) -> tuple[Scope, Message]:
    """Return whether a file of any kind but open items closes what it lacks, and why.

    Lists of what stands open now do, unless somebody calls the file a selection; the others only add.
    """
    if not may_close(kind):
        return Scope.PARTIAL, msg("A file of this kind closes nothing that it lacks.")
    if chosen is not None:
        return chosen, msg("You said so.")
    return Scope.FULL, msg("A list of this kind names everything that stands open.")


_PARTY: Final = "account name company_code"
#: Fields that a column of each kind may be.
FIELDS: Final[Mapping[SyncKind, tuple[str, ...]]] = {
    SyncKind.ORDERS_ON_HOLD: tuple(
        f"order_number {_PARTY} order_amount currency hold_since hold_reason number original open reason status "
        "document_date sales_rep po text".split()
    ),
    SyncKind.PORTAL_STATUS: tuple(
        f"portal number portal_status submitted_on rejection_reason {_PARTY} status reason document_date due_date "
        "currency original open po text".split()
    ),
    SyncKind.PO_BALANCES: tuple(
        f"po project {_PARTY} po_amount billed remaining currency end_date order_number original open paid due_date "
        "document_date text status".split()
    ),
    SyncKind.SALES: tuple(
        f"sales_month {_PARTY} sales_amount monthly currency net original tax document_date text".split()
    ),
    SyncKind.TRIAL_BALANCE: tuple(
        "gl_account gl_name company_code ledger_company currency balance debit credit sign balance_date posting_date "
        "document_date open text".split()
    ),
    SyncKind.RATES: tuple(
        "rate rated pair from_currency to_currency currency rate_date rate_units document_date posting_date "
        "text".split()
    ),
}


def _one_of(*names: str) -> Test:
    return lambda mapped: not mapped.isdisjoint(names)


_CUSTOMER: Final = (_one_of("account", "name", "group"), msg("no column for the customer"))
#: What a table needs to be of a kind.
NEEDS: Final[Mapping[SyncKind, tuple[tuple[Test, Message], ...]]] = {
    SyncKind.ORDERS_ON_HOLD: (
        (_one_of("order_number", "number"), msg("no column for the order")),
        _CUSTOMER,
        (_one_of("order_amount", "original", "open"), msg("no column for the amount")),
        (_one_of("hold_since", "hold_reason"), msg("no column that says since when or why an order is held")),
    ),
    SyncKind.PORTAL_STATUS: (
        (_one_of("number"), msg("no column for the invoice number")),
        (_one_of("portal_status", "status"), msg("no column for the status")),
    ),
    SyncKind.PO_BALANCES: (
        (_one_of("po", "project"), msg("no column for the purchase order or project")),
        _CUSTOMER,
        (
            lambda mapped: "remaining" in mapped or {"po_amount", "billed"} <= mapped,
            msg("no column for what is left of it"),
        ),
    ),
    SyncKind.SALES: (
        (_one_of("sales_month", "monthly"), msg("no column for the month")),
        (_one_of("sales_amount", "monthly", "net", "original"), msg("no column for the sales")),
    ),
    SyncKind.TRIAL_BALANCE: (
        (_one_of("gl_account"), msg("no column for the general-ledger account")),
        (
            lambda mapped: not mapped.isdisjoint({"balance", "open"}) or {"debit", "credit"} <= mapped,
            msg("no column for the balance"),
        ),
    ),
    SyncKind.RATES: (
        (_one_of("rate", "rated"), msg("no column for the rate")),
        (_one_of("pair", "from_currency", "currency", "to_currency", "rated"), msg("no column for the currency")),
    ),
}

#: What tells a kind apart where nobody has said it: a table may do without.
TELLING: Final[Mapping[SyncKind, tuple[tuple[Test, Message], ...]]] = {
    SyncKind.PORTAL_STATUS: (
        (
            _one_of("portal", "submitted_on", "rejection_reason"),
            msg("no column for the portal, the day of submission or the reason of a rejection"),
        ),
    ),
}

#: Half weights of fields: 2 is normal, more where a field tells its kind, less where any table may have it.
WORTH: Final[Mapping[SyncKind, Mapping[str, int]]] = {
    SyncKind.ORDERS_ON_HOLD: {
        **dict.fromkeys("hold_since hold_reason order_number order_amount".split(), 4),
        **dict.fromkeys("number original open document_date status text reason".split(), 1),
    },
    SyncKind.PORTAL_STATUS: {
        **dict.fromkeys("portal portal_status submitted_on rejection_reason".split(), 4),
        **dict.fromkeys("due_date open original document_date".split(), 1),
    },
    SyncKind.PO_BALANCES: {
        **dict.fromkeys("po project po_amount billed remaining end_date".split(), 4),
        **dict.fromkeys("original open due_date document_date paid".split(), 1),
    },
    SyncKind.SALES: {"sales_month": 3, "sales_amount": 4, "original": 1, "document_date": 1},
    SyncKind.TRIAL_BALANCE: {"gl_account": 3, "balance": 3, "gl_name": 3, "open": 1, "document_date": 1},
    SyncKind.RATES: {"rate": 4, "pair": 4, "from_currency": 3, "to_currency": 3, "rate_units": 3, "rate_date": 3},
}
#: What has to be headed in so many words for a table to be of the kind, where nobody and no line above it says so:
#: cells alone would take every list of balances for a trial balance, every list with months for sales.
TOLD: Final[Mapping[SyncKind, tuple[str, ...]]] = {
    SyncKind.TRIAL_BALANCE: ("gl_account",),
    SyncKind.SALES: ("sales_amount", "sales_month"),
    SyncKind.RATES: ("rate",),
}
