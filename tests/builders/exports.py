"""Exports in the shapes that real systems write, with invented customers and round sums that can be checked by eye."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

Rows = list[list[Any]]
AS_OF = date(2026, 6, 17)

#: account, name, number, document date, due date, original, open
LEDGER = [
    ("0000001100", "Kestrel Tools Ltd.", "90000011", date(2026, 3, 25), date(2026, 4, 24), 1234.56, 1234.56),
    ("0000001100", "Kestrel Tools Ltd.", "90000012", date(2026, 4, 30), date(2026, 5, 30), 500.00, 250.00),
    ("0000001200", "Marlin & Sons", "90000013", date(2026, 5, 2), date(2026, 6, 1), 10000.00, 10000.00),
    ("0000001200", "Marlin & Sons", "90000014", date(2026, 5, 20), date(2026, 6, 19), 75.10, 75.10),
    ("0000001300", "Oriole GmbH", "90000015", date(2026, 6, 1), date(2026, 7, 1), 3200.00, 3200.00),
]
TOTAL = 14759.66


def plain_english() -> Rows:
    """A clean table with everything an item may have."""
    head = (
        "Customer Number|Customer Name|Invoice Number|Invoice Date|Due Date|Currency|Original Amount|Open Amount|"
        "Days Past Due"
    ).split("|")
    return [head] + [
        [account, name, number, start, due, "EUR", original, left, (AS_OF - due).days]
        for account, name, number, start, due, original, left in LEDGER
    ]


def sap_alv() -> Rows:
    """FBL5N, ALV list exported to a spreadsheet: true dates, no names, a grand total with blank keys last."""
    head = (
        "Document Status|G/L Account|Account|Document Number|Document Date|Posting Date|Reference|Assignment|"
        "Document Type|Special G/L Ind.|Net Due Date|Amount in Doc. Curr.|Document Currency|"
        "Amount in Local Currency|Local Currency|Clearing Document|Clearing Date|Text|Year/Month"
    ).split("|")

    def row(account, number, start, due, amount, kind="RV", special="", cleared="", text=""):
        return ["", "140000", account, number, start, start, "R" + number, "", kind, special, due, amount, "EUR",
                amount, "EUR", "2000001" if cleared else "", cleared, text, "2026/05"]  # fmt: skip

    rows = [row(account, number, start, due, left) for account, _, number, start, due, _, left in LEDGER]
    rows += [
        row("0000001100", "1400000021", date(2026, 5, 5), date(2026, 5, 5), -400.00, "DZ"),
        row("0000001200", "1700000031", date(2026, 5, 6), date(2026, 5, 6), -99.90, "DG"),
        row("0000001300", "1500000041", date(2026, 5, 7), date(2026, 5, 7), 1000.00, "DA", special="F"),
        row("0000001300", "90000016", date(2026, 4, 1), date(2026, 5, 1), 60.00, cleared=date(2026, 6, 18)),
        row("0000001300", "90000017", date(2026, 6, 2), date(2026, 7, 2), 20.00),
        row("0000001300", "90000017", date(2026, 6, 2), date(2026, 7, 2), 20.00),
    ]
    total = round(sum(row[11] for row in rows), 2)
    return [head, *rows, [""] * 11 + [total, "", total] + [""] * 5]


def sap_list() -> Rows:
    """FBL5N, local file: title lines, an empty first column, points group, minus behind, stars are totals."""

    def amount(value: float) -> str:
        whole = f"{abs(value):,.2f}".translate(str.maketrans(",.", ".,"))
        return whole + ("-" if value < 0 else "")

    head = ("|St|Account|DocumentNo|Type|Doc. Date|Net due dt|Amount in DC|Curr.|Arrears").split("|")
    rows = [
        [
            "",
            "",
            account,
            number,
            "RV",
            f"{start:%d.%m.%Y}",
            f"{due:%d.%m.%Y}",
            amount(left),
            "EUR",
            str((AS_OF - due).days),
        ]
        for account, _, number, start, due, _, left in LEDGER
    ]
    rows.append(["", "", "0000001100", "1400000021", "DZ", "05.05.2026", "05.05.2026", amount(-400.0), "EUR", "43"])
    total = ["", "*", "", "", "", "", "", amount(TOTAL - 400), "EUR", ""]
    return [["Customer Line Item Display"], [""], ["", "Open at key date 17.06.2026"], [""], head, [""], *rows, total]


def quickbooks_online() -> Rows:
    """A/R aging detail: groups are buckets, the open balance is not the amount, the time stands last."""
    buckets = {"91 or more days past due": [], "31 - 60 days past due": [], "1 - 30 days past due": [], "Current": []}

    def bucket(due: date) -> str:
        late = (AS_OF - due).days
        return "Current" if late <= 0 else "1 - 30 days past due" if late <= 30 else "31 - 60 days past due"

    for _, name, number, start, due, original, left in LEDGER:
        buckets[bucket(due)].append(
            ["", f"{start:%m/%d/%Y}", "Invoice", number, name, f"{due:%m/%d/%Y}", original, left]
        )
    buckets["1 - 30 days past due"].append(
        ["", "06/02/2026", "Payment", "", "Kestrel Tools Ltd.", "06/02/2026", -150.0, -150.0]
    )
    rows: Rows = [
        ["Midori Electric"],
        ["A/R Aging Detail Report"],
        ["As of June 17, 2026"],
        [""],
        ["", "Date", "Transaction type", "Num", "Customer full name", "Due date", "Amount", "Open balance"],
    ]
    for name, items in buckets.items():
        if items:
            total = [
                f"Total for {name}",
                "",
                "",
                "",
                "",
                "",
                sum(item[6] for item in items),
                sum(item[7] for item in items),
            ]
            rows += [[name], *items, total]
    rows.append(["TOTAL", "", "", "", "", "", 15009.66 - 150, TOTAL - 150])
    return [*rows, [""], ["Wednesday, June 17, 2026 09:12 AM GMT+09:00"]]


def quickbooks_desktop() -> Rows:
    """Open invoices: the customer alone in the first column, then items, then its total."""
    rows: Rows = [["", "Type", "Date", "Num", "P. O. #", "Terms", "Due Date", "Aging", "Open Balance"]]
    for who in dict.fromkeys(name for _, name, *_ in LEDGER):
        mine = [entry for entry in LEDGER if entry[1] == who]
        rows.append([who])
        for _, _, number, start, due, _, left in mine:
            late = (AS_OF - due).days
            rows.append(
                [
                    "",
                    "Invoice",
                    f"{start:%m/%d/%Y}",
                    number,
                    "PO-7",
                    "Net 30",
                    f"{due:%m/%d/%Y}",
                    late if late > 0 else "",
                    left,
                ]
            )
        total = sum(entry[6] for entry in mine)
        if who.startswith("Oriole"):
            rows.append(["", "Payment", "06/10/2026", "", "", "", "", "", -200.0])
            total -= 200
        rows.append([f"Total {who}", "", "", "", "", "", "", "", round(total, 2)])
    rows.append(["TOTAL", "", "", "", "", "", "", "", TOTAL - 200])
    return rows


def omie() -> Rows:
    """Contas a receber: a merged title, totals directly under the header, our own company beside the customer."""
    head = (
        "Minha Empresa (Razão Social)|Previsão|CNPJ/CPF|Razão Social|Emissão|Vencimento|Nota Fiscal|Parcela|"
        "Valor da Conta|Valor Líquido|Recebido|A Receber|Situação"
    ).split("|")

    def row(tax, name, note, part, start, days, whole, got, state):
        due = start + timedelta(days)
        return ["Midori do Brasil Ltda", due, tax, name, start, due, note, part, whole, whole, got, whole - got, state]

    rows = [
        row(
            "11.222.333/0001-81",
            "Pinheiral Laticínios Ltda.",
            "00001001",
            "001/002",
            date(2026, 4, 1),
            30,
            1000.0,
            0.0,
            "Atrasado",
        ),
        row(
            "11.222.333/0001-81",
            "Pinheiral Laticínios Ltda.",
            "00001001",
            "002/002",
            date(2026, 4, 1),
            60,
            1000.0,
            400.0,
            "Atrasado",
        ),
        row(
            "22.333.444/0001-05",
            "Serra Azul S/A",
            "00001002",
            "001/001",
            date(2026, 5, 10),
            45,
            512.34,
            0.0,
            "A vencer",
        ),
        row(
            "22.333.444/0001-05", "Serra Azul S/A", "00001003", "001/001", date(2026, 3, 10), 30, 99.0, 99.0, "Recebido"
        ),
    ]
    sums = [round(sum(row[at] for row in rows), 2) for at in (8, 9, 10, 11)]
    return [["Contas a Receber"], head, ["", "", "", "", "", "", "", "", *sums, ""], *rows]


def icg() -> Rows:
    """Cartera: no currency, series and number, series ending in a letter are credit notes, grand total last."""
    head = (
        "NOMVENDEDOR|Cod. Cliente|NOMBRECLIENTE|Serie|Número|Fecha Documento|Fecha Vencimiento|IMPORTE|"
        "DIAS_VENCIDO|RIESGOCONCEDIDO|CUPO_APROBADO"
    ).split("|")

    def row(code, name, series, number, start, amount):
        due = start + timedelta(30)
        return ["ANA RUIZ", code, name, series, number, start, due, amount, (AS_OF - due).days, 50000.0, 60000.0]

    rows = [
        row(1045.0, "FERRETERÍA LA PALMA", "FV1", 2210.0, date(2026, 4, 2), 150000.0),
        row(1045.0, "FERRETERÍA LA PALMA", "FV1A", 18.0, date(2026, 4, 20), -30000.0),
        row(1046.0, "CENTRAL DE AGUAS", "FV2", -77.0, date(2026, 5, 5), 990000.5),
    ]
    return [head, *rows, ["", "", "", "", "", "", "", 1110000.5, "", "", ""]]


def customers() -> Rows:
    """A customer master with people, an own line for a second contact, and Japanese names."""
    head = (
        "Customer Number|Customer Name|Name Kana|Country|Language|Payment Terms|Credit Limit|Limit Currency|Tier|"
        "Parent Account|Address Line 1|City|Postal Code|Contact Name|Contact Role|E-Mail|Phone|Blocked|Time Zone"
    ).split("|")
    return [
        head,
        [
            "0000001100",
            "Kestrel Tools Ltd.",
            "",
            "United Kingdom",
            "English",
            "Net 30",
            "50,000.00",
            "GBP",
            "A",
            "",
            "1 Mill Lane",
            "Leeds",
            "LS1 4AB",
            "Jane Hart",
            "Accounts payable",
            "jane@kestrel.example;ap@kestrel.example",
            "+44 113 496 0000,",
            "No",
            "Europe/London",
        ],
        [
            "1100",
            "Kestrel Tools Ltd.",
            "",
            "GB",
            "EN",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "Tom Reed",
            "CFO",
            "tom@kestrel.example",
            "",
            "",
            "",
        ],
        [
            "1200",
            "天城野製作所株式会社",
            "アマギノセイサクショ",
            "日本",
            "日本語",
            "月末締め翌月末払い",
            "3,000,000",
            "JPY",
            "Bランク",
            "1100",
            "東大井4-7-4",
            "品川区",
            "140-0006",
            "岡本 誠",
            "経理",
            "",
            "03-1234-5678",
            "○",
            "Mars/Olympus",
        ],
        ["Total customers: 2"] + [""] * 18,
    ]


def receipts() -> Rows:
    """Applied receipts, one of them without cash, and one taken back."""
    head = (
        "Receipt Number|Customer Number|Customer Name|Payment Date|Payment Method|Currency|Amount|Invoice Number"
    ).split("|")
    return [
        head,
        ["R-1", "0000001100", "Kestrel Tools Ltd.", date(2026, 6, 10), "Wire", "EUR", 250.0, "90000012"],
        ["R-2", "0000001200", "Marlin & Sons", date(2026, 6, 11), "Wire", "EUR", 5000.0, ""],
        ["R-3", "0000001200", "Marlin & Sons", date(2026, 6, 12), "Rounding", "EUR", 0.1, "90000014"],
        ["R-4", "0000001300", "Oriole GmbH", date(2026, 6, 15), "Direct debit", "EUR", -80.0, "90000015"],
        ["Total", "", "", "", "", "", 5170.1, ""],
    ]


def cases() -> Rows:
    """A Salesforce case report: a blank line, the report's name and a confidentiality note at the end."""
    head = ("Case Number|Account Name|Subject|Status|Opened Date|Case Owner|Case Reason|Amount").split("|")
    return [
        head,
        [
            "00010241",
            "Kestrel Tools Ltd.",
            "Price difference on invoice 90000011",
            "Working",
            "2026-05-28",
            "M. Okafor",
            "Pricing",
            "120.00",
        ],
        [
            "00010242",
            "Marlin & Sons",
            "Short shipment 90000013 / 90000014",
            "Pending Customer",
            "2026-06-02",
            "L. Brandt",
            "Short shipment",
            "",
        ],
        ["00010243", "Oriole GmbH", "Wrong VAT", "Closed", "2026-06-03", "L. Brandt", "", ""],
        ["00010244", "Oriole GmbH", "Call us", "Sleeping", "2026-06-04", "L. Brandt", "", ""],
        [""],
        ["Open disputes by owner"],
        ["Confidential Information - Do Not Distribute"],
    ]
