"""One delegate paints every cell: text, money with its currency dim, chips, aging bars, two-script names, ticks.

It draws ground, hairline and content itself. Through the style a screenful of cells would cost several times as much,
and the look of the rows would be the style's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.money import Money
from app.ui.formatting import amount
from app.ui.look import icons
from app.ui.look.fonts import ui_font
from app.ui.look.paint import put
from app.ui.tables.columns import Column, Name, default_text
from app.ui.tables.groups import Group
from app.ui.tables.table_model import TableModel
from app.ui.theme import tokens
from app.ui.widgets.aging_bar import CELL_HEIGHT, Aging, paint_bar
from app.ui.widgets.chip import paint_chips

PAD = 9
_BAR_WIDTH = 130


def room_for(figures: int, least: int = 0) -> int:
    """Return the width of a column in which so many figures are never cut, whatever the system's font is."""
    return max(least, QFontMetrics(ui_font()).horizontalAdvance("0" * figures) + 2 * PAD + 4)


class CellDelegate(QStyledItemDelegate):
    """Paints the cells of one table.

    Args:
        model: the table's model, asked directly: no value passes through a variant.
        height: row height in pixels.
        line: gives the left edge and width of the line, for group headings that run across the columns.
        marked: gives the row under the mouse and, while the table has the focus, the row of the cursor; else -1.
    """

    def __init__(
        self,
        model: TableModel,
        height: int,
        line: Callable[[], tuple[int, int]],
        marked: Callable[[], tuple[int, int]],
    ) -> None:
        super().__init__()
        self._model = model
        self._height = height
        self._line = line
        self._marked = marked
        self._painters: dict[str, Callable[[QPainter, QRect, Column[Any], Any, str], None]] = {
            "money": self._money,
            "chips": self._chips,
            "aging": self._aging,
            "name": self._name,
        }

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Give the row height; widths are the header's business."""
        return QSize(80, self._height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        entry, column = self._model.entry(index.row()), self._model.columns[index.column()]
        painter.save()
        painter.setClipRect(box)
        self._ground(painter, box, state, index.row(), group=isinstance(entry, Group))
        inner = box.adjusted(PAD, 0, -PAD, -1)
        if isinstance(entry, Group):
            self._group(painter, inner, column, entry)
        elif column.kind == "check":
            self._check(painter, box, checked=self._model.is_checked(entry))
        else:
            value = column.value(entry)
            if value is not None:
                tone = column.tone(entry) if column.tone is not None else ""
                self._painters.get(column.kind, self._text)(painter, inner, column, value, tone)
        painter.restore()

    def _ground(self, painter: QPainter, box: QRect, state: QStyle.StateFlag, row: int, *, group: bool) -> None:
        t = tokens()
        hovered, cursor = self._marked()
        selected = bool(state & QStyle.StateFlag.State_Selected)
        ground = t.selection if selected else t.bg if group else t.hover if row == hovered else ""
        if ground:
            painter.fillRect(box, QColor(ground))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), QColor(t.line_soft))
        if row == cursor:
            accent = QColor(t.accent)
            painter.fillRect(QRect(box.left(), box.top(), box.width(), 1), accent)
            painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), accent)
            painter.fillRect(QRect(self._line()[0], box.top(), 3, box.height()), accent)

    def _text(self, painter: QPainter, box: QRect, column: Column[Any], value: Any, tone: str) -> None:
        text = (
            column.text(value)
            if column.text is not None
            else value
            if isinstance(value, str)
            else default_text(column.kind, value)
        )
        font = ui_font("body", column.weight)
        put(painter, box, text, font, _shade(tone), right=column.right, cut="middle" if column.middle else "end")

    def _money(self, painter: QPainter, box: QRect, column: Column[Any], value: Money, tone: str) -> None:
        text = column.text(value) if column.text is not None else amount(value.minor, value.currency)
        room = QRect(box)
        if not column.bare:
            used = put(painter, box, value.currency, ui_font(), tokens().dim, right=True)
            room.setRight(box.right() - used - 4)
        put(painter, room, text, ui_font("body", column.weight), _shade(tone), right=True, cut="figure")

    def _name(self, painter: QPainter, box: QRect, column: Column[Any], value: Name, tone: str) -> None:
        own = ui_font("body", column.weight, value.country)
        if value.below:
            middle = box.center().y()
            under = QRect(box.left(), middle + 2, box.width(), box.bottom() - middle - 5)
            put(painter, under, value.below, ui_font("tiny", 400, value.country), tokens().dim)
            box = QRect(box.left(), box.top() + 4, box.width(), middle - box.top())
        used = put(painter, box, value.own, own, _shade(tone))
        rest = QRect(box.left() + used + 6, box.top(), box.width() - used - 6, box.height())
        if value.beside and rest.width() > 16:
            put(painter, rest, value.beside, ui_font(), tokens().dim)

    def _chips(self, painter: QPainter, box: QRect, column: Column[Any], value: Any, tone: str) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_chips(painter, box, value)

    def _aging(self, painter: QPainter, box: QRect, column: Column[Any], value: Aging, tone: str) -> None:
        width = min(_BAR_WIDTH, box.width())
        top = box.top() + (box.height() - CELL_HEIGHT) / 2
        paint_bar(painter, QRectF(box.left(), top, width, CELL_HEIGHT), value)

    def _check(self, painter: QPainter, box: QRect, *, checked: bool) -> None:
        paint_check(painter, QRect(box.left() + PAD, box.center().y() - 7, 14, 14), checked=checked)

    def _group(self, painter: QPainter, box: QRect, column: Column[Any], group: Group) -> None:
        """Draw the sum of a money column; elsewhere the heading runs on from the left edge of the line."""
        value = group.subtotal(column)
        if isinstance(value, str):
            put(painter, box, value, ui_font("body", 600), tokens().text, right=column.right)
            return
        if value is not None:
            self._painters.get(column.kind, self._text)(painter, box, column, value, "")
            return
        left, width = self._line()
        mark = icons.pixmap("chevron-down" if group.open else "chevron-right", tokens().dim, 14)
        painter.drawPixmap(left + PAD, box.center().y() - 6, mark)
        line = QRect(left + PAD + 20, box.top(), width, box.height())
        used = put(painter, line, group.label, ui_font("body", 600), tokens().text)
        line.setLeft(line.left() + used + 8)
        put(painter, line, str(len(group.rows)), ui_font("small"), tokens().dim)


def paint_check(painter: QPainter, box: QRect, *, checked: bool, partly: bool = False) -> None:
    """Draw a tick box: in cells and in the header."""
    t = tokens()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    on = checked or partly
    painter.setPen(QPen(QColor(t.accent if on else t.dim), 1))
    painter.setBrush(QColor(t.accent if checked else t.accent_ground if partly else t.panel))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    if checked:
        painter.drawPixmap(box.left() + 1, box.top() + 1, icons.pixmap("check", t.on_accent, 12))
    elif partly:
        painter.fillRect(QRect(box.left() + 4, box.center().y(), 6, 2), QColor(t.accent))
    painter.restore()


def _shade(tone: str) -> str:
    t = tokens()
    return {"": t.text, "dim": t.dim}.get(tone) or t.tone(tone)[0]  # type: ignore[arg-type]
