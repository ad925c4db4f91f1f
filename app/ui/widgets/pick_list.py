"""A list to choose from that opens over the form: typing filters, the arrows walk, Enter picks, Esc leaves."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.i18n import _
from app.ui.look.fonts import ui_font
from app.ui.tables.columns import fold

_CODE = Qt.ItemDataRole.UserRole
_WIDTH = 300
_ROWS = 16
_ROW = 26


class PickList(QFrame):
    """Entries of (code, word); one is picked, or with ``many`` some are ticked.

    ``picked`` carries the code of a single choice; ``ticked`` says that the ticks changed. The list closes after a
    single choice and stays open while ticks are set.
    """

    picked = Signal(str)
    ticked = Signal()

    def __init__(self, parent: QWidget, name: str, *, many: bool = False) -> None:
        super().__init__(parent)
        self.hide()
        self.setProperty("card", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(name)
        self._many = many
        self._anchor: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(4)
        self.filter = QLineEdit()
        self.filter.setFont(ui_font())
        self.filter.setPlaceholderText(_("Filter as you type"))
        self.filter.setAccessibleName(name)
        self.filter.textChanged.connect(self._narrow)
        self.filter.installEventFilter(self)
        self.list = QListWidget()
        self.list.setFont(ui_font())
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName(name)
        self.list.itemClicked.connect(self._take)
        self.list.installEventFilter(self)
        column.addWidget(self.filter)
        column.addWidget(self.list, 1)

    def set_entries(self, entries: Sequence[tuple[str, str]], ticked: Collection[str] = ()) -> None:
        """Offer these."""
        self.list.clear()
        for code, word in entries:
            entry = QListWidgetItem(word)
            entry.setData(_CODE, code)
            entry.setSizeHint(QSize(0, _ROW))
            if self._many:
                on = code in ticked
                entry.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
                entry.setFlags(entry.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
            self.list.addItem(entry)

    def set_ticked(self, codes: Collection[str]) -> None:
        """Tick exactly these."""
        for place in range(self.list.count()):
            entry = self.list.item(place)
            on = entry.data(_CODE) in codes
            entry.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def codes(self) -> tuple[str, ...]:
        """Return the ticked codes in the order of the list."""
        entries = [self.list.item(n) for n in range(self.list.count())]
        return tuple(str(one.data(_CODE)) for one in entries if one.checkState() == Qt.CheckState.Checked)

    def open_under(self, anchor: QWidget) -> None:
        """Show the list over the window under a control, or over the control where the window ends."""
        window = anchor.window()
        self.setParent(window)
        self._anchor = anchor
        self.filter.clear()
        height = min(self.list.count(), _ROWS) * _ROW + 52
        width = max(_WIDTH, anchor.width())
        at = anchor.mapTo(window, QPoint(anchor.width() - width, anchor.height() + 2))
        below, above = window.height() - 4 - at.y(), anchor.mapTo(window, QPoint(0, 0)).y() - 6
        room = below if height <= below or below >= above else above
        height = min(height, room)
        if room != below:
            at.setY(above + 4 - height)
        self.setGeometry(max(4, at.x()), at.y(), width, height)
        self.list.setCurrentRow(0)
        self.show()
        self.raise_()
        self.filter.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        """Go, and give the focus back to where it came from."""
        self.hide()
        if self._anchor is not None and self._anchor.isVisible():
            self._anchor.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows and Enter in the filter act on the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._key(event.key()):
            return True
        if event.type() == QEvent.Type.FocusOut and self.isVisible() and not self._keeps_focus():
            self.hide()
        return super().eventFilter(watched, event)

    def _keeps_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is None or self.isAncestorOf(focus)

    def _key(self, key: int) -> bool:
        steps = {int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_Up): -1}
        if key in steps:
            self._walk(steps[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if (entry := self.list.currentItem()) is not None:
                self._take(entry)
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            return False
        return True

    def _walk(self, step: int) -> None:
        place = self.list.currentRow() + step
        while 0 <= place < self.list.count() and self.list.item(place).isHidden():
            place += step
        if 0 <= place < self.list.count():
            self.list.setCurrentRow(place)

    def _narrow(self, text: str) -> None:
        words = fold(text).split()
        first = -1
        for place in range(self.list.count()):
            entry = self.list.item(place)
            shown = all(word in fold(entry.text()) for word in words)
            entry.setHidden(not shown)
            first = place if shown and first < 0 else first
        self.list.setCurrentRow(first)

    def _take(self, entry: QListWidgetItem) -> None:
        if not self._many:
            self.leave()
            self.picked.emit(str(entry.data(_CODE)))
            return
        on = entry.checkState() == Qt.CheckState.Checked
        entry.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
        self.ticked.emit()
