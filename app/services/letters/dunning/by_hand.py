"""One letter chosen by hand: the collector decides about stage and language, and that is recorded."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from app.enums import LetterStatus
from app.errors import RefusedError, UsageError
from app.i18n import msg
from app.models.letter import Letter
from app.models.types import new_ids
from app.services.accounts import find_account
from app.services.dates import Days
from app.services.letters.dunning.load import load_accounts, run_facts, selling_company
from app.services.letters.dunning.model import DunAccount, Line, Proposal, RunFacts
from app.services.letters.dunning.runs import contacts_of, store_proposal
from app.services.letters.dunning.stages import deadline_day, printed_deadline, reached
from app.services.letters.dunning.views import LetterView, load_letters
from app.services.letters.locales import letter_locale
from app.services.unit_of_work import UnitOfWork
from app.settings import Settings


def letter_by_hand(
    uow: UnitOfWork,
    number: str,
    days: Days,
    settings: Settings,
    *,
    stage: int | None = None,
    locale: str | None = None,
) -> LetterView:
    """Make the draft of one dunning letter for an account, in the currency in which it owes most items.

    The rules of the run do not hold it back; what is disputed stays out all the same. Asked for again on the same
    day, it is the same letter.

    Raises:
        RefusedError: unknown account, nothing to write about, or a locale without letters.
        UsageError: no such stage.
    """
    if stage is not None and not 0 <= stage <= 4:
        raise UsageError("stage", msg("A stage is a number from 0 to 4."))
    account = find_account(uow.session, number)
    company = selling_company(uow.session)
    facts = run_facts(company, days, settings)
    chosen = _choose(load_accounts(uow.session, company, days, [account.id]), facts, stage, account.number)
    if locale is not None:
        chosen = replace(chosen, locale=locale)
    letter_locale(chosen.locale)
    proposal = _proposal(chosen, facts, stage)
    known = uow.session.scalars(
        select(Letter).where(
            Letter.account_id == account.id,
            Letter.chosen == "hand",
            Letter.date == facts.date,
            Letter.stage == proposal.stage,
            Letter.locale == chosen.locale,
            Letter.currency == chosen.currency,
            Letter.status != LetterStatus.CANCELLED,
        )
    ).first()
    if known is None:
        contact = contacts_of(uow.session, [account.id]).get(account.id)
        known = store_proposal(uow, None, proposal, contact, new_ids(uow.now, 1 + len(proposal.lines)))
        known.chosen = "hand"
        known.ticked = True
        uow.audit("letter.by_hand", "letter", known.id, stage=proposal.stage, locale=chosen.locale)
    uow.session.flush()
    return load_letters(uow.session, Letter.id == known.id)[0]


def _choose(accounts: list[DunAccount], facts: RunFacts, stage: int | None, number: str) -> DunAccount:
    """Return the currency with most items that fit the stage."""
    fitting = [account for account in accounts if _fitting(account, facts, stage)]
    if not fitting:
        wanted = msg("no item that is not yet due") if stage == 0 else msg("no overdue item")
        raise RefusedError(
            "nothing_to_write",
            msg("Account {number} has {wanted} to write about.", number=number, wanted=wanted),
            do=msg("Choose another stage, or leave the account alone."),
        )
    return max(fitting, key=lambda account: (len(_fitting(account, facts, stage)), account.currency))


def _fitting(account: DunAccount, facts: RunFacts, stage: int | None) -> list[Line]:
    lines = []
    for item in account.items:
        if item.due_date is None or item.chased <= 0:
            continue
        overdue = item.due_date < facts.date
        if overdue != (stage == 0):
            lines.append(Line(item, item.stage, item.stage))
    return lines


def _proposal(account: DunAccount, facts: RunFacts, stage: int | None) -> Proposal:
    policy = facts.settings.market(account.country)
    lines = _fitting(account, facts, stage)
    if stage is None:
        steps = [step for line in lines if (step := reached(line.item, policy, account.country, facts.date))]
        stage = max(steps, default=max((line.item.stage or 1 for line in lines), default=1))
    span = printed_deadline(policy, stage, account.country, facts.settings)
    due_by = None if stage == 0 else deadline_day(span, facts.date, account.country, stage)
    if stage:
        lines = [Line(line.item, line.stage_before, max(stage, line.stage_before or 0)) for line in lines]
    ordered = sorted(lines, key=lambda line: (line.item.due_date or facts.date, line.item.number))
    return Proposal(account, stage, facts.date, due_by, span, tuple(ordered))
