"""What a view is, where views are registered, and the desk they stand on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.clock import Clock
from app.errors import AppError
from app.i18n import Message, msg, render
from app.services.changes import ChangeSet
from app.ui.actions import Actions, Handler
from app.ui.errors import Defects, sentence
from app.ui.events import Events, UndoStack, UndoStep, touches
from app.ui.frame.memory import Memory
from app.ui.tables.table_panel import TablePanel
from app.ui.tasks import Runner
from app.ui.theme import Theme, Tone
from app.ui.today.queue import CallQueue
from app.ui.widgets.button import ActionButton
from app.ui.widgets.card import ElidedLabel, label
from app.ui.widgets.notices import Banner

if TYPE_CHECKING:
    from app.services.today.shape import TodayBook


@dataclass(frozen=True, slots=True)
class Place:
    """Where the window is: a view, and what it shows (an account's number, a run's id)."""

    view: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence over the view; ``word`` and ``handler`` offer one thing to do."""

    text: str
    tone: Tone = "blue"
    word: str = ""
    handler: Handler | None = None
    lasting: bool = False


class Desk(QObject):
    """What a view may reach: work, time, memory, and the way to other views.

    Attributes:
        runner: reads and writes off the window's thread.
        events: the broadcast of changes.
        undo: the collector's own steps.
        memory: what the window remembers.
        clock: tells the moment; ``day`` tells the day.
        zone: the collector's IANA zone.
        queue: the order of the day's calls, for whoever wants the next account.
        actions: the window's commands; set by the window.
        theme: the appearance; None in tests of single widgets.
        defects: tells what is not ours to expect; kept here as long as the desk is.
        glance: the first page of the day, read before the store was open; Today takes it once.
        watch: looks into the watched folder; made when it is first wanted.

    ``rekeyed`` says how the store opens from now on (``keyring`` or ``passphrase``); ``replaced`` that another store
    lies under the desk, with its mode and its collector's zone, if it states one.
    """

    went = Signal(object)
    noticed = Signal(object)
    counted = Signal(str, int, bool)
    rekeyed = Signal(str)
    replaced = Signal(str, str)

    actions: Actions
    theme: Theme | None = None
    defects: Defects | None = None
    glance: TodayBook | None = None
    watch: QObject | None = None

    def __init__(self, runner: Runner, events: Events, memory: Memory, clock: Clock, zone: str) -> None:
        super().__init__()
        self.runner = runner
        self.events = events
        self.memory = memory
        self.clock = clock
        self.zone = zone
        self.undo = UndoStack()
        self.queue = CallQueue()
        self._as_of: date | None = None
        self._today: date | None = None

    @property
    def day(self) -> date:
        """The collector's day: today, or the day looked at."""
        return self._as_of or self.clock.today(self.zone)

    @property
    def as_of(self) -> date | None:
        """The other day that is looked at, None for the present one."""
        return self._as_of

    def look_at(self, day: date | None) -> None:
        """Look at another day, or with None at the present one; every view refreshes."""
        wanted = None if day == self.clock.today(self.zone) else day
        if wanted != self._as_of:
            self._as_of = wanted
            self.events.day_changed.emit()

    def watch_day(self) -> None:
        """Notice that another day has begun; called every half minute while the window runs."""
        today = self.clock.today(self.zone)
        begun, self._today = self._today is not None and today != self._today, today
        if begun and self._as_of is None:
            self.events.day_changed.emit()

    def go(self, view: str, key: str = "") -> None:
        """Open a view, or one thing in it."""
        self.went.emit(Place(view, key))

    def call(self, number: str) -> None:
        """Open an account with the call form ready."""
        self.go("account", number)
        if "account.call" in self.actions.specs:
            self.actions.trigger("account.call")

    def tell(self, text: str | Message, tone: Tone = "green", word: str = "", handler: Handler | None = None) -> None:
        """Say that something is done, or not, over the view; offers at most one thing to do."""
        said = render(text)
        self.noticed.emit(Notice(said, tone, word, handler, lasting=tone in {"red", "amber"}))

    def tell_error(self, error: AppError) -> None:
        """Say a known error where the work is."""
        self.tell(sentence(error), "red")

    def count(self, view: str, number: int, *, hot: bool = False) -> None:
        """Set the number beside a view's word in the rail; hot ones are red."""
        self.counted.emit(view, number, hot)

    def can_undo(self, text: Message, fn: Callable[..., Any], *args: Any) -> None:
        """Push a step that Ctrl+Z takes back by ``fn(uow, *args)``."""
        self.undo.push(UndoStep(text, fn, args))


class View(QWidget):
    """The base of every view.

    A view builds its widgets in ``build`` (called once, on first show), loads them in ``load`` (called on first show,
    after a change that touches ``kinds``, and when the day changes) and names its commands in ``handlers``. A hidden
    view is only marked as old and loads when it is shown again.
    """

    #: Kinds of changes (fields of ``ChangeSet``) after which the view loads again.
    kinds: ClassVar[frozenset[str]] = frozenset()
    #: Ids of the actions shown as buttons in the heading; the last one is the primary one if ``primary`` says so.
    buttons: ClassVar[tuple[str, ...]] = ()
    primary: ClassVar[str] = ""

    title_changed = Signal()

    def __init__(self, desk: Desk, spec: ViewSpec) -> None:
        super().__init__()
        self.desk = desk
        self.spec = spec
        self.key = ""
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 14, 16, 14)
        self._column.setSpacing(10)
        self._old = True
        self._built = False
        self._split: QSplitter | None = None
        self._panel: QWidget | None = None
        self._title = label("", "title", 600)
        self._subtitle = ElidedLabel("", role="dim")

    # ------------------------------------------------------------------ what a view writes

    def build(self) -> None:
        """Make the widgets: ``add_heading``, ``add``, ``set_body``; called once, before the first ``load``."""

    def load(self) -> None:
        """Ask the runner for what is shown (``self.desk.runner.read(…, owner=self, slot="rows")``)."""

    def handlers(self) -> Mapping[str, Handler]:
        """Return the view's commands by action id; bound while the view is shown."""
        return {}

    def table(self) -> TablePanel | None:
        """Return the list that Ctrl+F, Ctrl+E and the columns menu are about."""
        return None

    def quick_filter(self) -> QWidget | None:
        """Return the field that filters as one types, for its key."""
        return None

    def focus_first(self) -> None:
        """Put the focus where work begins; by default on the list."""
        if (panel := self.table()) is not None:
            panel.focus_rows()

    def show_key(self, key: str) -> None:
        """Show one thing (an account's number); called before ``load`` whenever the place changes."""

    def state(self) -> Any:
        """Return what must survive a change of language: a half-written note, the chosen tab."""
        return None

    def restore(self, state: Any) -> None:
        """Take back what ``state`` gave; called after ``build``."""

    # ------------------------------------------------------------------ what a view uses

    def add_heading(self) -> None:
        """Put title, subtitle and the buttons of ``buttons`` on top."""
        row = QHBoxLayout()
        row.setSpacing(8)
        self._title.setText(render(self.spec.title))
        row.addWidget(self._title, 0, Qt.AlignmentFlag.AlignBaseline)
        row.addWidget(self._subtitle, 1, Qt.AlignmentFlag.AlignBaseline)
        self.add_buttons(row)
        holder = QWidget()
        holder.setMinimumHeight(30)
        row.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(row)
        self._column.addWidget(holder)

    def add_buttons(self, row: QHBoxLayout) -> None:
        """Put the buttons of ``buttons`` into a row, for views with a heading of their own."""
        for action_id in self.buttons:
            kind = "primary" if action_id == self.primary else ""
            row.addWidget(ActionButton(self.desk.actions.action(action_id), kind))

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Change title and subtitle of the heading."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self.title_changed.emit()

    def set_subtitle(self, text: str) -> None:
        """Change the dim words behind the title."""
        self._subtitle.setText(text)

    def add(self, widget: QWidget) -> None:
        """Put a strip (tiles, a filter bar) between heading and body."""
        self._column.addWidget(widget)

    def set_body(self, body: QWidget, panel: QWidget | None = None, width: int = 336) -> None:
        """Put the main part below, with the view's panel on its right (its width is remembered, F4 hides it)."""
        if panel is None:
            self._column.addWidget(body, 1)
            return
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(12)
        split.addWidget(body)
        split.addWidget(panel)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        kept = int(self.desk.memory.get(f"panel/{self.spec.id}", width))
        split.setSizes([4000, kept])
        panel.setMinimumWidth(280)
        panel.setVisible(bool(self.desk.memory.get(f"panel/{self.spec.id}/shown", True)))
        split.splitterMoved.connect(lambda: self.desk.memory.put(f"panel/{self.spec.id}", split.sizes()[1]))
        self._split, self._panel = split, panel
        self._column.addWidget(split, 1)

    def toggle_panel(self) -> None:
        """Show or hide the right panel."""
        if self._panel is not None:
            shown = not self._panel.isVisible()
            self._panel.setVisible(shown)
            self.desk.memory.put(f"panel/{self.spec.id}/shown", shown)

    def banner(self, text: str, tone: Tone = "amber") -> Banner:
        """Put a sentence over the body and return it, so that the view can take it away."""
        banner = Banner(text, tone)
        self._column.insertWidget(1, banner)
        banner.closed.connect(banner.deleteLater)
        return banner

    # ------------------------------------------------------------------ what the window calls

    def enter(self, key: str) -> None:
        """Be shown: build on the first time, load what is old."""
        if not self._built:
            self._built = True
            self.build()
        if key != self.key or (key and self._old):
            self.key = key
            self.show_key(key)
            self._old = True
        if self._old:
            self._old = False
            self.load()

    def changed(self, changes: ChangeSet) -> None:
        """Load again if the change concerns the view: at once when shown, else when shown next."""
        if touches(changes, self.kinds):
            self.reload()

    def reload(self) -> None:
        """Load again: at once when shown, else when shown next."""
        if self._built and self.isVisible():
            self.load()
        else:
            self._old = True


@dataclass(frozen=True, slots=True)
class ViewSpec:
    """One line of the table of views.

    Attributes:
        id: name in places, memory and actions (``go.<id>``).
        title: word in the rail and over the view.
        icon: drawing in the rail.
        module: ``package.module:Class``; imported when the view is first shown.
        rail: ``top``, ``bottom``, or empty for views that are opened from others.
        home: the view whose word is lit in the rail while this one is shown.
    """

    id: str
    title: Message
    icon: str
    module: str
    rail: str = "top"
    home: str = ""

    def make(self, desk: Desk) -> View:
        """Import the view's module and make the view."""
        module, name = self.module.split(":")
        made = getattr(import_module(module), name)(desk, self)
        if not isinstance(made, View):
            raise TypeError(f"{self.module} is no view")
        return made


#: The views in the order of the rail; a room appears here when it works.
VIEWS: Final[tuple[ViewSpec, ...]] = (
    ViewSpec("today", msg("Today"), "today", "app.ui.today.view:TodayView"),
    ViewSpec("portfolio", msg("Portfolio"), "portfolio", "app.ui.portfolio.view:PortfolioView"),
    ViewSpec("calls", msg("Calls"), "phone", "app.ui.calls.view:CallsView"),
    ViewSpec("promises", msg("Promises"), "promise", "app.ui.promises.view:PromisesView"),
    ViewSpec("letters", msg("Letters"), "letter", "app.ui.letters.view:LettersView"),
    ViewSpec("sync", msg("Sync"), "sync", "app.ui.sync.view:SyncView"),
    ViewSpec("settings", msg("Settings"), "settings", "app.ui.settings.view:SettingsView", rail="bottom"),
    ViewSpec("account", msg("Account"), "building", "app.ui.account.view:AccountView", rail="", home="portfolio"),
)
