"""Answers that hold for all files: what becomes of them where the files are others."""

from __future__ import annotations

from dataclasses import replace

from app.services.sync.desk import Answers

ROWS = [f"C{at % 4},Northern {at % 4},N-{at},2026-09-01,2026-10-01,{at}.00,USD" for at in range(1, 41)]


def test_what_was_said_of_all_files_is_said_anew_without_one_of_them():
    said = Answers(
        by_file={"a": {"--currency": "USD"}, "b": {"--currency": "EUR"}},
        scope="full",
        names="tie",
        renumbered="yes",
        older=True,
    )
    assert said.without("b") == Answers(by_file={"a": {"--currency": "USD"}})
    assert replace(said, scope="partial").without("c").scope == "partial"


def test_that_two_files_are_everything_says_nothing_of_one_of_them(view, write):
    view.take([write("all.csv", ROWS)])
    view.desk.actions.trigger("sync.apply")
    paths = [write("a.csv", ROWS[:14]), write("b.csv", ROWS[14:26])]
    view.take(paths)
    view.side.questions.asked[0].field.choose("full")
    view.side.questions._answer()
    assert view.session.ready
    view.session.leave_out(paths[1])
    assert [asked.option for asked in view.side.questions.asked] == ["--scope"]
    assert view.side.asking()
    assert not view.desk.actions.action("sync.apply").isEnabled()
