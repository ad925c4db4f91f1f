"""Colours by role for light and dark, and the switch between them while the window runs.

Widgets never name a colour: they ask ``tokens()`` when they paint, so that a change of the system's scheme reaches
every pixel with the next repaint and nothing has to be rebuilt (a half-written note survives the sunset).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from app.ui.look.style import sheet

Scheme = Literal["system", "light", "dark"]
SCHEMES: Final[tuple[Scheme, ...]] = ("system", "light", "dark")
Tone = Literal["", "red", "amber", "green", "violet", "blue", "dim"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one scheme, as ``#rrggbb``; every text colour is WCAG AA on each ground it is used on.

    Attributes:
        buckets: current, 1-30, 31-60, 61-90, 91-120, 121 and more; apart for colour-blind eyes by lightness.
        undated: items without a due date, drawn hatched so that colour is not the only sign.
    """

    dark: bool
    bg: str
    panel: str
    line: str
    line_soft: str
    field_line: str
    text: str
    dim: str
    accent: str
    accent_ground: str
    accent_hover: str
    on_accent: str
    selection: str
    hover: str
    buckets: tuple[str, str, str, str, str, str]
    undated: str
    red: str
    red_ground: str
    amber: str
    amber_ground: str
    green: str
    green_ground: str
    violet: str
    violet_ground: str
    grey_ground: str

    def tone(self, tone: Tone) -> tuple[str, str]:
        """Return the text and ground colour of a chip, banner or marked number."""
        pairs: dict[str, tuple[str, str]] = {
            "red": (self.red, self.red_ground),
            "amber": (self.amber, self.amber_ground),
            "green": (self.green, self.green_ground),
            "violet": (self.violet, self.violet_ground),
            "blue": (self.accent, self.accent_ground),
            "dim": (self.dim, self.grey_ground),
        }
        return pairs.get(tone, (self.text, self.grey_ground))


LIGHT: Final = Tokens(
    dark=False,
    bg="#f5f6f8",
    panel="#ffffff",
    line="#e3e6ea",
    line_soft="#eef0f3",
    field_line="#cfd4dc",
    text="#1c2430",
    dim="#5d6778",
    accent="#2b59c8",
    accent_ground="#e8eefc",
    accent_hover="#244cad",
    on_accent="#ffffff",
    selection="#dfe8fb",
    hover="#f3f6fc",
    buckets=("#8fb8a8", "#e9c46a", "#e39b4b", "#cf6a4a", "#9c3b4f", "#5c2447"),
    undated="#98a2b3",
    red="#a81f30",
    red_ground="#fdebec",
    amber="#7a5000",
    amber_ground="#fdf3dc",
    green="#14623f",
    green_ground="#e4f4ec",
    violet="#5b3fa6",
    violet_ground="#efeafb",
    grey_ground="#eef0f3",
)
DARK: Final = Tokens(
    dark=True,
    bg="#15181d",
    panel="#1c2027",
    line="#2d333d",
    line_soft="#252a33",
    field_line="#3a424e",
    text="#e6e9ee",
    dim="#9fa9b7",
    accent="#7aa2ff",
    accent_ground="#22304f",
    accent_hover="#96b6ff",
    on_accent="#10141b",
    selection="#263557",
    hover="#232833",
    buckets=("#5f9280", "#dcb95c", "#c9823a", "#b9523f", "#a8456b", "#d58fd0"),
    undated="#6c7684",
    red="#ff959d",
    red_ground="#3d2024",
    amber="#f2c56b",
    amber_ground="#3a2f17",
    green="#7fd3a9",
    green_ground="#173227",
    violet="#c0acf7",
    violet_ground="#2c2547",
    grey_ground="#252a33",
)

_current: dict[str, Tokens] = {"tokens": LIGHT}


def tokens() -> Tokens:
    """Return the colours of the scheme that is on now."""
    return _current["tokens"]


def colour(name: str) -> QColor:
    """Return one colour of the present scheme by its role name."""
    return QColor(getattr(tokens(), name))


class Theme(QObject):
    """Keeps the application in the chosen scheme; ``system`` follows the system while the program runs."""

    changed = Signal()

    def __init__(self, app: QApplication, scheme: Scheme = "system") -> None:
        """Set the Fusion style once and put the first palette on."""
        super().__init__(app)
        self._app = app
        self._scheme: Scheme = scheme
        app.setStyle(QStyleFactory.create("Fusion"))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._apply(force=True)

    @property
    def scheme(self) -> Scheme:
        """What the user chose."""
        return self._scheme

    def choose(self, scheme: Scheme) -> None:
        """Take another scheme now."""
        self._scheme = scheme
        self._apply()

    def _system_changed(self) -> None:
        self._apply()

    def _wants_dark(self) -> bool:
        if self._scheme == "system":
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._scheme == "dark"

    def _apply(self, *, force: bool = False) -> None:
        wanted = DARK if self._wants_dark() else LIGHT
        if wanted is tokens() and not force:
            return
        _current["tokens"] = wanted
        self._app.setPalette(palette(wanted))
        self._app.setStyleSheet(sheet(asdict(wanted)))
        self.changed.emit()


def palette(t: Tokens) -> QPalette:
    """Build Qt's palette from the tokens, the disabled group included."""
    result = QPalette()
    role = QPalette.ColorRole
    for name, value in (
        (role.Window, t.bg),
        (role.WindowText, t.text),
        (role.Base, t.panel),
        (role.AlternateBase, t.bg),
        (role.Text, t.text),
        (role.PlaceholderText, t.dim),
        (role.Button, t.panel),
        (role.ButtonText, t.text),
        (role.BrightText, t.red),
        (role.ToolTipBase, t.panel),
        (role.ToolTipText, t.text),
        (role.Highlight, t.accent),
        (role.HighlightedText, t.on_accent),
        (role.Link, t.accent),
        (role.LinkVisited, t.violet),
        (role.Light, t.panel),
        (role.Midlight, t.line_soft),
        (role.Mid, t.line),
        (role.Dark, t.field_line),
        (role.Shadow, t.bg if t.dark else t.field_line),
        (role.Accent, t.accent),
    ):
        result.setColor(name, QColor(value))
    for name in (role.WindowText, role.Text, role.ButtonText):
        faded = QColor(t.dim)
        faded.setAlphaF(0.6)
        result.setColor(QPalette.ColorGroup.Disabled, name, faded)
    return result
