"""The vectors of the promise rules, each with the money that judges it."""

from datetime import date

import pytest

from app.enums import ItemKind, PromiseStatus
from app.i18n import render
from app.services.calls.promises.judging.facts import Source
from app.services.calls.promises.judging.rules import judge, promise_status
from tests.builders.promises import (
    AFTER,
    BEFORE,
    MADE,
    credit,
    exactly,
    fell,
    five,
    invoice,
    june,
    ledger,
    paid,
    promise,
    through,
)

#: "3 calendar days, 0 amount": the window of a promise for Fri 20 Jun ends on Mon 23 Jun.
THREE_DAYS = {"ends": (june(23),)}


LATER = june(30)


def verdict(book, *promises, cash=LATER, day=LATER, tolerance=exactly, line="P1.0"):
    return judge(book, promises or (promise(),), through(cash, day), tolerance)[line]


# ------------------------------------------------------------------------------------- three calendar days, 0 amount


@pytest.mark.parametrize(
    ("payments", "cash", "status", "received", "late"),
    [
        ([], june(30), "broken", 0, 0),
        ([paid(40_000, june(22))], june(30), "partly_kept", 40_000, 0),
        ([paid(100_000, june(23))], june(30), "kept", 100_000, 0),
        ([paid(100_000, june(24))], june(30), "kept_late", 0, 100_000),
        ([paid(60_000, june(19)), paid(40_000, june(23))], june(30), "kept", 100_000, 0),
        ([paid(100_000, june(23), reversed_on=june(27))], june(30), "broken", 0, 0),
        ([], june(21), "awaiting_data", 0, 0),
    ],
)
def test_a_thousand_by_friday(payments, cash, status, received, late):
    found = verdict(ledger(payments=payments), promise(**THREE_DAYS), cash=cash)
    assert (found.status, found.received, found.received_late) == (status, received, late)


def test_before_money_of_the_next_day_is_known_the_promise_is_broken():
    assert verdict(ledger(), promise(**THREE_DAYS), cash=june(23)).status == PromiseStatus.BROKEN


def test_five_may_be_missing_from_a_thousand():
    book = ledger(payments=[paid(99_500, june(23))])
    assert verdict(book, promise(**THREE_DAYS), tolerance=five).status == PromiseStatus.KEPT
    assert verdict(book, promise(**THREE_DAYS), tolerance=exactly).status == PromiseStatus.PARTLY_KEPT


def test_one_cent_more_than_the_tolerance_is_missing():
    book = ledger(payments=[paid(99_499, june(23))])
    assert verdict(book, promise(**THREE_DAYS), tolerance=five).status == PromiseStatus.PARTLY_KEPT


def test_money_for_another_invoice_breaks_it_with_the_hint():
    book = ledger(invoice(), invoice("INV-2"), payments=[paid(100_000, june(20), item="INV-2")])
    found = verdict(book, promise(**THREE_DAYS))
    assert found.status == PromiseStatus.BROKEN
    assert render(found.why) == (
        "Nothing of 1,000.00 USD came by 23 Jun 2025. "
        "1,000.00 USD was paid on 20 Jun 2025 for INV-2, which was not promised."
    )


def test_one_of_two_invoices_paid():
    book = ledger(invoice(amount=70_000), invoice("INV-2", 30_000), payments=[paid(70_000, june(20))])
    found = verdict(book, promise(100_000, covers={"INV-1": 70_000, "INV-2": 30_000}, **THREE_DAYS))
    assert (found.status, found.received) == (PromiseStatus.PARTLY_KEPT, 70_000)
    assert "Paid in full: INV-1." in render(found.why)


# ------------------------------------------------------------------------------------- default grace: two business days


@pytest.mark.parametrize(
    ("payments", "cash", "status"),
    [
        ([paid(100_000, june(24))], june(30), "kept"),
        ([paid(100_000, june(25))], june(30), "kept_late"),
        ([], june(24), "broken"),
        ([], june(23), "awaiting_data"),
        ([], None, "awaiting_data"),
    ],
)
def test_the_window_ends_on_tuesday(payments, cash, status):
    assert verdict(ledger(payments=payments), cash=cash).status == status


def test_inside_the_window_it_is_open_and_says_what_came():
    found = verdict(ledger(payments=[paid(40_000, june(17))]), cash=june(18), day=june(18))
    assert (found.status, found.received) == (PromiseStatus.OPEN, 40_000)
    assert "So far: 400.00 USD on 17 Jun 2025, receipt R-0617 for INV-1." in render(found.why)


def test_the_whole_amount_keeps_it_before_the_window_ends():
    assert verdict(ledger(payments=[paid(100_000, june(16))]), cash=june(17), day=june(17)).status == "kept"


def test_money_of_the_day_it_was_made_counts():
    assert verdict(ledger(payments=[paid(100_000, MADE)])).status == PromiseStatus.KEPT


def test_money_from_the_day_before_overtakes_it():
    assert verdict(ledger(payments=[paid(100_000, june(9))])).status == PromiseStatus.OVERTAKEN


def test_money_the_store_held_already_does_not_count():
    held = paid(100_000, MADE, order=BEFORE)
    seen_in_the_ledger = invoice(original=200_000)
    assert verdict(ledger(seen_in_the_ledger, payments=[held])).status == PromiseStatus.BROKEN


def test_money_held_but_not_yet_in_the_ledger_overtakes_when_it_shows():
    held = paid(100_000, june(9), order=BEFORE + 1)
    book = ledger(
        invoice(open=0, closed=True), payments=[held], movements=[fell(100_000, june(9), june(12), order=AFTER + 1)]
    )
    assert verdict(book, promise(order=BEFORE + 1)).status == PromiseStatus.OVERTAKEN


# ------------------------------------------------------------------------------------- credits


def test_a_credit_memo_lowers_what_is_due():
    book = ledger(payments=[paid(20_000, june(17), cash=False, number="CM-1"), paid(80_000, june(20))])
    found = verdict(book)
    assert (found.status, found.due_under, found.received) == (PromiseStatus.KEPT, 80_000, 80_000)


def test_a_credit_memo_of_everything_overtakes():
    book = ledger(payments=[paid(100_000, june(17), cash=False, number="CM-1")])
    assert verdict(book).status == PromiseStatus.OVERTAKEN


def test_a_fall_that_the_import_calls_credited_is_no_money():
    book = ledger(invoice(open=0, closed=True), movements=[fell(100_000, june(16), june(18), credited=True)])
    assert verdict(book).status == PromiseStatus.OVERTAKEN


def test_a_credit_memo_used_up_in_the_same_file_explains_the_fall():
    memo = credit("CM-1", 20_000, june(9), order=BEFORE, open=0, closed=True)
    used = fell(-20_000, june(16), june(18), item="CM-1")
    book = ledger(invoice(open=80_000), memo, movements=[fell(20_000, june(16), june(18)), used])
    found = verdict(book)
    assert (found.status, found.due_under) == (PromiseStatus.BROKEN, 80_000)


def test_an_open_credit_memo_that_names_the_invoice_lowers_what_is_due_at_once():
    memo = credit("CM-1", 20_000, june(17), names="credit for INV-1")
    found = verdict(ledger(invoice(), memo, payments=[paid(80_000, june(20))]), cash=june(20), day=june(20))
    assert (found.status, found.due_under) == (PromiseStatus.KEPT, 80_000)


def test_an_open_credit_memo_without_a_name_counts_when_the_window_is_over():
    memo = credit("CM-1", 20_000, june(17))
    book = ledger(invoice(), memo, payments=[paid(80_000, june(20))])
    assert verdict(book, cash=june(20), day=june(20)).status == PromiseStatus.OPEN
    found = verdict(book)
    assert (found.status, found.provisional) == (PromiseStatus.KEPT, True)


def test_a_credit_memo_for_another_invoice_changes_nothing():
    memo = credit("CM-1", 20_000, june(17), names="INV-2")
    book = ledger(invoice(), invoice("INV-2"), memo, payments=[paid(80_000, june(20))])
    assert verdict(book).status == PromiseStatus.PARTLY_KEPT


def test_a_part_promise_is_not_lowered_by_a_credit_that_leaves_more_open():
    book = ledger(invoice(), payments=[paid(30_000, june(17), cash=False), paid(50_000, june(20))])
    found = verdict(book, promise(50_000, covers={"INV-1": 100_000}))
    assert (found.status, found.due_under) == (PromiseStatus.KEPT, 50_000)


# ------------------------------------------------------------------------------------- falls between files


def test_a_fall_that_straddles_the_end_is_kept_with_a_note():
    book = ledger(invoice(open=0, closed=True), movements=[fell(100_000, june(18), june(26))])
    found = verdict(book)
    assert (found.status, found.provisional) == (PromiseStatus.KEPT, True)
    assert "between 18 Jun 2025 and 26 Jun 2025" in render(found.why)


def test_a_fall_after_the_window_is_late():
    book = ledger(invoice(open=0, closed=True), movements=[fell(100_000, june(24), june(26))])
    assert verdict(book).status == PromiseStatus.KEPT_LATE


def test_a_clearing_day_leaves_no_doubt():
    cleared = fell(100_000, june(18), june(25), exact=True)
    assert verdict(ledger(invoice(open=0, closed=True), movements=[cleared])).status == PromiseStatus.KEPT_LATE


def test_a_receipt_says_when_a_fall_happened():
    fall = fell(100_000, june(18), june(26))
    book = ledger(invoice(open=0, closed=True), payments=[paid(100_000, june(25))], movements=[fall])
    assert verdict(book).status == PromiseStatus.KEPT_LATE


def test_a_receipt_and_the_fall_it_caused_count_once():
    fall = fell(40_000, june(18), june(20))
    book = ledger(invoice(open=60_000), payments=[paid(40_000, june(19))], movements=[fall])
    found = verdict(book)
    assert (found.status, found.received) == (PromiseStatus.PARTLY_KEPT, 40_000)


def test_what_fell_beyond_the_receipts_counts_too():
    fall = fell(100_000, june(18), june(20))
    book = ledger(invoice(open=0, closed=True), payments=[paid(40_000, june(19))], movements=[fall])
    assert verdict(book).received == 100_000


def test_a_rise_takes_the_fall_back():
    moves = [fell(100_000, june(12), june(18)), fell(-100_000, june(18), june(26), order=AFTER + 1)]
    assert verdict(ledger(movements=moves)).status == PromiseStatus.BROKEN


def test_a_reversed_receipt_takes_its_fall_with_it_before_the_ledger_shows_it():
    fall = fell(100_000, june(18), june(24))
    gone = invoice(open=0, closed=True)
    book = ledger(gone, payments=[paid(100_000, june(23), reversed_on=june(27))], movements=[fall])
    assert verdict(book).status == PromiseStatus.BROKEN


def test_a_reversal_that_the_ledger_shows_leaves_later_money_alone():
    moves = [
        fell(100_000, june(12), june(16)),
        fell(-100_000, june(16), june(18), order=AFTER + 1),
        fell(100_000, june(18), june(22), order=AFTER + 2),
    ]
    book = ledger(
        invoice(open=0, closed=True), payments=[paid(100_000, june(15), reversed_on=june(17))], movements=moves
    )
    assert verdict(book).status == PromiseStatus.KEPT


def test_what_happened_before_the_item_was_seen_is_not_this_promise():
    part_paid = invoice(original=150_000)
    old = paid(50_000, june(2), order=BEFORE)
    found = verdict(ledger(part_paid, payments=[old, paid(100_000, june(20))]))
    assert (found.status, found.due_under, found.received) == (PromiseStatus.KEPT, 100_000, 100_000)


# ------------------------------------------------------------------------------------- unapplied money


def test_unapplied_money_counts_as_a_candidate_when_the_window_is_over():
    money = paid(100_000, june(20), item=None, target="")
    assert verdict(ledger(payments=[money]), cash=june(20), day=june(20)).status == PromiseStatus.OPEN
    found = verdict(ledger(payments=[money]))
    assert (found.status, found.provisional) == (PromiseStatus.KEPT, True)
    assert "not applied yet" in render(found.why)


def test_unapplied_money_and_the_ledgers_item_for_it_are_one_sum():
    receipt = paid(50_000, june(20), item=None, target="", number="R-7")
    item = credit("R-7", 50_000, june(20), kind=ItemKind.UNAPPLIED)
    assert verdict(ledger(invoice(), item, payments=[receipt])).received == 50_000


def test_on_account_money_without_a_receipts_file_counts():
    item = credit("OA-1", 100_000, june(20), kind=ItemKind.ON_ACCOUNT)
    assert verdict(ledger(invoice(), item)).status == PromiseStatus.KEPT


def test_unapplied_money_that_the_store_held_is_not_this_promise():
    item = credit("OA-1", 100_000, june(9), order=BEFORE, kind=ItemKind.ON_ACCOUNT)
    assert verdict(ledger(invoice(), item)).status == PromiseStatus.BROKEN


def test_old_money_on_account_applied_later_overtakes():
    item = credit("OA-1", 100_000, june(9), order=BEFORE, kind=ItemKind.ON_ACCOUNT, open=0, closed=True)
    moves = [fell(100_000, june(12), june(18)), fell(-100_000, june(12), june(18), item="OA-1")]
    assert verdict(ledger(invoice(open=0, closed=True), item, movements=moves)).status == PromiseStatus.OVERTAKEN


def test_a_receipt_that_names_nothing_dates_the_fall_of_its_amount():
    fall = fell(100_000, june(18), june(26))
    money = paid(100_000, june(25), item=None, target="")
    assert verdict(ledger(invoice(open=0, closed=True), payments=[money], movements=[fall])).status == "kept_late"


def test_one_receipt_for_all_that_fell_counts_once():
    moves = [fell(70_000, june(18), june(22)), fell(30_000, june(18), june(22), item="INV-2")]
    money = paid(100_000, june(20), item=None, target="")
    items = [invoice(amount=70_000, open=0, closed=True), invoice("INV-2", 30_000, open=0, closed=True)]
    third = promise(100_000, covers={"INV-3": 100_000}, name="P2")
    book = ledger(*items, invoice("INV-3"), payments=[money], movements=moves)
    found = judge(
        book, [promise(100_000, covers={"INV-1": 70_000, "INV-2": 30_000}), third], through(june(30)), exactly
    )
    assert (found["P1.0"].status, found["P2.0"].status) == (PromiseStatus.KEPT, PromiseStatus.BROKEN)


# ------------------------------------------------------------------------------------- the words


def test_many_receipts_are_named_up_to_six():
    payments = [paid(10_000, june(day), number=f"R-{day}") for day in range(11, 21)]
    assert "receipt R-16 for INV-1; 4 more." in render(verdict(ledger(payments=payments)).why)


def test_receipts_without_a_number_are_named_by_their_day():
    assert render(verdict(ledger(payments=[paid(100_000, june(20), number="")])).why) == (
        "Paid in time: 1,000.00 USD on 20 Jun 2025 for INV-1."
    )
    loose = paid(100_000, june(20), number="", item=None, target="")
    assert "1,000.00 USD on 20 Jun 2025, not applied yet" in render(verdict(ledger(payments=[loose])).why)


def test_money_and_a_credit_of_everything_is_kept():
    book = ledger(payments=[paid(100_000, june(12), cash=False, number="CM-1"), paid(100_000, june(20))])
    found = verdict(book)
    assert (found.status, found.due_under) == (PromiseStatus.KEPT, 0)
    assert render(found.why) == "Nothing was left to pay by 20 Jun 2025; the money came in time."


def test_a_credit_that_came_and_went_between_two_files_explains_a_fall():
    memo = credit("CM-1", 20_000, june(17), open=0, closed=True)
    found = verdict(ledger(invoice(open=80_000), memo, movements=[fell(20_000, june(16), june(18))]))
    assert (found.status, found.due_under) == (PromiseStatus.BROKEN, 80_000)


# ------------------------------------------------------------------------------------- several promises


def test_money_goes_to_the_window_that_ends_first():
    late = promise(100_000, due=(june(27),), ends=(june(30),), name="P2", covers={"INV-2": 100_000})
    money = paid(100_000, june(20), item=None, target="")
    found = judge(ledger(invoice(), invoice("INV-2"), payments=[money]), [late, promise()], through(june(30)), exactly)
    assert (found["P1.0"].status, found["P2.0"].status) == (PromiseStatus.KEPT, PromiseStatus.BROKEN)


def test_the_lines_of_a_plan_are_filled_in_order():
    plan = promise(50_000, 50_000, due=(june(16), june(20)), ends=(june(18), june(24)))
    found = judge(ledger(payments=[paid(70_000, june(17))]), [plan], through(june(30)), exactly)
    assert [(found[line].status, found[line].received) for line in ("P1.0", "P1.1")] == [
        ("kept", 50_000),
        ("partly_kept", 20_000),
    ]


def test_late_money_fills_the_first_line_before_the_second():
    plan = promise(50_000, 50_000, due=(june(12), june(20)), ends=(june(16), june(24)))
    found = judge(ledger(payments=[paid(50_000, june(19))]), [plan], through(june(30)), exactly)
    assert [found[line].status for line in ("P1.0", "P1.1")] == ["kept_late", "broken"]


def test_a_credit_shortens_the_last_lines():
    plan = promise(50_000, 50_000, due=(june(12), june(20)), ends=(june(16), june(24)))
    memo = paid(50_000, june(11), cash=False)
    found = judge(ledger(payments=[memo, paid(50_000, june(12))]), [plan], through(june(30)), exactly)
    assert [found[line].status for line in ("P1.0", "P1.1")] == ["kept", "overtaken"]


def test_a_broken_promise_is_settled_late_by_its_successors_money():
    again = promise(due=(date(2025, 7, 4),), ends=(date(2025, 7, 8),), name="P2", made=june(26), order=AFTER)
    book = ledger(payments=[paid(100_000, date(2025, 7, 3), order=AFTER + 1)])
    found = judge(book, [promise(), again], through(date(2025, 7, 10)), exactly)
    assert (found["P2.0"].status, found["P2.0"].received) == (PromiseStatus.KEPT, 100_000)
    assert (found["P1.0"].status, found["P1.0"].received_late) == (PromiseStatus.KEPT_LATE, 0)
    assert "under a later promise" in render(found["P1.0"].why)


def test_money_of_the_first_window_found_late_still_keeps_the_first():
    again = promise(due=(date(2025, 7, 4),), ends=(date(2025, 7, 8),), name="P2", made=june(26), order=AFTER)
    book = ledger(payments=[paid(100_000, june(23), order=AFTER + 1)])
    found = judge(book, [promise(), again], through(date(2025, 7, 10)), exactly)
    assert (found["P1.0"].status, found["P2.0"].status) == (PromiseStatus.KEPT, PromiseStatus.OVERTAKEN)


def test_an_item_taken_over_leaves_the_rest_to_the_first_promise():
    first = promise(100_000, covers={"INV-1": 70_000, "INV-2": 30_000}, released=["INV-1"])
    second = promise(70_000, due=(june(27),), ends=(june(30),), name="P2", made=june(18), order=AFTER)
    book = ledger(
        invoice(amount=70_000),
        invoice("INV-2", 30_000),
        payments=[paid(30_000, june(20), item="INV-2", order=AFTER + 1), paid(70_000, june(27), order=AFTER + 1)],
    )
    found = judge(book, [first, second], through(june(30)), exactly)
    assert (found["P1.0"].status, found["P1.0"].due_under) == (PromiseStatus.KEPT, 30_000)
    assert found["P2.0"].status == PromiseStatus.KEPT


def test_what_the_first_promise_had_received_before_it_was_taken_over_stays_its_own():
    first = promise(100_000, covers={"INV-1": 70_000, "INV-2": 30_000}, released=["INV-1"])
    second = promise(
        40_000, due=(june(27),), ends=(june(30),), covers={"INV-1": 40_000}, name="P2", made=june(18), order=AFTER
    )
    book = ledger(
        invoice(amount=70_000, open=40_000),
        invoice("INV-2", 30_000),
        payments=[paid(30_000, june(15))],
        movements=[fell(30_000, june(14), june(16))],
    )
    found = judge(book, [first, second], through(june(24)), exactly)
    assert (found["P1.0"].status, found["P1.0"].due_under, found["P1.0"].received) == ("partly_kept", 60_000, 30_000)


def test_a_promised_item_that_the_ledger_closed_never_reads_broken():
    closed = invoice(open=0, closed=True, original=0)
    assert verdict(ledger(closed)).status == PromiseStatus.KEPT_LATE


# ------------------------------------------------------------------------------------- the promise as a whole


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (["kept", "kept"], "kept"),
        (["kept", "overtaken"], "kept"),
        (["overtaken"], "overtaken"),
        (["kept", "open"], "open"),
        (["awaiting_data", "open"], "awaiting_data"),
        (["kept", "broken", "open"], "broken"),
        (["partly_kept", "open"], "partly_kept"),
        (["kept_late", "kept"], "kept_late"),
        (["kept_late", "open"], "open"),
    ],
)
def test_a_promise_is_as_good_as_its_lines(lines, status):
    assert promise_status(PromiseStatus(line) for line in lines) == status


def test_a_promise_without_lines_is_open():
    assert promise_status([]) == PromiseStatus.OPEN


def test_the_evidence_names_receipt_item_and_day():
    found = verdict(ledger(payments=[paid(100_000, june(20))]))
    assert [(e.source, e.number, e.item, e.day, e.amount) for e in found.money] == [
        (Source.RECEIPT, "R-0620", "INV-1", june(20), 100_000)
    ]
    assert found.money[0].to_json()["day"] == "2025-06-20"


def test_late_money_says_by_how_many_days():
    [late] = verdict(ledger(payments=[paid(100_000, june(25))])).money
    assert (late.late, late.days_late) == (True, 5)
