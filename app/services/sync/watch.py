"""Looking into a watched folder: which exports lie there, and how each stands just now."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import RefusedError
from app.i18n import msg
from app.progress import Progress, silent
from app.services.sync.desk import exports_in


@dataclass(frozen=True, slots=True)
class Lying:
    """A file in the folder; ``sign`` is another one as soon as it is written to.

    ``name`` stands for the path where it is remembered: what a file is called is nobody else's business.
    """

    path: str
    name: str
    sign: str


def look_into(_store: object, folder: str, pattern: str, progress: Progress = silent) -> tuple[Lying, ...]:
    """Return the files of a folder that may be exports and whose names fit a pattern, by name.

    A folder without any is no error here; one that is not there is: a share may be away for a minute, and what lay in
    it is not gone. An empty file has only been begun.

    Raises:
        RefusedError: the folder is not there, or cannot be looked into.
    """
    try:
        files = exports_in(Path(folder), pattern or "*")
    except RefusedError as error:
        if error.code == "folder_empty":
            return ()
        raise RefusedError(
            "folder_unreadable",
            msg("The watched folder cannot be reached just now."),
            error.where,
            msg("It is looked at again every minute. Choose another one if it has moved."),
        ) from error
    found = []
    for path in files:
        progress(0, 0, path.name)
        try:
            facts = path.stat()
        except OSError:
            continue  # gone between the two looks
        if not facts.st_size:
            continue  # somebody has begun to write it
        name = hashlib.sha256(str(path).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        found.append(Lying(str(path), name, f"{facts.st_mtime_ns}-{facts.st_size}"))
    return tuple(found)


def fresh(lying: tuple[Lying, ...], known: Mapping[str, Any]) -> tuple[Lying, ...]:
    """Return the files that are not known, or were written to since."""
    return tuple(one for one in lying if known.get(one.name) != one.sign)
