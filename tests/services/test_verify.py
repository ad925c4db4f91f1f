"""Verify finds every way of tampering that has the file but not the key."""

import hashlib
from datetime import date

import pytest
from sqlalchemy import text

from app.i18n import render
from app.services import stores
from app.services.audit import audit_key
from app.services.verify import AuditMark, check_chain, check_letters, check_mark, verify

WORDS = "correct horse"


@pytest.fixture
def filled(store):
    for number in range(5):
        with store.write() as uow:
            uow.audit("test.note", "store", f"n{number}", amount=number)
            uow.commit()
    return store


def tamper(store, *statements):
    with store.engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def chain(store):
    with store.read() as session:
        return check_chain(session, audit_key(store.key))


def test_an_untouched_chain_is_in_order(filled):
    assert chain(filled).ok
    assert "5 events" in render(chain(filled).text)


@pytest.mark.parametrize(
    ("statement", "event"),
    [
        ("update audit_event set facts = '{\"amount\":99}' where seq = 3", "event 3"),
        ("update audit_event set at = '2026-01-01T00:00:00.000000Z' where seq = 1", "event 1"),
        ("update audit_event set actor = 'somebody' where seq = 5", "event 5"),
        ("update audit_event set action = 'x' where seq = 2", "event 2"),
        ("update audit_event set entity_id = 'x' where seq = 2", "event 2"),
        ("delete from audit_event where seq = 1", "event 1"),
        ("delete from audit_event where seq = 3", "event 3"),
    ],
)
def test_an_edited_or_removed_event_is_found(filled, statement, event):
    tamper(filled, statement)
    found = chain(filled)
    assert not found.ok
    assert event in render(found.text)


def test_the_last_event_removed_is_found(filled):
    tamper(filled, "delete from audit_event where seq = 5")
    assert not chain(filled).ok


def test_the_last_event_removed_and_the_head_put_back_is_found(filled):
    tamper(
        filled,
        "delete from audit_event where seq = 5",
        "update audit_head set count = 4, hash = (select hash from audit_event where seq = 4)",
    )
    found = chain(filled)
    assert not found.ok
    assert "head" in render(found.text)


def test_two_events_in_another_order_are_found(filled):
    tamper(
        filled,
        "update audit_event set seq = 99 where seq = 2",
        "update audit_event set seq = 2 where seq = 3",
        "update audit_event set seq = 3 where seq = 99",
    )
    assert not chain(filled).ok


def test_removing_everything_is_found(filled):
    tamper(filled, "delete from audit_event", "delete from audit_head")
    assert not chain(filled).ok


def test_an_event_of_another_store_does_not_fit(filled):
    tamper(
        filled,
        "insert into audit_event"
        " select 6, 'id', at, actor, action, entity, entity_id, facts, hash from audit_event where seq = 5",
    )
    assert not chain(filled).ok


def test_a_workbooks_mark_lies_on_the_chain_of_its_store_alone(filled):
    with filled.read() as session:
        stored = session.execute(text("select hash from audit_event where seq = 3")).scalar()
        assert check_mark(session, AuditMark(3, stored)).ok
        assert not check_mark(session, AuditMark(4, stored)).ok
        assert not check_mark(session, AuditMark(9, stored)).ok


def letter_file(store, name, content, written):
    columns = "id, letter_id, path, format, sha256, written_at"
    values = (
        f"{name}{written}"[:26],
        "none",
        name,
        "pdf",
        hashlib.sha256(content).hexdigest(),
        f"2026-10-30T00:00:0{written}.000000Z",
    )
    connection = store.engine.raw_connection()
    connection.execute("pragma foreign_keys = off")
    connection.execute(f"insert into letter_file ({columns}) values (?, ?, ?, ?, ?, ?)", values)
    connection.execute("pragma foreign_keys = on")
    connection.close()


def letters(store):
    with store.read() as session:
        return check_letters(session, store.path.parent)


def test_letter_files_are_compared_with_what_was_written(store):
    folder = store.path.parent
    (folder / "letters").mkdir()
    inside = folder / "letters" / "a.pdf"
    inside.write_bytes(b"as written")
    letter_file(store, "letters/a.pdf", b"an older letter of this name", 1)
    letter_file(store, "letters/a.pdf", b"as written", 2)
    assert letters(store).ok
    inside.write_bytes(b"as changed")
    assert "letters/a.pdf" in render(letters(store).text)
    assert not letters(store).ok
    inside.unlink()
    assert "missing" in render(letters(store).text)
    assert not letters(store).ok


def test_a_store_just_made_verifies_and_a_damaged_one_does_not(tmp_path, clock):
    path = tmp_path / "desk.db"
    stores.create(path, clock, WORDS).close()
    with stores.open_reading(path, clock, WORDS) as opened:
        assert [(check.name, check.ok) for check in verify(opened.store)] == [
            ("store", True),
            ("audit", True),
            ("letters", True),
        ]
    data = bytearray(path.read_bytes())
    data[-100] ^= 1  # in the last page: no table that opening reads lies there
    path.write_bytes(bytes(data))
    with stores.open_reading(path, clock, WORDS) as opened:
        found = verify(opened.store)
    assert [(check.name, check.ok) for check in found] == [("store", False)]


def test_an_orphan_is_damage(filled):
    letter_file(filled, "x.pdf", b"", 1)
    assert not verify(filled)[0].ok


def test_every_write_of_the_day_is_on_the_chain(store):
    from app.services.preferences import put_setting

    with store.write() as uow:
        put_setting(uow, "remark", "busy", date(2026, 10, 30))
        uow.commit()
    assert chain(store).ok
    assert "1 event." in render(chain(store).text)
