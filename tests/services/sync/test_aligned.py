"""Reports printed to text files: columns stand where all lines are blank."""

from __future__ import annotations

from app.services.sync.files.aligned import columns_of
from app.services.sync.files.text import open_text
from tests.builders.reading import read_path

SPANISH = """EMPRESA DEMO                                   LISTADO DE SALDOS PENDIENTES               Pag.   1
Al 31/10/2026
====================================================================================
CLIENTE  NOMBRE                 FACTURA     F.EMISION   F.VENCTO           SALDO
====================================================================================
00012    HNOS. GARCIA           F-10001     15/09/2026  15/10/2026      1.500,00
00012    HNOS. GARCIA           NC-0003     16/09/2026  16/09/2026        100,00 CR
EMPRESA DEMO                                   LISTADO DE SALDOS PENDIENTES               Pag.   2
====================================================================================
CLIENTE  NOMBRE                 FACTURA     F.EMISION   F.VENCTO           SALDO
====================================================================================
00034    PANADERIA EL SOL       F-10002     20/09/2026  20/10/2026     12.345,67
                                                        TOTAL          13.745,67
*** FIN DEL INFORME ***
"""
JAPANESE = """売掛金明細表
得意先コード  得意先名          伝票番号  伝票日付    支払期日          残高
001           株式会社青葉      101       2026/09/15  2026/10/31      10,000.00
002           緑川              102       2026/09/16  2026/10/31   2,000,000.00
003           難波電機産業      103       2026/09/17  2026/10/31         300.00
"""


def test_a_printed_report(tmp_path):
    path = tmp_path / "saldos.txt"
    path.write_bytes(SPANISH.encode("cp1252"))
    found = read_path(path, currency="EUR")
    assert [(row.account, row.number, row.due_date, row.open) for row in found.rows] == [
        ("12", "F-10001", "2026-10-15", 150000),
        ("12", "NC-0003", "2026-09-16", -10000),
        ("34", "F-10002", "2026-10-20", 1234567),
    ]
    assert found.accounts["34"].name == "PANADERIA EL SOL"
    rows = found.table.rows
    assert (rows.item, rows.total, rows.skipped, rows.rejected) == (3, 1, 3, 0)
    assert dict(found.table.own_totals) == {"EUR": 1374567}


def test_wide_letters_take_two_places(tmp_path):
    path = tmp_path / "urikake.prn"
    path.write_bytes(JAPANESE.encode("cp932"))
    found = read_path(path, currency="JPY")
    assert [(found.accounts[row.account].name, row.open) for row in found.rows] == [
        ("株式会社青葉", 10000), ("緑川", 2000000), ("難波電機産業", 300),
    ]  # fmt: skip


def test_text_with_a_separator_is_not_aligned():
    rows = "\n".join(f"{at};Acme Ltd;N{at};2026-01-01;10,00" for at in range(9))
    assert columns_of(f"Cliente;Nombre;Factura;Fecha;Saldo\n{rows}\n", 0) is None
    assert columns_of("Dear Sir,\n\nplease find  the account  number  and due date below\n", 0) is None
    assert open_text(b"a  b  c\n").load("").columns
