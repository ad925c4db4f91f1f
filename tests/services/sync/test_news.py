"""What becomes of single items, told one by one and as one sentence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from app import i18n
from app.errors import RefusedError
from app.models import Account, Item
from app.services.sync.desk import OWN_TOTAL, TAKE, Answers, apply, exports_in, gather, nets, preview, sync_page
from app.services.sync.telling.moves import CHANGED, EXPLAINED, NEW, NO_CASH_DATA, PAID, PART_PAID, REOPENED, VANISHED
from app.services.sync.telling.news import News, facts_told, happened, news_of
from tests.builders.ledger import Ledger
from tests.builders.rows import Files, closed, item, receipt, sync
from tests.builders.spreadsheets import text, xlsx

DAY, NEXT = date(2026, 10, 30), date(2026, 10, 31)
HEAD = ["Account", "Name", "Invoice No", "Invoice Date", "Due Date", "Terms", "Currency", "Open Amount"]
FIRST = [
    ["C1", "Northern Steel", "A-1", "2026-08-13", "2026-09-13", "Net 30", "USD", "1200.50"],
    ["C1", "Northern Steel", "A-2", "2026-08-20", "2026-09-20", "Net 30", "USD", "80.00"],
    ["C2", "Kestrel", "A-3", "2026-09-14", "2026-10-14", "Net 30", "USD", "99.99"],
    ["C2", "Kestrel", "A-4", "2026-09-16", "2026-10-16", "Net 30", "USD", "50.00"],
]
SECOND = [
    ["C1", "Northern Steel", "A-1", "2026-08-13", "2026-09-13", "Net 30", "USD", "200.50"],
    ["C2", "Kestrel", "A-3", "2026-09-14", "2026-11-13", "Net 60", "USD", "99.99"],
    ["C2", "Kestrel", "A-4", "2026-09-16", "2026-10-16", "Net 30", "USD", "50.00"],
    ["C2", "Kestrel", "A-5", "2026-10-20", "2026-11-20", "Net 30", "USD", "10.00"],
]
RECEIPTS = [
    ["Receipt No", "Account", "Receipt Date", "Currency", "Amount", "Invoice No"],
    ["R-1", "C1", "2026-10-30", "USD", "80.00", "A-2"],
]


def file(folder: Path, name: str, rows) -> str:
    return str(text(folder / name, [HEAD, *rows]))


def take(store, paths, day=DAY, **answers):
    given = Answers(**answers)
    seen = preview(store, paths, given, day, "UTC")
    return apply(store, paths, given, seen.fingerprint, day, "UTC")


@pytest.fixture
def first(store, tmp_path):
    take(store, [file(tmp_path, "first.csv", FIRST)])
    return store


def test_a_preview_lists_every_new_item(store, tmp_path):
    many = [["C1", "Northern Steel", f"N-{at}", "2026-08-13", "2026-09-13", "", "USD", "1.00"] for at in range(3000)]
    result = preview(store, [file(tmp_path, "many.csv", many)], Answers(), DAY, "UTC")
    assert len(result.fresh) == 3000
    assert len(set(result.fresh)) == 3000
    one = result.fresh[7]
    assert (one.kind, one.account, one.name, one.currency, one.before, one.after) == (
        NEW,
        "C1",
        "Northern Steel",
        "USD",
        0,
        100,
    )
    assert result.moves == ()


def test_a_preview_lists_what_moves_with_the_facts_that_changed(first, tmp_path):
    result = preview(first, [file(tmp_path, "second.csv", SECOND)], Answers(), NEXT, "UTC")
    moves = {move.number: move for move in result.moves}
    assert {number: move.kind for number, move in moves.items()} == {
        "A-1": PART_PAID,
        "A-2": NO_CASH_DATA,
        "A-3": CHANGED,
    }
    assert [move.number for move in result.fresh] == ["A-5"]
    assert (moves["A-1"].before, moves["A-1"].after, moves["A-2"].after) == (120050, 20050, 0)
    told = facts_told(moves["A-3"].facts, "USD")
    assert told == "Due date: 14 Oct 2026 → 13 Nov 2026 · Terms: Net 30 → Net 60"
    i18n.set_language("ja")
    assert "2026年10月14日" in facts_told(moves["A-3"].facts, "USD")


def test_all_items_that_move_are_listed_and_not_the_first_ones_alone(store, tmp_path):
    many = [["C1", "Northern Steel", f"N-{at}", "2026-08-13", "2026-09-13", "", "USD", "1.00"] for at in range(900)]
    take(store, [file(tmp_path, "many.csv", many)])
    later = [[*row[:4], "2026-09-30", *row[5:]] for row in many]
    result = preview(store, [file(tmp_path, "later.csv", later)], Answers(), NEXT, "UTC")
    assert [move.kind for move in result.moves] == [CHANGED] * 900


def test_the_news_are_one_sentence_with_the_promised_among_the_paid(first, tmp_path):
    with first.write() as uow:
        item = uow.session.scalars(select(Item).where(Item.number == "A-2")).one()
        account = uow.session.get(Account, item.account_id)
        Ledger(uow.session, uow.now).promise(account, [(DAY, 8000)], [item], currency="USD")
        uow.commit()
    paths = [file(tmp_path, "second.csv", SECOND), str(text(tmp_path / "receipts.csv", RECEIPTS))]
    seen = preview(first, paths, Answers(), NEXT, "UTC")
    said = "1 paid (1 of them promised), 1 part paid, 1 new, 1 changed"
    assert str(news_of(seen.runs, seen.moves)) == said
    assert [(move.kind, move.promised) for move in seen.moves if move.number == "A-2"] == [(PAID, True)]
    apply(first, paths, Answers(), seen.fingerprint, NEXT, "UTC")
    with first.read() as session:
        runs = sync_page(session).runs
    assert str(news_of([run.report for run in runs[:2]], promised=sum(run.promised for run in runs[:2]))) == said
    assert news_of([run.report for run in runs[2:]]).promised == 0


def test_an_item_that_comes_back_is_told_apart(first, tmp_path):
    take(first, [file(tmp_path, "second.csv", SECOND)], NEXT)
    result = preview(first, [file(tmp_path, "third.csv", [*SECOND, FIRST[1]])], Answers(), date(2026, 11, 1), "UTC")
    assert [(move.number, move.kind) for move in result.moves] == [("A-2", REOPENED)]


def test_the_sentence_in_japanese_and_of_nothing():
    i18n.set_language("ja")
    said = str(News({PAID: 12, PART_PAID: 4, NEW: 9, "vanished": 2}, promised=3))
    assert said == "入金済12件（うち約束あり3件）、一部入金4件、新規9件、入金なしの消失2件"
    assert not str(News())


def test_a_total_of_the_file_that_differs_is_asked_about(store, tmp_path):
    rows = [HEAD, *FIRST, ["", "Total", "", "", "", "", "", "9999.00"]]
    path = str(text(tmp_path / "total.csv", rows))
    seen = preview(store, [path], Answers(), DAY, "UTC")
    assert [(one.question.option, one.question.choices) for one in seen.questions] == [("own-total", (TAKE,))]
    assert not preview(store, [path], Answers({path: {OWN_TOTAL: TAKE}}), DAY, "UTC").questions


def test_control_totals_refuse_what_is_applied_and_not_what_is_looked_at(store, tmp_path):
    path = file(tmp_path, "first.csv", FIRST)
    wrong = Answers(control_totals={"USD": 1})
    seen = preview(store, [path], wrong, DAY, "UTC")
    assert nets(seen.runs) == {"USD": 143049}
    with pytest.raises(RefusedError) as caught:
        apply(store, [path], wrong, seen.fingerprint, DAY, "UTC")
    assert caught.value.code == "control_total_differs"
    right = Answers(control_totals={"USD": 143049})
    assert apply(store, [path], right, seen.fingerprint, DAY, "UTC").applied


def test_a_folder_stands_for_the_exports_in_it(store, tmp_path):
    folder = tmp_path / "morning"
    folder.mkdir()
    for name in ("b.csv", "a.XLSX", "~$a.xlsx", ".hidden.csv", "notes.pdf", "spool.PRN", "stmt.mt9"):
        (folder / name).write_text("x")
    single = xlsx(tmp_path / "one.xlsx", [HEAD])
    found = gather(store, [str(folder), str(single), str(single)])
    assert [Path(path).name for path in found] == ["a.XLSX", "b.csv", "spool.PRN", "stmt.mt9", "one.xlsx"]
    assert [path.name for path in exports_in(folder, "b*")] == ["b.csv"]
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(RefusedError) as caught:
        gather(store, [str(empty)])
    assert caught.value.code == "folder_empty"


def test_of_several_files_each_tells_what_it_says_itself(store):
    files, day = Files(), date(2026, 10, 27)
    some = [item(f"A{n}", account=f"{n}") for n in range(8)]
    other = [item(f"B{n}", account=f"{n}") for n in range(8)]
    files.open_items("a", *some, as_of=day)
    files.open_items("b", *other, as_of=day, layout="other")
    files.open_items("a2", *some[1:], as_of=DAY)
    files.open_items("b2", *other[2:], as_of=DAY, layout="other")
    files.open_items("a3", *some[1:], as_of=NEXT)
    files.receipts("cash", receipt("R-1", account="0", invoices=("A0",), value_date=DAY), as_of=NEXT, coverage=NEXT)
    sync(store, files, "a", "b", day=day)
    gone = sync(store, files, "a2", "b2")
    assert [happened(run, [move for move in gone.moves if move.run == run.id]) for run in gone.runs] == [
        "1 closed without cash data",
        "2 closed without cash data",
    ]
    told = sync(store, files, "a3", "cash", day=NEXT)
    assert [happened(run, [move for move in told.moves if move.run == run.id]) for run in told.runs] == [
        "",
        "1 new, 2 vanished without payment, 1 explained later",
    ]


def test_a_file_of_closed_items_tells_what_it_brings_and_what_it_confirms(store):
    files, day = Files(), date(2026, 10, 27)
    files.open_items("a", *[item(f"A{n}") for n in range(8)], as_of=day)
    files.open_items("b", *[item(f"A{n}") for n in range(1, 8)], as_of=DAY)
    sync(store, files, "a", day=day)
    sync(store, files, "b", scope="full")
    proof = [closed("A0", closed_on="2026-10-28", clearing="P1"), closed("OLD", closed_on="2026-09-28", clearing="P2")]
    files.closed_items("c", *proof, coverage=NEXT, as_of=NEXT)
    files.closed_items("d", closed("A0", closed_on="2026-10-29", clearing="P1"), coverage=NEXT, as_of=NEXT)
    (brought,) = sync(store, files, "c", day=NEXT).runs
    (confirmed,) = sync(store, files, "d", day=NEXT).runs
    assert (happened(brought), news_of([brought]).whole()) == ("1 new", "1 new")
    assert happened(confirmed) == "1 closing confirmed"
    assert news_of([confirmed]).whole() == "Closed items: 1 closing confirmed"


def _closed_without_cash(store, files: Files) -> None:
    day = date(2026, 10, 27)
    files.open_items("a", *[item(f"A{n}") for n in range(8)], as_of=day)
    files.open_items("b", *[item(f"A{n}") for n in range(2, 8)], as_of=DAY)
    sync(store, files, "a", day=day)
    sync(store, files, "b", scope="full", day=DAY)


def test_items_that_receipts_explain_later_are_among_the_moves(store):
    files = Files()
    _closed_without_cash(store, files)
    files.receipts("r", receipt(invoices=("A0",), value_date=DAY), as_of=NEXT, coverage=NEXT)
    seen = sync(store, files, "r", day=NEXT, dry_run=True)
    assert {move.number: (move.kind, move.status) for move in seen.moves} == {
        "A0": (EXPLAINED, "paid"),
        "A1": (VANISHED, "vanished"),
    }
    assert str(news_of(seen.runs, seen.moves)) == "1 vanished without payment, 1 explained later"
    written = sync(store, files, "r", day=NEXT)
    assert [(move.number, move.kind) for move in written.moves] == [("A0", EXPLAINED), ("A1", VANISHED)]


def test_items_that_a_file_of_closed_items_explains_are_among_the_moves(store):
    files = Files()
    _closed_without_cash(store, files)
    proof = closed("A0", closed_on="2026-10-28", clearing="P1")
    files.closed_items("c", proof, coverage=NEXT, as_of=NEXT)
    told = sync(store, files, "c", day=NEXT)
    assert [(move.number, move.kind, move.status) for move in told.moves] == [
        ("A0", EXPLAINED, "paid"),
        ("A1", VANISHED, "vanished"),
    ]
    assert news_of(told.runs, told.moves).whole() == "1 vanished without payment, 1 explained later"
    files.closed_items("d", proof._replace(clearing="P2"), coverage=NEXT, as_of=NEXT)
    more = sync(store, files, "d", day=NEXT)
    assert [(move.number, move.kind) for move in more.moves] == [("A0", CHANGED)]
    assert news_of(more.runs, more.moves).whole() == "Closed items: 1 closing confirmed"


def test_an_item_that_a_file_of_closed_items_closes_is_among_the_moves(store):
    files, day = Files(), date(2026, 10, 27)
    files.open_items("a", item("A0"), item("A1"), as_of=day)
    sync(store, files, "a", day=day)
    files.closed_items("c", closed("A0", closed_on="2026-10-28"), coverage=NEXT, as_of=NEXT)
    told = sync(store, files, "c", day=NEXT)
    assert [(move.number, move.kind, move.after) for move in told.moves] == [("A0", PAID, 0)]
    assert str(news_of(told.runs, told.moves)) == "1 paid"
