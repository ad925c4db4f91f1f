"""Surfaces and the text on them: cards, headings, figures, tabs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QTabBar, QVBoxLayout, QWidget

from app.i18n import _, format_number
from app.ui.look.fonts import ui_font
from app.ui.look.paint import baseline, put
from app.ui.theme import Tone, colour, tokens


def label(text: str, scale: str = "body", weight: int = 400, role: str = "", *, wrap: bool = False) -> QLabel:
    """Return a text label.

    Args:
        text: what it says, translated.
        scale: size by name (``look.fonts.SCALES``).
        weight: 400, 500 or 600.
        role: ``dim``, ``red``, ``amber``, ``green`` or empty for ordinary text.
        wrap: break lines.
    """
    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setFont(ui_font(scale, weight))
    result.setWordWrap(wrap)
    set_role(result, role)
    return result


def set_role(widget: QWidget, role: str) -> None:
    """Give a label another role while it stands."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class ElidedLabel(QLabel):
    """One line of text that shortens with an ellipsis instead of pushing its neighbours; the whole is its tooltip.

    Names of files shorten in the ``middle``: they differ at both ends.
    """

    def __init__(
        self, text: str = "", scale: str = "body", weight: int = 400, role: str = "", *, middle: bool = False
    ) -> None:
        super().__init__(text)
        self._mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(ui_font(scale, weight))
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Shrink down to a few characters."""
        return QSize(min(32, super().minimumSizeHint().width()), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much as fits."""
        painter = QPainter(self)
        metrics = self.fontMetrics()
        text = metrics.elidedText(self.text(), self._mode, self.width())
        self.setToolTip(self.text() if text != self.text() else "")
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)


class Card(QFrame):
    """A white sheet with a hairline border; ``body`` is its layout."""

    def __init__(self, margins: tuple[int, int, int, int] = (12, 10, 12, 10), spacing: int = 6) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(*margins)
        self.body.setSpacing(spacing)


@dataclass(frozen=True, slots=True)
class Figure:
    """What a tile shows: ``6 of 25`` with a bar at 24 %.

    Attributes:
        value: the figure itself.
        rest: what stands dim behind it ("of 25", "JPY", "83 %").
        share: 0..100 for the bar, None for no bar.
        tone: colour of the figure.
        hint: the full wording, as tooltip and for screen readers.
    """

    value: str
    rest: str = ""
    share: int | None = None
    tone: Tone = ""
    hint: str = ""


class _Bar(QWidget):
    """The thin bar of a tile; its value is in the tile's accessible name."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(4)
        self._share = 0

    def set_share(self, share: int) -> None:
        """Set 0..100; more is drawn as full."""
        self._share = max(0, min(100, share))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the part reached."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("line_soft"))
        painter.drawRoundedRect(QRectF(self.rect()), 2, 2)
        if self._share:
            painter.setBrush(colour("accent"))
            painter.drawRoundedRect(QRectF(0, 0, self.width() * self._share / 100, self.height()), 2, 2)


#: As long as a currency or a share is.
_CODE: Final = 6


class _FigureLine(QWidget):
    """The figure and the dim words behind it, on one baseline."""

    def __init__(self) -> None:
        super().__init__()
        self._figure = Figure("")
        self.setFixedHeight(QFontMetrics(ui_font("figure", 600)).height())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_figure(self, figure: Figure) -> None:
        """Show another figure."""
        self._figure = figure
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Fit figure and words."""
        wide = QFontMetrics(ui_font("figure", 600)).horizontalAdvance(self._figure.value)
        rest = QFontMetrics(ui_font()).horizontalAdvance(self._figure.rest)
        return QSize(wide + rest + 8, self.height())

    def minimumSizeHint(self) -> QSize:
        """Keep the figure and a currency or share behind it; longer words may be shortened."""
        wide = QFontMetrics(ui_font("figure", 600)).horizontalAdvance(self._figure.value)
        rest = self._figure.rest if len(self._figure.rest) <= _CODE else ""
        return QSize(wide + 16 + QFontMetrics(ui_font()).horizontalAdvance(rest), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both."""
        t = tokens()
        painter = QPainter(self)
        font = ui_font("figure", 600)
        shade = t.tone(self._figure.tone)[0] if self._figure.tone else t.text
        used = put(painter, self.rect(), self._figure.value, font, shade)
        metrics = QFontMetrics(ui_font())
        text = metrics.elidedText(self._figure.rest, Qt.TextElideMode.ElideRight, self.width() - used - 5)
        painter.setFont(ui_font())
        painter.setPen(QColor(t.dim))
        painter.drawText(QPointF(used + 5, baseline(self.rect(), QFontMetrics(font))), text)


class Tile(Card):
    """A caption, one figure, and where there is a target the way to it."""

    def __init__(self, caption: str, figure: Figure | None = None) -> None:
        super().__init__((12, 9, 12, 9), 3)
        self._caption = ElidedLabel(caption, "tiny", role="dim")
        self._caption.setFixedHeight(QFontMetrics(ui_font("tiny")).height())
        self._line = _FigureLine()
        self._bar = _Bar()
        self.body.addWidget(self._caption)
        self.body.addWidget(self._line)
        self.body.addSpacing(2)
        self.body.addWidget(self._bar)
        self.body.addStretch(1)
        self.set_figure(figure or Figure("\u2013"))

    def set_caption(self, text: str) -> None:
        """Change the caption; the figure is set anew after it."""
        self._caption.setText(text)

    def set_figure(self, figure: Figure) -> None:
        """Show another figure."""
        self._line.set_figure(figure)
        self._bar.setVisible(figure.share is not None)
        self._bar.set_share(figure.share or 0)
        self.setToolTip(figure.hint)
        said = f"{figure.value} {figure.rest}".strip()
        self.setAccessibleName(_("{what}: {answer}", what=self._caption.text(), answer=said))
        self.setAccessibleDescription(figure.hint)


class Tabs(QTabBar):
    """The line of words over a card's content; a count stands behind a word."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFont(ui_font("body", 500))
        self._words: list[str] = []

    def add(self, word: str, count: int = 0) -> int:
        """Add a tab and return its index."""
        self._words.append(word)
        return self.addTab(_counted(word, count))

    def set_count(self, index: int, count: int) -> None:
        """Change the number behind a word; 0 shows none."""
        self.setTabText(index, _counted(self._words[index], count))


def _counted(word: str, count: int) -> str:
    return f"{word} {format_number(count)}" if count else word


class Line(QWidget):
    """A hairline between parts of a card."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        QPainter(self).fillRect(self.rect(), colour("line"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the scheme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)
