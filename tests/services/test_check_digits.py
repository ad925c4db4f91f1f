"""Check digits against numbers that their issuers publish as examples, and against one wrong digit."""

from __future__ import annotations

import pytest

from app.services import check_digits as digits


@pytest.mark.parametrize(
    ("check", "number"),
    [
        (digits.is_iban, "ES9121000418450200051332"),
        (digits.is_iban, "PT50000201231234567890154"),
        (digits.is_iban, "GB29NWBK60161331926819"),
        (digits.is_routing, "021000021"),
        (digits.is_clabe, "032180000118359719"),
        (digits.is_cbu, "2850590940090418135201"),
        (digits.is_uen, "00192200M"),
        (digits.is_uen, "197401143C"),
        (digits.is_cnpj, "16858053000188"),
        (digits.is_cpf, "39053344705"),
    ],
)
def test_published_examples_pass_and_one_wrong_digit_fails(check, number):
    assert check(number)
    place = next(at for at, char in enumerate(number) if char.isdigit() and at > 3)
    wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
    assert not check(wrong)
    assert not check(number[:-1])
    assert not check("")


@pytest.mark.parametrize(
    ("made", "number"),
    [
        (digits.make_uscc("91110000600037341"), "91110000600037341L"),
        (digits.make_tw_number("0050141"), "00501412"),
        (digits.make_cif("B", "5881850"), "B58818501"),
        (digits.make_rfc("MAB9307148T"), "MAB9307148T4"),
        (digits.make_nit("213123432"), "213123432-1"),
        (digits.make_cuit("2005536168"), "20-05536168-2"),
        (digits.make_nif_pt("50196484"), "501964843"),
        (digits.make_ca_business("12302635"), "123026353RT0001"),
        (digits.make_iban("GB", "NWBK60161331926819"), "GB29NWBK60161331926819"),
        (digits.make_routing("02100002"), "021000021"),
        (digits.make_nib("0002012312345678901"), "000201231234567890154"),
        (digits.format_cnpj("16858053000188"), "16.858.053/0001-88"),
    ],
)
def test_made_numbers_are_the_published_ones(made, number):
    assert made == number


def test_a_number_that_mod_11_leaves_no_digit_for_is_not_invented():
    assert any(digits.make_cuit(f"30{n:08d}") is None for n in range(40))


def test_an_iban_with_right_mod_97_but_wrong_national_digits_is_refused():
    wrong = digits.make_iban("ES", "21000418460200051332")
    assert not digits.is_iban(wrong)


def test_numbers_are_compared_without_the_blanks_and_dots_people_write():
    assert digits.compact(" es91 2100-0418.45/") == "ES912100041845"


def test_a_bic_has_eight_or_eleven_characters():
    assert digits.is_bic("MIDOJPJT")
    assert digits.is_bic("MIDOJPJTXXX")
    assert not digits.is_bic("MIDOJPJ")
