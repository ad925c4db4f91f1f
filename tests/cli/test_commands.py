"""The commands as a script or a nightly job uses them: one JSON object, exit statuses, one sentence for a mistake."""

from __future__ import annotations

from decimal import Decimal

import pytest


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


def test_for_people_it_prints_lines(filled, say):
    for argv in (("aging",), ("worklist",), ("account", "C0071"), ("promises",), ("dunning",), ("verify",)):
        text = say(*argv)
        assert text.strip()
        assert not text.startswith("{")
    assert "nobody" in say("account", "nobody", status=3)


def test_help_lists_what_is_built_and_nothing_else(say, capsys):
    with pytest.raises(SystemExit) as done:
        say("--help")
    text = capsys.readouterr().out
    assert done.value.code == 0
    for word in ("demo", "sync", "worklist", "call", "dunning", "daily", "verify"):
        assert word in text
    for word in ("dispute", "reconcile", "request", "kpi", "team"):
        assert f"  {word}" not in text
