"""The letters room as the window uses it: each function is one question or one step of the collector."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.enums import OPEN_ITEM, PRODUCED_LETTER
from app.errors import RefusedError
from app.i18n import Message, msg
from app.models.account import Contact
from app.models.item import Item
from app.models.letter import Letter
from app.progress import Progress, silent
from app.services.changes import ChangeSet
from app.services.dates import load_days
from app.services.letters.content import build_content
from app.services.letters.dunning.drafts import DraftChange, approve, cancel_letter, change_draft, set_letter_locale
from app.services.letters.dunning.runs import STARTED, record_run, rejudge_account, start_dunning
from app.services.letters.dunning.takeover import TakeoverRule, take_over
from app.services.letters.dunning.views import LetterView, RunView, load_letters, load_run
from app.services.letters.production.produce import Desk, Produced, produce_letters
from app.services.letters.production.requests import next_numbers, request_of
from app.services.letters.refusals import LetterRefusedError
from app.services.preferences import get_setting, load_settings
from app.services.unit_of_work import Store, UnitOfWork

#: Produced letters shown in the list of those written.
_HISTORY = 500


@dataclass(frozen=True, slots=True)
class LettersPage:
    """What the letters view shows.

    Attributes:
        run: the newest run, None before the first.
        today: whether it is the run of the day.
        written: letters that left the house, newest first.
        started: the collector has seen what the first run does.
        taken_over: whether stages of letters sent before this program are known for any open item.
    """

    run: RunView | None
    today: bool
    written: tuple[LetterView, ...]
    started: bool
    taken_over: bool

    @property
    def entering(self) -> dict[int, int]:
        """How many letters the run proposes per stage."""
        counts = Counter(letter.stage or 0 for letter in self.run.letters) if self.run else Counter()
        return dict(sorted(counts.items()))


@dataclass(frozen=True, slots=True)
class Preview:
    """A letter's pages as they will print (PNG), or why it cannot be written."""

    letter_id: str
    pages: tuple[bytes, ...]
    refused: Message | None
    contacts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What a production wrote, and what it touched."""

    produced: Produced
    folder: str
    changes: ChangeSet


def letters_page(session: Session, day: date) -> LettersPage:
    """Return the newest run with its drafts and held back items, and what was written before."""
    run = load_run(session)
    produced = Letter.status.in_(PRODUCED_LETTER)
    newest = select(Letter.id).where(produced).order_by(Letter.date.desc(), Letter.id.desc()).limit(_HISTORY)
    written = sorted(load_letters(session, Letter.id.in_(newest)), key=lambda one: (one.date, one.id), reverse=True)
    known = select(func.count()).select_from(Item).where(Item.status.in_(OPEN_ITEM), Item.stage.is_not(None))
    return LettersPage(
        run,
        run is not None and run.day == day,
        tuple(written),
        bool(get_setting(session, STARTED, default=False)),
        bool(session.scalar(known)),
    )


def propose_today(uow: UnitOfWork, day: date, zone: str) -> RunView:
    """Record today's run; asked again on the day it is the same run."""
    return record_run(uow, load_days(uow.session, day, zone), load_settings(uow.session))


def accept_first_run(uow: UnitOfWork, day: date, zone: str) -> None:
    """Note that the collector has seen the rehearsal."""
    start_dunning(uow, load_days(uow.session, day, zone))


def edit_draft(uow: UnitOfWork, letter_id: str, change: DraftChange) -> LetterView:
    """Change a draft; see ``change_draft``."""
    return change_draft(uow, letter_id, change, load_settings(uow.session))


def approve_letter(uow: UnitOfWork, letter_id: str) -> LetterView:
    """Approve one letter of stage 3 or 4."""
    return approve(uow, letter_id)


def drop_letter(uow: UnitOfWork, letter_id: str) -> None:
    """Cancel a draft."""
    cancel_letter(uow, letter_id)


def choose_language(uow: UnitOfWork, run_id: str, account_id: str, locale: str, day: date, zone: str) -> RunView:
    """Choose the language of an account whose own has no letters, and judge it again."""
    set_letter_locale(uow, account_id, locale)
    days, settings = load_days(uow.session, day, zone), load_settings(uow.session)
    return rejudge_account(uow, run_id, account_id, days, settings)


def take_over_letters(uow: UnitOfWork, rules: Sequence[TakeoverRule], day: date, zone: str) -> int:
    """Set the stages of letters sent before this program and propose again; returns how many items were set."""
    count = take_over(uow, rules, day)
    run = load_run(uow.session)
    if run is not None and run.day == day:
        days, settings = load_days(uow.session, day, zone), load_settings(uow.session)
        touched = {letter.account_id for letter in run.letters} | {held.account_id for held in run.held}
        for account_id in sorted(touched):
            rejudge_account(uow, run.id, account_id, days, settings)
    return count


def preview_letter(session: Session, letter_id: str, ppi: int = 110) -> Preview:
    """Return a letter's pages as pictures; a draft shows the reference that it would get next."""
    from app.services.letters.rendering.pdf import preview_pages

    letter = session.get(Letter, letter_id)
    if letter is None:
        raise RefusedError("unknown_letter", msg("There is no such letter."))
    people = session.execute(
        select(Contact.id, Contact.name).where(Contact.account_id == letter.account_id, Contact.active.is_(True))
    )
    contacts = tuple((ident, name) for ident, name in people)
    try:
        number = letter.number or next_numbers(session, letter.date, 1)[0]
        content = build_content(request_of(session, letter, load_settings(session), number))
        return Preview(letter_id, tuple(preview_pages(content, ppi)), None, contacts)
    except LetterRefusedError as refused:
        return Preview(letter_id, (), refused.message, contacts)


def make_letters(store: Store, ids: Sequence[str], day: date, zone: str, progress: Progress = silent) -> Made:
    """Write letters as PDF into the store's letters folder, a folder a day."""
    folder = store.path.parent / "letters" / day.isoformat()
    with store.read() as session:
        desk = Desk(load_days(session, day, zone), load_settings(session))
    produced = produce_letters(store, ids, folder, ["pdf"], desk, progress=progress)
    touched = frozenset(letter.account_id for letter in produced.letters)
    changes = ChangeSet(accounts=touched, letters=frozenset(ids), initiator="letters")
    return Made(produced, str(folder), changes)


def letter_file(session: Session, letter_id: str) -> Path | None:
    """Return the file of a written letter, if it is where it was written."""
    found = load_letters(session, Letter.id == letter_id)
    paths = [Path(file.path) for one in found for file in one.files]
    return next((path for path in paths if path.exists()), None)
