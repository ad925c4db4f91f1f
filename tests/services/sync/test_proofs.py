"""What a source's file proved once is not asked when the next file leaves it open, through the real reader."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.enums import Scope
from app.i18n import msg
from app.services.sync.model import Question, QuestionsError, ReadOptions
from app.services.sync.proofs import forget, learn, otherwise, proved_before
from app.services.sync.run import SyncOptions, sync_files
from app.services.sync.writing.undo import undo_sync
from tests.builders.rows import item_rows

DAY = date(2026, 11, 30)
HEAD = "Customer Number,Customer Name,Invoice Number,Due Date,Open Amount (EUR)"


def items(path: Path, stands: str, *rows: str, head: str = HEAD) -> Path:
    """Write a file of open items; each row is a number, a due date and an amount."""
    lines = [f"As of {stands}", head]
    for row in rows:
        number, due, amount = row.split()
        lines.append(f'C1,Alder Ltd,{number},{due},"{amount}"')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def run(store, path: Path, **values):
    return sync_files(store, [path], SyncOptions(ReadOptions(day=DAY, scope=Scope.PARTIAL, **values)))


def notices(result, *codes: str) -> list[str]:
    wanted = codes or ("proved_before", "proved_otherwise")
    return [str(notice.text) for notice in result.runs[0].warnings if notice.code in wanted]


def due(store) -> dict[str, str]:
    return {number: row["due_date"] for (_, number), row in _by_number(store).items()}


def _by_number(store):
    return {(row["account_id"], row["number"]): row for row in item_rows(store).values()}


def option_asked(store, path: Path) -> str:
    with pytest.raises(QuestionsError) as caught:
        run(store, path)
    return caught.value.option


@pytest.fixture
def proved(store, tmp_path):
    """A store that has taken a file whose cells prove that the day comes first."""
    first = run(store, items(tmp_path / "a.csv", "2026-11-22", "I1 25/10/2026 10.50", "I2 04/11/2026 20.25"))
    assert not notices(first)
    return store


def test_the_order_of_days_that_a_file_proved_holds_for_the_next_one(proved, tmp_path):
    second = items(tmp_path / "b.csv", "2026-11-23", "I2 04/11/2026 20.25", "I3 05/12/2026 3.10")
    told = run(proved, second)
    assert notices(told) == ["Days are written day first, as the file of 22 Nov 2026 proved."]
    assert due(proved)["I3"] == "2026-12-05"
    third = run(proved, items(tmp_path / "c.csv", "2026-11-24", "I3 05/12/2026 3.10", "I4 06/12/2026 3.10"))
    assert notices(third) == notices(told)  # what was only believed proves nothing anew


def test_a_file_that_says_it_itself_needs_no_proof(proved, tmp_path):
    told = run(proved, items(tmp_path / "b.csv", "2026-11-23", "I2 04/11/2026 20.25", "I3 31/12/2026 3.10"))
    assert not notices(told)


def test_a_proof_to_the_contrary_counts_from_then_on_and_is_told(proved, tmp_path):
    told = run(proved, items(tmp_path / "b.csv", "2026-11-23", "I2 11/04/2026 20.25", "I3 12/31/2026 3.10"))
    assert notices(told) == ["Days are written month first here; the file of 22 Nov 2026 proved otherwise."]
    told = run(proved, items(tmp_path / "c.csv", "2026-11-24", "I3 12/31/2026 3.10", "I5 12/05/2026 1.00"))
    assert not notices(told)
    told = run(proved, items(tmp_path / "d.csv", "2026-11-25", "I5 12/05/2026 1.00"))
    assert notices(told) == ["Days are written month first, as the file of 23 Nov 2026 proved."]
    assert due(proved)["I5"] == "2026-12-05"


def test_a_proof_counts_over_an_older_answer_and_an_answer_over_an_older_proof(store, tmp_path):
    run(store, items(tmp_path / "a.csv", "2026-11-22", "I1 04/11/2026 10.50"), date_order="mdy")
    told = run(store, items(tmp_path / "b.csv", "2026-11-23", "I1 04/11/2026 10.50", "I2 25/11/2026 1.00"))
    assert notices(told) == ["Days are written day first here, other than you said before."]
    told = run(store, items(tmp_path / "c.csv", "2026-11-24", "I3 05/12/2026 10.50"))
    assert notices(told) == ["Days are written day first, as the file of 23 Nov 2026 proved."]
    run(store, items(tmp_path / "d.csv", "2026-11-25", "I4 05/12/2026 10.50"), date_order="mdy")
    told = run(store, items(tmp_path / "e.csv", "2026-11-26", "I5 05/12/2026 10.50"))
    assert not notices(told)
    assert notices(told, "answered_before")
    assert due(store)["I5"] == "2026-05-12"


def test_an_answer_that_stands_by_itself_is_not_proved_over(store, tmp_path):
    run(store, items(tmp_path / "a.csv", "2026-11-22", "I1 25/11/2026 10.50"), date_order="dmy")
    told = run(store, items(tmp_path / "b.csv", "2026-11-23", "I2 04/11/2026 1.00"))
    assert notices(told, "answered_before")
    assert not notices(told)


def test_decimal_signs_are_proved_as_well(store, tmp_path):
    head = HEAD.replace("EUR", "JOD")  # three decimals: 1,234 may be either
    run(store, items(tmp_path / "a.csv", "2026-11-22", "I1 2026-11-01 1.234,500", head=head))
    told = run(store, items(tmp_path / "b.csv", "2026-11-23", "I2 2026-11-02 1,234", head=head))
    assert notices(told) == ["Amounts are written with a decimal comma, as the file of 22 Nov 2026 proved."]
    assert {row["number"]: row["open"] for row in item_rows(store).values()}["I2"] == 1234


def test_another_layout_is_asked_all_the_same(proved, tmp_path):
    head = HEAD.replace("Open Amount", "Outstanding Amount").replace("Invoice Number", "Document Number")
    assert (
        option_asked(proved, items(tmp_path / "b.csv", "2026-11-23", "I9 04/11/2026 20.25", head=head))
        == "--date-order"
    )


def test_what_a_file_proved_goes_with_it_when_it_is_taken_back(proved, tmp_path):
    undo_sync(proved, DAY, "UTC")
    assert option_asked(proved, items(tmp_path / "b.csv", "2026-11-23", "I2 04/11/2026 20.25")) == "--date-order"


def test_a_preview_proves_nothing(store, tmp_path):
    first = items(tmp_path / "a.csv", "2026-11-22", "I1 25/10/2026 10.50")
    sync_files(store, [first], SyncOptions(ReadOptions(day=DAY)), dry_run=True)
    assert option_asked(store, items(tmp_path / "b.csv", "2026-11-23", "I2 04/11/2026 20.25")) == "--date-order"


def test_days_that_a_spreadsheet_exchanged_are_asked_about_whatever_was_proved():
    known = learn({}, "plain", ReadOptions(day=DAY), {"date_order": "dmy"}, DAY, "run")
    assert known is not None
    options = ReadOptions(day=DAY, remembered=known)
    asked = Question("--date-order", None, msg("03/04/2026"), ("dmy", "mdy"))
    assert proved_before(options, "plain", [asked])["--date-order"].value == "dmy"
    exchanged = replace(asked, lasting=False)
    years = replace(asked, choices=("mdy", "ymd"))
    for layout, question in (("plain", exchanged), ("plain", years), ("other", asked)):
        assert proved_before(options, layout, [question]) == {}
    assert proved_before(replace(options, date_order="mdy"), "plain", [asked]) == {}


def test_what_is_known_is_not_written_again():
    known = learn({}, "plain", ReadOptions(day=DAY), {"date_order": "dmy"}, DAY, "run")
    assert known is not None
    assert learn(known, "plain", ReadOptions(day=DAY), {"date_order": "dmy"}, date(2026, 12, 1), "later") is None
    assert otherwise(ReadOptions(day=DAY, remembered=known), "plain", {"date_order": "dmy"}) == []
    assert (forget(known, {"run"}), forget(known, {"later"})) == ({"plain": {}}, None)
