"""Aging buckets: one definition for every view, file and command, in Python and in SQL.

A debit (open amount above zero) stands in the bucket of its days past due, or of its age on the document basis.
A credit stands in ``credits``, or, netted, in the bucket of its own document date's age. A row without the date that
its basis needs stands in ``no_due_date``. So buckets, no due date and credits always add up to the balance.

Both forms compare a date with the same row of first days, so they cannot drift apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final

from app.enums import Basis

CURRENT: Final = "current"
NO_DUE_DATE: Final = "no_due_date"
CREDITS: Final = "credits"
_KEY: Final = re.compile(r"b(\d+)(?:_(\d+))?")


@dataclass(frozen=True, slots=True)
class Bucket:
    """Days past due (or of age) from ``start`` through ``end``; None is open-ended."""

    key: str
    start: int | None
    end: int | None


@lru_cache(maxsize=64)
def buckets(bounds: tuple[int, ...], basis: Basis = Basis.DUE) -> tuple[Bucket, ...]:
    """Return the buckets of the bounds: Current, then one per bound, then what is older.

    On the document basis nothing is Current, and the first bucket begins at age 0.
    """
    edges = [0, *bounds]
    first = 1 if basis is Basis.DUE else 0
    inner = [
        Bucket(f"b{low + 1}_{high}", low + 1 if i else first, high)
        for i, (low, high) in enumerate(zip(edges, bounds, strict=False))
    ]
    return (Bucket(CURRENT, None, 0), *inner, Bucket(f"b{edges[-1] + 1}", edges[-1] + 1, None))


@lru_cache(maxsize=64)
def bucket_keys(bounds: tuple[int, ...]) -> tuple[str, ...]:
    """Return the keys from Current to the oldest."""
    return tuple(bucket.key for bucket in buckets(bounds))


def all_keys(bounds: tuple[int, ...]) -> tuple[str, ...]:
    """Return every key under which an amount may stand: the buckets, no due date, credits."""
    return (*bucket_keys(bounds), NO_DUE_DATE, CREDITS)


def parse_key(key: str) -> Bucket | None:
    """Read a bucket key back, ``b31_60`` or ``b121``; None if it is not one."""
    if key == CURRENT:
        return Bucket(CURRENT, None, 0)
    match = _KEY.fullmatch(key)
    if match is None:
        return None
    return Bucket(key, int(match[1]), int(match[2]) if match[2] else None)


@lru_cache(maxsize=256)
def first_days(day: date, bounds: tuple[int, ...], basis: Basis) -> tuple[tuple[str, date], ...]:
    """Return bucket keys from the youngest with the earliest date that still falls into each.

    What is earlier than all of them belongs to the oldest bucket, which is not listed.
    """
    listed = [
        (bucket.key, day - timedelta(days=bucket.end))
        for bucket in buckets(bounds, basis)
        if bucket.end is not None and not (basis is Basis.DOCUMENT and bucket.key == CURRENT)
    ]
    return tuple(listed)


def bucket_of_date(when: date | None, day: date, bounds: tuple[int, ...], basis: Basis) -> str:
    """Return the bucket of a due date (or document date) on a day; due today is not past due."""
    if when is None:
        return NO_DUE_DATE
    for key, first in first_days(day, bounds, basis):
        if when >= first:
            return key
    return bucket_keys(bounds)[-1]


@dataclass(frozen=True, slots=True)
class Presentation:
    """How balances are laid out.

    Attributes:
        day: the day to age to.
        bounds: upper days of the buckets after Current.
        basis: which date the age counts from.
        net_credits: credits in the bucket of their own document date instead of in ``credits``.
    """

    day: date
    bounds: tuple[int, ...] = (30, 60, 90, 120)
    basis: Basis = Basis.DUE
    net_credits: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key in its order."""
        return all_keys(self.bounds)

    def place(self, amount: int, due: date | None, document: date | None) -> str:
        """Return the key under which an open amount (minor units, credits negative) stands."""
        if amount < 0:
            if not self.net_credits:
                return CREDITS
            return bucket_of_date(document, self.day, self.bounds, Basis.DOCUMENT)
        when = due if self.basis is Basis.DUE else document
        return bucket_of_date(when, self.day, self.bounds, self.basis)

    def sums_sql(self, amount: str = "open", due: str = "due_date", document: str = "document_date") -> str:
        """Return one SUM per key, in the order of ``keys``, to be put into a grouped SELECT.

        Dates are ISO text in the store, so text order is the order of days. A bucket is what is not older less what the
        younger ones hold: the database adds up each of these sums once, with one comparison a row instead of two.
        """
        sums = [f"COALESCE(SUM({amount}) FILTER (WHERE {test}), 0)" for test in self._tests(amount, due, document)]
        dated = sums[: len(bucket_keys(self.bounds))]
        parts = [dated[0], *(f"{wider} - {within}" for within, wider in pairwise(dated))]
        return ", ".join([*parts, *sums[len(dated) :]])

    def _tests(self, amount: str, due: str, document: str) -> list[str]:
        """Return one SQL condition per key; that of a bucket holds for the younger ones too."""
        debit, credit = f"{amount} >= 0", f"{amount} < 0"
        when = due if self.basis is Basis.DUE else document
        owed = _not_older(when, self.day, self.bounds, self.basis)
        if not self.net_credits:
            return [*(f"{debit} AND {test}" for test in owed), credit]
        own = _not_older(document, self.day, self.bounds, Basis.DOCUMENT)
        both = [f"({debit} AND {a}) OR ({credit} AND {b})" for a, b in zip(owed, own, strict=True)]
        return [*both, "0"]

    def lay_out(self, sums: Mapping[str, int]) -> list[int]:
        """Return stored sums in the order of ``keys``; a bucket of other bounds joins the one that holds its start."""
        places = {key: place for place, key in enumerate(self.keys)}
        laid = [0] * len(places)
        for key, amount in sums.items():
            bucket = None if key in places else parse_key(key)
            if bucket is not None:
                key = bucket_of_date(self.day - timedelta(days=bucket.start or 0), self.day, self.bounds, Basis.DUE)  # noqa: PLW2901 - the place it joins
            laid[places[key]] += amount
        return laid

    def fold(self, rows: Sequence[tuple[int, date | None, date | None]]) -> dict[str, int]:
        """Add up open amounts with their due and document dates; keys without an amount are left out."""
        sums: dict[str, int] = {}
        for amount, due, document in rows:
            key = self.place(amount, due, document)
            sums[key] = sums.get(key, 0) + amount
        return sums


def _not_older(column: str, day: date, bounds: tuple[int, ...], basis: Basis) -> list[str]:
    """Return one condition per bucket, true for what is in it or younger, and one for no date, in their order."""
    firsts = dict(first_days(day, bounds, basis))
    keys = bucket_keys(bounds)
    tests = [f"{column} >= '{firsts[key]}'" if key in firsts else "0" for key in keys[:-1]]
    return [*tests, f"{column} IS NOT NULL", f"{column} IS NULL"]


def past_due(sums: dict[str, int], bounds: tuple[int, ...]) -> int:
    """Return what is past due of a row of buckets: everything after Current, debits only."""
    return sum(sums.get(key, 0) for key in bucket_keys(bounds)[1:])
