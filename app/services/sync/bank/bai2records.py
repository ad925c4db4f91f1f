"""Lines of a BAI2 file as records: what continues one is part of it, and its fields end where the format says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from app.i18n import msg
from app.services.sync.bank.model import Unread

_RECORDS: Final = frozenset("01 02 03 16 49 88 98 99".split())
#: Fields of a movement in front of its text.
_BEFORE_TEXT: Final = 5


@dataclass
class Record:
    """A record: its first line, its code, and its lines without it."""

    row: int
    code: str
    parts: list[str]

    @cached_property
    def fields(self) -> list[str]:
        """The fields; a slash ends a field with its line, and so does every line but those of a movement's text."""
        text, ended = "", False
        for part in self.parts:
            if text:
                is_text = self.code == "16" and text.count(",") >= _BEFORE_TEXT and not ended
                text += " " if is_text else "" if text.endswith(",") and not ended else ","
            ended = part.endswith("/")
            text += part.removesuffix("/")
        return text.split(",")

    def get(self, place: int) -> str:
        """Return one field, empty where the record ends before it."""
        return self.fields[place].strip() if place < len(self.fields) else ""


def records_of(text: str, loose: list[Unread]) -> Iterator[Record]:
    """Give the records with their continuations; other lines are put aside in ``loose``."""
    current: Record | None = None
    for row, line in enumerate(text.split("\n"), start=1):
        code, rest = line[:2], line[3:].rstrip()
        if not line.strip():
            continue
        if code not in _RECORDS or line[2:3] not in {",", ""}:
            loose.append(Unread(row, code, line[:120], msg("This line is no record of a bank statement.")))
        elif code != "88":
            if current is not None:
                yield current
            current = Record(row, code, [rest])
        elif current is not None:
            current.parts.append(rest)
    if current is not None:
        yield current
