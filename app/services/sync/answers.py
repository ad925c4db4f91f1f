"""What the collector answered once for a layout, so that nobody is asked every morning.

An answer is used only where the evidence of a file leaves that very question open, and the file says so in a warning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from app.i18n import msg
from app.services.sync.model import Notice, Question, ReadOptions
from app.services.sync.options import REMEMBERED, decided

#: The setting that keeps answers by layout.
KEY: Final = "sync.answers"
#: What was answered by layout, then by field of the reading options.
ByLayout = Mapping[str, Mapping[str, str]]


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


def answered_before(options: ReadOptions, layout: str, questions: Sequence[Question]) -> dict[str, str]:
    """Return the answers from before to some questions, by option; what somebody decided now needs none."""
    before = options.remembered.get(layout, {})
    wanted = (REMEMBERED.get(question.option) for question in questions)
    return {
        one.option: before[one.field]
        for one in wanted
        if one is not None and one.field in before and one.text(options) is None
    }


def as_before(answers: Mapping[str, str]) -> Notice:
    """Return the notice that a file was read by answers from before."""
    said = ", ".join(answers.values())
    return Notice("answered_before", msg("Read as you said the last time: {answers}.", answers=said))


def learn(
    known: ByLayout, layout: str, options: ReadOptions, beside: Mapping[str, str] | None = None
) -> dict[str, dict[str, str]] | None:
    """Return the answers with those of a file that was just taken; None if they say nothing new.

    Args:
        known: by layout.
        layout: of the file.
        options: how it was read.
        beside: what else was said of the layout.
    """
    fields = {one.field for one in REMEMBERED.values()}
    given = {name: text for name, text in decided(options).items() if name in fields}
    said = given | dict(beside or {})
    before = dict(known.get(layout, {}))
    if not said or before | said == before:
        return None
    return {**{name: dict(answers) for name, answers in known.items()}, layout: before | said}
