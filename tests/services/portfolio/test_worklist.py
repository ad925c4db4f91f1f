"""The call list in the store: judged, stored, laid out by office hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.enums import (
    AccountState,
    Channel,
    ItemStatus,
    LetterStatus,
    Outcome,
    Part,
    PromiseStatus,
    TaskStatus,
    WorkCode,
)
from app.errors import RefusedError
from app.i18n import render
from app.models import Account, Item
from app.services.dates import Days, load_days
from app.services.portfolio.snapshots import write_snapshot
from app.services.portfolio.worklist import (
    WorklistFilter,
    current_worklist,
    defer_account,
    load_worklist,
    pin_account,
    rebuild_worklist,
    undefer_account,
)
from app.settings import Settings
from tests.builders.ledger import DAY

#: 14:00 in Tokyo on Friday 30 October 2026: Madrid is at 06:00, Toronto at 01:00, Sao Paulo at 02:00.
NOW = datetime(2026, 10, 30, 5, 0, tzinfo=UTC)
OVERDUE = DAY - timedelta(days=20)
EVERYTHING = WorklistFilter()


@pytest.fixture
def rebuild(store):
    def run(day=DAY, settings=None, account_ids=None):
        with store.write() as uow:
            days = load_days(uow.session, day, "Asia/Tokyo")
            count = rebuild_worklist(uow, days, settings or Settings(), account_ids)
            uow.commit()
            return count

    return run


@pytest.fixture
def shown(store):
    def read(now=NOW, day=DAY, limit=None, filters=EVERYTHING):
        with store.read() as session:
            return load_worklist(session, load_days(session, day, "Asia/Tokyo"), now, Settings(), limit, filters)

    return read


def numbers(rows):
    return [row.number for row in rows]


def part(found, which):
    return numbers(row for row in found.rows if row.part is which)


def codes(found, number):
    return {reason.code for row in found.rows if row.number == number for reason in row.reasons}


def why(found):
    return {row.number: render(row.why) for row in found.not_today}


def test_the_three_parts_follow_the_customers_offices(ledger, rebuild, shown):
    with ledger() as book:
        book.company()
        for number, country in (("1", "JP"), ("2", "ES"), ("3", "CA"), ("4", None)):
            book.item(book.account(number, country=country), 5_000_00, OVERDUE)
    rebuild()
    found = shown()
    assert part(found, Part.CALL_NOW) == ["1", "4"]  # no country: the company's
    assert part(found, Part.LATER_TODAY) == ["2", "3"]
    assert found.counts == {Part.CALL_NOW: 2, Part.LATER_TODAY: 2, Part.OTHER: 0}
    opens = {row.number: row.starts_at for row in found.rows}
    assert opens["2"] == datetime(2026, 10, 30, 8, 15, tzinfo=UTC)  # 09:15 in Madrid
    toronto = next(row for row in found.rows if row.number == "3")
    assert (toronto.starts_at, toronto.zone) == (datetime(2026, 10, 30, 13, 15, tzinfo=UTC), "America/Toronto")
    assert f"{toronto.office.local:%H:%M}" == "01:00"


def test_where_nothing_is_known_of_a_place_the_collectors_zone_counts(ledger, rebuild, shown):
    with ledger() as book:
        book.item(book.account("1", country=None), 5_000_00, OVERDUE)
    rebuild()
    (row,) = shown().rows
    assert (row.zone, row.part) == ("Asia/Tokyo", Part.CALL_NOW)


def test_an_office_that_no_longer_opens_today_is_other_work(ledger, rebuild, shown):
    with ledger() as book:
        book.item(book.account("1", country="JP"), 5_000_00, OVERDUE)
    rebuild()
    evening = datetime(2026, 10, 30, 9, 0, tzinfo=UTC)
    assert part(shown(evening), Part.OTHER) == ["1"]


def test_a_public_holiday_there_closes_the_office(ledger, rebuild, shown):
    day = date(2026, 11, 3)  # 文化の日
    with ledger() as book:
        book.item(book.account("1", country="JP"), 5_000_00, OVERDUE)
        book.item(book.account("2", country="TW"), 5_000_00, OVERDUE)
    rebuild(day)
    found = shown(datetime(2026, 11, 3, 5, 0, tzinfo=UTC), day)
    assert (part(found, Part.CALL_NOW), part(found, Part.OTHER)) == (["2"], ["1"])
    assert next(row.office.holiday for row in found.rows if row.number == "1") == "文化の日"


def test_order_is_points_then_amount_then_number(ledger, rebuild, shown):
    with ledger() as book:
        book.company()
        for number, amount in (("30", 5_000_00), ("10", 5_000_00), ("20", 5_500_00), ("40", 600_000_00)):
            book.item(book.account(number, country="JP"), amount, OVERDUE)
    rebuild()
    found = shown()
    assert numbers(found.rows) == ["40", "20", "10", "30"]
    assert numbers(shown(limit=2).rows) == ["40", "20"]
    assert shown(limit=2).counts[Part.CALL_NOW] == 4
    rebuild()
    assert [row.raw_reasons for row in shown().rows] == [row.raw_reasons for row in found.rows]


def test_the_row_carries_what_the_view_shows(ledger, rebuild, shown):
    with ledger() as book:
        book.company()
        book.rate("JPY", "0.0066")
        account = book.account("1", name="株式会社青空商事", country="JP", currency="JPY")
        book.item(account, 2_000_000, OVERDUE)
        book.item(account, 1_000_000, DAY + timedelta(days=40))
        book.contact(account, "Office", role=None)
        book.contact(account, "田中 一郎", role="payables", phone="03-1234-5678", language="ja")
        book.contact(account, "Gone", role="payables", active=False)
        book.contact(account, "No phone please", role="payables", do_not_call=True)
    rebuild()
    (row,) = shown(limit=10).rows
    assert (row.overdue, row.currency, row.collectable_base) == (2_000_000, "JPY", 13_200_00)
    assert row.buckets == {"current": 1_000_000, "b1_30": 2_000_000}
    assert (row.contact.name, row.contact.phone) == ("田中 一郎", "03-1234-5678")
    assert shown().rows == (row,), "the whole list shows what its first page showed"
    assert {reason.code for reason in row.reasons} == {
        WorkCode.BUCKET,
        WorkCode.AMOUNT,
        WorkCode.CADENCE,
        WorkCode.NONEXT,
    }
    assert row.score == sum(reason.points for reason in row.reasons)


def test_disputed_and_promised_parts_are_not_chased(ledger, rebuild, shown):
    with ledger() as book:
        part_disputed = book.account("1", country="JP")
        item = book.item(part_disputed, 1_000_00, OVERDUE)
        book.dispute(part_disputed, [(item, 300_00)])
        all_disputed = book.account("2", country="JP")
        book.item(all_disputed, 1_000_00, OVERDUE, erp_disputed=True)
        promised = book.account("3", country="JP")
        item = book.item(promised, 1_000_00, OVERDUE)
        book.promise(promised, [(date(2026, 11, 4), 1_000_00)], [item])
        half = book.account("4", country="JP")
        item = book.item(half, 1_000_00, OVERDUE)
        book.promise(half, [(date(2026, 11, 4), 400_00)], [item])
    rebuild()
    found = shown()
    amounts = {
        row.number: reason.args[0] for row in found.rows for reason in row.reasons if reason.code is WorkCode.AMOUNT
    }
    assert amounts == {"1": 700_00, "4": 600_00}
    assert why(found) == {
        "2": "everything due is disputed",
        "3": "a promise covers everything due until 5 Nov 2026",
    }


def test_a_promise_keeps_quiet_until_the_business_day_after_it(ledger, rebuild, shown):
    with ledger() as book:
        account = book.account("1", country="JP")
        item = book.item(account, 1_000_00, OVERDUE)
        book.promise(account, [(date(2026, 11, 2), 1_000_00)], [item], grace=3)
    rebuild(date(2026, 11, 2))
    assert "1" in why(shown(day=date(2026, 11, 2)))
    rebuild(date(2026, 11, 4))  # the 3rd is a holiday
    assert codes(shown(day=date(2026, 11, 4)), "1") >= {WorkCode.DUEPROMISE}


def test_a_payment_run_covers_until_the_business_day_after_it(ledger, rebuild, shown):
    with ledger() as book:
        account = book.account("1", country="US")
        book.item(account, 1_000_00, OVERDUE)
        book.item(account, 1_000_00, DAY + timedelta(days=60))
        # a run on Wednesday 4 November pauses letters three business days longer
        book.pause(account, date(2026, 11, 9), kind="payment_run")
    rebuild()
    assert why(shown()) == {"1": "a payment run covers everything due until 5 Nov 2026"}
    rebuild(date(2026, 11, 5))
    assert numbers(shown(day=date(2026, 11, 5)).rows) == ["1"]


def test_callbacks_stand_on_top_at_their_time(ledger, rebuild, shown):
    with ledger() as book:
        big = book.account("1", country="JP")
        book.item(big, 900_000_00, OVERDUE)
        for number, country, time in (("2", "JP", "14:05"), ("3", "CA", "00:30"), ("4", "JP", "16:00")):
            account = book.account(number, country=country, time_zone="America/Toronto" if country == "CA" else None)
            book.item(account, 1_000_00, OVERDUE)
            zone = "America/Toronto" if country == "CA" else "Asia/Tokyo"
            book.task(account, due=DAY, time=time, zone=zone, code="CB")
        later = book.account("5", country="JP")
        book.item(later, 1_000_00, OVERDUE)
        book.task(later, due=date(2026, 11, 2), time="10:00", code="CB")
        done = book.account("6", country="JP")
        book.item(done, 1_000_00, OVERDUE)
        book.task(done, due=DAY, time="10:00", code="CB", status=TaskStatus.DONE)
    rebuild()
    found = shown()  # 14:00 in Tokyo: within ten minutes of 14:05
    assert part(found, Part.CALL_NOW)[:3] == ["3", "2", "1"]
    assert part(found, Part.LATER_TODAY) == ["4"]
    assert next(row.starts_at for row in found.rows if row.number == "4") == datetime(2026, 10, 30, 7, tzinfo=UTC)
    assert why(found) == {"5": "callback agreed for 2 Nov 2026 10:00 Tokyo"}
    assert "6" in numbers(found.rows)
    earlier = shown(datetime(2026, 10, 30, 4, 54, tzinfo=UTC))
    assert part(earlier, Part.CALL_NOW)[0] == "3"
    assert set(part(earlier, Part.LATER_TODAY)) == {"2", "4"}


def test_a_callback_that_was_missed_waits_for_the_office(ledger, rebuild, shown):
    with ledger() as book:
        for number, country, zone in (("1", "JP", "Asia/Tokyo"), ("2", "CA", "America/Toronto")):
            account = book.account(number, country=country, time_zone=zone)
            book.item(account, 1_000_00, OVERDUE)
            book.task(account, due=DAY - timedelta(days=1), time="10:00", zone=zone, code="CB")
        open_now = book.account("3", country="JP")
        book.item(open_now, 900_000_00, OVERDUE)
    rebuild()
    found = shown()  # 14:00 in Tokyo, 01:00 in Toronto
    assert part(found, Part.CALL_NOW) == ["1", "3"], "it stands on top as soon as the office is open"
    assert "2" not in part(found, Part.CALL_NOW)
    assert "2" in numbers(found.rows)


def test_a_call_settles_the_account_for_today(ledger, rebuild, shown):
    morning = datetime(2026, 10, 30, 1, 0, tzinfo=UTC)
    with ledger() as book:
        worked = {}
        for outcome in (Outcome.PTP, Outcome.VM, Outcome.GATE, Outcome.EMAIL, Outcome.NA):
            account = worked[outcome] = book.account(outcome.value, country="JP")
            book.item(account, 5_000_00, OVERDUE)
            book.activity(account, outcome, morning)
        sibling = book.account("S", country="JP")
        book.item(sibling, 5_000_00, OVERDUE)
        book.activity(worked[Outcome.NA], Outcome.REPLY, morning, accounts=[sibling], channel=Channel.EMAIL_IN)
        corrected = book.account("C", country="JP")
        book.item(corrected, 5_000_00, OVERDUE)
        book.activity(corrected, Outcome.PTP, morning, superseded=True)
        also = book.account("A", country="JP")
        book.item(also, 5_000_00, OVERDUE)
        book.activity(also, Outcome.GATE, morning, also=["INFO"])
    rebuild()
    found = shown()
    assert why(found) == {
        "PTP": "worked today (Promise)",
        "VM": "worked today (Voicemail)",
        "S": "worked today (Reply)",
        "A": "worked today (Wants a statement)",
        "EMAIL": "quiet until 9 Nov 2026 after the letter of 30 Oct 2026",
    }
    assert set(numbers(found.rows)) == {"GATE", "NA", "C"}


def test_no_answer_comes_back_in_three_hours(ledger, rebuild, shown):
    with ledger() as book:
        account = book.account("1", country="JP")
        book.item(account, 5_000_00, OVERDUE)
        book.activity(account, Outcome.NA, datetime(2026, 10, 30, 3, 0, tzinfo=UTC))  # 12:00
    rebuild()
    waiting = shown()
    assert part(waiting, Part.LATER_TODAY) == ["1"]
    assert waiting.rows[0].starts_at == datetime(2026, 10, 30, 6, 0, tzinfo=UTC)
    assert part(shown(datetime(2026, 10, 30, 6, 1, tzinfo=UTC)), Part.CALL_NOW) == ["1"]


def test_two_attempts_are_enough_for_a_day_but_another_person_may_be_tried(ledger, rebuild, shown):
    early = datetime(2026, 10, 30, 0, 20, tzinfo=UTC)
    with ledger() as book:
        one = book.account("1", country="JP")
        other = book.account("2", country="JP")
        for account in (one, other):
            book.item(account, 5_000_00, OVERDUE)
            book.activity(account, Outcome.NA, early, contact_name="Sato")
        book.activity(one, Outcome.NA, early + timedelta(hours=3), contact_name="Sato")
        book.activity(other, Outcome.WRONG, early + timedelta(hours=3), contact_name="Suzuki")
    rebuild()
    found = shown()
    assert why(found) == {"1": "tried 2 times today"}
    assert numbers(found.rows) == ["2"]


def test_a_letter_makes_quiet_and_its_deadline_a_reason(ledger, rebuild, shown):
    with ledger() as book:
        for number, sent in (("1", date(2026, 10, 28)), ("2", date(2026, 10, 14)), ("3", date(2026, 10, 14))):
            account = book.account(number, country="US")
            item = book.item(account, 5_000_00, OVERDUE, stage=2)
            status = LetterStatus.DRAFT if number == "3" else LetterStatus.PRODUCED
            book.letter(account, 2, sent, [item], status=status)
        paid = book.account("4", country="US")
        book.item(paid, 5_000_00, OVERDUE)
        gone = book.closed_item(paid, 100_00, OVERDUE, date(2026, 10, 20))
        book.letter(paid, 2, date(2026, 10, 14), [gone])
    rebuild()
    found = shown()
    assert why(found) == {"1": "quiet until 2 Nov 2026 after the letter of 28 Oct 2026"}
    assert WorkCode.DEADLINE in codes(found, "2")
    assert WorkCode.DEADLINE not in codes(found, "3")  # never left the house
    assert WorkCode.DEADLINE not in codes(found, "4")  # what it asked for is paid


def test_broken_and_part_kept_promises(ledger, rebuild, shown):
    with ledger() as book:
        for number, status in (("1", PromiseStatus.BROKEN), ("2", PromiseStatus.PARTLY_KEPT)):
            account = book.account(number, country="JP")
            item = book.item(account, 5_000_00, OVERDUE)
            book.promise(account, [(date(2026, 10, 20), 1_000_00)], [item], status=status, received=400_00)
    rebuild()
    found = shown()
    texts = {row.number: [render(reason.text) for reason in row.reasons] for row in found.rows}
    assert "promise of 1,000.00 USD broken on 20 Oct 2026" in texts["1"]
    assert "600.00 USD of 1,000.00 USD promised still missing" in texts["2"]


def test_unapplied_money_first_clears_the_oldest(ledger, rebuild, shown):
    with ledger() as book:
        account = book.account("1", country="JP")
        for days, amount in ((50, 300_00), (40, 200_00), (30, 400_00), (20, 50_00)):
            book.item(account, amount, DAY - timedelta(days=days))
        book.item(account, -600_00)
        short = book.account("2", country="JP")
        book.item(short, 5_000_00, OVERDUE)
        book.item(short, -600_00)
    rebuild()
    found = shown()
    (reason,) = [r for row in found.rows for r in row.reasons if r.code is WorkCode.UNAPPLIED]
    assert reason.args == (600_00, "USD", 2)
    assert part(found, Part.OTHER) == ["1"]


def test_a_large_item_that_falls_due_without_an_assurance(ledger, rebuild, shown):
    with ledger() as book:
        for number, amount, days, promised in (
            ("1", 10_000_00, 10, False),
            ("2", 9_999_99, 5, False),
            ("3", 10_000_00, 11, False),
            ("4", 10_000_00, 5, True),
            ("5", 10_000_00, 0, False),
        ):
            account = book.account(number, country="JP", tier="A")
            item = book.item(account, amount, DAY + timedelta(days=days))
            if promised:
                book.promise(account, [(DAY + timedelta(days=days), amount)], [item], assurance=True)
    rebuild()
    assert set(numbers(shown().rows)) == {"1", "5"}


def test_the_first_time_past_due_needs_a_memory(store, ledger, rebuild, shown):
    with ledger() as book:
        young = book.account("1", country="JP")
        book.item(young, 5_000_00, DAY - timedelta(days=3))
        late_before = book.account("2", country="JP")
        book.item(late_before, 5_000_00, DAY - timedelta(days=3))
        book.closed_item(late_before, 100_00, date(2026, 3, 1), date(2026, 3, 20))
        in_time_before = book.account("3", country="JP")
        book.item(in_time_before, 5_000_00, DAY - timedelta(days=3))
        book.closed_item(in_time_before, 100_00, date(2026, 3, 1), date(2026, 3, 1))
    rebuild()
    assert not any(WorkCode.FIRST in codes(shown(), number) for number in "123")
    with ledger(date(2026, 9, 1)) as book:
        run = book.run(as_of=date(2026, 9, 1))
        write_snapshot(book.session, run.batch_id, date(2026, 9, 1), Settings())
    rebuild()
    found = shown()
    assert [number for number in "123" if WorkCode.FIRST in codes(found, number)] == ["1", "3"]


def test_states_that_nobody_calls(ledger, rebuild, shown):
    with ledger() as book:
        for state in AccountState:
            book.item(book.account(state.value, country="JP", state=state), 5_000_00, OVERDUE)
    rebuild()
    found = shown()
    assert numbers(found.rows) == ["active"]
    assert why(found)["with_agency"] == "with an agency"
    assert found.not_today_count == 4


def test_what_has_an_open_step_is_not_nobodys(ledger, rebuild, shown):
    with ledger() as book:
        free = book.account("free", country="JP")
        task = book.account("task", country="JP")
        book.task(task, due=date(2026, 11, 20))
        dispute = book.account("dispute", country="JP")
        for account in (free, task, dispute):
            book.item(account, 5_000_00, OVERDUE)
        book.dispute(dispute)
        over = book.account("over", country="JP")
        book.item(over, 5_000_00, OVERDUE)
        book.task(over, status=TaskStatus.DONE)
    rebuild()
    found = shown()
    assert {number for number in numbers(found.rows) if WorkCode.NONEXT in codes(found, number)} == {"free", "over"}


# ------------------------------------------------------------------------------------------------ the collector's order


@pytest.fixture
def two(ledger, rebuild):
    with ledger() as book:
        small = book.account("1", country="JP")
        big = book.account("2", country="JP")
        book.item(small, 1_000_00, OVERDUE)
        book.item(big, 90_000_00, OVERDUE)
        ids = small.id, big.id
    rebuild()
    return ids


def test_a_pin_stands_on_top_and_keeps_its_points(store, two, shown):
    before = {row.number: row.score for row in shown().rows}
    days = Days(DAY, DAY, None, "Asia/Tokyo")
    with store.write() as uow:
        pin_account(uow, two[0], days, Settings())
        changes = uow.commit()
    assert changes.accounts == {two[0]}
    found = shown()
    assert [(row.number, row.pinned) for row in found.rows] == [("1", True), ("2", False)]
    assert {row.number: row.score for row in found.rows} == before
    with store.write() as uow:
        pin_account(uow, two[0], days, Settings(), pinned=False)
        uow.commit()
    assert numbers(shown().rows) == ["2", "1"]


def test_a_deferral_ends_by_itself_and_can_be_taken_back(store, two, shown, rebuild):
    days = Days(DAY, DAY, None, "Asia/Tokyo")
    with store.write() as uow:
        defer_account(uow, two[1], date(2026, 11, 4), "their stock take", days, Settings())
        uow.commit()
    found = shown()
    assert why(found) == {"2": "deferred until 4 Nov 2026: their stock take"}
    assert found.not_today[0].score > 0
    rebuild(date(2026, 11, 4))
    assert len(shown(day=date(2026, 11, 4)).rows) == 2
    rebuild()
    with store.write() as uow:
        undefer_account(uow, two[1], days, Settings())
        uow.commit()
    assert not shown().not_today


def test_a_deferral_needs_a_later_day_and_an_account(store, two):
    days = Days(DAY, DAY, None, "Asia/Tokyo")
    with store.write() as uow, pytest.raises(RefusedError) as past:
        defer_account(uow, two[1], DAY, "", days, Settings())
    with store.write() as uow, pytest.raises(RefusedError) as unknown:
        defer_account(uow, "0" * 26, date(2026, 11, 4), "", days, Settings())
    assert (past.value.code, unknown.value.code) == ("defer_past", "account_unknown")


# ------------------------------------------------------------------------------------------------ storing and showing


def test_after_midnight_the_list_says_that_it_is_stale(two, shown, rebuild):
    assert not shown().stale
    tomorrow = date(2026, 10, 31)
    assert shown(day=tomorrow).stale
    rebuild(tomorrow, account_ids=[two[0]])
    assert shown(day=tomorrow).stale  # one account alone does not make the list today's
    rebuild(tomorrow)
    assert not shown(day=tomorrow).stale


def test_a_store_that_was_never_judged_is_stale_if_something_is_due(ledger, shown):
    assert not shown().stale
    with ledger() as book:
        book.item(book.account("1"), 5_000_00, OVERDUE)
    assert shown().stale


def test_another_day_is_judged_in_memory_and_changes_nothing(store, two, shown):
    day = DAY + timedelta(days=45)
    with store.read() as session:
        days = load_days(session, day, "Asia/Tokyo")
        now = datetime(2026, 12, 14, 5, tzinfo=UTC)
        found = current_worklist(session, days, now, Settings())
        again = current_worklist(session, days, now, Settings(), limit=1)
    assert not found.stale
    assert numbers(found.rows) == ["2", "1"]
    assert numbers(again.rows) == ["2"]
    assert WorkCode.BUCKET in {reason.code for reason in found.rows[0].reasons if reason.points == 16}
    assert {reason.points for reason in shown().rows[0].reasons if reason.code is WorkCode.BUCKET} == {4}


def test_one_account_is_judged_alone(store, ledger, two, shown, rebuild):
    with ledger() as book:
        book.item(book.session.get_one(Account, two[0]), 200_000_00, OVERDUE)
    assert numbers(shown().rows) == ["2", "1"]
    assert rebuild(account_ids=[two[0]]) == 1
    assert numbers(shown().rows) == ["1", "2"]


def test_filters(ledger, rebuild, shown):
    with ledger() as book:
        for number, name, country, currency, limit in (
            ("1", "Aozora", "JP", "JPY", None),
            ("2", "Kestrel", "GB", "GBP", 1_00),
            ("3", "Aozora West", "JP", "USD", 1_00),
        ):
            account = book.account(
                number, name=name, country=country, currency=currency, credit_limit=limit, limit_currency=currency
            )
            book.item(account, 900_000, OVERDUE)
    rebuild()
    assert set(numbers(shown(filters=WorklistFilter(codes=frozenset({WorkCode.LIMIT}))).rows)) == {"2", "3"}
    assert set(numbers(shown(filters=WorklistFilter(text="aozora")).rows)) == {"1", "3"}
    assert numbers(shown(filters=WorklistFilter(text="aozora", currency="USD")).rows) == ["3"]
    assert numbers(shown(filters=WorklistFilter(country="GB")).rows) == ["2"]


def test_a_paid_account_leaves_the_list(store, ledger, two, shown, rebuild):
    with store.write() as uow:
        for item in uow.session.query(Item).filter(Item.account_id == two[1]):
            item.status, item.open = ItemStatus.PAID, 0
        uow.commit()
    rebuild(account_ids=[two[1]])
    assert numbers(shown().rows) == ["1"]
