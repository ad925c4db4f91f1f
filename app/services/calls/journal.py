"""What a use case changed, row by row, so that it can be taken back as long as nothing else built on it.

The journal listens to the session's flushes and keeps raw values, as the driver takes them, before and after. It goes
into the audit event of the use case: who reads the chain sees what was there before, and undo puts it back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from app.models.base import Base

#: Tables whose rows are the collector's; what is computed or sealed is not taken back but made again.
KEPT: Final = frozenset(
    {
        "account",
        "activity",
        "contact",
        "dispute",
        "dispute_item",
        "instalment",
        "pause",
        "promise",
        "promise_item",
        "task",
    }
)


class Journal:
    """Rows created and changed in one use case, by table.

    ``created`` maps a table to primary keys; ``changed`` a table to primary key to column to [before, after].
    """

    def __init__(self, session: Session) -> None:
        """Listen to nothing yet; see ``recorded``."""
        self.session = session
        self.created: dict[str, list[list[str]]] = {}
        self.changed: dict[str, dict[str, dict[str, list[Any]]]] = {}

    def facts(self) -> dict[str, Any]:
        """Return what was recorded, as JSON; pending changes are flushed first."""
        self.session.flush()
        return {"created": self.created, "changed": self.changed}

    def before_flush(self, session: Session, _context: Any, _instances: Any) -> None:
        """Note new rows and the columns of old ones that get another value."""
        for row in session.new:
            if isinstance(row, Base) and row.__tablename__ in KEPT:
                self.created.setdefault(row.__tablename__, []).append(_key(row))
        for row in session.dirty:
            if isinstance(row, Base) and row.__tablename__ in KEPT and not self._is_new(row):
                self._changed(row)

    def _is_new(self, row: Base) -> bool:
        return _key(row) in self.created.get(row.__tablename__, [])

    def _changed(self, row: Base) -> None:
        state = inspect(row)
        for column in row.__table__.columns:
            history = state.attrs[column.key].history
            if history.has_changes() and history.deleted:
                known = self.changed.setdefault(row.__tablename__, {}).setdefault("/".join(_key(row)), {})
                now = raw(self.session, column, getattr(row, column.key))
                before = known[column.key][0] if column.key in known else raw(self.session, column, history.deleted[0])
                known[column.key] = [before, now]


def raw(session: Session, column: Any, value: Any) -> Any:
    """Return a column's value as the driver takes it."""
    dialect = session.get_bind().dialect
    bind = column.type.dialect_impl(dialect).bind_processor(dialect)
    return value if bind is None else bind(value)


def cooked(session: Session, column: Any, value: Any) -> Any:
    """Return a raw value as the program sees it."""
    dialect = session.get_bind().dialect
    result = column.type.dialect_impl(dialect).result_processor(dialect, None)
    return value if result is None else result(value)


def _key(row: Base) -> list[str]:
    return [str(getattr(row, column.key)) for column in row.__table__.primary_key]


@contextmanager
def recorded(session: Session) -> Iterator[Journal]:
    """Record what the block changes in the transaction."""
    journal = Journal(session)
    event.listen(session, "before_flush", journal.before_flush)
    try:
        yield journal
        session.flush()
    finally:
        event.remove(session, "before_flush", journal.before_flush)
