"""Which container a file is, by its bytes: names and extensions lie.

``.xls`` may be BIFF8, SpreadsheetML, an HTML table, a web archive or UTF-16 text. Standard library only, because the
guard asks in the window's process.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path
from typing import Final

from app.i18n import msg
from app.services.sync.bank.sniff import format_of, is_order
from app.services.sync.files.plain import wide
from app.services.sync.files.refusals import damaged, encrypted, packed, refused, wrong_kind

XLSX: Final = "xlsx"
XLSB: Final = "xlsb"
XLS: Final = "xls"
ODS: Final = "ods"
#: An OpenDocument spreadsheet as one XML file.
FODS: Final = "fods"
SPREADSHEETML: Final = "spreadsheetml"
HTML: Final = "html"
TEXT: Final = "text"
#: Containers that are archives of parts.
ZIPPED: Final = frozenset({XLSX, XLSB, ODS})

_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
#: A workbook of BIFF2 to BIFF8 without the OLE file around it: its first record is BOF.
_BIFF: Final = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00")
_OTHERS: Final = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"SQLite format 3", "SQLite"),
    (b"MZ", "EXE"),
)
_ARCHIVES: Final = frozenset({"gzip", "RAR", "7-Zip"})
#: Spreadsheets of long ago, in records of text.
_TEXTS: Final = (
    (re.compile(rb"ID;P\w*(?:;[NE]\w*)*\r?\n[A-Z]{1,2};"), "SYLK"),
    (re.compile(rb"TABLE\r?\n0,1\r?\n\""), "DIF"),
)
#: Text in front in which a mark-up's first element stands.
_HEAD: Final = 65_536
_PROLOG: Final = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\]\s*)?>)", re.DOTALL)
_ELEMENT: Final = re.compile(r"\s*<([a-z][\w:.-]*)[\s>/]")
_PAGE: Final = frozenset(
    "html head body table thead tbody tr meta style title div center font form p b i h1 h2 h3 h4 span br hr link "
    "script caption colgroup pre a".split()
)
_ARCHIVE: Final = re.compile(r"^(?:mime-version:|content-type:\s*multipart/related)", re.MULTILINE)


def container_of(data: bytes, path: Path) -> str:
    """Tell the container from the bytes.

    Raises:
        RefusedError: encrypted, damaged or of a kind we do not read.
    """
    if data.startswith(b"PK"):
        return _zip_kind(data, path)
    if data.startswith(_OLE):
        return _ole_kind(data, path)
    if _BIFF.match(data):
        return XLS
    for magic, kind in _OTHERS:
        if data.startswith(magic):
            raise (packed if kind in _ARCHIVES else wrong_kind)(path, kind)
    if _is_binary(data):
        raise wrong_kind(path, "")
    if is_order(data):
        raise refused(
            "bank_orders",
            path,
            msg("This is a file of orders to a bank: it tells of no money that came in."),
            msg("Fetch the statement (入出金取引明細) or the notice of transfers (振込入金通知) from the bank."),
        )
    for pattern, kind in _TEXTS:
        if pattern.match(data):
            what = msg("Spreadsheets of kind {kind} are not read.", kind=kind)
            raise refused("wrong_kind_of_file", path, what, msg("Export the list as .xlsx, .xls or .csv."))
    return format_of(data) or _text_kind(data, path)


def _is_binary(data: bytes) -> bool:
    """Tell text from anything else: control characters that no text has, unless it is UTF-16."""
    encoding = wide(data)
    if encoding:
        text = data[: _HEAD - _HEAD % 2].decode(encoding, "replace")
        strange = sum(1 for char in text if char < "\t" or char == "\ufffd")
        return strange > len(text) * 0.02
    sample = data[:_HEAD]
    odd = sum(sample.count(code) for code in (*range(9), 11, *range(14, 26), *range(28, 32)))
    return odd > len(sample) * 0.01


def _text_kind(data: bytes, path: Path) -> str:
    """Tell mark-up from plain text by its first element."""
    head = data[:_HEAD].decode(wide(data) or "latin-1", "replace").lstrip("\ufeff\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(("{", "[{")):
        raise wrong_kind(path, "JSON")
    if _ARCHIVE.match(head):
        return HTML
    start = 0
    while prolog := _PROLOG.match(head, start):
        start = prolog.end()
    element = _ELEMENT.match(head, start)
    root = element.group(1) if element else ""
    if root.rpartition(":")[2] == "workbook" and "urn:schemas-microsoft-com:office:spreadsheet" in head:
        return SPREADSHEETML
    if root == "office:document":
        return FODS
    if root in _PAGE or head.startswith("<!doctype html"):
        return _page(data, path)
    if head.startswith(("<?xml", "<!doctype")):
        raise _no_table(path, "XML")
    return TEXT


def _page(data: bytes, path: Path) -> str:
    """Tell a page with a table from a page without one."""
    narrow = data.replace(b"\x00", b"") if wide(data) else data
    if re.search(rb"<(?:table|tr)[\s>]", narrow, re.IGNORECASE):
        return HTML
    raise _no_table(path, "HTML")


def _no_table(path: Path, kind: str) -> Exception:
    return refused(
        "wrong_kind_of_file",
        path,
        msg("This is a file of kind {kind} without a table that can be read.", kind=kind),
        msg("Export the list as .xlsx, .xls or .csv."),
    )


def _zip_kind(data: bytes, path: Path) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = _declared(archive, names)
    except (
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        OSError,
        EOFError,
        LookupError,
        RuntimeError,
    ):
        raise damaged(path) from None
    if "xl/workbook.bin" in names:
        return XLSB
    if "xl/workbook.xml" in names or any(name.startswith("xl/worksheets/") for name in names):
        return XLSX
    if "encrypted-package" in names and "opendocument" in kind:
        raise encrypted(path)
    if "opendocument.spreadsheet" in kind:
        return ODS
    if any(name.startswith("word/") for name in names) or "opendocument.text" in kind:
        raise wrong_kind(path, "Word" if "opendocument" not in kind else "OpenDocument")
    if any(name.startswith("ppt/") for name in names):
        raise wrong_kind(path, "PowerPoint")
    if any(name.endswith(".iwa") for name in names):
        raise wrong_kind(path, "Numbers")
    raise wrong_kind(path, "OpenDocument") if "opendocument" in kind else packed(path, "ZIP")


def _declared(archive: zipfile.ZipFile, names: set[str]) -> str:
    """Return what an OpenDocument archive says that it is; empty for any other archive."""
    for name in ("mimetype", "META-INF/manifest.xml"):
        if name in names:
            with archive.open(name) as part:
                found = part.read(4096).decode("utf-8", "replace")
            if "opendocument" in found:
                return found
    return ""


def _ole_kind(data: bytes, path: Path) -> str:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise encrypted(path)
    if holds("Workbook") or holds("Book"):
        return XLS
    if holds("WordDocument"):
        raise wrong_kind(path, "Word")
    sector = 1 << min(data[0x1E], 16) if len(data) > 0x34 else 0
    directory = int.from_bytes(data[0x30:0x34], "little") + 1
    if len(data) < max(1536, (directory + 1) * sector):  # where the names of the streams stand
        raise damaged(path)
    raise wrong_kind(path, "")
