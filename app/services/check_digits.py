"""Check digits of bank accounts and tax numbers.

Used to refuse a letterhead whose bank details are mistyped, and to invent numbers that a reader's own check accepts.
Every function is pure; the sources of the rules are named in words with each of them.
"""

from __future__ import annotations

import re
from typing import Final

#: Length of an IBAN by country, as the IBAN registry (ISO 13616) lists it.
IBAN_LENGTHS: Final[dict[str, int]] = {
    entry[:2]: int(entry[2:])
    for entry in (
        "AD24 AE23 AT20 BE16 BG22 BR29 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 ES24 FI18 FR27 GB22 GI23 GR27 GT28 "
        "HR21 HU28 IE22 IL23 IS26 IT27 LI21 LT20 LU20 LV21 MC27 MT31 NL18 NO15 PL28 PT25 RO24 SA24 SE24 SI19 SK24 "
        "SM27 SV28 TR26"
    ).split()
}
_BIC: Final = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")
_UEN_BUSINESS: Final = ((10, 4, 9, 3, 8, 2, 7, 1), "XMKECAWLJDB")
_UEN_COMPANY: Final = ((10, 8, 6, 4, 9, 7, 5, 3, 1), "ZKCMDNERGWH")
_USCC: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_RFC: Final = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"


def _weighed(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


def compact(text: str) -> str:
    """Drop blanks, dots, dashes and strokes that people write into numbers, and turn letters into capitals."""
    return re.sub(r"[\s.\-/]", "", text).upper()


# ------------------------------------------------------------------------------------------------ bank accounts


def _iban_number(text: str) -> int:
    """Replace letters by 10 to 35 (ISO 7064)."""
    return int("".join(str(int(char, 36)) for char in text))


def make_iban(country: str, account: str) -> str:
    """Put the two check digits of ISO 13616 (mod 97-10) before a national account number."""
    return f"{country}{98 - _iban_number(f'{account}{country}00') % 97:02d}{account}"


def is_iban(text: str) -> bool:
    """Check country, length and mod 97; for Spain and Portugal also the national check digits inside."""
    iban = compact(text)
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]+", iban) or len(iban) != IBAN_LENGTHS.get(iban[:2]):
        return False
    if _iban_number(iban[4:] + iban[:4]) % 97 != 1:
        return False
    if iban[:2] == "ES":
        return iban[12:14] == spanish_control(iban[4:12], iban[14:])
    return iban[:2] != "PT" or int(iban[4:]) % 97 == 1


def spanish_control(bank_branch: str, account: str) -> str:
    """Return the two *dígitos de control* of a Spanish account (weights 1 2 4 8 5 10 9 7 3 6, mod 11)."""

    def one(digits: str) -> str:
        rest = 11 - _weighed(digits.zfill(10), (1, 2, 4, 8, 5, 10, 9, 7, 3, 6)) % 11
        return {10: "1", 11: "0"}.get(rest, str(rest))

    return one(bank_branch) + one(account)


def make_nib(bank_branch_account: str) -> str:
    """Append the two check digits of a Portuguese NIB (mod 97-10) to bank, branch and account (19 digits)."""
    return f"{bank_branch_account}{98 - int(bank_branch_account + '00') % 97:02d}"


def is_bic(text: str) -> bool:
    """Check the form of a BIC (ISO 9362): 8 or 11 characters."""
    return _BIC.fullmatch(text) is not None


def is_routing(text: str) -> bool:
    """Check a US routing number: nine digits, weights 3 7 1, mod 10 (American Bankers Association)."""
    return re.fullmatch(r"\d{9}", text) is not None and _weighed(text, (3, 7, 1) * 3) % 10 == 0


def make_routing(eight: str) -> str:
    """Append the check digit of a US routing number."""
    return f"{eight}{-_weighed(eight, (3, 7, 1, 3, 7, 1, 3, 7)) % 10}"


def make_clabe(seventeen: str) -> str:
    """Append the control digit of a Mexican CLABE: products with 3 7 1 taken mod 10, summed, complement to 10."""
    weights = (3, 7, 1) * 5 + (3, 7)
    total = sum(int(digit) * weight % 10 for digit, weight in zip(seventeen, weights, strict=True))
    return f"{seventeen}{-total % 10}"


def is_clabe(text: str) -> bool:
    """Check a Mexican CLABE: 18 digits."""
    return re.fullmatch(r"\d{18}", text) is not None and make_clabe(text[:17]) == text


def make_cbu(bank_branch: str, account: str) -> str:
    """Build an Argentine CBU of bank and branch (7 digits) and account (13), each block with its check digit.

    Weights 7 1 3 9 7 1 3 and 3 9 7 1 … repeating, complement to 10 (Banco Central, Comunicación "A" 2622).
    """
    first = -_weighed(bank_branch, (7, 1, 3, 9, 7, 1, 3)) % 10
    second = -_weighed(account, (3, 9, 7, 1) * 3 + (3,)) % 10
    return f"{bank_branch}{first}{account}{second}"


def is_cbu(text: str) -> bool:
    """Check an Argentine CBU: 22 digits, a check digit in each of its two blocks."""
    return re.fullmatch(r"\d{22}", text) is not None and make_cbu(text[:7], text[8:21]) == text


# ------------------------------------------------------------------------------------------------ tax numbers


def make_jp_corporate(twelve: str) -> str:
    """Put the check digit before a Japanese corporate number: 9 less the sum of weights 1, 2 from the right, mod 9."""
    total = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(twelve)))
    return f"{9 - total % 9}{twelve}"


def make_uscc(seventeen: str) -> str:
    """Append the check character of a Chinese unified social credit code (GB 32100: weights 3^i mod 31)."""
    total = sum(_USCC.index(char) * pow(3, place, 31) for place, char in enumerate(seventeen))
    return seventeen + _USCC[-total % 31]


def make_tw_number(seven: str) -> str:
    """Append a last digit to a Taiwanese 統一編號 so that the sum of digit sums (weights 1 2 1 2 1 2 4 1) ends in 0."""
    total = sum(
        sum(divmod(int(digit) * weight, 10)) for digit, weight in zip(seven, (1, 2, 1, 2, 1, 2, 4), strict=True)
    )
    return f"{seven}{-total % 10}"


def is_uen(text: str) -> bool:
    """Check a Singapore UEN of a business (8 digits) or a local company (9 digits) by its check letter."""
    if not re.fullmatch(r"\d{8,9}[A-Z]", text):
        return False
    weights, letters = _UEN_BUSINESS if len(text) == 9 else _UEN_COMPANY
    return letters[_weighed(text[:-1], weights) % 11] == text[-1]


def make_uen(year: int, serial: int) -> str:
    """Build a Singapore local company's UEN of its year and five-digit serial."""
    digits = f"{year:04d}{serial:05d}"
    return digits + _UEN_COMPANY[1][_weighed(digits, _UEN_COMPANY[0]) % 11]


def make_cif(letter: str, seven: str) -> str:
    """Append the control digit of a Spanish company's NIF (odd places doubled and their digits summed)."""
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(seven))
    return f"{letter}{seven}{-total % 10}"


def make_rfc(eleven: str) -> str:
    """Append the check character of a Mexican company's RFC (mod 11 over 13 weights, companies start with a blank)."""
    total = sum(_RFC.index(char) * (13 - place) for place, char in enumerate(f" {eleven}"))
    return eleven + "0123456789A"[-total % 11]


def make_nit(number: str) -> str:
    """Append the *dígito de verificación* of a Colombian NIT (weights 3 7 13 17 19 23 29 37 41, mod 11)."""
    total = _weighed(number[::-1], (3, 7, 13, 17, 19, 23, 29, 37, 41)[: len(number)]) % 11
    return f"{number}-{total if total < 2 else 11 - total}"


def make_cuit(ten: str) -> str | None:
    """Append the check digit of an Argentine CUIT, or return None where mod 11 leaves none for this number."""
    rest = -_weighed(ten, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return None if rest == 10 else f"{ten[:2]}-{ten[2:]}-{rest}"


def make_cnpj(twelve: str) -> str:
    """Append the two check digits of a Brazilian CNPJ (weights 5 4 3 2 9 … 2, then 6 5 4 … 2, mod 11)."""
    digits = twelve
    for weights in ((5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2), (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)):
        rest = _weighed(digits, weights) % 11
        digits += str(0 if rest < 2 else 11 - rest)
    return digits


def is_cnpj(text: str) -> bool:
    """Check a Brazilian CNPJ of 14 digits."""
    return re.fullmatch(r"\d{14}", text) is not None and make_cnpj(text[:12]) == text


def is_cpf(text: str) -> bool:
    """Check a Brazilian CPF of 11 digits (weights 10 … 2, then 11 … 2, mod 11)."""
    if not re.fullmatch(r"\d{11}", text):
        return False
    first = _weighed(text[:9], tuple(range(10, 1, -1))) * 10 % 11 % 10
    second = _weighed(text[:10], tuple(range(11, 1, -1))) * 10 % 11 % 10
    return text[9:] == f"{first}{second}"


def format_cnpj(text: str) -> str:
    """Write a CNPJ as Brazilians do: ``12.345.678/0001-95``."""
    return f"{text[:2]}.{text[2:5]}.{text[5:8]}/{text[8:12]}-{text[12:]}"


def make_nif_pt(eight: str) -> str:
    """Append the check digit of a Portuguese NIPC (weights 9 to 2, mod 11)."""
    rest = 11 - _weighed(eight, (9, 8, 7, 6, 5, 4, 3, 2)) % 11
    return f"{eight}{0 if rest > 9 else rest}"


def make_gb_vat(seven: str) -> str:
    """Append the two check digits of a British VAT number (weights 8 to 2, mod 97)."""
    return f"GB{seven}{97 - _weighed(seven, (8, 7, 6, 5, 4, 3, 2)) % 97:02d}"


def make_ca_business(eight: str) -> str:
    """Append the Luhn digit of a Canadian business number, with the sales tax account behind it."""
    total = sum(sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(eight))
    return f"{eight}{-total % 10}RT0001"
