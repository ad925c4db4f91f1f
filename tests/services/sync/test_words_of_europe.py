"""Words that lists of Britain and the Continent use: headings, types of documents, what was paid, currencies."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.enums import SyncKind
from app.services.sync.layouts.headings import meanings
from tests.builders.reading import read_rows

D = date(2026, 5, 4)
HEADINGS = {
    "account": [
        "Tenant Ref",
        "Family Code",
        "Code tiers",
        "Kod kontrahenta",
        "Číslo odběratele",
        "Kundnr",
        "Cari Kodu",
        "Family ID",
        "Patient Acct",
    ],
    "name": ["Bill Payer", "Tenant", "Nazwa kontrahenta", "Odběratel", "Kundnamn", "Cari Ünvan"],
    "number": ["Demand No", "Pro Number", "Nr dokumentu", "Číslo faktury", "Fakturanr", "Fatura No"],
    "document_date": ["Data wystawienia", "Vystaveno", "Billed on", "Fakturadato", "Fatura Tarihi"],
    "due_date": ["Netto bis", "Zahlbar bis", "Termin płatności", "Splatnost", "Forfallsdato", "Vade Tarihi"],
    "currency": ["DevP", "Waluta", "Měna", "Döviz"],
    "original": [
        "Opprinnelig beløp",
        "Oprindeligt beløb",
        "Ursprungligt belopp",
        "Total Charges",
        "Kwota brutto",
        "Částka",
        "Beløp",
        "Fatura Tutarı",
    ],
    "open": ["Owing", "Pozostało", "Zbývá uhradit", "Restbelopp", "Kalan Tutar"],
    "days_overdue": ["Dni po terminie", "Dny po splatnosti", "Gecikme Günü"],
}
HEAD = ["Account", "Customer", "Invoice", "Date", "Due", "Currency", "Open Amount"]


@pytest.mark.parametrize(("field", "heading"), [(field, one) for field in HEADINGS for one in HEADINGS[field]])
def test_headings(field, heading):
    assert max(meanings(heading), key=lambda hit: hit.weight).field == field


def _rows(behind: str, said: list[str], currency: str = "EUR") -> list[list[object]]:
    rows = [
        ["C1", "Ashdown", f"N{at}", D + timedelta(at), D + timedelta(30), currency, 10.5 + at]
        for at in range(len(said))
    ]
    return [[*HEAD, behind], *([*row, word] for row, word in zip(rows, said, strict=True))]


@pytest.mark.parametrize(
    "word", ["Written Off", "Fully Paid", "Abgeschrieben", "Payée", "Annulée", "Betaald", "Stornata"]
)
def test_what_is_paid_or_written_off_is_no_longer_open(word):
    read = read_rows(_rows("Status", ["Open", word, "Open", "Open"]))
    assert ([row.number for row in read.rows], read.table.set_aside) == (["N0", "N2", "N3"], {"settled": 1})


@pytest.mark.parametrize("word", ["CRN", "Avoir", "Nota di credito", "Creditfactuur", "Kreditnota", "Acompte"])
def test_credits_are_turned_by_the_word_of_their_type(word):
    read = read_rows(_rows("Type", ["Facture", word, "Facture", "Facture"]))
    assert [row.open for row in read.rows] == [1050, -1150, 1250, 1350]


def test_lira_by_their_short_name():
    assert {row.currency for row in read_rows(_rows("Note", ["", "", ""], "TL")).rows} == {"TRY"}


KINDS = {
    SyncKind.CASES: [
        ["Query no", "Date raised", "A/c", "Customer", "Inv", "Amount queried £", "Nature of query", "Who has it"],
        ["Q1", D, "C1", "Ashdown", "I1", 10.5, "Short delivery", "Jan"],
        ["Q2", D, "C2", "Birch", "I2", 20.5, "Price", "Depot"],
    ],
    SyncKind.PO_BALANCES: [
        ["Projekt-Nr.", "Kunde", "Kundenname", "Auftragswert", "Abgerechnet", "Rest"],
        ["P-1", "10023", "Huber GmbH", 120.5, 80.5, 40.0],
        ["P-2", "10057", "Krämer KG", 18.0, 18.0, 0.0],
    ],
    SyncKind.TRIAL_BALANCE: [
        ["N/C", "Name", "Debit", "Credit"],
        ["1100", "Debtors Control Account", 148.5, ""],
        ["4000", "Sales", "", 148.5],
    ],
}


@pytest.mark.parametrize("kind", KINDS)
def test_lists_of_other_kinds_in_the_words_of_users(kind):
    read = read_rows([["Northgate Ltd, 2026-06-30"], *KINDS[kind]], currency="EUR", gl_accounts="1100")
    assert (read.table.kind, read.table.rows.item) == (kind, 2)


def test_why_an_order_is_held():
    head = ["Order", "A/c", "Customer", "Value", "Held since", "Why"]
    read = read_rows([["Orders on stop (GBP)"], head, ["SO-1", "C1", "Ashdown", 10.5, D, "over limit"]])
    assert (read.table.kind, "over limit" in read.rows[0].values) == (SyncKind.ORDERS_ON_HOLD, True)
