"""What happened, told once to everyone who shows something: changes of the store, and the undo stack on top of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from app.i18n import Message
from app.services.changes import ChangeSet

#: How many steps can be taken back.
UNDO_DEPTH: Final = 50


class Events(QObject):
    """The one broadcast.

    ``changed`` carries a ``ChangeSet``: what one transaction touched and which view began it. ``day_changed`` says that
    the as-of day is another one and everything shown is old.
    """

    changed = Signal(object)
    day_changed = Signal()

    def tell(self, changes: ChangeSet) -> None:
        """Broadcast what a transaction touched; an empty one is not worth a refresh."""
        if changes:
            self.changed.emit(changes)


def touches(changes: ChangeSet, kinds: frozenset[str]) -> bool:
    """Tell whether a change set concerns a view that shows these kinds (field names of ``ChangeSet``)."""
    return changes.everything or any(getattr(changes, kind) for kind in kinds)


@dataclass(frozen=True, slots=True)
class UndoStep:
    """One step that can be taken back: ``fn(uow, *args)`` writes the correcting entry or removes the unexported one."""

    text: Message
    fn: Callable[..., Any]
    args: tuple[Any, ...] = ()


class UndoStack(QObject):
    """The collector's own steps, newest last.

    A step is pushed after its write succeeded. A sync or a day's export empties the stack (``clear``): what was
    exported is corrected by a new entry, never removed.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._steps: list[UndoStep] = []

    def push(self, step: UndoStep) -> None:
        """Remember a step."""
        self._steps.append(step)
        del self._steps[:-UNDO_DEPTH]
        self.changed.emit()

    def pop(self) -> UndoStep | None:
        """Take the newest step off, None if there is none."""
        step = self._steps.pop() if self._steps else None
        self.changed.emit()
        return step

    def top(self) -> UndoStep | None:
        """Return the newest step without taking it off."""
        return self._steps[-1] if self._steps else None

    def clear(self) -> None:
        """Forget all steps."""
        self._steps.clear()
        self.changed.emit()
