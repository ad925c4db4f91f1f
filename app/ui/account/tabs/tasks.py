"""What is to be done for the account: add, change, done, drop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.enums import OPEN_TASK, TaskKind, TaskStatus, WaitingFor
from app.i18n import _, msg, render
from app.services.calls.entries.outcomes import ME
from app.services.calls.tasks import NewTask, TaskEdit
from app.services.calls.wording import owner_text, task_text
from app.services.labels import TASK_KINDS, TASK_STATES, WAITING, label
from app.services.portfolio.account.rows import TaskRow
from app.ui.account.call.next_step import parse_time
from app.ui.frame.memory import Memory
from app.ui.tables.columns import Column
from app.ui.tables.table_panel import TablePanel, TableSpec
from app.ui.theme import Tone
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card
from app.ui.widgets.chip import ChipText
from app.ui.widgets.date_edit import DateEdit
from app.ui.widgets.form import Choices, Form, TextLine

_TONES: dict[TaskStatus, Tone] = {TaskStatus.OPEN: "blue", TaskStatus.WAITING: "amber", TaskStatus.DONE: "green"}


class TasksTab(QWidget):
    """The list with its editor.

    ``added`` carries a ``NewTask``, ``changed`` an id and a ``TaskEdit``, ``finished``, ``dropped`` and ``reopened`` an
    id.
    """

    added = Signal(object)
    changed = Signal(str, object)
    finished = Signal(str)
    dropped = Signal(str)
    reopened = Signal(str)

    def __init__(self, memory: Memory, day: date) -> None:
        super().__init__()
        self._account_id = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        strip = QHBoxLayout()
        strip.setContentsMargins(12, 8, 12, 8)
        strip.setSpacing(8)
        self._add = Button(_("New task"), icon="plus", name=_("New task (Ctrl+Shift+K)"))
        self._done = Button(_("Done"), icon="check")
        self._edit = Button(_("Change"), icon="edit")
        self._drop = Button(_("Drop"), icon="close")
        for button, act in (
            (self._add, self.begin),
            (self._done, self._finish),
            (self._edit, self._begin_edit),
            (self._drop, self._give_up),
        ):
            button.clicked.connect(lambda _on, do=act: do())
            strip.addWidget(button)
        strip.addStretch(1)
        column.addLayout(strip)
        self.editor = TaskEditor(day)
        self.editor.hide()
        self.editor.saved.connect(self._save)
        self.editor.left.connect(self._leave)
        column.addWidget(self.editor)
        self.panel = TablePanel(tasks_spec(day), memory)
        self.panel.setProperty("card", False)
        self.panel.opened.connect(lambda _row: self._begin_edit())
        self.panel.current_changed.connect(lambda _row: self._show_buttons())
        self.panel.set_row_menu(self._menu)
        self.panel.empty.add_action(_("New task"), self.begin)
        column.addWidget(self.panel, 1)

    def show_tasks(self, account_id: str, tasks: Sequence[TaskRow], day: date) -> None:
        """Show the open tasks by day, then the closed ones, the newest first."""
        if account_id != self._account_id:
            self.editor.hide()
        self._account_id = account_id
        self.editor.set_today(day)
        waiting = [row for row in tasks if row.status in OPEN_TASK]
        closed = [row for row in tasks if row.status not in OPEN_TASK]
        closed.sort(key=lambda row: (row.done_at is not None, row.done_at or row.opened_at), reverse=True)
        self.panel.set_rows([*waiting, *closed])
        self._show_buttons()

    def begin(self) -> None:
        """Open the editor for a new task."""
        self.editor.begin(None)

    def show_errors(self, errors: dict[str, str]) -> None:
        """Say what was wrong with the task."""
        self.editor.form.show_errors(errors)

    def saved(self) -> None:
        """Close the editor: the task is stored."""
        self._leave()

    def _current(self) -> TaskRow | None:
        row = self.panel.view.current_row()
        return row if isinstance(row, TaskRow) else None

    def _begin_edit(self) -> None:
        row = self._current()
        if row is not None and row.status in OPEN_TASK:
            self.editor.begin(row)
        elif row is not None:
            self.reopened.emit(row.id)

    def _finish(self) -> None:
        if (row := self._current()) is not None and row.status in OPEN_TASK:
            self.finished.emit(row.id)

    def _give_up(self) -> None:
        if (row := self._current()) is not None and row.status in OPEN_TASK:
            self.dropped.emit(row.id)

    def _save(self, edit: TaskEdit, task_id: str) -> None:
        if task_id:
            self.changed.emit(task_id, edit)
            return
        new = NewTask(
            account_id=self._account_id,
            kind=edit.kind or TaskKind.OTHER,
            due=edit.due or date.min,
            time=edit.time or None,
            what=edit.what or "",
            owner=edit.owner or ME,
            waiting_for=edit.waiting_for or WaitingFor.US,
        )
        self.added.emit(new)

    def _leave(self) -> None:
        self.editor.hide()
        self.panel.focus_rows()

    def _show_buttons(self) -> None:
        row = self._current()
        active = row is not None and row.status in OPEN_TASK
        self._done.setEnabled(active)
        self._drop.setEnabled(active)
        self._edit.setEnabled(row is not None)
        self._edit.set_word(_("Change") if active or row is None else _("Open again"))

    def _menu(self, row: TaskRow, menu: QMenu) -> None:
        if row.status in OPEN_TASK:
            menu.addAction(_("Done"), lambda: self.finished.emit(row.id))
            menu.addAction(_("Change"), lambda: self.editor.begin(row))
            menu.addAction(_("Drop"), lambda: self.dropped.emit(row.id))
        else:
            menu.addAction(_("Open again"), lambda: self.reopened.emit(row.id))


class TaskEditor(Card):
    """One task in fields; ``saved`` carries a ``TaskEdit`` and the id, empty for a new task."""

    saved = Signal(object, str)
    left = Signal()

    def __init__(self, day: date) -> None:
        super().__init__((12, 8, 12, 10), 8)
        self._task_id = ""
        self.form = Form(6)
        self.kind = Choices([(kind.value, label(TASK_KINDS, kind)) for kind in TaskKind])
        self.what = TextLine(limit=200)
        self.due = DateEdit(day)
        self.time = TextLine(placeholder=_("their time"), limit=8)
        self.owner = TextLine(limit=80)
        self.waiting = Choices([(one.value, label(WAITING, one)) for one in WaitingFor])
        self.form.add_pair(("kind", _("Kind"), self.kind), ("what", _("What"), self.what))
        self.form.add_pair(("due", _("Due"), self.due), ("time", _("Time"), self.time))
        self.form.add_pair(("owner", _("Who"), self.owner), ("waiting", _("Waits for"), self.waiting))
        self.body.addWidget(self.form)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        leave, save = Button(_("Cancel")), Button(_("Save task"), "primary")
        leave.clicked.connect(lambda _on: self.left.emit())
        save.clicked.connect(lambda _on: self.save())
        row.addWidget(leave)
        row.addWidget(save)
        self.body.addLayout(row)

    def set_today(self, day: date) -> None:
        """Count from another day."""
        self.due.set_today(day)

    def begin(self, row: TaskRow | None) -> None:
        """Show a task, or an empty one."""
        self._task_id = row.id if row is not None else ""
        self.kind.choose((row.kind if row is not None else TaskKind.CALL).value)
        self.what.setText(render(task_text(row.what)) if row is not None else "")
        self.due.set_day(row.due if row is not None else None)
        self.time.setText(row.time or "" if row is not None else "")
        self.owner.setText("" if row is None or row.owner == ME else row.owner)
        self.owner.setPlaceholderText(render(owner_text(ME)))
        self.waiting.choose((row.waiting_for if row is not None else WaitingFor.US).value)
        self._shown_what = self.what.text()
        self.form.show_errors({})
        self.show()
        (self.kind if row is None else self.due).setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Check the fields and say what the task becomes."""
        errors = {}
        if text := self.due.error():
            errors["due"] = text
        elif self.due.day() is None:
            errors["due"] = _("A task needs a day.")
        time = self.time.text().strip()
        if time and parse_time(time) is None:
            errors["time"] = _("\u201c{text}\u201d is not a time. Write 15:30.", text=time)
        self.form.show_errors(errors)
        if errors:
            return
        what = self.what.text().strip()
        edit = TaskEdit(
            due=self.due.day(),
            time=parse_time(time) if time else "",
            what=None if self._task_id and what == self._shown_what else what,
            owner=self.owner.text().strip() or ME,
            waiting_for=WaitingFor(self.waiting.code()),
            kind=TaskKind(self.kind.code()),
        )
        self.saved.emit(edit, self._task_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.save()
        else:
            super().keyPressEvent(event)


def tasks_spec(day: date) -> TableSpec:
    """Return the list of an account's tasks."""
    return TableSpec(
        "account.tasks",
        _("Tasks"),
        (
            Column("due", msg("Due"), lambda row: row.due, "date", width=96, tone=lambda row: _late(row, day)),
            Column("time", msg("Time"), lambda row: row.time or "", width=60),
            Column("kind", msg("Kind"), lambda row: label(TASK_KINDS, row.kind), width=120, tone=lambda _row: "dim"),
            Column("what", msg("What"), lambda row: render(task_text(row.what)), stretch=True, width=180),
            Column("owner", msg("Who"), lambda row: render(owner_text(row.owner)), width=96),
            Column("waits", msg("Waits for"), lambda row: label(WAITING, row.waiting_for), width=96,
                   tone=lambda _row: "dim"),
            Column("state", msg("State"), _state, "chips", width=90),
        ),
        lambda row: row.id,
        (_("Nothing to do"), _("Calls open tasks by themselves; add your own here."), "task"),
        totals=False,
    )  # fmt: skip


def _state(row: TaskRow) -> tuple[ChipText, ...]:
    return (ChipText(label(TASK_STATES, row.status), _TONES.get(row.status, "dim")),)


def _late(row: TaskRow, day: date) -> Tone:
    if row.status not in OPEN_TASK:
        return "dim"
    return "red" if row.due < day else ""
