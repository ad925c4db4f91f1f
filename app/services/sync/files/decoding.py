"""The text of a file: by its mark, by what was said, as UTF-8, or in the encoding that its words and letters speak for.

Trial decoding alone cannot tell gb18030 from cp932 or big5, so encodings are weighed by how likely the letters of cells
are in each of them and by how many known headings it makes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from app.services.sync.files.encodings import LOST, decoded, nearly, read_in, whole
from app.services.sync.files.grid import DamagedError
from app.services.sync.files.plain import wide
from app.services.sync.layouts.headings import strength

if TYPE_CHECKING:
    from app.services.sync.files.weighing import Weighed

_MARK: Final = b"\xef\xbb\xbf"
#: Text in front that decides about headings, and bytes of telling cells that decide about the letters.
_SAMPLE: Final = 60_000
_TELLING: Final = 4_000
#: Lines with letters beyond ASCII that are looked at.
_LINES: Final = 4_000
#: Bits by which an encoding must be likelier than others: what is less sure is asked.
_SURE: Final = 10.0
#: Encodings that may be chosen where it is asked, and how far behind the best one they may be: in those beyond, the
#: letters are ones of another country.
_OFFERED: Final = 5
_NEAR: Final = 25.0
#: Bits by which letters must speak against what a page says of itself.
_AGAINST: Final = 25.0
#: What a known heading more counts.
_HEADING: Final = 15.0
_BETWEEN: Final = re.compile(rb'[\t\r\n,;"<>]| {2,}|(?<=[\x00-\x7f])\|')
_BEYOND: Final = re.compile(rb"[\x80-\xff]")


class Decoded(NamedTuple):
    """A text and how it was read.

    Attributes:
        doubts: encodings in which it reads as well as in the one that was chosen.
        readings: the encodings in which it can be read, best first, where its letters had to tell: that one alone where
            it is sure. Else empty.
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
        other = not said.startswith("utf") and not data.isascii() and whole(data, "utf-8") is not None
        return Decoded(read_in(data, said), said, ("utf-8",) if other else ())
    if (text := whole(data, "utf-8")) is not None:
        return Decoded(text, "utf-8")
    if (text := nearly(data, "utf-8")) is not None:
        return Decoded(text, "utf-8")
    return weighed(data)


def weighed(data: bytes) -> Decoded:
    """Return a text in the encoding that its headings and letters speak for."""
    found = _ranked(data)
    for place, best in enumerate(found):
        text = whole(data, best.encoding)
        if text is None:
            text = nearly(data, best.encoding)
        if text is not None:
            apart = {one.cells: one for one in reversed(found[place + 1 :]) if one.cells != best.cells}
            fit = sorted((one for one in apart.values() if LOST not in "".join(one.cells)), key=lambda one: one.bits)
            rivals = (one.encoding for one in fit if one.bits - best.bits < _SURE)
            doubts = tuple(one for one in rivals if whole(data, one) is not None)  # beyond the cells that were weighed
            near = [one for one in fit if one.bits - best.bits < _NEAR and whole(data, one.encoding) is not None]
            others = (one.encoding for one in near[:_OFFERED] if doubts)
            return Decoded(text, best.encoding, doubts, (best.encoding, *others))
    return Decoded(data.decode("cp1252", "replace"), "cp1252")


def contradicted(data: bytes, encoding: str) -> tuple[str, ...]:
    """Return the encoding that the letters of a text speak for against the one that it names itself; none if hardly."""
    found = _ranked(data)
    named, best = next((one for one in found if one.encoding == encoding), None), found[0]
    if named is None or named.bits - best.bits < _AGAINST or whole(data, best.encoding) is None:
        return ()
    return () if named.cells == best.cells else (best.encoding,)


def _ranked(data: bytes) -> list[Weighed]:
    """Return the encodings by how likely the text is in them, with the headings that each of them makes known.

    What weighs them is imported only now: most files are UTF-8, and the process starts anew with each.
    """
    from app.services.sync.files.weighing import weigh

    head = data[:_SAMPLE]
    found = weigh(_telling(data))
    known = {one.encoding: headings_in(decoded(head, one.encoding)) for one in found}
    return sorted(
        (one._replace(bits=one.bits - _HEADING * known[one.encoding]) for one in found), key=lambda one: one.bits
    )


def _telling(data: bytes) -> list[bytes]:
    """Return cells that hold letters beyond ASCII, each once, wherever they stand: others show no encoding."""
    found: dict[bytes, None] = {}
    at = size = 0
    for _ in range(_LINES):
        letter = _BEYOND.search(data, at) if size < _TELLING else None
        if letter is None:
            break
        end = data.find(b"\n", letter.end())
        end = min(len(data) if end < 0 else end, letter.start() + _SAMPLE)
        line = data[max(data.rfind(b"\n", at, letter.start()) + 1, letter.start() - _SAMPLE) : end]
        cells = [cell for cell in _BETWEEN.split(line) if _BEYOND.search(cell) and cell not in found]
        found.update(dict.fromkeys(cells))
        at, size = end, size + sum(map(len, cells))
    return list(found)


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
