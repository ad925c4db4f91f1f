"""The real window on a real screen: Qt's own platform, a server that shows it, keys that a person presses.

Elsewhere than on Linux the screen is the system's own and nothing stands in for it, so these tests are Linux's.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.clock import SystemClock
from app.services import stores

ROOT = Path(__file__).parents[2]
WORDS = "correct horse"


@pytest.fixture
def screen(tmp_path):
    """A screen of its own: the environment of programs that are to show something on it."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    with server, os.fdopen(read, encoding="ascii") as told:
        number = told.readline().strip()  # said when the server takes programs
        env = {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb", "HOME": str(tmp_path)}
        yield {**env, "XDG_CONFIG_HOME": str(tmp_path / "config"), "COLLECTIONS_DESK_PASSPHRASE": WORDS}
        server.terminate()


def find_window(env, name):
    """Wait until a window of that name is shown and return its number."""
    command = ["xdotool", "search", "--sync", "--onlyvisible", "--name", name]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=60).stdout.split()[0]


if sys.platform.startswith("linux"):

    def test_the_window_opens_takes_keys_and_closes(screen, tmp_path):
        path = tmp_path / "desk.db"
        stores.create(path, SystemClock(), WORDS).close()
        command = [sys.executable, str(ROOT / "main.py"), "--store", str(path), "--lang", "en"]
        program = subprocess.Popen(command, env=screen, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        with program:
            try:
                window = find_window(screen, "Collections Desk")
                subprocess.run(["xdotool", "windowfocus", "--sync", window], env=screen, check=True, timeout=30)
                subprocess.run(["xdotool", "key", "--clearmodifiers", "ctrl+q"], env=screen, check=True, timeout=30)
                said, _ = program.communicate(timeout=60)
            finally:
                program.kill()
        assert program.returncode == 0, said
        stores.open_writing(path, SystemClock(), WORDS).close()
