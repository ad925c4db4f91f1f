"""The plain lists behind the tabs: promises, money, letters, the line of time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import _, format_money, msg, render
from app.money import Money
from app.services.labels import STAGES, label
from app.services.portfolio.account.rows import PromiseRow, ReceiptRow
from app.services.portfolio.account.timeline import Entry
from app.ui.account.words import TONES, letter_chip, promise_chip
from app.ui.formatting import day_plain
from app.ui.frame.memory import Memory
from app.ui.letters.columns import language_code
from app.ui.tables.columns import Column, Name
from app.ui.tables.table_panel import TablePanel, TableSpec
from app.ui.widgets.chip import ChipText
from app.ui.widgets.filter_bar import FilterBar

#: Kinds of the line of time under one word.
_KINDS: Final = {
    "calls": ("call",),
    "promises": ("promise", "judgement"),
    "money": ("receipt", "closed"),
    "letters": ("letter",),
    "disputes": ("dispute",),
}


def promises_spec() -> TableSpec:
    """Return the list of an account's promises."""
    return TableSpec(
        "account.promises",
        _("Promises"),
        (
            Column("due", msg("For"), lambda row: row.due, "date", width=96),
            Column("made", msg("Made on"), lambda row: row.made_on, "date", width=96, tone=lambda _row: "dim"),
            Column("amount", msg("Promised"), lambda row: Money(row.promised, row.currency), "money", width=128,
                   weight=500, total=True),
            Column("received", msg("Received"), lambda row: Money(row.received, row.currency), "money", width=118,
                   tone=lambda _row: "dim", bare=True),
            Column("state", msg("State"), lambda row: (promise_chip(row),), "chips", width=104),
            Column("level", msg("No."), lambda row: row.level, "number", width=40, hint=msg("How often it was given")),
            Column("about", msg("Covers"), _covers, "name", stretch=True, width=190, tip=_why),
        ),
        lambda row: row.id,
        (_("No promises yet"), _("A promise is logged with the call that it came from."), "promise"),
        row_height=42,
    )  # fmt: skip


def _covers(row: PromiseRow) -> Name:
    """Return the items, and why the promise reads as it does."""
    return Name(", ".join(row.items), below=" ".join(_why(row).split()))


def _why(row: PromiseRow) -> str:
    return render(row.why) if row.why is not None else ""


def cash_spec() -> TableSpec:
    """Return the list of the money that came."""
    return TableSpec(
        "account.cash",
        _("Cash"),
        (
            Column("day", msg("Value date"), lambda row: row.day, "date", width=94),
            Column("number", msg("Receipt"), lambda row: row.number, width=112),
            Column("method", msg("Method"), lambda row: row.method or "", width=76, tone=lambda _row: "dim"),
            Column("amount", msg("Amount"), lambda row: Money(row.amount, row.currency), "money", width=132,
                   weight=500, total=True),
            Column("unapplied", msg("Unapplied"), _unapplied, "money", width=112, bare=True,
                   tone=lambda _row: "amber"),
            Column("for", msg("Applied to"), _applied, stretch=True, width=130, tip=_applied_whole),
            Column("text", msg("Remittance"), lambda row: row.remittance or "", width=120, tone=lambda _row: "dim"),
            Column("state", msg("State"), _receipt_state, "chips", width=90, hidden=True),
        ),
        lambda row: row.id,
        (_("No money on record"), _("Sync a receipts file to see what came in."), "cash"),
        order=("day", True),
    )  # fmt: skip


def _unapplied(row: ReceiptRow) -> Money | None:
    return Money(row.unapplied, row.currency) if row.unapplied else None


def _applied(row: ReceiptRow) -> str:
    if row.reversed_on is not None:
        return _("taken back on {day}", day=row.reversed_on)
    return ", ".join(dict.fromkeys(number for number, _minor in row.applications))


def _applied_whole(row: ReceiptRow) -> str:
    return "\n".join(
        _("{what}: {answer}", what=number, answer=format_money(Money(minor, row.currency)))
        for number, minor in row.applications
    )


def _receipt_state(row: ReceiptRow) -> tuple[ChipText, ...]:
    return (ChipText(_("taken back"), "red"),) if row.reversed_on is not None else ()


def letters_spec() -> TableSpec:
    """Return the list of an account's letters."""
    return TableSpec(
        "account.letters",
        _("Letters"),
        (
            Column("date", msg("Date"), lambda row: row.date, "date", width=92),
            Column("number", msg("Reference"), lambda row: row.number or "", width=122),
            Column("title", msg("Letter"), lambda row: row.title or label(STAGES, row.stage), stretch=True, width=150),
            Column("language", msg("Lang"), lambda row: language_code(row.locale), width=56),
            Column(
                "amount", msg("Amount"), lambda row: Money(row.amount, row.currency), "money", width=132, total=True
            ),
            Column("due", msg("Pay by"), lambda row: row.due_by, "date", width=92),
            Column("contact", msg("Contact"), lambda row: row.contact or "", width=110, tone=lambda _row: "dim"),
            Column("state", msg("State"), letter_chip, "chips", width=84),
        ),
        lambda row: row.id,
        (_("No letters yet"), _("Write one by hand, or wait for the dunning run."), "letter"),
        order=("date", True),
    )


def timeline_spec(day: date) -> TableSpec:
    """Return the line of time; days of this year have no year."""
    words = {
        "call": msg("Call"),
        "letter": msg("Letter"),
        "promise": msg("Promise"),
        "judgement": msg("Promise"),
        "receipt": msg("Cash"),
        "closed": msg("Items"),
        "dispute": msg("Dispute"),
    }
    return TableSpec(
        "account.timeline",
        _("Timeline"),
        (
            Column("day", msg("Day"), lambda row: row.day, "date", width=78, text=lambda when: day_plain(when, day)),
            Column(
                "kind",
                msg("Kind"),
                lambda row: (ChipText(render(words[row.kind]), TONES[row.tone]),),
                "chips",
                width=88,
            ),
            Column("what", msg("What happened"), _entry_words, "name", stretch=True, width=300, tip=_entry_detail),
        ),
        lambda row: (row.kind, row.ref, row.day, row.text.msgid),
        (_("Nothing happened yet"), _("Calls, letters, promises, payments and disputes stand here."), "clock"),
        row_height=42,
        totals=False,
    )  # fmt: skip


def _entry_detail(row: Entry) -> str:
    return render(row.detail) if row.detail else ""


def _entry_words(row: Entry) -> Name:
    return Name(render(row.text), below=" ".join(_entry_detail(row).split()))


class TimelineTab(QWidget):
    """The line of time with its filters."""

    def __init__(self, memory: Memory, day: date) -> None:
        super().__init__()
        self._entries: Sequence[Entry] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.bar = FilterBar(_("Kinds"))
        self.bar.setContentsMargins(12, 6, 12, 6)
        self.panel = TablePanel(timeline_spec(day), memory)
        self.panel.setProperty("card", False)
        column.addWidget(self.bar)
        column.addWidget(self.panel, 1)
        self.bar.chosen.connect(lambda _key: self._fill())
        self.bar.typed.connect(self.panel.set_quick)
        self.bar.left.connect(self.panel.focus_rows)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show everything that happened, newest first."""
        self._entries = entries
        words = {
            "calls": _("Calls"),
            "promises": _("Promises"),
            "money": _("Cash"),
            "letters": _("Letters"),
            "disputes": _("Disputes"),
        }
        counts = {key: sum(one.kind in kinds for one in entries) for key, kinds in _KINDS.items()}
        shown = [(key, words[key], counts[key]) for key in _KINDS if counts[key]]
        self.bar.set_filters([("", _("All"), len(entries)), *shown])
        self._fill()

    def _fill(self) -> None:
        kinds = _KINDS.get(self.bar.chips.chosen_key())
        self.panel.set_rows(one for one in self._entries if kinds is None or one.kind in kinds)
