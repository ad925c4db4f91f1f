"""Exchange rates typed or pasted in Settings: read whole or refused with the line, and which source holds."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.errors import RefusedError
from app.models.audit import AuditEvent
from app.services.frame import frame_facts
from app.services.portfolio.rates import load_rates
from app.services.rates_desk import RateChange, keep_rates, rates_page, read_rates, write_rates
from app.settings import Settings
from tests.builders.ledger import Ledger

DAY = date(2026, 10, 30)
ZONE = "Asia/Tokyo"


def read(text, of_day=DAY):
    return [(one.currency, str(one.rate), one.day) for one in read_rates(text, of_day, "USD", DAY)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("EUR 1.0832", [("EUR", "1.0832", DAY)]),
        ("eur\t1,0832\njpy\t0,0066\t29/10/2026", [("EUR", "1.0832", DAY), ("JPY", "0.0066", date(2026, 10, 29))]),
        ("Currency\tRate\tDate\nEUR\t1.0832\t2026-10-28", [("EUR", "1.0832", date(2026, 10, 28))]),
        ("通貨\tレート\nJPY\t0.00664", [("JPY", "0.00664", DAY)]),
        ("EUR;1,0832;28.10.2026\n\n", [("EUR", "1.0832", date(2026, 10, 28))]),
        ("EUR,1.0832,28 Oct 2026", [("EUR", "1.0832", date(2026, 10, 28))]),
        ("EUR 1.083", [("EUR", "1.083", DAY)]),
        ("USD 1\nEUR 1.1", [("EUR", "1.1", DAY)]),
        ("EUR 1.1\nEUR 1.1", [("EUR", "1.1", DAY)]),
    ],
)
def test_lines_are_read_as_they_are_typed_or_pasted(text, found):
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "There is no rate to keep."),
        ("EUR 1.1\nXYZ 2", "XYZ is not an ISO 4217 currency. Line 2."),
        ("EUR", "The rate is missing. Line 1."),
        ("EUR 0", "0 is not a rate."),
        ("EUR -1.2", "-1.2 is not a rate."),
        ("EUR 1E+40", "1E+40 is not a rate."),
        ("EUR\tdear", "dear is not a rate."),
        ("EUR\t1,083", "1,083 can be read in two ways. Line 1. Write it with a point"),
        ("EUR\t1.1\t03/04/2026", "03/04/2026 can be read in two ways."),
        ("EUR\t1.1\tsoon", "soon is not a day."),
        ("EUR\t1.1\t2026-10-31", "has not come yet."),
        ("USD 1.2", "USD is the base currency itself"),
        ("EUR 1.1\nEUR 1.2", "There are two rates for EUR of one day. Line 2."),
    ],
)
def test_a_line_that_is_no_rate_is_refused_with_its_number(text, said):
    with pytest.raises(RefusedError) as refused:
        read(text)
    assert said in str(refused.value)


def keep(store, text, of_day=DAY):
    with store.write() as uow:
        back = keep_rates(uow, text, of_day, DAY, ZONE)
        uow.commit()
    return back


def page(store):
    with store.read() as session:
        return rates_page(session, DAY)


def holding(store):
    return {row.currency: (str(row.rate), row.source) for row in page(store).rows if row.holds}


@pytest.fixture
def rated(store):
    """A store with a rate of company.toml and one of a file, both of the day."""
    with store.write() as uow:
        ledger = Ledger(uow.session, uow.now)
        ledger.company()
        for source, rate in (("company.toml", "1.08"), ("file", "1.07")):
            ledger.rate("EUR", rate, day=DAY).source = source
        ledger.rate("JPY", "0.0066", day=date(2026, 11, 2))
        uow.commit()
    return store


def test_of_one_day_a_typed_rate_stands_over_the_company_file_and_that_over_a_file(rated):
    assert holding(rated)["EUR"] == ("1.08", "company.toml")
    keep(rated, "EUR 1.1", date(2026, 10, 29))
    assert holding(rated)["EUR"] == ("1.08", "company.toml"), "a newer day holds"
    keep(rated, "EUR 1.0832")
    assert holding(rated)["EUR"] == ("1.0832", "settings")
    with rated.read() as session:
        assert load_rates(session, DAY, Settings()).to_base(100_00, "EUR") == 108_32
        assert frame_facts(session, DAY, ZONE).rates_day == date(2026, 11, 2), "yen have no earlier one"


def test_kept_rates_are_in_the_audit_trail_and_can_be_taken_back(rated):
    first = keep(rated, "EUR 1.09")
    again = keep(rated, "EUR 1.10")
    assert again == (RateChange("EUR", DAY, Decimal("1.09")),)
    for back in (again, first):
        with rated.write() as uow:
            write_rates(uow, back, DAY, ZONE)
            uow.commit()
    assert holding(rated)["EUR"] == ("1.08", "company.toml")
    with rated.read() as session:
        events = session.scalars(select(AuditEvent.action).where(AuditEvent.entity == "rates")).all()
    assert events == ["rates.typed"] * 4
