"""The files on the table, and what was recognised of the one under the cursor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Signal

from app.enums import SyncKind
from app.i18n import _, format_number, msg, ngettext, render
from app.services.labels import SYNC_KINDS, label
from app.services.sync.facts.shapes import may_close
from app.services.sync.layouts.names import FIELD_NAMES
from app.services.sync.telling.report import RunReport
from app.ui.sync.answers import SCOPES, layout_words
from app.ui.sync.columns import span_of, written_as
from app.ui.sync.facts import Facts
from app.ui.sync.words import (
    DOUBTFUL,
    SURE,
    Said,
    about_file,
    about_notes,
    about_rows,
    encoding_words,
    happened,
    least_sure,
)
from app.ui.tables.columns import Column
from app.ui.tables.table_panel import TableSpec
from app.ui.theme import Tone
from app.ui.view import Desk
from app.ui.widgets.button import ActionButton
from app.ui.widgets.chip import ChipText
from app.ui.widgets.form import Choices, Form
from app.ui.widgets.panel import Panel

#: Columns whose least and greatest value are told with the file.
_SPANNED: Final = frozenset({"document_date", "due_date", "open"})
#: Ways in which cells are written that say nothing: nothing had to be judged.
_PLAIN: Final = frozenset({"", "dates", "numbers", "whole"})


def no_files() -> tuple[str, str]:
    """Return what stands where there are no files."""
    return _("No files yet"), _("Drop the morning's exports here, or choose them.")


def files_spec() -> TableSpec:
    """Return the files given, with what each would change."""
    return TableSpec(
        "sync.given",
        _("Files"),
        (
            Column("file", msg("File"), lambda row: row.file, width=160, most=270, tip=_where, middle=True),
            Column("kind", msg("Kind"), lambda row: label(SYNC_KINDS, row.kind), width=96, gives_way=3),
            Column("layout", msg("Layout"), lambda row: layout_words(row.layout), width=150, gives_way=1),
            Column("sure", msg("Confidence"), _sure, "chips", width=84, gives_way=2),
            Column("as_of", msg("As of"), lambda row: row.as_of, "date", width=106),
            Column("rows", msg("Rows"), lambda row: row.rows.read, "number", width=68),
            Column("news", msg("What happens"), happened, stretch=True, width=150, tip=happened),
            Column("state", msg("State"), _state, "chips", width=156),
        ),
        lambda row: (row.file, row.sha256, row.sheet),
        (*no_files(), "upload"),
        totals=False,
    )


def _where(row: RunReport) -> str:
    parts = [row.file, "" if row.table is None else encoding_words(row.table)]
    if row.sheet:
        parts.append(_("Sheet {sheet}, headings in row {row}.", sheet=row.sheet, row=row.header_row))
    if row.account:
        parts.append(_("Account {account} at the bank.", account=row.account))
    return "\n".join(part for part in parts if part)


def _sure(row: RunReport) -> tuple[ChipText, ...]:
    column = None if row.table is None else least_sure(row.table)
    if column is None:
        return ()
    tone: Tone = "green" if column.confidence >= SURE else "amber" if column.confidence >= DOUBTFUL else "red"
    return (ChipText(_("{n} %", n=column.confidence), tone),)


def _state(row: RunReport) -> tuple[ChipText, ...]:
    chips: list[ChipText] = []
    if row.rows.rejected:
        chips.append(ChipText(_("{n} rejected", n=format_number(row.rows.rejected)), "red"))
    if row.counts.vanished:
        chips.append(ChipText(_("{n} vanished", n=format_number(row.counts.vanished)), "red"))
    if row.warnings:
        notes = ngettext("{n} note", "{n} notes", len(row.warnings))
        chips.append(ChipText(notes, "amber", "\n".join(render(notice.text) for notice in row.warnings)))
    return tuple(chips) or (ChipText(_("reads well"), "green"),)


def about_columns(run: RunReport) -> Iterator[Said]:
    """Say how days and open amounts were read and from where to where they go: a wrong order of dates shows there."""
    for column in () if run.table is None else run.table.columns:
        if column.field in _SPANNED and column.first is not None:
            how = "" if column.verdict in _PLAIN else written_as(column)
            text = "\n".join(part for part in (span_of(column), how) if part)
            yield Said(label(FIELD_NAMES, column.field), text)


class FilePanel(Panel):
    """What was recognised of a file, and whether it is everything.

    ``scope_wanted`` carries the answer to that for all files of open items, which are one ledger, ``list_wanted`` for a
    list beside it on its own.
    """

    scope_wanted = Signal(str)
    list_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("File"))
        self._facts = Facts()
        self._form = Form()
        words = [(code, render(word)) for code, word in SCOPES.items()]
        self._scope = Choices([("", _("as the files themselves show")), *words])
        self._list = Choices([("", _("as the file itself shows")), *words])
        self._scope.chosen.connect(self.scope_wanted)
        self._list.chosen.connect(self.list_wanted)
        self._form.add("scope", _("Are the files complete?"), self._scope)
        self._form.add("list", _("Is the file complete?"), self._list)
        self.content.addWidget(self._form)
        self.content.addWidget(self._facts)
        self.content.addStretch(1)
        columns = ActionButton(desk.actions.action("sync.columns"), "", "columns", _("Columns…"))
        self.foot.addStretch(1)
        self.foot.addWidget(columns)

    def show_file(self, run: RunReport, scope: str | None) -> None:
        """Show a file; ``scope`` is what the collector said of it, or of all files."""
        self.set_title(run.file)
        items = run.kind == SyncKind.OPEN_ITEMS.value
        asked = {"scope": items, "list": not items and may_close(SyncKind(run.kind))}
        self._form.setVisible(any(asked.values()))
        for (key, visible), field in zip(asked.items(), (self._scope, self._list), strict=True):
            self._form.set_visible(key, visible=visible)
            field.blockSignals(True)
            field.choose(scope or "")
            field.blockSignals(False)
        news = Said(_("What happens"), happened(run))
        self._facts.show_lines([news, *about_file(run), *about_columns(run), *about_rows(run), *about_notes(run)])

    def texts(self) -> dict[str, str]:
        """Return what is said, by caption."""
        return {said.caption: said.text for said in self._facts.lines()}
