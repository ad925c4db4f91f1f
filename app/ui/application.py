"""The Qt side of the composition: application, appearance, window; started by ``app.bootstrap``."""

from __future__ import annotations

import gc
import sys
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app import i18n
from app.clock import AsOfClock, Clock, local_zone
from app.ui.events import Events
from app.ui.frame.host import Keepsake
from app.ui.frame.memory import Memory
from app.ui.look import fonts, icons
from app.ui.main_window import MainWindow, Parts
from app.ui.search import SEARCH, entry_of
from app.ui.sync.watch import watch_of
from app.ui.tasks import Runner, StoreLike
from app.ui.theme import SCHEMES, Theme
from app.ui.today.queue import CallQueue
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
    gc.set_threshold(20_000, 20, 100)  # a window makes thousands of objects and little garbage
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
        desk.rekeyed.connect(self._rekeyed)
        desk.replaced.connect(self._replaced)
        self.window = self._make()
        watch_of(desk).offered.connect(self._offer)

    def start(self, *, place: Place | None = None) -> None:
        """Show the window at a place, by default at the first view, with the search box ready."""
        self.window.show()
        self.window.open(place or Place(self._first))
        self.window.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.window.refresh_frame()

    def change_language(self, language: str) -> None:
        """Rebuild the window in another language; drafts, place and way back are kept."""
        if language == i18n.language():
            return
        kept = self.window.keep()
        i18n.set_language(language)
        self._desk.memory.put("language", language)
        self._rebuild(kept)

    def _offer(self) -> None:
        """Say in any room what arrived in the watched folder; the sync room has a banner of its own."""
        place, desk = self.window.host.place, self._desk
        waiting = watch_of(desk).waiting()
        if waiting and (place is None or place.view != "sync"):
            told = i18n.ngettext(
                "{n} new file in the watched folder", "{n} new files in the watched folder", len(waiting)
            )
            desk.tell(told, "blue", i18n._("Look at them"), lambda: desk.go("sync"))

    def _rekeyed(self, mode: str) -> None:
        """Say how the store opens from now on."""
        self._parts = replace(self._parts, key_state=key_words(mode))
        self.window.status.set_key(i18n.render(self._parts.key_state))

    def _replaced(self, mode: str, zone: str) -> None:
        """Go on with another store: nothing that was shown, typed or taken back belongs to it."""
        desk = self._desk
        desk.zone = zone or desk.zone
        desk.undo.clear()
        desk.queue = CallQueue()
        desk.rekeyed.emit(mode)
        self._rebuild(Keepsake(self.window.host.place))
        desk.watch_day()

    def _rebuild(self, kept: Keepsake) -> None:
        """Put a new window where the present one stands."""
        old = self.window
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


def compose(opened: OpenStore, clock: Clock, memory: Memory, as_of: date | None) -> tuple[Desk, Parts]:
    """Put a desk on an open store; its day is the company's, or the day asked for."""
    from app.services.dates import collector_zone

    with opened.store.read() as session:
        zone = collector_zone(session) or local_zone()
    if as_of is not None:
        clock = AsOfClock(as_of, zone, clock)
        opened.store.clock = clock
    return desk_on(opened.store, clock, memory, zone, opened.key.mode)


def desk_on(store: StoreLike, clock: Clock, memory: Memory, zone: str, mode: str) -> tuple[Desk, Parts]:
    """Put a desk on a store, open or still being opened; ``mode`` tells how it is locked."""
    events = Events()
    desk = Desk(Runner(store, events), events, memory, clock, zone)
    return desk, Parts(search=SEARCH, entry_of=partial(entry_of, desk), key_state=key_words(mode))


def key_words(mode: str) -> i18n.Message:
    """Return how a store is locked, for the status bar."""
    if mode == "passphrase":
        return i18n.msg("Encrypted \u00b7 passphrase")
    return i18n.msg("Encrypted \u00b7 key in system keyring")
