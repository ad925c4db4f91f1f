"""The columns of a file as the mapping editor lists them, and the panel that changes one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from app.enums import SyncKind
from app.i18n import Message, _, format_date_cell, format_number, msg, ngettext, render
from app.services.labels import label
from app.services.sync.layouts.headings import fields
from app.services.sync.layouts.names import FIELD_NAMES
from app.services.sync.layouts.sketch import Sketch, SketchColumn
from app.services.sync.mapping import fields_of
from app.services.sync.model import MappedColumn
from app.services.sync.telling.news import listed
from app.ui.sync.answers import DECIMALS, ORDERS
from app.ui.sync.facts import Facts
from app.ui.sync.words import DOUBTFUL, SURE, Said
from app.ui.tables.columns import Column
from app.ui.tables.table_panel import TableSpec
from app.ui.theme import Tone
from app.ui.widgets.button import Button
from app.ui.widgets.chip import ChipText
from app.ui.widgets.form import Choices, Form
from app.ui.widgets.panel import Panel

#: So many fields may suit a column's cells and still say something.
_FEW: Final = 12
#: Keys that open the list of fields; in a closed list they would take the next one at once.
_OPENING: Final = frozenset(
    {
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Space,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    }
)
#: How the cells of a column were read, where it is a code.
_VERDICTS: Final[dict[str, Message]] = {
    **ORDERS,
    **DECIMALS,
    "dates": msg("dates"),
    "numbers": msg("numbers"),
    "whole": msg("whole numbers"),
    "day and month put right": msg("day and month put right"),
}


def mapping_spec() -> TableSpec:
    """Return the columns of a file with what they were taken for."""
    return TableSpec(
        "sync.mapping",
        _("Columns of the file"),
        (
            Column("letter", msg("Column"), lambda row: row.mapped.letter, width=64),
            Column("heading", msg("Heading"), lambda row: row.mapped.seen, width=140, tip=lambda row: row.mapped.seen),
            Column("field", msg("Is read as"), _field, "chips", width=180),
            Column("sure", msg("Confidence"), _sure, "percent", width=84),
            Column("sample", msg("Cells"), _sample, stretch=True, width=140, tip=_samples),
            Column("verdict", msg("Written as"), verdict, width=118, gives_way=1),
            Column("span", msg("Least and greatest"), span, width=172, gives_way=2),
        ),
        lambda row: row.mapped.index,
        (_("No row of headings was found"), "", "columns"),
        totals=False,
    )


def _field(row: SketchColumn) -> tuple[ChipText, ...]:
    field = row.mapped.field
    if not field:
        return (ChipText(_("not read"), "dim"),)
    sure = row.mapped.confidence
    tone: Tone = "blue" if sure >= SURE else "amber" if sure >= DOUBTFUL else "red"
    return (ChipText(label(FIELD_NAMES, field), tone),)


def _sure(row: SketchColumn) -> int | None:
    return row.mapped.confidence if row.mapped.field else None


def _sample(row: SketchColumn) -> str:
    return " \u00b7 ".join(row.mapped.sample)


def _samples(row: SketchColumn) -> str:
    return "\n".join(row.mapped.sample)


def verdict(row: SketchColumn) -> str:
    """Return how the cells of a column were read, in words."""
    return written_as(row.mapped)


def written_as(mapped: MappedColumn) -> str:
    """Return how the cells of a column were read, in words."""
    codes = [code for code in mapped.verdict.split(", ") if code]
    return listed(label(_VERDICTS, code) for code in codes)


def span(row: SketchColumn) -> str:
    """Return the least and the greatest value of a column."""
    return span_of(row.mapped)


def span_of(mapped: MappedColumn) -> str:
    """Return the least and the greatest value of a column."""
    low, high = _value(mapped, mapped.first), _value(mapped, mapped.last)
    return low if low == high else f"{low} \u2013 {high}"


def _value(mapped: MappedColumn, text: str | None) -> str:
    """Return the least or greatest value: a day as days are written, an amount in groups of three digits."""
    if not text:
        return ""
    days = mapped.field is not None and fields()[mapped.field].cells == "date"
    return format_date_cell(date.fromisoformat(text)) if days else format_number(Decimal(text))


class FieldChoice(Choices):
    """The fields that a column may be. Keys open the list and Enter takes; ``left`` says that this is done with.

    A field that is taken leaves the column that had it, so walking through the list by keys must take none on the way.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMaxVisibleItems(16)
        self.activated.connect(lambda _place: self.left.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves; what would choose at once opens the list instead, letters looking for their word there."""
        if event.matches(QKeySequence.StandardKey.Cancel):
            self.left.emit()
            return
        bare = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        typed = event.text().strip()
        if bare and (typed or event.key() in _OPENING):
            self.showPopup()
            if typed:
                self.view().keyboardSearch(typed)
            return
        super().keyPressEvent(event)


class ColumnPanel(Panel):
    """One column: what it is read as, and why. ``picked`` carries the column and its new field, ``left`` goes back."""

    picked = Signal(object, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(_("Column"))
        self._column: SketchColumn | None = None
        self._form = Form()
        self.field = FieldChoice()
        self.field.chosen.connect(self._pick)
        self.field.left.connect(self.left)
        self._form.add("field", _("Is read as"), self.field)
        self._facts = Facts()
        self.content.addWidget(self._form)
        self.content.addWidget(self._facts)
        self.content.addStretch(1)
        ignore = Button(_("Do not read this column"))
        ignore.clicked.connect(lambda: self.field.choose(" "))
        self.foot.addStretch(1)
        self.foot.addWidget(ignore)

    def show_column(self, column: SketchColumn | None, sketch: Sketch | None) -> None:
        """Show a column of a file."""
        self._column = column
        self.setEnabled(column is not None and sketch is not None)
        if column is None or sketch is None:
            self.set_title(_("Column"))
            self._facts.show_lines(())
            return
        mapped = column.mapped
        self.set_title(_("Column {letter}: {heading}", letter=mapped.letter, heading=mapped.seen or _("no heading")))
        names = dict(fields_of(sketch.kind or (sketch.kinds[0] if sketch.kinds else SyncKind.OPEN_ITEMS)))
        first = [name for name in column.offers if name in names]
        rest = [name for name in names if name not in first]
        entries = [(" ", _("not read")), *((name, render(names[name])) for name in (*first, *rest))]
        if mapped.field and mapped.field not in names:
            entries.append((mapped.field, label(FIELD_NAMES, mapped.field)))
        self.field.blockSignals(True)
        self.field.set_entries(entries)
        self.field.choose(mapped.field or " ")
        self.field.blockSignals(False)
        few = 0 < len(first) <= _FEW
        note = ngettext("The first {n} suits its cells.", "The first {n} suit its cells.", len(first)) if few else ""
        self._form.note("field", note)
        self._facts.show_lines(_about(column))

    def focus_field(self) -> None:
        """Go to the choice of the field and open it."""
        self.field.setFocus()
        self.field.showPopup()

    def _pick(self, code: str) -> None:
        if self._column is not None:
            self.picked.emit(self._column, code.strip())


def _about(column: SketchColumn) -> list[Said]:
    """Say why a column was taken for what it is."""
    mapped = column.mapped
    lines: list[Said] = []
    if mapped.field:
        tone: Tone = "green" if mapped.confidence >= SURE else "amber" if mapped.confidence >= DOUBTFUL else "red"
        lines.append(Said(_("Confidence"), _("{n} %", n=mapped.confidence), tone))
    if mapped.evidence:
        lines.append(Said(_("Because"), "\n".join(map(render, mapped.evidence))))
    if mapped.verdict:
        lines.append(Said(_("Written as"), verdict(column)))
    if mapped.first is not None:
        lines.append(Said(_("Least"), _value(mapped, mapped.first)))
    if mapped.last is not None:
        lines.append(Said(_("Greatest"), _value(mapped, mapped.last)))
    if mapped.sample:
        lines.append(Said(_("Cells"), "\n".join(mapped.sample)))
    return lines
