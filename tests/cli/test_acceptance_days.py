"""Two days at the desk: what was promised on the first is judged by the files of the second, and can be taken back."""

from __future__ import annotations

import pytest

HEAD = "Customer_ID,Customer_Name,Invoice_Number,Invoice_Date,Due_Date,Currency,Amount,Open_Balance,Days_Past_Due"
RECEIPTS = "Receipt Number,Customer,Payment Date,Amount,Currency,Payment Method,Invoice Number"


def open_items(inputs, name: str, *rows: str) -> str:
    """Write a file of open items; each row is account, number, due date, open amount and days overdue."""
    lines = [HEAD]
    for row in rows:
        account, number, due, amount, days = row.split()
        lines.append(f"{account},Customer {account},{number},2026-08-17,{due},USD,1000.00,{amount},{days}")
    (inputs / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return name


def receipts(inputs, name: str, *rows: str) -> str:
    """Write a file of receipts; each row is number, account, day, amount and invoice."""
    lines = [RECEIPTS]
    for row in rows:
        number, account, day, amount, invoice = row.split()
        lines.append(f"{number},{account},{day},{amount},USD,Wire,{invoice}")
    (inputs / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return name


@pytest.fixture
def promised(desk, inputs):
    """Four accounts with an invoice each, promised for Monday 2 November; the window ends on Wednesday."""
    desk("company", "company.toml")
    rows = [f"C{n} INV-{n} 2026-09-30 1000.00 30" for n in (1, 2, 3, 4)]
    desk("sync", open_items(inputs, "day1.csv", *rows))
    for n in (1, 2, 3, 4):
        line = ("--promise", f"1000.00:USD:2026-11-02:INV-{n}")
        (end,) = desk("call", f"C{n}", "--outcome", "PTP", *line)["promise"]["instalments"]
        assert (end["window_end"], end["status"]) == ("2026-11-04", "open")
    return desk


def statuses(desk, *argv: str) -> dict[str, str]:
    return {row["account"]: row["status"] for row in desk("promises", *argv)["rows"]}


def test_receipts_and_falls_judge_the_promises(promised, inputs):
    later = ("--as-of", "2026-11-06")
    day2 = open_items(
        inputs, "day2.csv", "C2 INV-2 2026-09-30 600.00 37", "C3 INV-3 2026-09-30 1000.00 37",
        "C4 INV-4 2026-09-30 1000.00 37",
    )  # fmt: skip
    cash = receipts(inputs, "cash.csv", "R-1 C1 2026-11-03 1000.00 INV-1", "R-2 C2 2026-11-04 400.00 INV-2",
                    "R-4 C4 2026-11-05 1000.00 INV-4")  # fmt: skip
    runs = promised("sync", day2, cash, *later)["runs"]
    assert [run["kind"] for run in runs] == ["open-items", "receipts"]
    assert (runs[0]["paid"], runs[0]["part_paid"], runs[0]["vanished"]) == (1, 1, 0)
    rows = {row["account"]: row for row in promised("promises", *later)["rows"]}
    assert {key: row["status"] for key, row in rows.items()} == {
        "C1": "kept",
        "C2": "partly_kept",
        "C3": "broken",
        "C4": "kept_late",
    }
    assert [rows[key]["received"] for key in ("C1", "C2", "C3")] == ["1000.00", "400.00", "0.00"]
    assert "R-1" in rows["C1"]["why"]
    (paid,) = promised("account", "C1", *later)["items"]
    assert (paid["status"], paid["open"], paid["bucket"]) == ("paid", "0.00", None)
    reasons = {row["account"]: {one["code"] for one in row["reasons"]} for row in promised("worklist", *later)["rows"]}
    assert "BROKEN" in reasons["C3"]
    assert "PARTKEPT" in reasons["C2"]
    document = promised("undo-sync", *later)
    assert document["undone"] == {"new": 3, "changed": 1, "closed": 1, "reopened": 0}
    assert set(statuses(promised, *later).values()) == {"awaiting_data"}
    assert len(promised("account", "C1", *later)["activities"]) == 1


def test_without_cash_data_a_fall_keeps_a_promise_and_nothing_breaks_in_silence(promised, inputs):
    later = ("--as-of", "2026-11-06")
    rows = [f"C{n} INV-{n} 2026-09-30 1000.00 37" for n in (2, 3, 4)]
    (run,) = promised("sync", open_items(inputs, "day2.csv", *rows), *later)["runs"]
    assert (run["closed"], run["no_cash_data"], run["vanished"]) == (1, 1, 0)
    assert statuses(promised, *later) == {"C1": "kept", "C2": "broken", "C3": "broken", "C4": "broken"}


def test_a_plan_of_instalments_and_its_successor(promised):
    plan = promised(
        "call", "C1,C2", "--outcome", "PLAN", "--also", "INFO", "--contact", "Ann Lee", "--reason", "cash_flow",
        "--promise", "500.00:USD:2026-11-13:INV-1", "--promise", "500.00:USD:2026-11-20:INV-1",
        "--next", "call:2026-11-16T10:30",
    )  # fmt: skip
    activity, promise = plan["activity"], plan["promise"]
    assert (activity["accounts"], activity["also"], activity["contact"]) == (["C1", "C2"], ["INFO"], "Ann Lee")
    assert activity["next"] == {"code": "call", "date": "2026-11-16", "time": "10:30"}
    assert (promise["level"], promise["status"], promise["promised"]) == (2, "open", "1000.00")
    assert [line["due"] for line in promise["instalments"]] == ["2026-11-13", "2026-11-20"]
    assert [row["status"] for row in promised("account", "C1")["promises"]] == ["open", "rescheduled"]
    assert len(promised("account", "C2")["activities"]) == 2


@pytest.mark.parametrize(
    ("lines", "status", "code"),
    [
        (("5000.00:USD:2026-11-06:INV-1",), 3, "promise_above_open"),
        (("500.00:USD:2027-06-01:INV-1",), 3, "promise_far"),
        (("500.00:EUR:2026-11-06",), 3, "nothing_open"),
        (("500.00:EUR:2026-11-06:INV-1",), 3, "item_currency"),
        (("500.00:USD:2026-11-06:INV-9",), 3, "unknown_item"),
        (("500.00:USD:2026-10-06:INV-1",), 2, "promise_past"),
        (("500.00:USD:2026-11-13:INV-1", "500.00:USD:2026-11-06:INV-1"), 2, "promise_days"),
        (("500.00:USD:2026-11-06", "500.00:EUR:2026-11-13"), 2, "promise_currencies"),
    ],
)
def test_a_promise_that_cannot_be_logs_nothing(promised, lines, status, code):
    before = promised("account", "C1")
    options = [word for line in lines for word in ("--promise", line)]
    error = promised("call", "C1", "--outcome", "PTP", *options, status=status)["error"]
    assert error["code"] == code
    assert code not in {"promise_above_open", "promise_far"} or "--note" in error["do"]
    assert promised("account", "C1") == before
