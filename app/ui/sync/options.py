"""What holds for a whole file in the mapping editor: its kind, sheet and headings, how its cells are to be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.enums import SyncKind
from app.i18n import Message, _, msg, render
from app.money import is_currency
from app.services.labels import SYNC_KINDS, label
from app.services.sync.layouts.layout import Layout
from app.services.sync.layouts.sketch import Sketch
from app.ui.sync.answers import DECIMALS, ENCODINGS, ORDERS
from app.ui.widgets.card import label as words
from app.ui.widgets.form import Choices, TextLine, mark_invalid

#: Rows offered as headings, and how much of each is shown.
_ROWS: Final = 60
_SHOWN: Final = 64
_AUTO: Final = msg("by the cells")


class OptionsLine(QWidget):
    """Fields in a line; ``changed`` carries the attributes of the layout that are now otherwise.

    ``encoding_said`` carries in which encoding a text is to be read; only a text has the field for it.
    """

    changed = Signal(object)
    encoding_said = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._captions: dict[QWidget, QWidget] = {}
        self._cells: dict[QWidget, QVBoxLayout] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self.kind = self._add(_("What the file holds"), Choices(), 2)
        self.sheet = self._add(_("Sheet"), Choices(), 2)
        self.encoding = self._instead(self.sheet, _("Encoding of the text"), Choices())
        self.headings = self._add(_("Row of headings"), Choices(), 3)
        self.order = self._add(_("Order of the dates"), Choices(_offered(ORDERS)), 2)
        self.decimal = self._add(_("Decimal sign"), Choices(_offered(DECIMALS)), 2)
        self.currency = TextLine("", "EUR", limit=3)
        self._place(_("Currency"), self.currency, 1)
        self.kind.chosen.connect(lambda code: self.changed.emit({"kind": SyncKind(code) if code else None}))
        self.sheet.chosen.connect(lambda name: self.changed.emit({"sheet": name, "header_row": None}))
        self.headings.chosen.connect(lambda row: self.changed.emit({"header_row": int(row) if row else None}))
        self.order.chosen.connect(lambda code: self.changed.emit({"date_order": code or None}))
        self.decimal.chosen.connect(lambda code: self.changed.emit({"decimal": code or None}))
        self.currency.editingFinished.connect(self._set_currency)
        self.encoding.chosen.connect(self.encoding_said)
        self._known = ""

    def show_sketch(self, sketch: Sketch, layout: Layout | None) -> None:
        """Show what a file was taken for, and what was decided."""
        kinds = sketch.kinds or tuple(SyncKind)
        undecided = [("", _("not known yet"))] if sketch.kind is None else []
        self._fill(self.kind, [*undecided, *((kind.value, label(SYNC_KINDS, kind)) for kind in kinds)],
                   sketch.kind.value if sketch.kind else "")  # fmt: skip
        self._fill(self.sheet, [(name, name or _("the only one")) for name in sketch.sheets], sketch.sheet)
        self.sheet.setEnabled(len(sketch.sheets) > 1)
        rows = [("0", _("none"))]
        for number, cells in enumerate(sketch.head[:_ROWS], start=1):
            text = " | ".join(cell for cell in cells if cell)
            if text:
                rows.append((str(number), _("{what}: {answer}", what=str(number), answer=text[:_SHOWN])))
        if sketch.header_row is None:
            rows.insert(0, ("", _("not found")))
        chosen = "" if sketch.header_row is None else str(sketch.header_row)
        self._fill(self.headings, rows, chosen)
        self._fill(self.order, None, (layout.date_order if layout else None) or "")
        self._fill(self.decimal, None, (layout.decimal if layout else None) or "")
        self._known = (layout.currency if layout else None) or ""
        self.currency.setText(self._known)
        mark_invalid(self.currency, invalid=False)

    def show_encoding(self, encoding: str, said: str) -> None:
        """Show in which encoding a text is read, as said or else by its letters; other files have sheets instead."""
        text = bool(encoding or said)
        for field, shown in ((self.encoding, text), (self.sheet, not text)):
            field.setVisible(shown)
            self._captions[field].setVisible(shown)
        known = "" if said else encoding
        by_letters = _("{encoding}, by its letters", encoding=known) if known else _("by its letters")
        names = list(dict.fromkeys((*ENCODINGS, *filter(None, (said,)))))
        entries = [(name, _("{encoding}, {text}", encoding=name, text=label(ENCODINGS, name))) for name in names]
        self._fill(self.encoding, [("", by_letters), *entries], said)

    def _fill(self, field: Choices, entries: list[tuple[str, str]] | None, chosen: str) -> None:
        field.blockSignals(True)
        if entries is not None:
            field.set_entries(entries)
        field.setCurrentIndex(max(0, field.findData(chosen)))
        field.setToolTip(field.currentText())
        field.blockSignals(False)

    def _set_currency(self) -> None:
        text = self.currency.text().strip().upper()
        wrong = bool(text) and not is_currency(text)
        mark_invalid(self.currency, invalid=wrong)
        self.currency.setToolTip(_("{code} is not an ISO 4217 currency.", code=text) if wrong else "")
        if not wrong and text != self._known:
            self._known = text
            self.changed.emit({"currency": text or None})

    def _add(self, name: str, field: Choices, stretch: int) -> Choices:
        self._place(name, field, stretch)
        return field

    def _instead(self, other: QWidget, name: str, field: Choices) -> Choices:
        """Put a field where another one stands; only one of both is seen at a time."""
        self._fill_cell(self._cells[other], name, field)
        return field

    def _place(self, name: str, field: QWidget, stretch: int) -> None:
        cell = self._cells[field] = QVBoxLayout()
        cell.setSpacing(3)
        self._fill_cell(cell, name, field)
        self._row.addLayout(cell, stretch)

    def _fill_cell(self, cell: QVBoxLayout, name: str, field: QWidget) -> None:
        caption = words(name, "tiny", role="dim")
        caption.setBuddy(field)
        self._captions[field] = caption
        field.setAccessibleName(name)
        cell.addWidget(caption)
        cell.addWidget(field)


def _offered(words: Mapping[str, Message]) -> list[tuple[str, str]]:
    """Return what can be chosen where it is not left to the cells."""
    return [("", render(_AUTO)), *((code, render(word)) for code, word in words.items())]
