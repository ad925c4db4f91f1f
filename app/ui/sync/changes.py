"""What becomes of single items: a list with a filter for each kind of change, and how many stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import Message, _, format_amount, format_number, language, msg, ngettext, render
from app.money import Money
from app.services.labels import ITEM_STATES, label
from app.services.sync.run import SyncResult
from app.services.sync.telling.moves import (
    CHANGED,
    CREDITED,
    EXPLAINED,
    KINDS,
    NEW,
    NO_CASH_DATA,
    PAID,
    PART_PAID,
    REOPENED,
    VANISHED,
    Move,
)
from app.services.sync.telling.news import News, facts_told
from app.ui.tables.columns import Column, Name
from app.ui.tables.table_panel import TablePanel, TableSpec
from app.ui.theme import Tone
from app.ui.view import Desk
from app.ui.widgets.card import label as words
from app.ui.widgets.chip import ChipText
from app.ui.widgets.filter_bar import FilterBar

ALL: Final = "all"
#: So many rows are put into the list only when somebody looks at it.
_MANY: Final = 3000
_NAMES: Final[dict[str, Message]] = {
    PAID: msg("Paid"),
    PART_PAID: msg("Part paid"),
    CREDITED: msg("Credited"),
    NEW: msg("New"),
    REOPENED: msg("Reopened"),
    CHANGED: msg("Changed"),
    NO_CASH_DATA: msg("Closed, no cash data"),
    VANISHED: msg("Vanished"),
    EXPLAINED: msg("Explained later"),
}
_TONES: Final[dict[str, Tone]] = {
    PAID: "green",
    PART_PAID: "blue",
    CREDITED: "green",
    NEW: "blue",
    REOPENED: "amber",
    CHANGED: "dim",
    NO_CASH_DATA: "dim",
    VANISHED: "red",
    EXPLAINED: "dim",
}


def changes_spec() -> TableSpec:
    """Return the items that change."""
    return TableSpec(
        "sync.changes",
        _("Changes"),
        (
            Column("account", msg("Account"), _who, "name", width=270),
            Column("number", msg("Item"), lambda row: row.number, width=120),
            Column("kind", msg("What happens"), _chips, "chips", width=176),
            Column("before", msg("Open before"), _before, "money", width=124),
            Column(
                "after", msg("Open now"), lambda row: Money(row.after, row.currency), "money", width=124, total=True
            ),
            Column("due", msg("Due"), _due, "date", width=96, hidden=True),
            Column("why", msg("Why, or what changed"), why, stretch=True, width=200, tip=why),
        ),
        lambda row: (row.kind, row.at),
        (_("No items change"), _("Every item in the files is as it was."), "success"),
        sums=_sums,
    )


def _who(row: Move) -> Name:
    return Name(row.name or row.account, row.account if row.name else "", also=row.account)


def _before(row: Move) -> Money | None:
    return None if row.kind == NEW else Money(row.before, row.currency)


def _due(row: Move) -> date | None:
    return None if row.due is None else date.fromisoformat(row.due)


@lru_cache(maxsize=4096)
def _due_words(due: str | None, _language: str) -> str:
    """Return when an item is due, as text; a hundred thousand new items share a few hundred days."""
    return _("No due date") if due is None else _("Due {day}", day=date.fromisoformat(due))


def _chips(row: Move) -> tuple[ChipText, ...]:
    word = label(ITEM_STATES, row.status) if row.kind == EXPLAINED else render(_NAMES[row.kind])
    first = ChipText(word, _TONES[row.kind])
    return (first, ChipText(_("promised"), "amber")) if row.promised else (first,)


def why(row: Move) -> str:
    """Return why an item is closed, which of its facts changed from what to what, or when a new one is due."""
    if row.why is not None:
        return render(row.why)
    if row.kind == NEW:
        return _due_words(row.due, language())
    if row.kind != PART_PAID:
        return facts_told(row.facts, row.currency)
    less = _("{amount} less", amount=format_amount(row.before - row.after, row.currency))
    more = facts_told((fact for fact in row.facts if fact.column != "open"), row.currency)
    return " \u00b7 ".join(part for part in (less, more) if part)


def _sums(rows: Sequence[Any]) -> dict[str, dict[str, int]]:
    """Add up what is open now, by currency."""
    found: dict[str, int] = {}
    for row in rows:
        found[row.currency] = found.get(row.currency, 0) + row.after
    return {"after": found}


class ChangesPage(QWidget):
    """The list under a line of filters; the kinds that do not occur have none."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._moves: Sequence[Move] = ()
        self._fresh: Sequence[Move] = ()
        self._kind, self._old = ALL, False
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 0)
        column.setSpacing(6)
        self.bar = FilterBar(_("What happens"))
        self._unchanged = words("", "small", role="dim")
        self.bar.add_beside(self._unchanged)
        self.list = TablePanel(changes_spec(), desk.memory)
        self.list.setProperty("card", False)
        self.bar.chosen.connect(self.show_kind)
        self.bar.typed.connect(self.list.set_quick)
        self.bar.left.connect(self.list.focus_rows)
        self.list.opened.connect(self._open)
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)
        self.clear()

    def clear(self) -> None:
        """Show nothing: there is no preview."""
        self._moves, self._fresh, self._old = (), (), False
        self.list.empty.set_text(_("No preview yet"), _("Drop files above to see what they would change."))
        self._unchanged.setText("")
        self.bar.hide()
        self.list.set_rows(())

    def show_result(self, result: SyncResult, news: News) -> int:
        """Show what a preview or an import changes; returns how many items that are."""
        self._moves, self._fresh = result.moves, result.fresh
        counts = dict(news.listed)
        counts[NEW] = max(len(self._fresh), news.counts.get(NEW, 0))
        total = sum(counts.values())
        filters: list[tuple[str, str, int | None]] = [(ALL, _("All"), total)]
        filters += [(kind, render(_NAMES[kind]), counts[kind]) for kind in KINDS if counts.get(kind)]
        self.bar.setVisible(total > 0)
        self.bar.set_filters(filters)
        text = ngettext("{count} item stays as it is", "{count} items stay as they are", news.unchanged,
                        count=format_number(news.unchanged))  # fmt: skip
        unlisted = counts[NEW] - len(self._fresh)
        more = _("the first {n} new items are listed", n=format_number(len(self._fresh))) if unlisted else ""
        self._unchanged.setText(" · ".join(part for part in (text if news.unchanged else "", more) if part))
        self.list.empty.set_text(_("No items change"), text if news.unchanged else "")
        self.bar.chips.choose(ALL)
        return total

    def show_kind(self, kind: str) -> None:
        """Show one kind of change, or all; new items stand last. A long list waits until it is looked at."""
        self._kind = kind
        self._old = len(self._moves) + len(self._fresh) > _MANY and not self.isVisible()
        if self._old:
            self.list.set_rows(())
        else:
            self._fill(kind)

    def showEvent(self, event: QShowEvent) -> None:
        """Fill the list that was left for later."""
        super().showEvent(event)
        if self._old:
            self._old = False
            self._fill(self._kind)

    def _fill(self, kind: str) -> None:
        if kind == NEW:
            self.list.set_rows(self._fresh)
        elif kind == ALL:
            self.list.set_rows([*self._moves, *self._fresh])
        else:
            self.list.set_rows(move for move in self._moves if move.kind == kind)

    def _open(self, row: Move) -> None:
        if row.kind == NEW:
            self._desk.tell(_("The account opens after the files are applied."), "blue")
        else:
            self._desk.go("account", row.account)
