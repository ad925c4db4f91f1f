"""How text is written: the names by which people call an encoding, and reading a file in the one that was said."""

from __future__ import annotations

import codecs
from typing import Final

#: Names by which programs call an encoding, and the wider one that they mean, by the name of Python.
_MEANT: Final = {
    "shift_jis": "cp932", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "iso8859-1": "cp1252",
    "ascii": "cp1252", "utf-8-sig": "utf-8",
}  # fmt: skip
#: Names that Python does not know.
_OTHERS: Final = {
    "x-sjis": "cp932", "windows-31j": "cp932", "ms932": "cp932", "gb_2312-80": "gb18030", "x-gbk": "gb18030",
    "x-x-big5": "big5", "ks_c_5601-1987": "cp949", "unicode": "utf-16", "ansi": "cp1252",
}  # fmt: skip
#: Codecs that change text into text or into names of hosts: no file is written in them.
_NO_FILES: Final = frozenset("idna punycode undefined unicode-escape raw-unicode-escape utf-7".split())
#: Codecs of one name, the usual one first; the others know letters that were added to it.
_CODECS: Final = {"big5": ("big5", "cp950", "big5hkscs"), "euc_jp": ("euc_jp", "euc_jis_2004")}
#: Letters beyond ASCII that an encoding explains for each that it does not.
_WHOLE: Final = 20
#: What stands for a letter that cannot be read.
LOST: Final = "\ufffd"


class OtherEncodingError(Exception):
    """A text is not written in the encoding that was said.

    Attributes:
        encoding: its name.
        line: the first one that cannot be read, from 1.
    """

    def __init__(self, encoding: str, line: int) -> None:
        """Keep what cannot be read."""
        super().__init__(encoding, line)
        self.encoding = encoding
        self.line = line


def encoding_of(text: str) -> str | None:
    """Return the name of an encoding of text as this program calls it, however it was typed; None if there is none."""
    typed = text.strip().casefold()
    try:
        name = codecs.lookup(_OTHERS.get(typed, typed)).name
    except (LookupError, ValueError):
        return None
    return None if name in _NO_FILES or not _makes_text(name) else _MEANT.get(name, name)


def _makes_text(name: str) -> bool:
    """Tell an encoding of text from Python's codecs for other things, which it keeps among them."""
    try:
        b"A1".decode(name)
    except UnicodeError:
        return True  # more than two bytes a letter
    except LookupError:
        return False
    return True


def whole(data: bytes, encoding: str) -> str | None:
    """Return a text if all of it can be read in an encoding."""
    for codec in _CODECS.get(encoding, (encoding,)):
        try:
            return data.decode(codec)
        except UnicodeError:
            continue
    return None


def decoded(data: bytes, encoding: str) -> str:
    """Return a text with what cannot be read in an encoding marked as lost."""
    text = whole(data, encoding)
    return data.decode(_CODECS.get(encoding, (encoding,))[-1], "replace") if text is None else text


def nearly(data: bytes, encoding: str) -> str | None:
    """Return a text of which a few letters are broken: what explains so many others is the right encoding."""
    try:
        text = data.decode(_CODECS.get(encoding, (encoding,))[-1], "replace")
    except UnicodeError:
        return None
    broken = text.count(LOST)
    beyond = len(text) - broken - len(text.encode("ascii", "ignore"))
    return text if beyond >= _WHOLE * broken else None


def reread(text: str, own: str, other: str) -> str | None:
    """Return what the bytes of a text are in another encoding than its own; None where that cannot be told."""
    if own == other:
        return text
    try:
        data = text.encode(own)
    except UnicodeError:
        return None
    read = whole(data, other)
    return None if read is None or LOST in read else read


def read_in(data: bytes, encoding: str) -> str:
    """Return a text in the encoding that somebody said; a few broken letters are lost.

    Raises:
        OtherEncodingError: it is not written so.
    """
    text = whole(data, encoding)
    if text is None:
        text = nearly(data, encoding)
    if text is None:
        raise OtherEncodingError(encoding, data.count(b"\n", 0, _broken_at(data, encoding)) + 1)
    if b"\n" in data and "\n" not in text:  # whole lines were taken for halves of letters
        raise OtherEncodingError(encoding, 1)
    return text


def _broken_at(data: bytes, encoding: str) -> int:
    """Return the place of the first byte that an encoding does not explain."""
    try:
        data.decode(_CODECS.get(encoding, (encoding,))[-1])
    except UnicodeDecodeError as error:
        return error.start
    except UnicodeError:
        return 0
    return len(data)
