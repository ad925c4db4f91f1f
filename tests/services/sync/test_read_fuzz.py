"""Real-shaped files, mutated: no crash, no silent acceptance of less than everything."""

from __future__ import annotations

import contextlib
import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import AppError, RefusedError
from app.services.sync.files.grid import DamagedError
from app.services.sync.model import ReadOptions
from app.services.sync.reading.read import read_file
from tests.builders import beside, exports
from tests.builders.reading import read_path, read_rows
from tests.builders.spreadsheets import CONTAINERS

SHAPES = [
    "plain_english", "sap_alv", "sap_list", "quickbooks_online", "quickbooks_desktop", "omie", "icg", "customers",
    "receipts", "cases",
]  # fmt: skip
#: Files beside the ledger; a row of sales by month holds several records.
BESIDE = {
    "orders on hold": beside.orders(*((f"SO-{n}", f"C{n}", f"{n}5.00", f"2026-06-0{n}") for n in range(1, 6))),
    "portal": beside.portal(*((f"9001{n}", f"C{n}", "Rejected", "no PO") for n in range(5))),
    "purchase orders": beside.purchase_orders(*((f"PO-{n}", f"C{n}", "10.00", "4.00", "6.00") for n in range(5))),
    "sales": beside.sales(*((f"2026-0{n}", f"C{n}", f"{n}.50") for n in range(1, 6))),
    "trial balance": beside.trial_balance(
        ("140000", "Trade receivables", "EUR", "5.00"),
        ("8000", "Revenue", "EUR", "-5.00"),
        ("1200", "B", "EUR", "2.00"),
    ),
    "rates": beside.rates(("EUR", "USD", "1", "1.0832"), ("JPY", "USD", "100", "0.6421"), ("USD", "CAD", "1", "1.25")),
    "months": [
        ["Sales by customer incl. VAT, in EUR"],
        ["Customer No", "Customer Name", "Jan 2026", "Feb 2026", "Mar 2026", "Total"],
        ["C1", "Acme", "1,100.50", "200.00", "", "1,300.50"],
        ["C2", "Beta", "", "5.00", "-7.00", "-2.00"],
        ["Total", "", "1,100.50", "205.00", "-7.00", "1,298.50"],
    ],
}
JUNK = ["", "-", "n/a", "#REF!", "Total", "1,234", "31/02/2026", "'007", "=1+1", "ÿþ", "x" * 500, "１２３", "()", "*"]
JUNK += [-0.0, 1e300]


def mutate(rows, seed):
    """Change, drop, repeat and swap some cells and rows."""
    rng = random.Random(seed)
    rows = [list(row) for row in rows]
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(rows))
        what = rng.randrange(5)
        if what == 0 and rows[at]:
            rows[at][rng.randrange(len(rows[at]))] = rng.choice(JUNK)
        elif what == 1 and len(rows) > 2:
            del rows[at]
        elif what == 2:
            rows.insert(at, list(rows[rng.randrange(len(rows))]))
        elif what == 3:
            rows.insert(at, [rng.choice(JUNK) for _ in range(rng.randint(0, 8))])
        else:
            other = rng.randrange(len(rows))
            rows[at], rows[other] = rows[other], rows[at]
    return rows


@pytest.mark.parametrize("shape", [*SHAPES, *BESIDE])
@given(seed=st.integers(0, 10**6))
def test_mutated_tables_are_read_or_refused(shape, seed):
    rows = mutate(BESIDE[shape] if shape in BESIDE else getattr(exports, shape)(), seed)
    found, refusal = None, None
    try:
        found = read_rows(rows, currency="USD")
    except AppError as error:
        refusal = error
    if found is None:
        assert refusal.exit_status in {2, 3}
        assert str(refusal)
        return
    table = found.table
    filled = [at for at, row in enumerate(rows, start=1) if any(cell not in {"", None} for cell in row)]
    below = [at for at in filled if at > table.header_row]
    assert table.rows.read == len(below)
    ended = [note.row for note in table.noted] + [entry.row for entry in table.rejected]
    named = set(ended)
    assert len(ended) == len(named)
    assert named <= set(below)
    if table.kind.value.endswith("items"):
        assert sum(row.open for row in found.rows) == sum(totals.net for totals in table.totals.values())
        assert {row.row for row in found.rows} <= set(below)
        assert not {row.row for row in found.rows} & named


def scratch(folder, container, seed):
    """Write a file with a few bytes changed."""
    rng = random.Random(seed)
    path = CONTAINERS[container](folder, exports.plain_english())
    data = bytearray(path.read_bytes())
    for _ in range(rng.randint(1, 8)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    path.write_bytes(bytes(data))
    return path


@pytest.mark.parametrize("container", ["csv", "utf-16 tabs", "pipes"])
@given(seed=st.integers(0, 10**6))
def test_mutated_texts_are_read_or_refused(tmp_path_factory, container, seed):
    path = scratch(tmp_path_factory.mktemp("fuzz"), container, seed)
    with contextlib.suppress(AppError, DamagedError):  # anything else is a defect
        read_path(path, currency="EUR", date_order="dmy", decimal="point")


@pytest.mark.parametrize("container", ["xls", "xlsx"])
@pytest.mark.parametrize("seed", range(8))
def test_mutated_workbooks_are_read_or_refused_by_the_process(tmp_path, container, seed):
    path = scratch(tmp_path, container, seed)
    options = ReadOptions(date(2026, 7, 1), currency="EUR", date_order="dmy", decimal="point")
    with contextlib.suppress(RefusedError), read_file(path, options) as stream:
        list(stream)
