"""What the program writes about its own defects: where it happened, never what a customer's data said.

An exception's message may hold a name, an amount or a line of a file, so reports and logs carry the kind of the
exception and the places in our code, and nothing else of it.
"""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from collections.abc import Iterator
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from typing_extensions import override

from app import VERSION

_LOG_NAME: Final = "collections-desk.log"
_LOG_BYTES: Final = 1_000_000
_LAST_LINES: Final = 40


class QuietFormatter(logging.Formatter):
    """Formats exceptions without their messages and without lines of source."""

    @override
    def formatException(self, ei: object) -> str:
        """Return the kinds and places of an exception and its causes."""
        error = ei[1] if isinstance(ei, tuple) else None
        return "\n".join(places(error)) if isinstance(error, BaseException) else ""


def start_log(folder: Path) -> Path | None:
    """Send the log to a file in ``folder``, three files of 1 MB at most; None where the folder cannot be written."""
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / _LOG_NAME, maxBytes=_LOG_BYTES, backupCount=2, encoding="utf-8", delay=True
        )
    except OSError:
        root.addHandler(logging.NullHandler())
        return None
    handler.setFormatter(QuietFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root.addHandler(handler)
    return folder / _LOG_NAME


def places(error: BaseException) -> Iterator[str]:
    """Give the kind of an exception and where it came from, then the same of its causes."""
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield f"{type(following).__module__}.{type(following).__qualname__}"
        for frame in traceback.extract_tb(following.__traceback__):
            yield f"  {_short(frame.filename)}:{frame.lineno} {frame.name}"
        following = following.__cause__ or following.__context__


def report_text(error: BaseException, at: datetime, log: Path | None = None) -> str:
    """Return a defect's report: versions, the exception's places, the last lines of the log.

    Args:
        error: the defect.
        at: the moment, aware.
        log: the log whose last lines go along.
    """
    lines = [
        f"Collections Desk {VERSION}, defect of {at.isoformat(timespec='seconds')}",
        f"Python {platform.python_version()} on {platform.system()} {platform.release()} {platform.machine()}",
        *(f"{name} {version}" for name, version in library_versions()),
        "",
        *places(error),
    ]
    if log is not None and log.exists():
        lines += [
            "",
            "Last lines of the log",
            *log.read_text(encoding="utf-8", errors="replace").splitlines()[-_LAST_LINES:],
        ]
    return "\n".join(lines) + "\n"


def write_report(error: BaseException, at: datetime, folder: Path) -> Path | None:
    """Write a defect's report into ``folder`` and return its path; None where nothing can be written."""
    path = folder / f"defect-{at.strftime('%Y%m%d-%H%M%S-%f')}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(report_text(error, at, folder / _LOG_NAME), encoding="utf-8")
    except OSError:
        return None
    return path


def library_versions() -> Iterator[tuple[str, str]]:
    """Give the libraries that are loaded and tell their version."""
    for name in ("PySide6", "sqlalchemy", "pandas", "typst", "babel", "openpyxl"):
        version = getattr(sys.modules.get(name), "__version__", None)
        if version:
            yield name, str(version)


def _short(name: str) -> str:
    """Return a file's name from the package on, without the folders of whoever runs it."""
    parts = Path(name).parts
    for anchor in ("app", "site-packages"):
        if anchor in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(anchor) - 1 :])
    return parts[-1] if parts else name
