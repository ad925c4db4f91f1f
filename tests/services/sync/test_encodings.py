"""In which encoding a text is: said with ``--encoding``, asked where several fit, answered once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from app.errors import RefusedError
from app.i18n import render
from app.models.account import Account
from app.services.sync.files.encodings import encoding_of
from app.services.sync.mapping import look_over
from app.services.sync.model import QuestionsError, ReadOptions
from app.services.sync.run import SyncOptions, sync_files
from app.services.sync.telling.history import list_runs
from app.services.sync.telling.leftout import write_rejected
from app.services.sync.writing.undo import undo_sync
from tests.builders import containers, spreadsheets
from tests.builders.rows import item_rows

DAY = date(2026, 10, 30)
HEAD = ["Customer No", "Customer Name", "Invoice No", "Due Date", "Currency", "Open amount"]
#: Bytes that are a plain name in Chinese and in Japanese.
BOTH = b"\xb0\xb2\xc5\xc4"


def rows_of(*names: str, head: list[str] = HEAD) -> list[list[str]]:
    return [head, *([f"C{n}", name, f"INV-{n}", "2026-09-01", "EUR", "100.50"] for n, name in enumerate(names))]


def text(path: Path, *names: str, encoding: str = "gb18030", head: list[str] = HEAD) -> Path:
    return spreadsheets.text(path, rows_of(*names, head=head), encoding=encoding)


def run(store, path: Path, *, dry: bool = False, **values):
    return sync_files(store, [path], SyncOptions(ReadOptions(day=DAY, **values)), dry_run=dry)


def names(store) -> list[str]:
    with store.read() as session:
        return list(session.scalars(select(Account.name).order_by(Account.number)))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Shift_JIS", "cp932"), ("sjis", "cp932"), ("windows-31j", "cp932"), ("GBK", "gb18030"), ("gb2312", "gb18030"),
        ("BIG5", "big5"), ("latin-1", "cp1252"), ("Windows-1252", "cp1252"), ("UTF8", "utf-8"), ("EUC-JP", "euc_jp"),
        ("cp850", "cp850"), ("mac_roman", "mac-roman"), ("ISO-8859-15", "iso8859-15"), ("UTF-32", "utf-32"),
        ("rot13", None), ("base64", None), ("idna", None), ("nothing", None), ("", None), ("a\0b", None), ("é", None),
    ],
)  # fmt: skip
def test_encodings_are_known_by_the_names_that_people_type(typed, name):
    assert encoding_of(typed) == name


def test_a_text_that_fits_two_encodings_is_asked_about_with_a_cell_as_each_reads_it(store, tmp_path):
    path = text(tmp_path / "a.csv", "Acme Ltd", BOTH.decode("gb18030"))
    with pytest.raises(QuestionsError) as caught:
        run(store, path)
    assert item_rows(store) == {}
    [question] = caught.value.questions
    assert (question.option, question.column) == ("--encoding", "Customer Name")
    shown = dict(zip(question.choices, question.meanings, strict=True))
    assert (shown["gb18030"], shown["euc_jp"]) == (BOTH.decode("gb18030"), BOTH.decode("euc_jp"))
    assert "in row 3" in render(question.evidence)
    assert f"--encoding {question.choices[0]} ({question.meanings[0]})|" in render(caught.value.do)
    assert [one.question for one in run(store, path, dry=True).questions] == [question]


def test_what_was_answered_is_kept_and_not_asked_again(store, tmp_path):
    run(store, text(tmp_path / "a.csv", BOTH.decode("gb18030")), encoding="euc_jp")
    assert names(store) == [BOTH.decode("euc_jp")]
    with store.read() as session:
        assert list_runs(session)[0].options == {"encoding": "euc_jp"}
    again = run(store, text(tmp_path / "b.csv", BOTH.decode("gb18030"), BOTH.decode("gb18030")))
    assert "answered_before" in [notice.code for notice in again.runs[0].warnings]
    assert set(names(store)) == {BOTH.decode("euc_jp")}
    undo_sync(store, DAY, "UTC")
    sketch = look_over(store, str(tmp_path / "b.csv"), {}, None, DAY)
    assert (sketch.questions, sketch.table.encoding) == ((), "euc_jp, comma")


def test_headings_that_each_encoding_reads_otherwise_hide_no_answer_from_before(store, tmp_path):
    rows = [[*row, "-"] for row in rows_of(BOTH.decode("gb18030"))]
    rows[0][-1] = BOTH.decode("gb18030")
    path = spreadsheets.text(tmp_path / "a.csv", rows, encoding="gb18030")
    with pytest.raises(QuestionsError) as caught:
        run(store, path)
    assert caught.value.option == "--encoding"
    run(store, path, encoding="euc_jp")
    rows[1][-2] = "90.50"
    later = run(store, spreadsheets.text(tmp_path / "b.csv", rows, encoding="gb18030"))
    assert "answered_before" in [notice.code for notice in later.runs[0].warnings]
    assert later.runs[0].counts.part_paid == 1


def test_the_same_cells_in_another_encoding_are_not_the_same_file(store, tmp_path):
    path = text(tmp_path / "a.csv", BOTH.decode("gb18030"))
    run(store, path, encoding="euc_jp")
    assert not run(store, path, encoding="euc_jp").applied
    assert not run(store, path).applied
    assert run(store, path, encoding="gb18030").applied
    assert names(store) == [BOTH.decode("gb18030")]


def test_what_is_said_is_obeyed_where_the_letters_say_otherwise(store, tmp_path):
    path = text(tmp_path / "a.csv", "Müller GmbH", "Jäger AG", encoding="cp1252")
    assert run(store, path).applied
    run(store, path, encoding="cp1251")
    assert names(store) == ["Mьller GmbH", "Jдger AG"]
    warned = run(store, text(tmp_path / "b.csv", "Jäger AG", "Köhler KG", encoding="cp1252"))
    assert "answered_before" in [notice.code for notice in warned.runs[0].warnings]
    assert names(store) == ["Jдger AG", "Kцhler KG"]


@pytest.mark.parametrize(("encoding", "line"), [("utf-8", 3), ("big5", 3), ("utf-16", 1)])
def test_what_is_said_and_cannot_be_is_refused_with_the_line(store, tmp_path, encoding, line):
    path = text(tmp_path / "a.csv", "Acme Ltd", "Müller GmbH!", encoding="cp1252")
    with pytest.raises(RefusedError) as caught:
        run(store, path, encoding=encoding)
    assert caught.value.code == "encoding_wrong"
    assert f"not written in {encoding}" in render(caught.value.message)
    assert render(caught.value.where) == f"File a.csv, line {line}."
    assert "--encoding" in render(caught.value.do)


def test_a_few_broken_letters_do_not_make_the_encoding_wrong(store, tmp_path):
    path = text(tmp_path / "a.csv", *[f"株式会社山田製作所{n}" for n in range(9)], encoding="cp932")
    path.write_bytes(path.read_bytes().replace("所3".encode("cp932"), "所".encode("cp932")[:1]))  # cut at a width
    result = run(store, path, encoding="cp932")
    assert "characters_lost" in [notice.code for notice in result.runs[0].warnings]
    assert "株式会社山田製作所8" in names(store)


def test_files_that_say_it_themselves_are_read_by_what_they_say(store, tmp_path):
    rows = rows_of("株式会社山田", "Müller GmbH")
    for at, path in enumerate(
        (
            spreadsheets.text(tmp_path / "a.csv", rows, encoding="utf-8-sig"),
            spreadsheets.text(tmp_path / "b.txt", rows, separator="\t", encoding="utf-16"),
            spreadsheets.book(tmp_path / "c.xlsx", {"Sheet1": rows}),
        )
    ):
        assert run(store, path, encoding="big5").applied is (at == 0)
        assert names(store) == ["株式会社山田", "Müller GmbH"]


def test_an_answer_that_stands_for_several_files_is_doubted_where_one_is_utf_8(store, tmp_path):
    path = text(tmp_path / "a.csv", "Acme", "Müller GmbH", encoding="utf-8")
    [notice] = [one for one in run(store, path, dry=True, encoding="cp1252").runs[0].warnings if one.code == "encoding"]
    assert notice.row == 3
    assert "“MÃ¼ller GmbH” is then “Müller GmbH”" in render(notice.text)
    assert "encoding" not in [one.code for one in run(store, path, dry=True, encoding="utf-8").runs[0].warnings]


def test_a_page_is_read_in_the_encoding_that_is_said_not_in_the_one_it_names(store, tmp_path):
    page = containers.html(tmp_path / "a.xls", rows_of("株式会社山田"), encoding="cp932", declared="iso-8859-1")
    run(store, page, encoding="cp932")
    assert names(store) == ["株式会社山田"]


@pytest.mark.parametrize("place", ["title", "note", "other column"])
def test_letters_that_no_record_holds_are_no_question(store, tmp_path, place):
    both = BOTH.decode("gb18030")
    rows = rows_of("Acme", "Brown")
    if place == "title":
        rows.insert(0, [f"{both} open items"])
    elif place == "note":
        rows.append([f"Printed by {both} on 2026-10-30", "", "", "", "", ""])
    else:
        rows = [[*row, both] for row in rows]
        rows[0][-1] = "Zzyzx"
    assert run(store, spreadsheets.text(tmp_path / "a.csv", rows, encoding="gb18030")).applied


def test_rejected_rows_are_given_back_in_the_encoding_that_was_answered(store, tmp_path):
    rows = [*rows_of("Acme", BOTH.decode("gb18030")), ["C9", BOTH.decode("gb18030"), "INV-9", "2026-09-01", "EUR", "x"]]
    path = spreadsheets.text(tmp_path / "a.csv", rows, encoding="gb18030")
    run(store, path, encoding="euc_jp")
    with store.read() as session:
        report = list_runs(session)[0].report
    assert report.table is None
    out = write_rejected(store, [(str(path), report)], tmp_path / "out.xlsx")
    [_head, row] = CalamineWorkbook.from_path(str(out)).get_sheet_by_index(0).to_python()
    assert row[:3] == ["C9", BOTH.decode("euc_jp"), "INV-9"]
