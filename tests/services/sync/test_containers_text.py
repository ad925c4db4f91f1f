"""Text as programs write it: encodings without marks, torn headings, lines quoted as a whole, broken ends."""

from __future__ import annotations

import pytest

from app.errors import RefusedError
from app.services.sync.files.text import decode, open_text, table
from tests.builders import exports, spreadsheets
from tests.builders.reading import read_path
from tests.services.sync.test_containers import opened

HEAD, *ITEMS = exports.plain_english()
JA = [
    ["得意先コード", "得意先名", "請求書番号", "支払期日", "残高"],
    ["0001", "株式会社青空", "A-1", "2026/05/31", "1000"],
]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "euc_jp", "cp932"])
@pytest.mark.parametrize("times", [1, 300])
def test_japanese_text_in_every_encoding_with_and_without_a_mark(tmp_path, encoding, times):
    path = spreadsheets.text(tmp_path / "FILE.XLS", [JA[0], *[JA[1]] * times], separator="\t", encoding=encoding)
    book = opened(path)
    assert book.container == "text"
    assert list(book.load("").rows) == [JA[0], *[JA[1]] * times]
    assert book.encoding == f"{encoding}, tab"


def test_a_mark_of_the_other_order(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xfe\xff" + "Account,Invoice No\r\nC1,7\r\n".encode("utf-16-be"))
    assert list(opened(path).load("").rows) == [["Account", "Invoice No"], ["C1", "7"]]


def test_a_few_broken_letters_do_not_change_the_encoding(tmp_path):
    text = "得意先コード,得意先名,残高\r\n" * 30
    book = open_text(text.encode() + b"C1,\xff\xfe,5\r\n")
    assert book.encoding == "utf-8, comma"
    assert book.lost == 2
    assert book.load("").row(0) == ["得意先コード", "得意先名", "残高"]
    assert decode("Müller;5\r\n".encode("cp1252"))[1] == "cp1252"


def test_lost_characters_and_a_cut_end_are_said(tmp_path):
    path = spreadsheets.text(tmp_path / "a.csv", [HEAD, *ITEMS])
    whole = path.read_bytes()
    assert "file_cut" not in read_path(path).codes
    path.write_bytes(whole.rstrip(b"\r\n"))
    assert "file_cut" not in read_path(path).codes
    path.write_bytes(whole[:-25])
    assert "file_cut" in read_path(path).codes
    path.write_bytes(whole.replace(b"Oriole GmbH", "Müller-\ufffd-Lüdenscheidt ÄÖÜ äöü éèê ñ".encode()))
    assert "characters_lost" in read_path(path).codes


def test_lines_that_are_quoted_as_a_whole():
    text = 'Account,Name,Invoice\r\n"C1,""A, B"",I1"\r\n"C2,X,I2"\r\n'
    assert table(text, ",") == [["Account", "Name", "Invoice"], ["C1", "A, B", "I1"], ["C2", "X", "I2"]]


def test_headings_that_lack_the_quotes_of_the_cells_below(tmp_path):
    rows = "".join(f'"C{n}","Kestrel, Leeds","INV-{n}","2026-05-01","{n}.50"\r\n' for n in range(1, 9))
    path = tmp_path / "a.csv"
    path.write_text(f"Customer No,Name, legal,Invoice No,Due Date,Open Amount\r\n{rows}")
    found = read_path(path, currency="EUR")
    assert found.table.rows.item == 8
    assert found.by_number("INV-3").open == 350
    assert found.accounts["C1"].name == "Kestrel, Leeds"


def test_a_line_that_names_the_separator_is_not_shown():
    assert table("sep=;\r\na;b\r\n1;2\r\n", ";") == [["a", "b"], ["1", "2"]]


def test_the_unconverted_list_of_sap(tmp_path):
    ruler = "-" * 60
    head = "| St|Account   |DocumentNo|Doc. Date |Net due dt|    LC amnt|LCurr|"
    item = "|   |{account}|9000{n:04}  |01.04.2026|01.05.2026|   1.234,56{sign}|EUR  |"
    lines = ["Customer Line Items", "", "Open at key date 17.06.2026", ruler, head, ruler]
    for page in range(3):
        lines += [item.format(account="0000001100", n=page * 10 + n, sign="-" if n == 4 else " ") for n in range(5)]
        lines += [ruler, f"17.06.2026        Dynamic List Display        {page + 2}", ruler, head, ruler]
    lines += ["| * |          |          |          |          |  11.111,04 |EUR  |", ruler]
    path = tmp_path / "LIST.TXT"
    path.write_bytes("\r\n".join([*lines, ""]).encode("cp1252"))
    found = read_path(path)
    assert (found.table.rows.item, found.table.rows.rejected) == (15, 0)
    assert found.table.rows.group == 2  # no ruler is one
    assert dict(found.table.set_aside) == {"heading": 3, "footer": 1}
    assert found.table.totals["EUR"].net == 1111104
    assert found.table.own_totals == {"EUR": 1111104}
    assert found.rows[0].row == 7


def test_a_printed_list_whose_ruler_says_where_columns_stand(tmp_path):
    lines = [
        "Open items as of 17-JUN-2026",
        "",
        "CUSTOMER_NO CUSTOMER NAME        INVOICE NO  DUE DATE      OPEN AMOUNT CUR",
        "----------- -------------------- ---------- ---------- --------------- ---",
        "0000001100  Kestrel Tools Ltd.   90000011   2026-04-24        1,234.56 EUR",
        "0000001200  株式会社青空         90000013   2026-06-01       10,000.00 EUR",
        "0000001300  Oriole, Son & Co     90000015   2026-07-01 3,123,456,200.00 EUR",
        "                                                       ---------------",
        "sum                                                    3,123,467,434.56",
        "",
        "3 rows selected.",
    ]
    path = tmp_path / "spool.lst"
    path.write_bytes("\r\n".join(lines).encode())
    found = read_path(path)
    assert (found.table.rows.item, found.table.rows.rejected, found.table.header_row) == (3, 0, 3)
    assert found.table.totals["EUR"].net == 312346743456
    assert found.table.own_totals == {"EUR": 312346743456}
    assert found.accounts["1200"].name == "株式会社青空"
    assert str(found.table.as_of) == "2026-06-17"


def test_a_printed_list_of_customers_over_pages(tmp_path):
    def line(*cells):
        return " ".join(f"{cell:<12}" for cell in cells[:3]) + " " + " ".join(f"{cell:>12}" for cell in cells[3:])

    def page(number):
        return [f"Midori Inc          Aging Report          Page: {number}", "As of Date: 31-OCT-2026"]

    def block(name, code, *items):
        rows = [line(number, "11-AUG-2026", "10-SEP-2026", amount) for number, amount in items]
        ruler, total = "-" * 12, f"{sum(float(amount) for _, amount in items):.2f}"
        return [f"Customer Name: {name}", f"Customer Number: {code}", head, under, *rows, line("", "", "", ruler),
                f"{'Customer Total:':<38} {total:>12}", ""]  # fmt: skip

    head, under = line("Invoice", "Invoice Date", "Due Date", "Outstanding"), " ".join(["-" * 12] * 4)
    lines = [*page(1), "", "Currency: USD", *block("Ashford Bay Foods Co.", "100100", ("I1", "10.00"), ("I2", "5.50"))]
    lines += ["\f" + page(2)[0], page(2)[1], *block("Brightwater Marine Ltd", "100117", ("I3", "7.00"), ("I4", "1.00"))]
    path = tmp_path / "AGING.OUT"
    path.write_text("\n".join(lines), encoding="utf-8")
    found = read_path(path)
    assert [(row.number, row.account, row.open) for row in found.rows] == [
        ("I1", "100100", 1000), ("I2", "100100", 550), ("I3", "100117", 700), ("I4", "100117", 100),
    ]  # fmt: skip
    assert found.accounts["100117"].name == "Brightwater Marine Ltd"
    assert (found.table.rows.total, found.table.rows.rejected) == (2, 0)


def test_a_ruler_that_explains_less_than_the_separator_is_none():
    text = "Account;Invoice No;Due Date\r\n-- -- --\r\nC1;7;2026-05-01\r\n"
    assert open_text(text.encode()).encoding == "utf-8, semicolon"


def test_quoted_lines_of_one_cell_have_no_width():
    assert table('<x a="1">\n"b,c"\n', ";") == [['<x a="1">'], ["b,c"]]


TORN = "Customer,Name,Invoice,Invoice Date,Due Date,Currency,Original,Balance"


@pytest.mark.parametrize(
    ("amounts", "owed"),
    [
        ("250.10,250.10", 25010),
        ("5,479.24,5,479.24", 547924),
        ("1,234,567.89,34.00", 3400),
        ("-1,500.00,-500.00", -50000),
    ],
)
def test_amounts_that_nobody_quoted_are_put_together(tmp_path, amounts, owed):
    path = tmp_path / "open.csv"
    row = "C1,Ashford,{number},2026-04-01,2026-05-01,USD,{amounts}"
    lines = [TORN, row.format(number="I1", amounts=amounts), row.format(number="I2", amounts="2,000.00,1,000.00")]
    path.write_text("\n".join(lines), encoding="utf-8")
    found = read_path(path)
    assert [item.open for item in found.rows] == [owed, 100000]


def test_a_row_with_more_cells_than_headings_is_rejected(tmp_path):
    path = tmp_path / "open.csv"
    lines = [TORN, *(f"C1,Ashford,I{n},2026-04-01,2026-05-01,USD,10.00,10.00" for n in range(20))]
    lines += ["C2,Eastgate Logistics, Inc.,X2,2026-04-01,2026-05-01,USD,10.00,10.00"]
    lines += ["C3,Marlin,X3,2026-04-01,2026-05-01,USD,10,20,30.00"]
    path.write_text("\n".join(lines), encoding="utf-8")
    found = read_path(path)
    assert [row.number for row in found.rows] == [f"I{n}" for n in range(20)]
    assert [row.row for row in found.table.rejected] == [22, 23]


LISTS = {
    "days and balance": (
        "Invoice,Due Date,Customer,Days,Balance",
        "INV{n},2026-09-{n:02},Acme,{days},{owed}.00",
        "INV99,2026-09-05,Acme, Inc,30,125.00",
    ),
    "a text between": (
        "Invoice,Due Date,Customer,Rep,Terms,Balance",
        "INV{n},2026-09-{n:02},Acme,Bo,{days},{owed}.00",
        "INV99,2026-09-05,Acme, Inc,Bo,30,125.00",
    ),
    "whole numbers": (
        "Invoice,Due Date,Note,Days,Balance,Customer",
        "INV{n},2026-09-{n:02},x,{days},{owed},C1",
        "INV99,2026-09-05,paid, partly,30,500,C1",
    ),
}


@pytest.mark.parametrize(("head", "item", "strange"), LISTS.values(), ids=LISTS)
@pytest.mark.parametrize("others", [1, 19])
def test_two_numbers_behind_the_comma_of_a_name_are_no_amount(tmp_path, head, item, strange, others):
    path = tmp_path / "open.csv"
    lines = [head, *(item.format(n=n, days=20 + n, owed=100 + n) for n in range(1, 1 + others)), strange]
    path.write_text("\n".join(lines), encoding="utf-8")
    book = open_text(path.read_bytes())
    assert list(book.load("").rows)[-1] == strange.split(",")
    if others > 1:
        found = read_path(path, currency="USD")
        assert [row.row for row in found.table.rejected] == [others + 2]
        assert found.table.rows.item == others


def test_what_columns_hold_tells_which_of_two_seams_is_one(tmp_path):
    path = tmp_path / "open.csv"
    head = "Invoice,Branch,Due Date,Original,Note,Balance"
    lines = [head, *(f"I{n},12,2026-09-0{n},10.00,ok,{n}.00" for n in range(1, 9))]
    lines += ["I9,12,2026-09-09,1,250.00,ok,999.00", "I10,12,2026-09-09,2,500.00,ok,1,750.00"]
    path.write_text("\n".join(lines), encoding="utf-8")
    rows = list(open_text(path.read_bytes()).load("").rows)
    assert rows[-2] == ["I9", "12", "2026-09-09", "1,250.00", "ok", "999.00"]
    assert rows[-1] == ["I10", "12", "2026-09-09", "2,500.00", "ok", "1,750.00"]


REPORT = [
    "OPEN ITEMS REPORT",
    "{ruler}",
    "Customer    Invoice No  Inv Date    Due Date       Balance",
    "{ruler}",
    "C001        INV1        2026-08-01  2026-09-01      100.00",
    "C001        INV2        2026-08-02  2026-09-02      250.50",
    "C002        INV3        2026-08-03  2026-09-03      300.00",
    "{ruler}",
]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("front", ["", "\f"])
@pytest.mark.parametrize("rulers", [(), (3,), (1, 3), (1, 3, 7)])
def test_printed_lists_with_any_rulers_line_ends_and_form_feeds(tmp_path, end, front, rulers):
    ruler = "  ".join(["-" * 10] * 5)
    lines = [ruler if at in rulers else line for at, line in enumerate(REPORT) if at in rulers or "{" not in line]
    path = tmp_path / "spool.lst"
    path.write_text(front + end.join([*lines, ""]), newline="", encoding="ascii")
    found = read_path(path, currency="EUR")
    assert [(row.account, row.number, row.open) for row in found.rows] == [
        ("C001", "INV1", 10000), ("C001", "INV2", 25050), ("C002", "INV3", 30000),
    ]  # fmt: skip
    assert found.table.header_row == lines.index(REPORT[2]) + 1


LATE = "INV{n:06}{sep}C{c:04}{sep}{name}{sep}2026-08-{d:02}{sep}2026-09-{d:02}{sep}{open}.00"


@pytest.mark.parametrize("sep", ["|", ",", "\t"])
@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp1252", "Müller Börse GmbH"),
        ("cp1252", "Café José"),
        ("cp1252", "O’Brien"),
        ("cp1252", "APLICAÇÃO"),
        ("cp932", "株式会社青空製作所"),
        ("cp932", "ｶ)ｱｵｿﾞﾗｾｲｻｸｼﾖ"),
        ("gb18030", "上海长江机电有限公司"),
        ("big5", "台北富邦電機股份有限公司"),
    ],
)
@pytest.mark.parametrize("before", [0, 1500])
def test_letters_tell_the_encoding_however_late_they_come(encoding, name, sep, before):
    head = sep.join(["Invoice", "Customer No", "Customer Name", "Invoice Date", "Due Date", "Balance"])
    names = [*["Customer"] * before, *[name] * 20]
    lines = [LATE.format(n=n, c=n % 50, d=n % 28 + 1, open=100 + n, sep=sep, name=name) for n, name in enumerate(names)]
    text = "\n".join([head, *lines, ""])
    assert decode(text.encode(encoding))[:2] == (text, encoding)


@pytest.mark.parametrize("sign", "^~#/")
def test_a_separator_that_the_first_line_names_counts_whatever_it_is(tmp_path, sign):
    rows = ["Customer", "Invoice No", "Due Date", "Open Amount"], ["C1", "A1", "2026-05-31", "10.50"]
    path = tmp_path / "a.csv"
    path.write_text("\r\n".join([f"sep={sign}", *map(sign.join, rows)]))
    (row,) = read_path(path, currency="EUR").rows
    assert (row.account, row.number, row.open) == ("C1", "A1", 1050)


CENTS = "Customer,Name,Invoice,Invoice Date,Due Date,Currency,Amount,Open Amount"
FRONT = "10{at},Alder Ltd,I{at},0{at}.04.2026,0{at}.05.2026,EUR"


def test_decimal_commas_that_nobody_quoted_are_put_back_where_every_row_shows_them(tmp_path):
    rows = [f"{FRONT.format(at=at)},{100 * at},{at}5,{90 * at},0{at}" for at in range(1, 7)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join([CENTS, *rows]))
    found = read_path(path)
    assert [(row.original, row.open) for row in found.rows] == [
        (10000 * at + 10 * at + 5, 9000 * at + at) for at in range(1, 7)
    ]
    assert found.table.rejected == ()


@pytest.mark.parametrize(
    "tail",
    [lambda at: f"{100 * at},30,{90 * at},30", lambda at: f"{100 * at},{at}5,{90 * at},0{at},x"],
    ids=["always thirty", "one cell more"],
)  # fmt: skip
def test_longer_rows_that_prove_no_decimal_comma_are_not_put_together(tmp_path, tail):
    rows = [f"{FRONT.format(at=at)},{tail(at)}" for at in range(1, 7)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join([CENTS, *rows]))
    with pytest.raises(RefusedError) as refused:
        read_path(path)
    assert "more cells than there are headings" in str(refused.value.message)
