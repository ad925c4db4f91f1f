"""The mapping editor by hand: an awkward file is corrected, kept as a layout and known from then on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.services.sync.layouts.saved import saved_layouts
from app.ui.sync.pages import FILES, LAYOUTS
from tests.builders.spreadsheets import book, text

HEAD = ["Abnehmer", "Vorgang", "Vorgang vom", "Zahlbar", "Summe 1", "Summe 2"]
ROWS = [
    ["4711", "V-1", "01.09.2026", "01.10.2026", "1.000,50", "400,25"],
    ["4711", "V-2", "15.09.2026", "15.10.2026", "99,10", "99,10"],
    ["4712", "V-3", "20.09.2026", "20.10.2026", "12,00", "7,00"],
]
FIELDS = ("account", "number", "document_date", "due_date", "", "open")


@pytest.fixture
def awkward(view, tmp_path):
    """A file whose columns nobody can know, looked at in the editor."""
    path = text(tmp_path / "branch.csv", [["Filiale Ulm"], HEAD, *ROWS], separator=";")
    view.take([str(path)])
    view.desk.actions.trigger("sync.columns")
    return view


def correct(view):
    mapping = view.mapping
    mapping.options.kind.choose("open-items")
    mapping.options.currency.setText("eur")
    mapping.options.currency.editingFinished.emit()
    for place, field in enumerate(FIELDS):
        mapping.list.view.select_key(place)
        view.side.column.field.choose(field or " ")


def names(store):
    with store.read() as session:
        return [saved.layout.name for saved in saved_layouts(session)]


def test_a_file_that_cannot_be_read_opens_in_the_editor(awkward):
    mapping = awkward.mapping
    assert awkward.side.currentWidget() is awkward.side.column
    assert mapping._said.text().startswith("Not readable yet: no column for the customer")
    assert [row.mapped.header for row in mapping.list.model.shown_rows()] == HEAD
    assert awkward.side.column._facts.lines()[-1].text.splitlines() == ["4711", "4711", "4712"]
    assert not awkward.desk.actions.action("sync.apply").isEnabled()


def test_the_preview_follows_every_correction(awkward):
    correct(awkward)
    assert awkward.mapping._said.text() == "Reads as 3 records, 506.35 EUR."
    awkward.mapping.list.view.select_key(4)
    awkward.side.column.field.choose("open")
    assert awkward.mapping._said.text() == "Reads as 3 records, 1,111.60 EUR."
    row = next(row for row in awkward.mapping.list.model.shown_rows() if row.mapped.index == 5)
    assert row.mapped.field is None, "the field moved from one column to the other"


def test_corrected_columns_are_previewed_and_applied_without_keeping_them(awkward, store):
    correct(awkward)
    awkward.mapping.use()
    assert awkward.pages.place == FILES
    assert awkward._subtitle.text() == "3 new"
    awkward.desk.actions.trigger("sync.apply")
    assert awkward.pages.past.model.all_rows()[0].report.counts.new == 3
    assert names(store) == []


def test_a_kept_layout_is_recognised_the_next_time(awkward, store, tmp_path, told):
    correct(awkward)
    awkward.desk.actions.trigger("sync.keep")
    awkward.mapping.saving.name.setText("")
    awkward.mapping.saving._save()
    assert awkward.mapping.saving.error() == "A layout needs a name."
    awkward.mapping.saving.name.setText("Branch Ulm")
    awkward.mapping.saving._save()
    assert names(store) == ["Branch Ulm"]
    assert "Branch Ulm" in told[-1]
    assert [run.layout for run in awkward.pages.files.model.all_rows()] == ["Branch Ulm"]
    other = text(tmp_path / "later.csv", [HEAD, *ROWS[:2]], separator=";")
    awkward.take([str(other)])
    assert [run.layout for run in awkward.pages.files.model.all_rows()] == ["Branch Ulm"]


def test_a_name_that_is_taken_may_be_replaced(awkward, store):
    correct(awkward)
    for _time in range(2):
        awkward.desk.actions.trigger("sync.columns")
        awkward.desk.actions.trigger("sync.keep")
        awkward.mapping.saving.name.setText("Branch Ulm")
        awkward.mapping.saving._save()
    assert "Branch Ulm" in awkward.mapping.saving.error()
    assert awkward.mapping.saving._replace.isVisible()
    awkward.mapping.saving._replace.click()
    assert names(store) == ["Branch Ulm"]
    assert awkward.pages.isVisible()


def test_a_column_that_was_put_together_is_listed_under_the_headings_of_the_file(view, tmp_path):
    head = ["Cliente", "Nombre", "Factura", "Fecha", "Vencimiento", "Saldo S/", "Saldo US$"]
    days = ["13/09/2026", "13/10/2026"]
    rows = [["C1", "Andina", "F1", *days, "1250.40", ""], ["C2", "Misti", "F2", *days, "", "830.00"]]
    view.take([str(text(tmp_path / "saldos.csv", [head, *rows]))])
    view.desk.actions.trigger("sync.columns")
    mapping, panel = view.mapping, view.side.column
    place = next(at for at, column in enumerate(mapping.list.model.columns) if column.key == "heading")
    seen = [mapping.list.model.index(row, place).data() for row in range(mapping.list.model.rowCount())]
    assert seen == [*head[:5], "Saldo S/ + Saldo US$", "Saldo S/ + Saldo US$"]
    mapping.list.view.select_key(6)
    assert panel.accessibleName() == "Column G: Saldo S/ + Saldo US$"
    mapping.list.view.select_key(1)
    panel.field.choose(" ")
    assert [row.mapped.seen for row in mapping.list.model.shown_rows()][5] == "Saldo S/ + Saldo US$"


def test_esc_leaves_the_editor_without_a_change(awkward, qtbot):
    qtbot.keyClick(awkward.mapping.list.view, Qt.Key.Key_Escape)
    assert awkward.pages.isVisible()
    assert awkward.session.answers.layouts == {}


def test_the_row_of_headings_and_the_sheet_can_be_chosen(view, tmp_path):
    head = ["Account", "Invoice No", "Due Date", "Currency", "Open Amount"]
    north = [head, ["1", "A", "2026-09-01", "EUR", 5.0], ["2", "B", "2026-09-02", "EUR", 6.0]]
    south = [head, ["3", "C", "2026-09-03", "EUR", 7.0], ["4", "D", "2026-09-04", "EUR", 8.0]]
    view.take([str(book(tmp_path / "two.xlsx", {"North": north, "South": south}))])
    view.desk.actions.trigger("sync.columns")
    options = view.mapping.options
    options.sheet.choose("South")
    assert view.mapping.sketch.sheet == "South"
    assert view.mapping._said.text() == "Reads as 2 records, 15.00 EUR."
    options.headings.choose("0")
    assert [row.reference for row in view.mapping.list.model.shown_rows()] == ["@A", "@B", "@C", "@D", "@E"]


def test_a_wrong_currency_is_marked_and_not_taken(awkward):
    before = awkward.mapping._layout
    awkward.mapping.options.currency.setText("XYZ")
    awkward.mapping.options.currency.editingFinished.emit()
    assert awkward.mapping.options.currency.property("invalid")
    assert awkward.mapping._layout is before


class TestLayouts:
    """Layouts that are kept: renamed, deleted, given to a colleague and taken from one."""

    @pytest.fixture
    def kept(self, awkward):
        correct(awkward)
        awkward.desk.actions.trigger("sync.keep")
        awkward.mapping.saving.name.setText("Branch Ulm")
        awkward.mapping.saving._save()
        awkward.pages.turn_to(LAYOUTS)
        awkward.pages.layouts.list.view.select_first()
        return awkward

    def test_ones_own_stand_before_those_of_the_program(self, kept):
        rows = kept.pages.layouts.list.model.all_rows()
        assert rows[0].layout.name == "Branch Ulm"
        assert not rows[0].layout.shipped
        assert all(row.layout.shipped for row in rows[1:])
        assert kept.pages.tabs.tabText(LAYOUTS) == "Layouts 1"

    def test_a_layout_gets_another_name(self, kept, store):
        page = kept.pages.layouts
        page._name.click()
        page.naming.name.setText("sap-fbl5n")
        page.naming._save()
        assert "sap-fbl5n" in page.naming.error()
        page.naming.name.setText("Ulm")
        page.naming._save()
        assert names(store) == ["Ulm"]
        assert not page.naming.isVisible()

    def test_a_deleted_layout_comes_back_with_undo(self, kept, store):
        kept.pages.layouts._delete.click()
        assert names(store) == []
        kept.desk.actions.trigger("window.undo")
        assert names(store) == ["Branch Ulm"]

    def test_those_of_the_program_are_neither_renamed_nor_deleted(self, kept):
        page = kept.pages.layouts
        page.list.view.select_key(("sap-fbl5n", True))
        assert not page._name.isEnabled()
        assert not page._delete.isEnabled()
        assert page._out.isEnabled()

    def test_a_layout_goes_to_a_colleague_and_back(self, kept, store, tmp_path, monkeypatch, told):
        page, out = kept.pages.layouts, tmp_path / "ulm.toml"
        monkeypatch.setattr("app.ui.sync.layouts.QFileDialog.getSaveFileName", lambda *_args: (str(out), ""))
        monkeypatch.setattr("app.ui.sync.layouts.QFileDialog.getOpenFileName", lambda *_args: (str(out), ""))
        page._out.click()
        assert "Summe 2" in out.read_text(encoding="utf-8")
        page._import()
        assert "cannot be called Branch Ulm" in told[-1]
        page._bring_in(replaces=True)
        assert told[-1] == "Layout Branch Ulm is here."
        page._delete.click()
        page._import()
        assert names(store) == ["Branch Ulm"]


def test_looking_at_a_column_decides_nothing(view, write):
    view.take([write("open.csv", ["C1,Northern,N-1,2026-09-01,2026-10-01,5.00,USD"] * 4)])
    view.desk.actions.trigger("sync.columns")
    reads = []
    view.desk.runner.started.connect(reads.append)
    for place in range(7):
        view.mapping.list.view.select_key(place)
    assert reads == []
    assert view.mapping._layout is None


def test_keys_walk_through_the_fields_and_take_only_the_one_that_enter_is_pressed_on(view, write, qtbot):
    rows = [f"C{at % 3},Northern {at % 3},N-{at},2026-09-{at + 10},2026-10-{at + 10},5.00,USD" for at in range(9)]
    view.take([write("open.csv", rows)])
    view.desk.actions.trigger("sync.columns")
    view.mapping.list.view.select_key(0)
    qtbot.keyClick(view.mapping.list.view, Qt.Key.Key_Return)
    field = view.side.column.field
    popup = field.view()
    assert popup.isVisible()
    assert popup.window().height() < 560, "a list of fields that scrolls, not one as high as the screen"
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    assert view.mapping._layout is None, "nothing is taken on the way"
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert view.mapping._layout is not None
    assert view.mapping.list.view.hasFocus(), "the next column is one key away"
    qtbot.keyClick(view.mapping.list.view, Qt.Key.Key_Return)
    field.hidePopup()
    qtbot.keyClicks(field, "inv")
    assert popup.isVisible()
    assert popup.currentIndex().data() == "Invoice number"
    assert popup.viewport().rect().contains(popup.visualRect(popup.currentIndex())), "what the letters found is seen"
    field.hidePopup()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert view.mapping.list.view.hasFocus()


@pytest.fixture
def old_text(view, tmp_path):
    """A text whose letters fit one encoding, so that nobody is asked for it."""
    path = tmp_path / "old.csv"
    head = "Customer No,Customer,Invoice No,Invoice date,Due date,Open amount,Currency\n"
    rows = "".join(f"C{at},Åkesson {at} AB,I{at},2026-05-0{at},2026-06-0{at},10.50,SEK\n" for at in range(1, 5))
    path.write_bytes((head + rows).encode("cp1252"))
    view.take([str(path)])
    view.desk.actions.trigger("sync.columns")
    return view


def test_an_encoding_that_nobody_asks_for_is_said_in_the_editor(old_text):
    mapping, session = old_text.mapping, old_text.session
    field = mapping.options.encoding
    assert field.isVisibleTo(mapping)
    assert (field.code(), field.currentText()) == ("", "cp1252, by its letters")
    field.choose("cp850")
    assert any("┼kesson 1 AB" in row.mapped.sample for row in mapping.list.model.shown_rows())
    mapping.use()
    assert session.answers.by_file == {session.paths[0]: {"--encoding": "cp850"}}
    assert session.result.runs[0].table.encoding.startswith("cp850")
    old_text.desk.actions.trigger("sync.columns")
    assert field.code() == "cp850"
    field.choose("")
    mapping.use()
    assert session.result.runs[0].table.encoding.startswith("cp1252")


def test_an_encoding_in_which_a_text_cannot_be_read_is_refused_and_another_one_can_be_said(old_text):
    mapping = old_text.mapping
    mapping.options.encoding.choose("utf-8")
    assert mapping.options.encoding.isVisibleTo(mapping)
    assert not mapping.options.sheet.isVisibleTo(mapping), "a text has no sheets"
    assert not mapping.list.model.shown_rows()
    mapping.options.encoding.choose("cp1252")
    assert mapping._said.text().startswith("Reads as 4 records")
    mapping._forget()
    assert mapping.options.encoding.currentText() == "cp1252, by its letters"


def test_only_a_text_has_an_encoding(view, tmp_path):
    path = book(tmp_path / "branch.xlsx", {"Open": [HEAD, *ROWS]})
    view.take([str(path)])
    view.desk.actions.trigger("sync.columns")
    assert not view.mapping.options.encoding.isVisibleTo(view.mapping)
    assert view.mapping.options.sheet.isVisibleTo(view.mapping)
