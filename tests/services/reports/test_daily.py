"""The day's workbook, read back: sheet 1 from the detail sheets, checksums, other programs."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app import i18n
from app.enums import Channel, ItemKind, Outcome, PromiseStatus, SyncKind, TaskKind
from app.errors import RefusedError
from app.models import Instalment, Judgement
from app.money import to_minor
from app.services.portfolio.snapshots import write_snapshot
from app.services.reports.daily.report import changed_since_export, write_daily
from app.services.reports.verify_workbook import read_workbook
from app.settings import Settings
from tests.builders.ledger import Ledger

DAY = date(2026, 10, 30)
ZONE = "Asia/Tokyo"
TRICKY = '=HYPERLINK("http://x","pay")'


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


@pytest.fixture
def desk(store):
    """A day with calls about one and two accounts, a promise, a judgement, a receipt, a letter, tasks, and a sync."""
    with store.write() as uow:
        ledger = Ledger(uow.session, uow.now)
        ledger.company(names={"default": "Midori Electric Co., Ltd."})
        ledger.rate("JPY", "0.0067")
        ledger.rate("EUR", "1.1")
        yesterday = ledger.run(at=uow.now - timedelta(days=1), as_of=ago(1), file="open-0.xlsx")
        jp = ledger.account("1001", name="株式会社青空商事", country="JP", currency="JPY")
        us = ledger.account("1002", name=TRICKY, country="US", tier="A")
        es = ledger.account("1003", name="Aceros del Norte, S. L.", country="ES", currency="EUR")
        first = ledger.item(jp, 1_100_000, ago(40))
        second = ledger.item(us, 9_000_000, ago(70))
        ledger.item(us, 50_000, ago(-10))
        ledger.item(us, -25_000, kind=ItemKind.UNAPPLIED)
        third = ledger.item(es, 400_000, ago(5))
        write_snapshot(uow.session, yesterday.batch_id, ago(1), Settings())
        ledger.contact(us, "Pat Lee", role="payables")
        today = ledger.run(as_of=DAY, file="open-1.xlsx")
        ledger.item(es, 120_000, ago(-30), first_run_id=today.id)
        ledger.run(SyncKind.RECEIPTS, as_of=DAY)
        receipt = ledger.receipt(es, 80_000)
        ledger.application(receipt, third, 80_000)
        ledger.activity(us, Outcome.NA, uow.now)
        call = ledger.activity(us, Outcome.PTP, uow.now + timedelta(minutes=5), seconds=130, note="=1+1\x07 promised")
        ledger.activity(jp, Outcome.VM, uow.now + timedelta(minutes=9), accounts=(jp, es))
        ledger.activity(jp, Outcome.REPLY, uow.now + timedelta(minutes=11), channel=Channel.EMAIL_IN)
        ledger.promise(us, [(DAY + timedelta(days=7), 5_000_000)], [second], made_at=uow.now, activity_id=call.id)
        old = ledger.promise(jp, [(ago(5), 1_100_000)], [first], status=PromiseStatus.BROKEN)
        line = uow.session.scalars(select(Instalment).where(Instalment.promise_id == old.id)).one()
        ledger.add(
            Judgement(
                id=ledger.new_id(), promise_id=old.id, instalment_id=line.id, at=uow.now, cash_date=DAY,
                before="open", after="broken", due_under=1_100_000, received=0, received_late=0,
                why=i18n.msg("nothing received"),
            )
        )  # fmt: skip
        ledger.letter(es, 1, DAY, [third])
        ledger.task(us, TaskKind.CHECK_PROMISE, DAY + timedelta(days=1))
        uow.commit()
    return store


@pytest.fixture
def file(desk, tmp_path: Path) -> Path:
    out = tmp_path / "out"
    out.mkdir()
    return Path(write_daily(desk, out, DAY, ZONE, remark="A quiet day.").file)


def rows(path: Path, sheet: str) -> list[dict]:
    """Return a sheet's rows by column id, as the Meta sheet names them."""
    book = load_workbook(path)
    columns = [row for row in book["Meta"].iter_rows(min_row=2, min_col=4, max_col=10, values_only=True) if row[0]]
    table = next(iter(book[sheet].tables))
    ids = [row[2] for row in columns if row[0] == table]
    found = []
    for cells in book[sheet].iter_rows(min_row=2, values_only=True):
        record = dict(zip(ids, cells, strict=False))
        if record["ref"] is not None:
            found.append(record)
    return found


def meta(path: str) -> dict[str, str]:
    return dict(load_workbook(path)["Meta"].iter_rows(min_row=2, max_col=2, values_only=True))


def kpi(path: Path) -> dict[str, tuple[str, str]]:
    return {row["code"]: (row["numerator"], row["denominator"]) for row in rows(path, "KPI")}


def summary(path: Path) -> dict[str, list]:
    sheet = load_workbook(path)["Summary"]
    return {cells[0]: list(cells[1:]) for cells in sheet.iter_rows(values_only=True) if isinstance(cells[0], str)}


def minor(value: float, currency: str) -> int:
    return to_minor(Decimal(repr(value)).quantize(Decimal("0.01")), currency)


def test_the_name_says_day_collector_and_revision_and_no_customer(file):
    assert file.name == "2026-10-30_C01_daily_r1.xlsx"


def test_the_sheets_of_the_first_version_stand_in_their_order(file):
    assert load_workbook(file).sheetnames == [
        "Summary", "Activities", "Promises", "Judged", "Cash", "Letters", "Held", "Tasks", "Watch", "NotWorked",
        "Balances", "Bridge", "Sources", "KPI", "Meta",
    ]  # fmt: skip


def test_the_figures_can_be_computed_again_from_the_sheets(file):
    calls = rows(file, "Activities")
    attempts = {row["activity_ref"]: row for row in calls if row["attempt"] is not None}
    found = kpi(file)
    assert found["ATT"][0] == str(len(attempts)) == "3"
    answered = [row for row in attempts.values() if row["outcome_code"] not in {"NA", "BUSY", "VM"}]
    assert found["ANS"] == (str(len(answered)), str(len(attempts))) == ("1", "3")
    reached = {row["activity_ref"] for row in calls if row["right_party"] == "Y"}
    assert found["RPC"][0] == str(len(reached)) == "2"
    assert found["ACW"][0] == str(len({row["account"] for row in calls})) == "3"
    balances = rows(file, "Balances")
    rate = {"USD": Decimal(1), "JPY": Decimal("0.0067"), "EUR": Decimal("1.1")}
    due = {}
    for row in balances:
        overdue = sum(row[key] or 0 for key in ("b1", "b2", "b3", "b4", "b5"))
        due[row["currency"]] = due.get(row["currency"], 0) + overdue
    total = sum((Decimal(str(value)) * rate[currency]).quantize(Decimal("0.01")) for currency, value in due.items())
    assert Decimal(found["PDP"][0]) == total
    cash = sum(row["base"] for row in rows(file, "Cash") if row["kind"] == "cash")
    assert Decimal(found["CASH"][0]) == Decimal(str(cash)).quantize(Decimal("0.01"))


def test_sheet_one_says_what_the_detail_sheets_say(file):
    page, found = summary(file), kpi(file)
    assert page["Call attempts"][1] == int(found["ATT"][0])
    assert page["Right-party contacts"][1] == int(found["RPC"][0])
    assert page["Promises made"][1] == len({row["activity_ref"] for row in rows(file, "Promises")}) == 1
    assert page["Letters written"][1] == len(rows(file, "Letters")) == 1
    assert page["Accounts with no next step"][0] == int(found["NNS"][0])
    assert page["Control"][0] == "3 of 3 currencies tie"
    for row in rows(file, "Bridge"):
        line = page[row["currency"]]
        assert line[0] == row["opening"]
        assert line[6] == row["closing"]
        assert row["control"] == 0
        mine = [one for one in rows(file, "Balances") if one["currency"] == row["currency"]]
        assert sum(one["net"] for one in mine) == row["closing"]


def test_buckets_add_up_to_gross_and_gross_to_net(file):
    keys = ("current", "b1", "b2", "b3", "b4", "b5", "no_due_date")
    for row in rows(file, "Balances"):
        assert sum(row[key] for key in keys) == row["gross"]
        assert row["gross"] + row["unapplied_cash"] + row["unapplied_credits"] == row["net"]


def test_one_call_about_two_accounts_is_two_rows_and_one_attempt(file):
    several = [row for row in rows(file, "Activities") if row["of_accounts"]]
    assert [row["of_accounts"] for row in several] == ["1/2", "2/2"]
    assert len({row["activity_ref"] for row in several}) == 1
    refs = [row["ref"] for row in rows(file, "Activities")]
    assert len(set(refs)) == len(refs)
    assert {len(ref) for ref in refs} == {26}


def test_no_text_becomes_a_formula(file):
    book = load_workbook(file)
    formulas = [
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets
        for line in sheet.iter_rows()
        for cell in line
        if cell.data_type == "f"
    ]
    assert {title for title, _cell in formulas} == {"Summary"}
    names = [row["name"] for row in rows(file, "Balances")]
    assert TRICKY in names
    assert next(row["note"] for row in rows(file, "Activities") if row["note"]) == "=1+1 promised"


def test_the_file_verifies_also_after_a_sort_and_with_the_supervisors_words(file, tmp_path):
    assert read_workbook(file).changed == ()
    book = load_workbook(file)
    sheet = book["Balances"]
    cells = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]
    for number, line in enumerate(reversed(cells), start=2):
        for place, value in enumerate(line, start=1):
            sheet.cell(number, place).value = value
            if isinstance(value, str):
                sheet.cell(number, place).data_type = "s"
    watch = book["Watch"]
    watch.cell(2, watch.max_column - 1).value = "Call their CFO"
    book.save(tmp_path / "sorted.xlsx")
    assert read_workbook(tmp_path / "sorted.xlsx").changed == ()


@pytest.mark.parametrize(
    ("sheet", "table"), [("Activities", "tblActivities"), ("Bridge", "tblBridge"), ("KPI", "tblKpi")]
)
def test_one_changed_cell_is_found(file, tmp_path, sheet, table):
    book = load_workbook(file)
    cell = next(
        cell for line in book[sheet].iter_rows(min_row=2) for cell in line if isinstance(cell.value, (int, float))
    )
    cell.value += 1
    book.save(tmp_path / "changed.xlsx")
    assert read_workbook(tmp_path / "changed.xlsx").changed == (table,)


def test_headings_in_japanese_are_read_by_id(desk, tmp_path):
    i18n.set_language("ja")
    path = Path(write_daily(desk, tmp_path / "ja.xlsx", DAY, ZONE).file)
    i18n.set_language("en")
    assert read_workbook(path).changed == ()
    assert kpi(path)["ATT"][0] == "3"


def test_a_later_revision_names_the_one_it_replaces(desk, tmp_path):
    out = tmp_path / "a folder" / "that is made"
    first = write_daily(desk, out, DAY, ZONE)
    with desk.read() as session:
        assert not changed_since_export(session, DAY)
    with desk.write() as uow:
        uow.audit("test", "account", "x")
        uow.commit()
    with desk.read() as session:
        assert changed_since_export(session, DAY)
    second = write_daily(desk, out, DAY, ZONE)
    assert (first.revision, second.revision) == (1, 2)
    assert {Path(one.file).parent for one in (first, second)} == {out}
    meta = dict(load_workbook(second.file)["Meta"].iter_rows(min_row=2, max_col=2, values_only=True))
    assert (
        meta["replaces"]
        == dict(load_workbook(first.file)["Meta"].iter_rows(min_row=2, max_col=2, values_only=True))["hash"]
    )


def test_a_day_without_anything_keeps_its_tables(store, tmp_path):
    with store.write() as uow:
        Ledger(uow.session, uow.now).company()
        uow.commit()
    path = Path(write_daily(store, tmp_path / "empty.xlsx", DAY, ZONE).file)
    book = load_workbook(path)
    assert book["Activities"]["A2"].value == "nothing today"
    assert "tblActivities" in book["Activities"].tables
    assert read_workbook(path).changed == ()


def test_libreoffice_opens_it_and_it_is_the_same_file(file, tmp_path):
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office is not None, "LibreOffice is one of the system packages that dev.py installs"
    profile = (tmp_path / "profile").as_uri()
    out = tmp_path / "office"
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx", "--outdir", str(out)]
    subprocess.run([*command, str(file)], check=True, capture_output=True, timeout=180)
    again = load_workbook(out / file.name, data_only=True)
    page = {cells[0]: cells[1:] for cells in again["Summary"].iter_rows(values_only=True) if isinstance(cells[0], str)}
    assert page["Call attempts"][1] == 3
    assert abs(page["Call attempts"][2] - 3 / 25) < 1e-9
    assert read_workbook(out / file.name).changed == ()


def test_without_a_company_there_is_no_workbook(store, tmp_path):
    with pytest.raises(RefusedError) as error:
        write_daily(store, tmp_path / "x.xlsx", DAY, ZONE)
    assert error.value.code == "no_company"
    assert not (tmp_path / "x.xlsx").exists()


def test_a_file_that_is_no_workbook_of_ours_is_refused(tmp_path):
    other = tmp_path / "other.xlsx"
    other.write_bytes(b"PK no")
    for path in (other, tmp_path / "none.xlsx"):
        with pytest.raises(RefusedError):
            read_workbook(path)


def test_money_that_bank_and_erp_both_tell_of_is_received_once(desk, tmp_path):
    with desk.write() as uow:
        ledger = Ledger(uow.session, uow.now)
        account = ledger.account("1009", currency="USD")
        ledger.run(SyncKind.RECEIPTS, at=uow.now - timedelta(days=1), as_of=ago(1))
        ledger.receipt(account, 70_000, ago(2), number="Y-1", source="mt940:111", applied=0, unapplied=70_000)
        ledger.run(SyncKind.RECEIPTS, as_of=DAY)
        ledger.receipt(account, 70_000, number="T-1", source="erp")
        ledger.receipt(account, 50_000, number="B-1", source="mt940:111", applied=0, unapplied=50_000)
        ledger.receipt(account, 50_000, number="R-1", source="erp")
        uow.commit()
    file = Path(write_daily(desk, tmp_path, DAY, ZONE).file)
    states = {row["receipt"]: row["state"] for row in rows(file, "Cash") if row["account"] == "1009"}
    assert states == {"T-1": "told twice", "B-1": "told twice", "R-1": "received"}
