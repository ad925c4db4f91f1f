"""Lists that write what customers owe with a minus: proved and turned round, or asked about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from app.services.sync.questions import QuestionsError
from app.services.sync.tables.reversed import CREDITED, OWED
from tests.builders.reading import Read, read_rows

HEAD = ["Customer", "Name", "Invoice No", "Date", "Due Date", "Balance", "Currency", "Type", "Amount"]
FOUR = -100.0, -50.0, -30.0, -20.0


def read(
    amounts: Sequence[float],
    types: Sequence[str] = (),
    originals: Sequence[float] = (),
    total: float | None = None,
    **options: Any,
) -> Read:
    rows: list[list[object]] = [HEAD[: 9 if originals else 8 if types else 7]]
    for at, amount in enumerate(amounts):
        days = date(2026, 4, 1 + at), date(2026, 5, 1 + at)
        row = [f"C{at % 2}", f"Firm {at % 2}", f"D{at}", *days, amount, "EUR", types[at] if types else ""]
        rows.append([*row, originals[at]] if originals else row[: len(rows[0])])
    if total is not None:
        rows.append(["Total", "", "", "", "", total])
    return read_rows(rows, **options)


def opened(found: Read) -> list[int]:
    return [row.open // 100 for row in found.rows]


@pytest.mark.parametrize(
    ("amounts", "types", "said"),
    [
        (FOUR, (), "All 4 amounts are negative"),
        (FOUR[:2], (), "All 2 amounts are negative"),
        ((*FOUR, *FOUR, 10.0), (), "8 of 9 amounts are negative"),
        ((*FOUR[:2], 10.0), ("Invoice",) * 3, "2 of 3 amounts are negative"),
        (FOUR, ("Invoice", "Credit note", "Invoice", "Credit note"), "All 2 amounts are negative"),
    ],
)
def test_it_is_asked_what_negative_amounts_are(amounts, types, said):
    with pytest.raises(QuestionsError) as asked:
        read(amounts, types)
    (question,) = asked.value.questions
    assert (question.option, question.column, question.choices) == ("--negative", "Balance", (OWED, CREDITED))
    assert str(question.evidence).startswith(said)


def test_both_answers_give_what_they_say():
    owed, credited = (read(FOUR, total=-200.0, negative=answer) for answer in (OWED, CREDITED))
    assert opened(owed) == [100, 50, 30, 20]
    assert {row.kind for row in owed.rows} == {"invoice"}
    assert (owed.table.own_totals, "signs_turned" in owed.codes) == ({"EUR": 20000}, True)
    assert opened(credited) == [-100, -50, -30, -20]
    assert (credited.table.own_totals, "signs_turned" in credited.codes) == ({"EUR": -20000}, False)
    assert not {"own_total_differs", "kind_and_sign"} & set(owed.codes)


def test_the_files_own_total_proves_it():
    found = read(FOUR, total=200.0)
    assert (opened(found), found.table.own_totals) == ([100, 50, 30, 20], {"EUR": 20000})
    assert "signs_turned" in found.codes


def test_types_of_documents_prove_it_and_credits_among_them_are_credits():
    found = read((*FOUR[:3], 20.0), ("Invoice", "Invoice", "Invoice", "Credit note"))
    assert [(row.kind, row.open // 100) for row in found.rows] == [
        ("invoice", 100), ("invoice", 50), ("invoice", 30), ("credit_memo", -20),
    ]  # fmt: skip


def test_amounts_that_were_issued_above_zero_prove_it():
    found = read(FOUR, ("",) * 4, (100.0, 60.0, 30.0, 20.0))
    assert [(row.open, row.original) for row in found.rows] == [
        (10000, 10000),
        (5000, 6000),
        (3000, 3000),
        (2000, 2000),
    ]


@pytest.mark.parametrize(
    ("amounts", "types"),
    [
        (FOUR, ("Credit note",) * 4),
        (FOUR, ("Payment",) * 4),
        ((-100.0, -50.0, 30.0, 20.0), ()),
        ((*FOUR, 10.0), ()),
        ((-100.0, 50.0), ("Invoice", "Invoice")),
        ((-100.0,), ()),
    ],
)
def test_credits_among_what_is_owed_stay_as_they_are(amounts, types):
    found = read(amounts, types)
    assert [row.open for row in found.rows] == [amount * 100 for amount in amounts]
    assert "signs_turned" not in found.codes


def test_a_file_of_the_same_system_with_more_credits_is_asked_about_too():
    mixed = -100.0, -50.0, -30.0, 20.0, 10.0
    assert "kind_and_sign" in read(mixed).codes
    with pytest.raises(QuestionsError):
        read(mixed, remembered={_layout(): {"negative": OWED}})


def _layout() -> str:
    found = read(FOUR, negative=OWED)
    return found.table.layout
