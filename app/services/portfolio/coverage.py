"""What of an open item may not be chased: disputed parts, open promises, announced payment runs.

Amounts are minor units, never more than the item's open amount, and never counted twice: disputes first, then runs,
then promises.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from app.enums import OPEN_DISPUTE, OPEN_PROMISE
from app.services.calendars import add_business_days, next_business_day
from app.services.portfolio.listing.bulk import OPEN_SQL, raw_rows

_DISPUTES: Final = "({})".format(", ".join(f"'{status.value}'" for status in sorted(OPEN_DISPUTE)))
_PROMISES: Final = "({})".format(", ".join(f"'{status.value}'" for status in sorted(OPEN_PROMISE)))


@dataclass(slots=True)
class ItemCover:
    """An open debit that is not wholly free to chase; ``quiet_until`` is the day on which a promise or run ends."""

    item_id: str
    account_id: str
    currency: str
    due: date | None
    open: int
    disputed: int = 0
    run: int = 0
    promised: int = 0
    quiet_until: date | None = None

    @property
    def free(self) -> int:
        """Return what may still be chased."""
        return self.open - self.disputed - self.run - self.promised


@dataclass(frozen=True, slots=True)
class CoverRule:
    """How long promises and runs keep the desk quiet.

    Attributes:
        day: the collector's day; a promise keeps quiet until the business day after its promised day.
        countries: country by account id, for business days.
        run_grace: business days that the pause of a payment run lasts beyond the run.
        in_grace: count promises and runs to the end of their grace, as lists of items show them.
    """

    day: date
    countries: Mapping[str, str]
    run_grace: int
    in_grace: bool = False


def only(account_ids: Collection[str] | None, column: str = "account_id") -> str:
    """Return an SQL condition for some accounts; empty for all.

    Raises:
        ValueError: an id is not one of ours.
    """
    if account_ids is None:
        return ""
    if not all(ident.isalnum() for ident in account_ids):
        raise ValueError("not an account id")
    return " AND {} IN ({})".format(column, ", ".join(f"'{ident}'" for ident in account_ids))


def load_cover(session: Session, rule: CoverRule, account_ids: Collection[str] | None = None) -> dict[str, ItemCover]:
    """Return by item id what is disputed, in a payment run or promised, of open debits that are any of it."""
    cover: dict[str, ItemCover] = {}
    disputed = _disputed(session, cover, account_ids)
    runs = _runs(session, cover, rule, account_ids)
    promises = _promises(session, cover, rule, account_ids)
    for item_id, amount in disputed.items():
        item = cover[item_id]
        item.disputed = item.open if amount is None else min(amount, item.open)
    for item_id, until in runs.items():
        item = cover[item_id]
        item.run = item.free
        item.quiet_until = until
    for remaining, until, item_ids in promises:
        _spread(remaining, until, [cover[item_id] for item_id in item_ids])
    return {item_id: item for item_id, item in cover.items() if item.free < item.open}


def _spread(remaining: int, until: date, items: list[ItemCover]) -> None:
    """Let a promise cover its items, earliest due first, up to what is still promised."""
    for item in sorted(items, key=lambda one: (one.due is None, one.due, one.item_id)):
        part = min(remaining, item.free)
        if part > 0:
            item.promised += part
            item.quiet_until = max(until, item.quiet_until or until)
            remaining -= part


_ITEM: Final = "i.id, i.account_id, i.currency, i.due_date, i.open"


def _keep(cover: dict[str, ItemCover], row: Sequence[Any]) -> str:
    item_id, account_id, currency, due, amount = row
    if item_id not in cover:
        when = date.fromisoformat(due) if due else None
        cover[item_id] = ItemCover(item_id, account_id, currency, when, amount)
    return str(item_id)


def _disputed(
    session: Session, cover: dict[str, ItemCover], account_ids: Collection[str] | None
) -> dict[str, int | None]:
    """Return the disputed amount by item, None for all of it."""
    found: dict[str, int | None] = {}
    for row in raw_rows(
        session,
        f"SELECT {_ITEM}, d.amount FROM dispute q JOIN dispute_item d ON d.dispute_id = q.id "  # noqa: S608 - codes and ids of ours
        f"JOIN item i ON i.id = d.item_id WHERE q.status IN {_DISPUTES} AND i.status IN {OPEN_SQL} AND i.open > 0"
        f"{only(account_ids, 'i.account_id')}",
    ):
        item_id, amount = _keep(cover, row[:5]), row[5]
        known = found.get(item_id, 0)
        found[item_id] = None if amount is None or known is None else known + amount
    for row in raw_rows(
        session,
        f"SELECT {_ITEM} FROM item i WHERE i.erp_disputed = 1 AND i.status IN {OPEN_SQL} AND i.open > 0"  # noqa: S608 - codes and ids of ours
        f"{only(account_ids, 'i.account_id')}",
    ):
        found[_keep(cover, row)] = None
    return found


def _runs(
    session: Session, cover: dict[str, ItemCover], rule: CoverRule, account_ids: Collection[str] | None
) -> dict[str, date]:
    """Return until when an announced payment run covers an item; a run of a whole account covers what is due."""
    found: dict[str, date] = {}
    for row in raw_rows(
        session,
        f"SELECT {_ITEM}, p.until FROM pause p JOIN item i ON i.account_id = p.account_id "  # noqa: S608 - codes and ids of ours
        f"AND (p.item_id = i.id OR (p.item_id IS NULL AND i.due_date < ?)) WHERE p.kind = 'payment_run' "
        f"AND p.ended_at IS NULL AND p.until >= ? AND i.status IN {OPEN_SQL} AND i.open > 0"
        f"{only(account_ids, 'i.account_id')}",
        rule.day.isoformat(),
        rule.day.isoformat(),
    ):
        quiet = add_business_days(rule.countries.get(row[1]), date.fromisoformat(row[5]), 1 - rule.run_grace)
        if rule.in_grace or rule.day < quiet:
            item_id = _keep(cover, row[:5])
            found[item_id] = max(quiet, found.get(item_id, quiet))
    return found


def _promises(
    session: Session, cover: dict[str, ItemCover], rule: CoverRule, account_ids: Collection[str] | None
) -> list[tuple[int, date, list[str]]]:
    """Return open promises that still keep the desk quiet: what is missing, until when, over which items."""
    open_parts: dict[str, tuple[int, date]] = {}
    for promise_id, account_id, due, missing in raw_rows(
        session,
        f"SELECT p.id, p.account_id, MIN(n.due), SUM(n.amount - n.received) FROM promise p "  # noqa: S608 - codes and ids of ours
        f"JOIN instalment n ON n.promise_id = p.id AND n.status IN {_PROMISES} WHERE p.status IN {_PROMISES}"
        f"{only(account_ids, 'p.account_id')} GROUP BY p.id, p.account_id",
    ):
        country = rule.countries.get(account_id)
        check = add_business_days(country, next_business_day(country, date.fromisoformat(due)), 1)
        if rule.in_grace or rule.day < check:
            open_parts[promise_id] = (missing, check)
    items: dict[str, list[str]] = {}
    for row in raw_rows(
        session,
        f"SELECT {_ITEM}, x.promise_id FROM promise p JOIN promise_item x ON x.promise_id = p.id AND x.released = 0 "  # noqa: S608 - codes and ids of ours
        f"JOIN item i ON i.id = x.item_id WHERE p.status IN {_PROMISES} AND i.status IN {OPEN_SQL} AND i.open > 0"
        f"{only(account_ids, 'p.account_id')} ORDER BY p.made_on, p.id",
    ):
        if row[5] in open_parts:
            items.setdefault(row[5], []).append(_keep(cover, row[:5]))
    return [(*open_parts[promise_id], item_ids) for promise_id, item_ids in items.items()]
