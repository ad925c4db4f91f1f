"""A small table of every kind of file, with any of the columns that the kind may have, and one cell broken on purpose.

Columns are told by a layout, so that each of them is what the test says and nothing is left to recognition.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from app.enums import SyncKind
from app.services.sync.files.grid import Book, Grid
from app.services.sync.layouts.headings import fields
from app.services.sync.layouts.layout import Layout
from app.services.sync.layouts.names import FIELD_NAMES
from app.services.sync.recognition.fieldlists import FIELDS
from tests.builders.reading import DAY, Read, read_book

ROWS: Final = 14
#: The row that is broken, as Excel shows it.
BROKEN: Final = 7
#: What a table of each kind has at least.
BASE: Final = {
    SyncKind.OPEN_ITEMS: "account name number document_date due_date currency open",
    SyncKind.CLOSED_ITEMS: "account name number document_date due_date currency original clearing_date",
    SyncKind.CUSTOMERS: "account name city country",
    SyncKind.RECEIPTS: "account receipt_number receipt_date receipt_amount currency",
    SyncKind.CASES: "case_number account subject case_status opened_date case_amount currency",
    SyncKind.ORDERS_ON_HOLD: "order_number account order_amount currency hold_since",
    SyncKind.PORTAL_STATUS: "portal number account portal_status submitted_on",
    SyncKind.PO_BALANCES: "po account po_amount billed remaining currency",
    SyncKind.SALES: "sales_month account sales_amount currency",
    SyncKind.TRIAL_BALANCE: "gl_account gl_name currency balance balance_date",
    SyncKind.RATES: "from_currency to_currency rate rate_date",
}
#: Fields that a table is read by only where it lacks others or has more.
INSTEAD: Final = {
    (SyncKind.OPEN_ITEMS, "original"): "account number document_date due_date currency original paid",
    (SyncKind.OPEN_ITEMS, "paid"): "account number document_date due_date currency original paid",
    (SyncKind.OPEN_ITEMS, "debit"): "account number document_date due_date currency debit credit",
    (SyncKind.OPEN_ITEMS, "credit"): "account number document_date due_date currency debit credit",
    (SyncKind.OPEN_ITEMS, "aged"): "account number document_date due_date currency aged aged#2",
    (SyncKind.OPEN_ITEMS, "sign"): "account number document_date due_date currency open sign",
    (SyncKind.OPEN_ITEMS, "local_open"): "account number due_date currency open local_open local_currency",
    (SyncKind.OPEN_ITEMS, "local_currency"): "account number due_date currency open local_open local_currency",
    (SyncKind.OPEN_ITEMS, "limit_currency"): "account number due_date currency open credit_limit limit_currency",
    (SyncKind.CUSTOMERS, "limit_currency"): "account name city credit_limit limit_currency",
    (SyncKind.CUSTOMERS, "contact_role"): "account name city contact_name contact_role",
    (SyncKind.RECEIPTS, "credit"): "account receipt_date debit credit currency remittance",
    (SyncKind.RECEIPTS, "debit"): "account receipt_date debit credit currency remittance",
    (SyncKind.RECEIPTS, "sign"): "account receipt_date receipt_amount sign currency",
    (SyncKind.TRIAL_BALANCE, "debit"): "gl_account gl_name currency debit credit balance_date",
    (SyncKind.TRIAL_BALANCE, "credit"): "gl_account gl_name currency debit credit balance_date",
}
_CODES: Final = "EUR GBP CHF JPY CAD AUD SEK NOK DKK PLN CZK HUF SGD HKD".split()
_SAID: Final = {
    "currency": "EUR",
    "to_currency": "USD",
    "local_currency": "GBP",
    "limit_currency": "GBP",
    "case_status": "Open",
    "country": "DE",
    "language": "de",
    "pair": "EUR/USD",
    "type": "Invoice",
    "status": "Open",
    "portal_status": "Approved",
    "portal": "Ariba",
    "time_zone": "Europe/Berlin",
    "tier": "A",
    "terms": "Net 30",
    "gl_name": "Trade receivables",
    "sales_month": "2026-05",
    "rate_units": 1.0,
    "dunning_level": "1",
    "method": "Wire",
    "year_month": "2026/05",
    "company_code": "1000",
    "ledger_company": "1000",
    "special_gl": "",
    "item_status": "",
    "contact_role": "Treasurer",
}
#: Columns that make a table one of another kind.
_ELSEWHERE: Final = {(SyncKind.OPEN_ITEMS, "clearing_date"), (SyncKind.OPEN_ITEMS, "paid_date")}
#: What nobody can read in a column of its sort.
UNREADABLE: Final = {
    "date": "31/02/2026",
    "money": "abc",
    "currency": "XQX",
    "sign": "perhaps",
    "days": "many",
    "email": "no mail",
    "country": "Atlantis",
    "language": "Klingon",
}


def cell(name: str, at: int) -> Any:
    """Return what stands in a row of a column."""
    field, _, _ = name.partition("#")
    sort = fields()[field].cells
    alternating = {"disputed": "yes no", "blocked": "no yes", "sign": "D C"}
    special = {
        "from_currency": _CODES[at],
        "rate": 1.08 + at / 1000,
        "gl_account": f"14{at:02}",
        "debit": 100.0 + at if at % 2 else "",
        "credit": "" if at % 2 else 50.0 + at,
        "paid": 10.0,
        "parent": f"C{200 + at}",
        "account": f"C{100 + at}",
        "name": f"Firm {chr(65 + at)} Ltd",
    }
    if field in alternating:
        return alternating[field].split()[at % 2]
    if field in _SAID or field in special:
        return _SAID.get(field, special.get(field))
    later = 31 if field in {"due_date", "due_date_moved", "end_date"} else 0
    made = {
        "date": date(2026, 5, 1) + timedelta(at + later),
        "money": 100.0 + at,
        "days": 30.0,
        "email": f"a{at}@example.com",
        "phone": f"+49 30 1234{at}",
        "docno": f"{field[:1].upper()}-{1000 + at}",
    }
    number = f"{field[:1].upper()}-{1000 + at}" if field in {"po", "order_number", "project"} else f"word {at}"
    return made.get(sort, number)


def columns_of(kind: SyncKind, name: str) -> list[str]:
    """Return the columns of a table of a kind in which one of them matters."""
    names = INSTEAD.get((kind, name), BASE[kind]).split()
    return names if name in names else [*names, name]


def heading(name: str) -> str:
    """Return the heading of a column."""
    field, _, number = name.partition("#")
    return f"{FIELD_NAMES[field]}{' ' if number else ''}{number}"


def table(
    kind: SyncKind,
    names: list[str],
    broken: dict[str, Any] | None = None,
    error: str | None = None,
    every: dict[str, Any] | None = None,
) -> Read:
    """Read a table of a kind with some columns, of which one row is broken, or one cell of it shows an error.

    Args:
        kind: of the table.
        names: its columns.
        broken: what stands in the broken row.
        error: the column of the error.
        every: what stands in all rows.
    """
    rows = [list(map(heading, names))]
    rows += [[(every or {}).get(name, cell(name, at)) for name in names] for at in range(ROWS)]
    errors = {}
    for name, value in (broken or {}).items():
        rows[BROKEN - 1][names.index(name)] = value
    if error is not None:
        rows[BROKEN - 1][names.index(error)] = ""
        errors[BROKEN - 1, names.index(error)] = "#REF!"
    heads = tuple(rows[0])
    layout = Layout("own", kind=kind, headers=(heads,), fields=dict(zip(heads, (n.split("#")[0] for n in names))))  # noqa: B905 - as long
    book = Book("xlsx", ("Sheet1",), lambda name: Grid.of_rows(name, rows, errors=errors))
    told = {"tax": "included", "gl_accounts": "1400", "rates_per": "unit", "currency": "USD"}
    return read_book(book, "file.xlsx", {"mapping": layout, "kind": kind, "day": DAY, **told})


def every_column() -> Iterator[tuple[SyncKind, str]]:
    """Give every column that a table of each kind may have."""
    for kind in BASE:
        for name in FIELDS[SyncKind.OPEN_ITEMS if kind is SyncKind.CLOSED_ITEMS else kind]:
            if name != "monthly" and (kind, name) not in _ELSEWHERE:
                yield kind, name
