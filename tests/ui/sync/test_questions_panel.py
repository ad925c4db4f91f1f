"""Questions about what goes on under another name, answered in the window."""

from __future__ import annotations

from datetime import date

import xlsxwriter
from PySide6.QtCore import Qt
from sqlalchemy import select

from app.i18n import render
from app.models.account import Account
from app.models.facts import TrialBalance
from app.models.receipt import Receipt
from app.services.sync.questions import QuestionsError
from app.ui.sync.answerfields import fill
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


def test_the_encoding_of_a_text_is_chosen_by_what_each_one_reads(view, tmp_path, store):
    row = b"C1,\xb0\xb2\xc5\xc4,N-1,2026-02-03,2026-03-03,5.00,USD"
    path = tmp_path / "open.csv"
    path.write_bytes(b"\n".join([HEAD_BARE.encode(), row, b""]))
    view.take([str(path)])
    [asked] = view.side.questions.asked
    words = dict(asked.entries())
    assert (asked.option, words["euc_jp"], words["gb18030"]) == ("--encoding", "芦田 (euc_jp)", "安拍 (gb18030)")
    assert asked.field.code() == ""
    asked.field.choose("euc_jp")
    view.side.questions._answer()
    assert not view.side.asking()
    view.desk.actions.trigger("sync.apply")
    assert view.side.run.texts()["You decided"] == "Encoding of the text: euc_jp"
    with store.read() as session:
        assert list(session.scalars(select(Account.name))) == ["芦田"]


def test_each_file_is_asked_about_its_own_total(view, write):
    head = "Account,Name,Invoice No,Invoice Date,Due Date,Open Amount,Currency"
    rows = ["C1,Northern,{0}-1,2026-09-01,2026-10-01,5.00,USD", "C1,Northern,{0}-2,2026-09-02,2026-10-02,6.00,USD"]
    paths = [write(f"{name}.csv", [*(row.format(name) for row in rows), ",Total,,,,99.00,"], head) for name in "ab"]
    view.take(paths)
    panel = view.side.questions
    assert [(one.path, one.option) for one in panel.asked] == [(path, "own-total") for path in paths]
    assert panel.fields() == []
    assert not any(button.hasFocus() for button in panel.findChildren(Button)), "Enter would answer"
    assert view.pages.files.view.hasFocus()
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


def test_a_file_that_is_asked_about_can_be_left_out(view, write):
    head = "Account,Name,Invoice No,Invoice Date,Due Date,Open Amount"
    paths = [write(f"{name}.csv", [f"C1,Alder,{name}-1,2026-09-01,2026-10-01,5.00"], head) for name in "abc"]
    view.take(paths)
    panel = view.side.questions
    panel.fields()[2].setText("CHF")
    crosses = [one for one in panel.findChildren(Button) if one.toolTip().startswith("Go on without")]
    assert [one.toolTip() for one in crosses] == [f"Go on without {name}.csv" for name in "abc"]
    crosses[0].click()
    assert [one.path for one in panel.asked] == [paths[1]], "what was answered beside it stands"
    panel.fields()[0].setText("EUR")
    panel._answer()
    assert {row.file: set(row.totals) for row in view.pages.files.model.all_rows()} == {
        "b.csv": {"EUR"},
        "c.csv": {"CHF"},
    }


def test_one_answer_serves_all_files_of_which_the_same_is_asked(view, write):
    head = "Account,Name,Invoice No,Invoice Date,Due Date,Open Amount"
    view.take([write(f"{name}.csv", [f"C1,Alder,{name}-1,0{at}/04/2026,10/04/2026,5.00"], head)
               for at, name in enumerate("abc", 3)])  # fmt: skip
    panel = view.side.questions
    asked = [one.option for one in panel.asked]
    assert sorted(asked) == ["--currency"] * 3 + ["--date-order"] * 3
    buttons = [one for one in panel.findChildren(Button) if one.text() == "The same for all 3 files"]
    assert len(buttons) == 2
    for button in buttons:
        button.click()
    assert {one.text() for one in panel.asked} == {""}, "nothing is answered yet"
    for option, answer in (("--currency", "chf"), ("--date-order", "dmy")):
        fill(next(one.field for one in panel.asked if one.option == option), answer)
    for button in buttons:
        button.click()
    assert [one.text() for one in panel.asked] == ["CHF" if option == "--currency" else "dmy" for option in asked]
    panel._answer()
    assert [row.file for row in view.pages.files.model.all_rows()] == ["a.csv", "b.csv", "c.csv"]


def test_the_only_file_cannot_be_left_out(view, write):
    head = "Account,Name,Invoice No,Invoice Date,Due Date,Open Amount"
    view.take([write("a.csv", ["C1,Alder,A-1,2026-09-01,2026-10-01,5.00"], head)])
    found = view.side.questions.findChildren(Button)
    assert not [one for one in found if one.toolTip().startswith("Go on without")]


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


def test_a_sheet_stands_for_itself_whatever_it_is_called(view, tmp_path):
    with xlsxwriter.Workbook(tmp_path / "two.xlsx") as book:
        for sheet, own in (("sales", "A"), ("leave", "B")):
            page = book.add_worksheet(sheet)
            page.write_row(0, 0, HEAD_BARE.split(","))
            for at in range(1, 9):
                cells = [f"{own}C{at % 3}", f"{own} Northern", f"{own}-{at}", f"2026-09-{at:02d}", f"2026-10-{at:02d}"]
                page.write_row(at, 0, [*cells, at * 10.5, "USD"])
    view.take([str(tmp_path / "two.xlsx")])
    field = view.side.questions.fields()[0]
    shown = [field.itemText(at) for at in range(field.count())]
    assert shown == ["sales", "leave", "all of them together"]


def test_questions_of_one_option_offer_what_any_of_them_accepts(view, write):
    rows = [f"C{at % 3},Northern {at % 3},N-{at},0{at}/02/2026,0{at}/03/05,5.00,USD" for at in range(3, 9)]
    view.take([write("open.csv", rows, HEAD_BARE)])
    asked = view.side.questions.asked[0]
    assert [one.question.choices for one in asked.questions] == [("dmy", "mdy"), ("dmy", "mdy", "ymd")]
    assert [code for code, _word in asked.entries()] == ["dmy", "mdy", "ymd"]


def test_receivables_are_chosen_among_all_accounts_with_their_names(view, write, store, qtbot):
    head = "GL Account,GL Account Name,Balance,Currency"
    rows = [f"{1000 + at * 10},Something {at},{at + 1}00.00,USD" for at in range(40)]
    view.take([write("tb.csv", rows, head)])
    panel = view.side.questions
    field = panel.fields()[0]
    assert len(panel.asked[0].entries()) == 40
    qtbot.keyClick(field, Qt.Key.Key_Return)
    picks = field._list
    assert picks.isVisible()
    for typed in ("something 39", "1380"):
        picks.filter.setText(typed)
        qtbot.keyClick(picks.filter, Qt.Key.Key_Return)
    qtbot.keyClick(picks.filter, Qt.Key.Key_Escape)
    assert field.text() == "1380, 1390"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert not view.side.asking()
    assert not picks.isVisible()
    view.desk.actions.trigger("sync.apply")
    with store.read() as session:
        marked = session.scalars(select(TrialBalance.gl_account).where(TrialBalance.receivables)).all()
        assert sorted(marked) == ["1380", "1390"]
    assert view.side.run.texts()["You decided"] == "Receivables accounts: 1380, 1390"


def test_the_day_of_the_figures_is_typed_as_everywhere(view, write, qtbot):
    head = "Customer,Name,Invoice,Date,Due,Open,Currency"
    rows = [f"C{at},Northern {at},N-{at},0{at}09,{at + 12}10,5.00,USD" for at in range(3, 9)]
    view.take([write("open.csv", rows, head)])
    panel = view.side.questions
    assert [one.option for one in panel.asked] == ["--as-of"]
    field = panel.fields()[0]
    qtbot.keyClicks(field, "rubbish")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert view.side.asking(), "no day, no answer"
    field.clear()
    qtbot.keyClicks(field, "30 oct")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert not view.side.asking()
    assert [row.as_of for row in view.pages.files.model.all_rows()] == [date(2026, 10, 30)]


def test_another_export_or_the_same_is_asked_in_words_and_decided_by_names(view, write):
    rows = [f"{row},USD" for row in FIRST]
    view.take([write("open.csv", rows, HEAD_BARE)])
    view.desk.actions.trigger("sync.apply")
    head = "Debtor,Debtor name,Document no,Document date,Due by,Balance open,Currency"
    view.take([write("other.csv", rows, head)])
    asked = view.side.questions.asked
    assert [one.option for one in asked] == ["--layout"]
    assert [word for _code, word in asked[0].entries()] == ["yes: its items go on", "no: another ledger"]
    assert "plain-" not in render(asked[0].questions[0].question.evidence)
    error = QuestionsError("other.csv", (asked[0].questions[0].question,))
    known, other = asked[0].questions[0].question.choices
    assert render(error.do) == f"Decide with --layout {known} (yes: its items go on)|{other} (no: another ledger)."


def test_payers_by_name_are_tied_or_left_in_the_window(view, write, store):
    head = "Receipt Number,Payment Date,Payer,Receipt Amount,Currency,Payment Method"
    rows = ["R1,2026-10-29,KESTREL INC.,5.00,USD,wire", "R2,2026-10-29,Nobody we know,6.00,USD,wire"]
    view.take([write("open.csv", [f"{row},USD" for row in FIRST])])
    view.desk.actions.trigger("sync.apply")
    view.take([write("paid.csv", rows, head)])
    asked = view.side.questions.asked
    assert [one.option for one in asked] == ["--names"]
    evidence = str(asked[0].questions[0].question.evidence)
    assert "KESTREL INC. = C2" in evidence
    assert "--" not in evidence
    asked[0].field.choose("tie")
    view.side.questions._answer()
    assert not view.side.asking()
    view.desk.actions.trigger("sync.apply")
    with store.read() as session:
        found = session.execute(select(Receipt.number, Account.number).join_from(Receipt, Account, isouter=True))
        assert sorted(found) == [("R1", "C2"), ("R2", None)]
    view.take([write("next.csv", [row.replace("R", "S", 1) for row in rows], head)])
    assert not view.side.asking(), "tied for good"


def test_tab_goes_from_the_last_answer_to_the_button_that_reads_again(view, write, qtbot):
    view.take([write("open.csv", UNDECIDED, HEAD_BARE)])
    panel = view.side.questions
    panel.fields()[-1].setFocus()
    qtbot.keyClick(panel.fields()[-1], Qt.Key.Key_Tab)
    assert panel.findChild(Button, options=Qt.FindChildOption.FindDirectChildrenOnly).hasFocus()
