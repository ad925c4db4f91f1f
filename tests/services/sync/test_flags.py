"""What a column of yes and no says: in words of many kinds, the no as well as the yes."""

from __future__ import annotations

import pytest

from app.services.sync.values.flags import BLOCKED, DISPUTED, verdict
from tests.builders.reading import read_rows

HEAD = ["Customer No", "Customer", "Invoice No", "Invoice date", "Due date", "Open amount", "Currency", "Disputed"]
CUSTOMERS = ["Customer No", "Customer", "Street", "City", "Country", "Blocked"]


def items(said, count):
    """Items whose last column says each of some words in turn."""
    return [
        HEAD,
        *(
            [f"C{n % 9}", f"Acme {n % 9} Ltd", f"I{n:04}", f"2026-05-{n % 28 + 1:02}", f"2026-06-{n % 28 + 1:02}",
             100.0 + n, "EUR", said[n % len(said)]]
            for n in range(count)
        ),
    ]  # fmt: skip


def customers(said, count):
    return [
        CUSTOMERS,
        *([str(n), f"Acme {n} Ltd", f"Main {n}", "Leeds", "GB", said[n % len(said)]] for n in range(count)),
    ]


@pytest.mark.parametrize("count", [12, 100])
def test_items_that_are_said_not_to_be_disputed_are_not(count):
    read = read_rows(items(["Not in dispute", "In dispute", "Resolved", "No dispute"], count))
    assert [(row.disputed, row.dispute_reason) for row in read.rows[:4]] == [
        (False, None), (True, None), (False, None), (False, None),
    ]  # fmt: skip


def test_other_words_in_a_column_of_disputes_are_the_reason():
    read = read_rows(items(["No", "No", "Wrong price"], 12))
    assert [(row.disputed, row.dispute_reason) for row in read.rows[1:3]] == [(False, None), (True, "Wrong price")]


@pytest.mark.parametrize("count", [5, 100])
def test_customers_that_are_said_not_to_be_blocked_are_not(count):
    read = read_rows(customers(["Not blocked", "Blocked", "Released", "Active", "On hold"], count))
    assert [row.blocked for row in read.rows[:5]] == [False, True, False, False, True]
    assert "blocked_unknown" not in read.codes


def test_words_that_say_neither_leave_the_block_as_it_is_and_are_named():
    read = read_rows(customers(["Yes", "No", "No", "See sales"], 8))
    assert [row.blocked for row in read.rows[:4]] == [True, False, False, None]
    said = next(str(warning.text) for warning in read.table.warnings if warning.code == "blocked_unknown")
    assert "“Blocked”" in said
    assert "See sales" in said


@pytest.mark.parametrize(
    ("asked", "no", "yes"),
    [
        (DISPUTED, "nicht strittig", "Strittig"),
        (DISPUTED, "keine Klärung", "In Klärung"),
        (DISPUTED, "sin disputa", "En disputa"),
        (DISPUTED, "Não contestado", "Contestado"),
        (DISPUTED, "係争なし", "係争中"),
        (DISPUTED, "未争议", "争议中"),
        (BLOCKED, "nicht gesperrt", "Gesperrt"),
        (BLOCKED, "Sin bloqueo", "Bloqueado"),
        (BLOCKED, "Não bloqueado", "bloqueada"),
        (BLOCKED, "停止していない", "出荷停止"),
        (BLOCKED, "未冻结", "冻结"),
        (BLOCKED, "00", "01"),
    ],
)
def test_a_word_for_no_beside_a_yes_makes_it_a_no(asked, no, yes):
    assert (verdict(no, asked), verdict(yes, asked)) == (False, True)


@pytest.mark.parametrize("text", ["No PO", "Not received", "Nota 12", "未着", "Northwind"])
def test_a_reason_that_begins_with_a_word_for_no_is_a_reason(text):
    assert verdict(text, DISPUTED) is None


@pytest.mark.parametrize("heading", ["Disputed", "Dispute Status", "Query"])
@pytest.mark.parametrize("said", ["Price", "PRC", "no POD, see mail"])
def test_a_few_reasons_in_a_column_of_disputes_are_disputes(heading, said):
    head = ["Account", "Invoice", "Invoice Date", "Due Date", "Open Amount", heading]
    rows = [[f"C{at % 4}", f"I{at}", "2026-04-01", "2026-05-01", 100 + at, said if at == 3 else ""] for at in range(20)]
    read = read_rows([head, *rows], currency="EUR")
    assert [(row.number, row.dispute_reason) for row in read.rows if row.disputed] == [("I3", said)]
