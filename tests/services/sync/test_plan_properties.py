"""Whatever two days of files hold: the same again changes nothing, undo returns, sums agree, preview is commit."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from operator import attrgetter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.clock import FixedClock
from app.models.engine import open_engine
from app.services.sync.planning import batch
from app.services.sync.writing.undo import undo_sync
from app.services.unit_of_work import Store
from tests.builders.rows import DAY, Files, item, item_list, receipt
from tests.builders.rows import sync as sync_asking
from tests.conftest import KEY, MOMENT
from tests.services.sync.test_undo import dump

D1, D2 = date(2026, 10, 28), date(2026, 10, 29)
_KINDS = {True: ["credit_memo", "on_account", "unapplied_receipt"], False: ["invoice", "debit_memo"]}


def sync(store, files, *names, **values):
    """Sync files; customers made at random that share a document are others, and nobody need be asked."""
    return sync_asking(store, files, *names, **{"renumbered": "no", **values})


@st.composite
def rows(draw):
    """A few rows over few numbers, so that lines, credits, currencies and missing dates meet."""
    amount = draw(st.integers(-9, 9)) * 10_00
    kind = draw(st.sampled_from(_KINDS[amount < 0]))
    original = amount * draw(st.sampled_from([1, 1, 2]))
    due = draw(st.none() | st.integers(-60, 60).map(lambda n: (D1 + timedelta(days=n)).isoformat()))
    return item(
        draw(st.sampled_from(["", "1", "2", "3"])),
        amount,
        draw(st.sampled_from(["10", "20", "30"])),
        kind=kind,
        original=original,
        due_date=due,
        due_from=None if due is None else "file",
        document_date=draw(st.sampled_from(["2026-08-01", "2026-09-01", None])),
        currency=draw(st.sampled_from(["USD", "JPY"])),
        po=draw(st.sampled_from([None, "P1", "P2"])),
    )


@st.composite
def money(draw):
    """A receipt of one of the accounts, with or without the number of an item."""
    return receipt(
        draw(st.sampled_from(["", "R1", "R2"])),
        draw(st.integers(1, 9)) * 10_00,
        draw(st.sampled_from(["10", "20", "30", None])),
        currency=draw(st.sampled_from(["USD", "JPY"])),
        invoices=draw(st.sampled_from([(), ("1",), ("1", "2")])),
        value_date=draw(st.sampled_from(["2026-10-26", "2026-10-29"])),
    )


days = st.tuples(st.lists(rows(), min_size=1, max_size=8), st.lists(rows(), min_size=1, max_size=8))
many = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.fixture(params=["at once", "by account"])
def grouped(request, monkeypatch):
    """Loads what the store holds at once, or as a store of too many items does: account by account, as files come."""
    if request.param == "by account":
        monkeypatch.setattr(batch, "MANY", -1)
    return request.param == "by account"


@pytest.fixture
def fresh(store_template: Path, tmp_path: Path):
    """Gives an empty store for a block; every example needs its own."""

    @contextmanager
    def make() -> Iterator[Store]:
        with tempfile.TemporaryDirectory(dir=tmp_path) as folder:
            path = Path(shutil.copyfile(store_template, Path(folder, "example.db")))
            store = Store(open_engine(path, KEY), FixedClock(MOMENT), path, KEY)
            try:
                yield store
            finally:
                store.close()

    return make


def two_days(first, second, cash, *, grouped=False) -> Files:
    if grouped:
        first, second = (sorted(rows, key=attrgetter("account")) for rows in (first, second))
    files = Files()
    files.open_items("a", *first, as_of=D1)
    files.open_items("b", *second, as_of=D2)
    files.receipts("r", *cash, as_of=D2, coverage=D2)
    return files


@many
@given(days, st.lists(money(), max_size=5))
def test_the_same_again_changes_nothing(fresh, grouped, drawn, cash):
    files = two_days(*drawn, cash, grouped=grouped)
    with fresh() as store:
        sync(store, files, "a", scope="full")
        sync(store, files, "b", "r", scope="full")
        before = dump(store)
        for name in ("b", "r"):
            files.same_rows(f"{name}-again", name)
        again = sync(store, files, "b-again", "r-again", scope="full")
        assert [run.state for run in again.runs] == ["unchanged", "unchanged"]
        assert dump(store) == before


@many
@given(days, st.lists(money(), max_size=5))
def test_undo_returns_to_what_was(fresh, grouped, drawn, cash):
    files = two_days(*drawn, cash, grouped=grouped)
    with fresh() as store:
        empty = dump(store)
        sync(store, files, "a", scope="full")
        before = dump(store)
        sync(store, files, "b", "r", scope="full")
        undo_sync(store, DAY, "UTC")
        assert dump(store) == before
        undo_sync(store, DAY, "UTC")
        assert dump(store) == empty


@many
@given(days, st.lists(money(), max_size=5))
def test_open_items_add_up_to_the_file_and_counts_to_its_rows(fresh, grouped, drawn, cash):
    files = two_days(*drawn, cash, grouped=grouped)
    with fresh() as store:
        for name, given_rows in zip(("a", "b"), drawn, strict=True):
            before = [row for row in item_list(store) if row["status"] in {"open", "part_paid", "reopened"}]
            preview = sync(store, files, name, scope="full", dry_run=True).runs[0]
            run = sync(store, files, name, scope="full").runs[0]
            assert run.document() == preview.document()
            counts = run.counts
            assert counts.new + counts.changed + counts.reopened + counts.unchanged == len(given_rows)
            still = [row for row in item_list(store) if row["status"] in {"open", "part_paid", "reopened"}]
            assert len(still) == len(given_rows) == len(before) + counts.new + counts.reopened - counts.closed
            sums: dict[str, int] = {}
            for row in still:
                sums[row["currency"]] = sums.get(row["currency"], 0) + row["open"]
            assert sums == {currency: total.net for currency, total in run.totals.items()}


@many
@given(days)
def test_a_selection_closes_nothing_and_loses_nothing(fresh, grouped, drawn):
    files = two_days(*drawn, [], grouped=grouped)
    with fresh() as store:
        sync(store, files, "a")
        ids = {row["id"] for row in item_list(store)}
        run = sync(store, files, "b", scope="partial").runs[0]
        after = item_list(store)
        assert run.counts.closed == 0
        assert ids <= {row["id"] for row in after}
        assert {row["status"] for row in after} <= {"open", "part_paid", "reopened"}


@many
@given(days, st.sampled_from(["full", "partial", None]))
def test_loading_by_account_plans_the_same(fresh, monkeypatch, drawn, scope):
    files = two_days(*drawn, [], grouped=True)
    came = []
    for most in (10, -1):
        monkeypatch.setattr(batch, "MANY", most)
        with fresh() as store:
            sync(store, files, "a")
            seen = sync(store, files, "b", dry_run=True, **{} if scope is None else {"scope": scope})
            if not seen.questions:
                sync(store, files, "b", **{} if scope is None else {"scope": scope})
            facts = [
                sorted((name, str(value)) for name, value in row.items() if not name.endswith("id"))
                for row in item_list(store)
            ]
            came.append((seen.runs[0].document(), len(seen.questions), sorted(facts)))
    assert came[0] == came[1]
