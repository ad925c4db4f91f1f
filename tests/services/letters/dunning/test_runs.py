"""A run of a day on the store: recorded once, changed by the collector, written once."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.enums import Channel, LetterStatus, Outcome
from app.errors import RefusedError, UsageError
from app.i18n import render
from app.models import Item, Letter, LetterFile, Task
from app.services.dates import Days
from app.services.letters.dunning.by_hand import letter_by_hand
from app.services.letters.dunning.drafts import DraftChange, approve, cancel_letter, change_draft, set_letter_locale
from app.services.letters.dunning.runs import propose_run, record_run, rejudge_account
from app.services.letters.dunning.takeover import TakeoverRule, take_over
from app.services.letters.production.produce import Desk, produce_one, produce_run
from app.services.letters.refusals import LetterRefusedError
from app.settings import Settings
from tests.builders.ledger import Ledger

DAY = date(2026, 10, 30)  # a Friday
DAYS = Days(DAY, DAY, DAY, "Asia/Tokyo")
POLICY = Settings()
BANKS = [
    {"currency": "USD", "country": "US", "bank": "First Bank", "routing": "021000021", "account": "123456789",
     "holder": "Midori Electric Co., Ltd."},
    {"currency": "GBP", "country": "GB", "bank": "First Bank", "sort_code": "12-34-56", "account": "12345678",
     "holder": "Midori Electric Co., Ltd."},
]  # fmt: skip


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder for letters."""
    return tmp_path / "letters"


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


@pytest.fixture
def book(store):
    """Four accounts: American, British, Colombian (no letters yet), and one in a currency without a bank."""
    with store.write() as uow:
        ledger = Ledger(uow.session, uow.now)
        ledger.company(
            banks=BANKS,
            consequences={"default": ["hold", "legal"]},
            signatories={"default": {"name": "Keiko Sato", "role": "Head of Credit Control"}},
        )
        us = ledger.account("1001", name="Northern Steel Inc.", country="US", address=["1 Main Street", "Boston, MA"])
        gb = ledger.account("1002", name="Kestrel & Sons Ltd", country="GB", currency="GBP")
        co = ledger.account("1003", name="Verde Energía S.A.S.", country="CO")
        chf = ledger.account("1004", name="Alpine Inc.", country="US", currency="CHF")
        ledger.contact(us, "Accounts Payable", department="Accounts Payable", role="payables")
        for account in (us, gb, co, chf):
            ledger.item(account, 1_000_00, ago(10))
        uow.commit()
        return {"us": us.id, "gb": gb.id, "co": co.id, "chf": chf.id}


def record(store, days=DAYS):
    with store.write() as uow:
        view = record_run(uow, days, POLICY)
        uow.commit()
    return view


def count(store, model) -> int:
    with store.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_run_proposes_writes_and_holds_back_with_reasons(store, book):
    with store.read() as session:
        dry = propose_run(session, DAYS, POLICY)
    view = record(store)
    assert [(letter.account, letter.stage, letter.locale) for letter in view.letters] == [
        ("1001", 1, "en_US"),
        ("1002", 1, "en_GB"),
    ]
    assert {held.account: held.code for held in view.held} == {"1003": "no_locale", "1004": "no_bank_details"}
    assert (
        render(next(held.why for held in view.held if held.account == "1003")) == "There are no letters in es_CO yet."
    )
    assert [letter.title for letter in dry.letters] == [letter.title for letter in view.letters]
    assert view.rehearsal


def test_a_dry_run_stores_nothing(store, book):
    with store.read() as session:
        propose_run(session, DAYS, POLICY)
    assert count(store, Letter) == 0


def test_twice_on_a_day_is_the_same_run_and_a_new_day_begins_afresh(store, book):
    first, second = record(store), record(store)
    assert first == second
    third = record(store, Days(DAY + timedelta(days=3), DAY, DAY, "Asia/Tokyo"))
    assert third.id != first.id
    with store.read() as session:
        states = dict(session.execute(select(Letter.run_id, Letter.status).distinct()).all())
    assert states == {first.id: LetterStatus.CANCELLED, third.id: LetterStatus.DRAFT}


def test_letters_are_written_once_and_the_same_again(store, book, out: Path):
    record(store)
    first = produce_run(store, out, ["pdf", "txt"], DAYS, POLICY)
    assert [letter.status for letter in first.letters] == [LetterStatus.PRODUCED] * 2
    bytes_before = {path.name: path.read_bytes() for path in out.iterdir()}
    rows = (count(store, Letter), count(store, LetterFile))
    second = produce_run(store, out, ["pdf", "txt"], DAYS, POLICY)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == bytes_before
    assert (count(store, Letter), count(store, LetterFile)) == rows == (2, 4)
    assert second.letters == first.letters
    for letter in first.letters:
        for file in letter.files:
            assert hashlib.sha256(Path(file.path).read_bytes()).hexdigest() == file.sha256


def test_a_stage_is_reached_when_the_letter_is_written_not_when_it_is_proposed(store, book, out: Path):
    record(store)
    with store.read() as session:
        assert set(session.scalars(select(Item.stage))) == {None}
    produce_run(store, out, ["pdf"], DAYS, POLICY)
    with store.read() as session:
        stages = dict(session.execute(select(Item.account_id, Item.stage)).all())
    assert {name: stages[key] for name, key in book.items()} == {"us": 1, "gb": 1, "co": None, "chf": None}
    again = record(store, Days(DAY + timedelta(days=3), DAY + timedelta(days=3), DAY, "Asia/Tokyo"))
    assert {held.account: held.code for held in again.held}["1001"] == "deadline_running"


def test_an_item_that_changed_since_the_proposal_refuses_its_letter_and_not_the_others(store, book, out: Path):
    record(store)
    with store.write() as uow:
        item = uow.session.scalars(select(Item).where(Item.account_id == book["us"])).one()
        item.open, item.status = 0, "paid"
        uow.commit()
    made = produce_run(store, out, ["pdf"], DAYS, POLICY)
    assert [letter.account for letter in made.letters] == ["1002"]
    assert [(one.account, "changed" in render(one.why)) for one in made.refused] == [("1001", True)]
    assert len(list(out.iterdir())) == 1


def test_stage_three_waits_for_its_own_approval(store, book, out: Path):
    with store.write() as uow:
        ledger = Ledger(uow.session, uow.now)
        for item in uow.session.scalars(select(Item).where(Item.account_id == book["us"])):
            item.stage, item.stage_on, item.due_date = 2, ago(30), ago(60)
        account = uow.session.get_one(type(ledger.account("9")), book["us"])
        ledger.activity(account, Outcome.PAID, uow.now - timedelta(days=5), channel=Channel.CALL_OUT)
        uow.commit()
    view = record(store)
    demand = next(letter for letter in view.letters if letter.account == "1001")
    assert (demand.stage, demand.ticked) == (3, False)
    made = produce_run(store, out, ["pdf"], DAYS, POLICY)
    assert [letter.account for letter in made.letters] == ["1002"]
    with store.write() as uow:
        approve(uow, demand.id)
        uow.commit()
    made = produce_run(store, out, ["pdf"], DAYS, POLICY)
    assert [(letter.account, letter.stage) for letter in made.letters] == [("1001", 3), ("1002", 1)]


def test_stage_language_and_contact_can_be_chosen_and_that_is_recorded(store, book):
    view = record(store)
    letter = view.letters[0]
    with store.write() as uow:
        changed = change_draft(uow, letter.id, DraftChange(stage=2, locale="en_GB", why="asked on the phone"), POLICY)
        uow.commit()
    assert (changed.stage, changed.locale) == (2, "en_GB")
    assert dict(changed.changed) == {"stage": "1", "locale": "en_US", "why": "asked on the phone"}
    assert changed.title != letter.title
    with store.write() as uow, pytest.raises(LetterRefusedError):
        change_draft(uow, letter.id, DraftChange(locale="es_CO"), POLICY)


def test_an_account_without_letters_gets_one_in_the_language_the_collector_picks(store, book):
    run = record(store)
    with store.write() as uow:
        set_letter_locale(uow, book["co"], "en_US")
        view = rejudge_account(uow, run.id, book["co"], DAYS, POLICY)
        uow.commit()
    assert ("1003", "en_US") in {(letter.account, letter.locale) for letter in view.letters}
    assert "1003" not in {held.account for held in view.held}


def test_a_letter_by_hand_is_recorded_as_such_and_is_the_same_when_asked_again(store, book, out: Path):
    with store.write() as uow:
        first = letter_by_hand(uow, "1002", DAYS, POLICY, stage=2)
        again = letter_by_hand(uow, "001002", DAYS, POLICY, stage=2)
        uow.commit()
    assert first.id == again.id
    assert (first.chosen, first.stage, first.run_id) == ("hand", 2, None)
    out.mkdir()
    made = produce_one(store, out / "letter.pdf", "pdf", Desk(DAYS, POLICY), lambda _uow: first.id)
    assert made.status is LetterStatus.PRODUCED
    assert (out / "letter.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("number", "stage", "locale", "code"),
    [
        ("777", None, None, "unknown_account"),
        ("1001", 0, None, "nothing_to_write"),
        ("1001", None, "es_CO", "locale_not_built"),
    ],
)
def test_a_letter_by_hand_that_cannot_be(store, book, number, stage, locale, code):
    with store.write() as uow, pytest.raises(RefusedError) as error:
        letter_by_hand(uow, number, DAYS, POLICY, stage=stage, locale=locale)
    assert error.value.code == code


def test_a_cancelled_draft_is_not_written_and_cannot_be_changed(store, book, out: Path):
    view = record(store)
    with store.write() as uow:
        cancel_letter(uow, view.letters[0].id)
        uow.commit()
    assert [letter.account for letter in produce_run(store, out, ["pdf"], DAYS, POLICY).letters] == ["1002"]
    with store.write() as uow, pytest.raises(RefusedError):
        approve(uow, view.letters[0].id)


def test_formats_without_a_renderer_are_refused(store, book, out: Path):
    record(store)
    with pytest.raises(UsageError):
        produce_run(store, out, ["docx"], DAYS, POLICY)


def test_what_was_sent_before_this_program_is_taken_over_once(store, book):
    with store.write() as uow:
        rules = [TakeoverRule(5, 1, ago(20)), TakeoverRule(30, 2, ago(20))]
        assert take_over(uow, rules, DAY) == 4
        uow.commit()
    view = record(store)
    assert {held.account: held.code for held in view.held}["1001"] == "same_stage"
    with store.write() as uow, pytest.raises(UsageError):
        take_over(uow, [TakeoverRule(5, 1, DAY + timedelta(days=1))], DAY)


def test_after_the_final_notice_one_decision_task_is_opened(store, book):
    with store.write() as uow:
        for item in uow.session.scalars(select(Item).where(Item.account_id == book["us"])):
            item.stage, item.stage_on, item.due_date = 4, ago(40), ago(100)
        uow.commit()
    record(store)
    record(store, Days(DAY + timedelta(days=3), DAY, DAY, "Asia/Tokyo"))
    with store.read() as session:
        tasks = session.scalars(select(Task).where(Task.code == "DECIDE")).all()
    assert [task.account_id for task in tasks] == [book["us"]]


def test_without_a_company_or_data_there_is_no_run(store):
    with store.read() as session, pytest.raises(RefusedError) as error:
        propose_run(session, DAYS, POLICY)
    assert error.value.code == "no_company"
    with store.write() as uow:
        Ledger(uow.session, uow.now).company()
        uow.commit()
    with store.read() as session, pytest.raises(RefusedError) as error:
        propose_run(session, Days(DAY, None, None, "UTC"), POLICY)
    assert error.value.code == "no_data"
