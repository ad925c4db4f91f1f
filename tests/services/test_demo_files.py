"""The demonstration's files: the same bytes again, in encodings and shapes of their systems, tied to their totals."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from app.money import to_major
from app.services.demo import write_demo_files
from app.services.demo.model import Side, System

DAY = date(2026, 10, 30)
CSV_FILES = {
    System.YAYOI: ("urikake_zandaka", "cp932", ",", "残高", "通貨"),
    System.ORACLE: ("AR_Aging_7_Buckets", "utf-8", ",", "Outstanding Amount", "Currency"),
    System.LATAM: ("antiguedad_saldos_MX_AR", "cp1252", ";", "Saldo", "Moneda"),
    System.PORTUGAL: ("documentos_em_aberto_PT", "utf-8-sig", ";", "Valor a Liq.", "Divisa"),
}
XLSX_FILES = {
    System.SAP_JP: ("FBL5N_JP01", 0, "伝票通貨額", "伝票通貨"),
    System.SAP_CN: ("FBL5N_CN01", 0, "凭证货币金额", "货币"),
    System.SAP_ASIA: ("FBL5N_TW01_SG01", 0, "Amount in Doc. Curr.", "Document Currency"),
    System.QUICKBOOKS: ("AR_Aging_Detail", 4, "Open balance", "Currency"),
    System.ICG_ES: ("cartera_ES", 0, "IMPORTE", "MONEDA"),
    System.ICG_CO: ("cartera_CO", 0, "IMPORTE", "MONEDA"),
    System.OMIE: ("contas_a_receber", 1, "A Receber", None),
}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return write_demo_files(tmp_path_factory.mktemp("demo"), DAY, 300, 2_000, 7)


def path_of(files, name, side):
    return next(path for path in (files.before, files.now)[side] if path.name.startswith(name))


def expected(files, system, side):
    """Return the open amounts of one system and day, per currency."""
    sums = defaultdict(Decimal)
    for item in files.portfolio.items:
        minor = item.open_on(side)
        if item.account.system is system and minor is not None:
            sums[item.currency] += to_major(minor, item.currency)
    return dict(sums)


def number(text):
    """Read an amount in either style."""
    bare = text.replace("\u00a0", "")
    if re.search(r",\d\d$", bare):
        bare = bare.replace(".", "").replace(",", ".")
    return Decimal(bare.replace(",", "") or 0)


def test_the_same_seed_and_day_give_the_same_bytes(files, tmp_path):
    again = write_demo_files(tmp_path / "again", DAY, 300, 2_000, 7)
    for one, other in zip(
        (files.company, *files.before, *files.now), (again.company, *again.before, *again.now), strict=True
    ):
        assert one.name == other.name
        assert one.read_bytes() == other.read_bytes(), one.name


def test_another_seed_gives_other_files(files, tmp_path):
    other = write_demo_files(tmp_path / "other", DAY, 300, 2_000, 8)
    assert all(one.read_bytes() != two.read_bytes() for one, two in zip(files.now, other.now, strict=True))


def test_what_is_returned_describes_the_files(files):
    assert (files.accounts, files.items) == (300, 2_000)
    assert sum(len(numbers) for numbers in files.by_country.values()) == 300
    assert len(files.before) == len(files.now) == 15
    assert {path.parent.name for path in files.before} == {"2026-10-29"}
    assert {path.parent.name for path in files.now} == {"2026-10-30"}


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("system", list(CSV_FILES))
def test_csv_files_decode_and_tie_to_their_totals(files, system, side):
    name, encoding, delimiter, amount, currency = CSV_FILES[system]
    text = path_of(files, name, side).read_bytes().decode(encoding)
    assert "\r\n" in text
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    header = next(at for at, line in enumerate(lines) if amount in line)
    where, coin = lines[header].index(amount), lines[header].index(currency)
    items, totals = defaultdict(Decimal), {}
    for line in lines[header + 1 :]:
        if len(line) <= where:
            continue
        label = "".join(line[:2])
        if label.startswith(("Total for ", "***")):
            continue
        if label.startswith(("合計", "Total", "Grand Total")):
            totals[line[coin]] = number(line[where])
        else:
            items[line[coin]] += number(line[where])
    assert items == totals == expected(files, system, side)


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("system", list(XLSX_FILES))
def test_workbooks_open_and_tie_to_their_totals(files, system, side):
    name, header, amount, currency = XLSX_FILES[system]
    rows = CalamineWorkbook.from_path(path_of(files, name, side)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    where = rows[header].index(amount)
    coin = rows[header].index(currency) if currency else None
    items, totals = defaultdict(Decimal), defaultdict(Decimal)
    for row in rows[header + 1 :]:
        if not isinstance(row[where], (int, float)):
            continue
        value = Decimal(str(row[where]))
        key = "BRL" if coin is None else str(row[coin])
        bare = {System.OMIE: row[3], System.QUICKBOOKS: row[4]}.get(system, row[1 if system.startswith("icg") else 3])
        if bare != "":
            items[key] += value
        elif not str(row[0]).startswith("Total for"):
            totals[key] += value
    wanted = expected(files, system, side)
    assert {key: round(value, 2) for key, value in items.items()} == wanted
    assert {round(value, 2) for value in totals.values()} == set(wanted.values())


def test_the_customer_master_lists_every_account_with_its_people(files):
    text = path_of(files, "customers", Side.NOW).read_bytes().decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text, newline="")))
    accounts = {account.number: account for account in files.portfolio.accounts}
    assert {line["Customer Number"] for line in lines} == set(accounts)
    people = sum(max(1, len(account.contacts)) for account in accounts.values())
    assert len(lines) == people
    for line in lines:
        account = accounts[line["Customer Number"]]
        assert line["Parent Account"] == (account.parent.number if account.parent else "")
        assert (line["Salutation"] == "様") == (account.country == "JP" and bool(line["Contact Name"]))


def test_names_stand_in_their_own_scripts(files):
    patterns = {
        "JP": "株式会社|有限会社|合同会社",
        "CN": "公司",
        "TW": "公司",
        "MX": "C\\.V\\.",
        "PT": "Lda\\.|S\\.A\\.",
    }
    patterns |= {"BR": "Ltda|S\\.A|S/A", "GB": "Ltd|Limited|PLC", "SG": "Ltd", "CO": "S\\.|Ltda", "ES": "S\\."}
    for account in files.portfolio.accounts:
        assert re.search(patterns.get(account.country, "."), account.name.local), account.name
        assert account.name.latin.isascii() or account.country not in {"JP", "CN", "TW"}
        assert bool(account.name.kana) == (account.country == "JP")
    written = defaultdict(str)
    for account in files.portfolio.accounts:
        written[account.country] += account.name.local + account.address.street + account.address.city
    assert not set(written["CN"]) & set("貿電機學醫療設備築範號層區瀋廣東華豐聯億輝濤創達滿縣")
    assert not set(written["TW"]) & set("贸电机学医疗设备筑号层区广东华丰联亿辉涛创达县")


def test_closed_items_list_the_past_on_the_first_day_and_the_paid_on_the_second(files):
    past = path_of(files, "closed_items", Side.BEFORE).read_text("utf-8")
    today = path_of(files, "closed_items", Side.NOW).read_text("utf-8")
    assert "As of 2026-10-29" in past
    rows = list(csv.reader(io.StringIO(today, newline="")))[4:]
    assert rows
    assert {row[7] for row in rows} == {"2026-10-30"}


def test_cases_end_as_salesforce_ends_them(files):
    for side in Side:
        text = path_of(files, "salesforce_cases", side).read_bytes().decode()
        assert text.endswith("\r\n\r\nBilling cases\r\nConfidential Information - Do Not Distribute\r\n")
        rows = list(csv.DictReader(io.StringIO(text.partition("\r\n\r\n")[0], newline="")))
        assert len(rows) == sum(side >= case.side for case in files.portfolio.cases)
        assert all(row["Invoice Number"] in row["Subject"] for row in rows)


def test_the_smallest_demonstration_writes_no_empty_file(tmp_path):
    small = write_demo_files(tmp_path, DAY, 26, 300, 1)
    assert not any("urikake" in path.name or "Aging_Detail" in path.name for path in small.before)
    assert all(path.stat().st_size > 300 for path in (*small.before, *small.now))
