"""What every reader of text asks first: is it written in sixteen bits, and where do its lines end."""

from __future__ import annotations

from typing import Final

#: Bytes in front that decide.
_HEAD: Final = 65_536
_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


def wide(data: bytes) -> str:
    """Return the kind of UTF-16 that bytes are, with or without a mark in front; empty if they are none.

    Text in eight bits has no zeros. In sixteen bits half of each line break, digit and separator is one, and on which
    side they stand tells the order.
    """
    if data.startswith(_MARKS):
        return "utf-16"
    sample = data[:_HEAD]
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    if low + high <= len(sample) * 0.01 or min(low, high) > max(low, high) * 0.1:
        return ""
    return "utf-16-le" if high > low else "utf-16-be"


def from_wide(data: bytes, encoding: str) -> str:
    """Return a text in sixteen bits, as far as it goes: half a letter at its end is none."""
    return data[: len(data) - len(data) % 2].decode(encoding, "replace")


def with_plain_ends(text: str) -> str:
    """Return a text without a mark in front, whose lines end as this program's do."""
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def lines_of(text: str) -> list[str]:
    """Return the lines of a printed list; the form feeds between its pages are none of its letters."""
    return with_plain_ends(text).replace("\f", "").split("\n")
