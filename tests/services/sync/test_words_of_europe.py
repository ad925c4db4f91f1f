"""Words that lists of Britain and the Continent use: headings, types of documents, what was paid, currencies."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

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
    ],
    "name": ["Bill Payer", "Tenant", "Nazwa kontrahenta", "Odběratel", "Kundnamn", "Cari Ünvan"],
    "number": ["Demand No", "Pro Number", "Nr dokumentu", "Číslo faktury", "Fakturanr", "Fatura No"],
    "document_date": ["Data wystawienia", "Vystaveno", "Fakturadato", "Fatura Tarihi"],
    "due_date": ["Netto bis", "Zahlbar bis", "Termin płatności", "Splatnost", "Forfallsdato", "Vade Tarihi"],
    "currency": ["DevP", "Waluta", "Měna", "Döviz"],
    "original": ["Total Charges", "Kwota brutto", "Částka", "Beløp", "Fatura Tutarı"],
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
