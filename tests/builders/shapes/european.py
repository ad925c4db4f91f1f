"""Exports of DATEV and of Microsoft's systems."""

from __future__ import annotations

from tests.builders.shapes.shape import AS_OF, LEDGER, MINOR, TOTAL, Shape, comma, padded


def datev() -> Shape:
    """The list of open items: account heads with their number and name, debit and credit apart, sums per account."""
    head = "Konto|Rechnungsnummer|Datum|Fälligkeit|Soll|Haben|Saldo|S/H".split("|")
    rows: list[list] = [["OPOS-Liste Debitoren"], ["Midori Deutschland GmbH"], ["Stichtag 17.06.2026"], [""], head]
    for e in LEDGER:
        debit, credit = (comma(e.open), "") if e.open > 0 else ("", comma(-e.open))
        rows.append(
            [
                e.account[-5:],
                e.number,
                f"{e.start:%d.%m.%Y}",
                f"{e.due:%d.%m.%Y}",
                debit,
                credit,
                comma(abs(e.open)),
                "S" if e.open > 0 else "H",
            ]
        )
    rows.append(["Summe", "", "", "", comma(TOTAL + 120.40), comma(120.40), comma(TOTAL), "S"])
    return Shape(
        padded(rows),
        {"EUR": MINOR},
        {"item": 6, "total": 1},
        5,
        {
            "account": "Konto",
            "number": "Rechnungsnummer",
            "document_date": "Datum",
            "due_date": "Fälligkeit",
            "debit": "Soll",
            "credit": "Haben",
            "open": "Saldo",
            "sign": "S/H",
        },
        "datev-opos",
        {"currency": "EUR"},
        {"EUR": MINOR},
        (AS_OF, "stated"),
    )


def business_central() -> Shape:
    """Business Central, customer ledger entries: open rows only, amounts in the document's and the local currency."""
    head = (
        "Posting Date|Document Type|Document No.|Customer No.|Customer Name|Description|Currency Code|"
        "Original Amount|Amount|Remaining Amount|Remaining Amt. (LCY)|Due Date|Open"
    ).split("|")
    rows = [
        [
            e.start,
            "Invoice" if e.open > 0 else "Credit Memo",
            f"PS-INV{e.number}",
            e.account[-5:],
            e.name,
            f"Order {n}",
            "USD",
            e.original,
            e.original,
            e.open,
            e.open,
            e.due,
            "Yes",
        ]
        for n, e in enumerate(LEDGER, start=101)
    ]
    return Shape(
        [head, *rows],
        {"USD": MINOR},
        {"item": 6},
        1,
        {
            "number": "Document No.",
            "account": "Customer No.",
            "name": "Customer Name",
            "open": "Remaining Amount",
            "original": "Original Amount",
            "due_date": "Due Date",
            "currency": "Currency Code",
            "type": "Document Type",
        },
        "business-central-ledger-entries",
    )


def great_plains() -> Shape:
    """Dynamics GP: field names of RM20101."""
    head = ("CUSTNMBR CUSTNAME DOCNUMBR RMDTYPAL DOCDATE DUEDATE ORTRXAMT CURTRXAM CURNCYID CSTPONBR PYMTRMID").split()
    rows = [
        [
            f"CUST{e.account[-4:]}",
            e.name,
            e.number,
            1.0 if e.open > 0 else 7.0,
            e.start,
            e.due,
            abs(e.original),
            abs(e.open),
            "USD",
            f"PO{n}",
            "Net 30",
        ]
        for n, e in enumerate(LEDGER)
    ]
    return Shape(
        [head, *rows],
        {"USD": MINOR},
        {"item": 6},
        1,
        {
            "account": "CUSTNMBR",
            "name": "CUSTNAME",
            "number": "DOCNUMBR",
            "document_date": "DOCDATE",
            "due_date": "DUEDATE",
            "original": "ORTRXAMT",
            "open": "CURTRXAM",
            "currency": "CURNCYID",
            "po": "CSTPONBR",
            "type": "RMDTYPAL",
        },
        "dynamics-gp",
    )


def finance_365() -> Shape:
    """Dynamics 365 Finance, open customer transactions: account and name, voucher beside the invoice."""
    head = (
        "Customer account|Name|Voucher|Invoice|Date|Due date|Currency|Amount in transaction currency|"
        "Balance|Method of payment"
    ).split("|")
    rows = [
        [f"DE-{e.account[-3:]}", e.name, f"ARV{n:06}", e.number, e.start, e.due, "EUR", e.original, e.open, "WIRE"]
        for n, e in enumerate(LEDGER)
    ]
    return Shape(
        [head, *rows],
        {"EUR": MINOR},
        {"item": 6},
        1,
        {
            "account": "Customer account",
            "name": "Name",
            "number": "Invoice",
            "document_date": "Date",
            "due_date": "Due date",
            "currency": "Currency",
            "original": "Amount in transaction currency",
            "open": "Balance",
        },
        "dynamics-365-finance",
    )
