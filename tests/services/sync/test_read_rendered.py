"""Any table of items, written as any country and any program writes it, comes back equal, or somebody is asked."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services.sync.model import Question, QuestionsError
from tests.builders import containers
from tests.builders.reading import read_path
from tests.builders.spreadsheets import CONTAINERS, text
from tests.services.sync.test_parse_numbers import NEGATIVES, NOTATIONS, write

HEADS = {
    "en": "Customer Number|Customer Name|Invoice Number|Invoice Date|Due Date|Currency|Open Amount",
    "de": "Debitor|Name|Belegnummer|Belegdatum|Fälligkeitsdatum|Währung|Offener Betrag",
    "es": "Cod. Cliente|Nombre Cliente|No. Factura|Fecha Documento|Fecha Vencimiento|Moneda|Saldo",
    "pt": "Código do Cliente|Razão Social|Nota Fiscal|Emissão|Vencimento|Moeda|Saldo",
    "ja": "得意先コード|得意先名|請求書番号|請求日|支払期限|通貨|残高",
    "zh": "客户编码|客户名称|单据编号|单据日期|到期日|币别|余额",
}
DAYS = {
    "dmy dots": "{0:%d.%m.%Y}", "dmy": "{0:%d/%m/%Y}", "mdy": "{0:%m/%d/%Y}", "iso": "{0:%Y-%m-%d}",
    "ymd": "{0:%Y/%m/%d}", "compact": "{0:%Y%m%d}", "kanji": "{0.year}年{0.month}月{0.day}日",
    "english": "{0:%d-%b-%Y}",
}  # fmt: skip
WRITERS = {
    **CONTAINERS,
    "ods": lambda folder, rows: containers.ods(folder / "file.ods", {"Sheet1": rows}),
    "fods": lambda folder, rows: containers.fods(folder / "file.fods", {"Sheet1": rows}),
    "xlsb": lambda folder, rows: containers.xlsb(folder / "file.xlsb", {"Sheet1": rows}),
    "spreadsheetml": lambda folder, rows: containers.spreadsheetml(folder / "file.xls", {"Sheet1": rows}),
    "html": lambda folder, rows: containers.html(folder / "file.xls", rows),
}
ENCODINGS = {"en": ["cp1252", "utf-8-sig"], "de": ["cp1252"], "es": ["cp1252"], "pt": ["cp1252"], "ja": ["cp932"],
             "zh": ["gb18030"]}  # fmt: skip


@st.composite
def tables(draw):
    """Some items: account, name, number, dates, minor units; credits among them, at most half: else it is asked."""
    start = date(2026, 1, 31)
    count = draw(st.integers(4, 12))
    items = []
    for n in range(count):
        issued = start + timedelta(draw(st.integers(0, 100)))
        cents = draw(st.integers(1, 10**9)) * (-1 if n % 2 and draw(st.integers(0, 2)) == 0 else 1)
        who = draw(st.integers(1, 3))
        items.append((f"C{who}00", f"Customer {who} Ltd.", f"INV-{1000 + n}", issued, issued + timedelta(30), cents))
    return items


STYLES = st.tuples(
    st.sampled_from(sorted(HEADS)), st.sampled_from(sorted(DAYS)), st.sampled_from(sorted(NOTATIONS)),
    st.sampled_from(NEGATIVES[:4]),
)  # fmt: skip
few = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def rendered(items, language: str, days: str, notation: str, negative: str) -> list[list[str]]:
    """Return the cells as somebody's program writes them."""
    day = DAYS[days].format
    rows = [
        [account, name, number, day(issued), day(due), "EUR", write(cents, notation, negative)]
        for account, name, number, issued, due, cents in items
    ]
    return [HEADS[language].split("|"), *rows]


def facts(items) -> list:
    return [(who, number, issued.isoformat(), due.isoformat(), cents) for who, _, number, issued, due, cents in items]


def holds(path, items, days: str, notation: str) -> None:
    """Read a file and hold it against its items; a question is an answer too, if it offers what is true."""
    truth = {
        "--date-order": {"mdy": "mdy", "dmy": "dmy", "dmy dots": "dmy"}.get(days, "ymd"),
        "--decimal": "point" if NOTATIONS[notation][1] == "." else "comma",
    }
    said = {}
    for question in asked_about(path):
        assert truth[question.option] in question.choices
        said[question.option.removeprefix("--").replace("-", "_")] = truth[question.option]
    found = read_path(path, **said)
    rows = [(row.account, row.number, row.document_date, row.due_date, row.open) for row in found.rows]
    assert sorted(rows) == sorted(facts(items))
    assert found.table.rows.read == len(items)


def asked_about(path) -> tuple[Question, ...]:
    """Return what reading a file asks."""
    try:
        read_path(path)
    except QuestionsError as asked:
        return asked.questions
    return ()


@pytest.mark.parametrize("container", sorted(WRITERS))
@few
@given(tables(), STYLES)
def test_a_rendered_table_comes_back_equal(tmp_path, container, items, style):
    holds(WRITERS[container](tmp_path, rendered(items, *style)), items, *style[1:3])


@pytest.mark.parametrize("language", sorted(ENCODINGS))
@few
@given(tables(), STYLES, st.sampled_from([",", ";", "\t", "|"]), st.data())
def test_a_rendered_text_comes_back_equal_in_its_countrys_encoding(tmp_path, language, items, style, separator, data):
    encoding = data.draw(st.sampled_from(ENCODINGS[language]))
    days = "iso" if encoding == "cp1252" and style[1] == "kanji" else style[1]
    notation = "plain" if style[2] in {"fr", "sv"} else style[2]  # their blanks are not in every encoding
    rows = rendered(items, language, days, notation, "-{}")
    holds(text(tmp_path / "file.csv", rows, separator=separator, encoding=encoding), items, days, notation)


@pytest.mark.parametrize("container", ["xlsx", "xls", "xlsb", "ods", "spreadsheetml"])
@few
@given(tables(), st.sampled_from(sorted(HEADS)))
def test_true_numbers_and_dates_come_back_equal_without_a_question(tmp_path, container, items, language):
    rows = [
        [account, name, number, issued, due, "EUR", float(Decimal(cents) / 100)]
        for account, name, number, issued, due, cents in items
    ]
    found = read_path(WRITERS[container](tmp_path, [HEADS[language].split("|"), *rows]))
    read = [(row.account, row.number, row.document_date, row.due_date, row.open) for row in found.rows]
    assert sorted(read) == sorted(facts(items))
