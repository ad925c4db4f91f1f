"""The export of a list from the window: where to, in the background, and then open it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.i18n import _, format_date, msg, ngettext
from app.ui.tables.table_panel import TablePanel
from app.ui.tasks import service
from app.ui.view import Desk

_WRITE = service("app.services.reports.table_export:write_table")


def export_list(desk: Desk, panel: TablePanel) -> None:
    """Ask for a file and write exactly what the list shows into it, in the background."""
    path = ask_path(panel, desk, panel.spec.name, desk.day)
    if path is None:
        return
    data = panel.export_data([_("As of {day}", day=format_date(desk.day))])
    count = len(data.rows)
    desk.runner.work(
        _WRITE,
        data,
        path,
        label=_("Export"),
        on_done=lambda done: desk.tell(
            ngettext("{n} row exported to {file}.", "{n} rows exported to {file}.", count, file=done.name),
            "green",
            _("Open it"),
            lambda: open_file(done),
        ),
        on_cancelled=lambda: desk.tell(msg("Export cancelled; there is no file."), "amber"),
        owner=panel,
    )


def ask_path(parent: QWidget, desk: Desk, name: str, day: date) -> Path | None:
    """Ask where to, beginning in the folder of the last export; None if the user thinks better of it."""
    folder = desk.memory.get("export/folder", str(Path.home()))
    first = str(Path(folder) / f"{name} {day.isoformat()}.xlsx")
    chosen, _filter = QFileDialog.getSaveFileName(parent, _("Export"), first, _("Excel workbook (*.xlsx)"))
    if not chosen:
        return None
    path = Path(chosen)
    desk.memory.put("export/folder", str(path.parent))
    return path if path.suffix == ".xlsx" else path.with_name(f"{path.name}.xlsx")


def open_file(path: Path) -> None:
    """Open a file with the system's program for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
