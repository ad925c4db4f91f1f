"""A whole day on the demo portfolio, played by the program's commands as ``dev.py run`` does without a screen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_demo_day_can_be_played_without_a_screen(tmp_path):
    folder = tmp_path / "day"
    command = [
        sys.executable,
        "-m",
        "tools.demo_day",
        str(folder),
        "--accounts",
        "60",
        "--items",
        "600",
        "--no-pictures",
    ]
    env = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert list((folder / "letters").rglob("*.pdf"))
    assert (folder / "daily.xlsx").stat().st_size > 10_000
    assert list((folder / "demo-files").iterdir())
    said = (folder / "day.txt").read_text(encoding="utf-8")
    assert "main.py call" in said
    assert "NOT OK" not in said


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    command = [sys.executable, "-m", "tools.demo_day", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"
