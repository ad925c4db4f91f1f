"""“Cobrado” is paid in Spanish and reminded in Portuguese: the list's own words tell which, or somebody is asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.services.sync.layouts.layout import Layout
from app.services.sync.model import QuestionsError
from tests.builders.reading import Read, read_rows

D = date(2026, 5, 4)
PORTUGUESE = ["CLIENTE", "NF", "EMISSÃO", "VENC.", "VALOR EUR", "SITUAÇÃO"]
SPANISH = ["Cliente", "Factura", "Fecha de factura", "Vencimiento", "Importe EUR", "Situación"]
NEITHER = ["Customer", "Doc No", "Date", "Due", "Total EUR", "Status"]


def read(head: list[str], states: tuple[str, ...] = ("", "cobrado", "ok", ""), **options: object) -> Read:
    rows = [[f"Cliente {at % 3}", f"F-{at}", D, D + timedelta(30), 40.5 + at, state] for at, state in enumerate(states)]
    return read_rows([head, *rows], **options)


def test_in_portuguese_the_customer_was_asked_and_owes_all_the_same():
    assert read(PORTUGUESE).table.set_aside == {}


def test_in_spanish_the_money_came():
    found = read(SPANISH, ("", "Cobrado", "Pendiente", "Cobrado 5/11"))
    assert {reason.value: count for reason, count in found.table.set_aside.items()} == {"settled": 2}


def test_where_nothing_tells_the_language_it_is_asked_and_a_layout_decides():
    with pytest.raises(QuestionsError) as asked:
        read(NEITHER)
    (question,) = asked.value.questions
    assert (question.option, question.column) == ("--layout", "Status")
    fields = ["name", "number", "document_date", "due_date", "open", "status"]
    found = read(NEITHER, mapping=Layout("Branch", fields=dict(zip(NEITHER, fields, strict=True))))
    assert sum(found.table.set_aside.values()) == 1


def test_a_list_without_such_a_word_is_asked_nothing():
    assert len(read(NEITHER, ("", "ok", "", "")).rows) == 4


def test_a_column_ticked_as_cobrado_says_in_portuguese_that_somebody_was_reminded():
    assert len(read([*PORTUGUESE[:5], "COBRADO"], ("S", "N", "S", "N")).rows) == 4
    assert len(read([*SPANISH[:5], "Cobrado"], ("S", "N", "S", "N")).rows) == 2
