#!/usr/bin/env python3
"""Everything a developer or a curious reader starts: ``python3 dev.py run`` and ``python3 dev.py test`` each suffice.

Standard library only, Python 3.11 or later, on Linux, macOS and Windows. It makes ``.venv`` from the locked
requirements, installs or names what the machine lacks, compiles the catalogues, and hands over to the tool asked for.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the reader of this sentence is an older Python
    sys.exit("Collections Desk needs Python 3.11 or later.")

import argparse
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from tools import system

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements-dev.txt"
STAMP = VENV / "lock.sha256"
CATALOGUES = ROOT / "resources" / "i18n"

EPILOG = """\
  setup               make .venv, install the locked requirements, check the machine, compile the catalogues
  run [ARG ...]       open the window, or run the program with ARG; without a screen: play the demo day into demo-day/
  test [ARG ...]      the whole test suite, offscreen, on all cores; ARG goes to pytest
  check               lint, format, types, import contracts, catalogues, architecture
  bench [NAME ...]    measure the speed limits and print them as one table
  screenshots [DIR]   a picture of every view: light and dark, two sizes, English and Japanese
"""


def main(argv: list[str]) -> int:
    """Run one subcommand and return its exit status: 5 when the machine lacks something, else the tool's own."""
    parser = argparse.ArgumentParser(
        prog="dev.py",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="dev.py COMMAND [ARG ...]",
    )
    commands = {"setup": setup, "run": run, "test": test, "check": check, "bench": bench, "screenshots": screenshots}
    parser.add_argument("command", choices=commands, metavar="COMMAND", help="one of the commands below")
    parser.add_argument("args", nargs=argparse.REMAINDER, metavar="ARG")
    asked = parser.parse_args(argv)
    try:
        return commands[asked.command](asked.args)
    except system.MachineProblem as problem:
        print(problem, file=sys.stderr)
        return system.MACHINE
    except KeyboardInterrupt:
        return 130


def setup(args: list[str]) -> int:
    """Make everything ready, tests included."""
    _no_arguments("setup", args)
    prepare(system.window_needs() + system.test_needs())
    print("Ready. 'python3 dev.py run' opens the window, 'python3 dev.py test' runs the tests.")
    return 0


def run(args: list[str]) -> int:
    """Open the window, pass arguments to the program, or play the demo day where there is no screen."""
    prepare(system.window_needs())
    if args:
        return _python("main.py", *args)
    if system.screen():
        return _python("main.py")
    folder = ROOT / "demo-day"
    print(f"There is no screen here, so the demo day is played without a window, into {folder}")
    return _python("-m", "tools.demo_day", str(folder), env={"QT_QPA_PLATFORM": "offscreen"})


def test(args: list[str]) -> int:
    """Run the test suite; arguments go to pytest."""
    prepare(system.window_needs() + system.test_needs())
    spread = [] if any(arg == "-n" or arg.startswith("-n") for arg in args) else ["-n", "auto", "--dist", "worksteal"]
    return _python("-m", "pytest", *spread, *args, env={"QT_QPA_PLATFORM": "offscreen"})


def check(args: list[str]) -> int:
    """Run the checks that need no test run."""
    _no_arguments("check", args)
    prepare(system.window_needs())
    return _python("-m", "tools.check", env={"QT_QPA_PLATFORM": "offscreen"})


def bench(args: list[str]) -> int:
    """Measure the speed limits."""
    prepare(system.window_needs())
    return _python("-m", "tools.bench", *args, env={"QT_QPA_PLATFORM": "offscreen"})


def screenshots(args: list[str]) -> int:
    """Take a picture of every view."""
    prepare(system.window_needs())
    folder = args[0] if args else str(ROOT / "build" / "screenshots")
    return _python("-m", "tools.screenshots", folder, env={"QT_QPA_PLATFORM": "offscreen"})


def prepare(needs: tuple[system.Need, ...]) -> None:
    """Make the machine, the virtual environment and the catalogues ready; does nothing where all is as it should be.

    Raises:
        system.MachineProblem: something is missing that may not or could not be installed.
    """
    system.ensure(system.python_needs() + needs)
    _environment()
    _catalogues()


def _environment() -> None:
    """Make ``.venv`` and install the locked requirements, once per lock."""
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if VENV.exists() and not _works():
        shutil.rmtree(VENV)  # its interpreter is gone, older than we need, or without pip
    if STAMP.exists() and STAMP.read_text(encoding="ascii").strip() == wanted:
        return
    if not VENV.exists():
        print("Making .venv", flush=True)
        if subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False).returncode:
            shutil.rmtree(VENV, ignore_errors=True)
            raise system.MachineProblem("Python could not make a virtual environment here; see its words above.")
    print("Installing the locked requirements (about a minute)", flush=True)
    pip = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        "--only-binary",
        ":all:",
    ]
    if _python(*pip, "-r", str(LOCK)):
        raise system.MachineProblem("The requirements could not be installed; see pip's words above.")
    STAMP.write_text(wanted + "\n", encoding="ascii")


def _works() -> bool:
    """Tell whether the interpreter in ``.venv`` starts, is new enough and has pip."""
    try:
        asked = subprocess.run(
            [venv_python(), "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"],
            capture_output=True,
            check=False,
        )
    except OSError:
        return False
    return asked.returncode == 0


def _catalogues() -> None:
    """Compile the catalogues if one is missing or older than a source."""
    sources = [path.stat().st_mtime for path in CATALOGUES.glob("*/LC_MESSAGES/*.po")]
    compiled = [path.stat().st_mtime for path in CATALOGUES.glob("*/LC_MESSAGES/*.mo")]
    if not sources or (len(compiled) >= len(sources) and min(compiled) >= max(sources)):
        return
    if _python("-m", "tools.catalogues", "compile"):
        raise system.MachineProblem("The catalogues could not be compiled; see the words above.")


def venv_python() -> str:
    """Return the interpreter in ``.venv``."""
    return str(VENV / "Scripts" / "python.exe" if os.name == "nt" else VENV / "bin" / "python")


def _python(*args: str, env: dict[str, str] | None = None) -> int:
    """Run the interpreter in ``.venv`` in the project's folder and return its exit status."""
    sys.stdout.flush()
    return subprocess.run([venv_python(), *args], cwd=ROOT, env={**os.environ, **(env or {})}, check=False).returncode


def _no_arguments(command: str, args: list[str]) -> None:
    """Refuse arguments that a command would ignore."""
    if args:
        print(f"dev.py {command} takes no arguments, but was given: {' '.join(args)}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
