"""Column types and permanent ids."""

from __future__ import annotations

import json
import os
import threading
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, TypeVar

from sqlalchemy import Enum, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from app.clock import moment_text as moment_text  # noqa: PLC0414 - kept where the tables look for it
from app.i18n import Message

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS: Final = [a + b for a in _ALPHABET for b in _ALPHABET]
E = TypeVar("E", bound=StrEnum)


def _encode(value: int, length: int) -> str:
    """Encode in Crockford's base 32, most significant first; ``length`` is even."""
    parts = []
    for _ in range(length // 2):
        value, rest = divmod(value, 1024)
        parts.append(_PAIRS[rest])
    return "".join(reversed(parts))


class _Ids:
    """Where the next id begins: ids of one moment go on from each other, as monotonic ULIDs do.

    Two promises written while a clock stands still, in a test or under ``--as-of``, keep the order of their making.
    """

    def __init__(self) -> None:
        """Begin with no moment."""
        self._lock = threading.Lock()
        self._moment, self._next = -1, 0

    def take(self, moment: int, count: int) -> int:
        """Return the first of ``count`` numbers of 80 bits for a moment in milliseconds."""
        with self._lock:
            first = self._next if moment == self._moment else int.from_bytes(os.urandom(8)) << 15
            if (first & _LOW) + count > _LOW:  # the counted part would overflow: begin the next block of it
                first = ((first | _LOW) + 1) % (1 << 80)
            self._moment, self._next = moment, first + count
            return first


#: The part of an id that counts within one call: eight characters.
_LOW: Final = (1 << 40) - 1
_IDS: Final = _Ids()


def new_id(now: datetime) -> str:
    """Return a permanent id: 26 characters that sort by the moment they were made (ULID)."""
    return new_ids(now, 1)[0]


def new_ids(now: datetime, count: int) -> list[str]:
    """Return ``count`` ids of one moment that sort in the order of the list, after those made before at that moment."""
    moment = int(now.timestamp() * 1000)
    start = _IDS.take(moment, count)
    prefix = _encode(moment, 10) + _encode(start >> 40, 8)
    low = start & _LOW
    made: list[str] = []
    while len(made) < count:  # 1,024 ids differ in their last pair alone: 100,000 take 5 ms
        block, first = divmod(low + len(made), 1024)
        head = prefix + _encode(block, 6)
        made += [head + pair for pair in _PAIRS[first : first + count - len(made)]]
    return made


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware UTC in Python, ISO text with Z in the file, so that text order is time order."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Write UTC text.

        Raises:
            ValueError: the moment has no zone.
        """
        return None if value is None else moment_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Read an aware UTC moment."""
        return None if value is None else datetime.fromisoformat(value)


class Json(TypeDecorator[Any]):
    """A small value object as compact JSON with sorted keys, so that equal values have equal text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write JSON text."""
        return None if value is None else dump(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read JSON text."""
        return None if value is None else json.loads(value)


def dump(value: Any) -> str:
    """Return canonical JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class MessageText(TypeDecorator[Message]):
    """A sentence kept without its language."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Message | None, dialect: Dialect) -> str | None:
        """Write the stored form."""
        return None if value is None else value.to_json()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Message | None:
        """Read the stored form."""
        return None if value is None else Message.from_json(value)


def coded(kind: type[E]) -> Enum:
    """Return a column type for a closed set of codes; its table gets a CHECK (``app.models.base``)."""
    return Enum(
        kind,
        name=kind.__name__.lower(),
        native_enum=False,
        length=24,
        values_callable=lambda codes: [item.value for item in codes],
    )
