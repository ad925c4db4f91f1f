"""Layouts as data: shipped ones, saved ones with their audit events, and files for a colleague."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.enums import SyncKind
from app.errors import RefusedError
from app.models.audit import AuditEvent
from app.services.sync.layouts.headings import fields, known
from app.services.sync.layouts.layout import Layout, references
from app.services.sync.layouts.names import FIELD_NAMES
from app.services.sync.layouts.saved import (
    delete_layout,
    export_layout,
    import_layout,
    layout_named,
    rename_layout,
    save_layout,
    saved_layouts,
)
from app.services.sync.layouts.sketch import with_fingerprint
from app.services.sync.layouts.tomlfile import parse_layout, read_layout, shipped, to_toml
from tests.builders.reading import read_rows

DAY = date(2026, 10, 30)
MINE = Layout(
    name="Monday list",
    title="List of the branch in Cali",
    kind=SyncKind.OPEN_ITEMS,
    headers=(("Tercero", "Fecha", "Valor"),),
    fields={
        "Tercero": "name", "Fecha": "document_date", "Fecha#2": "due_date", "@D": "number", "Valor": "open", "x": "",
    },
    source="plain-12345678",
    sheet="Hoja1",
    header_row=7,
    decimal="comma",
    date_order="dmy",
    currency="COP",
    settled=('Cancelada "hoy"', "ﾊﾝ\\"),
    credit_series="letter",
)  # fmt: skip


def save(store, layout, **options):
    with store.write() as uow:
        save_layout(uow, layout, DAY, **options)
        return uow.commit()


def names(store):
    with store.read() as session:
        return [saved.layout.name for saved in saved_layouts(session)]


def events(store):
    with store.read() as session:
        rows = session.scalars(select(AuditEvent).where(AuditEvent.entity == "layout").order_by(AuditEvent.seq))
        return [(row.action, row.entity_id) for row in rows]


def test_every_field_has_a_name_and_every_name_a_field():
    assert set(FIELD_NAMES) == set(fields())


def test_a_layout_survives_its_file():
    assert parse_layout(to_toml(MINE), "mine.toml") == MINE
    for layout in shipped():
        assert replace(parse_layout(to_toml(replace(layout, shipped=False)), ""), shipped=True) == layout


def test_columns_are_named_by_heading_number_and_letter():
    heads = ["Tercero", " Fecha ", "FECHA", "", "Valor", "#"]
    assert references(heads) == ["Tercero", "Fecha", "FECHA#2", "@D", "Valor", "#"]
    assert MINE.told(heads) == {0: "name", 1: "document_date", 2: "due_date", 3: "number", 4: "open"}


def test_a_layout_fits_in_any_order_and_beside_new_columns():
    assert MINE.fits(["VALOR", "neu", "*Tercero.", "fecha"]) == 3
    assert MINE.fits(["Valor", "Tercero"]) == 0


def test_saved_renamed_and_deleted_with_an_event_each(store):
    changes = save(store, MINE)
    assert changes.settings == {"sync.layout.Monday list"}
    with store.read() as session:
        assert layout_named(session, "Monday list") == MINE
    with store.write() as uow:
        rename_layout(uow, "Monday list", "Cali", DAY)
        uow.commit()
    with store.read() as session:
        assert layout_named(session, "Cali").source == "plain-12345678"  # the items stay tied to where they came from
    with store.write() as uow:
        delete_layout(uow, "Cali")
        uow.commit()
    assert names(store) == []
    saved = [("layout.save", "Monday list"), ("layout.rename", "Cali"), ("layout.delete", "Cali")]
    assert events(store) == saved


def test_a_renamed_layout_without_a_source_keeps_its_old_name_as_one(store):
    save(store, replace(MINE, source=""))
    with store.write() as uow:
        rename_layout(uow, "Monday list", "Cali", DAY)
        uow.commit()
    with store.read() as session:
        assert layout_named(session, "Cali").origin == "Monday list"


def test_a_name_is_given_once(store):
    save(store, MINE)
    with pytest.raises(RefusedError) as caught:
        save(store, MINE)
    assert caught.value.code == "layout_name_taken"
    save(store, replace(MINE, currency="USD"), replaces=True)
    with store.read() as session:
        assert layout_named(session, "Monday list").currency == "USD"
    for name in ("sap-fbl5n", "plain-0a1b2c3d"):
        with pytest.raises(RefusedError):
            save(store, replace(MINE, name=name), replaces=True)
    save(store, replace(MINE, name="Other"))
    with store.write() as uow, pytest.raises(RefusedError):
        rename_layout(uow, "Other", "Monday list", DAY)


def test_to_a_colleague_and_back(store, tmp_path):
    save(store, MINE)
    path = tmp_path / "mine.toml"
    with store.read() as session:
        export_layout(session, "Monday list", path)
    with store.write() as uow:
        delete_layout(uow, "Monday list")
        assert import_layout(uow, path, DAY) == MINE
        uow.commit()
    assert names(store) == ["Monday list"]


def test_an_unknown_layout_is_refused_by_name(store):
    with store.read() as session, pytest.raises(RefusedError) as caught:
        layout_named(session, "nobody")
    assert "sap-fbl5n" in str(caught.value)
    with store.write() as uow, pytest.raises(RefusedError):
        delete_layout(uow, "nobody")


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("name = ", "layout_file", "no TOML"),
        ("nam = 'x'", "layout_key", "nam"),
        ("[fields]\nA = 'account'", "layout_name", "no name"),
        ("name = 'x:y'\n[fields]\nA = 'account'", "layout_name", "x:y"),
        ("name = 'x'", "layout_columns", "no columns"),
        ("name = 'x'\n[fields]\nA = 'acount'", "layout_field", "acount"),
        ("name = 'x'\n[fields]\nA = 'open'\nB = 'open'", "layout_twice", "A and B"),
        ("name = 'x'\nkind = 'bills'\n[fields]\nA = 'open'", "layout_value", "bills"),
        ("name = 'x'\ndecimal = ','\n[fields]\nA = 'open'", "layout_value", "point, comma"),
        ("name = 'x'\ncurrency = 'XXY'\n[fields]\nA = 'open'", "layout_value", "XXY"),
        ("name = 'x'\nheader_row = '7'\n[fields]\nA = 'open'", "layout_value", "row number"),
        ("name = 'x'\nheaders = ['A']\n[fields]\nA = 'open'", "layout_value", "list of lists"),
        ("name = 'x'\nheaders = [['']]\n[fields]\nA = 'open'", "layout_headers", "empty"),
        ("name = 'x'\nfields = ['A']", "layout_value", "fields is a table"),
        ("name = 7\n[fields]\nA = 'open'", "layout_value", "name is a text"),
        ("name = 'x'\nsettled = 'paid'\n[fields]\nA = 'open'", "layout_value", "settled"),
    ],
)
def test_every_mistake_in_a_file_is_named(tmp_path, text, code, said):
    path = tmp_path / "theirs.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RefusedError) as caught:
        read_layout(path)
    assert caught.value.code == code
    assert said in str(caught.value)
    assert "theirs.toml" in str(caught.value)


def test_what_is_no_text_at_all_is_refused(tmp_path):
    with pytest.raises(RefusedError) as caught:
        read_layout(tmp_path / "none.toml")
    assert caught.value.code == "file_missing"
    (tmp_path / "odd.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RefusedError):
        read_layout(tmp_path / "odd.toml")
    (tmp_path / "large.toml").write_bytes(b"#" * (1 << 21))
    with pytest.raises(RefusedError):
        read_layout(tmp_path / "large.toml")
    with pytest.raises(RefusedError):
        read_layout(tmp_path)


def test_a_layout_of_few_columns_is_recognised_by_all_headings_of_its_file():
    few = with_fingerprint(Layout("x", fields={"Rest": "open"}), ["Rest", "Bemerkung", "", "Werk"])
    assert few.headers == (("Rest", "Bemerkung", "Werk"),)
    many = with_fingerprint(Layout("x", fields={"A": "account", "B": "number", "C": "open"}), ["A", "B", "C", "D"])
    assert many.headers == (("A", "B", "C"),)


def test_what_headings_mean_is_put_together_once_however_it_is_asked_for():
    ledger, beside = known(), known(beside=True)
    assert len(beside) > len(ledger)
    assert known(beside=False) is known() is ledger
    assert known(beside=True) is beside


def test_sage_50_with_the_customer_in_a_line_above_and_its_limit_below():
    head = ["No", "Type", "Date", "Ref", "Details", "Balance", "Current", "Period 1", "Period 2", "Period 3", "Older"]
    rows = []
    for account, name, first in (("20417", "Ashdown Fixings Ltd", 4201), ("20455", "Brightwater Dairy", 4210)):
        rows += [["A/C:", account, "Name:", name, "", "Contact:", "Mrs Webb"], head]
        rows += [
            [first + n, "SI", f"1{n}/08/2026", 3301 + first + n, "Goods", 10.5, 0.0, 0.0, 10.5, 0.0, 0.0]
            for n in (3, 4)
        ]
        rows += [["", "", "", "", "Totals:", 21.0, 0.0, 0.0, 21.0, 0.0, 0.0]]
        rows += [["", "", "Turnover:", 1200.0, "Credit Limit £", 500.0]]
    found = read_rows([["Aged Debtors Analysis (Detailed)"], *rows], currency="GBP")
    assert [(row.account, row.number) for row in found.rows] == [
        ("20417", "7505"), ("20417", "7506"), ("20455", "7514"), ("20455", "7515"),
    ]  # fmt: skip
    assert (found.table.layout, found.table.rejected) == ("sage-50-aged-debtors", ())
    assert "row_above_headings" not in found.codes
