"""A customer under another number: said, asked about, and gone on with where somebody says that it is the same."""

from __future__ import annotations

from datetime import date

import pytest

from app import models as m
from app.enums import Outcome
from app.services.portfolio.search import search
from app.services.sync.model import QuestionsError
from app.services.sync.writing.undo import undo_sync
from app.services.verify import verify
from tests.builders.ledger import Ledger
from tests.builders.rows import Files, contact, customer, item, item_list, receipt, sync
from tests.services.sync.test_undo import dump

D1, D2, D3, D4 = date(2026, 10, 27), date(2026, 10, 28), date(2026, 10, 29), date(2026, 10, 30)
OTHERS = item("B1", account="1002"), item("B2", account="1002")


@pytest.fixture
def files(store) -> Files:
    """Two customers yesterday: 1001 with three invoices, 1002 with two."""
    files = Files()
    rows = [item("A1"), item("A2", 50_00), item("A3", 20_00), *OTHERS]
    files.open_items("yesterday", *rows, as_of=D1)
    sync(store, files, "yesterday")
    return files


def today(files: Files, *more, day: date = D2, name: str = "today", **values) -> str:
    """The same invoices; those of 1001 stand under 2001, one of them was paid."""
    rows = [
        item("A1", account="2001"),
        item("A2", 50_00, "2001"),
        item("B1", account="1002"),
        item("B2", account="1002"),
    ]
    return files.open_items(name, *rows, *more, as_of=day, **values)


def hang(store) -> dict[str, str]:
    """Put a promise, a call, a dispute, a pause and a letter on 1001; returns its id and that of A1."""
    with store.write() as uow:
        ledger = Ledger(uow.session, uow.now)
        one = next(row for row in uow.session.query(m.Item) if row.number == "A1")
        account = uow.session.get(m.Account, one.account_id)
        activity = ledger.activity(account, Outcome.PTP, note="Will pay on Friday", items=[one])
        ledger.promise(account, [(date(2026, 11, 6), one.open)], [one], activity_id=activity.id)
        ledger.dispute(account, [(one, 50_00)], note="Price")
        ledger.pause(account, date(2026, 12, 1), item_id=one.id)
        ledger.letter(account, 1, items=[one])
        one.stage, one.stage_from = 1, "letter"
        uow.commit()
        return {"account": account.id, "item": one.id}


def accounts(store) -> dict[str, str]:
    with store.read() as session:
        rows = session.connection().exec_driver_sql("SELECT number, id FROM account WHERE vanished = 0 ORDER BY 1")
        return dict(tuple(row) for row in rows)


def open_of(store, account: str) -> set[str]:
    return {row["number"] for row in item_list(store) if row["account_id"] == account and row["open"]}


def codes(result) -> list[str]:
    return [notice.code for run in result.runs for notice in run.warnings]


def asked(store, files, *names, **values):
    with pytest.raises(QuestionsError) as caught:
        sync(store, files, *names, **values)
    return caught.value


def test_it_is_asked_about_before_anything_is_closed(store, files):
    before = dump(store)
    error = asked(store, files, today(files))
    assert (error.option, error.exit_status, error.questions[0].choices) == ("--renumbered", 3, ("yes", "no"))
    assert str(error.questions[0].evidence) == (
        "Account 1001 (Customer 1001) seems to be 2001 now: 2 of its 3 open documents are there under the new number."
    )
    assert dump(store) == before


def test_the_window_is_asked_only_that(store, files):
    result = sync(store, files, today(files), dry_run=True)
    assert [one.question.option for one in result.questions] == ["--renumbered"]


def test_confirmed_everything_goes_on_under_the_new_number(store, files):
    hung = hang(store)
    held = {name: rows for name, rows in dump(store).items() if name in {"activity_account", "dispute", "letter_item"}}
    result = sync(store, files, today(files), renumbered="yes")
    counts = result.runs[0].counts
    assert (counts.new, counts.unchanged, counts.closed) == (0, 4, 1)
    assert accounts(store)["2001"] == hung["account"]
    assert "1001" not in accounts(store)
    assert open_of(store, hung["account"]) == {"A1", "A2"}
    found = {name: rows for name, rows in dump(store).items() if name in held}
    assert found == held
    assert "renumbered" in codes(result)
    assert result.runs[0].document()["warnings"][0]["text"].startswith("Account 1001 (Customer 1001) is 2001 from now")


def test_a_preview_shows_what_would_be_confirmed(store, files):
    before = dump(store)
    result = sync(store, files, today(files), renumbered="yes", dry_run=True)
    assert (result.questions, result.fresh, result.runs[0].counts.unchanged) == ((), [], 4)
    assert dump(store) == before


def test_refused_the_old_one_is_closed_and_the_new_one_is_another(store, files):
    result = sync(store, files, today(files), renumbered="no", scope="full")
    assert (result.runs[0].counts.new, result.runs[0].counts.no_cash_data) == (2, 3)
    assert codes(result) == ["seems_renumbered"]
    assert {"1001", "1002", "2001"} == accounts(store).keys()


def test_it_is_found_by_its_new_number_and_the_store_is_sound(store, files):
    hung = hang(store)
    sync(store, files, today(files), renumbered="yes")
    with store.read() as session:
        found = [hit.account_id for hit in search(session, "2001", 5, D4)]
    assert found[0] == hung["account"]
    assert all(check.ok for check in verify(store))


def test_undo_gives_the_old_number_back(store, files):
    hang(store)
    before = dump(store)
    sync(store, files, today(files), renumbered="yes")
    undo_sync(store, D4, "UTC")
    after = dump(store)
    for judged in ("promise", "instalment", "worklist_row"):
        before.pop(judged, None), after.pop(judged, None)
    assert after == before
    assert asked(store, files, "today").option == "--renumbered"


def test_what_comes_later_under_either_number_belongs_to_it(store, files):
    hung = hang(store)
    sync(store, files, today(files), renumbered="yes")
    files.receipts("cash", receipt("R9", 50_00, "1001", invoices=("A2",)), as_of=D3, coverage=D3)
    rows = [
        item("A1", account="2001"),
        item("A9", account="1001"),
        item("B1", account="1002"),
        item("B2", account="1002"),
    ]
    files.open_items("later", *rows, as_of=D3)
    result = sync(store, files, "later", "cash")
    assert (result.runs[0].counts.new, result.runs[0].counts.paid) == (1, 1)
    assert open_of(store, hung["account"]) == {"A1", "A9"}
    assert "former_number" in codes(result)
    assert accounts(store)["2001"] == hung["account"]


def test_a_customer_list_with_both_numbers_does_not_turn_it_to_and_fro(store, files):
    hung = hang(store)
    sync(store, files, today(files), renumbered="yes")
    old, new = customer("1001", "Acme (do not use)", phone="1"), customer("2001", "Acme II", phone="2")
    files.customers("master", new, old)
    sync(store, files, "master")
    files.customers("master again", old, new)
    assert not sync(store, files, "master again").applied
    with store.read() as session:
        account = session.get(m.Account, hung["account"])
        assert (account.number, account.name, account.phone) == ("2001", "Acme II", "2")


def test_an_account_that_only_the_customer_list_knows_makes_room(store, files):
    hung = hang(store)
    people = (contact("Ann", email="ann@x.example"),)
    files.customers("master", customer("2001", "Acme II", contacts=people))
    sync(store, files, "master")
    before = dump(store)
    sync(store, files, today(files), renumbered="yes")
    assert accounts(store)["2001"] == hung["account"]
    undo_sync(store, D4, "UTC")
    assert dump(store)["account"] == before["account"]


def test_documents_that_move_to_a_customer_with_a_life_of_its_own_are_told(store, files):
    today(files)
    files.open_items(
        "both", item("A1", account="1002"), item("A2", 50_00, "1002"), *files.made["today"].rows[2:], as_of=D2
    )
    result = sync(store, files, "both", scope="full")
    assert codes(result) == ["documents_moved"]
    assert str(result.runs[0].warnings[0].text) == (
        "2 of the 3 open documents of account 1001 (Customer 1001) stand under 1002 now, an account of its own: "
        "what you noted and agreed stays with 1001."
    )


def test_one_invoice_that_moves_while_the_customer_stays_asks_nothing(store, files):
    rows = [
        item("A1"),
        item("A2", 50_00),
        item("A3", 20_00, "2001"),
        item("B1", account="1002"),
        item("B2", account="1002"),
    ]
    files.open_items("moved", *rows, as_of=D2)
    assert codes(sync(store, files, "moved")) == []


def test_other_invoices_of_a_new_customer_ask_nothing(store, files):
    rows = [item(number, account="2001") for number in ("X1", "X2")]
    files.open_items("other", *rows, *OTHERS, as_of=D2)
    assert codes(sync(store, files, "other", scope="full")) == []


def test_numbers_that_begin_anew_every_year_are_no_evidence(store, files):
    rows = [item(n, account="2001", document_date="2026-10-27", due_date="2026-11-30") for n in ("A1", "A2", "A3")]
    files.open_items("other", *rows, *OTHERS, as_of=D2)
    assert codes(sync(store, files, "other", scope="full")) == []


def test_a_selection_asks_too_or_every_invoice_would_stand_twice(store, files):
    assert asked(store, files, today(files), scope="partial").option == "--renumbered"
    sync(store, files, "today", scope="partial", renumbered="yes")
    assert len(item_list(store)) == 5


def test_all_customers_under_new_numbers_are_one_question(store):
    files = Files()
    rows = [item(f"I{n}", account=f"{100 + n // 2}") for n in range(20)]
    files.open_items("old", *rows, as_of=D1)
    files.open_items("new", *(row._replace(account=f"C-{row.account}") for row in rows), as_of=D2)
    sync(store, files, "old")
    error = asked(store, files, "new")
    assert len(error.questions) == 1
    assert "So do 9 other accounts." in str(error.questions[0].evidence)
    result = sync(store, files, "new", renumbered="yes")
    assert (result.runs[0].counts.unchanged, result.runs[0].counts.closed) == (20, 0)
    assert len(accounts(store)) == 10


def halves(files: Files, *, renamed: bool) -> tuple[str, str]:
    """Two mornings of one customer: of its two invoices one was paid, the other stands half paid under a new number."""
    files.open_items(
        "first", item("A1"), item("A2", 50_00), *OTHERS, as_of=D1, accounts=[customer("1001", "Acme"), customer("1002")]
    )
    left = item("A2", 20_00, "2001", original=50_00)
    there = [customer("2001", "Bolt" if renamed else "ACME"), customer("1002")]
    return "first", files.open_items("second", left, *OTHERS, as_of=D2, accounts=there)


def test_a_customer_half_of_whose_documents_were_paid_on_that_day_is_known_by_its_name(store):
    files = Files()
    first, second = halves(files, renamed=False)
    sync(store, files, first)
    assert "1 of its 2 open documents" in str(asked(store, files, second).questions[0].evidence)
    counts = sync(store, files, second, renumbered="yes", scope="full").runs[0].counts
    assert (counts.new, counts.part_paid, counts.closed) == (0, 1, 1)


def test_half_of_the_documents_under_another_name_say_nothing(store):
    files = Files()
    first, second = halves(files, renamed=True)
    sync(store, files, first)
    assert sync(store, files, second, scope="full").runs[0].counts.new == 1


def test_where_others_have_new_numbers_few_documents_are_enough(store):
    files = Files()
    rows = [item(f"I{n}", account=f"{100 + n // 3}") for n in range(9)]
    files.open_items("old", *rows, as_of=D1)
    files.open_items("new", *(row._replace(account=f"C-{row.account}") for row in rows[2:]), as_of=D2)
    sync(store, files, "old")
    assert "So do 2 other accounts." in str(asked(store, files, "new").questions[0].evidence)
    counts = sync(store, files, "new", renumbered="yes", scope="full").runs[0].counts
    assert (counts.unchanged, counts.new, counts.closed) == (7, 0, 2)
    assert set(accounts(store)) == {"C-100", "C-101", "C-102"}
