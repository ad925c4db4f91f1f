"""Formulas whose results were never saved: their cells are blank or zero in the file, and nobody may take them so."""

from __future__ import annotations

from typing import Final

from app.errors import RefusedError
from app.i18n import msg, nmsg
from app.services.sync.files.zipscan import UNSAVED, letters
from app.services.sync.layouts.headings import meanings
from app.services.sync.model import Notice
from app.services.sync.recognition.detect import Found

#: A table is refused when the formulas fill so much of it; a few of them only cost their rows.
_REFUSED: Final = 0.5
#: Fields that follow from others: a table can be read without them.
_SPARE: Final = frozenset({"days_overdue", "days_to_settle", "bucket"})
_SAVE_IT: Final = msg("Open it in your spreadsheet program, save it there, and sync it again.")


def unsaved(found: Found, file: str) -> list[Notice]:
    """Return the warning about such cells, or none; only columns that are read, or would be if they held anything.

    Raises:
        RefusedError: most rows have one.
    """
    columns = {guess.column: name for name, guess in found.guesses.items()}
    columns |= {
        c.index: hits[0].field for c in found.columns if c.index not in columns and (hits := meanings(c.heading))
    }
    cells = [
        place
        for place, shows in found.grid.errors.items()
        if shows == UNSAVED and place[1] in columns and place[0] > found.bottom
    ]
    if not cells:
        return []
    row, column = min(cells)
    first = f"{letters(column)}{row + 1}"
    if len({row for row, place in cells if columns[place] not in _SPARE}) > len(found.body) * _REFUSED:
        raise RefusedError(
            "formulas_unsaved",
            msg("The file holds formulas without their results, from cell {cell} on.", cell=first),
            where=msg("File {file}, sheet {sheet}.", file=file, sheet=found.grid.name),
            do=_SAVE_IT,
        )
    what = nmsg(
        "The result of one formula was not saved in the file: cell {cell}.",
        "The results of {n} formulas were not saved in the file, from cell {cell} on.",
        len(cells),
        cell=first,
    )
    return [Notice("formulas_unsaved", what, row + 1)]
