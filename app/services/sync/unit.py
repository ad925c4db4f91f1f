"""What a sync runs in: a snapshot or a transaction, and no collector of garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from app.services.sync.writing.commit import room
from app.services.unit_of_work import Store, UnitOfWork


@contextmanager
def collector_off() -> Iterator[None]:
    """Keep the cyclic collector away from 100,000 rows: none of them is in a circle.

    It would walk over all of them again and again (a tenth of the time, and pauses of a window beside it). What is left
    of them at the end, the changes that a window lists, is kept out of its way too.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.enable()


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
