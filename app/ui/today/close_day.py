"""Closing the day in the right panel: what was done, what is left, a remark, one workbook for the supervisor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.errors import AppError
from app.i18n import _, format_date, format_money, format_number, ngettext
from app.money import Money
from app.ui.errors import sentence
from app.ui.look.fonts import ui_font
from app.ui.tasks import service
from app.ui.view import Desk
from app.ui.widgets.button import Button
from app.ui.widgets.card import ElidedLabel, label
from app.ui.widgets.form import Form, NoteEdit
from app.ui.widgets.notices import Banner
from app.ui.widgets.panel import StepPanel

if TYPE_CHECKING:
    from app.services.reports.daily.report import DailyReport
    from app.services.today.closing import DayEnd
    from app.services.today.shape import TodayBook

_END = service("app.services.today.closing:day_end")
_CLOSE = service("app.services.today.closing:close_day")


class ClosePanel(StepPanel):
    """``left`` gives the panel back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Close the day"))
        self.asked.connect(self.submit)
        self._desk = desk
        kept = desk.memory.get("daily/folder")
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.folder = Path(kept or documents or Path.home())
        self._done: DailyReport | None = None
        self._said: Banner | None = None
        self._facts = QWidget()
        self._lines = QVBoxLayout(self._facts)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(2)
        self.remark = NoteEdit(_("What the supervisor should know"), 4)
        self.form = Form()
        self.form.add("remark", _("Remark of the day"), self.remark)
        self.form.add("folder", _("Folder"), self._folder_line())
        self.open_after = QCheckBox(_("Open the folder afterwards"))
        self.open_after.setAccessibleName(self.open_after.text())
        self.open_after.setFont(ui_font())
        self.open_after.setChecked(bool(desk.memory.get("daily/open", True)))
        self.open_after.toggled.connect(lambda on: desk.memory.put("daily/open", on))
        self._name = ElidedLabel("", "small", role="dim")
        for part in (self._facts, self.form, self.open_after, self._name):
            self.content.addWidget(part)
        self.content.addStretch(1)
        cancel = Button(_("Cancel"))
        cancel.clicked.connect(self.left)
        self.write = Button(_("Write the workbook"), "primary", keys="Ctrl+Return")
        self.write.clicked.connect(self.submit)
        self.foot.addWidget(cancel)
        self.foot.addStretch(1)
        self.foot.addWidget(self.write)

    def begin(self, book: TodayBook | None) -> None:
        """Show the day as it stands and ask what the workbook would be."""
        self._say("")
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for name, value in _facts(book) if book is not None else ():
            self._lines.addWidget(_fact(name, value))
        self._desk.runner.read(_END, self._desk.day, on_done=self._show_end, owner=self, slot="end")
        self.remark.setFocus()

    def submit(self) -> None:
        """Write the workbook in the background; the status bar shows how far it is."""
        if not self.write.isEnabled():
            return
        self._say("")
        self.write.setEnabled(False)
        self._desk.runner.work(
            _CLOSE,
            self.folder,
            self._desk.day,
            self._desk.zone,
            self.remark.text(),
            label=_("Workbook of the day"),
            on_done=self._written,
            on_failed=self._failed,
            on_cancelled=lambda: self.write.setEnabled(True),
            owner=self,
        )

    def _folder_line(self) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._path = ElidedLabel(str(self.folder))
        choose = Button(_("Choose…"), name=_("Choose the folder"))
        choose.clicked.connect(self._choose)
        row.addWidget(self._path, 1)
        row.addWidget(choose)
        line.setFocusProxy(choose)
        return line

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Folder of the workbooks"), str(self.folder))
        if chosen:
            self.folder = Path(chosen)
            self._path.setText(chosen)
            self._desk.memory.put("daily/folder", chosen)

    def _show_end(self, end: DayEnd) -> None:
        if not self.remark.text():
            self.remark.setPlainText(end.remark)
        if end.revision == 1:
            self._name.setText(end.name)
        elif end.changed:
            self._name.setText(_("{name}: replaces revision {n}", name=end.name, n=end.revision - 1))
        else:
            self._name.setText(_("{name}: nothing was written since revision {n}", name=end.name, n=end.revision - 1))

    def _written(self, report: DailyReport) -> None:
        self.write.setEnabled(True)
        self._done = report
        self._desk.undo.clear()
        name = Path(report.file).name
        self._desk.tell(_("The day is written: {name}", name=name), "green", _("Open it"), self._open_file)
        self._desk.memory.put("daily/folder", str(self.folder))
        if self.open_after.isChecked():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folder)))
        self.left.emit()

    def _failed(self, error: AppError) -> None:
        self.write.setEnabled(True)
        self._say(sentence(error))

    def _open_file(self) -> None:
        if self._done is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(self._done.file))

    def _say(self, text: str) -> None:
        """Put what went wrong over the fields, or take it away."""
        if self._said is not None:
            self._said.hide()
            self._said.deleteLater()
            self._said = None
        if text:
            self._said = Banner(text, "red")
            self.content.insertWidget(0, self._said)


def _facts(book: TodayBook) -> list[tuple[str, str]]:
    """Return what was done and what is left."""
    day = book.progress
    if day is None:
        return []
    promised = format_money(Money(day.promised.minor, day.promised.currency))
    left = [
        ngettext("{n} still on the list", "{n} still on the list", book.worklist.total),
        ngettext("{n} task due", "{n} tasks due", len(book.tasks)),
    ]
    return [
        (format_date(book.worklist.day, weekday=True), ""),
        (_("Calls"), format_number(day.calls)),
        (_("Right person reached"), format_number(day.contacts)),
        (_("Promises"), f"{format_number(day.promises)} \u00b7 ≈ {promised}" if day.promises else "0"),
        (_("Done"), ngettext("{n} account", "{n} accounts", day.done)),
        (_("Left"), " \u00b7 ".join(left)),
    ]


def _fact(name: str, value: str) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(label(name, "body", 400 if value else 600, "dim" if value else ""))
    row.addStretch(1)
    row.addWidget(label(value))
    return line
