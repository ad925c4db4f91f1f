"""The text of a file: by its mark, by what was said, as UTF-8, or in the encoding that its words and letters speak for.

Trial decoding alone cannot tell gb18030 from cp932 or big5, so the candidates that decode are weighed by how many known
headings appear in them, then by how common their letters are.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from app.services.sync.files.encodings import nearly, read_in, whole
from app.services.sync.files.grid import DamagedError
from app.services.sync.files.plain import wide
from app.services.sync.layouts.headings import strength

_MARK: Final = b"\xef\xbb\xbf"
#: Encodings that are weighed; of equals the first one is taken: letters of the West are not what others look like.
_CANDIDATES: Final = ("cp1252", "cp932", "gb18030", "big5", "euc_jp")
#: Text in front that decides about headings, and telling text that decides about the letters.
_SAMPLE: Final = 60_000
_COMMON: Final = {
    "cp932": re.compile("[ぁ-んァ-ヶー、。・々一-龠ｦ-ﾟ]"),
    "euc_jp": re.compile("[ぁ-んァ-ヶー、。・々一-龠]"),
    "gb18030": re.compile("[一-龥，。、；：（）]"),
    "big5": re.compile("[一-龥，。、；：（）]"),
    "cp1252": re.compile("[áéíóúñçãõâêôàüöäßÁÉÍÓÚÑÇÃÕÂÊÔÀÜÖÄºª°€£¡¿]"),
}
#: A letter beyond ASCII by itself that touches Latin letters.
_IN_WORD: Final = re.compile(r"(?<=[A-Za-z])[^\x00-\x7f](?![^\x00-\x7f])|(?<![^\x00-\x7f])[^\x00-\x7f](?=[A-Za-z])")
_BEYOND: Final = re.compile(rb"[\x80-\xff]")


class Decoded(NamedTuple):
    """A text and how it was read.

    Attributes:
        doubts: encodings in which it reads as well as in the one that was chosen.
        readings: all encodings in which it can be read, best first, where its letters had to tell; else empty.
    """

    text: str
    encoding: str
    doubts: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


def decode(data: bytes, said: str | None = None) -> Decoded:
    """Return the text of a file.

    Args:
        data: the file.
        said: the encoding in which it is written, as somebody says; a mark in front of it knows better.

    Raises:
        DamagedError: no encoding yields text.
        OtherEncodingError: it is not written as was said.
    """
    if data.startswith(_MARK):
        return Decoded(_strict(data, "utf-8-sig"), "utf-8")
    if encoding := wide(data):
        return Decoded(_strict(data, encoding), encoding)
    if said is not None:
        return Decoded(read_in(data, said), said)
    if (text := whole(data, "utf-8")) is not None:
        return Decoded(text, "utf-8")
    if (text := nearly(data, "utf-8")) is not None:
        return Decoded(text, "utf-8")
    return weighed(data)


def weighed(data: bytes) -> Decoded:
    """Return a text in the encoding that its headings and letters speak for."""
    telling = _telling(data)
    found: list[tuple[int, int, str, str]] = []
    for encoding in _CANDIDATES:
        text = whole(data, encoding)
        if text is not None:
            common = _commonness(telling.decode(encoding, "ignore"), encoding)
            found.append((headings_in(text[:_SAMPLE]), common, encoding, text))
    if not found:
        return Decoded(data.decode("cp1252", "replace"), "cp1252")
    found.sort(key=lambda one: one[:2], reverse=True)  # of equals the first candidate stays the first
    best = found[0]
    doubts = tuple(one[2] for one in found[1:] if one[:2] == best[:2])
    return Decoded(best[3], best[2], doubts, tuple(one[2] for one in found))


def _telling(data: bytes) -> bytes:
    """Return the first lines that hold letters beyond ASCII, wherever they stand: others show no encoding."""
    found: list[bytes] = []
    at = size = 0
    while size < _SAMPLE and (letter := _BEYOND.search(data, at)):
        end = data.find(b"\n", letter.end())
        end = min(len(data) if end < 0 else end, letter.start() + _SAMPLE)
        found.append(data[max(data.rfind(b"\n", at, letter.start()) + 1, letter.start() - _SAMPLE) : end])
        at, size = end, size + len(found[-1])
    return b"\n".join(found)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding.startswith("utf-16") and error.start >= len(data) - 2:
            return data[: len(data) - len(data) % 2].decode(encoding, "replace")
        raise DamagedError(str(error)) from error


def headings_in(text: str) -> int:
    """Return the most known headings in one line, whatever separates them."""
    best = 0
    for line in text.split("\n")[:60]:
        cells = [cell.strip(' "') for cell in re.split(r"[,;\t|]", line)]
        whole, partly = strength(cells)
        best = max(best, 2 * whole + partly)
    return best


def _commonness(text: str, encoding: str) -> int:
    """Return the share of foreign letters, in per mille, that are common where the encoding is used.

    A single one in the middle of a Latin word is none: Pérez is P廨ez in big5.
    """
    foreign = [char for char in text if ord(char) > 127]
    if not foreign:
        return 0
    told = _IN_WORD.sub("", text) if encoding != "cp1252" else text
    common = sum(1 for char in told if _COMMON[encoding].match(char))
    if encoding in {"gb18030", "big5"}:
        strict = "gb2312" if encoding == "gb18030" else "big5"
        common = sum(1 for char in told if _COMMON[encoding].match(char) and _encodes(char, strict))
    return 1000 * common // len(foreign)


def _encodes(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
