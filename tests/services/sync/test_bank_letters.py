"""Letters in banks' statements: UTF-8, what OFX says of itself, what names of payers tell, what is asked and said."""

from __future__ import annotations

import pytest

from app.services.sync.bank.model import LAYOUTS, MT940
from app.services.sync.files.encodings import OtherEncodingError
from app.services.sync.model import QuestionsError
from tests.builders import nationals
from tests.builders import statements as build
from tests.builders.statements import Move, Stmt
from tests.services.sync.test_bank_formats import Read

GERMAN = ("Müller & Söhne", "Jäger AG", "Größe Bau")
POLISH = ("Łódź Tekstyl", "Śląsk Węgiel", "Spółka Akcyjna", "Dąbrowski")


def of(*payers: str) -> Stmt:
    return Stmt(tuple(Move((n + 1) * 100, payer=payer, text=f"RE {n}") for n, payer in enumerate(payers)))


def payers(data: bytes, **options) -> tuple[str, ...]:
    return tuple(row.payer for row in Read(data, **options).rows)


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "utf-8", "utf-8-sig", "utf-16"])
def test_names_of_payers_tell_how_a_statement_is_written(encoding):
    assert payers(build.mt940(of(*GERMAN), encoding=encoding)) == GERMAN


@pytest.mark.parametrize("encoding", ["cp1250", "cp852"])
def test_statements_of_polish_banks(encoding):
    assert payers(build.mt940(of(*POLISH), encoding=encoding)) == POLISH


def test_norma_43_of_an_old_program():
    names = ("PEÑA MUÑOZ", "GARCÍA IBÁÑEZ", "COMPAÑIA LOGÍSTICA")
    for encoding in ("cp1252", "cp850"):
        statement = Stmt(tuple(Move((n + 1) * 100, text=name) for n, name in enumerate(names)))
        assert tuple(row.remittance for row in Read(nationals.norma43(statement, encoding=encoding)).rows) == names


def test_ofx_is_read_in_the_code_page_that_it_names_unless_it_is_utf_8():
    data = nationals.ofx(of("Müller", "Jäger"), encoding="cp1252")
    assert b"CHARSET:1252" in data
    assert payers(data) == ("Müller", "Jäger")
    assert payers(data.replace(b"CHARSET:1252", b"CHARSET:1251")) == ("Mьller", "Jдger")
    assert payers(nationals.ofx(of("Müller", "Jäger"), encoding="utf-8")) == ("Müller", "Jäger")


def test_what_no_name_tells_is_asked_and_what_was_said_is_used():
    data = build.mt940(of("安拍"), encoding="gb18030")
    with pytest.raises(QuestionsError) as caught:
        Read(data)
    [question] = caught.value.questions
    assert question.option == "--encoding"
    assert dict(zip(question.choices, question.meanings, strict=True))["euc_jp"].endswith("芦田")
    assert payers(data, encoding="euc_jp") == ("芦田",)
    read = Read(data, remembered={LAYOUTS[MT940]: {"encoding": "euc_jp"}})
    assert (read.rows[0].payer, read.codes) == ("芦田", ["answered_before"])
    with pytest.raises(OtherEncodingError):
        Read(data, encoding="utf-8")
    assert payers(build.mt940(of("Müller"), encoding="utf-8"), encoding="cp1252") == ("MÃ¼ller",)
