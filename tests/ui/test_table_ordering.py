"""Very long lists are ordered in steps, with the same outcome as at once."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from app.i18n import msg
from app.money import Money
from app.ui.frame.memory import Memory
from app.ui.tables.columns import Column
from app.ui.tables.ordering import LONG, order_steps
from app.ui.tables.table_panel import TablePanel, TableSpec


@dataclass(frozen=True)
class Line:
    """A row of a long list."""

    place: int
    name: str
    amount: Money | None


COLUMNS = (
    Column("place", msg("Place"), lambda row: row.place, "number"),
    Column("name", msg("Name"), lambda row: row.name),
    Column("amount", msg("Amount"), lambda row: row.amount, "money"),
)


def line(at: int) -> Line:
    name = f"{at * 7919 % 997}" if at % 5 else f"Account {at * 31 % 401}"
    return Line(at, name, Money(at * 104_729 % 9_973, "USD") if at % 11 else None)


ROWS = [line(at) for at in range(LONG + 3_001)]


@pytest.fixture
def panel(qtbot):
    made = TablePanel(TableSpec("test.long", "Long", COLUMNS, lambda row: row.place, ("", "", "")), Memory())
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.key)
@pytest.mark.parametrize("descending", [False, True])
def test_steps_come_to_the_same_order_as_sorting_at_once(panel, column, descending):
    steps, count = order_steps(column, ROWS, descending=descending), 0
    try:
        while True:
            next(steps)
            count += 1
    except StopIteration as done:
        found = [ROWS[place] for place in done.value]
    panel.model.set_rows(ROWS)
    panel.model.set_order(column.key, descending=descending)
    assert found == list(panel.model.shown_rows())
    assert count > 20, "the window has its turn in between"


def test_a_long_list_stands_as_it_was_until_it_is_in_order(panel, qtbot):
    panel.set_rows(ROWS)
    with qtbot.waitSignal(panel.model.shown_changed, timeout=20_000):
        panel.view.header.sectionClicked.emit(1)
        assert panel.model.shown_rows()[0] is ROWS[0]
    names = [row.name for row in panel.model.shown_rows()]
    assert names[0] == "0"
    assert names[-1].startswith("Account")


def test_rows_that_come_while_others_are_ordered_are_ordered_themselves(panel, qtbot):
    panel.set_rows(ROWS)
    panel.view.header.sectionClicked.emit(0)
    few = ROWS[:50]
    panel.set_rows(few)
    assert list(panel.model.shown_rows()) == few[::-1], "few rows are sorted at once"
    panel.set_rows(ROWS[:LONG])
    qtbot.waitUntil(lambda: panel.model.shown_rows()[0] is ROWS[LONG - 1], timeout=20_000)


def test_what_is_typed_at_once_over_a_long_list_waits_for_its_words(panel, qtbot):
    panel.resize(600, 400)
    panel.show()
    panel.set_rows(ROWS)
    panel.set_quick("account")
    assert len(panel.model.shown_rows()) == len(ROWS), "the list stands until the words are made"
    panel.set_quick("account 4")
    with qtbot.waitSignal(panel.model.shown_changed, timeout=30_000):
        pass
    assert panel.model.words.whole(ROWS)
    shown = panel.model.shown_rows()
    assert 0 < len(shown) < len(ROWS)
    assert all(row.name.startswith("Account") for row in shown)
    panel.set_quick("")
    assert len(panel.model.shown_rows()) == len(ROWS)


def test_clearing_the_filters_forgets_what_still_waited(panel, qtbot):
    panel.resize(600, 400)
    panel.show()
    panel.set_rows(ROWS)
    panel.set_quick("account")
    panel.clear_filters()
    qtbot.waitUntil(lambda: panel.model.words.whole(ROWS), timeout=30_000)
    assert len(panel.model.shown_rows()) == len(ROWS)
