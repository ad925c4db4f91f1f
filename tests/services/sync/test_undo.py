"""Undo: file facts return to what they were, the collector's facts stay, what hangs on them stays as vanished."""

from __future__ import annotations

from datetime import date

import pytest

from app.enums import SyncState
from app.errors import RefusedError
from app.models.base import Base
from app.services.sync.planning.hung import CARRIED, OWNING
from app.services.sync.telling.history import list_runs
from app.services.sync.writing.undo import undo_sync
from app.services.verify import verify
from tests.builders.rows import (
    Files,
    case,
    contact,
    credit,
    customer,
    item,
    item_rows,
    receipt,
    statuses,
    sync,
)

D1, D2, D3 = date(2026, 10, 28), date(2026, 10, 29), date(2026, 10, 30)
#: What a sync leaves behind even when it is taken back.
_TRACES = {"sync_run", "sync_change", "audit_event", "audit_head", "judgement", "alembic_version", "setting"}


@pytest.fixture
def files() -> Files:
    return Files()


def dump(store) -> dict[str, list[tuple]]:
    """Every fact of the store by table, in an order that does not depend on when it was written."""
    with store.read() as session:
        connection = session.connection()
        tables = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search\\_%' ESCAPE '\\'"
        )
        return {
            name: sorted((tuple(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')), key=repr)
            for (name,) in tables.all()
            if name not in _TRACES and not name.startswith("sqlite_")
        }


def undo(store):
    return undo_sync(store, D3, "UTC")


def write(store, sql: str) -> None:
    with store.write() as uow:
        uow.session.connection().exec_driver_sql(sql)
        uow.commit()


def rich(files: Files) -> None:
    """Two days in which everything happens that can happen."""
    people = (contact("Ann", email="ann@x.example"), contact("Bob"))
    files.customers("m1", customer(contacts=people), customer("1002", "Bee", parent="1001"), customer("1003", "Cee"))
    euro = item("EUR-1", currency="EUR", local=110_00, local_currency="USD", account="1003")
    rows = [item("1"), item("2", po="P"), item("3", account="1002"), credit(), euro, item("9", account="1003")]
    files.open_items("a1", *rows, as_of=D1)
    files.receipts("r1", receipt("R1", 30_00, invoices=("1",)), receipt("R2", 5_00), as_of=D1, coverage=D1)
    files.cases("c1", case("C1", invoices=("1",)), case("C2", "1002"), as_of=D1)
    files.customers("m2", customer(name="Acme II", contacts=(contact("Ann", email="ann@x.example", phone="7"),)))
    euro = item("EUR-1", currency="EUR", local=120_00, local_currency="USD", account="1003")
    rows = [item("1", 70_00, original=100_00), item("2", po="Q"), credit(), euro, item("4", account="1004")]
    files.open_items("a2", *rows, as_of=D2)
    files.receipts("r2", receipt("R1", 30_00, invoices=("2",)), receipt("R3", invoices=("3",)), as_of=D2, coverage=D2)
    files.cases("c2", case("C1", status="closed", invoices=("1", "2")), case("C3", "1003"), as_of=D2)


def test_everything_returns_to_what_it_was(store, files):
    rich(files)
    empty = dump(store)
    sync(store, files, "m1", "a1", "r1", "c1")
    first = dump(store)
    second = sync(store, files, "m2", "a2", "r2", "c2", scope="full")
    assert second.applied
    assert dump(store) != first
    result = undo(store)
    assert (result.run.file, result.data_date, result.warnings) == ("a2", D1, ())
    assert dump(store) == first
    undo(store)
    assert dump(store) == empty


def test_what_was_undone_can_be_done_again(store, files):
    rich(files)
    sync(store, files, "m1", "a1", "r1", "c1")
    counts = [run.counts for run in sync(store, files, "m2", "a2", "r2", "c2", scope="full").runs]
    undo(store)
    assert [run.counts for run in sync(store, files, "m2", "a2", "r2", "c2", scope="full").runs] == counts


def test_the_document_counts_what_was_taken_back(store, files):
    files.open_items("a", item("1"), item("2"), item("3", account="1002"), as_of=D1)
    files.open_items("b", item("1", 50_00), item("3", account="1002"), item("4", account="1002"), as_of=D2)
    sync(store, files, "a")
    sync(store, files, "b", scope="full")
    document = undo(store).document()
    assert list(document) == ["run", "undone"]
    assert document["undone"] == {"new": 1, "changed": 1, "closed": 1, "reopened": 0}
    assert (document["run"]["file"], document["run"]["new"]) == ("b", 1)


def test_an_empty_store_has_nothing_to_take_back(store):
    with pytest.raises(RefusedError) as caught:
        undo(store)
    assert (caught.value.code, caught.value.exit_status) == ("nothing_to_undo", 3)


def test_a_sync_that_changed_nothing_is_skipped_and_falls_with_the_one_it_repeated(store, files):
    files.open_items("a", item("1"), item("2", account="1002"), as_of=D1)
    files.open_items("b", item("1"), item("2", account="1002"), as_of=D2)
    sync(store, files, "a")
    sync(store, files, "b")
    assert sync(store, files, "b").runs[0].state == "unchanged"
    assert undo(store).data_date == D1
    with store.read() as session:
        states = [row.report.state for row in list_runs(session)]
    assert states == [SyncState.UNDONE, SyncState.UNDONE, SyncState.APPLIED]
    assert {row["last_seen"] for row in item_rows(store).values()} == {"2026-10-28"}


def test_the_audit_chain_goes_on(store, files):
    files.open_items("a", item("1"), as_of=D1)
    sync(store, files, "a")
    undo(store)
    with store.read() as session:
        actions = [
            row[0] for row in session.connection().exec_driver_sql("SELECT action FROM audit_event ORDER BY seq")
        ]
    assert actions == ["sync", "undo"]
    assert all(check.ok for check in verify(store))


def test_what_the_collectors_facts_hang_on_stays_as_vanished(store, files):
    files.open_items("a", item("1"), as_of=D1)
    accounts = [customer(), customer("1002", contacts=(contact("Ann"),)), customer("1003")]
    rows = [item("1"), item("2", account="1002"), item("3", account="1002"), item("4", account="1003")]
    files.open_items("b", *rows, accounts=accounts, as_of=D2)
    sync(store, files, "a")
    sync(store, files, "b")
    ident = item_rows(store)["2"]
    write(
        store,
        "INSERT INTO activity "
        "(at, zone, seconds, channel, direction, outcome, also, revision, superseded, logged_at, id) "
        "VALUES ('2026-10-30T00:00:00.000000Z', 'UTC', 0, 'call_out', 'out', 'NA', '[]', 1, 0, "
        "'2026-10-30T00:00:00.000000Z', 'ACT')",
    )
    write(store, f"INSERT INTO activity_account VALUES ('ACT', '{ident['account_id']}', 0)")
    write(store, f"INSERT INTO activity_item VALUES ('ACT', '{ident['id']}')")
    write(store, "UPDATE activity SET contact_id = (SELECT id FROM contact)")
    result = undo(store)
    assert len(result.warnings) == 3
    assert statuses(store) == {"1": "open", "2": "vanished"}
    with store.read() as session:
        connection = session.connection()
        accounts_now = connection.exec_driver_sql("SELECT number, vanished FROM account ORDER BY 1").all()
        assert [tuple(row) for row in accounts_now] == [("1001", 0), ("1002", 1)]
        assert connection.exec_driver_sql("SELECT active FROM contact").scalar() == 0
        assert connection.exec_driver_sql("SELECT count(*) FROM activity_item").scalar() == 1
    again = sync(store, files, "b")
    assert (again.runs[0].counts.reopened, again.runs[0].counts.new) == (1, 2)
    assert statuses(store)["2"] == "reopened"


def test_a_stage_reached_by_a_letter_since_stays(store, files):
    files.open_items("a", item("1"), item("2", account="1002"), as_of=D1)
    files.open_items("b", item("1", stage=1, stage_on="2026-10-20"), item("2", account="1002"), as_of=D2)
    sync(store, files, "a")
    sync(store, files, "b")
    write(store, "UPDATE item SET stage = 2, stage_on = '2026-10-30', stage_from = 'letter' WHERE number = '1'")
    undo(store)
    row = item_rows(store)["1"]
    assert (row["stage"], row["stage_on"], row["stage_from"]) == (2, "2026-10-30", "letter")


def test_a_contact_corrected_since_keeps_the_correction(store, files):
    files.customers("a", customer(contacts=(contact("Ann", phone="1"),)))
    files.customers("b", customer(contacts=(contact("Ann", phone="2", email="ann@x.example"),)))
    sync(store, files, "a")
    sync(store, files, "b")
    write(store, "UPDATE contact SET phone = '555', corrected = 1")
    undo(store)
    with store.read() as session:
        row = session.connection().exec_driver_sql("SELECT phone, email FROM contact").one()
    assert tuple(row) == ("555", None)


def test_a_case_with_a_note_stays_void(store, files):
    files.open_items("a", item("1"), as_of=D1)
    files.cases("c", case("C1", invoices=("1",)))
    sync(store, files, "a")
    sync(store, files, "c")
    write(store, "UPDATE dispute SET note = 'mine'")
    result = undo(store)
    with store.read() as session:
        row = session.connection().exec_driver_sql("SELECT status, note FROM dispute").one()
    assert (tuple(row), len(result.warnings)) == (("void", "mine"), 1)


def test_receipts_that_explained_nothing_any_more_explain_again(store, files):
    rest = [item(f"R{n}", account=f"9{n}") for n in range(9)]
    files.open_items("a", item("1"), *rest, as_of=D1)
    files.open_items("b", *rest, as_of=D2)
    files.receipts("r", receipt(value_date=D2), as_of=D2, coverage=D2)
    sync(store, files, "a")
    for _ in range(2):
        sync(store, files, "b", "r")
        assert statuses(store)["1"] == "paid"
        undo(store)
        assert statuses(store)["1"] == "open"


def test_items_that_were_last_seen_on_several_days_return_to_each_of_them(store, files):
    rows = [item(f"{n}", account=f"10{n % 3}") for n in range(9)]
    files.open_items("all", *rows, as_of=D1)
    files.open_items("some", *rows[:4], as_of=D2)
    files.open_items("all again", *rows, as_of=D3)
    sync(store, files, "all")
    sync(store, files, "some", scope="partial")
    before = dump(store)
    sync(store, files, "all again")
    undo(store)
    assert dump(store) == before


def test_items_of_several_companies_return_each_to_its_own_day(store, files):
    one = [item(f"A{n}", account=f"10{n % 3}", company="1000") for n in range(4)]
    two = [item(f"B{n}", account=f"10{n % 3}", company="2000") for n in range(3)]
    files.open_items("both", *one, *two, as_of=D1)
    files.open_items("one", *one, as_of=D2)
    files.open_items("both again", *one, *two, as_of=D3)
    sync(store, files, "both")
    sync(store, files, "one")
    before = dump(store)
    sync(store, files, "both again")
    undo(store)
    assert dump(store) == before


def test_every_table_that_names_an_account_is_known_to_own_it_or_to_be_carried_by_files():
    naming = {
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "account"
    }
    made_anew = {"worklist_row"}
    assert naming - {"account"} == {*OWNING, *CARRIED} | made_anew
