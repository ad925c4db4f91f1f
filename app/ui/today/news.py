"""Since the last day: what the files brought; each figure is a way to its rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import reduce
from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from app.i18n import _, format_date, msg, ngettext
from app.money import Money
from app.ui.formatting import day_plain
from app.ui.look.fonts import ui_font
from app.ui.tables.columns import Column, Name
from app.ui.tables.table_panel import TablePanel, TableSpec
from app.ui.theme import tokens
from app.ui.view import Desk
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card, ElidedLabel, label
from app.ui.widgets.panel import Panel

if TYPE_CHECKING:
    from app.services.today.news import News, NewsRow

#: How each kind is said; the rest of the line is left out where its count is 0.
WORDS: Final[dict[str, Callable[[int], str]]] = {
    "paid": lambda n: ngettext("{n} paid", "{n} paid", n),
    "part_paid": lambda n: ngettext("{n} part paid", "{n} part paid", n),
    "credited": lambda n: ngettext("{n} credited", "{n} credited", n),
    "new": lambda n: ngettext("{n} new", "{n} new", n),
    "reopened": lambda n: ngettext("{n} reopened", "{n} reopened", n),
    "no_cash_data": lambda n: ngettext("{n} closed without cash data", "{n} closed without cash data", n),
    "vanished": lambda n: ngettext("{n} vanished without payment", "{n} vanished without payment", n),
    "broken": lambda n: ngettext("{n} broken", "{n} broken", n),
}
#: Kinds that are about promises: the promised day stands for the item.
_PROMISES: Final = frozenset({"broken"})
#: Kinds that somebody has to look at.
_RED: Final = frozenset({"vanished", "reopened", "broken"})


class _Lines(QLabel):
    """Words that wrap and are never cut: the line of tiles would give them the height of one line."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for the height of all lines at the new width."""
        super().resizeEvent(event)
        self.ask_height()

    def ask_height(self) -> None:
        """Ask for the height of all lines."""
        self.setMinimumHeight(max(0, self.heightForWidth(self.width())))


class NewsCard(Card):
    """``Since yesterday: 12 paid (3 of them promised), 4 part paid, 9 new, 2 vanished without payment``."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__((12, 8, 12, 8), 2)
        self._news: News | None = None
        self._caption = label(_("Since yesterday"), "tiny", role="dim")
        self._line = _Lines()
        self._line.setFont(ui_font())
        self._line.setWordWrap(True)
        self._line.setTextFormat(Qt.TextFormat.RichText)
        self._line.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self._line.setAccessibleName(_("What the files brought"))
        self._line.linkActivated.connect(self.asked)
        self._line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._tie = ElidedLabel("", "small", role="dim")
        for part in (self._caption, self._line, self._tie):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.show_news(None, None)

    def show_news(self, news: News | None, today: date | None) -> None:
        """Show what was brought; None while it is not known, or before the first sync."""
        self._news = news
        self._caption.setText(_since(news, today))
        self._write()
        self._tie.setText(_tie(news))
        self._line.ask_height()

    def changeEvent(self, event: QEvent) -> None:
        """Write the figures anew in the other scheme's colours."""
        if event.type() == QEvent.Type.PaletteChange:
            self._write()
        super().changeEvent(event)

    def _write(self) -> None:
        news = self._news
        if news is None or not news.since:
            self._line.setText(escape(_("No files yet.")) if news is not None else "")
            return
        parts = [self._part(kind) for kind in WORDS if news.counts.get(kind)]
        said = reduce(lambda done, more: _("{done}, {more}", done=done, more=more), parts) if parts else ""
        self._line.setText(said or escape(_("The files brought nothing new.")))

    def _part(self, kind: str) -> str:
        news = self._news
        count = news.counts[kind] if news is not None else 0
        shade = tokens().red if kind in _RED else tokens().text
        words = f'<a href="{kind}" style="color: {shade}; text-decoration: none">{escape(WORDS[kind](count))}</a>'
        if kind == "paid" and news is not None and news.promised:
            beside = escape(_("({n} of them promised)", n=news.promised))
            words += f' <a href="promised" style="color: {tokens().dim}; text-decoration: none">{beside}</a>'
        return words


def _since(news: News | None, today: date | None) -> str:
    """Return the caption: since yesterday, or since the day of the last files before today's."""
    if news is None or news.before is None or today is None or (today - news.before).days == 1:
        return _("Since yesterday")
    return _("Since {day}", day=day_plain(news.before, today))


def _tie(news: News | None) -> str:
    if news is None or not news.tied_of:
        return ""
    if news.tied == news.tied_of:
        return ngettext(
            "file total = ledger total in {tied} of {n} currency",
            "file total = ledger total in {tied} of {n} currencies",
            news.tied_of,
            tied=news.tied,
        )
    return _("totals differ: {tied} of {n} currencies tie", tied=news.tied, n=news.tied_of)


class NewsPanel(Panel):
    """The rows behind one figure of the news; Enter opens the account, ``left`` gives the panel back."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Since yesterday"))
        self._desk = desk
        columns: tuple[Column[NewsRow], ...] = (
            Column("account", msg("Account"), _row_name, "name", width=150, stretch=True),
            Column("amount", msg("Amount"), _row_amount, "money", width=130, total=True),
        )
        empty = (_("Nothing of this kind"), "", "info")
        self.list = TablePanel(
            TableSpec("today.news", _("What the files brought"), columns, lambda row: row.id, empty, row_height=42),
            desk.memory,
        )
        self.list.setProperty("card", False)
        self.list.opened.connect(lambda row: desk.go("account", row.number))
        close = Button("", "flat", "close", _("Close"))
        close.clicked.connect(self.left)
        self.head.addWidget(close)
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.addWidget(self.list, 1)

    def show_kind(self, news: News, kind: str) -> None:
        """Show the rows of one kind."""
        rows = news.rows(kind)
        name = WORDS[kind](news.counts.get(kind, 0)) if kind in WORDS else _("{n} promised", n=news.promised)
        self.set_title(name)
        self.list.set_rows(rows)
        self.list.view.select_first()
        self.list.focus_rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.matches(QKeySequence.StandardKey.Cancel):
            self.left.emit()
            return
        super().keyPressEvent(event)


def _row_amount(row: NewsRow) -> Money:
    return Money(row.amount, row.currency)


def _row_name(row: NewsRow) -> Name:
    about = format_date(date.fromisoformat(row.item), year=False) if row.kind in _PROMISES else row.item
    return Name(row.name, country=row.country, below=f"{row.number} \u00b7 {about}")
