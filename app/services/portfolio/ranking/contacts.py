"""What was said, written and promised lately, by account, for the rules of the call list."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.enums import OPEN_DISPUTE, OPEN_PROMISE, PRODUCED_LETTER, RIGHT_PARTY, Outcome, PromiseStatus, TaskStatus
from app.models.types import moment_text
from app.services.calendars import local_moment
from app.services.dates import Days
from app.services.portfolio.coverage import only
from app.services.portfolio.listing.bulk import OPEN_SQL, raw_rows
from app.services.portfolio.ranking.facts import Callback, LetterFact, PromiseFact, Tries
from app.services.portfolio.strategy import ATTEMPTS, COMPLETES, UNANSWERED, WRITTEN

_WEEK: Final = timedelta(days=7)
_YEAR: Final = timedelta(days=365)
#: How far back unanswered attempts in a row are counted.
_MEMORY: Final = timedelta(days=60)
_CALLBACK_TIME: Final = "09:00"


def _codes(codes: Iterable[Any]) -> str:
    return "({})".format(", ".join(f"'{code.value}'" for code in sorted(codes)))


def load_promises(
    session: Session, day: date, account_ids: Collection[str] | None = None
) -> dict[str, list[PromiseFact]]:
    """Return open promises, and those that failed within a year, each with the line in question."""
    failed = {PromiseStatus.BROKEN, PromiseStatus.PARTLY_KEPT, PromiseStatus.KEPT_LATE}
    found: dict[str, list[PromiseFact]] = {}
    seen: set[str] = set()
    for row in raw_rows(
        session,
        "SELECT p.account_id, p.id, p.status, p.currency, p.amount, p.received, p.spoken_of, n.due, n.window_end, "  # noqa: S608 - codes and ids of ours
        "n.amount, n.received, n.status FROM promise p JOIN instalment n ON n.promise_id = p.id "
        f"WHERE (p.status IN {_codes(OPEN_PROMISE)} OR (p.status IN {_codes(failed)} AND n.due > ?))"
        f"{only(account_ids, 'p.account_id')} ORDER BY p.id, CASE WHEN n.status IN {_codes(failed)} THEN 0 "
        f"WHEN n.status IN {_codes(OPEN_PROMISE)} THEN 1 ELSE 2 END, n.position",
        (day - _YEAR).isoformat(),
    ):
        account_id, promise_id, status, currency, amount, received, spoken, due, end, line, line_in, line_status = row
        state = PromiseStatus(status)
        if promise_id in seen:
            continue
        if state in OPEN_PROMISE and PromiseStatus(line_status) not in OPEN_PROMISE:
            continue
        seen.add(promise_id)
        is_open = state in OPEN_PROMISE
        fact = PromiseFact(
            status=state,
            currency=currency,
            amount=line if is_open else amount,
            missing=line - line_in if is_open else amount - received,
            due=date.fromisoformat(due),
            window_end=date.fromisoformat(end),
            spoken_of=bool(spoken),
        )
        found.setdefault(account_id, []).append(fact)
    return found


def load_letters(
    session: Session, day: date, account_ids: Collection[str] | None = None
) -> dict[str, tuple[date | None, LetterFact | None]]:
    """Return the day of the last letter, and the last dunning letter if its deadline has passed unpaid."""
    found: dict[str, tuple[date | None, LetterFact | None]] = {}
    newest: set[tuple[str, str]] = set()
    for account_id, currency, stage, sent, due_by, still_open in raw_rows(
        session,
        f"SELECT l.account_id, l.currency, l.stage, l.date, l.due_by, EXISTS (SELECT 1 FROM letter_item x "  # noqa: S608 - codes and ids of ours
        f"JOIN item i ON i.id = x.item_id WHERE x.letter_id = l.id AND x.part = 'claimed' AND i.status IN {OPEN_SQL}) "
        f"FROM letter l WHERE l.status IN {_codes(PRODUCED_LETTER)} AND l.date <= ?{only(account_ids, 'l.account_id')} "
        "ORDER BY l.date DESC, l.id DESC",
        day.isoformat(),
    ):
        last, deadline = found.get(account_id, (None, None))
        last = last or date.fromisoformat(sent)
        if stage and (account_id, currency) not in newest:
            newest.add((account_id, currency))
            if due_by and due_by < day.isoformat() and still_open and (deadline is None or stage > deadline.stage):
                deadline = LetterFact(stage, date.fromisoformat(sent), date.fromisoformat(due_by))
        found[account_id] = (last, deadline)
    return found


def load_tries(session: Session, days: Days, account_ids: Collection[str] | None = None) -> dict[str, Tries]:
    """Return recent contacts and attempts, and the last two-way contact ever, in days of the collector's zone."""
    zone = ZoneInfo(days.zone)
    found: dict[str, Tries] = {}
    end = moment_text(local_moment(days.day + timedelta(days=1), None, days.zone))
    for account_id, at in raw_rows(
        session,
        "SELECT l.account_id, MAX(a.at) FROM activity a JOIN activity_account l ON l.activity_id = a.id "  # noqa: S608 - codes and ids of ours
        f"WHERE a.superseded = 0 AND a.at < ? AND a.outcome IN {_codes(RIGHT_PARTY)}"
        f"{only(account_ids, 'l.account_id')} GROUP BY l.account_id",
        end,
    ):
        found[account_id] = Tries(last_contact=datetime.fromisoformat(at).astimezone(zone).date())
    start = moment_text(local_moment(days.day, None, days.zone) - _MEMORY)
    people: dict[str, str | None] = {}
    for account_id, at, outcome, also, contact in raw_rows(
        session,
        "SELECT l.account_id, a.at, a.outcome, a.also, coalesce(a.contact_id, a.contact_name) "  # noqa: S608 - codes and ids of ours
        "FROM activity a JOIN activity_account l ON l.activity_id = a.id "
        f"WHERE a.superseded = 0 AND a.at >= ? AND a.at < ?{only(account_ids, 'l.account_id')} ORDER BY a.at, a.id",
        start,
        end,
    ):
        tries = found.setdefault(account_id, Tries())
        if people.get(account_id, contact) != contact:
            tries.tried_today = tries.tried_week = 0  # attempts count per person: a new one starts afresh
        people[account_id] = contact
        outcomes = [Outcome(outcome), *(Outcome(code) for code in json.loads(also))]
        _count(tries, outcomes, datetime.fromisoformat(at), days.day, zone)
    return found


def _count(tries: Tries, outcomes: list[Outcome], at: datetime, day: date, zone: ZoneInfo) -> None:
    """Take one contact, oldest first, into the counts."""
    when = at.astimezone(zone).date()
    main = outcomes[0]
    if main in UNANSWERED:
        tries.unanswered += 1
    elif main not in ATTEMPTS:
        tries.unanswered = 0
    if main in WRITTEN:
        tries.written = when
    if main in ATTEMPTS and when > day - _WEEK:
        tries.tried_week += 1
        tries.voicemails_week += main is Outcome.VM
    if when != day:
        return
    if main in ATTEMPTS:
        tries.tried_today += 1
    tries.last_try = at if main in {Outcome.NA, Outcome.BUSY} else None
    done = next((outcome for outcome in outcomes if outcome in COMPLETES), None)
    tries.completed = done or tries.completed


def load_callbacks(session: Session, account_ids: Collection[str] | None = None) -> dict[str, Callback]:
    """Return the earliest agreed callback that is still open."""
    found: dict[str, Callback] = {}
    for account_id, due, time, zone in raw_rows(
        session,
        "SELECT account_id, due, time, zone FROM task WHERE code = 'CB' AND kind = 'call' "  # noqa: S608 - codes and ids of ours
        f"AND status = '{TaskStatus.OPEN.value}'{only(account_ids)}",
    ):
        at = local_moment(date.fromisoformat(due), time or _CALLBACK_TIME, zone)
        if account_id not in found or at < found[account_id].at:
            found[account_id] = Callback(at, zone)
    return found


def load_steps(session: Session, day: date, account_ids: Collection[str] | None = None) -> set[str]:
    """Return the accounts where somebody has a next step: an open task, promise, dispute or payment run."""
    rows = raw_rows(
        session,
        f"SELECT account_id FROM task WHERE status IN ('open', 'waiting'){only(account_ids)} "  # noqa: S608 - codes and ids of ours
        f"UNION SELECT account_id FROM promise WHERE status IN {_codes(OPEN_PROMISE)}{only(account_ids)} "
        f"UNION SELECT account_id FROM dispute WHERE status IN {_codes(OPEN_DISPUTE)}{only(account_ids)} "
        "UNION SELECT account_id FROM pause WHERE kind = 'payment_run' AND ended_at IS NULL "
        f"AND until >= ?{only(account_ids)}",
        day.isoformat(),
    )
    return {row[0] for row in rows}
