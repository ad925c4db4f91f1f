"""What the collector answered once for a layout, so that nobody is asked every morning.

An answer is used only where the evidence of a file leaves that very question open, and the file says so in a warning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from app.enums import SyncKind
from app.i18n import msg
from app.services.sync.model import Notice, Question, ReadOptions

#: The setting that keeps answers by layout.
KEY: Final = "sync.answers"
#: Options of the command line that are remembered, and the field of ``ReadOptions`` that holds each.
FIELDS: Final = {
    "--currency": "currency",
    "--date-order": "date_order",
    "--decimal": "decimal",
    "--kind": "kind",
    "--sheet": "sheet",
    "--tax": "tax",
    "--rates-per": "rates_per",
    "--gl-account": "gl_accounts",
}

Answers = Mapping[str, Mapping[str, str]]


class SeveralSheetsError(Exception):
    """Each of these sheets is to be read on its own, as the collector said before of such a file.

    Attributes:
        names: of the sheets.
        notices: what is to be said of the file.
    """

    def __init__(self, names: tuple[str, ...], notices: tuple[Notice, ...]) -> None:
        """Keep what is to be read."""
        super().__init__(names)
        self.names = names
        self.notices = notices


class SameCellsError(Exception):
    """A file holds cells that were seen before, so that nothing of it was judged.

    Attributes:
        path: the file.
        options: how it was to be read; the cells are among its ``seen``.
        cells: their name.
        sha256: of the file, which is another one.
    """

    def __init__(self, path: Path, options: ReadOptions, cells: str, sha256: str) -> None:
        """Keep what was found."""
        super().__init__(cells)
        self.path = path
        self.options = options
        self.cells = cells
        self.sha256 = sha256


def answered_before(
    options: ReadOptions, layout: str, questions: Sequence[Question]
) -> tuple[ReadOptions, Notice | None]:
    """Return the options with what was answered before, and the notice that says so.

    The notice is None where a question has no answer from before: then the options are as they were.
    """
    before = options.remembered.get(layout, {})
    wanted = [FIELDS.get(question.option, "") for question in questions]
    if not wanted or any(name not in before for name in wanted):
        return options, None
    values: dict[str, Any] = {name: before[name] for name in wanted}
    said = ", ".join(str(value) for value in values.values())
    if "kind" in values:
        values["kind"] = SyncKind(values["kind"])
    notice = Notice("answered_before", msg("Read as you said the last time: {answers}.", answers=said))
    return replace(options, **values), notice


def learn(
    known: Answers, layout: str, options: ReadOptions, beside: Mapping[str, str] | None = None
) -> dict[str, dict[str, str]] | None:
    """Return the answers with those of a file that was just taken; None if they say nothing new.

    Args:
        known: by layout.
        layout: of the file.
        options: how it was read.
        beside: what else was said of the layout.
    """
    given = {name: getattr(options, name) for name in FIELDS.values()}
    said = {name: str(value) for name, value in given.items() if value is not None} | dict(beside or {})
    before = dict(known.get(layout, {}))
    if not said or before | said == before:
        return None
    return {**{name: dict(answers) for name, answers in known.items()}, layout: before | said}
