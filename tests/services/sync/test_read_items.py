"""What rows mean: kinds and signs, totals, groups, rejected rows, due dates, as-of days, duplicates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.enums import ItemKind, SyncKind
from tests.builders import exports
from tests.builders.reading import read_rows

HEAD = ["Account", "Customer Name", "Invoice No", "Type", "Invoice Date", "Due Date", "Currency", "Open Amount"]


def row(number, amount, kind="Invoice", account="C1", start=date(2026, 4, 1), due=date(2026, 5, 1), currency="EUR"):
    return [account, f"Firm {account}", number, kind, start, due, currency, amount]


def read(*rows, head=HEAD, **options):
    return read_rows([head, *rows], **options)


def test_credit_notes_written_positive_are_turned():
    found = read(row("1", 100.0), row("2", 30.0, "Credit Note"), row("3", 20.0, "Payment"))
    assert [item.open for item in found.rows] == [10000, -3000, -2000]
    assert [item.kind for item in found.rows] == [ItemKind.INVOICE, ItemKind.CREDIT_MEMO, ItemKind.UNAPPLIED]
    assert "credits_turned" in found.codes


def test_a_file_with_a_negative_credit_note_is_left_alone():
    found = read(row("1", 100.0), row("2", 30.0, "Credit Note"), row("3", -20.0, "Credit Note"))
    assert [item.open for item in found.rows] == [10000, 3000, -2000]
    assert found.rows[1].kind == ItemKind.DEBIT_MEMO
    assert "kind_and_sign" in found.codes


def test_a_negative_invoice_is_credit_on_account_with_a_warning():
    found = read(row("1", 100.0), row("2", -30.0))
    assert found.rows[1].kind == ItemKind.ON_ACCOUNT
    assert next(w for w in found.table.warnings if w.code == "kind_and_sign").row == 3


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("RV", ItemKind.INVOICE),
        ("DG", ItemKind.CREDIT_MEMO),
        ("DZ", ItemKind.UNAPPLIED),
        ("Nota de crédito", ItemKind.CREDIT_MEMO),
        ("Gutschrift", ItemKind.CREDIT_MEMO),
        ("赤伝", ItemKind.CREDIT_MEMO),
        ("入金", ItemKind.UNAPPLIED),
        ("预收款", ItemKind.UNAPPLIED),
        ("On account", ItemKind.ON_ACCOUNT),
        ("AB", ItemKind.ON_ACCOUNT),
    ],
)
def test_types_of_negative_rows(word, kind):
    amount = 50.0 if kind == ItemKind.INVOICE else -50.0
    assert read(row("1", 10.0, "RV"), row("2", amount, word)).rows[1].kind == kind


def test_numbers_with_a_prefix_say_what_credits_are():
    head = [name for name in HEAD if name != "Type"]
    rows = [row("INV-1", 100.0), row("CR-2", -10.0), row("UC-3", -20.0), row("X-4", -5.0)]
    found = read(*([cell for at, cell in enumerate(line) if at != 3] for line in rows), head=head)
    assert [item.kind for item in found.rows[1:]] == [ItemKind.CREDIT_MEMO, ItemKind.UNAPPLIED, ItemKind.ON_ACCOUNT]


def test_zero_amounts_are_kept():
    assert [item.open for item in read(row("1", 0.0), row("2", 5.0)).rows] == [0, 500]


def test_two_currencies_of_one_account():
    found = read(row("1", 100.0), row("2", 5000.0, currency="JPY"))
    assert [(item.open, item.currency) for item in found.rows] == [(10000, "EUR"), (5000, "JPY")]
    assert found.table.account_count == 1


def test_own_total_per_currency():
    total = ["", "", "", "", "", "", "EUR", 110.0]
    yen = ["", "", "", "", "", "", "JPY", 5000.0]
    found = read(row("1", 100.0), row("2", 5000.0, currency="JPY"), row("3", 10.0), total, yen)
    assert found.table.own_totals == {"EUR": 11000, "JPY": 5000}
    assert found.table.rows.total == 2


def test_own_total_that_differs_is_said_with_the_difference():
    found = read(row("1", 100.0), row("2", 50.0), ["Grand Total", "", "", "", "", "", "", 151.0])
    assert found.table.own_totals == {"EUR": 15100}
    warning = next(w for w in found.table.warnings if w.code == "own_total_differs")
    assert warning.row == 4
    assert "1.00 EUR" in str(warning.text)


def test_a_total_below_that_differs_from_one_above_is_said():
    rows = [["Total open", *[""] * 6, 30.0], HEAD, row("1", 10.0), row("2", 20.0), ["Total", *[""] * 6, 40.0]]
    found = read_rows(rows)
    warning = next(w for w in found.table.warnings if w.code == "own_total_differs")
    assert warning.row == 5
    rows[-1][-1] = 30.0
    assert "own_total_differs" not in read_rows(rows).codes


def test_own_total_ties_with_rejected_and_set_aside_rows_added_back():
    head = [*HEAD, "Status"]
    rows = [[*row("1", 100.0), "Open"], [*row("2", 50.0), "Paid"], [*row("3", 25.0, account=""), "Open"]]
    found = read(*rows, ["Total", "", "", "", "", "", "", 175.0, ""], head=head)
    assert found.table.set_aside == {"settled": 1}
    assert found.table.rows.rejected == 1
    assert "own_total_differs" not in found.codes


def test_an_amount_without_keys_is_a_total_only_if_it_is_a_sum():
    found = read(row("1", 100.0), row("2", 50.0), ["", "", "", "", "", "", "EUR", 150.0])
    assert found.table.rows.total == 1
    found = read(row("1", 100.0), row("2", 50.0), ["", "", "", "", "", "", "EUR", 149.0])
    assert found.table.rows.rejected == 1
    assert found.table.rejected[0].row == 4


def test_a_customer_called_total_is_no_total():
    found = read(row("1", 100.0, account="Total Wine"), row("2", 50.0))
    assert len(found.rows) == 2


def test_rejected_rows_say_where_and_why_and_what_could_be_read():
    nameless = row("", 7.0, account="C9", start="", due="")
    found = read(row("1", 100.0), row("2", "n.n."), nameless, row("4", 5.0, due="31/02/2026"))
    assert len(found.rows) == 1
    reasons = {entry.row: (entry.column, entry.value, entry.account, entry.number) for entry in found.table.rejected}
    assert reasons[3] == ("Open Amount", "n.n.", "C1", "2")
    assert reasons[4] == ("Open Amount", "", "C9", None)
    assert reasons[5] == ("Due Date", "31/02/2026", "C1", "4")


def test_more_decimals_than_the_currency_has():
    found = read(row("1", 100.0), row("2", 10.125), row("3", 5.5, currency="JPY"), row("4", 0.1 + 0.2))
    assert [entry.row for entry in found.table.rejected] == [3, 4]
    assert found.by_number("4").open == 30


def test_unknown_currency_is_rejected():
    found = read(row("1", 100.0), row("2", 10.0, currency="ZZZ"))
    assert found.table.rejected[0].column == "Currency"


def test_internal_transfers_without_a_customer_are_set_aside():
    head = [*HEAD, "Text"]
    rows = [[*row("1", 100.0), ""], [*row("2", 50.0, account="")[:1], "", *row("2", 50.0)[2:], "Internal transfer"]]
    assert read(*rows, head=head).table.set_aside == {"internal_transfer": 1}


def test_true_duplicates_go_where_the_total_says_so():
    again = row("2", 50.0)
    total = ["Total", "", "", "", "", "", "", 150.0]
    found = read(row("1", 100.0), again, again, total)
    assert found.table.set_aside == {"duplicate": 1}
    assert "own_total_differs" not in found.codes
    found = read(row("1", 100.0), again, again)
    assert len(found.rows) == 3
    assert "duplicates_kept" in found.codes


def test_two_spellings_of_an_account_are_one():
    found = read(row("1", 100.0, account="0000123"), row("2", 50.0, account="123"))
    assert {item.account for item in found.rows} == {"123"}
    assert found.table.account_count == 1
    assert "account_spellings" in found.codes


def test_missing_due_dates_follow_from_terms_in_words_or_learned():
    head = ["Account", "Invoice No", "Invoice Date", "Due Date", "Terms", "Currency", "Open Amount"]
    start = date(2026, 3, 10)
    rows = [["C1", f"{n}", start + timedelta(n), start + timedelta(n + 15), "NAH4", "USD", 10.0] for n in range(4)]
    rows += [["C1", "8", start, "", "NAH4", "USD", 10.0], ["C1", "9", start, "", "Net 45", "USD", 10.0],
             ["C1", "10", start, "", "whenever", "USD", 10.0]]  # fmt: skip
    found = read(*rows, head=head)
    assert (found.by_number("8").due_date, found.by_number("8").due_from) == ("2026-03-25", "terms")
    assert (found.by_number("9").due_date, found.by_number("9").due_from) == ("2026-04-24", "terms")
    assert (found.by_number("10").due_date, found.by_number("10").due_from) == (None, None)
    assert {"due_date_derived", "no_due_date"} <= set(found.codes)


def test_closed_items_are_told_by_their_closing_dates():
    head = "Customer ID|Invoice|Invoice Date|Due Date|Invoice Amount|Disputed|Settled Date|Days Late".split("|")

    def line(n):
        due = date(2025, 2, n)
        return [f"C{n % 2}", f"{n}", date(2025, 1, n), due, 100.0, "Yes" if n % 2 else "No", due + timedelta(3), 3]

    rows = [line(n) for n in range(1, 11)]
    found = read(*rows, head=head, currency="USD")
    assert found.table.kind == SyncKind.CLOSED_ITEMS
    assert {item.open for item in found.rows} == {0}
    assert found.rows[0].original == 10000
    assert (found.rows[0].closed_on, found.rows[0].days_late) == ("2025-02-04", 3)
    assert sum(item.disputed for item in found.rows) == 5
    assert found.table.as_of is None
    assert found.table.coverage == date(2025, 2, 13)


def test_status_says_settled_and_disputed():
    head = [*HEAD, "Status"]
    statuses = ("Open", "Disputed", "Pago", "入金済", "Partially paid")
    rows = [[*row(str(n), 10.0), status] for n, status in enumerate(statuses)]
    found = read(*rows, head=head)
    assert [(item.number, item.disputed) for item in found.rows] == [("0", False), ("1", True), ("4", False)]
    assert found.table.set_aside == {"settled": 2}


def test_debit_and_credit_columns_and_a_sign_column():
    head = ["Konto", "Rechnungsnummer", "Datum", "Fälligkeit", "Soll", "Haben"]
    owed = ["10001", "R1", "01.04.2026", "01.05.2026", "100,00", ""]
    found = read(owed, ["10001", "G2", "02.04.2026", "", "", "30,00"], head=head, currency="EUR")
    assert [item.open for item in found.rows] == [10000, -3000]
    head = "Kundennummer|Belegnummer|Belegdatum|Fälligkeitsdatum|Betrag|Soll/Haben-Kennzeichen|Währung".split("|")
    owed = ["1", "A", "01.04.2026", "01.05.2026", "100,00", "S", "EUR"]
    found = read(owed, ["1", "B", "02.04.2026", "02.05.2026", "30,00", "H", "EUR"], head=head)
    assert [item.open for item in found.rows] == [10000, -3000]


def test_open_amount_from_original_less_paid():
    head = ["Customer No", "Invoice No", "Invoice Date", "Due Date", "Invoice Amount", "Amount Paid"]
    days = [date(2026, 4, 1), date(2026, 5, 1)]
    found = read(["1", "A1", *days, 100.0, 40.0], ["1", "A2", *days, 70.0, ""], head=head, currency="USD")
    assert [(item.original, item.open) for item in found.rows] == [(10000, 6000), (7000, 7000)]


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("As of June 17, 2026", date(2026, 6, 17)),
        ("Offene Posten zum Stichtag 17.06.2026", date(2026, 6, 17)),
        ("2026年6月17日現在", date(2026, 6, 17)),
        ("截至2026年6月17日", date(2026, 6, 17)),
        ("Fecha de corte: 17/06/2026", date(2026, 6, 17)),
        ("Open invoices at 17 June 2026 - all amounts in USD", date(2026, 6, 17)),
        ("For the month ended 17 June 2026", date(2026, 6, 17)),
    ],
)
def test_as_of_stated_in_a_line_above(title, day):
    found = read_rows([[title], [""], HEAD, row("1", 10.0)])
    assert (found.table.as_of, found.table.as_of_from) == (day, "stated")


def test_as_of_of_last_resort_is_the_day_with_a_warning():
    found = read(row("1", 10.0))
    assert (found.table.as_of, found.table.as_of_from) == (date(2026, 7, 1), "day")
    assert "as_of_unknown" in found.codes


def test_the_files_own_day_beats_the_option_with_a_warning():
    found = read_rows([["As of June 17, 2026"], HEAD, row("1", 10.0)], as_of=date(2026, 6, 30))
    assert found.table.as_of == date(2026, 6, 17)
    assert "as_of_of_file" in found.codes


def test_a_day_typed_by_hand_yields_to_what_the_rows_prove():
    rows = exports.plain_english()
    found = read_rows([["As of June 18, 2026"], *rows])
    assert (found.table.as_of, found.table.as_of_from) == (exports.AS_OF, "derived")
    assert "as_of_differs" in found.codes


def test_header_over_two_rows_as_tally_writes_it():
    top = ["Date", "Ref. No.", "Party's Name", "Opening", "Pending", "Due on", "Overdue"]
    below = ["", "", "", "Amount", "Amount", "", "by days"]
    bill = ["1-Apr-2026", "T/1", "Kamala Traders", "11,39,259.30", "1,00,000.00 Dr", "1-May-2026", 47]
    found = read_rows([["Bills Receivable"], top, below, bill], currency="INR")
    assert found.table.header_row == 3
    assert (found.rows[0].original, found.rows[0].open) == (113925930, 10000000)
    assert found.table.as_of == exports.AS_OF


def test_spacer_columns_and_headers_far_down():
    rows = [["Report"]] + [["", "note", n] for n in range(9)] + [["", *HEAD[:3], "", *HEAD[3:]]]
    items = [["", *row("1", 10.0)[:3], "", *row("1", 10.0)[3:]]]
    found = read_rows(rows + items)
    assert found.table.header_row == 11
    assert found.rows[0].row == 12


amounts = st.integers(-(10**9), 10**9)


@given(st.lists(amounts, min_size=1, max_size=30))
def test_items_and_totals_always_add_up(values):
    kinds = ["Invoice" if value >= 0 else "Credit memo" for value in values]
    rows = [row(f"N{at}", value / 100, kind) for at, (value, kind) in enumerate(zip(values, kinds, strict=True))]
    found = read(*rows, ["Total", "", "", "", "", "", "", round(sum(values) / 100, 2)])
    assert [item.open for item in found.rows] == values
    totals = found.table.totals["EUR"]
    assert totals.net == totals.debits + totals.credits == sum(values)
    assert found.table.own_totals == {"EUR": sum(values)}
    assert found.table.rows.read == len(values) + 1
    assert not found.table.rejected


def test_the_mapping_shows_its_evidence():
    columns = {column.field: column for column in read_rows(exports.plain_english()).table.columns}
    said = " ".join(str(text) for text in columns["days_overdue"].evidence)
    assert "17 Jun 2026 in 3 of 3 rows" in said
    assert "its own column" in " ".join(str(text) for text in columns["open"].evidence)
    due = columns["due_date"]
    assert (due.letter, due.first, due.last) == ("E", "2026-04-24", "2026-07-01")
    assert columns["account"].sample[0] == "0000001100"


@pytest.mark.parametrize(
    "word", ["tbc", "ASAP", "to be confirmed", "未定", "待定", "por definir", "a confirmar", "offen"]
)
def test_a_word_for_a_day_that_is_not_known_yet_leaves_the_item_without_one(word):
    head = ["Customer", "Invoice No", "Invoice Date", "Due Date", "Open Amount"]
    rows = [["C1", f"I{at}", f"2026-09-1{at}", word if at == 2 else f"2026-10-1{at}", f"{at}.50"] for at in range(1, 7)]
    found = read_rows([head, *rows], currency="EUR")
    assert [row.due_date for row in found.rows if row.number == "I2"] == [None]
    assert len(found.rows) == 6
    assert not found.table.rejected
    assert "no_due_date" in found.codes
