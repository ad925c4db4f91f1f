"""The header of a table: sortable, movable, resizable, with a row of filters under the words when it is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QLineEdit, QWidget

from app.i18n import _
from app.ui.look import icons
from app.ui.look.fonts import ui_font
from app.ui.tables.columns import Column
from app.ui.tables.delegates import PAD, paint_check
from app.ui.tables.table_model import TableModel
from app.ui.theme import tokens

_WORDS = 28
_FILTERS = 30


class Header(QHeaderView):
    """Words, sort mark, tick box over all rows, and the filter fields.

    ``filter_typed`` carries a column key and the text; ``filters_left`` asks to give the focus back to the rows.
    """

    filter_typed = Signal(str, str)
    filters_left = Signal()
    check_all = Signal()

    def __init__(self, model: TableModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._model = model
        self._fields: dict[str, QLineEdit] = {}
        self._open = False
        self.setFont(ui_font("small", 500))
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(28)
        self.setSortIndicatorShown(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.sectionResized.connect(self.place_fields)
        self.sectionMoved.connect(self.place_fields)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def columns(self) -> Sequence[Column[Any]]:
        """Return the columns of the table."""
        return self._model.columns

    def filters_open(self) -> bool:
        """Tell whether the filter fields are shown."""
        return self._open

    def open_filters(self, *, show: bool) -> None:
        """Show or hide the filter fields; hiding empties them."""
        self._open = show
        if show:
            self._make_fields()
        for key, field in self._fields.items():
            if not show and field.text():
                field.clear()
                self.filter_typed.emit(key, "")
        self.updateGeometries()
        self.place_fields()

    def focus_filter(self, section: int = -1) -> None:
        """Move the focus to a column's filter field, by default the first one."""
        sections = sorted(range(self.count()), key=self.visualIndex)
        for logical in [section] if section >= 0 else sections:
            field = self._fields.get(self._model.columns[logical].key)
            if field is not None and field.isVisible():
                field.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def field(self, key: str) -> QLineEdit | None:
        """Return a column's filter field."""
        return self._fields.get(key)

    def clear_fields(self) -> None:
        """Empty the fields without telling; the model was told already."""
        for field in self._fields.values():
            field.blockSignals(True)
            field.clear()
            field.blockSignals(False)

    def sizeHint(self) -> QSize:
        """Words, and filters when they are shown."""
        return QSize(super().sizeHint().width(), _WORDS + (_FILTERS if self._open else 0))

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """Draw one heading with its sort mark."""
        t = tokens()
        painter.save()
        painter.fillRect(rect, QColor(t.panel))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(t.line))
        column = self._model.columns[logical]
        words = QRect(rect.left() + PAD, rect.top(), rect.width() - 2 * PAD, _WORDS)
        if column.kind == "check":
            ticked, shown = len(self._model.checked_keys()), len(self._model.shown_rows())
            box = QRect(words.left(), words.center().y() - 6, 14, 14)
            paint_check(painter, box, checked=bool(shown) and ticked >= shown, partly=0 < ticked < shown)
            painter.restore()
            return
        order = self._model.order
        sorted_here = order is not None and order[0] == column.key
        if sorted_here:
            mark = icons.pixmap("arrow-down" if order is not None and order[1] else "arrow-up", t.accent, 11)
            used = min(QFontMetrics(self.font()).horizontalAdvance(column.title()), words.width() - 14)
            at = words.right() - used - 14 if column.right else words.left() + used + 4
            painter.drawPixmap(at, words.center().y() - 5, mark)
            words.adjust(14 if column.right else 0, 0, 0 if column.right else -15, 0)
        painter.setFont(self.font())
        painter.setPen(QColor(t.accent if sorted_here else t.dim))
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        text = QFontMetrics(self.font()).elidedText(column.title(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, int(side | Qt.AlignmentFlag.AlignVCenter), text)
        painter.restore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the tick box ticks all shown rows, or none."""
        logical = self.logicalIndexAt(event.position().toPoint())
        if (
            event.button() == Qt.MouseButton.LeftButton
            and 0 <= logical < len(self._model.columns)
            and self._model.columns[logical].kind == "check"
        ):
            self.check_all.emit()
        super().mouseReleaseEvent(event)

    def setOffset(self, offset: int) -> None:
        """Scroll the fields along."""
        super().setOffset(offset)
        self.place_fields()

    def _make_fields(self) -> None:
        for column in self._model.columns:
            if column.key in self._fields or column.kind in {"check", "aging"}:
                continue
            field = QLineEdit(self)
            field.setProperty("kind", "filter")
            field.setFont(ui_font("small"))
            field.setAccessibleName(_("Filter {column}", column=column.title()))
            field.setClearButtonEnabled(True)
            if column.kind in {"number", "percent", "money"}:
                field.setToolTip(_("Words, or > 1000, <= 500, 100..200"))
            elif column.kind in {"date", "moment"}:
                field.setToolTip(_("Words, or > 2026-10-31, 2026-10-01..2026-10-31"))
            else:
                field.setToolTip(_("Words; !word leaves out, = is empty"))
            key = column.key
            field.textChanged.connect(lambda text, k=key: self.filter_typed.emit(k, text))
            field.installEventFilter(self)
            self._fields[key] = field

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """In a field, Esc empties or leaves, Enter and Down leave."""
        if event.type() == QEvent.Type.KeyPress and isinstance(watched, QLineEdit):
            key = event.key()  # type: ignore[attr-defined]
            if key == Qt.Key.Key_Escape and watched.text():
                watched.clear()
                return True
            if key in {Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down}:
                self.filters_left.emit()
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def place_fields(self) -> None:
        """Put each field under its word."""
        for logical, column in enumerate(self._model.columns):
            field = self._fields.get(column.key)
            if field is None:
                continue
            hidden = self.isSectionHidden(logical) or not self._open
            field.setVisible(not hidden)
            if not hidden:
                left, width = self.sectionViewportPosition(logical), self.sectionSize(logical)
                field.setGeometry(left + 3, _WORDS + 1, max(20, width - 6), 24)
