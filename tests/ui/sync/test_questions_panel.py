"""Questions about what goes on under another name, answered in the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from sqlalchemy import select

from app.models.account import Account
from app.ui.widgets.button import Button
from tests.ui.sync.test_sync_view import FIRST, SECOND, put


def test_a_customer_under_a_new_number_is_asked_about_once_and_goes_on(view, store, tmp_path):
    view.take([str(put(tmp_path / "open-1.csv", FIRST))])
    view.desk.actions.trigger("sync.apply")
    view.take([str(put(tmp_path / "open-2.csv", [row.replace("C2,", "K-200,") for row in SECOND]))])
    asked = view.side.questions.asked
    assert [one.option for one in asked] == ["--renumbered"]
    assert not view.desk.actions.action("sync.apply").isEnabled()
    asked[0].field.choose("yes")
    view.side.questions._answer()
    assert not view.side.asking()
    view.desk.actions.trigger("sync.apply")
    with store.read() as session:
        assert sorted(session.scalars(select(Account.number))) == ["C1", "K-200"]


HEAD_BARE = "Customer_ID,Customer_Name,Invoice_Number,Invoice_Date,Due_Date,Open_Balance,Currency"
UNDECIDED = [f"C{at % 3},Northern {at % 3},N-{at},0{at}/02/2026,0{at}/03/2026,5.00,USD" for at in range(3, 9)]


def test_what_one_answer_decides_is_asked_once_and_nothing_is_chosen_beforehand(view, write, qtbot):
    view.take([write("open.csv", UNDECIDED, HEAD_BARE)])
    panel = view.side.questions
    assert [(one.option, len(one.questions)) for one in panel.asked] == [("--date-order", 2)]
    assert view._subtitle.text() == "1 question before anything is applied"
    field = panel.fields()[0]
    assert field.code() == ""
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert view.side.asking(), "Enter alone decides nothing"
    field.choose("dmy")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert not view.side.asking()
    assert view.pages.files.view.hasFocus(), "the files have the focus, not what stands beside them"


def test_each_file_is_asked_about_its_own_total(view, write):
    head = "Account,Name,Invoice No,Invoice Date,Due Date,Open Amount,Currency"
    rows = ["C1,Northern,{0}-1,2026-09-01,2026-10-01,5.00,USD", "C1,Northern,{0}-2,2026-09-02,2026-10-02,6.00,USD"]
    paths = [write(f"{name}.csv", [*(row.format(name) for row in rows), ",Total,,,,99.00,"], head) for name in "ab"]
    view.take(paths)
    panel = view.side.questions
    assert [(one.path, one.option) for one in panel.asked] == [(path, "own-total") for path in paths]
    assert panel.fields() == []
    assert not any(button.hasFocus() for button in panel.findChildren(Button)), "Enter would answer"
    take(panel, 1)
    assert [one.path for one in panel.asked] == paths[:1], "what is answered for one file is not for the other"
    assert not view.desk.actions.action("sync.apply").isEnabled()
    take(panel, 0)
    view.desk.actions.trigger("sync.apply")
    said = view.side.run.texts()
    assert said["You decided"] == "The file's own total: the rows count, not that total"


def take(panel, place: int) -> None:
    buttons = [one for one in panel.findChildren(Button) if one.text() == "Take the rows as they are"]
    buttons[place].click()


def test_what_was_answered_beside_the_button_is_not_asked_again(view, write):
    head = "Account,Name,Invoice No,Invoice Date,Due Date,Open Amount,Currency"
    rows = [f"C1,Northern,N-{at},2026-09-0{at},2026-10-0{at},{at}.00,USD" for at in range(1, 8)]
    view.take([write("all.csv", rows, head)])
    view.desk.actions.trigger("sync.apply")
    view.take([write("few.csv", [*rows[:2], ",Total,,,,99.00,"], head)])
    panel = view.side.questions
    assert {one.option for one in panel.asked} == {"--scope", "own-total"}
    panel.fields()[0].choose("partial")
    take(panel, 0)
    assert not view.side.asking()
    assert view.session.answers.scope == "partial"


def test_what_only_the_columns_decide_leads_to_them(view, write):
    head = "Account,Name,Invoice No,Invoice Date,Due Date,Open Amount,Open Amount,Currency"
    rows = [f"C1,Northern,N-{at},2026-09-0{at},2026-10-0{at},{at}.00,{at + 1}.50,USD" for at in range(1, 6)]
    path = write("open.csv", rows, head)
    view.take([path])
    panel = view.side.questions
    assert [one.option for one in panel.asked] == ["--layout"]
    assert panel.fields() == []
    heard = []
    panel.columns_wanted.connect(heard.append)
    next(one for one in panel.findChildren(Button) if one.text() == "Look at its columns").click()
    assert heard == [path]
    assert view.mapping.isVisible()
