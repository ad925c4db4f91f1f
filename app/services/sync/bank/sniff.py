"""Telling a bank's statement from other text by its content, whatever its name ends in."""

from __future__ import annotations

import re
from typing import Final

from app.services.sync.bank.model import BAI2, CAMT, MT940

#: Text in front that decides.
_HEAD: Final = 65_536
_TAGS: Final = (
    re.compile(r"^\s*(?:\{4:\s*)?:20:", re.MULTILINE),
    re.compile(r"^:25P?:", re.MULTILINE),
    re.compile(r"^:(?:60[FM]|61|62[FM]|34F):", re.MULTILINE),
)
_BAI_FILE: Final = re.compile(r"01,[^,\n]*,[^,\n]*,\d{6},[\d:]*,")
_BAI_GROUP: Final = re.compile(r"^02,", re.MULTILINE)
_CAMT: Final = re.compile(r"<(?:\w+:)?(?:BkToCstmrStmt|BkToCstmrAcctRpt|BkToCstmrDbtCdtNtfctn)[\s>/]")
_CAMT_SPACE: Final = re.compile(r"<(?:\w+:)?Document\b[^>]*urn:iso:std:iso:20022:tech:xsd:camt\.05[234]\.", re.DOTALL)


def format_of(data: bytes) -> str | None:
    """Return the format of a bank's statement, None if it is none."""
    head = _text(data[:_HEAD])
    if head.startswith("<"):
        return CAMT if _CAMT.search(head) or _CAMT_SPACE.search(head) else None
    if all(tag.search(head) for tag in _TAGS):
        return MT940
    if _BAI_FILE.match(head) and _BAI_GROUP.search(head):
        return BAI2
    return None


def _text(head: bytes) -> str:
    """Return the text in front, line ends made plain; what no encoding explains stays as it is."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", "replace")
    elif b"\x00" in head[:4]:
        text = head.decode("utf-16-be" if head.startswith(b"\x00") else "utf-16-le", "replace")
    else:
        text = head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    return text.lstrip("\ufeff \t\r\n").replace("\r\n", "\n").replace("\r", "\n")


def decode(data: bytes) -> tuple[str, str]:
    """Return the lines of a statement in text as one string with plain line ends, and its encoding.

    UTF-8 where the bytes are that; else the Western one, which is what banks write when they write anything else.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text, encoding = data.decode("utf-16", "replace"), "utf-16"
    elif b"\x00" in data[:4]:
        encoding = "utf-16-be" if data.startswith(b"\x00") else "utf-16-le"
        text = data.decode(encoding, "replace")
    else:
        for encoding in ("utf-8-sig", "cp1252", "latin-1"):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            break
        encoding = encoding.removesuffix("-sig")
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), encoding
