"""The one table of commands."""

from __future__ import annotations

from collections import Counter

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from app.i18n import msg
from app.ui.actions import ACTIONS, Actions, ActionSpec
from app.ui.view import VIEWS


def test_no_shortcut_and_no_name_stands_twice():
    keys = Counter(QKeySequence(spec.keys).toString() for spec in ACTIONS if spec.keys)
    assert not [key for key, count in keys.items() if count > 1]
    assert not [key for key, count in Counter(spec.id for spec in ACTIONS).items() if count > 1]


def test_every_shortcut_is_one_that_qt_understands():
    assert not [spec.id for spec in ACTIONS if spec.keys and QKeySequence(spec.keys).isEmpty()]


def test_every_view_in_the_rail_has_its_command():
    known = {spec.id for spec in ACTIONS}
    assert not [view.id for view in VIEWS if view.rail and f"go.{view.id}" not in known]


def test_an_action_without_a_handler_is_off_and_with_one_runs(look, qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    table = (ActionSpec("a.run", msg("Run"), "Ctrl+R"), ActionSpec("a.key", msg("Key"), "J", by_widget=True))
    actions = Actions(holder, table)
    ran = []
    assert not actions.action("a.run").isEnabled()
    actions.bind({"a.run": lambda: ran.append(1)})
    assert [spec.id for spec, _action in actions.offered()] == ["a.run"]
    actions.trigger("a.run")
    actions.enable("a.run", on=False)
    actions.trigger("a.run")
    assert ran == [1]
    actions.unbind({"a.run": print})
    assert not actions.offered()
    assert actions.action("a.run").toolTip() == "Run (Ctrl+R)"
