"""The encrypted file: wrong keys, orphans, readers beside a writer."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.enums import ItemKind, ItemStatus
from app.errors import StoreError
from app.models import Account, Item
from app.models.engine import open_engine
from app.models.types import moment_text, new_id, new_ids

KEY = bytes(range(32))
NOW = datetime(2026, 10, 30, tzinfo=UTC)


def _item(account_id: str) -> Item:
    day = date(2026, 10, 30)
    return Item(
        id=new_id(NOW),
        account_id=account_id,
        source="test",
        number="1",
        kind=ItemKind.INVOICE,
        currency="USD",
        original=100,
        open=100,
        status=ItemStatus.OPEN,
        first_seen=day,
        last_seen=day,
        first_run_id="r",
        last_run_id="r",
    )


def test_an_orphan_is_refused_by_the_file_itself(store):
    with store.write() as uow:
        uow.session.add(_item("nobody"))
        with pytest.raises(IntegrityError):
            uow.commit()
    with store.read() as session:
        assert session.scalar(text("SELECT count(*) FROM item")) == 0


def test_foreign_keys_and_wal_are_on_in_every_connection(store):
    with store.read() as session:
        assert session.scalar(text("PRAGMA foreign_keys")) == 1
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"


def test_a_state_outside_its_set_is_refused(store):
    with pytest.raises(IntegrityError), store.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO account (id, key, number, name, address, debtor_type, state, hold_orders, "
            "do_not_dun, vanished) VALUES ('a', '1', '1', 'x', '[]', 'company', 'sleeping', 0, 0, 0)"
        )


def test_the_file_holds_nothing_readable(store):
    with store.write() as uow:
        uow.session.add(Account(id=new_id(uow.now), key="1", number="1", name="Aceros Legibles"))
        uow.commit()
    store.close()
    content = b"".join(path.read_bytes() for path in store.path.parent.glob("desk.db*"))
    assert b"Aceros" not in content
    assert b"SQLite format" not in content


def test_a_wrong_key_is_one_sentence(store_path: Path):
    with pytest.raises(StoreError) as error:
        open_engine(store_path, bytes(32)).connect()
    assert error.value.code == "store_unreadable"
    assert "desk.db" in str(error.value)


def test_a_file_that_is_no_store_is_one_sentence(tmp_path: Path):
    path = tmp_path / "letter.db"
    path.write_bytes(b"Dear Sirs, " * 1000)
    with pytest.raises(StoreError) as error:
        open_engine(path, KEY).connect()
    assert error.value.exit_status == 4


def test_a_reader_sees_the_store_as_it_was_while_a_writer_works(store):
    with store.write() as uow:
        uow.session.add(Account(id=new_id(uow.now), key="1", number="1", name="x"))
        uow.session.flush()
        with store.read() as session:
            assert session.scalar(text("SELECT count(*) FROM account")) == 0
        uow.commit()
    with store.read() as session:
        assert session.scalar(text("SELECT count(*) FROM account")) == 1


def test_a_read_only_engine_cannot_write(store):
    reader = open_engine(store.path, KEY, read_only=True)
    with pytest.raises(DatabaseError), reader.begin() as connection:
        connection.exec_driver_sql("DELETE FROM account")
    reader.dispose()


def test_ids_sort_by_the_moment_they_were_made():
    earlier = new_ids(NOW, 2_000)
    later = new_ids(NOW.replace(year=2027), 2_000)
    assert earlier == sorted(earlier)
    assert max(earlier) < min(later)
    assert {len(one) for one in earlier} == {26}
    assert len(set(earlier)) == 2_000


def test_ids_of_one_moment_sort_in_the_order_of_their_making():
    made = [new_id(NOW) for _ in range(50)] + new_ids(NOW, 3_000) + [new_id(NOW)]
    assert made == sorted(set(made))


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        moment_text(datetime(2026, 1, 1))
