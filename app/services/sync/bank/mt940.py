"""MT940: statements of SWIFT's field tags, with or without the envelope of a message.

Every line belongs to a field, so that a line which is none is told and not swallowed. Amounts are read whole or not at
all. MT950 is the same without texts; MT942 reports during the day and is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from app.i18n import msg
from app.money import MoneyError, decimals, is_currency, to_minor
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
)  # fmt: skip
from app.services.sync.bank.remittance import Said, reference, said_in
from app.services.sync.values.references import is_iban

_FIELD: Final = re.compile(r":(\d{2}[A-Z]?|NS):")
_KNOWN: Final = frozenset("13 13D 20 21 25 25P 28 28C 34F 60F 60M 61 62F 62M 64 65 86 90C 90D NS".split())
#: Fields that begin a statement whose reference is missing.
_BEGIN: Final = frozenset("21 25 25P 28 28C 60F 60M".split())
#: A line that wants to be a field and is none: no text may begin so.
_BROKEN: Final = re.compile(r":|[;.,]6[0-2][FM]?:")
_ENVELOPE: Final = re.compile(r"\{[1235]:(?:[^{}]|\{[^{}]*\})*\}|\{4:")
_INTERIM: Final = re.compile(r"\{2:[IO]942")
_BALANCE: Final = re.compile(r"([DC])(\d{6})([A-Z]{3})(\d{1,15}(?:[.,]\d{0,5})?)")
_LINE: Final = re.compile(
    r"(\d{6})(\d{4}|\s{4})?(R?[DC])([A-Z])?\s?(\d{1,15}(?:[.,]\d{0,5})?)([A-Z][A-Z0-9 ]{3})?(.*)", re.DOTALL
)
#: SWIFT's kinds of booking, and the three digits of German banks, that are no money of customers.
_CHARGES: Final = frozenset("CHG COM INT".split())
_SWEEPS: Final = frozenset("CMS CMT CMZ SWP".split())
_RETURNS: Final = frozenset({"RTI"})
_CHARGE_CODES: Final = frozenset("805 806 807 808 809 810 811 814".split())
_RETURN_CODES: Final = frozenset("108 109 159".split())
_SWEEP_CODES: Final = frozenset("833 834 835 836".split())


@dataclass(slots=True)
class _Field:
    row: int
    tag: str
    lines: list[str]


def read(text: str, file: str) -> list[Statement]:
    """Read all statements of a file.

    Raises:
        RefusedError: a report during the day, a statement cut off, or one whose account, currency or balance is none.
    """
    if _INTERIM.search(text[:65_536]) or not re.search(r"^:(?:60|61|62)", text, re.MULTILINE):
        raise interim(file, "MT942")
    found: list[Statement] = []
    loose: list[Unread] = []
    reader: _Reader | None = None
    for entry in _fields(text, loose):
        begins = reader is None or (reader.ended and entry.tag in _BEGIN)
        if entry.tag == "20" or begins:
            _end(reader, found)
            reader = _Reader(file)
        if reader is not None:
            reader.take(entry)
    _end(reader, found)
    if not found:
        raise cut_off(file)
    found[0].unread.extend(loose)
    return found


def _fields(text: str, loose: list[Unread]) -> Iterator[_Field]:
    """Give the fields with their lines; lines that look like fields and are none are put aside."""
    current: _Field | None = None
    broken = False
    begun: tuple[int, str] | None = None  # an envelope with nothing in it yet
    for row, raw in enumerate(text.split("\n"), start=1):
        line = _ENVELOPE.sub("", raw).rstrip() if "{" in raw else raw.rstrip()
        if raw.startswith("{"):
            begun = (row, raw)
        match = _FIELD.match(line)
        if match is not None and match.group(1) in _KNOWN:
            if current is not None:
                yield current
            current, broken, begun = _Field(row, match.group(1), [line[match.end() :].lstrip()]), False, None
        elif line in {"-", "-}"} or not line or line.startswith("{"):
            continue
        elif _BROKEN.match(line):
            if current is not None:
                yield current
            current, broken = _Field(row, "", []), True  # ends the movement before it
            loose.append(_no_field(row, line))
        elif current is not None and not broken:
            current.lines.append(line)
    if current is not None:
        yield current
    if begun is not None:
        loose.append(_no_field(*begun))


def _no_field(row: int, line: str) -> Unread:
    return Unread(row, line[:6], line[:120], msg("This line begins like a field of the statement and is none."))


def _end(reader: _Reader | None, found: list[Statement]) -> None:
    if reader is not None:
        found.append(reader.finish())


class _Reader:
    """One statement while its fields come."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.ended = False
        self._account = ""
        self._statement: Statement | None = None
        self._waiting: _Field | None = None
        self._about: list[str] = []
        self._row: int | None = None

    def take(self, entry: _Field) -> None:
        """Take one field."""
        self._row = self._row or entry.row
        first = "".join(entry.lines[:1])
        match entry.tag:
            case "25" | "25P":
                self._account = account_of(first)
            case "60F" | "60M":
                self._open(entry, first)
            case "":
                self._settle()
            case "61":
                self._settle()
                if self._statement is None:
                    raise unreadable(self.file, msg("A movement stands before the opening balance."), entry.row)
                self._waiting = entry
            case "86":
                if self._waiting is not None:  # behind the closing balance it speaks of the statement
                    self._about += entry.lines
            case "62F" | "62M":
                self._settle()
                self._close(entry, first)

    def finish(self) -> Statement:
        """Return the statement.

        Raises:
            RefusedError: it has no balances: it was cut off.
        """
        if self._statement is None or self._statement.closing is None:
            raise cut_off(self.file, self._row)
        return self._statement

    def _open(self, entry: _Field, first: str) -> None:
        balance, currency = self._balance(entry, first)
        if self._statement is not None:
            raise unreadable(self.file, msg("The statement has two opening balances."), entry.row)
        self._statement = Statement(self._account, currency, opening=balance, noted=[entry.row])

    def _close(self, entry: _Field, first: str) -> None:
        balance, currency = self._balance(entry, first)
        if self._statement is None:
            raise unreadable(self.file, msg("The statement has no opening balance."), entry.row)
        if currency != self._statement.currency:
            what = msg("The opening balance is in {one}, the closing one in {other}.",
                       one=self._statement.currency, other=currency)  # fmt: skip
            raise unreadable(self.file, what, entry.row)
        self._statement.closing, self._statement.day, self.ended = balance, balance.day, True
        self._statement.noted.append(entry.row)

    def _balance(self, entry: _Field, first: str) -> tuple[Balance, str]:
        match = _BALANCE.fullmatch(first.strip())
        day = None if match is None else _day(match.group(2))
        if match is None or day is None:
            raise unreadable(self.file, msg("The balance “{value}” cannot be read.", value=first[:40]), entry.row)
        currency = known_currency(match.group(3), self.file, entry.row)
        amount = amount_of(match.group(4), currency)
        if amount is None:
            raise unreadable(self.file, msg("The balance “{value}” cannot be read.", value=first[:40]), entry.row)
        return Balance(entry.row, -amount if match.group(1) == "D" else amount, day), currency

    def _settle(self) -> None:
        """Finish the movement that waits for its text."""
        entry, about = self._waiting, self._about
        self._waiting, self._about = None, []
        if entry is None or self._statement is None:
            return
        movement = _movement(entry, said_in(about), self._statement.currency)
        if movement is None:
            what = msg("The movement cannot be read: day, mark, amount or kind is wrong.")
            self._statement.unread.append(Unread(entry.row, ":61:", entry.lines[0][:120], what))
        else:
            self._statement.movements.append(movement)


def _movement(entry: _Field, said: Said, currency: str) -> Movement | None:
    """Read a statement line with its text; None if any part of it is doubtful."""
    match = _LINE.fullmatch(entry.lines[0].strip())
    if match is None:
        return None
    value, entered, mark, _, figure, kind, rest = match.groups()
    valued, amount = _day(value), amount_of(figure, currency)
    booked = None if valued is None else _entry_day(entered, valued)
    if valued is None or booked is None or amount is None or (kind is None and rest.strip()):
        return None
    own, _, banks = rest.strip().partition("//")
    more = " ".join(line.strip() for line in entry.lines[1:])
    returned = said.comes_back(debit=mark == "D") or said.code in _RETURN_CODES or (kind or "")[1:] in _RETURNS
    what = _what(mark, (kind or "")[1:].strip(), said.code, returned=returned)
    references = dict.fromkeys(found for text in (*said.references, own) if (found := reference(text)) is not None)
    return Movement(
        row=entry.row,
        what=what,
        amount=amount if mark in {"C", "RD"} else -amount,
        booked=booked.isoformat(),
        valued=valued.isoformat(),
        number=reference(banks.strip()[:35]) or "",
        payer=said.payer,
        text=said.text or more or None,
        references=tuple(references),
        method=said.method or kind,
    )


def _what(mark: str, kind: str, code: str, *, returned: bool) -> What:
    """Tell what a movement is by its mark and the bank's codes."""
    if code in _SWEEP_CODES or kind in _SWEEPS:
        return What.TRANSFER
    if mark == "RC" or (mark == "D" and returned):
        return What.TAKEN_BACK
    if mark == "C" and not returned:
        return What.RECEIPT
    if mark == "D" and (kind in _CHARGES or code in _CHARGE_CODES):
        return What.BANK_CHARGE
    return What.OUTGOING


def account_of(text: str) -> str:
    """Return an account as banks name it in a form that compares: no blanks, no currency behind an IBAN."""
    tidy = re.sub(r"\s+", "", text).upper()
    if is_currency(tidy[-3:]) and is_iban(tidy[:-3]) and not is_iban(tidy):
        return tidy[:-3]
    return tidy


def amount_of(text: str, currency: str) -> int | None:
    """Return minor units; None where the figure may mean something else."""
    whole, _, rest = text.replace(",", ".").partition(".")
    if "." in text and len(rest) > max(2, decimals(currency)):
        return None  # a point with three digits may stand between thousands
    try:
        return to_minor(Decimal(f"{whole}.{rest or 0}"), currency)
    except MoneyError:
        return None


def _day(text: str) -> date | None:
    try:
        return date(2000 + int(text[:2]), int(text[2:4]), int(text[4:6]))
    except ValueError:
        return None


def _entry_day(text: str | None, valued: date) -> date | None:
    """Return the booking day, which has no year: the one nearest to the value date."""
    if text is None or not text.strip():
        return valued
    near = []
    for year in (valued.year - 1, valued.year, valued.year + 1):
        try:
            near.append(date(year, int(text[:2]), int(text[2:])))
        except ValueError:
            continue
    return min(near, key=lambda day: abs(day - valued), default=None)
