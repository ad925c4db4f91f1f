"""Words that say one thing in Spanish and another in Portuguese: with ``cobrado`` money came, or was only asked for.

The list's own words tell in which of the two it is written. Where they do not, somebody has to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from app.i18n import msg
from app.services.sync.layouts.headings import languages_of
from app.services.sync.model import Question
from app.services.sync.recognition.columns import Column
from app.services.sync.tables.table import Table
from app.services.sync.values.cells import distinct
from app.services.sync.values.text import fold, words

_SPANISH: Final = "es"
_PORTUGUESE: Final = "pt"
#: Letters that one of the two languages has and the other has not.
_LETTERS: Final = {
    _SPANISH: re.compile(r"[ñ¿]|ci[oó]n\b|ciones\b", re.IGNORECASE),
    _PORTUGUESE: re.compile(r"[ãõç]", re.IGNORECASE),
}


def asked_for(table: Table) -> list[int]:
    """Return the rows whose status says in Portuguese that the customer was asked, which is "paid" in Spanish.

    A status that nothing gives to one of the languages is asked about, unless somebody said that the column is the
    status.
    """
    if not table.has("status"):
        return []
    cells = table.cells("status")
    hits = {cell for cell in distinct(cells) if isinstance(cell, str) and _is_one(cell)}
    if not hits or table.guesses["status"].language == "layout":
        return []
    tongue = _tongue(table, (cell for cell in distinct(cells) if isinstance(cell, str)))
    if tongue is None:
        what = msg(
            "“{value}” says in Spanish that an invoice was paid, in Portuguese that its customer was reminded, and "
            "nothing else in the list is plainly in one of them.",
            value=min(hits),
        )
        table.questions.append(Question("--layout", table.heading("status") or None, what))
    return [place for place, cell in enumerate(cells) if cell in hits] if tongue == _PORTUGUESE else []


def says_chased(table: Table, column: Column) -> bool:
    """Tell whether a heading asks in Portuguese whether the customer was reminded."""
    return _is_one(column.heading) and _tongue(table, ()) == _PORTUGUESE


def _is_one(text: str) -> bool:
    return not words("cobrado").isdisjoint(fold(text).split())


def _tongue(table: Table, states: Iterable[str]) -> str | None:
    """Return in which of the two languages a list is written, by its headings, its titles and its states."""
    headings = [heading for heading in table.found.headings if heading.strip()]
    known = [languages_of(heading) for heading in headings]
    titles = (cell for row in table.found.above for cell in row if isinstance(cell, str))
    texts = [*headings, *titles, *states]
    weights = {
        tongue: sum(1 for spoken in known if tongue in spoken and other not in spoken)
        + sum(1 for text in texts if _LETTERS[tongue].search(text))
        for tongue, other in ((_SPANISH, _PORTUGUESE), (_PORTUGUESE, _SPANISH))
    }
    if weights[_SPANISH] == weights[_PORTUGUESE]:
        return None
    return max(weights, key=lambda tongue: weights[tongue])
