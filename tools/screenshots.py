"""Take a picture of every view: English and Japanese, light and dark, 1366×768 and 1920×1080.

    python -m tools.screenshots DIR            on a new demo portfolio, made in DIR/store
    python -m tools.screenshots DIR STORE      on a store that is there, opened read-only

The window is the real one, shown offscreen, with its work done at once instead of on a thread. The pictures are
``DIR/<language>/<size>/<scheme>/<view>.png``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.ui.application import Shell

ROOT: Final = Path(__file__).resolve().parent.parent
LANGUAGES: Final = ("en", "ja")
SIZES: Final = ((1366, 768), (1920, 1080))
SCHEMES: Final = ("light", "dark")
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
    from PySide6.QtCore import QCoreApplication

    from app.clock import SystemClock, local_zone
    from app.i18n import set_language
    from app.services.company import company_zone
    from app.services.security import environment_passphrase
    from app.services.stores import open_reading
    from app.ui.application import Shell, make_application
    from app.ui.events import Events
    from app.ui.frame.memory import Memory
    from app.ui.main_window import Parts
    from app.ui.tasks import InlineRunner
    from app.ui.view import Desk

    app, theme = make_application(Memory())
    clock = SystemClock()
    taken = 0
    with open_reading(store, clock, environment_passphrase()) as opened:
        with opened.store.read() as session:
            zone = company_zone(session) or local_zone()
        for language in LANGUAGES:
            set_language(language)
            events = Events()
            desk = Desk(InlineRunner(opened.store, events), events, Memory(), clock, zone)
            desk.theme = theme
            shell = Shell(desk, Parts())
            shell.start()
            for scheme in SCHEMES:
                theme.choose(scheme)
                taken += _all_views(app, shell, folder / language, scheme, _account_of(opened.store))
            shell.window.hide()
            shell.window.deleteLater()
            QCoreApplication.sendPostedEvents(None, 0)
    print(f"{taken} pictures in {folder}")
    return 0


def _all_views(app: QApplication, shell: Shell, folder: Path, scheme: str, account: str) -> int:
    """Take every view in every size; returns how many pictures were written."""
    from app.ui.view import VIEWS, Place

    taken = 0
    for width, height in SIZES:
        place = folder / f"{width}x{height}" / scheme
        place.mkdir(parents=True, exist_ok=True)
        shell.window.resize(width, height)
        for spec in VIEWS:
            shell.window.open(Place(spec.id, account if spec.id == "account" else ""))
            for _ in range(3):  # layouts settle, then late answers, then what they resized
                app.processEvents()
            if not shell.window.grab().save(str(place / f"{spec.id}.png")):
                raise OSError(f"the picture of {spec.id} could not be written")
            taken += 1
    return taken


def _account_of(store: object) -> str:
    """Return the number of an account worth looking at: promises and letters if there are any, else many items."""
    from sqlalchemy import text

    from app.services.unit_of_work import Store

    if not isinstance(store, Store):
        raise TypeError(store)
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
