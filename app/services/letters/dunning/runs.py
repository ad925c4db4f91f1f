"""The dunning run of a day: proposed, recorded once, changed by the collector, approved."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.enums import OPEN_TASK, LetterKind, LetterStatus, TaskKind
from app.errors import UsageError
from app.garbage import paused
from app.i18n import msg
from app.models.account import Contact
from app.models.letter import Letter, LetterHeld, LetterItem, LetterRun
from app.models.task import Task
from app.models.types import new_id, new_ids
from app.services.dates import Days
from app.services.letters.dunning.drafts import DRAFT, cancel_drafts
from app.services.letters.dunning.load import load_accounts, run_facts, selling_company
from app.services.letters.dunning.model import Held, Outcome, Proposal
from app.services.letters.dunning.policy import propose
from app.services.letters.dunning.views import HeldView, LetterLineView, LetterView, RunView, load_run
from app.services.letters.production.addressee import pick_contact
from app.services.letters.wording.catalogue import open_catalogue
from app.services.preferences import get_setting, put_setting
from app.services.unit_of_work import UnitOfWork
from app.settings import Settings

#: Stored once the collector has seen what the first run would do.
STARTED: Final = "letters.started"


@paused()  # each item more would be looked through again and again
def propose_run(
    session: Session, days: Days, settings: Settings, account_ids: Collection[str] | None = None
) -> RunView:
    """Judge who would get which letter today; nothing is stored.

    Raises:
        RefusedError: no company is set or nothing was synced.
    """
    outcome = _judge(session, days, settings, account_ids)
    contacts = contacts_of(session, [letter.account.id for letter in outcome.letters])
    letters = tuple(_dry(letter, contacts.get(letter.account.id)) for letter in outcome.letters)
    held = tuple(
        HeldView(
            one.account.id,
            one.account.number,
            one.account.name,
            one.account.currency,
            one.amount,
            tuple(item.number for item in one.items),
            one.stage,
            one.code,
            one.why,
            one.until,
        )
        for one in outcome.held
    )
    return RunView("", days.day, not get_setting(session, STARTED, default=False), letters, held)


def record_run(uow: UnitOfWork, days: Days, settings: Settings) -> RunView:
    """Record today's proposals as drafts; a second call on the day returns the same run.

    Drafts of earlier days that were not produced are cancelled: a new day proposes afresh.

    Raises:
        RefusedError: no company is set or nothing was synced.
    """
    session = uow.session
    today = session.scalars(select(LetterRun).where(LetterRun.day == days.day)).first()
    if today is None:
        outcome = _judge(session, days, settings, None)
        _cancel_old_drafts(uow)
        started = get_setting(session, STARTED, default=False)
        today = LetterRun(
            id=new_id(uow.now), day=days.day, data_date=days.data_date, created_at=uow.now, rehearsal=not started
        )
        session.add(today)
        session.flush()
        _store(uow, today.id, outcome)
        _decision_tasks(uow, outcome.held, days)
        uow.audit(
            "dunning.run",
            "letter_run",
            today.id,
            letters=len(outcome.letters),
            held=len(outcome.held),
            day=str(days.day),
        )
    session.flush()
    view = load_run(session, today.id)
    if view is None:
        raise UsageError("unknown_run", msg("There is no such run."))
    return view


def rejudge_account(uow: UnitOfWork, run_id: str, account_id: str, days: Days, settings: Settings) -> RunView:
    """Judge one account of a run again, after its locale, a pause or a dispute was changed; drafts are replaced."""
    session = uow.session
    drafts = session.scalars(
        select(Letter).where(Letter.run_id == run_id, Letter.account_id == account_id, Letter.status.in_(DRAFT))
    ).all()
    cancel_drafts(uow, drafts)
    session.execute(delete(LetterHeld).where(LetterHeld.run_id == run_id, LetterHeld.account_id == account_id))
    _store(uow, run_id, _judge(session, days, settings, [account_id]))
    uow.audit("dunning.rejudge", "letter_run", run_id, account=account_id)
    uow.touch("accounts", account_id)
    session.flush()
    view = load_run(session, run_id)
    if view is None:
        raise UsageError("unknown_run", msg("There is no such run."))
    return view


def start_dunning(uow: UnitOfWork, days: Days) -> None:
    """Note that the collector has seen the rehearsal: from now on runs are produced without asking."""
    put_setting(uow, STARTED, value=True, since=days.day)
    for run in uow.session.scalars(select(LetterRun).where(LetterRun.rehearsal.is_(True))):
        run.rehearsal = False


# ------------------------------------------------------------------------------------------------ inside


@paused()
def _judge(session: Session, days: Days, settings: Settings, account_ids: Collection[str] | None) -> Outcome:
    company = selling_company(session)
    facts = run_facts(company, days, settings)
    return propose(load_accounts(session, company, days, account_ids), facts)


def contacts_of(session: Session, account_ids: Collection[str]) -> dict[str, Contact]:
    """Return the contact that each account is written to by default."""
    wanted = set(account_ids)
    grouped: dict[str, list[Contact]] = {}
    for contact in session.scalars(select(Contact).where(Contact.active.is_(True))):
        if contact.account_id in wanted:
            grouped.setdefault(contact.account_id, []).append(contact)
    return {key: picked for key, several in grouped.items() if (picked := pick_contact(several)) is not None}


def _dry(letter: Proposal, contact: Contact | None) -> LetterView:
    account = letter.account
    return LetterView(
        id="",
        run_id=None,
        account_id=account.id,
        account=account.number,
        name=account.name,
        country=account.country,
        kind=LetterKind.DUNNING.value,
        stage=letter.stage,
        locale=account.locale,
        contact_id=None if contact is None else contact.id,
        contact=None if contact is None else contact.name,
        date=letter.date,
        due_by=letter.due_by,
        currency=account.currency,
        amount=letter.amount,
        title=open_catalogue(account.locale).text(f"title.{letter.stage}"),
        number=None,
        status=LetterStatus.DRAFT,
        ticked=letter.ticked,
        chosen="policy",
        changed=(),
        refused=None,
        lines=tuple(
            LetterLineView(
                line.item.id,
                line.item.number,
                line.item.due_date,
                None if line.item.due_date is None else (letter.date - line.item.due_date).days,
                line.item.chased,
                line.part,
                line.stage_before,
                line.stage_after,
            )
            for line in letter.lines
        ),
    )


def store_proposal(
    uow: UnitOfWork, run_id: str | None, letter: Proposal, contact: Contact | None, ids: Sequence[str]
) -> Letter:
    """Add the rows of one draft; ``ids`` are one for the letter and one for each of its lines."""
    view = _dry(letter, contact)
    row = Letter(
        id=ids[0],
        run_id=run_id,
        account_id=view.account_id,
        kind=view.kind,
        stage=view.stage,
        locale=view.locale,
        contact_id=view.contact_id,
        contact_name=view.contact,
        date=view.date,
        due_by=view.due_by,
        currency=view.currency,
        amount=view.amount,
        title=view.title,
        ticked=view.ticked,
    )
    uow.session.add(row)
    documents = {line.item.id: line.item.document_date for line in letter.lines}
    uow.session.flush()
    for position, line in enumerate(view.lines):
        uow.session.add(
            LetterItem(
                id=ids[position + 1],
                letter_id=row.id,
                item_id=line.item_id,
                position=position,
                number=line.number,
                document_date=documents[line.item_id],
                due_date=line.due_date,
                days_overdue=line.days_overdue,
                amount=line.amount,
                part=line.part,
                stage_before=line.stage_before,
                stage_after=line.stage_after,
            )
        )
    uow.touch("accounts", view.account_id)
    uow.touch("letters", row.id)
    return row


def _store(uow: UnitOfWork, run_id: str, outcome: Outcome) -> None:
    contacts = contacts_of(uow.session, [letter.account.id for letter in outcome.letters])
    ids = iter(new_ids(uow.now, sum(1 + len(one.lines) for one in outcome.letters) + len(outcome.held)))
    for letter in outcome.letters:
        mine = [next(ids) for _ in range(1 + len(letter.lines))]
        store_proposal(uow, run_id, letter, contacts.get(letter.account.id), mine)
    for one in outcome.held:
        uow.session.add(
            LetterHeld(
                id=next(ids),
                run_id=run_id,
                account_id=one.account.id,
                currency=one.account.currency,
                amount=one.amount,
                items=[item.number for item in one.items],
                stage=one.stage,
                code=one.code,
                why=one.why,
                until=one.until,
            )
        )


def _cancel_old_drafts(uow: UnitOfWork) -> None:
    cancel_drafts(
        uow, uow.session.scalars(select(Letter).where(Letter.status.in_(DRAFT), Letter.run_id.is_not(None))).all()
    )


def _decision_tasks(uow: UnitOfWork, held: Sequence[Held], days: Days) -> None:
    """After the last stage a person decides: one open task per account, nothing happens by itself."""
    waiting = {one.account.id: one for one in held if one.code == "decide"}
    if not waiting:
        return
    known = set(uow.session.scalars(select(Task.account_id).where(Task.code == "DECIDE", Task.status.in_(OPEN_TASK))))
    for account_id, one in waiting.items():
        if account_id in known:
            continue
        task = Task(
            id=new_id(uow.now + timedelta(microseconds=1)),
            account_id=account_id,
            kind=TaskKind.OTHER,
            code="DECIDE",
            what=str(msg("Decide: legal, agency, settlement, plan, write-off or suspension")),
            due=days.day,
            zone=days.zone,
            items=[item.number for item in one.items],
            opened_by="letter",
            opened_at=uow.now,
        )
        uow.session.add(task)
        uow.audit("task.open", "task", task.id, account=account_id, code="DECIDE")
        uow.touch("tasks", task.id)
