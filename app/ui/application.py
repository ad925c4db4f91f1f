"""The Qt side of the composition: application, appearance, window; started by ``app.bootstrap``."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app import i18n
from app.clock import AsOfClock, Clock, local_zone
from app.errors import AppError
from app.ui.errors import Defects, sentence, tell_stop
from app.ui.events import Events
from app.ui.frame.memory import Memory
from app.ui.look import fonts, icons
from app.ui.main_window import MainWindow, Parts
from app.ui.tasks import Runner
from app.ui.theme import SCHEMES, Theme
from app.ui.view import Desk, Place

if TYPE_CHECKING:
    from app.services.stores import OpenStore

#: How often the window looks whether another day has begun.
_WATCH_MS: Final = 30_000


def make_application(memory: Memory) -> tuple[QApplication, Theme]:
    """Return the application with fonts, drawings and scheme on; there is one for each process."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        QApplication.setApplicationName("Collections Desk")
        QApplication.setDesktopFileName("collections-desk")
        app = QApplication(sys.argv[:1])
    icons.install()
    fonts.install(app)
    app.setWindowIcon(QIcon(str(icons.FOLDER / "app.svg")))
    scheme = memory.get("scheme", "system")
    return app, Theme(app, scheme if scheme in SCHEMES else "system")


class Shell(QObject):
    """Keeps the window; builds it anew when the language changes, at the same place."""

    def __init__(self, desk: Desk, parts: Parts, first: str = "today") -> None:
        super().__init__()
        self._desk = desk
        self._parts = parts
        self._first = first
        self._day_watch = QTimer(self)
        self._day_watch.setInterval(_WATCH_MS)
        self._day_watch.timeout.connect(desk.watch_day)
        self._day_watch.start()
        desk.watch_day()
        self.window = self._make()

    def start(self, *, place: Place | None = None) -> None:
        """Show the window at a place, by default at the first view, with the search box ready."""
        self.window.show()
        self.window.open(place or Place(self._first))
        self.window.refresh_frame()

    def change_language(self, language: str) -> None:
        """Rebuild the window in another language; drafts, place and way back are kept."""
        if language == i18n.language():
            return
        kept, old = self.window.keep(), self.window
        i18n.set_language(language)
        self._desk.memory.put("language", language)
        self.window = self._make()
        self.window.setGeometry(old.geometry())
        self.window.setWindowState(old.windowState())
        self.window.show()
        self.window.take(kept)
        self.window.refresh_frame()
        old.hide()
        old.deleteLater()

    def _make(self) -> MainWindow:
        window = MainWindow(self._desk, self._parts)
        window.language_wanted.connect(self.change_language)
        return window


def choose_language(memory: Memory, wanted: str | None) -> None:
    """Set the interface language: the one asked for, the remembered one, or the system's if it is ours."""
    from PySide6.QtCore import QLocale

    system = QLocale.system().name().split("_")[0]
    i18n.set_language(wanted or memory.get("language") or (system if system in i18n.LANGUAGES else "en"))


def memory_in(folder: Path) -> Memory:
    """Return the memory that lies in the user's configuration folder."""
    return Memory(folder / "window.ini")


def run(
    clock: Clock, store: Path, config: Path, log: Path, *, language: str | None = None, as_of: date | None = None
) -> int:
    """Open the window on a store and run until it is closed.

    Args:
        clock: the machine's clock.
        store: the store's ``.db`` file.
        config: folder of what the window remembers.
        log: folder of the reports of defects.
        language: interface language asked for, None for the remembered one.
        as_of: the day asked for, None for the present one.

    Returns:
        the exit status: 0, or that of the error that kept the store closed.
    """
    from app.services.defects import write_report
    from app.ui.welcome.begin import begin
    from app.ui.welcome.lock import Lock
    from app.ui.welcome.start import open_store

    memory = memory_in(config)
    app, theme = make_application(memory)
    choose_language(memory, language)
    try:
        opening = open_store(store, clock)
    except AppError as error:
        tell_stop(i18n.render(i18n.msg("Collections Desk cannot start")), sentence(error))
        return error.exit_status
    if opening.store is None:
        return 0
    with opening.store as opened:
        desk, parts = compose(opened, clock, memory, as_of)
        desk.theme = theme
        defects = Defects(lambda error: write_report(error, clock.now(), log))
        defects.install()
        desk.runner.defect.connect(defects.report)
        lock = Lock(store, memory, lambda: shell.window, by_keyring=opened.key.mode != "passphrase")
        shell = Shell(desk, replace(parts, lock=lock.lock))
        lock.watch(app)
        shell.start()
        if opening.first:
            begin(desk, shell.window, opening.begun)
        status = app.exec()
        desk.runner.close()
    return int(status)


def compose(opened: OpenStore, clock: Clock, memory: Memory, as_of: date | None) -> tuple[Desk, Parts]:
    """Put a desk on an open store; its day is the company's, or the day asked for."""
    from app.services.company import company_zone

    with opened.store.read() as session:
        zone = company_zone(session) or local_zone()
    if as_of is not None:
        clock = AsOfClock(as_of, zone, clock)
        opened.store.clock = clock
    events = Events()
    desk = Desk(Runner(opened.store, events), events, memory, clock, zone)
    by_key = opened.key.mode == "passphrase"
    locked = i18n.msg("Encrypted \u00b7 passphrase") if by_key else i18n.msg("Encrypted \u00b7 key in system keyring")
    return desk, Parts(key_state=locked)
