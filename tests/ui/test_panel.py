"""The right panel: Tab goes through what it holds in the order in which it stands there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from app.ui.widgets.button import Button
from app.ui.widgets.panel import Panel


def test_tab_goes_from_the_last_field_to_the_buttons_that_were_made_before_it(qtbot):
    panel = Panel("Panel")
    qtbot.addWidget(panel)
    leave, save = Button("Cancel"), Button("Save")
    panel.foot.addWidget(leave)
    panel.foot.addWidget(save)
    first, second, late = QLineEdit(), QLineEdit(), QLineEdit()
    panel.content.addWidget(first)
    panel.content.addWidget(second)
    with qtbot.waitActive(panel):
        panel.show()
    first.setFocus()
    panel.content.addWidget(late)
    late.show()
    order = []
    for _press in range(5):
        order.append(panel.focusWidget())
        qtbot.keyClick(order[-1], Qt.Key.Key_Tab)
    assert order == [first, second, late, leave, save]
    save.setFocus()
    qtbot.keyClick(save, Qt.Key.Key_Backtab)
    assert panel.focusWidget() is leave
