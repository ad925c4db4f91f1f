"""Work in the background, in the status bar: what runs, how far it is, and the word that stops it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from app.i18n import _
from app.ui.look.fonts import ui_font
from app.ui.tasks import Job, Runner
from app.ui.widgets.button import Button
from app.ui.widgets.card import ElidedLabel

#: Widest text: what stands beside it in the status bar keeps its room.
_WIDEST: Final = 320
#: A total of so many steps is a share.
_SHARE: Final = 100


class TaskPanel(QWidget):
    """Shows the newest running job of the runner and how many others wait; hidden while nothing runs."""

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self._jobs: list[Job] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._text = ElidedLabel("", "small", role="dim", middle=True)
        self._text.setMaximumWidth(_WIDEST)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(90)
        self._bar.setAccessibleName(_("Progress"))
        self._stop = Button(_("cancel"), "link")
        self._stop.setFont(ui_font("small"))
        self._stop.clicked.connect(self.cancel)
        for part in (self._text, self._bar, self._stop):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        runner.started.connect(self._started)
        runner.progressed.connect(self._show)
        runner.ended.connect(self._ended)
        self.hide()

    def cancel(self) -> None:
        """Ask the job that is shown to stop."""
        if self._jobs:
            self._jobs[-1].cancel()
            self._show(self._jobs[-1])

    def text(self) -> str:
        """Return what is shown."""
        return self._text.text()

    def _started(self, job: Job) -> None:
        self._jobs.append(job)
        self._show(job)

    def _ended(self, job: Job) -> None:
        if job in self._jobs:
            self._jobs.remove(job)
        if self._jobs:
            self._show(self._jobs[-1])
        else:
            self.hide()

    def _show(self, job: Job) -> None:
        if not self._jobs or job is not self._jobs[-1]:
            return
        count = "" if job.total <= 0 else f" {job.done} %" if job.total == _SHARE else f" {job.done:,} / {job.total:,}"
        more = f" (+{len(self._jobs) - 1})" if len(self._jobs) > 1 else ""
        text = f"{job.note or job.label}{count}{more}"
        self._text.setText(_("{work}: stopping", work=job.label) if job.cancelling else text)
        self._bar.setRange(0, job.total)
        self._bar.setValue(min(job.done, job.total))
        self._bar.setAccessibleDescription(text)
        self._stop.setEnabled(not job.cancelling)
        self._stop.setAccessibleName(_("Cancel {work}", work=job.label))
        self.show()
