"""The calls room as the window uses it: each function is one question or one step of the collector.

The window knows the day, its zone and the moment; the two clocks and the policy are read here, in the same
transaction as the step itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from app.enums import Channel, Outcome
from app.errors import AppError, RefusedError
from app.i18n import Message, msg
from app.models.account import Account
from app.models.activity import Activity
from app.models.promise import Promise
from app.services.accounts import find_account
from app.services.calendars import holiday_name
from app.services.calls import tasks, undo
from app.services.calls.entries import corrections, log
from app.services.calls.entries.entry import LogCall, LoggedCall
from app.services.calls.entries.followups import NextStep, Planned, plan_steps
from app.services.calls.entries.lookup import country_of, items_by_id
from app.services.calls.entries.scenes import scene_of
from app.services.calls.promises import making as promises
from app.services.calls.promises import renewals
from app.services.calls.promises.terms import PromiseLine, PromisePreview, check_lines, preview, terms_of
from app.services.calls.tasks import NewTask, TaskEdit
from app.services.dates import Days, load_days
from app.services.letters.dunning.by_hand import letter_by_hand
from app.services.letters.dunning.views import LetterView
from app.services.letters.locale_choice import choose_locale
from app.services.letters.locales import BUILT
from app.services.letters.pauses import PauseRow, load_pauses
from app.services.portfolio.account.detail import AccountDetail
from app.services.portfolio.accounts import load_account
from app.services.portfolio.worklist import current_worklist
from app.services.preferences import load_settings
from app.services.unit_of_work import UnitOfWork
from app.settings import Settings

#: Accounts of each part of the call list among which the next one is looked for.
_AHEAD: Final = 500


@dataclass(frozen=True, slots=True)
class Here:
    """Where the collector stands: the day, its IANA zone, and the moment (aware)."""

    day: date
    zone: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Typed:
    """What of an entry decides on its promise and its next steps while it is typed.

    ``correcting`` is the entry that it takes the place of.
    """

    number: str
    outcomes: tuple[Outcome, ...]
    lines: tuple[PromiseLine, ...] = ()
    item_ids: tuple[str, ...] = ()
    step: NextStep | None = None
    owner: str | None = None
    correcting: str = ""


@dataclass(frozen=True, slots=True)
class FormPreview:
    """What the form says beneath the fields.

    Attributes:
        promise: the promise as it would be made, None without one or when it cannot be made.
        refused: why it cannot.
        steps: the tasks that would be opened.
        step_refused: why the named next step cannot be.
    """

    promise: PromisePreview | None = None
    refused: Message | None = None
    steps: tuple[Planned, ...] = ()
    step_refused: Message | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """An account as the window shows it.

    Attributes:
        detail: everything about it.
        locale: in which its letters are written; ``written`` tells whether there are letters in it.
        holidays: its country's days of rest by name, from a month back to a year and a month ahead.
        pauses: of its letters, those that run.
    """

    detail: AccountDetail
    locale: str
    written: bool
    holidays: dict[date, str]
    pauses: tuple[PauseRow, ...] = ()


def open_account(session: Session, number: str, here: Here) -> Opened:
    """Load one account by number or id.

    Raises:
        RefusedError: there is no such account.
    """
    days, settings = load_days(session, here.day, here.zone), load_settings(session)
    detail = load_account(session, number, days, here.now, settings)
    head = detail.head
    locale = head.letter_locale or choose_locale(None, head.language, head.country)
    first, last = here.day - timedelta(days=31), here.day + timedelta(days=400)
    pauses = load_pauses(session, head.id, here.day)
    return Opened(detail, locale, locale in BUILT, holidays_of(head.country, first, last), pauses)


def next_account(session: Session, number: str, here: Here) -> str:
    """Return the account that follows a number on the call list, the first for one that is not on it, "" at the end."""
    days, settings = load_days(session, here.day, here.zone), load_settings(session)
    numbers = [row.number for row in current_worklist(session, days, here.now, settings, _AHEAD).rows]
    if number not in numbers:
        return next(iter(numbers), "")
    place = numbers.index(number) + 1
    return numbers[place] if place < len(numbers) else ""


# ------------------------------------------------------------------------------------------------ while typing


def preview_entry(session: Session, typed: Typed, here: Here) -> FormPreview:
    """Return what an entry would come to if it were saved now; nothing is written."""
    account = find_account(session, typed.number)
    settings = load_settings(session)
    promise, refused = _promise(session, account, typed, here, settings)
    steps: tuple[Planned, ...] = ()
    step_refused: Message | None = None
    try:
        steps = _steps(session, account, typed, here, settings)
    except AppError as error:
        step_refused = error.message
    return FormPreview(promise, refused, steps, step_refused)


def _promise(
    session: Session, account: Account, typed: Typed, here: Here, settings: Settings
) -> tuple[PromisePreview | None, Message | None]:
    if not typed.lines:
        return None, None
    try:
        lines = check_lines(typed.lines, here.day)
        named = () if Outcome.DISP in typed.outcomes else items_by_id(session, [account.id], typed.item_ids)
        return preview(terms_of(session, account, lines, named, here.day, settings, typed.correcting)), None
    except AppError as error:
        return None, error.message


def _steps(session: Session, account: Account, typed: Typed, here: Here, settings: Settings) -> tuple[Planned, ...]:
    """Return the next steps of an entry that is not stored: its scene is this moment's."""
    now = Activity(id="", at=here.now, logged_at=here.now)
    scene = scene_of(session, account, now, Days(here.day, None, None, here.zone), settings)
    promised = tuple(line.due for line in typed.lines)
    return plan_steps(typed.outcomes, scene, typed.step, promised, typed.owner)


def holidays_of(country: str | None, first: date, last: date) -> dict[date, str]:
    """Return a country's holidays with their names from the first to the last day."""
    days = (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))
    return {day: name for day in days if (name := holiday_name(country, day))}


# ------------------------------------------------------------------------------------------------ calls


def save_call(uow: UnitOfWork, call: LogCall, here: Here) -> LoggedCall:
    """Log a call; see ``log_call``."""
    return log.log_call(uow, call, *_rules(uow, here))


def save_correction(uow: UnitOfWork, activity_id: str, call: LogCall, here: Here) -> LoggedCall:
    """Replace an entry by a new revision; see ``correct_call``."""
    return corrections.correct_call(uow, activity_id, call, *_rules(uow, here))


def entry_of(session: Session, activity_id: str) -> LogCall:
    """Return an entry of the log for the form that corrects it."""
    return corrections.entry_of(session, activity_id)


def run_as_promise(session: Session, activity_id: str) -> LogCall:
    """Return an entry about a payment run as the promise that it can become."""
    return renewals.run_as_promise(session, activity_id)


def undo_step(uow: UnitOfWork, entity_id: str, here: Here) -> undo.LastAction:
    """Take the last action back if it is the one about this record.

    Raises:
        RefusedError: something else was done since, or it has left the house.
    """
    last = undo.last_action(uow.session)
    if last is not None and last.entity_id != entity_id:
        raise RefusedError(
            "not_the_last",
            msg("Something else was done since; this cannot be taken back any more."),
            do=msg("Make a correcting entry."),
        )
    return undo.undo_last(uow, *_rules(uow, here))


# ------------------------------------------------------------------------------------------------ tasks


def add_task(uow: UnitOfWork, new: NewTask, here: Here) -> str:
    """Open a task; returns its id."""
    return tasks.open_task(uow, new, *_rules(uow, here))


def change_task(uow: UnitOfWork, task_id: str, edit: TaskEdit, here: Here) -> None:
    """Change an open task."""
    tasks.edit_task(uow, task_id, edit, *_rules(uow, here))


def task_done(uow: UnitOfWork, task_id: str, here: Here) -> None:
    """Say that a task is done."""
    tasks.finish_task(uow, task_id, *_rules(uow, here))


def task_dropped(uow: UnitOfWork, task_id: str, here: Here) -> None:
    """Say that a task need not be done."""
    tasks.drop_task(uow, task_id, *_rules(uow, here))


def task_reopened(uow: UnitOfWork, task_id: str, here: Here) -> None:
    """Open a closed task again."""
    tasks.reopen_task(uow, task_id, *_rules(uow, here))


# ------------------------------------------------------------------------------------------------ promises


def renewal_start(session: Session, promise_id: str) -> tuple[PromiseLine, dict[date, str]] | None:
    """Return what is still open under a promise, and the customer's holidays; None when nothing is open any more."""
    line = renewals.open_line(session, promise_id)
    if line is None:
        return None
    account = session.get_one(Account, session.get_one(Promise, promise_id).account_id)
    country = country_of(session, account)
    return line, holidays_of(country, line.due, line.due + timedelta(days=400))


def reschedule(
    uow: UnitOfWork, promise_id: str, lines: tuple[PromiseLine, ...], note: str, channel: Channel, here: Here
) -> LoggedCall:
    """Log that a promise was given anew; see ``reschedule_promise``."""
    days, settings = _rules(uow, here)
    return renewals.reschedule_promise(uow, promise_id, lines, note, days, settings, channel)


def withdraw(uow: UnitOfWork, promise_id: str, note: str, here: Here) -> None:
    """Take note that the customer took a promise back."""
    promises.withdraw_promise(uow, promise_id, note, *_rules(uow, here))


def strike_out(uow: UnitOfWork, promise_id: str, note: str, here: Here) -> None:
    """Strike a promise out as an entry error."""
    promises.void_promise(uow, promise_id, note, *_rules(uow, here))


# ------------------------------------------------------------------------------------------------ a letter by hand


def draft_letter(uow: UnitOfWork, number: str, locale: str | None, here: Here) -> LetterView:
    """Draft the letter that fits an account now, in its own language or one that was chosen."""
    return letter_by_hand(uow, number, *_rules(uow, here), locale=locale)


def _rules(uow: UnitOfWork, here: Here) -> tuple[Days, Settings]:
    return load_days(uow.session, here.day, here.zone), load_settings(uow.session)
