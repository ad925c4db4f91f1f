"""Exchange rates as Settings shows and takes them: which one holds, and what was typed or pasted.

Rates come from four sources: typed here, company.toml, files of rates, and files that state document and local amounts.
The newest day holds; of one day each stands over the next. Typed rates alone can be taken away here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import RefusedError
from app.i18n import Message, msg
from app.models.company import ExchangeRate
from app.models.types import new_id
from app.money import is_currency
from app.services.dates import load_days
from app.services.portfolio.rates import TYPED, base_currency, is_rate, known_rates
from app.services.portfolio.worklist import rebuild_worklist
from app.services.preferences import load_settings
from app.services.sync.values.dates import DateColumn, read_dates
from app.services.sync.values.numbers import NumberColumn, numeral, read_numbers
from app.services.unit_of_work import UnitOfWork

#: ``EUR,1.0832``: a comma behind the currency parts the columns.
_COMMA_FIRST: Final = re.compile(r"\s*[A-Za-z]{3}\s*,")


@dataclass(frozen=True, slots=True)
class StoredRate:
    """One stored rate: base units for one unit of the currency; ``holds`` tells whether it is the one in use."""

    currency: str
    rate: Decimal
    day: date
    source: str
    holds: bool

    @property
    def typed(self) -> bool:
        """Whether it was typed in Settings, and so may be taken away there."""
        return self.source == TYPED


@dataclass(frozen=True, slots=True)
class RatesPage:
    """The base currency and every stored rate into it, newest day first within a currency."""

    base: str
    rows: tuple[StoredRate, ...] = ()


@dataclass(frozen=True, slots=True)
class RateChange:
    """A typed rate of one currency and day as it is to be; None takes it away."""

    currency: str
    day: date
    rate: Decimal | None


def rates_page(session: Session, day: date) -> RatesPage:
    """Return the rates into the base currency, with the one of each currency that holds on ``day``."""
    base = base_currency(session)
    known = known_rates(session, day, base)
    holding = {(currency, rate.day, rate.source) for currency, rate in known.items()}
    stored = session.scalars(select(ExchangeRate).where(ExchangeRate.base == base))
    rows = [
        StoredRate(one.currency, Decimal(one.rate), one.day, one.source, (one.currency, one.day, one.source) in holding)
        for one in stored
        if one.currency != base
    ]
    rows.sort(key=lambda row: (row.currency, -row.day.toordinal(), not row.holds, row.source))
    return RatesPage(base, tuple(rows))


def keep_rates(uow: UnitOfWork, text: str, of_day: date, day: date, zone: str) -> tuple[RateChange, ...]:
    """Keep rates that were typed or pasted, all or none; returns the changes that take it back.

    Args:
        uow: the transaction.
        text: one rate a line: currency, rate, and perhaps its day.
        of_day: the day of lines that state none.
        day: the collector's day; no rate may be of a later one.
        zone: the collector's zone.

    Raises:
        RefusedError: a line is no rate; the sentence names it.
    """
    return write_rates(uow, read_rates(text, of_day, base_currency(uow.session), day), day, zone)


def write_rates(uow: UnitOfWork, changes: tuple[RateChange, ...], day: date, zone: str) -> tuple[RateChange, ...]:
    """Write typed rates or take them away and judge the call list by them; returns the changes that take it back."""
    base = base_currency(uow.session)
    typed = select(ExchangeRate).where(ExchangeRate.base == base, ExchangeRate.source == TYPED)
    stored = {(row.currency, row.day): row for row in uow.session.scalars(typed)}
    back = []
    for change in changes:
        row = stored.get((change.currency, change.day))
        back.append(RateChange(change.currency, change.day, None if row is None else Decimal(row.rate)))
        if row is not None and change.rate is None:
            uow.session.delete(row)
        elif row is not None:
            row.rate = f"{change.rate:f}"
        elif change.rate is not None:
            uow.session.add(
                ExchangeRate(
                    id=new_id(uow.now), currency=change.currency, base=base, rate=f"{change.rate:f}", day=change.day,
                    source=TYPED,
                )
            )  # fmt: skip
    uow.audit("rates.typed", "rates", base, before=_listed(back), after=_listed(changes))
    settings = load_settings(uow.session)
    rebuild_worklist(uow, load_days(uow.session, day, zone), settings)
    uow.touch_everything()
    return tuple(back)


def _listed(changes: tuple[RateChange, ...] | list[RateChange]) -> list[list[str | None]]:
    """Return changes as the audit trail keeps them."""
    return [[one.currency, one.day.isoformat(), None if one.rate is None else f"{one.rate:f}"] for one in changes]


# ------------------------------------------------------------------------------------------------ reading lines


def read_rates(text: str, of_day: date, base: str, today: date) -> tuple[RateChange, ...]:
    """Read lines of currency, rate and perhaps day, as they are typed or pasted from a spreadsheet.

    The columns are judged as a whole: one cell that makes sense in one way only decides for the others. A line of
    headings on top is passed over. A comma that could group thousands as well is refused, never guessed.

    Raises:
        RefusedError: there is no line, or one is no rate; the sentence names it.
    """
    lines = [(at, _cells(line)) for at, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if lines and _is_heading(lines[0][1]):
        del lines[0]
    if not lines:
        raise RefusedError(
            "no_rates", msg("There is no rate to keep."), do=msg("Write one a line, for example EUR 1.0832.")
        )
    numbers = read_numbers([cells[1] for _at, cells in lines if len(cells) > 1])
    days = read_dates([cells[2] for _at, cells in lines if len(cells) > 2])
    found: dict[tuple[str, date], RateChange] = {}
    for at, cells in lines:
        currency, rate = _currency(cells[0], at), _rate(cells, numbers, at)
        when = _day(cells[2], days, at) if len(cells) > 2 else of_day
        if when > today:
            raise _refuse(at, msg("{day} has not come yet.", day=when), msg("Write the day that the rate is of."))
        if currency == base:
            if rate != 1:
                raise _refuse(at, msg("{currency} is the base currency itself; its rate is 1.", currency=base))
            continue
        change = RateChange(currency, when, rate)
        if found.setdefault((currency, when), change) != change:
            raise _refuse(at, msg("There are two rates for {currency} of one day.", currency=currency))
    return tuple(found.values())


def _cells(line: str) -> list[str]:
    """Split a line at tabs or semicolons, else at blanks; a day of several words stays whole."""
    for sign in ("\t", ";"):
        if sign in line:
            cells = [cell.strip() for cell in line.split(sign)]
            while cells and not cells[-1]:
                cells.pop()
            return cells
    if _COMMA_FIRST.match(line):
        return [cell.strip() for cell in line.split(",", 2)]
    return line.split(None, 2)


def _is_heading(cells: list[str]) -> bool:
    return len(cells) > 1 and not is_currency(cells[0].upper()) and numeral(cells[1]) is None


def _currency(text: str, at: int) -> str:
    code = text.strip().upper()
    if not is_currency(code):
        raise _refuse(at, msg("{code} is not an ISO 4217 currency.", code=text.strip()))
    return code


def _rate(cells: list[str], numbers: NumberColumn, at: int) -> Decimal:
    if len(cells) < 2:
        raise _refuse(at, msg("The rate is missing."), msg("Write for example EUR 1.0832."))
    text = cells[1]
    value = numbers.number(text)
    if value is None and numbers.decimal is None and (read := numeral(text)) is not None:
        value = read.as_point if "," not in text else None
        if value is None and read.as_comma is not None:
            raise _refuse(
                at, msg("{text} can be read in two ways.", text=text), msg("Write it with a point as decimal sign.")
            )
    if value is None or not is_rate(value):
        raise _refuse(at, msg("{text} is not a rate.", text=text), msg("Write for example EUR 1.0832."))
    return value


def _day(text: str, days: DateColumn, at: int) -> date:
    day = days.day(text)
    if day is None:
        what = msg("{text} can be read in two ways.", text=text)
        if text in days.bad or days.order is not None:
            what = msg("{text} is not a day.", text=text)
        raise _refuse(at, what, msg("Write it like 2026-10-30."))
    return day


def _refuse(at: int, what: Message, do: Message | None = None) -> RefusedError:
    return RefusedError("rates", what, msg("Line {line}.", line=at), do)
