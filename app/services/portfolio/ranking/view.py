"""The call list as it is shown: three parts by the customers' office hours at a moment, from stored rows.

Call now: the office is open, or an agreed callback is due; one that was missed waits for the office. Later today: it
opens, a callback comes or an unanswered call is tried again before the collector's day ends. Mail or other work: the
rest. Callbacks due stand on top by their time, then what is pinned; inside a part points decide, then the collectable
amount, then the account number.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from app.clock import moment_text
from app.enums import Part, WorkCode
from app.i18n import Message
from app.services.calendars import OfficeState, next_call_moment, office_state
from app.services.dates import Days
from app.services.portfolio.listing.bulk import OPEN_SQL, raw_rows
from app.services.portfolio.people import ContactLine, pick_contacts
from app.services.portfolio.ranking.columns import COLUMNS
from app.services.portfolio.ranking.sentences import Reason, held_text, stored_reasons
from app.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

#: An agreed callback comes up so long before its time.
AHEAD: Final = timedelta(minutes=10)
#: One that was missed by more than this waits for the office again: nobody agreed to a call at night.
MISSED: Final = timedelta(hours=1)
_STORED: Final = "worklist_row"
_COMPUTED: Final = "temp.worklist_now"
_ORDER: Final = "pinned DESC, score DESC, collectable_base DESC, number"
_TIMED: Final = "(callback_at IS NOT NULL OR retry_at IS NOT NULL)"


@dataclass(frozen=True, slots=True)
class WorklistFilter:
    """What of the list is shown; empty shows everything.

    Attributes:
        codes: with at least one of these reasons.
        text: part of the name or the number.
        country, currency: exactly.
    """

    codes: frozenset[WorkCode] = frozenset()
    text: str = ""
    country: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class WorkRow:
    """An account on the list. ``overdue`` and ``buckets`` are minor units of ``currency``.

    ``callback_at`` is an agreed callback, ``retry_at`` when an unanswered call is tried again; ``starts_at`` says when
    the account comes up later today: the opening of the office, the callback or the other try.
    """

    account_id: str
    number: str
    name: str
    country: str
    zone: str
    part: Part
    score: int
    collectable_base: int
    currency: str
    overdue: int
    pinned: bool
    office: OfficeState
    callback_at: datetime | None
    retry_at: datetime | None
    starts_at: datetime | None
    contact: ContactLine | None
    raw_reasons: str = field(repr=False)
    raw_buckets: str = field(repr=False)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Return the reasons in the order of the rules."""
        return stored_reasons(json.loads(self.raw_reasons))

    @property
    def buckets(self) -> Mapping[str, int]:
        """Return what is owed by bucket key."""
        found: dict[str, int] = json.loads(self.raw_buckets)
        return found


@dataclass(frozen=True, slots=True)
class HeldRow:
    """An account that is not on the list today, with the reason; the points are kept."""

    account_id: str
    number: str
    name: str
    code: str
    score: int
    currency: str
    overdue: int
    country: str
    raw_held: str = field(repr=False)

    @property
    def why(self) -> Message:
        """Return the sentence."""
        return held_text(self.code, json.loads(self.raw_held))


@dataclass(frozen=True, slots=True)
class Worklist:
    """The list at a moment.

    Attributes:
        stale: the stored rows are of another day (or missing): a rebuild is due.
        rows: the parts one after the other; ``counts`` says how many each has in all.
        not_today: the accounts held back, most points first.
    """

    day: date
    now: datetime
    stale: bool
    rows: tuple[WorkRow, ...]
    counts: Mapping[Part, int]
    not_today: tuple[HeldRow, ...]
    not_today_count: int

    @property
    def total(self) -> int:
        """Return how many accounts are on the list."""
        return sum(self.counts.values())


def is_stale(session: Session, day: date) -> bool:
    """Tell whether the stored list is not this day's, as after midnight."""
    if any(True for _ in raw_rows(session, "SELECT 1 FROM worklist_row WHERE day <> ? LIMIT 1", day.isoformat())):
        return True
    if any(True for _ in raw_rows(session, "SELECT 1 FROM worklist_row LIMIT 1")):
        return False
    waiting = f"SELECT 1 FROM item WHERE status IN {OPEN_SQL} AND due_date < ? AND open > 0 LIMIT 1"  # noqa: S608 - codes of ours
    return any(True for _ in raw_rows(session, waiting, day.isoformat()))


def load_worklist(
    session: Session,
    days: Days,
    now: datetime,
    settings: Settings,
    limit: int | None = None,
    filters: WorklistFilter = WorklistFilter(),
) -> Worklist:
    """Return the stored list as it stands at a moment; nothing is judged anew.

    Args:
        session: the store.
        days: the collector's day and zone.
        now: the moment, aware.
        settings: office hours.
        limit: at most so many rows in each part and of those held back, for a first page.
        filters: what is shown.
    """
    return _View(session, days, now, settings, limit, filters, _STORED).load(stale=is_stale(session, days.day))


def current_worklist(
    session: Session,
    days: Days,
    now: datetime,
    settings: Settings,
    limit: int | None = None,
    filters: WorklistFilter = WorklistFilter(),
) -> Worklist:
    """Return the list of any day: the stored one if it is that day's, else judged now, in memory, changing nothing."""
    if not is_stale(session, days.day):
        return load_worklist(session, days, now, settings, limit, filters)
    from app.services.portfolio.ranking.rows import judged_rows

    connection = session.connection()
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {_COMPUTED}")
    connection.exec_driver_sql(f"CREATE TEMP TABLE worklist_now ({COLUMNS})")
    rows = list(judged_rows(session, days, settings))
    if rows:
        values = ", ".join("?" * len(rows[0]))
        connection.exec_driver_sql(f"INSERT INTO {_COMPUTED} ({COLUMNS}) VALUES ({values})", rows)  # noqa: S608 - columns of ours
    found = _View(session, days, now, settings, limit, filters, _COMPUTED).load(stale=False)
    connection.exec_driver_sql(f"DROP TABLE {_COMPUTED}")
    return found


@dataclass(slots=True)
class _View:
    """One reading of a table of list rows."""

    session: Session
    days: Days
    now: datetime
    settings: Settings
    limit: int | None
    filters: WorklistFilter
    table: str
    offices: dict[tuple[str, str], tuple[OfficeState, Part, datetime | None]] = field(default_factory=dict)

    def load(self, *, stale: bool) -> Worklist:
        """Lay out the parts: rows with a time of their own one by one, the others by country and zone in SQL."""
        timed = [self._row(row) for row in self._select(f"{_TIMED} AND held_code IS NULL", hint=self._timed_hint())]
        counts = dict.fromkeys(Part, 0)
        places: dict[Part, list[tuple[str, str]]] = {part: [] for part in Part}
        for country, zone, other, count in self._query(
            f"SELECT country, zone, other_work, COUNT(*) FROM {self.table} "  # noqa: S608 - tables of ours
            f"WHERE held_code IS NULL AND NOT {_TIMED}",
            " GROUP BY country, zone, other_work",
        ):
            part = Part.OTHER if other else self._office(country, zone)[1]
            counts[part] += count
            if not other:
                places[part].append((country, zone))
        rows: list[WorkRow] = []
        for part in Part:
            mine = [row for row in timed if row.part is part]
            mine += self._page(part, places[part])
            mine.sort(key=_order)
            counts[part] += sum(row.part is part for row in timed)
            rows += mine[: self.limit]
        held = self._held()
        contacts = pick_contacts(self.session, [row.account_id for row in rows])
        return Worklist(
            day=self.days.day,
            now=self.now,
            stale=stale,
            rows=tuple(_with_contact(row, contacts) for row in rows) if contacts else tuple(rows),
            counts=counts,
            not_today=held,
            not_today_count=self._count("held_code IS NOT NULL") if self.limit is not None else len(held),
        )

    def _page(self, part: Part, places: Sequence[tuple[str, str]]) -> list[WorkRow]:
        """Return the first rows of a part that have no time of their own."""
        pairs = ", ".join("(?, ?)" for _ in places)
        where = f"(country, zone) IN (VALUES {pairs})" if places else "0"
        where = f"(other_work = 1 OR {where})" if part is Part.OTHER else f"other_work = 0 AND {where}"
        values = [text for pair in places for text in pair]
        cut = "" if self.limit is None else f" LIMIT {int(self.limit)}"
        found = self._select(f"held_code IS NULL AND NOT {_TIMED} AND {where}", f" ORDER BY {_ORDER}{cut}", values)
        return [self._row(row) for row in found]

    def _held(self) -> tuple[HeldRow, ...]:
        cut = "" if self.limit is None else f" LIMIT {int(self.limit)}"
        rows = self._query(
            f"SELECT account_id, number, name, held_code, score, currency, overdue, country, held FROM {self.table} "  # noqa: S608 - tables of ours
            "WHERE held_code IS NOT NULL",
            f" ORDER BY score DESC, collectable_base DESC, number{cut}",
        )
        return tuple(HeldRow(*row) for row in rows)

    def _count(self, where: str) -> int:
        ((count,),) = self._query(f"SELECT COUNT(*) FROM {self.table} WHERE {where}", "")  # noqa: S608 - conditions of ours
        return int(count)

    def _timed_hint(self) -> str:
        """Name the index of the few rows with a time; the planner prefers the one of all rows."""
        return " INDEXED BY ix_worklist_row_timed" if self.table == _STORED else ""

    def _select(
        self, where: str, tail: str = "", values: Sequence[Any] = (), hint: str = ""
    ) -> Iterable[tuple[Any, ...]]:
        return self._query(f"SELECT {COLUMNS} FROM {self.table}{hint} WHERE {where}", tail, values)  # noqa: S608 - columns of ours

    def _query(self, head: str, tail: str, values: Sequence[Any] = ()) -> Iterable[tuple[Any, ...]]:
        """Run a select with the filters put between its condition and its tail."""
        filters, wanted = [], list(values)
        if self.filters.codes:
            filters.append("(" + " OR ".join("reasons LIKE ?" for _ in self.filters.codes) + ")")
            wanted += [f'%"{code.value}"%' for code in sorted(self.filters.codes)]
        if self.filters.text:
            filters.append("(name LIKE ? OR number LIKE ?)")
            wanted += [f"%{self.filters.text}%"] * 2
        for column, value in (("country", self.filters.country), ("currency", self.filters.currency)):
            if value:
                filters.append(f"{column} = ?")
                wanted.append(value)
        return raw_rows(self.session, "".join([head, *(f" AND {text}" for text in filters), tail]), *wanted)

    def _row(self, row: tuple[Any, ...]) -> WorkRow:
        (account_id, number, name, country, zone, _, score, base, callback, retry, other, currency, overdue) = row[:13]
        office, part, starts = self._office(country, zone)
        callback_at = datetime.fromisoformat(callback) if callback else None
        missed = callback_at is not None and callback_at < self.now - MISSED
        if callback_at is not None and not missed:
            due = callback_at <= self.now + AHEAD
            part, starts = (Part.CALL_NOW, None) if due else (Part.LATER_TODAY, callback_at)
        elif other:
            part, starts = Part.OTHER, None
        elif retry and retry > moment_text(self.now):
            part, starts = Part.LATER_TODAY, datetime.fromisoformat(retry)
        return WorkRow(
            account_id=account_id,
            number=number,
            name=name,
            country=country,
            zone=zone,
            part=part,
            score=score,
            collectable_base=base,
            currency=currency,
            overdue=overdue,
            pinned=bool(row[17]),
            office=office,
            callback_at=callback_at,
            retry_at=datetime.fromisoformat(retry) if retry else None,
            starts_at=starts,
            contact=None,
            raw_reasons=row[14],
            raw_buckets=row[13],
        )

    def _office(self, country: str, zone: str) -> tuple[OfficeState, Part, datetime | None]:
        """Return the office, the part and the time of opening of a place; worked out once per place."""
        key = (country, zone)
        if key not in self.offices:
            self.offices[key] = self._look(country, zone)
        return self.offices[key]

    def _look(self, country: str, zone: str) -> tuple[OfficeState, Part, datetime | None]:
        state = office_state(country, zone, self.now, self.settings)
        if state.may_call:
            return state, Part.CALL_NOW, None
        opens = next_call_moment(country, zone, self.now, self.settings)
        if opens.astimezone(ZoneInfo(self.days.zone)).date() == self.days.day:
            return state, Part.LATER_TODAY, opens
        return state, Part.OTHER, None


def _order(row: WorkRow) -> tuple[Any, ...]:
    due = row.part is Part.CALL_NOW and row.callback_at is not None
    return (
        not due,
        row.callback_at if due else None,
        not row.pinned,
        -row.score,
        -row.collectable_base,
        row.number,
    )


def _with_contact(row: WorkRow, contacts: Mapping[str, ContactLine]) -> WorkRow:
    contact = contacts.get(row.account_id)
    return row if contact is None else replace(row, contact=contact)
