"""The key: wrapping, the key file, a real keyring, and what is refused."""

import json
import os
import stat

import pytest

from app.errors import MachineError, StoreError
from app.services import security
from app.services.security import (
    KeyFile,
    KeyMode,
    change_passphrase,
    key_path,
    new_key,
    read_key_file,
    unwrap,
    write_key_file,
)

ID = "01JB0000000000000000000000"


def test_a_passphrase_opens_what_it_closed_and_no_other_does():
    key, raw = new_key(ID, "正しい馬")
    assert unwrap(key, "正しい馬", "desk.db") == raw
    with pytest.raises(StoreError) as wrong:
        unwrap(key, "正しい鹿", "desk.db")
    assert wrong.value.code == "passphrase_wrong"
    with pytest.raises(StoreError) as missing:
        unwrap(key, None, "desk.db")
    assert missing.value.code == "passphrase_needed"


def test_equal_characters_open_however_they_are_composed():
    key, raw = new_key(ID, "contrase\u00f1a")
    assert unwrap(key, "contrasen\u0303a", "desk.db") == raw


def test_the_key_file_has_the_form_that_is_documented(tmp_path):
    key, raw = new_key(ID, "open sesame")
    path = tmp_path / "desk.key.json"
    write_key_file(path, key)
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["store"] == ID
    assert document["mode"] == "passphrase"
    assert {name: document["kdf"][name] for name in ("name", "n", "r", "p")} == {
        "name": "scrypt",
        "n": 32768,
        "r": 8,
        "p": 1,
    }
    assert document["wrapped"]["cipher"] == "AES-256-GCM"
    assert raw.hex() not in path.read_text(encoding="utf-8")
    assert read_key_file(path) == key
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_wrapped_key_cannot_be_laid_beside_another_store():
    key, _ = new_key(ID, "open sesame")
    moved = security.KeyFile("01JB0000000000000000000001", key.mode, key.wrapped)
    with pytest.raises(StoreError):
        unwrap(moved, "open sesame", "desk.db")


GREEDY = json.dumps(
    {
        "format": 1,
        "store": "x",
        "mode": "passphrase",
        "kdf": {"name": "scrypt", "n": 2**30, "r": 8, "p": 1, "salt": ""},
        "wrapped": {"nonce": "AAAAAAAAAAAAAAAA", "key": ""},
    }
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "key_file_unreadable"),
        ("[]", "key_file_unreadable"),
        ('{"format": 1, "store": "x", "mode": "else"}', "key_file_unreadable"),
        ('{"format": 1, "store": "x", "mode": "passphrase"}', "key_file_unreadable"),
        ('{"format": 2, "store": "x", "mode": "cloud"}', "store_newer"),
        (GREEDY, "key_file_unreadable"),
    ],
)
def test_a_damaged_or_newer_key_file_is_refused(tmp_path, text, code):
    path = tmp_path / "desk.key.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StoreError) as refused:
        read_key_file(path)
    assert refused.value.code == code
    assert "desk.key.json" in str(refused.value)


def test_changing_the_passphrase_wraps_the_same_key(tmp_path):
    store = tmp_path / "desk.db"
    key, raw = new_key(ID, "old")
    write_key_file(key_path(store), key)
    before = key_path(store).read_bytes()
    with pytest.raises(StoreError):
        change_passphrase(store, "not it", "new")
    assert key_path(store).read_bytes() == before
    change_passphrase(store, "old", "new")
    assert unwrap(read_key_file(key_path(store)), "new", "desk.db") == raw
    with pytest.raises(StoreError):
        unwrap(read_key_file(key_path(store)), "old", "desk.db")


def test_a_store_whose_key_lies_in_a_missing_keyring_is_not_told_of_a_passphrase():
    with pytest.raises(MachineError) as refused:
        unwrap(KeyFile(ID, KeyMode.KEYRING), None, "desk.db")
    assert (refused.value.code, refused.value.exit_status) == ("no_keyring", 5)
    assert "desk.db" in str(refused.value)
    assert security.PASSPHRASE_VARIABLE not in str(refused.value)


def test_without_a_keyring_service_a_new_key_is_refused():
    with pytest.raises(MachineError) as refused:
        new_key(ID, None)
    assert refused.value.code == "no_keyring"
    assert refused.value.exit_status == 5
    assert security.PASSPHRASE_VARIABLE in str(refused.value)


def test_a_keyring_that_forgets_is_found_out_by_reading_back(monkeypatch):
    class Forgetful:
        name = "forgetful"

        def set_password(self, service, user, password):
            pass

        def get_password(self, service, user):
            return None

    monkeypatch.setattr("keyring.get_keyring", Forgetful)
    with pytest.raises(MachineError) as refused:
        new_key(ID, None)
    assert refused.value.code == "keyring_forgets"


MAKE = """
import sys
from app.services.security import *
from pathlib import Path
key, raw = new_key(sys.argv[1], None)
write_key_file(Path(sys.argv[2]), key)
print(keyring_name(), raw.hex())
"""
READ = """
import sys
from app.services.security import *
from pathlib import Path
print(unwrap(read_key_file(Path(sys.argv[1])), "ignored", "desk.db").hex())
"""


def test_a_real_keyring_keeps_the_key_from_one_session_to_the_next(keyring_session, tmp_path):
    path = tmp_path / "desk.key.json"
    made = keyring_session.python(MAKE, ID, str(path))
    assert made.returncode == 0, made.stderr
    raw = made.stdout.split()[-1]
    assert read_key_file(path).mode is KeyMode.KEYRING
    assert raw not in path.read_text(encoding="utf-8")
    again = keyring_session.python(READ, str(path), COLLECTIONS_DESK_PASSPHRASE="ignored")
    assert again.stdout.strip() == raw, again.stderr


def test_another_users_keyring_does_not_open_the_store(keyring_session, tmp_path):
    path = tmp_path / "desk.key.json"
    write_key_file(path, security.KeyFile(ID, KeyMode.KEYRING))
    asked = keyring_session.python(
        "import sys\nfrom app.errors import StoreError\n"
        "try:\n    exec(sys.argv.pop())\nexcept StoreError as error:\n    print(error.code, error.exit_status)",
        str(path),
        READ,
    )
    assert asked.stdout.split() == ["key_missing", "4"], asked.stderr


def test_leaving_the_keyring_takes_the_entry_away(keyring_session, tmp_path):
    store = tmp_path / "desk.db"
    code = (
        "import sys\nfrom pathlib import Path\nfrom app.services.security import *\nfrom app.errors import AppError\n"
        f"store = Path(sys.argv[1])\nkey, raw = new_key('{ID}', None)\nwrite_key_file(key_path(store), key)\n"
        "change_passphrase(store, None, 'words')\n"
        "print(unwrap(read_key_file(key_path(store)), 'words', 'desk.db') == raw)\n"
        "try:\n    unwrap(key, None, 'desk.db')\nexcept AppError as error:\n    print(error.code)\n"
    )
    done = keyring_session.python(code, str(store))
    assert done.stdout.split() == ["True", "key_missing"], done.stderr


def test_a_read_only_folder_is_one_sentence(frozen_folder):
    key, _ = new_key(ID, "open sesame")
    with pytest.raises(StoreError) as refused:
        write_key_file(frozen_folder() / "desk.key.json", key)
    assert refused.value.code == "folder_read_only"
    assert refused.value.exit_status == 4
