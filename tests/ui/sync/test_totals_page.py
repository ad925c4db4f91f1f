"""Control totals: typed or pasted, green or red at once, and nothing is applied that differs."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from app.ui.sync.pages import TOTALS
from app.ui.widgets.button import Button

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
    buttons = view.side.questions.findChildren(Button)
    next(button for button in buttons if button.text() == "Take the rows as they are").click()
    assert view.desk.actions.action("sync.apply").isEnabled()


HEAD = "Customer_ID,Customer_Name,Invoice_Number,Invoice_Date,Due_Date,Open_Balance,Currency,Status"
SETTLED = [
    "C1,Northern Steel,INV-1,2026-08-13,2026-09-13,1200.50,USD,Open",
    "C1,Northern Steel,INV-2,2026-08-20,2026-09-20,80.00,USD,Open",
    "C2,Kestrel,INV-3,2026-09-14,2026-10-14,99.99,USD,Paid",
    "C2,Kestrel,INV-4,2026-09-14,2026-10-14,19.51,USD,Open",
]


def test_a_total_over_rows_that_were_set_aside_ties(view, write):
    view.take([write("open.csv", [*SETTLED, ",Total,,,,1400.00,,"], HEAD)])
    assert not view.side.asking()
    assert chips(view) == [("ties with rows left out: 99.99", "green")]
    assert view.side.file.texts()["Sum USD"].splitlines()[-1] == "in rows that were left out: 99.99 USD"
    view.desk.actions.trigger("sync.apply")
    assert view.side.run.texts()["Sum USD"].splitlines()[-1] == "in rows that were left out: 99.99 USD"


def test_by_how_much_a_total_differs_is_one_figure_everywhere(view, write):
    view.take([write("open.csv", [*SETTLED, ",Total,,,,900.00,,"], HEAD)])
    assert "500.00 USD apart" in str(view.session.result.questions[0].question.evidence)
    assert chips(view) == [("differs by 500.00", "red")]


def chips(view):
    column = next(one for one in view.pages.totals.list.spec.columns if one.key == "tie")
    return [(chip.text, chip.tone) for row in view.pages.totals.list.model.all_rows() for chip in column.value(row)]
