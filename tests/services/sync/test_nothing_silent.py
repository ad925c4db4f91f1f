"""A cell that cannot be read changes what a file says: then something is said of it, in every column of every kind."""

from __future__ import annotations

import pytest

from app.enums import SyncKind
from app.errors import AppError
from app.services.sync.layouts.headings import fields
from tests.builders.kinds import BROKEN, UNREADABLE, columns_of, every_column, heading, table
from tests.builders.reading import read_rows


def what_is_left(read):
    """Return all that a file comes to, but for what is said of it."""
    return read.rows, read.accounts, read.table.totals, read.table.set_aside, read.table.as_of


def unsaid(kind, name, broken=None, error=None):
    """Tell whether a broken cell changes what the file comes to, and nobody says so."""
    names = columns_of(kind, name)
    clean = table(kind, names)
    try:
        read = table(kind, names, broken, error)
    except AppError:
        return False
    said = {(note.code, str(note.text)) for note in read.table.warnings}
    said -= {(note.code, str(note.text)) for note in clean.table.warnings}
    return what_is_left(read) != what_is_left(clean) and not said and not read.table.rejected


def test_an_unreadable_cell_is_never_dropped_in_silence():
    silent = [
        (kind.value, name)
        for kind, name in every_column()
        if (sort := fields()[name].cells) in UNREADABLE and unsaid(kind, name, {name: UNREADABLE[sort]})
    ]
    assert silent == []


def test_a_cell_that_shows_an_error_is_never_dropped_in_silence():
    assert [(kind.value, name) for kind, name in every_column() if unsaid(kind, name, error=name)] == []


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (SyncKind.OPEN_ITEMS, "sign"),
        (SyncKind.OPEN_ITEMS, "aged"),
        (SyncKind.OPEN_ITEMS, "paid"),
        (SyncKind.OPEN_ITEMS, "credit"),
        (SyncKind.OPEN_ITEMS, "debit"),
        (SyncKind.OPEN_ITEMS, "instalment"),
        (SyncKind.RECEIPTS, "sign"),
        (SyncKind.RECEIPTS, "currency"),
        (SyncKind.TRIAL_BALANCE, "sign"),
        (SyncKind.TRIAL_BALANCE, "currency"),
        (SyncKind.ORDERS_ON_HOLD, "currency"),
        (SyncKind.CASES, "opened_date"),
    ],
)
def test_an_error_that_an_amount_or_a_number_hangs_on_rejects_its_row(kind, name):
    [row] = table(kind, columns_of(kind, name), error=name).table.rejected
    assert (row.row, row.column, row.value) == (BROKEN, heading(name), "#REF!")


@pytest.mark.parametrize("kind", [SyncKind.OPEN_ITEMS, SyncKind.RECEIPTS, SyncKind.TRIAL_BALANCE])
@pytest.mark.parametrize("other", ["D", "C"])
def test_a_side_that_is_none_rejects_its_row_where_no_amount_has_a_sign_of_its_own(kind, other):
    names = columns_of(kind, "sign")
    [row] = table(kind, names, {"sign": "perhaps"}, every={"sign": other}).table.rejected
    assert (row.row, row.value, str(row.reason)) == (BROKEN, "perhaps", "This says neither debit nor credit.")


def test_a_side_that_is_none_says_nothing_beside_amounts_with_signs_of_their_own():
    names = columns_of(SyncKind.OPEN_ITEMS, "sign")
    read = table(SyncKind.OPEN_ITEMS, names, {"sign": "perhaps", "open": -20.0}, every={"sign": "D"})
    assert (read.table.rows.item, read.rows[BROKEN - 2].open) == (14, -2000)


def test_each_column_is_told_once_with_its_count_and_first_row():
    names = columns_of(SyncKind.OPEN_ITEMS, "expected_date")
    read = table(SyncKind.OPEN_ITEMS, names, {"expected_date": "soon"})
    [note] = [note for note in read.table.warnings if note.code == "cells_left_out"]
    assert (note.row, str(note.text)) == (
        BROKEN, "1 cell of “Expected payment date” could not be read and was left out: soon.",
    )  # fmt: skip
    read = table(SyncKind.OPEN_ITEMS, names, error="expected_date")
    assert [str(note.text) for note in read.table.warnings if note.code == "cells_left_out"] == [
        "1 cell of “Expected payment date” could not be read and was left out: #REF!."
    ]


def test_limits_beside_items_are_in_their_own_currency():
    names = columns_of(SyncKind.OPEN_ITEMS, "limit_currency")
    read = table(SyncKind.OPEN_ITEMS, names, {"limit_currency": ""})
    limits = [(row.credit_limit, row.limit_currency) for row in read.accounts.values()]
    assert limits[BROKEN - 3 : BROKEN] == [(10400, "GBP"), (10500, "EUR"), (10600, "GBP")]
    read = table(SyncKind.OPEN_ITEMS, names, {"limit_currency": "XQX"})
    limits = [(row.credit_limit, row.limit_currency) for row in read.accounts.values()]
    assert limits[BROKEN - 3 : BROKEN] == [(10400, "GBP"), (None, None), (10600, "GBP")]


def test_one_strange_side_or_currency_of_few_rows_does_not_hide_the_others():
    head = ["Account", "Invoice No", "Invoice Date", "Due Date", "Open Amount", "S/H", "Currency"]
    codes, sides = ["EUR", "USD", "EUR", "XQX", "EUR"], ["S", "?", "H", "S", "S"]
    rows = [
        [f"C{at}", f"N{at}", "2026-04-01", "2026-05-01", 10.0 + at, side, code]
        for at, (side, code) in enumerate(zip(sides, codes, strict=True))
    ]
    read = read_rows([head, *rows], currency="EUR")
    assert [(row.number, row.currency, row.open) for row in read.rows] == [
        ("N0", "EUR", 1000), ("N2", "EUR", -1200), ("N4", "EUR", 1400),
    ]  # fmt: skip
    assert [(row.row, row.value) for row in read.table.rejected] == [(3, "?"), (5, "XQX")]
