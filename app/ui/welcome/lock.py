"""Locking the desk: by key, or after a while without anybody; the work behind it stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.ui.frame.memory import Memory
from app.ui.welcome.start import Frame
from app.ui.welcome.unlock import Unlock

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

#: Minutes without anybody after which the desk locks; 0 is never.
MINUTES: Final = (0, 5, 15, 30, 60)
KEY: Final = "lock_minutes"
_SIGNS: Final = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel})


class Lock(QObject):
    """Hides the window behind the passphrase; with a keyring store the system's own session is what guards it."""

    def __init__(self, store: Path, memory: Memory, window: Callable[[], MainWindow], *, by_keyring: bool) -> None:
        super().__init__()
        self._store = store
        self._memory = memory
        self._window = window
        self._by_keyring = by_keyring
        self._frame: Frame | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self.lock)

    def watch(self, app: QApplication) -> None:
        """Begin to count the time without anybody."""
        app.installEventFilter(self)
        self.restart()

    def restart(self) -> None:
        """Count anew, by the minutes that are set now."""
        minutes = int(self._memory.get(KEY, 0) or 0)
        if minutes and self._frame is None:
            self._idle.start(minutes * 60_000)
        else:
            self._idle.stop()

    def set_mode(self, mode: str) -> None:
        """Know how the store opens from now on."""
        self._by_keyring = mode != "passphrase"

    def lock(self) -> None:
        """Hide the window until it is unlocked."""
        if self._frame is not None:
            return
        page = Unlock(self._store.name, self._check, by_keyring=self._by_keyring)
        page.opened.connect(self.unlock)
        self._idle.stop()
        self._frame = Frame(page)
        self._frame.setGeometry(self._window().geometry())
        self._frame.show()
        self._window().hide()
        page.focus_first()

    def unlock(self) -> None:
        """Show the window again as it was."""
        if self._frame is not None:
            self._window().show()
            self._frame.hide()
            self._frame.deleteLater()
            self._frame = None
            self.restart()

    @property
    def locked(self) -> bool:
        """Tell whether the desk is locked."""
        return self._frame is not None

    def _check(self, passphrase: str) -> None:
        """Try the passphrase on the key file; a wrong one raises."""
        if self._by_keyring:
            return
        from app.services.security import key_path, read_key_file, unwrap

        unwrap(read_key_file(key_path(self._store)), passphrase, self._store.name)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """See that somebody is there."""
        if event.type() in _SIGNS and self._frame is None:
            self.restart()
        return False
