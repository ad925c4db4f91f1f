"""Sheet 3: every contact and attempt of the day, one row per activity and account."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

from sqlalchemy import func, select

from app.enums import RIGHT_PARTY, Channel, Outcome
from app.i18n import msg
from app.models.account import Contact
from app.models.activity import Activity, ActivityAccount
from app.models.dispute import Dispute
from app.models.promise import Promise
from app.models.snapshot import WorklistRow
from app.models.task import Task
from app.services.labels import CHANNELS, OUTCOMES, REASONS, label
from app.services.reports.daily.context import ACCOUNT, REF, DailyContext, moment, number, text
from app.services.reports.tables import Table, pair_ref, table

#: Calls that nobody answered.
UNANSWERED: Final = frozenset({Outcome.NA, Outcome.BUSY, Outcome.VM})
#: The customer spoke, by any channel.
TWO_WAY: Final = RIGHT_PARTY | {Outcome.ESC, Outcome.INSOLV, Outcome.DNC}
CALLS: Final = frozenset({Channel.CALL_OUT.value, Channel.VIDEO.value})
COLUMNS: Final = (
    moment("started", msg("Started")),
    number("minutes", msg("Minutes")),
    text("channel", msg("Channel")),
    text("direction", msg("Direction"), 9),
    *ACCOUNT,
    text("country", msg("Country"), 8),
    text("tier", msg("Tier"), 6),
    text("contact", msg("Contact"), 20),
    text("role", msg("Contact role"), 14),
    number("attempt", msg("Attempt today")),
    text("outcome_code", msg("Outcome code"), 9),
    text("outcome", msg("Outcome"), 18),
    text("right_party", msg("Right party"), 7),
    text("two_way", msg("Two-way"), 7),
    text("second", msg("Second outcome"), 12),
    text("reason_code", msg("Reason code"), 14),
    text("reason", msg("Reason"), 20),
    text("promise_ref", msg("Promise ref"), 28),
    text("dispute_ref", msg("Dispute ref"), 28),
    number("tasks", msg("Tasks opened")),
    text("note", msg("Note"), 40),
    text("on_list", msg("On worklist"), 9),
    number("points", msg("Worklist points")),
    text("of_accounts", msg("Of accounts"), 9),
    number("revision", msg("Corrected (revision)")),
    text("activity_ref", msg("Activity ref"), 28),
    REF,
)


def activities(context: DailyContext) -> Table:
    """Return the activities of the day; counts take distinct activity refs."""
    session = context.session
    query = (
        select(Activity, ActivityAccount.account_id, ActivityAccount.position)
        .join(ActivityAccount, ActivityAccount.activity_id == Activity.id)
        .where(Activity.at >= context.start, Activity.at < context.end, Activity.superseded.is_(False))
        .order_by(Activity.at, Activity.id, ActivityAccount.position)
    )
    found = session.execute(query).all()
    beside = _Beside(context, {row[0].id for row in found})
    sizes: dict[str, int] = defaultdict(int)
    for activity, _account_id, _position in found:
        sizes[activity.id] += 1
    attempts: dict[str, int] = defaultdict(int)
    records = []
    for activity, account_id, position in found:
        attempts[account_id] += activity.channel.value in CALLS
        records.append(_record(context, beside, activity, account_id, position, sizes, attempts[account_id]))
    return table("tblActivities", "Activities", msg("Activities"), COLUMNS, records)


class _Beside:
    """What other tables say about the day's activities."""

    def __init__(self, context: DailyContext, ids: set[str]) -> None:
        session = context.session
        self.promises = {
            row.activity_id: row.id for row in session.execute(select(Promise.activity_id, Promise.id)) if row[0] in ids
        }
        self.disputes = {
            row.activity_id: row.id for row in session.execute(select(Dispute.activity_id, Dispute.id)) if row[0] in ids
        }
        opened = session.execute(
            select(Task.opened_ref, func.count()).where(Task.opened_ref.is_not(None)).group_by(Task.opened_ref)
        )
        self.tasks = {ref: count for ref, count in opened if ref in ids}
        self.roles = dict(session.execute(select(Contact.id, Contact.role)).tuples().all())
        rows = session.execute(
            select(WorklistRow.account_id, WorklistRow.score).where(
                WorklistRow.day == context.day, WorklistRow.score > 0
            )
        )
        self.points = dict(rows.tuples().all())


def _record(
    context: DailyContext,
    beside: _Beside,
    activity: Activity,
    account_id: str,
    position: int,
    sizes: dict[str, int],
    attempt: int,
) -> dict[str, Any]:
    facts = context.accounts[account_id]
    size = sizes[activity.id]
    points = beside.points.get(account_id)
    return {
        **context.who(account_id),
        "started": activity.at,
        "minutes": -(-activity.seconds // 60) if activity.seconds else None,
        "channel": label(CHANNELS, activity.channel),
        "direction": activity.direction.value,
        "country": facts.country,
        "tier": facts.tier,
        "contact": activity.contact_name,
        "role": beside.roles.get(activity.contact_id or ""),
        "attempt": attempt if activity.channel.value in CALLS else None,
        "outcome_code": activity.outcome.value,
        "outcome": label(OUTCOMES, activity.outcome),
        "right_party": "Y" if activity.outcome in RIGHT_PARTY else None,
        "two_way": "Y" if activity.outcome in TWO_WAY else None,
        "second": ", ".join(activity.also or ()) or None,
        "reason_code": activity.reason,
        "reason": label(REASONS, activity.reason) if activity.reason else None,
        "promise_ref": beside.promises.get(activity.id) if position == 0 else None,
        "dispute_ref": beside.disputes.get(activity.id) if position == 0 else None,
        "tasks": beside.tasks.get(activity.id) if position == 0 else None,
        "note": activity.note,
        "on_list": None if points is None else "Y",
        "points": points,
        "of_accounts": f"{position + 1}/{size}" if size > 1 else None,
        "revision": activity.revision if activity.revision > 1 else None,
        "activity_ref": activity.id,
        "ref": activity.id if position == 0 else pair_ref(activity.id, account_id),
    }
