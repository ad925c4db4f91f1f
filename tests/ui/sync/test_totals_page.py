"""Control totals: typed or pasted, green or red at once, and nothing is applied that differs."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from app.ui.sync.pages import TOTALS

ROWS = [
    "C1,Northern Steel,INV-1,2026-08-13,2026-09-13,1200.50,USD",
    "C1,Northern Steel,INV-2,2026-08-20,2026-09-20,80.00,USD",
    "C2,Kestrel,INV-3,2026-09-14,2026-10-14,99.99,EUR",
]


@pytest.fixture
def totals(view, write):
    view.take([write("open.csv", ROWS)])
    view.pages.turn_to(TOTALS)
    return view.pages.totals


def give(totals, currency, text):
    totals.control.field(currency).setText(text)
    totals.control.field(currency).textEdited.emit(text)


def test_a_total_that_ties_is_green_and_one_that_differs_red(totals, view):
    give(totals, "USD", "1,280.50")
    assert totals.control.said("USD") == "✓ ties"
    assert totals.control._said["USD"].property("role") == "green"
    assert view.desk.actions.action("sync.apply").isEnabled()
    give(totals, "EUR", "100")
    assert totals.control.said("EUR") == "✗ differs by −0.01"
    assert totals.control._said["EUR"].property("role") == "red"
    assert not view.desk.actions.action("sync.apply").isEnabled()
    assert view._subtitle.text() == "1 control total differs from the rows: correct it or empty the field."
    give(totals, "EUR", "")
    assert view.desk.actions.action("sync.apply").isEnabled()


def test_what_is_no_amount_is_said_in_place(totals, view):
    give(totals, "USD", "about 5")
    assert "is not an amount" in totals.control.said("USD")
    assert not view.desk.actions.action("sync.apply").isEnabled()


def test_totals_are_pasted_with_their_currencies(totals):
    QGuiApplication.clipboard().setText("Ledger\nUSD 1,280.50\n99.99 EUR\nCHF 5.00\n")
    totals.control.paste()
    assert totals.control.typed() == {"USD": 128050, "EUR": 9999}


def test_a_total_that_tied_is_kept_with_the_import(totals, view):
    give(totals, "USD", "1280.50")
    view.desk.actions.trigger("sync.apply")
    assert view.pages.past.model.all_rows()[0].options["control_total"] == {"USD": 128050}
    assert "1,280.50 USD" in view.side.run.texts()["You decided"]


def test_the_files_own_total_that_differs_is_asked_about(view, tmp_path, write):
    head = "Account,Name,Invoice No,Invoice Date,Due Date,Open Amount,Currency"
    path = write("total.csv", [*ROWS[:2], ",Total,,,,5000.00,"], head)
    view.take([path])
    assert view.side.asking()
    assert not view.desk.actions.action("sync.apply").isEnabled()
    field = view.side.questions.fields()[0]
    field.choose("leave")
    view.side.questions._answer()
    assert not view.desk.actions.action("sync.apply").isEnabled()
    view.side.questions.fields()[0].choose("take")
    view.side.questions._answer()
    assert view.desk.actions.action("sync.apply").isEnabled()
