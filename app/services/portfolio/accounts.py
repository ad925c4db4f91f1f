"""Loading one account: everything that the account view and the ``account`` command show.

A handful of explicit selects for one account; nothing is loaded later. Open amounts stand as of the data date, days
overdue count to the collector's day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.models.account import Account, Contact
from app.models.activity import ActivityAccount
from app.models.company import Company
from app.models.dispute import Dispute
from app.models.item import Item
from app.models.letter import Letter
from app.models.promise import Promise
from app.models.receipt import Receipt, ReceiptApplication
from app.models.snapshot import WorklistRow
from app.models.task import Task
from app.services.accounts import find_account
from app.services.calendars import next_holiday, office_state, zone_of
from app.services.dates import Days
from app.services.letters.dunning.views import load_letters
from app.services.portfolio.account.beside import load_beside
from app.services.portfolio.account.days_late import load_days_late
from app.services.portfolio.account.detail import (
    AccountDetail,
    AccountHead,
    CurrencyAging,
    LimitUse,
    Relative,
    WorkState,
)
from app.services.portfolio.account.items import ItemRow, load_items
from app.services.portfolio.account.records import (
    load_activities,
    load_contacts,
    load_disputes,
    load_promises,
    load_receipts,
    load_tasks,
)
from app.services.portfolio.account.rows import ActivityRow
from app.services.portfolio.account.timeline import Happened, build_timeline, since_last_call
from app.services.portfolio.buckets import Presentation, bucket_keys, past_due
from app.services.portfolio.coverage import CoverRule
from app.services.portfolio.ranking.sentences import held_text, stored_reasons
from app.services.portfolio.rates import Rates, load_rates
from app.services.portfolio.strategy import ATTEMPTS, UNANSWERED, next_step, tier_of
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class _Here:
    """The collector's moment and zone."""

    now: datetime
    zone: str


def load_account(session: Session, number: str, days: Days, now: datetime, settings: Settings) -> AccountDetail:
    """Load one account by number or id.

    Args:
        session: the store.
        number: the account's number in any spelling, or its id.
        days: the collector's day, the data date and the zone of days in the timeline.
        now: the moment, for the customer's local time.
        settings: buckets, office hours, grace.

    Raises:
        RefusedError: there is no such account.
    """
    account = find_account(session, number)
    company = session.execute(select(Company.country)).first()
    country = account.country or (company.country if company else "")
    rates = load_rates(session, days.day, settings)
    how = Presentation(days.day, settings.bucket_bounds)
    rule = CoverRule(days.day, {account.id: country}, settings.run_grace, in_grace=True)
    items = load_items(session, account.id, how, rule)
    happened = _happened(session, account.id, items)
    timeline = build_timeline(session, account.id, happened, days.zone)
    last_contact = next((entry.day for entry in timeline if entry.contact and entry.day <= days.day), None)
    aging = _aging(items, how, rates)
    overdue = {row.currency: row.overdue for row in aging}
    tier = _tier(account, aging, rates)
    return AccountDetail(
        head=_head(account, country, _Here(now, days.zone), settings, tier),
        day=days.day,
        data_date=days.data_date,
        aging=aging,
        base=rates.total({row.currency: row.total for row in aging}),
        base_overdue=rates.total(overdue),
        limit=_limit(account, aging, rates),
        late=load_days_late(session, days.day, [account.id]).get(account.id),
        relatives=_relatives(session, account),
        items=items,
        activities=tuple(happened.activities),
        tasks=load_tasks(session, Task.account_id == account.id),
        promises=tuple(happened.promises),
        disputes=tuple(happened.disputes),
        letters=tuple(happened.letters),
        receipts=tuple(happened.receipts),
        contacts=load_contacts(session, Contact.account_id == account.id),
        timeline=timeline,
        since=since_last_call(timeline),
        last_contact=last_contact,
        beside=load_beside(session, account.id),
        work=_work(session, account.id, _position(items, how), tier, happened.activities),
    )


def _happened(session: Session, account_id: str, items: Sequence[ItemRow]) -> Happened:
    applied = select(ReceiptApplication.receipt_id).join(Item, Item.id == ReceiptApplication.item_id)
    return Happened(
        activities=load_activities(session, ActivityAccount.account_id == account_id),
        promises=load_promises(session, Promise.account_id == account_id),
        letters=load_letters(session, Letter.account_id == account_id),
        receipts=load_receipts(
            session,
            or_(Receipt.account_id == account_id, Receipt.id.in_(applied.where(Item.account_id == account_id))),
        ),
        disputes=load_disputes(session, Dispute.account_id == account_id),
        items=items,
    )


def _aging(items: Sequence[ItemRow], how: Presentation, rates: Rates) -> tuple[CurrencyAging, ...]:
    """Add up what is open per currency, the one that weighs most first."""
    by_currency: dict[str, list[ItemRow]] = {}
    for row in items:
        if row.is_open:
            by_currency.setdefault(row.currency, []).append(row)
    found = []
    for currency, rows in by_currency.items():
        sums = dict.fromkeys(how.keys, 0)
        for row in rows:
            sums[row.bucket or ""] += row.open
        found.append(
            CurrencyAging(
                currency=currency,
                sums=sums,
                total=sum(sums.values()),
                overdue=past_due(sums, how.bounds),
                disputed=sum(row.disputed for row in rows),
                promised=sum(row.promised for row in rows),
            )
        )
    return tuple(
        sorted(
            found,
            key=lambda one: (
                -rates.usd_worth(one.overdue, one.currency),
                -rates.usd_worth(one.total, one.currency),
                one.currency,
            ),
        )
    )


def _tier(account: Account, aging: Sequence[CurrencyAging], rates: Rates) -> str:
    overdue = sum(rates.usd_worth(one.overdue, one.currency) for one in aging)
    balance = sum(rates.usd_worth(one.total, one.currency) for one in aging)
    return tier_of(account.tier, overdue or balance)


def _head(account: Account, country: str, here: _Here, settings: Settings, tier: str) -> AccountHead:
    zone = zone_of(country, account.time_zone, account.city or " ".join(account.address or ()), here.zone)
    office = office_state(country, zone, here.now, settings)
    return AccountHead(
        id=account.id,
        number=account.number,
        name=account.name,
        name_latin=account.name_latin,
        name_kana=account.name_kana,
        address=tuple(account.address or ()),
        city=account.city,
        country=country,
        country_known=account.country is not None,
        language=account.language,
        letter_locale=account.letter_locale,
        currency=account.currency,
        territory=account.territory,
        tier=tier,
        terms=account.terms,
        risk_class=account.risk_class,
        sales_rep=account.sales_rep,
        collector=account.collector,
        portal=account.portal,
        tax_id=account.tax_id,
        phone=account.phone,
        email=account.email,
        debtor_type=account.debtor_type,
        state=account.state,
        hold_orders=account.hold_orders,
        do_not_dun=account.do_not_dun,
        vanished=account.vanished,
        zone=zone,
        office=office,
        holiday=next_holiday(country, office.local.date()),
    )


def _limit(account: Account, aging: Sequence[CurrencyAging], rates: Rates) -> LimitUse | None:
    """Return the use of the limit, in its own currency if all is owed in it, else in the base currency."""
    if not account.credit_limit or account.credit_limit < 0:
        return None
    currency = account.limit_currency or account.currency or rates.base
    sums = {one.currency: one.total for one in aging}
    missing: tuple[str, ...] = ()
    limit, used = account.credit_limit, sums.get(currency, 0)
    if set(sums) - {currency}:
        base = rates.to_base(limit, currency)
        if base is not None:
            total = rates.total(sums)
            limit, used, currency, missing = base, total.minor, rates.base, total.missing
        else:
            missing = tuple(sorted(set(sums) - {currency}))
    share = (Decimal(used) * 100 / limit).quantize(Decimal(1), ROUND_HALF_UP)
    return LimitUse(limit, used, currency, int(share), missing)


def _relatives(session: Session, account: Account) -> tuple[Relative, ...]:
    """Return parent, children and siblings, by relation and number."""
    tests = [Account.parent_id == account.id]
    if account.parent_id is not None:
        tests += [Account.id == account.parent_id, Account.parent_id == account.parent_id]
    rows = session.execute(
        select(Account.id, Account.number, Account.name, Account.parent_id).where(or_(*tests), Account.id != account.id)
    )
    found = []
    for row in rows:
        relation = "parent" if row.id == account.parent_id else "child" if row.parent_id == account.id else "sibling"
        found.append(Relative(row.id, row.number, row.name, relation))
    order = {"parent": 0, "child": 1, "sibling": 2}
    return tuple(sorted(found, key=lambda one: (order[one.relation], one.number)))


def _position(items: Sequence[ItemRow], how: Presentation) -> int:
    """Return the position of the oldest bucket that holds anything, 0 for nothing past due."""
    keys = bucket_keys(how.bounds)
    return max((keys.index(row.bucket) for row in items if row.bucket in keys), default=0)


def _work(
    session: Session, account_id: str, position: int, tier: str, activities: Sequence[ActivityRow]
) -> WorkState | None:
    """Read the account's stored row of the call list."""
    row = session.execute(
        select(
            WorklistRow.score,
            WorklistRow.reasons,
            WorklistRow.held_code,
            WorklistRow.held,
            WorklistRow.pinned,
            WorklistRow.other_work,
        ).where(WorklistRow.account_id == account_id)
    ).first()
    if row is None:
        return None
    reasons = stored_reasons(row.reasons)
    step = next_step((reason.code for reason in reasons), _unanswered(activities), position, tier)
    held = None if row.held_code is None else held_text(row.held_code, row.held or ())
    return WorkState(row.score, reasons, held, row.pinned, row.other_work, step)


def _unanswered(activities: Sequence[ActivityRow]) -> int:
    """Count the attempts in a row, newest first, that nobody answered."""
    count = 0
    for row in activities:
        if row.superseded:
            continue
        if row.outcome in UNANSWERED:
            count += 1
        elif row.outcome not in ATTEMPTS:
            break
    return count
