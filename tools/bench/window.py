"""The window with 50,000 accounts and 100,000 items: how soon it is usable, how fast its lists sort, filter and group.

Usable: the first view is painted with rows and the search box has the focus, measured from the making of the process;
against an empty window with SQLAlchemy imported, turn about. Sorting, filtering and grouping: rows in their new order
in the model and painted, the words that filters look in made before, as they are while nobody types.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from app.clock import SystemClock
from app.services.stores import OpenStore
from tools.bench import Row, measure
from tools.bench._book import PASSPHRASE, ZONE, make_book

_ROOT = Path(__file__).resolve().parent.parent.parent
_STARTS = 7


def run() -> list[Row]:
    """Measure starts, then sorting and filtering."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["COLLECTIONS_DESK_PASSPHRASE"] = PASSPHRASE
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as folder:
        path = Path(folder) / "large.db"
        make_book(path, SystemClock().today(ZONE))
        return [_starts(path, Path(folder)), *_lists(path)]


def _starts(path: Path, folder: Path) -> Row:
    env = {**os.environ, "XDG_CONFIG_HOME": str(folder / "config"), "XDG_STATE_HOME": str(folder / "state")}
    empty, ours = [], []
    for _turn in range(_STARTS):
        empty.append(_start(env, "empty"))
        ours.append(_start(env, "ours", str(path)))
    base, mine = (sorted(walls)[_STARTS // 2] for walls in ([one[0] for one in empty], [one[0] for one in ours]))
    note = f"{mine * 1000:.0f} ms against {base * 1000:.0f} ms, median of {_STARTS}"
    return Row("window usable / empty window", mine / base, 2.0, cpu=sum(one[1] for one in ours), note=note)


def _start(env: dict[str, str], *what: str) -> tuple[float, float]:
    """Start one window; returns wall and processor seconds until it was usable."""
    begun = time.time()
    command = [sys.executable, "-m", "tools.bench._start", *what]
    done = subprocess.run(command, cwd=_ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
    told = json.loads(done.stdout.strip().splitlines()[-1])
    if what[0] == "ours" and not told["search_focused"]:
        raise RuntimeError("the search box is not focused")
    return told["at"] - begun, told["cpu"]


def _lists(path: Path) -> list[Row]:
    from app.services.stores import open_reading
    from app.ui.portfolio.groups import GROUPINGS

    with open_reading(path, SystemClock(), PASSPHRASE) as opened:
        view = _portfolio(opened)
        panel, model = view.list, view.list.model
        while model.warm():
            pass
        count = len(model.all_rows())
        rows = [
            _timed(f"sort {count:,} rows by {column}", panel, lambda c=column, d=down: model.set_order(c, descending=d))
            for column, down in (("overdue", False), ("name", False), ("number", True), ("contact", False))
        ]
        steps = [
            (f"filter {count:,} rows as typed", lambda: model.set_quick("shoji 12")),
            ("all rows again", lambda: model.set_quick("")),
            (f"choose a saved filter over {count:,} rows", lambda: view.filters.choose("past_due")),
            ("all accounts again", lambda: view.filters.choose("all")),
            *(
                (f"group {count:,} rows by {by}", view.group_menu().actions()[place].trigger)
                for place, by in enumerate(GROUPINGS)
                if by in {"country", "stage", "worst"}
            ),
        ]
        return rows + [_timed(name, panel, step) for name, step in steps]


def _portfolio(opened: OpenStore) -> Any:
    """Show the real window at the portfolio, its work done at once."""
    from PySide6.QtWidgets import QApplication

    from app.ui.application import Shell, desk_on, make_application
    from app.ui.frame.memory import Memory
    from app.ui.main_window import Parts
    from app.ui.tasks import InlineRunner
    from app.ui.view import VIEWS, Place

    memory = Memory()
    make_application(memory)
    desk, _parts = desk_on(opened.store, SystemClock(), memory, ZONE, "passphrase")
    desk.runner = InlineRunner(opened.store, desk.events)
    shell = Shell(desk, Parts(views=tuple(spec for spec in VIEWS if spec.id == "portfolio")), first="portfolio")
    shell.start(place=Place("portfolio"))
    QApplication.processEvents()
    view: Any = shell.window.host.current()
    view.shell = shell
    return view


def _timed(name: str, panel: Any, step: Any) -> Row:
    def paint() -> None:
        step()
        panel.view.viewport().repaint()

    took = measure(paint)
    return Row(name, took.wall * 1000, 100.0, unit="ms", cpu=took.cpu)
