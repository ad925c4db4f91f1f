"""The numbers that a collector's policy is made of, with their defaults.

None is law; every one can be changed in Settings and is kept in the store with the day it starts. The rooms read one
frozen ``Settings`` and never a number of their own. Days are calendar days unless a field says business days ("bd",
of the customer's country).
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any, Final, Literal

DayUnit = Literal["days", "bd", "hours"]


@dataclass(frozen=True, slots=True)
class Span:
    """A number of days, business days or hours; ``from_receipt`` counts from the day the letter arrives."""

    n: int
    unit: DayUnit = "days"
    from_receipt: bool = False


@dataclass(frozen=True, slots=True)
class MarketPolicy:
    """Dunning in one market.

    Attributes:
        stages: days after the effective due date at which stages 0 to 4 are reached (0 is negative: before it).
        decide_at: days past due at which a person decides what happens after the last stage.
        deadlines: what the letters of stages 1 to 4 print as the time to pay; None prints no deadline.
        min_gap: calendar days between two letters to one account and currency.
        proof: how the letter of stage 4 travels, as the trade calls it.
        voice_from: the stage from which an attempt by voice or an answered mail is needed since the last letter.
    """

    stages: tuple[Span, Span, Span, Span, Span]
    decide_at: int
    deadlines: tuple[Span | None, Span | None, Span | None, Span | None]
    min_gap: int
    proof: str
    voice_from: int = 3


def _market(
    stages: str, decide_at: int, deadlines: str, gap: int, proof: str, voice_from: int = 3, *, receipt: bool = False
) -> MarketPolicy:
    """Read one line of the table, ``-5 5 15 30 45`` and ``- 7 7 10``: a trailing b is business days, h hours."""

    def span(text: str, *, last: bool = False) -> Span:
        units: dict[str, DayUnit] = {"b": "bd", "h": "hours"}
        return Span(int(text.rstrip("bh")), units.get(text[-1], "days"), last and receipt)

    days = [span(part) for part in stages.split()]
    limits = deadlines.split()
    due = [None if part == "-" else span(part, last=i == len(limits) - 1) for i, part in enumerate(limits)]
    five = (days[0], days[1], days[2], days[3], days[4])
    four = (due[0], due[1], due[2], due[3])
    return MarketPolicy(five, decide_at, four, gap, proof, voice_from)


#: Dunning stages per market; a country without a line uses ``standard``.
MARKETS: Final[dict[str, MarketPolicy]] = {
    "standard": _market("-5 5 15 30 45", 60, "- 7 7 10", 8, "mail and registered post"),
    "JP": _market("-7 5b 20 45 75", 100, "7 10 10 7", 12, "内容証明＋配達証明", 2, receipt=True),
    "CN": _market("-7 7 20 45 70", 100, "7 7b 10 15", 10, "EMS", 2),
    "TW": _market("-7 7 20 40 60", 80, "7 7 10 7", 10, "存證信函", 2, receipt=True),
    "SG": _market("-5 5 14 30 45", 60, "7 7 7 14", 8, "mail and registered post"),
    "ES": _market("-5 5 15 30 60", 95, "7 10 10 15", 10, "burofax con acuse y certificación", 2),
    "PT": _market("-5 5 15 30 45", 60, "8 8 8 10", 8, "carta registada com A/R", 2),
    "MX": _market("-5 3 10 20 40", 60, "3b 5b 5b 5b", 7, "correo certificado", 2),
    "CO": _market("-5 5 15 30 60", 90, "3b 5b 8b 10b", 8, "correo certificado", 2),
    "AR": _market("-5 3 10 20 35", 50, "3b 72h 72h 5b", 6, "carta documento", 2),
    "BR": _market("-3 3 10 20 35", 50, "3 5 5b 5b", 6, "AR", 2),
    "US": _market("-5 5 15 30 45", 60, "7 7 7 10", 8, "mail and courier or certified mail"),
    "CA": _market("-5 5 15 30 45", 60, "7 7 7 10", 8, "mail and courier or certified mail"),
    "GB": _market("-5 5 14 28 42", 60, "7 7 7 14", 8, "mail and first-class post"),
}


@dataclass(frozen=True, slots=True)
class CurrencyLimits:
    """Tolerances and thresholds of one currency, in minor units; a currency without a row has none, never converted.

    Attributes:
        tolerance: what a promise or a match may fall short (the smaller of this and 0.5 %).
        fee: a transfer fee recognised up to this.
        letter_min: smallest amount a letter of stage 1 or 2 is written for.
        demand_min: the same for stages 3 and 4.
        pre_due: an item from here on gets a courtesy notice and an assurance call.
        high: high-dollar threshold.
    """

    tolerance: int
    fee: int
    letter_min: int
    demand_min: int
    pre_due: int
    high: int


def _limits(scale: int, tolerance: int, fee: int, letter: int, demand: int, pre_due: int, high: int) -> CurrencyLimits:
    return CurrencyLimits(*(value * scale for value in (tolerance, fee, letter, demand, pre_due, high)))


CURRENCY_LIMITS: Final[dict[str, CurrencyLimits]] = {
    "USD": _limits(100, 5, 35, 50, 500, 10_000, 50_000),
    "EUR": _limits(100, 5, 25, 50, 500, 10_000, 50_000),
    "GBP": _limits(100, 5, 25, 50, 500, 8_000, 40_000),
    "CAD": _limits(100, 7, 45, 75, 750, 14_000, 70_000),
    "SGD": _limits(100, 7, 45, 75, 750, 14_000, 70_000),
    "JPY": _limits(1, 500, 990, 5_000, 50_000, 1_500_000, 7_500_000),
    "CNY": _limits(100, 30, 200, 300, 3_000, 70_000, 350_000),
    "TWD": _limits(100, 100, 600, 1_500, 15_000, 300_000, 1_500_000),
    "MXN": _limits(100, 50, 300, 1_000, 10_000, 180_000, 900_000),
    "COP": _limits(100, 10_000, 80_000, 200_000, 2_000_000, 40_000_000, 200_000_000),
    "ARS": _limits(100, 5_000, 40_000, 70_000, 700_000, 14_000_000, 70_000_000),
    "BRL": _limits(100, 20, 120, 250, 2_500, 55_000, 275_000),
}

#: Cadence: calendar days between two-way contacts, by worst collectable bucket and tier A to D; 0 = no call cadence.
CADENCE: Final[dict[str, tuple[int, int, int, int]]] = {
    "current": (60, 90, 0, 0),
    "b1_30": (7, 10, 14, 0),
    "b31_60": (5, 7, 10, 30),
    "b61_90": (4, 5, 7, 21),
    "b91_120": (3, 5, 7, 21),
    "b121": (5, 7, 14, 30),
}

#: Points of the call list (defaults: worklist points).
POINTS: Final[dict[str, int]] = {
    "BROKEN": 40,
    "BROKEN_EACH": 5,
    "BROKEN_MAX": 15,
    "ORDERHOLD": 25,
    "PARTKEPT": 22,
    "DUEPROMISE": 12,
    "DEADLINE": 18,
    "DEADLINE_3": 25,
    "BUCKET_b1_30": 4,
    "BUCKET_b31_60": 10,
    "BUCKET_b61_90": 16,
    "BUCKET_b91_120": 22,
    "BUCKET_b121": 24,
    "CADENCE": 8,
    "CADENCE_MAX": 20,
    "FIRST_1": 6,
    "FIRST_30": 6,
    "FIRST_60": 9,
    "FIRST_90": 12,
    "LIMIT": 8,
    "LIMIT_120": 14,
    "PREDUE": 10,
    "UNAPPLIED": 8,
    "NONEXT": 10,
}
#: AMOUNT points by collectable base USD in major units, highest first.
AMOUNT_POINTS: Final[tuple[tuple[int, int], ...]] = (
    (500_000, 25),
    (100_000, 20),
    (25_000, 14),
    (5_000, 8),
    (1_000, 4),
    (0, 1),
)
#: Tier by past due in base USD, major units: above A, above B, at least C, else D.
TIER_BOUNDS: Final = (100_000, 10_000, 1_000)

#: Office hours: ((open, close), …) in minutes of the customer's own day; a break lies between two spans.
OFFICE_HOURS: Final[dict[str, tuple[tuple[int, int], ...]]] = {
    "JP": ((540, 720), (780, 1050)),
    "CN": ((540, 720), (810, 1080)),
    "TW": ((540, 720), (780, 1080)),
    "SG": ((540, 1080),),
    "ES": ((540, 840), (960, 1080)),
    "PT": ((540, 1080),),
    "MX": ((540, 840), (960, 1080)),
    "CO": ((480, 1020),),
    "AR": ((540, 1080),),
    "BR": ((480, 1080),),
    "standard": ((540, 1020),),
}
#: Spain works one long morning in July and August.
SUMMER_HOURS: Final[dict[str, tuple[tuple[int, int], ...]]] = {"ES": ((480, 900),)}


@dataclass(frozen=True, slots=True)
class Targets:
    """What a collector aims at in a day; ``promised`` is base currency in minor units, 0 = no target."""

    touches: int = 40
    calls: int = 25
    contacts: int = 10
    promises: int = 6
    promised: int = 0
    coverage: int = 90


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a rule may read; frozen, and passed in.

    Attributes:
        bucket_bounds: upper days of the aging buckets after Current.
        promise_grace, promise_grace_unit: days after the promised day in which money still counts.
        promise_tolerance: False judges to the minor unit.
        quiet_after_letter, quiet_after_letter_long: business days without calls after a letter (JP, CN: long).
        stale_items, stale_receipts: business days after which data are too old for a reminder;
            ``stale_items_demand``, ``stale_receipts_demand`` the same for stages 3 and 4.
        full_share: share of a source's open items (per cent) from which a file counts as full.
        worst_bucket_share: a bucket counts as the worst from this per cent of collectable …
        worst_bucket_usd: … or from this many base USD (major units).
        masc: Spain's stage 4 gives 30 days and invites to negotiate (LO 1/2025).
        cop_decimals: print Colombian amounts with their two decimals in letters.
        ja_calendar: ``western`` or ``wareki`` dates in Japanese letters.
        office_hours: spans in minutes of the customer's own day, by country.
    """

    bucket_bounds: tuple[int, int, int, int] = (30, 60, 90, 120)
    markets: dict[str, MarketPolicy] = field(default_factory=lambda: dict(MARKETS))
    currencies: dict[str, CurrencyLimits] = field(default_factory=lambda: dict(CURRENCY_LIMITS))
    cadence: dict[str, tuple[int, int, int, int]] = field(default_factory=lambda: dict(CADENCE))
    cadence_max: int = 14
    points: dict[str, int] = field(default_factory=lambda: dict(POINTS))
    promise_grace: int = 2
    promise_grace_unit: DayUnit = "bd"
    promise_tolerance: bool = True
    promise_far: int = 30
    run_grace: int = 3
    quiet_after_letter: int = 3
    quiet_after_letter_long: int = 5
    stale_items: int = 2
    stale_receipts: int = 3
    stale_items_demand: int = 1
    stale_receipts_demand: int = 1
    full_share: int = 70
    worst_bucket_share: int = 10
    worst_bucket_usd: int = 1_000
    attempts_day: int = 2
    attempts_week: int = 4
    predue_days: int = 10
    masc: bool = True
    cop_decimals: bool = False
    ja_calendar: str = "western"
    collector_code: str = "C01"
    collector_name: str = ""
    targets: Targets = field(default_factory=Targets)
    office_hours: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=lambda: dict(OFFICE_HOURS))

    def market(self, country: str) -> MarketPolicy:
        """Return a country's dunning policy, or the standard one."""
        return self.markets.get(country) or self.markets["standard"]

    def limits(self, currency: str) -> CurrencyLimits | None:
        """Return a currency's tolerances and thresholds; None means: none at all."""
        return self.currencies.get(currency)

    def tolerance(self, currency: str, amount: int) -> int:
        """Return by how much money may fall short of an amount: the smaller of the currency's limit and 0.5 %.

        A currency without a row has no tolerance; amounts are never converted.
        """
        limits = self.limits(currency)
        return 0 if limits is None else min(limits.tolerance, amount * 5 // 1000)

    def changed(self, **values: Any) -> Settings:
        """Return a copy with some numbers changed."""
        return replace(self, **values)


def to_json(settings: Settings) -> dict[str, Any]:
    """Return only what differs from the defaults, as plain JSON by field name."""
    base = Settings()
    return {
        item.name: _plain(getattr(settings, item.name))
        for item in fields(Settings)
        if getattr(settings, item.name) != getattr(base, item.name)
    }


def from_json(values: dict[str, Any]) -> Settings:
    """Read what ``to_json`` wrote over today's defaults; names that no longer exist are ignored."""
    known = {item.name for item in fields(Settings)}
    read: dict[str, Any] = {}
    for name, value in values.items():
        if name in known:
            read[name] = _READERS.get(name, _scalar)(value)
    return replace(Settings(), **read)


def _plain(value: Any) -> Any:
    """Turn dataclasses and tuples into JSON values."""
    if hasattr(value, "__dataclass_fields__"):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _scalar(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _read_market(value: dict[str, Any]) -> MarketPolicy:
    spans = [Span(**item) for item in value["stages"]]
    limits = [None if item is None else Span(**item) for item in value["deadlines"]]
    return MarketPolicy(
        (spans[0], spans[1], spans[2], spans[3], spans[4]),
        value["decide_at"],
        (limits[0], limits[1], limits[2], limits[3]),
        value["min_gap"],
        value["proof"],
        value.get("voice_from", 3),
    )


_READERS: Final[dict[str, Any]] = {
    "markets": lambda value: {key: _read_market(item) for key, item in value.items()},
    "currencies": lambda value: {key: CurrencyLimits(**item) for key, item in value.items()},
    "cadence": lambda value: {key: tuple(item) for key, item in value.items()},
    "targets": lambda value: Targets(**value),
    "office_hours": lambda value: {key: tuple((a, b) for a, b in spans) for key, spans in value.items()},
}
