"""One box finds accounts and items."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from app.enums import ItemStatus
from app.services.portfolio.search import amounts, plain, search
from tests.builders.ledger import DAY
from tests.builders.search_index import index_all

OVERDUE = DAY - timedelta(days=40)


@pytest.fixture
def found(store):
    def run(text, limit=12):
        with store.read() as session:
            return search(session, text, limit, DAY)

    return run


@pytest.fixture
def book(store, ledger):
    with ledger() as book:
        aozora = book.account(
            "100237",
            name="株式会社青空商事",
            name_latin="Aozora Shōji K.K.",
            name_kana="アオゾラショウジ",
            country="JP",
            currency="JPY",
        )
        half = book.account("100607", name="山田ﾃﾞﾝｷ", name_kana="ﾔﾏﾀﾞﾃﾞﾝｷ", country="JP")
        steel = book.account("100422", name="Aços do Norte Ltda.", country="BR", currency="BRL")
        china = book.account("100348", name="上海青云贸易有限公司", name_latin="Shanghai Qingyun", country="CN")
        book.item(aozora, 1_100_000, OVERDUE, number="INV-2026-0118", po="PO-7802", order_number="SO/99")
        book.item(aozora, 2_020_000, DAY + timedelta(days=3), number="INV-2026-0121")
        book.item(steel, 404_007_53, OVERDUE, number="NF 12345", original=500_000_00)
        book.closed_item(steel, 77_00, OVERDUE, DAY, number="NF 12399")
        book.item(half, -400_00, number="RC-5521")
        assert china.number
        index_all(book.session)


def accounts(hits):
    return [hit.account for hit in hits if hit.kind == "account"]


def items(hits):
    return [hit.item for hit in hits if hit.kind == "item"]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("100237", "100237"),
        ("株式会社青空", "100237"),
        ("青空", "100237"),  # two characters
        ("青", "100237"),
        ("Aozora", "100237"),
        ("aozora shoji", "100237"),  # no accent, no capital
        ("shoji aozora", "100237"),
        ("アオゾラ", "100237"),
        ("あおぞら", "100237"),
        ("ｱｵｿﾞﾗ", "100237"),
        ("やまだ", "100607"),
        ("山田デンキ", "100607"),
        ("acos do norte", "100422"),
        ("AÇOS", "100422"),
        ("青云", "100348"),
        ("qingyun", "100348"),
        ("１００３４８", "100348"),
    ],
)
def test_an_account_is_found_by_number_name_and_reading(book, found, typed, number):
    assert accounts(found(typed))[:1] == [number]


def test_the_exact_number_comes_first_and_a_common_part_finds_several(book, found):
    assert accounts(found("100")) == ["100237", "100348", "100422", "100607"]
    assert accounts(found("青")) == ["100237", "100348"]
    assert accounts(found("100", limit=2)) == ["100237", "100348"]


@pytest.mark.parametrize(
    ("typed", "number", "matched"),
    [
        ("INV-2026-0118", "INV-2026-0118", "number"),
        ("2026-0118", "INV-2026-0118", "number"),
        ("po-7802", "INV-2026-0118", "po"),
        ("SO/99", "INV-2026-0118", "order"),
        ("1,100,000", "INV-2026-0118", "amount"),
        ("1100000", "INV-2026-0118", "amount"),
        ("1.100.000 JPY", "INV-2026-0118", "amount"),
        ("404007.53", "NF 12345", "amount"),
        ("404.007,53", "NF 12345", "amount"),
        ("R$ 500 000", "NF 12345", "amount"),
        ("NF 12399", "NF 12399", "number"),
        ("400", "RC-5521", "amount"),
        ("-400.00 USD", "RC-5521", "amount"),
        ("rc", "RC-5521", "number"),
    ],
)
def test_an_item_is_found_by_number_po_order_and_amount(book, found, typed, number, matched):
    hit = next(hit for hit in found(typed) if hit.kind == "item")
    assert (hit.item, hit.matched) == (number, matched)


def test_an_amount_of_another_currency_is_not_found(book, found):
    assert not items(found("1,100,000 USD"))


def test_hits_carry_what_the_line_shows(book, found):
    (account,) = [hit for hit in found("100237") if hit.kind == "account"]
    assert (account.name, account.latin, account.country) == ("株式会社青空商事", "Aozora Shōji K.K.", "JP")
    assert (account.currency, account.amount, account.overdue) == ("JPY", 3_120_000, 1_100_000)
    (item,) = [hit for hit in found("INV-2026-0118") if hit.kind == "item"]
    assert (item.account, item.amount, item.days_overdue, item.is_open) == ("100237", 1_100_000, 40, True)
    (closed,) = [hit for hit in found("NF 12399") if hit.kind == "item"]
    assert (closed.amount, closed.days_overdue, closed.is_open) == (77_00, None, False)


def test_open_items_come_before_closed_ones(store, ledger, found):
    with ledger() as book:
        account = book.account("1")
        book.closed_item(account, 5_00, OVERDUE, DAY, number="INV-77A")
        book.item(account, 5_00, OVERDUE, number="INV-77B")
        index_all(book.session)
    assert items(found("INV-77")) == ["INV-77B", "INV-77A"]


@pytest.mark.parametrize("typed", ["", "   ", "nothing like it", '"', "a\\b%_", "NEAR(", "青%", "*"])
def test_nothing_found_is_no_error(book, found, typed):
    assert found(typed) == ()


def test_the_trigrams_of_a_word_count_only_where_they_follow_each_other(store, ledger, found):
    with ledger() as book:
        account = book.account("1")
        book.item(account, 5_00, OVERDUE, number="77-1077", po="1071")
        book.item(account, 5_00, OVERDUE, number="A-10771")
        index_all(book.session)
    assert items(found("10771")) == ["A-10771"]
    assert items(found("077 107")) == ["77-1077", "A-10771"]


def test_a_word_that_everything_has_still_finds_the_account(store, ledger, found):
    with ledger() as book:
        account = book.account("900", name="INVictus Ltd")
        for n in range(450):
            book.item(account, 1_00, OVERDUE, number=f"INV-{n:05d}")
        index_all(book.session)
    assert accounts(found("inv")) == ["900"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1.234", {"1.234", "1234"}),
        ("1,234.50", {"1234.50"}),
        ("1.234,50", {"1234.50"}),
        ("1 234", {"1234"}),
        ("12.5", {"12.5"}),
        ("1,100,000", {"1100000"}),
        ("¥1,100,000", {"1100000"}),
        ("−400", {"400"}),
        ("PO-7802", set()),
        ("12 Oct", set()),
        ("", set()),
    ],
)
def test_what_amount_a_text_may_mean(text, wanted):
    assert amounts(text) == {Decimal(value) for value in wanted}


def test_voicing_marks_belong_to_the_letter():
    assert plain("ガス") == "がす"
    assert plain("カス") == "かす"
    assert plain("ＡÇO　ﾃﾞﾝｷ") == "aco でんき"


def test_a_paid_item_is_not_found_by_its_amount(store, ledger, found):
    with ledger() as book:
        account = book.account("1")
        book.item(account, 88_00, OVERDUE, number="A", status=ItemStatus.OPEN)
        book.closed_item(account, 88_00, OVERDUE, DAY, number="B")
        index_all(book.session)
    assert items(found("88")) == ["A"]
