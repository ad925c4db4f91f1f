"""A preview in the real window, in a process of its own: how long the window stands still at the longest.

    python -m tools.bench._previewing FILE FOLDER
    python -m tools.bench._previewing apply FILE FOLDER

Prints one JSON object. The store of the folder is made on first use and kept; nothing is written to it by a preview,
and with ``apply`` what was previewed is applied while the clock runs. The lists are turned through as well: the first
paint of 100,000 changes counts too.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any, Final

from tools.bench._syncing import open_store

#: Turns of the loop that are watched after the preview is there, seconds.
_AFTER: Final = 1.0


class _Watch:
    """Turns beside the window's own events and notes how long each turn had to wait."""

    def __init__(self, view: Any, file: Path, loop: Any, *, applies: bool) -> None:
        self.view, self.file, self.loop, self.applies = view, file, loop, applies
        self.gaps: list[float] = []
        self.begun = self.done = self.last = 0.0
        self.wrong = ""
        view.session.applied.connect(self.applied)
        view.session.failed.connect(self.fail)
        view.desk.runner.defect.connect(self.fail)

    def fail(self, what: object) -> None:
        """End: the file could not be previewed."""
        self.wrong = str(what)
        self.loop.quit()

    def applied(self, _result: object) -> None:
        """Watch the window for a moment more."""
        self.applies, self.done = False, time.perf_counter()

    def turn(self) -> None:
        """Give the file, later turn to its changes, and end a moment after that."""
        from app.ui.sync.pages import CHANGES

        now = time.perf_counter()
        session = self.view.session
        if not self.begun:
            self.begun = now
            self.view.take([str(self.file)])
        elif not self.done and session.ready:
            self.done = now
            self.view.pages.turn_to(CHANGES)
        elif session.result is not None and session.result.questions:
            self.fail(session.result.questions)
        if self.last:
            self.gaps.append(now - self.last)
        self.last = now
        if self.done and now - self.done > _AFTER and not session.busy:
            if self.applies:
                session.apply({})
            else:
                self.loop.quit()


def preview(file: Path, folder: Path, *, applies: bool = False) -> dict[str, Any]:
    """Preview a file in the window; ``pause`` is the longest time between two turns of the loop, in ms."""
    from PySide6.QtCore import QTimer

    from app.i18n import msg
    from app.services.sync.reading import read  # noqa: F401 - what a window has imported long before
    from app.ui.application import make_application
    from app.ui.events import Events
    from app.ui.frame.memory import Memory
    from app.ui.main_window import MainWindow, Parts
    from app.ui.tasks import Runner
    from app.ui.view import Desk, Place, ViewSpec
    from tools.bench import processor_seconds

    store, memory, events = open_store(folder), Memory(), Events()
    loop, theme = make_application(memory)
    desk = Desk(Runner(store, events), events, memory, store.clock, "UTC")
    desk.theme = theme
    spec = ViewSpec("sync", msg("Sync"), "sync", "app.ui.sync.view:SyncView")
    window = MainWindow(desk, Parts(views=(spec,)))
    window.resize(1366, 768)
    window.show()
    window.open(Place("sync"))
    view: Any = window.host.current()
    watch, cpu, timer = _Watch(view, file, loop, applies=applies), processor_seconds(), QTimer()
    timer.setInterval(1)
    timer.timeout.connect(watch.turn)
    QTimer.singleShot(500, timer.start)  # the window stands first
    loop.exec()
    if watch.wrong:
        raise RuntimeError(watch.wrong)
    found = {
        "pause": 1000 * max(watch.gaps),
        "wall": watch.done - watch.begun,
        "cpu": processor_seconds() - cpu,
        "listed": len(view.pages.changes.list.model.all_rows()),
        "left": view.pages.left.rejected,
    }
    desk.runner.close()
    store.close()
    return found


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    print(json.dumps(preview(Path(sys.argv[-2]), Path(sys.argv[-1]), applies="apply" in sys.argv[1:-2])))
