"""Rows of a file that became no item: what they are, where their cell stands, and the file that gives them back.

A rejected row goes back to whoever keeps the source: as a workbook with the rows as they stood in the file, their
cells under the same letters, and a comment in each cell that could not be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from app.errors import RefusedError
from app.i18n import Message, _, msg, render
from app.progress import Progress, part, silent
from app.services.files import writing
from app.services.labels import ASIDE
from app.services.sync.model import FileTable, RejectedRow
from app.services.sync.telling.report import RunReport

REJECTED: Final = "rejected"
#: Characters of a sheet's name that Excel does not take, and their greatest number.
_NO_SHEET: Final = str.maketrans("[]:*?/\\", "_______")
_SHEET_LENGTH: Final = 31


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that became no item.

    Attributes:
        path: the file, empty where nobody knows any more where it lay.
        what: ``rejected``, or ``skipped``, ``total`` or ``group``.
        cell: as Excel names it with its sheet, ``Sheet1!H17``; the row alone where no single cell is to blame.
    """

    file: str
    path: str
    what: str
    row: int
    cell: str
    column: str
    value: str
    reason: Message


def left_out(run: RunReport, path: str = "") -> list[LeftOut]:
    """Return the rejected rows of a file, then those set aside, each in the order of the file."""
    noted = () if run.table is None else run.table.noted
    headings = () if run.table is None else {row.column for row in run.rejected}
    letters = {heading: _letter(run.table, heading) for heading in headings if run.table is not None}
    sheet = _named(run.sheet, "")
    rejected = [
        LeftOut(
            run.file,
            path,
            REJECTED,
            row.row,
            f"{sheet}{letters.get(row.column, '')}{row.row}",
            row.column,
            row.value,
            row.reason,
        )
        for row in run.rejected
    ]
    aside = (
        LeftOut(run.file, path, row.what, row.row, f"{sheet}{row.row}", "", "", ASIDE[row.reason]) for row in noted
    )
    return [*rejected, *aside]


def _named(sheet: str, cell: str) -> str:
    if not sheet:
        return cell
    quoted = sheet if sheet.replace("_", "").isalnum() else "'{}'".format(sheet.replace("'", "''"))
    return f"{quoted}!{cell}"


def _letter(table: FileTable, heading: str) -> str:
    """Return the letter of the column of a heading; of several those that are read first."""
    same = [column for column in table.columns if heading and heading in {column.header, column.letter}]
    return min(same, key=lambda column: (column.field is None, column.index)).letter if same else ""


# ------------------------------------------------------------------------------------------------ the workbook


def write_rejected(
    _store: object, files: Sequence[tuple[str, RunReport]], out: Path, progress: Progress = silent
) -> Path:
    """Write the rejected rows of some files as they stand there, with a comment in each cell to blame.

    Args:
        _store: not needed; the runner hands it to all long work.
        files: path and report of each; those without rejected rows are left out.
        out: the workbook.
        progress: called while the files are read again; may raise ``Cancelled``.

    Raises:
        RefusedError: a file is gone, or no longer what it was; nothing is written.
        StoreError: the folder is read-only, or the disk full.
    """
    import xlsxwriter

    from app.services.reports.workbook import system_errors
    from app.services.sync.reading.read import read_rows

    mine = [(path, run) for path, run in files if run.rejected]
    parts = []
    for at, (path, run) in enumerate(mine):
        wanted = (run.header_row, *(row.row for row in run.rejected))
        share = part(progress, 90 * at // len(mine), 90 * (at + 1) // len(mine))
        rows, sha256 = read_rows(Path(path), run.sheet, wanted, share, run.encoding)
        if sha256 != run.sha256:
            raise RefusedError(
                "file_changed",
                msg("The file is no longer the one whose rows were rejected."),
                msg("File {file}.", file=run.file),
                msg("Read it again and export the rows that are rejected then."),
            )
        parts.append((run, rows))
    with writing(out) as temporary, system_errors():
        options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(str(temporary), options) as book:
            taken: set[str] = set()
            for run, rows in parts:
                _Sheet(book, _sheet_name(run.file, taken)).fill(run, rows)
    progress(100, 100, _("Export"))
    return out


def _sheet_name(file: str, taken: set[str]) -> str:
    """Return a name for a sheet that no other has."""
    plain = Path(file).stem.translate(_NO_SHEET).strip("'")[:_SHEET_LENGTH] or "1"
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain[: _SHEET_LENGTH - len(str(number)) - 1]} {number}"
    taken.add(name.casefold())
    return name


class _Sheet:
    """One file's rejected rows: its headings, the rows under the same letters, what is wrong beside and as comment."""

    def __init__(self, book: Any, name: str) -> None:
        self._sheet = book.add_worksheet(name)
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._wrong = book.add_format({"bg_color": "#FBE3E0", "border": 1, "border_color": "#C4372B"})
        self._wrong_day = book.add_format(
            {"bg_color": "#FBE3E0", "border": 1, "border_color": "#C4372B", "num_format": "yyyy-mm-dd"}
        )

    def fill(self, run: RunReport, rows: Mapping[int, Sequence[Any]]) -> None:
        """Write headings and rows."""
        headings = list(rows.get(run.header_row, ()))
        width = max((len(cells) for cells in rows.values()), default=0)
        for at, heading in enumerate(headings):
            self._cell(0, at, heading, self._head, self._head)
        for at, word in enumerate((_("Row"), _("Reason"))):
            self._sheet.write_string(0, width + at, word, self._head)
        self._sheet.set_column(0, max(0, width - 1), 16)
        self._sheet.set_column(width + 1, width + 1, 60)
        self._sheet.freeze_panes(1, 0)
        for place, row in enumerate(run.rejected, start=1):
            self._row(place, run, row, rows.get(row.row, ()), width)

    def _row(self, place: int, run: RunReport, row: RejectedRow, cells: Sequence[Any], width: int) -> None:
        reason = render(row.reason)
        letter = "" if run.table is None else _letter(run.table, row.column)
        wrong = next((c.index for c in run.table.columns if c.letter == letter), -1) if run.table and letter else -1
        for at, cell in enumerate(cells):
            if at == wrong:
                self._cell(place, at, cell, self._wrong, self._wrong_day)
            elif cell != "":
                self._cell(place, at, cell, None, self._day)
        if wrong < 0:
            self._sheet.write_comment(place, width + 1, f"{row.column}: {row.value}".strip(": ") or reason)
        else:
            self._sheet.write_comment(place, wrong, reason, {"x_scale": 2})
        self._sheet.write_number(place, width, row.row)
        self._sheet.write_string(place, width + 1, reason, self._wrong if wrong < 0 else None)

    def _cell(self, row: int, column: int, value: Any, style: Any, day_style: Any) -> None:
        """Write a cell as the type that it has in the file."""
        if value == "":
            self._sheet.write_blank(row, column, None, style)
        elif isinstance(value, bool):
            self._sheet.write_boolean(row, column, value, style)
        elif isinstance(value, (int, float)):
            self._sheet.write_number(row, column, value, style)
        elif isinstance(value, (datetime, date, time)):
            self._sheet.write_datetime(row, column, value, day_style)
        else:
            self._sheet.write_string(row, column, str(value), style)
