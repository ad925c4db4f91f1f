"""Reading a file: guard it here, parse it in a process of its own, hand over typed rows piece by piece."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import date
from itertools import repeat
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from app.enums import SyncKind
from app.errors import RefusedError
from app.i18n import _, msg
from app.progress import Progress, silent
from app.services.sync.answers import SameCellsError, SeveralSheetsError
from app.services.sync.facts.shapes import FACT_KINDS
from app.services.sync.files import guard, refusals
from app.services.sync.files.zipscan import SheetFacts
from app.services.sync.itemrows import ItemRows
from app.services.sync.layouts.sketch import Sketch
from app.services.sync.model import (
    CHUNK_ROWS,
    CaseRow,
    Chunk,
    CustomerRow,
    FactRow,
    FileTable,
    QuestionsError,
    ReadOptions,
    ReceiptRow,
)  # fmt: skip
from app.services.sync.reading import worker
from app.services.sync.reading.spare import SPARE

_log = logging.getLogger(__name__)
#: Between two looks at whether the work was cancelled, seconds.
_POLL: Final = 0.05
#: Bytes of a file whose rows are taken at once, so that its process can read the next one.
_SMALL: Final = 250_000
#: Messages that end what a process has to say to an order.
_LAST: Final = frozenset({"cells", "end", "questions", "refused", "same", "sheets", "sketch"})


class ReaderDefect(RuntimeError):
    """The reading process met an error of ours; the text is its traceback."""


class TableStream:
    """A file that has been judged, and its rows.

    ``table`` is complete before the first row. Iterating gives chunks once. Leaving the context ends the process, which
    that of a small file has been before: its rows wait here.
    """

    def __init__(self, sighting: guard.Sighting, link: _Link, table: FileTable, count: int, progress: Progress) -> None:
        """Keep the process that holds the rows."""
        self.table = table
        self.count = count
        self._sighting = sighting
        self._link = link
        self._progress = progress
        self._held: list[Chunk] | None = None

    def hold(self) -> Self:
        """Take all rows now and let go of the process.

        Raises:
            RefusedError: the process died, or the file was changed while it was read.
            Cancelled: the progress says so.
        """
        self._held = list(self._received())
        return self

    def __enter__(self) -> Self:
        """Return the stream."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self.close()

    def close(self) -> None:
        """End the process; rows not yet read are gone."""
        self._link.close()

    def __iter__(self) -> Iterator[Chunk]:
        """Return the chunks: customers first, then rows.

        Raises:
            RefusedError: the process died, or the file was changed while it was read.
            Cancelled: the progress says so.
        """
        if self._held is None:
            return self._received()
        held, self._held = self._held, []
        return iter(held)

    def _received(self) -> Iterator[Chunk]:
        """Give the chunks as they come from the process."""
        done = 0
        label = _("Reading {file}", file=self.table.file)
        while True:
            message = self._link.receive(self._progress, label)
            if message[0] == "accounts":
                yield Chunk(accounts=tuple(map(CustomerRow._make, message[1])))
            elif message[0] == "rows":
                done += len(message[1][0])
                self._progress(done, self.count, label)
                yield _chunk(self.table.kind, message[1])
            else:
                break
        self.close()
        _insist_unchanged(self._sighting, self.table.file)


def _insist_unchanged(sighting: guard.Sighting, file: str) -> None:
    """Refuse a file that is no longer what the guard saw."""
    if not guard.unchanged(sighting):
        raise RefusedError(
            "file_changed",
            msg("The file was changed while it was read."),
            where=msg("File {file}.", file=file),
            do=msg("Wait until it is written, then try again."),
        )


_MAKERS: Final[dict[SyncKind, tuple[Callable[[Any], Any], Callable[[Any], Chunk]]]] = {
    SyncKind.CUSTOMERS: (CustomerRow._make, lambda rows: Chunk(accounts=rows)),
    SyncKind.RECEIPTS: (ReceiptRow._make, lambda rows: Chunk(receipts=rows)),
    SyncKind.CASES: (CaseRow._make, lambda rows: Chunk(cases=rows)),
    **dict.fromkeys(FACT_KINDS, (FactRow._make, lambda rows: Chunk(facts=rows))),
}


def _chunk(kind: SyncKind, columns: Sequence[Sequence[Any] | None]) -> Chunk:
    """Return a piece of the rows from their columns, of which the absent ones are all None."""
    if kind in {SyncKind.OPEN_ITEMS, SyncKind.CLOSED_ITEMS}:
        return Chunk(items=ItemRows(columns, grouped=True))
    make, make_chunk = _MAKERS[kind]
    filled = (repeat(None) if column is None else column for column in columns)
    return make_chunk(tuple(map(make, zip(*filled, strict=False))))


def read_file(path: Path, options: ReadOptions, progress: Progress = silent) -> TableStream:
    """Read a spreadsheet.

    Args:
        path: the file.
        options: what the collector decided; the rest is left to the evidence.
        progress: called while the file is looked at, read and handed over; may raise ``Cancelled``.

    Returns:
        A stream to be used as a context manager: ``table`` first, then chunks of typed rows.

    Raises:
        RefusedError: missing, locked, empty, encrypted, damaged, a zip bomb, of the wrong kind, or nothing to read.
        QuestionsError: the evidence leaves something undecided; it names the options that decide.
        SeveralSheetsError: each of its sheets is to be read on its own, as the collector said now or before.
        SameCellsError: its cells are among those that the options name as seen.
        UsageError: there is no such layout.
        ReaderDefect: an error of ours.
        Cancelled: the progress says so.
    """
    opened = guard.open_file(path)
    with ExitStack() as stack:
        link = _Link(path)
        stack.callback(link.close)
        sighting = link.order(opened, options, progress)
        message = link.receive(progress, _("Reading {file}", file=path.name))
        if message[0] == "sheets":
            raise SeveralSheetsError(message[1], message[2])
        if message[0] == "same":
            _insist_unchanged(sighting, path.name)
            raise SameCellsError(path, options, message[1], sighting.sha256)
        table = replace(message[1], sha256=sighting.sha256)
        stream = TableStream(sighting, link, table, message[2], progress)
        if sighting.size <= _SMALL and stream.count <= CHUNK_ROWS:
            stream.hold()
        stack.pop_all()
        return stream


def look_at(path: Path, options: ReadOptions, progress: Progress = silent) -> Sketch:
    """Look at a file without importing it: its columns and what reading it would come to.

    Raises:
        RefusedError: the file cannot be opened, makes no sense, or was changed while it was looked at. A table that
            cannot be read is no reason: the sketch says what is the matter with it.
        UsageError: there is no such layout.
        ReaderDefect: an error of ours.
        Cancelled: the progress says so.
    """
    opened = guard.open_file(path)
    with closing(_Link(path)) as link:
        sighting = link.order(opened, options, progress, worker.Task.LOOK)
        _kind, sketch, parts = link.receive(progress, _("Reading {file}", file=path.name))
        _insist_unchanged(sighting, path.name)
        if parts is not None:
            kind, code, what, where, do = parts
            sketch = replace(sketch, refusal=kind(code, what, where=where, do=do))
        found: Sketch = sketch
        return found


def read_rows(
    path: Path, sheet: str, numbers: Iterable[int], progress: Progress = silent, encoding: str = ""
) -> tuple[dict[int, list[Any]], str]:
    """Return the cells of some rows of a sheet by their number, and the file's SHA-256.

    Args:
        path: the file.
        sheet: by its name; the first one if there is none of that name.
        numbers: of the rows, as Excel shows them.
        progress: called while the file is read; may raise ``Cancelled``.
        encoding: in which a text was read before; empty: its letters tell.

    Raises:
        RefusedError: the file cannot be opened, makes no sense, or was changed while it was read.
        ReaderDefect: an error of ours.
        Cancelled: the progress says so.
    """
    opened = guard.open_file(path)
    options = ReadOptions(day=date.min, sheet=sheet, encoding=encoding or None)
    with closing(_Link(path)) as link:
        sighting = link.order(opened, options, progress, worker.Task.ROWS, tuple(numbers))
        _kind, cells = link.receive(progress, _("Reading {file}", file=path.name))
        _insist_unchanged(sighting, path.name)
        return cells, sighting.sha256


class _Link:
    """The reading process and the pipe to it."""

    def __init__(self, path: Path) -> None:
        """Take the process that is ready, or start one; it warms up while the guard looks at the file."""
        self._path = path
        self._phase = ""
        self._reader = SPARE.take()
        self._pipe = self._reader.pipe
        self._answered = self._small = self._closed = False

    def order(
        self,
        opened: guard.Opened,
        options: ReadOptions,
        progress: Progress,
        task: worker.Task = worker.Task.READ,
        rows: tuple[int, ...] = (),
    ) -> guard.Sighting:
        """Have something done with the file; where nothing speaks against it the reader begins while the guard looks.

        Raises:
            RefusedError: the guard refuses the file, or the process is gone.
            Cancelled: the progress says so.
        """
        order = worker.Order(str(self._path), self._path.name, opened.container, None, options, task, rows)
        early = guard.may_begin(opened)
        if early:
            self.send(order)
        sighting = guard.examine(opened, progress, _("Checking {file}", file=self._path.name))
        self.send(sighting.sheets if early else replace(order, sheets=sighting.sheets))
        self._small = sighting.size <= _SMALL
        return sighting

    def send(self, what: worker.Order | Mapping[str, SheetFacts]) -> None:
        """Send an order, or the facts that follow it.

        Raises:
            RefusedError: the process is gone; what it refused before stands.
            QuestionsError: it was gone because it could not decide.
            ReaderDefect: it was gone for an error of ours.
        """
        try:
            self._pipe.send(what)
        except (BrokenPipeError, ConnectionResetError):
            while self._heard() is None:
                pass
            raise self._died() from None

    def receive(self, progress: Progress, label: str) -> tuple[Any, ...]:
        """Return the next message that is not about progress.

        Raises:
            RefusedError: what the process refused, or its death.
            QuestionsError: what it could not decide.
            ReaderDefect: an error of ours.
            Cancelled: the progress says so.
        """
        while True:
            while not self._pipe.poll(_POLL):
                progress(0, 0, label)
            message = self._heard()
            if message is not None:
                return message

    def _heard(self) -> tuple[Any, ...] | None:
        """Wait for a message and return it; None for one about progress.

        Raises:
            RefusedError: what the process refused, or its death.
            QuestionsError: what it could not decide.
            ReaderDefect: an error of ours.
        """
        try:
            message: tuple[Any, ...] = self._pipe.recv()
        except (EOFError, ConnectionResetError, BrokenPipeError):
            raise self._died() from None
        self._answered = message[0] in _LAST
        if message[0] == "phase":
            self._phase = message[1]
            return None
        if message[0] == "questions":
            raise QuestionsError(self._path.name, message[1])
        if message[0] == "refused":
            kind, code, what, where, do = message[1:]
            raise kind(code, what, where=where, do=do)
        if message[0] == "defect":
            _log.error("the reading process failed while %s\n%s", self._phase or "starting", "\n".join(message[2]))
            if self._phase == worker.READING:
                raise refusals.damaged(self._path)
            raise ReaderDefect(message[1])
        return message

    def _died(self) -> RefusedError:
        """Return the refusal of a file that has killed its reader."""
        self._reader.process.join(5)
        return RefusedError(
            "reader_stopped",
            msg("The file could not be read: the reader stopped in the middle of it."),
            where=msg("File {file}.", file=self._path.name),
            do=msg("Open it in your spreadsheet program and save it again as .xlsx."),
        )

    def close(self) -> None:
        """Let go of the process: one that has answered for a small file waits for the next; others end.

        A second time does nothing.
        """
        if self._closed:
            return
        self._closed = True
        if self._small and self._answered:
            SPARE.give(self._reader)
        else:
            self._reader.end()
