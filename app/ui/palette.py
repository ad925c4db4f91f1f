"""The search box that is also the command palette: accounts, items and every command from one place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _, render
from app.ui.actions import ActionSpec
from app.ui.look import icons
from app.ui.look.fonts import ui_font
from app.ui.look.paint import put
from app.ui.tables.columns import fold
from app.ui.theme import colour, tokens
from app.ui.view import Desk
from app.ui.widgets.button import key_text, key_width, paint_key

LIMIT: Final = 12
_COMMANDS: Final = 6
_ROW: Final = 34
_NO_PARENT: Final = QModelIndex()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the palette.

    Attributes:
        text: what it is.
        detail: dim words behind it.
        aside: what stands at the right: an amount, or the key of a command.
        icon: drawing.
        run: what Enter does.
        country: decides the shapes of Han characters in ``text``.
        key: ``aside`` is a key cap.
        words: what a command is found by, folded.
    """

    text: str
    run: Callable[[], object]
    detail: str = ""
    aside: str = ""
    icon: str = "portfolio"
    country: str = ""
    key: bool = False
    words: str = ""


#: ``search(session, text, limit, day)`` finds accounts and items; ``entry_of`` turns a hit into a line.
Search = Callable[..., Sequence[Any]]
EntryOf = Callable[[Any], Entry]


class _Entries(QAbstractListModel):
    """The lines found."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show others."""
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give the words, also to screen readers."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return ", ".join(part for part in (entry.text, entry.detail, entry.aside) if part)
        return None


class _Painter(QStyledItemDelegate):
    """Draws a line: drawing, words, dim words, amount or key."""

    def __init__(self, model: _Entries) -> None:
        super().__init__()
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All lines are equally high."""
        return QSize(200, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one line."""
        t = tokens()
        entry = self._model.entries[index.row()]
        box: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.selection))
            painter.drawRoundedRect(box.adjusted(4, 1, -4, -1), 6, 6)
        middle = box.center().y()
        painter.drawPixmap(box.left() + 14, middle - 7, icons.pixmap(entry.icon, t.dim, 16))
        right = self._aside(painter, box, entry)
        x = box.left() + 40
        font = ui_font("body", 400, entry.country)
        x += put(painter, QRect(x, box.top(), right - x, box.height()), entry.text, font, t.text) + 8
        if entry.detail and right - x > 30:
            put(painter, QRect(x, box.top(), right - x, box.height()), entry.detail, ui_font("small"), t.dim)

    def _aside(self, painter: QPainter, box: QRect, entry: Entry) -> int:
        right = box.right() - 14
        if not entry.aside:
            return right
        if entry.key:
            paint_key(painter, right, box.center().y() + 1, entry.aside)
            return right - key_width(entry.aside) - 10
        width = QFontMetrics(ui_font()).horizontalAdvance(entry.aside)
        put(painter, QRect(right - width, box.top(), width + 1, box.height()), entry.aside, ui_font(), tokens().dim)
        return right - width - 10


class Results(QFrame):
    """The list under the search box; it takes no focus, the box keeps it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("card", True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.model = _Entries()
        self.list = QListView()
        self.list.setAccessibleName(_("Search results"))
        self.list.setModel(self.model)
        self._painter = _Painter(self.model)
        self.list.setItemDelegate(self._painter)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.entered.connect(self.list.setCurrentIndex)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 5, 1, 5)
        column.addWidget(self.list)
        self.hide()

    def show_entries(self, entries: Sequence[Entry], under: QWidget) -> None:
        """Show lines under the box; nothing found hides the list."""
        self.model.set_entries(entries)
        if not entries:
            self.hide()
            return
        self.list.setCurrentIndex(self.model.index(0, 0))
        at = under.mapTo(under.window(), QPoint(0, under.height() + 4))
        self.setGeometry(at.x(), at.y(), max(under.width(), 520), len(entries) * _ROW + 12)
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        """Move the cursor, around the ends."""
        count = self.model.rowCount()
        if count:
            row = (self.list.currentIndex().row() + by) % count
            self.list.setCurrentIndex(self.model.index(row, 0))

    def current(self) -> Entry | None:
        """Return the line under the cursor."""
        row = self.list.currentIndex().row()
        return self.model.entries[row] if 0 <= row < len(self.model.entries) else None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sheet with a stronger edge than a card: it lies over other things."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("field_line"), 1))
        painter.setBrush(colour("panel"))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 8, 8)


class SearchBox(QLineEdit):
    """Type a number, a name in any script, an invoice, a PO, an amount, or a command; ``>`` shows commands only.

    ``escaped`` says that Esc left the box: the view wants the focus back.
    """

    escaped = Signal()

    def __init__(self, desk: Desk, search: Search | None, entry_of: EntryOf | None) -> None:
        super().__init__()
        self._desk = desk
        self._search = search
        self._entry_of = entry_of
        self._asking = False
        self._pending = False
        self._enter = False
        self.results: Results | None = None
        self.setFont(ui_font())
        self.setPlaceholderText(_("Search accounts, invoices, amounts, commands"))
        self.setAccessibleName(self.placeholderText())
        self._key = key_text("Ctrl+K")
        self.setTextMargins(2, 0, key_width(self._key) + 6, 0)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(70)
        self._wait.timeout.connect(self.look_up)
        self.textEdited.connect(lambda _text: self._wait.start())

    def attach(self, window: QWidget) -> None:
        """Give the box a window to show its list over."""
        self.results = Results(window)
        self.results.list.clicked.connect(lambda _index: self._run())

    def begin(self) -> None:
        """Take the focus with everything selected; with nothing typed the commands are shown."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self.look_up()

    def look_up(self) -> None:
        """Find what matches; commands at once, the store's answers when they come."""
        self._wait.stop()
        self._asking = True
        text = self.text().strip()
        commands = self._commands(text.removeprefix(">").strip(), everything=text.startswith(">") or not text)
        if not text or text.startswith(">") or self._search is None:
            self._show(commands)
            return
        self._pending = True
        self._desk.runner.read(
            self._search,
            text,
            LIMIT,
            self._desk.day,
            on_done=lambda hits: self._found(hits, commands),
            owner=self,
            slot="search",
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down walk, Enter opens, Esc empties and leaves."""
        results = self.results
        if results is not None and event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            if self._wait.isActive() or not results.isVisible():
                self.look_up()
            else:
                results.step(1 if event.key() == Qt.Key.Key_Down else -1)
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self._wait.isActive():
                self.look_up()
            self._enter = True
            if not self._pending:
                self._run()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            self.escaped.emit()
            return
        super().keyPressEvent(event)

    def leave(self) -> None:
        """Empty the box, close the list and give the focus back to the view."""
        self.clear()
        self._hide()
        self.clearFocus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close the list when the focus goes elsewhere."""
        super().focusOutEvent(event)
        self._hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the key at the right end."""
        super().paintEvent(event)
        paint_key(QPainter(self), self.width() - 8, self.height() // 2, self._key)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the scheme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def _commands(self, typed: str, *, everything: bool) -> list[Entry]:
        """Return the commands whose words, in the interface's language or in English, have what was typed."""
        words = fold(typed).split()
        table = self._desk.actions
        entries = [self._entry(spec, action.text(), action.trigger) for spec, action in table.offered()]
        if words:
            entries += [
                self._entry(spec, action.text(), partial(self._go_and_run, spec)) for spec, action in table.elsewhere()
            ]
        found = [entry for entry in entries if all(word in entry.words for word in words)]
        return found[: LIMIT if everything else _COMMANDS]

    @staticmethod
    def _entry(spec: ActionSpec, text: str, run: Callable[[], object]) -> Entry:
        keys = key_text(spec.keys)
        known = fold(f"{text} {render(spec.text, 'en')}")
        return Entry(text, run, str(spec.section), keys, "chevron-right", key=bool(keys), words=known)

    def _go_and_run(self, spec: ActionSpec) -> None:
        """Open the view that a command belongs to, then do it there."""
        self._desk.go(spec.scope)
        self._desk.actions.trigger(spec.id)

    def _found(self, hits: Sequence[Any], commands: list[Entry]) -> None:
        assert self._entry_of is not None  # noqa: S101 - told to the type checker
        self._pending = False
        entries = [self._entry_of(hit) for hit in hits]
        self._show([*entries, *commands[: max(2, LIMIT - len(entries))]][: LIMIT + 2])
        if self._enter:
            self._run()

    def _show(self, entries: list[Entry]) -> None:
        if self.results is None or not self._asking:
            return
        if not entries and self.text().strip():
            entries = [
                Entry(_("Nothing found"), self.leave, _("Numbers, names, invoices, amounts, commands"), icon="info")
            ]
        self.results.show_entries(entries, self)

    def _run(self) -> None:
        self._enter = False
        entry = self.results.current() if self.results is not None and self.results.isVisible() else None
        if entry is not None:
            self.leave()
            entry.run()

    def _hide(self) -> None:
        self._asking = self._pending = self._enter = False
        if self.results is not None:
            self.results.hide()
