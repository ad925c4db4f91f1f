"""What cells and relations say about columns: proofs, vetoes, and what is left open."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.enums import SyncKind
from app.errors import RefusedError
from app.i18n import render
from app.services.sync.layouts.ages import is_age
from app.services.sync.layouts.headings import meanings
from app.services.sync.layouts.layout import Layout
from app.services.sync.model import QuestionsError
from app.services.sync.recognition.columns import describe
from app.services.sync.recognition.evidence import weigh
from app.services.sync.recognition.relations import (
    Sheaf,
    by_difference,
    by_lateness,
    by_order,
    by_product,
    by_running,
    by_terms,
)
from app.services.sync.tables.lines import repeated_amounts
from app.services.sync.tables.merged import carried
from app.services.sync.values.units import unit_of
from tests.builders import exports
from tests.builders.reading import read_rows

START = date(2026, 3, 2)


def columns(head, rows):
    return describe(list(head), [list(row) for row in rows])


def sheaf(*cells):
    rows = [list(row) for row in zip(*cells, strict=True)]
    return Sheaf(columns([f"c{n}" for n in range(len(cells))], rows))


def days(*offsets):
    return [START + timedelta(offset) for offset in offsets]


def test_terms_in_words_and_in_numbers_give_the_due_date():
    start, due = days(0, 5, 9, 30), days(30, 50, 69, 60)
    words = ["Net 30", "45 days", "60 días", "30 Tage"]
    found = by_terms(sheaf(start, words, due))
    assert [(one.parts, one.held, one.tested) for one in found] == [({"start": 0, "terms": 1, "due": 2}, 4, 4)]
    assert by_terms(sheaf(start, [30.0, 45.0, 60.0, 30.0], due))[0].parts == {"start": 0, "terms": 1, "due": 2}
    assert by_terms(sheaf(start, ["Net 30", "Net 30", "Net 30", "Net 30"], due)) == []


@given(st.lists(st.integers(0, 300), min_size=3, max_size=20, unique=True), st.integers(10, 400))
def test_lateness_is_found_for_any_day(offsets, after):
    due = days(*offsets)
    end = max(due) + timedelta(after)
    found = by_lateness(sheaf(due, [float((end - day).days) for day in due]))
    assert [one.parts for one in found] == [{"due": 0, "late": 1}]


def test_lateness_of_text_dates_whose_order_is_open():
    due = [date(2026, 3, 1), date(2026, 4, 2), date(2026, 5, 3)]
    late = [float((date(2026, 6, 17) - day).days) for day in due]
    for form in ("%d/%m/%Y", "%m/%d/%Y"):
        assert by_lateness(sheaf([day.strftime(form) for day in due], late))


def test_days_in_order_only_where_the_spans_are_usual():
    start = days(*range(0, 40, 2))
    assert by_order(sheaf(start, [day + timedelta(30) for day in start]))
    scattered = [day + timedelta(3 + n * n % 37) for n, day in enumerate(start)]
    assert not [one for one in by_order(sheaf(start, scattered)) if one.parts == {"start": 0, "due": 1}]


def test_sums_tell_paid_and_open_from_net_and_tax():
    paid = by_difference(sheaf([100.5, 200.0, 300.25, 50.0], [0.0, 50.0, 0.0, 10.0], [100.5, 150.0, 300.25, 40.0]))
    assert [(one.kind, one.parts) for one in paid] == [("paid", {"original": 0, "paid": 1, "open": 2})]
    tax = by_difference(sheaf([119.0, 238.0, 59.5, 1190.0], [19.0, 38.0, 9.5, 190.0], [100.0, 200.0, 50.0, 1000.0]))
    assert [(one.kind, one.parts) for one in tax] == [("tax", {"gross": 0, "net": 2, "tax": 1})]


def test_sums_that_do_not_say_which_part_is_open_are_left():
    assert by_difference(sheaf([100.5, 200.0, 300.0], [60.5, 50.0, 100.0], [40.0, 150.0, 200.0])) == []


def test_dust_of_binary_numbers_is_no_difference():
    found = by_difference(sheaf([0.3, 1000.1, 5.5, 7.7], [0.0, 1000.0, 0.0, 0.0], [0.1 + 0.2, 0.1, 5.5, 7.7]))
    assert found[0].kind == "paid"


def test_products_need_quantities_that_are_not_all_one():
    assert by_product(sheaf([2.0, 3.0, 4.0], [10.55, 20.15, 5.25], [21.1, 60.45, 21.0]))
    assert by_product(sheaf([1.0, 1.0, 1.0], [10.55, 20.15, 5.25], [10.55, 20.15, 5.25])) == []


def test_running_totals():
    rows = [[10.0, 10.0], [5.5, 15.5], [-2.0, 13.5], [1.0, 14.5], [3.0, 17.5]]
    assert [one.parts for one in by_running(columns(["a", "b"], rows))] == [{"total": 1, "amount": 0}]


def test_a_running_total_is_no_open_amount_whatever_its_heading():
    head = ["Account", "Invoice", "Due Date", "Amount", "Balance"]
    rows = [[f"C{n}", f"I{n}", START + timedelta(n), 10.0 + n, sum(10.0 + k for k in range(n + 1))] for n in range(6)]
    guesses = weigh(columns(head, rows), {})
    assert "open" not in guesses
    assert guesses["original"].column == 3
    assert "running total" in render(guesses["original"].notes[0])


def test_a_heading_that_is_known_is_not_overruled_by_usual_spans():
    head = ["Customer", "Invoice", "Invoice Date", "Expected Date", "Amount"]
    rows = [[f"Firm {n} Ltd", f"I{n}", START + timedelta(n), START + timedelta(n + 30), 5.0] for n in range(6)]
    assert "due_date" not in weigh(columns(head, rows), {})


def test_what_a_layout_says_is_not_read_stays_so():
    head = ["Kd Name", "Beleg", "vom", "bis", "Summe"]
    rows = [[f"Firm {n // 2} Ltd", f"I{n}", START + timedelta(n), START + timedelta(n + 30), 5.5 + n] for n in range(6)]
    table = columns(head, rows)
    assert weigh(table, {})["due_date"].column == 3
    assert "due_date" not in weigh(table, {3: ""})


def test_two_amounts_that_nothing_tells_apart_are_not_guessed():
    head = ["Kunde", "Beleg", "Belegdatum", "A", "B"]
    rows = [[f"Firm {n} Ltd", f"I{n}", START + timedelta(n), 5.5 + n, 7.25 * n] for n in range(6)]
    assert {"open", "original"}.isdisjoint(weigh(columns(head, rows), {}))


def test_notes_beside_some_rows_are_no_names():
    head = ["Invoice", "Date", "Due", "Amount", "Bemerkg"]
    notes = ["call them on Monday", "", ""] * 3
    rows = [[f"I{n}", START, START + timedelta(30), 5.5, note] for n, note in enumerate(notes)]
    assert "name" not in weigh(columns(head, rows), {})


AGES = """Current|1 - 30|0-30 days|31～60日|> 90|90+|Over 90|Not due|Más de 90 días|ab 90|über 90 Tage|91 and over
< 1 Month|2 Months|361+ Days|1 - 30 days past due|未到期|90天以上|A vencer"""


@pytest.mark.parametrize("heading", AGES.replace("\n", "|").split("|"))
def test_headings_that_are_ages(heading):
    assert is_age(heading)


@pytest.mark.parametrize(
    "heading", ["Amount", "Q1", "2026-05", "Tel 1-2", "Customer 1", "Days", "30", "9-1", "", "Terms 30 days net"]
)
def test_headings_that_are_none(heading):
    assert not is_age(heading)


def test_a_customer_written_once_is_carried_down():
    whole = [1] * 5
    assert carried(["A", None, "B", None, None], list("12345"), whole) == [0, 0, 2, 2, 2]
    assert carried(["A", "A", "B", None, "C"], list("12345"), whole) is None  # customers are repeated: one is missing
    assert carried(["A", None, "B", "C", "D"], list("12345"), whole) is None  # one row alone proves nothing
    assert carried([None, "A", None, "B", None], list("12345"), whole) is None


def test_amounts_of_invoices_repeated_in_their_lines():
    keys = [("A", "1"), ("A", "1"), ("A", "2"), ("A", "2"), ("B", "3")]
    amounts, items = [100, 100, 50, 50, 70], bytearray(b"\x01" * 5)
    assert repeated_amounts(keys, amounts, [[60, 40, 30, 20, 70]], items) == [1, 3]
    assert repeated_amounts(keys, [60, 40, 30, 20, 70], [[1, 2, 1, 2, 1]], items) == []
    assert repeated_amounts(keys, amounts, [[1, 1, 1, 1, 1]], items) == []  # equal rows may be real lines
    assert repeated_amounts(keys, amounts, [[1, 1, 1, 1, 1]], items, proved=True) == [1, 3]
    assert repeated_amounts(keys, amounts, [], items) == []


@pytest.mark.parametrize("blank", [[9], [4, 9]])
def test_a_customer_that_is_missing_here_and_there_is_not_the_one_above(blank):
    head = ["Invoice No", "Customer No", "Invoice Date", "Due Date", "Currency", "Open Amount"]
    rows = [
        [f"I{n}", "" if n in blank else f"C{n % 3}", "2026-04-01", "2026-05-01", "EUR", 10.0 + n] for n in range(14)
    ]
    found = read_rows([head, *rows, ["Total", "", "", "", "", 231.0]])
    assert [row.row for row in found.table.rejected] == [n + 2 for n in blank]
    assert len(found.rows) == 14 - len(blank)


@pytest.mark.parametrize(
    ("heading", "total", "items", "code"),
    [("Net Amount", None, 2, "lines_joined"), ("Remarks", None, 4, "lines_alike"), ("Remarks", "400.00", 4, "")],
)
def test_equal_lines_of_an_invoice_count_once_where_they_add_up_and_are_told_of_elsewhere(heading, total, items, code):
    """Two lines of one invoice with the same product: only what they add up to, or a total, says what is owed."""
    rows = [["Customer No", "Name", "Invoice No", "Due Date", "Quantity", heading, "Invoice Amount", "Currency"]]
    rows += [["7", "Ana", n, "2026-10-05", "2", "50.00", "100.00", "EUR"] for n in ("A1", "A1", "B2", "B2")]
    rows += [["Total", "", "", "", "", "", total, ""]] if total else []
    found = read_rows(rows)
    assert found.table.rows.item == items
    assert [one for one in found.codes if one.startswith("lines_")] == ([code] if code else [])


def test_two_amounts_under_one_heading_are_asked_about():
    head = ["Customer", "Invoice", "Due Date", "Amount", "Amount"]
    rows = [[f"Firm {n} Ltd", f"I{n}", START + timedelta(n), 5.5 + n, 9.25 * n - 3] for n in range(6)]
    with pytest.raises(QuestionsError) as caught:
        read_rows([head, *rows], currency="EUR")
    assert (caught.value.option, caught.value.questions[0].column) == ("--layout", "Amount")
    told = Layout(
        "mine", kind=SyncKind.OPEN_ITEMS, headers=(tuple(head[:4]),), fields={"Amount#2": "open", "Amount": ""}
    )
    assert read_rows([head, *rows], currency="EUR", mapping=told).by_number("I2").open == 1550
    few = [[*row[:4], row[4] if n < 3 else ""] for n, row in enumerate(rows)]
    assert read_rows([head, *few], currency="EUR").by_number("I2").open == 750
    same = [[*row[:4], row[3]] for row in rows]
    assert read_rows([head, *same], currency="EUR").by_number("I2").open == 750


def test_ages_that_do_not_add_up_are_told():
    head = ["Customer", "Invoice", "Due Date", "Current", "1-30", "31-60", "Balance"]
    rows = [[f"Firm {n} Ltd", f"I{n}", START + timedelta(n), 5.5 + n, "", "", 5.5 + n] for n in range(40)]
    assert "ages_differ" not in read_rows([head, *rows], currency="EUR").codes
    rows[7][3] = 1.0
    found = read_rows([head, *rows], currency="EUR")
    warning = next(one for one in found.table.warnings if one.code == "ages_differ")
    assert (warning.row, found.by_number("I7").open) == (9, 1250)


def test_lists_that_only_look_like_items_are_asked_about():
    head = ["Quote No", "Customer", "Date", "Valid until", "Total"]
    rows = [[f"Q{n}", f"Firm {n} Ltd", START + timedelta(n), START + timedelta(n + 30), 5.5 + n] for n in range(6)]
    with pytest.raises(QuestionsError) as caught:
        read_rows([head, *rows], currency="EUR")
    assert caught.value.option == "--kind"
    assert read_rows([["Open items"], head, *rows], currency="EUR").table.rows.item == 6
    assert read_rows([head, *rows], currency="EUR", kind=SyncKind.OPEN_ITEMS).table.rows.item == 6


def test_suppliers_of_another_language_are_refused():
    head = ["Fornitore", "N. fattura", "Data fattura", "Scadenza", "Importo", "Residuo"]
    rows = [[f"Firma {n} Srl", f"F{n}", START, START + timedelta(n), 9.5, 9.5 - n % 2] for n in range(6)]
    with pytest.raises(RefusedError) as caught:
        read_rows([head, *rows], currency="EUR")
    assert caught.value.code == "payables"


def test_days_that_are_known_for_something_else_are_never_due():
    head = ["Customer", "Invoice", "Invoice Date", "Delivery date", "Balance"]
    rows = [[f"Firm {n} Ltd", f"I{n}", START + timedelta(n), START + timedelta(n + 30), 5.5 + n] for n in range(6)]
    guesses = weigh(columns(head, rows), {})
    assert (guesses["other_date"].column, "due_date" in guesses) == (3, False)


@pytest.mark.parametrize("heading", ["Balance (k€)", "Saldo (miles)", "Betrag TEUR", "Balance ($000)", "残高(千円)", "余额(万元)", "Open amount in thousands"])  # fmt: skip # noqa: E501
def test_amounts_in_thousands_are_refused(heading):
    head = ["Customer", "Invoice", "Due Date", heading]
    rows = [[f"Firm {n} Ltd", f"I{n}", START + timedelta(n), 5.5 + n] for n in range(6)]
    with pytest.raises(RefusedError) as caught:
        read_rows([head, *rows], currency="EUR", kind=SyncKind.OPEN_ITEMS)
    assert caught.value.code == "amounts_in_units"


@pytest.mark.parametrize(
    "heading", ["amount_remaining_cents", "Balance (in cents)", "Open amount, pence", "Saldo (centavos)"]
)
def test_amounts_in_cents_are_refused(heading):
    head = ["Customer", "Invoice", "Due Date", heading]
    rows = [[f"Firm {n} Ltd", f"I{n}", START + timedelta(n), 550 + n] for n in range(6)]
    with pytest.raises(RefusedError) as caught:
        read_rows([head, *rows], currency="EUR", kind=SyncKind.OPEN_ITEMS)
    assert caught.value.code == "amounts_in_units"


@pytest.mark.parametrize("title", ["Amounts in thousands of USD", "(単位:千円)", "Importes en miles de pesos"])
def test_lines_above_that_say_thousands_are_heard(title):
    assert unit_of("Balance", ["Open items", title]) == title


@pytest.mark.parametrize("said", ["Balance", "Open Amount (EUR)", "残高(円)", "Customer 000", "Smiles", "Kilometer", "1000 Series"])  # fmt: skip # noqa: E501
def test_whole_amounts_are_no_thousands(said):
    assert unit_of(said, ["Million Dollar Homes Ltd", "(単位:円)", "Thousand Oaks branch", said]) is None


def test_due_and_not_due_are_ages_where_nothing_else_is_an_amount():
    head = ["Cod. Cliente", "Factura", "Vencimiento", "No vencido", "Vencido"]
    rows = [[f"C{n % 3}", f"I{n}", START + timedelta(n), "" if n % 2 else 5.5, 7.0 if n % 2 else ""] for n in range(6)]
    assert sum(row.open for row in read_rows([head, *rows], currency="MXN").rows) == 3750


@pytest.mark.parametrize("heading", ["Balance", "Customer balance", "Saldo cliente"])
def test_a_customers_balance_in_each_of_its_rows_is_no_open_amount(heading):
    head = ["Account", "Doc", "Date", "Due", "Amount EUR", heading]
    rows = [[f"C{n % 4}", f"D{n}", START + timedelta(n), START + timedelta(n + 30), 10.25 + n] for n in range(20)]
    whole = [[*row, sum(other[4] for other in rows if other[0] == row[0])] for row in rows]
    found = read_rows([head, *whole])
    assert sum(row.open for row in found.rows) == sum(round(100 * row[4]) for row in rows)


def test_a_table_of_documents_is_no_list_of_customers_for_lack_of_a_heading():
    head = ["Account", "Name", "Doc", "Doc date", "Due", "Terms", "Run date", "Offen gesamt EUR?"]
    rows = [
        [
            f"C{n % 4}",
            f"Firm {n % 4} Ltd",
            f"D{n}",
            START + timedelta(n),
            START + timedelta(n + 30),
            "Z030",
            START,
            n + 0.5,
        ]
        for n in range(20)
    ]
    assert read_rows([head, *rows], currency="EUR").table.rows.item == 20
    assert read_rows([head, *rows], currency="EUR").table.kind == SyncKind.OPEN_ITEMS


@pytest.mark.parametrize("heading", ["Open EUR", "USD Balance", "Saldo MXN"])
def test_a_currency_in_a_heading_is_no_part_of_its_name(heading):
    assert meanings(heading)[0].field == "open"


def test_rents_that_are_the_same_every_month_stay_amounts():
    head = ["Account", "Doc", "Date", "Due", "Amount EUR", "Zuschl"]
    rows = [
        [f"C{n % 4}", f"D{n}", START + timedelta(n), START + timedelta(n + 30), 100.25 * (1 + n % 4), 0.5 + n]
        for n in range(20)
    ]
    assert read_rows([head, *rows]).by_number("D3").open == 40100


@pytest.mark.parametrize("shape", ["receipts", "customers", "cases"])
def test_a_table_beside_another_kind_of_list_is_left_alone(shape):
    rows = getattr(exports, shape)()
    width = max(map(len, rows))
    mine = [["", "Week", "Who"], ["", "25", "Ana"], ["", "26", "Bo"], *([["", "27", "Cy"]] * len(rows))]
    joined = [[*row, *[""] * (width - len(row)), *mine[n]] for n, row in enumerate(rows)]
    joined += [[*[""] * width, "", f"{week}", "Di"] for week in range(28, 34)]
    alone, both = read_rows(rows), read_rows(joined)
    assert len(both.rows) == len(alone.rows)
    assert (both.table.rows.item, both.table.rows.rejected) == (alone.table.rows.item, alone.table.rows.rejected)
    assert both.table.set_aside["beside"] >= 6


def test_a_table_without_any_headings_is_read_once_its_kind_is_said():
    rows = [
        [f"C{n % 3}", f"Firm {n % 3} Ltd", f"D{n}", START + timedelta(n), START + timedelta(n + 30), "EUR", 10.25 + n]
        for n in range(9)
    ]
    with pytest.raises(QuestionsError) as caught:
        read_rows(rows)
    assert caught.value.option == "--kind"
    found = read_rows(rows, kind=SyncKind.OPEN_ITEMS)
    assert (found.table.header_row, found.table.rows.item, found.table.totals["EUR"].net) == (0, 9, 12825)
    assert (found.rows[0].row, found.rows[0].account, found.rows[0].due_date) == (1, "C0", "2026-04-01")


def test_columns_that_only_their_cells_name_are_told():
    head = ["Customer", "Doc No", "Invoice date", "Abschnitt", "Balance EUR"]
    rows = [[f"Firm {n} Ltd", f"I{n}", START + timedelta(n), START + timedelta(n + 30), 5.5 + n] for n in range(6)]
    found = read_rows([head, *rows])
    warning = next(one for one in found.table.warnings if one.code == "columns_by_cells")
    assert "“Abschnitt”" in render(warning.text)
    assert found.rows[0].due_date == "2026-04-01"
    known = read_rows([["Customer", "Doc No", "Invoice date", "Due date", "Balance EUR"], *rows])
    assert "columns_by_cells" not in known.codes


@pytest.mark.parametrize("cell", ["", "n/a", "abc"])
def test_a_cell_that_keeps_a_proof_from_holding_is_asked_about(cell):
    """What is left of an amount under a heading that nobody knows: without the proof the whole would be owed again."""
    head = ["Customer", "Doc No", "Invoice date", "Amount EUR", "Zettel"]
    rows = [[f"Firm {n} Ltd", f"I{n}", START + timedelta(n), 50.5 + n, 50.5 + n] for n in range(6)]
    rows[2][4] = 20.0
    found = read_rows([head, *rows])
    assert (found.rows[2].original, found.rows[2].open) == (5250, 2000)
    rows[4][4] = cell
    with pytest.raises(QuestionsError) as caught:
        read_rows([head, *rows])
    assert caught.value.option == "--layout"
    assert "“Zettel” may be what is left" in str(caught.value)


def test_a_balance_left_of_debit_and_credit_is_what_is_open():
    head = ["Nº Cliente", "Nome", "Nº documento", "Data", "Vencimento", "Débito", "Crédito", "Saldo por regularizar"]
    rows = [
        ["12", "A", "FT 301", "2026-08-01", "2026-08-31", 123.0, 0.0, 123.0],
        ["12", "A", "NC 15", "2026-08-20", "2026-08-20", 0.0, 23.0, -23.0],
        ["15", "B", "FT 310", "2026-08-21", "2026-09-20", 246.0, 0.0, 146.0],
    ]
    assert [row.open for row in read_rows([head, *rows], currency="EUR").rows] == [12300, -2300, 14600]
    running = [[*row[:7], total] for row, total in zip(rows, [123.0, 100.0, 346.0], strict=True)]
    assert [row.open for row in read_rows([head, *running], currency="EUR").rows] == [12300, -2300, 24600]


def test_two_parts_of_an_amount_that_nothing_tells_apart_are_asked_for():
    head = ["Customer No", "Invoice No", "Invoice Date", "Due Date", "Amount", "Hinweg", "Herweg"]
    rows = [
        ["1", "A1", "2026-07-01", "2026-08-30", 100.0, 40.0, 60.0],
        ["2", "A2", "2026-07-01", "2026-08-30", 200.0, "", 200.0],
    ]
    with pytest.raises(QuestionsError) as caught:
        read_rows([head, *rows], currency="EUR")
    question = caught.value.questions[0]
    assert (question.option, question.column) == ("--layout", "Amount")
    assert "Hinweg" in render(question.evidence, "en")
    taxed = [[*row[:4], 100.0, 90.0, 10.0] for row in rows]
    assert [row.open for row in read_rows([head, *taxed], currency="EUR").rows] == [10000, 10000]
