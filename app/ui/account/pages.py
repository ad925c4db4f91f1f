"""The tabs of an account and the lists behind them."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.i18n import _, msg
from app.services.calls import contacts as people
from app.services.calls import desk as room
from app.services.calls.contacts import ContactFacts
from app.services.calls.desk import Here, Opened
from app.services.calls.tasks import NewTask, TaskEdit
from app.services.portfolio.account.detail import AccountDetail
from app.ui.account.tabs.contacts import ContactsTab
from app.ui.account.tabs.items import ItemsTab
from app.ui.account.tabs.lists import TimelineTab, cash_spec, letters_spec, promises_spec
from app.ui.account.tabs.orders import orders_spec
from app.ui.account.tabs.tasks import TasksTab
from app.ui.tables.table_panel import TablePanel
from app.ui.view import Desk
from app.ui.widgets.card import Tabs

ITEMS, TIMELINE, PROMISES, TASKS, CASH, LETTERS, CONTACTS, ORDERS = range(8)
_NAMES: Final = (
    msg("Open items"),
    msg("Timeline"),
    msg("Promises"),
    msg("Tasks"),
    msg("Cash"),
    msg("Letters"),
    msg("Contacts"),
    msg("Orders"),
)


class Pages(QWidget):
    """Eight lists under one line of words.

    ``written`` carries a step to be done: its words for undo, the service, its arguments, and the record's id.
    """

    written = Signal(object, object, object, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._detail: AccountDetail | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self.tabs = Tabs(_("Account"))
        self.stack = QStackedWidget()
        memory = desk.memory
        self.items = ItemsTab(memory, desk.day)
        self.timeline = TimelineTab(memory, desk.day)
        self.promises = TablePanel(promises_spec(), memory)
        self.tasks = TasksTab(memory, desk.day)
        self.cash = TablePanel(cash_spec(), memory)
        self.letters = TablePanel(letters_spec(), memory)
        self.contacts = ContactsTab(memory)
        self.orders = TablePanel(orders_spec(desk.day), memory)
        self._lists = (
            self.items.panel,
            self.timeline.panel,
            self.promises,
            self.tasks.panel,
            self.cash,
            self.letters,
            self.contacts.panel,
            self.orders,
        )
        for name, page in zip(
            _NAMES,
            (
                self.items,
                self.timeline,
                self.promises,
                self.tasks,
                self.cash,
                self.letters,
                self.contacts,
                self.orders,
            ),
            strict=True,
        ):
            page.setProperty("card", False)
            self.tabs.add(str(name))
            self.stack.addWidget(page)
        column.addWidget(self.tabs)
        column.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(self._switched)
        self._connect()

    def panel(self) -> TablePanel:
        """Return the list in front."""
        return self._lists[self.tabs.currentIndex()]

    def focus_list(self) -> None:
        """Stand in the list in front."""
        self.panel().focus_rows()

    def go(self, tab: int) -> None:
        """Show a tab and stand in its list."""
        self.tabs.setCurrentIndex(tab)
        self.focus_list()

    def step(self, by: int) -> None:
        """Show the next tab, or the one before."""
        self.go((self.tabs.currentIndex() + by) % self.tabs.count())

    def show_account(self, opened: Opened) -> None:
        """Fill all lists."""
        detail = self._detail = opened.detail
        self.items.show_account(detail, opened.pauses)
        self.timeline.show_entries(detail.timeline)
        self.promises.set_rows(detail.promises)
        self.tasks.show_tasks(detail.head.id, detail.tasks, detail.day)
        self.cash.set_rows(detail.receipts)
        self.letters.set_rows(detail.letters)
        self.contacts.show_contacts(detail.head.id, detail.contacts)
        self.orders.set_rows(detail.beside)
        active = sum(row.active for row in detail.contacts)
        counts = {
            ITEMS: len(detail.open_items),
            PROMISES: len(detail.promises),
            TASKS: len(detail.open_tasks),
            CASH: len(detail.receipts),
            LETTERS: len(detail.letters),
            CONTACTS: active,
            ORDERS: len(detail.held_orders),
        }
        for tab, count in counts.items():
            self.tabs.set_count(tab, count)

    def show_receipt(self, receipt_id: str) -> None:
        """Show one receipt."""
        self.go(CASH)
        self.cash.view.select_key(receipt_id)

    def saved(self) -> None:
        """Close the editor of the tab in front: what it was about is stored."""
        if self.tabs.currentIndex() == TASKS:
            self.tasks.saved()
        elif self.tabs.currentIndex() == CONTACTS:
            self.contacts.saved()

    # ------------------------------------------------------------------ private

    def _connect(self) -> None:
        tasks = self.tasks
        tasks.added.connect(self._add_task)
        tasks.changed.connect(self._change_task)
        for signal, fn, words in (
            (tasks.finished, room.task_done, msg("finished task")),
            (tasks.dropped, room.task_dropped, msg("dropped task")),
            (tasks.reopened, room.task_reopened, msg("reopened task")),
        ):
            signal.connect(partial(self._task_step, words, fn))
        self.contacts.added.connect(self._add_contact)
        self.contacts.corrected.connect(self._correct_contact)
        self.contacts.forbidden.connect(self._forbid)

    def _switched(self, tab: int) -> None:
        self.stack.setCurrentIndex(tab)

    def _here(self) -> Here:
        return Here(self._desk.day, self._desk.zone, self._desk.clock.now())

    def _add_task(self, new: NewTask) -> None:
        self.written.emit(msg("new task"), room.add_task, (new, self._here()), "")

    def _change_task(self, task_id: str, edit: TaskEdit) -> None:
        self.written.emit(msg("changed task"), room.change_task, (task_id, edit, self._here()), task_id)

    def _task_step(self, words: Any, fn: Any, task_id: str) -> None:
        self.written.emit(words, fn, (task_id, self._here()), task_id)

    def _add_contact(self, facts: ContactFacts) -> None:
        if self._detail is not None:
            self.written.emit(msg("new contact"), people.add_contact, (self._detail.head.id, facts), "")

    def _correct_contact(self, contact_id: str, facts: ContactFacts) -> None:
        self.written.emit(msg("corrected contact"), people.correct_contact, (contact_id, facts), contact_id)

    def _forbid(self, contact_id: str, forbidden: bool) -> None:  # noqa: FBT001 - what the signal sends
        fn = partial(people.forbid_calls, forbidden=forbidden)
        self.written.emit(msg("corrected contact"), fn, (contact_id,), contact_id)
