"""Signs in amounts that contradict what stands beside or above them: the rows are read, and somebody hears of it.

A column of currencies is there to say the currency, so it counts; so does the sign of each row where signs of several
currencies stand in one column. What the other one says is told with the first row in which it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.i18n import nmsg
from app.services.sync.model import Notice
from app.services.sync.tables.table import Table
from app.services.sync.values.currency import Mark, fits, in_heading
from app.services.sync.values.numbers import NumberColumn, numeral
from app.services.sync.values.text import shown

_CODE = "currency_contradicted"


def tell_against_column(
    table: Table, columns: Iterable[NumberColumn], heading: str, rows: Sequence[str | None] | None, one: str | None
) -> None:
    """Tell of amounts whose own sign is none of the currency that the row's column says.

    Args:
        table: the table.
        columns: of amounts.
        heading: of the column of currencies.
        rows: what it says in each row; None where all rows say ``one``.
        one: the only currency.
    """
    codes = {code for code in (rows or (one,)) if code is not None}
    for column in columns:
        strange = {mark for mark in column.marks if not all(fits(mark, code) for code in codes)}
        places = _against(column, strange, rows, one) if strange else []
        if places:
            what = nmsg(
                "In {n} row the sign of {value} is of another currency than “{heading}” says; the column counts.",
                "In {n} rows signs as in {value} are of another currency than “{heading}” says; the column counts.",
                len(places), value=shown(column.cells[places[0]]), heading=heading,
            )  # fmt: skip
            table.warnings.append(Notice(_CODE, what, table.first + places[0]))
            return


def _against(column: NumberColumn, strange: set[Mark], rows: Sequence[str | None] | None, one: str | None) -> list[int]:
    """Return the places of amounts with a sign that the currency of their row does not have."""
    found = []
    for place, cell in enumerate(column.cells):
        read = numeral(cell) if isinstance(cell, str) else None
        code = one if rows is None else rows[place]
        if read is not None and read.mark in strange and code is not None and not fits(read.mark, code):
            found.append(place)
    return found


def tell_against_heading(table: Table, heading: str, signs: Sequence[Mark]) -> None:
    """Tell of rows whose sign is none of the currency that the heading of the amounts names."""
    code = in_heading(heading).code
    wrong = {mark for mark in set(signs) if code is not None and not fits(mark, code)}
    places = [place for place, mark in enumerate(signs) if mark in wrong] if wrong else []
    if places:
        what = nmsg(
            "In {n} row the sign {sign} is none of the currency in “{heading}”; the sign counts.",
            "In {n} rows the signs {sign} are none of the currency in “{heading}”; the signs count.",
            len(places), sign=", ".join(sorted(mark.sign for mark in wrong)), heading=heading,
        )  # fmt: skip
        table.warnings.append(Notice(_CODE, what, table.first + places[0]))
