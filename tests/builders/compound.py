"""OLE compound files with a sector size of one's choice, around the records of a BIFF8 workbook."""

from __future__ import annotations

import struct
from pathlib import Path

_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def workbook_stream(path: Path) -> bytes:
    """Return the records of a workbook that a writer has written."""
    from xlrd.compdoc import CompDoc

    data = path.read_bytes()
    stream, start, size = CompDoc(data).locate_named_stream("Workbook")
    return bytes(stream[start : start + size])


def compound(path: Path, stream: bytes, *, shift: int = 9, name: str = "Workbook") -> Path:
    """Write a compound file with one stream in sectors of ``2 ** shift`` bytes."""
    size = 1 << shift
    stream = stream.ljust(4096, b"\x00")
    stream += bytes(-len(stream) % size)
    sectors = len(stream) // size
    tables = 1
    while tables * (size // 4) < tables + 1 + sectors:
        tables += 1
    chain = [_FAT] * tables + [_END] + list(range(tables + 2, tables + 1 + sectors)) + [_END]
    chain += [_FREE] * (tables * (size // 4) - len(chain))
    fat = struct.pack(f"<{len(chain)}I", *chain)
    head = bytearray(b"\x00" * max(512, size))
    head[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    struct.pack_into("<HHHHH", head, 24, 0x3E, 4 if shift == 12 else 3, 0xFFFE, shift, 6)
    struct.pack_into("<IIIIIIIIII", head, 0x28, 1 if shift == 12 else 0, tables, tables, 0, 4096, _END, 0, _END, 0, 0)
    places = [*range(min(tables, 109)), *[_FREE] * (109 - min(tables, 109))]
    struct.pack_into("<109I", head, 0x4C, *places)
    folder = _entry("Root Entry", 5, 1, _END, 0) + _entry(name, 2, _FREE, tables + 1, len(stream))
    folder += (b"\x00" * 68 + struct.pack("<III", _FREE, _FREE, _FREE) + b"\x00" * 48) * (max(size, 512) // 128 - 2)
    path.write_bytes(bytes(head) + fat + folder[:size] + stream)
    return path


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    """Return an entry of the directory."""
    written = name.encode("utf-16-le") + b"\x00\x00"
    links = struct.pack("<HBBIII", len(written), kind, 1, _FREE, _FREE, child)
    return written.ljust(64, b"\x00") + links + bytes(36) + struct.pack("<III", start, size, 0)
