"""OFX: what banks of the Americas give for download, in SGML without end tags (version 1) or in XML (version 2).

A list of movements of one account with the balance after them; the balance before is not told, so that nothing but the
end of the file proves it complete. Both versions are read alike: a value is what stands behind its tag.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Final

from app.errors import RefusedError
from app.i18n import msg
from app.money import MoneyError, decimals, is_currency, to_minor
from app.services.sync.bank.model import Movement, Statement, Unread, What, cut_off, known_currency, unreadable
from app.services.sync.bank.remittance import reference
from app.services.sync.model import ReadOptions
from app.services.sync.questions import Question, QuestionsError
from app.services.sync.tables.movements import comes_back, reason_of
from app.services.sync.values.numbers import COMMA, POINT

_TAG: Final = re.compile(r"<(/?)([A-Za-z][\w.]*)\s*/?>([^<]*)")
_ACCOUNT: Final = "STMTRS"
_CARD: Final = frozenset({"CCSTMTRS", "INVSTMTRS"})
_MOVE: Final = "STMTTRN"
_BALANCE: Final = "LEDGERBAL"
#: Around the currency that a movement had before the bank changed its amount into the account's.
_ORIGINAL: Final = "ORIGCURRENCY"
_CHARGES: Final = frozenset({"FEE", "SRVCHG"})
_STYLES: Final = {
    POINT: re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.(\d+))?", re.ASCII),
    COMMA: re.compile(r"([+-]?)(\d{1,3}(?:\.\d{3})+|\d{1,15})(?:,(\d+))?", re.ASCII),
}
#: An amount that may have three decimals or stand in thousands.
_DOUBTFUL: Final = re.compile(r"[+-]?\d{1,3}[.,]\d{3}", re.ASCII)
_DAY: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:\d{2,6}(?:\.\d+)?)?(?:\s*\[.*\])?", re.ASCII)


@dataclass(slots=True)
class _Entry:
    """One movement: its line and its values by name, the outer one first."""

    row: int
    values: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """Return a value, empty where there is none."""
        return self.values.get(name, "")


@dataclass(slots=True)
class _Account:
    """An account while its parts come."""

    row: int
    values: dict[str, str] = field(default_factory=dict)
    entries: list[_Entry] = field(default_factory=list)
    balance: _Entry | None = None


def read(text: str, file: str, options: ReadOptions) -> list[Statement]:
    """Read all accounts of a file.

    Args:
        text: the file, line ends made plain.
        file: its name.
        options: currency and decimal sign where the file leaves them open, and the day that no statement is ahead of.

    Raises:
        RefusedError: it was cut off, is of no bank account, or its frame cannot be read.
        QuestionsError: it names no currency, or its amounts may mean two things.
    """
    start = text.find("<OFX>")
    if start < 0 or re.search(r"</OFX\s*>\s*\Z", text.rstrip("\x1a\x00")) is None:
        raise cut_off(file)
    tags = _Tags(file)
    tags.read(text, start)
    if not tags.accounts:
        nothing, other = msg("The file holds no bank account."), msg("The file holds cards or securities only.")
        raise RefusedError(
            "no_statement",
            other if tags.others else nothing,
            where=msg("File {file}.", file=file),
            do=msg("Fetch the statement of the bank account that customers pay into."),
        )
    return [_statement(account, file, options) for account in tags.accounts]


# ------------------------------------------------------------------------------------------------ the tags


class _Tags:
    """The tags of a file, in the order in which one may follow the other."""

    def __init__(self, file: str) -> None:
        """Begin in front of the first account."""
        self.file = file
        self.accounts: list[_Account] = []
        self.others = 0  # accounts of cards or securities
        self._account: _Account | None = None
        self._entry: _Entry | None = None
        self._inside: list[str] = []  # blocks of an account that are open
        self._around = 0  # those of them around the movement at hand

    def read(self, text: str, start: int) -> None:
        """Read all tags from a place on.

        Raises:
            RefusedError: a block that was opened is not closed: something is cut out.
        """
        row, at = text.count("\n", 0, start) + 1, start
        for match in _TAG.finditer(text, start):
            row, at = row + text.count("\n", at, match.start()), match.start()
            closing, name, value = bool(match.group(1)), match.group(2).upper(), match.group(3)
            if name in _CARD:
                self.others += not closing
            elif name == _ACCOUNT:
                self._bound(row, closing=closing)
            elif self._account is not None and name == _MOVE:
                self._move(self._account, row, closing=closing)
            elif self._account is not None:
                self._value(self._account, row, name, None if closing else " ".join(unescape(value).split()))
        if self._account is not None:
            raise cut_off(self.file, row)

    def _bound(self, row: int, *, closing: bool) -> None:
        """Open or close an account."""
        if closing is (self._account is None) or self._entry is not None:
            raise cut_off(self.file, row)
        if self._account is not None:
            self.accounts.append(self._account)
        self._account, self._inside = None if closing else _Account(row), []

    def _move(self, account: _Account, row: int, *, closing: bool) -> None:
        """Open or close a movement."""
        if closing is (self._entry is None):
            raise cut_off(self.file, row)
        if closing:
            self._entry = None
            del self._inside[self._around :]
        else:
            self._entry, self._around = _Entry(row), len(self._inside)
            account.entries.append(self._entry)

    def _value(self, account: _Account, row: int, name: str, value: str | None) -> None:
        """Take a value; a tag without one opens a block, and None closes it."""
        if value is None:
            if name in self._inside:
                del self._inside[self._inside.index(name) :]
        elif not value:
            self._inside.append(name)
            if name == _BALANCE:
                account.balance = _Entry(row)
        elif self._entry is not None:
            if name != "CURSYM" or _ORIGINAL not in self._inside:
                self._entry.values.setdefault(name, value)
        elif _BALANCE in self._inside and account.balance is not None:
            account.balance.values.setdefault(name, value)
        else:
            account.values.setdefault(name, value)


# ------------------------------------------------------------------------------------------------ an account


def _statement(account: _Account, file: str, options: ReadOptions) -> Statement:
    values = account.values
    code = values.get("CURDEF", "").upper() or options.currency or ""
    if not code:
        what = msg("The statement names no currency.")
        raise QuestionsError(file, (Question("--currency", None, what),))
    currency = known_currency(code, file, account.row)
    number = re.sub(r"\s+", "", values.get("ACCTID", "")).upper()
    if not number:
        raise unreadable(file, msg("The header of the account cannot be read."), account.row)
    found = Statement(number, currency, noted=[account.row])
    style = _style([entry.get("TRNAMT") for entry in account.entries], currency, options, file)
    for entry in account.entries:
        movement = _movement(entry, currency, style)
        if isinstance(movement, Unread):
            found.unread.append(movement)
        else:
            found.movements.append(movement)
    found.day = _through(account, found.movements, options.day)
    return found


def _through(account: _Account, movements: Sequence[Movement], today: date) -> date | None:
    """Return the day through which an account speaks: what it says, at least its newest movement, never to come."""
    stated = [account.values.get("DTEND", ""), "" if account.balance is None else account.balance.get("DTASOF")]
    said = min((day for text in stated if (day := _day(text)) is not None), default=None)
    booked = max((move.booked for move in movements if move.booked), default=None)
    days = [day for day in (said, None if booked is None else date.fromisoformat(booked)) if day is not None]
    return min(max(days), today) if days else None


def _style(amounts: Sequence[str], currency: str, options: ReadOptions, file: str) -> re.Pattern[str]:
    """Return how the amounts of an account are written: the way in which most of them are amounts.

    The format has a point; Brazilian banks write their comma.

    Raises:
        QuestionsError: groups of three digits may be thousands or decimals.
    """
    if options.decimal in _STYLES:
        return _STYLES[options.decimal]
    fits = {
        name: sum(1 for amount in amounts if _minor(amount, currency, pattern) is not None)
        for name, pattern in _STYLES.items()
    }
    doubtful = next((amount for amount in amounts if _DOUBTFUL.fullmatch(amount)), None)
    if doubtful is not None and fits[POINT] == fits[COMMA]:
        what = msg("“{value}” may have decimals or stand in thousands.", value=doubtful)
        raise QuestionsError(file, (Question("--decimal", None, what, (POINT, COMMA)),))
    return _STYLES[POINT if fits[POINT] >= fits[COMMA] else COMMA]


def _minor(text: str, currency: str, pattern: re.Pattern[str]) -> int | None:
    match = pattern.fullmatch(text.replace(" ", ""))
    if match is None:
        return None
    sign, whole, rest = match.groups()
    if rest is not None and len(rest.rstrip("0")) > decimals(currency):
        return None
    try:
        return to_minor(Decimal(f"{sign}{re.sub('[.,]', '', whole)}.{(rest or '0')}"), currency)
    except MoneyError:
        return None


def _movement(entry: _Entry, currency: str, style: re.Pattern[str]) -> Movement | Unread:
    """Read a movement; what of it is in doubt where it cannot be read."""
    figure = entry.get("TRNAMT")
    amount = _minor(figure, currency, style)
    booked, valued = _day(entry.get("DTPOSTED")), _day(entry.get("DTAVAIL")) or _day(entry.get("DTUSER"))
    other = entry.get("CURSYM").upper()
    if amount is None:
        return Unread(entry.row, "TRNAMT", figure, msg("This is no amount."))
    if booked is None:
        return Unread(entry.row, "DTPOSTED", entry.get("DTPOSTED"), msg("The booking has no day."))
    if is_currency(other) and other != currency:
        what = msg("The booking is in {code}, its account in {currency}.", code=other, currency=currency)
        return Unread(entry.row, "CURSYM", other, what)
    name, memo = entry.get("NAME"), entry.get("MEMO")
    text = " ".join(dict.fromkeys(part for part in (name, memo) if part))
    said = [reference(entry.get(tag)) for tag in ("CHECKNUM", "REFNUM")]
    return Movement(
        row=entry.row,
        what=_what(entry.get("TRNTYPE").upper(), text, amount),
        amount=amount,
        booked=booked.isoformat(),
        valued=(valued or booked).isoformat(),
        number=reference(entry.get("FITID")) or "",
        payer=name if amount > 0 and name and memo else None,
        text=text or None,
        references=tuple(dict.fromkeys(part for part in said if part and part.strip("0"))),
        method=entry.get("TRNTYPE").upper() or None,
    )


def _what(kind: str, text: str, amount: int) -> What:
    """Tell what a movement is: the sign counts, for banks use the kinds as they like."""
    if amount == 0:
        return What.INFORMATION
    if amount > 0:
        return What.RECEIPT
    if comes_back(text):
        return What.TAKEN_BACK
    return What.BANK_CHARGE if kind in _CHARGES else What(reason_of(text, None))


def _day(text: str) -> date | None:
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return None
    try:
        return date(int(match.group(1)), int(match.group(2)), int(match.group(3)))
    except ValueError:
        return None
