"""The codes of the call list, each from the facts of one account."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from app.enums import AccountState, Outcome, PromiseStatus, WorkCode
from app.i18n import render
from app.services.portfolio.ranking.facts import NOT_TRIED, Balance, Callback, Facts, LetterFact, PromiseFact, Tries
from app.services.portfolio.ranking.judge import judge
from app.services.portfolio.ranking.reasons import Rule, stand
from app.services.portfolio.rates import Rate, Rates, Sizes, threshold_scales
from app.settings import Settings

DAY = date(2026, 10, 30)  # a Friday
SETTINGS = Settings()
EURO = Rates("USD", {"EUR": Rate(Decimal("1.1"), DAY)}, threshold_scales(SETTINGS))
RULE = Rule(DAY, "Asia/Tokyo", SETTINGS, Sizes(EURO), remembers=date(2026, 1, 1))


def balance(*debits, currency="USD", **values):
    """What is owed by bucket in major units: current, 1-30, 31-60, 61-90, 91-120, 121+."""
    minor = tuple(amount * 100 for amount in (*debits, *(0,) * (6 - len(debits))))
    overdue = sum(minor[1:])
    defaults = {"free": minor, "overdue": overdue, "free_overdue": overdue, "total": sum(minor)}
    return Balance(currency, minor, **{**defaults, **values})


def facts(*debits, **values):
    """An account that owes 5,000 USD for 10 days, unless told otherwise."""
    defaults = {
        "account_id": "A1",
        "number": "100237",
        "name": "Aozora",
        "country": "JP",
        "zone": "Asia/Tokyo",
        "tier": None,
        "state": AccountState.ACTIVE,
        "limit": None,
        "limit_currency": None,
        "person": False,
        "balances": [balance(*(debits or (0, 5_000)))],
        "tries": NOT_TRIED,
        "has_step": True,
    }
    return Facts(**{**defaults, **values})


def reasons(one, rule=RULE):
    return {reason.code: reason for reason in stand(one, rule).reasons}


def points(one, code, rule=RULE):
    found = reasons(one, rule).get(code)
    return None if found is None else found.points


def promise(status, amount=1_000, missing=None, due=date(2026, 10, 23), **values):
    defaults = {
        "status": status,
        "currency": "USD",
        "amount": amount * 100,
        "missing": (amount if missing is None else missing) * 100,
        "due": due,
        "window_end": due + timedelta(days=4),
        "spoken_of": False,
    }
    return PromiseFact(**{**defaults, **values})


# ------------------------------------------------------------------------------------------------ promises


@pytest.mark.parametrize(("others", "wanted"), [(0, 40), (1, 45), (2, 50), (3, 55), (7, 55)])
def test_each_other_broken_promise_in_a_year_adds_to_the_last(others, wanted):
    older = [promise(PromiseStatus.KEPT_LATE, due=date(2026, 3, 1 + n)) for n in range(others)]
    assert points(facts(promises=[promise(PromiseStatus.BROKEN), *older]), WorkCode.BROKEN) == wanted


def test_a_broken_promise_says_what_when_and_how_often():
    one = facts(promises=[promise(PromiseStatus.BROKEN), promise(PromiseStatus.KEPT_LATE, due=date(2026, 5, 4))])
    assert render(reasons(one)[WorkCode.BROKEN].text) == (
        "promise of 1,000.00 USD broken on 23 Oct 2026, second in a year"
    )


@pytest.mark.parametrize("status", [PromiseStatus.KEPT, PromiseStatus.KEPT_LATE, PromiseStatus.OPEN])
def test_only_broken_promises_are_broken(status):
    assert WorkCode.BROKEN not in reasons(facts(promises=[promise(status)]))


def test_a_broken_promise_that_was_spoken_of_is_no_reason():
    assert WorkCode.BROKEN not in reasons(facts(promises=[promise(PromiseStatus.BROKEN, spoken_of=True)]))


def test_a_part_kept_promise_says_what_is_missing():
    one = facts(promises=[promise(PromiseStatus.PARTLY_KEPT, 20_000, 12_000)])
    assert points(one, WorkCode.PARTKEPT) == 22
    assert render(reasons(one)[WorkCode.PARTKEPT].text) == ("12,000.00 USD of 20,000.00 USD promised still missing")


@pytest.mark.parametrize(
    ("due", "window_end", "wanted"),
    [
        (date(2026, 10, 29), date(2026, 11, 2), "promised for yesterday; ask for the payment advice"),
        (date(2026, 10, 28), date(2026, 10, 30), "promised for 28 Oct 2026; ask for the payment advice"),
        (date(2026, 10, 28), date(2026, 10, 29), None),  # the grace is over: the judgement speaks
        (date(2026, 10, 30), date(2026, 11, 4), None),  # today
    ],
)
def test_inside_the_grace_the_payment_advice_is_asked_for(due, window_end, wanted):
    one = facts(promises=[promise(PromiseStatus.OPEN, due=due, window_end=window_end)])
    found = reasons(one).get(WorkCode.DUEPROMISE)
    assert (render(found.text) if found else None) == wanted


def test_after_a_weekend_the_promised_friday_was_the_last_business_day():
    monday = replace(RULE, day=date(2026, 11, 2))
    one = facts(promises=[promise(PromiseStatus.OPEN, due=date(2026, 10, 31), window_end=date(2026, 11, 5))])
    assert WorkCode.DUEPROMISE not in reasons(one, monday)  # Saturday's promise is Monday's
    tuesday = replace(RULE, day=date(2026, 11, 4))
    assert points(one, WorkCode.DUEPROMISE, tuesday) == 12


# ------------------------------------------------------------------------------------------------ letters


@pytest.mark.parametrize(
    ("stage", "wanted", "text"),
    [
        (1, 18, "reminder expired on 29 Oct 2026"),
        (2, 18, "second notice expired on 29 Oct 2026"),
        (3, 25, "demand expired on 29 Oct 2026"),
        (4, 25, "final notice expired on 29 Oct 2026: decide what follows"),
    ],
)
def test_the_deadline_of_the_last_letter(stage, wanted, text):
    one = facts(deadline=LetterFact(stage, date(2026, 10, 20), date(2026, 10, 29)))
    assert points(one, WorkCode.DEADLINE) == wanted
    assert render(reasons(one)[WorkCode.DEADLINE].text) == text


def test_a_deadline_that_runs_today_has_not_passed():
    one = facts(deadline=LetterFact(2, date(2026, 10, 20), DAY))
    assert WorkCode.DEADLINE not in reasons(one)


def test_who_was_spoken_to_after_the_deadline_is_not_reminded_of_it():
    one = facts(
        deadline=LetterFact(2, date(2026, 10, 10), date(2026, 10, 20)), tries=Tries(last_contact=date(2026, 10, 22))
    )
    assert WorkCode.DEADLINE not in reasons(one)


# ------------------------------------------------------------------------------------------------ how much, how old


@pytest.mark.parametrize(
    ("debits", "wanted", "text"),
    [
        ((0, 500), 4, "100 % past due"),
        ((900, 400, 600), 10, "60 % past 30 days"),
        ((0, 380, 0, 620), 16, "62 % past 60 days"),
        ((0, 0, 0, 500, 500), 22, "50 % past 90 days"),
        ((0, 0, 0, 0, 0, 10), 24, "100 % past 120 days"),
        ((0, 95_000, 0, 0, 0, 5), 4, "100 % past due"),  # 5 is neither 10 % nor 1,000
        ((0, 95_000, 0, 0, 0, 1_000), 24, "1 % past 120 days"),
    ],
)
def test_the_worst_bucket_that_holds_enough(debits, wanted, text):
    found = reasons(facts(*debits))[WorkCode.BUCKET]
    assert (found.points, render(found.text)) == (wanted, text)


@pytest.mark.parametrize(
    ("owed", "wanted"),
    [(500_000, 25), (499_999, 20), (100_000, 20), (25_000, 14), (5_000, 8), (1_000, 4), (999, 1), (1, 1)],
)
def test_points_by_amount(owed, wanted):
    assert points(facts(0, owed), WorkCode.AMOUNT) == wanted


def test_amounts_of_other_currencies_count_in_usd():
    one = facts(balances=[balance(0, 950, currency="EUR")])
    assert points(one, WorkCode.AMOUNT) == 4  # 1,045 USD
    assert stand(one, RULE).base == 1_045_00
    assert render(reasons(one)[WorkCode.AMOUNT].text) == "950.00 EUR to collect"


def test_without_a_rate_the_thresholds_of_the_currency_decide_and_nothing_is_converted():
    yen = Balance("JPY", (0, 150_000, 0, 0, 0, 0), (0, 150_000, 0, 0, 0, 0), 150_000, 150_000, 150_000)
    one = facts(balances=[yen])
    assert points(one, WorkCode.AMOUNT) == 4
    assert stand(one, RULE).base == 0


def test_several_currencies_add_up_and_the_heaviest_speaks():
    one = facts(balances=[balance(0, 600), balance(0, 500, currency="EUR")])
    standing = stand(one, RULE)
    assert (standing.base, standing.main.currency) == (600_00 + 550_00, "USD")
    assert points(one, WorkCode.AMOUNT) == 4


# ------------------------------------------------------------------------------------------------ cadence


@pytest.mark.parametrize(
    ("debits", "tier", "days_ago", "wanted"),
    [
        ((0, 500), "C", 14, None),
        ((0, 500), "C", 15, 9),
        ((0, 500), "C", 16, 10),
        ((0, 500), "C", 40, 20),
        ((0, 500), "A", 8, 9),
        ((0, 0, 0, 0, 500), "A", 4, 9),
        ((0, 0, 0, 0, 0, 500), "C", 15, 9),
        ((0, 500), "D", 100, None),  # letters
        ((0, 0, 500), "D", 31, 9),
        ((500,), "A", 61, 9),
        ((500,), "C", 400, None),
    ],
)
def test_cadence_by_bucket_and_tier(debits, tier, days_ago, wanted):
    one = facts(*debits, tier=tier, tries=Tries(last_contact=DAY - timedelta(days=days_ago)))
    assert points(one, WorkCode.CADENCE) == wanted


def test_who_was_never_spoken_to_counts_from_the_oldest_due_date():
    never = facts(balances=[balance(0, 500, oldest="2026-10-10")], tier="C")
    found = reasons(never)[WorkCode.CADENCE]
    assert (found.points, render(found.text)) == (14, "no contact on record (every 14 days)")
    young = facts(balances=[balance(0, 500, oldest="2026-10-20")], tier="C")
    assert WorkCode.CADENCE not in reasons(young)


def test_the_cadence_says_both_numbers():
    one = facts(0, 500, tier="C", tries=Tries(last_contact=date(2026, 10, 14)))
    assert render(reasons(one)[WorkCode.CADENCE].text) == "no contact for 16 days (every 14)"


def test_small_debts_are_called_about_after_the_second_letter():
    one = facts(tries=Tries(last_contact=DAY - timedelta(days=40)), tier="D", balances=[balance(0, 90, stage=2)])
    assert points(one, WorkCode.CADENCE) == 18


@pytest.mark.parametrize(
    ("past_due", "tier"), [(100_001, "A"), (100_000, "B"), (10_001, "B"), (10_000, "C"), (1_000, "C"), (999, "D")]
)
def test_tiers_by_past_due(past_due, tier):
    assert stand(facts(0, past_due), RULE).tier == tier


def test_the_customer_file_says_the_tier():
    assert stand(facts(0, 10, tier="a"), RULE).tier == "A"


# ------------------------------------------------------------------------------------------------ first, limit and more


@pytest.mark.parametrize(
    ("reached", "wanted", "text"),
    [
        ((date(2026, 10, 20),), 6, "first time past due"),
        ((date(2026, 8, 1), date(2026, 9, 28)), 6, "first time past 30 days"),
        ((date(2026, 7, 1), date(2026, 7, 1), date(2026, 8, 28)), 9, "first time past 60 days"),
        ((date(2026, 7, 1),) * 3 + (date(2026, 7, 30),), 12, "first time past 90 days"),
    ],
)
def test_the_first_time_in_a_year_is_news(reached, wanted, text):
    one = facts(reached=(*reached, *(None,) * (4 - len(reached))))
    assert points(one, WorkCode.FIRST) == wanted
    assert render(reasons(one)[WorkCode.FIRST].text) == text


@pytest.mark.parametrize(
    ("reached", "contact", "remembers"),
    [
        ((date(2026, 10, 1), None, None, None), None, date(2026, 1, 1)),  # four weeks ago: no news
        ((date(2026, 10, 20), None, None, None), date(2026, 10, 25), date(2026, 1, 1)),  # spoken of
        ((date(2026, 10, 20), None, None, None), None, DAY),  # the desk knows nothing from before
        ((date(2026, 10, 20), None, None, None), None, None),
    ],
)
def test_when_the_first_time_is_no_news(reached, contact, remembers):
    one = facts(reached=reached, tries=Tries(last_contact=contact))
    assert WorkCode.FIRST not in reasons(one, replace(RULE, remembers=remembers))


@pytest.mark.parametrize(
    ("limit", "wanted"), [(5_000, None), (4_999, 8), (4_167, 8), (4_166, 14), (1, 14), (0, None), (None, None)]
)
def test_over_the_limit(limit, wanted):
    one = facts(limit=None if limit is None else limit * 100, limit_currency="USD")
    assert points(one, WorkCode.LIMIT) == wanted


def test_a_limit_in_another_currency_is_compared_in_the_base_currency():
    one = facts(balances=[balance(0, 1_000, currency="EUR")], limit=1_000_00, limit_currency="USD")
    assert render(reasons(one)[WorkCode.LIMIT].text) == "limit exceeded by 100.00 USD"


def test_a_large_item_that_falls_due():
    one = facts(20_000, predue=(20_000_00, "USD", date(2026, 11, 6)))
    assert render(reasons(one)[WorkCode.PREDUE].text) == "20,000.00 USD falls due on 6 Nov 2026"
    assert points(one, WorkCode.PREDUE) == 10


def test_unapplied_money():
    one = facts(clears=(42_000_00, "USD", 3))
    assert render(reasons(one)[WorkCode.UNAPPLIED].text) == "42,000.00 USD unapplied would clear 3 items"
    assert points(one, WorkCode.UNAPPLIED) == 8


def test_past_due_and_nobody_has_a_next_step():
    assert points(facts(has_step=False), WorkCode.NONEXT) == 10
    assert WorkCode.NONEXT not in reasons(facts())
    assert WorkCode.NONEXT not in reasons(facts(500, has_step=False))


@pytest.mark.parametrize(
    ("at", "zone", "text"),
    [
        ("2026-10-30T04:30", "Asia/Tokyo", "callback agreed 13:30"),
        ("2026-10-30T06:00", "America/Toronto", "callback agreed 02:00 Toronto, 15:00 here"),
        ("2026-10-29T04:30", "Asia/Tokyo", "callback agreed 29 Oct 2026 13:30 Tokyo, 13:30 here"),
    ],
)
def test_a_callback_names_both_zones(at, zone, text):
    agreed = Callback(datetime.fromisoformat(at).replace(tzinfo=UTC), zone)
    one = facts(zone=zone, callback=agreed)
    assert render(reasons(one)[WorkCode.CALLBACK].text) == text


# ------------------------------------------------------------------------------------------------ not today


def held(one, rule=RULE):
    judged = judge(one, rule)
    assert judged is not None
    return judged.held


def test_an_account_that_owes_nothing_overdue_and_has_no_reason_is_nowhere():
    assert judge(facts(500), RULE) is None


@pytest.mark.parametrize("state", [s for s in AccountState if s is not AccountState.ACTIVE])
def test_who_is_elsewhere_is_not_called(state):
    assert held(facts(state=state)) == (state.value, ())
    agreed = Callback(datetime(2026, 10, 30, 1, tzinfo=UTC), "Asia/Tokyo")
    assert held(facts(state=state, callback=agreed)) == (state.value, ())


def test_deferred_keeps_its_points():
    one = facts(deferred=(date(2026, 11, 6), "stock take"))
    judged = judge(one, RULE)
    assert judged.held == ("deferred", ("2026-11-06", "stock take"))
    assert judged.standing.score == judge(facts(), RULE).standing.score


def test_worked_today():
    assert held(facts(tries=Tries(completed=Outcome.PTP))) == ("worked", ("PTP",))


def test_a_callback_of_today_brings_a_worked_account_back():
    agreed = Callback(datetime(2026, 10, 30, 6, tzinfo=UTC), "Asia/Tokyo")
    judged = judge(facts(tries=Tries(completed=Outcome.VM), callback=agreed), RULE)
    assert judged.held is None
    assert judged.callback_at == agreed.at


def test_a_later_callback_is_waited_for():
    agreed = Callback(datetime(2026, 11, 2, 6, 30, tzinfo=UTC), "Asia/Tokyo")
    assert held(facts(callback=agreed)) == ("callback", ("2026-11-02", "15:30", "Tokyo"))


@pytest.mark.parametrize(
    ("country", "sent", "until"),
    [
        ("US", date(2026, 10, 28), "2026-11-02"),
        ("US", date(2026, 10, 26), None),
        ("JP", date(2026, 10, 23), "2026-10-30"),
        ("JP", date(2026, 10, 22), None),
        ("JP", date(2026, 10, 30), "2026-11-09"),  # over a weekend and 文化の日
    ],
)
def test_quiet_after_a_letter(country, sent, until):
    found = held(facts(country=country, last_letter=sent))
    assert found == (("quiet", (sent.isoformat(), until)) if until else None)


def test_a_conversation_after_the_letter_ends_the_quiet():
    one = facts(last_letter=date(2026, 10, 28), tries=Tries(last_contact=date(2026, 10, 29)))
    assert held(one) is None


def covered(disputed=0, promised=0, **values):
    rest = 5_000_00 - disputed - promised
    one = balance(0, 5_000, free=(0, rest, 0, 0, 0, 0), free_overdue=rest, disputed=disputed, covered=promised)
    return facts(balances=[one], **values)


def test_everything_disputed_or_promised():
    assert held(covered(disputed=5_000_00)) == ("disputed", ())
    until = date(2026, 11, 5)
    assert held(covered(promised=5_000_00, promised_until=until)) == ("promised", ("2026-11-05",))
    assert held(covered(promised=5_000_00, run_until=until)) == ("run", ("2026-11-05",))
    assert held(covered(2_000_00, 3_000_00, promised_until=until)) == ("covered", ())
    assert held(covered(disputed=4_999_00, promised=0)) == ("below_minimum", (50_00, "USD"))
    assert held(covered(disputed=4_900_00)) is None


def test_below_the_minimum_of_every_currency():
    assert held(facts(0, 49)) == ("below_minimum", (50_00, "USD"))
    assert held(facts(0, 50)) is None
    assert held(facts(balances=[balance(0, 49), balance(0, 60, currency="EUR")])) is None
    assert held(facts(balances=[balance(0, 49), balance(0, 1, currency="CHF")])) is None  # no minimum there
    assert held(facts(0, 49, promises=[promise(PromiseStatus.BROKEN)])) is None


def test_no_answer_is_tried_again_in_three_hours_of_their_office():
    at = datetime(2026, 10, 30, 1, 0, tzinfo=UTC)  # 10:00 in Tokyo, again at 13:00
    judged = judge(facts(tries=Tries(last_try=at, tried_today=1, tried_week=1)), RULE)
    assert judged.held is None
    assert judged.retry_at == datetime(2026, 10, 30, 4, 0, tzinfo=UTC)


def test_no_answer_late_in_the_day_is_tried_on_the_next_business_day():
    at = datetime(2026, 10, 30, 6, 30, tzinfo=UTC)
    assert held(facts(tries=Tries(last_try=at, tried_today=1, tried_week=1))) == ("retry", ("15:30", "2026-11-02"))


def test_two_attempts_a_day_and_four_a_week_are_enough():
    assert held(facts(tries=Tries(tried_today=2, tried_week=2))) == ("tried_today", (2,))
    assert held(facts(tries=Tries(tried_today=0, tried_week=4))) == ("tried_week", (4,))


def test_a_natural_person_in_colombia_is_tried_once_a_day():
    assert held(facts(country="CO", person=True, tries=Tries(tried_today=1, tried_week=1))) == ("tried_today", (1,))


@pytest.mark.parametrize(
    ("values", "other"),
    [
        ({}, False),
        ({"clears": (5_00, "USD", 1)}, True),
        ({"clears": (5_00, "USD", 1), "promises": [promise(PromiseStatus.BROKEN)]}, False),
        ({"balances": [balance(0, 900)]}, True),  # tier D, 1 to 30 days: letters
        ({"balances": [balance(0, 900, stage=2)]}, False),
        ({"not_by_phone": True}, True),
        ({"tries": Tries(unanswered=3)}, True),
        ({"tries": Tries(voicemails_week=2)}, True),
        ({"balances": [balance(20_000)], "predue": (20_000_00, "USD", DAY)}, True),
        ({"balances": [balance(20_000)], "predue": (20_000_00, "USD", DAY), "tier": "A"}, False),
    ],
)
def test_what_is_mail_or_other_work(values, other):
    assert judge(facts(**values), RULE).other_work is other
