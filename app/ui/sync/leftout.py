"""Rows that became no item: the rejected ones first, each with its cell, and the way to that cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.i18n import Message, _, msg, ngettext, render
from app.services.sync.telling.leftout import REJECTED, LeftOut, left_out
from app.services.sync.telling.report import RunReport
from app.ui.frame.export import ask_path, open_file
from app.ui.tables.columns import Column
from app.ui.tables.table_panel import TablePanel, TableSpec
from app.ui.tasks import service
from app.ui.theme import Tone
from app.ui.view import Desk
from app.ui.widgets.button import ActionButton
from app.ui.widgets.chip import ChipText
from app.ui.widgets.filter_bar import FilterBar

_WRITE = service("app.services.sync.telling.leftout:write_rejected")
_NAMES: Final[dict[str, Message]] = {
    REJECTED: msg("Rejected"),
    "skipped": msg("Set aside"),
    "total": msg("Totals"),
    "group": msg("Group headings"),
}
_TONES: Final[dict[str, Tone]] = {REJECTED: "red", "skipped": "amber", "total": "dim", "group": "dim"}


def left_spec() -> TableSpec:
    """Return the rows that became no item, with their cell and reason."""
    return TableSpec(
        "sync.left",
        _("Rejected rows"),
        (
            Column(
                "file", msg("File"), lambda row: row.file, width=160, most=270, tip=lambda row: row.path, middle=True
            ),
            Column("cell", msg("Cell"), lambda row: row.cell, width=124),
            Column("row", msg("Row"), lambda row: row.row, "number", width=60, hidden=True),
            Column("what", msg("What it is"), _chip, "chips", width=110, gives_way=1),
            Column("column", msg("Column"), lambda row: row.column, width=130, gives_way=2),
            Column("value", msg("Value"), lambda row: row.value, width=130, tip=lambda row: row.value),
            Column("reason", msg("Reason"), _reason, stretch=True, width=200, tip=_reason),
        ),
        lambda row: (row.path, row.file, row.what, row.row, row.column, row.value),
        (_("No row was rejected"), _("Every row was read or set aside with its reason."), "success"),
        totals=False,
    )


def _reason(row: LeftOut) -> str:
    return render(row.reason)


def _chip(row: LeftOut) -> tuple[ChipText, ...]:
    return (ChipText(render(_NAMES[row.what]), _TONES[row.what]),)


class LeftOutPage(QWidget):
    """The list under a line of filters; Enter goes to the cell."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rows: list[LeftOut] = []
        self._files: list[tuple[str, RunReport]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 0)
        column.setSpacing(6)
        self.bar = FilterBar(_("What it is"))
        export = ActionButton(desk.actions.action("sync.rejects"), "", "export", _("Export…"))
        self.bar.layout().addWidget(export)  # type: ignore[union-attr] # the bar has one from the beginning
        self.list = TablePanel(left_spec(), desk.memory)
        self.list.setProperty("card", False)
        self.list.opened.connect(self.jump)
        self.list.set_row_menu(self._menu)
        self.bar.chosen.connect(self._choose)
        self.bar.typed.connect(self.list.set_quick)
        self.bar.left.connect(self.list.focus_rows)
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)
        self.show_runs(())

    @property
    def rejected(self) -> int:
        """Count the rejected rows."""
        return sum(row.what == REJECTED for row in self._rows)

    def show_runs(self, runs: Sequence[tuple[str, RunReport]]) -> None:
        """Show the rows of files, each with its path; ``rejected`` counts afterwards."""
        self._files = list(runs)
        self._rows = [row for path, run in self._files for row in left_out(run, path)]
        counts = Counter(row.what for row in self._rows)
        found: list[tuple[str, str, int | None]] = [(REJECTED, render(_NAMES[REJECTED]), counts[REJECTED])]
        found += [(what, render(_NAMES[what]), counts[what]) for what in _NAMES if what != REJECTED and counts[what]]
        self.bar.setVisible(bool(self._rows))
        self.bar.set_filters(found)
        title = _("No row was rejected") if self._files else _("No preview yet")
        hint = _("Every row was read or set aside with its reason.") if self._files else ""
        self.list.empty.set_text(title, hint)
        self.bar.chips.choose(REJECTED)

    def _choose(self, what: str) -> None:
        self.list.set_rows(row for row in self._rows if row.what == what)

    # ------------------------------------------------------------------ to the cell

    def jump(self, row: LeftOut) -> None:
        """Open the file in the system's program and say which cell it is; its name is copied."""
        self._copy(row)
        if not row.path or not Path(row.path).exists():
            self._desk.tell(
                _("{file} is no longer where it was; the row is {cell}.", file=row.file, cell=row.cell), "amber"
            )
            return
        open_file(Path(row.path))
        self._desk.tell(_("{file} opens. The row is {cell}; its name is copied.", file=row.file, cell=row.cell), "blue")

    def _copy(self, row: LeftOut) -> None:
        QGuiApplication.clipboard().setText(row.cell)

    def _menu(self, row: LeftOut, menu: QMenu) -> None:
        menu.addAction(_("Open the file at this row")).triggered.connect(lambda: self.jump(row))
        menu.addAction(_("Copy the name of the cell")).triggered.connect(lambda: self._copy(row))

    # ------------------------------------------------------------------ back to the source

    def export(self) -> None:
        """Write the rejected rows as they stand in their files, with a comment in each cell to blame."""
        export_rejected(self._desk, self, self._files)


def export_rejected(desk: Desk, owner: QWidget, files: Sequence[tuple[str, RunReport]]) -> None:
    """Ask for a file and write the rejected rows of some files into it, in the background."""
    count = sum(len(run.rejected) for _path, run in files)
    if not count:
        desk.tell(_("No row was rejected."), "blue")
        return
    path = ask_path(owner, desk, _("Rejected rows"), desk.day)
    if path is None:
        return
    desk.runner.work(
        _WRITE,
        list(files),
        path,
        label=_("Export"),
        on_done=lambda done: desk.tell(
            ngettext(
                "{n} rejected row written to {file}.", "{n} rejected rows written to {file}.", count, file=done.name
            ),
            "green",
            _("Open it"),
            lambda: open_file(done),
        ),
        on_cancelled=lambda: desk.tell(msg("Export cancelled; there is no file."), "amber"),
        owner=owner,
    )
