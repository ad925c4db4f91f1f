"""Every part of an archive, unpacked once: worksheets are looked at, the rest is only seen to be whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import IO, Final

from app.services.sync.files.references import Referenced
from app.services.sync.files.scans.binary import scan_binary
from app.services.sync.files.scans.opendocument import OdsScan
from app.services.sync.files.zipscan import UNSAVED, SheetFacts, scan_sheet, unpack

_MANIFEST: Final = "META-INF/manifest.xml"
_CONTENT: Final = "content.xml"
_WORKBOOK: Final = "xl/workbook.xml"
_SHEETS: Final = "xl/worksheets/"
#: A part that is only looked into is no longer than this.
_SMALL: Final = 1 << 20
_COMPUTE: Final = re.compile(rb"<(?:\w+:)?calcPr\b[^>]*\bfullCalcOnLoad=[\"'](?:1|true)[\"']")


class PartScan:
    """What the parts of one archive have shown.

    Attributes:
        encrypted: an OpenDocument file says that its parts are.
    """

    def __init__(self) -> None:
        """Begin with no part."""
        self.encrypted = False
        self._found: dict[str, SheetFacts] = {}
        self._computed_later = False

    def look(self, name: str, reopen: Callable[[], IO[bytes]], step: Callable[[int], None]) -> None:
        """Look at one part.

        Raises:
            BadZipFile: it is damaged.
        """
        if name.startswith(_SHEETS) and name.endswith(".xml"):
            facts = scan_sheet(reopen, step)
            self._found[name] = scan_sheet(lambda: Referenced(reopen()), step) if facts.unplaced else facts
            return
        with reopen() as stream:
            if name.startswith(_SHEETS) and name.endswith(".bin"):
                self._found[name] = scan_binary(stream, step)
            elif name == _CONTENT:
                scan = OdsScan()
                scan.read(stream, step)
                self._found |= scan.found
            elif name == _MANIFEST:
                self.encrypted = b"encryption-data" in stream.read(_SMALL)
                unpack(stream, step)
            elif name == _WORKBOOK:
                self._computed_later = _COMPUTE.search(stream.read(_SMALL)) is not None
                unpack(stream, step)
            else:
                unpack(stream, step)

    def sheets(self) -> dict[str, SheetFacts]:
        """Return what was found by part (xlsx, xlsb) or by name of the sheet (ods).

        A program that writes formulas without computing them asks Excel to do it, and leaves either no results or
        zeros everywhere.
        """
        if self._computed_later and not any(facts.computed for facts in self._found.values()):
            for facts in self._found.values():
                facts.errors.update(dict.fromkeys(facts.zeros, UNSAVED))
        return self._found
