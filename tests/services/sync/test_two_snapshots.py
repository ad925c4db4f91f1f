"""Two mornings on real files: what became of every item, what stays on it, and when the program must ask."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app import models as m
from app.enums import Outcome, Scope
from app.errors import RefusedError
from app.services.sync.model import QuestionsError, ReadOptions
from app.services.sync.run import SyncOptions, SyncResult, sync_files
from tests.builders.ledger import Ledger
from tests.builders.rows import item_list, statuses
from tests.builders.spreadsheets import text, xlsx

D1, D2, D3 = date(2026, 10, 28), date(2026, 10, 29), date(2026, 10, 30)
HEAD = ["Customer Number", "Customer Name", "Invoice Number", "Invoice Date", "Due Date", "Currency", "Open Amount"]
OTHER_HEAD = ["Debitor", "Kunde", "Rechnungsnummer", "Belegdatum", "Fälligkeitsdatum", "Währung", "Offener Betrag"]


def row(number: str, amount: float, account: str = "C1", name: str = "Kestrel Tools Ltd.", **values) -> list:
    """One open invoice of August, due in September."""
    facts = {"start": date(2026, 8, 15), "due": date(2026, 9, 15), "currency": "USD"} | values
    return [account, name, number, facts["start"], facts["due"], facts["currency"], amount]


def export(path: Path, rows: list, as_of: date = D1, head: list | None = None) -> Path:
    """An export with its day in the title: csv or workbook, as the name says."""
    cells = [[f"Open items as of {as_of.isoformat()}"], [], head or HEAD, *rows]
    return text(path, cells) if path.suffix == ".csv" else xlsx(path, cells)


def cash(path: Path, rows: list) -> Path:
    """Receipts of the second day."""
    head = [
        "Receipt Number",
        "Customer Number",
        "Payment Date",
        "Currency",
        "Payment Amount",
        "Payment Method",
        "Invoice",
    ]
    return xlsx(path, [head, *rows])


def run(store, *paths: Path, dry_run: bool = False, **values) -> SyncResult:
    return sync_files(store, list(paths), SyncOptions(ReadOptions(day=D3, **values)), dry_run=dry_run)


def counts(result: SyncResult) -> dict[str, int]:
    run = next(one for one in result.runs if one.kind == "open-items")
    names = ("new", "changed", "part_paid", "reopened", "unchanged", "paid", "credited", "no_cash_data", "vanished")
    return {name: getattr(run.counts, name) for name in names if getattr(run.counts, name)}


def many(count: int, account: str = "C1") -> list:
    return [row(f"R{n}", 100.0 + n, account if n % 2 else "C2") for n in range(count)]


def codes(result: SyncResult) -> list[str]:
    return [notice.code for one in result.runs for notice in one.warnings]


def test_what_became_of_every_item_is_told_apart(store, tmp_path):
    stays = many(20)
    first = [
        row("PAID", 100.0), row("PART", 200.0), row("CHANGED", 300.0), row("CREDITED", 40.0), row("VANISHED", 500.0),
        row("BACK", 70.0),
    ]  # fmt: skip
    run(store, export(tmp_path / "1.xlsx", [*stays, *first]))
    run(store, export(tmp_path / "2.xlsx", [*stays, *first[:-1]], D2))
    second = [
        row("PART", 120.0), row("CHANGED", 300.0, due=date(2026, 9, 30)), row("NEW", 60.0, "C3", "Oriole GmbH"),
        row("BACK", 70.0),
    ]  # fmt: skip
    money = [
        ["P1", "C1", D2, "USD", 100.0, "Wire", "PAID"],
        ["P2", "C1", D2, "USD", 80.0, "Wire", "PART"],
        ["P3", "C1", D3, "USD", 40.0, "Rounding", "CREDITED"],
    ]
    paths = export(tmp_path / "3.xlsx", [*stays, *second], D3), cash(tmp_path / "cash.xlsx", money)
    seen = run(store, *paths)
    assert counts(seen) == {
        "new": 1, "changed": 2, "part_paid": 1, "reopened": 1, "unchanged": 20, "paid": 1, "credited": 1, "vanished": 1,
    }  # fmt: skip
    found = statuses(store)
    assert {name: found[name] for name in ("PAID", "PART", "CHANGED", "CREDITED", "VANISHED", "BACK", "NEW")} == {
        "PAID": "paid", "PART": "part_paid", "CHANGED": "open", "CREDITED": "credited", "VANISHED": "vanished",
        "BACK": "reopened", "NEW": "open",
    }  # fmt: skip


def test_without_cash_data_nothing_is_called_paid_or_vanished(store, tmp_path):
    run(store, export(tmp_path / "1.xlsx", many(10)))
    second = run(store, export(tmp_path / "2.xlsx", many(8), D2))
    assert counts(second) == {"unchanged": 8, "no_cash_data": 2}
    assert (second.runs[0].scope, str(second.runs[0].scope_why)) == (
        "full",
        "It holds 8 of 10 open items of this source (80 %), of 2 accounts.",
    )


def test_a_drop_asks_whatever_the_file_is_called(store, tmp_path):
    run(store, export(tmp_path / "1.xlsx", many(10)))
    half = export(tmp_path / "2.xlsx", many(6), D2)
    with pytest.raises(QuestionsError) as caught:
        run(store, half)
    assert caught.value.option == "--scope"
    assert set(statuses(store).values()) == {"open"}
    assert counts(run(store, half, scope=Scope.PARTIAL)) == {"unchanged": 6}


def test_a_drop_of_one_company_asks(store, tmp_path):
    head = ["Company Code", *HEAD]
    first = [["1000", *one] for one in many(10)] + [["2000", *one] for one in many(10)]
    run(store, export(tmp_path / "1.xlsx", first, head=head))
    with pytest.raises(QuestionsError) as caught:
        run(store, export(tmp_path / "2.xlsx", first[:14], D2, head=head))
    assert caught.value.option == "--scope"


def hang_everything(store) -> None:
    """Put a promise, a call, a dispute and a pause on the item R1."""
    with store.write() as uow:
        ledger = Ledger(uow.session, uow.now)
        one = next(item for item in uow.session.query(m.Item) if item.number == "R1")
        account = uow.session.get(m.Account, one.account_id)
        activity = ledger.activity(account, Outcome.PTP, note="Will pay on Friday")
        ledger.promise(account, [(date(2026, 11, 6), one.open)], [one], activity_id=activity.id)
        ledger.dispute(account, [(one, 50_00)], note="Price")
        ledger.pause(account, date(2026, 12, 1), item_id=one.id)
        uow.commit()


#: What the collector wrote; how a promise stands is judged again by every sync.
HUNG = {
    "activity": "*", "promise": "id, currency, amount, made_on, status, activity_id", "promise_item": "*",
    "instalment": "due, amount, status", "dispute": "*", "dispute_item": "*", "pause": "*",
}  # fmt: skip


def hung(store) -> dict[str, list]:
    with store.read() as session:
        connection = session.connection()
        return {
            name: connection.exec_driver_sql(f"SELECT {columns} FROM {name}").fetchall()
            for name, columns in HUNG.items()
        }


@pytest.mark.parametrize("name", ["2.xlsx", "2.csv"])
def test_what_the_collector_wrote_stays_on_the_items(store, tmp_path, name):
    run(store, export(tmp_path / "1.xlsx", many(10)))
    hang_everything(store)
    before, ids = hung(store), {one["number"]: one["id"] for one in item_list(store)}
    assert all(before.values())
    second = [
        row("R0", 90.0, "C2"),
        *(row(f"R{n}", 100.0 + n, "C1" if n % 2 else "C2", "Renamed Ltd.") for n in range(1, 9)),
    ]
    assert counts(run(store, export(tmp_path / name, second, D2)))["part_paid"] == 1
    assert hung(store) == before
    assert {one["number"]: one["id"] for one in item_list(store)} == ids


def test_two_files_of_one_day_overlap_and_nobody_owes_twice(store, tmp_path):
    rows = many(10)
    result = run(store, export(tmp_path / "a.xlsx", rows[:7]), export(tmp_path / "b.csv", rows[4:]))
    assert sum(one.counts.new for one in result.runs) == 10
    assert "overlap" in codes(result)


@pytest.mark.parametrize("turned", [False, True])
def test_files_of_two_days_that_hold_the_same_items_are_not_one_snapshot(store, tmp_path, turned):
    older = export(tmp_path / "a.xlsx", [*many(10), row("PAID", 5.0)])
    newer = export(tmp_path / "b.xlsx", [row("R0", 50.0, "C2"), *many(10)[1:]], D2)
    with pytest.raises(RefusedError) as caught:
        run(store, *([newer, older] if turned else [older, newer]))
    assert (caught.value.code, caught.value.exit_status) == ("several_days", 3)
    assert item_list(store) == []
    run(store, older)
    assert counts(run(store, newer)) == {"changed": 1, "part_paid": 1, "unchanged": 9, "no_cash_data": 1}


def test_parts_of_one_ledger_of_two_days_are_one_snapshot(store, tmp_path):
    parts = export(tmp_path / "a.xlsx", many(4)), export(tmp_path / "b.xlsx", [row("Z1", 5.0), row("Z2", 6.0)], D2)
    assert sum(one.counts.new for one in run(store, *parts).runs) == 6


def test_the_same_file_under_another_name_changes_nothing(store, tmp_path):
    first = export(tmp_path / "1.xlsx", many(5))
    run(store, first)
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(first.read_bytes())
    again = run(store, copy)
    assert (again.applied, again.runs[0].state) == (False, "unchanged")


def test_the_file_of_yesterday_again_is_refused_and_taken_as_history_where_somebody_insists(store, tmp_path):
    old, new = export(tmp_path / "1.xlsx", many(10)), export(tmp_path / "2.xlsx", many(9), D2)
    run(store, old)
    run(store, new)
    with pytest.raises(RefusedError) as caught:
        run(store, old)
    assert caught.value.code == "older_file"
    before = statuses(store)
    assert run(store, old, older=True).runs[0].counts.closed == 0
    assert statuses(store) == before


# ------------------------------------------------------------------------------------------------ other headings


@pytest.fixture
def known(store, tmp_path) -> str:
    """Ten items from a workbook; returns the name of its layout."""
    return run(store, export(tmp_path / "1.xlsx", many(10))).runs[0].layout


def test_the_same_ledger_under_other_headings_is_asked_about(store, tmp_path, known):
    other = export(tmp_path / "2.csv", many(9), D2, OTHER_HEAD)
    with pytest.raises(QuestionsError) as caught:
        run(store, other)
    question = caught.value.questions[0]
    assert (caught.value.option, caught.value.exit_status, question.choices[0]) == ("--layout", 3, known)
    preview = run(store, other, dry_run=True)
    assert [one.question.option for one in preview.questions] == ["--layout"]
    assert len(item_list(store)) == 10


def test_the_same_source_goes_on_under_other_headings_and_is_not_asked_about_again(store, tmp_path, known):
    hang_everything(store)
    before = hung(store)
    second = run(store, export(tmp_path / "2.csv", many(9), D2, OTHER_HEAD), layout=known)
    assert counts(second) == {"unchanged": 9, "no_cash_data": 1}
    assert second.runs[0].source == known
    third = run(store, export(tmp_path / "3.csv", many(9), D3, OTHER_HEAD))
    assert (counts(third), third.runs[0].source) == ({"unchanged": 9}, known)
    assert (hung(store), len(item_list(store))) == (before, 10)


def test_a_drop_is_asked_about_on_the_morning_of_the_other_headings_too(store, tmp_path, known):
    with pytest.raises(QuestionsError) as caught:
        run(store, export(tmp_path / "2.csv", many(5), D2, OTHER_HEAD), layout=known)
    assert caught.value.option == "--scope"


def test_another_ledger_with_the_same_invoices_is_kept_apart_where_somebody_says_so(store, tmp_path, known):
    other = export(tmp_path / "2.csv", many(9), D2, OTHER_HEAD)
    own = run(store, other, dry_run=True).runs[0].layout
    result = run(store, other, layout=own)
    assert counts(result) == {"new": 9}
    assert counts(run(store, export(tmp_path / "3.csv", many(9), D3, OTHER_HEAD))) == {"unchanged": 9}


def test_another_ledger_with_other_invoices_is_asked_nothing(store, tmp_path, known):
    rows = [row(f"X{n}", 10.0 + n, "C1") for n in range(5)]
    assert counts(run(store, export(tmp_path / "2.csv", rows, D2, OTHER_HEAD))) == {"new": 5}


def test_the_same_ledger_under_other_headings_and_other_customer_numbers_is_asked_about(store, tmp_path, known):
    hang_everything(store)
    before = hung(store)
    rows = [[f"K-{one[0]}", *one[1:]] for one in many(10)]
    other = export(tmp_path / "2.csv", rows, D2, OTHER_HEAD)
    preview = run(store, other, dry_run=True)
    assert [one.question.option for one in preview.questions] == ["--layout"]
    assert "other customer numbers" in str(preview.questions[0].question.evidence)
    with pytest.raises(QuestionsError) as caught:
        run(store, other, layout=known)
    assert caught.value.option == "--renumbered"
    options = SyncOptions(ReadOptions(day=D3, layout=known), renumbered="yes")
    assert counts(sync_files(store, [other], options)) == {"unchanged": 10}
    assert (hung(store), len(item_list(store))) == (before, 10)
