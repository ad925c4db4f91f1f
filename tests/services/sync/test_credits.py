"""Credits that are written as positive amounts: which documents are credits, and what a file's own total proves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.enums import ItemKind
from app.services.sync.questions import QuestionsError
from app.services.sync.values.doctypes import type_of
from tests.builders.reading import Read, read_rows

HEAD = ["Account", "Customer Name", "Invoice No", "Type", "Invoice Date", "Due Date", "Currency", "Open Amount"]


def read(*kinds: tuple[str, float], total: float | None = None, **options: Any) -> Read:
    rows: list[list[object]] = [
        ["C1", "Firm C1", f"D{at}", kind, date(2026, 4, 1 + at), date(2026, 5, 1 + at), "EUR", amount]
        for at, (kind, amount) in enumerate(kinds)
    ]
    if total is not None:
        rows.append(["Total", "", "", "", "", "", "", total])
    return read_rows([HEAD, *rows], **options)


def asked(*kinds: tuple[str, float], total: float | None = None) -> str:
    with pytest.raises(QuestionsError) as raised:
        read(*kinds, total=total)
    (question,) = raised.value.questions
    assert (question.option, question.column, question.choices) == ("--credits", "Type", ("turned", "written"))
    return str(question.evidence)


@pytest.mark.parametrize(
    "word",
    ["Deposit invoice", "Cash invoice", "Credit card invoice", "Customer deposit invoice", "Payment request",
     "Anzahlungsanforderung", "Anzahlungsrechnung", "Factura de anticipo", "Refund"],
)  # fmt: skip
def test_what_asks_for_money_is_owed(word: str) -> None:
    found = read(("Invoice", 100.0), (word, 250.0), ("Invoice", 50.0), total=400.0)
    assert [row.open for row in found.rows] == [10000, 25000, 5000]
    assert found.table.own_totals == {"EUR": 40000}
    assert "credits_turned" not in found.codes
    assert [row.open for row in read(("Invoice", 100.0), (word, 250.0)).rows] == [10000, 25000]


@pytest.mark.parametrize(
    "word",
    ["Credit note 123", "DG - Credit memo", "Nota de crédito cliente", "Credit for invoice", "Pago factura",
     "Customer payment", "Payment - thank you", "Sammelgutschrift", "Sales credit memo (domestic)", "DZ"],
)  # fmt: skip
def test_credits_are_known_by_the_word_that_says_what_they_are(word: str) -> None:
    found = read(("Invoice", 100.0), (word, 30.0))
    assert [row.open for row in found.rows] == [10000, -3000]
    turned = next(warning for warning in found.table.warnings if warning.code == "credits_turned")
    assert f"“{word}”" in str(turned.text)


def test_money_paid_back_counts_by_its_sign() -> None:
    found = read(("Invoice", 100.0), ("Refund", 40.0), ("Refund", -10.0))
    assert [row.kind for row in found.rows] == [ItemKind.INVOICE, ItemKind.DEBIT_MEMO, ItemKind.ON_ACCOUNT]
    assert "kind_and_sign" not in found.codes


@pytest.mark.parametrize("word", ["Credit adjustments", "Late payment fee", "Zahlungserinnerung", "Payment due"])
def test_what_may_be_a_credit_is_asked(word: str) -> None:
    assert not type_of(word).sure
    assert f"“{word}” may be owed or may be credits" in asked(("Invoice", 100.0), (word, 30.0))
    assert [row.open for row in read(("Invoice", 100.0), (word, 30.0), credits="turned").rows] == [10000, -3000]
    assert [row.open for row in read(("Invoice", 100.0), (word, 30.0), credits="written").rows] == [10000, 3000]
    assert [row.open for row in read(("Invoice", 100.0), (word, -30.0)).rows] == [10000, -3000]


def test_the_total_says_what_may_be_a_credit() -> None:
    rows = ("Invoice", 100.0), ("Late payment fee", 30.0)
    assert [row.open for row in read(*rows, total=130.0).rows] == [10000, 3000]
    assert [row.open for row in read(*rows, total=70.0).rows] == [10000, -3000]


def test_an_answer_about_doubtful_credits_leaves_the_sure_ones() -> None:
    rows = ("Invoice", 100.0), ("Credit note", 20.0), ("Late payment fee", 30.0)
    assert [row.open for row in read(*rows, credits="written").rows] == [10000, -2000, 3000]
    assert [row.open for row in read(*rows, credits="turned").rows] == [10000, -2000, -3000]


def test_a_total_that_counts_credits_as_owed_is_asked_about() -> None:
    rows = ("Invoice", 100.0), ("Credit note", 30.0), ("Deposit", 20.0)
    said = asked(*rows, total=150.0)
    assert said == "The file's total counts the positive amounts of “Credit note”, “Deposit” as owed."
    written = read(*rows, total=150.0, credits="written")
    assert [row.open for row in written.rows] == [10000, 3000, 2000]
    assert written.table.own_totals == {"EUR": 15000}
    turned = read(*rows, total=150.0, credits="turned")
    assert [row.open for row in turned.rows] == [10000, -3000, -2000]
    assert "total_counts_credits" in turned.codes


def test_one_negative_among_positive_credits_is_asked_about() -> None:
    rows = ("Invoice", 100.0), ("Credit note", 50.0), ("Credit note", 50.0), ("Credit note", -30.0)
    said = asked(*rows)
    assert said == "Credits of one kind (“Credit note”) are written both ways: 2 positive, 1 negative."
    turned = read(*rows, credits="turned")
    assert [row.open for row in turned.rows] == [10000, -5000, -5000, 3000]
    assert turned.rows[3].kind == ItemKind.DEBIT_MEMO
    assert [row.open for row in read(*rows, credits="written").rows] == [10000, 5000, 5000, -3000]
    assert [row.open for row in read(*rows, total=30.0).rows] == [10000, -5000, -5000, 3000]
    assert [row.open for row in read(*rows, total=170.0).rows] == [10000, 5000, 5000, -3000]


def test_a_reversal_among_negative_credits_is_owed_and_named() -> None:
    found = read(("Invoice", 100.0), ("Credit note", -50.0), ("Credit note", -20.0), ("Credit note", 50.0))
    assert [row.open for row in found.rows] == [10000, -5000, -2000, 5000]
    told = next(warning for warning in found.table.warnings if warning.code == "kind_and_sign")
    assert told.row == 5
    assert "owed" in str(told.text)
