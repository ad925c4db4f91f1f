"""Where files are dropped, with buttons for those who have no mouse in hand; while files are read, how far it is."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QWidget

from app.i18n import _
from app.ui.sync.session import SyncSession
from app.ui.tasks import Job
from app.ui.view import Desk
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card, ElidedLabel, label
from app.ui.widgets.notices import Icon

#: Two lines of words, whether at rest or at work.
_HEIGHT: Final = 60


class DropArea(Card):
    """A card that takes files and folders; ``dropped`` carries their paths.

    While the session works it shows how far that is, in the same place, so that nothing below moves.
    """

    dropped = Signal(object)
    asked = Signal()
    folder_asked = Signal()
    watch_asked = Signal()

    def __init__(self, desk: Desk, session: SyncSession) -> None:
        super().__init__((16, 10, 16, 10), 0)
        self.setAcceptDrops(True)
        self.setAccessibleName(_("Drop files here"))
        self._desk = desk
        self._session = session
        self._jobs: list[Job] = []
        self.setFixedHeight(_HEIGHT)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._calm_page())
        self._stack.addWidget(self._work_page())
        self.body.addWidget(self._stack)
        desk.runner.started.connect(self._begun)
        desk.runner.progressed.connect(self._show_job)
        desk.runner.ended.connect(self._ended)

    def _calm_page(self) -> QWidget:
        page, row = _row()
        row.addWidget(Icon("upload", "dim", 24))
        self._words = label(_invited(), role="dim", wrap=True)
        row.addWidget(self._words, 1)
        for word, icon, keys, asked in (
            (_("Watched folder…"), "eye", "", self.watch_asked),
            (_("Choose a folder…"), "", "", self.folder_asked),
            (_("Choose files…"), "folder", "Ctrl+O", self.asked),
        ):
            button = Button(word, icon=icon, keys=keys)
            button.clicked.connect(asked.emit)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return page

    def _work_page(self) -> QWidget:
        page, row = _row()
        self._text = ElidedLabel("", middle=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(280)
        self._bar.setAccessibleName(_("Progress"))
        self._stop = Button(_("Cancel"), keys="Ctrl+.")
        self._stop.clicked.connect(self._session.cancel)
        row.addWidget(Icon("sync", "dim", 24))
        row.addWidget(self._text, 1)
        row.addWidget(self._bar)
        row.addWidget(self._stop)
        return page

    # ------------------------------------------------------------------ work

    def _begun(self, job: Job) -> None:
        if job.owner is self._session:
            self._jobs.append(job)
            self._show_job(job)

    def _show_job(self, job: Job) -> None:
        if not self._jobs or job is not self._jobs[-1]:
            return
        self._stack.setCurrentIndex(1)
        self._text.setText(_("{work}: stopping", work=job.label) if job.cancelling else job.note or job.label)
        self._bar.setRange(0, job.total)
        self._bar.setValue(min(job.done, job.total))
        self._stop.setEnabled(not job.cancelling)

    def _ended(self, job: Job) -> None:
        if job in self._jobs:
            self._jobs.remove(job)
            self._stack.setCurrentIndex(1 if self._jobs else 0)

    # ------------------------------------------------------------------ dropping

    def take_for(self, room: QWidget) -> None:
        """Take what is dropped anywhere in a room as if it were dropped here."""
        room.setAcceptDrops(True)
        room.installEventFilter(self)

    def eventFilter(self, room: QObject, event: QEvent) -> bool:
        """Hear of files over the room."""
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self.dropEvent(event)
        elif isinstance(event, QDragEnterEvent):
            self.dragEnterEvent(event)
        elif isinstance(event, QDragLeaveEvent):
            self.dragLeaveEvent(event)
        else:
            return super().eventFilter(room, event)
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and nothing else."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self._show_hot(hot=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Be calm again."""
        super().dragLeaveEvent(event)
        self._show_hot(hot=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand over what was dropped; links and attachments that are no files yet are not taken."""
        self._show_hot(hot=False)
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)
        else:
            self._desk.tell(_("What was dropped is no file of this machine. Save it in a folder first."), "amber")

    def _show_hot(self, *, hot: bool) -> None:
        """Say that files may be let go, or invite again."""
        self._words.setText(_("Let go to read them; nothing is written before you apply.") if hot else _invited())
        self.setProperty("hot", hot)
        self.style().unpolish(self)
        self.style().polish(self)


def _invited() -> str:
    return _(
        "Drop the morning's exports or their folder here, several at once: open items, receipts, bank statements, "
        "customers, closed items, cases, orders, portal statuses, sales, rates."
    )


def _row() -> tuple[QWidget, QHBoxLayout]:
    page = QWidget()
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    return page, row
