"""The commands as a script or a nightly job uses them: one JSON object, exit statuses, one sentence for a mistake."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from app import cli
from app.clock import FixedClock

CLOCK = FixedClock(datetime(2026, 10, 30, 14, 0, tzinfo=UTC))
COMPANY = """
country = "US"
base_currency = "USD"
time_zone = "America/New_York"
phone = "+1 212 555 0100"
email = "ar@example.com"
[names]
default = "Midori Electric Inc."
[addresses]
default = ["1 Main Street", "New York, NY 10001"]
[signatories.default]
name = "Keiko Sato"
[[banks]]
currency = "USD"
country = "US"
bank = "First Bank"
routing = "021000021"
account = "123456789"
holder = "Midori Electric Inc."
[consequences]
default = ["hold", "legal"]
"""
OPEN = """Customer_ID,Customer_Name,Invoice_Number,Invoice_Date,Due_Date,Currency,Amount,Open_Balance,Days_Past_Due
C0071,Genco LLC,INV-10001,2026-08-17,2026-09-13,USD,66919.79,66919.79,47
C0016,Stark Ind Inc,INV-10002,2026-08-03,2026-10-02,USD,65720.46,65720.46,28
C0016,Stark Ind Inc,INV-10003,2026-10-12,2026-11-14,USD,1000.00,1000.00,-15
C0093,Nakatomi Co,INV-10004,2026-08-22,2026-09-21,USD,79183.38,79183.38,39
"""


PASSPHRASE = "a passphrase for tests"


def execute(folder: Path, *argv: str) -> int:
    return cli.main([*argv, "--json"], CLOCK, folder / "desk.db", lambda _store: 0)


@pytest.fixture(scope="session")
def filled_folder(tmp_path_factory):
    """A folder with a store that has a company and four items: made once, copied for every test."""
    folder = tmp_path_factory.mktemp("filled")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLLECTIONS_DESK_PASSPHRASE", PASSPHRASE)
        patch.chdir(folder)
        write_inputs(folder)
        assert execute(folder, "company", "company.toml") == 0
        assert execute(folder, "sync", "open.csv") == 0
    return folder


def write_inputs(folder: Path) -> None:
    (folder / "company.toml").write_text(COMPANY, encoding="utf-8")
    (folder / "open.csv").write_text(OPEN, encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch, capsys):
    """Run commands on a store of their own; gives the document and checks the status."""
    monkeypatch.setenv("COLLECTIONS_DESK_PASSPHRASE", PASSPHRASE)
    monkeypatch.chdir(tmp_path)
    write_inputs(tmp_path)

    def run(*argv: str, status: int = 0):
        got = execute(tmp_path, *argv)
        out = capsys.readouterr()
        assert got == status, out
        document = json.loads(out.out)
        assert out.out.count("\n") == 1
        return document

    return run


@pytest.fixture
def filled(desk, filled_folder, tmp_path):
    shutil.copytree(filled_folder, tmp_path, dirs_exist_ok=True)
    return desk


def test_a_company_is_set_and_printed_as_the_file_has_it(desk):
    document = desk("company", "company.toml")
    assert (document["names"], document["banks"][0]["routing"]) == ({"default": "Midori Electric Inc."}, "021000021")
    assert document["as_of"] == "2026-10-30"


def test_a_sync_reports_every_row_and_ties(desk):
    desk("company", "company.toml")
    (run,) = desk("sync", "open.csv")["runs"]
    assert (run["kind"], run["as_of"], run["as_of_from"], run["scope"]) == (
        "open-items",
        "2026-10-30",
        "derived",
        "full",
    )
    assert run["rows_read"] == sum(run["rows"].values()) == 4
    assert run["new"] + run["changed"] + run["reopened"] + run["unchanged"] == 4
    assert run["totals"]["USD"]["net"] == "212823.63"


def test_a_dry_run_changes_nothing_and_needs_a_store(desk):
    assert desk("sync", "open.csv", "--dry-run", status=3)["error"]["code"] == "store_missing"
    desk("company", "company.toml")
    assert desk("sync", "open.csv", "--dry-run")["runs"][0]["new"] == 4
    assert desk("aging", status=3)["error"]["code"]


def test_the_same_file_again_changes_nothing(filled):
    (run,) = filled("sync", "open.csv")["runs"]
    assert (run["new"], run["unchanged"], run["closed"]) == (0, 4, 0)


def test_a_wrong_control_total_is_refused(desk):
    desk("company", "company.toml")
    error = desk("sync", "open.csv", "--control-total", "USD:1.00", status=3)["error"]
    assert set(error) == {"code", "what", "where", "do"}
    assert desk("sync", "open.csv", "--control-total", "USD:212823.63")["runs"][0]["new"] == 4


def test_cases_that_only_name_their_account_are_tied_when_it_is_said(filled, tmp_path):
    rows = ("Case Number,Account Name,Subject,Status,Opened Date", "C-1,Genco LLC,Short shipment,Open,2026-10-28")
    (tmp_path / "cases.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    error = filled("sync", "cases.csv", status=3)["error"]
    assert error["do"] == "Decide with --names tie|leave."
    assert filled("sync", "cases.csv", "--names", "tie")["runs"][0]["new"] == 1


def test_undo_takes_the_newest_sync_back(filled):
    document = filled("undo-sync")
    assert document["undone"] == {"new": 4, "changed": 0, "closed": 0, "reopened": 0}
    assert document["run"]["file"] == "open.csv"
    assert filled("undo-sync", status=3)["error"]["code"] == "nothing_to_undo"


@pytest.mark.parametrize("by", ["account", "currency", "territory"])
@pytest.mark.parametrize("basis", ["due", "document"])
@pytest.mark.parametrize("net", [(), ("--net-credits",)])
def test_buckets_add_up_to_the_total(filled, by, basis, net):
    document = filled("aging", "--by", by, "--basis", basis, *net)
    keys = [bucket["key"] for bucket in document["buckets"]]
    assert keys == ["current", "b1_30", "b31_60", "b61_90", "b91_120", "b121"]
    for row in [*document["rows"], *document["totals"].values()]:
        parts = [Decimal(row[key]) for key in (*keys, "no_due_date", "credits")]
        assert sum(parts) == Decimal(row["total"])
    assert document["totals"]["USD"]["total"] == "212823.63"


def test_the_call_list_gives_points_and_sentences(filled):
    document = filled("worklist", "--limit", "2")
    assert len(document["rows"]) == 2
    row = document["rows"][0]
    assert row["score"] == sum(reason["points"] for reason in row["reasons"])
    assert all(reason["text"] and reason["code"] for reason in row["reasons"])
    assert row["part"] in {"call_now", "later_today", "other"}


def test_a_call_with_a_promise_is_logged_and_read_back(filled):
    document = filled(
        "call", "C0071", "--outcome", "PTP", "--note", "pays in two parts", "--reason", "approval",
        "--promise", "30000.00:USD:2026-11-06:INV-10001", "--promise", "36919.79:USD:2026-11-13:INV-10001",
    )  # fmt: skip
    promise = document["promise"]
    assert document["activity"]["outcome"] == "PTP"
    assert (promise["promised"], promise["status"], promise["items"]) == ("66919.79", "open", ["INV-10001"])
    assert [line["promised"] for line in promise["instalments"]] == ["30000.00", "36919.79"]
    assert filled("promises", "--status", "open")["rows"] == [promise]
    account = filled("account", "C0071")
    assert [row["id"] for row in account["activities"]] == [document["activity"]["id"]]
    assert [task["kind"] for task in account["tasks"]].count("check_promise") == 2
    assert account["items"][0]["promised"] == "66919.79"
    assert account["requests"] == []


def test_a_call_list_leaves_out_who_was_worked(filled):
    filled("call", "C0093", "--outcome", "PAID", "--note", "sent on Monday, ref 77")
    document = filled("worklist")
    assert "C0093" not in {row["account"] for row in document["rows"]}
    assert "C0093" in {row["account"] for row in document["not_today"]}


@pytest.mark.parametrize(
    ("argv", "status"),
    [
        (("call", "C0071", "--outcome", "NOPE"), 2),
        (("call", "C0071", "--outcome", "PTP"), 2),
        (("call", "C0071", "--outcome", "PAID"), 2),
        (("call", "C0071", "--outcome", "NA", "--promise", "x:USD:2026-11-06"), 2),
        (("call", "C0071", "--outcome", "PTP", "--promise", "1.005:USD:2026-11-06"), 2),
        (("call", "nobody", "--outcome", "NA"), 3),
        (("account", "nobody"), 3),
        (("sync", "missing.csv"), 3),
        (("aging", "--by", "colour"), 2),
        (("cash",), 2),
        (("letters", "--out", "x", "--format", "docx"), 2),
        (("letter", "C0071", "--kind", "statement", "--out", "x.pdf"), 2),
        (("worklist", "--as-of", "30.10.2026"), 2),
    ],
)
def test_mistakes_are_one_object_with_what_where_and_what_to_do(filled, argv, status):
    error = filled(*argv, status=status)["error"]
    assert set(error) == {"code", "what", "where", "do"}
    assert error["what"]


def test_dunning_and_letters_and_the_day(filled, tmp_path):
    dry = filled("dunning", "--dry-run")
    assert dry["run"] is None
    run = filled("dunning")
    assert run["run"] == filled("dunning")["run"]
    assert [letter["account"] for letter in run["letters"]] == ["C0016", "C0071", "C0093"]
    for letter in run["letters"]:
        assert sum(Decimal(item["amount"]) for item in letter["items"]) == Decimal(letter["amount"])
    made = filled("letters", "--out", "letters")
    assert {letter["status"] for letter in made["letters"]} == {"produced"}
    assert filled("letters", "--out", "letters")["letters"] == made["letters"]
    by_hand = filled("letter", "C0071", "--kind", "dunning", "--stage", "2", "--out", "one.pdf")
    assert by_hand["title"] == "Second notice: past-due account"
    day = filled("daily", "--out", "day.xlsx")
    assert (day["letters"], day["syncs"]) == (4, 1)
    assert filled("verify", "day.xlsx")["ok"]


def test_a_letter_that_cannot_be_written_leaves_no_draft(filled):
    error = filled("letter", "C0071", "--kind", "dunning", "--locale", "es_CO", "--out", "x.pdf", status=3)["error"]
    assert "es_CO" in error["what"]
    assert filled("account", "C0071")["letters"] == []


def test_backup_and_restore(filled, tmp_path):
    written = filled("backup", "copy.desk")
    assert written["bytes"] == (tmp_path / "copy.desk").stat().st_size
    filled("undo-sync")
    restored = filled("restore", "copy.desk")
    assert (restored["accounts"], restored["items"]) == (3, 4)
    assert (tmp_path / "desk.before-restore.db").exists()
    assert filled("verify")["ok"]


def test_a_store_with_another_passphrase_says_so(filled, monkeypatch):
    monkeypatch.setenv("COLLECTIONS_DESK_PASSPHRASE", "another one")
    assert filled("aging", status=4)["error"]["what"]
    monkeypatch.delenv("COLLECTIONS_DESK_PASSPHRASE")
    assert filled("aging", status=4)["error"]["what"]


def test_a_day_before_the_first_sync_is_refused(filled):
    assert filled("aging", "--as-of", "2026-10-01", status=3)["error"]["code"]


def test_doctor_looks_and_changes_nothing(desk, tmp_path):
    findings = desk("doctor")["findings"]
    assert {"code", "ok", "text", "fix"} == set(findings[0])
    assert not (tmp_path / "desk.db").exists()


def test_for_people_it_prints_lines(filled, capsys, tmp_path):
    for argv in (("aging",), ("worklist",), ("account", "C0071"), ("promises",), ("dunning",), ("verify",)):
        assert cli.main(list(argv), CLOCK, tmp_path / "desk.db", lambda _store: 0) == 0
        out = capsys.readouterr().out
        assert out.strip() or argv == ("promises",)
        assert not out.startswith("{")
    assert cli.main(["account", "nobody"], CLOCK, tmp_path / "desk.db", lambda _store: 0) == 3
    assert "nobody" in capsys.readouterr().err


def test_the_messages_are_in_the_language_asked_for(filled, capsys, tmp_path):
    assert cli.main(["account", "nobody", "--lang", "ja"], CLOCK, tmp_path / "desk.db", lambda _store: 0) == 3
    assert capsys.readouterr().err


def test_help_lists_what_is_built_and_nothing_else(capsys, tmp_path):
    with pytest.raises(SystemExit) as done:
        cli.main(["--help"], CLOCK, tmp_path / "desk.db", lambda _store: 0)
    text = capsys.readouterr().out
    assert done.value.code == 0
    for word in ("demo", "sync", "worklist", "call", "dunning", "daily", "verify"):
        assert word in text
    for word in ("dispute", "reconcile", "request", "kpi", "team"):
        assert f"  {word}" not in text
