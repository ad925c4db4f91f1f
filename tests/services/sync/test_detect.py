"""Which row is the header, which kind of table it is, which system wrote it, which encoding a text file has."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.enums import SyncKind
from app.services.sync.files.grid import Grid
from app.services.sync.files.text import decode, open_text, separator_of, table
from app.services.sync.layouts import load
from app.services.sync.layouts.headings import fields, meanings
from app.services.sync.layouts.tomlfile import shipped
from app.services.sync.model import ReadOptions
from app.services.sync.recognition.columns import Profile, describe, fit, profile
from app.services.sync.recognition.detect import layout_name, recognise
from app.services.sync.recognition.headers import Header, is_row_of
from app.services.sync.values.text import heading_key
from tests.builders import exports
from tests.builders.spreadsheets import text

OPTIONS = ReadOptions(date(2026, 7, 1))

HEADS = {
    "en": ("Customer No.", "Customer Name", "Invoice Number", "Invoice Date", "Due Date", "Currency", "Open Amount"),
    "ja": ("得意先コード", "得意先名", "請求書番号", "請求日", "お支払期限", "通貨", "残高"),
    "zh": ("客户编码", "客户名称", "单据编号", "单据日期", "到期日", "币别", "余额"),
    "tw": ("客戶編號", "客戶名稱", "發票號碼", "發票日期", "到期日", "幣別", "未收餘額"),
    "es": ("Código Cliente", "Razón Social", "Nº Factura", "Fecha Factura", "Fecha Vencimiento", "Moneda", "Saldo"),
    "pt": ("Código do Cliente", "Nome do Cliente", "Nº Documento", "Data Emissão", "Vencimento", "Moeda", "Em aberto"),
    "de": ("Debitor", "Kundenname", "Rechnungsnummer", "Rechnungsdatum", "Fälligkeit", "Währung", "Offener Betrag"),
}
WANTED = ("account", "name", "number", "document_date", "due_date", "currency", "open")


def body(count=6):
    return [
        [f"{1000 + n}", f"Firm {n} Ltd.", f"INV-{n}", date(2026, 4, n), date(2026, 5, n), "EUR", 10.5 * n]
        for n in range(1, count + 1)
    ]


def found_in(rows):
    return recognise(Grid.of_rows("Sheet1", [list(row) for row in rows]), OPTIONS)


@pytest.mark.parametrize("language", sorted(HEADS))
def test_headings_of_every_language(language):
    found = found_in([HEADS[language], *body()])
    assert found.kind == SyncKind.OPEN_ITEMS
    assert [found.guesses[name].column for name in WANTED] == list(range(7))


@pytest.mark.parametrize("dress", ["{upper}", "{lower}", "*{plain}.", " {hard} "])
def test_headings_in_any_dress(dress):
    def dressed(head):
        return dress.format(plain=head, upper=head.upper(), lower=head.lower(), hard=head.replace(" ", "\u00a0"))

    found = found_in([[dressed(head) for head in HEADS["es"]], *body()])
    assert [found.guesses[name].column for name in WANTED] == list(range(7))


@given(st.permutations(range(7)), st.sampled_from(sorted(HEADS)), st.integers(0, 20))
def test_columns_in_any_order_under_any_titles(order, language, titles):
    rows = [["Report", "", n] + [""] * 4 for n in range(titles)]
    rows += [[row[at] for at in order] for row in (HEADS[language], *body())]
    found = found_in(rows)
    assert found.bottom == titles
    assert [order[found.guesses[name].column] for name in WANTED] == list(range(7))


def test_a_heading_whose_cells_do_not_fit_is_not_believed():
    rows = [list(HEADS["en"]), *([*row[:4], "soon", *row[5:]] for row in body())]
    assert "due_date" not in found_in(rows).guesses


def test_customer_is_a_number_or_a_name_by_its_cells():
    head = ["Customer", "Invoice No", "Invoice Date", "Amount"]
    numbers = [head, *([f"{4711 + n}", f"A{n}", date(2026, 4, 1), 5.0] for n in range(5))]
    names = [head, *([f"Firm {n} Ltd.", f"A{n}", date(2026, 4, 1), 5.0] for n in range(5))]
    assert "account" in found_in(numbers).guesses
    assert "name" in found_in(names).guesses


@pytest.mark.parametrize("number", ["FT 2026/25{n}", "NC A 1{n}", "RE 2026-004{n}", "Fact. 1{n}", "INV-{n}"])
def test_a_series_and_its_number_are_a_document_number_beyond_doubt(number):
    rows = [[number.format(n=n) if at == 2 else cell for at, cell in enumerate(row)] for n, row in enumerate(body())]
    found = found_in([HEADS["pt"], *rows])
    assert (found.guesses["number"].column, found.guesses["number"].fit) == (2, 100)


def test_exact_headings_before_contained_ones():
    head = ["Account", "Invoice No", "Due Date", "Tax Amount", "Amount", "Minha Empresa (Razão Social)", "Razão Social"]
    rows = [head, *([f"{n}1", f"A{n}", date(2026, 4, 1), 1.0, 5.0, "Midori Ltda", f"Firma {n} Ltda"] for n in range(4))]
    found = found_in(rows)
    assert found.guesses["original"].column == 4
    assert found.guesses["name"].column == 6
    assert found.guesses["company_code"].column == 5


@pytest.mark.parametrize("shape", ["customers", "receipts", "cases", "plain_english"])
def test_kinds(shape):
    kinds = {"customers": SyncKind.CUSTOMERS, "receipts": SyncKind.RECEIPTS, "cases": SyncKind.CASES}
    found = found_in(getattr(exports, shape)())
    assert found.kind == kinds.get(shape, SyncKind.OPEN_ITEMS)
    assert found.rivals == (found.kind,)


def test_a_plain_layout_keeps_its_name_when_a_column_is_added_at_the_side():
    first = found_in([HEADS["en"], *body()])
    second = found_in([[*HEADS["en"], "Remark"], *([*row, "x"] for row in body())])
    other = found_in([HEADS["de"], *body()])
    assert layout_name(first) == layout_name(second) != layout_name(other)
    assert layout_name(first).startswith("plain-")


def test_every_system_has_a_kind_and_headings_that_are_told_apart():
    names = {layout.name for layout in shipped()}
    assert len(names) == len(shipped())
    for layout in shipped():
        assert layout.kind is not None, layout.name
        assert all(len(set(map(heading_key, heads))) == len(heads) >= 3 for heads in layout.headers), layout.name


def test_every_field_has_a_way_to_be_judged():
    for name, field in fields().items():
        assert 0 <= fit(field.cells, Profile(filled=1)) <= 1, name


def test_no_synonym_is_given_twice_in_one_field():
    for name, entry in [*load("columns").items(), *load("facts").items()]:
        lists = [listed for key, listed in entry.items() if isinstance(listed, list) and key != "symbols"]
        assert all(heading_key(head) for listed in lists for head in listed), name
        assert not any(heading_key(symbol) for symbol in entry.get("symbols", ())), name


def test_part_of_a_heading_counts_by_its_share():
    assert meanings("Open Balance (USD)")[0].field == "open"
    assert meanings("Tax Amount")[0].field == "tax"
    assert not [hit for hit in meanings("Amounting to nothing at all") if hit.weight > 30]


@pytest.mark.parametrize(
    ("heading", "field"),
    [("Cust #", "account"), ("Party Code", "account"), ("Deb.-Nr.", "account"), ("Bill-To ID", "account"),
     ("Party Nm", "name"), ("Pro #", "number"), ("Rg.-Nr.", "number"), ("Rg.-Datum", "document_date"),
     ("Journal Entry Date", "document_date"), ("Trans. Date", "document_date"), ("Fällig seit", "due_date"),
     ("Bal Due", "open"), ("Total Balance", "open"), ("Invoice Bal", "open"), ("Restforderung", "open"),
     ("Original", "original"), ("InvAmt", "original"), ("Remaining Amt. (LCY)", "local_open"),
     ("Amount (Company Code Currency)", "local_open"), ("Amount (Transaction Currency)", "original"),
     ("Days Late", "days_overdue"), ("Paid to Date", "paid")],
)  # fmt: skip
def test_a_heading_of_two_known_words_is_known(heading, field):
    assert field in {hit.field for hit in meanings(heading) if hit.weight >= 95}


def test_a_heading_that_is_listed_is_not_put_together():
    assert [hit.field for hit in meanings("Customer Reference")] == ["po"]
    assert meanings("Document")[0].weight == 60


def test_profiles_of_cells():
    seen = profile(["C0071", "C0072", "", "-"])
    assert (seen.filled, seen.code, seen.number) == (2, 1.0, 0.0)
    assert profile([date(2026, 1, 1), "31.12.2026"]).date == 1.0
    assert profile(["12.50", "1,000.00"]).number == 1.0
    assert describe(["A"], [["x"], ["y"]])[0].sample == ("x", "y")


@pytest.mark.parametrize(
    ("language", "encoding"),
    [("ja", "cp932"), ("zh", "gb18030"), ("tw", "big5"), ("es", "cp1252"), ("pt", "cp1252"), ("de", "cp1252")]
    + [(language, encoding) for language in HEADS for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le")],
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encodings_and_separators(tmp_path, language, encoding, separator):
    names = {"ja": "㈱山田製作所", "zh": "上海长江机电有限公司", "tw": "台北富邦電機股份有限公司"}
    rows = [HEADS[language], *([row[0], names.get(language, "Peña, Müller & Cia"), *row[2:]] for row in body())]
    path = text(tmp_path / "file.csv", rows, separator=separator, encoding=encoding)
    book = open_text(path.read_bytes())
    found = recognise(book.load(""), OPTIONS)
    assert [found.guesses[name].column for name in WANTED] == list(range(7))
    assert found.body[0][1] == rows[1][1]
    assert book.encoding.split(",")[0] == encoding.removesuffix("-sig")


def test_utf_16_without_a_last_byte_is_read():
    assert decode("Konto;Saldo\n".encode("utf-16") + b"\x00")[0].startswith("Konto;Saldo")


def test_texts_of_excel_keep_their_zeros():
    assert table('Account;Name\n="00123";x\n', ";")[1] == ["00123", "x"]


def test_a_stray_quote_swallows_no_rows():
    lines = ["Account\tText", '1\t"5 inch pipe', *(f"{n}\tx" for n in range(2, 60))]
    assert len(table("\n".join(lines), "\t")) == 60


def test_ragged_rows_are_filled_up():
    assert table("a,b,c\n1\n\n2,3\n", ",") == [["a", "b", "c"], ["1", "", ""], ["", "", ""], ["2", "3", ""]]


def test_a_line_that_names_the_separator_is_believed():
    assert separator_of("sep=;\na;b,c\n") == ";"


def test_cells_with_signs_in_any_place_are_looked_at_without_harm():
    seen = profile(["5-", "-5", "--5", "+5"])
    assert (seen.number, seen.small, seen.decimal) == (0.75, 0.75, 0)


def test_tables_of_unknown_headings_are_sources_of_their_own():
    def unknown(*head):
        rows = [[f"Firm {n} Ltd", f"A{n}", date(2026, 4, 1 + n), date(2026, 5, 1 + n), 10.5 + n] for n in range(6)]
        return layout_name(found_in([head, *rows]))

    first = unknown("Abnehmer", "Vorgang", "vom", "bis", "Wert")
    assert first == unknown("Abnehmer", "Vorgang", "vom", "bis", "Wert")
    assert first != unknown("Käufer", "Stück", "ab", "zu", "Zahl")


def test_a_source_keeps_its_name_when_its_cells_show_more():
    head = ["Account", "Doc", "Date", "Due", "Amount EUR", "Balance"]
    rows = [[f"C{n % 4}", f"D{n}", date(2026, 4, 1 + n), date(2026, 5, 1 + n), 10.25 + n] for n in range(20)]
    plain = found_in([head, *([*row, row[4]] for row in rows)])
    of_customers = found_in([head, *([*row, sum(x[4] for x in rows if x[0] == row[0])] for row in rows)])
    assert "open" in plain.guesses
    assert "open" not in of_customers.guesses
    assert layout_name(plain) == layout_name(of_customers)


@pytest.mark.parametrize(
    "head",
    [
        ("Code client", "Raison sociale", "N° facture", "Date facture", "Échéance", "Devise", "Reste dû"),
        ("Codice cliente", "Ragione sociale", "N. fattura", "Data fattura", "Scadenza", "Valuta", "Residuo"),
        ("Debiteurnummer", "Naam", "Factuurnr.", "Factuurdatum", "Vervaldatum", "Valuta", "Openstaand bedrag"),
    ],
)
def test_headings_of_neighbouring_languages(head):
    found = found_in([head, *body()])
    assert found.kind == SyncKind.OPEN_ITEMS
    assert [found.guesses[name].column for name in WANTED] == list(range(7))


def test_a_row_that_has_words_of_headings_is_not_looked_at_as_a_header():
    header = Header(0, 0, ["Customer", "Name", "Type", "Number", "Due Date", "Open Amount"])
    row = ["C1", "Ann Ltd.", "Invoice", "INV-1", date(2026, 5, 1), 10.5]
    rows = [header.headings, row, [*row[:3], 7001, date(2026, 5, 2), 20.0]]
    beneath = [Header(at, at, [str(cell) for cell in rows[at]]) for at in (1, 2)]
    assert [is_row_of(one, header, rows) for one in beneath] == [False, True], "two figures may be a header's"
    assert not is_row_of(header, beneath[1], rows), "above it nothing is a row of it"
    other = Header(2, 2, header.headings)
    assert not is_row_of(other, header, rows), "as strong: a table of its own"
