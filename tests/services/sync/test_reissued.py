"""Documents under other numbers: cancelled and issued again, or paid in part and the rest put on a new one."""

from __future__ import annotations

from datetime import date

import pytest

from app import models as m
from app.services.sync.model import QuestionsError
from app.services.sync.writing.undo import undo_sync
from tests.builders.ledger import Ledger
from tests.builders.rows import Files, closed, credit, item, item_list, item_rows, receipt, sync
from tests.services.sync.test_undo import dump

D1, D2, D3 = date(2026, 10, 28), date(2026, 10, 29), date(2026, 10, 30)
REST = [item(f"R{n}", account=f"9{n}") for n in range(9)]


@pytest.fixture
def files(store) -> Files:
    files = Files()
    files.open_items("yesterday", item("INV-2", 500_00), item("INV-7", 80_00), *REST, as_of=D1)
    sync(store, files, "yesterday")
    return files


def promise(store, number: str = "INV-2") -> None:
    with store.write() as uow:
        ledger = Ledger(uow.session, uow.now, day=D1)
        one = next(row for row in uow.session.query(m.Item) if row.number == number)
        account = uow.session.get(m.Account, one.account_id)
        ledger.promise(account, [(date(2026, 11, 6), one.open)], [one], made_on=D1)
        ledger.dispute(account, [(one, 50_00)], note="Price")
        uow.commit()


def today(files: Files, *rows, day: date = D2) -> str:
    return files.open_items("today", item("INV-7", 80_00), *rows, *REST, as_of=day)


def notes(result) -> list[tuple[str, str]]:
    return [(notice.code, str(notice.text)) for run in result.runs for notice in run.warnings]


def promises(store) -> list[tuple]:
    with store.read() as session:
        rows = session.connection().exec_driver_sql("SELECT status, received FROM promise").all()
        return [tuple(row) for row in rows]


def asked(store, files, *names, **values):
    with pytest.raises(QuestionsError) as caught:
        sync(store, files, *names, **values)
    return caught.value


def test_a_promised_invoice_issued_again_is_asked_about(store, files):
    promise(store)
    before = dump(store)
    error = asked(store, files, today(files, item("INV-20", 500_00)))
    assert error.option == "--renumbered"
    assert str(error.questions[0].evidence) == (
        "INV-2 of account 1001 is gone, and INV-20 is new with the same amount, 500.00 USD: it seems to be the same "
        "under another number."
    )
    assert dump(store) == before
    assert [one.question.option for one in sync(store, files, "today", dry_run=True).questions] == ["--renumbered"]


def test_confirmed_the_promise_waits_on_and_undo_gives_the_old_number_back(store, files):
    promise(store)
    before, ident = dump(store), item_rows(store)["INV-2"]["id"]
    result = sync(store, files, today(files, item("INV-20", 500_00)), renumbered="yes")
    counts = result.runs[0].counts
    assert (counts.new, counts.changed, counts.closed) == (0, 1, 0)
    assert item_rows(store)["INV-20"]["id"] == ident
    assert promises(store) == [("open", 0)]
    assert [code for code, _ in notes(result)] == ["reissued"]
    assert [fact.column for move in result.moves for fact in move.facts] == ["number"]
    undo_sync(store, D3, "UTC")
    after = dump(store)
    for judged in ("promise", "instalment", "worklist_row"):
        before.pop(judged, None)
        after.pop(judged, None)
    assert after == before


def test_refused_it_is_another_document(store, files):
    promise(store)
    result = sync(store, files, today(files, item("INV-20", 500_00)), renumbered="no")
    assert (result.runs[0].counts.new, result.runs[0].counts.no_cash_data) == (1, 1)
    assert [code for code, _ in notes(result)] == ["seems_reissued"]


def test_where_nothing_hangs_on_it_the_likeness_is_only_told(store, files):
    result = sync(store, files, today(files, item("INV-20", 500_00)))
    assert [code for code, _ in notes(result)] == ["seems_reissued"]
    assert result.runs[0].counts.new == 1


def test_the_rest_of_a_part_payment_on_a_new_document_goes_on(store, files):
    promise(store)
    today(files, item("1800777", 200_00, text="Rest of INV-2", document_date=D2))
    files.receipts("cash", receipt("P1", 300_00, invoices=("INV-2",), value_date=D2), as_of=D2, coverage=D2)
    error = asked(store, files, "today", "cash")
    assert "it seems to be the rest" in str(error.questions[0].evidence)
    result = sync(store, files, "today", "cash", renumbered="yes")
    assert (result.runs[0].counts.part_paid, result.runs[0].counts.new) == (1, 0)
    row = item_rows(store)["1800777"]
    assert (row["status"], row["open"]) == ("part_paid", 200_00)
    assert promises(store) == [("open", 300_00)]


def test_one_issued_again_and_paid_in_part_on_one_day_is_asked_about(store, files):
    promise(store)
    today(files, item("INV-20", 200_00, original=500_00))
    error = asked(store, files, "today")
    assert "INV-20 of the same day and original amount is new with 200.00 USD open" in str(error.questions[0].evidence)
    result = sync(store, files, "today", renumbered="yes")
    assert (result.runs[0].counts.part_paid, result.runs[0].counts.new) == (1, 0)
    assert (item_rows(store)["INV-20"]["open"], item_rows(store)["INV-20"]["status"]) == (200_00, "part_paid")
    assert len(promises(store)) == 1


@pytest.mark.parametrize("facts", [{"original": 499_00}, {"original": 500_00, "document_date": "2026-08-30"}])
def test_one_of_another_day_or_amount_that_is_paid_in_part_is_another(store, files, facts):
    promise(store)
    assert notes(sync(store, files, today(files, item("INV-20", 200_00, **facts)))) == []


def test_a_fee_for_an_invoice_that_was_paid_whole_is_no_rest(store, files):
    promise(store)
    today(files, item("F-1", 20_00, text="Late fee for INV-2", document_date=D2))
    files.receipts("cash", receipt("P1", 500_00, invoices=("INV-2",), value_date=D2), as_of=D2, coverage=D2)
    result = sync(store, files, "today", "cash")
    assert notes(result) == []
    assert item_rows(store)["INV-2"]["status"] == "paid"


def test_the_invoice_of_the_next_month_is_no_other_number_of_the_last(store, files):
    promise(store)
    result = sync(store, files, today(files, item("INV-20", 500_00, document_date=D2, due_date="2026-11-30")))
    assert notes(result) == []


def test_two_that_fit_decide_nothing(store, files):
    promise(store)
    result = sync(store, files, today(files, item("INV-20", 500_00), item("INV-21", 500_00)))
    assert notes(result) == []


def test_one_that_was_paid_is_gone(store, files):
    promise(store)
    today(files, item("INV-20", 500_00))
    files.receipts("cash", receipt("P1", 500_00, invoices=("INV-2",), value_date=D2), as_of=D2, coverage=D2)
    assert notes(sync(store, files, "today", "cash")) == []
    assert promises(store) == [("kept", 500_00)]


def test_one_cancelled_by_a_credit_and_issued_again_is_asked_about(store, files):
    files.open_items("credited", item("INV-2", 500_00), credit("CN", -500_00), item("INV-7", 80_00), *REST, as_of=D1)
    sync(store, files, "credited")
    promise(store)
    assert asked(store, files, today(files, item("INV-20", 500_00))).option == "--renumbered"


def test_the_rest_of_what_a_file_of_closed_items_clears_is_asked_about(store, files):
    promise(store)
    today(files, item("INV-2/1", 200_00, document_date=D2))
    files.closed_items("cleared", closed("INV-2", 500_00, closed_on=D2), as_of=D2, coverage=D2)
    assert asked(store, files, "today", "cleared").option == "--renumbered"


def test_a_selection_asks_nothing(store, files):
    promise(store)
    assert notes(sync(store, files, today(files, item("INV-20", 500_00)), scope="partial")) == []


def test_customers_and_documents_under_new_numbers_go_on_together(store, files):
    promise(store)
    rows = [row._replace(account=f"N{row.account}") for row in REST]
    again = item("INV-20", 500_00)
    files.open_items("today", item("INV-7", 80_00), again, *rows, as_of=D2)
    result = sync(store, files, "today", renumbered="yes")
    assert (result.runs[0].counts.new, result.runs[0].counts.closed, len(item_list(store))) == (0, 0, 11)
