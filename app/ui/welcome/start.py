"""Opening the store at the start of the window: straight, after the passphrase, or made on the first run."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QEventLoop, QObject, SignalInstance
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.clock import Clock
from app.errors import AppError
from app.i18n import _
from app.ui.welcome.first_run import Begun, FirstRun
from app.ui.welcome.page import Page
from app.ui.welcome.unlock import Unlock

if TYPE_CHECKING:
    from app.services.stores import OpenStore


@dataclass(slots=True)
class Opening:
    """What came of opening: the store (None: the window was closed) and what the first run chose."""

    store: OpenStore | None = None
    begun: Begun = field(default_factory=Begun)
    first: bool = False


class Frame(QWidget):
    """The window around a page; closing it gives up."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.setWindowTitle(_("Collections Desk"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)
        self.resize(1366, 768)


def open_store(path: Path, clock: Clock, ahead: Future[OpenStore] | None = None) -> Opening:
    """Open the store of the window, asking for what is missing.

    Args:
        path: the store's file.
        clock: the program's clock.
        ahead: the store as it is being opened already, None to open it here.

    Raises:
        AppError: the store is in use, newer, damaged, or there is no keyring that it needs.
    """
    from app.services.security import environment_passphrase
    from app.services.stores import exists, open_writing

    if not exists(path):
        return first_run(path, clock)
    try:
        if ahead is not None:
            return Opening(ahead.result())
        return Opening(open_writing(path, clock, environment_passphrase()))
    except AppError as error:
        if error.code not in {"passphrase_needed", "passphrase_wrong"}:
            raise
    return unlock(path, clock)


def first_run(path: Path, clock: Clock) -> Opening:
    """Ask how to begin and make the store."""
    from app.services.stores import create

    found = Opening(first=True)

    def make(chosen: Begun) -> None:
        found.store = create(path, clock, chosen.passphrase or None)
        found.begun = chosen

    page = FirstRun(path, make)
    _ask(page, page.begun)
    return found


def unlock(path: Path, clock: Clock) -> Opening:
    """Ask for the passphrase until it opens or the window is closed."""
    from app.services.stores import open_writing

    found = Opening()

    def try_it(passphrase: str) -> None:
        found.store = open_writing(path, clock, passphrase)

    page = Unlock(path.name, try_it)
    _ask(page, page.opened)
    return found


def _ask(page: FirstRun | Unlock, answered: SignalInstance) -> None:
    """Show a page until it is answered or its window is closed."""
    frame = Frame(page)
    loop = QEventLoop()
    answered.connect(lambda *_args: loop.quit())
    closed = _Closed(frame, loop)
    frame.installEventFilter(closed)
    frame.show()
    page.focus_first()
    loop.exec()
    frame.removeEventFilter(closed)
    frame.hide()
    frame.deleteLater()


class _Closed(QObject):
    """Ends the waiting when the window is closed."""

    def __init__(self, parent: QObject, loop: QEventLoop) -> None:
        super().__init__(parent)
        self._loop = loop

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """See the window close."""
        if event.type() == QEvent.Type.Close:
            self._loop.quit()
        return False
