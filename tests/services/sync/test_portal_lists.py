"""Lists of an invoice portal that look like open items: nothing of them is known to be open, so the kind is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from app.enums import SyncKind
from app.services.sync.questions import QuestionsError
from tests.builders.reading import read_rows

HEAD = ["Customer", "Invoice #", "Created Date", "Invoice Date", "Status", "PO #", "Total", "Currency"]
STATES = ["Approved", "Pending Approval", "Disputed", "Processing"]


def listed(states: Sequence[str], amount: str = "Total") -> list[list[Any]]:
    rows = [
        [
            f"Acme {at % 4} Ltd",
            f"I{at:03}",
            f"2026-05-{at + 3:02}",
            f"2026-05-{at + 2:02}",
            states[at % len(states)],
            f"PO-{at}",
            1000.5 + at,
            "USD",
        ]
        for at in range(12)
    ]
    return [[amount if heading == "Total" else heading for heading in HEAD], *rows]


@pytest.mark.parametrize(
    "states",
    [STATES, ["承認待ち", "承認済", "差戻し"], ["en revisión", "aprobada", "rechazada"], ["In Prüfung", "Freigegeben"]],
)
def test_the_kind_of_a_list_with_the_states_of_a_portal_is_asked(states: Sequence[str]) -> None:
    with pytest.raises(QuestionsError) as raised:
        read_rows(listed(states))
    (question,) = raised.value.questions
    assert (question.option, question.choices) == ("--kind", ("portal-status", "open-items"))
    assert len(read_rows(listed(states), kind=SyncKind.OPEN_ITEMS).rows) == 12
    found = read_rows(listed(states), kind=SyncKind.PORTAL_STATUS)
    assert (found.table.kind, len(found.rows)) == (SyncKind.PORTAL_STATUS, 12)


@pytest.mark.parametrize("states", [["Approved", "Sent"], ["Open", "Overdue"], ["Processing", "Overdue", "Open"]])
def test_states_that_invoices_have_anywhere_ask_nothing(states: Sequence[str]) -> None:
    assert read_rows(listed(states)).table.kind is SyncKind.OPEN_ITEMS


def test_what_is_open_by_its_heading_is_a_list_of_open_items() -> None:
    assert read_rows(listed(STATES, "Open amount")).table.kind is SyncKind.OPEN_ITEMS


def test_a_list_of_one_customers_portal_needs_no_customer_in_its_rows() -> None:
    head = ["Invoice #", "Created Date", "Status", "PO #", "Total", "Dispute Reason"]
    rows = [
        [f"INV-{at}", f"2026-11-0{at}", state, f"45000{at}", "1,200.00 USD", ""]
        for at, state in enumerate(["Approved", "Pending Approval", "Voided"], 1)
    ]
    read = read_rows([head, *rows], kind=SyncKind.PORTAL_STATUS)
    assert not read.table.rejected
    assert [row.values[1:3] for row in read.rows] == [
        ("INV-1", "Approved"), ("INV-2", "Pending Approval"), ("INV-3", "Voided"),
    ]  # fmt: skip
