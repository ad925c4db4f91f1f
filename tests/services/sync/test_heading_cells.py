"""Headings of groups with more cells than the customer's name: its number, or what is no part of the name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from app.services.sync.recognition.paired import heading_of, settled
from tests.builders.reading import Read, read_rows

MYOB = ["Name", "ID No.", "Date", "Total Due", "0 - 30", "31 - 60", "61 - 90", "90+"]
PLAIN = ["Name", "Invoice", "Date", "Total Due", "0 - 30", "31 - 60", "61 - 90", "90+"]


def read(headings: Sequence[Sequence[object]], head: Sequence[str] = PLAIN) -> Read:
    rows: list[Sequence[object]] = [["Receivables reconciliation"], head]
    number = 0
    for heading in headings:
        rows.append(heading)
        for _ in range(3):
            number += 1
            rows.append(["", f"INV-{number}", date(2026, 5, number), 100.0 + number, 100.0 + number])
        rows.append(["Total:", "", "", 297.0 + 3 * number])
    return read_rows(rows, currency="AUD")


def whose(found: Read) -> list[tuple[str, str]]:
    assert not found.table.rejected
    return [(one.number, one.name) for one in found.accounts.values()]


@pytest.mark.parametrize(
    ("one", "other"),
    [("10021", "10034"), (10021, 10034), ("C-7", "C-12"), ("ID: 7", "ID: 123"), ("No. 7", "No. 123"), ("(7)", "(123)"),
     ("A/C: 7", "A/C: 123")],
)  # fmt: skip
def test_what_stands_beside_the_names_is_the_number_where_all_of_them_show_it(one: object, other: object) -> None:
    found = whose(read([["Alder & Finch Ltd", one], ["Bramley Foods plc", other]]))
    assert [name for _, name in found] == ["Alder & Finch Ltd", "Bramley Foods plc"]
    assert [number for number, _ in found] in (["10021", "10034"], ["C-7", "C-12"], ["7", "123"])


def test_the_number_of_a_single_customer_is_told_by_the_heading_above_it() -> None:
    assert whose(read([["Alder & Finch Ltd", "10021"]], MYOB)) == [("10021", "Alder & Finch Ltd")]
    assert whose(read([["Alder & Finch Ltd", "10021"]])) == [("Alder & Finch Ltd", "Alder & Finch Ltd")]


@pytest.mark.parametrize(
    ("one", "other"),
    [(["Leeds"], ["York"]), (["0113 555-1234"], ["0113 555-9876"]), (["555-1234"], ["555-9876"]),
     (["NET30"], ["NET45"]), (["Jane Doe", "555-1234"], ["Ben Roe", "555-9876"]), (["5000"], ["8000"]),
     (["02079460123"], ["02079460124"]), (["10021"], ["10021"]), (["10021"], ["n/a"])],
)  # fmt: skip
def test_anything_else_is_no_part_of_the_name_and_is_told(one: list[str], other: list[str]) -> None:
    found = read([["Alder & Finch Ltd", *one], ["Bramley Foods plc", *other]])
    assert [name for _, name in whose(found)] == ["Alder & Finch Ltd", "Bramley Foods plc"]
    assert [number for number, _ in whose(found)] == ["Alder & Finch Ltd", "Bramley Foods plc"]
    said = next(warning for warning in found.table.warnings if warning.code == "heading_cells_left_out")
    assert f"“{' '.join(one)}” beside “Alder & Finch Ltd”" in str(said.text)


def test_a_third_cell_does_not_hide_the_number() -> None:
    found = read([["Alder & Finch Ltd", "10021", "Leeds"], ["Bramley Foods plc", "10034", "York"]])
    assert whose(found) == [("10021", "Alder & Finch Ltd"), ("10034", "Bramley Foods plc")]
    assert "heading_cells_left_out" in found.codes


@pytest.mark.parametrize("number", ["A/C: C001", "Customer No: C001"])
def test_a_labelled_number_keeps_the_name_in_front_of_it(number: str) -> None:
    assert whose(read([["Alder & Finch Ltd", number], ["Bramley", "A/C: C002"]]))[0] == ("C001", "Alder & Finch Ltd")


def test_what_tells_two_groups_of_one_word_apart_stays_with_it() -> None:
    found = read([["Region", "North"], ["Region", "South"]])
    assert [name for _, name in whose(found)] == ["Region North", "Region South"]


def test_a_number_in_front_is_never_joined_with_what_stands_behind_the_name() -> None:
    marks = [(at, heading_of(["10021", "Alder & Finch Ltd", city])) for at, city in enumerate(["Leeds", "York"])]
    found, left = settled([*marks, (2, None)])
    assert {heading.label for _, heading in found if heading} == {"10021\x00Alder & Finch Ltd"}
    assert left == ("Alder & Finch Ltd", "Leeds")
