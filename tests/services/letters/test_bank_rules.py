"""Bank details are whole and not mistyped, by the rules of the bank's country."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.services.letters.bank_rules import bank_for, bank_problem, missing_fields
from app.services.letters.refusals import LetterRefusedError
from tests.builders.letters import banks


@pytest.mark.parametrize("country", sorted(banks()))
def test_whole_details_are_accepted(country):
    assert bank_problem(banks()[country]) is None


@pytest.mark.parametrize(
    ("country", "field"),
    [
        *(("JP", field) for field in ("bank", "branch", "account_type", "account", "holder")),
        *(("CN", field) for field in ("bank", "account", "holder")),
        *(("ES", field) for field in ("iban", "holder")),
        *(("US", field) for field in ("routing", "account")),
        *(("GB", field) for field in ("sort_code", "account")),
        ("MX", "clabe"),
        ("BR", "agency"),
    ],
)
def test_a_missing_field_is_named(country, field):
    problem = bank_problem(replace(banks()[country], **{field: None}))
    assert problem is not None
    assert problem.code == "bank_incomplete"
    assert field in str(problem)


def test_alternatives_are_enough():
    br = replace(banks()["BR"], bank=None, agency=None, account=None, pix="ar@example.com")
    assert missing_fields(br) == ()
    gb = replace(banks()["GB"], sort_code=None, account=None, iban="GB29NWBK60161331926819")
    assert bank_problem(gb) is None


@pytest.mark.parametrize(
    ("country", "field", "value"),
    [
        ("ES", "iban", "ES9121000418450200051333"),
        ("ES", "iban", "GB29NWBK60161331926819"),
        ("ES", "bic", "CAIX"),
        ("PT", "iban", "PT50000201231234567890155"),
        ("MX", "clabe", "012180001234567890"),
        ("US", "routing", "021000022"),
        ("GB", "sort_code", "20-00-0"),
        ("GB", "account", "5577991"),
        ("JP", "account", "123456"),
    ],
)
def test_a_mistyped_field_is_named_with_its_value(country, field, value):
    problem = bank_problem(replace(banks()[country], **{field: value}))
    assert problem is not None
    assert problem.code == "bank_wrong"
    assert value in str(problem)


def test_argentine_accounts_are_checked():
    own = replace(banks()["MX"], country="AR", currency="ARS", clabe=None, cbu="2850590940090418135201")
    assert bank_problem(own) is None
    assert bank_problem(replace(own, cbu="2850590940090418135202")) is not None


def test_the_account_of_the_currency_is_taken_and_no_other():
    all_of_them = banks().values()
    assert bank_for(all_of_them, "MXN").country == "MX"
    with pytest.raises(LetterRefusedError, match="CHF"):
        bank_for(all_of_them, "CHF")
