"""The shapes that real systems write come out with the right rows, sums, dates and evidence."""

from __future__ import annotations

from datetime import date

import pytest

from app.enums import ItemKind, SyncKind
from app.services.sync.model import NotedRow
from tests.builders import exports
from tests.builders.containers import WRITERS
from tests.builders.reading import read_path, read_rows
from tests.builders.spreadsheets import text, xls, xlsx

OPEN = {"90000011": 123456, "90000012": 25000, "90000013": 1000000, "90000014": 7510, "90000015": 320000}


def opens(read):
    return {row.number: row.open for row in read.rows}


@pytest.mark.parametrize("container", sorted(WRITERS))
def test_plain_english_in_every_container(tmp_path, container):
    read = read_path(WRITERS[container](tmp_path, exports.plain_english()))
    assert read.table.kind == SyncKind.OPEN_ITEMS
    assert opens(read) == OPEN
    assert read.table.totals["EUR"].net == 1475966
    assert (read.table.as_of, read.table.as_of_from) == (exports.AS_OF, "derived")
    assert read.table.rows.read == read.table.rows.item == 5
    first = read.rows[0]
    assert (first.row, first.account, first.document_date, first.due_date) == (2, "1100", "2026-03-25", "2026-04-24")
    assert read.accounts["1100"].number == "0000001100"
    assert read.accounts["1200"].name == "Marlin & Sons"


def test_one_source_whatever_the_container(tmp_path):
    names = {read_path(make(tmp_path, exports.plain_english())).table.layout for make in WRITERS.values()}
    assert len(names) == 1


def test_sap_alv_list(tmp_path):
    read = read_path(xlsx(tmp_path / "FBL5N.xlsx", exports.sap_alv()), as_of=exports.AS_OF)
    table = read.table
    assert (table.layout, table.header_row, table.kind) == ("sap-fbl5n", 1, SyncKind.OPEN_ITEMS)
    assert (table.rows.item, table.rows.total, table.rows.skipped) == (9, 1, 2)
    assert table.set_aside == {"noted_item": 1, "settled": 1}
    assert table.own_totals == {"EUR": 1535976}
    assert "own_total_differs" not in read.codes
    assert "duplicates_kept" not in read.codes  # the file's own total needs both lines
    kinds = {row.number: row.kind for row in read.rows}
    assert kinds["1400000021"] == ItemKind.UNAPPLIED
    assert kinds["1700000031"] == ItemKind.CREDIT_MEMO
    assert kinds["90000011"] == ItemKind.INVOICE
    assert sum(1 for row in read.rows if row.number == "90000017") == 2
    assert (table.as_of, table.as_of_from) == (exports.AS_OF, "option")
    assert read.rows[0].local == 123456
    assert read.rows[0].local_currency == "EUR"
    assert read.accounts["1100"].name == ""


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "cp1252"])
def test_sap_local_file(tmp_path, encoding):
    read = read_path(text(tmp_path / "FBL5N.XLS", exports.sap_list(), separator="\t", encoding=encoding))
    assert (read.table.layout, read.table.header_row) == ("sap-fbl5n", 5)
    assert opens(read) == {**OPEN, "1400000021": -40000}
    assert (read.table.rows.item, read.table.rows.total) == (6, 1)
    assert read.table.own_totals == {"EUR": 1435966}
    assert (read.table.as_of, read.table.as_of_from) == (exports.AS_OF, "stated")
    assert read.rows[0].row == 7


def test_sap_unconverted_list_with_rulers_and_repeated_headers(tmp_path):
    rows = exports.sap_list()
    head, items, total = rows[4][1:], [row[1:] for row in rows[6:-1]], rows[-1][1:]

    def line(cells):
        return "|" + "|".join(cell.ljust(12) for cell in cells) + "|"

    ruler = "-" * 110
    page = [ruler, line(head), ruler]
    first, second = [*page, *map(line, items[:3]), ruler], [*page, *map(line, items[3:]), ruler]
    lines = ["Open at key date 17.06.2026", *first, "", *second]
    path = tmp_path / "list.txt"
    path.write_text("\n".join([*lines, line(total), ruler]), encoding="cp1252")
    read = read_path(path)
    assert opens(read) == {**OPEN, "1400000021": -40000}
    assert read.table.own_totals == {"EUR": 1435966}
    assert read.table.rows.read == 8


def test_quickbooks_online_aging_groups_by_bucket():
    read = read_rows(exports.quickbooks_online(), currency="USD")
    assert (read.table.layout, read.table.header_row) == ("quickbooks-online-aging", 5)
    assert (read.table.rows.item, read.table.rows.group, read.table.rows.total) == (6, 3, 4)
    assert read.table.set_aside == {"footer": 1}
    assert read.table.own_totals == {"USD": 1460966}
    assert read.by_number("90000012").original == 50000
    assert read.by_number("90000012").open == 25000
    payment = read.by_number("")
    assert (payment.kind, payment.open, payment.account) == (ItemKind.UNAPPLIED, -15000, "Kestrel Tools Ltd.")
    assert (read.table.as_of, read.table.as_of_from) == (exports.AS_OF, "stated")
    assert read.rows[0].due_date == "2026-04-24"


def test_quickbooks_desktop_open_invoices_group_by_customer():
    read = read_rows(exports.quickbooks_desktop(), currency="USD")
    assert read.table.layout == "quickbooks-desktop-open-invoices"
    assert (read.table.rows.item, read.table.rows.group, read.table.rows.total) == (6, 3, 4)
    assert {row.account for row in read.rows} == {"Kestrel Tools Ltd.", "Marlin & Sons", "Oriole GmbH"}
    assert read.table.own_totals == {"USD": 1455966}
    assert (read.table.as_of, read.table.as_of_from) == (exports.AS_OF, "derived")
    assert read.by_number("90000011").terms == "Net 30"
    assert read.by_number("90000011").po == "PO-7"


def test_omie_totals_above_the_data_and_currency_in_the_number_format(tmp_path):
    formats = dict.fromkeys((8, 9, 10, 11), "[$R$-416] #,##0.00")
    read = read_path(xlsx(tmp_path / "contas.xlsx", exports.omie(), formats=formats))
    assert (read.table.layout, read.table.header_row) == ("omie-receivables", 2)
    assert read.table.company == "Midori do Brasil Ltda"
    assert (read.table.rows.item, read.table.rows.total, read.table.rows.skipped) == (3, 1, 1)
    assert read.table.set_aside == {"settled": 1}
    assert read.table.own_totals == {"BRL": 211234}
    second = read.by_number("00001001-002/002")
    assert (second.original, second.open, second.currency) == (100000, 60000, "BRL")
    assert second.account == "11.222.333/0001-81"
    assert read.accounts[second.account].name == "Pinheiral Laticínios Ltda."


@pytest.mark.parametrize("write", [xlsx, xls])
def test_currency_of_number_formats_in_both_workbooks(tmp_path, write):
    rows = [["Customer", "Invoice No", "Invoice Date", "Amount"]]
    rows += [[f"Firm {n}", f"INV-{n}", date(2026, 5, n), 10.0 * n] for n in range(1, 5)]
    read = read_path(write(tmp_path / "book", rows, formats={3: '#,##0.00 "EUR"'}))
    assert set(read.table.totals) == {"EUR"}


def test_icg_series_and_number():
    read = read_rows(exports.icg(), currency="COP")
    assert read.table.layout == "icg-cartera"
    assert opens(read) == {"FV1-2210": 15000000, "FV1A-18": -3000000, "FV2--77": 99000050}
    assert read.by_number("FV1A-18").kind == ItemKind.CREDIT_MEMO
    assert read.by_number("FV2--77").kind == ItemKind.INVOICE
    assert read.table.own_totals == {"COP": 111000050}
    assert (read.table.as_of, read.table.as_of_from) == (exports.AS_OF, "derived")
    palma = read.accounts["1045"]
    assert (palma.name, palma.credit_limit, palma.limit_currency) == ("FERRETERÍA LA PALMA", 6000000, "COP")
    assert palma.sales_rep == "ANA RUIZ"


def test_customer_master_with_people():
    read = read_rows(exports.customers())
    assert read.table.kind == SyncKind.CUSTOMERS
    assert (read.table.rows.item, read.table.rows.total) == (3, 1)
    kestrel, amagino = read.rows
    assert (kestrel.key, kestrel.number, kestrel.name) == ("1100", "0000001100", "Kestrel Tools Ltd.")
    assert (kestrel.country, kestrel.language, kestrel.tier, kestrel.blocked) == ("GB", "en", "A", False)
    assert (kestrel.credit_limit, kestrel.limit_currency) == (5000000, "GBP")
    assert kestrel.address == ("1 Mill Lane", "Leeds", "LS1 4AB")
    assert kestrel.phone == "+44 113 496 0000"
    assert kestrel.time_zone == "Europe/London"
    people = {person.name: person for person in kestrel.contacts}
    assert people["Jane Hart"].role == "payables"
    assert people["Tom Reed"].role == "decision_maker"
    assert people["ap@kestrel.example"].email == "ap@kestrel.example"
    assert (amagino.country, amagino.language, amagino.tier, amagino.parent) == ("JP", "ja", "B", "1100")
    assert (amagino.credit_limit, amagino.limit_currency, amagino.blocked) == (3000000, "JPY", True)
    assert amagino.name_kana == "アマギノセイサクショ"
    assert amagino.address == ("〒140-0006", "品川区東大井4-7-4")
    assert amagino.time_zone is None
    assert amagino.contacts[0].role == "payables"


def test_receipts_with_rounding_and_a_payment_taken_back():
    read = read_rows(exports.receipts())
    assert read.table.kind == SyncKind.RECEIPTS
    assert (read.table.rows.item, read.table.rows.total) == (4, 1)
    assert read.table.own_totals == {"EUR": 517010}
    assert read.table.totals["EUR"].net == 517010
    one, two, three, four = read.rows
    assert (one.number, one.account, one.receipt_date, one.amount) == ("R-1", "1100", "2026-06-10", 25000)
    assert (one.applied, one.unapplied, one.invoices) == (25000, 0, ("90000012",))
    assert (two.applied, two.unapplied, two.invoices) == (0, 500000, ())
    assert (three.is_cash, one.is_cash) == (False, True)
    assert (four.amount, four.reversed) == (8000, True)
    assert read.table.coverage == date(2026, 6, 15)


def test_salesforce_cases():
    read = read_rows(exports.cases(), currency="USD")
    assert (read.table.kind, read.table.layout) == (SyncKind.CASES, "salesforce-cases")
    assert (read.table.rows.item, read.table.rows.skipped) == (4, 2)
    assert [row.status for row in read.rows] == ["under_review", "waiting_customer", "closed", "under_review"]
    assert "case_status_unknown" in read.codes
    first, second = read.rows[:2]
    assert (first.number, first.account_name, first.reason, first.opened_on) == (
        "00010241", "Kestrel Tools Ltd.", "price", "2026-05-28",
    )  # fmt: skip
    assert (first.amount, first.currency, first.invoices) == (12000, "USD", ("90000011",))
    assert second.invoices == ("90000013", "90000014")


def test_every_row_below_the_header_is_accounted_for_by_its_number():
    rows = exports.quickbooks_desktop()
    read = read_rows(rows, currency="USD")
    numbers = [row.row for row in read.rows] + [note.row for note in read.table.noted]
    assert sorted(numbers) == list(range(2, len(rows) + 1))
    assert NotedRow(2, "group", "group") in read.table.noted
    assert NotedRow(len(rows), "total", "total") in read.table.noted
