"""Take a picture of every view: English and Japanese, light and dark, 1366×768 and 1920×1080.

    python -m tools.screenshots DIR            on a new demo portfolio, made in DIR/store
    python -m tools.screenshots DIR STORE      on a store that is there, opened read-only

The window is the real one, shown offscreen, with its work done at once instead of on a thread. The pictures are
``DIR/VIEW-SCHEME-WIDTHxHEIGHT-LANGUAGE.png``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from app.services.unit_of_work import Store

ROOT: Final = Path(__file__).resolve().parent.parent
#: The demo store's; it holds nobody's data.
PASSPHRASE: Final = "demo day"  # noqa: S105 - told to whoever asks


def take(store: Path, folder: Path, env: dict[str, str]) -> int:
    """Take all pictures of a store in a process of its own; returns its exit status."""
    command = [sys.executable, "-m", "tools.screenshots", str(folder), str(store)]
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def make_demo(store: Path, env: dict[str, str]) -> int:
    """Make the demo portfolio whose views are shown."""
    store.parent.mkdir(parents=True, exist_ok=True)
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "demo", "--store", str(store)], cwd=ROOT, env=env, check=False
    ).returncode


def shoot(store: Path, folder: Path) -> int:
    """Take the pictures in this process."""
    from app.clock import SystemClock
    from app.services.security import environment_passphrase
    from app.services.stores import open_reading
    from app.ui.application import Shell, compose, make_application
    from app.ui.events import Events
    from app.ui.frame.memory import Memory
    from app.ui.screenshots import take as take_all
    from app.ui.tasks import InlineRunner
    from app.ui.view import VIEWS, Desk, Place

    memory, clock = Memory(), SystemClock()
    _app, theme = make_application(memory)
    with open_reading(store, clock, environment_passphrase()) as opened:
        composed, parts = compose(opened, clock, memory, None)
        composed.runner.close()
        events = Events()
        desk = Desk(InlineRunner(opened.store, events), events, memory, clock, composed.zone)
        desk.theme = theme
        shell = Shell(desk, parts)
        shell.start()
        account = account_of(opened.store)
        places = [Place(spec.id, account if spec.id == "account" else "") for spec in VIEWS]
        taken = take_all(shell, theme, places, folder)
        shell.window.hide()
    print(f"{len(taken)} pictures in {folder}")
    return 0


def account_of(store: Store) -> str:
    """Return the number of an account worth looking at: promises and letters if there are any, else many items."""
    from sqlalchemy import text

    query = text(
        "SELECT a.number FROM account a JOIN item i ON i.account_id = a.id GROUP BY a.id ORDER BY"
        " (SELECT count(*) FROM promise p WHERE p.account_id = a.id) > 0 DESC,"
        " (SELECT count(*) FROM letter l WHERE l.account_id = a.id) > 0 DESC, count(*) DESC, a.number LIMIT 1"
    )
    with store.read() as session:
        return str(session.scalar(query) or "")


def main(argv: list[str]) -> int:
    """Take the pictures."""
    if len(argv) == 2:
        return shoot(Path(argv[1]), Path(argv[0]))
    if len(argv) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(argv[0]).resolve()
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1", "COLLECTIONS_DESK_PASSPHRASE": PASSPHRASE}
    store = folder / "store" / "demo.db"
    if not store.exists() and (status := make_demo(store, env)):
        return status
    return take(store, folder, env)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
