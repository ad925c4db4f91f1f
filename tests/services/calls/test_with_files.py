"""Promises judged by real files, through the same sync as anybody's."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.enums import Outcome, Scope, SyncKind
from app.i18n import render
from app.services.calls.entries.entry import LogCall
from app.services.calls.entries.log import log_call
from app.services.calls.promises.terms import PromiseLine
from app.services.calls.queries import promise_rows
from app.services.dates import load_days
from app.services.sync.model import ReadOptions
from app.services.sync.run import SyncOptions, sync_files
from app.services.sync.writing.undo import undo_sync
from app.settings import Settings
from tests.builders import statements

ZONE = "America/New_York"
ITEMS = "Customer No,Customer Name,Country,Invoice No,Invoice Date,Due Date,Currency,Original Amount,Open Amount"
CLOSED = "Customer No,Customer Name,Invoice No,Invoice Date,Due Date,Currency,Amount,Clearing Date,Clearing Document"
RECEIPTS = "Receipt No,Customer No,Receipt Date,Value Date,Currency,Amount,Invoice No"


def june(day):
    return date(2025, 6, day)


class Files:
    """Syncs tables as the day's files."""

    def __init__(self, store, folder):
        self.store, self.folder = store, folder
        self.count = 0

    def at(self, day):
        self.store.clock.moment = datetime.combine(day, datetime.min.time(), ZoneInfo(ZONE)) + timedelta(
            hours=9, seconds=self.count
        )
        self.count += 1

    def write(self, head, *rows):
        self.count += 1
        path = self.folder / f"file-{self.count}.csv"
        path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        return path

    def sync(self, day, *paths, kind=None):
        self.at(day)
        options = ReadOptions(day=day, as_of=day, scope=Scope.FULL, default_currency="USD", kind=kind)
        return sync_files(self.store, list(paths), SyncOptions(read=options, zone=ZONE))

    def open_items(self, **opens):
        rows = [
            f"1001,Alpha Inc,US,{number.replace('_', '-')},2025-04-10,2025-05-10,USD,1000.00,{amount}"
            for number, amount in opens.items()
        ]
        other = f"1002,Beta LLC,US,OTHER-1,2025-04-10,2025-05-10,USD,50.00,{50 - self.count}.00"  # no two files alike
        return self.write(ITEMS, *rows, other)

    def promise(self, day, amount=100_000, due=date(2025, 6, 20), *items):
        self.at(day)
        with self.store.write() as uow:
            days = load_days(uow.session, day, ZONE)
            line = PromiseLine(amount, "USD", due, items or ("INV-1",))
            logged = log_call(uow, LogCall(("1001",), Outcome.PTP, promise=(line,)), days, Settings())
            uow.commit()
        return logged.promise_id

    def row(self, promise_id, day=None):
        with self.store.read() as session:
            return promise_rows(session, ids=[promise_id], day=day)[0]


@pytest.fixture
def files(store, tmp_path):
    found = Files(store, tmp_path)
    found.sync(june(9), found.open_items(INV_1="1000.00", INV_2="400.00"))
    return found


def test_the_day_a_receipt_came_decides(files):
    made = files.promise(june(10))
    receipts = files.write(RECEIPTS, "R1,1001,2025-06-24,2025-06-24,USD,1000.00,INV-1")
    files.sync(june(26), files.open_items(INV_2="400.00"), receipts)
    row = files.row(made)
    assert row.status == "kept"
    assert render(row.why) == "Paid in time: 1,000.00 USD on 24 Jun 2025, receipt R1 for INV-1."


def test_a_day_late_is_kept_late(files):
    made = files.promise(june(10))
    receipts = files.write(RECEIPTS, "R1,1001,2025-06-25,2025-06-25,USD,1000.00,INV-1")
    files.sync(june(26), files.open_items(INV_2="400.00"), receipts)
    assert files.row(made).status == "kept_late"


def test_without_receipts_the_gap_between_two_files_is_named(files):
    made = files.promise(june(10))
    files.sync(june(18), files.open_items(INV_1="1000.00", INV_2="400.00"))
    files.sync(june(26), files.open_items(INV_2="400.00"))
    row = files.row(made)
    assert row.status == "kept"
    assert "between 18 Jun 2025 and 26 Jun 2025" in render(row.why)


def test_closed_items_state_the_day(files):
    made = files.promise(june(10))
    closed = files.write(CLOSED, "1001,Alpha Inc,INV-1,2025-04-10,2025-05-10,USD,1000.00,2025-06-25,DOC-9")
    files.sync(june(26), closed, kind=SyncKind.CLOSED_ITEMS)
    row = files.row(made)
    assert row.status == "kept_late"
    assert "1,000.00 USD on 25 Jun 2025, INV-1 cleared" in render(row.why)


def test_part_of_it_seen_in_the_open_amount(files):
    made = files.promise(june(10))
    files.sync(june(24), files.open_items(INV_1="600.00", INV_2="400.00"))
    row = files.row(made)
    assert (row.status, row.received) == ("partly_kept", 40_000)


def test_money_for_another_invoice_breaks_it(files):
    made = files.promise(june(10))
    receipts = files.write(RECEIPTS, "R1,1001,2025-06-20,2025-06-20,USD,400.00,INV-2")
    files.sync(june(26), files.open_items(INV_1="1000.00"), receipts)
    row = files.row(made)
    assert row.status == "broken"
    assert "for INV-2, which was not promised" in render(row.why)


def test_the_same_files_again_change_nothing_and_an_undo_takes_the_judgement_back(files):
    made = files.promise(june(10))
    receipts = files.write(RECEIPTS, "R1,1001,2025-06-23,2025-06-23,USD,1000.00,INV-1")
    opened = files.open_items(INV_2="400.00")
    files.sync(june(26), opened, receipts)
    kept = files.row(made)
    files.sync(june(26), opened, receipts)
    assert files.row(made) == kept
    undo_sync(files.store, june(26), ZONE)
    assert files.row(made).status == "awaiting_data"
    assert files.row(made).received == 0


def test_a_promise_on_an_item_whose_sync_is_taken_back_is_not_paid_by_that(files):
    files.sync(june(12), files.open_items(INV_1="1000.00", INV_2="400.00", INV_3="300.00"))
    made = files.promise(june(12), 30_000, june(20), "INV-3")
    undo_sync(files.store, june(12), ZONE)
    assert (files.row(made).status, files.row(made).received) == ("open", 0)
    again = files.open_items(INV_1="1000.00", INV_2="400.00", INV_3="300.00")
    files.sync(june(13), again)
    assert (files.row(made).status, files.row(made).received) == ("open", 0)
    files.sync(june(26), files.open_items(INV_1="1000.00", INV_2="400.00", INV_3="300.00"))
    assert files.row(made).status == "broken"


def test_receipts_that_were_there_before_the_promise_are_not_its_money(files):
    receipts = files.write(RECEIPTS, "R1,1001,2025-06-10,2025-06-10,USD,400.00,INV-1")
    files.sync(june(10), files.open_items(INV_1="600.00", INV_2="400.00"), receipts)
    made = files.promise(june(10), 60_000)
    files.sync(june(26), files.open_items(INV_1="600.00", INV_2="400.00"))
    assert (files.row(made).status, files.row(made).received) == ("broken", 0)


def test_a_promise_renewed_after_it_broke_is_settled_by_the_second(files):
    first = files.promise(june(10))
    files.sync(june(26), files.open_items(INV_1="1000.00", INV_2="400.00"))
    assert files.row(first).status == "broken"
    second = files.promise(june(26), 100_000, date(2025, 7, 4))
    receipts = files.write(RECEIPTS, "R1,1001,2025-07-03,2025-07-03,USD,1000.00,INV-1")
    files.sync(date(2025, 7, 9), files.open_items(INV_2="400.00"), receipts)
    assert (files.row(first).status, files.row(second).status, files.row(second).level) == ("kept_late", "kept", 2)


# ------------------------------------------------------------------------------------------------ the bank's money


def statement(files, day, *moves):
    """A statement of a day in dollars, as the bank writes it."""
    files.count += 1
    path = files.folder / f"statement-{files.count}.sta"
    dated = [replace(move, booked=day, valued=day) for move in moves]
    path.write_bytes(statements.mt940(statements.Stmt(dated, day=day, currency="USD")))
    return path


def test_a_promise_is_judged_by_the_banks_money(files):
    promise = files.promise(june(10), 100_000, june(20), "INV-1")
    paid = statement(files, june(20), statements.Move(1000_00, number="B-1", payer="Alpha", text="INV-1"))
    files.sync(june(26), files.open_items(INV_1="1000.00", INV_2="400.00"), paid)
    row = files.row(promise)
    assert (row.status, row.received) == ("kept", 1000_00)
    back = statement(files, june(26), statements.Move(-1000_00, number="B-9", text="INV-1", back=True))
    files.sync(june(27), back)
    assert files.row(promise).status == "broken"


def test_money_that_bank_and_erp_both_tell_of_counts_once(files):
    promise = files.promise(june(10), 100_000, june(20), "INV-1")
    paid = statement(files, june(19), statements.Move(600_00, number="B-1", text="INV-1"))
    receipts = files.write(RECEIPTS, "R1,1001,2025-06-20,2025-06-20,USD,600.00,INV-1")
    result = files.sync(june(26), files.open_items(INV_1="1000.00", INV_2="400.00"), paid, receipts)
    assert "told_by_two_sources" in [notice.code for run in result.runs for notice in run.warnings]
    row = files.row(promise)
    assert (row.status, row.received) == ("partly_kept", 600_00)
