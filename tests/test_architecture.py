"""The house rules hold, and each rule finds what it is for."""

import ast
import re
from pathlib import Path

import pytest

from tools import house
from tools.cycles import circles, graph
from tools.house import Source, breaches, read, sources

ROOT = Path(__file__).resolve().parent.parent


def listed(found):
    return "\n".join(str(breach) for breach in found)


def test_the_program_keeps_the_house_rules():
    found = [breach for source in sources("app") for breach in breaches(source)]
    assert not found, listed(found)


def test_the_tools_keep_to_their_size():
    files = [*sources("tools"), read(ROOT / "dev.py"), read(ROOT / "main.py")]
    found = [breach for source in files for breach in (*house.sizes(source), *house.unfinished(source))]
    found = [breach for breach in found if breach.name != "tools/house.py" or breach.what != "unfinished work"]
    assert not found, listed(found)


def test_no_test_sleeps_or_is_left_out():
    files = list(sources("tests"))
    found = [breach for source in files for breach in (*house.waits(source), *house.left_out(source))]
    assert not found, listed(found)


def test_no_modules_import_each_other_round_about():
    found = circles(graph(sources("app")))
    assert not found, "\n".join(" <-> ".join(group) for group in found)


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("app/services/a.py", "from datetime import date\nday = date.today()", "asks the time with date.today"),
        ("app/ui/a.py", "QDate.currentDate()", "asks the time with QDate.currentDate"),
        ("app/models/a.py", "x: Mapped[float]", "float among tables or money"),
        ("app/models/a.py", "from sqlalchemy import Numeric", "Numeric is stored as a binary fraction"),
        ("app/services/a.py", "def f(amount: float): pass", "amount is money and a float"),
        ("app/ui/a.py", "from PySide6.QtWidgets import QMessageBox", "message box outside app/ui/errors.py"),
        ("app/ui/a.py", "QtCore.QSortFilterProxyModel()", "QSortFilterProxyModel: give the table a list of rows"),
        ("app/ui/a.py", "label.setText('Save')", "untranslated text in setText"),
        ("app/ui/a.py", "QLabel(f'{n} items')", "untranslated text in QLabel"),
        ("app/ui/a.py", "menu.addAction(icon, 'Save')", "untranslated text in addAction"),
        ("app/services/a.py", "try:\n    f()\nexcept Exception:\n    pass", "catches everything"),
        ("app/services/a.py", "try:\n    f()\nexcept (ValueError, BaseException):\n    pass", "catches everything"),
        ("app/services/a.py", "# TODO: later", "unfinished work"),
        ("app/services/a.py", "raise NotImplementedError", "not implemented"),
        ("app/services/a.py", "raise NotImplementedError('later')", "not implemented"),
        ("app/services/a.py", "import time\ntime.sleep(1)", "waits for a time with time.sleep"),
        ("app/services/a.py", "import os\nx: int = 1", "no 'from __future__ import annotations'"),
        (
            "app/models/migrations/versions/r1.py",
            "from app.models.item import Item",
            "a migration imports the program of today",
        ),
        ("app/a.py", "\n" * 401, "file of 401 lines, at most 400"),
        ("app/a.py", "def f():\n" + "    x = 1\n" * 50, "function f of 51 lines, at most 50"),
        ("app/a.py", "class C:\n" + "    x = 1\n" * 300, "class C of 301 lines, at most 300"),
        (
            "app/a.py",
            "class C:\n    def __init__(self, a, b, c, d, e, *, f, g, h): pass",
            "constructor with 8 parameters, at most 7",
        ),
    ],
)
def test_each_rule_finds_its_breach(name, text, what):
    assert what in [breach.what for breach in breaches(Source(name, text, ast.parse(text)))]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("app/clock.py", "from __future__ import annotations\nfrom datetime import datetime\ndatetime.now()"),
        ("app/ui/errors.py", "from __future__ import annotations\nfrom PySide6.QtWidgets import QMessageBox"),
        ("app/ui/a.py", "from __future__ import annotations\nlabel.setText(_('Save'))\nlabel.setText('…')\nQLabel('')"),
        ("app/services/a.py", "from __future__ import annotations\nshare: float = 0.5\nlater = clock.today(zone)"),
        ("app/services/a.py", "from __future__ import annotations\ntry:\n    f()\nexcept ValueError:\n    pass"),
    ],
)
def test_no_rule_finds_a_breach_where_there_is_none(name, text):
    assert not breaches(Source(name, text, ast.parse(text)))


def test_circles_are_found_through_functions_and_packages(tmp_path):
    files = {
        "app/__init__.py": "",
        "app/a.py": "from app import b",
        "app/b.py": "def f():\n    from app.c.d import g\n    return g",
        "app/c/__init__.py": "",
        "app/c/d.py": "import app.a",
        "app/e.py": "import app.a",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert circles(graph(sources("app", root=tmp_path))) == [["app.a", "app.b", "app.c.d"]]


def test_a_test_left_out_is_found():
    text = "@pytest.mark.skipif(True)\ndef test_a(): pass\ndef test_b(): pytest.skip('no')"
    assert len(list(house.left_out(Source("tests/test_a.py", text, ast.parse(text))))) == 2


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_the_locks_have_hashes_and_no_address(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    pinned = re.findall(r"^[A-Za-z0-9][^\s]*==", text, re.MULTILINE)
    blocks = re.split(r"^(?=[A-Za-z0-9][^\s]*==)", text, flags=re.MULTILINE)[1:]
    assert len(pinned) > 20
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text
    assert "index-url" not in "\n".join(line for line in text.splitlines() if not line.startswith("#"))


def committed_texts():
    """Give every text file that would be committed: what git ignores does not lie in these places."""
    folders = ("app", "docs", "resources", "tests", "tools", ".ci")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    files += [path for path in ROOT.iterdir() if path.is_file()]
    kinds = {".py", ".md", ".toml", ".txt", ".in", ".cfg", ".po", ".pot", ".typ", ".svg", ".csv", ".json", ".yml", ""}
    return [path for path in files if path.suffix in kinds and "__pycache__" not in path.parts]


def test_no_registry_host_or_machine_path_is_committed():
    hosts = re.compile(r"(pypi|pythonhosted|npmjs|debian)\.(org|com|net)|(?<![\w.])/(root|work|farm)/")
    texts = {path: path.read_text(encoding="utf-8", errors="replace") for path in committed_texts()}
    assert not [path.relative_to(ROOT).as_posix() for path, text in texts.items() if hosts.search(text)]


def test_ci_runs_what_a_developer_runs():
    text = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "python3 dev.py check" in text
    assert "python3 dev.py test" in text
