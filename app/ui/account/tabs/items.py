"""Open items with ticks, and what happened since the last call under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from app.i18n import _, msg, ngettext, render
from app.money import Money
from app.services.labels import ITEM_KINDS, label
from app.services.letters.pauses import PauseRow
from app.services.portfolio.account.detail import AccountDetail
from app.services.portfolio.account.items import ItemRow
from app.services.portfolio.account.timeline import Entry
from app.ui.account.call.facts import Chosen
from app.ui.account.words import item_chips, unapplied_hint
from app.ui.formatting import day_plain
from app.ui.frame.memory import Memory
from app.ui.look.fonts import ui_font
from app.ui.look.paint import put
from app.ui.tables.columns import Column, check_column
from app.ui.tables.table_panel import TablePanel, TableSpec
from app.ui.theme import Tone, tokens
from app.ui.widgets.button import Button
from app.ui.widgets.card import Line
from app.ui.widgets.card import label as words

#: Row height, header and line of sums of the list, for its height when there are few rows.
_ROW, _AROUND = 30, 66
_LEAST_ROWS = 3


class ItemsTab(QWidget):
    """The list; ``chosen`` says that the ticks are others."""

    chosen = Signal()

    def __init__(self, memory: Memory, day: date) -> None:
        super().__init__()
        self._detail: AccountDetail | None = None
        self._closed = False
        self._hint = ""
        self._paused: dict[str, PauseRow] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.panel = TablePanel(self._spec(day), memory)
        self.panel.setProperty("card", False)
        self.panel.checks_changed.connect(self.chosen)
        self.panel.set_row_menu(self._row_menu)
        column.addWidget(self.panel, 3)
        column.addWidget(Line())
        self._since = Since()
        self._since.closed.clicked.connect(lambda _on: self.show_closed(on=not self._closed))
        column.addWidget(self._since, 1)

    def show_account(self, detail: AccountDetail, pauses: Sequence[PauseRow] = ()) -> None:
        """Show an account's items; another account begins without closed ones and without ticks."""
        self._paused.clear()
        self._paused.update((one.item_id, one) for one in pauses if one.item_id is not None)
        if self._detail is None or self._detail.head.id != detail.head.id:
            self._closed = False
            self.panel.model.set_checked(())
        self._detail = detail
        self._hint = unapplied_hint(detail.items)
        several = len({row.currency for row in detail.items if row.is_open}) > 1
        self.panel.model.set_groups(_by_currency if several else None)
        self._since.show_entries(detail)
        self._fill()

    def show_closed(self, *, on: bool) -> None:
        """Show closed items below the open ones, or hide them."""
        self._closed = on
        self._fill()

    @property
    def closed_shown(self) -> bool:
        """Tell whether closed items are shown."""
        return self._closed

    def ticked(self) -> tuple[Chosen, ...]:
        """Return the ticked items that are open."""
        rows = [row for row in self.panel.model.checked_rows() if row.is_open]
        return tuple(Chosen(row.id, row.number, row.currency, row.open) for row in rows)

    def tick(self, ids: Sequence[str] | frozenset[str]) -> None:
        """Tick exactly these items."""
        self.panel.model.set_checked(ids)

    def tick_overdue(self) -> None:
        """Tick everything past due that is neither disputed nor promised; with all ticked, untick."""
        rows = self._detail.open_items if self._detail is not None else ()
        wanted = {
            row.id for row in rows if row.open > 0 and (row.days_overdue or 0) > 0 and not row.disputed + row.promised
        }
        self.tick(() if wanted and wanted <= self.panel.model.checked_keys() else frozenset(wanted))

    def count(self) -> int:
        """Return how many items are open."""
        return len(self._detail.open_items) if self._detail is not None else 0

    def _fill(self) -> None:
        detail = self._detail
        if detail is None:
            return
        rows = detail.items if self._closed else detail.open_items
        self.panel.set_rows(rows)
        shown = max(_LEAST_ROWS, self.panel.model.rowCount())
        self.panel.setMaximumHeight(16777215 if not rows else shown * _ROW + _AROUND)
        self._since.say_closed(len(detail.closed_items), shown=self._closed)

    def _row_menu(self, row: ItemRow, menu: QMenu) -> None:
        menu.addAction(_("Tick everything overdue"), self.tick_overdue)
        menu.addAction(_("Untick all"), lambda: self.tick(()))

    def _spec(self, day: date) -> TableSpec:
        return TableSpec(
            "account.items",
            _("Open items"),
            columns(day, self._paused),
            lambda row: row.id,
            (_("No open items"), _("Everything is paid, or nothing has been synced yet."), "success"),
            extra=lambda _rows: ((self._hint, 400),) if self._hint else (),
        )


def columns(today: date, paused: Mapping[str, PauseRow]) -> tuple[Column[ItemRow], ...]:
    """Return the columns of the list; days of this year have no year."""

    def short(day: date) -> str:
        return day_plain(day, today)

    return (
        check_column(),
        Column("number", msg("Invoice"), lambda row: row.number, width=112, tip=_about),
        Column(
            "date", msg("Date"), lambda row: row.document_date, "date", short, width=94, gives_way=2,
            tone=lambda _row: "dim",
        ),
        Column("due", msg("Due"), lambda row: row.due_date, "date", short, width=94),
        Column("days", msg("Days"), _days, "number", width=52, tone=_late),
        Column(
            "original", msg("Original"), lambda row: Money(row.original, row.currency), "money", width=100,
            tone=lambda _row: "dim", bare=True, gives_way=3,
        ),
        Column(
            "open", msg("Open"), lambda row: Money(row.open, row.currency), "money", width=126, weight=500, total=True
        ),
        Column("po", msg("PO"), lambda row: row.po or "", width=82, gives_way=1, tone=lambda _row: "dim"),
        Column("state", msg("State"), lambda row: item_chips(row, paused), "chips", stretch=True, width=114),
        Column("kind", msg("Kind"), lambda row: label(ITEM_KINDS, row.kind), hidden=True),
        Column("order", msg("Order"), lambda row: row.order_number or "", hidden=True),
        Column("terms", msg("Terms"), lambda row: row.terms or "", hidden=True),
        Column("text", msg("Text"), lambda row: row.text or "", hidden=True, width=180),
        Column("rep", msg("Sales rep"), lambda row: row.sales_rep or "", hidden=True),
        Column("portal", msg("Portal"), _portal, hidden=True),
        Column("disputed", msg("Disputed"), lambda row: _part(row.disputed, row), "money", hidden=True),
        Column("promised", msg("Promised"), lambda row: _part(row.promised, row), "money", hidden=True),
        Column("closed", msg("Closed"), lambda row: row.closed_on, "date", hidden=True),
        Column("seen", msg("First seen"), lambda row: row.first_seen, "date", hidden=True),
    )  # fmt: skip


def _portal(row: ItemRow) -> str:
    return row.portal_entry.status if row.portal_entry is not None else row.portal_status or ""


def _days(row: ItemRow) -> int | None:
    return row.days_overdue if row.is_open and row.open > 0 else None


def _late(row: ItemRow) -> Tone:
    return "red" if row.is_open and row.open > 0 and (row.days_overdue or 0) > 0 else "dim"


def _part(minor: int, row: ItemRow) -> Money | None:
    return Money(minor, row.currency) if minor else None


def _about(row: ItemRow) -> str:
    """Return what the row has no column for."""
    parts = [label(ITEM_KINDS, row.kind), row.text or "", row.terms or ""]
    if row.closed_why is not None:
        parts.append(render(row.closed_why))
    return " \u00b7 ".join(part for part in parts if part)


def _by_currency(row: ItemRow) -> tuple[str, str]:
    return row.currency, row.currency


class Since(QWidget):
    """The few lines one wants to have read before dialling."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 12, 4)
        self._title = words(_("Since the last call"), "body", 600)
        self.closed = Button("", "link", name=_("Closed items (Ctrl+H)"))
        head.addWidget(self._title, 1)
        head.addWidget(self.closed)
        column.addLayout(head)
        self._lines = _Lines()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._lines)
        column.addWidget(area, 1)
        self.setMinimumHeight(92)

    def show_entries(self, detail: AccountDetail) -> None:
        """Show what happened."""
        spoken = detail.last_contact is not None
        self._title.setText(_("Since the last call") if spoken else _("What happened so far"))
        self._lines.show_entries(detail.since, detail)

    def say_closed(self, count: int, *, shown: bool) -> None:
        """Offer the closed items."""
        self.closed.setVisible(bool(count))
        text = ngettext("{n} closed item", "{n} closed items", count)
        self.closed.setText(_("Hide closed items") if shown else text)


class _Lines(QWidget):
    """Day, what happened, and dim what was noted; painted, because a name may be in any script."""

    _HEIGHT = 24

    def __init__(self) -> None:
        super().__init__()
        self._entries: Sequence[Entry] = ()
        self._detail: AccountDetail | None = None
        self.setObjectName("clear")

    def show_entries(self, entries: Sequence[Entry], detail: AccountDetail) -> None:
        """Show these, newest first."""
        self._entries, self._detail = entries, detail
        self.setMinimumHeight(self._HEIGHT * max(1, len(entries)) + 6)
        spoken = [
            _("{what}: {answer}", what=day_plain(one.day, detail.day), answer=render(one.text)) for one in entries
        ]
        self.setAccessibleName(". ".join(spoken) or _("Nothing yet"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines."""
        if self._detail is None:
            return
        painter = QPainter(self)
        t, font = tokens(), ui_font()
        if not self._entries:
            put(painter, self.rect().adjusted(12, 0, -12, 6 - self.height() + self._HEIGHT), _("Nothing yet"), font,
                t.dim)  # fmt: skip
        wide = max((QFontMetrics(font).horizontalAdvance(self._day(one)) for one in self._entries), default=40)
        for place, one in enumerate(self._entries):
            line = self.rect().adjusted(12, 0, -12, 0)
            line.setTop(place * self._HEIGHT)
            line.setHeight(self._HEIGHT)
            put(painter, line, self._day(one), font, t.dim)
            line.setLeft(line.left() + wide + 14)
            ink = t.red if one.tone == "bad" else t.text
            used = put(painter, line, render(one.text), font, ink)
            detail = " ".join(render(one.detail).split()) if one.detail else ""
            line.setLeft(line.left() + used + 8)
            if detail and line.width() > 40:
                put(painter, line, detail, ui_font("body", 400, self._detail.head.country), t.dim)

    def _day(self, entry: Entry) -> str:
        return day_plain(entry.day, self._detail.day) if self._detail is not None else ""
