"""Amounts in thousands: what says so in headings and titles, and what only looks like it."""

from __future__ import annotations

import pytest

from app.enums import SyncKind
from app.errors import RefusedError
from app.services.sync.values.units import unit_of
from tests.builders.reading import read_rows

TITLES = (
    "Open receivables, USD thousands",
    "Aged debtors £'000",
    "Receivables EUR 000s",
    "All in thousands of dollars",
    "GBP'000",
    "（千円）",
    "(単位：千円)",
    "単位 千円",
    "金額単位：千円",
    "単位:百万円",
    "千円単位",
    "※単位は千円",
    "Importes en miles",
    "(miles de pesos)",
    "Cifras en miles de $",
    "Saldos en M$",
    "(M$)",
    "MM$",
    "Valores em R$ mil",
    "R$ mil",
    "(em R$ mil)",
    "(Em milhares de reais)",
    "Em milhares de Reais",
    "单位：千元",
    "金额单位:人民币万元",
    "（万元）",
    "單位：新台幣千元",
    "單位:仟元",
    "单位：百万元",
    "(人民币万元)",
    "expresado en miles de pesos",
    "Miles de euros",
    "En miles de pesos chilenos",
    "(in thousands)",
    "In thousands of USD",
    "Amounts in EUR thousands",
    "Angaben in TEUR",
    "Values in kEUR",
    "Angaben in 1.000 EUR",
    "Balances in 1000 USD",
    "(x 1,000)",
    "Mio. EUR",
    "(Tsd. €)",
    "in T EUR",
)
HEADINGS = (
    "残高(千円)",
    "残高 千円",
    "残高千円",
    "余额万元",
    "餘額(仟元)",
    "Saldo (miles)",
    "Saldo miles",
    "Saldo M$",
    "Saldo (M$)",
    "Saldo (R$ mil)",
    "Saldo R$ mil",
    "余额_万元",
    "Saldo en miles de $",
    "金額（単位：千円）",
    "Saldo k€",
    "Amount (1000s)",
    "Balance (x1000)",
)
WHOLE = (
    "Invoices over USD 50 thousand",
    "Limit EUR 1,000",
    "Report for 1000 customers",
    "Due to many thousands",
    "for thousands of friends",
    "単位：円",
    "(単位：円)",
    "单位：人民币元",
    "單位：新台幣元",
    "Importes en pesos",
    "Cartera Los Miles SA",
    "Mil Cumbres SA de CV",
    "与信100万円以上の得意先",
    "Saldo (R$)",
    "Saldo MXN",
    "Customers in Milan",
    "Cliente: Miles Davis",
    "Saldo US$",
    "残高（円）",
    "Balances in USD",
    "千代田商事",
    "万科企业",
    "K Europe Ltd",
    "Meurer Verpackungssysteme GmbH - OP-Liste",
    "Teurlings BV",
    "Kusdorf AG",
    "Customers over 5 k€",
    "Open items (K Eurofins)",
    "Amounts in milestone order",
    "Amounts in USD, min 1000",
    "EN ISO 9000 certified",
    "In 30 days 1000 reminders",
    "十万元以上客户",
    "与信百万円以上の得意先",
    "Balance (> 10,000)",
    "Open (limit 1,000)",
    "Open amount (over 5'000)",
)


@pytest.mark.parametrize("title", TITLES)
def test_titles_that_hide_noughts(title):
    assert unit_of("Balance", [title]) == title


@pytest.mark.parametrize("heading", HEADINGS)
def test_headings_that_hide_noughts(heading):
    assert unit_of(heading, []) == heading


@pytest.mark.parametrize("text", WHOLE)
def test_whole_amounts(text):
    assert unit_of("Balance", [text]) is None
    assert unit_of(text, []) is None


@pytest.mark.parametrize("note", ["(千円)", "单位：万元", "※金額の単位は千円", "Importes en miles de pesos"])
@pytest.mark.parametrize("place", [1, 3])
def test_notes_beside_the_amounts(note, place):
    rows = [["Account", "Invoice No", "Due Date", "Open Amount"]]
    rows += [["C1", f"N{at}", "2026-05-01", 10.0 * at] for at in (1, 2)]
    rows.insert(place, ["", "", "", note])
    with pytest.raises(RefusedError) as caught:
        read_rows(rows, currency="JPY")
    assert caught.value.code == "amounts_in_units"


def test_a_customer_is_no_note():
    rows = [["Invoice No", "Due Date", "Open Amount"], ["Miles de Papel SA"], ["N1", "2026-05-01", 10.5]]
    assert [row.open for row in read_rows(rows, currency="MXN").rows] == [1050]


BESIDE = {
    "months": [
        ["Customer No", "Customer Name", "2026年4月", "2026年5月"],
        ["1", "A", 100.0, 200.0],
        ["2", "B", 50.0, 0.0],
    ],
    "sales": [["Customer No", "Month", "Sales"], ["1", "2026-04", 100.0], ["2", "2026-05", 50.0]],
    "trial balance": [
        ["GL account", "GL account name", "Balance"],
        ["1100", "Receivables", 350.0],
        ["1000", "Cash", 9.0],
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", BESIDE)
def test_thousands_in_the_files_beside_the_ledger(name):
    title = [
        "得意先別月別売上高（税抜）　単位：千円" if name != "trial balance" else "Trial balance (in thousands of JPY)"
    ]
    with pytest.raises(RefusedError) as caught:
        read_rows([title, *BESIDE[name]], currency="JPY", tax="excluded")
    assert caught.value.code == "amounts_in_units"
    kind = SyncKind.TRIAL_BALANCE if name == "trial balance" else SyncKind.SALES
    assert read_rows(BESIDE[name], currency="JPY", tax="excluded", kind=kind).rows
