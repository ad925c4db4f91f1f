"""What is known of the other tables on a sheet whose tables stand under each other."""

from __future__ import annotations

from typing import Final, NamedTuple

from app.enums import SyncKind


class Lower(NamedTuple):
    """A table that stands among others: its rows and the last of its header from 0, its kind, headings of items."""

    rows: range
    header: int
    kind: SyncKind | None
    headings: tuple[str, ...]


class Stack(NamedTuple):
    """Tables of one sheet under each other: those that were joined with the one that is read, and the others."""

    joined: tuple[Lower, ...]
    others: tuple[Lower, ...]


#: A table that stands alone.
ALONE: Final = Stack((), ())
