"""What a promise would be, before it is made."""

from datetime import date

import pytest

from app import models as m
from app.enums import ItemStatus
from app.errors import RefusedError, UsageError
from app.i18n import render
from app.services.calls.entries.lookup import items_by_id
from app.services.calls.promises.renewals import open_line, reschedule_promise
from app.services.calls.promises.terms import check_lines, preview, terms_of, window_end
from app.settings import Settings
from tests.services.calls.conftest import promised

FRIDAY = date(2025, 6, 20)


@pytest.mark.parametrize(
    ("changes", "end"),
    [
        ({}, date(2025, 6, 24)),
        ({"promise_grace": 3, "promise_grace_unit": "days"}, date(2025, 6, 23)),
        ({"promise_grace": 0}, date(2025, 6, 20)),
        ({"promise_grace": 5}, date(2025, 6, 27)),
    ],
)
def test_the_window_ends_after_the_grace(changes, end):
    assert window_end("US", FRIDAY, Settings().changed(**changes)) == end


def test_a_promised_day_of_rest_rolls_forward_before_the_grace():
    assert window_end("US", date(2025, 6, 19), Settings()) == date(2025, 6, 24)  # Juneteenth
    assert window_end("DE", date(2025, 6, 21), Settings()) == date(2025, 6, 25)


def terms(desk, *lines, items=()):
    with desk.store.read() as session:
        account = session.query(m.Account).filter_by(number="100").one()
        rows = session.query(m.Item).filter(m.Item.number.in_(items)).all()
        return preview(terms_of(session, account, check_lines(lines, desk.day), rows, desk.day, desk.settings))


def test_the_preview_says_what_the_form_shows(desk):
    found = terms(desk, promised(120_000))
    assert (found.amount, found.open_amount, found.currency) == (120_000, 150_000, "USD")
    assert (found.items, found.windows, found.level) == (("INV-1", "INV-2"), (date(2026, 11, 10),), 1)
    assert (found.replaces, found.assurance, found.questions) == ((), False, ())


def test_the_preview_names_what_it_would_replace(desk):
    made = desk.call("PTP", promise=(promised(),)).promise_id
    found = terms(desk, promised(100_000, date(2026, 11, 9)))
    assert (found.level, found.replaces) == (2, (made,))


def test_where_nothing_is_overdue_what_falls_due_next_is_covered(desk):
    with desk.store.write() as uow:
        for item in uow.session.query(m.Item).filter(m.Item.number.in_(["INV-1", "INV-2"])):
            item.status, item.open = ItemStatus.PAID, 0
        uow.commit()
    found = terms(desk, promised(30_000))
    assert (found.items, found.assurance) == (("INV-3",), True)


def test_closed_items_and_credits_cannot_be_promised(desk):
    def credit(ledger):
        account = ledger.session.query(m.Account).filter_by(number="100").one()
        ledger.item(account, -5_000, number="CM-1")
        ledger.closed_item(account, 5_000, date(2026, 9, 1), date(2026, 9, 20), number="OLD-1")

    desk.build(credit)
    with pytest.raises(RefusedError, match="CM-1 is a credit"):
        terms(desk, promised(), items=["CM-1"])
    with pytest.raises(RefusedError, match="OLD-1 is closed"):
        terms(desk, promised(), items=["OLD-1"])


def test_a_promise_of_nothing_is_refused(desk):
    with pytest.raises(UsageError, match="above zero"):
        terms(desk, promised(0))


def test_an_item_of_another_account_is_not_found_by_its_id(desk):
    with desk.store.read() as session:
        toronto = session.query(m.Item).filter_by(number="CA-1").one()
        tokyo = session.query(m.Account).filter_by(number="100").one()
        with pytest.raises(RefusedError, match="no longer on this account"):
            items_by_id(session, [tokyo.id], [toronto.id])


def test_a_call_needs_an_account_and_lasts_no_less_than_nothing(desk):
    with pytest.raises(UsageError, match="A call needs an account"):
        desk.call("NA", "  ")
    with pytest.raises(UsageError, match="less than nothing"):
        desk.call("NA", seconds=-1)


def test_what_is_settled_cannot_be_promised_again(desk):
    made = desk.call("PTP", promise=(promised(),)).promise_id
    with desk.store.write() as uow:
        item = uow.session.query(m.Item).filter_by(number="INV-1").one()
        item.status, item.open = ItemStatus.PAID, 0
        uow.commit()
    with desk.store.read() as session:
        assert open_line(session, made) is None
        assert open_line(session, "nothing") is None
    for ident, sentence in ((made, "Nothing of this promise is open"), ("nothing", "There is no such promise")):
        with pytest.raises(RefusedError) as refused:
            desk.write(
                lambda uow, days, settings, one=ident: reschedule_promise(uow, one, [promised()], "", days, settings)
            )
        assert sentence in render(refused.value.message)
