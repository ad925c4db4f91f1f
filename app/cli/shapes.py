"""Pieces that the commands' JSON is made of."""

from __future__ import annotations

from datetime import date

from app.money import plain


def iso(day: date | None) -> str | None:
    """Return a day as ISO text."""
    return None if day is None else day.isoformat()


def plain_amount(minor: int | None, currency: str) -> str | None:
    """Return minor units as the decimal text that JSON carries."""
    return None if minor is None else plain(minor, currency)
