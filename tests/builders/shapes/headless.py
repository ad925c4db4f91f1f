"""Shapes whose headings are unknown, missing, doubled or cut short: the cells have to say what they are."""

from __future__ import annotations

from datetime import date, timedelta

from app.enums import SyncKind
from tests.builders.shapes.awkward import plain_row
from tests.builders.shapes.shape import AS_OF, LEDGER, MINOR, Shape, comma


def twice_the_same_heading() -> Shape:
    """``Fecha`` twice and ``Importe`` twice: the relations tell which is the due date and which the open amount."""
    head = ["Cliente", "Factura", "Fecha", "Fecha", "Días", "Importe", "Pagado", "Importe"]
    rows = [
        [e.name, e.number, e.start, e.due, float(e.days), e.original, round(e.original - e.open, 2), e.open]
        for e in LEDGER
    ]
    return Shape(
        [head, *rows],
        {"MXN": MINOR},
        {"item": 6},
        1,
        {"name": "Cliente", "number": "Factura", "document_date": "Fecha", "due_date": "Fecha", "open": "Importe"},
        options={"currency": "MXN"},
    )


def unknown_headings() -> Shape:
    """Headings that nobody knows: only what the cells hold and their relations tell."""
    head = ["Kd", "Firma", "Bel", "vom", "bis", "Alt", "Summe A", "Summe B", "Rest"]
    rows = [
        [e.account, e.name, e.number, e.start, e.due, float(e.late), e.original, round(e.original - e.open, 2), e.open]
        for e in LEDGER
    ]
    return Shape(
        [head, *rows],
        {"EUR": MINOR},
        {"item": 6},
        1,
        {
            "account": "Kd",
            "name": "Firma",
            "number": "Bel",
            "document_date": "vom",
            "due_date": "bis",
            "open": "Rest",
            "original": "Summe A",
            "paid": "Summe B",
            "days_overdue": "Alt",
        },
        options={"currency": "EUR"},
        as_of=(AS_OF, "derived"),
    )


def one_heading_missing() -> Shape:
    """The due date has no heading: document date and terms give it in every row."""
    head = ["Customer Number", "Customer Name", "Invoice Number", "Invoice Date", "Terms", "", "Open Amount"]
    rows = [[e.account, e.name, e.number, e.start, f"Net {e.days}", e.due, e.open] for e in LEDGER]
    return Shape(
        [head, *rows],
        {"EUR": MINOR},
        {"item": 6},
        1,
        {"account": "Customer Number", "due_date": "F", "terms": "Terms", "open": "Open Amount"},
        options={"currency": "EUR"},
    )


def net_tax_and_gross() -> Shape:
    """Three columns of money with vague headings: net and tax make the third."""
    head = ["Customer", "Doc No", "Doc Date", "Due Date", "Value", "Value 2", "Value 3"]
    rows = [
        [e.name, e.number, e.start, e.due, round(e.open * 0.8, 2), round(e.open - round(e.open * 0.8, 2), 2), e.open]
        for e in LEDGER
    ]
    return Shape(
        [head, *rows],
        {"EUR": MINOR},
        {"item": 6},
        1,
        {"name": "Customer", "net": "Value", "tax": "Value 2", "original": "Value 3"},
        options={"currency": "EUR"},
    )


def japanese_header_of_merged_cells() -> Shape:
    """A header over two rows of which the upper cells are merged over several columns."""
    upper = ["得意先", "", "請求", "", "", "残高"]
    lower = ["コード", "名称", "番号", "日付", "期限", "(円)"]
    rows = [[e.account, e.name, e.number, e.start, e.due, float(round(e.open))] for e in LEDGER]
    return Shape(
        [upper, lower, *rows],
        {"JPY": sum(round(e.open) for e in LEDGER)},
        {"item": 6},
        2,
        {"account": "得意先 コード", "name": "得意先 名称", "number": "請求 番号", "open": "残高 (円)"},
    )


def abbreviations() -> Shape:
    """Headings that somebody cut short."""
    head = ["Cust Cd", "Cust Nm", "Inv. No", "Inv. Dt", "Due Dt.", "Ccy", "O/S Amt"]
    return Shape(
        [head, *map(plain_row, LEDGER)],
        {"EUR": MINOR},
        {"item": 6},
        1,
        dict(zip("account name number document_date due_date currency open".split(), head, strict=True)),
    )


def rest_without_a_known_heading() -> Shape:
    """The amount left stands under a heading that nobody knows, beside a known one for the whole."""
    head = ["A/C", "Name", "No", "Type", "Date", "Due", "Details", "Amount", "Left", "0-30", "31-60"]
    rows = []
    for n, e in enumerate(LEDGER, start=501):
        ages = [e.open, ""] if e.late <= 30 else ["", e.open]
        kind = "Invoice" if e.open > 0 else "Credit note"
        rows.append([e.account[-4:], e.name, float(n), kind, e.start, e.due, "Goods", e.original, e.open, *ages])
    return Shape(
        [head, *rows],
        {"GBP": MINOR},
        {"item": 6},
        1,
        {"account": "A/C", "name": "Name", "number": "No", "original": "Amount", "open": "Left"},
        options={"currency": "GBP"},
    )


def italian() -> Shape:
    """A language that has no synonyms here: what the cells hold is enough."""
    head = ["Cliente", "N. fattura", "Data fattura", "Scadenza", "Importo", "Residuo"]
    rows = [
        [e.name, e.number, f"{e.start:%d/%m/%Y}", f"{e.due:%d/%m/%Y}", comma(e.original), comma(e.open)] for e in LEDGER
    ]
    return Shape(
        [head, *rows],
        {"EUR": MINOR},
        {"item": 6},
        1,
        {"name": "Cliente", "number": "N. fattura", "document_date": "Data fattura", "due_date": "Scadenza",
         "original": "Importo", "open": "Residuo"},
        options={"currency": "EUR"},
    )  # fmt: skip


def dutch() -> Shape:
    """Another one, with numbers of customers."""
    head = ["Debiteur", "Naam", "Factuurnr.", "Factuurdatum", "Vervaldatum", "Openstaand bedrag"]
    rows = [[e.account, e.name, e.number, e.start, e.due, comma(e.open)] for e in LEDGER]
    return Shape(
        [head, *rows],
        {"EUR": MINOR},
        {"item": 6},
        1,
        dict(zip("account name number document_date due_date open".split(), head, strict=True)),
        options={"currency": "EUR", "kind": SyncKind.OPEN_ITEMS},
    )


def terms_only() -> Shape:
    """No due date at all: terms give it."""
    head = ["Codigo Cliente", "Razón Social", "Folio", "Fecha", "Condición de pago", "Saldo MXN"]
    start = date(2026, 5, 2)
    rows = [
        ["C1", "Aceros del Norte", "F-1", start, "30 días", 100.0],
        ["C2", "Cobre SA", "F-2", start + timedelta(3), "Contado", 50.0],
    ]
    return Shape(
        [head, *rows],
        {"MXN": 15000},
        {"item": 2},
        1,
        {"account": "Codigo Cliente", "number": "Folio", "terms": "Condición de pago", "open": "Saldo MXN"},
    )
