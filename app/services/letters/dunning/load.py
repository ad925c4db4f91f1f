"""Reading the facts of the dunning policy: a handful of selects, whatever the number of accounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from app.enums import OPEN_DISPUTE, OPEN_ITEM, OPEN_PROMISE, PRODUCED_LETTER, RIGHT_PARTY, Channel, Outcome
from app.errors import RefusedError
from app.i18n import Message, msg
from app.models.account import Account, Contact
from app.models.activity import Activity, ActivityAccount
from app.models.company import Company
from app.models.dispute import Dispute, DisputeItem, Pause
from app.models.item import Item
from app.models.letter import Letter, LetterItem
from app.models.promise import Instalment, Promise, PromiseItem
from app.services.calendars import business_days_between, next_business_day
from app.services.dates import Days
from app.services.letters.bank_rules import bank_for
from app.services.letters.dunning.model import DunAccount, DunItem, RunFacts
from app.services.letters.locale_choice import choose_locale
from app.services.letters.locales import BUILT
from app.services.letters.production.addressee import pick_contact
from app.services.letters.production.sender import banks_of, consequences_of
from app.services.letters.refusals import LetterRefusedError, locale_not_built, no_consequence
from app.settings import Settings

_VOICE: Final = frozenset({Channel.CALL_OUT, Channel.CALL_IN, Channel.VIDEO, Channel.VISIT})
_OUTGOING: Final = frozenset({Channel.CALL_OUT, Channel.EMAIL_OUT, Channel.CHAT, Channel.VIDEO, Channel.VISIT})
_ANSWERED: Final = frozenset({Channel.EMAIL_IN})


@dataclass(slots=True)
class _Facts:
    """What the selects gave, by item or account."""

    disputed: dict[str, int | None] = field(default_factory=dict)
    promised: dict[str, date] = field(default_factory=dict)
    paused_items: dict[tuple[str, str], date] = field(default_factory=dict)
    paused_accounts: dict[tuple[str, str], date] = field(default_factory=dict)
    item_letters: dict[str, tuple[date, date | None]] = field(default_factory=dict)
    account_letters: dict[tuple[str, str], tuple[date, date | None]] = field(default_factory=dict)
    courtesy_weeks: dict[tuple[str, str], set[tuple[int, int]]] = field(default_factory=lambda: defaultdict(set))
    activities: dict[str, list[tuple[date, Channel, Outcome]]] = field(default_factory=lambda: defaultdict(list))
    contacts: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))


def selling_company(session: Session) -> Company:
    """Return the selling company.

    Raises:
        RefusedError: none was set.
    """
    company = session.scalars(select(Company)).first()
    if company is None:
        raise RefusedError(
            "no_company",
            msg("The selling company is not known yet, and a letter needs its name and bank details."),
            do=msg("Set it in Settings, or with the company command."),
        )
    return company


def run_facts(company: Company, days: Days, settings: Settings) -> RunFacts:
    """Return what holds for all letters of a day: their date and how old the data are, in our business days.

    Raises:
        RefusedError: nothing was synced yet.
    """
    if days.data_date is None:
        raise RefusedError(
            "no_data", msg("There are no open items yet."), do=msg("Sync an open-items file before the letters.")
        )

    def age(day: date | None) -> int:
        return 0 if day is None else max(0, business_days_between(company.country, day, days.day))

    return RunFacts(
        next_business_day(company.country, days.day),
        settings,
        age(days.data_date),
        age(days.cash_date or days.data_date),
    )


def load_accounts(
    session: Session, company: Company, days: Days, account_ids: Collection[str] | None = None
) -> list[DunAccount]:
    """Return every account and currency with open items, sorted by account number and currency."""
    items = _load_items(session, account_ids)
    facts = _load_facts(session, days, account_ids)
    columns = (
        Account.id,
        Account.number,
        Account.name,
        Account.country,
        Account.language,
        Account.letter_locale,
        Account.state,
        Account.do_not_dun,
        Account.tier,
        Account.address,
    )
    rows = session.execute(_only(select(*columns), Account.id, account_ids)).all()
    builder = _Builder(company, facts, {})
    found = [
        builder.build(row, currency, mine)
        for row in rows
        for currency, mine in sorted(items.get(row.id, {}).items())
        if any(item.open > 0 for item in mine)
    ]
    return sorted(found, key=lambda account: (account.number, account.currency))


@dataclass(slots=True)
class _Builder:
    company: Company
    facts: _Facts
    problems: dict[tuple[str, str], tuple[str, Message] | None]

    def build(self, row: Any, currency: str, mine: list[Any]) -> DunAccount:
        facts = self.facts
        country = row.country or self.company.country
        contact = pick_contact(facts.contacts.get(row.id, ()))
        locale = row.letter_locale or choose_locale(contact.language if contact else None, row.language, country)
        last_on, last_due = facts.account_letters.get((row.id, currency), (None, None))
        since = max((on for on in (last_on, *(item.stage_on for item in mine)) if on is not None), default=None)
        spoken = [entry for entry in facts.activities.get(row.id, ()) if since is None or entry[0] >= since]
        return DunAccount(
            id=row.id,
            number=row.number,
            name=row.name,
            country=country,
            currency=currency,
            locale=locale,
            items=tuple(self._item(item, row.id) for item in mine if item.open > 0),
            credits=sum(item.open for item in mine if item.open < 0),
            state=row.state,
            do_not_dun=row.do_not_dun,
            tier=row.tier,
            paused_until=facts.paused_accounts.get((row.id, "letters")),
            last_letter_on=last_on,
            last_due_by=last_due,
            voice=any(
                channel in _VOICE or channel in _ANSWERED or outcome is Outcome.REPLY for _, channel, outcome in spoken
            ),
            contacts=sum(outcome in RIGHT_PARTY for _, _, outcome in spoken),
            attempts=sum(channel in _OUTGOING for _, channel, _ in spoken),
            has_address=bool(row.address),
            pre_due_weeks=frozenset(facts.courtesy_weeks.get((row.id, currency), ())),
            problem=self._problem(locale, currency, row.name),
            final_problem=self._final_problem(locale),
        )

    def _item(self, item: Any, account_id: str) -> DunItem:
        facts = self.facts
        disputed = item.open if item.erp_disputed else 0
        if item.id in facts.disputed:
            part = facts.disputed[item.id]
            disputed = item.open if part is None else max(disputed, min(part, item.open))
        runs = (
            facts.paused_items.get((item.id, "payment_run")),
            facts.paused_accounts.get((account_id, "payment_run")),
        )
        return DunItem(
            id=item.id,
            number=item.number,
            document_date=item.document_date,
            due_date=item.due_date,
            open=item.open,
            disputed=disputed,
            promised_until=facts.promised.get(item.id),
            run_until=max((day for day in runs if day is not None), default=None),
            paused_until=facts.paused_items.get((item.id, "letters")),
            stage=item.stage,
            stage_on=item.stage_on,
            last_due_by=facts.item_letters.get(item.id, (None, None))[1],
        )

    def _problem(self, locale: str, currency: str, name: str) -> tuple[str, Message] | None:
        """A letter that cannot be written at all: said before anybody approves it."""
        if not name.strip():
            return "no_contact", msg("the customer has no name to write to")
        key = (locale, currency)
        if key not in self.problems:
            self.problems[key] = self._letter_problem(locale, currency)
        return self.problems[key]

    def _letter_problem(self, locale: str, currency: str) -> tuple[str, Message] | None:
        if locale not in BUILT:
            return "no_locale", locale_not_built(locale).message
        try:
            bank_for(banks_of(self.company), currency)
        except LetterRefusedError as refused:
            return "no_bank_details", refused.message
        return None

    def _final_problem(self, locale: str) -> tuple[str, Message] | None:
        if consequences_of(self.company.consequences or {}, locale):
            return None
        return "no_consequence", no_consequence(locale).message


def _only(query: Select[Any], column: Any, account_ids: Collection[str] | None) -> Select[Any]:
    return query if account_ids is None else query.where(column.in_(account_ids))


def _load_items(session: Session, account_ids: Collection[str] | None) -> dict[str, dict[str, list[Any]]]:
    query = select(
        Item.id,
        Item.account_id,
        Item.number,
        Item.document_date,
        Item.due_date,
        Item.currency,
        Item.open,
        Item.erp_disputed,
        Item.stage,
        Item.stage_on,
    ).where(Item.status.in_(OPEN_ITEM))
    items: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for row in session.execute(_only(query, Item.account_id, account_ids)):
        items[row.account_id][row.currency].append(row)
    return items


def _load_facts(session: Session, days: Days, account_ids: Collection[str] | None) -> _Facts:
    facts = _Facts()

    def rows(query: Select[Any], column: Any) -> Iterable[Any]:
        return session.execute(_only(query, column, account_ids))

    _load_disputes(rows, facts)
    _load_promises(rows, facts)
    _load_letters(rows, facts)
    for pause in rows(
        select(Pause.account_id, Pause.item_id, Pause.kind, Pause.until).where(
            Pause.ended_at.is_(None), Pause.until >= days.day
        ),
        Pause.account_id,
    ):
        if pause.item_id is None:
            _latest(facts.paused_accounts, (pause.account_id, pause.kind), pause.until)
        else:
            _latest(facts.paused_items, (pause.item_id, pause.kind), pause.until)
    for row in rows(
        select(ActivityAccount.account_id, Activity.at, Activity.channel, Activity.outcome)
        .join(Activity, Activity.id == ActivityAccount.activity_id)
        .where(Activity.superseded.is_(False)),
        ActivityAccount.account_id,
    ):
        facts.activities[row.account_id].append((row.at.date(), row.channel, row.outcome))
    for row in rows(select(Contact).where(Contact.active.is_(True)), Contact.account_id):
        facts.contacts[row[0].account_id].append(row[0])
    return facts


_Rows = Callable[[Select[Any], Any], Iterable[Any]]


def _load_disputes(rows: _Rows, facts: _Facts) -> None:
    query = (
        select(DisputeItem.item_id, DisputeItem.amount)
        .join(Dispute, Dispute.id == DisputeItem.dispute_id)
        .where(Dispute.status.in_(OPEN_DISPUTE))
    )
    for item_id, amount in rows(query, Dispute.account_id):
        known = facts.disputed.get(item_id, 0)
        facts.disputed[item_id] = None if amount is None or known is None else known + amount


def _load_promises(rows: _Rows, facts: _Facts) -> None:
    query = (
        select(PromiseItem.item_id, Instalment.window_end)
        .join(Promise, Promise.id == PromiseItem.promise_id)
        .join(Instalment, and_(Instalment.promise_id == Promise.id, Instalment.status.in_(OPEN_PROMISE)))
        .where(Promise.status.in_(OPEN_PROMISE), PromiseItem.released.is_(False))
    )
    for item_id, until in rows(query, Promise.account_id):
        _latest(facts.promised, item_id, until)


def _load_letters(rows: _Rows, facts: _Facts) -> None:
    produced = Letter.status.in_(PRODUCED_LETTER)
    for row in rows(
        select(Letter.account_id, Letter.currency, Letter.date, Letter.due_by).where(produced, Letter.stage > 0),
        Letter.account_id,
    ):
        _latest(facts.account_letters, (row.account_id, row.currency), (row.date, row.due_by))
    query = (
        select(Letter.account_id, Letter.currency, Letter.stage, Letter.date, Letter.due_by, LetterItem)
        .join(Letter, Letter.id == LetterItem.letter_id)
        .where(produced)
    )
    for account_id, currency, stage, on, due_by, line in rows(query, Letter.account_id):
        if stage == 0 and line.due_date is not None:
            facts.courtesy_weeks[account_id, currency].add(line.due_date.isocalendar()[:2])
        elif line.part == "claimed":
            _latest(facts.item_letters, line.item_id, (on, due_by))


def _latest(table: dict[Any, Any], key: Any, value: Any) -> None:
    """Keep the later day; of pairs the one with the later first day."""
    known = table.get(key)
    first = value[0] if isinstance(value, tuple) else value
    before = known[0] if isinstance(known, tuple) else known
    if before is None or first > before:
        table[key] = value
