"""Customers written with number and name in one cell: proved by the column, known from before, or asked about."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from app import models as m
from app.enums import Scope, SyncKind
from app.services.sync.model import QuestionsError, ReadOptions
from app.services.sync.recognition.coded import parting
from app.services.sync.run import SyncOptions, sync_files
from tests.builders.reading import read_rows

D = date(2026, 5, 4)
HEAD = ["Customer", "Invoice", "Date", "Due", "Amount USD"]
LATIN = [
    ("20417", "Ashdown Ltd"), ("20455", "Brightwater Dairy"), ("20618", "Calloway & Sons"),
    ("20733", "Delmar Plastics BV"), ("20790", "Elmwood Joinery"),
]  # fmt: skip
KANJI = [("20417", "アオバ商事"), ("20455", "石井工業株式会社"), ("20618", "華信")]


def rows_of(cells: list[str]) -> list[list[object]]:
    return [HEAD] + [
        [cell, f"INV-{4100 + 3 * at + line}", D + timedelta(at + line), D + timedelta(30), 100.5 + line]
        for at, cell in enumerate(cells)
        for line in range(2)
    ]


@pytest.mark.parametrize("shape", ["{0} {1}", "{0}　{1}", "{0}, {1}", "客户：{0} {1}", "#{0} {1}", "No. {0} {1}",
                                   "{1}/{0}", "{1}_{0}", "{1} #{0}", "{1}（{0}）", "[{0}] {1}"])  # fmt: skip
@pytest.mark.parametrize("pairs", [LATIN, LATIN[:3], KANJI])
def test_a_column_of_numbers_of_one_length_with_names_is_taken_apart(pairs, shape):
    read = read_rows(rows_of([shape.format(*pair) for pair in pairs]))
    assert [(row.number, row.name) for row in read.accounts.values()] == pairs
    assert read.table.proved["customer_cells"] == "apart"


@pytest.mark.parametrize("shape", ["C{0} {1}", "{1} C{0}", "{1}, C{0}"])
def test_letters_and_digits_of_one_shape_are_numbers(shape):
    read = read_rows(rows_of([shape.format(*pair) for pair in LATIN[:2]]))
    assert [(row.number, row.name) for row in read.accounts.values()] == [
        (f"C{code}", name) for code, name in LATIN[:2]
    ]


def test_numbers_given_one_after_the_other_are_numbers_of_any_length():
    cells = [f"{code} {name}" for code, (_, name) in zip((8, 9, 10, 14, 31), LATIN, strict=True)]
    assert {row.number for row in read_rows(rows_of(cells)).accounts.values()} == {"8", "9", "10", "14", "31"}


def test_few_customers_without_a_number_stay_what_they_are():
    read = read_rows(rows_of([*(f"{code} {name}" for code, name in LATIN), "Cash sales"]))
    assert [(row.number, row.name) for row in read.accounts.values()] == [*LATIN, ("Cash sales", "Cash sales")]


@pytest.mark.parametrize(
    "cells",
    [
        ["20417 Ashdown Ltd"],
        ["20417 Ashdown Ltd", "20455 Brightwater Dairy"],
        ["20417 Ashdown Ltd", "455 Brightwater Dairy", "20618 Calloway & Sons"],
        ["1450 Broadway LLC", "2200 Park Ave LLC"],
        ["Ashdown Berlin 10115", "Brightwater Bonn 53111", "Calloway Kiel 24103"],
        ["20417 Ashdown Ltd", "20455 Brightwater Dairy", "20618 Calloway & Sons", "Delmar BV", "Elmwood Joinery"],
    ],
)
def test_what_may_be_numbers_is_asked(cells):
    with pytest.raises(QuestionsError) as asked:
        read_rows(rows_of(cells))
    (question,) = asked.value.questions
    assert (question.option, question.column, question.choices) == ("--customer-cells", "Customer", ("apart", "whole"))
    whole = read_rows(rows_of(cells), customer_cells="whole")
    assert [row.number for row in whole.accounts.values()] == cells
    taken = [row.number for row in read_rows(rows_of(cells), customer_cells="apart").accounts.values()]
    assert taken[0] == "".join(sign for sign in cells[0] if sign.isdigit())


@pytest.mark.parametrize(
    "cells",
    [
        ["3M Deutschland"],
        ["99 Cents GmbH"],
        ["3M Deutschland", "1&1", "7-Eleven", "99 Cents GmbH", "21st Century Ltd"],
        ["Unit 4 Ltd", "Route 66 Diner", "Forever 21 GmbH"],
        ["Walmart 1234", "Walmart 2345", "Walmart 3456"],
        ["KD 10001", "KD 10002", "KD 10003"],
        ["51信用卡", "360科技", "58同城"],
    ],
)
def test_names_with_figures_are_names_and_nobody_is_asked(cells):
    assert parting(cells) is None
    assert [row.number for row in read_rows(rows_of(cells)).accounts.values()] == cells


def test_headings_of_groups_are_not_asked_about():
    rows: list[list[object]] = [["Customer", "Invoice", "Date", "Due", "Amount USD"]]
    for cell in ("2100 Falcon Ltd.", "2200 Grouse Ltd.", "2300 Heron Ltd."):
        rows += [[cell], *([["", f"INV-{cell[:4]}{line}", D, D + timedelta(30), 100.5] for line in range(3)])]
    assert {row.account for row in read_rows(rows).rows} == {"2100", "2200", "2300"}


def test_a_very_long_cell_is_no_customer_with_a_number():
    assert parting(["a1 " * 9000 + str(at) for at in range(60)]) is None


def _morning(folder: Path, name: str, cells: list[str]) -> Path:
    path = folder / f"{name}.csv"
    lines = [",".join(map(str, row)) for row in rows_of(cells)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _take(store, path: Path, **values):
    options = SyncOptions(ReadOptions(day=date(2026, 6, 30), scope=Scope.PARTIAL, **values))
    return sync_files(store, [path], options)


def _accounts(store) -> dict[str, str]:
    with store.read() as session:
        return {row.number: row.id for row in session.query(m.Account)}


def test_a_customer_whose_name_changes_or_who_is_left_alone_is_the_same_account(store, tmp_path):
    _take(store, _morning(tmp_path, "one", [f"{code} {name}" for code, name in LATIN]))
    before = _accounts(store)
    cells = [f"{code} {name} plc" if code == "20455" else f"{code} {name}" for code, name in LATIN]
    _take(store, _morning(tmp_path, "two", cells))
    assert _accounts(store) == before
    last = _take(store, _morning(tmp_path, "three", ["20417 Ashdown Limited"]))
    told = [str(notice.text) for notice in last.runs[0].warnings if notice.code == "proved_before"]
    assert len(told) == 1
    assert told[0].startswith("Customers are written with number and name in one cell, as the file of")
    assert _accounts(store) == before


def test_who_said_that_the_cells_are_names_has_it_so_when_they_look_like_numbers(store, tmp_path):
    cells = [f"{code} {name}" for code, name in LATIN]
    _take(store, _morning(tmp_path, "one", cells[:2]), customer_cells="whole")
    later = _take(store, _morning(tmp_path, "two", cells))
    assert "answered_before" in {notice.code for notice in later.runs[0].warnings}
    assert set(_accounts(store)) == set(cells)


def test_accounts_that_were_taken_whole_go_on_under_their_numbers(store, tmp_path):
    cells = [f"{code} {name}" for code, name in LATIN]
    _take(store, _morning(tmp_path, "one", cells), customer_cells="whole")
    before = set(_accounts(store).values())
    with pytest.raises(QuestionsError) as asked:
        _take(store, _morning(tmp_path, "two", cells[::-1]), customer_cells="apart")
    assert asked.value.option == "--renumbered"
    path = tmp_path / "two.csv"
    options = ReadOptions(day=date(2026, 6, 30), scope=Scope.PARTIAL, customer_cells="apart")
    sync_files(store, [path], SyncOptions(options, renumbered="yes"))
    assert set(_accounts(store).values()) == before
    assert {code for code, _ in LATIN} <= set(_accounts(store))


def test_the_customer_list_and_files_beside_the_ledger_have_the_same_numbers():
    master = [["Customer", "Street", "City", "Country", "Credit Limit EUR"]]
    master += [[f"{code} {name}", "1 High Street", "Leeds", "GB", 5000] for code, name in LATIN]
    read = read_rows(master, kind=SyncKind.CUSTOMERS)
    assert [(row.number, row.name) for row in read.rows] == LATIN
    held = [["Sales order", "Customer", "Order amount EUR", "Hold since", "Hold reason"]]
    held += [[f"SO-{code}", f"{code} {name}", 50.5, D, "Credit limit"] for code, name in LATIN]
    rows = read_rows(held, kind=SyncKind.ORDERS_ON_HOLD).rows
    assert [row.account for row in rows] == [code for code, _ in LATIN]


def test_a_customer_list_of_one_is_asked_about():
    master = [["Customer", "Street", "City", "Country"], ["20417 Ashdown Ltd", "1 High Street", "Leeds", "GB"]]
    with pytest.raises(QuestionsError) as asked:
        read_rows(master, kind=SyncKind.CUSTOMERS)
    assert asked.value.questions[0].option == "--customer-cells"
