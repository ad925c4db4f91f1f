"""The stream of a BIFF workbook out of its OLE compound file, whatever the size of its sectors.

Excel writes sectors of 512 bytes; other programs write what they like, and some count the first sector from byte 512
where the format counts it from the end of a header as long as a sector. Both are tried.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Final
from zipfile import BadZipFile

_SIGNATURE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_HEADER: Final = 512
_IN_HEADER: Final = 109
_LAST: Final = 0xFFFFFFFA
_ENTRY: Final = 128
_ROOT: Final = 5
_STREAM: Final = 2
#: Names of the stream, the newer one first; a file may hold both.
_NAMES: Final = ("workbook", "book")
#: A record of BOF: BIFF2 to BIFF8.
_BOF: Final = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")


def workbook_stream(data: bytes) -> bytes:
    """Return the records of a workbook; bytes without a compound file around them are these records already.

    Raises:
        BadZipFile: the compound file makes no sense, or holds no workbook.
    """
    if not data.startswith(_SIGNATURE):
        return data
    if len(data) < _HEADER:
        raise BadZipFile("the header is cut off")
    (shift,) = struct.unpack_from("<H", data, 0x1E)
    size = 1 << (shift if 6 <= shift <= 20 else 9)
    for base in dict.fromkeys((max(size, _HEADER), _HEADER, size)):
        try:
            found = _Compound(data, size, base).workbook()
        except (struct.error, IndexError):
            continue
        if found.startswith(_BOF):
            return found
    raise BadZipFile("no workbook in it")


class _Compound:
    """A compound file: its sectors, the table that chains them, and its directory."""

    def __init__(self, data: bytes, size: int, base: int) -> None:
        """Read the table of sectors, which begin at ``base``."""
        self._data, self._size, self._base = data, size, base
        places = list(struct.unpack_from(f"<{_IN_HEADER}I", data, 0x4C))
        (more,) = struct.unpack_from("<I", data, 0x44)
        per = size // 4
        for _ in range(len(data) // size + 1):
            if more >= _LAST:
                break
            listed = struct.unpack(f"<{per}I", self._sector(more))
            places += listed[:-1]
            more = listed[-1]
        fat = b"".join(self._sector(place) for place in places if place < _LAST)
        self._fat = struct.unpack(f"<{len(fat) // 4}I", fat)

    def workbook(self) -> bytes:
        """Return the stream of the workbook; empty if there is none."""
        (first,) = struct.unpack_from("<I", self._data, 0x30)
        directory = b"".join(map(self._sector, _chain(self._fat, first)))
        entries = [directory[at : at + _ENTRY] for at in range(0, len(directory) - _ENTRY + 1, _ENTRY)]
        named = {_name(entry): entry for entry in entries if entry[66] == _STREAM}
        for name in _NAMES:
            if name in named:
                return self._stream(named[name], entries)
        return b""

    def _stream(self, entry: bytes, entries: list[bytes]) -> bytes:
        start, length = struct.unpack_from("<II", entry, 116)
        (least,) = struct.unpack_from("<I", self._data, 0x38)
        if length >= least:
            return b"".join(map(self._sector, _chain(self._fat, start)))[:length]
        (shift,) = struct.unpack_from("<H", self._data, 0x20)
        small = 1 << min(shift, 20)
        root = next(found for found in entries if found[66] == _ROOT)
        (first,) = struct.unpack_from("<I", root, 116)
        pool = b"".join(map(self._sector, _chain(self._fat, first)))
        (first,) = struct.unpack_from("<I", self._data, 0x3C)
        table = b"".join(map(self._sector, _chain(self._fat, first)))
        links = struct.unpack(f"<{len(table) // 4}I", table)
        return b"".join(pool[at * small : (at + 1) * small] for at in _chain(links, start))[:length]

    def _sector(self, number: int) -> bytes:
        at = self._base + number * self._size
        found = self._data[at : at + self._size]
        if not found:
            raise IndexError(number)
        return found.ljust(self._size, b"\x00")  # the last one may be shorter in the file


def _chain(links: tuple[int, ...], start: int) -> Iterable[int]:
    """Return the sectors that follow each other; a ring ends after as many as there are."""
    for _ in range(len(links)):
        if start >= _LAST:
            return
        yield start
        start = links[start]


def _name(entry: bytes) -> str:
    (length,) = struct.unpack_from("<H", entry, 64)
    return entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace").casefold()
