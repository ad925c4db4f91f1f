"""A letter's facts as JSON: kept with the letter, so that writing it again gives the same bytes."""

from __future__ import annotations

import base64
from dataclasses import asdict
from datetime import date
from typing import Any

from app.enums import LetterKind
from app.services.letters.request import (
    Bank,
    Deadline,
    Earlier,
    LetterLine,
    LetterOptions,
    LetterRequest,
    Person,
    Recipient,
    Sender,
    Signatory,
)


def request_to_json(request: LetterRequest) -> dict[str, Any]:
    """Return the request as JSON values."""
    values = asdict(request)
    if request.sender.logo is not None:
        values["sender"]["logo"] = base64.b64encode(request.sender.logo).decode()
    packed: dict[str, Any] = _pack(values)
    return packed


def request_from_json(values: dict[str, Any]) -> LetterRequest:
    """Read what ``request_to_json`` wrote."""
    deadline = values["deadline"]
    return LetterRequest(
        sender=_sender(values["sender"]),
        recipient=_recipient(values["recipient"]),
        locale=values["locale"],
        stage=values["stage"],
        date=date.fromisoformat(values["date"]),
        number=values["number"],
        currency=values["currency"],
        lines=tuple(_line(line) for line in values["lines"]),
        deadline=None if deadline is None else Deadline(**{**deadline, "on": date.fromisoformat(deadline["on"])}),
        earlier=tuple(Earlier(one["stage"], date.fromisoformat(one["on"])) for one in values["earlier"]),
        consequences=tuple(values["consequences"]),
        cross_border=values["cross_border"],
        multi_currency=values["multi_currency"],
        enclosed_copies=values["enclosed_copies"],
        options=LetterOptions(**values["options"]),
        kind=LetterKind(values["kind"]),
    )


def _sender(values: dict[str, Any]) -> Sender:
    logo = values["logo"]
    return Sender(
        **{
            **values,
            "addresses": {key: tuple(lines) for key, lines in values["addresses"].items()},
            "signatories": {key: Signatory(**one) for key, one in values["signatories"].items()},
            "banks": tuple(Bank(**bank) for bank in values["banks"]),
            "logo": None if logo is None else base64.b64decode(logo),
        }
    )


def _recipient(values: dict[str, Any]) -> Recipient:
    person = values["person"]
    return Recipient(
        **{**values, "person": None if person is None else Person(**person), "address": tuple(values["address"])}
    )


def _line(values: dict[str, Any]) -> LetterLine:
    document = values["document_date"]
    return LetterLine(
        **{
            **values,
            "due_date": date.fromisoformat(values["due_date"]),
            "document_date": None if document is None else date.fromisoformat(document),
        }
    )


def _pack(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _pack(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_pack(item) for item in value]
    return value
