"""The amounts of an items table: what is owed of each row, with the side that a column of debit and credit gives it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import mul, sub
from typing import Final

from app.i18n import Message, msg
from app.services.sync.tables.currencies import Currencies
from app.services.sync.tables.money import to_minors
from app.services.sync.tables.sides import Sides, sides_of
from app.services.sync.tables.table import Table
from app.services.sync.values.cells import distinct
from app.services.sync.values.numbers import NumberColumn
from app.services.sync.values.text import cell_text

#: Cells of these fields must be readable, or the row is rejected.
NEEDED: Final = ("account", "number", "open", "original", "document_date", "due_date", "clearing_date", "currency")
#: Parts of what an item is called.
IN_NUMBER: Final = ("series", "instalment")
#: What an item is about → the fields that make it together.
MAKES: Final[Mapping[str, tuple[str, ...]]] = {
    "debit": ("debit", "credit"), "credit": ("debit", "credit"), "original": ("paid",),
}  # fmt: skip
_SIDES: Final = frozenset({"debit", "credit"})
NO_SIDE: Final = msg("This says neither debit nor credit.")

#: Position → heading, cell and reason of a needed cell that cannot be read.
Bad = dict[int, tuple[str, str, Message]]
#: Field → the rows in which its cell, which no row needs, cannot be read.
Unread = dict[str, set[int]]
Minors = Sequence[int | None]


def owed_minors(
    table: Table,
    numeric: Mapping[str, NumberColumn],
    currencies: Currencies,
    local: Currencies | None,
    bad: Bad,
    unread: Unread,
    *,
    closed: bool,
) -> dict[str, Minors]:
    """Turn the money columns into minor units; unreadable needed cells reject their row."""
    found: dict[str, Minors] = {}
    left = {"paid"} if "original" in numeric and not closed and not {"open", "aged"} & numeric.keys() else set()
    for name, column in numeric.items():
        if name == "credit_limit":
            continue
        wanted = local if name == "local_open" else currencies
        if wanted is None:
            continue
        found[name], wrong = to_minors(column, wanted)
        if name in NEEDED or name in _SIDES or name in left or name.startswith("aged"):
            for place, why in wrong.items():
                bad.setdefault(place, (table.heading(name), str(column.cells[place]), why))
        elif wrong:
            unread[name] = set(wrong)
    if not closed and (whole := _issued_for(found)) is not None:
        found["original"] = whole
    return _given_sides(table, found, bad) if table.has("sign") else found


def _issued_for(found: Mapping[str, Minors]) -> Minors | None:
    """Return what documents were issued for where debits less credits leave what is open in every row; else None.

    Aspel has Cargos, Abonos and Saldo, Moloni Débito, Crédito and Pendente: no heading says original amount there.
    """
    if "original" in found or not {"debit", "credit", "open"} <= found.keys():
        return None
    rows = list(zip(found["debit"], found["credit"], found["open"], strict=True))
    filled = [(debit or 0, credit or 0, left) for debit, credit, left in rows if left is not None]
    if not filled or any(debit - abs(credit) != left for debit, credit, left in filled):
        return None
    return [debit or (None if credit is None else -abs(credit)) for debit, credit, _ in rows]


def _given_sides(table: Table, found: dict[str, Minors], bad: Bad) -> dict[str, Minors]:
    """Give amounts the signs of the column of debit and credit; a row of which it says nothing is rejected."""
    sides = sides_of(table.cells("sign"))
    given = {name: found[name] if name in _SIDES else _signed(found[name], sides) for name in found}
    open_ = sides.unknown()
    if open_ and (_unsigned(found) or any(given[name] is not found[name] for name in found)):
        for place in open_:
            if any(column[place] for column in found.values()):
                shows = cell_text(table.cells("sign")[place]) or ""
                bad.setdefault(place, (table.heading("sign"), shows, NO_SIDE))
    return given


def _unsigned(found: Mapping[str, Minors]) -> bool:
    """Tell whether no amount says itself that it is a credit."""
    amounts = (distinct(column) for name, column in found.items() if name not in _SIDES)
    return not any(amount < 0 for column in amounts for amount in column if amount)


def _signed(amounts: Minors, sides: Sides) -> Minors:
    """Return amounts with the sign that the column of debit and credit gives them, unless they have it already."""
    pairs = list(zip(amounts, sides.signs, strict=True))
    owed = [amount for amount, sign in pairs if amount and sign == -1]
    if not owed or all(amount < 0 for amount in owed):
        return amounts
    return [-amount if amount and sign == -1 else amount for amount, sign in pairs]


def owed_amounts(table: Table, minors: Mapping[str, Minors], *, closed: bool) -> tuple[str, Minors]:
    """Return the field and the amounts that rows are about."""
    if closed and "original" in minors:
        name, amounts = "original", minors["original"]
    elif "open" in minors:
        name, amounts = "open", _left_of_sides(table, minors)
    elif "aged" in minors:
        name, amounts = "aged", _together([minors[age] for age in table.aged()])
    elif "original" in minors:
        name, amounts = "original", minors["original"]
        if "paid" in minors:
            amounts = _less_paid(amounts, minors["paid"])
    else:
        name, amounts = _two_columns(minors)
    return name, amounts


def _less_paid(wholes: Minors, paid: Minors) -> Minors:
    """Return what payments leave of amounts; where every payment has the other sign it was taken off by that."""
    pairs = [(whole, part or 0) for whole, part in zip(wholes, paid, strict=True)]
    turned = any(part for _, part in pairs) and all((whole or 0) * part <= 0 for whole, part in pairs)
    return [None if whole is None else whole + (part if turned else -part) for whole, part in pairs]


def _left_of_sides(table: Table, minors: Mapping[str, Minors]) -> Minors:
    """Return what is open, owing where it is left of what stands on the credit side and no sign says so.

    It is what both sides leave, or a part of it, in every row; elsewhere the columns are not about the rows alone.
    """
    left = minors["open"]
    if not minors.keys() >= _SIDES or table.has("sign"):
        return left
    rows = list(zip(left, minors["debit"], minors["credit"], strict=True))
    owing = [bool(rest) and not owed and bool(paid) and abs(rest or 0) <= abs(paid or 0) for rest, owed, paid in rows]
    whole = all((rest or 0) >= 0 and (paid or 0) >= 0 for rest, _, paid in rows)
    beyond = any(rest and not owed and paid and rest > paid for rest, owed, paid in rows)
    if not whole or beyond or not any(owing):
        return left
    return [-(rest or 0) if turns else rest for rest, turns in zip(left, owing, strict=True)]


def wholes_of_sides(debits: Minors, credits_: Minors, left: Minors) -> Minors | None:
    """Return the original amounts of items of which debit or credit says what they were, and another column the rest.

    A payment of 100 on the credit side of which 40 are left was one of 100. Where both sides of a row are filled, the
    other one is what was paid or taken. None unless every row has a rest that its sides allow: elsewhere the columns
    are not about the rows alone.
    """
    owed, paid = [debit or 0 for debit in debits], [credit or 0 for credit in credits_]
    if list(map(sub, owed, paid)) == left and not any(map(mul, owed, paid)):
        return None  # nothing was paid of anything: what is left is the whole
    rows = [(debit, credit, rest or 0) for debit, credit, rest in zip(owed, paid, left, strict=True)]
    if not all(_is_rest(*row) for row in rows):
        return None
    return [debit if rest > 0 or not credit else -abs(credit) for debit, credit, rest in rows]


def _is_rest(debit: int, credit: int, rest: int) -> bool:
    """Tell whether an amount may be what is left of one side, or is what both sides of a row leave."""
    if debit and credit:
        return debit > 0 and rest == debit - abs(credit)
    whole = debit or -abs(credit)
    return rest * whole >= 0 and abs(rest) <= abs(whole)


def _together(columns: Sequence[Minors]) -> Minors:
    """Return the sums of rows over several columns; None where none of them has an amount."""
    return [
        None if all(part is None for part in row) else sum(part or 0 for part in row)
        for row in zip(*columns, strict=True)
    ]


def _two_columns(minors: Mapping[str, Minors]) -> tuple[str, Minors]:
    """Return debit less credit."""
    name = "debit" if "debit" in minors else "credit"
    blank: Minors = [None] * len(minors[name])
    debits, credits_ = minors.get("debit", blank), minors.get("credit", blank)
    return name, [
        None if debit is None and credit is None else (debit or 0) - (credit or 0)
        for debit, credit in zip(debits, credits_, strict=True)
    ]
