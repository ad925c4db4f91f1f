"""Lines drawn through the cells of a sheet hold nothing, wherever they stand."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from app.enums import SyncKind
from tests.builders.reading import read_path

D = date(2026, 10, 1)


def save(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("drawn", ["********", "--------", "=====", "____", "────"])
def test_rulers_around_headings_and_under_a_bank_list_are_blank(tmp_path, drawn):
    head = ["Date", "Narration", "Chq./Ref.No.", "Value Dt", "Withdrawal Amt.", "Deposit Amt.", "Closing Balance"]
    rows: list[list[object]] = [["Statement From : 01/10/2026 To : 31/10/2026"], [drawn] * 7, head, [drawn] * 7]
    balance = 900.0
    for at in range(12):
        amount = -200.0 - at if at % 4 == 0 else 100.5 + at
        balance += amount
        day = f"{D + timedelta(2 * at):%d/%m/%y}"
        paid, received = (-amount, None) if amount < 0 else (None, amount)
        rows.append([day, f"RTGS CR-ASHDOWN-{at}", f"{at:016d}", day, paid, received, balance])
    read = read_path(save(tmp_path / "bank.xlsx", [*rows, [drawn] * 7]), currency="INR", kind=SyncKind.RECEIPTS)
    assert (len(read.rows), read.rows[0].row, read.table.rows.rejected) == (9, 6, 0)


@pytest.mark.parametrize("drawn", ["----", "====", "****"])
def test_rulers_among_items_and_around_totals_reject_nothing(tmp_path, drawn):
    line = [drawn] * 6
    rows = [[f"10{at}", f"Ash {at}", f"S-{at}01", D, D + timedelta(30), 100 + at] for at in range(6)]
    head = ["Customer No", "Customer", "Invoice", "Invoice Date", "Due Date", "Open USD"]
    path = save(tmp_path / "a.xlsx", [head, line, *rows[:3], line, *rows[3:], line, ["Total", *[None] * 4, 615], line])
    read = read_path(path)
    assert (len(read.rows), read.table.rows.rejected, read.table.own_totals) == (6, 0, {"USD": 61500})
    assert [row.row for row in read.rows] == [3, 4, 5, 7, 8, 9]


def test_a_placeholder_in_a_row_is_no_ruler(tmp_path):
    head = ["Customer No", "Customer", "Invoice", "Invoice Date", "Due Date", "PO", "Open USD"]
    rows = [[f"10{at}", f"Ash {at}", f"S-{at}01", D, D + timedelta(30), "----", 100 + at] for at in range(6)]
    assert len(read_path(save(tmp_path / "a.xlsx", [head, *rows])).rows) == 6
