"""A disk without room: the store's sentence, and every file and folder as it was before."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def snapshot(folder):
    """Everything in a folder but what SQLite and the lock keep beside a store."""
    rows = (path for path in folder.rglob("*") if not path.name.endswith((".lock", "-wal", "-shm")))
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in rows}


def crowded(folder, size, *argv):
    """Run a command that may write no file longer than ``size``, as on a disk that is nearly full."""

    def crowd():
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    command = [sys.executable, str(ROOT / "main.py"), *argv]
    env = {**os.environ, "COLLECTIONS_DESK_STORE": str(folder / "desk.db"), "XDG_STATE_HOME": str(folder / "state")}
    return subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=60, preexec_fn=crowd
    )


@pytest.mark.parametrize(
    "argv",
    [("daily", "--out", "new/one"), ("daily", "--out", "day.xlsx"), ("letters", "--out", "new/one", "--format", "txt"),
     ("letter", "C0071", "--kind", "dunning", "--format", "txt", "--out", "one.txt"), ("backup", "b.backup"),
     ("sync", "more.csv", "--scope", "partial"), ("company", "company.toml", "--store", "new.db"),
     ("restore", "kept.backup")],
    ids=" ".join,
)  # fmt: skip
@pytest.mark.parametrize("size", [0, 40_960])
def test_nothing_is_left_where_there_is_no_room(filled, inputs, argv, size):
    filled("dunning")
    filled("backup", "kept.backup")
    for name in ("day.xlsx", "one.txt"):
        (inputs / name).write_bytes(b"what was there before")
    (inputs / "more.csv").write_bytes((inputs / "open.csv").read_bytes().replace(b"INV-1", b"INV-2"))
    (inputs / "state").mkdir()
    before = snapshot(inputs)
    done = crowded(inputs, size, "--as-of", "2026-10-30", *argv)
    if done.returncode == 0:
        return  # it fits
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.count("\n") == 1
    assert ".making" not in done.stderr
    after = snapshot(inputs)
    assert {name for name in after if not name.startswith("state")} == {
        name for name in before if not name.startswith("state")
    }
    assert all(after[name] == before[name] for name in ("day.xlsx", "one.txt", "kept.backup"))
    filled("verify")
