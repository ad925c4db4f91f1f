"""The audit chain: every event is sealed with a key derived from the store's and with the event before it.

``hash(n) = HMAC-SHA256(key, hash(n-1) ‖ canonical JSON of event n)``. The head row keeps count and last hash under a
seal of its own, so that a removed last row is found too. Who can write the file but does not have the key can
neither change, remove nor reorder an event unseen.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.audit import AuditEvent, AuditHead
from app.models.types import dump, moment_text, new_id

GENESIS: Final = "0" * 64


def audit_key(store_key: bytes) -> bytes:
    """Derive the chain's key from the store's raw key, so that neither reveals the other."""
    return hmac.new(store_key, b"collections-desk/audit/1", hashlib.sha256).digest()


def event_hash(key: bytes, before: str, event: AuditEvent) -> str:
    """Return the sealed hash of an event after the hash ``before``."""
    text = dump(
        [
            event.seq,
            event.id,
            moment_text(event.at),
            event.actor,
            event.action,
            event.entity,
            event.entity_id,
            event.facts,
        ]
    )
    return hmac.new(key, f"{before}\x1e{text}".encode(), hashlib.sha256).hexdigest()


def head_seal(key: bytes, count: int, last: str) -> str:
    """Return the seal over the head row."""
    return hmac.new(key, f"head\x1e{count}\x1e{last}".encode(), hashlib.sha256).hexdigest()


@dataclass(slots=True)
class AuditWriter:
    """Appends events in the transaction of the write they tell of."""

    session: Session
    key: bytes
    actor: str

    def record(self, at: datetime, action: str, entity: str, entity_id: str, facts: dict[str, Any]) -> AuditEvent:
        """Append one event; ``facts`` must be JSON (dates as ISO text, amounts in minor units)."""
        head = self.session.scalars(select(AuditHead).where(AuditHead.id == 1)).one_or_none()
        if head is None:
            head = AuditHead(id=1, count=0, hash=GENESIS, seal="")
            self.session.add(head)
        event = AuditEvent(
            seq=head.count + 1,
            id=new_id(at),
            at=at,
            actor=self.actor,
            action=action,
            entity=entity,
            entity_id=entity_id,
            facts=json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str),
        )
        event.hash = event_hash(self.key, head.hash, event)
        head.count = event.seq
        head.hash = event.hash
        head.seal = head_seal(self.key, head.count, head.hash)
        self.session.add(event)
        self.session.flush()
        return event
