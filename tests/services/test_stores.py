"""Opening: who may, what is refused, what a dying start leaves behind."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from app.driver import PAGE
from app.errors import AppError, RefusedError, StoreError, UsageError
from app.models.engine import open_engine
from app.services import stores
from app.services.lock import StoreLock, lock_path
from app.services.security import key_path, read_key_file, unwrap

WORDS = "correct horse"


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """A folder with one store, closed; copy it before changing anything."""
    from datetime import UTC, datetime

    from app.clock import FixedClock

    path = tmp_path_factory.mktemp("made") / "desk.db"
    stores.create(path, FixedClock(datetime(2026, 10, 30, tzinfo=UTC)), WORDS).close()
    return path


@pytest.fixture
def path(made, tmp_path):
    shutil.copytree(made.parent, tmp_path / "store")
    return tmp_path / "store" / "desk.db"


def refusal(function, *args):
    with pytest.raises(AppError) as refused:
        function(*args)
    return refused.value


def write_something(opened):
    with opened.store.write() as uow:
        uow.audit("test.event", "store", "desk")
        uow.commit()


def events(opened):
    with opened.store.read() as session:
        return session.execute(text("select count(*) from audit_event where action = 'test.event'")).scalar()


def test_a_new_store_opens_again_with_its_passphrase(path, clock):
    with stores.open_writing(path, clock, WORDS) as opened:
        write_something(opened)
    with stores.open_reading(path, clock, WORDS) as opened:
        assert events(opened) == 1


def test_the_file_is_encrypted(path):
    data = path.read_bytes()
    assert not data.startswith(b"SQLite format 3")
    assert b"CREATE TABLE" not in data


def test_a_reader_never_makes_a_store(tmp_path, clock):
    refused = refusal(stores.open_reading, tmp_path / "none.db", clock, WORDS)
    assert isinstance(refused, RefusedError)
    assert (refused.code, refused.exit_status) == ("store_missing", 3)
    assert list(tmp_path.iterdir()) == []


def test_a_reader_cannot_write(path, clock):
    with stores.open_reading(path, clock, WORDS) as opened:
        assert refusal(write_something, opened).code == "store_read_only"


def test_readers_work_beside_the_writer(path, clock):
    with stores.open_writing(path, clock, WORDS) as writer, writer.store.write() as uow:
        uow.audit("test.event", "store", "desk")
        with stores.open_reading(path, clock, WORDS) as reader:
            assert events(reader) == 0
            uow.commit()
            assert events(reader) == 1


def test_a_second_writer_is_refused_until_the_first_is_done(path, clock):
    with stores.open_writing(path, clock, WORDS):
        refused = refusal(stores.open_writing, path, clock, WORDS)
        assert (refused.code, refused.exit_status) == ("store_in_use", 4)
    stores.open_writing(path, clock, WORDS).close()


def test_the_lock_is_freed_when_its_process_is_killed(path, clock):
    code = (
        "import sys\nfrom pathlib import Path\nfrom app.services.lock import StoreLock\n"
        "lock = StoreLock(Path(sys.argv[1]))\nprint('held', flush=True)\nsys.stdin.read()"
    )
    root = Path(__file__).parents[2]
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    with holder:
        assert holder.stdout.readline().strip() == b"held"
        assert refusal(stores.open_writing, path, clock, WORDS).code == "store_in_use"
        holder.kill()
        holder.wait()
        StoreLock(path).release()
    assert lock_path(path).exists()


def test_a_wrong_key_is_refused_and_nothing_changes(path, clock):
    before = path.read_bytes()
    assert refusal(stores.open_writing, path, clock, "wrong").code == "passphrase_wrong"
    assert refusal(stores.open_writing, path, clock, None).code == "passphrase_needed"
    assert path.read_bytes() == before
    stores.open_writing(path, clock, WORDS).close()


def test_another_stores_key_file_is_refused(path, tmp_path, clock):
    other = tmp_path / "other.db"
    stores.create(other, clock, WORDS).close()
    shutil.copyfile(key_path(other), key_path(path))
    refused = refusal(stores.open_reading, path, clock, WORDS)
    assert (refused.code, refused.exit_status) == ("store_unreadable", 4)
    assert "desk.db" in str(refused)


@pytest.mark.parametrize("damage", [b"", b"x" * 5000, b"SQLite format 3\x00" + bytes(4080)])
def test_a_damaged_store_is_refused(path, clock, damage):
    path.write_bytes(damage)
    for way in (stores.open_reading, stores.open_writing):
        refused = refusal(way, path, clock, WORDS)
        assert (refused.code, refused.exit_status) == ("store_unreadable", 4)
    assert path.read_bytes() == damage


def test_a_truncated_store_is_refused_wherever_the_cut_is_met(path, clock):
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])

    def read_all():
        with stores.open_reading(path, clock, WORDS) as opened, opened.store.read() as session:
            names = session.execute(text("select name from sqlite_master where type = 'table'")).scalars().all()
            for name in names:
                session.execute(text(f'select * from "{name}"')).all()

    assert refusal(read_all).code == "store_unreadable"


def test_a_newer_store_is_refused_and_left_alone(path, clock):
    with stores.open_writing(path, clock, WORDS) as opened, opened.store.engine.begin() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")
    for way in (stores.open_reading, stores.open_writing):
        refused = refusal(way, path, clock, WORDS)
        assert (refused.code, refused.exit_status) == ("store_newer", 4)


def test_an_encrypted_file_that_is_no_store_is_refused(path, clock):
    raw = unwrap(read_key_file(key_path(path)), WORDS, "desk.db")
    for part in (path, *path.parent.glob("desk.db-*")):
        part.unlink()
    engine = open_engine(path, raw)
    with engine.begin() as connection:
        connection.exec_driver_sql("create table notes (text)")
    engine.dispose()
    for way in (stores.open_reading, stores.open_writing):
        assert refusal(way, path, clock, WORDS).code == "store_unreadable"


def test_a_store_without_its_key_file_is_refused(path, clock):
    key_path(path).unlink()
    refused = refusal(stores.open_reading, path, clock, WORDS)
    assert (refused.code, refused.exit_status) == ("key_file_missing", 4)


def test_a_read_only_folder_is_refused_for_writers(path, clock, frozen_folder):
    place = frozen_folder.folder / "desk.db"
    shutil.copyfile(path, place)
    shutil.copyfile(key_path(path), key_path(place))
    stores.open_writing(place, clock, WORDS).close()
    frozen_folder()
    refused = refusal(stores.open_writing, place, clock, WORDS)
    assert (refused.code, refused.exit_status) == ("folder_read_only", 4)
    new = refusal(stores.create, place.with_name("new.db"), clock, WORDS)
    assert (new.code, new.exit_status) == ("folder_read_only", 4)


def test_a_read_only_folder_is_refused_for_readers_too(path, clock, frozen_folder):
    """SQLite keeps the readers of a WAL store in a file beside it, so that reading needs the folder as well."""
    place = frozen_folder.folder / "desk.db"
    shutil.copyfile(path, place)
    shutil.copyfile(key_path(path), key_path(place))
    frozen_folder()
    refused = refusal(stores.open_reading, place, clock, WORDS)
    assert (refused.code, refused.exit_status) == ("store_read_only", 4)


def test_a_full_disk_is_one_sentence_and_nothing_is_kept(path, clock):
    with stores.open_writing(path, clock, WORDS) as opened:
        pages = 0
        with opened.store.engine.connect() as connection:
            pages = connection.exec_driver_sql("pragma page_count").scalar()
        opened.store.engine.dispose()

        def fill():
            with opened.store.write() as uow:
                uow.session.connection().exec_driver_sql(f"pragma max_page_count = {pages}")
                uow.audit("test.event", "store", "x" * 100_000)
                uow.commit()

        refused = refusal(fill)
        assert (refused.code, refused.exit_status) == ("disk_full", 4)
        assert events(opened) == 0


def test_a_store_is_not_made_over_another(path, clock):
    before = path.read_bytes()
    assert refusal(stores.create, path, clock, WORDS).code == "store_exists"
    assert path.read_bytes() == before


def test_a_name_that_is_no_stores_is_refused(tmp_path, clock):
    refused = refusal(stores.create, tmp_path / "desk.sqlite", clock, WORDS)
    assert isinstance(refused, UsageError)


def test_leftovers_of_a_store_that_is_gone_are_kept_aside(path, clock):
    old_key = key_path(path).read_bytes()
    path.unlink()
    path.with_name("desk.db-wal").write_bytes(b"leftover")
    stores.create(path, clock, "new words").close()
    assert path.with_name("desk.key.json.old").read_bytes() == old_key
    assert path.with_name("desk.db-wal.old").read_bytes() == b"leftover"
    with stores.open_reading(path, clock, "new words") as opened:
        assert events(opened) == 0


CREATE = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from app.clock import FixedClock
from app.services import stores
setattr(stores, sys.argv[2], lambda *args, **kwargs: os._exit(9))
stores.create(Path(sys.argv[1]), FixedClock(datetime(2026, 10, 30, tzinfo=UTC)), "correct horse")
"""


@pytest.mark.parametrize("moment", ["upgrade", "write_key_file"])
def test_a_start_that_is_killed_leaves_nothing_that_looks_like_a_store(tmp_path, clock, moment):
    path = tmp_path / "desk.db"
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", CREATE, str(path), moment]
    assert subprocess.run(command, env=env, check=False, timeout=60).returncode == 9
    assert refusal(stores.open_reading, path, clock, WORDS).code == "store_missing"
    stores.create(path, clock, WORDS).close()
    assert sorted(item.name for item in tmp_path.iterdir()) == ["desk.db", "desk.key.json", "desk.lock"]


def test_without_a_keyring_nothing_is_made(tmp_path, clock):
    refused = refusal(stores.create, tmp_path / "desk.db", clock, None)
    assert refused.exit_status == 5
    assert [item.name for item in tmp_path.iterdir()] == ["desk.lock"]


def test_a_damaged_page_found_later_is_a_sentence_too(path, clock):
    with stores.open_writing(path, clock, WORDS) as opened:
        write_something(opened)
    data = bytearray(path.read_bytes())
    for place in range(PAGE * 3, len(data), PAGE):
        data[place + 100] ^= 0xFF
    path.write_bytes(bytes(data))
    with pytest.raises(StoreError) as refused, stores.open_reading(path, clock, WORDS) as opened:
        events(opened)
    assert refused.value.code == "store_unreadable"
