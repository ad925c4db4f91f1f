"""Real-shaped tables, changed on purpose: the same items, an honest question, or a row that is told about.

A few seeds per shape run in the suite. ``COLLECTIONS_DESK_FUZZ=SECONDS`` goes on for that long with other seeds.
"""

from __future__ import annotations

import itertools
import os
import random
import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from app.enums import SyncKind
from app.errors import AppError
from tests.builders import exports
from tests.builders.mutations import Sheet, ends_once, mutate, sheet_of, unlike
from tests.builders.reading import Read, read_path, read_rows
from tests.builders.spreadsheets import CONTAINERS, text
from tests.services.sync.test_shapes import SHAPES

SEEDS = 25
#: Every row of these speaks for itself.
FLAT = {"plain_english": {}, "sap_alv": {}, "omie": {"currency": "BRL"}, "icg": {"currency": "COP"}}
GROUPED = {"sap_list": {}, "quickbooks_online": {"currency": "USD"}, "quickbooks_desktop": {"currency": "USD"}}
#: Shapes that live by evidence in each of their few rows, or in which an item is more than its row.
ELSEWHERE = ("headless", "awkward running_total", "awkward small_block_in_front", "asia money_forward_lines")


def without_headings(*, currency: bool, part_paid: bool):
    """A table of which the first row is an item."""
    rng, rows = random.Random(f"{currency} {part_paid}"), []
    for number in range(14):
        day, left = date(2026, 4, 1) + timedelta(rng.randrange(60)), rng.randrange(1000, 500_000) / 100
        whole = [left if rng.random() < 0.7 else 2 * left] if part_paid else []
        who, code = number % 3, ["EUR"] if currency else []
        rows.append(
            [f"C{who:03}", f"Firm {who} Ltd", f"INV-{1000 + number}", day, day + timedelta(30), *code, *whole, left]
        )
    return rows, {"kind": SyncKind.OPEN_ITEMS} | ({} if currency else {"currency": "EUR"})


def made_of(name: str):
    """A table in which what is owed is made of several columns, or some items are cleared."""
    rng = random.Random(name)
    more = {
        "paid": ["Original amount", "Amount paid"],
        "paid beside open": ["Original amount", "Amount paid", "Open amount"],
        "sides": ["Amount in local currency", "S/H"],
        "two columns": ["Debit", "Credit"],
        "cleared": ["Open amount", "Clearing date"],
    }[name]
    rows = [["Customer No", "Customer Name", "Invoice No", "Invoice date", "Due date", "Currency", *more]]
    for number in range(14):
        day, whole = date(2026, 4, 1) + timedelta(rng.randrange(60)), rng.randrange(1000, 500_000) / 100
        paid, credit = round(rng.choice([0, 0, whole / 4]), 2), rng.random() < 0.3
        ends = {
            "paid": [whole, paid],
            "paid beside open": [whole, paid, round(whole - paid, 2)],
            "sides": [whole, "H" if credit else "S"],
            "two columns": ["", whole] if credit else [whole, ""],
            "cleared": [whole, day + timedelta(40) if credit else ""],
        }[name]
        who = number % 3
        rows.append([f"C{who:03}", f"Firm {who} Ltd", f"INV-{1000 + number}", day, day + timedelta(30), "EUR", *ends])
    return rows


def tables():
    """Give name, rows, options and whether rows and columns may change places."""
    for currency, part_paid in itertools.product((True, False), repeat=2):
        rows, options = without_headings(currency=currency, part_paid=part_paid)
        yield f"no headings {currency} {part_paid}", rows, options, False
    for name in ("paid", "paid beside open", "sides", "two columns", "cleared"):
        yield f"made of {name}", made_of(name), {}, True
    for names, flat in ((FLAT, True), (GROUPED, False)):
        for name, options in names.items():
            yield name, getattr(exports, name)(), options, flat
    for name, maker in SHAPES.items():
        shape = maker()
        if shape.kind == "open-items" and not name.startswith(ELSEWHERE):
            yield name, shape.rows, shape.options, False


TABLES = {name: rest for name, *rest in tables()}


def changed(name: str, seed: int) -> tuple[Sheet, dict]:
    """Return a table changed by a seed."""
    rows, options, flat = TABLES[name]
    sheet = sheet_of(rows, read_rows(rows, **options), flat=flat)
    mutate(sheet, random.Random(f"{name} {seed}"))
    return sheet, options


def outcome(read: Callable[[], Read]) -> tuple[Read | None, AppError | None]:
    """Return what was read, or the refusal."""
    try:
        return read(), None
    except AppError as error:
        return None, error


def judge(name: str, seed: int) -> None:
    """Read a changed table and hold it against what it holds."""
    sheet, options = changed(name, seed)
    found, refusal = outcome(lambda: read_rows(sheet.rows, **options))
    if found is None:
        assert refusal.exit_status in {2, 3}
        assert str(refusal)
        assert refusal.do is not None
        return
    wrong = unlike(sheet, found) + ends_once(sheet, found)
    assert not wrong, (name, seed, sheet.done, wrong, found.codes)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_changed_table_is_right_or_told_about(name):
    for seed in range(SEEDS):
        judge(name, seed)


@pytest.mark.timeout(0)
def test_changed_tables_for_as_long_as_asked():
    end = time.monotonic() + float(os.environ.get("COLLECTIONS_DESK_FUZZ", "0"))
    wrong: dict[str, str] = {}
    for seed in itertools.count(random.randrange(10**9)):
        if time.monotonic() >= end:
            break
        for name in TABLES:
            try:
                judge(name, seed)
            except AssertionError as failure:
                wrong.setdefault(name, str(failure)[:600])
    assert not wrong, "\n".join(wrong.values())


def subset(found: Read, whole: Read) -> bool:
    """Tell whether a cut file says only what the whole one says."""
    said = {(row.account, row.number, row.currency, row.open, row.due_date) for row in whole.rows}
    return {(row.account, row.number, row.currency, row.open, row.due_date) for row in found.rows} <= said


@pytest.mark.parametrize(("separator", "encoding"), [(",", "utf-8"), (";", "cp1252"), ("\t", "utf-16"), ("|", "utf-8")])
def test_a_text_that_was_cut_off_says_nothing_else(tmp_path, separator, encoding):
    path = text(tmp_path / "file.csv", exports.plain_english(), separator=separator, encoding=encoding)
    whole, data = read_path(path), path.read_bytes()
    for size in random.Random(7).sample(range(len(data)), 60):
        path.write_bytes(data[:size])
        found, _ = outcome(lambda: read_path(path))
        assert found is None or subset(found, whole) or "file_cut" in found.codes, (size, data[:size][-40:])


@pytest.mark.parametrize("container", ["xlsx", "xls"])
def test_a_workbook_that_was_cut_off_is_refused(tmp_path, container):
    path = CONTAINERS[container](tmp_path, exports.plain_english())
    data = path.read_bytes()
    whole = read_path(path)
    for size in random.Random(7).sample(range(len(data)), 12):
        path.write_bytes(data[:size])
        found, refusal = outcome(lambda: read_path(path))
        assert refusal.exit_status == 3 if found is None else found.table.totals == whole.table.totals
