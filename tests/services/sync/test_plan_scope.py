"""Does a file close what it lacks: evidence, shares, rejected rows, older files, control totals, stale previews."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.enums import Scope
from app.errors import RefusedError
from app.services.preferences import load_settings, save_settings
from app.services.sync.layouts.layout import Layout
from app.services.sync.layouts.saved import save_layout
from app.services.sync.model import QuestionsError
from app.services.sync.planning.scope import Reach, decide
from app.settings import Settings
from tests.builders.rows import Files, item, item_rows, rejected, statuses, sync

D1, D2, D3 = date(2026, 10, 28), date(2026, 10, 29), date(2026, 10, 30)


@pytest.fixture
def files(store) -> Files:
    made = Files()
    made.open_items("a", *(item(f"{n}", account=f"100{n % 2}") for n in range(10)), as_of=D1)
    sync(store, made, "a")
    return made


def part(files: Files, name: str, numbers: range, **values) -> str:
    rows = [item(f"{n}", account=f"100{n % 2}") for n in numbers]
    return files.open_items(name, *rows, **{"as_of": D2} | values)


def reach(**values) -> Reach:
    facts = {"chosen": None, "older": False, "first": False, "known": 100, "held": 90, "accounts": 5}
    return Reach(**facts | values)


@pytest.mark.parametrize(
    ("values", "scope", "asks"),
    [
        ({"held": 70}, Scope.FULL, False),
        ({"held": 69}, Scope.PARTIAL, True),
        ({"held": 99, "accounts": 1}, Scope.PARTIAL, True),
        ({"held": 100, "accounts": 1}, Scope.FULL, False),
        ({"first": True, "known": 0, "held": 0, "accounts": 1}, Scope.FULL, False),
        ({"known": 0, "held": 0, "accounts": 1}, Scope.FULL, False),
        ({"chosen": Scope.PARTIAL}, Scope.PARTIAL, False),
        ({"chosen": Scope.FULL, "held": 1}, Scope.FULL, False),
        ({"older": True, "chosen": Scope.FULL}, Scope.PARTIAL, False),
    ],
)
def test_evidence_decides(values, scope, asks):
    decision = decide(reach(**values), Settings())
    assert (decision.scope, decision.question is not None) == (scope, asks)


def test_seventy_per_cent_of_several_accounts_is_everything(store, files):
    result = sync(store, files, part(files, "b", range(7)))
    assert (result.runs[0].scope, result.runs[0].counts.closed) == ("full", 3)


def test_less_is_asked_about_and_nothing_is_changed(store, files):
    part(files, "b", range(6))
    before = item_rows(store)
    with pytest.raises(QuestionsError) as caught:
        sync(store, files, "b")
    assert (caught.value.option, caught.value.exit_status, item_rows(store)) == ("--scope", 3, before)
    preview = sync(store, files, "b", dry_run=True)
    assert [question.question.option for question in preview.questions] == ["--scope"]
    (asked,) = preview.runs[0].questions
    assert (asked.option, asked.choices) == ("--scope", ("full", "partial"))


def test_partial_closes_nothing(store, files):
    part(files, "b", range(6))
    run = sync(store, files, "b", scope="partial").runs[0]
    assert (run.scope, run.counts.closed, run.counts.unchanged) == ("partial", 0, 6)
    rows = item_rows(store)
    assert (rows["1"]["last_seen"], rows["9"]["last_seen"]) == ("2026-10-29", "2026-10-28")


def test_a_rejected_row_protects_its_item(store, files):
    part(files, "b", range(8), rejected=[rejected("1001", "9")])
    result = sync(store, files, "b")
    assert result.runs[0].counts.closed == 1
    assert (statuses(store)["9"], statuses(store)["8"]) == ("open", "closed_no_cash_data")
    assert "protected" in [notice.code for notice in result.runs[0].warnings]


def test_a_rejected_row_without_number_protects_its_account(store, files):
    part(files, "b", range(7), rejected=[rejected("1001")])
    sync(store, files, "b")
    assert [number for number, status in statuses(store).items() if status != "open"] == ["8"]


def test_a_rejected_row_that_says_nothing_protects_everything(store, files):
    part(files, "b", range(7), rejected=[rejected()])
    result = sync(store, files, "b")
    assert set(statuses(store).values()) == {"open"}
    assert "closes_nothing" in [notice.code for notice in result.runs[0].warnings]


def test_an_older_file_is_refused(store, files):
    sync(store, files, part(files, "b", range(10)))
    part(files, "c", range(10), as_of=D1)
    with pytest.raises(RefusedError) as caught:
        sync(store, files, "c")
    assert (caught.value.code, caught.value.exit_status) == ("older_file", 3)


def test_an_older_file_that_somebody_insists_on_adds_history_and_closes_nothing(store, files):
    sync(store, files, part(files, "b", range(9)))
    rows = [item(f"{n}", 80_00, original=100_00, account=f"100{n % 2}") for n in (0, 1)]
    files.open_items("c", *rows, item("old", account="1000"), as_of=date(2026, 9, 30))
    before = item_rows(store)
    result = sync(store, files, "c", older=True)
    run = result.runs[0]
    assert (run.scope, run.counts.new, run.counts.unchanged, run.counts.closed) == ("partial", 1, 2, 0)
    after = item_rows(store)
    gone = after.pop("old")
    assert after == before
    assert (gone["status"], gone["open"], gone["closed_on"]) == ("closed_no_cash_data", 0, "2026-10-28")
    assert result.data_date == D2
    with store.read() as session:
        rows = session.connection().exec_driver_sql("SELECT sum(total) FROM snapshot WHERE as_of = '2026-09-30'")
        assert rows.scalar() == 260_00


def test_a_file_without_a_day_of_its_own_keeps_the_day_of_its_first_import(store, files):
    part(files, "b", range(10), as_of_from="day")
    sync(store, files, "b", day=D2)
    files.made["b"].table = files.made["b"].table.__class__(
        **{name: getattr(files.made["b"].table, name) for name in files.made["b"].table.__slots__} | {"as_of": D3}
    )
    again = sync(store, files, "b", day=D3)
    assert (again.runs[0].state, again.data_date, again.runs[0].as_of) == ("unchanged", D2, D2)


def test_a_control_total_that_differs_is_refused(store, files):
    part(files, "b", range(10))
    assert sync(store, files, "b", control_totals={"USD": 1000_00}).applied
    files.same_rows("c", "b")
    with pytest.raises(RefusedError) as caught:
        sync(store, files, "c", control_totals={"USD": 1000_01})
    assert caught.value.code == "control_total_differs"
    with pytest.raises(RefusedError):
        sync(store, files, "c", control_totals={"EUR": 5})


def test_commit_refuses_what_changed_since_the_preview(store, files):
    part(files, "b", range(10))
    seen = sync(store, files, "b", dry_run=True).fingerprint
    part(files, "b", range(9))
    with pytest.raises(RefusedError) as caught:
        sync(store, files, "b", expect=seen)
    assert caught.value.code == "preview_stale"
    seen = sync(store, files, "b", dry_run=True).fingerprint
    sync(store, files, part(files, "c", range(10), as_of=D3))
    with pytest.raises(RefusedError):
        sync(store, files, "b", expect=seen)


def test_commit_refuses_what_would_be_read_or_judged_otherwise_than_in_the_preview(store, files):
    part(files, "b", range(10))
    seen = sync(store, files, "b", dry_run=True).fingerprint
    with store.write() as uow:
        save_layout(uow, Layout("mine", headers=(("Customer_ID", "Other"),), fields={"Other": "open"}), D2)
        uow.commit()
    with pytest.raises(RefusedError) as caught:
        sync(store, files, "b", expect=seen)
    assert caught.value.code == "preview_stale"
    seen = sync(store, files, "b", dry_run=True).fingerprint
    with store.write() as uow:
        save_settings(uow, replace(load_settings(uow.session), full_share=95), D2)
        uow.commit()
    with pytest.raises(RefusedError) as caught:
        sync(store, files, "b", expect=seen)
    assert caught.value.code == "preview_stale"
    seen = sync(store, files, "b", dry_run=True).fingerprint
    assert sync(store, files, "b", expect=seen).applied


def test_commit_takes_what_the_preview_showed(store, files):
    part(files, "b", range(10))
    seen = sync(store, files, "b", dry_run=True).fingerprint
    assert sync(store, files, "b", expect=seen).applied


# ------------------------------------------------------------------------------------- selections that do not say so


def whole(files: Files, store) -> list:
    """Thirty items: six credits, ten not due yet, amounts from 10 to 300."""
    rows = []
    for n in range(30):
        amount, due = (n + 1) * 10_00, "2026-11-30" if n % 3 == 0 else "2026-09-30"
        sign = -1 if n % 5 == 4 else 1
        kind = "invoice" if sign > 0 else "credit_memo"
        rows.append(item(f"{n}", sign * amount, f"100{n % 4}", due_date=due, kind=kind))
    files.open_items("all", *rows, as_of=D1)
    sync(store, files, "all")
    return rows


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (lambda row: row.open < 0 or row.open > 90_00, "None of the 8 items below 110.00 USD is in it."),
        (lambda row: row.open > 0, "None of the 6 credits is in it."),
    ],
)
def test_a_selection_that_holds_most_is_asked_about(store, kept, said):
    files = Files()
    rows = [row for row in whole(files, store) if kept(row)]
    files.open_items("some", *rows, as_of=D2)
    with pytest.raises(QuestionsError) as caught:
        sync(store, files, "some")
    assert caught.value.option == "--scope"
    assert str(caught.value.questions[0].evidence).startswith(said)
    assert sync(store, files, "some", scope="full").runs[0].counts.closed == 30 - len(rows)


def test_only_what_is_overdue_is_asked_about(store):
    files = Files()
    dated = [item(f"{n}", account=f"100{n % 4}", due_date="2026-11-30" if n > 23 else "2026-09-30") for n in range(30)]
    files.open_items("all", *dated, as_of=D1)
    files.open_items("overdue", *dated[:24], as_of=D2)
    sync(store, files, "all")
    with pytest.raises(QuestionsError) as caught:
        sync(store, files, "overdue")
    assert str(caught.value.questions[0].evidence).startswith("None of the 6 items that are not due yet is in it.")


def test_only_one_currency_is_asked_about(store):
    files = Files()
    both = [item(f"{n}", account=f"100{n % 4}", currency="EUR" if n > 23 else "USD") for n in range(30)]
    files.open_items("all", *both, as_of=D1)
    files.open_items("dollars", *both[:24], as_of=D2)
    sync(store, files, "all")
    with pytest.raises(QuestionsError) as caught:
        sync(store, files, "dollars")
    assert str(caught.value.questions[0].evidence).startswith("None of the 6 items in EUR is in it.")


def test_what_is_paid_here_and_there_asks_nothing(store):
    files = Files()
    rows = [row for n, row in enumerate(whole(files, store)) if n % 7]
    files.open_items("some", *rows, as_of=D2)
    assert sync(store, files, "some").runs[0].scope == "full"


def test_a_limit_in_one_currency_counts_what_is_missing_in_it(store):
    files = Files()
    large = [item(f"G{n}", 900_00 + n, str(n % 9), currency=code) for code in ("EUR", "USD") for n in range(40)]
    large = [row._replace(number=row.number + row.currency) for row in large]
    small = [item("E0", 5_00, "3", currency="EUR"), *(item(f"U{n}", 5_00, "3") for n in range(6))]
    files.open_items("a", *large, *small, as_of=D1)
    files.open_items("b", *large, as_of=D2)
    sync(store, files, "a")
    (asked,) = sync(store, files, "b", dry_run=True).questions
    assert "None of the 6 items below 900.00 USD is in it." in str(asked.question.evidence)
