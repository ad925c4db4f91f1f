"""Document numbers as payers write them: found in free text, and in the form in which they are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

#: What looks like an invoice number: letters, a separator, digits; runs share the letters. Few digits need letters.
_INVOICE: Final = re.compile(
    r"(?<![\w])(?:([^\W\d_]{1,6}[.:#]?[-/ ]?)?(\d{3,}(?:[-/,+]\d{2,})*)|([^\W\d_]{1,6}[-/])(\d{1,2}))(?![\w])"
)
#: Between numbers in a column of numbers.
_LISTED: Final = re.compile(r"[;,\n|+&、，；]+|\s{2,}|\s+(?:y|e|and|und)\s+")
#: A word with a digit, in which a number may be written that looks like no other.
_WORD: Final = re.compile(r"(?=[^\s,;]*\d)[^\s,;]{2,35}")
#: What also has digits and is no document number: account numbers, days, times, amounts with decimals.
_OTHER: Final = re.compile(
    r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?\b"
    r"|(?<![\w-])(?:\d{4}-\d{2}-\d{2}|\d{4}/\d{1,2}/\d{1,2}|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2}))(?![\w-])"
    r"|(?<![\w:])\d{1,2}:\d{2}(?::\d{2})?(?![\w:])"
    r"|(?<![\w.,])\d{1,3}(?:[.,' ]\d{3})*[.,]\d{2}(?![\w.,]?\d)"
)
#: ISO 11649: RF, two check digits, the creditor's own reference.
_CREDITOR: Final = re.compile(r"(?<!\w)RF(\d{2}) ?([A-Z0-9](?:[A-Z0-9 ]{0,25}[A-Z0-9])?)(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def named_in(text: str | None) -> tuple[str, ...]:
    """Return what looks like invoice numbers in a text; ``F-450-451`` names F-450 and F-451."""
    found: dict[str, None] = {}
    for letters, digits, few_letters, few in _INVOICE.findall(text or ""):
        if few:
            found[f"{few_letters}{few}"] = None
            continue
        parts = re.split(r"[-/,+]", digits)
        if len({len(part) for part in parts}) == 1 or not letters:
            for part in parts if len({len(part) for part in parts}) == 1 else [digits]:
                found[f"{letters.strip()}{part}"] = None
        else:
            found[f"{letters.strip()}{digits}"] = None
    return tuple(found)


def paid_by(text: str | None, stated: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the numbers that a payment names: those stated as references, then those in its text.

    Days, amounts and account numbers in the text are none. Of a creditor reference its body counts, if its check
    digits hold.
    """
    found: dict[str, None] = {}
    for reference in stated:
        if any(map(str.isdigit, reference)):
            found[creditor_reference(reference) or reference] = None
    rest = text or ""
    for match in _CREDITOR.finditer(rest):
        if (body := creditor_reference(match.group())) is not None:
            found[body] = None
            rest = rest.replace(match.group(), " ")
    found.update(dict.fromkeys(named_in(_OTHER.sub(" ", rest))))
    return tuple(found)


def listed_in(cell: str | None) -> tuple[str, ...]:
    """Return the numbers in a cell of a column of numbers, which may list several."""
    return tuple(part.strip() for part in _LISTED.split(cell or "") if part.strip())


def words_in(text: str | None) -> tuple[str, ...]:
    """Return the words of a text that have a digit: one of them may be the number of a document that is known."""
    return tuple(dict.fromkeys(word.strip(".:()[]#'\"") for word in _WORD.findall(text or "")))


def creditor_reference(text: str) -> str | None:
    """Return the creditor's own part of an ISO 11649 reference, None if it is none or its check digits are wrong."""
    match = _CREDITOR.fullmatch(text.strip())
    if match is None:
        return None
    for length in range(len(match.group(2)), 0, -1):  # a word behind it may stand in the same breath
        body = match.group(2)[:length].replace(" ", "").upper()
        if body and _mod97(body + "RF" + match.group(1)) == 1:
            return body
        if " " not in match.group(2)[:length]:
            break
    return None


def is_iban(text: str) -> bool:
    """Tell whether a text is an IBAN whose check digits hold."""
    tidy = text.replace(" ", "").upper()
    return re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", tidy) is not None and _mod97(tidy[4:] + tidy[:4]) == 1


def _mod97(text: str) -> int:
    return int("".join(str(int(char, 36)) for char in text)) % 97


@lru_cache(maxsize=65536)
def invoice_key(number: str) -> str:
    """Return a number as remittance texts name it: no case, blanks, punctuation or leading zeros."""
    folded = "".join(char for char in unicodedata.normalize("NFKC", number).casefold() if char.isalnum())
    return folded.lstrip("0") or folded
