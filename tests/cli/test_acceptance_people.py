"""What people read: words, dates and grouped amounts instead of codes, in the language that they ask for."""

from __future__ import annotations

import io
import re
import sys

import pytest

from app import cli
from app.clock import SystemClock

READING = (
    ("aging",),
    ("aging", "--by", "currency"),
    ("worklist",),
    ("account", "1100102"),
    ("promises",),
    ("dunning", "--dry-run"),
    ("verify",),
    ("doctor",),
)
CODES = re.compile(
    r"\b(b1_30|b121|no_due_date|part_paid|partly_kept|kept_late|awaiting_data|closed_no_cash_data|call_out|call_now"
    r"|check_promise|open-items|unapplied_receipt|sap-fbl5n|decision_maker|True|False|None)\b"
)
ISO = re.compile(r"\b20\d\d-\d\d-\d\d\b")


@pytest.mark.parametrize("argv", READING, ids=" ".join)
def test_no_code_and_no_iso_date_stands_in_lines_for_people(demo, say, argv):
    for language in ("en", "ja"):
        text = say(*argv, "--lang", language)
        assert text.strip()
        assert not CODES.search(text), CODES.search(text)
        assert not ISO.search(text), ISO.search(text)


@pytest.mark.parametrize("argv", READING[:-1], ids=" ".join)
def test_everything_is_said_in_japanese(demo, say, argv):
    assert re.search("[ぁ-んァ-ヶ一-龠]", say(*argv, "--lang", "ja"))


def test_an_aging_names_its_buckets_totals_and_days(filled, say):
    text = say("aging", "--as-of", "2026-11-02")
    assert (
        text.splitlines()[0].split() == "Account Current 1–30 31–60 61–90 91–120 121+ No due date Credits Total".split()
    )
    assert "212,823.63" in text
    assert text.rstrip().endswith("Days past due count to Mon 2 Nov 2026; open amounts as of Fri 30 Oct 2026.")


def test_an_account_shows_what_hangs_on_it(filled, say):
    say("call", "C0071", "--outcome", "PTP", "--promise", "1000.00:USD:2026-11-06", "--note", "Ann pays on Friday")
    text = say("account", "C0071")
    for words in ("C0071  Genco LLC", "66,919.79", "13 Sep 2026", "Open", "1,000.00 USD", "Check the promise",
                  "Ann pays on Friday"):  # fmt: skip
        assert words in text


def test_a_call_says_what_was_promised_and_what_is_next(filled, say):
    lines = say("call", "C0071", "--outcome", "PTP", "--promise", "1000.00:USD:2026-11-06").splitlines()
    assert lines == [
        "Logged: Promise with C0071.",
        "Promised: 1,000.00 USD by Fri 6 Nov 2026; money counts through Tue 10 Nov 2026.",
        "Next: Check promise, Mon 9 Nov 2026.",
    ]


def test_a_sync_says_what_came_of_the_file(desk, say, inputs):
    desk("company", "company.toml")
    preview = say("sync", "open.csv", "--dry-run")
    text = say("sync", "open.csv")
    assert preview == text + "This was a preview: nothing was changed.\n"
    for words in ("open.csv: Open items", "As of Fri 30 Oct 2026 (from due dates and days overdue).", "4 new",
                  "212,823.63 USD in 4 records"):  # fmt: skip
        assert words in text
    rows = (inputs / "open.csv").read_text(encoding="utf-8").replace("79183.38,39", "much,39")
    (inputs / "bad.csv").write_text(rows, encoding="utf-8")
    assert "Rejected: row 5, Open_Balance: “much”: This is no amount." in say("sync", "bad.csv", "--scope", "partial")
    assert "Taken back: open.csv." in say("undo-sync")


def test_letters_that_wait_for_approval_are_named(demo, say):
    say("dunning")
    assert re.search(r"\d+ drafts are not approved yet", say("letters", "--out", "letters", "--format", "txt"))


def test_an_empty_list_says_so(filled, say):
    assert say("promises") == "There are no promises yet.\n"
    assert say("promises", "--status", "broken") == "There are no such promises.\n"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_refusal_is_one_line_with_what_where_and_what_to_do(say, language):
    told = say("sync", "nothere.csv", "--lang", language, status=3)
    assert told.count("\n") == 1
    assert "nothere.csv" in told


def test_names_of_every_script_leave_through_any_pipe(demo, monkeypatch, inputs):
    pipe = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    monkeypatch.setattr(sys, "stdout", pipe)
    assert cli.main(["account", "1100102", "--store", str(inputs / "desk.db")], SystemClock(), inputs, lambda _: 0) == 0
    pipe.flush()
    assert "天城野製作所株式会社" in pipe.buffer.getvalue().decode("utf-8")


def test_an_aging_by_currency_names_each_once_and_adds_nothing_up_again(filled, say):
    head, row, *rest = say("aging", "--by", "currency").splitlines()
    assert head.startswith("Currency")
    assert row.split()[:2] == ["USD", "1,000.00"]
    assert len(rest) == 1


def test_amounts_of_a_list_end_below_each_other(filled, say):
    rows = [text for text in say("worklist").splitlines() if text.startswith("  ")]
    assert len(rows) == 3
    assert len({text.index("  USD  ") for text in rows}) == 1


def test_what_is_held_back_for_one_reason_is_told_once(demo, say):
    held = [text for text in say("dunning", "--dry-run").splitlines() if text.startswith("Held back")]
    assert held
    assert len(held) == len(set(held))
