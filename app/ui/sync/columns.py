"""The lists of the sync room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from app.i18n import Message, _, format_amount, msg, ngettext, render
from app.money import Money
from app.services.labels import ITEM_STATES, SYNC_KINDS, SYNC_STATES, label
from app.services.sync.history import RunRow
from app.services.sync.moves import Move
from app.services.sync.report import RunReport
from app.ui.tables.columns import Column, Name
from app.ui.tables.table_panel import TableSpec
from app.ui.theme import Tone
from app.ui.widgets.chip import ChipText

_TONES: Final[dict[str, Tone]] = {
    "paid": "green",
    "part_paid": "blue",
    "credited": "green",
    "vanished": "red",
    "reopened": "amber",
    "closed_no_cash_data": "",
}


@dataclass(frozen=True, slots=True)
class Rejected:
    """A rejected row of a file, as the list shows it."""

    file: str
    row: int
    column: str
    value: str
    reason: Message


@dataclass(frozen=True, slots=True)
class Tie:
    """What one file sums to in one currency, and what its own total says, minor units."""

    file: str
    currency: str
    net: int
    own: int | None


def files_spec() -> TableSpec:
    """Return the files given, with what each would change."""
    return TableSpec(
        "sync.files",
        _("Files"),
        (
            Column("file", msg("File"), lambda row: row.file, stretch=True, width=190, tip=lambda row: row.file),
            Column("kind", msg("Kind"), lambda row: label(SYNC_KINDS, row.kind), width=92),
            Column("layout", msg("Layout"), lambda row: row.layout, width=110, tip=_recognised),
            Column("as_of", msg("As of"), lambda row: row.as_of, "date", width=92),
            Column("rows", msg("Rows"), lambda row: row.rows.read, "number", width=62),
            Column("new", msg("New"), lambda row: row.counts.new, "number", width=56),
            Column("changed", msg("Changed"), lambda row: row.counts.changed, "number", width=70),
            Column("closed", msg("Closed"), lambda row: row.counts.closed, "number", width=60),
            Column("state", msg("State"), _state, "chips", width=110),
        ),
        lambda row: row.file,
        (_("No files yet"), _("Drop the morning's exports here, or choose them."), "upload"),
    )


def _recognised(row: RunReport) -> str:
    why = "" if row.scope_why is None else render(row.scope_why)
    where = _("Sheet {sheet}, headings in row {row}.", sheet=row.sheet or "–", row=row.header_row)
    return f"{where} {why}".strip()


def _state(row: RunReport) -> tuple[ChipText, ...]:
    chips: list[ChipText] = []
    if row.rows.rejected:
        chips.append(ChipText(_("{n} rejected", n=row.rows.rejected), "red"))
    if row.counts.vanished:
        chips.append(ChipText(_("{n} vanished", n=row.counts.vanished), "red"))
    if row.warnings:
        notes = ngettext("{n} note", "{n} notes", len(row.warnings))
        chips.append(ChipText(notes, "amber", "\n".join(_notes(row))))
    if not chips:
        chips.append(ChipText(_("reads well"), "green"))
    return tuple(chips)


def _notes(row: RunReport) -> list[str]:
    return [render(notice.text) for notice in row.warnings]


def moves_spec() -> TableSpec:
    """Return the items that change."""
    return TableSpec(
        "sync.moves",
        _("Changes"),
        (
            Column("account", msg("Account"), _who, "name", stretch=True, width=190),
            Column("number", msg("Item"), lambda row: row.number, width=130),
            Column("status", msg("Becomes"), _becomes, "chips", width=150),
            Column("before", msg("Open before"), lambda row: Money(row.before, row.currency), "money", width=130),
            Column("after", msg("Open now"), lambda row: Money(row.after, row.currency), "money", width=130),
            Column("why", msg("Why"), lambda row: "" if row.why is None else render(row.why), width=220, tip=_why),
        ),
        lambda row: (row.account, row.number, row.currency, row.status, row.before, row.after),
        (_("No known item changes"), _("New items come in, nothing that is here moves."), "success"),
    )


def _who(row: Move) -> Name:
    return Name(row.name, row.account, also=row.account)


def _why(row: Move) -> str:
    return "" if row.why is None else render(row.why)


def _becomes(row: Move) -> tuple[ChipText, ...]:
    return (ChipText(label(ITEM_STATES, row.status), _TONES.get(row.status, "")),)


def rejected_spec() -> TableSpec:
    """Return the rows that could not be read, with their cell and reason."""
    return TableSpec(
        "sync.rejected",
        _("Rejected rows"),
        (
            Column("file", msg("File"), lambda row: row.file, width=170),
            Column("row", msg("Row"), lambda row: row.row, "number", width=60),
            Column("column", msg("Column"), lambda row: row.column, width=150),
            Column("value", msg("Value"), lambda row: row.value, width=160),
            Column("reason", msg("Reason"), lambda row: render(row.reason), stretch=True, width=260),
        ),
        lambda row: (row.file, row.row, row.column),
        (_("No row was rejected"), _("Every row was read or set aside with its reason."), "success"),
    )


def ties_spec() -> TableSpec:
    """Return the totals per file and currency, tied to the file's own."""
    return TableSpec(
        "sync.ties",
        _("Totals"),
        (
            Column("file", msg("File"), lambda row: row.file, stretch=True, width=200),
            Column("net", msg("Sum of the rows"), lambda row: Money(row.net, row.currency), "money", width=170),
            Column("own", msg("The file's own total"), _own, "money", width=170),
            Column("tie", msg("Tie"), _tie, "chips", width=170),
        ),
        lambda row: (row.file, row.currency),
        (_("No totals"), _("Customers and cases have no amounts to tie."), "cash"),
    )


def _own(row: Tie) -> Money | None:
    return None if row.own is None else Money(row.own, row.currency)


def _tie(row: Tie) -> tuple[ChipText, ...]:
    if row.own is None:
        return (ChipText(_("no total in the file")),)
    if row.own == row.net:
        return (ChipText(_("ties"), "green"),)
    return (ChipText(_("differs by {amount}", amount=format_amount(row.net - row.own, row.currency)), "red"),)


def history_spec(zone: str) -> TableSpec:
    """Return the imports there were."""
    return TableSpec(
        "sync.history",
        _("History"),
        (
            Column("at", msg("At"), lambda row: _local(row.at, zone), "moment", width=130),
            Column("file", msg("File"), lambda row: row.report.file, stretch=True, width=200),
            Column("kind", msg("Kind"), lambda row: label(SYNC_KINDS, row.report.kind), width=96),
            Column("as_of", msg("As of"), lambda row: row.report.as_of, "date", width=96),
            Column("new", msg("New"), lambda row: row.report.counts.new, "number", width=60),
            Column("changed", msg("Changed"), lambda row: row.report.counts.changed, "number", width=72),
            Column("paid", msg("Paid"), lambda row: row.report.counts.paid, "number", width=56),
            Column("vanished", msg("Vanished"), lambda row: row.report.counts.vanished, "number", width=72),
            Column("rejected", msg("Rejected"), lambda row: row.report.rows.rejected, "number", width=72),
            Column("state", msg("State"), _past, "chips", width=100),
        ),
        lambda row: row.id,
        (_("Nothing was synced yet"), _("What you apply stands here and can be taken back."), "sync"),
    )


def _past(row: RunRow) -> tuple[ChipText, ...]:
    tone: Tone = {"applied": "green", "undone": "amber"}.get(row.report.state, "")  # type: ignore[assignment]
    return (ChipText(label(SYNC_STATES, row.report.state), tone),)


def _local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))
