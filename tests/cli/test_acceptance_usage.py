"""What is typed wrongly is said in a sentence that names the option, before any store is looked for."""

from __future__ import annotations

import re

import pytest

CALL = ("call", "C0071", "--outcome")


@pytest.mark.parametrize(
    ("argv", "option", "told"),
    [
        (("aging", "--as-of", "20261030"), "--as-of", "20261030"),
        (("aging", "--as-of", "2026-W44-5"), "--as-of", "2026-W44-5"),
        (("aging", "--as-of", "2026-02-30"), "--as-of", "2026-02-30"),
        (("aging", "--as-of", "0001-01-01"), "--as-of", "0001-01-01"),
        (("aging", "--as-of", "9999-12-31"), "--as-of", "9999-12-31"),
        (("aging", "--by", "colour"), "--by", "colour"),
        (("aging", "--lang", "xx"), "--lang", "xx"),
        (("aging", "--store"), "--store", "missing"),
        (("worklist", "--limit", "many"), "--limit", "many"),
        (("worklist", "--limit", "0"), "--limit", "0"),
        (("demo", "--accounts", "x"), "--accounts", "x"),
        (("demo", "--seed", "x"), "--seed", "x"),
        (("sync", "a.csv", "--kind", "decisions"), "--kind", "decisions"),
        (("sync", "a.csv", "--scope", "half"), "--scope", "half"),
        (("sync", "a.csv", "--currency", "usd"), "--currency", "usd"),
        (("sync", "a.csv", "--decimal", "dot"), "--decimal", "dot"),
        (("sync", "a.csv", "--control-total", "USD"), "--control-total", "CUR:AMOUNT"),
        (("sync", "a.csv", "--control-total", "JPY:1.5"), "--control-total", "1.5"),
        (("promises", "--status", "late"), "--status", "late"),
        ((*CALL, "NOPE"), "--outcome", "NOPE"),
        ((*CALL, "NA", "--also", "NOPE"), "--also", "NOPE"),
        ((*CALL, "NA", "--channel", "pigeon"), "--channel", "pigeon"),
        ((*CALL, "NA", "--reason", "weather"), "--reason", "weather"),
        ((*CALL, "NA", "--next", "call"), "--next", "CODE:DATE"),
        ((*CALL, "NA", "--next", "call:2026-11-02T25:00"), "--next", "25:00"),
        ((*CALL, "NA", "--next", "call:2026-11-02T"), "--next", "time"),
        ((*CALL, "PTP", "--promise", "5:USD"), "--promise", "AMOUNT:CUR:DATE"),
        ((*CALL, "PTP", "--promise", "1,000.00:USD:2026-11-06"), "--promise", "1,000.00"),
        ((*CALL, "PTP", "--promise", "5:XXX:2026-11-06"), "--promise", "XXX"),
        ((*CALL, "PTP", "--promise", "0:USD:2026-11-06"), "--promise", "above zero"),
        ((*CALL, "PTP", "--promise", "5:USD:2026-11-31"), "--promise", "2026-11-31"),
        (("letter", "C0071", "--kind", "dunning", "--stage", "5", "--out", "x"), "--stage", "5"),
        (("letter", "C0071", "--kind", "poem", "--out", "x"), "--kind", "poem"),
        (("letter", "C0071", "--kind", "dunning", "--locale", "de_DE", "--out", "x"), "--locale", "de_DE"),
        (("daily", "--out", "x.xlsx", "--date", "today"), "--date", "today"),
    ],
)
def test_a_malformed_value_is_told_with_its_option(desk, argv, option, told):
    error = desk(*argv, status=2)["error"]
    assert error["code"] == "usage"
    assert error["where"] == f"Option {option}."
    assert told in error["what"]
    assert error["do"] == f"See main.py {argv[0]} --help."


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        ((), "COMMAND is missing."),
        (("kpi",), "There is no command kpi."),
        (("account",), "NUMBER is missing."),
        (("call", "C0071"), "--outcome is missing."),
        (("aging", "extra"), "“extra” is not known here."),
        (("aging", "--bas", "due"), "“--bas due” is not known here."),
        (("undo-sync", "--dry-run"), "“--dry-run” is not known here."),
    ],
)
def test_a_command_line_that_is_not_ours_is_told_in_our_words(desk, argv, told):
    error = desk(*argv, status=2)["error"]
    assert (error["code"], error["what"]) == ("usage", told)
    assert error["do"]


@pytest.mark.parametrize(
    ("outcome", "option"),
    [
        ("GATE", "--note"),
        ("WRONG", "--note"),
        ("PAID", "--note"),
        ("REFUSE", "--note"),
        ("INSOLV", "--note"),
        ("ESC", "--note"),
        ("CB", "--next"),
        ("PIPE", "--next"),
        ("PTP", "--promise"),
        ("PLAN", "--promise"),
        ("DISP", "--items"),
    ],
)
def test_what_an_outcome_needs_is_named_with_its_option_before_a_store_is_looked_for(desk, outcome, option):
    error = desk(*CALL, outcome, status=2)["error"]
    assert error["code"] == "outcome_needs"
    assert option in error["do"]
    also = desk(*CALL, "NA", "--also", outcome, status=2)["error"]
    assert also == error


def test_channels_are_taken_as_people_write_them(filled):
    for text, channel in (("call out", "call_out"), ("E-mail-in", "email_in"), ("portal message", "portal")):
        document = filled(*CALL, "REPLY", "--channel", text)
        assert document["activity"]["channel"] == channel


def test_options_stand_before_or_after_the_command_and_the_later_one_wins(filled):
    after = filled("aging", "--as-of", "2026-11-02")
    assert after["as_of"] == "2026-11-02"
    assert filled("--as-of", "2026-11-02", "aging") == after
    assert filled("--as-of", "2026-10-31", "aging", "--as-of", "2026-11-02") == after


def test_mistakes_are_told_in_the_language_asked_for(say):
    for argv in (("aging", "--by", "colour"), ("kpi",), ("account", "nobody"), (*CALL, "PTP")):
        status = 3 if argv[0] == "account" else 2
        told = say(*argv, "--lang", "ja", status=status)
        assert re.search("[ぁ-ん]", told)
        assert say("--lang=ja", *argv, status=status) == told
