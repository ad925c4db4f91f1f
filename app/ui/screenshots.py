"""A picture of every view: light and dark, two sizes, English and Japanese. For the documentation and for the eye."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from app import i18n
from app.ui.application import Shell
from app.ui.theme import Scheme, Theme
from app.ui.view import Place

SIZES: Final = ((1366, 768), (1920, 1080))
LANGUAGES: Final = ("en", "ja")
_PICTURED: Final[tuple[Scheme, ...]] = ("light", "dark")
_TURNS: Final = 6


def take(shell: Shell, theme: Theme, places: Sequence[Place], folder: Path) -> list[Path]:
    """Grab each place in every language, scheme and size; returns the files.

    Args:
        shell: the window's keeper, over an inline runner, so that everything asked for is there when it is grabbed.
        theme: the appearance to switch.
        places: what to show, in order.
        folder: gets ``VIEW-SCHEME-WIDTHxHEIGHT-LANGUAGE.png``; made if it is missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = i18n.language()
    taken = [path for language in LANGUAGES for path in _in_language(shell, theme, places, folder, language)]
    shell.change_language(before)
    return taken


def _in_language(shell: Shell, theme: Theme, places: Sequence[Place], folder: Path, language: str) -> Iterator[Path]:
    shell.change_language(language)
    window = shell.window
    for width, height in SIZES:
        window.resize(QSize(width, height))
        for scheme in _PICTURED:
            theme.choose(scheme)
            for place in places:
                window.open(place)
                _settle()
                path = folder / f"{place.view}-{scheme}-{width}x{height}-{language}.png"
                window.grab().save(str(path))
                yield path


def _settle() -> None:
    """Let layouts and late answers arrive."""
    for _turn in range(_TURNS):
        QApplication.processEvents()
