"""Every container is guarded as xlsx is: passwords, far corners, traps, cut files, errors, formulas without results."""

from __future__ import annotations

import struct
import zipfile
from datetime import date

import pytest

from app.errors import RefusedError
from app.services.sync.files import guard
from app.services.sync.files.zipscan import UNSAVED
from app.services.sync.model import ReadOptions
from app.services.sync.reading.read import read_file
from tests.builders import compound, containers, exports, spreadsheets
from tests.services.sync.test_containers import TEXTS, TYPED, cells, opened

ROWS = exports.plain_english()
OPTIONS = ReadOptions(date(2026, 7, 1), currency="EUR")


def refused(path):
    """Return the refusal of a file, from the guard or from the process that reads it."""
    with pytest.raises(RefusedError) as caught, read_file(path, OPTIONS) as stream:
        list(stream)
    assert path.name in str(caught.value)
    assert caught.value.do is not None
    return caught.value.code


# ------------------------------------------------------------------------------------------------ passwords


def test_ods_with_a_password(tmp_path):
    assert refused(containers.ods(tmp_path / "a.ods", {"S": ROWS}, encrypted=True)) == "file_encrypted"


def test_ods_encrypted_as_one_package(tmp_path):
    parts = {"mimetype": containers.ODS, "encrypted-package": b"\x00" * 100, "META-INF/manifest.xml": "<m/>"}
    assert refused(containers.packed(tmp_path / "a.ods", parts)) == "file_encrypted"


@pytest.mark.parametrize("lock", [struct.pack("<HHH", 0, 1, 2), struct.pack("<HHH", 1, 1, 1) + bytes(48)])
def test_xls_with_a_password_weak_or_strong(tmp_path, lock):
    stream = compound.workbook_stream(spreadsheets.xls(tmp_path / "a.xls", ROWS))
    first = 4 + struct.unpack_from("<H", stream, 2)[0]
    locked = stream[:first] + struct.pack("<HH", 0x2F, len(lock)) + lock + stream[first:]
    assert refused(compound.compound(tmp_path / "locked.xls", locked)) == "file_encrypted"


@pytest.mark.parametrize("name", ["a.xlsx", "a.xlsb", "a.xls"])
def test_office_files_with_a_password(tmp_path, name):
    assert refused(spreadsheets.encrypted_office(tmp_path / name)) == "file_encrypted"


# ------------------------------------------------------------------------------------------------ far corners and traps


def far_xlsb(path):
    far = containers.record(0, struct.pack("<II", 1048575, 0) + bytes(9)) + containers.xlsb_cell(16383, 1.0)
    return containers.xlsb(path, {"S": ROWS}, extra=far)


def far_ods(path):
    filled = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
    return containers.ods_tables(
        path, {"S": f'<table:table-row table:number-rows-repeated="1048576">{filled}</table:table-row>'}
    )


def far_row_ods(path):
    gap = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    cell = '<table:table-cell table:number-columns-repeated="90"/>' + containers.ods_cell(1.0)
    return containers.ods_tables(
        path, {"S": containers.ods_rows(ROWS) + gap + f"<table:table-row>{cell}</table:table-row>"}
    )


def far_sml(path):
    far = f'<Row ss:Index="1048576">{containers.sml_cell(1.0, 16384)}</Row>'
    return containers.sml_tables(path, {"S": containers.sml_rows(ROWS) + far})


def far_xls(path):
    blank = [""] * 255
    rows = [*ROWS, *([[]] * 65_000), [*blank, 1.0]]
    return spreadsheets.xls(path, rows)


@pytest.mark.parametrize("write", [far_xlsb, far_ods, far_row_ods, far_sml, far_xls])
def test_a_cell_in_the_far_corner(tmp_path, write):
    assert refused(write(tmp_path / "far.xls")) == "far_corner"


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
) + "]>"  # fmt: skip


def test_entity_bombs_are_refused_and_not_expanded(tmp_path):
    rows = containers.sml_rows(ROWS).replace("Kestrel", "&j;")
    assert refused(containers.sml_tables(tmp_path / "a.xls", {"S": rows}, head=BOMB)) == "xml_entities"
    flat = containers.fods(tmp_path / "a.fods", {"S": ROWS})
    text = flat.read_text("utf-8").replace("?>", f"?>{BOMB}", 1).replace("Kestrel", "&j;")
    flat.write_text(text, "utf-8")
    assert refused(flat) == "xml_entities"
    content = containers.ods_content({"S": containers.ods_rows(ROWS)}).replace("?>", f"?>{BOMB}", 1)
    parts = {
        "mimetype": containers.ODS,
        "content.xml": content.replace("Kestrel", "&j;"),
        "META-INF/manifest.xml": "<m/>",
    }
    assert refused(containers.packed(tmp_path / "a.ods", parts)) in {"xml_entities", "file_damaged"}
    texts = [[str(cell) for cell in row] for row in ROWS]
    sheet = spreadsheets.worksheet(tmp_path / "a.xlsx", spreadsheets.inline_rows(texts).replace("Kestrel", "&j;"))
    with zipfile.ZipFile(sheet) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = BOMB + parts["xl/worksheets/sheet1.xml"]
    assert refused(containers.packed(sheet, parts)) == "file_damaged"


@pytest.mark.parametrize(
    "content",
    [
        "<html><body><p>Session expired. Please log in.</p></body></html>",
        "<!DOCTYPE html>\n<html><head></head></html>",
        '<?xml version="1.0"?><invoices><invoice n="1"/></invoices>',
        '<?xml version="1.0"?>\n<!-- x --><rss version="2.0"></rss>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_mark_up_that_is_no_table(tmp_path, content, encoding):
    path = tmp_path / "page.xls"
    path.write_bytes(content.encode(encoding))
    assert refused(path) == "wrong_kind_of_file"


# ------------------------------------------------------------------------------------------------ cut off

CUT = {**TYPED, "html": TEXTS["html"], "xls without a file": None}


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.995])
@pytest.mark.parametrize("container", CUT)
def test_a_file_that_was_cut_off_is_never_taken_for_whole(tmp_path, container, share):
    if CUT[container] is None:
        stream = compound.workbook_stream(spreadsheets.xls(tmp_path / "a.xls", ROWS))
        path = tmp_path / "bare.xls"
        path.write_bytes(stream.rstrip(b"\x00"))
    else:
        path = CUT[container](tmp_path, ROWS)
    if container == "xls":  # the stream is followed by sectors that are all padding
        share = min(share, 0.6)
    if container == "html":  # the last tags close the page behind its table
        share = min(share, 0.9)
    assert refused(spreadsheets.cut(path, share)) in {"file_damaged", "wrong_kind_of_file", "reader_stopped"}


# ------------------------------------------------------------------------------------------------ errors and formulas


def test_errors_and_formulas_without_results_are_known_in_every_container(tmp_path):
    error = containers.record(3, struct.pack("<II", 2, 0) + b"\x2a")
    result = containers.record(11, struct.pack("<II", 1, 0) + b"\x17" + bytes(6))
    xlsb = containers.xlsb(tmp_path / "a.xlsb", {"S": [["x"]]}, extra=error + result)
    assert opened(xlsb).load("S").errors == {(0, 2): "#N/A", (0, 1): "#REF!"}
    cell = '<table:table-cell table:formula="of:=1&gt;0" '
    row = (
        containers.ods_cell("x")
        + cell
        + 'office:value-type="string" calcext:value-type="error"><text:p>#DIV/0!</text:p>'
    )
    row += f"</table:table-cell>{cell}/>"
    ods = containers.ods_tables(tmp_path / "a.ods", {"S": f"<table:table-row>{row}</table:table-row>"})
    assert opened(ods).load("S").errors == {(0, 1): "#DIV/0!", (0, 2): UNSAVED}
    row = containers.sml_cell("x") + '<Cell ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell>'
    row += '<Cell ss:Formula="=R1C1"/>'
    sml = containers.sml_tables(tmp_path / "a.xml", {"S": f"<Row>{row}</Row>"})
    assert opened(sml).load("S").errors == {(0, 1): "#DIV/0!", (0, 2): UNSAVED}
    for path in (xlsb, ods, sml):
        assert cells(opened(path)) == [["x"]]


def test_errors_and_formulas_of_an_old_workbook(tmp_path):
    import xlwt

    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("S")
    sheet.row(0).set_cell_error(0, 0x2A)
    sheet.write(1, 0, xlwt.Formula("1+1"))
    sheet.write(1, 1, "x")
    workbook.save(str(tmp_path / "a.xls"))
    book = opened(tmp_path / "a.xls")
    assert book.load("S").errors == {(0, 0): "#N/A", (1, 0): UNSAVED}
    assert cells(book) == [[], ["", "x"]]


@pytest.mark.parametrize(("name", "magic"), [("a.zip", b""), ("a.gz", b"\x1f\x8b\x08\x00"), ("a.rar", b"Rar!\x1a\x07")])
def test_archives_are_to_be_unpacked(tmp_path, name, magic):
    path = tmp_path / name
    if magic:
        path.write_bytes(magic + bytes(range(256)))
    else:
        containers.packed(path, {"export.csv": "a,b\r\n1,2\r\n"})
    with pytest.raises(RefusedError) as caught, read_file(path, OPTIONS):
        pass
    assert "Unpack it" in str(caught.value)


def test_a_workbook_without_sheets(tmp_path):
    assert refused(containers.sml_tables(tmp_path / "a.xls", {})) == "file_damaged"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'ID;PWXL;N;E\r\nP;PGeneral\r\nC;Y1;X1;K"Account"\r\nE\r\n', "SYLK"),
        (b'TABLE\r\n0,1\r\n"EXCEL"\r\nVECTORS\r\n0,2\r\n""\r\nDATA\r\n0,0\r\n', "DIF"),
    ],
)
def test_spreadsheets_of_long_ago_are_refused_by_their_name(tmp_path, data, kind):
    path = tmp_path / "old.slk"
    path.write_bytes(data)
    with pytest.raises(RefusedError, match=kind):
        guard.open_file(path)
    path.write_bytes(b"ID;Partner;Betrag\r\nC;Y;1\r\n")
    assert guard.open_file(path).container == "text"
