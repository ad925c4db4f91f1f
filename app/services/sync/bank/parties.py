"""Who paid and for what in a CAMT booking: parties, references and texts, wherever the version puts them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.services.sync.bank.remittance import reference


@dataclass(frozen=True, slots=True)
class Details:
    """What a booking says beside day and amount; ``code`` is the bank's code of the transaction in its parts."""

    number: str
    payer: str | None
    text: str | None
    references: tuple[str, ...]
    code: tuple[str, ...]
    method: str | None
    reversal: bool
    returned: bool


def every(element: Any, path: str) -> list[Any]:
    """Return the elements at a path, whatever their namespace."""
    found = [element]
    for name in path.split("/"):
        found = [child for parent in found for child in parent if _name(child) == name]
    return found


def one(element: Any, path: str) -> Any:
    """Return the first element at a path, None if there is none."""
    return next(iter(every(element, path)), None)


def text_of(element: Any, path: str) -> str | None:
    """Return the first text at a path, None if there is none."""
    return next((tidy for found in every(element, path) if (tidy := " ".join((found.text or "").split()))), None)


def details_of(entry: Any, payments: list[Any]) -> Details:
    """Return what a booking says, with the payments that it stands for."""
    numbers = [reference(text_of(payment, "Refs/AcctSvcrRef")) for payment in payments] if len(payments) == 1 else []
    number = next((found for found in (*numbers, reference(text_of(entry, "AcctSvcrRef"))) if found), "")
    places = ("RmtInf/Ustrd", "RmtInf/Strd/AddtlRmtInf")
    texts = [text for payment in payments for place in places for text in _texts(payment, place)]
    texts = texts or [text for payment in payments for text in _texts(payment, "AddtlTxInf")]
    texts = texts or _texts(entry, "AddtlNtryInf")
    references = [text for payment in payments for text in _references(payment)]
    codes = [_code(part) for part in (*payments[:1], entry)]
    return Details(
        number=number,
        payer="; ".join(dict.fromkeys(name for payment in payments if (name := _payer(payment)))) or None,
        text=" ".join(texts) or None,
        references=tuple(dict.fromkeys(references)),
        code=next((code for code in codes if any(code)), ()),
        method=text_of(entry, "AddtlNtryInf"),
        reversal=text_of(entry, "RvslInd") in {"true", "1"},
        returned=any(every(payment, "RtrInf") for payment in payments),
    )


def _name(element: Any) -> str:
    name: str = element.tag.rpartition("}")[2]
    return name


def _texts(element: Any, path: str) -> list[str]:
    return [" ".join(found.text.split()) for found in every(element, path) if found.text and found.text.strip()]


def _payer(payment: Any) -> str | None:
    """Return the debtor's name: the ultimate one first, who owes the invoice."""
    for party in ("UltmtDbtr", "Dbtr", "InitgPty"):
        for place in ("Nm", "Pty/Nm", "Id/OrgId/Othr/Id"):
            found = text_of(payment, f"RltdPties/{party}/{place}")
            if found:
                return found
    return None


def _references(payment: Any) -> list[str]:
    """Return document numbers that stand as such: creditor reference, referred documents, end-to-end reference."""
    found = _texts(payment, "RmtInf/Strd/CdtrRefInf/Ref")
    found += _texts(payment, "RmtInf/Strd/RfrdDocInf/Nb")
    found += _texts(payment, "Refs/EndToEndId")
    return [text for one_text in found if (text := reference(one_text)) is not None]


def _code(element: Any) -> tuple[str, ...]:
    """Return the transaction code in its parts, the bank's own where there is no other."""
    domain = [text_of(element, f"BkTxCd/Domn/{part}") for part in ("Cd", "Fmly/Cd", "Fmly/SubFmlyCd")]
    parts = [part for part in domain if part] or [text_of(element, "BkTxCd/Prtry/Cd") or ""]
    return tuple(part for part in parts if part)
