"""Telling a bank's statement from other text by its content, whatever its name ends in."""

from __future__ import annotations

import re
from typing import Final

from app.services.sync.bank.model import BAI2, CAMT, MT940, NORMA43, OFX, ZENGIN, ZENGIN_NOTICE
from app.services.sync.files.plain import from_wide, wide, with_plain_ends

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
_YYMMDD: Final = r"\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
#: The header of a Zengin file, at fixed places or by commas, where spreadsheets take zeros away.
_ZENGIN: Final = re.compile(rf"1(0[13])[01](?:{_YYMMDD}|0{{6}}| {{6}}){{3}}\d{{4}}")
_ZENGIN_CSV: Final = re.compile(r'"?1"?,"?0?([13])"?,"?[01]?"?,(?:"?\d{5,6}"?,){3}"?\d{1,4}"?,[^,\n]*,"?\d{1,3}"?,')
_ZENGIN_KINDS: Final = {"1": ZENGIN_NOTICE, "3": ZENGIN}
_NORMA43: Final = re.compile(rf"11\d{{18}}{_YYMMDD}{_YYMMDD}[12]\d{{14}}\d{{3}}")
_OFX: Final = re.compile(r"(?:OFXHEADER\s*:|<\?xml[^>]*>\s*(?:<\?OFX[^>]*>\s*)?<OFX>|<\?OFX\b|<OFX>)")


#: Orders to a bank and what became of them, of 120 bytes a record: salaries, transfers, direct debits.
_ORDERS: Final = re.compile(r"1(?:11|12|21|41|43|71|72|91)[01]\d{10}")
_ORDER: Final = 120


def is_order(data: bytes) -> bool:
    """Tell whether a file holds Zengin's orders to a bank, which tell of no money received."""
    head = _text(data[:_HEAD])
    return _ORDERS.match(head) is not None and len(data.splitlines()[0]) % _ORDER == 0


def format_of(data: bytes) -> str | None:
    """Return the format of a bank's statement, None if it is none."""
    head = _text(data[:_HEAD])
    if _OFX.match(head):
        return OFX
    if head.startswith("<"):
        return CAMT if _CAMT.search(head) or _CAMT_SPACE.search(head) else None
    if all(tag.search(head) for tag in _TAGS):
        return MT940
    if _BAI_FILE.match(head) and _BAI_GROUP.search(head):
        return BAI2
    zengin = _ZENGIN.match(head) or _ZENGIN_CSV.match(head)
    if zengin is not None:
        return _ZENGIN_KINDS[zengin.group(1)[-1]]
    return NORMA43 if _NORMA43.match(head) else None


def _text(head: bytes) -> str:
    """Return the text in front, line ends made plain; what no encoding explains stays as it is."""
    encoding = wide(head)
    text = from_wide(head, encoding) if encoding else head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    return with_plain_ends(text).lstrip("\ufeff \t\n")
