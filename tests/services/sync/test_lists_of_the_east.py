"""Lists as offices in Japan, China and Taiwan, Spain, Portugal and Latin America keep them, by hand and by program."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.enums import SyncKind
from app.errors import RefusedError
from app.i18n import render
from app.services.sync.layouts.headings import meanings
from app.services.sync.model import QuestionsError
from app.services.sync.values.currency import NOTHING
from app.services.sync.values.dates import read_text
from app.services.sync.values.numbers import numeral, read_numbers
from tests.builders.reading import read_rows

#: Customers with their number, name and the number, day and due day of an invoice each, and its amount.
WHO = [("0112", "㈱青木商店"), ("0135", "北陸物産㈱"), ("0158", "有限会社石井工業")]
FIRST = date(2026, 3, 9)


def invoices(count=12, terms=30):
    """Return customer, name, number, document and due date, amount and what is open of some invoices."""
    return [
        (*WHO[at % 3], f"S-{4101 + at}", day, day + timedelta(terms + 15 * (at % 3)), 120_000 + 7_913 * at,
         (120_000 + 7_913 * at) // (2 if at % 4 == 1 else 1))
        for at in range(count)
        for day in [FIRST + timedelta(6 * at)]
    ]  # fmt: skip


PAID = [
    ("回款情况", "已回款", "未回款"),
    ("状態", "回収済", "未回収"),
    ("收款狀況", "已收", "未收"),
    ("Situação", "Quitado", "Aberto"),
]


@pytest.mark.parametrize(("heading", "paid", "unpaid"), PAID)
def test_words_for_paid_set_a_row_aside_whatever_stands_above_them(heading, paid, unpaid):
    rows = [[who, name, number, day, due, amount, paid if at % 4 == 2 else unpaid]
            for at, (who, name, number, day, due, amount, _) in enumerate(invoices())]  # fmt: skip
    read = read_rows([["Customer No", "Customer Name", "Invoice No", "Invoice Date", "Due Date", "Amount", heading],
                      *rows], currency="CNY")  # fmt: skip
    assert (len(read.rows), read.table.set_aside) == (9, {"settled": 3})


def of_customers(write, **options):
    """Read a list whose customers are written in one cell each."""
    rows = [[write(who, name), number, day, due, amount, left]
            for who, name, number, day, due, amount, left in invoices()]  # fmt: skip
    total = ["合計", "", "", "", sum(row[4] for row in rows), sum(row[5] for row in rows)]
    return read_rows([["得意先", "請求番号", "請求日", "支払期日", "請求金額", "残高"], *rows, total],
                     currency="JPY", **options)  # fmt: skip


FORMS = ["{}：{}", "[{}]{}", "【{}】 {}", "{} - {}", "{}-{}", "{} {}", "{}_{}", "（{}）{}", "{}－{}"]


@pytest.mark.parametrize("form", FORMS)
def test_number_and_name_in_one_cell(form):
    read = of_customers(form.format)
    assert {(row.account, read.accounts[row.account].name) for row in read.rows} == {
        ("112", "㈱青木商店"), ("135", "北陸物産㈱"), ("158", "有限会社石井工業")
    }  # fmt: skip
    assert read.table.rows.total == 1


@pytest.mark.parametrize("names", [["3M - Japan", "ABC Foods", "Canon"], ["12 High Street", "14 High Street", "3 Oak"],
                                   ["1201 Main Street", "1204 Main Street", "1550 Oak Avenue"],
                                   ["7-Eleven Japan", "7-Eleven Kansai", "7-Zip Club"]])  # fmt: skip
def test_names_that_begin_with_figures_stay_whole(names):
    read = of_customers(lambda who, _: names[[code for code, _ in WHO].index(who)])
    assert {account.name for account in read.accounts.values()} == set(names)


WHOLE = ["1001-DE", "1002-US", "1003-MX"], ["100-A", "101-B", "102-C"], ["AB1:NORD", "AB2:SUED", "AB3:WEST"]


@pytest.mark.parametrize("codes", WHOLE)
def test_numbers_of_customers_with_letters_behind_stay_whole(codes):
    read = of_customers(lambda who, _: codes[[code for code, _ in WHO].index(who)])
    assert {account.number for account in read.accounts.values()} == set(codes)


def test_number_and_name_in_one_heading_of_a_group():
    rows = []
    for who, name in WHO:
        rows += [[f"{who}：{name}"], *([number, day, due, amount] for code, _, number, day, due, amount, _ in invoices()
                                      if code == who)]  # fmt: skip
    read = read_rows([["伝票番号", "売上日", "回収予定日", "残高"], *rows], currency="JPY")
    assert [read.accounts[row.account].number for row in read.rows] == [who for who, _ in WHO for _ in range(4)]


def test_number_and_name_of_who_paid():
    rows = [[f"N{at:03}", due, f"{who} {name}", amount, number]
            for at, (who, name, number, _, due, amount, _) in enumerate(invoices())]  # fmt: skip
    read = read_rows([["入金伝票No", "入金日", "得意先名", "入金額", "請求書番号"], *rows], currency="JPY")
    assert {row.account for row in read.rows} == {"112", "135", "158"}


@pytest.mark.parametrize("closing", [20, "20", "20日", "末", 99])
def test_a_closing_day_is_no_number_of_days(closing):
    rows = [[who, closing, number, day, amount] for who, _, number, day, _, amount, _ in invoices()]
    read = read_rows([["得意先コード", "締日", "伝票番号", "売上日", "残高"], *rows], currency="JPY")
    assert {row.due_date for row in read.rows} == {None}
    assert "no_due_date" in read.codes


def test_days_written_as_numbers_under_a_heading_that_ends_otherwise():
    rows = [[who, 20, number, int(f"{day:%Y%m%d}"), int(f"{due:%Y%m%d}"), amount]
            for who, _, number, day, due, amount, _ in invoices()]  # fmt: skip
    read = read_rows(
        [["得意先コード", "締日", "伝票番号", "売上日付", "入金予定日付", "未回収残高"], *rows], currency="JPY"
    )
    assert [row.due_date for row in read.rows] == [due.isoformat() for *_, due, _, _ in invoices()]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("\\110,000", 110_000),
        ("\\-5,000", -5_000),
        ("金110,000円也", 110_000),
        ("NT$110,000元整", 110_000),
        ("Gs. 1.234.567", 1_234_567),
    ],
)
def test_amounts_as_they_are_written_by_hand(text, value):
    found = numeral(text)
    assert value in {int(way) for way in found[:2] if way is not None}
    assert found.mark is not NOTHING


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["¥110,000-", "￥5,000－"], [110_000, 5_000]),
        (["▲¥5,000-", "¥3,000-"], [-5_000, 3_000]),
        (["¥110,000-", "¥5,000"], [-110_000, 5_000]),
        (["110,000-", "5,000-"], [-110_000, -5_000]),
    ],
)
def test_a_stroke_behind_every_amount_in_yen_is_no_minus(cells, values):
    column = read_numbers(cells, "point")
    assert [column.number(cell) for cell in cells] == values


@pytest.mark.parametrize(
    "text",
    [
        "2026年10月5日 星期一",
        "2026年10月5日月曜日",
        "2026-10-05周一",
        "2026/10/05 月",
        "lunes 5 de octubre de 2026",
        "segunda-feira, 5 de outubro de 2026",
        "R.8.10.5",
    ],
)
def test_days_with_their_name(text):
    assert read_text(text) == date(2026, 10, 5)


@pytest.mark.parametrize("text", ["lun 05/10/2026", "05/10/2026 lun", "dom. 05/10/2026", "mar 05/10/2026"])
def test_days_with_their_name_whose_order_is_open(text):
    assert read_text(text)[:3] == (5, 10, 2026)


@pytest.mark.parametrize("text", ["mar 2026", "S-1005 月", "10 de mar", "sol 05/10/2026"])
def test_what_is_no_day_for_all_its_words(text):
    assert read_text(text) is None


def movements():
    """Return the rows of a bank's list: account, day as digits, text, sign, amount, balance, reference."""
    balance, rows = 900_000, []
    for at in range(12):
        amount, gone = 20_000 + 1_733 * at, at % 4 == 1
        balance += -amount if gone else amount
        day = f"'{FIRST + timedelta(at):%d%m%Y}"
        rows.append(["'65501234567", day, f"DEP SPEI {at}", "-" if gone else "+", amount, balance, at])
    return rows


def test_movements_of_one_account_with_a_column_of_signs_are_no_items_without_a_question():
    rows = movements()
    head = ["Cuenta", "Fecha", "Descripción", "Cargo/Abono", "Importe", "Saldo", "Referencia"]
    with pytest.raises(QuestionsError) as asked:
        read_rows([head, *rows], currency="MXN", date_order="dmy")
    assert [question.option for question in asked.value.questions] == ["--kind"]
    read = read_rows([head, *rows], currency="MXN", date_order="dmy", kind=SyncKind.RECEIPTS)
    assert [row.value_date or row.receipt_date for row in read.rows][:2] == ["2026-03-09", "2026-03-11"]
    assert (len(read.rows), read.table.set_aside) == (9, {"outgoing": 3})


@pytest.mark.parametrize(("heading", "field"), [("Valor R$ ", "receipt_amount"), ("Saldo US$", "open"),
                                                ("Importe €", "original"), ("Inf.", "sign")])  # fmt: skip
def test_a_sign_beside_the_words_of_a_heading(heading, field):
    assert field in {hit.field for hit in meanings(heading)}


@pytest.mark.parametrize("heads", [("Cargos", "Abonos", "Saldo"), ("Débito", "Crédito", "Pendente")])
def test_debits_less_credits_that_leave_what_is_open_say_what_was_issued(heads):
    rows = [
        [who, number, day, due, amount, amount - left, left] for who, _, number, day, due, amount, left in invoices()
    ]
    read = read_rows([["Cliente", "Documento", "Fecha", "Vencimiento", *heads], *rows], currency="MXN")
    assert [(row.original, row.open) for row in read.rows] == [(100 * row[4], 100 * row[6]) for row in rows]


def test_debits_and_credits_that_do_not_leave_what_is_open_say_nothing():
    rows = [[who, number, day, due, amount, amount - left, left + (at == 3)]
            for at, (who, _, number, day, due, amount, left) in enumerate(invoices())]  # fmt: skip
    head = ["Cliente", "Documento", "Fecha", "Vencimiento", "Cargos", "Abonos", "Saldo"]
    read = read_rows([head, *rows], currency="MXN")
    assert [row.original for row in read.rows] == [row.open for row in read.rows]


@pytest.mark.parametrize("heads", [("原币余额", "本位币余额"), ("原幣金額", "本位幣金額"), ("伝票通貨残高", "残高")])
def test_amounts_of_documents_beside_those_of_the_books(heads):
    rows = []
    for at, (who, name, number, day, due, _, left) in enumerate(invoices()):
        code = "美元" if at % 3 == 0 else "人民币"
        rows.append([who, name, number, day, due, code, 7.12 if at % 3 == 0 else 1, left,
                     round(left * 7.12, 2) if at % 3 == 0 else left])  # fmt: skip
    read = read_rows([["客户编码", "客户名称", "单据编号", "单据日期", "到期日", "币别", "汇率", *heads], *rows])
    assert [(row.currency, row.open) for row in read.rows] == [
        ("USD" if row[5] == "美元" else "CNY", 100 * row[7]) for row in rows
    ]


HEAD = ["得意先コード", "得意先名", "請求番号", "請求日", "支払期日", "残高"]


def two_lists(first, second):
    """Return two lists on one sheet, each under its title and its heading."""
    rows = [list(row[:6]) for row in invoices()]
    return [[first], HEAD, *rows[4:], ["合計", "", "", "", "", sum(row[5] for row in rows[4:])], [],
            [second], HEAD, *rows[:6], ["合計", "", "", "", "", sum(row[5] for row in rows[:6])]]  # fmt: skip


def test_lists_of_two_days_on_one_sheet_are_refused():
    with pytest.raises(RefusedError) as refused:
        read_rows(two_lists("未収金一覧 2026年11月20日現在", "未収金一覧 2026年10月20日現在"), currency="JPY")
    assert refused.value.code == "two_days"
    assert "row 13" in render(refused.value.where)


def test_pages_of_one_day_are_one_list():
    read = read_rows(two_lists("未収金一覧 2026年11月20日現在", "未収金一覧 2026年11月20日現在"), currency="JPY")
    assert len(read.rows) == 14


@pytest.mark.parametrize("stamp", ["2026/11/20 18:05", "2026年11月20日"])
def test_a_line_with_the_time_of_printing_below_the_amounts_is_a_footer(stamp):
    rows = [row[:6] for row in invoices()]
    total = ["合計", "", "", "", "", sum(row[5] for row in rows)]
    read = read_rows([HEAD, *rows, total, ["出力者：佐藤", "", "", "", "", stamp]], currency="JPY")
    assert (len(read.rows), read.table.rejected, read.table.set_aside) == (12, (), {"footer": 1})


def early_days(above):
    """Return the movements of the first days of a month, with the balance after each, under a line."""
    rows, balance = [], 5_000
    for at in range(9):
        balance += 250 + at if at % 4 else -90
        rows.append([f"{2 + at:02}/11/2026", f"PIX {at}", 250 + at if at % 4 else -90, balance])
    return [[above], ["Data", "Lançamento", "Valor", "Saldo"], *rows]


@pytest.mark.parametrize("line", ["Período: 01/11/2026 a 20/11/2026", "Atualização: 20/11/2026 às 10:30:01"])
def test_days_above_a_statement_tell_the_order_of_those_in_it(line):
    read = read_rows(early_days(line), currency="BRL", day=date(2026, 11, 23))
    assert read.rows[0].receipt_date == "2026-11-03"


@pytest.mark.parametrize("line", ["Período: 01/11/2026 a 11/11/2026", "Período: 20-11-2026", "20/11/2026 – 11/20/2026"])
def test_days_above_that_tell_nothing_leave_the_question(line):
    with pytest.raises(QuestionsError) as asked:
        read_rows(early_days(line), currency="BRL", day=date(2026, 11, 23))
    assert [question.option for question in asked.value.questions] == ["--date-order"]


def test_days_above_a_list_of_items_tell_the_order_too():
    rows = [["4711", f"F-{at}", f"{2 + at:02}/09/2026", f"{2 + at:02}/11/2026", 100 + at] for at in range(6)]
    head = ["Cliente", "Factura", "Fecha", "Vencimiento", "Saldo"]
    read = read_rows([["Listado del 01/09/2026 al 30/09/2026"], head, *rows], currency="EUR")
    assert read.rows[0].due_date == "2026-11-02"


def without_years(write, above="未収一覧 2026年7月20日現在", **options):
    """Read a list whose days are written without a year."""
    rows = [[name, number, write(day), write(due), amount] for _, name, number, day, due, amount, _ in invoices()]
    head = ["会社名", "請求番号", "請求日", "支払期日", "未入金額"]
    return read_rows([[above], head, *rows], currency="JPY", **options)


@pytest.mark.parametrize("form", ["{0.month}月{0.day}日", "{0.month}/{0.day}", "{0.month}/{0.day}(火)"])
def test_days_without_a_year(form):
    read = without_years(form.format)
    assert [(row.document_date, row.due_date) for row in read.rows] == [
        (day.isoformat(), due.isoformat()) for _, _, _, day, due, _, _ in invoices()
    ]


def test_days_without_a_year_whose_order_is_open_are_asked_for():
    rows = [["4711", f"F-{at}", f"{2 + at}/3", f"{2 + at}/5", 100 + at] for at in range(6)]
    table = [["Pendiente a 20.07.2026"], ["Cliente", "Factura", "Fecha", "Vencimiento", "Saldo"], *rows]
    with pytest.raises(QuestionsError) as asked:
        read_rows(table, currency="EUR")
    assert {question.option for question in asked.value.questions} == {"--date-order"}
    read = read_rows(table, currency="EUR", date_order="dmy")
    assert (read.rows[1].document_date, read.rows[1].due_date) == ("2026-03-03", "2026-05-03")
    assert read_rows(table, currency="EUR", date_order="mdy").rows[1].due_date == "2026-03-05"


def test_days_without_a_year_and_nothing_that_says_of_which_are_asked_for():
    with pytest.raises(QuestionsError) as asked:
        without_years("{0.month}月{0.day}日".format, above="未収一覧")
    assert {question.option for question in asked.value.questions} == {"--as-of"}


def test_balances_of_customers_by_several_ages_are_refused_with_a_sentence():
    rows = [[f"{who} {name}", 60, 10, 20, 30, 0] for who, name in WHO]
    with pytest.raises(RefusedError) as refused:
        read_rows([["得意先", "残高", "1ヶ月以内", "2ヶ月", "3ヶ月", "4ヶ月以上"], *rows], currency="JPY")
    assert refused.value.code == "customers_only"


def test_marks_for_as_above_under_number_and_name():
    rows, before = [], None
    for who, name, number, day, due, amount, _ in sorted(invoices()):
        rows.append(["〃" if who == before else who, "同上" if who == before else name, number, day, due, amount])
        before = who
    read = read_rows([["コード", "得意先", "請求番号", "請求日", "支払期日", "残高"], *rows], currency="JPY")
    assert {(read.accounts[row.account].number, read.accounts[row.account].name) for row in read.rows} == set(WHO)


@pytest.mark.parametrize(("words", "days"), [("à vista", 0), ("30 dias", 30), ("contado", 0), ("現金", 0)])
def test_terms_where_a_due_date_would_stand(words, days):
    rows = [list(row[:6]) for row in invoices()]
    rows[4][4] = words
    read = read_rows([HEAD, *rows], currency="JPY")
    due = (rows[4][3] + timedelta(days)).isoformat()
    assert (read.rows[4].due_date, len(read.rows), read.table.rejected) == (due, 12, ())


@pytest.mark.parametrize("words", ["ver correo", "2026/11/31", "30", "?"])
def test_other_words_where_a_due_date_would_stand_reject_their_row(words):
    rows = [list(row[:6]) for row in invoices()]
    rows[4][4] = words
    read = read_rows([HEAD, *rows], currency="JPY")
    assert [(one.row, one.value) for one in read.table.rejected] == [(6, words)]


@pytest.mark.parametrize("name", ["請求書ID", "発行ID"])
def test_the_id_of_a_program_is_the_number_only_where_there_is_no_other(name):
    head = [name, "お客様コード", "請求書番号", "請求日", "支払期日", "請求金額", "未消込金額"]
    rows = [
        [f"a1b{at}", f"SO-{at}", f"B-100{at}", "2026/07/31", "2026/08/31", 1000.0 * at, 900.0 * at] for at in (1, 2, 3)
    ]
    assert [row.number for row in read_rows([head, *rows], currency="JPY").rows] == ["B-1001", "B-1002", "B-1003"]
    alone = [[row[0], row[1], *row[3:]] for row in (head, *rows)]
    assert [row.number for row in read_rows(alone, currency="JPY").rows] == ["a1b1", "a1b2", "a1b3"]
