"""What is refused leaves everything as it was: no store, no draft, no half-written file; the exit status says whose."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from app.services.demo import layouts
from app.services.lock import StoreLock

ERROR = {"code", "what", "where", "do"}


def listing(folder: Path) -> set[str]:
    """The files of a folder but the lock, which means nothing without a process that holds it."""
    return {path.name for path in folder.rglob("*") if path.suffix != ".lock"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("nothere.csv", None),
        ("empty.csv", b""),
        ("letter.csv", b"Dear John,\nthe weather is fine, is it not?\n"),
        ("scan.xlsx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
    ],
)
def test_a_refused_sync_leaves_no_store(desk, inputs, name, content):
    if content is not None:
        (inputs / name).write_bytes(content)
    before = listing(inputs)
    error = desk("sync", name, status=3)["error"]
    assert set(error) == ERROR
    assert error["what"]
    assert error["where"]
    assert error["do"]
    assert listing(inputs) == before


def test_a_missing_file_is_told_with_its_folder(desk, inputs):
    error = desk("sync", "nothere.csv", status=3)["error"]
    assert error["what"] == "There is no file nothere.csv."
    assert error["where"] == f"Folder {inputs}."


def test_an_undecided_sync_leaves_no_store_and_names_the_option(desk, inputs):
    rows = (inputs / "open.csv").read_text(encoding="utf-8").replace("Currency,", "").replace("USD,", "")
    (inputs / "bare.csv").write_text(rows, encoding="utf-8")
    before = listing(inputs)
    error = desk("sync", "bare.csv", status=3)["error"]
    assert error["code"] == "undecided"
    assert "--currency" in error["do"]
    assert listing(inputs) == before
    assert desk("sync", "bare.csv", "--currency", "USD")["runs"][0]["new"] == 4


def test_a_demo_that_is_too_small_leaves_no_store(desk, inputs):
    before = listing(inputs)
    assert desk("demo", "--accounts", "5", status=2)["error"]["code"] == "demo_too_small"
    assert listing(inputs) == before


def test_a_demo_is_refused_over_a_store_and_touches_nothing(filled, inputs):
    before = listing(inputs)
    assert filled("demo", "--accounts", "26", "--items", "300", status=3)["error"]["code"] == "store_exists"
    assert listing(inputs) == before


def test_a_demo_on_a_full_disk_goes_again(desk, inputs, monkeypatch):
    write, days = layouts.write_customers, []

    def full(*args):
        if days:
            raise OSError(errno.ENOSPC, "No space left on device")
        days.append(args)
        write(*args)

    monkeypatch.setattr(layouts, "write_customers", full)
    before = listing(inputs)
    error = desk("demo", "--accounts", "26", "--items", "300", status=4)["error"]
    assert error["code"] == "disk_full"
    assert listing(inputs) == before


def test_the_system_error_that_a_writer_hides_is_told(filled, monkeypatch, inputs):
    from zipfile import ZipFile

    def full(*_args, **_values):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(ZipFile, "write", full)
    before = listing(inputs)
    assert filled("daily", "--out", "day.xlsx", status=4)["error"]["code"] == "disk_full"
    assert listing(inputs) == before


def test_a_workbook_is_no_text_file(filled, inputs):
    error = filled("daily", "--out", "day.txt", status=2)["error"]
    assert (error["code"], ".txt" in error["what"]) == ("workbook_name", True)
    assert not (inputs / "day.txt").exists()


@pytest.mark.parametrize("out", ["nowhere/one.pdf", "taken"])
def test_a_letter_that_finds_no_place_leaves_no_draft(filled, inputs, out):
    (inputs / "taken").mkdir()
    error = filled("letter", "C0071", "--kind", "dunning", "--out", out, status=3)["error"]
    assert error["code"] == ("is_folder" if out == "taken" else "folder_missing")
    assert filled("account", "C0071")["letters"] == []


def test_a_letter_written_before_stays_when_it_cannot_be_written_again(filled, inputs):
    made = filled("letter", "C0071", "--kind", "dunning", "--out", "one.pdf")
    filled("letter", "C0071", "--kind", "dunning", "--out", "nowhere/one.pdf", status=3)
    (kept,) = filled("account", "C0071")["letters"]
    assert (kept["id"], kept["status"]) == (made["id"], "produced")


def test_a_folder_that_cannot_be_made_is_the_stores_trouble(filled, inputs, monkeypatch):
    filled("dunning")

    def refused(*_args, **_values):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", refused)
    assert filled("letters", "--out", "letters", status=4)["error"]["code"] == "folder_read_only"


def test_a_day_to_come_is_not_reported(filled):
    error = filled("daily", "--out", "day.xlsx", "--date", "2026-10-31", status=2)["error"]
    assert error["where"] == "Option --date."
    assert filled("daily", "--out", "day.xlsx", "--date", "2026-10-30")["date"] == "2026-10-30"


def test_letters_without_a_format_or_of_an_unknown_run_are_refused(filled):
    filled("dunning")
    assert filled("letters", "--out", "letters", "--format", ",", status=2)["error"]["code"] == "format"
    error = filled("letters", "--out", "letters", "--run", "01NOSUCHRUN", status=3)["error"]
    assert "01NOSUCHRUN" in error["what"]


def test_beside_a_writer_one_may_read_and_not_write(filled, inputs):
    with StoreLock(inputs / "desk.db"):
        for argv in (("aging",), ("worklist",), ("account", "C0071"), ("promises",), ("doctor",), ("verify",)):
            filled(*argv)
        filled("dunning", "--dry-run")
        assert filled("sync", "open.csv", "--dry-run")["runs"][0]["unchanged"] == 4
        for argv in (("call", "C0071", "--outcome", "NA"), ("dunning",), ("undo-sync",), ("sync", "open.csv"),
                     ("company", "company.toml"), ("daily", "--out", "x.xlsx"), ("backup", "b")):  # fmt: skip
            assert filled(*argv, status=4)["error"]["code"] == "store_in_use"
    filled("call", "C0071", "--outcome", "NA")


def test_a_reading_command_never_makes_a_store(desk, inputs):
    before = listing(inputs)
    for argv in (("aging",), ("worklist",), ("account", "1"), ("promises",), ("verify",), ("dunning", "--dry-run"),
                 ("dunning",), ("undo-sync",), ("backup", "b"), ("daily", "--out", "x.xlsx"),
                 ("sync", "open.csv", "--dry-run"), ("call", "1", "--outcome", "NA")):  # fmt: skip
        assert desk(*argv, status=3)["error"]["code"] == "store_missing"
    assert listing(inputs) == before


@pytest.mark.parametrize("damage", ["middle", "noise", "half", "empty", "no_key", "bad_key"])
def test_a_damaged_store_is_one_sentence_without_the_databases_words(filled, inputs, damage):
    store, key = inputs / "desk.db", inputs / "desk.key.json"
    data = bytearray(store.read_bytes())
    if damage == "middle":
        data[5000:7000] = bytes(2000)
    elif damage == "noise":
        data = bytearray(b"\x5a" * 50_000)
    elif damage == "half":
        data = data[: len(data) // 2]
    elif damage == "empty":
        data = bytearray()
    elif damage == "no_key":
        key.unlink()
    else:
        key.write_text("{}", encoding="utf-8")
    store.write_bytes(data)
    error = filled("aging", status=4)["error"]
    told = " ".join(error[part] for part in ("what", "where", "do"))
    assert not {"sqlite", "sqlcipher", "sql:", "malformed"} & set(told.lower().split())
    assert "\n" not in told
    assert "http" not in told


def test_a_machine_without_keyring_or_passphrase_makes_nothing(desk, inputs, monkeypatch):
    monkeypatch.delenv("COLLECTIONS_DESK_PASSPHRASE")
    before = listing(inputs)
    for argv in (("company", "company.toml"), ("sync", "open.csv"), ("demo",)):
        assert desk(*argv, status=5)["error"]["code"] == "no_keyring"
    assert listing(inputs) == before


def test_a_store_that_is_no_db_file_is_a_slip_of_the_hand(desk, inputs):
    assert desk("aging", "--store", str(inputs / "desk.xlsx"), status=2)["error"]["code"] == "store_name"


def test_nothing_takes_the_place_of_a_device(filled, inputs, monkeypatch):
    device = inputs / "printer.xlsx"
    device.write_bytes(b"")
    is_file = Path.is_file
    monkeypatch.setattr(Path, "is_file", lambda path: path.name != "printer.xlsx" and is_file(path))
    assert filled("daily", "--out", "printer.xlsx", status=3)["error"]["code"] == "no_file"
    assert device.read_bytes() == b""


def test_a_company_file_that_cannot_be_read_is_told_with_its_place(desk, inputs):
    before = listing(inputs)
    assert desk("company", "nothere.toml", status=3)["error"]["where"] == f"Folder {inputs}."
    assert desk("company", ".", status=3)["error"]["code"] == "not_a_file"
    for content in (b"\xff\xfe\x00", b"this is = not [toml"):
        (inputs / "bad.toml").write_bytes(content)
        error = desk("company", "bad.toml", status=3)["error"]
        assert (error["code"], error["where"]) == ("company_file", "File bad.toml.")
        assert "codec" not in error["what"]
    assert listing(inputs) - {"bad.toml"} == before
    marked = b"\xef\xbb\xbf" + (inputs / "company.toml").read_bytes()
    (inputs / "company.toml").write_bytes(marked)
    assert desk("company", "company.toml")["country"] == "US"


def test_a_letter_without_bank_details_or_next_step_is_refused_with_the_reason(filled, inputs):
    company = (inputs / "company.toml").read_text(encoding="utf-8")
    (inputs / "company.toml").write_text(company.replace('["hold", "legal"]', "[]"), encoding="utf-8")
    filled("company", "company.toml")
    argv = ("letter", "C0071", "--kind", "dunning", "--out", "one.txt", "--format", "txt", "--stage")
    assert filled(*argv, "4", status=3)["error"]["code"] == "no_consequence"
    assert filled(*argv, "3")["title"] == "Demand for payment"
    start, end = company.index("[[banks]]"), company.index("[consequences]")
    (inputs / "company.toml").write_text(company[:start] + company[end:], encoding="utf-8")
    filled("company", "company.toml")
    assert filled(*argv, "2", status=3)["error"]["code"] == "no_bank"
    assert "no_bank_details" in {held["code"] for held in filled("dunning")["held"]}
    assert [letter["stage"] for letter in filled("account", "C0071")["letters"]] == [3]


def test_the_same_file_asks_in_the_same_words(desk, inputs):
    rows = "\n".join(f"C{n},A,{n},0{n}/02/2026,0{n}/04/2026,{n}.234" for n in range(1, 9))
    head = "Customer_ID,Customer_Name,Invoice_Number,Invoice_Date,Due_Date,Open_Balance"
    (inputs / "doubts.csv").write_text(f"{head}\n{rows}\n", encoding="utf-8")
    error = desk("sync", "doubts.csv", status=3)["error"]
    assert "01/02/2026" in error["what"]
    assert error["do"] == "Decide with --date-order dmy|mdy, --decimal point|comma, --currency."
    error = desk("sync", "doubts.csv", "--date-order", "dmy", status=3)["error"]
    assert "1.234" in error["what"]
