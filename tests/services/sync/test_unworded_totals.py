"""Totals under words that nobody knows, where the numbers of documents stand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.builders.reading import read_rows

D = date(2026, 5, 4)
HEAD = ["Beleg", "Datum", "Fällig", "Betrag EUR", "Offen EUR"]
GROUPS = {"10023 Huber GmbH": [120.5, 80.25, 300.0], "10057 Krämer KG": [75.0, 12.5], "10104 Stadtwerke": [900.0, 33.3]}


def _rows(under: str, end: str, groups: dict[str, list[float]] = GROUPS) -> list[list[object]]:
    rows: list[list[object]] = [HEAD]
    for name, amounts in groups.items():
        rows.append([f"Kunde: {name}", "", "", "", ""])
        rows += [
            [f"RE-{amount}", D + timedelta(at), D + timedelta(30), amount, amount] for at, amount in enumerate(amounts)
        ]
        rows.append([under.format(name=name), "", "", sum(amounts), sum(amounts)])
    every = sum(sum(amounts) for amounts in groups.values())
    return [*rows, [end, "", "", every, every]]


@pytest.mark.parametrize(
    ("under", "end"),
    [
        ("Nachweis Kunde", "Alles"),
        ("Totaal {name}", "Eindtotaal"),
        ("Saldo Kunde", "Gesamtsaldo"),
        ("Razem", "Razem ogółem"),
    ],
)
def test_what_adds_up_the_rows_above_it_is_no_item(under, end):
    read = read_rows(_rows(under, end))
    assert (read.table.rows.item, read.table.rows.total, read.table.own_totals) == (7, 4, {"EUR": 152155})


def test_a_rejected_row_keeps_no_total_from_being_one():
    rows = _rows("Nachweis Kunde", "Alles")
    rows[2][4] = "?"
    read = read_rows(rows)
    assert (read.table.rows.item, read.table.rows.rejected, read.table.rows.total) == (6, 1, 4)


def test_what_nobody_has_summed_stays_an_item():
    """A balance brought forward is as much as one invoice above it; that happens."""
    rows = _rows("Opening", "Alles", {"10023 Huber GmbH": [120.5, 80.25], "10057 Krämer KG": [75.0]})
    rows[4][3:] = [40.0, 40.0]
    read = read_rows(rows[:-1])
    assert (read.table.rows.item, read.table.rows.total) == (5, 0)
