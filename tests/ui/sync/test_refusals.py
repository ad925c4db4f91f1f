"""Files that are refused, the program failing on them, and what can be done about it in the room."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.ui.sync.pages import FILES
from app.ui.widgets.button import Button
from tests.builders.spreadsheets import encrypted_office

ROWS = [f"C{at % 3},Northern {at % 3},N-{at},2026-09-01,2026-10-01,5.00,USD" for at in range(4)]
OTHER = [row.replace("N-", "M-") for row in ROWS]


def offered(view) -> list[str]:
    """The words of the buttons in the banner."""
    return [button.text() for button in view.refused.banner.findChildren(Button) if button.text()]


def press(view, word: str) -> None:
    next(button for button in view.refused.banner.findChildren(Button) if button.text() == word).click()


def test_one_file_that_is_refused_does_not_hold_up_the_others(view, write, tmp_path):
    locked = str(encrypted_office(tmp_path / "locked.xlsx"))
    view.take([write("open.csv", ROWS), locked])
    assert "locked.xlsx" in view.refused.text()
    assert offered(view) == ["Read again", "Go on without it"]
    assert not view.desk.actions.action("sync.apply").isEnabled()
    press(view, "Go on without it")
    assert view.refused.text() == ""
    assert [row.file for row in view.pages.files.model.all_rows()] == ["open.csv"]
    assert view.desk.actions.action("sync.apply").isEnabled()


def test_several_files_that_are_refused_are_told_at_once(view, write, tmp_path):
    locked = str(encrypted_office(tmp_path / "locked.xlsx"))
    strange = write("named.csv", ["1,A,2026-09-01", "2,B,2026-09-02"], "Kuka,Mika,Koska")
    asked = write("asked.csv", ["C1,Alder,A-1,2026-09-01,2026-10-01,5.00"],
                  "Account,Name,Invoice No,Invoice Date,Due Date,Open Amount")  # fmt: skip
    view.take([write("open.csv", ROWS), locked, strange, asked])
    panel = view.side.questions
    assert view.refused.text() == ""
    assert view._subtitle.text() == "2 of 4 files cannot be read."
    said = [one.text() for one in panel.refused.findChildren(QLabel)]
    assert said[1] == "locked.xlsx"
    assert "password" in said[2]
    assert said[3] == "named.csv"
    words = [button.text() for button in panel.refused.findChildren(Button)]
    assert words == ["Read again", "Go on without them", "Go on without it", "Look at its columns", "Go on without it"]
    assert [one.option for one in panel.asked] == ["--currency"], "what is open about the others is asked with it"
    assert not view.desk.actions.action("sync.apply").isEnabled()
    panel.refused.findChildren(Button)[1].click()
    assert panel.refused is None
    panel.fields()[0].setText("USD")
    panel._answer()
    assert [row.file for row in view.pages.files.model.all_rows()] == ["open.csv", "asked.csv"]
    assert view.desk.actions.action("sync.apply").isEnabled()


def test_other_questions_are_shown_from_the_first(view, write, tmp_path, qtbot):
    locked = [str(encrypted_office(tmp_path / f"locked{at}.xlsx")) for at in range(9)]
    head = "Account,Name,Invoice No,Invoice Date,Due Date,Open Amount"
    asked = [write(f"{at}.csv", [f"C1,Alder,A-{at},2026-09-01,2026-10-01,5.00"], head) for at in range(9)]
    view.take([*locked, *asked])
    panel = view.side.questions
    bar = panel.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0, timeout=5000)
    bar.setValue(bar.maximum())
    panel.refused.findChildren(Button)[1].click()
    qtbot.waitUntil(lambda: bar.maximum() > 0, timeout=5000)
    assert panel.fields()[0].hasFocus()
    assert bar.value() == 0, "the first question stands above its field"


def test_where_every_file_is_refused_nothing_goes_on_without_all_of_them(view, write, tmp_path):
    paths = [str(encrypted_office(tmp_path / f"{name}.xlsx")) for name in ("a", "b")]
    view.take(paths)
    words = [button.text() for button in view.side.questions.refused.findChildren(Button)]
    assert words == ["Read again", "Go on without it", "Go on without it"]
    view.side.questions.refused.findChildren(Button)[2].click()
    assert "a.xlsx" in view.refused.text(), "a single file is told above the lists"
    assert not view.side.asking()


def test_what_is_done_about_a_refused_file_leads_to_the_files(view, write, tmp_path, qtbot):
    locked = str(encrypted_office(tmp_path / "locked.xlsx"))
    view.take([write("open.csv", ROWS), locked])
    found = view.refused.banner.findChildren(Button)
    button = next(button for button in found if button.text() == "Go on without it")
    button.setFocus()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert view.refused.text() == ""
    assert view.pages.files.view.hasFocus()


def test_the_focus_of_a_list_stays_in_the_room_while_files_are_read(view, write, tmp_path):
    view.take([write("open.csv", ROWS)])
    view.desk.actions.trigger("sync.apply")
    assert view.pages.past.view.hasFocus()
    view.take([str(encrypted_office(tmp_path / "locked.xlsx"))])
    assert view.pages.tabs.hasFocus(), "nothing can be shown"
    view.take([write("open.csv", [*ROWS, OTHER[0]])])
    assert view.pages.files.view.hasFocus()


def test_columns_are_offered_only_where_they_would_mend_it(view, write, tmp_path):
    view.take([str(encrypted_office(tmp_path / "locked.xlsx"))])
    assert offered(view) == ["Read again"]
    view.take([write("named.csv", ["1,A,2026-09-01", "2,B,2026-09-02"], "Kuka,Mika,Koska")])
    assert "Look at its columns" in offered(view)


def test_a_folder_without_exports_is_refused_and_forgets_the_files_before(view, write, tmp_path):
    view.take([write("open.csv", ROWS)])
    folder = tmp_path / "empty"
    folder.mkdir()
    view.take([str(folder)])
    assert offered(view) == []
    assert not view.desk.actions.action("sync.apply").isEnabled()
    assert not view.desk.actions.action("sync.columns").isEnabled()


def test_what_is_gone_when_it_is_to_be_applied_is_said_and_cannot_be_applied_again(view, write):
    path = Path(write("open.csv", ROWS))
    view.take([str(path)])
    away = path.rename(path.with_suffix(".away"))
    view.desk.actions.trigger("sync.apply")
    assert "There is no file open.csv." in view.refused.text()
    assert view._subtitle.text() == "Nothing was changed"
    assert not view.desk.actions.action("sync.apply").isEnabled()
    away.rename(path)
    press(view, "Read again")
    assert view.desk.actions.action("sync.apply").isEnabled()


def test_a_control_total_that_differs_leaves_the_preview_as_it_was(view, write, store):
    view.take([write("open.csv", ROWS)])
    view.session.apply({"USD": 2001})  # as typed in a field that the room had not looked at yet
    assert "20.01 USD" in view.refused.text()
    assert view.pages.files.model.all_rows()
    assert view.session.ready
    view.session.apply({"USD": 2000})
    assert [run.report.state for run in view.pages.past.model.all_rows()] == ["applied"]


@pytest.fixture
def twins(view, write, tmp_path):
    """Two files of one name, in two folders."""
    for place in ("east", "west"):
        (tmp_path / place).mkdir()
    paths = [write("east/open.csv", ROWS), write("west/open.csv", [row.replace("N-", "M-") for row in ROWS])]
    return view, paths


def test_files_of_one_name_are_told_apart_by_their_folder(twins, write):
    view, paths = twins
    paths = [*paths, write("single.csv", [row.replace("N-", "S-") for row in ROWS])]
    view.take(paths)
    rows = view.pages.files.model.all_rows()
    assert [row.file for row in rows] == ["open.csv (east)", "open.csv (west)", "single.csv"]
    assert [view.pages.path_of(row) for row in rows] == paths
    view.pages.files.view.select_key(view.pages.files.spec.row_key(rows[1]))
    view.desk.actions.trigger("sync.columns")
    assert view.mapping._path == paths[1]


def test_an_answer_about_one_of_them_is_about_that_one(view, write, tmp_path):
    head = "Customer_ID,Customer_Name,Invoice_Number,Invoice_Date,Due_Date,Open_Balance"
    for place in ("east", "west"):
        (tmp_path / place).mkdir()
    paths = [
        write(f"{place}/open.csv", [row.removesuffix(",USD").replace("N-", place) for row in ROWS], head)
        for place in ("east", "west")
    ]
    view.take(paths)
    assert [one.path for one in view.side.questions.asked] == paths
    for field, currency in zip(view.side.questions.fields(), ("USD", "EUR"), strict=True):
        field.setText(currency)
    view.side.questions._answer()
    assert [list(row.totals) for row in view.pages.files.model.all_rows()] == [["USD"], ["EUR"]]


def test_the_lists_say_why_they_are_empty(view, write, tmp_path):
    empty = view.pages.files.empty
    head = "Customer_ID,Customer_Name,Invoice_Number,Invoice_Date,Due_Date,Open_Balance"
    view.take([write("open.csv", [row.removesuffix(",USD") for row in ROWS], head)])
    assert view.pages.place == FILES
    assert empty.title() == "Not read yet"
    view.take([str(encrypted_office(tmp_path / "locked.xlsx"))])
    assert empty.title() == "Nothing to show"
