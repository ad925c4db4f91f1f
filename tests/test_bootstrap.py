"""The composition root: who is asked for, where things lie, and what a defect of ours looks like."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import bootstrap

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("argv", [[], ["--store", "x.db"], ["--as-of", "2026-10-30", "--lang", "ja"]])
def test_without_a_command_the_window_is_asked_for(argv):
    assert bootstrap._window_asked(argv) is not None


@pytest.mark.parametrize(
    "argv", [["aging"], ["--help"], ["--json"], ["--as-of", "soon"], ["--lang", "tlh"], ["--store"], ["--stor", "x.db"]]
)
def test_anything_else_is_for_the_command_line(argv):
    assert bootstrap._window_asked(argv) is None


def test_the_store_is_where_the_environment_says(monkeypatch, tmp_path):
    assert bootstrap.folders().store.name == "desk.db"
    monkeypatch.setenv("COLLECTIONS_DESK_STORE", str(tmp_path / "other.db"))
    assert bootstrap.folders().store == tmp_path / "other.db"


FAILING = """
import sys
from app import bootstrap
import app.cli
def broken(*args):
    raise RuntimeError("株式会社青空商事 owes 1,234.50")
app.cli.main = broken
sys.exit(bootstrap.start(sys.argv[1:]))
"""


def fail(tmp_path, *args):
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "XDG_STATE_HOME": str(tmp_path),
        "HOME": str(tmp_path),
    }
    command = [sys.executable, "-c", FAILING, "aging", *args]
    return subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=False, timeout=60)


def test_a_defect_is_one_sentence_and_a_report_without_customer_data(tmp_path):
    done = fail(tmp_path)
    assert done.returncode == 1
    assert "RuntimeError" in done.stderr
    assert "Traceback" not in done.stderr
    assert "青空" not in done.stderr
    report = next(tmp_path.rglob("defect-*.txt"))
    assert str(report) in done.stderr
    assert "青空" not in report.read_text(encoding="utf-8")


def test_a_defect_with_json_is_a_document(tmp_path):
    done = fail(tmp_path, "--json")
    assert done.returncode == 1
    error = json.loads(done.stdout)["error"]
    assert error["code"] == "defect"
    assert Path(error["where"]).exists()


HEAVY = {"alembic", "pandas", "openpyxl", "xlsxwriter", "keyring", "typst", "PySide6", "holidays", "cryptography"}


def test_starting_loads_nothing_that_is_not_needed_yet():
    code = (
        "import sys\nimport app.bootstrap, app.services.stores, app.services.unit_of_work\n"
        f"print(*sorted(set(sys.modules) & {HEAVY!r}))"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True, timeout=60)
    assert not done.stdout.split()
