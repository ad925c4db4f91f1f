"""Chips: a short word on a tinted ground, painted the same way in cells, headers and filter rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from app.i18n import format_number
from app.ui.look.fonts import ui_font
from app.ui.theme import Tone, colour, tokens

HEIGHT = 20
_PAD = 7
_GAP = 4


@dataclass(frozen=True, slots=True)
class ChipText:
    """A chip as data: its word, its tone and the longer wording for the tooltip."""

    text: str
    tone: Tone = "dim"
    hint: str = ""


def chip_width(text: str) -> int:
    """Return the width of a chip with this word."""
    return QFontMetrics(ui_font("tiny")).horizontalAdvance(text) + 2 * _PAD


def paint_chip(painter: QPainter, at: QPoint, chip: ChipText, room: int) -> int:
    """Draw one chip with its left end centred vertically at ``at``; return the width used, 0 if nothing fits."""
    font = ui_font("tiny")
    metrics = QFontMetrics(font)
    text = chip.text
    width = metrics.horizontalAdvance(text) + 2 * _PAD
    if width > room:
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room - 2 * _PAD)
        width = metrics.horizontalAdvance(text) + 2 * _PAD
        if not text or width > room:
            return 0
    ink, ground = tokens().tone(chip.tone)
    box = QRectF(at.x(), at.y() - HEIGHT / 2, width, HEIGHT)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(box, HEIGHT / 2, HEIGHT / 2)
    painter.setPen(QColor(ink))
    painter.setFont(font)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
    return width


def paint_chips(painter: QPainter, box: QRect, chips: Sequence[ChipText]) -> None:
    """Draw chips from the left, the first one always; those for which there is no room are counted in a last one."""
    x, middle = box.left(), box.center().y() + 1
    hidden = 0
    for place, chip in enumerate(chips):
        room = box.right() - x + 1
        rest = len(chips) - place - 1 + hidden
        reserve = chip_width(f"+{rest}") + _GAP if rest else 0
        if place and chip_width(chip.text) + reserve > room:
            hidden += 1
            continue
        used = paint_chip(painter, QPoint(x, middle), chip, room - reserve)
        if not used:
            return
        x += used + _GAP
    if hidden:
        paint_chip(painter, QPoint(x, middle), ChipText(f"+{hidden}"), max(box.right() - x + 1, 30))


class Chip(QWidget):
    """A chip that stands alone, in a header."""

    def __init__(self, chip: ChipText) -> None:
        super().__init__()
        self._chip = chip
        self.setAccessibleName(chip.text)
        self.setToolTip(chip.hint)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Fit the word."""
        return QSize(chip_width(self._chip.text), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_chip(painter, QPoint(0, HEIGHT // 2), self._chip, self.width())


class ChipLine(QWidget):
    """Chips side by side, in a header; set again whenever the facts change."""

    def __init__(self, chips: Sequence[ChipText] = ()) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self.set_chips(chips)

    def set_chips(self, chips: Sequence[ChipText]) -> None:
        """Show these chips."""
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for chip in chips:
            self._row.addWidget(Chip(chip))


class _FilterChip(QAbstractButton):
    """A saved filter: pressed or not."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        self.setCheckable(True)
        self.setFixedHeight(HEIGHT + 4)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Fit the word."""
        return QSize(chip_width(self.text()) + 2, HEIGHT + 4)

    def minimumSizeHint(self) -> QSize:
        """Never be cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it pressed, hovered or at rest, with its focus ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        box = QRectF(self.rect()).adjusted(1, 2, -1, -2)
        painter.setPen(QPen(colour("accent"), 2) if self.hasFocus() else QPen(Qt.PenStyle.NoPen))
        painter.setBrush(colour("accent_ground" if on else "line" if self.underMouse() else "grey_ground"))
        painter.drawRoundedRect(box, HEIGHT / 2, HEIGHT / 2)
        painter.setPen(colour("accent" if on else "dim"))
        painter.setFont(ui_font("tiny", 500 if on else 400))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self.text())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the scheme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)


class FilterChips(QWidget):
    """A row of saved filters with counts, exactly one of them on."""

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addStretch(1)
        self._group = QButtonGroup(self)
        self._chips: dict[str, _FilterChip] = {}

    def set_filters(self, filters: Sequence[tuple[str, str, int | None]]) -> None:
        """Show filters as (key, word, count or None); a filter that stays keeps its state and focus."""
        for key in [key for key in self._chips if key not in {entry[0] for entry in filters}]:
            chip = self._chips.pop(key)
            self._group.removeButton(chip)
            chip.deleteLater()
        for place, (key, word, count) in enumerate(filters):
            chip = self._chips.get(key) or self._make(key)
            chip.setText(word if count is None else f"{word} {format_number(count)}")
            chip.setAccessibleName(chip.text())
            chip.updateGeometry()
            self._row.insertWidget(place, chip)
        if filters and not self.chosen_key():
            self._chips[filters[0][0]].setChecked(True)

    def chip(self, key: str) -> QWidget:
        """Return the button of a filter."""
        return self._chips[key]

    def add_last(self, widget: QWidget) -> None:
        """Put something behind the last filter."""
        self._row.insertWidget(self._row.count() - 1, widget)

    def chosen_key(self) -> str:
        """Return the key of the filter that is on."""
        return next((key for key, chip in self._chips.items() if chip.isChecked()), "")

    def choose(self, key: str) -> None:
        """Turn a filter on and say so."""
        if key in self._chips:
            self._chips[key].setChecked(True)
            self.chosen.emit(key)

    def _make(self, key: str) -> _FilterChip:
        chip = _FilterChip(key)
        self._chips[key] = chip
        self._group.addButton(chip)
        chip.clicked.connect(lambda: self.chosen.emit(key))
        return chip
