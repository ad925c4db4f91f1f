"""SAP customer line items (FBL5N) in the languages and forms in which users export them."""

from __future__ import annotations

from datetime import date

from tests.builders.shapes.shape import AS_OF, LEDGER, MINOR, TOTAL, Shape, comma, dotted

#: Document status, account, document number, type, special G/L, document date, posting date, net due date, amount in
#: document currency, document currency, amount in local currency, local currency, clearing document, clearing date,
#: text, arrears: as SAP heads them.
HEADS = {
    "de": (
        "Belegstatus|Konto|Belegnummer|Belegart|Sonderhauptb.Kennz|Belegdatum|Buchungsdatum|Nettofälligkeit|"
        "Betrag in Belegwährung|Belegwährung|Betrag in Hauswährung|Hauswährung|Ausgleichsbeleg|Ausgleichsdatum|Text|"
        "Verzug nach Nettofälligkeit"
    ),
    "es": (
        "Status documento|Cuenta|Nº documento|Clase de documento|Indicador CME|Fecha de documento|Fe.contabilización|"
        "Vencimiento neto|Importe en moneda doc.|Moneda del documento|Importe en moneda local|Moneda local|"
        "Doc.compensación|Fecha compensación|Texto|Demora tras vencimiento neto"
    ),
    "pt": (
        "Status do documento|Conta|Nº documento|Tipo de documento|Cód.Razão Especial|Data do documento|"
        "Data de lançamento|Vencimento líquido|Montante em moeda do documento|Moeda do documento|"
        "Montante em moeda interna|Moeda interna|Doc.compensação|Data compensação|Texto|Atraso após vencimento líquido"
    ),
    "zh": (
        "凭证状态|客户|凭证编号|凭证类型|特别总账标志|凭证日期|过帐日期|净到期日|凭证货币金额|凭证货币|本位币金额|"
        "本位币|清帐凭证|清帐日期|文本|逾期天数"
    ),
    "ja": (
        "伝票ステータス|得意先|伝票番号|伝票タイプ|特殊仕訳|伝票日付|転記日付|正味支払期日|伝票通貨額|伝票通貨|"
        "国内通貨額|国内通貨|決済伝票|決済日|テキスト|延滞日数"
    ),
}


def alv(language: str) -> Shape:
    """The ALV list as a spreadsheet: true dates, a noted item, a row cleared later, a grand total without keys."""
    head = HEADS[language].split("|")
    rows = [
        [
            "",
            entry.account,
            entry.number,
            entry.type,
            "",
            entry.start,
            entry.start,
            entry.due,
            entry.open,
            "EUR",
            entry.open,
            "EUR",
            "",
            "",
            f"Ref {entry.number}",
            float(entry.late),
        ]
        for entry in LEDGER
    ]
    day = date(2026, 4, 2)
    rows.append(["S", "0000002300", "91000030", "DA", "F", day, day, day, 50.0, "EUR", 50.0, "EUR", "", "", "", 76.0])
    cleared = date(2026, 6, 18)
    rows.append(
        ["", "0000002300", "91000031", "RV", "", day, day, day, 60.0, "EUR", 60.0, "EUR", "20000001", cleared, "", 76.0]
    )
    total = round(TOTAL + 110, 2)
    rows.append([""] * 8 + [total, "", total] + [""] * 5)
    fields = (
        "item_status account number type special_gl document_date posting_date due_date open currency local_open "
        "local_currency clearing_document clearing_date text days_overdue"
    )
    return Shape(
        [head, *rows],
        {"EUR": MINOR},
        {"item": 6, "total": 1, "skipped": 2},
        1,
        dict(zip(fields.split(), head, strict=True)),
        "sap-fbl5n",
        own={"EUR": MINOR + 11000},
        as_of=(AS_OF, "derived"),
        aside={"noted_item": 1, "settled": 1},
    )


def local_file() -> Shape:
    """The local file with tabs: titles, an empty first column, points group, the minus behind, stars are totals."""
    head = ["", "St", "Account", "DocumentNo", "Type", "Doc. Date", "Net due dt", "LC amnt", "LCurr", "Text"]
    rows = [
        [
            "",
            "@5C@",
            entry.account,
            entry.number,
            entry.type,
            dotted(entry.start),
            dotted(entry.due),
            comma(entry.open, behind=True),
            "EUR",
            "Lief. 7",
        ]
        for entry in LEDGER
    ]
    return Shape(
        [
            ["17.06.2026", "", "", "Dynamic List Display", *[""] * 5, "1"],
            [""] * 10,
            ["", "Customer", "", "*", *[""] * 6],
            ["", "Company Code", "", "DE01", *[""] * 6],
            head,
            [""] * 10,
            *rows,
            ["", "*", "", "", "", "", "", comma(TOTAL), "EUR", ""],
        ],
        {"EUR": MINOR},
        {"item": 6, "total": 1},
        5,
        {"account": "Account", "number": "DocumentNo", "due_date": "Net due dt", "open": "LC amnt"},
        "sap-fbl5n",
        own={"EUR": MINOR},
    )


def unconverted() -> list[str]:
    """The unconverted list: pipes, rulers, a header on every page, a subtotal per account and the grand total."""
    head = ["St", "Account", "DocumentNo", "Typ", "Doc. Date", "Net due dt", "Amount in DC", "Crcy"]
    widths = (3, 10, 10, 4, 10, 10, 16, 5)

    def line(cells: list[str]) -> str:
        return "|" + "|".join(f" {cell:<{width}}" for cell, width in zip(cells, widths, strict=True)) + "|"

    ruler = "-" * 80
    lines = ["17.06.2026                Customer Line Item Display                1", ""]
    for page, name in enumerate(dict.fromkeys(entry.account for entry in LEDGER)):
        if page:
            lines.append(f"17.06.2026                Customer Line Item Display                {page + 1}")
        mine = [entry for entry in LEDGER if entry.account == name]
        lines += [ruler, line(head), ruler]
        for entry in mine:
            amount = f"{comma(entry.open, behind=True):>16}"
            lines.append(
                line(
                    ["", entry.account, entry.number, entry.type, dotted(entry.start), dotted(entry.due), amount, "EUR"]
                )
            )
        lines += [ruler, line(["*", name, "", "", "", "", f"{comma(sum(e.open for e in mine)):>16}", "EUR"]), ruler]
    lines += [line(["**", "", "", "", "", "", f"{comma(TOTAL):>16}", "EUR"]), ruler]
    return lines
