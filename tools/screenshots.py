"""Take a picture of every view: English and Japanese, light and dark, 1366×768 and 1920×1080.

    python -m tools.screenshots DIR            on a new demo portfolio, made in DIR/store
    python -m tools.screenshots DIR STORE      on a store that is there, opened read-only

The window is the real one, shown offscreen, with its work done at once instead of on a thread. The pictures are
``DIR/VIEW-SCHEME-WIDTHxHEIGHT-LANGUAGE.png``. ``preview-…`` is the sync room with the files of the store's newest sync
before they are applied: it is taken back in a copy of the store.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.services.unit_of_work import Store

if TYPE_CHECKING:
    from app.services.stores import OpenStore
    from app.ui.view import Place

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
    from app.services.stores import open_reading, open_writing
    from app.ui.view import VIEWS, Place

    clock = SystemClock()
    with open_reading(store, clock, environment_passphrase()) as opened:
        account = account_of(opened.store)
        places = [Place(spec.id, account if spec.id == "account" else "") for spec in VIEWS]
        taken = _picture(opened, places, folder)
    with tempfile.TemporaryDirectory(prefix="desk-pictures-") as name:
        copy = Path(name, store.name)
        for part in store.parent.glob(f"{store.stem}.*"):
            if part.suffix != ".lock":
                shutil.copy2(part, copy.with_name(part.name))
        with open_writing(copy, clock, environment_passphrase()) as opened:
            taken += _preview(opened, folder)
    print(f"{len(taken)} pictures in {folder}")
    return 0


def _picture(opened: OpenStore, places: Sequence[Place], folder: Path) -> list[Path]:
    """Take the pictures of some places over an open store."""
    from app.ui.application import Shell, compose, make_application
    from app.ui.events import Events
    from app.ui.frame.memory import Memory
    from app.ui.screenshots import take as take_all
    from app.ui.tasks import InlineRunner
    from app.ui.view import Desk

    memory, clock = Memory(), opened.store.clock
    _app, theme = make_application(memory)
    composed, parts = compose(opened, clock, memory, None)
    composed.runner.close()
    events = Events()
    desk = Desk(InlineRunner(opened.store, events), events, memory, clock, composed.zone)
    desk.theme = theme
    shell = Shell(desk, parts)
    shell.start()
    taken = take_all(shell, theme, places, folder)
    shell.window.hide()
    return taken


def _preview(opened: OpenStore, folder: Path) -> list[Path]:
    """Take the pictures of a preview: of the newest sync's files, once it is taken back; none if there is no sync."""
    from app.services.dates import collector_zone
    from app.services.sync.desk import sync_page, take_back
    from app.ui.view import Place

    with opened.store.read() as session:
        page, zone = sync_page(session), collector_zone(session) or "UTC"
    files = [path for path in page.again if Path(path).exists()]
    if not files:
        return []
    take_back(opened.store, opened.store.clock.today(zone), zone)
    inside = folder / "preview"
    found = _picture(opened, [Place("sync", "\n".join(files))], inside)
    taken = [path.replace(folder / path.name.replace("sync-", "preview-", 1)) for path in found]
    inside.rmdir()
    return taken


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
