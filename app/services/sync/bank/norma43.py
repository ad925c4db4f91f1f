"""Norma 43 (Cuaderno 43): statements of Spanish banks, 80 characters a record.

A record 11 opens an account, 22 is a movement, 23 its words, 24 its amount in another currency, 33 closes the account
with balance, sums and counts, 88 ends the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from app.i18n import msg
from app.money import decimals
from app.services.sync.bank.model import (
    Balance,
    Movement,
    Statement,
    Unread,
    What,
    cut_off,
    known_currency,
    unreadable,
)  # fmt: skip
from app.services.sync.bank.remittance import reference
from app.services.sync.tables.movements import reason_of

_LENGTH: Final = 80
#: So far reaches what the records of the frame must have, up to the currency.
_FRAME: Final = 50
_KNOWN: Final = frozenset("11 22 23 24 33 88".split())
#: ISO 4217's numbers of the currencies that accounts in Spain are kept in.
_CURRENCIES: Final = {
    "978": "EUR", "840": "USD", "826": "GBP", "756": "CHF", "392": "JPY", "752": "SEK", "208": "DKK", "578": "NOK",
    "124": "CAD", "036": "AUD", "985": "PLN", "203": "CZK", "348": "HUF", "504": "MAD", "484": "MXN", "986": "BRL",
    "156": "CNY", "170": "COP", "152": "CLP", "032": "ARS", "604": "PEN", "949": "TRY", "710": "ZAR", "344": "HKD",
    "702": "SGD",
}  # fmt: skip
#: Common concepts: what came back unpaid, interest and charges, cancellations.
_UNPAID, _CHARGE, _CANCELLED = "14", "17", "98"
_CONCEPTS: Final = {
    "02": "Ingreso", "03": "Recibo", "04": "Transferencia", "06": "Remesa", "12": "Tarjeta", "13": "Extranjero",
    "14": "Devolución", "17": "Intereses y gastos", "98": "Anulación",
}  # fmt: skip
#: Weights of the check digits in a Spanish account number.
_WEIGHTS: Final = (1, 2, 4, 8, 5, 10, 9, 7, 3, 6)
_HEADER: Final = re.compile(r"11(\d{4})(\d{4})(\d{10})(\d{6})(\d{6})([12])(\d{14})(\d{3})(.)(.{26})")
_MOVE: Final = re.compile(r"22.{8}(\d{6})(\d{6})(\d\d)(.{3})([12])(\d{14})(.{10})(.{12})(.{16})")
_CLOSE: Final = re.compile(r"33(\d{4})(\d{4})(\d{10})(\d{5})(\d{14})(\d{5})(\d{14})([12])(\d{14})(\d{3})")


@dataclass(slots=True)
class _Waiting:
    """A movement while its words come."""

    row: int
    line: str
    words: list[str] = field(default_factory=list)


def read(text: str, file: str) -> list[Statement]:
    """Read all accounts of a file.

    Raises:
        RefusedError: it was cut off, or its frame cannot be read.
    """
    reader = _File(file)
    for row, raw in enumerate(text.rstrip("\x1a\x00").split("\n"), start=1):
        if raw.strip():
            reader.take(row, raw)
    return reader.finish()


class _File:
    """The records of a file, in the order in which one may follow the other."""

    def __init__(self, file: str) -> None:
        """Begin before the first record."""
        self.file = file
        self.found: list[Statement] = []
        self.loose: list[Unread] = []
        self.current: Statement | None = None
        self.frame = ""
        self.waiting: _Waiting | None = None
        self.ended = False
        self.records = 0

    def take(self, row: int, line: str) -> None:
        """Take one record in its place."""
        code = line[:2]
        if code not in _KNOWN or len(line.rstrip()) > _LENGTH:
            self.loose.append(Unread(row, code, line[:80].strip(), msg("This line is no record of a bank statement.")))
            return
        if self.ended or (code != "88" and (code == "11") is not (self.current is None)):
            raise cut_off(self.file, row)
        self.records += code != "88"
        line = line.ljust(_LENGTH)
        if code in {"23", "24"}:
            if self.waiting is not None and code == "23":
                self.waiting.words += [line[4:42].strip(), line[42:80].strip()]
            return
        self._settle()
        if code == "11":
            self._begin(row, line)
        elif code == "22":
            self.waiting = _Waiting(row, line)
        elif code == "33":
            self._close(row, line)
        else:
            if self.current is not None or not self.found:
                raise cut_off(self.file, row)
            self.ended = True
            self._end(row, line)

    def _end(self, row: int, line: str) -> None:
        """Compare how many records the file says that it holds."""
        stated, last = line[20:26].strip(), self.found[-1]
        last.noted.append(row)
        if stated.isdigit() and int(stated) not in {0, self.records}:
            what = msg("The file says that it holds {stated} records, and holds {found}.",
                       stated=int(stated), found=self.records)  # fmt: skip
            last.told.append(("statement_missing", what, row))

    def finish(self) -> list[Statement]:
        """Return the accounts.

        Raises:
            RefusedError: the file does not end as it should.
        """
        if not self.ended or not self.found:
            raise cut_off(self.file)
        self.found[0].unread.extend(self.loose)
        return self.found

    def _begin(self, row: int, line: str) -> None:
        match = _HEADER.match(line)
        if len(line.rstrip()) < _FRAME:
            raise cut_off(self.file, row)
        if match is None:
            raise unreadable(self.file, msg("The header of the account cannot be read."), row)
        bank, office, number, first, last, mark, balance, code, _mode, _name = match.groups()
        currency = known_currency(_CURRENCIES.get(code, code), self.file, row)
        day = _day(last)
        if day is None:
            raise unreadable(self.file, msg("The report's day “{value}” cannot be read.", value=last), row)
        self.frame = bank + office + number + code
        self.current = Statement(iban(bank, office, number), currency, noted=[row], day=day)
        self.current.opening = Balance(row, _signed(mark, balance, currency), _day(first) or day)

    def _settle(self) -> None:
        """Finish the movement that waits for its words."""
        waiting, statement = self.waiting, self.current
        self.waiting = None
        if waiting is None or statement is None:
            return
        movement = _movement(waiting, statement.currency)
        if movement is None:
            what = msg("The movement cannot be read: day, mark, amount or kind is wrong.")
            statement.unread.append(Unread(waiting.row, "22", waiting.line.strip(), what))
        else:
            statement.movements.append(movement)

    def _close(self, row: int, line: str) -> None:
        """Read the closing balance and compare the sums with what the movements add up to."""
        match, statement = _CLOSE.match(line), self.current
        if statement is None or len(line.rstrip()) < _FRAME:
            raise cut_off(self.file, row)
        if match is None or "".join(match.group(1, 2, 3, 10)) != self.frame:
            what = msg("The record that closes the account is not that of the one that was opened.")
            raise unreadable(self.file, what, row)
        outs, paid, ins, received, mark, balance = match.group(4, 5, 6, 7, 8, 9)
        code = statement.currency
        statement.closing = Balance(row, _signed(mark, balance, code), statement.day or date.min)
        statement.noted.append(row)
        stated = _signed("2", received, code) + _signed("1", paid, code)
        added = sum(move.amount for move in statement.movements)
        counts = (sum(1 for move in statement.movements if move.amount < 0), len(statement.movements))
        if stated != added or (int(outs), int(outs) + int(ins)) != counts:
            statement.check_differs = (stated, added, row)
        self.found.append(statement)
        self.current = None


def _movement(waiting: _Waiting, currency: str) -> Movement | None:
    """Read a movement with its words; None if any part of it is doubtful."""
    match = _MOVE.match(waiting.line)
    if match is None:
        return None
    booked, valued = _day(match.group(1)), _day(match.group(2))
    if booked is None or valued is None:
        return None
    concept, _own, mark, figure, document, first, second = match.group(3, 4, 5, 6, 7, 8, 9)
    amount = _signed(mark, figure, currency)
    text = " ".join(" ".join(part for part in waiting.words if part).split())
    said = [_telling(part) for part in (first, second)]
    return Movement(
        row=waiting.row,
        what=_what(concept, text, comes=amount > 0),
        amount=amount,
        booked=booked.isoformat(),
        valued=valued.isoformat(),
        number=_telling(document) or "",
        text=text or None,
        references=tuple(dict.fromkeys(part for part in said if part)),
        method=_CONCEPTS.get(concept, concept),
    )


def _what(concept: str, text: str, *, comes: bool) -> What:
    if comes:
        return What.OUTGOING if concept in {_UNPAID, _CANCELLED} else What.RECEIPT
    if concept in {_UNPAID, _CANCELLED}:
        return What.TAKEN_BACK
    return What.BANK_CHARGE if concept == _CHARGE else What(reason_of(text, None))


def _telling(text: str) -> str | None:
    """Return a reference without the zeros that fill its place; None where there is nothing else."""
    tidy = reference(text)
    return None if tidy is None else tidy.lstrip("0 ") or None


def _signed(mark: str, figure: str, currency: str) -> int:
    """Return minor units: two decimals whatever the currency has; 1 is a debit.

    A figure with decimals that its currency does not have is written down as it stands, which the sums show.
    """
    shift = int(10 ** abs(decimals(currency) - 2))
    amount = int(figure) * shift if decimals(currency) > 2 else int(figure) // shift
    return -amount if mark == "1" else amount


def _day(text: str) -> date | None:
    try:
        return date(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        return None


def iban(bank: str, office: str, number: str) -> str:
    """Return a Spanish account by its IBAN, which is how every other format names it."""
    account = f"{bank}{office}{_check('00' + bank + office)}{_check(number)}{number}"
    rest = 98 - int(f"{account}142800") % 97  # ES is 14 28
    return f"ES{rest:02d}{account}"


def _check(digits: str) -> int:
    left = 11 - sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 11
    return {10: 1, 11: 0}.get(left, left)
