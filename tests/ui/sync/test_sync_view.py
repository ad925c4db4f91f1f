"""The sync room by hand: drop, answer, apply, take back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from sqlalchemy import func, select

from app.i18n import msg
from app.models import Item
from app.ui.main_window import MainWindow, Parts
from app.ui.sync import view as sync_view
from app.ui.sync.view import FILES, HISTORY, MOVES, REJECTED, TIES
from app.ui.view import Place, ViewSpec
from tests.builders.ledger import Ledger

SPEC = ViewSpec("sync", msg("Sync"), "sync", "app.ui.sync.view:SyncView")
HEAD = "Customer_ID,Customer_Name,Invoice_Number,Invoice_Date,Due_Date,Open_Balance{cur}\n"


def write(path: Path, rows: list[str], currency: str = "USD") -> Path:
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


@pytest.fixture
def view(desk, store, qtbot):
    with store.write() as uow:
        Ledger(uow.session, uow.now).company(country="US")
        uow.commit()
    window = MainWindow(desk, Parts(views=(SPEC,)))
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitExposed(window)
    window.open(Place("sync"))
    made = window.host.current()
    made.window_kept = window
    return made


def rows(view, place):
    return view.lists[place].model.all_rows()


def items(store) -> int:
    with store.read() as session:
        return session.scalar(select(func.count()).select_from(Item)) or 0


def test_files_are_previewed_and_nothing_is_written_before_apply(view, store, tmp_path):
    view.take([str(write(tmp_path / "open.csv", FIRST))])
    assert [(row.file, row.rows.item, row.counts.new) for row in rows(view, FILES)] == [("open.csv", 5, 5)]
    assert items(store) == 0
    view.desk.actions.trigger("sync.apply")
    assert items(store) == 5
    assert [row.report.state for row in rows(view, HISTORY)] == ["applied"]


def test_dropped_files_are_taken(view, tmp_path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(write(tmp_path / "open.csv", FIRST)))])
    drop = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                      Qt.KeyboardModifier.NoModifier)  # fmt: skip
    view.drop.dropEvent(drop)
    assert len(rows(view, FILES)) == 1


def test_the_next_day_reads_like_news(view, tmp_path):
    view.take([str(write(tmp_path / "open-1.csv", FIRST))])
    view.desk.actions.trigger("sync.apply")
    view.take([str(write(tmp_path / "open-2.csv", SECOND))])
    assert {(row.number, row.status) for row in rows(view, MOVES)} == {
        ("INV-1", "part_paid"),
        ("INV-2", "closed_no_cash_data"),
    }
    assert "1 part paid" in view._subtitle.text()
    assert "1 new" in view._subtitle.text()


def test_a_question_is_asked_once_and_its_answer_reads_the_file(view, tmp_path):
    view.take([str(write(tmp_path / "open.csv", FIRST, currency=""))])
    assert view.questions.isVisible()
    assert not view.desk.actions.action("sync.apply").isEnabled()
    field = view.questions._fields[0][1]
    field.setText("dollars")
    view.questions._answer()
    assert view.questions.isVisible()
    field.setText("usd")
    view.questions._answer()
    assert not view.questions.isVisible()
    assert [(row.currency, row.net) for row in rows(view, TIES)] == [("USD", 149_049)]


def test_rejected_rows_stand_with_their_cell(view, tmp_path):
    more = [f"C4,More Inc.,INV-1{number},2026-08-13,2026-09-13,5.00" for number in range(9)]
    bad = [*FIRST, "C3,Bad Inc.,INV-9,2026-08-13,2026-09-13,twelve", *more]
    view.take([str(write(tmp_path / "open.csv", bad))])
    assert [(row.row, row.value) for row in rows(view, REJECTED)] == [(7, "twelve")]


def test_a_refused_file_is_one_sentence_and_changes_nothing(view, store, tmp_path):
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    view.take([str(empty)])
    assert view._refused is not None
    assert "empty.csv" in view._refused.text()
    assert items(store) == 0


def test_the_newest_sync_is_taken_back(view, store, tmp_path, monkeypatch):
    view.take([str(write(tmp_path / "open.csv", FIRST))])
    view.desk.actions.trigger("sync.apply")
    monkeypatch.setattr(sync_view, "confirm_loss", lambda *_args: True)
    view.desk.actions.trigger("sync.undo")
    assert [row.report.state for row in rows(view, HISTORY)] == ["undone"]
    assert items(store) == 0


def test_the_same_files_are_read_again_by_one_key(view, tmp_path):
    view.take([str(write(tmp_path / "open.csv", FIRST))])
    view.desk.actions.trigger("sync.apply")
    view.desk.actions.trigger("sync.again")
    assert [(row.counts.new, row.counts.unchanged) for row in rows(view, FILES)] == [(0, 5)]
