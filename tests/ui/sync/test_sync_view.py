"""The sync room by hand: drop, answer, apply, take back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from sqlalchemy import func, select

from app.i18n import msg
from app.models import Item
from app.progress import Cancelled
from app.services.sync.model import Question
from app.services.sync.reading.spare import SPARE
from app.services.sync.run import FileQuestion
from app.ui.sync import past
from app.ui.sync.changes import why
from app.ui.sync.pages import CHANGES, FILES, HISTORY, LAYOUTS, LEFT, TOTALS
from app.ui.tasks import Job
from app.ui.view import Place
from app.ui.widgets.task_panel import TaskPanel

HEAD = "Customer_ID,Customer_Name,Invoice_Number,Invoice_Date,Due_Date,Open_Balance{cur}\n"


def put(path: Path, rows: list[str], currency: str = "USD") -> Path:
    heading = HEAD.format(cur=",Currency" if currency else "")
    tail = f",{currency}" if currency else ""
    path.write_text(heading + "".join(f"{row}{tail}\n" for row in rows), encoding="utf-8")
    return path


FIRST = [
    "C1,Northern Steel Inc.,INV-1,2026-08-13,2026-09-13,1200.50",
    "C1,Northern Steel Inc.,INV-2,2026-08-20,2026-09-20,80.00",
    "C2,Kestrel Inc.,INV-3,2026-09-14,2026-10-14,99.99",
    "C2,Kestrel Inc.,INV-5,2026-09-16,2026-10-16,50.00",
    "C2,Kestrel Inc.,INV-6,2026-09-18,2026-10-18,60.00",
]
SECOND = [
    "C1,Northern Steel Inc.,INV-1,2026-08-13,2026-09-13,200.50",
    "C2,Kestrel Inc.,INV-3,2026-09-14,2026-10-14,99.99",
    "C2,Kestrel Inc.,INV-5,2026-09-16,2026-10-16,50.00",
    "C2,Kestrel Inc.,INV-6,2026-09-18,2026-10-18,60.00",
    "C2,Kestrel Inc.,INV-4,2026-10-20,2026-11-20,10.00",
]


def rows(view, place):
    return view.pages.lists[place].model.all_rows()


def items(store) -> int:
    with store.read() as session:
        return session.scalar(select(func.count()).select_from(Item)) or 0


def test_files_are_previewed_and_nothing_is_written_before_apply(view, store, tmp_path):
    view.take([str(put(tmp_path / "open.csv", FIRST))])
    assert [(row.file, row.rows.item, row.counts.new) for row in rows(view, FILES)] == [("open.csv", 5, 5)]
    assert items(store) == 0
    view.desk.actions.trigger("sync.apply")
    assert items(store) == 5
    assert [row.report.state for row in rows(view, HISTORY)] == ["applied"]
    assert view.pages.past.view.hasFocus(), "the list that shows it, not the message over it"


def test_counts_are_grouped_in_thousands(view, tmp_path):
    view.take([str(put(tmp_path / "open.csv", [FIRST[0].replace("INV-1", f"N-{at}") for at in range(1200)]))])
    assert view._subtitle.text() == "1,200 new"
    assert view.pages.tabs.tabText(CHANGES) == "Changes 1,200"
    assert view.pages.changes.bar.chips.chip("new").text() == "New 1,200"
    assert view.side.file.texts()["Rows"] == "1,200 read: 1,200 records"


def test_a_reader_waits_for_the_file_while_the_room_is_seen(view):
    SPARE.drop()
    view.hide()
    view.show()
    (waiting,) = SPARE._waiting
    view.load()
    assert SPARE._waiting == [waiting]
    view.hide()
    assert SPARE._waiting == []


def test_dropped_files_are_taken(view, tmp_path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(put(tmp_path / "open.csv", FIRST)))])
    drop = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                      Qt.KeyboardModifier.NoModifier)  # fmt: skip
    view.drop.dropEvent(drop)
    assert len(rows(view, FILES)) == 1


def test_the_next_day_reads_like_news(view, tmp_path):
    view.take([str(put(tmp_path / "open-1.csv", FIRST))])
    view.desk.actions.trigger("sync.apply")
    view.take([str(put(tmp_path / "open-2.csv", SECOND))])
    assert {(row.number, row.kind) for row in rows(view, CHANGES)} == {
        ("INV-1", "part_paid"),
        ("INV-2", "no_cash_data"),
        ("INV-4", "new"),
    }
    assert "1 part paid" in view._subtitle.text()
    assert "1 new" in view._subtitle.text()


def test_a_question_is_asked_once_and_its_answer_reads_the_file(view, qtbot, tmp_path):
    view.take([str(put(tmp_path / "open.csv", FIRST, currency=""))])
    assert view.side.questions.isVisible()
    assert not view.desk.actions.action("sync.apply").isEnabled()
    field = view.side.questions.fields()[0]
    field.setText("dollars")
    view.side.questions._answer()
    assert view.side.questions.isVisible()
    field.setText("usd")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert not view.side.questions.isVisible()
    assert [(row.currency, row.net) for row in rows(view, TOTALS)] == [("USD", 149_049)]


def test_rejected_rows_stand_with_their_cell(view, tmp_path):
    more = [f"C4,More Inc.,INV-1{number},2026-08-13,2026-09-13,5.00" for number in range(9)]
    bad = [*FIRST, "C3,Bad Inc.,INV-9,2026-08-13,2026-09-13,twelve", *more]
    view.take([str(put(tmp_path / "open.csv", bad))])
    assert [(row.cell, row.value) for row in rows(view, LEFT)] == [("F7", "twelve")]


def test_a_refused_file_is_one_sentence_and_changes_nothing(view, store, tmp_path):
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    view.take([str(empty)])
    assert "empty.csv" in view.refused.text()
    assert items(store) == 0


def test_the_newest_sync_is_taken_back(view, store, tmp_path, monkeypatch):
    view.take([str(put(tmp_path / "open.csv", FIRST))])
    view.desk.actions.trigger("sync.apply")
    monkeypatch.setattr(past, "confirm_loss", lambda *_args: True)
    view.desk.actions.trigger("sync.undo")
    assert [row.report.state for row in rows(view, HISTORY)] == ["undone"]
    assert items(store) == 0


def test_a_sync_is_taken_back_once_however_often_it_is_asked_for(view, store, tmp_path):
    for name, found in (("open-1.csv", FIRST), ("open-2.csv", SECOND)):
        view.take([str(put(tmp_path / name, found))])
        view.desk.actions.trigger("sync.apply")
    busy = []

    def ask_again(job):
        if job.owner is view.session and not busy:
            busy.append(view.session.busy)
            view.session.take_back()

    view.desk.runner.started.connect(ask_again)
    view.session.take_back()
    assert busy == [True]
    assert [row.report.state for row in rows(view, HISTORY)] == ["undone", "applied"]


def test_the_same_files_are_read_again_by_one_key(view, tmp_path):
    view.take([str(put(tmp_path / "open.csv", FIRST))])
    view.desk.actions.trigger("sync.apply")
    view.desk.actions.trigger("sync.again")
    assert [(row.counts.new, row.counts.unchanged) for row in rows(view, FILES)] == [(0, 5)]


def test_one_kind_of_change_is_shown_by_its_chip(view, tmp_path):
    view.take([str(put(tmp_path / "open-1.csv", FIRST))])
    view.desk.actions.trigger("sync.apply")
    view.take([str(put(tmp_path / "open-2.csv", SECOND))])
    changes = view.pages.changes
    assert set(changes.bar.chips._chips) == {"all", "part_paid", "new", "no_cash_data"}
    assert changes._unchanged.text() == "3 items stay as they are"
    changes.bar.chips.choose("new")
    assert [row.number for row in changes.list.model.shown_rows()] == ["INV-4"]
    changes.bar.chips.choose("part_paid")
    assert [(row.number, row.before, row.after) for row in changes.list.model.shown_rows()] == [
        ("INV-1", 120050, 20050)
    ]
    assert why(changes.list.model.shown_rows()[0]) == "1,000.00 less"


def test_an_item_that_stays_open_says_which_fact_changed(view, tmp_path):
    view.take([str(put(tmp_path / "open-1.csv", FIRST))])
    view.desk.actions.trigger("sync.apply")
    moved = [row.replace("2026-10-14", "2026-11-14") for row in FIRST]
    view.take([str(put(tmp_path / "open-2.csv", moved))])
    changes = view.pages.changes.list
    assert [why(row) for row in changes.model.shown_rows()] == ["Due date: 14 Oct 2026 \u2192 14 Nov 2026"]


def test_the_panel_tells_what_was_recognised_of_the_file_under_the_cursor(view, tmp_path):
    view.take([str(put(tmp_path / "open.csv", FIRST))])
    said = view.side.file.texts()
    assert view.side.currentWidget() is view.side.file
    assert said["Kind"] == "Open items"
    assert said["Layout"] == "by its headings"
    assert said["Headings"] == "row 1"
    assert said["File"].startswith("Text file, ")
    assert "comma" in said["File"]
    assert said["As of"] == "Fri 30 Oct 2026 (the file does not say: today)"
    assert said["Scope"].splitlines() == [
        "everything open: what is missing is closed",
        "The first file of this source.",
    ]
    assert said["Rows"] == "5 read: 5 records"
    assert said["Sum USD"].splitlines() == ["1,490.49 USD", "5 rows"]
    assert said["Confidence"].endswith("%")


def test_a_file_that_never_closes_anything_is_called_no_selection(view, tmp_path):
    heads = "Customer Number,Customer Name,Street,City,Postal Code,Country,Payment Terms"
    rows = ["10,Acme,Kirkegata 1,Oslo,0153,NO,Net 30", "20,Bolt,Torget 2,Bergen,5014,NO,Net 30"]
    master = tmp_path / "customers.csv"
    master.write_text("\n".join([heads, *rows, ""]), encoding="utf-8")
    view.take([str(master)])
    assert view.side.file.texts()["Scope"] == "A file of this kind closes nothing that it lacks."


def test_the_collector_may_say_that_files_are_a_selection(view, store, tmp_path):
    view.take([str(put(tmp_path / "open-1.csv", FIRST))])
    view.desk.actions.trigger("sync.apply")
    view.take([str(put(tmp_path / "open-2.csv", SECOND))])
    view.side.file._scope.choose("partial")
    assert view.side.file.texts()["Scope"].splitlines() == ["a selection: nothing is closed", "You said so."]
    assert "closed" not in view._subtitle.text()
    view.desk.actions.trigger("sync.apply")
    with store.read() as session:
        assert session.scalar(select(func.count()).where(Item.closed_on.is_not(None))) == 0


def test_a_drop_of_more_than_a_third_asks(view, tmp_path):
    many = [f"C{at % 5},Customer {at % 5},N-{at},2026-08-13,2026-09-13,10.00" for at in range(20)]
    view.take([str(put(tmp_path / "open-1.csv", many))])
    view.desk.actions.trigger("sync.apply")
    view.take([str(put(tmp_path / "open-2.csv", many[:13]))])
    assert view.side.asking()
    assert not view.desk.actions.action("sync.apply").isEnabled()
    view.side.questions.fields()[0].choose("full")
    view.side.questions._answer()
    assert view._subtitle.text() == "7 closed without cash data"


def test_the_history_tells_all_that_is_kept_of_a_run(view, tmp_path):
    view.take([str(put(tmp_path / "open-1.csv", FIRST))])
    view.desk.actions.trigger("sync.apply")
    view.take([str(put(tmp_path / "open-2.csv", SECOND))])
    view.desk.actions.trigger("sync.apply")
    said = view.side.run.texts()
    assert view.side.currentWidget() is view.side.run
    assert said["State"] == "Applied"
    assert said["What happened"] == "1 part paid, 1 new, 1 closed without cash data"
    assert said["Unchanged"] == "3"
    assert said["Folder"] == str(tmp_path)
    assert len(said["SHA-256"].replace("\n", "")) == 64
    assert view.side.run._back.isVisible()


def test_a_whole_folder_is_taken(view, tmp_path):
    folder = tmp_path / "morning"
    folder.mkdir()
    put(folder / "open.csv", FIRST)
    (folder / "readme.pdf").write_bytes(b"%PDF")
    view.take([str(folder)])
    assert [row.file for row in rows(view, FILES)] == ["open.csv"]


def test_nothing_can_be_applied_without_a_preview_however_often_the_room_is_entered(view, tmp_path):
    window = view.window_kept
    view.take([str(put(tmp_path / "open.csv", FIRST))])
    view.desk.actions.trigger("sync.apply")
    window.open(Place("sync"))
    assert not view.desk.actions.action("sync.apply").isEnabled()
    assert view.desk.actions.action("sync.undo").isEnabled()


def test_the_lists_are_walked_by_keys(view, tmp_path):
    view.take([str(put(tmp_path / "open.csv", FIRST))])
    places = []
    for _turn in range(6):
        places.append(view.pages.place)
        view.desk.actions.trigger("sync.tab_next")
    assert places == [0, 1, 2, 3, 4, 5]
    view.desk.actions.trigger("sync.tab_back")
    assert view.pages.place == 5


def test_an_export_with_other_headings_is_asked_about_and_goes_on(view, store, tmp_path):
    view.take([str(put(tmp_path / "open-1.csv", FIRST))])
    view.desk.actions.trigger("sync.apply")
    other = put(tmp_path / "open-2.csv", SECOND)
    other.write_text(other.read_text("utf-8").replace("Open_Balance", "Amount Due").replace("Customer_ID", "Account"))
    view.take([str(other)])
    assert view.side.asking()
    assert not view.desk.actions.action("sync.apply").isEnabled()
    asked = view.side.questions.asked[0]
    asked.field.choose(asked.questions[0].question.choices[0])
    view.side.questions._answer()
    view.desk.actions.trigger("sync.apply")
    assert items(store) == 6


def test_a_place_may_name_the_files_to_preview(view, tmp_path):
    put(tmp_path / "open.csv", FIRST)
    view.window_kept.open(Place("sync", str(tmp_path / "open.csv")))
    assert [row.file for row in rows(view, FILES)] == ["open.csv"]


def test_files_may_be_dropped_anywhere_in_the_room(view, tmp_path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(put(tmp_path / "open.csv", FIRST)))])
    what = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(400, 500), *what)
    QApplication.sendEvent(view, enter)
    assert enter.isAccepted()
    assert view.drop.property("hot"), "the place that takes them says so"
    view.drop.eventFilter(view, QDropEvent(QPointF(400, 500), *what))
    assert not view.drop.property("hot")
    assert len(rows(view, FILES)) == 1


def test_what_is_being_applied_is_neither_applied_twice_nor_pushed_aside(view, store, tmp_path, told):
    view.take([str(put(tmp_path / "open.csv", FIRST))])
    other = str(put(tmp_path / "other.csv", SECOND))
    tried = []

    def push(job):
        if job.owner is view.session and not tried:
            tried.append(view.session.ready)
            view.take([other])

    view.desk.runner.started.connect(push)
    view.desk.actions.trigger("sync.apply")
    assert tried == [False]
    assert "being written just now" in told[0]
    assert items(store) == 5


def test_a_day_that_is_none_is_told_under_its_field(view, qtbot):
    asked = FileQuestion("open.csv", Question("--as-of", None, msg("The file does not say its day.")))
    view.side.ask([asked], {})
    field = view.side.questions.fields()[0]
    qtbot.keyClicks(field, "someday")
    heard = []
    view.side.questions.answered.connect(heard.append)
    view.side.questions._answer()
    assert heard == []
    field.clear()
    qtbot.keyClicks(field, "2026-10-30")
    view.side.questions._answer()
    assert heard == [[("", "--as-of", "2026-10-30")]]


def test_every_list_says_what_to_do_before_the_first_file(view):
    for place, panel in enumerate(view.pages.lists):
        view.pages.turn_to(place)
        assert panel.stack.currentWidget() is (panel.empty if place != LAYOUTS else panel.view), place
        assert panel.empty.title()


def test_cancelled_work_leaves_the_preview_as_it_was(view, store, tmp_path, told, monkeypatch):
    view.take([str(put(tmp_path / "open.csv", FIRST))])

    def stop(*_args, progress):
        raise Cancelled

    monkeypatch.setattr("app.services.sync.desk.apply", stop)
    view.desk.actions.trigger("sync.apply")
    assert told[-1] == "Cancelled; nothing was changed"
    assert items(store) == 0
    assert view.desk.actions.action("sync.apply").isEnabled()


def test_the_panel_tells_from_when_to_when_the_days_of_a_file_go(view, tmp_path):
    view.take([str(put(tmp_path / "open.csv", FIRST))])
    said = view.side.file.texts()
    assert said["Due date"].splitlines()[0] == "13 Sep 2026 \u2013 18 Oct 2026"
    assert said["Open amount"].splitlines()[0] == "50.00 \u2013 1,200.50"


def test_what_is_no_file_yet_is_not_taken_in_silence(view, told):
    data = QMimeData()
    data.setUrls([QUrl("https://example.com/open.xlsx")])
    drop = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                      Qt.KeyboardModifier.NoModifier)  # fmt: skip
    view.drop.dropEvent(drop)
    assert told == ["What was dropped is no file of this machine. Save it in a folder first."]


def test_a_long_name_leaves_room_for_the_rest_of_the_status_bar(view):
    panel, runner = TaskPanel(view.desk.runner), view.desk.runner
    job = Job(lambda: None, None, None, "Reading")
    job.done, job.total, job.note = 17, 100, "Reading " + "Offene Posten " * 30
    runner.started.emit(job)
    assert panel.text().endswith(" 17 %")
    assert panel.sizeHint().width() < 520
    runner.ended.emit(job)
    panel.deleteLater()
