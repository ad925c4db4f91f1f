"""The store as services use it: reads on one snapshot, writes as one transaction with its audit event."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.clock import Clock
from app.errors import StoreError
from app.models.engine import told
from app.services.audit import AuditWriter, audit_key
from app.services.changes import ChangeCollector, ChangeSet

#: Pages of the write-ahead log from which a commit folds it into the file: four megabytes, as SQLite does by itself.
FOLD_PAGES: Final = 500


@dataclass(slots=True)
class UnitOfWork:
    """One transaction: everything or nothing.

    Attributes:
        session: for queries and new rows; never leaves the service layer.
        now: the moment of the write, aware UTC.
    """

    session: Session
    now: datetime
    audit_writer: AuditWriter
    collector: ChangeCollector
    committed: bool = field(default=False)

    def audit(self, action: str, entity: str, entity_id: str, /, **facts: Any) -> None:
        """Append an event to the audit chain, in this transaction."""
        self.session.flush()
        self.audit_writer.record(self.now, action, entity, entity_id, facts)

    def touch(self, kind: str, *ids: str) -> None:
        """Note what was touched, for the views."""
        self.collector.touch(kind, *ids)

    def touch_everything(self) -> None:
        """Note that a view cannot trust anything that it shows."""
        self.collector.everything = True

    def commit(self) -> ChangeSet:
        """Commit and return what was touched."""
        self.session.commit()
        self.committed = True
        return self.collector.freeze()


class Gate:
    """Lets users through together, or one alone when the others have gone.

    Newcomers wait only while somebody is alone, so a user may come in twice on one thread.
    """

    def __init__(self) -> None:
        """Start open and empty."""
        self._turn = threading.Condition()
        self._inside = 0
        self._alone = False

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Be one of the users."""
        with self._turn:
            self._turn.wait_for(lambda: not self._alone)
            self._inside += 1
        try:
            yield
        finally:
            with self._turn:
                self._inside -= 1
                self._turn.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Wait until all users have gone and keep others out."""
        with self._turn:
            self._turn.wait_for(lambda: not self._inside and not self._alone)
            self._alone = True
        try:
            yield
        finally:
            with self._turn:
                self._alone = False
                self._turn.notify_all()


@dataclass(slots=True)
class Store:
    """An open store: engine, clock and the key of its audit chain; ``gate`` is closed while its file is exchanged."""

    engine: Engine
    clock: Clock
    path: Path
    key: bytes
    actor: str = "collector"
    gate: Gate = field(default_factory=Gate, repr=False, compare=False)
    _folding: threading.Thread | None = field(default=None, repr=False, compare=False)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session on one consistent snapshot; nothing it does is kept.

        Raises:
            StoreError: the store is damaged, in use, or the disk fails.
        """
        with told(self.path), self.gate.shared(), self._reading() as session:
            yield session

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        connection = self.engine.connect().execution_options(begin="BEGIN")
        with connection, Session(connection, autoflush=False, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self, initiator: str = "") -> Iterator[UnitOfWork]:
        """Give a unit of work; without ``commit()`` everything is rolled back.

        Raises:
            StoreError: the disk is full, the store damaged, read-only or in use.
        """
        with told(self.path), self.gate.shared(), Session(self.engine, expire_on_commit=False) as session:
            writer = AuditWriter(session, audit_key(self.key), self.actor)
            yield UnitOfWork(session, self.clock.now(), writer, ChangeCollector(initiator))
            session.rollback()

    def become(self, engine: Engine, key: bytes) -> None:
        """Go on with another file under the same name; its users are kept out by ``gate`` meanwhile."""
        self.engine, self.key = engine, key

    def fold_in(self) -> None:
        """Fold the write-ahead log into the file, in a thread of its own and beside whoever reads or writes.

        For a transaction too large to do it at its commit: nobody need wait until its pages are written twice.
        """
        if self._folding is None or not self._folding.is_alive():
            self._folding = threading.Thread(target=self._fold, name="fold-in")
            self._folding.start()

    def _fold(self) -> None:
        # A failure costs nothing: the log keeps what was committed, and the next to fold it in says what is wrong.
        with suppress(StoreError), told(self.path), self.gate.shared(), closing(self.engine.raw_connection()) as one:
            one.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")

    def settle(self) -> None:
        """Wait until the log is folded in, where that is under way."""
        if self._folding is not None:
            self._folding.join()

    def close(self) -> None:
        """Close every connection; the WAL is folded into the file by the last one."""
        self.settle()
        self.engine.dispose()
