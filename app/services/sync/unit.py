"""What a sync runs in: a snapshot or a transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from app.services.sync.writing.commit import room
from app.services.unit_of_work import Store, UnitOfWork


@contextmanager
def unit(store: Store, *, dry_run: bool) -> Iterator[tuple[Session, UnitOfWork | None]]:
    """Give a snapshot to read for a preview, else the transaction of the sync."""
    if dry_run:
        with store.read() as session:
            yield session, None
        return
    with store.write("sync") as uow, room(uow):
        yield uow.session, uow
    store.fold_in()
