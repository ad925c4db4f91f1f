"""One account from all sides."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event, select

from app.enums import (
    Channel,
    DisputeStatus,
    ItemKind,
    ItemStatus,
    LetterStatus,
    Outcome,
    PromiseStatus,
    TaskKind,
    TaskStatus,
)
from app.errors import RefusedError
from app.i18n import render
from app.models import Account, Instalment, Judgement
from app.services.accounts import find_account
from app.services.dates import load_days
from app.services.portfolio.accounts import load_account
from app.services.portfolio.worklist import rebuild_worklist
from app.settings import Settings
from tests.builders.ledger import DAY, Ledger

NOW = datetime(2026, 10, 30, 5, 20, tzinfo=UTC)  # 14:20 in Tokyo
OVERDUE = DAY - timedelta(days=61)


@pytest.fixture
def load(store):
    def read(number, day=DAY, now=NOW):
        with store.read() as session:
            return load_account(session, number, load_days(session, day, "Asia/Tokyo"), now, Settings())

    return read


@pytest.mark.parametrize("typed", ["4711", "0004711", " 4711 ", "'4711", "４７１１"])
def test_an_account_is_found_by_its_number_in_any_spelling(store, ledger, typed):
    with ledger() as book:
        wanted = book.account("0004711", key="4711").id
        book.account("4712")
    with store.read() as session:
        assert find_account(session, typed).id == wanted
        assert find_account(session, wanted).id == wanted
        with pytest.raises(RefusedError) as refused:
            find_account(session, "4713")
    assert refused.value.exit_status == 3
    assert "4713" in str(refused.value)


def test_a_closed_item_says_that_it_was_disputed(ledger, load):
    with ledger() as book:
        account = book.account("4711")
        book.closed_item(account, 5_00, OVERDUE, DAY, number="A", erp_disputed=True)
        book.closed_item(account, 5_00, OVERDUE, DAY, number="B")
        book.item(account, 5_00, OVERDUE, number="C")
    found = load("4711")
    assert found.settled == (2, 1)
    chips = {row.number: [chip.code for chip in row.chips] for row in found.items}
    assert "once_disputed" in chips["A"]
    assert "once_disputed" not in chips["B"] + chips["C"]


def test_the_header(ledger, load):
    with ledger() as book:
        book.company()
        book.account(
            "100237",
            name="株式会社青空商事",
            name_latin="Aozora Shōji K.K.",
            country="JP",
            currency="JPY",
            terms="Net 30",
            address=["1-1 Chiyoda", "Tokyo"],
        )
    detail = load("100237")
    head = detail.head
    assert (head.name, head.name_latin, head.zone, head.country_known) == (
        "株式会社青空商事",
        "Aozora Shōji K.K.",
        "Asia/Tokyo",
        True,
    )
    assert head.office.open
    assert f"{head.office.local:%H:%M}–{head.office.closes_at:%H:%M}" == "14:20–17:30"
    assert head.holiday == (date(2026, 11, 3), "文化の日")
    assert (detail.aging, detail.items, detail.late, detail.limit, detail.work) == ((), (), None, None, None)


def test_an_account_without_a_country_takes_the_companys(ledger, load):
    with ledger() as book:
        book.company(country="US")
        book.account("1", country=None)
    head = load("1").head
    assert (head.country, head.country_known, head.zone) == ("US", False, "America/New_York")


def test_items_carry_their_states(ledger, load):
    with ledger() as book:
        account = book.account("1", country="JP")
        book.item(account, 3_000_00, OVERDUE, number="stage", stage=2, stage_on=DAY)
        part = book.item(account, 500_00, OVERDUE, number="part", original=900_00, status=ItemStatus.PART_PAID)
        disputed = book.item(account, 1_000_00, OVERDUE, number="disputed")
        queried = book.item(account, 1_000_00, OVERDUE, number="queried")
        promised = book.item(account, 1_000_00, DAY - timedelta(days=5), number="promised")
        broken = book.item(account, 1_000_00, DAY - timedelta(days=5), number="broken")
        book.item(account, -400_00, number="credit", kind=ItemKind.UNAPPLIED, document=DAY)
        book.item(account, 100_00, number="undated", document=None)
        book.item(account, 100_00, DAY, number="today")
        book.closed_item(account, 77_00, OVERDUE, DAY - timedelta(days=3), number="paid")
        book.closed_item(account, 77_00, OVERDUE, DAY - timedelta(days=2), number="gone", status=ItemStatus.VANISHED)
        book.dispute(account, [(disputed, 300_00)])
        book.dispute(account, [(queried, None)], status=DisputeStatus.CLOSED, closed_on=DAY)
        book.promise(account, [(DAY + timedelta(days=4), 600_00)], [promised])
        book.promise(account, [(DAY - timedelta(days=9), 600_00)], [broken], status=PromiseStatus.BROKEN)
        assert part.open == 500_00
    detail = load("1")
    rows = {row.number: row for row in detail.items}
    chips = {number: [render(chip.text) for chip in row.chips] for number, row in rows.items()}
    assert chips == {
        "stage": ["Second notice"],
        "part": ["Part paid"],
        "disputed": ["part disputed"],
        "queried": ["query closed"],
        "promised": ["promised"],
        "broken": ["broken"],
        "credit": ["unapplied"],
        "undated": [],
        "today": [],
        "paid": ["Paid"],
        "gone": ["Vanished"],
    }
    assert (rows["disputed"].disputed, rows["promised"].promised) == (300_00, 600_00)
    assert {number: (row.days_overdue, row.bucket) for number, row in rows.items()} == {
        "stage": (61, "b61_90"),
        "part": (61, "b61_90"),
        "disputed": (61, "b61_90"),
        "queried": (61, "b61_90"),
        "promised": (5, "b1_30"),
        "broken": (5, "b1_30"),
        "credit": (None, "credits"),
        "undated": (None, "no_due_date"),
        "today": (0, "current"),
        "paid": (61, None),
        "gone": (61, None),
    }
    assert [row.number for row in detail.closed_items] == ["gone", "paid"]
    assert detail.open_items[-1].number == "credit"
    (aging,) = detail.aging
    assert (aging.total, aging.overdue, aging.credits) == (7_300_00, 7_500_00, -400_00)
    assert (aging.disputed, aging.promised) == (300_00, 600_00)
    assert sum(aging.sums.values()) == aging.total


def test_a_promise_inside_its_grace_still_shows(ledger, load):
    with ledger() as book:
        account = book.account("1", country="JP")
        item = book.item(account, 1_000_00, OVERDUE)
        book.promise(account, [(DAY - timedelta(days=1), 1_000_00)], [item], grace=4)
    assert load("1").items[0].promised == 1_000_00


def test_currencies_stand_apart_and_the_base_names_what_it_lacks(ledger, load):
    with ledger() as book:
        book.company(base_currency="USD")
        book.rate("EUR", "1.1")
        account = book.account("1", country="ES", credit_limit=1_000_00, limit_currency="USD")
        book.item(account, 1_000_00, OVERDUE, currency="EUR")
        book.item(account, 500_00, OVERDUE, currency="USD")
        book.item(account, 10_000_00, DAY + timedelta(days=9), currency="MXN")
    detail = load("1")
    assert [one.currency for one in detail.aging] == ["EUR", "USD", "MXN"]
    assert (detail.base.minor, detail.base.missing) == (1_600_00, ("MXN",))
    assert (detail.limit.used, detail.limit.currency, detail.limit.percent) == (1_600_00, "USD", 160)


def test_the_limit_in_the_accounts_own_currency_needs_no_rate(ledger, load):
    with ledger() as book:
        account = book.account("1", currency="JPY", credit_limit=12_000_000, limit_currency="JPY")
        book.item(account, 9_840_000, OVERDUE)
    limit = load("1").limit
    assert (limit.used, limit.limit, limit.currency, limit.percent) == (9_840_000, 12_000_000, "JPY", 82)


def test_the_family(ledger, load):
    with ledger() as book:
        parent = book.account("1")
        book.account("2", parent_id=parent.id)
        book.account("3", parent_id=parent.id)
        book.account("4")
    assert [(one.number, one.relation) for one in load("1").relatives] == [("2", "child"), ("3", "child")]
    assert [(one.number, one.relation) for one in load("2").relatives] == [("1", "parent"), ("3", "sibling")]
    assert load("4").relatives == ()


@pytest.fixture
def story(ledger):
    """An account with a past: spoken to, promised, written to, part paid, queried."""
    with ledger() as book:
        account = book.account("1", country="JP")
        other = book.account("2", country="JP")
        item = book.item(account, 1_100_000, OVERDUE, number="INV-1")
        at = datetime(2026, 10, 17, 2, tzinfo=UTC)
        spoken = book.activity(
            account, Outcome.PTP, at, contact_name="Tanaka", note="payment run on the 24th", accounts=[account, other],
            items=[item], next_code="check_promise", next_date=date(2026, 10, 26),
        )  # fmt: skip
        book.activity(account, Outcome.NA, at + timedelta(days=10))
        book.activity(account, Outcome.EMAIL, at - timedelta(days=3), channel=Channel.EMAIL_OUT, superseded=True)
        promise = book.promise(
            account, [(date(2026, 10, 24), 1_100_000)], [item], status=PromiseStatus.BROKEN, activity_id=spoken.id,
            made_on=date(2026, 10, 17),
        )  # fmt: skip
        instalment = book.session.scalars(select(Instalment.id)).one()
        book.add(
            Judgement(
                id=book.new_id(), promise_id=promise.id, instalment_id=instalment, at=at + timedelta(days=10),
                cash_date=DAY, before="open", after="broken", due_under=1_100_000, received=0, received_late=0,
            )
        )  # fmt: skip
        book.letter(account, 2, date(2026, 10, 20), [item], title="お支払いのお願い")
        receipt = book.receipt(account, 2_310_000, date(2026, 10, 12))
        book.application(receipt, item, 2_310_000)
        book.dispute(account, [(item, None)], opened_on=date(2026, 10, 1), closed_on=date(2026, 10, 5),
                     status=DisputeStatus.INVALID, external_number="CASE-7")  # fmt: skip
        book.closed_item(account, 50_00, OVERDUE, date(2026, 10, 13), number="INV-0")
        book.task(account, TaskKind.SEND_COPIES, date(2026, 11, 2))
        book.task(account, TaskKind.CALL, date(2026, 10, 1), status=TaskStatus.DONE)
        book.contact(account, "Gone", active=False)
        book.contact(account, "Tanaka", role="payables", phone="03")


def test_one_line_of_time(story, load):
    detail = load("1")
    assert [(entry.day.isoformat(), render(entry.text)) for entry in detail.timeline] == [
        ("2026-10-27", "Call out: No answer"),
        ("2026-10-27", "Promise of 11,000.00 USD: Broken"),
        ("2026-10-20", "お支払いのお願い: Written"),
        ("2026-10-17", "Call out with Tanaka: Promise"),
        ("2026-10-17", "Promise of 11,000.00 USD by 24 Oct 2026"),
        ("2026-10-13", "1 item paid: 50.00 USD"),
        ("2026-10-12", "Receipt of 23,100.00 USD applied to 1 item"),
        ("2026-10-05", "Dispute closed: CASE-7"),
        ("2026-10-01", "Dispute opened: CASE-7"),
    ]
    assert [render(entry.text) for entry in detail.since][-1] == "Call out with Tanaka: Promise"
    assert detail.last_contact == date(2026, 10, 17)
    assert detail.timeline[3].detail == "payment run on the 24th"


@pytest.mark.parametrize("status", [LetterStatus.DRAFT, LetterStatus.APPROVED])
def test_a_proposed_letter_is_nothing_that_happened(ledger, load, status):
    with ledger() as book:
        account = book.account("1", country="JP")
        book.letter(account, 2, DAY, [book.item(account, 1_100_000, OVERDUE)], status=status)
    detail = load("1")
    assert [letter.status for letter in detail.letters] == [status]
    assert detail.timeline == ()


def test_what_hangs_on_the_account(story, load):
    detail = load("1")
    spoken = next(row for row in detail.activities if row.outcome is Outcome.PTP)
    assert (spoken.accounts, spoken.items, spoken.next_date) == (("1", "2"), ("INV-1",), date(2026, 10, 26))
    assert [row.superseded for row in detail.activities] == [False, False, True]
    (promise,) = detail.promises
    assert (promise.items, promise.due, promise.status) == (("INV-1",), date(2026, 10, 24), PromiseStatus.BROKEN)
    assert [row.kind for row in detail.open_tasks] == [TaskKind.SEND_COPIES]
    assert len(detail.tasks) == 2
    assert [row.name for row in detail.contacts] == ["Tanaka", "Gone"]
    assert [letter.stage for letter in detail.letters] == [2]
    (receipt,) = detail.receipts
    assert receipt.applications == (("INV-1", 2_310_000),)
    assert [row.outcome for row in load("2").activities] == [Outcome.PTP]
    assert detail.late.average == Decimal("43.0")


def test_the_place_on_the_list_and_the_next_step(store, story, load):
    with store.write() as uow:
        rebuild_worklist(uow, load_days(uow.session, DAY, "Asia/Tokyo"), Settings())
        uow.commit()
    work = load("1").work
    assert work.score == sum(reason.points for reason in work.reasons)
    assert work.step[0] is TaskKind.CALL
    assert "broken promise" in render(work.step[1])
    assert work.held is None


def test_an_account_takes_a_fixed_number_of_selects(store, story, load):
    statements = []
    event.listen(store.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    load("1")
    few = len(statements)
    with store.write() as uow:
        book = Ledger(uow.session, uow.now)
        account = uow.session.scalars(select(Account).where(Account.number == "1")).one()
        for n in range(40):
            item = book.item(account, 100_00, OVERDUE - timedelta(days=n))
            book.activity(account, Outcome.NA, NOW - timedelta(days=n), items=[item])
            book.promise(account, [(DAY, 100_00)], [item])
        uow.commit()
    statements.clear()
    load("1")
    assert len(statements) <= few + 2
    assert few <= 40
