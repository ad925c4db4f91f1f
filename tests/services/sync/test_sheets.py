"""Which sheet is read: copies and pivots are not counted twice, different tables are asked for, and it is said."""

from __future__ import annotations

from datetime import date

import pytest

from app.errors import RefusedError
from app.services.sync.model import QuestionsError
from tests.builders import containers, exports, spreadsheets
from tests.builders.reading import read_path

HEAD, *ITEMS = exports.plain_english()
NAMES = ["Kestrel Tools Ltd.", "Marlin & Sons", "Oriole GmbH"]


def read_book(folder, sheets, **options):
    return read_path(spreadsheets.book(folder / "book.xlsx", sheets), **{"currency": "EUR", **options})


def warning(found, code):
    return next(str(entry.text) for entry in found.table.warnings if entry.code == code)


def open_by(column):
    """Return the sums of the open amount by one column, as a pivot has them."""
    sums = {}
    for row in ITEMS:
        sums[row[column]] = round(sums.get(row[column], 0) + row[7], 2)
    return [[key, total] for key, total in sums.items()]


def test_a_pivot_on_another_sheet_is_not_counted(tmp_path):
    pivot = [
        ["Customer Name", "Sum of Open Amount", "Due Date"], *([*row, ""] for row in open_by(1)),
        ["Grand Total", exports.TOTAL, ""],
    ]  # fmt: skip
    found = read_book(tmp_path, {"Pivot": [["As of 17 June 2026"], [""], *pivot], "Data": [HEAD, *ITEMS]})
    assert (found.table.sheet, found.table.rows.item) == ("Data", len(ITEMS))
    assert found.table.own_totals in ({}, {"EUR": 1475966})


@pytest.mark.parametrize("left", [False, True])
def test_a_pivot_beside_the_table_is_not_counted(tmp_path, left):
    pivot = [["Row Labels", "Sum of Open Amount"], *open_by(2), ["(blank)", ""], ["Grand Total", exports.TOTAL]]
    table = [HEAD, *ITEMS, *([[""] * len(HEAD)] * (len(pivot) - len(ITEMS) - 1))]
    rows = [[*two, "", *one] if left else [*one, "", *two] for one, two in zip(table, pivot, strict=True)]
    found = read_path(spreadsheets.xlsx(tmp_path / "a.xlsx", rows))
    assert (found.table.rows.item, found.table.rows.rejected) == (len(ITEMS), 0)
    assert found.table.totals["EUR"].net == 1475966


def test_a_summary_that_looks_like_a_table_of_its_own_is_named(tmp_path):
    head = ["Customer Number", "Customer Name", "Balance", "Credit Limit", "Country"]
    by_account = {row[0]: row[1] for row in exports.LEDGER}
    rows = [[account, by_account[account], total, 5000.0, "DE"] for account, total in open_by(0)]
    found = read_book(tmp_path, {"Summary": [head, *rows], "Items": [HEAD, *ITEMS]})
    assert found.table.sheet == "Items"
    assert warning(found, "sheets_sum_up").startswith("Other sheets sum up rows of sheet Items: Summary.")


def test_copies_with_other_columns_and_fewer_rows_are_not_counted(tmp_path):
    working = [[*HEAD[:8], "My note"], *([*row[:8], "called"] for row in ITEMS[:4])]
    found = read_book(tmp_path, {"Data": [HEAD, *ITEMS], "Working": working, "Data (2)": [HEAD, *ITEMS]})
    assert found.table.sheet == "Data"
    assert warning(found, "sheets_repeat").endswith("Data: Working, Data (2). They are not counted again.")


def test_cover_and_empty_sheets_say_nothing(tmp_path):
    cover = [["Midori Electric"], ["Receivables"], ["Prepared by", "Keiko Sato"], ["Date", date(2026, 6, 17)]]
    found = read_book(tmp_path, {"Cover": cover, "Empty": [], "Items": [HEAD, *ITEMS], "Notes": [["call Marlin"]]})
    assert found.table.sheet == "Items"
    assert {"sheets_repeat", "sheets_sum_up"}.isdisjoint(found.codes)


def test_a_sheet_per_company_is_asked_for(tmp_path):
    with pytest.raises(QuestionsError) as caught:
        read_book(tmp_path, {"Leeds": [HEAD, *ITEMS[:2]], "Bonn": [HEAD, *ITEMS[2:]]})
    assert [question.option for question in caught.value.questions] == ["--sheet"]
    assert caught.value.questions[0].choices == ("Leeds", "Bonn", "*")
    chosen = read_path(tmp_path / "book.xlsx", currency="EUR", sheet="Bonn")
    assert (chosen.table.sheet, chosen.table.rows.item) == ("Bonn", 3)


def test_a_summary_of_several_sheets_is_none_of_them(tmp_path):
    head = ["Customer Number", "Customer Name", "Balance", "Credit Limit", "Country"]
    names = {row[0]: row[1] for row in exports.LEDGER}
    summary = [head, *([account, names[account], total, 5000.0, "DE"] for account, total in open_by(0))]
    sheets = {"Summary": summary, "May": [HEAD, *ITEMS[0::2]], "June": [HEAD, *ITEMS[1::2]]}
    with pytest.raises(QuestionsError) as caught:
        read_book(tmp_path, sheets)
    assert caught.value.questions[0].choices == ("May", "June", "*")


def test_the_same_sums_every_month_are_no_copy(tmp_path):
    june = [[*row[:2], f"J{at}", date(2026, 6, 1), date(2026, 7, 1), *row[5:8], -14] for at, row in enumerate(ITEMS)]
    payments = [["Receipt Number", "Customer Number", "Payment Date", "Amount"]]
    payments += [[f"R{at}", row[0], date(2026, 6, 9), row[7]] for at, row in enumerate(ITEMS)]
    with pytest.raises(QuestionsError) as caught:
        read_book(tmp_path, {"May": [HEAD, *ITEMS], "June": [HEAD, *june], "Paid": payments})
    assert caught.value.questions[0].choices == ("May", "June", "Paid", "*")


def numbered(first, last):
    """Items of nine customers, one for each number."""
    return [
        [
            f"C{n % 9}",
            f"Firm {n % 9} Ltd",
            f"I{n:04}",
            f"2026-05-{n % 28 + 1:02}",
            f"2026-06-{n % 28 + 1:02}",
            100.0 + n,
        ]
        for n in range(first, last)
    ]


COLUMNS = ["Customer No", "Customer", "Invoice No", "Invoice date", "Due date", "Open amount"]


def test_a_copy_with_documents_of_its_own_is_asked_for(tmp_path):
    sheets = {"Main": [COLUMNS, *numbered(0, 150)], "Working": [COLUMNS, *numbered(54, 154)]}
    with pytest.raises(QuestionsError) as caught:
        read_book(tmp_path, sheets)
    assert caught.value.questions[0].choices == ("Main", "Working", "*")
    assert "4 rows of its own: I0150, I0151, I0152, I0153" in str(caught.value)


def test_a_copy_that_says_something_else_of_some_documents_is_named_with_its_rows(tmp_path):
    other = [[*row[:5], row[5] - 50.0 if at in {2, 7} else row[5]] for at, row in enumerate(numbered(0, 100))]
    total = ["Total", "", "", "", "", 99.5]
    found = read_book(tmp_path, {"Main": [COLUMNS, *numbered(0, 120)], "Working": [COLUMNS, *other, total]})
    assert (found.table.sheet, found.table.rows.item) == ("Main", 120)
    assert "2 of its rows say something else there: rows 4, 9" in warning(found, "sheets_differ")
    same = read_book(tmp_path, {"Main": [COLUMNS, *numbered(0, 120)], "Working": [COLUMNS, *numbered(0, 100), total]})
    assert "sheets_differ" not in same.codes


def test_a_list_of_people_is_no_copy_of_the_customers(tmp_path):
    head = ["Customer Number", "Customer Name", "Currency", "Country", "Credit Limit"]
    people = ["Customer Number", "Customer Name", "Currency", "Contact Name", "E-Mail"]
    rows = [(f"C{at}", f"Firm {at}", "EUR") for at in range(6)]
    sheets = {
        "Customers": [head, *([*row, "DE", 5000.0] for row in rows)],
        "People": [people, *([*row, "Ann Lee", "a@x.example"] for row in rows)],
    }
    with pytest.raises(QuestionsError) as caught:
        read_book(tmp_path, sheets)
    assert caught.value.questions[0].choices == ("Customers", "People", "*")


def test_a_sheet_of_payables_beside_receivables_is_left_out(tmp_path):
    payables = [["Vendor Number", "Vendor Name", *HEAD[2:]], *ITEMS]
    found = read_book(tmp_path, {"AP": payables, "AR": [HEAD, *ITEMS]})
    assert found.table.sheet == "AR"
    assert "AP" in warning(found, "sheets_payables")
    with pytest.raises(RefusedError) as caught:
        read_book(tmp_path, {"AP": payables, "Cover": [["Payables"]]})
    assert caught.value.code == "payables"


@pytest.mark.parametrize("container", ["xlsx", "xlsb", "xls"])
def test_a_hidden_sheet_is_read(tmp_path, container):
    path, sheets = tmp_path / "file.xls", {"Shown": [["Open items: see below"]], "Data": [HEAD, *ITEMS]}
    if container == "xlsx":
        spreadsheets.book(path, sheets, hidden=["Data"])
    elif container == "xlsb":
        containers.xlsb(path, sheets, hidden=["Data"])
    else:
        spreadsheets.xls_book(path, sheets, hidden=["Data"])
    found = read_path(path)
    assert (found.table.sheet, found.table.rows.item) == ("Data", len(ITEMS))


def formulas(folder, *, of):
    """Write a workbook in which some amounts are formulas that nobody has computed."""
    rows = [[str(cell) for cell in row] for row in (HEAD, *ITEMS)]
    xml = spreadsheets.inline_rows(rows)
    for at, row in enumerate(rows[1 : of + 1], start=2):
        text = f'<c r="H{at}" t="inlineStr"><is><t>{row[7]}</t></is></c>'
        assert text in xml
        xml = xml.replace(text, f'<c r="H{at}"><f>G{at}</f><v></v></c>')
    return spreadsheets.worksheet(folder / "formulas.xlsx", xml)


def test_a_formula_without_its_result_costs_its_row_and_is_said(tmp_path):
    found = read_path(formulas(tmp_path, of=1))
    assert [(entry.row, entry.column) for entry in found.table.rejected] == [(2, "Open Amount")]
    assert "save it" in str(found.table.rejected[0].reason)
    assert "H2" in warning(found, "formulas_unsaved")


def test_a_table_of_formulas_without_results_is_refused(tmp_path):
    with pytest.raises(RefusedError) as caught:
        read_path(formulas(tmp_path, of=5))
    assert caught.value.code == "formulas_unsaved"
    assert "cell H2" in str(caught.value)


def test_zeros_that_a_writer_puts_for_results_are_none(tmp_path):
    rows = [[*HEAD, "Reference"], *([*row[:7], f"=G{at}", row[8], ""] for at, row in enumerate(ITEMS, start=2))]
    path = spreadsheets.book(tmp_path / "zeros.xlsx", {"Items": rows}, formulas=True)
    with pytest.raises(RefusedError) as caught:
        read_path(path, currency="EUR")
    assert caught.value.code == "formulas_unsaved"


def test_a_total_whose_formula_has_no_result_is_no_item(tmp_path):
    total = ["Total", "", "", "", "", "", "", "=SUM(H2:H6)", ""]
    path = spreadsheets.book(tmp_path / "total.xlsx", {"Items": [HEAD, *ITEMS, total]}, formulas=True)
    found = read_path(path)
    assert (found.table.rows.item, found.table.rows.rejected) == (len(ITEMS), 0)
    assert found.table.own_totals == {}
    assert "formulas_unsaved" in found.codes


def test_days_overdue_without_results_are_only_said(tmp_path):
    rows = [HEAD, *([*row[:8], f"=TODAY()-E{at}"] for at, row in enumerate(ITEMS, start=2))]
    found = read_path(spreadsheets.book(tmp_path / "days.xlsx", {"Items": rows}, formulas=True))
    assert (found.table.rows.item, found.table.rows.rejected) == (len(ITEMS), 0)
    assert "formulas_unsaved" in found.codes


def test_of_many_sheets_a_few_are_named_and_all_of_them_stand_first(tmp_path):
    sheets = {f"Branch {at}": [COLUMNS, *numbered(20 * at, 20 * at + 9)] for at in range(9)}
    with pytest.raises(QuestionsError) as caught:
        read_book(tmp_path, sheets)
    (question,) = caught.value.questions
    assert question.choices == ("*", *sheets)
    assert str(question.evidence).endswith("Branch 4 ….")
    assert "--sheet * (all of them together)|Branch 0|Branch 1" in str(caught.value)
