"""Customers of a table that are written with number and name in one cell, taken apart or asked about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from app.i18n import msg
from app.services.sync.answers import as_before
from app.services.sync.model import Question
from app.services.sync.recognition.coded import APART, WHOLE, Pairs, parting
from app.services.sync.recognition.detect import layout_name
from app.services.sync.tables.outcome import pick
from app.services.sync.tables.table import Table
from app.services.sync.values.cells import Cell
from app.services.sync.values.text import each

#: The option that decides what such cells are, and the field of the reading options in which its answer stands.
OPTION: Final = "--customer-cells"
_FIELD: Final = "customer_cells"
Texts = Sequence[str | None]


def part_customers(table: Table, customers: Texts, names: Texts | None) -> tuple[Texts, Texts | None]:
    """Return number and name of each row's customer, where its only column has both in its cells.

    What was said of such cells counts first; then what the column proves, which is kept for the files to come.

    Args:
        table: of the customers.
        customers: the column as seen.
        names: what stands as the name where nothing is taken apart.
    """
    pairs = _pairs(table, customers)
    return (customers, names) if pairs is None else _apart(customers, pairs)


def owners_of(table: Table) -> tuple[Texts | None, Texts | None]:
    """Return number and name of each row's customer, taken apart where both stand in one cell."""
    accounts, names = table.text("account"), table.text("name")
    customers = accounts or names
    if customers is None or (accounts and names):
        return accounts, names
    pairs = _pairs(table, customers)
    return (accounts, names) if pairs is None else _apart(customers, pairs)


def numbers_of(table: Table, customers: Texts | None) -> Texts | None:
    """Return a column of customers without their names, where both stand in its cells."""
    pairs = None if customers is None else _pairs(table, customers)
    return customers if customers is None or pairs is None else _apart(customers, pairs)[0]


def ask_apart(table: Table, customers: Texts, own: bytearray) -> None:
    """Ask about customers that may be written with number and name, where nothing proves that they are.

    With the whole cell as its number a customer whose name is changed in the source would be another one.

    Args:
        table: takes the question.
        customers: the column as seen.
        own: 1 for each row that counts.
    """
    if table.options.customer_cells is not None or (table.has("account") and table.has("name")):
        return
    found = parting(pick(customers, own))
    if found is None or found.sure:
        return
    seen, (number, name) = next(iter(found.pairs.items()))
    what = msg(
        "“{value}” may be customer {number} called “{name}”, or all of it may be the name.",
        value=seen, number=number, name=name,
    )  # fmt: skip
    heading = table.heading("account" if table.has("account") else "name")
    table.questions.append(Question(OPTION, heading or None, what, (APART, WHOLE)))


def _pairs(table: Table, customers: Texts) -> Pairs | None:
    """Return number and name by customer as written; None where they are to be left whole.

    Who said once of such files that the cells are names has it so, whatever the cells look like by now.
    """
    said = table.options.customer_cells
    found = None if said == WHOLE else parting(customers)
    if found is None or not (found.sure or said == APART):
        return None
    if said is None and table.options.remembered.get(layout_name(table.found), {}).get(_FIELD) == WHOLE:
        table.warnings.append(as_before({OPTION: WHOLE}))
        return None
    if found.sure:
        table.proofs.setdefault(_FIELD, set()).add(APART)
    return found.pairs


def _apart(customers: Texts, pairs: Pairs) -> tuple[Texts, Texts]:
    """Return numbers and names; a customer that is written otherwise stays what it is."""
    numbers, names = ({text: pair[side] for text, pair in pairs.items()} for side in (0, 1))
    return each(customers, lambda text: _of(numbers, text)), each(customers, lambda text: _of(names, text))


def _of(said: Mapping[str, str], text: Cell) -> str | None:
    return said.get(text, text) if isinstance(text, str) else None
