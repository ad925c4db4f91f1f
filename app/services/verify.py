"""Verifying: is the store whole, the audit chain unbroken, and are the letters on disk the ones that were written?

Nothing is repaired here. Every check says in a sentence what it looked at and what it found.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app.i18n import Message, msg, nmsg
from app.models.audit import AuditEvent, AuditHead
from app.models.letter import LetterFile
from app.progress import Progress, silent
from app.services.audit import GENESIS, audit_key, event_hash, head_seal
from app.services.files import read_chunks, sha256_of
from app.services.unit_of_work import Store

#: How many names a sentence lists before it says how many more there are.
_NAMED: Final = 3
_BATCH: Final = 2_000


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: ``store``, ``audit``, ``letters``, ``workbook`` or ``workbook_audit``."""

    name: str
    ok: bool
    text: Message


@dataclass(frozen=True, slots=True)
class AuditMark:
    """A place in the audit chain as a workbook recorded it: how many events, and the hash of the last."""

    count: int
    hash: str


def verify(store: Store, progress: Progress = silent) -> tuple[Check, ...]:
    """Check the store, its audit chain and the files of its letters.

    Args:
        store: opened for reading.
        progress: told the step; may raise ``Cancelled``.
    """
    progress(0, 3, "store")
    whole = check_store(store)
    if not whole.ok:
        return (whole,)  # what a damaged file says further proves nothing
    with store.read() as session:
        progress(1, 3, "audit")
        chain = check_chain(session, audit_key(store.key))
        progress(2, 3, "letters")
        letters = check_letters(session, store.path.parent)
    progress(3, 3, "letters")
    return whole, chain, letters


def check_store(store: Store) -> Check:
    """Check every page's seal, SQLite's own structure and every foreign key."""
    try:
        with store.engine.connect() as connection:
            for pragma in ("cipher_integrity_check", "integrity_check", "foreign_key_check"):
                found = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA {pragma}") if row[0] != "ok"]
                if found:
                    return Check("store", ok=False, text=msg("The store is damaged: {found}.", found=_some(found)))
    except DatabaseError:
        return Check("store", ok=False, text=msg("The store is damaged: it cannot be read to its end."))
    return Check("store", ok=True, text=msg("The store is whole: seals, structure and references are in order."))


def check_chain(session: Session, key: bytes) -> Check:
    """Check that no audit event was edited, removed (the last one included) or put in another order.

    Args:
        session: for reading.
        key: the audit chain's key (``audit_key`` of the store's).
    """
    expected, last = 1, GENESIS
    for event in _events(session):
        if event.seq != expected:
            return _broken(msg("The audit trail is broken: event {n} is missing.", n=expected))
        if not hmac.compare_digest(event.hash, event_hash(key, last, event)):
            text = msg("The audit trail is broken at event {n}: it was changed or put in another order.", n=expected)
            return _broken(text)
        expected, last = expected + 1, event.hash
    return _check_head(session, key, expected - 1, last)


def check_mark(session: Session, mark: AuditMark) -> Check:
    """Check that a workbook's audit mark lies on this store's chain: the store has only grown since."""
    found = session.scalar(select(AuditEvent.hash).where(AuditEvent.seq == mark.count))
    total = session.scalar(select(func.count()).select_from(AuditEvent)) or 0
    if found is not None and hmac.compare_digest(found, mark.hash):
        text = msg("The workbook's audit mark is event {n} of this store's {total}.", n=mark.count, total=total)
        return Check("workbook_audit", ok=True, text=text)
    text = msg("The workbook's audit mark (event {n}) is not on this store's audit trail.", n=mark.count)
    return Check("workbook_audit", ok=False, text=text)


def check_letters(session: Session, folder: Path) -> Check:
    """Check that every letter's file is there and holds what was written.

    Args:
        session: for reading.
        folder: the store's folder, from which relative paths count.
    """
    rows = session.execute(select(LetterFile.path, LetterFile.sha256).order_by(LetterFile.written_at))
    newest = {str(path): str(sha256) for path, sha256 in rows}  # a file written again counts as it was written last
    missing = [path for path in newest if not (folder / path).is_file()]
    changed = [
        path
        for path, sha256 in newest.items()
        if path not in missing and sha256_of(read_chunks(folder / path)) != sha256
    ]
    if changed:
        text = msg("Letter files were changed since they were written: {names}.", names=_some(changed))
        if missing:
            text = msg("{first} {second}", first=text,
                       second=msg("Letter files are missing: {names}.", names=_some(missing)))  # fmt: skip
        return Check("letters", ok=False, text=text)
    if missing:
        return Check("letters", ok=False, text=msg("Letter files are missing: {names}.", names=_some(missing)))
    text = nmsg("{n} letter file is as it was written.", "{n} letter files are as they were written.", len(newest))
    return Check("letters", ok=True, text=text)


def _events(session: Session) -> Iterator[AuditEvent]:
    """Give the chain in order, without holding it in memory."""
    query = select(AuditEvent).order_by(AuditEvent.seq).execution_options(yield_per=_BATCH)
    yield from session.scalars(query)


def _check_head(session: Session, key: bytes, count: int, last: str) -> Check:
    """Compare the chain's end with the head row and its seal."""
    head = session.get(AuditHead, 1)
    if head is None:
        return _broken(msg("The audit trail is broken: its head is missing."))
    if not hmac.compare_digest(head.seal, head_seal(key, head.count, head.hash)):
        return _broken(msg("The audit trail is broken: its head was changed."))
    if head.count != count or head.hash != last:
        return _broken(
            msg(
                "The audit trail is broken: it ends at event {count}, but {noted} were recorded.",
                count=count,
                noted=head.count,
            )
        )
    return Check(
        "audit",
        ok=True,
        text=nmsg("The audit trail is unbroken: {n} event.", "The audit trail is unbroken: {n} events.", count),
    )


def _broken(text: Message) -> Check:
    return Check("audit", ok=False, text=text)


def _some(names: list[str]) -> str:
    """List the first names."""
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" … (+{more})" if more > 0 else "")
