"""A collector's morning with an awkward file: asked, corrected, kept, given back, applied, taken back, read again."""

from __future__ import annotations

from datetime import UTC, date, datetime

import openpyxl
import pytest
from sqlalchemy import select

from app.models import Item
from app.services.sync.layouts.saved import saved_layouts
from app.ui.application import make_application
from app.ui.events import Events
from app.ui.frame.memory import Memory
from app.ui.main_window import MainWindow, Parts
from app.ui.sync.pages import CHANGES, FILES, HISTORY, LEFT, TOTALS
from app.ui.tasks import InlineRunner
from app.ui.view import Desk, Place
from tests.builders.ledger import Ledger
from tests.builders.spreadsheets import text

HEAD = ["Abnehmer", "Vorgang", "Vorgang vom", "Zahlbar", "Summe 1", "Summe 2"]
FIELDS = ("account", "number", "document_date", "due_date", "", "open")
MONDAY = [
    ["4711", "V-1", "03.09.2026", "03.10.2026", "1.000,50", "400,25"],
    ["4711", "V-2", "05.09.2026", "05.10.2026", "99,10", "99,10"],
    ["4712", "V-3", "06.09.2026", "06.10.2026", "12,00", "7,00"],
    ["4712", "V-4", "07.09.2026", "07.10.2026", "80,00", "80,00"],
    ["4713", "V-5", "08.09.2026", "08.10.2026", "55,00", "zwölf"],
    *[["4714", f"V-{n}", "09.09.2026", "09.10.2026", "10,00", "10,00"] for n in range(6, 16)],
]
TUESDAY = [
    ["4711", "V-1", "03.09.2026", "03.10.2026", "1.000,50", "100,00"],
    ["4711", "V-2", "05.09.2026", "20.10.2026", "99,10", "99,10"],
    ["4712", "V-3", "06.09.2026", "06.10.2026", "12,00", "7,00"],
    ["4713", "V-5", "08.09.2026", "08.10.2026", "55,00", "55,00"],
    *MONDAY[5:],
]


@pytest.fixture
def room(qapp, store, tmp_path, qtbot, monkeypatch):
    """The window on Monday morning, on an empty store."""
    look = make_application(Memory())[1]
    with store.write() as uow:
        Ledger(uow.session, uow.now).company(country="DE")
        uow.commit()
    events = Events()
    desk = Desk(InlineRunner(store, events), events, Memory(), store.clock, "Europe/Berlin")
    desk.theme = look
    window = MainWindow(desk, Parts())
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitExposed(window)
    window.open(Place("sync"))
    monkeypatch.setattr("app.ui.sync.past.confirm_loss", lambda *_args: True)
    monkeypatch.setattr("app.ui.sync.leftout.ask_path", lambda *_args: tmp_path / "back.xlsx")
    view = window.host.current()
    view.window_kept = window
    return view


def file(folder, rows):
    return str(text(folder / "branch.csv", [["Filiale Ulm"], HEAD, *rows], separator=";"))


def open_items(store):
    with store.read() as session:
        found = session.scalars(select(Item).where(Item.open != 0))
        return {item.number: item.open for item in found}


def act(view, action):
    view.desk.actions.trigger(action)


def test_a_morning_with_an_awkward_file(room, store, tmp_path):
    first_day(room, store, tmp_path)
    second_day(room, store, tmp_path)


def first_day(room, store, tmp_path):
    path = file(tmp_path, MONDAY)
    room.take([path])
    assert "no column for the customer" in room.refused.text()
    assert "--" not in room.refused.text(), "no talk of a command line in a window"

    act(room, "sync.columns")
    room.mapping.options.kind.choose("open-items")
    for place, field in enumerate(FIELDS):
        room.mapping.list.view.select_key(place)
        room.side.column.field.choose(field or " ")
    assert room.mapping.sketch.questions[0].option == "--currency"
    act(room, "sync.keep")
    room.mapping.saving.name.setText("Ulm")
    room.mapping.saving._save()
    with store.read() as session:
        assert [saved.layout.name for saved in saved_layouts(session)] == ["Ulm"]

    assert room.side.asking(), "the file does not say its currency"
    room.side.questions.fields()[0].setText("eur")
    room.side.questions._answer()
    assert room._subtitle.text() == "14 new"
    assert [run.layout for run in room.pages.files.model.all_rows()] == ["Ulm"]

    room.pages.turn_to(LEFT)
    assert [row.cell for row in room.pages.left.list.model.shown_rows()] == ["F7"]
    act(room, "sync.rejects")
    back = openpyxl.load_workbook(tmp_path / "back.xlsx").active
    assert (back["F2"].value, back["F2"].comment.text.strip()) == ("zwölf", "This is no amount.")

    room.pages.turn_to(TOTALS)
    field = room.pages.totals.control.field("EUR")
    field.setText("700.00")
    field.textEdited.emit(field.text())
    assert not room.desk.actions.action("sync.apply").isEnabled()
    field.setText("686.35")
    field.textEdited.emit(field.text())
    act(room, "sync.apply")
    assert len(open_items(store)) == 14
    assert room.pages.place == HISTORY
    assert room.side.run.texts()["What happened"] == "14 new"


def second_day(room, store, tmp_path):
    store.clock.moment = datetime(2026, 10, 31, 8, tzinfo=UTC)
    room.desk.events.day_changed.emit()
    file(tmp_path, TUESDAY)
    act(room, "sync.again")
    assert not room.side.asking(), "what was answered is remembered for the layout"
    assert room._subtitle.text() == "1 part paid, 1 new, 1 changed, 1 closed without cash data"
    room.pages.turn_to(CHANGES)
    room.pages.changes.bar.chips.choose("changed")
    (moved,) = room.pages.changes.list.model.shown_rows()
    assert [(fact.column, fact.before, fact.after) for fact in moved.facts] == [
        ("due_date", date(2026, 10, 5).isoformat(), date(2026, 10, 20).isoformat())
    ]
    before = open_items(store)
    act(room, "sync.apply")
    gone = {number: left for number, left in before.items() if number != "V-4"}
    assert open_items(store) == gone | {"V-1": 10000, "V-5": 5500}

    act(room, "sync.undo")
    assert open_items(store) == before
    assert room.pages.past.model.all_rows()[0].report.state == "undone"
    room.take([str(tmp_path / "branch.csv")])
    act(room, "sync.apply")
    assert open_items(store)["V-5"] == 5500
    act(room, "sync.again")
    assert room.pages.place == FILES
    assert room._subtitle.text() == "1 file: nothing new"
