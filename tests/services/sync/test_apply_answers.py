"""What the collector answered once for a layout is not asked again, through the real reader."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.enums import SyncKind
from app.services.sync.answers import answered_before, learn
from app.services.sync.mapping import look_over
from app.services.sync.model import Question, QuestionsError, ReadOptions
from app.services.sync.options import answered
from app.services.sync.run import SyncOptions, sync_files
from app.services.sync.writing.undo import undo_sync
from tests.builders.rows import item_rows

DAY = date(2026, 10, 30)


def table(path: Path, as_of: str, *amounts: str, heading: str = "Open Amount") -> Path:
    lines = [f"As of {as_of},,,,", f"Customer Number,Customer Name,Invoice Number,Due Date,{heading}"]
    lines += [f"10{n % 2},Name {n % 2},INV-{n},2026-09-{15 + n},{amount}" for n, amount in enumerate(amounts)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def run(store, path: Path, *, dry: bool = False, **values):
    return sync_files(store, [path], SyncOptions(ReadOptions(day=DAY, **values)), dry_run=dry)


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
    options = ReadOptions(day=DAY, remembered={"plain": {"currency": "USD"}})
    currency, order = (Question(option, None, None) for option in ("--currency", "--date-order"))
    assert answered_before(options, "plain", [currency, order]) == {"--currency": "USD"}
    for layout, questions in (("plain", [order]), ("other", [currency]), ("plain", [])):
        assert answered_before(options, layout, questions) == {}
    assert answered_before(replace(options, currency="EUR"), "plain", [currency]) == {}


def test_answers_are_learnt_once():
    options = ReadOptions(day=DAY, currency="USD", kind=SyncKind.OPEN_ITEMS)
    learnt = learn({}, "plain", options)
    assert learnt == {"plain": {"currency": "USD", "kind": "open-items"}}
    assert learn(learnt, "plain", options) is None
    assert learn(learnt, "plain", ReadOptions(day=DAY)) is None
    known = ReadOptions(day=DAY, remembered=learnt)
    assert answered(known, answered_before(known, "plain", [Question("--kind", None, None)])).kind is options.kind


def undecided(path: Path, kind: str = "Customer,Reference,Date,Amount,Currency") -> Path:
    """Write movements of which nothing says whether they are invoices or payments."""
    lines = [f"C{n:03d},R{n},2026-08-{n:02d},{100 + n}.00,EUR" for n in range(1, 20)]
    path.write_text("\n".join([kind, *lines]) + "\n", encoding="utf-8")
    return path


def look(store, path: Path, **given: str):
    return look_over(store, str(path), given, None, DAY)


@pytest.mark.parametrize("kind", ["receipts", "open-items"])
def test_a_look_is_at_the_columns_that_an_import_reads_by_answers_from_before(store, tmp_path, kind):
    assert [one.option for one in look(store, undecided(tmp_path / "a.csv")).questions] == ["--kind"]
    run(store, tmp_path / "a.csv", kind=SyncKind(kind))
    again = undecided(tmp_path / "b.csv")
    sketch = look(store, again)
    (read,) = run(store, again).runs
    assert (sketch.kind, sketch.table.kind, read.kind) == (kind, kind, kind)
    assert [column.mapped for column in sketch.columns] == list(read.table.columns)


def test_questions_of_all_files_are_told_at_once(store, tmp_path):
    """Two files of one name in two folders are two files, and each has a question of its own."""
    (tmp_path / "north").mkdir()
    (tmp_path / "south").mkdir()
    one = table(tmp_path / "north" / "open.csv", "2026-10-28", "100.50")
    other = undecided(tmp_path / "south" / "open.csv")
    known = table(tmp_path / "known.csv", "2026-10-28", "7.00", heading="Open Amount (EUR)")
    files, options = [one, known, other], SyncOptions(ReadOptions(day=DAY))
    asked = sync_files(store, files, options, dry_run=True)
    for told in (lambda: sync_files(store, files, options), asked.refuse_open_questions):
        with pytest.raises(QuestionsError) as caught:
            told()
        assert [question.option for question in caught.value.questions] == ["--currency", "--kind"]
        assert f"Files {one}, {other}." in str(caught.value)
        assert "Decide with --currency, --kind open-items|receipts." in str(caught.value)


def test_only_what_nobody_answered_is_asked(store, tmp_path):
    """Of two questions one was answered before: with the other one the file is read."""
    lines = [f"C{n},INV-{n},0{n}/0{n + 1}/2026,{100 + n}.50" for n in range(1, 8)]
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    head = "Customer Number,Invoice Number,Due Date,Open Amount"
    first.write_text(f"{head}\nC1,INV-1,2026-02-01,101.50\n", encoding="utf-8")
    second.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    run(store, first, currency="GBP")
    asked = run(store, second, dry=True)
    assert [one.question.option for one in asked.questions] == ["--date-order"]
    assert [one.option for one in look(store, second).questions] == ["--date-order"]
    read = run(store, second, date_order="dmy")
    assert [notice.code for notice in read.runs[0].warnings if notice.code == "answered_before"] == ["answered_before"]
    assert {row["currency"] for row in item_rows(store).values()} == {"GBP"}
    assert not look(store, second).questions


def test_an_answer_may_lead_to_another_question_that_was_answered_too(store, tmp_path):
    """The kind is asked first, and only then the currency: both are known, and neither is asked."""
    head, row = "Customer,Reference,Date,Amount", "C{0:03d},R{0},2026-08-{0:02d},{1}.00"
    for name, more in (("a.csv", 100), ("b.csv", 200)):
        lines = [row.format(n, more + n) for n in range(1, 20)]
        (tmp_path / name).write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    run(store, tmp_path / "a.csv", kind=SyncKind.RECEIPTS, currency="EUR")
    read = run(store, tmp_path / "b.csv")
    assert (read.runs[0].kind, dict(read.runs[0].totals).keys()) == ("receipts", {"EUR"})
    told = [str(notice.text) for notice in read.runs[0].warnings if notice.code == "answered_before"]
    assert told == ["Read as you said the last time: receipts, EUR."]
