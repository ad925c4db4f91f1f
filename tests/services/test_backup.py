"""Backup and restore: the same store on any machine with the passphrase, and nothing lost on the way."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import text

from app.errors import AppError
from app.services import backup as module
from app.services import stores
from app.services.backup import backup, restore
from app.services.security import KeyMode, key_path, read_key_file

ROOT = Path(__file__).parents[2]
WORDS = "correct horse"


@pytest.fixture
def path(tmp_path, clock):
    path = tmp_path / "old" / "desk.db"
    with stores.create(path, clock, WORDS) as opened:
        note(opened, "first")
    return path


def note(opened, word):
    with opened.store.write() as uow:
        uow.audit("test.note", "store", word)
        uow.commit()


def notes(path, clock, passphrase=WORDS):
    with stores.open_reading(path, clock, passphrase) as opened, opened.store.read() as session:
        query = "select entity_id from audit_event where action = 'test.note' order by seq"
        return session.execute(text(query)).scalars().all()


def back_up(path, clock, target, passphrase=WORDS):
    with stores.open_writing(path, clock, WORDS) as opened:
        return backup(opened, target, passphrase)


def refusal(function, *args):
    with pytest.raises(AppError) as refused:
        function(*args)
    return refused.value


def files(folder):
    return {item.name: item.read_bytes() for item in folder.iterdir() if item.suffix != ".lock"}


def test_a_backup_restores_on_another_machine(path, tmp_path, clock):
    written = back_up(path, clock, tmp_path / "desk.backup")
    assert written.size == written.file.stat().st_size
    assert not written.keyring_only
    made = restore(written.file, tmp_path / "new" / "desk.db", clock, WORDS)
    assert (made.accounts, made.items, made.kept) == (0, 0, None)
    assert notes(made.store, clock) == ["first"]


def test_the_backup_is_encrypted_and_holds_no_raw_key(path, tmp_path, clock):
    with stores.open_writing(path, clock, WORDS) as opened:
        raw = opened.store.key
        written = backup(opened, tmp_path / "desk.backup", WORDS)
    data = written.file.read_bytes()
    assert raw not in data
    assert b"SQLite format 3" not in data
    assert b"test.note" not in data


def test_a_backup_takes_another_passphrase(path, tmp_path, clock):
    written = back_up(path, clock, tmp_path / "desk.backup", "for the safe")
    target = tmp_path / "new" / "desk.db"
    assert refusal(restore, written.file, target, clock, WORDS).code == "passphrase_wrong"
    refused = refusal(restore, written.file, target, clock, None)
    assert (refused.code, refused.exit_status) == ("passphrase_needed", 4)
    assert not target.exists()
    restore(written.file, target, clock, "for the safe")
    assert notes(target, clock, "for the safe") == ["first"]


def test_a_backup_made_while_the_store_is_written_is_whole(path, tmp_path, clock):
    with stores.open_writing(path, clock, WORDS) as opened:
        with opened.store.write() as uow:
            uow.audit("test.note", "store", "unfinished")
            with stores.open_reading(path, clock, WORDS) as reader:
                backup(reader, tmp_path / "desk.backup", WORDS)
            uow.commit()
        note(opened, "later")
    made = restore(tmp_path / "desk.backup", tmp_path / "new" / "desk.db", clock, WORDS)
    assert notes(made.store, clock) == ["first"]


def test_restoring_over_a_store_keeps_it(path, tmp_path, clock):
    written = back_up(path, clock, tmp_path / "desk.backup")
    with stores.open_writing(path, clock, WORDS) as opened:
        note(opened, "second")
    made = restore(written.file, path, clock, WORDS)
    assert made.kept == path.with_name("desk.before-restore.db")
    assert notes(path, clock) == ["first"]
    assert notes(made.kept, clock) == ["first", "second"]
    restore(written.file, path, clock, WORDS)
    assert notes(path.with_name("desk.before-restore-2.db"), clock) == ["first", "second"]


def test_a_store_that_cannot_be_read_any_more_is_kept_too(path, tmp_path, clock):
    written = back_up(path, clock, tmp_path / "desk.backup")
    path.write_bytes(b"damaged")
    path.with_name("desk.db-wal").write_bytes(b"left over")
    made = restore(written.file, path, clock, WORDS)
    assert made.kept.read_bytes() == b"damaged"
    assert made.kept.with_name("desk.before-restore.db-wal").read_bytes() == b"left over"
    assert notes(path, clock) == ["first"]


def test_a_store_in_use_is_not_restored_over(path, tmp_path, clock):
    written = back_up(path, clock, tmp_path / "desk.backup")
    with stores.open_writing(path, clock, WORDS):
        assert refusal(restore, written.file, path, clock, WORDS).code == "store_in_use"


@pytest.mark.parametrize("damage", ["missing", "empty", "text", "truncated", "flipped", "other archive"])
def test_what_is_no_backup_is_refused_and_changes_nothing(path, tmp_path, clock, damage):
    source = back_up(path, clock, tmp_path / "desk.backup").file
    data = source.read_bytes()
    middle = len(data) // 2
    changed = {
        "empty": b"",
        "text": b"hello",
        "truncated": data[:middle],
        "flipped": data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :],
    }
    if damage == "missing":
        source.unlink()
    elif damage == "other archive":
        with zipfile.ZipFile(source, "w") as archive:
            archive.writestr("backup.json", json.dumps({"kind": "something else", "format": 1}))
    else:
        source.write_bytes(changed[damage])
    before = files(path.parent)
    refused = refusal(restore, source, path, clock, WORDS)
    assert refused.exit_status == 3
    assert refused.code in {"file_missing", "not_a_backup", "backup_damaged"}
    assert "desk.backup" in str(refused)
    assert files(path.parent) == before


def test_a_newer_backup_is_refused(path, tmp_path, clock):
    with stores.open_writing(path, clock, WORDS) as opened:
        with opened.store.engine.begin() as connection:
            connection.exec_driver_sql("update alembic_version set version_num = '9999'")
        written = backup(opened, tmp_path / "desk.backup", WORDS)
    before = files(path.parent)
    refused = refusal(restore, written.file, path, clock, WORDS)
    assert (refused.code, refused.exit_status) == ("store_newer", 4)
    assert files(path.parent) == before


def test_a_backup_replaces_a_backup_but_no_other_file(path, tmp_path, clock):
    target = tmp_path / "desk.backup"
    back_up(path, clock, target)
    with stores.open_writing(path, clock, WORDS) as opened:
        note(opened, "second")
    back_up(path, clock, target)
    made = restore(target, tmp_path / "new" / "desk.db", clock, WORDS)
    assert notes(made.store, clock) == ["first", "second"]
    other = tmp_path / "report.xlsx"
    other.write_bytes(b"PK\x03\x04 a workbook")
    assert refusal(back_up, path, clock, other).code == "file_exists"
    assert refusal(back_up, path, clock, path).code == "store_file"
    assert other.read_bytes() == b"PK\x03\x04 a workbook"


def test_a_read_only_folder_is_one_sentence(path, clock, frozen_folder):
    with stores.open_writing(path, clock, WORDS) as opened:
        refused = refusal(backup, opened, frozen_folder() / "desk.backup", WORDS)
    assert (refused.code, refused.exit_status) == ("folder_read_only", 4)


def test_a_full_disk_leaves_the_older_backup(path, tmp_path, clock, monkeypatch):
    target = tmp_path / "desk.backup"
    back_up(path, clock, target)
    before = target.read_bytes()

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.zipfile.ZipFile, "write", full)
    refused = refusal(back_up, path, clock, target)
    assert (refused.code, refused.exit_status) == ("disk_full", 4)
    assert target.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir() if item.is_file()] == ["desk.backup"]


def test_a_missing_folder_is_refused(path, tmp_path, clock):
    refused = refusal(back_up, path, clock, tmp_path / "none" / "desk.backup")
    assert (refused.code, refused.exit_status) == ("folder_missing", 3)


KEYRING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from app.clock import FixedClock
from app.errors import AppError
from app.services import stores
from app.services.backup import backup, restore
clock, folder = FixedClock(datetime(2026, 10, 30, tzinfo=UTC)), Path(sys.argv[1])
with stores.create(folder / "desk.db", clock, None) as opened:
    print(backup(opened, folder / "plain.backup", None).keyring_only)
    print(backup(opened, folder / "words.backup", "words").keyring_only)
print(restore(folder / "plain.backup", folder / "again.db", clock, None).store.name)
"""


def test_a_keyring_stores_backup_says_where_it_opens(keyring_session, tmp_path, clock):
    done = keyring_session.python(KEYRING, str(tmp_path))
    assert done.stdout.split() == ["True", "False", "again.db"], done.stderr
    assert read_key_file(key_path(tmp_path / "again.db")).mode is KeyMode.KEYRING
    refused = refusal(restore, tmp_path / "plain.backup", tmp_path / "elsewhere.db", clock, None)
    assert (refused.code, refused.exit_status) == ("no_keyring", 5)
    restore(tmp_path / "words.backup", tmp_path / "elsewhere.db", clock, "words")
    stores.open_reading(tmp_path / "elsewhere.db", clock, "words").close()


RESTORE = """
import os, sys
from pathlib import Path
from datetime import UTC, datetime
from app.clock import FixedClock
from app.services import backup
wanted = sys.argv[3]
def die(*args, **kwargs):
    os._exit(9)  # as if killed: nothing is tidied up
setattr(backup, wanted, die)
backup.restore(Path(sys.argv[1]), Path(sys.argv[2]), FixedClock(datetime(2026, 10, 30, tzinfo=UTC)), "correct horse")
"""


@pytest.mark.parametrize("moment", ["_bring_up", "_exchange", "write_key_file"])
def test_a_restore_that_is_killed_loses_nothing(path, tmp_path, clock, moment):
    source = back_up(path, clock, tmp_path / "desk.backup").file
    with stores.open_writing(path, clock, WORDS) as opened:
        note(opened, "second")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", RESTORE, str(source), str(path), moment]
    assert subprocess.run(command, env=env, check=False, timeout=60).returncode == 9
    if moment == "write_key_file":
        assert refusal(stores.create, path, clock, WORDS).code == "restore_interrupted"
        assert notes(path.with_name("desk.before-restore.db"), clock) == ["first", "second"]
    else:
        assert notes(path, clock) == ["first", "second"]
    restore(source, path, clock, WORDS)
    assert notes(path, clock) == ["first"]


def test_nothing_temporary_is_left(path, tmp_path, clock):
    shutil.copytree(path.parent, tmp_path / "copy")
    written = back_up(path, clock, tmp_path / "desk.backup")
    restore(written.file, path, clock, WORDS)
    names = {item.name for item in path.parent.iterdir()}
    assert names == {
        "desk.db", "desk.key.json", "desk.lock", "desk.before-restore.db", "desk.before-restore.key.json",
    } | {name for name in names if name.endswith(("-wal", "-shm"))}  # fmt: skip


def test_a_restore_that_fails_at_the_exchange_leaves_the_store_where_it_was(path, tmp_path, clock):
    target = tmp_path / "desk.backup"
    back_up(path, clock, target)
    path.with_name("desk.before-restore.key.json").mkdir()
    before = path.read_bytes(), key_path(path).read_bytes()
    assert isinstance(refusal(restore, target, path, clock, WORDS), AppError)
    assert (path.read_bytes(), key_path(path).read_bytes()) == before
    assert notes(path, clock) == ["first"]
