"""Opening a store for the window, on a thread of its own: first a glance at the day, then everything.

Loading SQLAlchemy takes longer than showing the window, so the window begins with what the driver alone reads; the
rest is loaded when the first rows are painted. Whatever is asked of the store until then waits for it.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import sqlcipher3.dbapi2

from app.clock import Clock
from app.errors import AppError
from app.services.lock import StoreLock
from app.services.security import KeyFile, environment_passphrase, key_path, read_key_file, unwrap

if TYPE_CHECKING:
    from app.services.stores import OpenStore
    from app.services.today.glance import Glance

#: What the first view and the frame around it read with.
_FIRST: Final = ("app.services.today.book", "app.services.frame")
#: Seconds after which the rest is loaded even if the window never said that it stands.
_PATIENCE: Final = 2.0


@dataclass(frozen=True, slots=True)
class Begun:
    """A store whose key is known and whose lock is held, with the first page of the day."""

    key: KeyFile
    raw: bytes
    lock: StoreLock
    glance: Glance


class Ahead:
    """The opening of one store.

    Attributes:
        begun: the glance; None where it could not be had, for whatever reason.
        store: the open store, or what ``open_writing`` raises.
    """

    def __init__(self, path: Path, clock: Clock, *, glance: bool = True) -> None:
        self._path, self._clock = path, clock
        self._stands = threading.Event()
        thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="opening")
        self.begun: Future[Begun | None] = thread.submit(self._begin if glance else _nothing)
        self.store: Future[OpenStore] = thread.submit(self._open)
        thread.shutdown(wait=False)

    def window_stands(self) -> None:
        """Say that the first rows are painted: the rest may be loaded now."""
        self._stands.set()

    def _begin(self) -> Begun | None:
        try:
            lock = StoreLock(self._path)
        except AppError:
            return None
        try:
            from app.services.today.glance import read_glance

            key = read_key_file(key_path(self._path))
            raw = unwrap(key, environment_passphrase(), self._path.name)
            found = read_glance(self._path, raw, self._clock)
        except (AppError, sqlcipher3.dbapi2.Error, ValueError, KeyError):
            found = None
        if found is None:
            lock.release()
            return None
        return Begun(key, raw, lock, found)

    def _open(self) -> OpenStore:
        begun = self.begun.result()
        if begun is not None:
            self._stands.wait(_PATIENCE)
        from app.services.stores import open_locked, open_writing

        if begun is None:
            opened = open_writing(self._path, self._clock, environment_passphrase())
        else:
            opened = open_locked(self._path, self._clock, begun.key, begun.raw, begun.lock)
        for name in _FIRST:
            import_module(name)
        return opened


def _nothing() -> None:
    return None


class LateStore:
    """A store that is still being opened; whoever reads or writes waits for it, on the thread that asks."""

    def __init__(self, opened: Future[OpenStore]) -> None:
        self._opened = opened

    def read(self) -> AbstractContextManager[Any]:
        """Give a session on one snapshot."""
        return self._opened.result().store.read()

    def write(self, initiator: str = "") -> AbstractContextManager[Any]:
        """Give a unit of work."""
        return self._opened.result().store.write(initiator)

    def __getattr__(self, name: str) -> Any:
        """Give whatever else the store has."""
        return getattr(self._opened.result().store, name)
