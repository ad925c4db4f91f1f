"""What the store knows that a file is read by: the base currency, rates, saved layouts and earlier answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from sqlalchemy.orm import Session

from app.services.portfolio.rates import base_currency, known_rates
from app.services.sync.answers import ByLayout
from app.services.sync.layouts.layout import Layout
from app.services.sync.layouts.saved import saved_layouts
from app.services.sync.options import ReadOptions
from app.services.sync.planning.stored import Stored


@dataclass(frozen=True, slots=True)
class Known:
    """What reading goes by beside what the collector decides; a look at a file and its import go by the same.

    Attributes:
        currency: the company's base currency; None where no company is set, and nobody guesses one.
        rates: those that hold, as text by currency; a list of rates is read by them.
        remembered: what was answered before.
        layouts: those that were saved.
    """

    currency: str | None
    rates: Mapping[str, str]
    remembered: ByLayout
    layouts: tuple[Layout, ...]

    @classmethod
    def of(cls, session: Session, day: date) -> Self:
        """Return what the store knows on a day."""
        stored = Stored(session.connection())
        rates = known_rates(session, day, base_currency(session))
        return cls(
            stored.company()[1],
            {code: str(rate.value) for code, rate in rates.items()},
            stored.answers(),
            tuple(saved.layout for saved in saved_layouts(session)),
        )

    def put_into(self, options: ReadOptions) -> ReadOptions:
        """Return options by which a file can be read."""
        return replace(
            options,
            default_currency=options.default_currency or self.currency,
            remembered=self.remembered,
            layouts=self.layouts,
            known_rates=self.rates,
        )
