"""Where the views live: made when first shown, entered and left, walked back through."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.services.changes import ChangeSet
from app.ui.frame.export import export_list
from app.ui.tables.table_panel import TablePanel
from app.ui.view import Desk, Notice, Place, View, ViewSpec
from app.ui.widgets.notices import Banner

_TOAST_MS: Final = 6000
_DEPTH: Final = 40


@dataclass(slots=True)
class Keepsake:
    """What survives a rebuild of the window: where it was, the way back, each view's own state."""

    place: Place | None = None
    trail: list[Place] = field(default_factory=list)
    states: dict[str, Any] = field(default_factory=dict)


class ViewHost(QStackedWidget):
    """Shows one view; ``arrived`` carries the place that is shown now."""

    arrived = Signal(object)

    def __init__(self, desk: Desk, specs: Sequence[ViewSpec]) -> None:
        super().__init__()
        self._desk = desk
        self._specs = {spec.id: spec for spec in specs}
        self._views: dict[str, View] = {}
        self._states: dict[str, Any] = {}
        self._trail: list[Place] = []
        self.place: Place | None = None
        self._toast = Toast(self)
        desk.went.connect(self.open)
        desk.noticed.connect(self._toast.tell)
        desk.events.changed.connect(self._changed)
        desk.events.day_changed.connect(self.reload_all)

    def open(self, place: Place) -> None:
        """Show a view; a place that is not registered changes nothing."""
        if place.view not in self._specs:
            return
        if self.place is not None and self.place != place:
            self._trail = [*self._trail[1 - _DEPTH :], self.place]
        self._show(place)

    def back(self) -> None:
        """Show what was shown before."""
        if self._trail:
            self._show(self._trail.pop())

    def current(self) -> View | None:
        """Return the view that is shown."""
        return self._views.get(self.place.view) if self.place is not None else None

    def home(self) -> str:
        """Return the view whose word is lit in the rail."""
        if self.place is None:
            return ""
        spec = self._specs[self.place.view]
        return spec.home or spec.id

    def reload_all(self) -> None:
        """Load the shown view again now, the others when they are shown."""
        for view in self._views.values():
            view.reload()

    def keep(self) -> Keepsake:
        """Return what a new window needs to stand where this one does."""
        states = {**self._states, **{name: view.state() for name, view in self._views.items()}}
        return Keepsake(
            self.place, list(self._trail), {name: state for name, state in states.items() if state is not None}
        )

    def take(self, kept: Keepsake) -> None:
        """Stand where another window stood."""
        self._trail, self._states = list(kept.trail), dict(kept.states)
        if kept.place is not None:
            self._show(kept.place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the toast in its place."""
        super().resizeEvent(event)
        self._toast.place()

    def _show(self, place: Place) -> None:
        before = self.current()
        view = self._views.get(place.view) or self._make(place.view)
        if before is not None:
            self._desk.actions.unbind(self._handlers(before))
        self.place = place
        self.setCurrentWidget(view)
        view.enter(place.key)
        if place.view in self._states:
            view.restore(self._states.pop(place.view))
        self._desk.actions.bind(self._handlers(view))
        self.arrived.emit(place)
        if before is not view:
            view.focus_first()

    def _handlers(self, view: View) -> Mapping[str, Any]:
        """Return a view's commands and those that every list brings."""
        table: dict[str, Any] = {}
        if view.table() is not None:
            table["window.filters"] = partial(_on_list, view, TablePanel.toggle_filters)
            table["window.export"] = partial(_on_list, view, partial(export_list, self._desk))
            table["window.columns"] = partial(_on_list, view, TablePanel.open_columns)
        if (quick := view.quick_filter()) is not None:
            table["window.quick"] = partial(quick.setFocus, Qt.FocusReason.ShortcutFocusReason)
        return {**table, **view.handlers()}

    def _make(self, name: str) -> View:
        view = self._specs[name].make(self._desk)
        self._views[name] = view
        self.addWidget(view)
        return view

    def _changed(self, changes: ChangeSet) -> None:
        for view in self._views.values():
            view.changed(changes)


def _on_list(view: View, act: Callable[[TablePanel], object]) -> None:
    """Do something with the list in front: a view may have several."""
    if (panel := view.table()) is not None:
        act(panel)


class Toast(QObject):
    """One sentence over the lower edge of the views; it goes by itself unless it is about something wrong."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._banner: Banner | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear)

    def tell(self, notice: Notice) -> None:
        """Say something; what was said before goes."""
        self.clear()
        banner = Banner(notice.text, notice.tone)
        banner.setParent(self._host)
        if notice.word and notice.handler is not None:
            handler = notice.handler

            def act() -> None:
                self.clear()
                handler()

            banner.add_action(notice.word, act)
        banner.closed.connect(self.clear)
        banner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, False)
        self._banner = banner
        self.place()
        banner.show()
        banner.raise_()
        QAccessible.updateAccessibility(QAccessibleEvent(banner, QAccessible.Event.Alert))
        if not notice.lasting:
            self._timer.start(_TOAST_MS)

    def text(self) -> str:
        """Return what is said, empty for nothing."""
        return self._banner.text() if self._banner is not None else ""

    def clear(self) -> None:
        """Take the sentence away."""
        self._timer.stop()
        if self._banner is not None:
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None

    def place(self) -> None:
        """Stand over the lower edge, in the middle."""
        if self._banner is None:
            return
        room = self._host.width() - 48
        width = max(320, min(680, room, self._banner.sizeHint().width() + 80))
        height = max(38, self._banner.heightForWidth(width))
        x, y = (self._host.width() - width) // 2, self._host.height() - height - 22
        self._banner.setGeometry(QRect(x, y, width, height))
