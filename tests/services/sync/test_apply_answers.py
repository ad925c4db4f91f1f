"""What the collector answered once for a layout is not asked again, through the real reader."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.enums import SyncKind
from app.services.sync.answers import answered_before, learn
from app.services.sync.model import Question, QuestionsError, ReadOptions
from app.services.sync.run import SyncOptions, sync_files
from app.services.sync.writing.undo import undo_sync
from tests.builders.rows import item_rows

DAY = date(2026, 10, 30)


def table(path: Path, as_of: str, *amounts: str, heading: str = "Open Amount") -> Path:
    lines = [f"As of {as_of},,,,", f"Customer Number,Customer Name,Invoice Number,Due Date,{heading}"]
    lines += [f"10{n % 2},Name {n % 2},INV-{n},2026-09-{15 + n},{amount}" for n, amount in enumerate(amounts)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def run(store, path: Path, **values):
    return sync_files(store, [path], SyncOptions(ReadOptions(day=DAY, **values)))


def test_an_answer_is_remembered_for_its_layout(store, tmp_path):
    first = table(tmp_path / "a.csv", "2026-10-28", "100.50", "20.25")
    with pytest.raises(QuestionsError) as caught:
        run(store, first)
    assert (caught.value.option, item_rows(store)) == ("--currency", {})
    run(store, first, currency="GBP")
    second = run(store, table(tmp_path / "b.csv", "2026-10-29", "100.50", "10.25"))
    assert (second.runs[0].counts.unchanged, second.runs[0].counts.part_paid) == (1, 1)
    assert [notice.code for notice in second.runs[0].warnings] == ["answered_before"]
    assert {row["currency"] for row in item_rows(store).values()} == {"GBP"}
    undo_sync(store, DAY, "UTC")
    assert run(store, tmp_path / "b.csv").runs[0].counts.part_paid == 1


def test_another_layout_is_asked_about(store, tmp_path):
    run(store, table(tmp_path / "a.csv", "2026-10-28", "100.50"), currency="GBP")
    with pytest.raises(QuestionsError):
        run(store, table(tmp_path / "b.csv", "2026-10-29", "100.50", heading="Outstanding Amount"))


def test_an_answer_counts_only_for_its_own_question():
    known = {"plain": {"currency": "USD"}}
    options = ReadOptions(day=DAY, remembered=known)
    currency, order = (Question(option, None, None) for option in ("--currency", "--date-order"))
    changed, told = answered_before(options, "plain", [currency])
    assert (changed.currency, changed.date_order, told.code) == ("USD", None, "answered_before")
    for layout, questions in (("plain", [currency, order]), ("other", [currency]), ("plain", [])):
        assert answered_before(options, layout, questions) == (options, None)


def test_answers_are_learnt_once():
    options = ReadOptions(day=DAY, currency="USD", kind=SyncKind.OPEN_ITEMS)
    learnt = learn({}, "plain", options)
    assert learnt == {"plain": {"currency": "USD", "kind": "open-items"}}
    assert learn(learnt, "plain", options) is None
    assert learn(learnt, "plain", ReadOptions(day=DAY)) is None
    changed, _ = answered_before(ReadOptions(day=DAY, remembered=learnt), "plain", [Question("--kind", None, None)])
    assert changed.kind is SyncKind.OPEN_ITEMS
