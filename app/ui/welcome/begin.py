"""What the first run goes on with: the demo, dropped files, or an empty desk that waits for some."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.i18n import _
from app.progress import Progress, silent
from app.services.changes import ChangeSet
from app.ui.main_window import MainWindow
from app.ui.view import Desk, Place
from app.ui.welcome.first_run import Begun


def begin(desk: Desk, window: MainWindow, begun: Begun) -> None:
    """Go on with what was chosen."""
    if begun.demo:
        desk.runner.work(
            _play,
            desk.day,
            label=_("Making the demo"),
            on_done=lambda _done: desk.tell(_("The demo is ready. Its company and bank details are invented.")),
            owner=desk,
        )
        return
    window.open(Place("sync"))
    view: Any = window.host.current()
    if begun.files:
        view.take(list(begun.files))
    else:
        view.focus_first()


def _play(store: Any, day: date, progress: Progress = silent) -> ChangeSet:
    """Fill the new store with the demo, files beside it."""
    from app.services.demo.play import play_demo

    play_demo(store, store.path.parent / "demo-files", day, progress=progress)
    return ChangeSet(everything=True, initiator="demo")
