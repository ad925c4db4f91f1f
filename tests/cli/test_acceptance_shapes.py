"""Every document has the keys that the manual lists, in amounts of the currency's own decimals, on a real portfolio."""

from __future__ import annotations

import hashlib
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from app.enums import Channel, ItemStatus, LetterStatus, Outcome, PromiseStatus, TaskKind, TaskStatus, WorkCode
from app.money import decimals

KEYS = {
    name: keys.split(", ")
    for name, keys in {
        "item": "number, kind, document_date, due_date, currency, original, open, status, days_overdue, bucket, "
        "disputed, promised, stage",
        "activity": "id, at, channel, accounts, outcome, also, contact, reason, note, next",
        "next": "code, date, time",
        "task": "id, kind, what, due, time, zone, owner, status",
        "promise": "id, account, made_on, activity, level, status, currency, promised, received, items, instalments, "
        "due, why, contact",
        "instalment": "due, window_end, promised, received, status",
        "letter": "id, run, account, kind, stage, locale, contact, date, due_by, currency, amount, items, title, "
        "status, files",
        "run": "file, sha256, kind, layout, sheet, header_row, scope, scope_why, as_of, as_of_from, rows_read, rows, "
        "new, changed, part_paid, reopened, unchanged, closed, paid, credited, no_cash_data, vanished, accounts, "
        "rejected, set_aside, totals, own_totals, warnings, questions",
        "account": "account, contacts, items, activities, tasks, promises, disputes, requests, letters, receipts",
        "aging": "key, currency, current, b1_30, b31_60, b61_90, b91_120, b121, no_due_date, credits, total",
        "daily": "file, sha256, date, calls, promises_made, promises_judged, letters, next_actions, syncs",
    }.items()
}
HEAD = ["as_of", "data_date"]
BUCKETS = KEYS["aging"][2:-3]
CLOSED = {ItemStatus.PAID, ItemStatus.CREDITED, ItemStatus.NO_CASH_DATA, ItemStatus.VANISHED}
ACCOUNTS, ITEMS = 26, 300


def amount(text: str, currency: str) -> Decimal:
    """Read an amount, which must be text with exactly the currency's decimals."""
    places = decimals(currency)
    assert re.fullmatch(r"-?\d+" + (rf"\.\d{{{places}}}" if places else ""), text), (text, currency)
    return Decimal(text)


@pytest.fixture
def made(demo, inputs):
    """What ``demo`` printed."""
    return json.loads((inputs / "printed.json").read_text(encoding="utf-8"))


def test_the_demo_tells_what_it_made(made):
    assert list(made) == [*HEAD, "accounts", "items", "files", "by_country"]
    assert (made["accounts"], made["items"]) == (ACCOUNTS, ITEMS)
    assert set(made["by_country"]) == set("JP CN TW SG ES MX CO AR BR PT US CA GB".split())
    assert sum(map(len, made["by_country"].values())) == ACCOUNTS
    assert made["as_of"] == made["data_date"] == "2026-10-30"
    assert {Path(file).parent.name for file in made["files"]} == {"2026-10-29", "2026-10-30"}
    assert all(Path(file).is_file() for file in made["files"])


@pytest.mark.parametrize("by", ["account", "currency", "territory"])
def test_aging(demo, by):
    totals = []
    for basis in ("due", "document"):
        for net in ((), ("--net-credits",)):
            document = demo("aging", "--by", by, "--basis", basis, *net)
            assert list(document) == [*HEAD, "buckets", "rows", "totals"]
            assert [bucket["key"] for bucket in document["buckets"]] == BUCKETS
            for row in (*document["rows"], *({"key": "", "currency": key, **sums} for key, sums in
                                             document["totals"].items())):  # fmt: skip
                assert list(row) == KEYS["aging"]
                parts = [amount(row[key], row["currency"]) for key in KEYS["aging"][2:]]
                assert sum(parts[:-1]) == parts[-1]
                assert not net or row["credits"] in {"0", "0.00"}
            totals.append({currency: sums["total"] for currency, sums in document["totals"].items()})
    assert totals[0] == totals[1] == totals[2] == totals[3]


def test_the_worklist(demo):
    document = demo("worklist")
    assert list(document) == [*HEAD, "rows", "not_today"]
    for row in document["rows"]:
        assert list(row) == ["account", "name", "part", "score", "reasons", "overdue", "currency"]
        assert row["part"] in {"call_now", "later_today", "other"}
        assert row["score"] == sum(reason["points"] for reason in row["reasons"])
        assert all(list(reason) == ["code", "points", "text"] for reason in row["reasons"])
        assert {reason["code"] for reason in row["reasons"]} <= set(WorkCode)
        amount(row["overdue"], row["currency"])
    assert all(list(row) == ["account", "why"] and row["why"] for row in document["not_today"])
    assert demo("worklist") == document
    assert demo("worklist", "--limit", "3")["rows"] == document["rows"][:3]


def test_every_account(demo, made):
    owed: dict[str, Decimal] = {}
    parents = children = 0
    for country, numbers in made["by_country"].items():
        for number in numbers:
            document = demo("account", number)
            assert list(document) == [*HEAD, *KEYS["account"]]
            assert (document["account"]["number"], document["account"]["country"]) == (number, country)
            assert document["requests"] == []
            parents += bool(document["account"]["children"])
            children += bool(document["account"]["parent"])
            for item in document["items"]:
                check_item(item)
                owed[item["currency"]] = owed.get(item["currency"], Decimal(0)) + Decimal(item["open"])
            check_records(document)
    totals = demo("aging", "--by", "currency")["totals"]
    assert owed == {currency: Decimal(row["total"]) for currency, row in totals.items()}
    assert parents == children == len(made["by_country"])


def check_item(item):
    assert list(item) == KEYS["item"]
    opened, currency = amount(item["open"], item["currency"]), item["currency"]
    for key in ("original", "disputed", "promised"):
        amount(item[key], currency)
    assert item["status"] in set(ItemStatus)
    if item["status"] in CLOSED:
        assert (item["bucket"], opened) == (None, 0)
    elif opened < 0:
        assert item["bucket"] == "credits"
    elif item["days_overdue"] is None:
        assert item["bucket"] == "no_due_date"
    else:
        days = item["days_overdue"]
        place = sum(days > bound for bound in (0, 30, 60, 90, 120))
        assert item["bucket"] == BUCKETS[place]


def check_records(document):
    for row in document["activities"]:
        assert list(row) == KEYS["activity"]
        assert row["channel"] in set(Channel)
        assert {row["outcome"], *row["also"]} <= set(Outcome)
        assert row["next"] is None or list(row["next"]) == KEYS["next"]
    for row in document["tasks"]:
        assert list(row) == KEYS["task"]
        assert row["kind"] in set(TaskKind)
        assert row["status"] in set(TaskStatus)
    for row in document["promises"]:
        check_promise(row)


def check_promise(row):
    assert list(row) == KEYS["promise"]
    assert row["status"] in set(PromiseStatus)
    assert row["why"]
    assert all(list(line) == KEYS["instalment"] for line in row["instalments"])
    for key in ("promised", "received"):
        parts = [amount(line[key], row["currency"]) for line in row["instalments"]]
        assert sum(parts) == amount(row[key], row["currency"])


def test_promises_with_the_money_that_judged_them(demo):
    rows = demo("promises")["rows"]
    for row in rows:
        check_promise(row)
    found = {row["status"] for row in rows}
    assert {"kept", "partly_kept", "broken"} <= found
    for status in found:
        assert demo("promises", "--status", status)["rows"] == [row for row in rows if row["status"] == status]


def test_dunning_and_letters(demo, inputs):
    dry, run = demo("dunning", "--dry-run"), demo("dunning")
    assert list(dry) == list(run) == [*HEAD, "run", "letters", "held"]
    assert dry["run"] is None
    assert run["held"] == dry["held"]
    assert [{**row, "id": None, "run": None} for row in run["letters"]] == dry["letters"]
    assert demo("dunning") == run
    for row in run["letters"]:
        check_letter(row)
        assert row["status"] == "draft"
    assert all(list(row) == ["account", "items", "code", "why"] for row in run["held"])
    written = demo("letters", "--out", "out/letters", "--format", "txt")
    assert list(written) == [*HEAD, "letters", "refused"]
    assert [row["id"] for row in written["letters"]] == [row["id"] for row in run["letters"] if row["stage"] < 3]
    assert {row["stage"] for row in run["letters"]} == {0, 3, 4}
    before = {path.name: path.read_bytes() for path in (inputs / "out/letters").iterdir()}
    for row in written["letters"]:
        check_letter(row)
        (file,) = row["files"]
        assert list(file) == ["path", "format", "sha256"]
        assert hashlib.sha256(Path(file["path"]).read_bytes()).hexdigest() == file["sha256"]
    assert demo("letters", "--out", "out/letters", "--format", "txt") == written
    assert {path.name: path.read_bytes() for path in (inputs / "out/letters").iterdir()} == before
    assert demo("verify")["ok"]


def check_letter(row):
    assert list(row) == KEYS["letter"]
    assert row["kind"] == "dunning"
    assert row["status"] in set(LetterStatus)
    assert row["title"]
    assert sum(amount(item["amount"], row["currency"]) for item in row["items"]) == amount(
        row["amount"], row["currency"]
    )


def test_the_day_in_a_workbook(demo):
    document = demo("daily", "--out", "day.xlsx")
    assert list(document) == [*HEAD, *KEYS["daily"]]
    assert hashlib.sha256(Path(document["file"]).read_bytes()).hexdigest() == document["sha256"]
    checks = demo("verify", "day.xlsx")
    assert list(checks) == [*HEAD, "ok", "checks"]
    assert checks["ok"]
    names = [check["name"] for check in checks["checks"]]
    assert names == ["store", "audit", "letters", "workbook", "workbook_audit"]
    assert all(list(check) == ["name", "ok", "text"] for check in checks["checks"])


def test_syncing_and_taking_back(demo, made):
    files = [file for file in made["files"] if "2026-10-30" in file]
    for argv in (("--dry-run",), ()):
        document = demo("sync", *files, *argv)
        assert list(document) == [*HEAD, "runs"]
        assert [run["file"] for run in document["runs"]] == [Path(file).name for file in files]
        for run in document["runs"]:
            check_run(run)
            assert run["new"] == run["changed"] == run["closed"] == 0
    document = demo("undo-sync")
    assert list(document) == [*HEAD, "run", "undone"]
    assert list(document["undone"]) == ["new", "changed", "closed", "reopened"]
    assert document["data_date"] == "2026-10-29"
    check_run(document["run"])


def check_run(run):
    assert list(run) == KEYS["run"]
    assert list(run["rows"]) == ["item", "total", "group", "skipped", "rejected"]
    assert run["rows_read"] == sum(run["rows"].values())
    assert run["closed"] == run["paid"] + run["credited"] + run["no_cash_data"] + run["vanished"]
    assert sum(run["set_aside"].values()) == run["rows"]["skipped"]
    for currency, total in run["totals"].items():
        assert list(total) == ["net", "debits", "credits", "count", "credit_count"]
        sums = [amount(total[key], currency) for key in ("debits", "credits", "net")]
        assert sums[0] + sums[1] == sums[2]
    for currency, total in run["own_totals"].items():
        amount(total, currency)
    assert all(list(row) == ["code", "text", "row"] for row in run["warnings"])
    if run["kind"] == "open-items":
        assert run["new"] + run["changed"] + run["reopened"] + run["unchanged"] == run["rows"]["item"]


def test_backup_and_restore_and_doctor(demo):
    assert list(demo("backup", "copy.desk")) == [*HEAD, "file", "sha256", "bytes"]
    restored = demo("restore", "copy.desk", "--store", "other.db")
    assert list(restored) == [*HEAD, "store", "accounts", "items"]
    assert (restored["accounts"], restored["items"]) == (ACCOUNTS, ITEMS)
    assert demo("aging", "--store", "other.db") == demo("aging")
    findings = demo("doctor")
    assert list(findings) == [*HEAD, "findings"]
    assert [findings[key] for key in HEAD] == ["2026-10-30", "2026-10-30"]
    assert all(list(row) == ["code", "ok", "text", "fix"] for row in findings["findings"])


def test_doctor_names_the_day_without_a_store(desk):
    document = desk("doctor", "--as-of", "2026-11-02")
    assert [document[key] for key in HEAD] == ["2026-11-02", None]


def test_letters_are_found_again_wherever_the_command_was_started(demo, inputs, monkeypatch):
    (inputs / "elsewhere").mkdir()
    monkeypatch.chdir(inputs / "elsewhere")
    demo("dunning")
    demo("letters", "--out", "letters", "--format", "txt")
    number = demo("letter", "2100102", "--kind", "dunning", "--format", "txt", "--out", "one.txt")["files"][0]["path"]
    assert Path(number) == inputs / "elsewhere" / "one.txt"
    monkeypatch.chdir(inputs)
    assert demo("verify")["ok"]
    Path(number).unlink()
    (checked,) = (check for check in demo("verify", status=3)["checks"] if check["name"] == "letters")
    assert "one.txt" in checked["text"]
