"""What every format of a bank's statement comes to: accounts with balances, and movements between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from app.errors import RefusedError
from app.i18n import Message, msg
from app.money import is_currency

MT940: Final = "mt940"
BAI2: Final = "bai2"
CAMT: Final = "camt"
ZENGIN: Final = "zengin"
ZENGIN_NOTICE: Final = "zengin_notice"
NORMA43: Final = "norma43"
OFX: Final = "ofx"
FORMATS: Final = frozenset({MT940, BAI2, CAMT, ZENGIN, ZENGIN_NOTICE, NORMA43, OFX})
#: Names of the layouts that statements have, by format.
LAYOUTS: Final = {name: name for name in FORMATS} | {CAMT: "camt053"}
#: Stands for our account where the movements of a bank account come as a spreadsheet, which seldom says which it is.
SHEET: Final = "account"


class What(StrEnum):
    """What a movement is to a collector; all but the first two are set aside with this code of ``Aside``."""

    RECEIPT = "receipt"
    TAKEN_BACK = "taken_back"
    OUTGOING = "outgoing"
    BANK_CHARGE = "bank_charge"
    TRANSFER = "internal_transfer"
    PENDING = "pending"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class Movement:
    """One booking on the account, or one payment of a booking that collects several.

    Attributes:
        row: line of the file; in XML, where lines mean nothing, its place among balances and payments.
        amount: minor units, positive where money comes in.
        booked, valued: ISO days.
        number: the bank's own reference, empty where it gives none.
        references: document numbers that the payer states as such, beside those in the text.
        method: how the money moved, in the bank's words or codes.
        moves_balance: it is between the opening and the closing balance; false for pending ones.
    """

    row: int
    what: What
    amount: int
    booked: str | None
    valued: str | None
    number: str = ""
    payer: str | None = None
    text: str | None = None
    references: tuple[str, ...] = ()
    method: str | None = None
    moves_balance: bool = True


@dataclass(frozen=True, slots=True)
class Balance:
    """A balance that the bank states, minor units, overdrawn negative."""

    row: int
    amount: int
    day: date


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of a statement that cannot be read whole; it becomes a rejected row."""

    row: int
    column: str
    value: str
    reason: Message


@dataclass(slots=True)
class Statement:
    """The movements of one account over some days.

    Attributes:
        account: our account with the bank, normalised.
        noted: rows that only add up others.
        day: the last day of which it speaks.
        summed: what its movements add up to by its own word, where it has no balances.
        check_differs: a sum of the file's own that is no balance does not hold: what it states and what adds up.
        told: what the collector should know: code, sentence and row.
    """

    account: str
    currency: str
    opening: Balance | None = None
    closing: Balance | None = None
    movements: list[Movement] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    noted: list[int] = field(default_factory=list)
    day: date | None = None
    summed: Balance | None = None
    check_differs: tuple[int, int, int] | None = None
    told: list[tuple[str, Message, int | None]] = field(default_factory=list)


def cut_off(file: str, row: int | None = None) -> RefusedError:
    """Return the refusal of a statement that stops in the middle."""
    return RefusedError(
        "statement_cut_off",
        msg("The bank statement ends before its closing balance: the file was cut off."),
        where=_where(file, row),
        do=msg("Fetch the statement from the bank again."),
    )


def unreadable(file: str, what: Message, row: int | None = None) -> RefusedError:
    """Return the refusal of a statement whose frame cannot be read: account, currency, balances."""
    return RefusedError(
        "statement_unreadable", what, where=_where(file, row), do=msg("Fetch the statement from the bank again.")
    )


def interim(file: str, kind: str) -> RefusedError:
    """Return the refusal of a report during the day, whose movements come again in the statement of the day."""
    return RefusedError(
        "interim_report",
        msg("This is a report during the day ({kind}): its movements come again in the day's statement.", kind=kind),
        where=_where(file, None),
        do=msg("Import the statement of the finished day: MT940, BAI2 or CAMT.053."),
    )


def no_columns(file: str) -> RefusedError:
    """Return the refusal of choosing the columns of a statement."""
    return RefusedError(
        "no_columns",
        msg("A bank statement has no columns to choose: its format says what everything is."),
        where=_where(file, None),
        do=msg("Import it as it is."),
    )


def known_currency(code: str, file: str, row: int | None = None) -> str:
    """Return an ISO 4217 code.

    Raises:
        RefusedError: there is no such currency.
    """
    if not is_currency(code):
        raise unreadable(file, msg("The statement's currency {code} is no ISO 4217 currency.", code=code), row)
    return code


def _where(file: str, row: int | None) -> Message:
    return msg("File {file}.", file=file) if row is None else msg("File {file}, row {row}.", file=file, row=row)
