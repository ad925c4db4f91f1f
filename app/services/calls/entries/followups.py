"""The next steps that an outcome opens: kind, day, time and owner, computed from the outcome table.

Pure: the day, the moment and the customer's calendar come in. Business days are those of the customer's country;
times are in the customer's own zone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.enums import Outcome, TaskKind, WaitingFor
from app.errors import UsageError
from app.i18n import Message, msg
from app.services.calendars import add_business_days, next_business_day, next_call_moment
from app.services.calls.entries.outcomes import ME, RULES, WRITE_INSTEAD, Start, Step, next_kind
from app.services.labels import TASK_KINDS
from app.settings import Settings

#: Nobody answered: once more so much later, inside office hours (rules: calls, NA and BUSY).
_RETRY = timedelta(hours=3)
_HOURS: Final = range(24)


@dataclass(frozen=True, slots=True)
class NextStep:
    """A next step as it was named: a task kind or outcome, a day, perhaps a time in the customer's zone."""

    code: str
    day: date
    time: str | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """When and where a contact happened.

    Attributes:
        day: the collector's day.
        now: the moment, aware.
        country: the customer's, for business days.
        zone: the customer's, for times.
        tries: unanswered attempts at the account earlier today.
        voicemails: voicemails left there in the six days before, today included.
    """

    day: date
    now: datetime
    country: str | None
    zone: str
    settings: Settings
    tries: int = 0
    voicemails: int = 0


@dataclass(frozen=True, slots=True)
class Planned:
    """A task to open; ``time`` is local to the scene's zone."""

    kind: TaskKind
    code: str
    what: str
    due: date
    time: str | None = None
    owner: str = ME
    waiting: WaitingFor = WaitingFor.US


def check_day(country: str | None, promised: date) -> date:
    """Return the first business day after the promised day, which itself rolls forward to a business day."""
    return add_business_days(country, next_business_day(country, promised), 1)


def run_pause(country: str | None, run: date, settings: Settings) -> date:
    """Return until when a payment run pauses letters: its day, rolled to a business day, and the grace after it."""
    return add_business_days(country, next_business_day(country, run), settings.run_grace)


def check_time(time: str | None) -> str | None:
    """Return a time of day as ``HH:MM``, or None.

    Raises:
        UsageError: it is no time of day.
    """
    if not time:
        return None
    hour, colon, minute = time.partition(":")
    if not (colon and hour.isdecimal() and minute.isdecimal() and int(hour) in _HOURS and int(minute) < 60):
        raise UsageError("bad_time", msg("{time} is not a time like 15:30.", time=time))
    return f"{int(hour):02d}:{int(minute):02d}"


def plan_steps(
    outcomes: Sequence[Outcome],
    scene: Scene,
    step: NextStep | None = None,
    promised: Sequence[date] = (),
    owner: str | None = None,
) -> tuple[Planned, ...]:
    """Return the tasks that a contact opens, the one that the collector named first.

    Args:
        outcomes: the outcome and those beside it.
        scene: when and where.
        step: the next step that was named; it takes the place of the default ones that yield.
        promised: the days of a promise's instalments.
        owner: who takes over, where an outcome hands the matter to somebody.

    Raises:
        UsageError: the code of the next step is unknown, its day has passed, or its time is none.
    """
    found: list[Planned] = []
    named = None if step is None else _named(step, scene, outcomes)
    if named is not None and Outcome.PIPE not in outcomes:
        found.append(named)
    for outcome in outcomes:
        for default in RULES[outcome].steps:
            if named is not None and default.yields:
                continue
            found.extend(_from_table(outcome, _instead(outcome, default, scene), scene, step, promised, owner))
    once: dict[tuple[TaskKind, date], Planned] = {}
    for planned in found:
        once.setdefault((planned.kind, planned.due), planned)
    return tuple(once.values())


def _named(step: NextStep, scene: Scene, outcomes: Sequence[Outcome]) -> Planned:
    """Return the task of a named step; with an agreed callback a call of any name is the callback."""
    known = next_kind(step.code)
    if known is None:
        raise UsageError(
            "unknown_step",
            msg("{code} is no next step.", code=step.code),
            do=msg("Give a kind of task, or the code of an outcome."),
        )
    if step.day < scene.day:
        raise UsageError(
            "step_past",
            msg("The next step is on {day}, which has passed.", day=step.day),
            do=msg("Give today or a later day."),
        )
    kind, code = known
    if Outcome.CB in outcomes and kind is TaskKind.CALL:
        code = Outcome.CB.value
    what = RULES[Outcome.CB].steps[0].what if code == Outcome.CB.value else _what(kind, code)
    return Planned(kind, code, what.msgid, step.day, check_time(step.time))


def _what(kind: TaskKind, code: str) -> Message:
    """Return what to do: the first step of an outcome that was named, else the kind of task."""
    rule = next((rule for outcome, rule in RULES.items() if outcome.value == code and rule.steps), None)
    return TASK_KINDS[kind] if rule is None else rule.steps[0].what


def _instead(outcome: Outcome, step: Step, scene: Scene) -> Step:
    """Turn the second voicemail in a week into a mail."""
    return WRITE_INSTEAD if outcome is Outcome.VM and scene.voicemails else step


def _from_table(
    outcome: Outcome,
    default: Step,
    scene: Scene,
    step: NextStep | None,
    promised: Sequence[date],
    owner: str | None,
) -> list[Planned]:
    """Return the tasks of one step of the table."""
    moments: list[tuple[date, str | None]]
    if default.start is Start.PROMISE:
        moments = [(check_day(scene.country, day), None) for day in promised]
    elif default.start is Start.RUN:
        moments = [(check_day(scene.country, step.day), None)] if step is not None else []
    elif default.start is Start.OFFICE:
        moments = [_again(scene)]
    elif default.days == 0:
        moments = [(scene.day, None)]
    else:
        moments = [(add_business_days(scene.country, scene.day, default.days), None)]
    return [
        Planned(
            kind=default.kind,
            code=outcome.value,
            what=default.what.msgid,
            due=due,
            time=time,
            owner=default.owner or owner or ME,
            waiting=default.waiting,
        )
        for due, time in moments
    ]


def _again(scene: Scene) -> tuple[date, str | None]:
    """Return when to try again: three hours on if their office is open then, else on the next business day."""
    tomorrow = add_business_days(scene.country, scene.day, 1)
    if scene.tries:
        return tomorrow, None
    here = scene.now.astimezone(ZoneInfo(scene.zone))
    then = next_call_moment(scene.country, scene.zone, scene.now + _RETRY, scene.settings)
    local = then.astimezone(ZoneInfo(scene.zone))
    if local.date() in {here.date(), scene.day}:
        return local.date(), f"{local:%H:%M}"
    return tomorrow, None
