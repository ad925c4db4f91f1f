"""Running the window on a store: at once on a glance at the day, or after the store is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app import i18n
from app.clock import Clock, local_zone
from app.errors import AppError
from app.ui.application import Shell, choose_language, compose, desk_on, make_application, memory_in
from app.ui.errors import Defects, sentence, tell_stop
from app.ui.frame.memory import Memory
from app.ui.main_window import Parts
from app.ui.theme import Theme
from app.ui.view import Desk

if TYPE_CHECKING:
    from app.services.opening import Ahead, Begun

#: Where there are no rows to wait for, the rest is loaded so many milliseconds after the window is shown.
_SOON: Final = 30


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks of the window.

    Attributes:
        language: interface language, None for the remembered one.
        as_of: the day, None for the present one.
    """

    language: str | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What a run of the window stands on.

    Attributes:
        clock: the machine's clock.
        store: the store's ``.db`` file.
        log: folder of the reports of defects.
    """

    clock: Clock
    store: Path
    log: Path
    memory: Memory
    app: QApplication
    theme: Theme


def run(clock: Clock, store: Path, config: Path, log: Path, asked: Asked, ahead: Ahead | None) -> int:
    """Open the window on a store and run until it is closed.

    Args:
        clock: the machine's clock.
        store: the store's ``.db`` file.
        config: folder of what the window remembers.
        log: folder of the reports of defects.
        asked: interface language and day.
        ahead: the opening that has begun already, None where there is no store yet.

    Returns:
        the exit status: 0, or that of the error that kept the store closed.
    """
    memory = memory_in(config)
    app, theme = make_application(memory)
    choose_language(memory, asked.language)
    ground = Ground(clock, store, log, memory, app, theme)
    begun = ahead.begun.result() if ahead is not None else None
    if ahead is not None and begun is not None:
        return at_once(ground, ahead, begun)
    return when_open(ground, asked, ahead)


def at_once(ground: Ground, ahead: Ahead, begun: Begun) -> int:
    """Show the window with the first page of the day while the rest is being loaded."""
    from app.services.opening import LateStore

    zone = begun.glance.zone or local_zone()
    desk, parts = desk_on(LateStore(ahead.store), ground.clock, ground.memory, zone, begun.key.mode)
    desk.glance = begun.glance.page
    opener = Opener(ground.app)
    opener.watch(ahead)
    shell = _shell(ground, desk, parts, begun.key.mode)
    shell.start()
    tell_when_painted(shell, ahead.window_stands)
    status = int(ground.app.exec())
    ahead.window_stands()
    desk.runner.close()
    if ahead.store.exception() is None:
        ahead.store.result().close()
    return opener.status or status


def when_open(ground: Ground, asked: Asked, ahead: Ahead | None) -> int:
    """Open the store first, asking for what is missing, then show the window."""
    from app.ui.welcome.begin import begin
    from app.ui.welcome.start import open_store

    try:
        opening = open_store(ground.store, ground.clock, ahead.store if ahead is not None else None)
    except AppError as error:
        _tell_stop(error)
        return error.exit_status
    if opening.store is None:
        return 0
    with opening.store as opened:
        desk, parts = compose(opened, ground.clock, ground.memory, asked.as_of)
        shell = _shell(ground, desk, parts, opened.key.mode)
        shell.start()
        if opening.first:
            begin(desk, shell.window, opening.begun)
        status = ground.app.exec()
        desk.runner.close()
    return int(status)


def _shell(ground: Ground, desk: Desk, parts: Parts, mode: str) -> Shell:
    """Put the window's keeper on a desk, with reports of defects and the lock."""
    from app.services.defects import write_report
    from app.ui.welcome.lock import Lock

    desk.theme = ground.theme
    desk.defects = Defects(lambda error: write_report(error, ground.clock.now(), ground.log))
    desk.defects.install()
    desk.runner.defect.connect(desk.defects.report)
    window: list[Shell] = []
    lock = Lock(ground.store, ground.memory, lambda: window[0].window, by_keyring=mode != "passphrase")
    window.append(Shell(desk, replace(parts, lock=lock.lock)))
    desk.rekeyed.connect(lock.set_mode)
    lock.watch(ground.app)
    return window[0]


def tell_when_painted(shell: Shell, tell: Callable[[], object]) -> None:
    """Call ``tell`` when the rows of the first view are painted, or soon where it has none."""
    view = shell.window.host.current()
    panel = view.table() if view is not None else None
    if panel is None or not panel.model.rowCount():
        QTimer.singleShot(_SOON, tell)
    else:
        FirstPaint(panel.view.viewport(), tell)


class FirstPaint(QObject):
    """Sees a widget being painted for the first time, then goes."""

    def __init__(self, widget: QWidget, tell: Callable[[], object]) -> None:
        super().__init__(widget)
        self._tell = tell
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell after the painting that begins now."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._tell)
            self.deleteLater()
        return False


class Opener(QObject):
    """Hears on the window's thread how the opening ends; an error says why and ends the program with its status."""

    _ended = Signal(object)

    def __init__(self, app: QApplication, stop: Callable[[AppError], object] | None = None) -> None:
        super().__init__(app)
        self.status = 0
        self._stop = stop or _end
        self._ended.connect(self._hear)

    def watch(self, ahead: Ahead) -> None:
        """Wait for the end of an opening."""
        ahead.store.add_done_callback(lambda opened: self._ended.emit(opened.exception()))

    def _hear(self, error: BaseException | None) -> None:
        if isinstance(error, AppError):
            self.status = error.exit_status
            self._stop(error)
        elif error is not None:
            raise error


def _end(error: AppError) -> None:
    """Say why and leave the loop in which the window stands."""
    _tell_stop(error)
    QApplication.exit(error.exit_status)


def _tell_stop(error: AppError) -> None:
    tell_stop(i18n.render(i18n.msg("Collections Desk cannot start")), sentence(error))
