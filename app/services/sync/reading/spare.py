"""A reading process kept ready: it starts and imports while the store is opened or the collector looks for the file.

Starting one takes a fifth of a second, which is a tenth of the way from dropping 100,000 rows to their preview.
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
    """At most one process that nobody uses yet; may be asked from any thread."""

    def __init__(self) -> None:
        """Begin with none."""
        self._lock = threading.Lock()
        self._waiting: Running | None = None

    def prepare(self) -> None:
        """Have a process ready for the next file."""
        with self._lock:
            if self._waiting is None:
                self._waiting = _start()

    def take(self) -> Running:
        """Return the process that is ready, or one that just starts; the caller ends it."""
        with self._lock:
            ready, self._waiting = self._waiting, None
        if ready is not None:
            if ready.process.is_alive():
                return ready
            ready.end()
        return _start()

    @contextmanager
    def ready(self) -> Iterator[None]:
        """Have a process ready for the length of a command."""
        self.prepare()
        try:
            yield
        finally:
            self.drop()

    def drop(self) -> None:
        """End the process that is ready: no file is expected any more."""
        with self._lock:
            ready, self._waiting = self._waiting, None
        if ready is not None:
            ready.end()


def _start() -> Running:
    context = multiprocessing.get_context(_METHOD)
    ours, theirs = context.Pipe()
    process = context.Process(target=worker.main, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    return Running(process, ours)


#: The one of this program.
SPARE = Spare()
