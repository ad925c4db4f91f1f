"""Lists that leave the customer's cell blank: as above, or named in the total below."""

from __future__ import annotations

from datetime import date

import pytest

from app.errors import RefusedError
from tests.builders.reading import Read, read_rows

HEAD = ["Invoice", "Date", "Due", "Balance USD", "Customer"]


def item(at: int, who: str = "") -> list[object]:
    return [f"I{at}", date(2026, 4, 1 + at), date(2026, 5, 1 + at), 100.0 + at, who]


def total(amount: float, label: str) -> list[object]:
    return ["", "", "", amount, label]


def whose(found: Read) -> list[str]:
    return [found.accounts[row.account].name for row in found.rows]


@pytest.mark.parametrize(
    ("labels", "grand"),
    [(("Total Alder & Finch Ltd", "Total Oak"), "Grand total"), (("青葉商事 小計", "若葉 小計"), "合計"),
     (("Subtotal - Alder", "Subtotal - Oak"), "Total")],
)  # fmt: skip
def test_the_total_below_its_items_names_their_customer(labels, grand):
    items = [*map(item, range(3)), total(303.0, labels[0]), *map(item, range(3, 5)), total(207.0, labels[1])]
    found = read_rows([HEAD, *items, total(510.0, grand)])
    names = [label.removeprefix("Total ").removeprefix("Subtotal - ").removesuffix(" 小計") for label in labels]
    assert whose(found) == [names[0]] * 3 + [names[1]] * 2
    assert (found.table.own_totals, found.table.rejected) == ({"USD": 51000}, ())


@pytest.mark.parametrize(
    "totals",
    [(304.0, "Total Alder", "Total Oak"), (303.0, "Total Alder", "Total Alder"), (303.0, "Total USD", "Total EUR"),
     (303.0, "Total January", "Total February")],
    ids=["another sum", "one name twice", "currencies", "months"],
)  # fmt: skip
def test_totals_that_do_not_prove_it_name_nobody(totals):
    amount, one, other = totals
    rows = [*map(item, range(3)), total(amount, one), *map(item, range(3, 5)), total(207.0, other)]
    with pytest.raises(RefusedError):
        read_rows([HEAD, *rows])


def test_a_single_blank_cell_is_rejected_with_the_customer_above():
    found = read_rows([HEAD, item(0, "Ze"), item(1, "Maria"), item(2)])
    (bad,) = found.table.rejected
    assert str(bad.reason) == "The row has no customer. If it is Maria as in the row above, fill in the cell."


def test_several_blank_cells_before_another_customer_are_the_one_above():
    found = read_rows([HEAD, item(0, "Ze"), item(1), item(2), item(3, "Maria")])
    assert whose(found) == ["Ze", "Ze", "Ze", "Maria"]
    last = read_rows([HEAD, item(0, "Ze"), item(1, "Maria"), item(2), item(3)])
    assert [bad.row for bad in last.table.rejected] == [4, 5]
