"""The window: rail, top bar, the views, status bar, and the commands that belong to no view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QMainWindow, QWidget

from app import garbage
from app.errors import AppError
from app.i18n import Message, _, format_date, msg, render
from app.services.labels import SYNC_KINDS, label
from app.ui.actions import ACTIONS, Actions, ActionSpec, Handler
from app.ui.errors import confirm_loss
from app.ui.events import UndoStep
from app.ui.formatting import moment_short
from app.ui.frame.bars import StatusBar, TopBar
from app.ui.frame.help_sheet import HelpSheet
from app.ui.frame.host import Keepsake, ViewHost
from app.ui.frame.rail import Rail
from app.ui.palette import EntryOf, Search, SearchBox
from app.ui.tasks import service
from app.ui.view import VIEWS, Desk, Place, ViewSpec

if TYPE_CHECKING:
    from app.services.frame import FrameFacts

_ENCRYPTED = msg("Encrypted")
_FIRST_SIZE: Final = QSize(1366, 768)
#: The smallest window, where the screen has room for it.
_LEAST: Final = QSize(1024, 640)
#: What the frame may need of a screen's height.
_FRAME: Final = 40
_FACTS: Callable[..., FrameFacts] = service("app.services.frame:frame_facts")


@dataclass(frozen=True, slots=True)
class Parts:
    """What the composition gives to a window besides the desk.

    Attributes:
        views: the registered views.
        table: the table of actions.
        search: finds accounts and items for the palette; None offers commands only.
        entry_of: turns one hit into a line of the palette.
        facts: reads what the frame shows.
        key_state: how the store is locked, in words.
        lock: locks the window; None where nothing can be locked (the keyring opens the store).
    """

    views: Sequence[ViewSpec] = VIEWS
    table: tuple[ActionSpec, ...] = ACTIONS
    search: Search | None = None
    entry_of: EntryOf | None = None
    facts: Callable[..., FrameFacts] = _FACTS
    key_state: Message = _ENCRYPTED
    lock: Handler | None = None


class MainWindow(QMainWindow):
    """One window on one store; ``language_wanted`` asks its owner to build it anew in another language."""

    language_wanted = Signal(str)

    def __init__(self, desk: Desk, parts: Parts) -> None:
        super().__init__()
        self.desk = desk
        self._parts = parts
        self.setWindowTitle(_("Collections Desk"))
        self.actions_table = Actions(self, parts.table)
        desk.actions = self.actions_table
        self.search = SearchBox(desk, parts.search, parts.entry_of)
        self.top = TopBar(self.search)
        tips = [(spec, self._tip(spec)) for spec in parts.views]
        self.rail = Rail(tips)
        desk.events.day_changed.connect(self._show_day)  # before the views say what the day has
        self.host = ViewHost(desk, parts.views)
        self.status = StatusBar(desk.runner)
        self._lay_out()
        self.search.attach(self)
        self._help: HelpSheet | None = None
        self._connect()
        self.actions_table.bind(self._handlers())
        self._show_undo()
        self.status.set_key(render(parts.key_state))
        self._show_day()
        self.setMinimumSize(_LEAST.boundedTo(_room(QApplication.primaryScreen().availableGeometry().size())))
        self._recall_geometry()

    # ------------------------------------------------------------------ what the owner calls

    def open(self, place: Place) -> None:
        """Show a view."""
        self.host.open(place)

    def keep(self) -> Keepsake:
        """Return what a new window needs to stand where this one does."""
        return self.host.keep()

    def take(self, kept: Keepsake) -> None:
        """Stand where another window stood."""
        self.host.take(kept)

    def refresh_frame(self) -> None:
        """Count anew what stands in rail and status bar."""
        self.desk.runner.read(
            self._parts.facts, self.desk.day, self.desk.zone, on_done=self._show_facts, owner=self, slot="frame"
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask before long work is cut off; remember where the window stood."""
        if self.status.tasks.isVisible() and not confirm_loss(
            self, _("Work is running"), _("Closing now stops it; nothing of it remains."), _("Stop and close")
        ):
            event.ignore()
            return
        place = self.geometry()
        self.desk.memory.put("window", [place.x(), place.y(), place.width(), place.height(), self.isMaximized()])
        self.desk.memory.save()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Look for garbage among what long lists keep, while another program is in front."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and QApplication.activeWindow() is None:
            garbage.tidy()

    # ------------------------------------------------------------------ private

    def _lay_out(self) -> None:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.top, 0, 0, 1, 2)
        grid.addWidget(self.rail, 1, 0)
        grid.addWidget(self.host, 1, 1)
        grid.addWidget(self.status, 2, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(1, 1)
        self.setCentralWidget(page)

    def _connect(self) -> None:
        desk = self.desk
        self.rail.chosen.connect(self._open_view)
        self.search.escaped.connect(self._focus_view)
        self.host.arrived.connect(self._arrived)
        self.top.day_chosen.connect(desk.look_at)
        desk.counted.connect(self._count)
        desk.events.changed.connect(self.refresh_frame)
        desk.events.day_changed.connect(self.refresh_frame)
        desk.undo.changed.connect(self._show_undo)
        desk.runner.failed.connect(desk.tell_error)

    def _handlers(self) -> dict[str, Handler]:
        handlers: dict[str, Handler] = {
            "go.back": self.host.back,
            "go.search": self.search.begin,
            "go.day": self.top.open_calendar,
            "go.real_day": lambda: self.desk.look_at(None),
            "window.undo": self.undo,
            "window.refresh": self._refresh,
            "window.panel": self._toggle_panel,
            "window.cancel": self.status.tasks.cancel,
            "window.help": self._show_help,
            "window.english": lambda: self.language_wanted.emit("en"),
            "window.japanese": lambda: self.language_wanted.emit("ja"),
            "window.quit": self.close,
        }
        for spec in self._parts.views:
            if f"go.{spec.id}" in self.actions_table.specs:
                handlers[f"go.{spec.id}"] = partial(self._open_view, spec.id)
        if (theme := self.desk.theme) is not None:
            for scheme in ("light", "dark", "system"):
                handlers[f"window.{scheme}"] = partial(self._choose_scheme, theme.choose, scheme)
        if self._parts.lock is not None:
            handlers["window.lock"] = self._parts.lock
        return handlers

    def undo(self) -> None:
        """Take the newest step back; a refusal puts it on the stack again."""
        step = self.desk.undo.pop()
        if step is None:
            return
        self.desk.runner.write(
            step.fn,
            *step.args,
            on_done=lambda _answer: self.desk.tell(msg("Undone: {what}", what=step.text)),
            on_failed=partial(self._undo_refused, step),
            owner=self,
            initiator="undo",
        )

    def _undo_refused(self, step: UndoStep, error: AppError) -> None:
        self.desk.undo.push(step)
        self.desk.tell_error(error)

    def _count(self, view: str, number: int, hot: bool) -> None:  # noqa: FBT001 - what the signal carries
        """Set the number beside a view's word; a method, so that a window that is gone hears nothing."""
        self.rail.set_count(view, number, hot=hot)

    def _open_view(self, view: str) -> None:
        self.open(Place(view))

    def _arrived(self, place: Place) -> None:
        self.rail.light(self.host.home())
        self.desk.memory.put("place", [place.view, place.key])
        self.search.leave()
        self._focus_view()

    def _focus_view(self) -> None:
        current = self.host.current()
        if current is not None:
            current.focus_first()

    def _show_facts(self, facts: FrameFacts) -> None:
        if facts.to_call is not None:  # else Today tells it, as soon as it has judged the day
            self.rail.set_count("today", facts.to_call)
        for view, number, hot in (
            ("portfolio", facts.accounts, False),
            ("calls", facts.calls, False),
            ("promises", facts.promises, facts.broken > 0),
            ("letters", facts.letters, False),
        ):
            self.rail.set_count(view, number, hot=hot)
        today = self.desk.clock.today(self.desk.zone)
        parts = [
            _(
                "{what}: {answer}",
                what=label(SYNC_KINDS, source.kind),
                answer=moment_short(source.at, self.desk.zone, today),
            )
            for source in facts.sources
        ]
        self.status.set_sources(" \u00b7 ".join(parts) or _("Nothing synced yet"))
        self.status.set_base(_base_text(facts.base, facts.rates_day))

    def _show_day(self) -> None:
        self.top.set_day(self.desk.day, present=self.desk.as_of is None)
        self.rail.set_count("today", 0)  # no longer that many
        self.actions_table.enable("go.real_day", on=self.desk.as_of is not None)

    def _show_undo(self) -> None:
        step = self.desk.undo.top()
        text = _("Undo: {what}", what=step.text) if step is not None else _("Undo")
        self.actions_table.set_text("window.undo", text)
        self.actions_table.enable("window.undo", on=step is not None)

    def _refresh(self) -> None:
        self.host.reload_all()
        self.refresh_frame()

    def _toggle_panel(self) -> None:
        view = self.host.current()
        if view is not None:
            view.toggle_panel()

    def _choose_scheme(self, choose: Callable[[Any], None], scheme: str) -> None:
        choose(scheme)
        self.desk.memory.put("scheme", scheme)

    def _show_help(self) -> None:
        if self._help is None:
            self._help = HelpSheet(self, self._parts.table)
        self._help.open_sheet()

    def _tip(self, spec: ViewSpec) -> str:
        name = f"go.{spec.id}"
        known = name in self.actions_table.specs
        return self.actions_table.action(name).toolTip() if known else render(spec.title)

    def _recall_geometry(self) -> None:
        kept = self.desk.memory.get("window")
        if not isinstance(kept, list) or len(kept) != 5:
            self.resize(first_size(QApplication.primaryScreen().availableGeometry().size()))
            return
        place = QRect(*(int(value) for value in kept[:4]))
        screens = [screen.availableGeometry() for screen in QApplication.screens()]
        self.setGeometry(fitted(place, screens or [place]))
        if kept[4]:
            self.setWindowState(Qt.WindowState.WindowMaximized)


def first_size(screen: QSize) -> QSize:
    """Return a laptop's size, or what a smaller screen leaves, so that the status bar never lies under its edge."""
    return _FIRST_SIZE.boundedTo(_room(screen))


def fitted(place: QRect, screens: Sequence[QRect]) -> QRect:
    """Return where a remembered window stands now: within its screen, which may be gone, smaller or magnified since."""
    home = next((screen for screen in screens if screen.contains(place.center())), None)
    if home is None:
        place, home = QRect(screens[0].topLeft() + QPoint(40, 40), place.size()), screens[0]
    size = place.size().boundedTo(_room(home.size()))
    left = max(home.left(), min(place.left(), home.right() + 1 - size.width()))
    top = max(home.top() + _FRAME // 2, min(place.top(), home.bottom() + 1 - size.height()))
    return QRect(QPoint(left, top), size)


def _room(screen: QSize) -> QSize:
    """Return what a screen leaves for a window within its frame."""
    return screen - QSize(0, _FRAME)


def _base_text(base: str | None, rates_day: date | None) -> str:
    if base is None:
        return ""
    if rates_day is None:
        return _("Base {currency} · no rates", currency=base)
    return _("Base {currency} · rates {day}", currency=base, day=format_date(rates_day, year=False))
