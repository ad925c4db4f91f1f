"""Worksheets whose cells do not say where they stand: a writer may leave that out, they follow one another then.

What looks for cells in the XML of a sheet goes by their references. A sheet without them gets them on its way.
"""

from __future__ import annotations

import re
from types import TracebackType
from typing import Final, Self

from app.services.sync.files.zipscan import Source, column_index, letters

_BLOCK: Final = 1 << 20
_TAG: Final = re.compile(rb"<((?:\w+:)?)(row|c)(?=[\s/>])([^>]*?)(/?)>")
_OWN: Final = re.compile(rb'\br="([A-Z]{0,3})(\d{1,7})"')
_ROW_END: Final = b"row>"


class Referenced:
    """The XML of a sheet with a reference in every cell, and quotes of one kind in the tags of rows and cells."""

    def __init__(self, stream: Source) -> None:
        """Begin where the stream stands."""
        self._stream = stream
        self._tail = b""
        self._row = 0
        self._column = -1

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        """Let go of the stream."""
        self._stream.__exit__(kind, error, trace)

    def read(self, _size: int = -1, /) -> bytes:
        """Return the next rows, whole; empty at the end."""
        while block := self._stream.read(_BLOCK):
            text = self._tail + block
            end = text.rfind(_ROW_END) + len(_ROW_END)
            if end >= len(_ROW_END):
                self._tail = text[end:]
                return _TAG.sub(self._placed, text[:end])
            self._tail = text
        rest, self._tail = self._tail, b""
        return _TAG.sub(self._placed, rest)

    def _placed(self, tag: re.Match[bytes]) -> bytes:
        prefix, name, attributes, close = tag.groups()
        attributes = b" ".join((b"", *attributes.split()))
        if b"'" in attributes and b'"' not in attributes:
            attributes = attributes.replace(b"'", b'"')
        own = _OWN.search(attributes)
        if name == b"row":
            self._row, self._column = int(own.group(2)) if own else self._row + 1, -1
            reference = b"%d" % self._row
        else:
            if own:
                self._row, self._column = int(own.group(2)), column_index(own.group(1).decode())
            else:
                self._column += 1
            reference = letters(self._column).encode() + b"%d" % self._row
        if not own:
            attributes = b' r="' + reference + b'"' + attributes
        return b"<" + prefix + name + attributes + close + b">"
