"""Bank accounts as spreadsheets of many countries: told by their balances, whatever their headings say."""

from __future__ import annotations

import contextlib
import random
from datetime import date, timedelta

import pytest

from app.enums import SyncKind
from app.errors import AppError
from app.services.sync.bank.model import SHEET
from app.services.sync.model import QuestionsError
from app.services.sync.recognition.columns import describe
from app.services.sync.recognition.statements import statement
from tests.builders.reading import read_rows

KANA = "ｱﾏｷﾞｾｲｻｸｼﾖ(ｶ"


def jp(head, order, day="2026/6/{}"):
    """Four movements of yen with a balance, in the columns of a Japanese bank; ``_`` stands for a blank one."""
    order = ["" if name == "_" else name for name in order.split()]
    made = [(1, "", "1,500,000", f"振込 {KANA}", "2,500,000"), (2, "440", "", "振込手数料", "2,499,560"),
            (15, "38,200", "", "電気料", "2,461,360"), (30, "", "220,000", "振込 ﾊﾞﾝﾄﾞｳ(ｶ", "2,681,360")]  # fmt: skip
    rows = []
    for at, out, come, text, balance in made:
        when = day.format(at if "/" in day else f"{at:02d}")
        cells = {"day": when, "out": out, "in": come, "text": text, "balance": balance, "": ""}
        rows.append([cells[name] for name in order])
    return [head, *rows]


#: Rows, options, what is set aside. In each 1500 and 300.10 came in, in yen, Chinese and Chilean money other sums.
SHEETS = {
    "mufg": (
        jp(["日付", "摘要", "摘要内容", "支払い金額", "預かり金額", "差引残高", "メモ"], "day _ text out in balance _"),
        {"currency": "JPY"}, {"bank_charge": 1, "outgoing": 1}),
    "smbc": (
        jp(["年月日", "お引出し", "お預入れ", "お取り扱い内容", "残高", "メモ"], "day out in text balance _"),
        {"currency": "JPY"}, {"bank_charge": 1, "outgoing": 1}),
    "gmo": (
        jp(["日付", "摘要", "入金金額", "出金金額", "残高", "メモ"], "day text in out balance _", "202606{}"),
        {"currency": "JPY"}, {"bank_charge": 1, "outgoing": 1}),
    "of an era": (
        jp(["取引日", "お取引内容", "お引出金額", "お預入金額", "残高"], "day text out in balance", "R8.06.{}"),
        {"currency": "JPY"}, {"bank_charge": 1, "outgoing": 1}),
    "rakuten": (
        [["取引日", "入出金(円)", "取引後残高(円)", "入出金内容"], ["20260601", "1500000", "2500000", KANA],
         ["20260602", "-440", "2499560", "振込手数料"], ["20260615", "-38200", "2461360", "電気料"],
         ["20260630", "220000", "2681360", "ﾊﾞﾝﾄﾞｳ(ｶ"]],
        {}, {"bank_charge": 1, "outgoing": 1}),
    "post": (
        [["お客さま口座情報", "12345-6789012"], [""],
         ["取引日", "入出金明細ID", "受入金額（円）", "払出金額（円）", "詳細１", "詳細２", "現在（貸付）高"],
         ["20260601", "202606010000001", "1500000", "", "振込", KANA, "2500000"],
         ["20260602", "202606020000001", "", "440", "料金", "", "2499560"],
         ["20260630", "202606300000001", "220000", "", "振込", "ﾊﾞﾝﾄﾞｳ(ｶ", "2719560"]],
        {}, {"outgoing": 1}),
    "balances of days alone": (
        [["Extrato Conta Corrente"], ["Agência / Conta: 0001 / 12345-6"],
         ["data", "lançamento", "ag./origem", "valor (R$)", "saldos (R$)"],
         ["01/06/2026", "SALDO ANTERIOR", "", "", "1.000,00"], ["02/06/2026", "PIX TRANSF FALCAO", "", "1.500,00", ""],
         ["02/06/2026", "SALDO TOTAL DISPONÍVEL DIA", "", "", "2.500,00"],
         ["15/06/2026", "TARIFA", "", "-44,00", ""], ["15/06/2026", "PAGAMENTO FORNECEDOR", "", "-200,50", ""],
         ["15/06/2026", "SALDO TOTAL DISPONÍVEL DIA", "", "", "2.255,50"],
         ["30/06/2026", "TED GARCA LTDA", "", "300,10", ""],
         ["30/06/2026", "SALDO TOTAL DISPONÍVEL DIA", "", "", "2.555,60"]],
        {}, {"bank_charge": 1, "outgoing": 1}),
    "sums of both sides at the end": (
        [["Data", "Histórico", "Docto.", "Crédito (R$)", "Débito (R$)", "Saldo (R$)"],
         ["01/06/2026", "SALDO ANTERIOR", "", "", "", "1.000,00"],
         ["02/06/2026", "TRANSFERENCIA PIX", "1234567", "1.500,00", "", "2.500,00"],
         ["15/06/2026", "TARIFA BANCARIA", "88", "", "-44,00", "2.456,00"],
         ["16/06/2026", "PAGTO ELETRON", "12", "", "-200,50", "2.255,50"],
         ["30/06/2026", "TED-TRANSF ELET", "777", "300,10", "", "2.555,60"],
         ["Total", "", "", "1.800,10", "-244,50", "2.555,60"]],
        {}, {"bank_charge": 1, "outgoing": 1}),
    "credits and debits by letters": (
        [["Data", "Dependência Origem", "Histórico", "Data do Balancete", "Número do documento", "Valor"],
         ["30/05/2026", "", "Saldo Anterior", "", "0", "1.000,00 C"],
         ["02/06/2026", "0001-9", "Pix - Recebido", "", "61.234", "1.500,00 C"],
         ["15/06/2026", "", "Tarifa Pacote", "", "8.888", "44,00 D"],
         ["16/06/2026", "", "Pagto Fornecedor", "", "12", "200,50 D"],
         ["30/06/2026", "", "TED-Crédito em Conta", "", "777.001", "300,10 C"],
         ["30/06/2026", "", "S A L D O", "", "0", "2.555,60 C"]],
        {"currency": "BRL", "kind": SyncKind.RECEIPTS}, {"bank_charge": 1, "outgoing": 1}),
    "words in the column of numbers": (
        [["Últimos movimientos"], [""],
         ["F.Valor", "Fecha", "Concepto", "Movimiento", "Importe", "Divisa", "Disponible", "Divisa"],
         ["02/06/2026", "02/06/2026", "Transferencia recibida", "FALCON SL F-450", "1500", "EUR", "2500", "EUR"],
         ["15/06/2026", "15/06/2026", "Comisión", "Comisión mantenimiento", "-44", "EUR", "2456", "EUR"],
         ["16/06/2026", "16/06/2026", "Adeudo", "Proveedor X", "-200,5", "EUR", "2255,5", "EUR"],
         ["30/06/2026", "30/06/2026", "Transferencia recibida", "GARZA SA", "300,1", "EUR", "2555,6", "EUR"]],
        {}, {"bank_charge": 1, "outgoing": 1}),
    "chile": (
        [["Cartola histórica"],
         ["Fecha", "Descripción", "Canal o Sucursal", "N° Documento", "Cargos (CLP)", "Abonos (CLP)", "Saldo (CLP)"],
         ["02/06/2026", "Transferencia desde Falcon", "Internet", "4411", "", "1.500.000", "2.500.000"],
         ["15/06/2026", "Comisión mantención", "", "4412", "4.400", "", "2.495.600"],
         ["30/06/2026", "Transferencia desde Garza", "Internet", "4413", "", "300.100", "2.795.700"]],
        {}, {"bank_charge": 1}),
    "china": (
        [["日期", "收入", "支出", "余额", "对方单位", "摘要"],
         ["2026-06-01", "150,000.00", "", "250,000.00", "上海天马有限公司", "货款 F-450"],
         ["2026-06-02", "", "44.00", "249,956.00", "", "手续费"],
         ["2026-06-15", "", "20,000.00", "229,956.00", "北京供应商", "付款"],
         ["2026-06-30", "30,010.00", "", "259,966.00", "广州白云公司", "货款"]],
        {"currency": "CNY"}, {"bank_charge": 1, "outgoing": 1}),
    "china with moments and zeros": (
        [["账号：31001", "币种：人民币"],
         ["交易时间", "借方发生额（支取）", "贷方发生额（收入）", "余额", "币种", "对方户名", "摘要"],
         ["20260601 09:30:00", "0.00", "150000.00", "250000.00", "人民币元", "上海天马有限公司", "货款"],
         ["20260602 09:30:00", "44.00", "0.00", "249956.00", "人民币元", "", "手续费"],
         ["20260615 09:30:00", "20000.00", "0.00", "229956.00", "人民币元", "北京供应商", "付款"],
         ["20260630 09:30:00", "0.00", "30010.00", "259966.00", "人民币元", "广州白云公司", "货款"]],
        {}, {"bank_charge": 1, "outgoing": 1}),
    "china with sides": (
        [["交易日期", "借贷标志", "交易金额", "余额", "对方名称", "用途"],
         ["2026/06/01", "贷", "150000.00", "250000.00", "上海天马有限公司", "货款"],
         ["2026/06/02", "借", "44.00", "249956.00", "", "手续费"],
         ["2026/06/15", "借", "20000.00", "229956.00", "北京供应商", "付款"],
         ["2026/06/30", "贷", "30010.00", "259966.00", "广州白云公司", "货款"]],
        {"currency": "CNY"}, {"bank_charge": 1, "outgoing": 1}),
    "thousands that only the balances tell": (
        [["交易日", "摘要", "支出", "存入", "餘額", "備註"],
         ["115/06/01", "轉帳存入", "", "150,000", "250,000", "天馬公司"],
         ["115/06/02", "手續費", "15", "", "249,985", ""],
         ["115/06/30", "轉帳存入", "", "30,010", "279,995", "白雲公司"]],
        {"currency": "TWD"}, {"outgoing": 1}),
    "years of two digits": (
        [["Auftragskonto", "Buchungstag", "Valutadatum", "Buchungstext", "Verwendungszweck",
          "Beguenstigter/Zahlungspflichtiger", "Betrag", "Waehrung", "Info"],
         ["DE89", "30.06.26", "30.06.26", "GUTSCHRIFT", "RE 4712", "Reiher AG", "300,10", "EUR", "Umsatz gebucht"],
         ["DE89", "16.06.26", "16.06.26", "LASTSCHRIFT", "Lieferant", "Lieferant", "-200,50", "EUR", "Umsatz gebucht"],
         ["DE89", "15.06.26", "15.06.26", "ENTGELTABSCHLUSS", "Entgelt", "", "-44,00", "EUR", "Umsatz gebucht"],
         ["DE89", "02.06.26", "02.06.26", "GUTSCHRIFT", "RE 4711", "Falken", "1.500,00", "EUR", "Umsatz gebucht"]],
        {}, {"bank_charge": 1, "outgoing": 1}),
    "years of two digits and sides": (
        [["Buchungstag", "Wertstellung", "Vorgang", "Verwendungszweck", "Umsatz", "Soll/Haben", "Saldo"],
         ["02.06.26", "02.06.26", "Gutschrift", "RE 4711 Falken", "1.500,00", "H", "2.500,00"],
         ["15.06.26", "15.06.26", "Entgelt", "Entgelt Abschluss", "44,00", "S", "2.456,00"],
         ["30.06.26", "30.06.26", "Gutschrift", "RE 4712 Reiher", "300,10", "H", "2.756,10"]],
        {"currency": "EUR"}, {"bank_charge": 1}),
    "kinds beside what it is about": (
        [["Details", "Posting Date", "Description", "Amount", "Type", "Balance", "Check or Slip #"],
         ["CREDIT", "06/30/2026", "ORIG CO NAME:HERON INC", "300.10", "ACH_CREDIT", "2555.60", ""],
         ["DEBIT", "06/16/2026", "VENDOR PAYMENT", "-200.50", "ACH_DEBIT", "2255.50", ""],
         ["DEBIT", "06/15/2026", "MONTHLY SERVICE FEE", "-44.00", "FEE_TRANSACTION", "2456.00", ""],
         ["CREDIT", "06/02/2026", "FALCON LLC INV 4711", "1500.00", "ACH_CREDIT", "2500.00", ""]],
        {"currency": "USD"}, {"bank_charge": 1, "outgoing": 1}),
    "a balance in front": (
        [["Description", "", "Summary Amt."], ["Beginning balance as of 06/01/2026", "", "1,000.00"],
         ["Ending balance as of 06/30/2026", "", "2,555.60"], [""], ["Date", "Description", "Amount", "Running Bal."],
         ["06/01/2026", "Beginning balance as of 06/01/2026", "", "1,000.00"],
         ["06/02/2026", "FALCON LLC INV 4711", "1,500.00", "2,500.00"],
         ["06/15/2026", "Service fee", "-44.00", "2,456.00"],
         ["06/16/2026", "Vendor", "-200.50", "2,255.50"], ["06/30/2026", "HERON INC", "300.10", "2,555.60"]],
        {"currency": "USD"}, {"bank_charge": 1, "outgoing": 1}),
}  # fmt: skip
#: What came in, in minor units, where it is not 1500.00 and 300.10.
SUMS = {
    **dict.fromkeys(("mufg", "smbc", "gmo", "of an era", "rakuten", "post"), (220_000, 1_500_000)),
    **dict.fromkeys(("china", "china with moments and zeros", "china with sides"), (30_010_00, 150_000_00)),
    "thousands that only the balances tell": (30_010_00, 150_000_00),
    "chile": (300_100, 1_500_000),
}
#: They have no column of balances.
UNPROVED = {"credits and debits by letters", "years of two digits"}


@pytest.mark.parametrize("name", SHEETS)
def test_a_banks_sheet_gives_what_came_in_and_nothing_else(name):
    rows, options, aside = SHEETS[name]
    read = read_rows(rows, **options)
    assert read.table.kind is SyncKind.RECEIPTS
    assert tuple(sorted(row.amount for row in read.rows)) == SUMS.get(name, (300_10, 1_500_00))
    assert max(row.receipt_date for row in read.rows) == "2026-06-30"
    assert not any(row.reversed for row in read.rows)
    assert {row.bank for row in read.rows} == {SHEET}
    assert (read.table.set_aside, read.table.rejected, read.codes) == (aside, (), [])
    assert bool(read.table.own_totals) is (name not in UNPROVED)
    if read.table.own_totals:
        assert read.table.own_totals == {code: total.net for code, total in read.table.totals.items()}


def test_a_number_of_several_words_stays_one():
    head = ["Receipt Number", "Payment Date", "Payment Amount", "Customer", "Description"]
    rows = [[f"REC {number} A", date(2026, 6, number), 10.5 * number, "C1", "wire"] for number in range(1, 6)]
    read = read_rows([head, *rows], currency="EUR")
    assert [row.number for row in read.rows] == [f"REC {number} A" for number in range(1, 6)]


def test_a_line_above_says_that_it_is_a_bank_account_where_no_balance_does():
    rows, _, aside = SHEETS["credits and debits by letters"]
    with pytest.raises(QuestionsError) as caught:
        read_rows(rows, currency="BRL")
    assert caught.value.option == "--kind"
    read = read_rows([["Extrato de Conta Corrente"], ["Agência 0001-9"], *rows], currency="BRL")
    assert (read.table.kind, read.table.set_aside) == (SyncKind.RECEIPTS, aside)


def test_a_balance_of_a_day_that_does_not_follow_is_told():
    rows, options, _ = SHEETS["balances of days alone"]
    more = []
    for day in range(1, 16):
        more.append([f"{day:02d}/07/2026", f"PIX {day}", "", f"{day},00", ""])
        balance = figure(2_555_60 + 100 * day * (day + 1) // 2, "comma")
        more.append([f"{day:02d}/07/2026", "SALDO TOTAL DISPONÍVEL DIA", "", "", balance])
    read = read_rows([*rows, *more], **options)
    assert (read.codes, read.table.own_totals) == ([], {"BRL": 1_800_10 + 120_00})
    more[8][3] = "50,00"
    read = read_rows([*rows, *more], **options)
    assert [(warning.code, warning.row) for warning in read.table.warnings] == [("balance_breaks", 3 + 8 + 9)]


def test_a_running_total_of_items_is_no_bank_account():
    """It begins with nothing: the first total is the first amount."""
    rows = [["Nr", "Wer", "Wann", "Was", "Bis hier"], ["1", "Falken GmbH", "02.06.2026", 100.0, 100.0],
            ["2", "Reiher AG", "15.06.2026", -40.0, 60.0], ["3", "Falken GmbH", "30.06.2026", 7.5, 67.5]]  # fmt: skip
    assert statement(describe(rows[0], rows[1:]), {}) is None
    begun = [[*row[:-1], row[-1] + 5000] for row in rows[1:]]
    assert statement(describe(rows[0], begun), {}) is not None


def test_a_ledger_of_ours_whose_balance_rises_with_debits_is_no_bank_account():
    rows = [["Fecha", "Concepto", "Debe", "Haber", "Saldo"], ["01/06/2026", "Factura 1", "1.500,00", "", "2.500,00"],
            ["15/06/2026", "Cobro", "", "44,00", "2.456,00"],
            ["30/06/2026", "Factura 2", "300,10", "", "2.756,10"]]  # fmt: skip
    assert statement(describe(rows[0], rows[1:]), {}) is None
    assert statement(describe(["Fecha", "Concepto", "Haber", "Debe", "Saldo"], rows[1:]), {}) is not None


def test_what_pays_the_balance_of_an_invoice_is_no_balance():
    rows = [["Fecha", "Concepto", "Importe", "Saldo"], ["02/06/2026", "SALDO FACTURA 12", "1.500,00", "2.500,00"],
            ["15/06/2026", "Comisión", "-44,00", "2.456,00"], ["30/06/2026", "Saldo", "300,10", "2.756,10"],
            ["30/06/2026", "Pago proveedor", "-56,10", "2.700,00"]]  # fmt: skip
    read = read_rows(rows, currency="EUR")
    assert [row.amount for row in read.rows] == [1_500_00]
    assert (read.table.rows.total, read.table.set_aside) == (1, {"bank_charge": 1, "outgoing": 1})


def test_days_that_may_be_read_two_ways_near_today_are_asked():
    rows = [["Date", "Description", "Amount", "Balance"], ["03/02/26", "A", "1,500.00", "2,500.00"],
            ["04/02/26", "B", "-44.00", "2,456.00"], ["05/02/26", "C", "300.10", "2,756.10"]]  # fmt: skip
    with pytest.raises(QuestionsError) as caught:
        read_rows(rows, currency="USD")
    assert caught.value.option == "--date-order"


# ------------------------------------------------------------------------------------------------ any account

#: Headings of day, text, in, out, both, balance, number and value date; the last ones mean nothing to anybody.
HEADINGS = [
    "Datum Text Eingang Ausgang Betrag Saldo Nr Valuta", "Fecha Concepto Abono Cargo Importe Saldo Referencia Valor",
    "日付 摘要 入金 出金 金額 残高 番号 起算日", "Date Description Credit Debit Amount Balance Reference Posted",
    "aa bb cc dd ee ff gg hh",
]  # fmt: skip


def figure(minor, style):
    """An amount as one country writes it, or as a number."""
    text = f"{minor / 100:,.2f}"
    return {"point": text, "comma": text.translate(str.maketrans(",.", ".,")), "number": minor / 100}[style]


def account(seed):
    """A bank account of any layout, and what came in."""
    rng = random.Random(seed)
    names = dict(zip("dtioabnv", rng.choice(HEADINGS).split(), strict=True))
    style, written = rng.choice(["point", "comma", "number"]), rng.choice(["", "", "%d.%m.%y", "%Y-%m-%d", "%Y%m%d"])
    balance, day, rows, moves = rng.randrange(1000_00, 90_000_00), date(2026, 6, 1), [], []
    for number in range(rng.randint(3, 25)):
        moves.append(rng.choice([1, 1, -1]) * rng.choice([rng.randrange(100, 500_000), rng.randrange(1, 50) * 1000]))
        balance, day = balance + moves[-1], day + timedelta(rng.randrange(2))
        when, move = day.strftime(written) if written else day, moves[-1]
        text, reference = f"{rng.choice(['ACME INV', 'Transfer', 'Fee'])} {1000 + number}", str(70_000 + number)
        rows.append({"d": when, "v": when, "t": text, "n": reference if rng.random() < 0.9 else "",
                     "i": figure(move, style) if move > 0 else "", "o": figure(-move, style) if move < 0 else "",
                     "a": figure(move, style), "b": figure(balance, style)})  # fmt: skip
    order = [*"dt", *rng.choice(["io", "a"]), "b", *(name for name in "nv" if rng.random() < 0.3)]
    if rng.random() < 0.4:
        rng.shuffle(order)
    table = [[names[name] for name in order]]
    table += [[row[name] for name in order] for row in (rows if rng.random() < 0.6 else rows[::-1])]
    return table, sorted(move for move in moves if move > 0)


def test_any_account_is_read_as_it_is_or_asked_about():
    read = 0
    for seed in range(120):
        table, came = account(seed)
        with contextlib.suppress(AppError):
            found = read_rows(table, currency="EUR")
            read += 1
            assert found.table.kind is SyncKind.RECEIPTS, seed
            assert (sorted(row.amount for row in found.rows), found.table.rejected) == (came, ()), seed
            assert found.table.own_totals == ({"EUR": sum(came)} if came else {}), seed
            assert {row.receipt_date[:4] for row in found.rows} <= {"2026"}, seed
    assert read > 100


@pytest.mark.parametrize("harm", ["gone", "twice", "no amount"])
def test_a_row_that_is_missing_doubled_or_broken_is_told_or_asked_about(harm):
    """The balances say so, wherever it changes what came in."""
    changed = 0
    for seed in range(80):
        table, came = account(seed)
        if len(table) < 9:
            continue
        at = random.Random(seed).randrange(2, len(table) - 1)
        if harm == "no amount":
            money = {name for words in HEADINGS for name in words.split()[2:5]}
            row = [
                "abc" if head in money and cell != "" else cell for head, cell in zip(table[0], table[at], strict=True)
            ]
            table[at] = row
        else:
            table[at : at + 1] = [] if harm == "gone" else [table[at], list(table[at])]
        with contextlib.suppress(AppError):
            found = read_rows(table, currency="EUR")
            if sorted(row.amount for row in found.rows) != came:
                changed += 1
                assert "balance_breaks" in found.codes or found.table.rejected, seed
    assert changed > 10
