"""Tables of pages, as web applications export them under the name .xls."""

from __future__ import annotations

import pytest

from app.enums import SyncKind
from app.services.sync.files.grid import DamagedError
from app.services.sync.model import QuestionsError
from tests.builders import containers, exports
from tests.builders.reading import read_path
from tests.services.sync.test_containers import cells, opened


def page(folder, body, **options):
    return opened(containers.page(folder / "report.xls", body, **options))


def test_a_salesforce_report_with_title_total_and_footer(tmp_path):
    head, *rows = exports.cases()
    body = (
        "<h3>Billing cases</h3><table border=1>"
        + containers.html_rows([head[:8]], cell="th")
        + containers.html_rows([row[:8] for row in rows if len(row) >= 8])
        + "<tr><td colspan='8'><b>Grand Totals (2 records)</b></td></tr></table>"
        + "<br><br>Confidential Information - Do Not Distribute"
    )
    path = containers.page(tmp_path / "report123.xls", body, encoding="utf-8")
    found = read_path(path)
    assert found.table.kind == SyncKind.CASES
    assert found.table.container == "html"
    assert [row.number for row in found.rows][:2] == ["00010241", "00010242"]


def test_spans_move_cells_to_the_columns_that_a_browser_shows_them_in(tmp_path):
    body = (
        "<table><tr><th colspan=2>Customer</th><th rowspan=2>Amount</th></tr><tr><th>No</th><th>Name</th></tr>"
        "<tr><td rowspan='2'>C1</td><td>A</td><td>1</td></tr><tr><td>B</td><td>2</td></tr>"
        "<tr><td>C2</td><td colspan=2>both</td></tr></table>"
    )
    found = cells(page(tmp_path, body))
    assert [row[1:] for row in found[2:]] == [["A", "1"], ["B", "2"], ["both"]]
    assert found[:2] == [["Customer", "", "Amount"], ["No", "Name"]]
    assert found[4] == ["C2", "both"]


def test_entities_breaks_blanks_and_unclosed_tags(tmp_path):
    body = (
        "<TABLE><TR><TD>M&uuml;ller &amp; S&#246;hne<TD>a<br>b<TD>&nbsp;</TR>"
        "<tr><td>  two\n words </td><td><a href='x?a=1&b=2'>90000011</a></td><td><script>if (a < b) {}</script>7"
        "<tr><td>last<!-- no --></table>"
    )
    assert cells(page(tmp_path, body)) == [["Müller & Söhne", "a\nb"], ["two words", "90000011", "7"], ["last"]]


def test_a_number_shown_rounded_is_taken_exact(tmp_path):
    body = (
        "<table><tr><td x:num='1234.567'>1,235</td><td x:num>12</td><td x:num='46190'>17.06.2026</td>"
        "<td sdval='-5.25'>(5.3)</td><td x:num='0.195'>20%</td></tr></table>"
    )
    assert cells(page(tmp_path, body)) == [[1234.567, "12", "17.06.2026", -5.25, "20%"]]


def test_a_table_laid_out_in_another_table(tmp_path):
    inner = containers.html_rows([["Account", "Invoice No", "Due Date"], ["C1", "A-1", "2026-05-01"]])
    icon = "<table><tr><td>new</td></tr></table>"
    body = f"<table><tr><td>Open items</td></tr><tr><td><table>{inner}</table></td></tr>"
    body += f"<tr><td>{icon} end</td></tr></table>"
    assert cells(page(tmp_path, body)) == [
        ["Open items"], ["Account", "Invoice No", "Due Date"], ["C1", "A-1", "2026-05-01"], [], ["new end"],
    ]  # fmt: skip


def test_attributes_in_capitals(tmp_path):
    body = (
        "<TABLE><TR><TH colSpan=2>Customer</TH><TH rowSpan=2>Amount</TH></TR><TR><TH>No</TH><TH>Name</TH></TR>"
        "<TR><TD RowSpan='2'>C1</TD><TD>A</TD><TD X:NUM='1.25'>1.3</TD></TR><TR><TD>B</TD><TD>2</TD></TR></TABLE>"
    )
    assert cells(page(tmp_path, body)) == [
        ["Customer", "", "Amount"], ["No", "Name"], ["C1", "A", 1.25], ["", "B", "2"],
    ]  # fmt: skip


HEAD, *ITEMS = [[str(cell) for cell in row] for row in exports.plain_english()]


def table(*rows):
    return f"<table>{containers.html_rows(rows)}</table>"


def test_tables_with_the_same_headings_are_pages_of_one(tmp_path):
    body = "<p>Open items</p>" + table(HEAD, *ITEMS[:2]) + "<p>Page 2</p>" + table(HEAD, *ITEMS[2:])
    found = read_path(containers.page(tmp_path / "a.xls", body), currency="EUR")
    assert (found.table.rows.item, found.table.sheet) == (len(ITEMS), "")


def test_tables_with_different_headings_are_sheets(tmp_path):
    accounts = [["Customer Number", "Customer Name", "Credit Limit", "Country"], ["1100", "Kestrel", "5", "GB"]]
    body = "<h1>Receivables</h1>" + table(HEAD, *ITEMS) + "<table><caption>Customers</caption>"
    body += containers.html_rows(accounts) + "</table>"
    path = containers.page(tmp_path / "a.xls", body)
    assert opened(path).names == ("Table 1", "Customers")
    with pytest.raises(QuestionsError) as caught:
        read_path(path)
    assert caught.value.questions[0].choices[:2] == ("Table 1", "Customers")
    assert read_path(path, sheet="Table 1").table.rows.item == len(ITEMS)


def test_a_web_archive(tmp_path):
    body = containers.page(tmp_path / "inner.htm", table(HEAD, *ITEMS)).read_text()
    encoded = body.replace("=", "=3D").replace("é", "=C3=A9")
    text = (
        'MIME-Version: 1.0\nX-Document-Type: Workbook\nContent-Type: multipart/related; boundary="----=_X"\n\n'
        "------=_X\nContent-Location: file:///C:/book.htm\nContent-Transfer-Encoding: quoted-printable\n"
        f'Content-Type: text/html; charset="utf-8"\n\n{encoded}\n------=_X--\n'
    )
    path = tmp_path / "sap.xls"
    path.write_bytes(text.replace("\n", "\r\n").encode())
    found = read_path(path)
    assert (found.table.container, found.table.rows.item) == ("html", len(ITEMS))
    path.write_bytes(path.read_bytes()[:900])
    with pytest.raises(DamagedError):
        read_path(path)


def test_a_page_in_utf_16(tmp_path):
    path = containers.page(tmp_path / "a.xls", table(HEAD, *ITEMS), encoding="utf-16")
    assert read_path(path).table.rows.item == len(ITEMS)
