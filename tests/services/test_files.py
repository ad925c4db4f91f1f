"""Files that are put back where what belongs to them fails."""

from __future__ import annotations

import errno
import shutil

import pytest

from app.errors import RefusedError, StoreError
from app.i18n import msg
from app.services.files import file_undone


def write_and_fail(path) -> None:
    """Write a file whose record is then refused."""
    with file_undone(path):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"after")
        raise RefusedError("no", msg("No."))


def test_what_lay_there_comes_back(tmp_path):
    path = tmp_path / "day.xlsx"
    path.write_bytes(b"before")
    with pytest.raises(RefusedError):
        write_and_fail(path)
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_what_did_not_lie_there_goes_with_its_folders(tmp_path):
    path = tmp_path / "new" / "day.xlsx"
    with pytest.raises(RefusedError):
        write_and_fail(path)
    assert list(tmp_path.iterdir()) == []


def test_what_succeeds_stays(tmp_path):
    path = tmp_path / "day.xlsx"
    path.write_bytes(b"before")
    with file_undone(path):
        path.write_bytes(b"after")
    assert path.read_bytes() == b"after"
    assert list(tmp_path.iterdir()) == [path]


def test_a_copy_that_finds_no_room_leaves_the_file_alone(tmp_path, monkeypatch):
    path = tmp_path / "day.xlsx"
    path.write_bytes(b"before")

    def half(_source, target):
        target.write_bytes(b"be")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copy2", half)
    with pytest.raises(StoreError) as full, file_undone(path):
        path.write_bytes(b"after")
    assert full.value.code == "disk_full"
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]
