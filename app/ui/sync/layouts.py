"""The layouts that are known: the collector's own and those that came with the program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.errors import AppError
from app.i18n import _, msg
from app.services.labels import SYNC_KINDS, label
from app.services.sync.layouts.layout import Layout
from app.services.sync.layouts.saved import (
    SavedLayout,
    delete_layout,
    export_layout,
    import_layout,
    rename_layout,
    save_layout,
    saved_layouts,
)
from app.services.sync.layouts.tomlfile import shipped
from app.ui.errors import sentence
from app.ui.sync.saving import SaveLine
from app.ui.tables.columns import Column
from app.ui.tables.table_panel import TablePanel, TableSpec
from app.ui.view import Desk
from app.ui.widgets.button import Button
from app.ui.widgets.card import label as words
from app.ui.widgets.chip import ChipText

_ENDING = ".layout.toml"


@dataclass(frozen=True, slots=True)
class LayoutRow:
    """A layout as the list shows it; ``changed_at`` is None for one that came with the program."""

    layout: Layout
    changed_at: datetime | None


def layouts_spec(zone: str) -> TableSpec:
    """Return the layouts, one's own first."""
    return TableSpec(
        "sync.layouts",
        _("Layouts"),
        (
            Column("name", msg("Name"), lambda row: row.layout.name, width=200),
            Column("title", msg("What it is"), lambda row: row.layout.title, width=230, gives_way=1),
            Column("kind", msg("Kind"), _kind, width=100),
            Column("from", msg("From"), _whose, "chips", width=150),
            Column("headings", msg("Known by its headings"), _headings, stretch=True, width=220, tip=_headings),
            Column(
                "changed", msg("Changed"), lambda row: _local(row.changed_at, zone), "moment", width=120, gives_way=2
            ),
        ),
        lambda row: (row.layout.name, row.layout.shipped),
        (_("No layouts"), _("Correct the columns of a file and save them under a name."), "star"),
        totals=False,
    )


def _kind(row: LayoutRow) -> str:
    return _("any") if row.layout.kind is None else label(SYNC_KINDS, row.layout.kind)


def _whose(row: LayoutRow) -> tuple[ChipText, ...]:
    return (ChipText(_("with the program")),) if row.layout.shipped else (ChipText(_("saved here"), "blue"),)


def _headings(row: LayoutRow) -> str:
    return " \u00b7 ".join(row.layout.headers[0]) if row.layout.headers else ""


def _local(moment: datetime | None, zone: str) -> datetime | None:
    return None if moment is None else moment.astimezone(ZoneInfo(zone))


class LayoutsPage(QWidget):
    """The list, and what can be done with a layout. ``loaded`` says how many are one's own."""

    loaded = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._renamed = ""
        self._incoming: Path | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 0)
        column.setSpacing(6)
        column.addLayout(self._buttons())
        self.naming = SaveLine(_("Rename"))
        self.naming.wanted.connect(self._rename)
        self.naming.hide()
        column.addWidget(self.naming)
        self.list = TablePanel(layouts_spec(desk.zone), desk.memory)
        self.list.setProperty("card", False)
        self.list.current_changed.connect(self._follow)
        self.list.set_row_menu(self._menu)
        self.naming.left.connect(self.list.focus_rows)
        column.addWidget(self.list, 1)
        self._follow(None)

    def load(self) -> None:
        """Load the layouts."""
        self._desk.runner.read(saved_layouts, on_done=self._show, owner=self, slot="layouts")

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        hint = _("Correct the columns of a file and save them as a layout; a file with its headings is read so.")
        row.addWidget(words(hint, "small", role="dim", wrap=True), 1)
        self._name = Button(_("Rename…"), icon="edit")
        self._delete = Button(_("Delete"), icon="trash")
        self._out = Button(_("Export…"), icon="export")
        bring = Button(_("Import…"), icon="upload")
        for button, act in ((self._name, self._ask_name), (self._delete, self._drop), (self._out, self._export),
                            (bring, self._import)):  # fmt: skip
            button.clicked.connect(act)
            row.addWidget(button)
        return row

    def _show(self, saved: tuple[SavedLayout, ...]) -> None:
        own = [LayoutRow(one.layout, one.changed_at) for one in saved]
        self.list.set_rows([*own, *(LayoutRow(layout, None) for layout in shipped())])
        self.loaded.emit(len(own))
        self._follow(self.list.view.current_row())

    def _current(self) -> LayoutRow | None:
        row: LayoutRow | None = self.list.view.current_row()
        return row

    def _follow(self, row: LayoutRow | None) -> None:
        own = row is not None and not row.layout.shipped
        self._name.setEnabled(own)
        self._delete.setEnabled(own)
        self._out.setEnabled(row is not None)

    def _menu(self, row: LayoutRow, menu: QMenu) -> None:
        if not row.layout.shipped:
            menu.addAction(_("Rename…")).triggered.connect(self._ask_name)
            menu.addAction(_("Delete")).triggered.connect(self._drop)
        menu.addAction(_("Export…")).triggered.connect(self._export)

    # ------------------------------------------------------------------ name and end

    def _ask_name(self) -> None:
        row = self._current()
        if row is not None and not row.layout.shipped:
            self._renamed = row.layout.name
            self.naming.ask(row.layout.name)

    def _rename(self, name: str, replaces: bool) -> None:  # noqa: FBT001 - what the signal carries
        self._desk.runner.write(
            _rename,
            self._renamed,
            name,
            self._desk.day,
            replaces,
            on_done=lambda _answer: self._renamed_to(name),
            on_failed=self.naming.show_error,
            owner=self,
        )

    def _renamed_to(self, name: str) -> None:
        self.naming.hide()
        self._desk.tell(_("The layout is called {name} now.", name=name))
        self.list.focus_rows()

    def _drop(self) -> None:
        row = self._current()
        if row is None or row.layout.shipped:
            return
        layout, day = row.layout, self._desk.day
        self._desk.runner.write(
            delete_layout,
            layout.name,
            on_done=lambda _answer: self._dropped(layout, day),
            owner=self,
        )

    def _dropped(self, layout: Layout, day: date) -> None:
        self._desk.can_undo(msg("deleting the layout {name}", name=layout.name), save_layout, layout, day)
        self._desk.tell(_("Layout {name} is deleted; what was imported with it stays.", name=layout.name), "green",
                        _("Undo"), lambda: self._desk.actions.trigger("window.undo"))  # fmt: skip

    # ------------------------------------------------------------------ to and from a colleague

    def _export(self) -> None:
        row = self._current()
        if row is None:
            return
        folder = self._desk.memory.get("export/folder", str(Path.home()))
        first = str(Path(folder) / f"{row.layout.name}{_ENDING}")
        chosen, _filter = QFileDialog.getSaveFileName(self, _("Export the layout"), first, _files())
        if not chosen:
            return
        path = Path(chosen) if Path(chosen).suffix else Path(chosen + _ENDING)
        self._desk.memory.put("export/folder", str(path.parent))
        self._desk.runner.read(
            export_layout,
            row.layout.name,
            path,
            on_done=lambda _answer: self._desk.tell(_("The layout is in {file}.", file=path.name)),
            owner=self,
        )

    def _import(self) -> None:
        folder = str(self._desk.memory.get("export/folder", str(Path.home())))
        chosen, _filter = QFileDialog.getOpenFileName(self, _("Import a layout"), folder, _files())
        if chosen:
            self._incoming = Path(chosen)
            self._bring_in()

    def _bring_in(self, *, replaces: bool = False) -> None:
        self._desk.runner.write(
            _bring,
            self._incoming,
            self._desk.day,
            replaces,
            on_done=lambda layout: self._desk.tell(_("Layout {name} is here.", name=layout.name)),
            on_failed=self._not_brought,
            owner=self,
        )

    def _not_brought(self, error: AppError) -> None:
        if error.code == "layout_name_taken" and any(_own_name(row, error) for row in self.list.model.all_rows()):
            self._desk.tell(sentence(error), "amber", _("Replace it"), lambda: self._bring_in(replaces=True))
        else:
            self._desk.tell_error(error)


def _own_name(row: LayoutRow, error: AppError) -> bool:
    """Tell whether an error is about the name of a layout of one's own, which may be replaced."""
    return not row.layout.shipped and row.layout.name == dict(error.message.params).get("name")


def _files() -> str:
    spoken = _("Layouts")
    return f"{spoken} (*.toml);;* (*)"


def _rename(uow: Any, old: str, new: str, day: date, replaces: bool) -> None:  # noqa: FBT001 - by position
    if replaces and new != old:
        delete_layout(uow, new)
    rename_layout(uow, old, new, day)


def _bring(uow: Any, path: Path, day: date, replaces: bool) -> Layout:  # noqa: FBT001 - by position
    return import_layout(uow, path, day, replaces=replaces)
