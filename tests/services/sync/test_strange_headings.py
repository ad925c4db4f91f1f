"""Headings in another order of words, or in words that mean something else in another language."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.i18n import render
from app.services.sync.layouts.headings import in_full
from app.services.sync.recognition.labels import split_groups
from app.services.sync.values.numbers import numeral
from tests.builders.reading import read_rows

DAYS = [("2026-08-13", "2026-09-12"), ("2026-08-20", "2026-09-19"), ("2026-09-02", "2026-10-02"),
        ("2026-09-21", "2026-10-21")]  # fmt: skip


def items(head, *rows, **options):
    """Read an English list whose rows begin with customer, name and number."""
    who = [("10021", "Alder Ltd"), ("10021", "Alder Ltd"), ("10034", "Bramley plc"), ("10034", "Bramley plc")]
    body = [[*who[at % 4], f"INV-{4100 + 7 * at}", *row] for at, row in enumerate(rows)]
    return read_rows([["Customer No", "Customer Name", "Invoice No", *head], *body], **options)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Date Due", "due_date"),
        ("Date Issued", "document_date"),
        ("Date of Invoice", "document_date"),
        ("Due Balance", "open"),
        ("Number Document", "number"),
        ("Account Bank", "bank"),
        ("Cur 通貨", "currency"),
        ("Inv No. 請求番号", "number"),
        ("Balance 残高", "open"),
        ("到期日 Due Date", "due_date"),
        ("Saldo Soles", "open"),
    ],
)
def test_words_of_a_heading_in_another_order_or_twice(heading, field):
    assert in_full(heading)[0].field == field


@pytest.mark.parametrize("heading", ["Open Invoice", "Invoice Customer", "Date"])
def test_words_that_another_order_makes_something_else_of(heading):
    assert not any(hit.field in {"open", "account", "due_date"} for hit in in_full(heading))


def test_the_day_that_is_due_is_not_the_day_of_issue():
    found = items(["Date Issued", "Date Due", "Currency", "Balance"],
                  *[(*days, "USD", f"{at}00.50") for at, days in enumerate(DAYS, 1)])  # fmt: skip
    assert [(row.document_date, row.due_date) for row in found.rows] == DAYS


def test_what_is_due_is_an_amount_where_its_cells_are_amounts():
    found = items(["Raised", "Payable", "Total", "Due", "Ccy"],
                  *[(*days, f"{at}00.50", f"{at}0.25" if at == 2 else f"{at}00.50", "USD")
                    for at, days in enumerate(DAYS, 1)])  # fmt: skip
    assert [row.open for row in found.rows] == [10050, 2025, 30050, 40050]
    assert [row.original for row in found.rows] == [10050, 20050, 30050, 40050]
    assert [(row.document_date, row.due_date) for row in found.rows] == DAYS


@pytest.mark.parametrize("rates", [("0.92", "0.92", "0.93", "1"), (1.0, 1.0, 1.0, 1.0)])
def test_a_rate_of_exchange_is_no_instalment(rates):
    found = items(["Invoice Date", "Due Date", "Balance", "Currency", "Rate"],
                  *[(*days, f"{at}00.50", "USD", rate)
                    for at, (days, rate) in enumerate(zip(DAYS, rates, strict=True), 1)])  # fmt: skip
    assert [row.number for row in found.rows] == ["INV-4100", "INV-4107", "INV-4114", "INV-4121"]


def test_an_instalment_of_a_german_list_stays_one():
    head = ["Kundennummer", "Name", "Rechnungsnummer", "Rate", "Rechnungsdatum", "Fälligkeit", "Offen EUR"]
    rows = [["10021", "Alder GmbH", "R1", at, "13.08.2026", f"{at + 12}.{8 + at:02}.2026", f"{at}00,50"]
            for at in (1, 2, 3)]  # fmt: skip
    assert [row.number for row in read_rows([head, *rows]).rows] == ["R1-1", "R1-2", "R1-3"]


def test_the_amount_of_the_document_beside_the_one_of_the_books_and_the_rate():
    local = [Decimal(f"{at}00.50") * Decimal("0.92") for at in (1, 2, 3, 4)]
    found = items(["Doc Date", "Due Date", "Open (base EUR)", "Rate", "Currency", "Open (document)"],
                  *[(*days, f"{amount:.2f}", "0.92", "USD", f"{at}00.50")
                    for at, (days, amount) in enumerate(zip(DAYS, local, strict=True), 1)])  # fmt: skip
    assert [(row.currency, row.open) for row in found.rows] == [
        ("USD", 10050), ("USD", 20050), ("USD", 30050), ("USD", 40050),
    ]  # fmt: skip


def test_balances_in_two_columns():
    found = items(["Date", "Due", "Ccy", "Debit balance", "Credit balance"],
                  (*DAYS[0], "USD", "100.50", ""), (*DAYS[1], "USD", "", "20.25"), (*DAYS[2], "USD", "300.50", ""),
                  (*DAYS[3], "USD", "400.50", ""))  # fmt: skip
    assert [row.open for row in found.rows] == [10050, -2025, 30050, 40050]
    assert not found.table.rejected


@pytest.mark.parametrize("codes", ["Debiteurnr", "Deb.", "Relatie ID"])
def test_numbers_of_customers_beside_names_that_a_heading_calls_debtors(codes):
    head = [codes, "Debiteur", "Factuur", "Datum", "Vervaldatum", "Openstaand EUR"]
    who = [("10021", "Alder Handel BV"), ("10021", "Alder Handel BV"), ("10034", "Bram Groente BV"),
           ("10034", "Bram Groente BV")]  # fmt: skip
    rows = [[*who[at], f"F{at}", *days, f"{at + 1}00,50"] for at, days in enumerate(DAYS)]
    found = read_rows([head, *rows])
    assert [(row.number, row.name) for row in found.accounts.values()] == [
        ("10021", "Alder Handel BV"), ("10034", "Bram Groente BV"),
    ]  # fmt: skip


def test_headings_in_two_languages():
    head = ["Cliente / Customer", "Nome / Name", "Fatura / Invoice", "Data / Date", "Vencimento / Due date",
            "Em aberto / Open", "Moeda / Currency"]  # fmt: skip
    rows = [[f"100{at // 2}", f"Loja {at // 2} Lda", f"F{at}", *days, f"{at + 1}00,50", "EUR"]
            for at, days in enumerate(DAYS)]  # fmt: skip
    found = read_rows([head, *rows])
    assert {row.number for row in found.accounts.values()} == {"1000", "1001"}
    assert [(row.document_date, row.due_date, row.open) for row in found.rows] == [
        (*days, 10050 + 10000 * at) for at, days in enumerate(DAYS)
    ]


def test_the_only_day_before_the_due_one_is_the_documents():
    head = ["Code client", "Intitulé", "Pièce", "Date comptable", "Date échéance", "Solde EUR"]
    rows = [[f"C{at // 2}", f"Société {at // 2} SA", f"F{at}", *days, f"{at + 1}00,50"] for at, days in enumerate(DAYS)]
    assert [(row.document_date, row.due_date) for row in read_rows([head, *rows]).rows] == DAYS


def late(heading, days, *, title="As of 31-Oct-2026", started=True):
    head = ["Customer No", "Customer", "Invoice", *(["Invoice Date"] if started else []), heading, "Balance USD"]
    begun = [day for day, _ in DAYS]
    rows = [[f"C{at // 2}", f"Alder {at // 2} Ltd", f"F{at}", *([begun[at]] if started else []), days[at],
             f"{at + 1}00.50"] for at in range(4)]  # fmt: skip
    return read_rows([[title], head, *rows])


OVERDUE = ["49", "42", "29", "10"]


@pytest.mark.parametrize("heading", ["Days Past Due", "Age"])
def test_due_dates_from_the_days_overdue(heading):
    found = late(heading, OVERDUE)
    assert [(row.due_date, row.due_from) for row in found.rows] == [(due, "late") for _, due in DAYS]
    assert "due_date_derived" in found.codes


def test_days_that_count_from_the_document_make_no_due_dates():
    found = late("Age", ["79", "72", "59", "40"])
    assert [row.due_date for row in found.rows] == [None] * 4
    assert "no_due_date" in found.codes


def test_days_overdue_without_a_day_from_which_they_count():
    assert [row.due_date for row in late("Days Past Due", OVERDUE, title="Open items").rows] == [None] * 4


def test_days_overdue_of_rows_that_are_not_due_yet():
    assert [row.due_date for row in late("Days Past Due", ["49", "0", "29", ""]).rows] == [
        DAYS[0][1], None, DAYS[2][1], None,
    ]  # fmt: skip
    assert late("Days Past Due", ["49", "0", "29", "-10"], started=False).rows[3].due_date == "2026-11-10"


def test_days_of_an_age_without_documents_dates_make_no_due_dates():
    assert [row.due_date for row in late("Age", OVERDUE, started=False).rows] == [None] * 4


@pytest.mark.parametrize(
    ("labels", "seen"),
    [
        (["10021--Alder Ltd", "10034--Bramley plc"], [("10021", "Alder Ltd"), ("10034", "Bramley plc")]),
        (["Alder Ltd (10021)", "Bramley plc (10034)"], [("10021", "Alder Ltd"), ("10034", "Bramley plc")]),
        (["Alder Ltd [C-21]", "Bramley plc [C-34]"], [("C-21", "Alder Ltd"), ("C-34", "Bramley plc")]),
        (["Alder (2004)", "Bramley (2004)"], [(None, "Alder (2004)"), (None, "Bramley (2004)")]),
        (["Alder (2004)", "Bramley plc", "Corrigan Inc"], [(None, "Alder (2004)"), (None, "Bramley plc"),
                                                           (None, "Corrigan Inc")]),
    ],
)  # fmt: skip
def test_numbers_in_headings_of_groups(labels, seen):
    assert list(split_groups(labels).values()) == seen


def test_codes_behind_names_in_headings_are_the_accounts():
    rows = [["Region", "Customer", "Invoice", "Date", "Due", "Balance USD"], ["North"]]
    for name, code in (("Alder Ltd", "10021"), ("Bramley plc", "10034")):
        rows += [["", f"{name} ({code})"], *[["", "", f"{code}-{at}", *DAYS[at], f"{at}00.50"] for at in (1, 2)],
                 ["", "", "Subtotal", "", "", "301.00"]]  # fmt: skip
    rows.append(["Total North", "", "", "", "", "602.00"])
    found = read_rows(rows)
    assert {(row.number, row.name) for row in found.accounts.values()} == {
        ("10021", "Alder Ltd"), ("10034", "Bramley plc"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sides", "left"),
    [
        ([("100.50", "", "100.50"), ("200.50", "", "20.50"), ("", "700.00", "200.00")], [10050, 2050, -20000]),
        ([("100.50", "", "100.50"), ("200.50", "", "20.50"), ("", "700.00", "-200.00")], [10050, 2050, -20000]),
        ([("100.50", "", "100.50"), ("200.50", "", "20.50"), ("", "70.00", "200.00")], [10050, 2050, 20000]),
    ],
)
@pytest.mark.parametrize("heading", ["Outstanding", "Unallocated"])
def test_what_is_left_of_the_credit_side_is_owing(sides, left, heading):
    found = items(["Date", "Due Date", "Debit", "Credit", heading, "Ccy"],
                  *[(*DAYS[at], *side, "GBP") for at, side in enumerate(sides)])  # fmt: skip
    assert [row.open for row in found.rows] == left


@pytest.mark.parametrize(
    ("text", "point", "comma"),
    [("1'200.–", "1200", None), ("1.200,-", None, "1200"), ("CHF 850.--", "850", None), ("-850.-", "-850", None),
     ("850-", "-850", "-850"), ("8,-5", None, None)],
)  # fmt: skip
def test_amounts_without_cents_as_people_write_them(text, point, comma):
    read = numeral(text)
    assert (read is None) == (point is comma is None)
    if read is not None:
        assert (read.as_point, read.as_comma) == tuple(None if one is None else Decimal(one) for one in (point, comma))


@pytest.mark.parametrize("reference", [["Your Ref", "Our Ref"], ["Their Reference", "Our Reference"]])
def test_our_reference_is_the_number_and_theirs_their_order(reference):
    head = ["Customer No", "Name", *reference, "Date", "Due Date", "Balance USD"]
    rows = [[f"C{at // 2}", f"Alder {at // 2} Ltd", f"P{at % 2}", f"F{at}", *days, f"{at + 1}00.50"]
            for at, days in enumerate(DAYS)]  # fmt: skip
    assert [(row.number, row.po) for row in read_rows([head, *rows]).rows] == [
        (f"F{at}", f"P{at % 2}") for at in range(4)
    ]


def test_due_dates_that_nobody_can_read_are_named():
    found = items(["Date", "Due Date", "Currency", "Balance"],
                  *[(days[0], f"week {at + 36}", "USD", f"{at}00.50") for at, days in enumerate(DAYS, 1)])  # fmt: skip
    (notice,) = [one for one in found.table.warnings if one.code == "no_due_date"]
    assert "“Due Date” holds no days that can be read, such as “week 37”" in str(render(notice.text))


@pytest.mark.parametrize(
    ("signs", "said"),
    [
        (("-",), "The only amount is negative and kept as credit on account."),
        (("", "-", "", "-"), "2 rows have negative amounts and no type: they are kept as credit on account."),
    ],
)
def test_negative_amounts_without_a_type_are_told_of_for_what_they_are(signs, said):
    found = items(["Date", "Due Date", "Currency", "Balance"],
                  *[(*DAYS[at], "USD", f"{sign}{at}00.50") for at, sign in enumerate(signs)])  # fmt: skip
    (notice,) = [one for one in found.table.warnings if one.code == "kind_and_sign"]
    assert render(notice.text).startswith(said)


@pytest.mark.parametrize("heading", ["Balance 請求日", "Valor Real 残高", "Data Real"])
def test_two_languages_that_say_different_things_say_nothing(heading):
    assert in_full(heading) == ()
