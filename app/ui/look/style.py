"""The little style sheet on top of Fusion: rounded fields and buttons, calm headers, visible focus.

Everything that carries data (cells, chips, bars, rail) paints itself; a style sheet is only used where Qt's own
controls would look foreign beside them. Sizes are pixels of the 4-px grid; fonts are set on widgets, never here, so
that the system's size decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Template
from typing import Any, Final

_SHEET: Final = Template(
    """
QWidget#page, QWidget#viewport { background: $bg; }
QFrame[card="true"] { background: $panel; border: 1px solid $line; border-radius: 8px; }
QFrame[card="true"][hot="true"] { background: $accent_ground; border-color: $accent; }
QLabel { background: transparent; }
QLabel[role="dim"] { color: $dim; }
QLabel[role="red"] { color: $red; }
QLabel[role="amber"] { color: $amber; }
QLabel[role="green"] { color: $green; }
QToolTip { background: $panel; color: $text; border: 1px solid $field_line; padding: 4px 6px; }

QPushButton { background: $panel; color: $text; border: 1px solid $line; border-radius: 6px; padding: 0 11px;
  min-height: 26px; outline: 0; }
QPushButton:hover { background: $hover; border-color: $field_line; }
QPushButton:pressed, QPushButton:checked { background: $accent_ground; color: $accent; border-color: $accent; }
QPushButton:focus { border: 2px solid $accent; padding: 0 10px; min-height: 24px; }
QPushButton:disabled { color: $faded; background: $bg; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed { background: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $grey_ground; color: $faded; border-color: $line; }
QPushButton[kind="flat"] { background: transparent; border-color: transparent; padding: 0 7px; }
QPushButton[kind="flat"]:hover { background: $grey_ground; }
QPushButton[kind="flat"]:focus { border: 2px solid $accent; padding: 0 6px; }
QPushButton[kind="link"] { background: transparent; border: 0; padding: 0 2px; color: $dim; text-decoration: underline;
  min-height: 20px; }
QPushButton[kind="link"]:hover { color: $text; }
QPushButton[kind="link"]:focus { border: 1px solid $accent; color: $text; }
QPushButton::menu-indicator { image: none; width: 0; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox { background: $field; color: $text;
  border: 1px solid $line; border-radius: 6px; padding: 0 8px; selection-background-color: $accent;
  selection-color: $on_accent; }
QLineEdit, QComboBox, QAbstractSpinBox { min-height: 26px; }
QPlainTextEdit, QTextEdit { padding: 4px 5px; }
QLineEdit:hover, QPlainTextEdit:hover, QComboBox:hover { border-color: $field_line; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus { border: 2px solid $accent; padding: 0 7px;
  min-height: 24px; background: $panel; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: 3px 4px; background: $panel; }
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QComboBox[invalid="true"] { border-color: $red; }
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled { color: $faded; }
QLineEdit[kind="filter"] { border-radius: 4px; padding: 0 5px; min-height: 20px; }
QLineEdit[kind="filter"]:focus { padding: 0 4px; min-height: 18px; }
QComboBox { combobox-popup: 0; }
QComboBox::drop-down { border: 0; width: 22px; }
QComboBox::down-arrow { image: url(icons:chevron-$mode.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $panel; color: $text; border: 1px solid $field_line; padding: 3px;
  selection-background-color: $selection; selection-color: $text; outline: 0; }
QComboBox QAbstractItemView::item { min-height: 24px; padding: 0 6px; }

QListWidget#pages { background: transparent; border: 0; outline: 0; }
QListWidget#pages::item { min-height: 30px; padding: 2px 10px; border-radius: 6px; color: $dim; }
QListWidget#pages::item:hover { background: $hover; }
QListWidget#pages::item:selected { background: $accent_ground; color: $accent; }

QCheckBox, QRadioButton { spacing: 7px; background: transparent; }
QCheckBox:focus, QRadioButton:focus { color: $accent; }
QCheckBox::indicator, QListWidget::indicator { width: 14px; height: 14px; border: 1px solid $check_line;
  border-radius: 3px; background: $panel; }
QCheckBox::indicator:hover, QCheckBox::indicator:focus { border-color: $accent; }
QCheckBox::indicator:checked, QListWidget::indicator:checked { background: $accent; border-color: $accent;
  image: url(icons:tick-$mode.svg); }
QCheckBox::indicator:disabled { border-color: $line; background: $line_soft; }
QCheckBox::indicator:checked:disabled { background: $dim; border-color: $dim; }
QCheckBox::indicator:indeterminate { background: $accent_ground; border-color: $accent; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $check_line; border-radius: 8px;
  background: $panel; }
QRadioButton::indicator:hover, QRadioButton::indicator:focus { border-color: $accent; }
QRadioButton::indicator:checked { border: 4px solid $accent; width: 8px; height: 8px; }

QMenu { background: $panel; color: $text; border: 1px solid $field_line; padding: 4px; }
QMenu::item { padding: 5px 22px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: $selection; color: $text; }
QMenu::item:disabled { color: $faded; }
QMenu::separator { height: 1px; background: $line; margin: 4px 6px; }
QMenu::indicator { width: 14px; height: 14px; left: 5px; }
QMenu::indicator:checked { image: url(icons:check-$mode.svg); }

QTableView { background: $panel; border: 0; border-radius: 8px; outline: 0; }
QHeaderView { background: transparent; border: 0; }
QHeaderView::section { background: transparent; color: $dim; border: 0; padding: 0 9px; }
QTableCornerButton::section { background: transparent; border: 0; }

QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $dim; padding: 0 3px; margin: 0 6px; min-height: 32px;
  border: 0; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $accent; border-bottom: 2px solid $accent; }
QTabBar::tab:hover:!selected { color: $text; }
QTabBar::tab:focus { background: $hover; }

QScrollArea, QScrollArea QWidget#qt_scrollarea_viewport, QWidget#clear { background: transparent; border: 0; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: 11px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 11px; margin: 0; }
QScrollBar::handle { background: $scroll; border-radius: 4px; border: 2px solid $panel; min-height: 28px;
  min-width: 28px; }
QScrollBar::handle:hover { background: $dim; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar { background: $line_soft; border: 0; border-radius: 2px; min-height: 4px; max-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $line; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $panel; }
QCalendarWidget QAbstractItemView { background: $panel; color: $text; selection-background-color: $accent;
  selection-color: $on_accent; outline: 0; }
QCalendarWidget QToolButton { background: transparent; color: $text; border: 0; padding: 4px 8px; border-radius: 4px; }
QCalendarWidget QToolButton:hover { background: $hover; }
"""
)


def sheet(colours: Mapping[str, Any]) -> str:
    """Return the style sheet for one scheme's colours."""
    dark = bool(colours["dark"])
    extra = {
        "mode": "dark" if dark else "light",
        "field": colours["bg"],
        "faded": "#6c7684" if dark else "#98a2b3",
        "scroll": "#4a5362" if dark else "#c3c9d2",
        "check_line": "#77818f" if dark else "#858f9e",
    }
    names = {key: value for key, value in colours.items() if isinstance(value, str)}
    return _SHEET.substitute(names | extra)
