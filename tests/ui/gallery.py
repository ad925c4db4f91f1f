"""Two small views and a list of customers in several scripts, for the tests of the frame."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QPlainTextEdit

from app.i18n import msg
from app.money import Money
from app.services.frame import FrameFacts
from app.ui.tables.columns import Column, Name, check_column
from app.ui.tables.table_panel import TablePanel, TableSpec
from app.ui.view import View, ViewSpec
from app.ui.widgets.chip import ChipText


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the test list."""

    number: str
    name: str
    overdue: Money
    due: date | None = None
    chips: tuple[ChipText, ...] = ()
    country: str = "US"
    reading: str = ""


LINES = (
    Line("10", "Kestrel & Sons Ltd", Money(95_472_00, "GBP"), date(2026, 10, 1), country="GB"),
    Line(
        "9",
        "株式会社青空商事",
        Money(9_984_000, "JPY"),
        date(2026, 9, 30),
        (ChipText("promise broken", "red"),),
        "JP",
        "あおぞら",
    ),
    Line("100", "Aços do Norte Ltda.", Money(769_925_00, "BRL"), None, country="BR"),
    Line("11", "=SUM(A1:A9)", Money(50_00, "USD"), date(2026, 10, 20)),
)


def columns():
    return (
        check_column(),
        Column("number", msg("Account"), lambda row: row.number, width=80),
        Column(
            "name", msg("Name"), lambda row: Name(row.name, row.reading, row.country), "name", width=200, stretch=True
        ),
        Column("overdue", msg("Overdue"), lambda row: row.overdue, "money", width=140, total=True),
        Column("due", msg("Due"), lambda row: row.due, "date"),
        Column("state", msg("State"), lambda row: row.chips, "chips"),
        Column("country", msg("Country"), lambda row: row.country, hidden=True),
    )


def table_spec(**changes):
    kept = {
        "id": "test",
        "name": "Accounts",
        "columns": columns(),
        "row_key": lambda row: row.number,
        "empty": ("No accounts", "Drop a file on Sync.", "portfolio"),
    }
    return TableSpec(**(kept | changes))


class ListView(View):
    """A view with a list."""

    kinds = frozenset({"accounts"})
    buttons = ("window.refresh",)
    loads = 0

    def build(self):
        self.add_heading()
        self.panel = TablePanel(table_spec(), self.desk.memory)
        self.set_body(self.panel)

    def load(self):
        type(self).loads += 1
        self.desk.runner.read(lambda _session: LINES, on_done=self.panel.set_rows, owner=self, slot="rows")

    def table(self):
        return self.panel


class NoteView(View):
    """A view with a note that must survive a change of language."""

    def build(self):
        self.add_heading()
        self.note = QPlainTextEdit()
        self.note.setAccessibleName("note")
        self.shown_key = ""
        self.set_body(self.note)

    def show_key(self, key):
        self.shown_key = key

    def focus_first(self):
        self.note.setFocus()

    def state(self):
        return self.note.toPlainText()

    def restore(self, state):
        self.note.setPlainText(state)


VIEWS = (
    ViewSpec("today", msg("Today"), "today", "tests.ui.gallery:ListView"),
    ViewSpec("calls", msg("Calls"), "phone", "tests.ui.gallery:NoteView"),
    ViewSpec("settings", msg("Settings"), "settings", "tests.ui.gallery:NoteView", rail="bottom"),
    ViewSpec("account", msg("Account"), "building", "tests.ui.gallery:NoteView", rail="", home="today"),
)


def facts(_session, day, zone):
    return FrameFacts(23, 412, 17, 4, 1, 38, (), "USD", date(2026, 10, 29))
