"""What a movement says in words: who paid, for what, by which reference, taken out of the bank's own structure.

MT940 knows three ways: German numbered pieces (``166?00…?20…``), code words between slashes (``/ORDP//NAME/…``) and
plain lines. SEPA words (``EREF+ … SVWZ+ …``) stand inside the pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

#: Lines and pieces that are full go on without a blank in the next one.
_FULL_LINE: Final = 65
_FULL_PIECE: Final = 27
_PIECES: Final = re.compile(r"\d{3}([?<>@+|])\d\d")
#: Why a payment came back, as German banks number it; other numbers in its place are their own affair.
_RETURNED: Final = range(901, 920)
_PURPOSE: Final = frozenset(map(str, (*range(20, 30), *range(60, 64))))
_SEPA: Final = re.compile("(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|PURP)[+:] ?")
_CODES: Final = (
    "EREF|PREF|KREF|IREF|MARF|CSID|ORDP|BENM|ULTD|ULTC|CNTP|IBAN|BIC|NAME|ADDR|REMI|USTD|STRD|TRTP|RTRN|PURP|ISDT|OCMT"
    "|CHGS|ACCW|SVCL|TR|ID|TRCD|SUM|NRTX|CD|SUBF"
)
_CODE: Final = re.compile(rf"/({_CODES})/")
#: What says that there is no reference.
_NOTHING: Final = frozenset(
    {"NOTPROVIDED", "NONREF", "NOREF", "NOTAVAILABLE", "NA", "N/A", "-", "EREF", "NOT PROVIDED"}
)


@dataclass(frozen=True, slots=True)
class Said:
    """What the text of a movement says.

    Attributes:
        code: the bank's own code of the business transaction, where it has one.
        returned: it says that a payment comes back.
        why: a number that may say why it does (Textschlüsselergänzung): ordinary payments have one too.
    """

    text: str | None = None
    payer: str | None = None
    references: tuple[str, ...] = ()
    method: str | None = None
    code: str = ""
    returned: bool = False
    why: str = ""

    def comes_back(self, *, debit: bool) -> bool:
        """Tell whether the text says that a payment comes back."""
        return self.returned or (debit and self.why.isdecimal() and int(self.why) in _RETURNED)


def said_in(lines: Sequence[str]) -> Said:
    """Take the lines of an MT940 information field apart."""
    joined = "".join(lines)
    pieces = _PIECES.match(joined)
    if pieces is not None:
        return _from_pieces(joined, pieces.group(1))
    if len(_CODE.findall(joined)) >= 2:
        return _from_codes(joined)
    return _from_plain(lines)


def reference(text: str | None) -> str | None:
    """Return a reference, None where it says that there is none."""
    tidy = " ".join((text or "").split())
    return tidy if tidy and tidy.upper() not in _NOTHING else None


def join_full(parts: Iterable[str], full: int) -> str:
    """Join parts of a text: a part that fills its line goes on in the next, others end with a word."""
    text, before = "", full
    for part in parts:
        text += part if before >= full or not text else f" {part}"
        before = len(part)
    return " ".join(text.split())


def _from_pieces(joined: str, sign: str) -> Said:
    code, rest = joined[:3], joined[3:]
    begin = re.escape(sign) + r"(?=\d\d)"  # elsewhere the sign is a letter of the text
    pieces = [(piece[:2], piece[2:]) for piece in re.split(begin, rest)[1:]]
    purpose = join_full((text for number, text in pieces if number in _PURPOSE), _FULL_PIECE)
    name = " ".join("".join(text for number, text in pieces if number in {"32", "33"}).split())
    kind = next((text.strip() for number, text in pieces if number == "00"), "")
    words = _sepa(purpose)
    return Said(
        text=words.get("SVWZ", purpose if not words else words.get("")) or None,
        payer=words.get("ABWA") or name or None,
        references=_references(words.get("EREF"), words.get("KREF")),
        method=kind or code,
        code=code,
        why=next((text.strip() for number, text in pieces if number == "34"), ""),
    )


def _sepa(purpose: str) -> dict[str, str]:
    """Return the SEPA words of a purpose with what follows each; the text in front of them under ``""``."""
    marks = list(_SEPA.finditer(purpose))
    if not marks:
        return {}
    ends = [mark.start() for mark in marks[1:]] + [len(purpose)]
    found = {"": purpose[: marks[0].start()].strip()}
    for mark, end in zip(marks, ends, strict=True):
        found.setdefault(mark.group(1), purpose[mark.end() : end].strip())
    return {word: text for word, text in found.items() if text}


def _from_codes(joined: str) -> Said:
    """Read code words between slashes: ``/EREF/…/ORDP//NAME/…/REMI/USTD//…/``."""
    marks = list(_CODE.finditer(joined))
    ends = [mark.start() for mark in marks[1:]] + [len(joined)]
    found: dict[str, str] = {}
    for mark, end in zip(marks, ends, strict=True):
        text = joined[mark.end() : end].strip("/ ")
        if text:
            found.setdefault(mark.group(1), " ".join(text.split()))
    party = [part for part in found.get("CNTP", "").split("/") if part]  # account, BIC, name, town
    payer = found.get("NAME") or found.get("ORDP") or (party[2] if len(party) > 2 else None)
    texts = [found[name] for name in ("REMI", "USTD") if name in found]
    stated = found.get("STRD", "").rpartition("/")[2] or None
    return Said(
        text=" ".join(texts) or None,
        payer=payer,
        references=_references(stated, found.get("EREF"), found.get("KREF")),
        method=found.get("TRTP"),
        returned="RTRN" in found,
    )


def _from_plain(lines: Sequence[str]) -> Said:
    text = join_full(lines, _FULL_LINE)
    words = _sepa(text)
    if not words:
        return Said(text=text or None)
    return Said(
        text=words.get("SVWZ") or words.get("") or None,
        payer=words.get("ABWA"),
        references=_references(words.get("EREF"), words.get("KREF")),
    )


def _references(*texts: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found for text in texts if (found := reference(text)) is not None))
