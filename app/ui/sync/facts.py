"""Captions with what is so beside them, top to bottom: what is known about a file, a run or a column."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from app.i18n import _
from app.ui.sync.words import Said
from app.ui.widgets.card import label

#: Width of the captions, pixels.
_CAPTION = 96


class Facts(QWidget):
    """A column of captions and a column of texts that wrap and can be copied."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnMinimumWidth(0, _CAPTION)
        self._grid.setColumnStretch(1, 1)
        self._lines: tuple[Said, ...] = ()

    def show_lines(self, lines: Iterable[Said]) -> None:
        """Show other lines."""
        wanted = tuple(lines)
        if wanted == self._lines:
            return
        self._lines = wanted
        while (entry := self._grid.takeAt(0)) is not None:
            if (widget := entry.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row, said in enumerate(self._lines):
            caption = label(said.caption, "small", role="dim", wrap=True)
            caption.setFixedWidth(_CAPTION)
            text = label(said.text, "small", role=said.tone, wrap=True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            text.setAccessibleName(_("{what}: {answer}", what=said.caption, answer=said.text))
            self._grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(text, row, 1, Qt.AlignmentFlag.AlignTop)

    def lines(self) -> tuple[Said, ...]:
        """Return what is shown."""
        return self._lines
