"""The imports there were, and everything that is kept of the one under the cursor."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal

from app.i18n import _, msg
from app.services.labels import SYNC_KINDS, SYNC_STATES, label
from app.services.sync.telling.history import RunRow
from app.ui.sync.answers import layout_words
from app.ui.sync.facts import Facts
from app.ui.sync.words import about_run, happened
from app.ui.tables.columns import Column
from app.ui.tables.table_panel import TableSpec
from app.ui.theme import Tone
from app.ui.view import Desk
from app.ui.widgets.button import ActionButton, Button
from app.ui.widgets.chip import ChipText
from app.ui.widgets.panel import Panel


def history_spec(zone: str) -> TableSpec:
    """Return the imports there were."""
    return TableSpec(
        "sync.past",
        _("History"),
        (
            Column("at", msg("At"), lambda row: _local(row.at, zone), "moment", width=120),
            Column("file", msg("File"), lambda row: row.report.file, width=160, most=270, tip=_file, middle=True),
            Column("kind", msg("Kind"), lambda row: label(SYNC_KINDS, row.report.kind), width=96, gives_way=2),
            Column("layout", msg("Layout"), lambda row: layout_words(row.report.layout), width=130, hidden=True),
            Column("as_of", msg("As of"), lambda row: row.report.as_of, "date", width=106, gives_way=4),
            Column("rows", msg("Rows"), lambda row: row.report.rows.read, "number", width=64, gives_way=1),
            Column("news", msg("What happened"), _happened, stretch=True, width=300, tip=_happened),
            Column("rejected", msg("Rejected"), _rejected, "number", width=76, gives_way=3),
            Column("state", msg("State"), _past, "chips", width=104),
        ),
        lambda row: row.id,
        (_("Nothing was synced yet"), _("What you apply stands here and can be taken back."), "sync"),
        totals=False,
    )


def _file(row: RunRow) -> str:
    return row.report.file


def _rejected(row: RunRow) -> int | None:
    return row.report.rows.rejected or None


def _happened(row: RunRow) -> str:
    return happened(row.report, row.promised)


def _past(row: RunRow) -> tuple[ChipText, ...]:
    tone: Tone = {"applied": "green", "undone": "amber"}.get(row.report.state, "")  # type: ignore[assignment]
    return (ChipText(label(SYNC_STATES, row.report.state), tone),)


def _local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))


class RunPanel(Panel):
    """Everything that is kept of a run; taking back what can be taken back. ``export_wanted`` carries the run."""

    export_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Import"))
        self._zone = desk.zone
        self._row: RunRow | None = None
        self._facts = Facts()
        self.content.addWidget(self._facts)
        self.content.addStretch(1)
        self._export = Button(_("Rejected rows…"), icon="export")
        self._export.clicked.connect(lambda: self.export_wanted.emit(self._row))
        self._back = ActionButton(desk.actions.action("sync.undo"), "", "undo", _("Take back"))
        self.foot.addStretch(1)
        self.foot.addWidget(self._export)
        self.foot.addWidget(self._back)

    def show_run(self, row: RunRow) -> None:
        """Show a run."""
        self._row = row
        self.set_title(row.report.file)
        self._facts.show_lines(about_run(row, self._zone))
        self._export.setVisible(bool(row.report.rejected and row.folder))
        self._back.setVisible(row.can_undo)

    def texts(self) -> dict[str, str]:
        """Return what is said, by caption."""
        return {said.caption: said.text for said in self._facts.lines()}
