"""The commands that README and docs show are run, so that they stay true.

A fenced block marked ``console`` is run line by line: a line that begins with ``$`` is a command, what follows up to
the next command is what it says (``…`` stands for anything). All blocks of one page share one folder and one store,
in the page's order. Blocks marked otherwise are for reading.

The first command of a page runs as its reader runs it, in a process of its own; the others of the same program run in
this one, which need not load everything each time.
"""

import contextlib
import io
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from app import cli
from app.clock import SystemClock

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    path for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")] if path.exists()
)
#: Commands that take the machine's time or screen and are run by other tests or by CI itself.
ELSEWHERE = re.compile(r"^python3 dev\.py (setup|run|test|check|bench|screenshots)\b|^python3? main\.py$|^git ")


def blocks(text):
    return re.findall(r"^```console\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


def steps(block):
    """Return commands with what they are said to print."""
    found = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append([line[2:], []])
        elif line.strip() and found:
            found[-1][1].append(line)
    return found


def matches(expected, said):
    """Tell whether each line that is shown was said, in order; … stands for anything within a line or between lines."""
    rest = [line.rstrip() for line in said.splitlines()]
    for line in expected:
        if line.strip() == "…":
            continue
        pattern = re.compile(".*".join(re.escape(part.strip()) for part in line.strip().split("…")))
        while rest and not pattern.fullmatch(rest[0].strip()):
            rest.pop(0)
        if not rest:
            return False
        rest.pop(0)
    return True


def run(command, folder, *, alone):
    """Run a command in the page's folder, alone in a process or in this one; returns its status and what it said."""
    words = shlex.split(command)
    assert words[0] in {"python", "python3"}, f"{command}: pages show commands of the program only"
    if words[1] == "main.py" and not alone:
        return run_here(words[2:], folder)
    words = [sys.executable, *(str(ROOT / word) if word in {"main.py", "dev.py"} else word for word in words[1:])]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, timeout=170)
    return done.returncode, done.stdout + done.stderr


def run_here(argv, folder):
    out, told = io.StringIO(), io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(told):
        status = cli.main(argv, SystemClock(), folder / "desk.db", lambda _store: 0)
    return status, out.getvalue() + told.getvalue()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_shows_is_true(page, tmp_path, monkeypatch):
    monkeypatch.setenv("COLLECTIONS_DESK_PASSPHRASE", "a passphrase for the docs")
    monkeypatch.setenv("COLLECTIONS_DESK_STORE", str(tmp_path / "desk.db"))
    shown = [step for block in blocks(page.read_text(encoding="utf-8")) for step in steps(block)]
    run_in_order = [step for step in shown if not ELSEWHERE.search(step[0])]
    for place, (command, expected) in enumerate(run_in_order):
        status, said = run(command, tmp_path, alone=place == 0)
        assert status == 0, f"{command}\n{said}"
        assert matches(expected, said), f"{command}\nsaid\n{said}"


def test_blocks_are_read_as_they_are_written():
    block = "$ python3 main.py aging\n1-30  … USD\n…\ntotal\n$ python3 main.py doctor\n"
    text = f"words\n```console\n{block}```\n```\n$ no\n```\n"
    assert blocks(text) == [block]
    assert steps(block) == [
        ["python3 main.py aging", ["1-30  … USD", "…", "total"]],
        ["python3 main.py doctor", []],
    ]
    assert matches(["1-30  … USD", "…", "total"], "x\n1-30  7.00 USD\ny\ntotal\n")
    assert not matches(["total", "1-30 …"], "1-30  7.00 USD\ntotal\n")
