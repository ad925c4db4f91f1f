"""Reading processes kept ready: one starts and imports while the store is opened or the collector looks for the file.

Starting one takes a fifth of a second: a tenth of the way from dropping 100,000 rows to their preview, and most of the
way of a small file. So those that have read a small one wait for the next.
"""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any, Final

from app.services.sync.reading import worker

#: The same on every system, and free of whatever this program has open.
_METHOD: Final = "spawn"
#: Processes that wait at most: as many as read at a time.
_MOST: Final = 2


@dataclass(frozen=True, slots=True)
class Running:
    """A reading process that waits for its order, and our end of the pipe to it."""

    process: SpawnProcess
    pipe: Connection[Any, Any]

    def end(self) -> None:
        """End the process and close the pipe; a second time does nothing."""
        if self.pipe.closed:
            return
        self.pipe.close()
        if self.process.is_alive():
            self.process.terminate()
        self.process.join()
        self.process.close()


class Spare:
    """A few processes that nobody uses at the moment; may be asked from any thread."""

    def __init__(self) -> None:
        """Begin with none."""
        self._lock = threading.Lock()
        self._waiting: list[Running] = []
        self._wanted = False

    def prepare(self) -> None:
        """Have a process ready for the next file, and keep those that come back until ``drop``."""
        with self._lock:
            self._wanted = True
            if not self._waiting:
                self._waiting.append(_start())

    def take(self) -> Running:
        """Return a process that is ready, or one that just starts; the caller ends it or gives it back."""
        while True:
            with self._lock:
                ready = self._waiting.pop(0) if self._waiting else None
            if ready is None:
                return _start()
            if ready.process.is_alive():
                return ready
            ready.end()

    def give(self, running: Running) -> None:
        """Take back a process that has answered its order; it ends if no file is expected, or enough wait already."""
        with self._lock:
            kept = self._wanted and len(self._waiting) < _MOST
            if kept:
                self._waiting.append(running)
        if not kept:
            running.end()

    @contextmanager
    def ready(self) -> Iterator[None]:
        """Have a process ready for the length of a command."""
        self.prepare()
        try:
            yield
        finally:
            self.drop()

    def drop(self) -> None:
        """End the processes that are ready: no file is expected any more."""
        with self._lock:
            waiting, self._waiting, self._wanted = self._waiting, [], False
        for one in waiting:
            one.end()


def _start() -> Running:
    context = multiprocessing.get_context(_METHOD)
    ours, theirs = context.Pipe()
    process = context.Process(target=worker.main, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    return Running(process, ours)


#: The one of this program.
SPARE = Spare()
