"""The doctor names what is missing and how to get it."""

import pytest

from app.services import doctor, stores
from app.services.letters.locales import BUILT

WORDS = "correct horse"


def findings(path, clock, passphrase=None):
    return {finding.code: finding for finding in doctor.examine(path, clock, passphrase)}


def test_a_machine_set_up_has_everything(tmp_path, clock):
    found = findings(tmp_path / "desk.db", clock, WORDS)
    wrong = [finding for code, finding in found.items() if not finding.ok and not code.startswith("language_")]
    assert not wrong
    assert {f"fonts_{locale}" for locale in BUILT} <= set(found)


def test_whatever_is_wrong_comes_with_a_way_out(tmp_path, clock, monkeypatch):
    monkeypatch.setattr(doctor, "_PACKAGES", ("no-such-package",))
    found = findings(tmp_path / "desk.db", clock)
    assert not found["package_no-such-package"].ok
    assert all(finding.fix is not None for finding in found.values() if not finding.ok)


def test_a_keyring_is_missed_only_where_one_is_needed(tmp_path, clock):
    path = tmp_path / "desk.db"
    assert not findings(path, clock)["keyring"].ok
    assert findings(path, clock, WORDS)["keyring"].ok
    stores.create(path, clock, WORDS).close()
    assert findings(path, clock)["keyring"].ok


@pytest.mark.parametrize(("passphrase", "ok"), [(WORDS, True), ("wrong", False), (None, False)])
def test_the_store_is_opened_with_what_there_is(tmp_path, clock, passphrase, ok):
    path = tmp_path / "desk.db"
    stores.create(path, clock, WORDS).close()
    assert findings(path, clock, passphrase)["store"].ok is ok


def test_nothing_is_written(tmp_path, clock):
    findings(tmp_path / "desk.db", clock, WORDS)
    assert list(tmp_path.iterdir()) == []
