"""The text of mark-up files: pages and XML say which encoding they are in, and are not always right."""

from __future__ import annotations

import re
from typing import Final

from app.services.sync.files.decoding import Decoded, contradicted, decode
from app.services.sync.files.encodings import encoding_of, whole
from app.services.sync.files.plain import wide

_HEAD: Final = 4096
_SAID: Final = re.compile(
    rb"<\?xml[^>]*?\bencoding=[\"']([\w.:-]+)|<meta[^>]*?\bcharset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE
)


def markup_text(data: bytes, said: str | None = None) -> Decoded:
    """Return the text of a page or an XML file.

    What somebody says decides, or a mark in front, then whether it is UTF-8, then what the file says, unless its
    letters clearly say otherwise, then what its letters say.

    Args:
        data: the file.
        said: the encoding in which it is written, as somebody says.

    Raises:
        DamagedError: no encoding yields text.
        OtherEncodingError: it is not written as was said.
    """
    if said is None and (name := _declared(data)) and not wide(data) and whole(data, "utf-8") is None:
        text = whole(data, name)
        if text is not None:
            doubts = contradicted(data, name)
            return Decoded(text, name, doubts, (name, *doubts) if doubts else ())
    return decode(data, said)


def _declared(data: bytes) -> str | None:
    """Return the encoding that a page says itself, if it is one of eight bits."""
    found = _SAID.search(data[:_HEAD])
    name = encoding_of((found.group(1) or found.group(2)).decode("ascii", "replace")) if found else None
    return None if name is None or name.startswith("utf") else name
