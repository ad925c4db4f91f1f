"""Text written by hand, with quotes and commas that its writer forgot: no money is lost or becomes other money."""

from __future__ import annotations

import random

import pytest

from app.errors import AppError
from app.services.sync.files.text import open_text
from tests.builders.reading import read_path

HEAD = ["Customer Number", "Customer Name", "Invoice Number", "Invoice Date", "Due Date", "Days", "Open Amount"]
COUNT = 24


def written(separator, seed):
    """Return lines and what each of them owes, some of them spoilt."""
    rng = random.Random(seed)
    owed = {f"R{n:04}": 100_00 + 7 * n + 100_000_00 * (n % 3) for n in range(COUNT)}
    rows = [
        [f"C{n % 5:03}", f"Acme {n % 5}", number, f"2026-0{n % 4 + 2}-1{n % 9}", f"2026-0{n % 4 + 5}-1{n % 9}",
         str(30 + n), f"{owed[number] // 100}.{owed[number] % 100:02}"]
        for n, number in enumerate(owed)
    ]  # fmt: skip
    for _ in range(rng.randint(1, 4)):
        row, column = rng.choice(rows), rng.randrange(len(HEAD))
        what = rng.randrange(3)
        if what == 0:
            row[column] = '"' + row[column]
        elif what == 1:
            row[column] += '"'
        else:
            row[1] += separator + " Inc"
    return [separator.join(row) for row in [HEAD, *rows]], owed


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
@pytest.mark.parametrize("seed", range(12))
def test_every_row_is_an_item_of_its_amount_or_is_named(tmp_path, separator, seed, end):
    lines, owed = written(separator, seed)
    path = tmp_path / "open.csv"
    path.write_text((end or "\n").join(lines) + end, encoding="utf-8", newline="")
    try:
        found = read_path(path, currency="EUR")
    except AppError:  # an honest refusal or question
        return
    items = {row.number.strip('"'): row.open for row in found.rows}
    assert items.items() <= owed.items()
    named = {entry.row for entry in found.table.rejected} | {note.row for note in found.table.noted}
    assert {number for at, number in enumerate(owed, start=2) if at not in named} == set(items)


def test_no_row_of_spoilt_text_is_swallowed():
    for seed in range(100, 220):
        lines, _ = written(";", seed)
        assert len(open_text("\n".join([*lines, ""]).encode()).load("").rows) == len(lines), seed
