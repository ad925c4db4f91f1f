"""OpenDocument spreadsheets that calamine refuses: one XML file (.fods), or parts that are laid out for reading."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime, time
from pathlib import Path
from typing import Any, BinaryIO, Final

from app.services.sync.files.container import FODS, ODS
from app.services.sync.files.grid import Book, DamagedError, Row
from app.services.sync.files.pages.xmlrows import Handler, grids, plain_moment
from app.services.sync.files.scans.opendocument import LISTED
from app.services.sync.files.zipscan import UNSAVED
from app.services.sync.values.cells import Cell

_BLANKS: Final = re.compile(r"[ \t\r\n]+")
_SPAN: Final = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
_CELLS: Final = frozenset({"table:table-cell", "table:covered-table-cell"})
_NUMBERS: Final = frozenset({"float", "currency", "percentage"})


def open_opendocument(path: Path, container: str) -> Book:
    """Read every sheet of a file.

    Raises:
        RefusedError: it defines entities, or a cell stands too far out.
        DamagedError: it is cut off or no XML.
    """
    if container == FODS:
        with path.open("rb") as stream:
            return _read(stream, path, FODS)
    try:
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as part:
            return _read(part, path, ODS)  # type: ignore[arg-type]
    except (KeyError, zipfile.BadZipFile) as error:
        raise DamagedError(str(error)) from error


def _read(stream: BinaryIO, path: Path, container: str) -> Book:
    found = grids(stream, _Reader(path), path)
    return Book(container, tuple(found), found.__getitem__)


class _Reader(Handler):
    """Follows the elements of a spreadsheet's content."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._row: Row | None = None
        self._times = 1
        self._cell: dict[str, str] | None = None
        self._lines: list[str] = []
        self._note = 0
        self._inside = False

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - named by the standard library
        """Take the beginning of an element."""
        if name == "office:annotation":
            self._note += 1
        elif name == "table:table":
            self.begin_sheet(attrs.get("table:name", ""))
        elif name == "table:table-row":
            self._row, self._times = [], int(attrs.get("table:number-rows-repeated", "1"))
        elif name in _CELLS:
            self._cell, self._lines = dict(attrs), []
        elif self._cell is not None and not self._note:
            self._begin_text(name, attrs)

    def _begin_text(self, name: str, attrs: Any) -> None:
        if name == "text:p":
            self._lines.append("")
            self._inside = True
        elif self._inside and name == "text:s":
            self._lines[-1] += "\xa0" * min(int(attrs.get("text:c", "1")), 1000)
        elif self._inside and name in {"text:tab", "text:line-break"}:
            self._lines[-1] += "\xa0" if name == "text:tab" else "\n"

    def characters(self, content: str) -> None:
        """Take text; blanks for laying out the file are one."""
        if self._inside and not self._note:
            self._lines[-1] += _BLANKS.sub(" ", content)

    def endElement(self, name: str) -> None:  # noqa: N802 - named by the standard library
        """Take the end of an element."""
        if name == "office:annotation":
            self._note -= 1
        elif self._note:
            return
        elif name == "text:p":
            self._inside = False
        elif name in _CELLS and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif name == "table:table-row" and self._row is not None:
            self.put_row(self._row, self._times)
            self._row = None

    def _end_cell(self, cell: dict[str, str]) -> None:
        if self._row is None or not self.sheets:
            return
        times = int(cell.get("table:number-columns-repeated", "1"))
        kind = cell.get("office:value-type", "")
        place, sheet = len(self._row), self.sheets[-1]
        if kind and place + times > 1 << 14:
            raise ValueError(times)
        value: Cell = ""
        if cell.get("calcext:value-type") == "error":
            self._show("".join(self._lines).strip() or "#N/A", place, times)
        elif not kind and "table:formula" in cell:
            self._show(UNSAVED, place, times)
        elif kind:
            value = self._value(kind, cell)
        if kind == "currency" and (money := cell.get("office:currency")):
            sheet.place(place, f"[${money}]", range(self.row_at, self.row_at + self._times))
        if value != "" or times < 1 << 10:  # a long run of blank cells ends the row
            self._row.extend([value] * times)

    def _show(self, error: str, place: int, times: int) -> None:
        """Note an error wherever its cell is repeated, unless that is half a sheet."""
        if self._times * times <= LISTED:
            for row in range(self.row_at, self.row_at + self._times):
                self.sheets[-1].errors.update(dict.fromkeys(((row, at) for at in range(place, place + times)), error))

    def _value(self, kind: str, cell: dict[str, str]) -> Cell:
        if kind in _NUMBERS:
            return float(cell["office:value"])
        if kind == "boolean":
            return cell.get("office:boolean-value") == "true"
        if kind == "date":
            return plain_moment(datetime.fromisoformat(cell["office:date-value"].rstrip("Z")))
        span = _SPAN.fullmatch(cell.get("office:time-value", "")) if kind == "time" else None
        if span is not None and int(span.group(1)) < 24:
            return time(int(span.group(1)), int(span.group(2)), int(span.group(3)))
        if kind == "time":
            return cell.get("office:time-value", "")
        return cell.get("office:string-value") or "\n".join(line.replace("\xa0", " ") for line in self._lines)
