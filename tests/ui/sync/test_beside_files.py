"""Files that bring no items: what the heading says of them, and whether they are everything."""

from __future__ import annotations

import pytest

from app.services.labels import SYNC_KINDS
from app.ui.sync.pages import FILES
from tests.ui.sync.test_refusals import offered, press

OPEN = [
    "C1,Northern Steel,INV-1,2026-08-13,2026-09-13,5.00,USD",
    "C2,Kestrel,INV-2,2026-08-13,2026-09-13,5.00,USD",
]
HOLD = "Sales Order,Customer_ID,Customer Name,Order Amount,Currency,On hold since,Hold reason"
ORDERS = [f"SO-{at},C1,Northern Steel,{at}00.00,USD,2026-10-0{at},Credit limit" for at in range(1, 6)]
RECEIPTS = [f"R{at},C1,2026-10-29,{at}.00,USD" for at in range(1, 9)]
PAID = "Receipt Number,Account,Payment Date,Receipt Amount,Currency"


@pytest.fixture
def held(view, write):
    """A store with items and five orders on hold."""
    for path in (write("open.csv", OPEN), write("hold-1.csv", ORDERS, HOLD)):
        view.take([path])
        view.desk.actions.trigger("sync.apply")
    return view


def counts(view):
    return [(row.counts.released, row.counts.unchanged) for row in view.pages.lists[FILES].model.all_rows()]


def test_the_heading_tells_of_records_that_are_no_items(held, write, told):
    held.take([write("hold-2.csv", ORDERS[:1], HOLD)])
    assert held._subtitle.text() == "Orders on hold: 4 no longer in the file"
    held.desk.actions.trigger("sync.apply")
    assert told[-1] == "Orders on hold: 4 no longer in the file"
    paid = [write(f"paid-{at}.csv", RECEIPTS[at::2], PAID) for at in range(2)]
    held.take([*paid, write("open-2.csv", [*OPEN, OPEN[0].replace("INV-1", "INV-9")])])
    assert held._subtitle.text() == "1 new, Receipts: 8 new"
    assert SYNC_KINDS["receipts"]


def test_a_list_of_orders_may_be_called_a_selection(held, write):
    held.take([write("hold-2.csv", ORDERS[:1], HOLD), write("open-2.csv", OPEN)])
    assert held.side.file._list.isVisible()
    assert not held.side.file._scope.isVisible()
    held.side.file._list.choose("partial")
    assert counts(held) == [(0, 1), (0, 2)]
    assert held.session.answers.scope is None, "nothing was said of the ledger"
    assert held.side.file._list.code() == "partial"
    held.side.file._list.choose("")
    assert counts(held) == [(4, 1), (0, 2)]


def test_an_empty_list_is_meant_when_somebody_says_so(held, write):
    held.take([write("hold-2.csv", [], HOLD)])
    assert offered(held) == ["Nothing stands open any more", "Read again"]
    press(held, "Nothing stands open any more")
    assert counts(held) == [(5, 0)]
    held.desk.actions.trigger("sync.apply")
    held.take([write("open-2.csv", [])])
    assert offered(held) == ["Read again"], "a ledger without items is no answer"
