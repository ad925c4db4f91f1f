"""English letters of the United States and the United Kingdom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Final

from app.services.letters.locales.base import LetterLocale
from app.services.letters.request import LetterOptions

#: Legal forms at the end of a name that an individual or sole trader cannot have; abroad ones trade in Britain too.
_BODIES: Final = re.compile(
    r"\b(?:ltd|limited|cyf|plc|p\.l\.c|llp|l\.l\.p|cic|c\.i\.c|cio|inc|incorporated|corp|corporation|llc|l\.l\.c"
    r"|gmbh|ag|se|s\. ?a|s\.a\.s|sas|s\. ?l|s\.p\.a|spa|s\.r\.l|srl|sarl|b\.?v|n\.?v|oyj?|aps|a/s|asa?|ab|lda|ltda"
    r"|pte|pty|k\.?k)"
    r"\.?(?:\s*\([^)]*\))?\s*$",
    re.IGNORECASE,
)


class _English(LetterLocale):
    lang = "en"
    keys = ("en",)
    list_joints = (", ", " and ")
    neutral: ClassVar = {"dr": "Dr", "prof": "Prof", "professor": "Professor"}


class BritishEnglish(_English):
    """Letters in the United Kingdom: open punctuation, day before month."""

    code = "en_GB"
    region = "GB"
    home = "GBP"
    native = "£{n}"
    masculine: ClassVar = {"mr": "Mr", "sir": "Sir"}
    feminine: ClassVar = {"ms": "Ms", "mrs": "Mrs", "miss": "Miss", "mx": "Mx"}

    def incorporated(self, name: str) -> bool:
        """Read the legal form out of the name: the protocol of debt claims protects individuals and sole traders."""
        return _BODIES.search(name) is not None


class AmericanEnglish(_English):
    """Letters in the United States and Canada: Letter paper, month before day."""

    code = "en_US"
    region = "US"
    home = "USD"
    native = "${n}"
    paper = "us-letter"
    masculine: ClassVar = {"mr": "Mr."}
    feminine: ClassVar = {"ms": "Ms.", "mrs": "Mrs.", "miss": "Miss", "mx": "Mx."}
    neutral: ClassVar = {"dr": "Dr.", "prof": "Prof.", "professor": "Professor"}

    def joined(self, parts: Sequence[str]) -> tuple[str, ...]:
        """Put a comma before the last one: the dates themselves have commas, and one follows a year."""
        pieces = super().joined(parts)
        return (*pieces[:-2], ", and ", pieces[-1]) if len(parts) > 1 else pieces

    def table_date(self, day: date, options: LetterOptions) -> str:
        """Write table dates in long form too: figures alone would be read in either order."""
        return self.long_date(day, options)
