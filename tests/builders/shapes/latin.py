"""Exports of systems of Brazil, Spain and Colombia."""

from __future__ import annotations

from datetime import date, timedelta

from tests.builders.shapes.shape import AS_OF, LEDGER, MINOR, TOTAL, Shape, comma, padded


def erpflex() -> Shape:
    """ERPFlex: text dates, the business day beside the due date, zero dates, settled rows in between."""
    head = "Vencimento|Vencimento Real|Dias Atraso|Status|Valor|Emissão|Cliente|Docto.|NF-e/RPS|Saldo".split("|")

    def row(e, state="Em aberto"):
        due = e.due + timedelta({5: 2, 6: 1}.get(e.due.weekday(), 0))
        late = max((AS_OF - due).days, 0)
        return [
            f"{e.due:%d/%m/%Y}",
            f"{due:%d/%m/%Y}",
            str(late),
            state,
            f"R$ {comma(e.original)}",
            f"{e.start:%d/%m/%Y}",
            e.name.upper(),
            e.number,
            e.number[-4:],
            f"R$ {comma(e.open)}",
        ]

    rows = [row(e) for e in LEDGER]
    rows.append(
        ["00/00/0000", "00/00/0000", "0", "Recebido", "R$ 10,00", "01/04/2026", "HERON & PARTNERS", "9", "9", "R$ 0,00"]
    )
    return Shape(
        [head, *rows],
        {"BRL": MINOR},
        {"item": 6, "skipped": 1},
        1,
        {
            "due_date": "Vencimento",
            "due_date_moved": "Vencimento Real",
            "days_overdue": "Dias Atraso",
            "original": "Valor",
            "document_date": "Emissão",
            "name": "Cliente",
            "number": "Docto.",
            "open": "Saldo",
            "status": "Status",
        },
        "erpflex-contas-a-receber",
        as_of=(AS_OF, "derived"),
        aside={"settled": 1},
    )


def totvs() -> Shape:
    """TOTVS SE1: field names, prefix and instalment, branch beside the customer, zero dates."""
    head = (
        "E1_FILIAL E1_PREFIXO E1_NUM E1_PARCELA E1_TIPO E1_CLIENTE E1_LOJA E1_NOMCLI E1_EMISSAO "
        "E1_VENCTO E1_VENCREA E1_VALOR E1_SALDO E1_BAIXA"
    ).split()
    rows = [
        [
            "01",
            "UNI",
            f"{n:09}",
            "A",
            "NF" if e.open > 0 else "NCC",
            e.account[-6:],
            "01",
            e.name.upper(),
            f"{e.start:%d/%m/%Y}",
            f"{e.due:%d/%m/%Y}",
            f"{e.due:%d/%m/%Y}",
            comma(abs(e.original)),
            comma(abs(e.open)),
            "00/00/0000",
        ]
        for n, e in enumerate(LEDGER, start=1)
    ]
    return Shape(
        [head, *rows],
        {"BRL": MINOR},
        {"item": 6},
        1,
        {
            "number": "E1_NUM",
            "series": "E1_PREFIXO",
            "instalment": "E1_PARCELA",
            "account": "E1_CLIENTE",
            "open": "E1_SALDO",
            "due_date_moved": "E1_VENCREA",
            "due_date": "E1_VENCTO",
            "original": "E1_VALOR",
        },
        "totvs-se1",
        {"currency": "BRL"},
    )


def omie() -> Shape:
    """Contas a receber: a merged title, totals directly under the header, our own company beside the customer."""
    head = (
        "Minha Empresa (Razão Social)|Minha Empresa (CNPJ)|Previsão|CNPJ/CPF|Razão Social|Emissão|"
        "Vencimento|Nota Fiscal|Parcela|Valor da Conta|Valor Líquido|Recebido|A Receber|Situação"
    ).split("|")

    def row(tax, name, note, part, start, days, whole, got, state):
        due = start + timedelta(days)
        return [
            "Midori do Brasil Ltda",
            "99.888.777/0001-66",
            due,
            tax,
            name,
            start,
            due,
            note,
            part,
            whole,
            whole,
            got,
            whole - got,
            state,
        ]

    first, second = ("33.444.555/0001-11", "Laticínios do Vale Ltda."), ("44.555.666/0001-22", "Serra Alta S/A")
    rows = [
        row(*first, "00002001", "001/003", date(2026, 4, 1), 30, 1000.0, 0.0, "Atrasado"),
        row(*first, "00002001", "002/003", date(2026, 4, 1), 60, 1000.0, 400.0, "Atrasado"),
        row(*first, "00002001", "003/003", date(2026, 4, 1), 90, 1000.0, 0.0, "A vencer"),
        row(*second, "00002002", "001/001", date(2026, 5, 10), 45, 512.34, 0.0, "A vencer"),
        row(*second, "00002003", "001/001", date(2026, 3, 10), 30, 99.0, 99.0, "Recebido"),
    ]
    sums = [round(sum(row[at] for row in rows), 2) for at in (9, 10, 11, 12)]
    return Shape(
        padded([["Contas a Receber"], head, [*[""] * 9, *sums, ""], *rows]),
        {"BRL": 311234},
        {"item": 4, "total": 1, "skipped": 1},
        2,
        {
            "account": "CNPJ/CPF",
            "name": "Razão Social",
            "number": "Nota Fiscal",
            "instalment": "Parcela",
            "open": "A Receber",
            "original": "Valor da Conta",
            "paid": "Recebido",
            "expected_date": "Previsão",
            "due_date": "Vencimento",
        },
        "omie-receivables",
        {"currency": "BRL"},
        {"BRL": 311234},
        aside={"settled": 1},
    )


def icg() -> Shape:
    """Cartera: numbers that are negative on positive invoices, a series that ends in a letter, a grand total."""
    head = (
        "NOMVENDEDOR|Cod. Cliente|NOMBRECLIENTE|Serie|Número|Fecha Documento|Fecha Vencimiento|IMPORTE|"
        "DIAS_VENCIDO|RIESGOCONCEDIDO|CUPO_APROBADO"
    ).split("|")
    rows = [
        [
            "ANA RUIZ",
            float(e.account),
            e.name.upper(),
            "FV1" if e.open > 0 else "FV1A",
            float(n) * (-1) ** n,
            e.start,
            e.due,
            e.open * 1000,
            float(e.late),
            5e7,
            6e7,
        ]
        for n, e in enumerate(LEDGER, start=311)
    ]
    return Shape(
        [head, *rows, ["", "", "", "", "", "", "", TOTAL * 1000, "", "", ""]],
        {"COP": MINOR * 1000},
        {"item": 6, "total": 1},
        1,
        {
            "account": "Cod. Cliente",
            "name": "NOMBRECLIENTE",
            "series": "Serie",
            "number": "Número",
            "open": "IMPORTE",
            "sales_rep": "NOMVENDEDOR",
            "credit_limit": "CUPO_APROBADO",
        },
        "icg-cartera",
        {"currency": "COP"},
        {"COP": MINOR * 1000},
        (AS_OF, "derived"),
    )


def business_one() -> Shape:
    """SAP Business One: a counter in front, no due date and no currency."""
    head = "#|No. Factura|Fecha|Codigo Cliente|Cliente|Total Facturado|Total Pagado|Total Pendiente".split("|")
    rows = [
        [float(n), e.number, e.start, f"C{e.account[-4:]}", e.name, e.original, round(e.original - e.open, 2), e.open]
        for n, e in enumerate(LEDGER, start=1)
    ]
    return Shape(
        [head, *rows],
        {"MXN": MINOR},
        {"item": 6},
        1,
        {
            "number": "No. Factura",
            "account": "Codigo Cliente",
            "name": "Cliente",
            "original": "Total Facturado",
            "paid": "Total Pagado",
            "open": "Total Pendiente",
            "document_date": "Fecha",
        },
        "sap-business-one",
        {"currency": "MXN", "as_of": AS_OF},
        as_of=(AS_OF, "option"),
    )
