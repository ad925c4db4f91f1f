"""The one composition root: folders, log, clock, then the window or one command.

Import cost counts here: the window does not load the command line, no command loads Qt, and Alembic, keyring, pandas
and the writers of files are loaded where they are used.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Final

from platformdirs import PlatformDirs

from app import i18n
from app.clock import Clock, SystemClock
from app.services.defects import start_log, write_report
from app.services.opening import Ahead

STORE_VARIABLE: Final = "COLLECTIONS_DESK_STORE"


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the program keeps its files for this user.

    Attributes:
        store: the store that is meant when none is named.
        config: window geometry, theme and interface language; nothing a letter or a figure depends on.
        log: the log and the reports of defects.
    """

    store: Path
    config: Path
    log: Path


def folders() -> Folders:
    """Return this user's folders; nothing is made yet."""
    places = PlatformDirs("Collections Desk", appauthor=False)
    named = os.environ.get(STORE_VARIABLE)
    store = Path(named) if named else places.user_data_path / "desk.db"
    return Folders(store, places.user_config_path, places.user_log_path)


def start(argv: Sequence[str]) -> int:
    """Run the program: without a command the window, with one the command line. Returns the exit status."""
    here, clock = folders(), SystemClock()
    start_log(here.log)
    _report_defects(clock, here.log, as_json="--json" in argv)
    try:
        asked = _window_asked(argv)
        if asked is not None:
            return _open_window(here, clock, asked)
        from app.cli import main as command_line

        return command_line(
            argv, clock, here.store, lambda store: _open_window(here, clock, argparse.Namespace(store=store))
        )
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read our output has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _window_asked(argv: Sequence[str]) -> argparse.Namespace | None:
    """Return the window's options, or None where a command (or anything but the window) is asked for."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--as-of", type=date.fromisoformat)
    parser.add_argument("--lang", choices=tuple(i18n.LANGUAGES))
    try:
        asked, rest = parser.parse_known_args(argv)
    except argparse.ArgumentError:
        return None  # the command line says what is wrong with it
    return None if rest else asked


def _open_window(here: Folders, clock: Clock, asked: argparse.Namespace) -> int:
    """Open the window on a store, perhaps in a language and on a day that were asked for."""
    store = asked.store or here.store
    wanted_day = getattr(asked, "as_of", None)
    ahead = Ahead(store, clock, glance=wanted_day is None) if store.exists() else None
    from app.ui.run import Asked, run

    wanted = Asked(getattr(asked, "lang", None), wanted_day)
    return run(clock, store, here.config, here.log, wanted, ahead)


def _report_defects(clock: Clock, folder: Path, *, as_json: bool) -> None:
    """Answer a defect of ours with one sentence and a report without customer data; the exit status is then 1."""

    def report(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        path = write_report(error, clock.now(), folder)
        what = i18n.render(i18n.msg("Something went wrong in the program itself ({kind}).", kind=kind.__name__))
        do = i18n.render(i18n.msg("Please send this report to the developers; it holds no customer data."))
        if as_json:
            document = {"code": "defect", "what": what, "where": str(path) if path else None, "do": do}
            sys.stdout.write(json.dumps({"error": document}, ensure_ascii=False) + "\n")
        else:
            sys.stderr.write(f"{what} {path or ''} {do}\n")

    sys.excepthook = report
