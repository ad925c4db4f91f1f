"""What the collector does to a draft: change it, approve it, cancel it; each recorded with what was proposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.enums import PRODUCED_LETTER, LetterStatus
from app.errors import RefusedError, UsageError
from app.i18n import msg
from app.models.account import Account, Contact
from app.models.letter import Letter, LetterItem
from app.services.letters.dunning.load import selling_company
from app.services.letters.dunning.stages import deadline_day, printed_deadline
from app.services.letters.dunning.views import LetterView, load_letters
from app.services.letters.locales import letter_locale
from app.services.letters.wording.catalogue import open_catalogue
from app.services.unit_of_work import UnitOfWork
from app.settings import Settings

#: Letters that did not leave the house.
DRAFT: Final = frozenset({LetterStatus.DRAFT, LetterStatus.APPROVED})


@dataclass(frozen=True, slots=True)
class DraftChange:
    """What the collector changes in a draft; None leaves it. ``why`` is recorded with it."""

    stage: int | None = None
    locale: str | None = None
    contact_id: str | None = None
    ticked: bool | None = None
    why: str = ""


def change_draft(uow: UnitOfWork, letter_id: str, change: DraftChange, settings: Settings) -> LetterView:
    """Change stage, locale, contact or tick of a draft, and record what was proposed before.

    Raises:
        RefusedError: the letter is no draft any more, or the locale has no letters.
    """
    letter = _draft(uow.session, letter_id)
    changed = dict(letter.changed or {})
    if change.stage is not None and change.stage != letter.stage:
        changed.setdefault("stage", letter.stage)
        _set_stage(uow.session, letter, change.stage, settings)
    if change.locale is not None and change.locale != letter.locale:
        letter_locale(change.locale)
        changed.setdefault("locale", letter.locale)
        letter.locale = change.locale
    if change.contact_id is not None and change.contact_id != letter.contact_id:
        contact = uow.session.get(Contact, change.contact_id)
        if contact is None or contact.account_id != letter.account_id:
            raise RefusedError("unknown_contact", msg("This contact does not belong to the account."))
        changed.setdefault("contact", letter.contact_name or "")
        letter.contact_id, letter.contact_name = contact.id, contact.name
    if change.ticked is not None:
        letter.ticked = change.ticked
    if change.why:
        changed["why"] = change.why
    letter.changed = changed
    letter.title = open_catalogue(letter.locale).text(f"title.{letter.stage}")
    letter.refused = None
    uow.audit("letter.change", "letter", letter.id, changed=changed, stage=letter.stage, locale=letter.locale)
    return _touched(uow, letter)


def approve(uow: UnitOfWork, letter_id: str) -> LetterView:
    """Approve one letter of stage 3 or 4 by name; it is then produced with the run.

    Raises:
        RefusedError: the letter is no draft any more.
    """
    letter = _draft(uow.session, letter_id)
    letter.status = LetterStatus.APPROVED
    letter.ticked = True
    letter.approved_at = uow.now
    letter.approved_by = uow.audit_writer.actor
    uow.audit("letter.approve", "letter", letter.id, stage=letter.stage)
    return _touched(uow, letter)


def cancel_letter(uow: UnitOfWork, letter_id: str) -> None:
    """Cancel a draft."""
    letter = _draft(uow.session, letter_id)
    cancel_drafts(uow, [letter])
    uow.touch("accounts", letter.account_id)


def set_letter_locale(uow: UnitOfWork, account_id: str, locale: str) -> None:
    """Choose the letter language of an account whose own has no letters; recorded as the collector's choice.

    Raises:
        RefusedError: the locale has no letters, or there is no such account.
    """
    letter_locale(locale)
    account = uow.session.get(Account, account_id)
    if account is None:
        raise RefusedError("unknown_account", msg("There is no such account."))
    uow.audit("account.letter_locale", "account", account.id, before=account.letter_locale, after=locale)
    account.letter_locale = locale
    uow.touch("accounts", account.id)


def cancel_drafts(uow: UnitOfWork, letters: Sequence[Letter]) -> None:
    """Cancel drafts in one audit event."""
    for letter in letters:
        letter.status = LetterStatus.CANCELLED
        uow.touch("letters", letter.id)
    if letters:
        uow.audit("letter.cancel", "letter", letters[0].id, letters=[letter.id for letter in letters])


def _draft(session: Session, letter_id: str) -> Letter:
    letter = session.get(Letter, letter_id)
    if letter is None:
        raise RefusedError("unknown_letter", msg("There is no such letter."))
    if letter.status not in DRAFT:
        raise RefusedError(
            "letter_not_draft",
            msg("This letter was written already; only a draft can be changed.")
            if letter.status in PRODUCED_LETTER
            else msg("This letter was cancelled."),
        )
    return letter


def _set_stage(session: Session, letter: Letter, stage: int, settings: Settings) -> None:
    """Give a draft another stage: its deadline follows the market's table, its claimed items reach the new stage."""
    if not 0 <= stage <= 4:
        raise UsageError("stage", msg("A stage is a number from 0 to 4."))
    account = session.get_one(Account, letter.account_id)
    country = account.country or selling_company(session).country
    span = printed_deadline(settings.market(country), stage, country, settings)
    letter.stage = stage
    letter.due_by = None if stage == 0 else deadline_day(span, letter.date, country, stage)
    letter.ticked = stage < 3
    for line in session.scalars(select(LetterItem).where(LetterItem.letter_id == letter.id)):
        if line.part == "claimed" and stage > 0:
            line.stage_after = stage


def _touched(uow: UnitOfWork, letter: Letter) -> LetterView:
    uow.touch("letters", letter.id)
    uow.touch("accounts", letter.account_id)
    uow.session.flush()
    return load_letters(uow.session, Letter.id == letter.id)[0]
