"""Opening several files at once, and using the time in which their readers work."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any, Final

from app.progress import Progress, part
from app.services.sync.answers import SeveralSheetsError
from app.services.sync.model import ReadOptions
from app.services.sync.parts import Part, sheets_of
from app.services.sync.planning.batch import Stream

#: Files that are opened at a time: each has a process of its own.
_AT_ONCE: Final = 2
#: Opens a file for reading: everything known about it, then its typed rows.
Reader = Callable[[Path, ReadOptions, Progress], AbstractContextManager[Stream]]


#: A part with its stream, or with what opening it raised.
Opened = tuple[Part, Stream | BaseException]


class _Gate:
    """Passes progress on and notes when this process has done its part and only waits for the reader.

    Until then the guard unpacks the file here; two threads that both need the interpreter would hinder each other.
    """

    def __init__(self, progress: Progress) -> None:
        self.passed = threading.Event()
        self._progress = progress

    def open(self, _job: Future[Any]) -> None:
        """Let everybody through: the file is open or refused."""
        self.passed.set()

    def __call__(self, done: int, total: int, label: str) -> None:
        if not total:
            self.passed.set()
        self._progress(done, total, label)


def open_parts(
    stack: ExitStack,
    parts: Sequence[Part],
    reader: Reader,
    progress: Progress,
    meanwhile: Callable[[], None] | None,
) -> list[Opened]:
    """Open files, two at a time; one whose sheets are to be read one by one is opened again sheet by sheet.

    Args:
        stack: closes the streams, also where this fails half-way.
        parts: the files.
        reader: opens one of them.
        progress: told how far the files are together.
        meanwhile: work for the time in which the readers are busy; None: there is none.
    """
    shares = list(_shares(progress, len(parts)))
    found: list[Opened] = []
    for (one, opened), share in zip(_open_all(stack, parts, reader, shares, meanwhile), shares, strict=True):
        if isinstance(opened, SeveralSheetsError):
            sheets = sheets_of(one, opened)
            found += _open_all(stack, sheets, reader, list(_shares(share, len(sheets))), None)
        else:
            found.append((one, opened))
    return found


def _shares(progress: Progress, count: int) -> Iterator[Progress]:
    """Give the part of a bar that each of several files fills."""
    return (part(progress, 100 * at // count, 100 * (at + 1) // count) for at in range(count))


def _open_all(
    stack: ExitStack,
    parts: Sequence[Part],
    reader: Reader,
    shares: Sequence[Progress],
    meanwhile: Callable[[], None] | None,
) -> list[Opened]:
    with ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix="sync-open") as pool:
        gates = [_Gate(progress) for progress in shares]
        jobs = [pool.submit(_enter, reader, one, gate) for one, gate in zip(parts, gates, strict=True)]
        for job, gate in zip(jobs, gates, strict=True):
            job.add_done_callback(gate.open)
        try:
            if meanwhile is not None:
                for gate in gates[:_AT_ONCE]:
                    gate.passed.wait()
                meanwhile()
        finally:  # whatever comes of it, what is open is the stack's to close
            opened = [_kept(stack, job) for job in jobs]
        return list(zip(parts, opened, strict=True))


def _enter(reader: Reader, one: Part, progress: Progress) -> tuple[AbstractContextManager[Stream], Stream]:
    context = reader(one.path, one.options, progress)
    return context, context.__enter__()


def _kept(stack: ExitStack, job: Future[tuple[AbstractContextManager[Stream], Stream]]) -> Stream | BaseException:
    """Wait for a file and let the stack close it; returns its stream or what opening it raised."""
    failure = job.exception()
    if failure is not None:
        return failure
    context, stream = job.result()
    stack.push(context)
    return stream
