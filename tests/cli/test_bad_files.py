"""Names that lead to no ordinary file, files that belong to a store, and files made to hurt: one sentence, no harm."""

from __future__ import annotations

import os
import zipfile

import pytest

from tests.builders import spreadsheets

READERS = (("sync",), ("company",), ("restore",), ("verify",))


@pytest.mark.parametrize("argv", READERS)
def test_a_name_without_a_file_is_told_with_its_folder(filled, inputs, argv):
    error = filled(*argv, "nothere.xlsx", status=3)["error"]
    assert error["code"] == "file_missing"
    assert error["what"] == "There is no file nothere.xlsx."
    assert error["where"] == f"Folder {inputs}."


@pytest.mark.parametrize("argv", READERS)
def test_a_folder_is_no_file(filled, inputs, argv):
    (inputs / "folder.xlsx").mkdir()
    assert filled(*argv, "folder.xlsx", status=3)["error"]["code"] == "not_a_file"


@pytest.mark.parametrize("argv", READERS)
def test_a_pipe_keeps_nobody_waiting(filled, inputs, argv):
    os.mkfifo(inputs / "pipe.xlsx")
    assert filled(*argv, "pipe.xlsx", status=3)["error"]["code"] == "no_file"


def test_nothing_is_written_into_a_pipe(filled, inputs):
    os.mkfifo(inputs / "pipe.xlsx")
    for argv in (("backup", "pipe.xlsx"), ("daily", "--out", "pipe.xlsx"),
                 ("letter", "C0071", "--kind", "dunning", "--out", "pipe.xlsx")):  # fmt: skip
        assert filled(*argv, status=3)["error"]["code"] == "no_file"


@pytest.mark.parametrize("argv", READERS)
def test_a_name_longer_than_the_system_takes_is_refused(filled, argv):
    assert filled(*argv, "y" * 300, status=3)["error"]["code"] == "file_unreadable"


@pytest.mark.parametrize("name", ["desk.db", "desk.key.json", "desk.lock", "other.db"])
def test_nothing_takes_the_place_of_a_store(filled, inputs, name):
    before = {path.name: path.read_bytes() for path in inputs.iterdir() if path.is_file()}
    for argv in (("letter", "C0071", "--kind", "dunning", "--out", name), ("backup", name)):
        assert filled(*argv, status=3)["error"]["code"] in {"store_file", "file_exists"}
    assert filled("account", "C0071")["letters"] == []
    assert {path.name: path.read_bytes() for path in inputs.iterdir() if path.name in before} == before


def test_a_company_file_that_is_far_too_large_is_not_read(desk, inputs):
    with (inputs / "huge.toml").open("wb") as file:
        file.truncate(1 << 33)
    assert desk("company", "huge.toml", status=3)["error"]["code"] == "file_too_large"


def test_a_logo_is_a_file(desk, inputs):
    company = inputs / "company.toml"
    company.write_text('logo = "/dev/zero"\n' + company.read_text(encoding="utf-8"), encoding="utf-8")
    assert "key logo" in desk("company", "company.toml", status=3)["error"]["where"]


def test_a_workbook_made_to_hurt_is_not_unpacked(filled, inputs):
    spreadsheets.zip_bomb(inputs / "bomb.xlsx")
    assert filled("verify", "bomb.xlsx", status=3)["error"]["code"] == "zip_bomb"
    spreadsheets.encrypted_office(inputs / "secret.xlsx")
    assert filled("verify", "secret.xlsx", status=3)["error"]["code"] == "file_encrypted"
    (inputs / "plain.xlsx").write_bytes(b"%PDF-1.7\n")
    assert filled("verify", "plain.xlsx", status=3)["error"]["code"] == "not_a_workbook"


def test_a_backup_made_to_hurt_is_not_unpacked(desk, inputs):
    with zipfile.ZipFile(inputs / "bomb.backup", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("backup.json", b" " * (1 << 24))
    assert desk("restore", "bomb.backup", status=3)["error"]["code"] == "not_a_backup"


@pytest.mark.parametrize(
    "argv",
    [
        ("aging",),
        ("company", "company.toml"),
        ("demo",),
        ("doctor",),
        ("verify",),
        ("call", "C0071", "--outcome", "NA"),
    ],
)
def test_a_store_whose_name_is_too_long_is_one_sentence(desk, argv):
    if argv[0] == "doctor":
        assert desk(*argv, "--store", "x" * 300 + ".db")["findings"]
    else:
        assert desk(*argv, "--store", "x" * 300 + ".db", status=4)["error"]["code"] == "cannot_write"


def test_an_output_whose_name_is_too_long_is_one_sentence(filled):
    filled("dunning")
    name = "y" * 300
    for argv in (("backup", name), ("daily", "--out", name), ("daily", "--out", f"{name}.xlsx"),
                 ("letters", "--out", name), ("letter", "C0071", "--kind", "dunning", "--out", name)):  # fmt: skip
        assert filled(*argv, status=4)["error"]["code"] == "cannot_write"


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", "[" * 100_000, '{"format": Infinity, "store": "x", "mode": "keyring"}',
     '{"format": 1, "store": "x", "mode": "passphrase", "kdf": {"name": "scrypt", "n": 1e999, "r": 8, "p": 1}}'],
)  # fmt: skip
def test_a_key_file_of_nonsense_is_one_sentence(filled, inputs, text):
    (inputs / "desk.key.json").write_text(text, encoding="utf-8")
    assert filled("aging", status=4)["error"]["code"] == "key_file_unreadable"
