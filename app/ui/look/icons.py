"""Line icons: our own drawings in ``resources/icons``, coloured when they are painted.

Each file is one 16 x 16 drawing with ``stroke="currentColor"``. A pixmap is rendered once for each colour, size and
screen density and kept.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QDir, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.i18n import RESOURCES

FOLDER: Final = RESOURCES / "icons"


def install() -> None:
    """Let style sheets find our drawings under ``icons:``."""
    QDir.setSearchPaths("icons", [str(FOLDER)])


def names() -> tuple[str, ...]:
    """Return the names of all drawings that can be coloured."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.svg") if "currentColor" in path.read_text("utf-8")))


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return Path(FOLDER / f"{name}.svg").read_text("utf-8")


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size: int = 16, ratio: float = 1.0) -> QPixmap:
    """Render one drawing.

    Args:
        name: the file's stem.
        colour: ``#rrggbb``.
        size: edge in device-independent pixels.
        ratio: device pixels per device-independent pixel.
    """
    edge = round(size * ratio)
    result = QPixmap(edge, edge)
    result.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", QColor(colour).name()).encode()))
    painter = QPainter(result)
    renderer.render(painter, QRectF(0, 0, edge, edge))
    painter.end()
    result.setDevicePixelRatio(ratio)
    return result


def icon(name: str, colour: str, size: int = 16) -> QIcon:
    """Return an icon in one colour, sharp on ordinary and dense screens."""
    result = QIcon()
    for ratio in (1.0, 2.0):
        result.addPixmap(pixmap(name, colour, size, ratio))
    return result
