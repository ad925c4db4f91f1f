"""Words that lists of Japan, China, Taiwan, Latin America and Iberia use: headings, labels of totals, currencies."""

from __future__ import annotations

from datetime import date

import pytest

from app.enums import SyncKind
from app.errors import RefusedError
from app.i18n import render
from app.services.sync.layouts.headings import meanings
from app.services.sync.model import QuestionsError
from app.services.sync.recognition.labels import is_bare, is_carried, is_grand, is_total
from app.services.sync.values.currency import in_title
from tests.builders.reading import read_rows

HEADINGS = {
    "account": [
        "お客様番号",
        "お客様コード",
        "送付先企業コード",
        "販売先CD",
        "客戶編號",
        "购货单位编码",
        "Cliente-Loja",
        "Cód. Parceiro",
    ],
    "name": [
        "送付先企業名",
        "得意先略称",
        "欠款单位名称",
        "Nombre tercero",
        "Nome Parceiro (Parceiro)",
        "債務者名",
        "振出人",
        "购方名称",
        "購買方名稱",
        "Aceptante",
        "Librador",
    ],
    "number": ["N° Doc.", "Nro Nota", "Nº Título", "売上No", "單別單號", "应收单号", "記録番号", "N° Letra"],
    "due_date": ["Dt. Vencto", "F. Vcto.", "回収期日"],
    "document_date": ["Fecha elaboración", "Dt. Negociação", "F. expedición", "F. Giro", "Fecha creación"],
    "open": [
        "未回収残高",
        "未入金残額",
        "債権残",
        "未回款金额",
        "应收未收金额",
        "未沖金額",
        "Vlr. Saldo",
        "Monto pendiente",
        "Por liquidar",
        "Valor por Regularizar",
    ],
    "original": ["Vlr do Desdobramento", "Valor do documento", "手形金額", "債権金額(円)", "Monto factura"],
    "paid": ["入金\n累計", "已回款金额", "Vlr Baixa", "Imp. Cobrado", "Valor Regularizado"],
    "receipt_date": ["Data Recibo", "Fecha del recibo"],
    "instalment": ["Nº Vto."],
    "receipt_amount": ["受入金額（円）", "存款", "お預入金額"],
    "debit": ["払出金額（円）", "提款"],
    "payer": ["对方单位", "收(付)方名称"],
}


@pytest.mark.parametrize(("field", "heading"), [(field, one) for field, listed in HEADINGS.items() for one in listed])
def test_headings(field, heading):
    assert any(hit.field == field and hit.weight >= 60 for hit in meanings(heading))


@pytest.mark.parametrize("label", ["合　計", "小　　計", "＜合計＞", "共计", "累計", "T o t a l", "S U B T O T A L"])
def test_labels_whose_letters_stand_apart_or_in_a_frame(label):
    assert is_total(label)
    assert is_bare(label)
    assert not is_grand(label)


@pytest.mark.parametrize("label", ["【　総　合　計　】", "总  计", "T O T A L   G E R A L"])
def test_labels_of_everything(label):
    assert is_total(label)
    assert is_grand(label)


def test_labels_of_groups_and_what_only_looks_like_one():
    assert is_total("得意先計")
    assert is_carried("前　月　繰　越")
    assert not any(map(is_total, ("株式会社日本時計", "A B C", "(A)")))


@pytest.mark.parametrize(("title", "code"), [("單位：新台幣元", "TWD"), ("单位：人民币元", "CNY"), ("单位：元", None)])
def test_yuan_of_a_country(title, code):
    assert in_title(title).code == code


def test_a_total_that_does_not_tie_is_no_rejected_row():
    head = ["得意先CD", "請求書番号", "請求日", "支払期限", "未回収残高"]
    days = "2026/08/31", "2026/09/30"
    rows = [["1", "A1", *days, 100.0], ["1", "A2", *days, 50.0], ["小　計", "", "", "", 140.0], ["2", "A3", *days, 7.0]]
    table = read_rows([head, *rows], currency="JPY").table
    assert (table.rows.item, table.rows.total, table.rows.rejected) == (3, 1, 0)


def test_what_is_not_matched_yet_is_open_of_an_invoice():
    head = ["取引先コード", "請求書番号", "請求日", "支払期日", "請求金額", "未消込金額", "ステータス"]
    days = "2026/08/31", "2026/09/30"
    rows = [["1", "A1", *days, 132000.0, 132000.0, "未消込"], ["2", "A2", *days, 66000.0, 16000.0, "一部消込"]]
    assert [row.open for row in read_rows([head, *rows], currency="JPY").rows] == [132000, 16000]


def test_a_plain_transfer_at_the_bank_is_money_and_an_internal_one_is_not():
    head = ["取引日", "お支払金額", "お預入金額", "お取引内容", "残高"]
    rows = [
        ["2026/9/1", "", 33000.0, "振替", 133000.0],
        ["2026/9/2", "", 5000.0, "口座振替内部", 138000.0],
        ["2026/9/3", 165.0, "", "料金", 137835.0],
        ["2026/9/4", "", 100.0, "振込 ヤマダ", 137935.0],
    ]
    read = read_rows([head, *rows], currency="JPY")
    assert [row.amount for row in read.rows] == [33000, 100]


def test_what_the_bank_kept_is_no_cash():
    head = ["入金日", "入金No", "得意先コード", "請求番号", "入金区分", "入金額"]
    rows = [["2026/9/30", "N1", "1", "T-1", "振込", 99560.0], ["2026/9/30", "N2", "1", "T-1", "手数料", 440.0]]
    assert [row.is_cash for row in read_rows([head, *rows], currency="JPY").rows] == [True, False]


def test_a_vague_heading_is_no_credit_where_the_ages_need_it():
    head = [
        "Cod. cliente",
        "Nº doc.",
        "Fecha",
        "Fecha de vencimiento",
        "Saldo vencido",
        "Abono futuro",
        "0 - 30",
        "31 - 60",
        "61 +",
    ]
    rows = [
        ["C1", "501", "2026-08-01", "2026-08-31", 1180.5, "", 1180.5, "", ""],
        ["C1", "33", "2026-08-10", "2026-08-10", -118.0, "", "", -118.0, ""],
        ["C2", "520", "2026-08-15", "2026-10-14", 590.0, 590.0, "", "", ""],
    ]
    assert [row.open for row in read_rows([head, *rows], currency="PEN").rows] == [118050, -11800, 59000]


HEAD = ["得意先コード", "伝票番号", "計上日", "支払期限", "金額"]
DAYS = "2026/08/31", "2026/09/30"


def test_states_under_a_heading_of_their_own_set_paid_rows_aside():
    said = ["未入金", "入金済", "未入金", "消込済"]
    rows = [[str(at), f"U{at}", *DAYS, 100.0 * (at + 1), state] for at, state in enumerate(said)]
    for heading in ("状況", ""):
        table = read_rows([[*HEAD, heading], *rows], currency="JPY").table
        assert (table.rows.item, table.set_aside) == (2, {"settled": 2})
    delivered = [[*row[:5], "完了" if row[5] == "入金済" else "未完了"] for row in rows]
    assert read_rows([[*HEAD, "納品状況"], *delivered], currency="JPY").table.rows.item == 4


@pytest.mark.parametrize("word", ["前受金", "折讓單", "退货单"])
def test_credits_by_their_word_under_a_short_heading(word):
    rows = [["1", "U1", *DAYS, 100.0, "売掛金"], ["2", "U2", *DAYS, 70.0, word], ["3", "U3", *DAYS, 50.0, "売掛金"]]
    read = read_rows([[*HEAD, "区分"], *rows], currency="JPY", credits="turned")
    assert [row.open for row in read.rows] == [100, -70, 50]


def test_a_note_of_what_a_customer_pays_is_asked_for_its_kind():
    rows = [["支払通知書"], [*HEAD, "支払金額"], *([str(at), f"U{at}", *DAYS, 100.0, 90.0] for at in range(3))]
    with pytest.raises(QuestionsError) as caught:
        read_rows(rows, currency="JPY")
    assert [one.option for one in caught.value.questions] == ["--kind"]
    assert read_rows(rows, currency="JPY", kind=SyncKind.OPEN_ITEMS).rows


def test_a_total_without_number_keeps_no_tax_number_from_being_the_customers():
    rows = [["CLIENTE", "RFC", "FOLIO", "FECHA", "VENCE", "SALDO"]]
    rows += [["Uno", "AAA010101AA1", "F1", *DAYS, 1160.5], ["Dos", "BBB010101BB2", "F2", *DAYS, 80.5]]
    read = read_rows([*rows, ["TOTAL:", "", "", "", "", 1241.0]], currency="MXN")
    assert [row.account for row in read.rows] == ["AAA010101AA1", "BBB010101BB2"]


def test_a_heading_over_cells_that_are_something_else_is_named():
    rows = [["会社名", "請求番号", "請求日", "期日", "金額"], ["あおい", "N1", *DAYS, 120000.0]]
    rows += [
        ["みどり", f"M{at}", *DAYS, said] for at, said in enumerate(("入金済", "約5万", "80,000円（残り半分は10月）"))
    ]
    with pytest.raises(RefusedError) as caught:
        read_rows(rows, currency="JPY")
    assert "“金額”" in render(caught.value.message, "en")
    assert "correct these cells" in render(caught.value.do, "en").casefold()


def test_names_of_the_file_stand_in_the_quotes_of_the_language():
    rows = [["1", "U1", *DAYS, 100.0, "売掛金"], ["2", "U2", *DAYS, 70.0, "前受金"], ["2", "U3", *DAYS, 5.0, "値引"]]
    read = read_rows([[*HEAD, "区分"], *rows], currency="JPY", credits="turned")
    said = next(one.text for one in read.table.warnings if one.code == "credits_turned")
    assert render(said, "en").endswith(": “値引”, “前受金”.")
    assert "「値引」、「前受金」" in render(said, "ja")


def test_a_line_above_calls_columns_of_months_sales():
    rows = [
        ["销售统计表（含税）"],
        ["客户编码", "客户名称", "1月", "2月", "3月"],
        ["C1", "甲", 100.5, 200.0, 300.0],
        ["C2", "乙", 0.0, 50.0, 7.0],
    ]
    read = read_rows(rows, currency="CNY", as_of=date(2026, 3, 31))
    assert (read.table.kind, len(read.rows)) == (SyncKind.SALES, 6)


def test_a_list_in_a_shopkeepers_words():
    head = ["cliente", "nota", "data", "vence", "valor", "pago", "falta"]
    rows = [
        ["Zé", 12.0, *DAYS, 100.5, 50.0, 50.5],
        ["Maria", 13.0, *DAYS, 200.0, "", 200.0],
        ["Rui", 14.0, *DAYS, 7.0, "", 7.0],
    ]
    read = read_rows([head, *rows], currency="BRL")
    assert [(row.number, row.open) for row in read.rows] == [("12", 5050), ("13", 20000), ("14", 700)]


@pytest.mark.parametrize(
    ("who", "name", "rest"),
    [
        ("Kontrahent", "Nazwa", ["Numer dokumentu", "Data wystawienia", "Termin płatności", "Pozostało", "Waluta"]),
        ("Odběratel", "Název", ["Číslo faktury", "Datum vystavení", "Datum splatnosti", "Zbývá", "Měna"]),
        ("Kund", "Namn", ["Fakturanr", "Fakturadatum", "Förfallodatum", "Restbelopp", "Valuta"]),
    ],
)
def test_a_word_for_the_customer_above_codes_is_the_number(who, name, rest):
    rows = [[f"{10021 + n % 3}", f"Alder {n % 3} Ltd", f"FV{4100 + n}", "2026-07-24", "2026-08-23", 10.5 + n, "EUR"]
            for n in range(6)]  # fmt: skip
    found = read_rows([[who, name, *rest], *rows])
    assert {row.account for row in found.rows} == {"10021", "10022", "10023"}
    assert {account.name for account in found.accounts.values()} == {"Alder 0 Ltd", "Alder 1 Ltd", "Alder 2 Ltd"}


@pytest.mark.parametrize(
    ("head", "kinds"),
    [
        ("類別", ["銷貨", "銷貨折讓"]),
        ("票种", ["销售专用发票", "红字销售发票"]),
        ("Qué es", ["Factura", "Nota de crédito"]),
    ],
)
def test_words_for_credits_turn_them_under_any_heading(head, kinds):
    rows = [["客戶代號", "客戶名稱", "發票號碼", "日期", head, "未收金額"]]
    rows += [
        [f"A{at % 3}", f"聯華 {at % 3} 公司", f"AB{at:04}", date(2026, 5, 1 + at), kinds[at % 4 == 3], 100.0 + at]
        for at in range(12)
    ]
    found = read_rows(rows, currency="TWD")

    assert [row.open for row in found.rows if row.kind == "credit_memo"] == [-10300, -10700, -11100]
    assert "credits_turned" in found.codes


@pytest.mark.parametrize("words", [("Cash", "Credit"), ("NC", "IN"), ("Factura", "Recogida")])
def test_words_that_may_be_something_else_are_no_types(words):
    rows = [["Customer no.", "Name", "Invoice no.", "Date", "Way", "Open amount"]]
    rows += [
        [f"A{at % 3}", f"Ashford {at % 3} Ltd", f"AB{at:04}", date(2026, 5, 1 + at), words[at % 4 == 3], 100.0 + at]
        for at in range(12)
    ]
    assert all(row.open > 0 for row in read_rows(rows, currency="USD").rows)


@pytest.mark.parametrize("head", ["Nº", "No.", "Number"])
def test_a_bare_number_beside_names_is_theirs_where_the_documents_have_one(head):
    rows = [[head, "Nome", "Documento", "Nº Doc.", "Data", "Vencimento", "Por regularizar"]]
    rows += [
        [
            200 + at % 3,
            f"Oficinas {at % 3} Lda",
            "N/Fatura",
            1200 + at,
            date(2026, 5, 1 + at),
            date(2026, 6, 1 + at),
            10.5 + at,
        ]
        for at in range(9)
    ]
    found = read_rows(rows, currency="EUR")

    assert {row.account for row in found.rows} == {"200", "201", "202"}
    assert found.rows[0].number == "1200"
