"""Reading tens of thousands of rows: plain tuples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from app.enums import OPEN_ITEM_SQL

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

#: Statuses of open items as an SQL list.
OPEN_SQL: Final = OPEN_ITEM_SQL


def raw_rows(session: Session, sql: str, *values: Any) -> Iterator[tuple[Any, ...]]:
    """Run one select in the session's transaction and give plain tuples as the driver reads them.

    For the few reads of tens of thousands of rows, where a row object each would take most of the time.
    """
    cursor = session.connection().connection.cursor()
    try:
        yield from cursor.execute(sql, values)
    finally:
        cursor.close()
