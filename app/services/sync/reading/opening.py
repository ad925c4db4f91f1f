"""Opening several files at once, and using the time in which their readers work."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from typing import Any, Final

from app.progress import Progress
from app.services.sync.planning.batch import Stream

#: Files that are opened at a time: each has a process of its own.
_AT_ONCE: Final = 2
#: Opens a file, told of its progress.
Opener = Callable[[Progress], AbstractContextManager[Stream]]


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


def open_all(
    stack: ExitStack, openers: Sequence[tuple[Opener, Progress]], meanwhile: Callable[[], None] | None
) -> list[Stream | BaseException]:
    """Open files, two at a time; returns the stream of each or what opening it raised.

    Args:
        stack: closes the streams.
        openers: how each file is opened, and whom it tells of its progress.
        meanwhile: work for the time in which the readers are busy; None: there is none.
    """
    with ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix="sync-open") as pool:
        gates = [_Gate(progress) for _, progress in openers]
        jobs = [pool.submit(_enter, opener, gate) for (opener, _), gate in zip(openers, gates, strict=True)]
        for job, gate in zip(jobs, gates, strict=True):
            job.add_done_callback(gate.open)
        if meanwhile is not None:
            for gate in gates[:_AT_ONCE]:
                gate.passed.wait()
            meanwhile()
        found: list[Stream | BaseException] = []
        for job in jobs:
            failure = job.exception()
            if failure is not None:
                found.append(failure)
                continue
            context, stream = job.result()
            stack.push(context)
            found.append(stream)
        return found


def _enter(opener: Opener, progress: Progress) -> tuple[AbstractContextManager[Stream], Stream]:
    context = opener(progress)
    return context, context.__enter__()
