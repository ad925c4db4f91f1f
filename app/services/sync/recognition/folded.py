"""Amounts that stand in a column for each currency: ``Saldo S/`` beside ``Saldo US$``, 残高(円) and 残高(USD).

Such columns are one where a row fills but one of them: its currency is the heading under which the amount stands. In a
row that fills several both amounts stay in sight, and it is rejected. Where many rows fill them all, one is what the
other comes to in another currency, and nothing is put together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from app.enums import SyncKind
from app.i18n import msg
from app.services.sync.files.grid import Grid
from app.services.sync.layouts.ages import is_age
from app.services.sync.layouts.headings import meanings
from app.services.sync.model import ReadOptions
from app.services.sync.recognition import splitdays
from app.services.sync.recognition.detect import Found
from app.services.sync.values.cells import Cell
from app.services.sync.values.currency import NOTHING, Mark, meaning
from app.services.sync.values.text import cell_text, heading_key, plain

#: What may be amounts of one row in one currency or another.
_AMOUNTS: Final = frozenset({"open", "original", "paid", "debit", "credit", "local_open"})
_TOKEN: Final = re.compile(r"[^\s()（）\[\]]+")
_CODE_BEHIND: Final = re.compile(r"(.*[^\x00-\x7f])([A-Z]{3})")
_NOUGHT: Final = re.compile(r"[\s-]*(?:0+(?:[.,]0+)?)?[\s-]*")
#: Share of the rows that may fill several currencies, and rows that may whatever the share.
_FEW: Final = 0.2
_CURRENCY: Final = "Currency"


@dataclass(frozen=True, slots=True)
class _Fold:
    """Columns of one amount: heading without currency, and currency as the heading writes it → column."""

    heading: str
    columns: Mapping[str, int]


def recognise(grid: Grid, options: ReadOptions) -> Found | None:
    """Find the table of a sheet, with amounts put together that stand apart by currency; None if there is none.

    Raises:
        UsageError: the layout asked for does not exist.
    """
    found = splitdays.recognise(grid, options)
    if found is None or found.top < 0 or found.kind not in {None, SyncKind.OPEN_ITEMS, SyncKind.RECEIPTS}:
        return found
    if options.mapping is not None or (found.layout is not None and not found.layout.shipped):
        return found
    folds = _folds(found)
    signs = None if not folds else _signs(found, folds)
    if signs is None:
        return found
    other = splitdays.recognise(_together(found, folds, signs), options)
    if other is None or other.kind is not SyncKind.OPEN_ITEMS or other.bottom != found.bottom:
        return found
    said = tuple(
        msg(
            "Amounts stand in a column for each currency ({headings}); each counts in the currency of its heading.",
            headings=", ".join(f"“{found.headings[column].strip()}”" for column in fold.columns.values()),
        )
        for fold in folds
    )
    return replace(other, told=said, made={**other.made, **_made(found, folds)})


def _made(found: Found, folds: Sequence[_Fold]) -> dict[int, tuple[str, ...]]:
    """Return the columns that were put together with the headings that they had."""
    heads = [tuple(found.headings[column].strip() for column in fold.columns.values()) for fold in folds]
    made = {next(iter(fold.columns.values())): names for fold, names in zip(folds, heads, strict=True)}
    return made if "currency" in found.guesses else {**made, _spare(folds): heads[0]}


def _spare(folds: Sequence[_Fold]) -> int:
    """Return the column that takes the currencies, for which the file has none."""
    return list(folds[0].columns.values())[1]


def _folds(found: Found) -> list[_Fold]:
    """Return the columns that differ in nothing but the currency in their headings."""
    bases: dict[str, dict[str, int]] = {}
    headings: dict[str, str] = {}
    for column, heading in enumerate(found.headings):
        base, sign = _apart(heading)
        if sign and column not in found.beside and _is_amount(base):
            key = heading_key(base)
            headings.setdefault(key, base)
            bases.setdefault(key, {}).setdefault(sign, column)
    several = {key: columns for key, columns in bases.items() if len({meaning(sign) for sign in columns}) > 1}
    signs = {tuple(sorted(columns)) for columns in several.values()}
    return [_Fold(headings[key], columns) for key, columns in several.items()] if len(signs) == 1 else []


def _apart(heading: str) -> tuple[str, str]:
    """Part a heading and the currency in it; without one the second text is empty."""
    tidy = plain(heading)
    if (match := _CODE_BEHIND.fullmatch(tidy)) and meaning(match.group(2)) is not NOTHING:
        return match.group(1), match.group(2)
    tokens = _TOKEN.findall(tidy)
    if len(tokens) > 1:
        for at in (-1, 0):
            if _says(meaning(tokens[at])):
                rest = tokens[:-1] if at else tokens[1:]
                return " ".join(rest), tokens[at]
    return tidy, ""


def _says(mark: Mark) -> bool:
    return mark is not NOTHING


def _is_amount(base: str) -> bool:
    return is_age(base) or any(hit.field in _AMOUNTS for hit in meanings(base))


def _signs(found: Found, folds: Sequence[_Fold]) -> list[str | None] | None:
    """Return the currency of each row below the header, None for rows of several or of none.

    None if rows fill several columns as a rule, or a column of currencies says something else.
    """
    places = {sign: [fold.columns[sign] for fold in folds] for sign in folds[0].columns}
    said = _filled(found, places)
    number = found.guesses.get("number")
    items = range(len(said)) if number is None else [at for at, cell in enumerate(found.cells(number.column)) if cell]
    several = sum(1 for at in items if len(said[at]) > 1)
    once = sum(1 for at in items if len(said[at]) == 1)
    if not once or several > max(1, _FEW * (several + once)) or several >= once:
        return None
    alone = {sign for at in items if len(said[at]) == 1 for sign in said[at]}
    if any(sign not in alone for at in items if len(said[at]) > 1 for sign in said[at]):
        return None  # it never stands alone: it is what some of the others come to
    signs = [next(iter(one)) if len(one) == 1 else None for one in said]
    column = found.guesses.get("currency")
    if column is not None and any(map(_differ, found.cells(column.column), signs)):
        return None
    return signs


def _filled(found: Found, places: Mapping[str, Iterable[int]]) -> list[set[str]]:
    """Return the currencies of which each row has an amount; of noughts alone the first."""
    said: list[set[str]] = [set() for _ in range(len(found.body))]
    for sign, columns in places.items():
        for column in columns:
            for at, cell in enumerate(found.cells(column)):
                if cell != "" and not _is_nought(cell):
                    said[at].add(sign)
    first = next(iter(places))
    for column in (column for columns in places.values() for column in columns):
        for at, cell in enumerate(found.cells(column)):
            if not said[at] and cell_text(cell) is not None:
                said[at].add(first)
    return said


def _is_nought(cell: Cell) -> bool:
    return cell == 0 if isinstance(cell, (int, float)) else isinstance(cell, str) and bool(_NOUGHT.fullmatch(cell))


def _differ(cell: Cell, sign: str | None) -> bool:
    """Tell whether a currency's cell contradicts the heading under which the row's amount stands."""
    text = cell_text(cell)
    if text is None or sign is None:
        return False
    one, other = meaning(text), meaning(sign)
    return one.code != other.code if one.code and other.code else False


def _says_less(cell: Cell, sign: str) -> bool:
    """Tell whether a currency's cell is blank, or leaves open what the heading of the row's amount says."""
    text = cell_text(cell)
    return text is None or (meaning(text).code is None and meaning(sign).code is not None)


def _together(found: Found, folds: Sequence[_Fold], signs: Sequence[str | None]) -> Grid:
    """Return the sheet with the amounts of each fold in its first column and their currencies in a column."""
    grid, start = found.grid, found.bottom + 1
    columns: list[Sequence[Cell]] = list(grid.columns)
    errors = dict(grid.errors)
    for fold in folds:
        (_, first), *others = fold.columns.items()
        parts = [(sign, list(grid.columns[column][start:])) for sign, column in fold.columns.items()]
        made = [_amount([(sign, cells[at]) for sign, cells in parts], signs[at]) for at in range(len(signs))]
        columns[first] = [*_above(grid, first, found), fold.heading, *made]
        for _, column in others:
            columns[column] = [*_above(grid, column, found), "", *[""] * len(made)]
            moved = [at for at in grid.errors if at[1] == column and at[0] >= start]
            errors.update({(row, first): errors.pop((row, column)) for row, _ in moved})
    held = found.guesses.get("currency")
    if held is None:
        column = _spare(folds)
        columns[column] = [*_above(grid, column, found), _CURRENCY, *(sign or "" for sign in signs)]
    else:
        cells = grid.columns[held.column][start:]
        filled = [sign if sign and _says_less(cell, sign) else cell for cell, sign in zip(cells, signs, strict=True)]
        columns[held.column] = [*grid.columns[held.column][:start], *filled]
    return replace(grid, columns=tuple(columns), errors=errors)


def _above(grid: Grid, column: int, found: Found) -> list[Cell]:
    """Return what stands above the last row of a header, its other rows blank."""
    cells = list(grid.columns[column][: found.bottom])
    cells[found.top :] = [""] * len(cells[found.top :])
    return cells


def _amount(cells: Sequence[tuple[str, Cell]], sign: str | None) -> Cell:
    """Return the one amount of a row; all of them as a text where it has several."""
    filled = [(one, cell) for one, cell in cells if cell != "" and not _is_nought(cell)]
    if len(filled) > 1:
        return " + ".join(f"{cell_text(cell)} {one}" for one, cell in filled)
    return filled[0][1] if filled else next((cell for one, cell in cells if one == sign), "")
