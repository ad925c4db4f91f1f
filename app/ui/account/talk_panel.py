"""The talk track beside the form: what to say, in the customer's language, filled with this account's figures."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.i18n import _, render
from app.services.calls.talk import TalkTrack
from app.ui.letters.preview import own_name
from app.ui.look.fonts import ui_font
from app.ui.widgets.button import Button
from app.ui.widgets.card import Line, label

#: Whose Han shapes a language is written in.
_COUNTRIES = {"ja": "JP", "zh_Hans": "CN", "zh_Hant": "TW"}


class TalkPanel(QWidget):
    """Steps of a call at the left, what they may answer at the right; ``closed`` says that it was put away."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._track: TalkTrack | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Line())
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 6, 2)
        head.setSpacing(8)
        self._title = label("", "body", 600)
        self._situation = label("", "body", role="dim")
        close = Button("", "flat", "close", name=_("Put the talk track away (Alt+T)"))
        close.clicked.connect(lambda _on: self.closed.emit())
        head.addWidget(self._title)
        head.addWidget(self._situation, 1)
        head.addWidget(close)
        column.addLayout(head)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(_("Talk track"))
        column.addWidget(self._area, 1)
        self.setMinimumHeight(190)

    def show_track(self, track: TalkTrack) -> None:
        """Show what to say."""
        self._track = track
        language = own_name(track.locale)
        self._title.setText(_("Talk track {language}", language=language))
        self._situation.setText(render(track.situation))
        page = QWidget()
        page.setObjectName("clear")
        row = QHBoxLayout(page)
        row.setContentsMargins(12, 4, 12, 10)
        row.setSpacing(20)
        country = _COUNTRIES.get("_".join(track.locale.split("_")[:2]), _COUNTRIES.get(track.locale[:2], ""))
        if not track.steps:
            words = _("Nobody has written telephone phrases in this language yet.")
            row.addWidget(label(words, role="dim", wrap=True), 1, Qt.AlignmentFlag.AlignTop)
        else:
            row.addWidget(_steps(track, country), 3, Qt.AlignmentFlag.AlignTop)
            row.addWidget(_answers(track, country), 2, Qt.AlignmentFlag.AlignTop)
        self._area.setWidget(page)

    def text(self) -> str:
        """Return everything that can be read, for tests and screen readers."""
        if self._track is None:
            return ""
        return "\n".join(line for step in self._track.steps for line in step.lines)

    def changeEvent(self, event: QEvent) -> None:
        """Draw again in the new scheme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)


def _steps(track: TalkTrack, country: str) -> QWidget:
    """Return the steps: a dim word, then the phrases."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    line = 0
    for step in track.steps:
        grid.addWidget(label(render(step.heading), "tiny", role="dim"), line, 0, Qt.AlignmentFlag.AlignTop)
        for text in step.lines:
            grid.addWidget(_spoken(text, country), line, 1)
            line += 1
    return holder


def _answers(track: TalkTrack, country: str) -> QWidget:
    """Return what they may say, and the answers."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(label(_("If they say"), "tiny", role="dim"))
    for they, answer in track.answers:
        said = _spoken(f"\u2013 {they}", country)
        said.setFont(ui_font("body", 600, country))
        column.addWidget(said)
        column.addWidget(_spoken(answer, country))
        column.addSpacing(5)
    return holder


def _spoken(text: str, country: str) -> QWidget:
    """Return a phrase in the shapes of its language, to be selected and copied."""
    line = label(text, wrap=True)
    line.setFont(ui_font("body", 400, country))
    line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return line
