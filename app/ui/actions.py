"""Every command of the window in one table: menus, palette, shortcuts, tooltips and the F1 sheet are views of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.i18n import Message, _, msg, render
from app.services.calls.entries.outcomes import FACE, RULES
from app.services.labels import OUTCOMES

Handler = Callable[[], object]
_WINDOW: Final = msg("Window")


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One command.

    Attributes:
        id: ``scope.verb``.
        text: what it does, as menus and the palette say it.
        keys: shortcut in Qt's portable spelling; empty for none.
        scope: ``window``, or the id of the view that handles it while it is shown.
        section: heading in the F1 sheet.
        by_widget: the key is handled by the widget that has the focus (rows, fields); it stands here to be known.
        in_palette: offered by the palette.
        anywhere: offered in other views too, whose place its own then takes; only for what needs no chosen row.
    """

    id: str
    text: Message
    keys: str = ""
    scope: str = "window"
    section: Message = _WINDOW
    by_widget: bool = False
    in_palette: bool = True
    anywhere: bool = False


_GO: Final = msg("Go to")
_LISTS: Final = msg("In a list")
_FIELDS: Final = msg("In a form")
_CALL: Final = msg("Call form")
_WORK: Final = msg("Work")
_ACCOUNT: Final = msg("Account")


def _go(view: str, text: Message, number: int) -> ActionSpec:
    return ActionSpec(f"go.{view}", text, f"Ctrl+{number}", section=_GO)


def _row(name: str, text: Message, keys: str) -> ActionSpec:
    return ActionSpec(f"row.{name}", text, keys, "list", _LISTS, by_widget=True, in_palette=False)


def _field(name: str, text: Message, keys: str) -> ActionSpec:
    return ActionSpec(f"field.{name}", text, keys, "form", _FIELDS, by_widget=True, in_palette=False)


def _work(name: str, text: Message, keys: str, scope: str, *, anywhere: bool = False) -> ActionSpec:
    return ActionSpec(f"{scope}.{name}", text, keys, scope, _WORK, anywhere=anywhere)


def _call(name: str, text: Message, keys: str = "") -> ActionSpec:
    return ActionSpec(f"account.{name}", text, keys, "account", _CALL)


def _tab(number: int, text: Message) -> ActionSpec:
    return ActionSpec(f"account.tab{number}", text, f"Alt+{number}", "account", _ACCOUNT)


def _outcomes() -> tuple[ActionSpec, ...]:
    """Return a command for each outcome with a letter: Alt picks it, Alt+Shift puts it beside the first."""
    found = []
    for code in FACE:
        name, key = OUTCOMES[code], RULES[code].key
        pick, beside = msg("Outcome: {outcome}", outcome=name), msg("Beside it: {outcome}", outcome=name)
        found.append(ActionSpec(f"outcome.{code.value}", pick, f"Alt+{key}", "account", _CALL))
        found.append(ActionSpec(f"beside.{code.value}", beside, f"Alt+Shift+{key}", "account", _CALL, in_palette=False))
    return tuple(found)


ACTIONS: Final[tuple[ActionSpec, ...]] = (
    _go("today", msg("Today"), 1),
    _go("portfolio", msg("Portfolio"), 2),
    _go("calls", msg("Calls"), 3),
    _go("promises", msg("Promises"), 4),
    _go("letters", msg("Letters"), 5),
    _go("sync", msg("Sync"), 6),
    _go("settings", msg("Settings"), 7),
    ActionSpec("go.back", msg("Back to where you were"), "Alt+Left", section=_GO),
    ActionSpec(
        "go.search", msg("Search accounts, invoices, amounts, commands"), "Ctrl+K", section=_GO, in_palette=False
    ),
    ActionSpec("go.day", msg("Look at another day"), "Ctrl+D", section=_GO),
    ActionSpec("go.real_day", msg("Back to the present day"), section=_GO),
    ActionSpec("window.undo", msg("Undo"), "Ctrl+Z"),
    ActionSpec("window.refresh", msg("Refresh"), "F5"),
    ActionSpec("window.panel", msg("Show or hide the right panel"), "F4"),
    ActionSpec("window.filters", msg("Filter row of the list"), "Ctrl+F"),
    ActionSpec("window.quick", msg("Filter as you type"), "/"),
    ActionSpec("window.columns", msg("Columns of the list"), "Ctrl+Shift+C"),
    ActionSpec("window.export", msg("Export what the list shows"), "Ctrl+E"),
    ActionSpec("window.cancel", msg("Cancel the background work"), "Ctrl+."),
    ActionSpec("window.lock", msg("Lock"), "Ctrl+L"),
    ActionSpec("window.help", msg("Keyboard shortcuts"), "F1"),
    ActionSpec("window.light", msg("Appearance: light")),
    ActionSpec("window.dark", msg("Appearance: dark")),
    ActionSpec("window.system", msg("Appearance: as the system")),
    ActionSpec("window.english", msg("Language: English")),
    ActionSpec("window.japanese", msg("Language: 日本語")),
    ActionSpec("window.quit", msg("Quit"), "Ctrl+Q"),
    _work("propose", msg("Propose letters"), "Ctrl+Shift+P", "letters", anywhere=True),
    _work("make", msg("Make letters"), "Ctrl+Shift+M", "letters"),
    _work("approve", msg("Approve the letter"), "Ctrl+Shift+A", "letters"),
    _work("drop", msg("Cancel the draft"), "Ctrl+Del", "letters"),
    _work("takeover", msg("Letters sent before this program…"), "", "letters", anywhere=True),
    _work("policy", msg("Policy…"), "", "letters", anywhere=True),
    _work("choose", msg("Choose files…"), "Ctrl+O", "sync", anywhere=True),
    _work("apply", msg("Apply"), "Ctrl+Shift+Return", "sync"),
    _work("again", msg("Refresh from the same files"), "Ctrl+R", "sync"),
    _work("undo", msg("Take back the newest sync"), "", "sync"),
    _work("columns", msg("Columns of the file…"), "Ctrl+M", "sync"),
    _work("keep", msg("Save as a layout…"), "Ctrl+Shift+Y", "sync"),
    _work("rejects", msg("Export the rejected rows…"), "Ctrl+Shift+J", "sync"),
    _work("folder", msg("Choose a folder…"), "", "sync"),
    _work("watch", msg("Watched folder…"), "", "sync"),
    _work("tab_next", msg("Next list of the files"), "Ctrl+Shift+PgDown", "sync"),
    _work("tab_back", msg("Previous list of the files"), "Ctrl+Shift+PgUp", "sync"),
    _work("start", msg("Start calling"), "Ctrl+G", "today", anywhere=True),
    _work("pin", msg("Pin to the top, or let go"), "P", "today"),
    _work("defer", msg("Put off until a day"), "D", "today"),
    _work("close", msg("Close the day"), "Ctrl+Shift+D", "today", anywhere=True),
    _work("group", msg("Group the accounts"), "Ctrl+Shift+G", "portfolio", anywhere=True),
    _work("basis", msg("Basis of the aging"), "Ctrl+Shift+B", "portfolio", anywhere=True),
    _work("save", msg("Keep this filter under a name"), "Ctrl+Shift+F", "portfolio"),
    _work("drop", msg("Forget the saved filter"), "", "portfolio"),
    _work("letters", msg("Letters…"), "", "portfolio"),
    _call("call", msg("Write the note of a call"), "Ctrl+J"),
    _call("dial", msg("Dial, start the timer"), "Ctrl+T"),
    _call("save_next", msg("Save the call and open the next account"), "Ctrl+Return"),
    _call("save", msg("Save the call and stay"), "Ctrl+S"),
    _call("more", msg("More outcomes"), "Alt+M"),
    _call("beside", msg("A second outcome beside it"), "Alt+O"),
    _call("texts", msg("Texts for the note"), "Alt+E"),
    _call("step", msg("Next step of the call"), "Alt+X"),
    _call("relatives", msg("Other accounts that this call is about"), "Alt+G"),
    _call("talk", msg("Talk track in the customer's language"), "Alt+T"),
    *_outcomes(),
    ActionSpec("account.next", msg("Next account of the list"), "Ctrl+PgDown", "account", _ACCOUNT),
    ActionSpec("account.letter", msg("Letter…"), "Ctrl+Shift+L", "account", _ACCOUNT),
    ActionSpec("account.pause", msg("Pause letters…"), "Ctrl+Shift+H", "account", _ACCOUNT),
    ActionSpec("account.task", msg("New task"), "Ctrl+Shift+K", "account", _ACCOUNT),
    ActionSpec("account.contact", msg("New contact"), "Ctrl+Shift+U", "account", _ACCOUNT),
    ActionSpec("account.overdue", msg("Tick everything overdue"), "Ctrl+Shift+O", "account", _ACCOUNT),
    ActionSpec("account.closed", msg("Closed items"), "Ctrl+H", "account", _ACCOUNT),
    ActionSpec("account.tab_next", msg("Next tab"), "Ctrl+Tab", "account", _ACCOUNT),
    ActionSpec("account.tab_back", msg("Previous tab"), "Ctrl+Shift+Tab", "account", _ACCOUNT),
    _tab(1, msg("Open items of the account")),
    _tab(2, msg("Timeline of the account")),
    _tab(3, msg("Promises of the account")),
    _tab(4, msg("Tasks of the account")),
    _tab(5, msg("Cash of the account")),
    _tab(6, msg("Letters of the account")),
    _tab(7, msg("Contacts of the account")),
    _tab(8, msg("Orders of the account")),
    _work("correct", msg("Correct the entry"), "Ctrl+Shift+E", "calls"),
    _work("as_promise", msg("Turn the payment run into a promise"), "Ctrl+Shift+R", "calls"),
    _work("earlier", msg("The day before"), "Alt+PgUp", "calls"),
    _work("later", msg("The day after"), "Alt+PgDown", "calls"),
    _work("reschedule", msg("Promised again…"), "Ctrl+Shift+S", "promises"),
    _work("withdraw", msg("Taken back by the customer…"), "Ctrl+Shift+W", "promises"),
    _work("void", msg("Strike out an entry error…"), "Ctrl+Shift+X", "promises"),
    _work("calendar", msg("Calendar or list"), "Ctrl+Shift+V", "promises", anywhere=True),
    _row("down", msg("Next row"), "J"),
    _row("up", msg("Previous row"), "K"),
    _row("open", msg("Open the row"), "Return"),
    _row("tick", msg("Tick the row"), "Space"),
    _row("all", msg("Select all rows"), "Ctrl+A"),
    _row("copy", msg("Copy the selected rows for Excel"), "Ctrl+C"),
    _row("fold", msg("Close the group"), "Left"),
    _row("unfold", msg("Open the group"), "Right"),
    _field("leave", msg("Leave the field, close the message or the panel"), "Esc"),
    _field("calendar", msg("Open the calendar of a date field"), "Alt+Down"),
    _field("day", msg("A day later or earlier in a date field"), "Up"),
    _field("month", msg("A month later or earlier in a date field"), "PgUp"),
)


class Actions(QObject):
    """The table brought to life on one window.

    A window action is enabled while it has a handler; a view's action while its view is shown and handles it.
    ``changed`` says that the palette has other commands to offer.
    """

    changed = Signal()

    def __init__(self, window: QWidget, table: tuple[ActionSpec, ...] = ACTIONS) -> None:
        super().__init__(window)
        self._handlers: dict[str, Handler] = {}
        self._actions: dict[str, QAction] = {}
        self.specs = {spec.id: spec for spec in table}
        for spec in table:
            if not spec.by_widget:
                self._actions[spec.id] = self._make(spec, window)

    def bind(self, handlers: Mapping[str, Handler]) -> None:
        """Give actions their handlers; KeyError for an id that is not in the table."""
        for action_id, handler in handlers.items():
            self._handlers[action_id] = handler
            self._actions[action_id].setEnabled(True)
        self.changed.emit()

    def unbind(self, ids: Mapping[str, Handler]) -> None:
        """Take handlers away: their view is no longer shown."""
        for action_id in ids:
            self._handlers.pop(action_id, None)
            self._actions[action_id].setEnabled(False)
        self.changed.emit()

    def enable(self, action_id: str, *, on: bool) -> None:
        """Enable an action that has a handler, or disable it for now."""
        self._actions[action_id].setEnabled(on and action_id in self._handlers)

    def action(self, action_id: str) -> QAction:
        """Return the Qt action."""
        return self._actions[action_id]

    def set_text(self, action_id: str, text: str) -> None:
        """Say an action differently for now (``Undo: promise of …``)."""
        action = self._actions[action_id]
        action.setText(text)
        action.setToolTip(_tooltip(text, self.specs[action_id].keys))

    def offered(self) -> list[tuple[ActionSpec, QAction]]:
        """Return what the palette offers now."""
        return [
            (spec, self._actions[spec.id])
            for spec in self.specs.values()
            if spec.in_palette and not spec.by_widget and self._actions[spec.id].isEnabled()
        ]

    def elsewhere(self) -> list[tuple[ActionSpec, QAction]]:
        """Return what the palette offers of views that are not shown."""
        return [
            (spec, self._actions[spec.id])
            for spec in self.specs.values()
            if spec.anywhere and spec.id not in self._handlers
        ]

    def trigger(self, action_id: str) -> None:
        """Run an action as if its key had been pressed."""
        self._actions[action_id].trigger()

    def _make(self, spec: ActionSpec, window: QWidget) -> QAction:
        text = render(spec.text)
        action = QAction(text, window)
        action.setObjectName(spec.id)
        action.setToolTip(_tooltip(text, spec.keys))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if spec.keys:
            action.setShortcut(QKeySequence(spec.keys))
        action.setEnabled(False)
        action.triggered.connect(lambda: self._run(spec.id))
        window.addAction(action)
        return action

    def _run(self, action_id: str) -> None:
        handler = self._handlers.get(action_id)
        if handler is not None:
            handler()


def _tooltip(text: str, keys: str) -> str:
    native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
    return _("{text} ({keys})", text=text, keys=native) if native else text
