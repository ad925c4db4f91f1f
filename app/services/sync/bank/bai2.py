"""BAI2: cash reports of North American banks, one record a line, amounts in the smallest unit of their currency.

A file may hold several files behind one another, groups of several banks and days, and accounts in several
currencies. Trailers say what everything adds up to and how much of it there is, so that an account that is missing
shows; a file without them was cut off. Codes that a bank made up itself
follow the ranges that the format keeps for them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.errors import RefusedError
from app.i18n import Message, msg
from app.money import LARGEST, decimals
from app.services.sync.bank.bai2records import Record, records_of
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
from app.services.sync.bank.remittance import reference

#: The currency of a group that names none, by the format's own definition.
_DEFAULT: Final = "USD"
_OPENING, _CLOSING = "010", "015"
#: Details that are no money of customers, and what they are.
_SPECIAL: Final = {
    **dict.fromkeys("275 276 277 278 575 576 577 578".split(), What.TRANSFER),
    **dict.fromkeys("252 255 256 257 258 259".split(), What.OUTGOING),  # our own payments that came back
    **dict.fromkeys("555 556 557 558 559".split(), What.TAKEN_BACK),
    **dict.fromkeys("627 661 698".split(), What.BANK_CHARGE),
    "890": What.INFORMATION,
}
#: Whether a file, a group and an account must be open where a record stands.
_PLACES: Final = {
    "01": (False, False, False),
    "02": (True, False, False),
    "03": (True, True, False),
    "16": (True, True, True),
    "49": (True, True, True),
    "98": (True, True, False),
    "99": (True, False, False),
}
_SAME_DAY: Final = "3"
_TEST: Final = "4"
_DELETION: Final = "2"


@dataclass(slots=True)
class _Level:
    """What a file, a group or an account adds up to while its records come.

    Attributes:
        total: of the control totals of what it holds.
        members: groups of a file, accounts of a group.
        records: lines of the file, its own first and last among them.
        told: something of it is missing, and has been told.
    """

    total: int = 0
    members: int = 0
    records: int = 0
    told: bool = False


@dataclass(slots=True)
class _Group:
    currency: str
    day: date
    told: bool
    level: _Level


@dataclass(slots=True)
class _Account:
    """An account while its records come; ``total`` is what all its amounts add up to."""

    statement: Statement
    level: _Level
    total: int = 0
    unread: bool = False


def read(text: str, file: str, told_currency: str | None = None) -> list[Statement]:
    """Read all accounts of a file.

    Args:
        text: the file, line ends made plain.
        file: its name.
        told_currency: the currency of groups that name none, if somebody has said.

    Raises:
        RefusedError: it was cut off, is a test or a deletion, reports during the day, or its frame cannot be read.
    """
    return _File(file, told_currency).read(text)


class _File:
    """The records of a file, in the order in which one may follow the other."""

    def __init__(self, file: str, told_currency: str | None) -> None:
        self.file = file
        self.told = told_currency
        self.found: list[Statement] = []
        self.loose: list[Unread] = []
        self.told_of: list[tuple[str, Message, int | None]] = []
        self.open_file = False
        self.whole = _Level()
        self.group: _Group | None = None
        self.account: _Account | None = None

    def read(self, text: str) -> list[Statement]:
        """Read every record."""
        for record in records_of(text, self.loose):
            self._one(record)
        if self.open_file or self.group is not None or self.account is not None or not self.found:
            raise cut_off(self.file)
        self.found[0].unread.extend(self.loose)
        self.found[0].told.extend(self.told_of)
        return self.found

    def _one(self, record: Record) -> None:
        """Take one record in its place."""
        places = (self.open_file, self.group is not None, self.account is not None)
        if places != _PLACES[record.code]:
            if record.code in {"01", "02", "03", "98", "99"}:
                raise cut_off(self.file, record.row)
            what = msg("Record {code} stands where none may stand.", code=record.code)
            raise unreadable(self.file, what, record.row)
        self.whole.records += len(record.parts)
        for part in (self.group, self.account):
            if part is not None:
                part.level.records += len(record.parts)
        match record.code:
            case "01":
                self.open_file, self.whole = True, _Level(records=len(record.parts))
            case "02":
                self.group = self._begin_group(record)
            case "03":
                self.account = self._begin_account(record)
            case "16":
                self._detail(record)
            case "49":
                self._end_account(record)
            case "98":
                self._end_group(record)
            case _:
                self._end_level(record, self.whole)
                self.open_file = False

    def _begin_group(self, record: Record) -> _Group:
        """Read a group's header: bank, status, day, currency.

        Raises:
            RefusedError: what the group holds is not to be taken as a statement.
        """
        if record.get(2) in {_TEST, _DELETION}:
            raise RefusedError(
                "statement_not_valid",
                msg("The bank marks this report as a test or as one to be deleted."),
                where=msg("File {file}, row {row}.", file=self.file, row=record.row),
                do=msg("Fetch the statement from the bank again."),
            )
        if record.get(6) == _SAME_DAY:
            raise interim(self.file, "BAI2")
        day = _day(record.get(3))
        if day is None:
            what = msg("The report's day “{value}” cannot be read.", value=record.get(3))
            raise unreadable(self.file, what, record.row)
        code = record.get(5)
        currency = known_currency(code or self.told or _DEFAULT, self.file, record.row)
        return _Group(currency, day, bool(code or self.told), _Level(records=len(record.parts)))

    def _begin_account(self, record: Record) -> _Account:
        """Read an account's header: number, currency, balances and sums."""
        group = self.group
        if group is None:
            raise cut_off(self.file, record.row)
        code = record.get(1)
        currency = known_currency(code, self.file, record.row) if code else group.currency
        statement = Statement(record.get(0), currency, day=group.day, noted=[record.row])
        account = _Account(statement, _Level(records=len(record.parts)))
        if not code and not group.told:
            what = msg("The report names no currency; the format's own is {currency}.", currency=currency)
            account.statement.told.append(("currency_by_format", what, record.row))
        rest = [part.strip() for part in record.fields[2:]]
        while len(rest) >= 2:
            kind, figure, funds = rest[0], rest[1], rest[3] if len(rest) > 3 else ""
            amount = _amount(figure, currency)
            if figure and amount is None:
                what = msg("The balance “{value}” cannot be read.", value=figure)
                raise unreadable(self.file, what, record.row)
            account.total += amount or 0
            if kind in {_OPENING, _CLOSING} and amount is not None:
                balance = Balance(record.row, amount, group.day)
                if kind == _OPENING:
                    account.statement.opening = balance
                else:
                    account.statement.closing = balance
            rest = rest[4 + _availability(funds, rest[4:]) :]
        return account

    def _detail(self, record: Record) -> None:
        """Read a movement."""
        account, group = self.account, self.group
        if account is None or group is None:
            raise cut_off(self.file, record.row)
        statement = account.statement
        kind, figure, funds = record.get(0), record.get(1), record.get(2)
        amount = _amount(figure, statement.currency) if figure else 0
        credit = _is_credit(kind)
        if kind == "890" or amount == 0:
            credit = True
        if amount is None or amount < 0 or credit is None:
            reason = (
                msg("The kind {code} does not say whether money came in or went out.", code=kind)
                if credit is None
                else msg("This is no amount.")
            )
            statement.unread.append(Unread(record.row, "16", ",".join(record.fields)[:120], reason))
            account.unread = True
            return
        account.total += amount
        fields = record.fields[3:]
        skipped = _availability(funds, fields)
        valued = _day(fields[0].strip()) if funds == "V" and fields else None
        bank, own, *text = [*fields[skipped:], "", ""]
        words = ",".join(text).strip(" ,")
        what = _SPECIAL.get(kind, What.RECEIPT if credit else What.OUTGOING) if amount else What.INFORMATION
        statement.movements.append(
            Movement(
                row=record.row,
                what=what,
                amount=amount if credit else -amount,
                booked=group.day.isoformat(),
                valued=(valued or group.day).isoformat(),
                number=reference(bank) or "",
                payer=payer_in(words),
                text=" ".join(words.split()) or None,
                references=tuple(found for found in (reference(own),) if found),
                method=kind,
            )
        )

    def _end_account(self, record: Record) -> None:
        """Compare an account's own control total with what its amounts add up to."""
        account, group = self.account, self.group
        if account is None or group is None:
            raise cut_off(self.file, record.row)
        stated = _amount(record.get(0), account.statement.currency) if record.get(0) else None
        if stated is None or stated != account.total or account.unread:
            account.statement.check_differs = (stated or 0, account.total, record.row)
        account.statement.noted.append(record.row)
        self.found.append(account.statement)
        self._count_records(record, 1, account.level)
        group.level.total += account.total if stated is None else stated
        group.level.members += 1
        group.level.told = group.level.told or account.level.told
        self.account = None

    def _end_group(self, record: Record) -> None:
        group = self.group
        if group is None:
            raise cut_off(self.file, record.row)
        stated = self._end_level(record, group.level, group.currency)
        self.whole.total += group.level.total if stated is None else stated
        self.whole.members += 1
        self.whole.told = self.whole.told or group.level.told
        self.group = None

    def _end_level(self, record: Record, level: _Level, currency: str = _DEFAULT) -> int | None:
        """Compare what a group or the file says that it holds with what it holds; return the total that it states."""
        stated = _amount(record.get(0), currency) if record.get(0) else None
        members = record.get(1)
        if members.isdecimal() and int(members) not in {0, level.members}:
            what = (
                msg("A group of accounts says that it holds {stated} of them, and holds {found}.",
                    stated=int(members), found=level.members)
                if record.code == "98"
                else msg("The file says that it holds {stated} groups of accounts, and holds {found}.",
                         stated=int(members), found=level.members)
            )  # fmt: skip
            self._tell(what, record.row, level)
        elif stated is not None and stated != level.total:
            what = msg("The control total of row {row} is {stated}; what it stands for adds up to {summed}.",
                       row=record.row, stated=stated, summed=level.total)  # fmt: skip
            self._tell(what, record.row, level)
        self._count_records(record, 2, level)
        return stated

    def _count_records(self, record: Record, place: int, level: _Level) -> None:
        """Compare how many records a trailer states."""
        stated = record.get(place)
        if stated.isdecimal() and int(stated) not in {0, level.records}:
            what = msg("The trailer in row {row} states {stated} records, and there are {found}.",
                       row=record.row, stated=int(stated), found=level.records)  # fmt: skip
            self._tell(what, record.row, level)

    def _tell(self, what: Message, row: int, level: _Level) -> None:
        """Tell once what is missing: the trailers around it miss it too."""
        if level.told:
            return
        level.told = True
        self.told_of.append(("statement_missing", what, row))


#: Words in front of who sent the money, as wire and clearing-house texts have them.
_PAYER: Final = re.compile(
    r"(?:ORIG(?:INATOR)?(?: CO(?:MPANY)?)? NAME|ORIGINATOR|ORIG|ORDERING CUSTOMER|BY ORDER OF|SENDER|ORG|PAYOR|PAYER)"
    r"\s*[:=]\s*(?:/\w+\s+)?(.{2,60}?)(?=\s{2,}|\s+[A-Z][A-Z ]{1,22}[:=]|[,;]|$)"
)


def payer_in(text: str) -> str | None:
    """Return who sent the money, where the text marks it."""
    found = _PAYER.search(text)
    return None if found is None else " ".join(found.group(1).split()) or None


def _is_credit(kind: str) -> bool | None:
    """Tell whether a kind of movement brings money in; None where the format does not say."""
    if not re.fullmatch(r"\d{3}", kind, re.ASCII):
        return None
    number = int(kind)
    if 100 <= number < 400 or 920 <= number < 960:
        return True
    return False if 400 <= number < 700 or 960 <= number < 1000 else None


def _availability(funds: str, rest: list[str]) -> int:
    """Return how many fields say from when the money can be used."""
    if funds == "V":
        return 2
    if funds == "S":
        return 3
    if funds == "D" and rest and re.fullmatch(r"\d{1,2}", rest[0].strip(), re.ASCII):
        return 1 + 2 * int(rest[0])
    return 0


def _amount(text: str, currency: str) -> int | None:
    """Return minor units: whole numbers are that already; a point must stand where the currency has it.

    None for what is no amount, or a larger one than can be kept.
    """
    match = re.fullmatch(r"([+-]?)(\d{1,18})(?:\.(\d+))?", text.strip(), re.ASCII)
    if match is None:
        return None
    sign, whole, rest = match.groups()
    if rest is not None and len(rest) != decimals(currency):
        return None
    amount = int(whole + (rest or ""))
    if amount > LARGEST:
        return None
    return -amount if sign == "-" else amount


def _day(text: str) -> date | None:
    """Read YYMMDD, or YYYYMMDD as some banks write it."""
    if not re.fullmatch(r"(?:\d\d)?\d{6}", text, re.ASCII):
        return None
    year = int(text[:-4]) + (2000 if len(text) == 6 else 0)
    try:
        return date(year, int(text[-4:-2]), int(text[-2:]))
    except ValueError:
        return None
