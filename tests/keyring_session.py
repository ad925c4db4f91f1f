"""A real keyring for tests: gnome-keyring on a message bus of its own, unlocked, in a home that goes away."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_UNLOCKED = 'printf secret | gnome-keyring-daemon --unlock --components=secrets >"$HOME/daemon" 2>&1; exec "$@"'


@dataclass(frozen=True)
class KeyringSession:
    """Runs programs that find a keyring service; the keyring lasts as long as ``home``."""

    home: Path

    def run(self, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a command with the keyring unlocked and return what it said."""
        env = {name: value for name, value in os.environ.items() if name != "PYTHON_KEYRING_BACKEND"}
        env |= {"HOME": str(self.home), "XDG_DATA_HOME": str(self.home / "data"), "XDG_RUNTIME_DIR": str(self.home)}
        env |= {"PYTHONPATH": str(ROOT)} | variables
        if sys.platform.startswith("linux"):
            command = ("dbus-run-session", "--", "sh", "-c", _UNLOCKED, "sh", *command)
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)

    def python(self, code: str, *args: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run Python code with the keyring unlocked."""
        return self.run(sys.executable, "-c", code, *args, **variables)
