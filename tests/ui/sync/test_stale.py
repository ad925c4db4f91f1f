"""A preview stands while a layout or a setting changes: what was not shown is not applied."""

from __future__ import annotations

from app.ui.sync.pages import FILES, HISTORY
from tests.ui.sync.test_refusals import press

HEAD = "Customer_ID,Customer_Name,Invoice_Number,Invoice_Date,Due_Date,Open_Balance,Other,Currency"
ROWS = [f"C{at},Northern,INV-{at},2026-08-13,2026-09-13,{at}.00,{at}9.00,USD" for at in range(1, 6)]
MINE = """name = "Mine"
kind = "open-items"
headers = [["Customer_ID", "Invoice_Number", "Open_Balance", "Other"]]
[fields]
"Customer_ID" = "account"
"Invoice_Number" = "number"
"Due_Date" = "due_date"
"Other" = "open"
"Open_Balance" = ""
"Currency" = "currency"
"""


def sums(view, place, report=lambda row: row):
    return [report(row).totals["USD"].net for row in view.pages.lists[place].model.all_rows()]


def test_a_layout_that_came_after_the_preview_is_shown_before_it_is_applied(view, write, tmp_path):
    view.take([write("open.csv", ROWS, HEAD)])
    assert sums(view, FILES) == [1500]
    brought = tmp_path / "mine.layout.toml"
    brought.write_text(MINE, encoding="utf-8")
    view.pages.layouts._incoming = brought
    view.pages.layouts._bring_in()
    view.desk.actions.trigger("sync.apply")
    assert "since the preview" in view.refused.text()
    assert view.pages.past.model.all_rows() == []
    press(view, "Read again")
    assert sums(view, FILES) == [19500]
    view.desk.actions.trigger("sync.apply")
    assert sums(view, HISTORY, lambda row: row.report) == [19500]
