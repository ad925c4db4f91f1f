"""The mapping editor: what each column of a file was taken for, corrected one by one, with what reading it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.errors import AppError
from app.i18n import _, format_money, format_number, join_sentences, msg, ngettext, render
from app.money import Money
from app.services.sync.layouts.layout import Layout
from app.services.sync.layouts.saved import save_layout
from app.services.sync.layouts.sketch import Sketch, SketchColumn, edited, layout_from
from app.services.sync.mapping import look_over
from app.services.sync.options import ENCODING
from app.services.sync.telling.news import listed
from app.ui.errors import sentence
from app.ui.sync.columns import mapping_spec
from app.ui.sync.options import OptionsLine
from app.ui.sync.saving import SaveLine
from app.ui.tables.table_panel import TablePanel
from app.ui.tasks import Job
from app.ui.view import Desk
from app.ui.widgets.button import ActionButton, Button
from app.ui.widgets.card import ElidedLabel, label, set_role

_NO_HEADINGS: Final = msg("No row of headings was found")


class MappingPage(QWidget):
    """A file's columns.

    ``chosen`` carries the path, the layout to read it with and the encoding that was said; ``left`` goes back without.
    ``column_changed`` carries the column under the cursor, or None; ``field_wanted`` asks for its field.
    """

    chosen = Signal(str, object, str)
    left = Signal()
    column_changed = Signal(object)
    field_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._path = ""
        self._given: Mapping[str, str] = {}
        self._layout: Layout | None = None
        self._job: Job | None = None
        self.sketch: Sketch | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 0)
        column.setSpacing(8)
        column.addLayout(self._head())
        self._said = label("", role="dim", wrap=True)
        column.addWidget(self._said)
        self.options = OptionsLine()
        self.options.changed.connect(self._set_options)
        self.options.encoding_said.connect(self._set_encoding)
        column.addWidget(self.options)
        self.saving = SaveLine()
        self.saving.wanted.connect(self._save)
        self.saving.left.connect(self.focus_rows)
        self.saving.hide()
        column.addWidget(self.saving)
        self.list = TablePanel(mapping_spec(), desk.memory)
        self.list.setProperty("card", False)
        self.list.current_changed.connect(self.column_changed)
        self.list.opened.connect(lambda _row: self.field_wanted.emit())
        column.addWidget(self.list, 1)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        back = Button(_("Back"), icon="chevron-left", name=_("Back to the files, without these columns"))
        back.clicked.connect(self.left.emit)
        self._title = ElidedLabel("", "body", 600, middle=True)
        as_found = Button(_("As recognised"), icon="undo")
        as_found.clicked.connect(self._forget)
        save = ActionButton(self._desk.actions.action("sync.keep"), "", "star")
        self._use = Button(_("Preview with these columns"), "primary")
        self._use.clicked.connect(self.use)
        row.addWidget(back)
        row.addWidget(self._title, 1)
        for button in (as_found, save, self._use):
            row.addWidget(button)
        return row

    # ------------------------------------------------------------------ a file

    def open(self, path: str, file: str, given: Mapping[str, str], layout: Layout | None) -> None:
        """Look at a file's columns, with what was answered and edited before."""
        self._path, self._given, self._layout, self.sketch = path, given, layout, None
        self._title.setText(_("Columns of {file}", file=file))
        self.saving.hide()
        self.list.set_rows(())
        self._look()

    def edit(self, column: SketchColumn, field: str) -> None:
        """Take a column for another field, or with an empty one for none."""
        layout = self._edited()
        if layout is not None and self.sketch is not None:
            headings = [one.mapped.header for one in self.sketch.columns]
            self._layout = edited(layout, column, field, headings)
            self._look()

    def use(self) -> None:
        """Go back to the preview, read with these columns."""
        self.chosen.emit(self._path, self._layout, self._given.get(ENCODING.option, ""))

    def ask_name(self) -> None:
        """Ask for the name under which the columns are kept."""
        if self.sketch is not None and self.sketch.columns:
            known = self.sketch.layout if self._layout is None or not self._layout.name else self._layout.name
            self.saving.ask("" if known.startswith("plain") else known)

    def focus_rows(self) -> None:
        """Give the columns the focus."""
        self.list.focus_rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.matches(QKeySequence.StandardKey.Cancel):
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _edited(self) -> Layout | None:
        """Return the layout that is edited: what is shown, from the first correction on."""
        if self._layout is None and self.sketch is not None:
            self._layout = layout_from(self.sketch, "", self._given)
        return self._layout

    def _forget(self) -> None:
        self._set_encoding("")

    def _set_options(self, changes: Mapping[str, object]) -> None:
        """Take another kind, sheet, row of headings, date order, decimal sign or currency."""
        layout = self._edited() or Layout("")
        if {"sheet", "header_row"} & changes.keys():  # another table: its columns are recognised anew
            layout = replace(layout, fields={}, headers=())
        self._layout = replace(layout, **changes)  # type: ignore[arg-type]
        self._look()

    def _set_encoding(self, name: str) -> None:
        """Read the text in another encoding, or by its letters: its headings are others then, and its columns too."""
        others = {option: text for option, text in self._given.items() if option != ENCODING.option}
        self._given = {**others, ENCODING.option: name} if name else others
        self._layout = None
        self._look()

    # ------------------------------------------------------------------ what it comes to

    def _look(self) -> None:
        """Read the file as its columns are now; what was read before that is no longer wanted."""
        self._said.setText(_("Reading…"))
        set_role(self._said, "dim")
        if self._job is not None:
            self._job.cancel()
            self._job.drop()
        self._job = self._desk.runner.work(
            look_over,
            self._path,
            self._given,
            self._layout,
            self._desk.day,
            label=_("Reading columns"),
            on_done=self._show,
            on_failed=self._refused,
            on_cancelled=self.left.emit,
            owner=self,
        )

    def _show(self, sketch: Sketch) -> None:
        self.sketch = sketch
        self.options.show_sketch(sketch, self._layout)
        self.options.show_encoding(sketch.encoding, self._given.get(ENCODING.option, ""))
        text, role = outcome(sketch)
        self._said.setText(text)
        set_role(self._said, role)
        hint = _("Choose the row of headings above, or “none” to name the columns by their letters.")
        self.list.empty.set_text(render(_NO_HEADINGS), hint)
        before = self.list.view.current_row()
        self.list.set_rows(sketch.columns)
        if before is None or not self.list.view.select_key(before.mapped.index):
            self.list.view.select_first()
        self.column_changed.emit(self.list.view.current_row())
        self._use.setEnabled(bool(sketch.columns))

    def _refused(self, error: AppError) -> None:
        self._said.setText(sentence(error))
        set_role(self._said, "red")
        self.options.show_encoding("", self._given.get(ENCODING.option, ""))
        self.list.set_rows(())
        self.column_changed.emit(None)

    # ------------------------------------------------------------------ keeping it

    def _save(self, name: str, replaces: bool) -> None:  # noqa: FBT001 - what the signal carries
        layout = self._edited()
        if layout is None:
            return
        wanted = replace(layout, name=name)
        self._desk.runner.write(
            _save_layout,
            wanted,
            self._desk.day,
            replaces,
            on_done=lambda _answer: self._saved(wanted),
            on_failed=self.saving.show_error,
            owner=self,
        )

    def _saved(self, layout: Layout) -> None:
        self._layout = layout
        self.saving.hide()
        self._desk.tell(
            _("Layout {name} is saved: files with these headings are read so from now on.", name=layout.name)
        )
        self.use()


def _save_layout(uow: object, layout: Layout, day: object, replaces: bool) -> None:  # noqa: FBT001 - by position
    save_layout(uow, layout, day, replaces=replaces)  # type: ignore[arg-type]


def outcome(sketch: Sketch) -> tuple[str, str]:
    """Return what reading a file comes to as its columns are now, and the tone of that."""
    if sketch.table is not None:
        table = sketch.table
        found = [ngettext("{count} record", "{count} records", table.rows.item, count=format_number(table.rows.item))]
        if table.rows.rejected:
            found.append(ngettext("{n} rejected row", "{n} rejected rows", table.rows.rejected))
        found += [format_money(Money(total.net, currency)) for currency, total in table.totals.items()]
        return _("Reads as {what}.", what=listed(found)), "amber" if table.rows.rejected else "green"
    if sketch.questions:
        return join_sentences(question.evidence for question in sketch.questions), "amber"
    if sketch.lacks:
        lacks = listed(map(render, sketch.lacks))
        return _("Not readable yet: {lacks}. Say which columns they are.", lacks=lacks), "amber"
    return sentence(sketch.refusal) if sketch.refusal is not None else _("No columns are known yet."), "red"
