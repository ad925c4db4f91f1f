"""Portfolio: rows, filters, groups with subtotals, totals in the base currency, basis, past days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from app.enums import Basis
from app.services.portfolio.snapshots import write_snapshot
from app.services.preferences import load_settings
from app.ui.frame.memory import Memory
from app.ui.look.fonts import ui_font
from app.ui.main_window import MainWindow, Parts
from app.ui.tables.delegates import PAD
from app.ui.tables.groups import Group
from app.ui.view import VIEWS, Place
from tests.builders.book import fill
from tests.builders.ledger import DAY, Ledger

PORTFOLIO = tuple(spec for spec in VIEWS if spec.id in {"portfolio", "today"})
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(desk, qtbot):
    made = MainWindow(desk, Parts(views=PORTFOLIO))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    return made


@pytest.fixture
def view(store, window):
    with store.write() as uow:
        fill(uow)
        uow.commit()
    window.open(Place("portfolio"))
    return window.host.current()


def take_keys(widget, qtbot):
    widget.window().activateWindow()
    qtbot.waitUntil(widget.window().isActiveWindow)


def numbers(view):
    return [row.number for row in view.list.model.shown_rows()]


def cell(view, number, key):
    row = next(row for row in view.list.model.all_rows() if row.number == number)
    column = next(column for column in view.list.spec.columns if column.key == key)
    return column.value(row), column.display(row)


def test_one_row_for_each_account_and_currency_the_weightiest_first(view, window):
    assert len(numbers(view)) == 20
    assert numbers(view)[:3] == ["100755", "100533", "100348"], "by what is overdue, in the base currency"
    assert view._subtitle.text() == "20 accounts · 11 currencies · as of 30 Oct"
    assert window.rail.button("portfolio").accessibleName() == "Portfolio, 20"


def test_the_columns_say_what_ui_words_ask_for(view):
    assert str(cell(view, "100237", "name")[0]) == "株式会社青空商事 Aozora Shoji K.K."
    assert cell(view, "100237", "overdue")[1] == "9,984,000 JPY"
    assert cell(view, "100237", "percent")[1] == "83 %"
    assert cell(view, "100237", "worst")[1] == "121+"
    assert cell(view, "100237", "stage")[1] == "Second notice"
    assert cell(view, "100237", "state")[1] == "promise broken"
    assert cell(view, "100237", "use")[1] == "79 %"
    assert cell(view, "100237", "promise")[1] == "23 Oct 1,100,000"
    assert cell(view, "100496", "next")[1] == "28 Oct Send copies"
    assert cell(view, "100422", "disputed")[1] == "430,000.00 BRL"
    assert cell(view, "100459", "state")[1] == "promised 5 Nov"
    assert cell(view, "100755", "state")[1] == "orders on hold"
    assert cell(view, "100533", "state")[1] == "unapplied 42,000"
    assert cell(view, "100644", "state")[1] == "callback 22:30"
    assert cell(view, "100834", "parent")[1] == "株式会社青空商事"
    assert cell(view, "100607", "worst")[1] == "Current"


def test_bars_and_credits_add_up_to_the_balance(view):
    for row in view.list.model.all_rows():
        bar = cell(view, row.number, "aging")[0]
        assert bar.total == row.balance


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("over_limit", ["100348"]),
        ("broken", ["100681", "100237"]),
        ("disputed", ["100422"]),
        ("holds", ["100755"]),
        ("unapplied", ["100533", "100237"]),
    ],
)
def test_filters_over_the_list_have_counts_and_choose(view, key, found):
    view.filters.bar.chips.choose(key)
    assert numbers(view) == found
    chip = view.filters.bar.chips._chips[key]
    assert chip.text().endswith(f" {len(found)}")


def test_typing_finds_names_numbers_and_amounts_in_any_column(view, qtbot):
    for typed, found in (("aozora", "100237"), ("アオゾラ", "100237"), ("100385", "100385"), ("412344", "100496")):
        view.filters.bar.quick.setText(typed)
        qtbot.waitUntil(lambda found=found: numbers(view) == [found])


def test_totals_follow_the_selection_and_name_base_and_rates(view):
    totals = view.list.totals
    assert totals.text().startswith("Shown 20, USD 2,924,525.00")
    right = [text for text, _weight in totals._right]
    assert right == ["≈ base, rates 30 Oct", "USD 5,981,872", "overdue 54 %"]
    view.list.view.select_first()
    view.list.view.selectRow(0)
    model = view.list.view.selectionModel()
    for place in (0, 1):
        model.select(view.list.model.index(place, 0), model.SelectionFlag.Select | model.SelectionFlag.Rows)
    assert totals.text() == "Selected 2, USD 2,924,115.00"


def test_a_currency_without_a_rate_is_named_and_never_converted(view, desk, store):
    with store.write() as uow:
        ledger = Ledger(uow.session, uow.now)
        ledger.item(ledger.account("999", currency="CHF"), 5_000_00, DAY)
        uow.touch("accounts", "x")
        desk.events.tell(uow.commit())
    assert "without CHF" in [text for text, _weight in view.list.totals._right]
    assert numbers(view)[-1] == "999", "without a value in the base currency it stands last"


def groups(view):
    model = view.list.model
    return [entry for place in range(model.rowCount()) if isinstance(entry := model.entry(place), Group)]


def column(view, key):
    return next(column for column in view.list.spec.columns if column.key == key)


def test_groups_have_subtotals_in_one_currency_or_in_base(view, window):
    view._group_by("territory")
    found = {group.label: group for group in groups(view)}
    assert list(found) == ["East", "Iberia", "Isles", "North", "South"]
    assert found["Iberia"].subtotal(column(view, "balance")) == "519,006.00 EUR"
    assert found["Iberia"].subtotal(column(view, "overdue")) == "290,731.00"
    assert found["Iberia"].subtotal(column(view, "percent")) == "56 %"
    assert found["North"].subtotal(column(view, "balance")) == "≈ 2,553,996 USD"
    assert found["North"].subtotal(column(view, "aging")).currency == "USD"
    assert window.actions_table.action("portfolio.group").text() == "Group: Territory"


def test_groups_are_arranged_once_and_survive_a_refresh(view, qtbot):
    resets = []
    view.list.model.modelReset.connect(lambda: resets.append(view.list.model.rowCount()))
    view._group_by("country")
    assert len(resets) == 1
    view.load()
    assert len(resets) == 2
    assert resets[0] == resets[1] > 20, "rows and headings"


def test_parents_roll_up_their_children(view):
    view._group_by("family")
    found = groups(view)
    assert [group.label for group in found] == ["上海青云贸易有限公司 100348", "株式会社青空商事 100237", "No group"]
    assert [row.number for row in found[1].rows] == ["100237", "100834"]
    assert found[1].subtotal(column(view, "balance")) == "13,904,000 JPY"


def test_stages_and_buckets_go_from_the_worst_down(view):
    view._group_by("worst")
    assert [group.label for group in groups(view)] == ["121+", "91–120", "61–90", "31–60", "1–30", "Current"]
    view._group_by("stage")
    assert [group.label for group in groups(view)] == ["Second notice", "None"]


def test_the_group_menu_offers_what_rows_can_be_grouped_by(view):
    offered = view.group_menu().actions()
    words = [action.text() for action in offered]
    assert words[:5] == ["none", "Country", "Territory", "Currency", "Parent account"]
    offered[1].trigger()
    assert groups(view)[0].label == "AR"
    assert [action.isChecked() for action in view.group_menu().actions()][:3] == [False, True, False]


def test_the_basis_and_netting_are_switched_and_remembered(view, desk, window):
    before = cell(view, "100237", "aging")[0]
    view._look(Basis.DOCUMENT, net=False)
    aged = cell(view, "100237", "aging")[0]
    assert aged.buckets != before.buckets
    assert aged.total == before.total
    view._look(Basis.DUE, net=False)
    view.basis_menu().actions()[-1].trigger()
    netted = cell(view, "100237", "aging")[0]
    assert netted.credits == 0
    assert netted.total == before.total
    assert window.actions_table.action("portfolio.basis").text() == "By due date, net"
    assert desk.memory.get("portfolio/net") is True


def test_a_past_day_is_answered_from_its_snapshot(view, desk, store):
    earlier = DAY - timedelta(days=7)
    with store.write() as uow:
        run = Ledger(uow.session, uow.now).run(as_of=earlier, at=uow.now - timedelta(days=7))
        write_snapshot(uow.session, run.batch_id, earlier, load_settings(uow.session))
        uow.commit()
    desk.look_at(DAY - timedelta(days=3))
    assert "Balances as they stood on 23 Oct 2026" in view._banner.text()
    assert len(numbers(view)) == 20
    desk.look_at(date(2020, 1, 1))
    assert numbers(view) == []
    assert view._banner.tone == "amber"
    desk.look_at(None)
    assert view._banner is None
    assert len(numbers(view)) == 20


def test_a_filter_is_kept_under_a_name_used_and_forgotten(view, window, qtbot, desk):
    take_keys(view, qtbot)
    view.filters.bar.chips.choose("past_due")
    view.list.toggle_filters()
    view.list.view.header.field("country").setText("JP")
    view._group_by("country")
    qtbot.keyClick(view.list.view, Qt.Key.Key_F, CTRL | SHIFT)
    assert view.filters.name.isVisible()
    view.filters.name.field().setText("Japan late")
    qtbot.keyClick(view.filters.name.field(), Qt.Key.Key_Return)
    assert window.host._toast.text() == "The filter Japan late is kept."
    kept = numbers(view)
    assert kept == ["100237", "100834"]
    view.filters.bar.chips.choose("all")
    view.list.clear_filters()
    view._group_by("")
    assert len(numbers(view)) == 20
    view.filters.bar.chips.choose("mine:Japan late")
    assert numbers(view) == kept
    assert groups(view)[0].label == "JP"
    window.actions_table.trigger("portfolio.drop")
    assert "mine:Japan late" not in view.filters.bar.chips._chips
    window.actions_table.trigger("window.undo")
    assert "mine:Japan late" in view.filters.bar.chips._chips


def test_esc_leaves_the_name_unasked(view, qtbot):
    take_keys(view, qtbot)
    view.filters.ask_name()
    qtbot.keyClick(view.filters.name.field(), Qt.Key.Key_Escape)
    assert not view.filters.name.isVisible()
    assert view.list.view.hasFocus()


def test_enter_opens_the_account_and_letters_the_letters(view, window, desk, qtbot):
    take_keys(view, qtbot)
    went = []
    desk.went.connect(went.append)
    view.list.focus_rows()
    qtbot.keyClick(view.list.view, Qt.Key.Key_Return)
    window.actions_table.trigger("portfolio.letters")
    assert went == [Place("account", "100755"), Place("letters")]


def test_the_slash_goes_to_the_quick_filter(view, qtbot):
    take_keys(view, qtbot)
    view.list.focus_rows()
    qtbot.keyClick(view.list.view, Qt.Key.Key_Slash)
    assert view.filters.bar.quick.hasFocus()
    qtbot.keyClick(view.filters.bar.quick, Qt.Key.Key_Down)
    assert view.list.view.hasFocus()


def test_what_is_shown_is_exported_and_copied(view, window, tmp_path, monkeypatch, qtbot):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "book.xlsx"), ""))
    view.filters.bar.chips.choose("broken")
    window.actions_table.trigger("window.export")
    assert (tmp_path / "book.xlsx").exists()
    view.list.view.selectAll()
    view.list.view.copy_selection()
    lines = QApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:4] == ["Account", "Name", "Ctry", "Balance"]
    assert len(lines) == 3


def test_the_preview_follows_the_cursor_when_it_is_asked_for(view, window, qtbot):
    assert not view.preview.isVisible()
    window.actions_table.trigger("window.panel")
    qtbot.waitUntil(lambda: view.preview.number == "100755")


def test_wide_screens_show_more_columns_narrow_ones_fewer(view, window, qtbot):
    def shown():
        return [column.key for column in view.list.view.shown_columns()]

    qtbot.waitUntil(lambda: "worst" not in shown())
    assert shown()[:10] == [
        "number", "name", "country", "balance", "aging", "overdue", "percent", "state", "contact", "stage"
    ]  # fmt: skip
    window.resize(1920, 1080)
    qtbot.waitUntil(lambda: {"next", "promise", "disputed", "use", "worst"} <= set(shown()))


def test_long_account_numbers_are_whole_in_any_font(qapp, window, desk):
    font = qapp.font()
    larger = QFont(font)
    larger.setPointSizeF(13)
    qapp.setFont(larger)
    ui_font.cache_clear()
    try:
        window.open(Place("portfolio"))
        header = window.host.current().list.view.header
        need = QFontMetrics(ui_font()).horizontalAdvance("2111100111")
        assert header.sectionSize(0) >= need + 2 * PAD
    finally:
        qapp.setFont(font)
        ui_font.cache_clear()


def test_an_empty_store_says_what_to_do(window, desk):
    window.open(Place("portfolio"))
    view = window.host.current()
    assert view.list.empty.title() == "No accounts yet"
    assert view.list.stack.currentWidget() is view.list.empty


def test_group_and_order_are_remembered(view, desk, window, qtbot):
    view._group_by("currency")
    memory: Memory = desk.memory
    assert memory.get("portfolio/group") == "currency"


def test_everything_that_takes_the_focus_has_a_name(view):
    kinds = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit)
    view.filters.ask_name()
    takes = [
        child
        for child in view.findChildren(QWidget)
        if isinstance(child, kinds) and child.focusPolicy() != Qt.FocusPolicy.NoFocus and child.isVisible()
    ]
    assert takes
    assert not [type(child).__name__ for child in takes if not child.accessibleName()]


def test_many_own_filters_run_off_the_edge_instead_of_being_cut(view, qtbot):
    for number in range(12):
        view._keep(f"Filter with a long name {number}")
    chips = view.filters.bar.chips
    chip = chips.chip("mine:Filter with a long name 11")
    qtbot.waitUntil(lambda: chip.width() == chip.sizeHint().width())
    chips.choose("mine:Filter with a long name 11")
    assert not chip.visibleRegion().isEmpty()
    chips.choose("all")
    assert not chips.chip("all").visibleRegion().isEmpty()
