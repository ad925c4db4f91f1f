"""Bad files are refused in one sentence with what, where and what to do, before anything parses them."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from app.errors import RefusedError
from app.services.sync.files import guard
from app.services.sync.files.zipscan import column_index, letters
from tests.builders import exports, spreadsheets


def look(path: Path) -> guard.Sighting:
    return guard.examine(guard.open_file(path), lambda done, total, label: None, "")


def refused(path: Path) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        look(path)
    error = caught.value
    assert error.exit_status == 3
    assert error.do is not None
    assert error.where is not None
    assert path.name in str(error)
    return error


def plain(folder: Path) -> Path:
    return spreadsheets.xlsx(folder / "file.xlsx", exports.plain_english())


def test_missing(tmp_path):
    assert refused(tmp_path / "gone.xlsx").code == "file_missing"


def test_a_folder(tmp_path):
    assert refused(tmp_path).code == "not_a_file"


@pytest.mark.parametrize("content", [b"", b"  \r\n\r\n", b"\x00" * 100])
def test_empty(tmp_path, content):
    path = tmp_path / "empty.csv"
    path.write_bytes(content)
    assert refused(path).code == "file_empty"


@pytest.mark.parametrize("lock", ["flock", "lockf"])
def test_locked_by_another_program(tmp_path, lock):
    path = plain(tmp_path)
    take = f"file = open({str(path)!r}, 'r+b'); fcntl.{lock}(file, fcntl.LOCK_EX)"
    code = f"import fcntl, sys; {take}; print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        assert refused(path).code == "file_locked"
        holder.stdin.close()
    assert look(path).container == "xlsx"


def test_our_own_look_leaves_no_lock(tmp_path):
    path = plain(tmp_path)
    look(path)
    with path.open("r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_not_allowed(tmp_path, monkeypatch):
    path = plain(tmp_path)

    def deny(self, mode):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)
    assert refused(path).code == "file_locked"


@pytest.mark.parametrize("share", [0.05, 0.5, 0.97])
def test_cut_off(tmp_path, share):
    assert refused(spreadsheets.cut(plain(tmp_path), share)).code == "file_damaged"


def test_one_byte_changed_in_the_sheet(tmp_path):
    path = plain(tmp_path)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    at = part.header_offset + 30 + len(part.filename) + part.compress_size // 2
    data[at] ^= 0xFF
    path.write_bytes(bytes(data))
    assert refused(path).code == "file_damaged"


def test_password(tmp_path):
    assert refused(spreadsheets.encrypted_office(tmp_path / "secret.xlsx")).code == "file_encrypted"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("letter.xlsx", b"%PDF-1.7\n"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n"),
        ("packed.xlsx", b"\x1f\x8b\x08\x00"),
        ("store.db", b"SQLite format 3\x00"),
        ("noise.csv", bytes(range(256)) * 20),
        ("data.csv", b'{"invoices": []}'),
    ],
)
def test_wrong_kind(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    assert refused(path).code == "wrong_kind_of_file"


@pytest.mark.parametrize("inside", ["readme.txt", "word/document.xml", "ppt/slides/slide1.xml"])
def test_a_zip_that_is_no_workbook(tmp_path, inside):
    assert refused(spreadsheets.archive(tmp_path / "file.xlsx", inside)).code == "wrong_kind_of_file"


def test_zip_bomb(tmp_path):
    assert refused(spreadsheets.zip_bomb(tmp_path / "bomb.xlsx")).code == "zip_bomb"


def test_a_bomb_that_lies_about_its_size(tmp_path):
    path = spreadsheets.zip_bomb(tmp_path / "bomb.xlsx", megabytes=4)
    data = path.read_bytes()
    size = (4 * 1024**2).to_bytes(4, "little")
    assert data.count(size) >= 1
    path.write_bytes(data.replace(size, (1000).to_bytes(4, "little")))
    assert refused(path).code == "file_damaged"


@pytest.mark.parametrize("corner", ["XFD1048576", "A1048576", "XFD200000"])
def test_a_cell_in_the_far_corner(tmp_path, corner):
    rows = spreadsheets.inline_rows(exports.plain_english()[:1])
    row = "".join(char for char in corner if char.isdigit())
    far = f'<row r="{row}"><c r="{corner}"><v>1</v></c></row>'
    path = spreadsheets.worksheet(tmp_path / "far.xlsx", rows + far)
    error = refused(path)
    assert error.code == "far_corner"
    assert corner in str(error) or row in str(error)


def test_preformatted_empty_rows_are_no_trap(tmp_path):
    rows = spreadsheets.inline_rows([["Account", "Invoice No"], ["C1", "1"]])
    blank = "".join(f'<row r="{at}"><c r="A{at}" s="1"/><c r="XFD{at}" s="1"/></row>' for at in range(3, 20_000))
    facts = look(spreadsheets.worksheet(tmp_path / "blank.xlsx", rows + blank)).sheets["xl/worksheets/sheet1.xml"]
    assert not facts.scattered
    assert facts.rows == 2


def test_error_cells_are_found(tmp_path):
    xml = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
        '<row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2" s="1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    facts = look(spreadsheets.worksheet(tmp_path / "errors.xlsx", xml)).sheets["xl/worksheets/sheet1.xml"]
    assert facts.errors == {(1, 0): "#REF!", (1, 1): "#DIV/0!"}


def test_hash_and_size_are_of_the_bytes(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"Account,Invoice\n1,2\n")
    sighting = look(path)
    assert (sighting.size, sighting.container) == (20, "text")
    assert sighting.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert guard.unchanged(sighting)
    path.write_bytes(b"Account,Invoice\n1,3\n")
    os.utime(path, ns=(1, 1))
    assert not guard.unchanged(sighting)


def test_containers_by_content_and_not_by_extension(tmp_path):
    rows = exports.plain_english()
    assert look(spreadsheets.xls(tmp_path / "a.csv", rows)).container == "xls"
    assert look(spreadsheets.xlsx(tmp_path / "b.xls", rows)).container == "xlsx"
    assert look(spreadsheets.text(tmp_path / "c.xlsx", rows)).container == "text"
    assert look(spreadsheets.text(tmp_path / "D.XLS", rows, separator="\t", encoding="utf-16")).container == "text"


@pytest.mark.parametrize(("name", "index"), [("A", 0), ("Z", 25), ("AA", 26), ("XFD", 16383)])
def test_column_names(name, index):
    assert letters(index) == name
    assert column_index(name) == index
