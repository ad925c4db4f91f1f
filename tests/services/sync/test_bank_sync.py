"""Statements in the store: known again, tied to accounts, judged, and counted once beside the ERP's receipts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.i18n import render
from app.services.sync.bank.receipts import read_statement
from app.services.sync.bank.sniff import format_of
from app.services.sync.model import ReadOptions
from app.services.sync.planning.twins import Sum, told_again, twins
from app.services.sync.writing.undo import undo_sync
from tests.builders import nationals
from tests.builders import statements as build
from tests.builders.rows import Files, MadeFile, credit, customer, item, receipt, statuses, sync
from tests.builders.statements import Move, Stmt

D1, D2, D3 = date(2026, 10, 28), date(2026, 10, 29), date(2026, 10, 30)
SHAPES = {
    "mt940": build.mt940,
    "bai2": build.bai2,
    "camt": build.camt,
    "norma 43": nationals.norma43,
    "ofx": nationals.ofx,
}


@pytest.fixture
def files():
    return Files()


def statement(files, name, *moves, shape="mt940", day=D2, **values):
    """A statement of one account in dollars."""
    data = SHAPES[shape](
        Stmt([replace(move, booked=day, valued=day) for move in moves], day=day, currency="USD", **values)
    )
    return given(files, name, data)


def given(files, name, data):
    table, outcome = read_statement(data, format_of(data), name, ReadOptions(day=D3))
    columns = [column if column is not None else [None] * outcome.count for column in outcome.columns]
    from app.services.sync.model import ReceiptRow

    rows = [ReceiptRow._make(row) for row in zip(*columns, strict=True)]
    files.made[name] = MadeFile(replace(table, sha256=f"{hash(data)}{name}"), rows, [])
    return name


def rows(store, sql):
    with store.read() as session:
        return [tuple(row) for row in session.connection().exec_driver_sql(sql)]


def receipts(store):
    return rows(
        store,
        "SELECT a.number, r.number, r.amount, r.reversed_on FROM receipt r "
        "LEFT JOIN account a ON a.id = r.account_id ORDER BY r.rowid",
    )


def codes(run):
    return [notice.code for notice in run.warnings]


ALPHA = customer("1001", "Alpha Inc", name_kana="アマギノセイサクショ", tax_id="12.345.678/0001-90")
BETA = customer("1002", "Beta LLC", tax_id="DE136695976")


@pytest.fixture
def known(store, files):
    """Two accounts with three invoices."""
    items = [item("INV-1"), item("INV-2", 40_00), item("F-450", 75_00, account="1002"), item("7", 9_00, account="1002")]
    files.open_items("d1", *items, as_of=D1, accounts=[ALPHA, BETA])
    sync(store, files, "d1", scope="full", day=D1)
    return files


@pytest.mark.parametrize("shape", SHAPES)
def test_the_invoices_in_the_text_say_whose_money_it_is(store, known, shape):
    moves = [
        Move(140_00, number="B1", text="INV-1 and INV-2"),
        Move(9_00, text="PAYMENT"),
        Move(75_00, reference="F450"),
    ]
    run = sync(store, known, statement(known, "s", *moves, shape=shape), day=D3).runs[0]
    assert [row[:3] for row in receipts(store)] == [("1001", "B1", 140_00), (None, "", 9_00), ("1002", "", 75_00)]
    unproved = ["no_balances"] if shape == "ofx" else []
    assert (run.counts.new, run.coverage, codes(run)) == (3, D2, [*unproved, "receipts_without_account"])
    assert "1 receipt names neither an account" in render(run.warnings[-1].text)


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("INV-1 F-450", None),
        ("Rechnung Nr. 4711", "1002"),
        ("RE 4711", "1002"),
        ("4711", None),
        ("RENT NOV 2026", None),
        ("90012345", "1001"),
        ("paid 90.012,34", None),
        ("AB12CD34 thanks", "1002"),
        ("RF18 5390 0754 7034", "1001"),
        ("INV-1/INV-2", "1001"),
    ],
)
def test_what_a_text_decides_and_what_not(store, known, text, account):
    numbers = {"4711": "1002", "2026": "1002", "90012345": "1001", "AB12CD34": "1002", "539007547034": "1001"}
    items = [item(number, 500_00, account=owner) for number, owner in numbers.items()]
    known.open_items("d2", *items, as_of=D1, accounts=[ALPHA, BETA])
    sync(store, known, "d2", scope="partial", day=D1)
    sync(store, known, statement(known, "s", Move(9_00, text=text), shape="camt"), day=D3)
    assert [row[0] for row in receipts(store)] == [account]


def test_a_tax_number_says_whose_money_it_is(store, known):
    moves = [
        Move(50_00, text="PIX 12345678000190 PEDIDO"),
        Move(51_00, payer="X", text="VAT DE 136695976, DE136695976"),
    ]
    sync(store, known, statement(known, "s", *moves), day=D3)
    assert [row[0] for row in receipts(store)] == ["1001", "1002"]


def test_a_name_ties_only_when_the_collector_says_so_and_then_for_good(store, known):
    run = sync(store, known, statement(known, "s", Move(50_00, payer="ALPHA INC.", text="PAYMENT")), day=D3).runs[0]
    assert [row[0] for row in receipts(store)] == [None]
    assert codes(run) == ["receipts_without_account", "payers_by_name"]
    run = sync(store, known, statement(known, "t", Move(50_00, payer="ALPHA INC.", text="PAYMENT")), names="tie").runs[
        0
    ]
    assert ([row[0] for row in receipts(store)], run.counts.changed) == (["1001"], 1)
    sync(store, known, statement(known, "u", Move(60_00, payer="Alpha Inc", text="PAYMENT"), day=D3))
    assert [row[0] for row in receipts(store)] == ["1001", "1001"]


def test_a_name_in_half_width_kana_is_the_customers(store, known):
    name = statement(known, "s", Move(50_00, payer="ｶ)ｱﾏｷﾞﾉｾｲｻｸｼﾖ", text="ﾌﾘｺﾐ"), shape="camt")
    sync(store, known, name, names="tie")
    assert [row[0] for row in receipts(store)] == ["1001"]


@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_statement_and_overlapping_ones_are_known_again(store, known, shape):
    first = [Move(100_00, number="B1", text="INV-1"), Move(20_00, text="PAYMENT"), Move(20_00, text="PAYMENT")]
    sync(store, known, statement(known, "a", *first, shape=shape))
    again = sync(store, known, statement(known, "a2", *first, shape=shape)).runs[0]
    assert (again.counts.new, again.counts.unchanged, again.state) == (0, 3, "unchanged")
    before = Stmt([replace(move, booked=D2, valued=D2) for move in first], day=D2, currency="USD")
    after = Stmt([Move(5_00, D3, D3, "B2", text="REST")], before.closing, day=D3, currency="USD")
    more = sync(store, known, given(known, "b", SHAPES[shape](before, after))).runs[0]
    assert (more.counts.new, more.counts.unchanged) == (1, 3)
    assert rows(store, "SELECT count(*), sum(amount) FROM receipt") == [(4, 145_00)]


@pytest.mark.parametrize("commas", [False, True])
def test_a_zengin_file_is_known_again_in_either_way_of_writing_and_in_a_longer_one(store, known, commas):
    moves = [Move(100, D2, D2, payer="ｶ)ｱﾏｷﾞ", text="F-1"), Move(20, D2, D2), Move(20, D2, D2)]
    first = Stmt(moves, 5_000, currency="JPY", day=D2)
    sync(store, known, given(known, "a", nationals.zengin(first)))
    longer = replace(first, moves=[*moves, Move(7, D3, D3)], day=D3)
    run = sync(store, known, given(known, "b", nationals.zengin(longer, commas=commas, era=2000))).runs[0]
    assert (run.counts.new, run.counts.unchanged, run.counts.changed) == (1, 3, 0)


def test_money_whose_account_is_known_only_later_stays_one(store, known):
    name = statement(known, "s", Move(33_00, text="INV-9"))
    sync(store, known, name)
    known.open_items("d2", item("INV-9", 33_00, account="1002"), as_of=D3, accounts=[BETA])
    sync(store, known, "d2", scope="partial")
    again = sync(store, known, statement(known, "s2", Move(33_00, text="INV-9"))).runs[0]
    assert (again.counts.new, again.counts.changed) == (0, 1)
    assert [row[:3] for row in receipts(store)] == [("1002", "", 33_00)]


def test_one_reference_in_two_of_our_accounts_is_two_receipts(store, known):
    sync(store, known, statement(known, "a", Move(10_00, number="0001"), account="111"))
    run = sync(store, known, statement(known, "b", Move(20_00, number="0001"), account="222")).runs[0]
    assert (run.counts.new, run.counts.changed) == (1, 0)
    assert rows(store, "SELECT source, amount FROM receipt ORDER BY 1") == [("mt940:111", 10_00), ("mt940:222", 20_00)]


def test_a_reference_that_the_bank_uses_again_on_a_day_changes_nothing(store, known):
    sync(store, known, statement(known, "a", Move(10_00, number="0001")))
    run = sync(store, known, statement(known, "b", Move(20_00, number="0001"), opening=5)).runs[0]
    assert (run.counts.new, run.counts.changed) == (1, 0)


def test_a_payment_that_comes_back_is_taken_back_by_what_it_names(store, known):
    sync(
        store,
        known,
        statement(known, "a", Move(100_00, number="B1", text="INV-1"), Move(100_00, number="B2", text="F-450")),
    )
    back = statement(known, "b", Move(-100_00, number="R9", text="RETURN INV-1", back=True), day=D3)
    run = sync(store, known, back).runs[0]
    assert (run.counts.new, run.counts.changed) == (0, 1)
    assert [row[1:] for row in receipts(store)] == [("B1", 100_00, "2026-10-30"), ("B2", 100_00, None)]
    undo_sync(store, D3, "UTC")
    assert [row[3] for row in receipts(store)] == [None, None]


def test_an_item_that_is_gone_was_paid_by_the_banks_money(store, known):
    name = statement(known, "s", Move(100_00, text="INV-1"), Move(75_00, text="REF 88812345 F450"))
    known.open_items("d2", item("INV-2", 40_00), item("7", 9_00, account="1002"), as_of=D2, accounts=[ALPHA, BETA])
    sync(store, known, "d2", name, scope="full")
    assert statuses(store) == {"INV-1": "paid", "INV-2": "open", "F-450": "paid", "7": "open"}


def test_other_numbers_in_a_text_do_not_keep_money_from_explaining_by_its_amount(store, known):
    name = statement(known, "s", Move(100_00, payer="Alpha Inc", text="TRN 20261029 REF 99887766"))
    known.open_items("d2", item("INV-2", 40_00), as_of=D2, accounts=[ALPHA, BETA])
    sync(store, known, "d2", name, scope="full", names="tie")
    assert statuses(store)["INV-1"] == "paid"


# ------------------------------------------------------------------------------------------------ told by two sources


def test_the_same_money_in_the_erps_list_is_kept_apart_and_told(store, known):
    sync(store, known, statement(known, "s", Move(100_00, number="B1", text="INV-1")))
    known.receipts("r", receipt("R-77", 100_00, invoices=("INV-1",), value_date=D3), as_of=D3, coverage=D3)
    run = sync(store, known, "r").runs[0]
    assert [row[:3] for row in receipts(store)] == [("1001", "B1", 100_00), ("1001", "R-77", 100_00)]
    assert codes(run) == ["told_by_two_sources"]
    assert "the money counts once" in render(run.warnings[0].text)


def test_money_told_twice_explains_one_item(store, known):
    known.open_items("d2", item("A", 100_00), item("B", 100_00), as_of=D1, accounts=[ALPHA])
    sync(store, known, "d2", scope="partial")
    bank = statement(known, "s", Move(100_00, payer="Alpha Inc", text="PAYMENT"))
    known.receipts("r", receipt("R-77", 100_00, value_date=D2, applied=0, unapplied=100_00), as_of=D2, coverage=D2)
    rest = [item("INV-1"), item("INV-2", 40_00), item("F-450", 75_00, account="1002"), item("7", 9_00, account="1002")]
    known.open_items("d3", *rest, as_of=D2, accounts=[ALPHA, BETA])
    sync(store, known, "d3", bank, "r", scope="full", names="tie")
    assert sorted(statuses(store)[number] for number in "AB") == ["paid", "vanished"]


@pytest.mark.parametrize(
    ("other", "again"),
    [
        (("plain-1", 100, D2, True), "bank"),
        (("plain-1", 100, date(2026, 11, 3), False), "bank"),
        (("plain-1", 100, date(2026, 11, 4), False), None),
        (("plain-1", 99, D2, False), None),
        (("mt940:222", 100, D2, False), None),
        (("camt053:111", 100, D2, True), "bank"),
        (("mt940:111", 100, D2, False), None),
    ],
)
def test_what_may_be_the_same_money(other, again):
    source, amount, day, tells = other
    sums = [Sum("bank", "mt940:111", "a", "USD", 100, D2), Sum("other", source, "a", "USD", amount, day, tells)]
    assert told_again(sums) == (frozenset({again}) if again else frozenset())
    assert len(twins(sums)) == (2 if again else 0)


@pytest.mark.parametrize(
    ("one", "other", "pairs"),
    [
        ("plain-1:account", "plain-2", 1),
        ("plain-1:account", "plain-2:ACME", 1),
        ("plain-1:account", "camt053:111", 1),
        ("plain-1:account", "plain-2:account", 0),
        ("plain-1:account", "plain-1:account", 0),
        ("plain-1", "plain-2", 0),
    ],
)
def test_a_banks_spreadsheet_tells_of_the_money_of_a_list_or_of_a_statement(one, other, pairs):
    sums = [Sum("a", one, "x", "USD", 100, D2), Sum("b", other, "x", "USD", 100, D2, tells=True)]
    assert len(told_again(sums)) == pairs


def test_twins_pair_one_for_one():
    sums = [Sum(f"b{n}", "bai2:1", "a", "USD", 5, D2) for n in range(3)] + [Sum("e", "erp", "a", "USD", 5, D2)]
    assert len(told_again(sums)) == 1
    assert len(twins(sums)) == 2


def test_credits_are_no_targets_of_a_statement(store, files):
    files.open_items("d1", credit("CM-1"), as_of=D1)
    sync(store, files, "d1", scope="full", day=D1)
    sync(store, files, statement(files, "s", Move(40_00, text="CM-1")))
    assert receipts(store)[0][0] == "1001"
