"""What the tests of the command line share: a store of their own, and ways to run a command and read what it says."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app import cli
from app.clock import FixedClock

CLOCK = FixedClock(datetime(2026, 10, 30, 14, 0, tzinfo=UTC))
COMPANY = """
country = "US"
base_currency = "USD"
time_zone = "America/New_York"
phone = "+1 212 555 0100"
email = "ar@example.com"
[names]
default = "Midori Electric Inc."
[addresses]
default = ["1 Main Street", "New York, NY 10001"]
[signatories.default]
name = "Keiko Sato"
[[banks]]
currency = "USD"
country = "US"
bank = "First Bank"
routing = "021000021"
account = "123456789"
holder = "Midori Electric Inc."
[consequences]
default = ["hold", "legal"]
"""
OPEN = """Customer_ID,Customer_Name,Invoice_Number,Invoice_Date,Due_Date,Currency,Amount,Open_Balance,Days_Past_Due
C0071,Genco LLC,INV-10001,2026-08-17,2026-09-13,USD,66919.79,66919.79,47
C0016,Stark Ind Inc,INV-10002,2026-08-03,2026-10-02,USD,65720.46,65720.46,28
C0016,Stark Ind Inc,INV-10003,2026-10-12,2026-11-14,USD,1000.00,1000.00,-15
C0093,Nakatomi Co,INV-10004,2026-08-22,2026-09-21,USD,79183.38,79183.38,39
"""
PASSPHRASE = "a passphrase for tests"

Document = dict[str, Any]


def execute(folder: Path, *argv: str) -> int:
    return cli.main(argv, CLOCK, folder / "desk.db", lambda _store: 0)


@pytest.fixture(scope="session")
def filled_folder(tmp_path_factory):
    """A folder with a store that has a company and four items: made once, copied for every test."""
    folder = tmp_path_factory.mktemp("filled")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLLECTIONS_DESK_PASSPHRASE", PASSPHRASE)
        patch.chdir(folder)
        write_inputs(folder)
        assert execute(folder, "company", "company.toml") == 0
        assert execute(folder, "sync", "open.csv") == 0
    return folder


def write_inputs(folder: Path) -> None:
    (folder / "company.toml").write_text(COMPANY, encoding="utf-8")
    (folder / "open.csv").write_text(OPEN, encoding="utf-8")


@pytest.fixture
def inputs(tmp_path: Path, monkeypatch) -> Path:
    """A folder of the test's own with the company and a file of open items, which it works in."""
    monkeypatch.setenv("COLLECTIONS_DESK_PASSPHRASE", PASSPHRASE)
    monkeypatch.chdir(tmp_path)
    write_inputs(tmp_path)
    return tmp_path


@pytest.fixture
def desk(inputs: Path, capsys) -> Callable[..., Document]:
    """Run a command with ``--json``; gives its document and checks the status and that nothing else was printed."""

    def run(*argv: str, status: int = 0) -> Document:
        got = execute(inputs, *argv, "--json")
        out = capsys.readouterr()
        assert got == status, out
        document = json.loads(out.out)
        assert out.out.count("\n") == 1
        return document

    return run


@pytest.fixture
def say(inputs: Path, capsys) -> Callable[..., str]:
    """Run a command for people; gives what it printed: its lines and notes, or the sentence of a refusal."""

    def run(*argv: str, status: int = 0) -> str:
        got = execute(inputs, *argv)
        out = capsys.readouterr()
        assert got == status, out
        assert out.err or not status, out
        return out.err if status else out.out + out.err

    return run


@pytest.fixture
def filled(desk, filled_folder, inputs):
    """The command line on a store that has a company and four items."""
    shutil.copytree(filled_folder, inputs, dirs_exist_ok=True)
    return desk


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory):
    """A folder with the smallest demo, and what the command printed: made once, copied for every test."""
    folder = tmp_path_factory.mktemp("demo")
    printed = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(printed):
        patch.setenv("COLLECTIONS_DESK_PASSPHRASE", PASSPHRASE)
        assert execute(folder, "demo", "--accounts", "26", "--items", "300", "--json") == 0
    (folder / "printed.json").write_text(printed.getvalue(), encoding="utf-8")
    return folder


@pytest.fixture
def demo(desk, demo_folder, inputs):
    """The command line on a small demo store."""
    shutil.copytree(demo_folder, inputs, dirs_exist_ok=True)
    return desk
