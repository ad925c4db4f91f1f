"""What the collector orders about the list: pin, put off, take back; each can be undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.i18n import Message, msg
from app.ui.tasks import service
from app.ui.view import Desk

if TYPE_CHECKING:
    from datetime import date

    from app.services.portfolio.worklist import HeldRow, WorkRow

_PIN, _UNPIN = service("app.services.today.orders:pin"), service("app.services.today.orders:unpin")
_DEFER, _UNDEFER = service("app.services.today.orders:defer"), service("app.services.today.orders:undefer")


class Orders(QObject):
    """Writes orders about accounts for a view."""

    def __init__(self, desk: Desk, view: str, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view = view

    def toggle_pin(self, row: WorkRow) -> None:
        """Pin an account to the top of its part for today, or let it go."""
        if row.pinned:
            self._order(_UNPIN, _PIN, row.account_id, msg("{name} is no longer pinned.", name=row.name))
        else:
            self._order(_PIN, _UNPIN, row.account_id, msg("{name} is pinned.", name=row.name))

    def put_off(self, row: WorkRow, until: date, reason: str) -> None:
        """Put an account off until a day; one whose agreed callback has come stays for that, and it is said."""
        said = msg("{name} is put off until {day}.", name=row.name, day=until)
        if row.callback_at is not None:
            said = msg(
                "{name} stays on the list for its agreed callback; after that it is put off until {day}.",
                name=row.name,
                day=until,
            )
        self._order(_DEFER, _UNDEFER, row.account_id, said, until, reason)

    def take_back(self, row: HeldRow) -> None:
        """Put an account that was put off on the list again."""
        if row.code == "deferred":
            desk, said = self._desk, msg("{name} is on the list again.", name=row.name)
            desk.runner.write(
                _UNDEFER, row.account_id, desk.day, desk.zone,
                on_done=lambda _none: desk.tell(said), owner=self, initiator=self._view,
            )  # fmt: skip

    def _order(
        self, do: Callable[..., Any], undo: Callable[..., Any], account_id: str, said: Message, *more: object
    ) -> None:
        desk, where = self._desk, (self._desk.day, self._desk.zone)

        def done(_none: object) -> None:
            desk.can_undo(said, undo, account_id, *where)
            desk.tell(said)

        desk.runner.write(do, account_id, *more, *where, on_done=done, owner=self, initiator=self._view)
