"""Rows of the list as they are stored: judged from the facts, written as plain values."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.company import Company
from app.models.types import moment_text
from app.services.dates import Days
from app.services.portfolio.buckets import bucket_keys
from app.services.portfolio.ranking.facts import Facts
from app.services.portfolio.ranking.judge import Judged, judge
from app.services.portfolio.ranking.load import load_facts
from app.services.portfolio.ranking.reasons import Rule
from app.services.portfolio.rates import Sizes, load_rates
from app.services.portfolio.snapshots import first_data_date
from app.settings import Settings

StoredRow = tuple[Any, ...]
#: One encoder for all rows: making one for each takes longer than the encoding.
_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def judged_rows(
    session: Session, days: Days, settings: Settings, account_ids: Collection[str] | None = None
) -> Iterator[StoredRow]:
    """Give the rows of the list as they are stored, computed now; for a rebuild and for a day that is not stored."""
    rule = Rule(
        day=days.day,
        zone=days.zone,
        settings=settings,
        sizes=Sizes(load_rates(session, days.day, settings)),
        remembers=first_data_date(session),
    )
    country = session.scalar(select(Company.country)) or ""
    keys = bucket_keys(settings.bucket_bounds)
    day = days.day.isoformat()
    for facts in load_facts(session, days, settings, country, account_ids):
        judged = judge(facts, rule)
        if judged is not None:
            yield _stored(facts, judged, keys, day)


def _stored(facts: Facts, judged: Judged, keys: tuple[str, ...], day: str) -> StoredRow:
    standing = judged.standing
    main = standing.main
    held_code, held = judged.held or (None, None)
    return (
        facts.account_id,
        facts.number,
        facts.name,
        facts.country,
        facts.zone,
        day,
        standing.score,
        standing.base,
        moment_text(judged.callback_at) if judged.callback_at else None,
        moment_text(judged.retry_at) if judged.retry_at else None,
        judged.other_work,
        main.currency,
        main.overdue,
        _encode({key: amount for key, amount in zip(keys, main.debits, strict=True) if amount}),
        _encode([(reason.code, reason.points, reason.args) for reason in standing.reasons]),
        held_code,
        None if held is None else _encode(held),
        facts.pinned,
    )
