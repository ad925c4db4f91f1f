"""Fonts: the system's own face first, then ours for every script that a customer's name may be written in.

A bare machine has no fonts at all and PySide6 brings none, so the faces of the letters are registered as fallbacks.
Registering maps the files and costs about a millisecond each; glyphs are read when a name first needs them.
"""

from __future__ import annotations

import importlib
from functools import lru_cache
from pathlib import Path
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

#: Families that mean "no real interface font here": a bare Linux without a desktop.
_GENERIC: Final = frozenset({"", "Sans", "Sans Serif", "DejaVu Sans", "MS Shell Dlg 2"})
_LATIN: Final = "Noto Sans"
_SCRIPTS: Final = {"JP": "Noto Sans JP", "CN": "Noto Sans SC", "SG": "Noto Sans SC", "TW": "Noto Sans TC"}
_HAN: Final = ("Noto Sans JP", "Noto Sans SC", "Noto Sans TC")
#: Sizes relative to the interface font: 13 px is the mock's body size.
SCALES: Final = {"title": 18 / 13, "figure": 16 / 13, "body": 1.0, "small": 12 / 13, "tiny": 11.5 / 13, "key": 11 / 13}


def font_files() -> tuple[Path, ...]:
    """Return the font files that our dependencies carry, the interface's own first."""
    from fontpkg_noto_sans import ROOT

    files = [path for path in sorted((ROOT / "files").glob("NotoSans*.ttf")) if "Italic" not in path.name]
    han = (importlib.import_module(f"pylopdf_fonts_{name}").sans_path() for name in ("jp", "zh_cn", "zh_tw"))
    return (*files, *han)


def install(app: QApplication) -> None:
    """Register our faces and set the application's font: system face and size, ours behind it."""
    for path in font_files():
        QFontDatabase.addApplicationFont(str(path))
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    bare = system.family() in _GENERIC
    size = 9.75 if bare else system.pointSizeF()
    font = QFont()
    font.setFamilies([_LATIN if bare else system.family(), *dict.fromkeys((_LATIN, *_HAN))])
    font.setPointSizeF(size if size > 0 else 9.75)
    app.setFont(font)
    ui_font.cache_clear()


@lru_cache(maxsize=128)
def ui_font(scale: str = "body", weight: int = 400, country: str = "", *, tabular: bool = True) -> QFont:
    """Return the interface font in one of ``SCALES``.

    Args:
        scale: a key of ``SCALES``.
        weight: 400, 500 or 600.
        country: ISO country whose Han shapes come first (a Chinese name in Chinese shapes, whatever the interface is).
        tabular: figures of equal width, so that columns of amounts align.
    """
    font = QFont(QApplication.font())
    if country in _SCRIPTS:
        first, *rest = font.families()
        own = _SCRIPTS[country]
        font.setFamilies([first, own, *(name for name in rest if name != own)])
    font.setPointSizeF(font.pointSizeF() * SCALES[scale])
    font.setWeight(QFont.Weight(weight))
    if font.families()[0] == _LATIN:
        # Our Latin face is one variable file: Qt takes its weight from the axis.
        font.setVariableAxis(QFont.Tag("wght"), weight)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


def key_font() -> QFont:
    """Return the font of a key cap."""
    return ui_font("key", 500)
