"""What the evidence does not decide is asked with the option that decides, and never guessed."""

from __future__ import annotations

from datetime import date

import pytest

from app.enums import SyncKind
from app.errors import RefusedError, UndecidedError, UsageError
from app.services.sync.model import QuestionsError
from app.services.sync.recognition import kinds
from tests.builders import exports
from tests.builders.reading import read_path, read_rows
from tests.builders.spreadsheets import book

HEAD = ["Account", "Invoice No", "Invoice Date", "Due Date", "Open Amount"]


def asked(rows, **options):
    with pytest.raises(QuestionsError) as caught:
        read_rows(rows, **options)
    assert isinstance(caught.value, UndecidedError)
    assert caught.value.exit_status == 3
    return {question.option: question for question in caught.value.questions}


def rows_of(*amounts, dates=("2026-04-01", "2026-05-01"), head=HEAD):
    return [head, *(["C1", f"N{at}", *dates, amount] for at, amount in enumerate(amounts))]


def test_currency_that_nothing_states():
    questions = asked(rows_of("10.00"))
    assert questions["--currency"].column == "Open Amount"
    assert read_rows(rows_of("10.00"), currency="USD").rows[0].currency == "USD"


@pytest.mark.parametrize("sign", ["$", "¥", "R ", "kr "])
def test_signs_that_mean_several_currencies(sign):
    question = asked(rows_of(f"{sign}10.00"))["--currency"]
    assert len(question.choices) > 1
    choice = question.choices[0]
    amount = f"{sign}10" if choice == "JPY" else f"{sign}10.00"
    assert read_rows(rows_of(amount), currency=choice).rows[0].currency == choice


@pytest.mark.parametrize(
    ("written", "currency"), [("R$ 10,00", "BRL"), ("€10.00", "EUR"), ("10.00 USD", "USD"), ("NT$10.00", "TWD")]
)
def test_signs_that_mean_one(written, currency):
    assert read_rows(rows_of(written)).rows[0].currency == currency


def test_currency_in_heading_or_title():
    head = [*HEAD[:-1], "Open Amount (GBP)"]
    assert read_rows(rows_of("10.00", head=head)).rows[0].currency == "GBP"
    assert read_rows([["Currency: CHF"], *rows_of("10.00")]).rows[0].currency == "CHF"
    assert read_rows([["(単位:円)"], *rows_of("1000")]).rows[0].currency == "JPY"
    assert read_rows([["売掛残高", "", "", "", "円"], *rows_of("1000")]).rows[0].currency == "JPY"


def test_rows_without_currency_beside_rows_with_one():
    days = "2026-04-01", "2026-05-01"
    rows = [[*HEAD, "Currency"], ["C1", "N1", *days, 10.0, "EUR"], ["C1", "N2", *days, 5.0, ""]]
    assert "--currency" in asked(rows)
    assert [row.currency for row in read_rows(rows, currency="USD").rows] == ["EUR", "USD"]


def test_thousands_or_thousandths():
    question = asked(rows_of("1,234", "5,678"), currency="USD")["--decimal"]
    assert question.choices == ("point", "comma")
    assert [row.open for row in read_rows(rows_of("1,234"), currency="USD", decimal="point").rows] == [123400]


def test_a_column_in_doubt_follows_the_column_beside_it():
    head = [*HEAD[:-1], "Original Amount", "Open Amount"]
    rows = [head, ["C1", "N1", "2026-04-01", "2026-05-01", "1.234,50", "1.234"]]
    assert read_rows(rows, currency="EUR").rows[0].open == 123400


def test_day_or_month_first():
    rows = rows_of(10.0, dates=("03/04/2026", "05/06/2026"))
    question = asked(rows, currency="USD")["--date-order"]
    assert question.choices == ("dmy", "mdy")
    assert read_rows(rows, currency="USD", date_order="dmy").rows[0].due_date == "2026-06-05"
    assert read_rows(rows, currency="USD", date_order="mdy").rows[0].due_date == "2026-05-06"


def test_one_column_decides_for_the_others():
    rows = [HEAD, ["C1", "N1", "25/04/2026", "05/06/2026", 10.0], ["C1", "N2", "03/04/2026", "04/05/2026", 5.0]]
    assert [row.due_date for row in read_rows(rows, currency="USD").rows] == ["2026-06-05", "2026-05-04"]


def test_constant_terms_decide():
    head = ["Account", "Invoice No", "Invoice Date", "Due Date", "Terms", "Open Amount"]
    months = [("03", "04"), ("05", "04"), ("09", "04"), ("02", "06")]
    pairs = [(f"{day}/{month}/2026", f"{day}/{int(month) + 1:02d}/2026") for day, month in months]
    rows = [head, *(["C1", f"N{at}", start, due, "Net 30", 10.0] for at, (start, due) in enumerate(pairs))]
    assert read_rows(rows, currency="USD").rows[0].document_date == "2026-04-03"


def test_days_overdue_decide():
    head = ["Account", "Invoice No", "Due Date", "Days Past Due", "Open Amount"]
    as_of = date(2026, 7, 10)
    days = [date(2026, 5, 4), date(2026, 6, 3), date(2026, 2, 9), date(2026, 1, 8)]
    rows = [head, *(["C1", f"N{at}", f"{day:%m/%d/%Y}", (as_of - day).days, 10.0] for at, day in enumerate(days))]
    found = read_rows(rows, currency="USD")
    assert found.rows[0].due_date == "2026-05-04"
    assert found.table.as_of == as_of


def test_the_line_above_decides():
    rows = [["As of 06/17/2026"], *rows_of(10.0, dates=("03/04/2026", "05/06/2026"))]
    assert read_rows(rows, currency="USD").rows[0].due_date == "2026-05-06"


def test_all_questions_of_a_file_are_asked_at_once():
    questions = asked(rows_of("1,234", dates=("03/04/2026", "05/06/2026")))
    assert set(questions) == {"--currency", "--decimal", "--date-order"}


def test_sheets_with_different_tables_are_asked_and_copies_are_not(tmp_path):
    rows = exports.plain_english()
    other = [rows[0], *([f"X{at}", *row[1:2], f"Z{at}", *row[3:]] for at, row in enumerate(rows[1:]))]
    path = book(tmp_path / "book.xlsx", {"Items": rows, "Last month": other})
    with pytest.raises(QuestionsError) as caught:
        read_path(path)
    assert caught.value.option == "--sheet"
    assert caught.value.questions[0].choices == ("Items", "Last month", "*")
    assert read_path(path, sheet="Last month").rows[0].account == "X0"
    copied = book(tmp_path / "copy.xlsx", {"Items": rows, "Work": rows[:3], "Notes": [["hello"]]})
    found = read_path(copied)
    assert (found.table.sheet, len(found.rows)) == ("Items", 5)
    assert "sheets_repeat" in found.codes


def test_unknown_sheet_and_layout(tmp_path):
    path = book(tmp_path / "book.xlsx", {"Items": exports.plain_english()})
    with pytest.raises(RefusedError) as caught:
        read_path(path, sheet="Nope")
    assert caught.value.code == "sheet_missing"
    with pytest.raises(UsageError):
        read_path(path, layout="nope")


@pytest.mark.parametrize("head", [
    ["Vendor No", "Vendor Name", "Invoice No", "Invoice Date", "Due Date", "Amount"],
    ["Fornecedor", "Nome Fantasia", "Nota Fiscal", "Emissão", "Vencimento", "A Pagar"],
    ["Kreditor", "Name", "Rechnungsnummer", "Belegdatum", "Fälligkeit", "Betrag"],
    ["仕入先コード", "仕入先名", "請求書番号", "請求日", "支払期日", "金額"],
])  # fmt: skip
def test_payables_exports_are_refused(head):
    rows = [head, ["K1", "Supplier One", "A1", date(2026, 4, 1), date(2026, 5, 1), 10.0]]
    with pytest.raises(RefusedError) as caught:
        read_rows(rows, currency="EUR")
    assert caught.value.code == "payables"


def test_sap_vendor_documents_alone_are_payables():
    rows = exports.sap_alv()
    for line in rows[1:-1]:
        line[8] = "KR"
    with pytest.raises(RefusedError) as caught:
        read_rows(rows)
    assert caught.value.code == "payables"


def test_a_table_that_lacks_what_its_kind_needs_says_what():
    with pytest.raises(RefusedError) as caught:
        read_rows([["Customer", "Invoice No", "Due Date"], ["A", "1", date(2026, 5, 1)]], kind=SyncKind.OPEN_ITEMS)
    assert caught.value.code == "columns_missing"
    assert "no column for the amount" in str(caught.value)


@pytest.mark.parametrize(
    "rows",
    [
        [["hello", "world"], ["a", "b"]],
        [["Dear Sir"], ["please pay"]],
        [["x", "y", "z"], [1.0, 2.0, 3.0]],
    ],
)
def test_no_table_at_all(rows):
    with pytest.raises(RefusedError) as caught:
        read_rows(rows)
    assert caught.value.code == "no_table"


def test_headings_without_rows():
    with pytest.raises(RefusedError) as caught:
        read_rows([HEAD])
    assert caught.value.code == "no_rows"


def test_everything_settled_is_refused_with_the_kind_to_name():
    rows = [[*HEAD, "Status"], ["C1", "N1", "2026-04-01", "2026-05-01", 10.0, "Paid"]]
    with pytest.raises(RefusedError) as caught:
        read_rows(rows, currency="USD")
    assert caught.value.code == "nothing_open"


def test_two_kinds_that_fit_as_well():
    rows = [["Customer Number", "Customer Name", "Payment Date", "Amount", "Reference"],
            ["C1", "One", date(2026, 5, 1), 10.0, "A-1"], ["C2", "Two", date(2026, 5, 2), 20.0, "A-2"]]  # fmt: skip
    assert read_rows(rows, currency="USD", kind=SyncKind.RECEIPTS).table.kind == SyncKind.RECEIPTS


@pytest.mark.parametrize(
    ("amounts", "options"),
    [
        (("¥110,000", "¥25,000"), {"currency": "JPY"}),
        (("￥110,000", "￥25,000"), {"currency": "JPY"}),
        (("JP¥110,000", "JP¥25,000"), {}),
        (("110,000円", "25,000円"), {}),
        (("110.000", "25.000"), {"currency": "CLP"}),
        (("₩110,000", "₩25,000"), {}),
        (("(110,000)", "25,000"), {"currency": "KRW"}),
    ],
)
def test_three_digits_are_thousands_in_a_currency_without_minor_units(amounts, options):
    assert [abs(row.open) for row in read_rows(rows_of(*amounts), **options).rows] == [110_000, 25_000]


def test_the_mapping_says_why_three_digits_are_thousands():
    read = read_rows([["(単位:円)"], *rows_of("110,000", "980")])
    column = next(column for column in read.table.columns if column.field == "open")
    assert column.verdict == "point"
    assert "its currency has no decimals, so that 110,000 has thousands" in map(str, column.evidence)


def test_rows_in_a_currency_without_minor_units_decide_for_the_others_of_their_column():
    days = "2026-04-01", "2026-05-01"
    rows = [[*HEAD, "Currency"], ["C1", "N1", *days, "110.000", "KRW"], ["C1", "N2", *days, "5.000", "USD"]]
    assert [row.open for row in read_rows(rows).rows] == [110_000, 500_000]


@pytest.mark.parametrize(
    ("amounts", "codes"),
    [
        (("1,234", "5,678"), ("EUR", "EUR")),  # prices come with three decimals
        (("1,234", "5,678"), ("KWD", "KWD")),  # and so do dinars
        (("110,000", "5.000"), ("JPY", "KRW")),  # one is grouped this way, one that
        (("110,000", "12.50", "13,75"), ("JPY", "EUR", "EUR")),
    ],
)
def test_thousands_that_no_currency_proves_are_asked(amounts, codes):
    days = "2026-04-01", "2026-05-01"
    pairs = enumerate(zip(amounts, codes, strict=True))
    rows = [[*HEAD, "Currency"], *(["C1", f"N{at}", *days, amount, code] for at, (amount, code) in pairs)]
    assert set(asked(rows)) == {"--decimal"}


def test_what_somebody_said_of_the_decimal_sign_holds_for_every_currency():
    assert read_rows(rows_of("110,000"), currency="JPY", decimal="comma").rows[0].open == 110


def test_kinds_are_called_by_their_names_and_chosen_by_their_codes():
    question = kinds.question((SyncKind.RECEIPTS, SyncKind.OPEN_ITEMS))
    assert str(question.evidence) == "The columns fit several kinds of file: Receipts, Open items."
    assert question.choices == ("receipts", "open-items")
    with pytest.raises(RefusedError, match="does not fit the kind “Orders on hold”: no column for the order"):
        read_rows([["Customer", "Open Amount"], ["A", 1.0]], kind=SyncKind.ORDERS_ON_HOLD)


@pytest.mark.parametrize("figures", [2, 6, 14])
def test_a_column_of_what_is_open_that_cannot_be_read_is_asked_about(figures):
    head = [*HEAD[:-1], "Amount", "Open Balance", "Currency"]
    days = "2026-04-01", "2026-05-01"
    said = [f"{50 + n}.00" if n < figures else "see note" for n in range(40)]
    rows = [[f"C{n % 7}", f"N{n}", *days, f"{100 + n}.00", left, "USD"] for n, left in enumerate(said)]
    (question,) = asked([head, *rows]).values()
    assert "says what is open, but most of its cells are no amounts" in str(question.evidence)


def test_words_alone_under_such_a_heading_are_no_amounts_that_were_lost():
    head = [*HEAD[:-1], "Amount", "Open", "Currency"]
    rows = [[f"C{n}", f"N{n}", "2026-04-01", "2026-05-01", f"{100 + n}.00", "yes", "USD"] for n in range(20)]
    assert len(read_rows([head, *rows]).rows) == 20
