"""Cells that are struck through, in the workbooks that say it in XML: with a pen, people cross out what is done.

calamine knows no fonts. They are read only when somebody asks, and the sheet only where its workbook has such a font.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from app.services.sync.files.grid import Struck
from app.services.sync.files.numberformats import UNREADABLE, parse_part, sheet_text, styled_cells

_NS: Final = re.compile(r"\{[^}]*\}")
_STYLES: Final = "xl/styles.xml"
_OFF: Final = frozenset({"0", "false"})


def xml_struck(path: Path, part: str) -> Struck:
    """Return a reader of the rows in which a column's cells are struck through, of an xlsx sheet."""

    def read(column: int) -> Sequence[int]:
        if not part:
            return ()
        with zipfile.ZipFile(path) as archive:
            try:
                if b"strike" not in archive.read(_STYLES):
                    return ()
                struck = _struck_styles(parse_part(archive, _STYLES))
                cells = styled_cells(sheet_text(archive, part), column) if struck else ()
            except UNREADABLE:
                return ()
        return [row for row, style in cells if style in struck]

    return read


def _struck_styles(root: Element) -> frozenset[int]:
    """Return the styles of cells whose font is struck through."""
    parts = {_NS.sub("", element.tag): element for element in root}
    fonts = [place for place, font in enumerate(parts.get("fonts", ())) if any(map(_strikes, font))]
    return frozenset(
        place for place, style in enumerate(parts.get("cellXfs", ())) if int(style.get("fontId", "0")) in fonts
    )


def _strikes(element: Element) -> bool:
    return _NS.sub("", element.tag) == "strike" and element.get("val", "1") not in _OFF
