"""Blocks of currencies and columns of months, written as any country writes them, come back equal."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from app.money import decimals
from tests.builders.reading import read_rows
from tests.services.sync.test_parse_numbers import NOTATIONS, group

#: Heading of a block, headings of columns, and the word for a total.
ITEMS = {
    "en": ("Currency: {}", "Customer No|Name|Invoice No|Invoice Date|Due Date|Open Amount", "Total"),
    "de": ("Währung: {}", "Debitor|Name|Rechnungsnummer|Belegdatum|Fälligkeit|Offener Betrag", "Summe"),
    "es": ("Moneda: {}", "Cod. Cliente|Cliente|No. Factura|Fecha Documento|Fecha Vencimiento|Saldo", "Total"),
    "ja": ("通貨：{}", "得意先コード|得意先名|請求書番号|請求日|支払期日|残高", "合計"),
    "zh": ("币种：{}", "客户编码|客户名称|单据编号|单据日期|到期日|余额", "合计"),
}
CALLED = {
    "USD": ("USD", "US Dollar", "USD - US Dollar"),
    "EUR": ("EUR", "€", "EUR (Euro)"),
    "JPY": ("JPY", "日本円", "JPY - Japanese Yen"),
    "KRW": ("KRW", "₩"),
}
SALES = {
    "en": ("Sales by customer incl. VAT ({})", "Customer No|Customer Name"),
    "de": ("Umsatz je Monat brutto in {}", "Kundennummer|Kundenname"),
    "es": ("Ventas por mes con IVA, {}", "Cod. Cliente|Nombre Cliente"),
    "ja": ("月別売上（税込・{}）", "得意先コード|得意先名"),
}
NAMES = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "de": "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez",
    "es": "Ene Feb Mar Abr May Jun Jul Ago Sep Oct Nov Dic",
    "ja": " ".join(f"{month}月" for month in range(1, 13)),
}
FORMS = {
    "iso": "{year}-{month:02d}",
    "slash": "{month:02d}/{year}",
    "compact": "{year}{month:02d}",
    "named": "{name} {year}",
    "day": None,
    "above": "{name}",
}
minors = st.integers(1, 10**9) | st.integers(1, 999).map(lambda thousands: thousands * 100_000)
few = settings(max_examples=30, deadline=None)


def written(minor: int, currency: str, notation: str) -> str:
    """Write an amount with the decimals that its currency has."""
    grouping, sign = NOTATIONS[notation]
    places = decimals(currency)
    whole, rest = divmod(minor, 10**places)
    return group(str(whole), grouping) + (f"{sign}{rest:0{places}d}" if places else "")


@few
@given(st.data(), st.sampled_from(sorted(ITEMS)), st.sampled_from(sorted(NOTATIONS)), st.booleans(), st.booleans())
def test_blocks_of_currencies_come_back_equal(data, language, notation, totals, grouped):
    heading, head, total = ITEMS[language]
    columns = head.split("|")[2 if grouped else 0 :]
    rows, truth = [columns], []
    for code in data.draw(st.lists(st.sampled_from(sorted(CALLED)), min_size=1, max_size=3, unique=True)):
        rows.append([heading.format(data.draw(st.sampled_from(CALLED[code])))])
        amounts = data.draw(st.lists(minors, min_size=1, max_size=4))
        for amount in amounts:
            who, number = f"C{100 + len(truth) % 3}", f"INV-{9000 + len(truth)}"
            rows += [[f"{who} - Name {who} Ltd"]] if grouped else []
            party = [] if grouped else [who, f"Name {who} Ltd"]
            rows.append([*party, number, "2026-04-11", "2026-05-21", written(amount, code, notation)])
            truth.append((who, number, code, amount))
        if totals:
            rows.append([total, *[""] * (len(columns) - 2), written(sum(amounts), code, notation)])
    read = read_rows(rows)
    assert [(row.account, row.number, row.currency, row.open) for row in read.rows] == truth
    assert (read.table.rows.read, read.table.rows.rejected) == (len(rows) - 1, 0)
    assert "own_total_differs" not in read.codes


@few
@given(
    st.data(),
    st.sampled_from(sorted(SALES)),
    st.sampled_from(sorted(FORMS)),
    st.sampled_from(sorted(NOTATIONS)),
    st.sampled_from(["EUR", "JPY", "USD"]),
    st.integers(1, 12),
    st.integers(2, 9),
)
def test_columns_of_months_come_back_equal(data, language, form, notation, currency, first, count):
    (title, head), names = SALES[language], NAMES[language].split()
    months = [date(2025 + (first - 1 + at) // 12, (first - 1 + at) % 12 + 1, 1) for at in range(count)]
    called = [
        month if FORMS[form] is None
        else FORMS[form].format(year=month.year, month=month.month, name=names[month.month - 1])
        for month in months
    ]  # fmt: skip
    if language == "ja" and form == "named":
        called = [f"{month.year}年{month.month}月" for month in months]
    years = [month.year if form == "above" else "" for month in months]
    rows = [[title.format(currency)], ["", "", *years], [*head.split("|"), *called]]
    truth = []
    for who in range(data.draw(st.integers(2, 4))):
        amounts = data.draw(st.lists(st.none() | minors, min_size=count, max_size=count))
        amounts[0] = amounts[0] or 100
        rows.append(
            [f"C{who}", f"Name {who}", *("" if one is None else written(one, currency, notation) for one in amounts)]
        )
        sold = zip(months, amounts, strict=True)
        truth += [(f"C{who}", month.isoformat(), one) for month, one in sold if one is not None]
    read = read_rows(rows)
    assert [(row.account, row.values[2], row.values[0]) for row in read.rows] == truth
    assert {row.values[1:4:2] for row in read.rows} == {(currency, 1)}
