"""kill -9 at any moment of a sync leaves the store as it was before or as it is after."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from app.services.verify import verify
from tests.builders.rows import sync
from tests.services.sync.killed import files, open_store

ROOT = Path(__file__).resolve().parents[3]
KILLS = 6


def state(path: Path) -> tuple:
    """What the store says, but for ids that differ from run to run."""
    store = open_store(path)
    try:
        assert all(check.ok for check in verify(store))
        with store.read() as session:
            connection = session.connection()
            queries = (
                "SELECT number, open, status, last_seen FROM item ORDER BY 1",
                "SELECT number, name FROM account ORDER BY 1",
                "SELECT name FROM contact ORDER BY 1",
                "SELECT number, amount FROM receipt ORDER BY 1",
                "SELECT count(*) FROM search",
                "SELECT count(*), sum(total) FROM snapshot",
                "SELECT file, state FROM sync_run ORDER BY rowid",
                "SELECT action FROM audit_event ORDER BY seq",
                "SELECT count(*) FROM worklist_row",
            )
            return tuple(tuple(connection.exec_driver_sql(sql).all()) for sql in queries)
    finally:
        store.close()


def start(path: Path) -> subprocess.Popen[str]:
    """Start a sync in a process of its own and wait until it begins."""
    command = [sys.executable, "-m", "tests.services.sync.killed", str(path)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.fixture(scope="module")
def day_one(store_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copyfile(store_template, tmp_path_factory.mktemp("kill") / "one.db"))
    store = open_store(path)
    sync(store, files(), "a")
    store.close()
    return path


def test_a_killed_sync_leaves_the_store_before_or_after(day_one, tmp_path):
    before = state(day_one)
    whole = Path(shutil.copyfile(day_one, tmp_path / "whole.db"))
    process = start(whole)
    begun = time.perf_counter()
    process.communicate(timeout=60)
    lasted = time.perf_counter() - begun
    after = state(whole)
    assert after != before
    seen = set()
    rng = random.Random(7)
    for n in range(KILLS):
        path = Path(shutil.copyfile(day_one, tmp_path / f"{n}.db"))
        process = start(path)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=lasted * rng.uniform(0.02, 1.0))
        process.kill()
        process.communicate()
        found = state(path)
        assert found in (before, after)
        seen.add(found == after)
        if found == before:
            store = open_store(path)
            assert sync(store, files(), "b", "r").applied
            store.close()
            assert state(path)[0] == after[0]
    assert False in seen
