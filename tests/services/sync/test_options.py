"""One table of the options that decide how a file is read: everybody who goes by it knows all of them."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from app.cli.parser import build_parser
from app.enums import SyncKind
from app.services.sync.layouts.layout import Layout
from app.services.sync.model import ReadOptions
from app.services.sync.options import AS_OF, DECIDING, answered, decided, fixed
from app.services.sync.planning import again
from app.services.sync.run import SyncOptions, sync_files
from app.services.sync.telling.history import list_runs

DAY = date(2026, 10, 30)
NONE = ReadOptions(day=DAY)
#: An answer to each, as it is typed.
SAID = {
    "--kind": "open-items",
    "--layout": "Branch",
    "--sheet": "Items",
    "--encoding": "cp932",
    "--date-order": "dmy",
    "--decimal": "comma",
    "--currency": "EUR",
    "--tax": "included",
    "--rates-per": "unit",
    "--credits": "written",
    "--negative": "owed",
    "--sections": "apart",
    "--customer-cells": "apart",
    "--gl-account": "1400",
    "--as-of": "2026-10-29",
}


def test_every_option_has_an_answer_here_and_a_place_of_its_own():
    assert [one.option for one in DECIDING] == list(SAID)
    names = {field.name for field in fields(ReadOptions)}
    assert {one.field for one in DECIDING} <= names
    assert {one.field for one in DECIDING if one.fixed} <= {field.name for field in fields(Layout)}


@pytest.mark.parametrize("one", DECIDING, ids=lambda one: one.option)
def test_an_option_is_typed_answered_kept_and_tells_readings_apart(one):
    given = build_parser().parse_args(["sync", "file.csv", one.option, SAID[one.option]])
    typed = replace(NONE, **{one.field: getattr(given, one.argument)})
    assert answered(NONE, {one.option: SAID[one.option]}) == typed != NONE
    assert decided(typed) == {one.field: SAID[one.option]}
    assert (again.reading(typed) != again.reading(NONE)) is (one is not AS_OF)


def test_a_layout_fixes_what_nobody_said():
    layout = Layout("Branch", decimal="comma", date_order="dmy", currency="EUR")
    assert decided(fixed(replace(NONE, currency="USD"), layout)) == {
        "decimal": "comma", "date_order": "dmy", "currency": "USD",
    }  # fmt: skip
    assert fixed(NONE, None) is NONE


def test_what_was_decided_of_a_file_is_kept_with_its_run(store, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Customer Number,Customer Name,Invoice Number,Due Date,Open Amount\n10,A,INV-1,2026-09-15,5.00\n")
    said = answered(NONE, {"--kind": "open-items", "--currency": "EUR", "--as-of": "2026-10-29"})
    assert said.kind is SyncKind.OPEN_ITEMS
    sync_files(store, [path], SyncOptions(said))
    with store.read() as session:
        (kept,) = list_runs(session)
    assert kept.options == {"kind": "open-items", "currency": "EUR", "as_of": "2026-10-29"}
