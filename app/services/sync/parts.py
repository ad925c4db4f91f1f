"""What is read at a time, by which answers, and what is kept of them with the import."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.enums import SyncKind
from app.services.sync.answers import SeveralSheetsError
from app.services.sync.facts.shapes import may_close
from app.services.sync.model import Notice, ReadOptions
from app.services.sync.options import decided
from app.services.sync.planning.plan import FilePlan
from app.services.sync.request import SyncOptions
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class Part:
    """What is read at a time: a file, or one sheet of it; the notices are about the whole file."""

    path: Path
    options: ReadOptions
    notices: list[Notice] = field(default_factory=list)


def sheets_of(given: Part, found: SeveralSheetsError) -> list[Part]:
    """Return the sheets of a file as parts; what is to be said of the file is said with the first."""
    told: list[list[Notice]] = [list(found.notices), *([] for _ in found.names)]
    options = replace(given.options, seen=frozenset())
    return [Part(given.path, replace(options, sheet=name or None), told[at]) for at, name in enumerate(found.names)]


def kept_with(file: FilePlan, read: ReadOptions, options: SyncOptions) -> dict[str, Any]:
    """Return what the collector decided of a file, to be kept with its run; its reach only where that closes."""
    answers = {
        "scope": read.scope if may_close(file.kind) else None,
        "older": read.older or None,
        "names": options.names if file.kind in {SyncKind.CASES, SyncKind.RECEIPTS} else None,
        "renumbered": options.renumbered if options.accounts or options.documents else None,
        "control_total": dict(options.control_totals) or None,
        "own_total": "take" if str(file.path) in options.taken else None,
    }
    return decided(read) | {name: value for name, value in answers.items() if value is not None}


def judged_by(read: Iterable[ReadOptions], settings: Settings) -> str:
    """Return a name for everything beside the files and the imports that decides what files come to.

    That is what was answered, now and before, the layouts that were saved, the known rates, and the settings.
    """
    return hashlib.sha256(repr(([*read], settings)).encode()).hexdigest()
