"""Tables whose amounts are not whole: in thousands they hide what is owed or sold, in cents they are a hundredfold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.errors import RefusedError
from app.i18n import msg
from app.services.sync.files.grid import Row
from app.services.sync.tables.table import Table
from app.services.sync.values.text import fold, plain, words
from app.services.sync.values.units import minor_of, unit_of

#: Rows at the top and at the end of a table in which notes on its amounts stand.
_NEAR: Final = 12


def refuse_parts(table: Table, headings: Sequence[str]) -> None:
    """Refuse amounts in thousands or in cents: they must be exact.

    Args:
        table: the table.
        headings: of the columns of amounts.

    Raises:
        RefusedError: a heading says that amounts are in cents, or a line above too that they are in thousands or more.
    """
    if (said := next(filter(None, map(minor_of, headings)), None)) is not None:
        raise RefusedError(
            "amounts_in_units",
            msg("The amounts are in cents: “{said}”.", said=said),
            where=msg("File {file}.", file=table.file),
            do=msg("Export the list with whole amounts."),
        )
    titles = [*table.found.titles, *_notes(table.body)]
    if (said := next(filter(None, (unit_of(heading, titles) for heading in headings)), None)) is not None:
        raise RefusedError(
            "amounts_in_units",
            msg("The amounts are not whole but in thousands or more: “{said}”.", said=said),
            where=msg("File {file}.", file=table.file),
            do=msg("Export the list with whole amounts."),
        )


def _notes(body: Sequence[Row]) -> list[str]:
    """Return the texts that stand alone in a row near the top or the end of the table and speak of its amounts."""
    near = [*body[:_NEAR], *body[max(_NEAR, len(body) - _NEAR) :]]
    rows = ([cell for cell in row if cell != ""] for row in near)
    alone = [cell for filled in rows if len(filled) == 1 and isinstance(cell := filled[0], str)]
    return [text for text in alone if plain(text)[:1] == "(" or any(word in fold(text) for word in words("amounts"))]
