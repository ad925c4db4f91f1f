"""Exports of systems that began in North America, and of Xero and Tally."""

from __future__ import annotations

from tests.builders.shapes.shape import AS_OF, LEDGER, MINOR, TOTAL, Shape, by_customer, lakh, padded, point


def oracle() -> Shape:
    """Oracle's aging: a parameter page, customers with subtotals, receipts that belong to nothing as negative lines."""
    head = (
        "Customer Name|Customer Number|Invoice Number|Type|Due Date|Days Past Due|Amount|Outstanding Amount|Current|"
        "1-30 Days|31-60 Days|61-90 Days|91-180 Days|181-360 Days|361+ Days"
    ).split("|")

    def row(name, account, number, kind, due, late, whole, left):
        buckets = [""] * 7
        bounds = (0, 30, 60, 90, 180, 360)
        place = sum(1 for bound in bounds if late != "" and late > bound)
        buckets[place] = point(left)
        day = f"{due:%d-%b-%y}".upper() if due else ""
        return [name, account, number, kind, day, late, point(whole), point(left), *buckets]

    rows, sums = [], []
    for name, mine in by_customer():
        lines = [
            row(
                name,
                e.account,
                e.number,
                "Invoice" if e.type == "RV" else "Credit Memo",
                e.due,
                float(e.late),
                e.original,
                e.open,
            )
            for e in mine
        ]
        if name.startswith("Heron"):
            lines.append(row(name, mine[0].account, "RCT-88", "On Account", None, "", -400.0, -400.0))
            lines.append(row(name, mine[0].account, "RCT-89", "Unapplied", None, "", -99.5, -99.5))
        left = round(sum(e.open for e in mine) - (499.5 if name.startswith("Heron") else 0), 2)
        sums.append(left)
        rows += [*lines, ["Customer Total:", "", "", "", "", "", "", point(left)], [""]]
    total = round(sum(sums), 2)
    parameters = [
        ["Aging - 7 Buckets - By Account Report"],
        ["Report Parameters"],
        ["Ledger", "MIDORI US"],
        ["As of Date", "17-JUN-2026"],
        ["Entered Currency", "USD"],
        ["Order By", "Customer"],
        ["Bucket Name", "Seven Buckets"],
        [""],
    ]
    rows = padded(
        [
            *parameters,
            head,
            *rows,
            ["Grand Total:", "", "", "", "", "", "", point(total)],
            [""],
            ["*** End of Report ***"],
        ]
    )
    return Shape(
        rows,
        {"USD": MINOR - 49950},
        {"item": 8, "total": 4, "skipped": 1},
        9,
        {
            "account": "Customer Number",
            "name": "Customer Name",
            "number": "Invoice Number",
            "open": "Outstanding Amount",
            "original": "Amount",
            "days_overdue": "Days Past Due",
            "due_date": "Due Date",
        },
        "oracle-ar-aging",
        own={"USD": round(total * 100)},
        as_of=(AS_OF, "stated"),
        aside={"footer": 1},
    )


def netsuite() -> Shape:
    """A/R aging detail: the customer above its items, deposits as negative lines without a due date."""
    head = ["Customer", "Transaction Type", "Date", "Document Number", "P.O. No.", "Due Date", "Age", "Open Balance"]
    rows: list[list] = [["Midori Electric Inc."], ["A/R Aging Detail"], ["As of June 17, 2026"], [""], head]
    for name, mine in by_customer():
        rows.append([f"{mine[0].account.lstrip('0')} {name}"])
        for entry in mine:
            kind = "Invoice" if entry.type == "RV" else "Credit Memo"
            rows.append(
                [
                    "",
                    kind,
                    f"{entry.start:%m/%d/%Y}",
                    f"INV{entry.number}",
                    "",
                    f"{entry.due:%m/%d/%Y}",
                    entry.late,
                    f"${point(entry.open)}".replace("$(", "($"),
                ]
            )
        rows.append(
            [f"Total - {mine[0].account.lstrip('0')} {name}", *[""] * 6, f"${point(sum(e.open for e in mine))}"]
        )
    rows.append(["Total", *[""] * 6, f"${point(TOTAL)}"])
    return Shape(
        padded(rows),
        {"USD": MINOR},
        {"item": 6, "total": 4, "group": 3},
        5,
        {"number": "Document Number", "due_date": "Due Date", "days_overdue": "Age", "open": "Open Balance"},
        "netsuite-ar-aging",
        {"currency": "USD"},
        {"USD": MINOR},
        (AS_OF, "stated"),
    )


def quickbooks_online() -> Shape:
    """A/R aging detail: an empty first column, buckets as groups, an open balance that is not the amount."""
    head = ["", "Date", "Transaction type", "Num", "Customer full name", "Due date", "Amount", "Open balance"]
    buckets: dict[str, list] = {
        "61 - 90 days past due": [],
        "31 - 60 days past due": [],
        "1 - 30 days past due": [],
        "Current": [],
    }
    for e in LEDGER:
        late = "Current" if e.late <= 0 else "1 - 30 days past due" if e.late <= 30 else "31 - 60 days past due"
        kind = "Invoice" if e.type == "RV" else "Credit Memo"
        buckets[late].append(
            ["", f"{e.start:%m/%d/%Y}", kind, e.number, e.name, f"{e.due:%m/%d/%Y}", e.original, e.open]
        )
    rows: list[list] = [["Midori Electric"], ["A/R Aging Detail Report"], ["As of June 17, 2026"], [""], head]
    for name, items in buckets.items():
        if items:
            rows += [[name], *items]
            rows.append([f"Total for {name}", *[""] * 5, sum(i[6] for i in items), round(sum(i[7] for i in items), 2)])
    whole = round(sum(e.original for e in LEDGER), 2)
    rows += [
        ["TOTAL", *[""] * 5, whole, TOTAL],
        [""],
        ["", "Wednesday, June 17, 2026 09:12 AM GMT+09:00 - Accrual Basis"],
    ]
    return Shape(
        padded(rows),
        {"USD": MINOR},
        {"item": 6, "total": 4, "group": 3, "skipped": 1},
        5,
        {
            "name": "Customer full name",
            "number": "Num",
            "original": "Amount",
            "open": "Open balance",
            "type": "Transaction type",
        },
        "quickbooks-online-aging",
        {"currency": "USD"},
        {"USD": MINOR},
        (AS_OF, "stated"),
        {"footer": 1},
    )


def quickbooks_desktop_jobs() -> Shape:
    """Open invoices by customer and job: the customer, its jobs below it, a total of each job and of the customer."""
    rows: list[list] = [["", "Type", "Date", "Num", "P. O. #", "Terms", "Due Date", "Aging", "Open Balance"]]

    def line(e, kind="Invoice"):
        late = e.late if e.late > 0 else ""
        return ["", kind, f"{e.start:%m/%d/%Y}", e.number, "", "Net 30", f"{e.due:%m/%d/%Y}", late, e.open]

    first, second = LEDGER[:2]
    rows += [["Falcon Bearings Ltd."], ["Falcon Bearings Ltd.:Depot North"], line(first)]
    rows += [["Total Falcon Bearings Ltd.:Depot North", *[""] * 7, first.open]]
    rows += [["Falcon Bearings Ltd.:Depot South"], line(second), ["", "Payment", "06/10/2026", *[""] * 5, -200.0]]
    rows += [["Total Falcon Bearings Ltd.:Depot South", *[""] * 7, second.open - 200]]
    rows += [["Total Falcon Bearings Ltd.", *[""] * 7, round(first.open + second.open - 200, 2)]]
    for name, mine in list(by_customer())[1:]:
        rows += [[name], *(line(e, "Invoice" if e.open > 0 else "Credit Memo") for e in mine)]
        rows += [[f"Total {name}", *[""] * 7, round(sum(e.open for e in mine), 2)]]
    rows += [["TOTAL", *[""] * 7, TOTAL - 200]]
    return Shape(
        padded(rows),
        {"USD": MINOR - 20000},
        {"item": 7, "total": 6, "group": 5},
        1,
        {"number": "Num", "terms": "Terms", "due_date": "Due Date", "open": "Open Balance"},
        "quickbooks-desktop-open-invoices",
        {"currency": "USD"},
        {"USD": MINOR - 20000},
        (AS_OF, "derived"),
    )


def xero() -> Shape:
    """Aged receivables detail: contacts as groups, columns of ages, a credit note without a number, percentages."""
    head = [
        "Invoice Date",
        "Due Date",
        "Invoice Number",
        "Invoice Reference",
        "Current",
        "< 1 Month",
        "1 Month",
        "2 Months",
        "3 Months",
        "Older",
        "Total",
    ]
    rows: list[list] = [
        ["Aged Receivables Detail"],
        ["Midori Electric Ltd"],
        ["As at 17 June 2026"],
        ["Ageing by due date"],
        [""],
        head,
    ]

    def line(e):
        ages = [0.0] * 6
        ages[0 if e.late <= 0 else 1 if e.late < 30 else 2] = e.open
        return [e.start, e.due, e.number if e.open > 0 else "", "Credit Note 7" if e.open < 0 else "", *ages, e.open]

    def total(label, entries):
        lines = [line(e) for e in entries]
        return [label, "", "", "", *(round(sum(row[at] for row in lines), 2) for at in range(4, 11))]

    for name, mine in by_customer():
        rows += [[name], *map(line, mine), total(f"Total {name}", mine), [""]]
    whole = total("Total", LEDGER)
    rows += [whole, ["Percentage of total", "", "", "", *(f"{100 * value / TOTAL:.1f}%" for value in whole[4:])]]
    return Shape(
        padded(rows),
        {"GBP": MINOR},
        {"item": 6, "total": 4, "group": 3, "skipped": 1},
        6,
        {"document_date": "Invoice Date", "due_date": "Due Date", "number": "Invoice Number", "open": "Total"},
        "xero-aged-receivables",
        {"currency": "GBP"},
        {"GBP": MINOR},
        (AS_OF, "stated"),
        {"percentage": 1},
    )


def tally() -> Shape:
    """Bills receivable: a header over two rows, lakh grouping, Dr and Cr behind the amounts, a party's page."""
    days = [(e, f"{e.start:%d-%b-%y}".lstrip("0"), f"{e.due:%d-%b-%y}".lstrip("0")) for e in LEDGER]

    def amount(value):
        return f"{lakh(abs(value) * 1000)} {'Cr' if value < 0 else 'Dr'}"

    rows: list[list] = [
        ["Midori India Pvt Ltd"],
        ["Bills Receivable"],
        ["1-Apr-25 to 17-Jun-26"],
        [""],
        ["Date", "Ref. No.", "Party's Name", "Opening", "Pending", "Due on", "Overdue"],
        ["", "", "", "Amount", "Amount", "", "by days"],
    ]
    for e, start, due in days:
        rows.append(
            [start, f"SI/{e.number}", e.name, amount(e.original), amount(e.open), due, e.late if e.late > 0 else ""]
        )
    rows.append(["", "", "", amount(sum(e.original for e in LEDGER)), amount(TOTAL), "", ""])
    return Shape(
        padded(rows),
        {"INR": MINOR * 1000},
        {"item": 6, "total": 1},
        6,
        {
            "document_date": "Date",
            "number": "Ref. No.",
            "name": "Party's Name",
            "original": "Opening Amount",
            "open": "Pending Amount",
            "due_date": "Due on",
            "days_overdue": "Overdue by days",
        },
        "tally-bills-receivable",
        {"currency": "INR"},
        {"INR": MINOR * 1000},
        (AS_OF, "derived"),
    )


def salesforce() -> Shape:
    """A case report with its name, a confidentiality note and the copyright at the end."""
    head = "Case Number|Account Name|Subject|Status|Opened Date|Case Owner|Case Reason|Amount".split("|")
    rows: list[list] = [
        [
            "00020411",
            "Falcon Bearings Ltd.",
            "Price difference on invoice 91000021",
            "Working",
            "2026-05-28",
            "M. Okafor",
            "Pricing",
            "120.00",
        ],
        [
            "00020412",
            "Heron & Partners",
            "Short shipment 91000023 / 91000024",
            "Pending Customer",
            "2026-06-02",
            "L. Brandt",
            "Short shipment",
            "",
        ],
        ["00020413", "Plover GmbH", "Wrong VAT", "Closed", "2026-06-03", "L. Brandt", "", ""],
        [""],
        ["Open billing cases"],
        ["Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."],
        ["Confidential Information - Do Not Distribute"],
        ["Generated By:  Keiko Sato  17/06/2026 09:12"],
    ]
    return Shape(
        padded([head, *rows]),
        {},
        {"item": 3, "skipped": 4},
        1,
        {
            "case_number": "Case Number",
            "name": "Account Name",
            "subject": "Subject",
            "case_status": "Status",
            "opened_date": "Opened Date",
            "owner": "Case Owner",
            "reason": "Case Reason",
            "case_amount": "Amount",
        },
        "salesforce-cases",
        aside={"footer": 4},
        kind="cases",
    )
