"""company.toml: read whole or refused with the key, stored, read back, printed in the structure it came in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from app.errors import RefusedError
from app.models.audit import AuditEvent
from app.models.company import Company, ExchangeRate
from app.services.company import (
    company_document,
    company_zone,
    get_company,
    load_company_file,
    require_company,
    set_company,
)
from app.services.demo.company_file import company_toml
from app.services.letters.production.sender import consequences_of
from app.services.preferences import load_settings

WHOLE = """
country = "JP"
base_currency = "USD"
time_zone = "Asia/Tokyo"
tax_ids = { JP = "T1234567890123" }
phone = "+81 3 1234 5678"
email = "ar@example.com"
logo = "logo.png"
[names]
default = "Midori Electric Co., Ltd."
ja = "株式会社みどり電機"
[addresses]
default = ["1-2-3 Marunouchi", "Chiyoda-ku, Tokyo 100-0001", "JAPAN"]
[signatories.default]
name = "Keiko Sato"
role = "Head of Credit Control"
[signatories.es_MX]
name = "Keiko Sato"
[[banks]]
currency = "JPY"
country = "JP"
bank = "○○銀行"
branch = "新宿支店"
account_type = "普通"
account = "1234567"
holder = "カ）ミドリデンキ"
[[banks]]
currency = "EUR"
country = "ES"
bank = "Banco"
iban = "ES91 2100 0418 4502 0005 1332"
holder = "Midori"
[rates]
date = 2026-10-30
EUR = "1.0832"
JPY = "0.0066"
[consequences]
default = ["hold"]
es = ["hold", "legal"]
[targets]
calls = 25
contacts = 12
promises = 8
promised = "300000.00"
"""
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.fixture
def write(tmp_path):
    """Write a company.toml with its logo; ``old`` is replaced by ``new`` in the whole one."""

    def one(old: str = "", new: str = ""):
        assert old in WHOLE
        (tmp_path / "logo.png").write_bytes(PNG)
        path = tmp_path / "company.toml"
        path.write_text(WHOLE.replace(old, new, 1), "utf-8")
        return path

    return one


def test_every_fact_of_the_file_is_read(write):
    facts = load_company_file(write())
    assert facts.names == {"default": "Midori Electric Co., Ltd.", "ja": "株式会社みどり電機"}
    assert facts.addresses["default"][-1] == "JAPAN"
    assert facts.signatories["es_MX"].role is None
    assert [bank.currency for bank in facts.banks] == ["JPY", "EUR"]
    assert facts.rates == {"EUR": Decimal("1.0832"), "JPY": Decimal("0.0066")}
    assert facts.rates_on == date(2026, 10, 30)
    assert facts.targets.promised == 30_000_000
    assert facts.logo == PNG


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('country = "JP"\nbase', 'colour = "green"\ncountry = "JP"\nbase', "colour"),
        ('country = "JP"\nbase', 'country = "XX"\nbase', "country"),
        ('country = "JP"\nbase', "base", "country"),
        ('"USD"', '"US"', "base_currency"),
        ("Asia/Tokyo", "Asia/Edo", "time_zone"),
        ('phone = "+81 3 1234 5678"', "phone = 8131234", "phone"),
        ("ar@example.com", "ar at example", "email"),
        ('logo = "logo.png"', 'logo = "other.png"', "logo"),
        ('default = "Midori Electric Co., Ltd."\n', "", "names.default"),
        ('ja = "株式会社みどり電機"', 'Japanese = "株式会社みどり電機"', "names.Japanese"),
        ('role = "Head of Credit Control"', 'job = "Head of Credit Control"', "signatories.default.job"),
        ('account = "1234567"', 'account = "123456"', "banks[1]"),
        ('branch = "新宿支店"\n', "", "banks[1]"),
        ("0005 1332", "0005 1333", "banks[2]"),
        ('currency = "EUR"', 'currency = "JPY"', "banks[2]"),
        ('iban = "ES91', 'ibann = "ES91', "banks[2].ibann"),
        ('EUR = "1.0832"', "EUR = 1.0832", "rates.EUR"),
        ('EUR = "1.0832"', 'EUR = "-1"', "rates.EUR"),
        ('EUR = "1.0832"', 'USD = "1.1"', "rates.USD"),
        ("date = 2026-10-30\n", "", "rates.date"),
        ("date = 2026-10-30", 'date = "2026-10-30"', "rates.date"),
        ('default = ["hold"]', 'default = ["shouting"]', "consequences.default"),
        ("calls = 25", "calls = -1", "targets.calls"),
        ("calls = 25", "calls = true", "targets.calls"),
        ('"300000.00"', '"300000.001"', "targets.promised"),
    ],
)
def test_what_is_unknown_missing_or_mistyped_is_refused_with_its_key(write, old, new, key):
    with pytest.raises(RefusedError) as refused:
        load_company_file(write(old, new))
    assert refused.value.exit_status == 3
    assert f"File company.toml, key {key}." in str(refused.value)


def test_a_file_that_is_missing_or_no_toml_is_refused(tmp_path, write):
    with pytest.raises(RefusedError, match=r"There is no file none\.toml"):
        load_company_file(tmp_path / "none.toml")
    with pytest.raises(RefusedError, match="not a TOML file"):
        load_company_file(write("[names]", "[names"))


def test_a_logo_must_be_a_picture(tmp_path, write):
    path = write()
    (tmp_path / "logo.png").write_bytes(b"<svg/>")
    with pytest.raises(RefusedError, match="not a PNG or JPEG"):
        load_company_file(path)


@pytest.mark.parametrize(
    ("field", "wrong", "right"),
    [
        ("pix", "16858053000189", "16.858.053/0001-88"),
        ("pix", "pix", "ar@example.com"),
    ],
)
def test_a_pix_key_is_checked(write, field, wrong, right):
    bank = 'currency = "BRL"\ncountry = "BR"\nholder = "Midori"\npix = "{}"\n[[banks]]\ncurrency = "EUR"'
    with pytest.raises(RefusedError, match="mistyped"):
        load_company_file(write('currency = "EUR"', bank.format(wrong)))
    assert load_company_file(write('currency = "EUR"', bank.format(right))).banks[1].pix == right


def test_the_company_comes_back_from_the_store_as_it_went_in(store, write):
    facts = load_company_file(write())
    with store.read() as session:
        assert get_company(session) is None
        assert company_zone(session) is None
        with pytest.raises(RefusedError, match="not set yet"):
            require_company(session)
    with store.write() as uow:
        set_company(uow, facts)
        uow.commit()
    with store.read() as session:
        assert require_company(session) == facts
        assert company_zone(session) == "Asia/Tokyo"
        targets = load_settings(session).targets
        assert (targets.calls, targets.promised) == (25, 30_000_000)
        assert session.scalar(select(AuditEvent.action).where(AuditEvent.entity == "company")) == "company.set"


def test_setting_it_again_replaces_it_and_keeps_rates_of_other_days(store, write):
    for text in (("", ""), ("date = 2026-10-30", "date = 2026-11-02"), ('JPY = "0.0066"\n', "")):
        with store.write() as uow:
            set_company(uow, load_company_file(write(*text)))
            uow.commit()
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(Company)) == 1
        days = session.execute(select(ExchangeRate.day, func.count()).group_by(ExchangeRate.day)).all()
        assert [tuple(day) for day in days] == [(date(2026, 10, 30), 1), (date(2026, 11, 2), 2)]


def test_the_document_has_the_structure_of_the_file(write):
    document = company_document(load_company_file(write()))
    assert document["rates"] == {"date": "2026-10-30", "EUR": "1.0832", "JPY": "0.0066"}
    assert document["targets"] == {"calls": 25, "contacts": 12, "promises": 8, "promised": "300000.00"}
    assert document["banks"][0]["account"] == "1234567"
    assert "iban" not in document["banks"][0]
    assert document["signatories"]["es_MX"] == {"name": "Keiko Sato"}
    assert document["logo"] == "logo.png"


def test_consequences_are_those_of_the_nearest_key(write):
    facts = load_company_file(write())
    assert consequences_of(facts.consequences, "es_MX") == ("hold", "legal")
    assert consequences_of(facts.consequences, "pt_BR") == ("hold",)


def test_the_demonstrations_company_passes_its_own_checks(tmp_path):
    path = tmp_path / "company.toml"
    path.write_text(company_toml(date(2026, 10, 30)), "utf-8")
    facts = load_company_file(path)
    wanted = {"JPY", "CNY", "TWD", "SGD", "EUR", "MXN", "COP", "ARS", "BRL", "USD", "CAD", "GBP"}
    assert {bank.currency for bank in facts.banks} == wanted
    assert set(facts.rates) | {facts.base_currency} == wanted
    assert set(consequences_of(facts.consequences, "ja_JP")) == {"hold", "legal"}
