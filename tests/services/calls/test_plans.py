"""Plans: equal instalments, the remainder on the last; a plan defaults on its first broken line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import models as m
from app.enums import PromiseStatus
from app.errors import UsageError
from app.services.calendars import is_business_day
from app.services.calls.promises.plans import Every, PlanState, progress, split
from app.services.calls.queries import promise_rows
from tests.services.calls.conftest import promised

FIRST = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("total", "currency", "amounts"),
    [(100_000, "USD", [33_333, 33_333, 33_334]), (1_000, "JPY", [333, 333, 334])],
)
def test_equal_instalments_with_the_remainder_on_the_last(total, currency, amounts):
    assert [line.amount for line in split(total, currency, 3, FIRST)] == amounts


def test_monthly_days_keep_their_day_where_the_month_has_it():
    days = [line.due for line in split(100, "USD", 5, date(2026, 10, 31), country="US")]
    assert days == [date(2026, 11, 2), date(2026, 11, 30), date(2026, 12, 31), date(2027, 2, 1), date(2027, 3, 1)]


def test_weeks():
    assert [line.due for line in split(100, "USD", 3, FIRST, Every.WEEK)] == [
        date(2026, 11, 30),
        date(2026, 12, 7),
        date(2026, 12, 14),
    ]
    assert split(100, "USD", 2, FIRST, Every.TWO_WEEKS)[1].due == date(2026, 12, 14)


@given(st.integers(1, 10**9), st.integers(1, 24), st.sampled_from(Every))
def test_a_plan_adds_up_on_rising_business_days(total, parts, every):
    lines = split(max(total, parts), "JPY", parts, FIRST, every, "JP")
    assert sum(line.amount for line in lines) == max(total, parts)
    assert all(is_business_day("JP", line.due) for line in lines)
    assert [line.due for line in lines] == sorted({line.due for line in lines})


@pytest.mark.parametrize(("total", "parts"), [(100, 0), (2, 3), (10**9, 400)])
def test_what_cannot_be_split_is_refused(total, parts):
    with pytest.raises(UsageError, match="cannot be made of this amount"):
        split(total, "USD", parts, FIRST)


@pytest.mark.parametrize(
    ("statuses", "state", "failed"),
    [
        (("open", "open"), PlanState.ACTIVE, None),
        (("kept", "open"), PlanState.ACTIVE, None),
        (("kept", "overtaken"), PlanState.COMPLETED, None),
        (("kept_late", "kept"), PlanState.COMPLETED, None),
        (("kept", "broken"), PlanState.DEFAULTED, 2),
        (("partly_kept", "open"), PlanState.DEFAULTED, 1),
    ],
)
def test_how_a_plan_is_doing(desk, statuses, state, failed):
    made = desk.call("PLAN", promise=(promised(50_000), promised(50_000, date(2026, 12, 4)))).promise_id
    with desk.store.write() as uow:
        lines = uow.session.query(m.Instalment).order_by(m.Instalment.position)
        for line, status in zip(lines, statuses, strict=True):
            line.status = PromiseStatus(status)
        uow.commit()
    with desk.store.read() as session:
        found = progress(promise_rows(session, ids=[made])[0])
    assert (found.state, found.failed, found.lines) == (state, failed, 2)


def test_a_plan_that_was_replaced_is_cancelled(desk):
    made = desk.call("PLAN", promise=(promised(50_000), promised(50_000, date(2026, 12, 4)))).promise_id
    desk.call("PTP", promise=(promised(),))
    with desk.store.read() as session:
        assert progress(promise_rows(session, ids=[made])[0]).state == PlanState.CANCELLED
