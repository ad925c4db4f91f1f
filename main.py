"""Start Collections Desk: no command opens the window, a command runs on the command line.

This file imports nothing but the standard library until it knows that the dependencies are there. Started by an
interpreter without them it starts itself again with the one in ``.venv``.
"""

from __future__ import annotations

import importlib.util
import json
import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
#: Set for the second start, so that a broken .venv ends in a sentence and not in a circle.
AGAIN = "COLLECTIONS_DESK_STARTED_AGAIN"
#: Modules whose presence tells an installed environment from a bare one.
NEEDED = ("PySide6", "sqlalchemy", "sqlcipher3", "babel", "cryptography", "platformdirs")


def main() -> int:
    """Run the program and return its exit status."""
    if any(importlib.util.find_spec(name) is None for name in NEEDED):
        return start_again()
    os.environ.pop(AGAIN, None)
    from app.bootstrap import start

    return start(sys.argv[1:])


def start_again() -> int:
    """Start with the interpreter of ``.venv``, or say how to make it (exit 5)."""
    python = ROOT / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if AGAIN in os.environ or not python.exists():
        what, do = "The program's packages are not installed.", "run python3 dev.py setup first"
        if "--json" in sys.argv:
            error = {"code": "dependencies_missing", "what": what, "where": None, "do": do}
            sys.stdout.write(json.dumps({"error": error}) + "\n")
        else:
            sys.stderr.write(f"{what} Please {do}.\n")
        return 5
    env = {**os.environ, AGAIN: "1"}
    command = [str(python), str(ROOT / "main.py"), *sys.argv[1:]]
    if os.name == "nt":  # Windows has no exec that keeps the console waiting
        return subprocess.run(command, env=env, check=False).returncode  # noqa: S603 - our own interpreter and file
    return os.execve(command[0], command, env)  # noqa: S606 - the same


if __name__ == "__main__":
    multiprocessing.freeze_support()  # in a frozen build the process that reads a file begins here too, and ends here
    sys.exit(main())
