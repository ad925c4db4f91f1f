"""Amounts of one heading that reach further or less far: tax is owed, and what else may be among them is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from app.services.sync.questions import QuestionsError
from app.services.sync.recognition.hearing.reach import bare, says_tax
from tests.builders.reading import Read, read_rows

HEAD = ["Customer No", "Customer", "Invoice No", "Invoice date", "Due date"]
COUNT = 12


def amount(at: int) -> float:
    return 1000 + 37.0 * at


def read(headings: Sequence[str], amounts: Callable[[int], Sequence[float]]) -> Read:
    rows: list[list[Any]] = [
        [f"C{at % 4}", f"Acme {at % 4} Ltd", f"I{at:03}", f"2026-05-{at + 1:02}", f"2026-06-{at + 1:02}", *amounts(at)]
        for at in range(COUNT)
    ]
    return read_rows([[*HEAD, *headings], *rows], currency="EUR")


@pytest.mark.parametrize(
    ("without", "with_"),
    [
        ("Offen netto", "Offen brutto"),
        ("残高(税抜)", "残高(税込)"),
        ("未收金额(不含税)", "未收金额(含税)"),
        ("Balance ex VAT", "Balance inc VAT"),
        ("Balance", "Balance incl. VAT"),
        ("Balance excl. VAT", "Balance"),
        ("Saldo sin IVA", "Saldo con IVA"),
        ("Amount excl. VAT", "Amount incl. VAT"),
        ("Open Net", "Open Gross"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_the_amount_with_tax_is_owed(without: str, with_: str, turned: bool) -> None:
    order = slice(None, None, -1 if turned else 1)
    found = read((without, with_)[order], lambda at: (amount(at), amount(at) * 1.2)[order])
    assert found.table.totals["EUR"].net == round(sum(amount(at) * 120 for at in range(COUNT)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Balance", "Balance incl. retention"),
        ("Saldo", "Saldo sem retenção"),
        ("Outstanding", "Outstanding less disputed"),
        ("Balance", "Adjusted Balance"),
        ("Net Balance", "Gross Balance"),
    ],
)
def test_what_else_may_be_owed_is_asked(one: str, other: str) -> None:
    with pytest.raises(QuestionsError) as raised:
        read((one, other), lambda at: (amount(at) * 0.9, amount(at)))
    (question,) = raised.value.questions
    assert question.option == "--layout"
    assert all(f"“{heading}”" in str(question.evidence) for heading in (one, other))


def test_two_amounts_that_are_both_proved_are_asked_about() -> None:
    headings = ["Gross Billed", "Retainage Held", "Net Billed", "Received", "Net Open", "Total Open incl. Retainage"]

    def amounts(at: int) -> Sequence[float]:
        whole, received = amount(at), 0.0 if at % 4 else amount(at) * 0.9
        return whole, whole * 0.1, whole * 0.9, received, whole * 0.9 - received, whole - received

    with pytest.raises(QuestionsError) as raised:
        read(headings, amounts)
    assert "Total Open incl. Retainage" in str(raised.value.questions[0].evidence)


def test_an_amount_that_alone_is_proved_is_taken() -> None:
    def amounts(at: int) -> Sequence[float]:
        paid = 10.0 * (at % 3)
        return amount(at), paid, amount(at) - paid, amount(at) - paid - 5 * (at % 2)

    found = read(["Invoice Amount", "Paid", "Balance", "Balance excl. disputed"], amounts)
    assert found.table.totals["EUR"].net == round(sum(100 * (amount(at) - 10 * (at % 3)) for at in range(COUNT)))


@pytest.mark.parametrize("other", ["Overdue balance", "Open 30", "Saldo em atraso", "Unapplied balance"])
def test_parts_of_what_is_open_are_no_rivals(other: str) -> None:
    found = read(["Balance", other], lambda at: (amount(at), amount(at) * (at % 2)))
    assert found.table.totals["EUR"].net == round(sum(100 * amount(at) for at in range(COUNT)))


@pytest.mark.parametrize(
    ("heading", "called", "tax"),
    [
        ("Total Open incl. Retainage", "open", None),
        ("Saldo s/ IVA", "saldo", "excluded"),
        ("残高（税込）", "残高", "included"),
        ("Total Amount", "total amount", None),
        ("OP-Betrag", "op-betrag", None),
        ("Montant HT", "montant", "excluded"),
        ("Gross Balance", "balance", "included"),
    ],
)
def test_a_heading_says_its_reach(heading: str, called: str, tax: str | None) -> None:
    assert (bare(heading), says_tax(heading)) == (called, tax)
