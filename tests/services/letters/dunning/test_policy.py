"""Who gets which letter: one step at a time, and a reason for whoever gets none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.enums import AccountState
from app.i18n import msg, render
from app.services.letters.dunning.policy import propose
from app.services.letters.dunning.stages import deadline_day, printed_deadline, stage_day
from app.settings import Settings, Span
from tests.builders.dunning import DAY, an_account, an_item, run_facts


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def letters(*items, **account):
    return propose([an_account(*items, **account)], run_facts()).letters


def held(*items, facts=None, **account):
    return propose([an_account(*items, **account)], facts or run_facts()).held


# ------------------------------------------------------------------------------------------ stage days


def test_the_example_of_the_policy_editor():
    """An invoice due Fri 31 Jul 2026 in Mexico: 27 Jul (the 26th is a Sunday), 3 Aug, 10 Aug, 20 Aug, 9 Sep."""
    policy = Settings().market("MX")
    days = [stage_day(policy, stage, date(2026, 7, 31), "MX") for stage in range(5)]
    assert days == [date(2026, 7, 27), date(2026, 8, 3), date(2026, 8, 10), date(2026, 8, 20), date(2026, 9, 9)]


def test_japan_counts_the_first_stage_in_business_days():
    """Due Thu 30 Apr 2026: 3 to 6 May are holidays, so five business days end on Tue 12 May."""
    assert stage_day(Settings().market("JP"), 1, date(2026, 4, 30), "JP") == date(2026, 5, 12)


@pytest.mark.parametrize(("overdue", "stage"), [(0, None), (1, None), (4, None), (5, 1), (6, 1), (90, 1)])
def test_a_stage_begins_on_its_day_and_first_sight_is_stage_one(overdue, stage):
    found = letters(an_item(overdue))
    assert [letter.stage for letter in found] == ([] if stage is None else [stage])


def test_an_item_moves_one_step_at_most_whatever_its_age():
    (letter,) = letters(an_item(200, stage=1, stage_on=ago(60)))
    assert letter.stage == 2
    assert [line.stage_after for line in letter.lines] == [2]


@pytest.mark.parametrize(("gap", "proposed"), [(7, False), (8, True), (9, True)])
def test_no_step_before_the_minimum_gap(gap, proposed):
    assert bool(letters(an_item(40, stage=1, stage_on=ago(gap)))) is proposed


def test_no_step_before_the_printed_deadline_plus_two_business_days():
    """Deadline Mon 15 Jun: Tuesday and Wednesday are left for money to arrive, Thursday writes."""
    item = an_item(40, stage=1, stage_on=ago(20), last_due_by=date(2026, 6, 15))
    assert not letters(item)
    later = propose([an_account(item)], run_facts(date=date(2026, 6, 18)))
    assert [letter.stage for letter in later.letters] == [2]


# ------------------------------------------------------------------------------------------ what a letter lists


def test_a_reminder_lists_every_overdue_item_and_each_keeps_its_own_stage():
    old, new, fresh = an_item(40, stage=1, stage_on=ago(20)), an_item(12), an_item(2)
    (letter,) = letters(old, new, fresh, an_item(-5))
    assert letter.stage == 2
    assert {line.item.id: line.stage_after for line in letter.lines} == {old.id: 2, new.id: 1, fresh.id: None}
    assert letter.amount == 300_000


def test_a_demand_claims_only_what_had_the_second_notice():
    ripe, young = an_item(60, stage=2, stage_on=ago(20)), an_item(20)
    (letter,) = letters(ripe, young)
    assert letter.stage == 3
    assert [(line.item.id, line.part) for line in letter.lines] == [(ripe.id, "claimed"), (young.id, "also_open")]
    assert letter.amount == ripe.open
    assert not letter.ticked


def test_beside_a_final_notice_other_items_get_their_own_letter():
    last, young = an_item(90, stage=3, stage_on=ago(30)), an_item(20)
    final, reminder = letters(last, young)
    assert (final.stage, [line.item.id for line in final.lines]) == (4, [last.id])
    assert (reminder.stage, [line.item.id for line in reminder.lines]) == (1, [young.id])
    assert (final.ticked, reminder.ticked) == (False, True)


def test_only_the_undisputed_part_is_asked_for():
    (letter,) = letters(an_item(10, amount=100_000, disputed=30_000))
    assert letter.amount == 70_000


# ------------------------------------------------------------------------------------------ courtesy notice


def test_a_courtesy_notice_goes_to_large_items_before_their_due_date():
    (letter,) = letters(an_item(-3, amount=2_000_000), an_item(-3, amount=1_000))
    assert (letter.stage, letter.due_by, len(letter.lines)) == (0, None, 1)


def test_a_courtesy_notice_goes_to_tier_a_and_b_whatever_the_amount():
    assert [letter.stage for letter in letters(an_item(-3, amount=1_000), tier="B")] == [0]
    assert not letters(an_item(-3, amount=1_000), tier="C")


def test_never_to_an_account_with_overdue_items_nor_twice_for_a_due_week():
    assert not letters(an_item(-3, amount=2_000_000), an_item(1))
    week = (DAY + timedelta(days=3)).isocalendar()[:2]
    assert not letters(an_item(-3, amount=2_000_000), pre_due_weeks=frozenset({week}))


@pytest.mark.parametrize(("days", "stages"), [(-1, [0]), (0, [])])
def test_a_courtesy_notice_is_dated_before_the_due_date(days, stages):
    assert [letter.stage for letter in letters(an_item(days, amount=2_000_000))] == stages


def test_not_earlier_than_the_days_of_the_market():
    assert not letters(an_item(-9, amount=2_000_000))


# ------------------------------------------------------------------------------------------ held back


@pytest.mark.parametrize(
    ("values", "code", "until"),
    [
        ({"disputed": 100_000}, "disputed", None),
        ({"promised_until": date(2026, 6, 20)}, "promised", date(2026, 6, 20)),
        ({"run_until": date(2026, 6, 19)}, "payment_run", date(2026, 6, 19)),
        ({"paused_until": date(2026, 6, 30)}, "paused", date(2026, 6, 30)),
        ({"due_date": None}, "no_due_date", None),
    ],
)
def test_an_item_is_held_back_with_its_reason_and_the_rest_is_written(values, code, until):
    stopped, free = an_item(20, **values), an_item(20)
    outcome = propose([an_account(stopped, free)], run_facts())
    assert [(one.code, one.until, [item.id for item in one.items]) for one in outcome.held] == [
        (code, until, [stopped.id])
    ]
    assert [line.item.id for line in outcome.letters[0].lines] == [free.id]


def test_a_pause_that_ended_resumes_by_itself():
    assert letters(an_item(20, paused_until=ago(1), promised_until=ago(1), run_until=ago(1)))


@pytest.mark.parametrize(
    ("account", "code"),
    [
        ({"state": AccountState.WITH_LEGAL}, "with_legal"),
        ({"state": AccountState.WITH_AGENCY}, "with_agency"),
        ({"state": AccountState.INSOLVENT}, "insolvent"),
        ({"do_not_dun": True}, "do_not_dun"),
        ({"paused_until": DAY}, "paused"),
        ({"credits": -100_000}, "unapplied_covers"),
        ({"last_letter_on": ago(3)}, "wrote_recently"),
        ({"last_due_by": ago(1)}, "deadline_running"),
        ({"problem": ("no_bank_details", msg("There are no bank details."))}, "no_bank_details"),
    ],
)
def test_an_account_is_held_back_with_its_reason(account, code):
    outcome = propose([an_account(an_item(20), **account)], run_facts())
    assert [one.code for one in outcome.held] == [code]
    assert outcome.letters == []
    assert render(outcome.held[0].why)


@pytest.mark.parametrize(("amount", "stage", "code"), [(4_999, None, "below_minimum"), (5_000, None, None)])
def test_the_minimum_of_the_currency(amount, stage, code):
    outcome = propose([an_account(an_item(20, amount=amount))], run_facts())
    assert [one.code for one in outcome.held] == ([] if code is None else [code])


def test_a_demand_has_a_minimum_of_its_own_and_a_currency_without_a_row_has_none():
    small = an_item(60, amount=49_999, stage=2, stage_on=ago(20))
    assert [one.code for one in held(small)] == ["below_minimum"]
    assert letters(an_item(20, amount=1), currency="CHF")


@pytest.mark.parametrize(
    ("stage", "ages", "stale"),
    [
        (1, (2, 3), False),
        (1, (3, 0), True),
        (1, (0, 4), True),
        (3, (1, 1), False),
        (3, (2, 0), True),
        (3, (0, 2), True),
    ],
)
def test_old_data_write_no_letter(stage, ages, stale):
    item = an_item(60) if stage == 1 else an_item(60, stage=2, stage_on=ago(20))
    found = held(item, facts=run_facts(items_age=ages[0], cash_age=ages[1]))
    assert ["stale_data" in one.code for one in found] == ([True] if stale else [])


@pytest.mark.parametrize(
    ("country", "stage", "spoken", "code"),
    [
        ("US", 1, {"voice": False, "contacts": 0, "attempts": 0}, None),
        ("US", 2, {"voice": False, "contacts": 0, "attempts": 0}, None),
        ("MX", 2, {"voice": False, "contacts": 0, "attempts": 1}, "needs_contact"),
        ("MX", 2, {"voice": True, "contacts": 0, "attempts": 1}, None),
        ("US", 3, {"voice": True, "contacts": 0, "attempts": 1}, "needs_contact"),
        ("US", 3, {"voice": True, "contacts": 0, "attempts": 2}, None),
        ("US", 3, {"voice": True, "contacts": 1, "attempts": 0}, None),
    ],
)
def test_from_the_markets_stage_on_somebody_must_have_been_spoken_to(country, stage, spoken, code):
    item = an_item(60, amount=90_000_000, stage=stage - 1 or None, stage_on=ago(30))
    found = held(item, country=country, **spoken)
    assert [one.code for one in found] == ([] if code is None else [code])


def test_a_final_notice_needs_an_address_and_a_next_step():
    last = an_item(90, stage=3, stage_on=ago(30))
    assert [one.code for one in held(last, has_address=False)] == ["no_contact"]
    problem = ("no_consequence", msg("A final notice needs a next step."))
    assert [one.code for one in held(last, final_problem=problem)] == ["no_consequence"]


def test_after_the_last_stage_a_person_decides():
    assert [one.code for one in held(an_item(120, stage=4, stage_on=ago(30)))] == ["decide"]


def test_no_letter_inside_the_blackout_days_of_the_market():
    facts = run_facts(date=date(2026, 12, 28))
    assert [one.code for one in held(an_item(20), facts=facts)] == ["blackout"]


# ------------------------------------------------------------------------------------------ deadlines


def test_deadlines_fall_on_a_business_day_of_the_customers_country():
    """Seven days after Tue 3 Nov 2026 is a Tuesday; seven after Sat would roll on; Japan has 3 Nov and 23 Nov off."""
    assert deadline_day(Span(7), date(2026, 11, 16), "JP", 1) == date(2026, 11, 24)
    assert deadline_day(Span(3, "bd"), date(2026, 6, 17), "MX", 1) == date(2026, 6, 22)
    assert deadline_day(Span(72, "hours"), date(2026, 6, 16), "AR", 2) == date(2026, 6, 19)


def test_a_deadline_is_moved_out_of_the_blackout_days():
    assert deadline_day(Span(7), date(2026, 12, 18), "US", 1) > date(2027, 1, 1)


def test_spain_gives_a_month_before_the_claim_when_the_law_asks_for_negotiation():
    policy = Settings().market("ES")
    assert printed_deadline(policy, 4, "ES", Settings()) == Span(30)
    assert printed_deadline(policy, 4, "ES", Settings(masc=False)) == Span(15)
    assert printed_deadline(policy, 0, "ES", Settings()) is None


# ------------------------------------------------------------------------------------------ whatever the facts


ITEMS = st.builds(
    an_item,
    st.integers(-20, 200),
    st.integers(1, 10_000_000),
    disputed=st.sampled_from([0, 0, 0, 500, 10_000_000]),
    stage=st.sampled_from([None, None, 1, 2, 3, 4]),
    stage_on=st.sampled_from([None, ago(3), ago(30)]),
    promised_until=st.sampled_from([None, None, ago(-5), ago(5)]),
)


@given(st.lists(ITEMS, min_size=1, max_size=12))
def test_every_overdue_item_is_written_held_back_or_too_young(items):
    outcome = propose([an_account(*items)], run_facts())
    written = {line.item.id for letter in outcome.letters for line in letter.lines}
    stopped = {item.id for one in outcome.held for item in one.items}
    for item in items:
        if item.due_date < DAY and item.id not in written | stopped:
            assert not item.stage
            assert item.chased > 0
    for letter in outcome.letters:
        assert letter.amount > 0
        for line in letter.lines:
            assert line.item.chased > 0
            if letter.stage:
                assert line.item.due_date < letter.date
            assert (line.stage_after or 0) - (line.stage_before or 0) in {0, 1}


@given(st.lists(ITEMS, min_size=1, max_size=12))
def test_the_same_facts_give_the_same_run(items):
    account = an_account(*items)
    assert propose([account], run_facts()) == propose([account], run_facts())
