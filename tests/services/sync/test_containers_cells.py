"""What single cells of a container hold: formats, days, merged and hidden ones, results of formulas, blank rows."""

from __future__ import annotations

import struct
from datetime import date, datetime, time

import pytest

from app.errors import RefusedError
from tests.builders import compound, containers, spreadsheets
from tests.services.sync.test_containers import TYPED, cells, opened, trimmed


@pytest.mark.parametrize("container", TYPED)
def test_the_currency_in_a_number_format_is_found(tmp_path, container):
    if container in {"xlsx", "xls"}:
        code = '#,##0.00 "EUR"'
        write = spreadsheets.xlsx if container == "xlsx" else spreadsheets.xls
        path = write(tmp_path / "a", [["Open"], [1.5], [2.5]], formats={0: code})
    elif container == "xlsb":
        path = containers.xlsb(tmp_path / "a", {"S": [["Open"], [1.5], [2.5]]}, number_format='#,##0.00 "EUR"')
    elif container == "spreadsheetml":
        style = '<Style ss:ID="e"><NumberFormat ss:Format="#,##0.00\\ &quot;EUR&quot;"/></Style>'
        rows = containers.sml_rows([["Open"], [1.5], [2.5]])
        rows = rows.replace('"plain"><Data ss:Type="Number"', '"e"><Data ss:Type="Number"')
        path = containers.sml_tables(tmp_path / "a", {"S": rows}, styles=style)
    else:
        rows = containers.ods_rows([["Open"], [1.5], [2.5]])
        rows = rows.replace('office:value-type="float"', 'office:value-type="currency" office:currency="EUR"')
        path = containers.ods_tables(tmp_path / "a", {"S": rows})
    book = opened(path)
    found = book.load(book.names[0]).formats(0)
    assert [(("EUR" in code), runs) for code, runs in found.items() if code != "General"] == [(True, [range(1, 3)])]


def test_spreadsheetml_days_may_be_numbers_with_a_style(tmp_path):
    style = '<Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style>'
    style += '<Style ss:ID="t"><NumberFormat ss:Format="Short Time"/></Style>'
    style += '<Style ss:ID="m"><NumberFormat ss:Format="mmm\\-yy"/></Style>'
    style += '<Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style>'
    row = "".join(
        f'<Cell ss:StyleID="{name}"><Data ss:Type="Number">{value}</Data></Cell>'
        for name, value in (("d", 46190), ("t", 0.4375), ("m", 46190), ("p", 0.19), ("plain", 46190))
    )
    path = containers.sml_tables(tmp_path / "a.xls", {"S": f"<Row>{row}</Row>"}, styles=style)
    day = date(2026, 6, 17)
    assert cells(opened(path)) == [[day, time(10, 30), day, 0.19, 46190.0]]
    since = path.read_text().replace("<Styles>", "<x:ExcelWorkbook><x:Date1904/></x:ExcelWorkbook><Styles>")
    path.write_text(since.replace(">46190<", ">44728<"))
    assert cells(opened(path))[0][0] == day


def test_spreadsheetml_merged_cells_comments_and_marked_text(tmp_path):
    row = '<Cell ss:MergeAcross="2"><Data ss:Type="String">Title</Data></Cell>' + containers.sml_cell("next")
    row += '<Cell ss:Index="7"><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">'
    row += "<B>bold</B> text</ss:Data>"
    row += '<Comment ss:Author="k"><ss:Data>a note</ss:Data></Comment></Cell>'
    hidden = f'<Row ss:Hidden="1" ss:Index="3">{containers.sml_cell("hidden")}</Row>'
    path = containers.sml_tables(tmp_path / "a.xls", {"S": f"<Row>{row}</Row>{hidden}"})
    assert cells(opened(path)) == [["Title", "", "", "next", "", "", "bold text"], [], ["hidden"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252", "shift_jis", "gb2312", "iso-8859-1"])
def test_mark_up_in_the_encoding_that_it_names(tmp_path, encoding):
    words = {"shift_jis": "㈱得意先", "gb2312": "客户编码"}.get(encoding, "Müller & Söhne")
    codec = "cp932" if encoding == "shift_jis" else encoding
    sml = containers.spreadsheetml(tmp_path / "a.xls", {"S": [[words, 1.0]]})
    sml.write_bytes(sml.read_text("utf-8").replace('encoding="utf-8"', f'encoding="{encoding}"').encode(codec))
    assert cells(opened(sml)) == [[words, 1.0]]
    page = containers.html(tmp_path / "b.xls", [["Account", words], ["C1", words]], encoding=codec, declared=encoding)
    assert cells(opened(page)) == [["Account", words], ["C1", words]]


@pytest.mark.parametrize("container", ["xlsx", "xlsb"])
def test_days_since_1904(tmp_path, container):
    rows = [["Due Date"], [date(2026, 6, 17)]]
    if container == "xlsb":
        shifted = [["Due Date"], [date(2022, 6, 16)]]
        path = containers.xlsb(tmp_path / "a.xlsb", {"S": shifted}, since_1904=True)
    else:
        import xlsxwriter

        path = tmp_path / "a.xlsx"
        with xlsxwriter.Workbook(path, {"date_1904": True}) as workbook:
            sheet = workbook.add_worksheet()
            sheet.write(0, 0, "Due Date")
            sheet.write_datetime(1, 0, rows[1][0], workbook.add_format({"num_format": "yyyy-mm-dd"}))
    assert cells(opened(path)) == rows


@pytest.mark.parametrize("container", TYPED)
def test_thousands_of_blank_rows_with_a_format_follow_the_data(tmp_path, container):
    path = tmp_path / "a.xls"
    if container == "xlsx":
        blank = "".join(f'<row r="{at}"><c r="A{at}" s="0"/><c r="Z{at}" s="0"/></row>' for at in range(3, 10_003))
        rows = [["Account"], ["C1"]]
        spreadsheets.worksheet(path, spreadsheets.inline_rows(rows) + blank)
    elif container == "xls":
        import xlwt

        workbook = xlwt.Workbook()
        sheet = workbook.add_sheet("S")
        for at in range(10_002):
            sheet.write(
                at,
                0,
                ["Account", "C1"][at] if at < 2 else None,
                xlwt.easyxf("borders: left thin") if not at else xlwt.Style.default_style,
            )
        workbook.save(str(path))
    elif container == "xlsb":
        blank = b"".join(
            containers.record(0, struct.pack("<II", at, 0) + bytes(9)) + containers.record(1, struct.pack("<II", 0, 1))
            for at in range(2, 10_002)
        )
        containers.xlsb(path, {"S": [["Account"], ["C1"]]}, extra=blank)
    elif container == "spreadsheetml":
        blank = '<Row><Cell ss:StyleID="plain"/><Cell ss:StyleID="plain"/></Row>' * 10_000
        containers.sml_tables(path, {"S": containers.sml_rows([["Account"], ["C1"]]) + blank})
    else:
        blank = '<table:table-row table:number-rows-repeated="10000">'
        blank += '<table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
        table = {"S": containers.ods_rows([["Account"], ["C1"]]) + blank}
        containers.ods_tables(path, table)
        if container == "fods":
            text = containers.ods_content(table).replace("office:document-content", "office:document")
            path.write_text(text, "utf-8")
    grid = opened(path).load(opened(path).names[0])
    assert trimmed(grid.rows) == [["Account"], ["C1"]]


def hidden_xlsx(path):
    import xlsxwriter

    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for at, row in enumerate(HIDDEN):
            sheet.write_row(at, 0, row)
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})
        sheet.autofilter(0, 0, 2, 2)


def hidden_xls(path):
    import xlwt

    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("S")
    for at, row in enumerate(HIDDEN):
        for column, value in enumerate(row):
            sheet.write(at, column, value)
    sheet.row(1).hidden = True
    sheet.col(1).hidden = True
    workbook.save(str(path))


def hidden_xlsb(path):
    rows = b"".join(
        containers.record(0, struct.pack("<II", at, 0) + b"\x00\x00\x00\x10" + bytes(5))
        + b"".join(containers.xlsb_cell(column, value) for column, value in enumerate(row))
        for at, row in enumerate(HIDDEN)
    )  # fmt: skip
    containers.xlsb(path, {"S": []}, extra=rows)


def hidden_ods(path):
    rows = containers.ods_rows(HIDDEN).replace("<table:table-row>", '<table:table-row table:visibility="collapse">', 2)
    columns = '<table:table-column/><table:table-column table:visibility="filter"/>'
    containers.ods_tables(path, {"S": columns + rows})


def hidden_sml(path):
    rows = containers.sml_rows(HIDDEN).replace('ss:Index="2"', 'ss:Index="2" ss:Hidden="1"', 1)
    containers.sml_tables(path, {"S": '<Column ss:Index="2" ss:Hidden="1"/>' + rows})


def hidden_html(path):
    rows = containers.html_rows(HIDDEN).replace("<tr>", '<tr style="display:none">').replace("<td>", "<td hidden>")
    containers.page(path, f"<table>{rows}</table>")


HIDDEN = [["Account", "Limit", "Name"], ["C1", "L1", "hidden row"], ["C2", "L2", "shown"]]


@pytest.mark.parametrize("write", [hidden_xlsx, hidden_xls, hidden_xlsb, hidden_ods, hidden_sml, hidden_html])
def test_hidden_rows_and_columns_are_read(tmp_path, write):
    write(tmp_path / "a.xls")
    assert cells(opened(tmp_path / "a.xls")) == HIDDEN


def test_results_of_formulas_are_read_as_they_were_saved(tmp_path):
    number = containers.record(9, struct.pack("<II", 1, 0) + struct.pack("<d", 12.5) + bytes(6))
    text = "done".encode("utf-16-le")
    words = containers.record(8, struct.pack("<III", 2, 0, 4) + text + bytes(6))
    assert cells(opened(containers.xlsb(tmp_path / "a.xlsb", {"S": [["x"]]}, extra=number + words))) == [
        ["x", 12.5, "done"]
    ]
    cell = '<table:table-cell table:formula="of:=[.A1]*2" office:value-type="float" office:value="12.5"/>'
    path = containers.ods_tables(tmp_path / "a.ods", {"S": f"<table:table-row>{cell}</table:table-row>"})
    assert cells(opened(path)) == [[12.5]]
    cell = '<Cell ss:Formula="=RC[1]*2"><Data ss:Type="Number">12.5</Data></Cell>'
    assert cells(opened(containers.sml_tables(tmp_path / "a.xml", {"S": f"<Row>{cell}</Row>"}))) == [[12.5]]
    book = spreadsheets.worksheet(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><f>B1*2</f><v>12.5</v></c></row>')
    assert cells(opened(book)) == [[12.5]]


def test_days_before_1900(tmp_path):
    old = [["Since"], [date(1850, 5, 5)]]
    assert cells(opened(containers.ods(tmp_path / "a.ods", {"S": old}))) == old
    assert cells(opened(containers.spreadsheetml(tmp_path / "a.xls", {"S": old}))) == old


def biff(version):
    """Return the records of a sheet of BIFF2 to BIFF5 with a text and a number."""

    def record(number, *parts):
        body = b"".join(parts)
        return struct.pack("<HH", number, len(body)) + body

    word = b"Account"
    if version == 2:
        style = bytes(3)
        text = record(4, struct.pack("<HH", 0, 0), style, bytes([len(word)]), word)
        number = record(3, struct.pack("<HH", 1, 0), style, struct.pack("<d", 12.5))
        return record(9, struct.pack("<HH", 2, 16)) + text + number + record(10)
    text = record(0x204, struct.pack("<HHHH", 0, 0, 0, len(word)), word)
    number = record(0x203, struct.pack("<HHH", 1, 0, 0), struct.pack("<d", 12.5))
    if version < 5:
        begin = record({3: 0x209, 4: 0x409}[version], struct.pack("<HHH", 0, 16, 0))
        return begin + text + number + record(10)
    name = "Tabé".encode("cp1252")
    head = record(0x809, struct.pack("<HHHH", 0x500, 5, 0, 0)) + record(0x42, struct.pack("<H", 1252))
    head += record(0xE0, bytes(16))
    place = struct.pack("<IBBB", len(head) + 15 + len(name), 0, 0, len(name))
    sheet = record(0x809, struct.pack("<HHHH", 0x500, 16, 0, 0)) + text + number + record(10)
    return head + record(0x85, place, name) + record(10) + sheet


@pytest.mark.parametrize("version", [2, 3, 4, 5])
def test_workbooks_of_the_nineties(tmp_path, version):
    path = tmp_path / "old.xls"
    path.write_bytes(biff(version))
    assert cells(opened(path)) == [["Account"], [12.5]]
    if version == 5:
        book = opened(compound.compound(path, biff(version), name="Book"))
        assert (book.names, cells(book)) == (("Tabé",), [["Account"], [12.5]])


def test_cells_that_do_not_say_their_column_stand_right_of_the_one_before(tmp_path):
    """As programs without Excel write binary workbooks; a reader that passes over them loses all columns but one."""
    rows = [
        ["Account", "Invoice No", "Due Date", "", "Amount", "Paid"],
        ["C1", "F-1", date(2026, 5, 1), "", 12.5, True],
        ["C2", "F-2", "", "", -3.0, False, "x" * 80],
        ["", "F-3", datetime(2026, 5, 1, 12, 30), "late", 1e7],
    ]
    error = containers.short(containers.record(3, struct.pack("<II", 0, 0) + b"\x2a"))
    path = containers.xlsb(tmp_path / "a.xlsb", {"S": rows}, extra=error, number_format='#,##0.00 "EUR"', shortly=True)
    book = opened(path)
    assert cells(book) == rows
    grid = book.load("S")
    assert grid.errors == {(3, 5): "#N/A"}
    assert [sum(map(len, runs)) for code, runs in grid.formats(4).items() if "EUR" in code] == [3]
    whole = containers.xlsb(tmp_path / "b.xlsb", {"S": rows})
    assert opened(whole).load("S").fingerprint() == opened(
        containers.xlsb(tmp_path / "c.xlsb", {"S": rows}, shortly=True)
    ).load("S").fingerprint()  # fmt: skip


def test_days_under_a_number_that_excel_keeps_for_itself(tmp_path):
    """As programs without Excel write old workbooks: their own format of days is number 60 and not 164."""
    rows = [["Account", "Invoice No", "When"], ["C1", "F-1", date(2026, 5, 1)], ["C2", "F-2", date(2026, 6, 30)]]
    stream = bytearray(compound.workbook_stream(spreadsheets.xls(tmp_path / "a.xls", rows)))
    at, own = 0, {}
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        place = at + 4 if kind == 0x041E else at + 6
        if kind in {0x041E, 0x00E0} and struct.unpack_from("<H", stream, place)[0] >= 164:
            key = struct.unpack_from("<H", stream, place)[0]
            struct.pack_into("<H", stream, place, own.setdefault(key, 60 + len(own)))
        at += 4 + length
    assert own
    assert cells(opened(compound.compound(tmp_path / "b.xls", bytes(stream)))) == rows


@pytest.mark.parametrize(("place", "change"), [(2, b"\xe4"), (10, b"\xff\xff")])
def test_a_cell_of_an_old_workbook_that_swallows_others_or_whose_text_is_not_there_is_damage(tmp_path, place, change):
    """A reader that believes the length goes on behind other cells, and rows are missing without a word."""
    rows = [["Account", "Invoice No", "Amount"], *[[f"C{at}", f"F-{at}", at + 0.5] for at in range(40)]]
    stream = compound.workbook_stream(spreadsheets.xls(tmp_path / "a.xls", rows))
    at = stream.index(struct.pack("<HHHH", 0x00FD, 10, 7, 0))
    broken = stream[: at + place] + change + stream[at + place + len(change) :]
    with pytest.raises(RefusedError) as caught:
        opened(compound.compound(tmp_path / "b.xls", broken))
    assert caught.value.code == "file_damaged"
    assert cells(opened(compound.compound(tmp_path / "c.xls", stream))) == rows
