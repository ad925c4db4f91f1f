"""Files beside the ledger on the command line: the run document, questions by exit status 3, worklist, undo."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.services.labels import SYNC_KINDS, label
from tests.builders.beside import orders, rates, sales, trial_balance, write

RUN = {
    "file", "sha256", "kind", "layout", "sheet", "header_row", "scope", "scope_why", "as_of", "as_of_from", "rows_read",
    "rows", "new", "changed", "part_paid", "reopened", "unchanged", "closed", "paid", "credited", "no_cash_data",
    "vanished", "accounts", "rejected", "set_aside", "totals", "own_totals", "warnings", "questions",
}  # fmt: skip


@pytest.fixture
def account(filled) -> str:
    """The number of an account of the store."""
    return filled("worklist")["rows"][0]["account"]


def held(account: str, *numbers: str, as_of: str) -> Path:
    return write(Path("orders.csv"), orders(*((one, account, "5000.00", "2026-10-01") for one in numbers), as_of=as_of))


def test_held_orders_are_synced_listed_released_and_taken_back(filled, account):
    file = str(held(account, "SO-1", "SO-2", as_of="2026-10-30"))
    (run,) = filled("sync", file)["runs"]
    assert set(run) == RUN
    assert (run["kind"], run["new"], run["totals"]["EUR"]["net"]) == ("orders-on-hold", 2, "10000.00")
    row = next(row for row in filled("worklist")["rows"] if row["account"] == account)
    reason = next(reason for reason in row["reasons"] if reason["code"] == "ORDERHOLD")
    assert reason["points"] == 25
    (run,) = filled("sync", str(held(account, "SO-2", as_of="2026-10-31")))["runs"]
    assert (run["unchanged"], run["closed"], run["no_cash_data"]) == (1, 1, 0)
    undone = filled("undo-sync")
    assert (undone["run"]["kind"], undone["undone"]["closed"]) == ("orders-on-hold", 1)


@pytest.mark.parametrize(
    ("name", "rows", "option"),
    [
        ("sales.csv", sales(("2026-05", "C1", "5.00"), heading="Sales"), "--tax"),
        ("rates.csv", [["Currency", "Rate", "Date"], ["CAD", "0.8000", "2026-10-17"]], "--rates-per"),
        ("tb.csv", trial_balance(("1", "One", "EUR", "5.00"), ("2", "Two", "EUR", "6.00")), "--gl-account"),
    ],
)
def test_what_a_file_does_not_say_is_refused_with_the_option_that_decides(filled, name, rows, option):
    write(Path(name), rows)
    error = filled("sync", name, status=3)["error"]
    assert option in error["do"]


@pytest.mark.parametrize("kind", ["orders-on-hold", "portal-status", "po-balances", "sales", "trial-balance", "rates"])
def test_a_ledger_is_refused_as_any_of_them(filled, kind):
    error = filled("sync", "open.csv", "--kind", kind, "--dry-run", status=3)["error"]
    assert error["code"] == "columns_missing"
    assert label(SYNC_KINDS, kind) in error["what"]


def test_a_trial_balance_that_differs_is_a_warning_of_the_run(filled):
    day = filled("aging")["data_date"]
    write(Path("tb.csv"), trial_balance(("140000", "Trade receivables", "EUR", "0.01"), as_of=day))
    (run,) = filled("sync", "tb.csv", "--dry-run")["runs"]
    assert "trial_balance_differs" in {warning["code"] for warning in run["warnings"]}
    assert run["totals"]["EUR"]["net"] == "0.01"


def test_the_account_tells_of_its_orders(filled, account, say):
    filled("sync", str(held(account, "SO-1", as_of="2026-10-30")))
    assert "SO-1" in say("account", account)


def test_rates_that_a_file_lists_are_used(filled):
    write(Path("rates.csv"), rates(("EUR", "USD", "1", "1.0832"), day="2026-10-17"))
    (run,) = filled("sync", "rates.csv")["runs"]
    assert (run["kind"], run["new"], run["totals"]) == ("rates", 1, {})


BOTH_WAYS = (
    b"Customer No,Customer Name,Invoice No,Due Date,Currency,Open amount\nC1,\xb0\xb2\xc5\xc4,N-1,2026-09-01,EUR,5.00\n"
)


def test_an_encoding_that_letters_leave_open_is_asked_and_said(filled):
    Path("names.csv").write_bytes(BOTH_WAYS)
    error = filled("sync", "names.csv", "--scope", "partial", status=3)["error"]
    assert "--encoding " in error["do"]
    assert "euc_jp (芦田)" in error["do"]
    (run,) = filled("sync", "names.csv", "--scope", "partial", "--encoding", "EUC-JP")["runs"]
    assert (set(run), run["new"]) == (RUN, 1)
    assert filled("account", "C1")["account"]["name"] == "芦田"
    assert filled("sync", "names.csv", "--encoding", "rot13", status=2)["error"]["code"]
    assert filled("sync", "names.csv", "--encoding", "utf-8", status=3)["error"]["code"] == "encoding_wrong"
