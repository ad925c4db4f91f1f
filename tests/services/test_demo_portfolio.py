"""The demonstration's portfolio: what every country shows, and that money explains what changed between the days."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.enums import ItemKind, Outcome
from app.errors import UsageError
from app.services import calendars
from app.services.demo.cast import PLAYERS
from app.services.demo.model import Event, Side
from app.services.demo.names import NAMING
from app.services.demo.portfolio import MIN_ACCOUNTS, MIN_ITEMS, build_portfolio
from app.services.demo.scenario import promise_days
from app.settings import Settings

DAY = date(2026, 10, 30)
#: Outcomes of attempts that reached nobody are the others.
SPOKEN = frozenset(Outcome) - {Outcome.NA, Outcome.BUSY, Outcome.VM, Outcome.GATE, Outcome.WRONG, Outcome.EMAIL}
SIZES = [(400, 4_000), (MIN_ACCOUNTS, MIN_ITEMS)]


@pytest.fixture(scope="module", params=SIZES, ids=["default", "smallest"])
def portfolio(request):
    return build_portfolio(DAY, *request.param, seed=1)


@pytest.fixture
def by_country(portfolio):
    accounts = defaultdict(list)
    for account in portfolio.accounts:
        accounts[account.country].append(account)
    return accounts


def stage_reached(country, due, day):
    """Return the dunning stage that an item's due date calls for on a day, None if it is further off."""
    reached = None
    for stage, span in enumerate(Settings().market(country).stages):
        roll = calendars.next_business_day(country, due)
        start = (
            calendars.add_business_days(country, roll, span.n) if span.unit == "bd" else roll + timedelta(days=span.n)
        )
        if day >= start and (stage > 0 or day <= due):
            reached = stage
    return reached


def test_as_many_accounts_and_items_as_asked_for(request, portfolio):
    assert (len(portfolio.accounts), len(portfolio.items)) in SIZES
    assert len({account.number.lstrip("0") for account in portfolio.accounts}) == len(portfolio.accounts)
    assert len({(id(item.account), item.number) for item in portfolio.items}) == len(portfolio.items)


def test_all_thirteen_countries_and_twelve_currencies(portfolio, by_country):
    assert set(by_country) == set(NAMING)
    if len(portfolio.accounts) == 400:
        wanted = {"JPY", "CNY", "TWD", "SGD", "EUR", "MXN", "COP", "ARS", "BRL", "USD", "CAD", "GBP"}
        assert {item.currency for item in portfolio.items if item.now} == wanted
        assert any(account.currency == "USD" for account in by_country["MX"])


def test_every_country_has_a_parent_with_a_child_people_limits_and_one_over_it(by_country):
    for country, accounts in by_country.items():
        assert any(account.parent in accounts for account in accounts), country
        assert any(account.contacts and account.contacts[0].email for account in accounts), country
        owed = {id(account): sum(item.now or 0 for item in account.items) for account in accounts}
        assert any(account.limit for account in accounts), country
        assert any(0 < account.limit < owed[id(account)] for account in accounts), country


@pytest.mark.parametrize("stage", range(5))
def test_every_country_has_items_for_each_stage(by_country, stage):
    for country, accounts in by_country.items():
        invoices = [
            item
            for account in accounts
            for item in account.items
            if item.kind is ItemKind.INVOICE and item.now and not item.disputed
        ]
        fitting = [item for item in invoices if stage_reached(country, item.due_date, DAY) == stage]
        ready = [item for item in fitting if stage == 0 or item.level == stage - 1]
        assert ready, country


def test_every_country_has_items_far_from_due_and_far_past_it(by_country):
    for country, accounts in by_country.items():
        ages = [
            (DAY - item.due_date).days for account in accounts for item in account.items if item.now and item.due_date
        ]
        assert min(ages) <= -9, country
        assert max(ages) > 120, country


def test_a_courtesy_notice_is_possible_in_every_country(by_country):
    for country, accounts in by_country.items():
        head = accounts[0]
        assert head.tier == "A"
        dues = [item.due_date for item in head.items if item.now and item.kind is ItemKind.INVOICE]
        assert all(due >= DAY for due in dues), country


def test_every_country_has_a_dispute_money_on_account_and_ends_of_promises(portfolio, by_country):
    disputed = {case.item.account.country for case in portfolio.cases if case.side is Side.BEFORE}
    unapplied = {item.account.country for item in portfolio.items if item.kind is ItemKind.UNAPPLIED and item.now}
    assert disputed == unapplied == set(by_country)
    ends = defaultdict(set)
    for call in portfolio.calls:
        if call.outcome is Outcome.PTP and call.instalments[0][0] < DAY:
            item = call.items[0]
            ends[call.account.country].add("kept" if not item.now else "partly" if item.now < item.before else "broken")
    assert set.union(*ends.values()) == {"kept", "partly", "broken"}
    for country, accounts in by_country.items():
        assert len(accounts) < PLAYERS or ends[country] >= {"kept", "partly", "broken"}


def test_a_small_portfolio_has_promises_of_every_kind_and_more_kept_than_broken():
    portfolio = build_portfolio(DAY, 40, 400, seed=1)
    ends = Counter()
    for call in portfolio.calls:
        if call.outcome is Outcome.PTP:
            due, item = call.instalments[0][0], call.items[0]
            ends["open" if due >= DAY else "kept" if not item.now else
                 "partly" if item.now < item.before else "broken"] += 1  # fmt: skip
    assert set(ends) == {"open", "kept", "partly", "broken"}
    assert ends["kept"] > ends["broken"] + ends["partly"] > 2 * ends["broken"]
    assert ends["open"] >= 3


def test_the_windows_of_past_promises_end_before_the_second_day():
    for offset in range(0, 400, 3):
        day = DAY + timedelta(days=offset)
        for country in NAMING:
            made, promised, window = promise_days(country, day)
            assert made < promised < window < day
            assert calendars.add_business_days(country, promised, 2) == window


def test_all_kinds_of_events_happen(portfolio):
    found = Counter(item.event for item in portfolio.items)
    for event in Event:
        assert found[event] >= (2 if event else 100), event


def test_receipts_explain_what_was_paid_and_nothing_explains_what_vanished(portfolio):
    money = defaultdict(int)
    for receipt in portfolio.receipts:
        for item, amount in receipt.applied:
            assert amount > 0
            assert item.account is receipt.account
            if receipt.side is Side.NOW:
                money[id(item)] += amount
    for item in portfolio.items:
        fall = (item.before or 0) - (item.now or 0)
        if item.event in {Event.PAID, Event.PART_PAID, Event.CREDITED}:
            assert money[id(item)] == fall > 0
        elif item.event is Event.VANISHED:
            assert fall > 0
            assert id(item) not in money
        elif item.event in {Event.NONE, Event.DISPUTED}:
            assert fall == 0


def test_no_date_lies_after_the_file_that_shows_it(portfolio):
    for item in portfolio.items:
        shown = DAY - timedelta(days=1) if item.before is not None else DAY
        if item.event is not Event.HISTORY:
            assert item.document_date <= shown
            assert item.level_on is None or item.due_date < item.level_on < DAY
    for receipt in portfolio.receipts:
        assert receipt.received <= portfolio.date_of(receipt.side)
        assert receipt.value <= receipt.received
        assert receipt.unapplied >= 0


def test_calls_lie_on_business_days_before_the_second_day_with_what_they_need(portfolio):
    for call in portfolio.calls:
        begun = datetime.combine(call.on, call.at, ZoneInfo(call.account.address.zone))
        assert begun.astimezone(ZoneInfo("Asia/Tokyo")).date() < DAY
        assert calendars.is_business_day(call.account.country, call.on)
        if call.outcome is Outcome.PTP:
            assert len(call.instalments) == 1
        if call.outcome is Outcome.CB:
            assert call.next_at
            assert call.next_on >= DAY
        if call.outcome is Outcome.PIPE:
            assert call.next_on
        if call.outcome is Outcome.DISP:
            assert call.items
        for day, amount in call.instalments:
            assert day > call.on
            assert amount > 0
    assert {call.account.country for call in portfolio.calls if call.outcome is Outcome.CB} == set(NAMING)


def test_a_morning_is_as_varied_as_a_real_one():
    portfolio = build_portfolio(DAY, 400, 4_000, seed=1)
    broken = [
        call
        for call in portfolio.calls
        if call.outcome is Outcome.PTP
        and call.instalments[0][0] <= promise_days(call.account.country, DAY)[1]
        and call.items[0].now == call.items[0].before
    ]
    assert len(broken) >= 10
    assert len({call.instalments[0][0] for call in broken}) >= 7
    assert len({call.account.number[-3:] for call in broken}) >= 7
    reached = {id(call.account) for call in portfolio.calls if call.outcome in SPOKEN}
    late = [account for account in portfolio.accounts if any(item.level and item.now for item in account.items)]
    assert sum(id(account) in reached for account in late) > len(late) * 2 // 3


def test_too_few_accounts_or_items_are_refused():
    with pytest.raises(UsageError, match="at least 26 accounts and 300 items"):
        build_portfolio(DAY, MIN_ACCOUNTS - 1, 4_000, 1)
    with pytest.raises(UsageError, match="at least"):
        build_portfolio(DAY, 400, MIN_ITEMS - 1, 1)


@pytest.mark.parametrize("offset", [0, 64, 123, 189, 250, 301])
def test_other_days_and_seeds_work_as_well(offset):
    portfolio = build_portfolio(DAY + timedelta(days=offset), 60, 500, offset)
    assert len(portfolio.items) == 500
