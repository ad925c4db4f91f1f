"""CAMT.053: ISO 20022 statements in XML, any version; read entry by entry, so that memory does not grow with the file.

Names of elements are taken without their version's namespace; what moved between versions (``Sts/Cd``, ``Dbtr/Pty``)
is looked up in both places. CAMT.052 and CAMT.054 tell of the same money before or beside the statement: refused.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from app.errors import RefusedError
from app.i18n import msg
from app.money import MoneyError, is_currency, to_major, to_minor
from app.services.sync.bank.model import (
    Balance,
    Movement,
    Statement,
    Unread,
    What,
    cut_off,
    interim,
    known_currency,
    unreadable,
)
from app.services.sync.bank.parties import details_of, every, one
from app.services.sync.bank.parties import text_of as text

_STATEMENT: Final = "BkToCstmrStmt"
_OTHERS: Final = {"BkToCstmrAcctRpt": "CAMT.052", "BkToCstmrDbtCdtNtfctn": "CAMT.054"}
_OPENING: Final = ("OPBD", "PRCD", "ITBD")
_CLOSING: Final = ("CLBD", "ITBD")
_CHARGES: Final = frozenset("CHRG FEES COMM INTR TAXE ODFT".split())
_SWEEPS: Final = frozenset("SWEP ZABA TOPG CAJT CAPL".split())
_RETURNS: Final = frozenset("UPDD RRTN RPCR PRDD".split())
#: Expat's codes for a document that ends too soon.
_UNFINISHED: Final = frozenset({3, 5, 6, 20})
_FLAGS: Final = frozenset("true false 1 0".split())
_AMOUNT: Final = re.compile(r"\d{1,18}(?:\.\d{0,17})?|\.\d{1,17}", re.ASCII)


def read(data: bytes, file: str) -> list[Statement]:
    """Read all statements of a file.

    Raises:
        RefusedError: no CAMT.053, cut off, not well-formed, or with abbreviations of its own as traps have them.
    """
    try:
        found = list(_statements(data.lstrip(b" \t\r\n"), file))
    except ParseError as error:
        if error.code in _UNFINISHED:
            raise cut_off(file) from None
        raise unreadable(file, msg("The XML of the statement is damaged."), error.position[0]) from None
    except DefusedXmlException:
        raise RefusedError(
            "xml_entities",
            msg("The file defines abbreviations of its own, as malicious files do, and is not read."),
            where=msg("File {file}.", file=file),
            do=msg("Fetch the statement from the bank again."),
        ) from None
    except (LookupError, ValueError):
        raise unreadable(file, msg("The statement uses an unknown character set.")) from None
    if not found:
        raise RefusedError(
            "no_statement",
            msg("The file holds no bank statement."),
            where=msg("File {file}.", file=file),
            do=msg("Fetch the statement (CAMT.053) from the bank."),
        )
    return found


def _statements(data: bytes, file: str) -> Iterator[Statement]:
    """Give the statements; entries are taken and forgotten one by one."""
    places = _Places()
    reader: _Reader | None = None
    path: list[str] = []
    for event, element in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
        name = element.tag.rpartition("}")[2]
        if event == "start":
            path.append(name)
            if name in _OTHERS and len(path) <= 2:
                raise interim(file, _OTHERS[name])
            if path[-2:] == [_STATEMENT, "Stmt"]:
                reader = _Reader(places, file)
            continue
        path.pop()
        if reader is None or path[-2:] != [_STATEMENT, "Stmt"]:
            if reader is not None and name == "Stmt" and path[-1:] == [_STATEMENT]:
                yield reader.finish()
                reader = None
                element.clear()
            continue
        reader.take(name, element)
        if name in {"Ntry", "Bal"}:
            element.clear()


class _Places:
    """Counts balances and payments: lines mean nothing in XML."""

    def __init__(self) -> None:
        self.last = 0

    def next(self) -> int:
        """Return the next number."""
        self.last += 1
        return self.last


class _Reader:
    """One statement while its parts come."""

    def __init__(self, places: _Places, file: str) -> None:
        self.places = places
        self.file = file
        self.account = ""
        self.currency = ""
        self.codes: list[str] = []
        self.balances: list[tuple[str, str, Balance]] = []
        self.movements: dict[str, list[Movement]] = {}
        self.statement = Statement("", "")

    def take(self, name: str, element: Any) -> None:
        """Take one part of a statement."""
        if name == "Acct":
            self.account = re.sub(r"\s+", "", text(element, "Id/IBAN") or text(element, "Id/Othr/Id") or "").upper()
            self.currency = text(element, "Ccy") or ""
        elif name == "Bal":
            self._balance(element)
        elif name == "Ntry":
            self._entry(element)
        elif name == "FrToDt":
            self.statement.day = day_of(element, "ToDtTm") or day_of(element, "ToDt") or self.statement.day

    def finish(self) -> Statement:
        """Return the statement with its balances in their places.

        Raises:
            RefusedError: it has no currency that anybody knows.
        """
        statement = self.statement
        currency = self._own_currency()
        statement.account, statement.currency = self.account, known_currency(currency, self.file)
        self._keep(currency)
        mine = [(kind, balance) for kind, code, balance in self.balances if code == currency]
        statement.opening = _first(mine, _OPENING)
        closing = [(kind, balance) for kind, balance in mine if balance is not statement.opening]
        statement.closing = _first(closing[::-1], _CLOSING)
        if statement.closing is not None:
            statement.day = statement.closing.day
        days = [move.booked or move.valued for move in statement.movements]
        newest = max((day for day in days if day), default=None)
        statement.day = statement.day or (date.fromisoformat(newest) if newest else None)
        return statement

    def _own_currency(self) -> str:
        """Return the account's currency: what it says, that of its balances, else that of all its bookings.

        Raises:
            RefusedError: bookings in several currencies leave it open.
        """
        stated = self.currency or next((code for _, code, _ in self.balances), "") or next(iter(self.codes), "")
        if not stated and len(self.movements) > 1:
            raise unreadable(
                self.file, msg("The statement does not say in which of several currencies its account is.")
            )
        return stated or next(iter(self.movements), "")

    def _keep(self, currency: str) -> None:
        """Take the movements in the account's currency; others may have been changed into it, nobody says how."""
        self.statement.movements = self.movements.pop(currency, [])
        for code, moves in self.movements.items():
            reason = msg("The booking is in {code}, its account in {currency}.", code=code, currency=currency)
            for move in moves:
                shown = f"{to_major(abs(move.amount), code)} {'DBIT' if move.amount < 0 else 'CRDT'}"
                self.statement.unread.append(Unread(move.row, "Ntry", shown, reason))

    def _balance(self, element: Any) -> None:
        row = self.places.next()
        self.statement.noted.append(row)
        kind = text(element, "Tp/CdOrPrtry/Cd") or text(element, "Tp/Cd") or ""
        amount, code = amount_of(one(element, "Amt"))
        day = day_of(element, "Dt")
        if is_currency(code):
            self.codes.append(code)
        if kind not in {*_OPENING, *_CLOSING}:
            return
        if amount is None or day is None:
            self.statement.noted.pop()
            shown = text(element, "Amt") or ""
            self.statement.unread.append(
                Unread(row, "Bal", shown, msg("The balance “{value}” cannot be read.", value=shown))
            )
            return
        debit = text(element, "CdtDbtInd") == "DBIT"
        self.balances.append((kind, code, Balance(row, -amount if debit else amount, day)))

    def _entry(self, element: Any) -> None:
        """Read a booking: one movement, or one for each payment it collects if these add up to it."""
        amount, code = amount_of(one(element, "Amt"))
        row = self.places.next()
        mark = text(element, "CdtDbtInd")
        booked, valued = day_of(element, "BookgDt"), day_of(element, "ValDt")
        status = text(element, "Sts/Cd") or text(element, "Sts") or "BOOK"
        reason = None
        if amount is None:
            reason = msg("This is no amount.")
        elif mark not in {"CRDT", "DBIT"}:
            reason = msg("The booking does not say whether money came in or went out.")
        elif booked is None and valued is None:
            reason = msg("The booking has no day.")
        elif (text(element, "RvslInd") or "0") not in _FLAGS:
            reason = msg("The booking does not say whether it takes another one back.")
        if reason is not None or amount is None:
            shown = f"{text(element, 'Amt') or ''} {mark or ''}".strip()
            self.statement.unread.append(Unread(row, "Ntry", shown, reason or msg("This is no amount.")))
            return
        payments = every(element, "NtryDtls/TxDtls")
        whole = len(payments) < 2 or not self._adds_up(payments, amount, code, mark)
        if whole and len(payments) > 1:
            what = msg("The payments of a collective booking do not add up to it; it is taken as one.")
            self.statement.told.append(("batch_not_split", what, row))
        parts = [(amount, payments)] if whole else [(amount_of_payment(p)[0] or 0, [p]) for p in payments]
        for place, (part, details) in enumerate(parts):
            movement = _movement(element, details, part if mark == "CRDT" else -part, status)
            at = row if place == 0 else self.places.next()
            self.movements.setdefault(code, []).append(
                Movement(
                    row=at,
                    booked=None if booked is None else booked.isoformat(),
                    valued=None if valued is None else valued.isoformat(),
                    **movement,
                )
            )

    @staticmethod
    def _adds_up(payments: list[Any], amount: int, code: str, mark: str | None) -> bool:
        """Tell whether the payments of a booking are all of it."""
        total = 0
        for payment in payments:
            part, other = amount_of_payment(payment)
            if part is None or other != code or text(payment, "CdtDbtInd") not in {None, mark}:
                return False
            total += part
        return total == amount


def _movement(entry: Any, payments: list[Any], amount: int, status: str) -> dict[str, Any]:
    """Return what a booking, or one of its payments, says beside its days."""
    said = details_of(entry, payments)
    pending = status not in {"BOOK", "BOOKED"}
    return {
        "what": What.PENDING if pending else _what(amount, said.code, reversal=said.reversal, returned=said.returned),
        "amount": amount,
        "number": said.number,
        "payer": said.payer,
        "text": said.text,
        "references": said.references,
        "method": "/".join(part for part in said.code if part) or said.method,
        "moves_balance": not pending,
    }


def _what(amount: int, code: tuple[str, ...], *, reversal: bool, returned: bool) -> What:
    """Tell what a booking is; money that came back reverses a payment of the other direction."""
    kinds = set(code)
    returned = returned or reversal or bool(kinds & _RETURNS)
    if kinds & _SWEEPS:
        return What.TRANSFER
    if amount >= 0:
        return What.OUTGOING if returned else What.RECEIPT
    if returned:
        return What.TAKEN_BACK
    return What.BANK_CHARGE if kinds & _CHARGES else What.OUTGOING


def _first(balances: list[tuple[str, Balance]], kinds: tuple[str, ...]) -> Balance | None:
    """Return the balance of the first of some kinds that there is."""
    return next((balance for kind in kinds for own, balance in balances if own == kind), None)


def amount_of(element: Any) -> tuple[int | None, str]:
    """Return an amount in minor units and its currency; None where it is no amount of that currency."""
    code = "" if element is None else element.get("Ccy", "")
    figure = "" if element is None else (element.text or "").strip()
    if not is_currency(code) or not _AMOUNT.fullmatch(figure):
        return None, code
    try:
        return to_minor(Decimal(figure), code), code
    except MoneyError:
        return None, code


def amount_of_payment(payment: Any) -> tuple[int | None, str]:
    """Return the amount of one payment of a collective booking; its place changed between versions."""
    for path in ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt"):
        found = one(payment, path)
        if found is not None:
            return amount_of(found)
    return None, ""


def day_of(element: Any, path: str) -> date | None:
    """Return a day that stands as such, or as a moment, at or below a place."""
    said = text(element, f"{path}/Dt") or text(element, f"{path}/DtTm") or text(element, path) or ""
    try:
        return date.fromisoformat(said[:10])
    except ValueError:
        return None
