"""Where files are dropped; a button for those who have no mouse in hand."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout

from app.i18n import _
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card, label
from app.ui.widgets.notices import Icon


class DropArea(Card):
    """A card that takes files; ``dropped`` carries their paths."""

    dropped = Signal(object)
    asked = Signal()

    def __init__(self) -> None:
        super().__init__((16, 12, 16, 12), 0)
        self.setAcceptDrops(True)
        self.setAccessibleName(_("Drop files here"))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Icon("upload", "dim", 24))
        words = _(
            "Drop the morning's exports here: open items, receipts, customers, closed items, cases. Several at once."
        )
        row.addWidget(label(words, role="dim", wrap=True), 1)
        choose = Button(_("Choose files…"), icon="folder", keys="Ctrl+O")
        choose.clicked.connect(self.asked.emit)
        row.addWidget(choose, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and nothing else."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self.setProperty("hot", True)
            self.style().polish(self)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Be calm again."""
        super().dragLeaveEvent(event)
        self._calm()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand over what was dropped."""
        self._calm()
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)

    def _calm(self) -> None:
        self.setProperty("hot", False)
        self.style().polish(self)
