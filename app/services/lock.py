"""One writer: an operating-system lock on ``NAME.lock``, freed by the system when a process dies.

The window and every writing command hold it while they run; reading commands open the store read-only beside it. The
lock is on the open file, not in its content: a leftover file means nothing.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from app.errors import StoreError
from app.i18n import msg
from app.services.files import write_error

#: Windows locks ranges of bytes, and a locked range cannot be read: lock one far behind the content.
_FAR = 1 << 30


def lock_path(store: Path) -> Path:
    """Return the lock file's path beside a store: ``NAME.lock`` for ``NAME.db``."""
    return store.with_name(f"{store.stem}.lock")


class StoreLock:
    """The right to write one store, held from construction until ``release``."""

    def __init__(self, store: Path) -> None:
        """Take the lock at once.

        Raises:
            StoreError: another program holds it (``store_in_use``), or the folder is read-only.
            RefusedError: the folder does not exist.
        """
        path = lock_path(store)
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)  # closed in children: descriptors do not inherit
        except OSError as error:
            raise write_error(path, error) from error
        try:
            _take(self._file)
        except OSError as error:
            os.close(self._file)
            raise StoreError(
                "store_in_use",
                msg("The store is in use by another program."),
                msg("Store: {name}.", name=store.name),
                msg("Close the other window or wait until its work is done."),
            ) from error

    def release(self) -> None:
        """Give the lock back; a second time does nothing."""
        if self._file >= 0:
            os.close(self._file)  # closing frees the lock on every system
            self._file = -1

    def __enter__(self) -> Self:
        """Hold the lock for a block."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Give the lock back, however the block ended."""
        self.release()


if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> None:
        """Lock one byte far behind the content, without waiting."""
        os.lseek(file, _FAR, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: int) -> None:
        """Lock the open file, without waiting."""
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
