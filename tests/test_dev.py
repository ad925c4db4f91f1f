"""dev.py and the tools it hands over to: what they say, and what they do where something is missing."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tools import system
from tools.bench import Row, measure
from tools.bench.__main__ import table
from tools.system import MachineProblem, Need

ROOT = Path(__file__).resolve().parent.parent
MISSING = Need("libnowhere.so", "libnowhere1", lambda: False, "nowhere from nowhere")


def run(*args):
    return subprocess.run([sys.executable, *args], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("name", ["dev.py", "main.py", "tools/system.py"])
def test_what_runs_first_needs_the_standard_library_only(name):
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    top = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    modules = {(node.module or "").partition(".")[0] for node in top if isinstance(node, ast.ImportFrom)}
    modules |= {alias.name.partition(".")[0] for node in top if isinstance(node, ast.Import) for alias in node.names}
    assert modules <= set(sys.stdlib_module_names) | {"tools"}


def test_the_usage_names_every_command():
    said = run("dev.py", "--help").stdout
    assert all(f"  {command} " in said for command in ("setup", "run", "test", "check", "bench", "screenshots"))


def test_an_unknown_command_or_argument_is_refused():
    assert run("dev.py", "fly").returncode == 2
    done = run("dev.py", "check", "--fast")
    assert done.returncode == 2
    assert "--fast" in done.stderr


def test_what_is_there_is_not_installed_again(monkeypatch):
    monkeypatch.setattr(system, "_apt", lambda packages: pytest.fail("installed"))
    system.ensure([Need("python", "python3", lambda: True)])


def test_debian_as_root_installs_what_is_missing(monkeypatch):
    there = []
    monkeypatch.setattr(system, "_linux", lambda: True)
    monkeypatch.setattr(system, "_debian", lambda: True)
    monkeypatch.setattr(system, "_root", lambda: True)
    monkeypatch.setattr(system, "_apt", there.extend)
    system.ensure([Need("libsomewhere", "libsomewhere1", lambda: "libsomewhere1" in there)], say=lambda text: None)
    assert there == ["libsomewhere1"]


@pytest.mark.parametrize(
    ("linux", "debian", "words"),
    [
        (True, True, "sudo apt-get install libnowhere1"),
        (True, False, "Debian calls them libnowhere1"),
        (False, False, "nowhere from nowhere"),
    ],
)
def test_elsewhere_the_package_is_named(monkeypatch, linux, debian, words):
    monkeypatch.setattr(system, "_linux", lambda: linux)
    monkeypatch.setattr(system, "_debian", lambda: debian)
    monkeypatch.setattr(system, "_root", lambda: False)
    with pytest.raises(MachineProblem, match=words):
        system.ensure([MISSING])


def test_a_package_that_does_not_help_is_a_problem_not_a_circle(monkeypatch):
    monkeypatch.setattr(system, "_linux", lambda: True)
    monkeypatch.setattr(system, "_debian", lambda: True)
    monkeypatch.setattr(system, "_root", lambda: True)
    monkeypatch.setattr(system, "_apt", lambda packages: None)
    with pytest.raises(MachineProblem, match="libnowhere1"):
        system.ensure([MISSING], say=lambda text: None)


def test_this_machine_has_what_the_tests_need():
    missing = [need.package for need in (*system.window_needs(), *system.test_needs()) if not need.present()]
    assert not missing


def test_the_program_without_its_packages_says_what_to_do(tmp_path):
    bare = tmp_path / "main.py"
    bare.write_text((ROOT / "main.py").read_text(encoding="utf-8"), encoding="utf-8")
    plain = run("-S", "-I", str(bare), "aging")
    assert plain.returncode == 5
    assert "run python3 dev.py setup first" in plain.stderr
    as_json = run("-S", "-I", str(bare), "aging", "--json")
    assert as_json.returncode == 5
    assert '"code": "dependencies_missing"' in as_json.stdout


def test_the_table_says_what_is_met():
    text = table([Row("one", 1.5, 2.0, cpu=3), Row("two", 250.0, 100.0, "ms"), Row("three", 7.0, None, "MB")])
    lines = text.splitlines()
    assert "1.50 x" in lines[2]
    assert " met" in lines[2]
    assert "NOT MET" in lines[3]
    assert "met" not in lines[4].lower().replace("three", "")


def test_a_measurement_is_the_median_of_its_runs():
    seen = []
    timing = measure(lambda: seen.append(1), runs=3, before=lambda: seen.append(0))
    assert seen == [0, 1, 0, 1, 0, 1]
    assert timing.wall in timing.walls


def test_an_unknown_benchmark_is_refused():
    done = run("-m", "tools.bench", "nothing")
    assert done.returncode == 2
    assert "nothing" in done.stderr
