"""A promise at the right: why it reads as it does, down to the money, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.enums import OPEN_PROMISE
from app.i18n import _, format_date, format_money, ngettext, render
from app.money import Money
from app.services.calls.book import PromiseFile
from app.services.calls.queries import Judged
from app.services.labels import PROMISE_STATES, label
from app.services.portfolio.account.rows import InstalmentRow, PromiseRow
from app.ui.account.words import PROMISE_TONES, promise_chip
from app.ui.formatting import amount, day_plain
from app.ui.look.fonts import ui_font
from app.ui.widgets.button import Button
from app.ui.widgets.card import Line
from app.ui.widgets.card import label as words
from app.ui.widgets.chip import ChipLine, ChipText
from app.ui.widgets.notices import EmptyState
from app.ui.widgets.panel import Panel

_ITEMS = 12


class EvidencePanel(Panel):
    """One promise; ``asked`` carries ``reschedule``, ``withdraw``, ``void``, ``account`` or ``call``.

    ``opened`` carries another promise's id.
    """

    asked = Signal(str)
    opened = Signal(str)

    def __init__(self, zone: str) -> None:
        super().__init__(_("Promise"))
        self._zone = ZoneInfo(zone)
        self._page: QWidget | None = None
        self._empty = EmptyState(_("No promise chosen"), _("Move to a promise to see its evidence."), "promise")
        self.content.addWidget(self._empty, 1)
        self._buttons = {
            "void": Button(_("Strike out…"), name=_("Strike out an entry error (Ctrl+Shift+X)")),
            "withdraw": Button(_("Taken back…"), name=_("The customer takes it back (Ctrl+Shift+W)")),
            "reschedule": Button(_("Reschedule…"), "primary", name=_("Promised again for another day (Ctrl+Shift+S)")),
        }
        self.foot.setSpacing(6)
        for key, button in self._buttons.items():
            button.clicked.connect(lambda _on, what=key: self.asked.emit(what))
            self.foot.addWidget(button)
            if key == "void":
                self.foot.addStretch(1)
        self.show_promise(None, None)

    def show_promise(self, file: PromiseFile | None, today: date | None) -> None:
        """Show a promise; None shows that none is chosen."""
        if self._page is not None:
            self._page.hide()
            self._page.deleteLater()
            self._page = None
        shown = file is not None and today is not None
        self._empty.setVisible(not shown)
        open_now = file is not None and file.evidence.promise.status in OPEN_PROMISE
        for key, button in self._buttons.items():
            button.setVisible(shown and (key == "reschedule" or open_now))
        if file is None or today is None:
            self.set_title(_("Promise"))
            return
        row = file.evidence.promise
        self.set_title(format_money(Money(row.promised, row.currency)))
        self._page = QWidget()
        self._page.setObjectName("clear")
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        for part in self._parts(file, today):
            if isinstance(part, int):
                column.addSpacing(part)
            else:
                column.addWidget(part)
        column.addStretch(1)
        self.content.addWidget(self._page, 1)
        self.area.verticalScrollBar().setValue(0)

    # ------------------------------------------------------------------ parts

    def _parts(self, file: PromiseFile, today: date) -> Iterable[QWidget | int]:
        row = file.evidence.promise
        name = words(file.customer.name, wrap=True)
        name.setFont(ui_font("body", 600, file.customer.country))
        yield name
        chips = [promise_chip(row)]
        if row.assurance:
            chips.append(ChipText(_("assurance"), "dim"))
        if row.level > 1:
            chips.append(ChipText(_("no. {level}", level=row.level), "amber"))
        line = ChipLine(chips)
        line.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        yield line
        if row.why is not None:
            yield words(render(row.why), wrap=True)
        yield words(_made(row), "small", role="dim", wrap=True)
        yield 4
        for place, part in enumerate(row.instalments):
            yield from _instalment(row, part, today, number=place + 1 if len(row.instalments) > 1 else 0)
        yield 4
        yield words(ngettext("{n} item", "{n} items", len(file.items)), "tiny", role="dim")
        yield _items(file, today)
        yield from self._money(file)
        yield from self._chain(file)
        if file.evidence.judgements:
            yield 4
            yield Line()
            yield words(_("How it was judged"), "tiny", role="dim")
            for judged in file.evidence.judgements:
                yield from self._judged(judged)

    def _money(self, file: PromiseFile) -> Iterable[QWidget | int]:
        """Give the money that the newest judgement of each instalment rests on."""
        seen: set[date] = set()
        lines = []
        for judged in file.evidence.judgements:
            if judged.due not in seen:
                seen.add(judged.due)
                lines += [(judged, one) for one in judged.money]
        if not lines:
            return
        yield 4
        yield words(_("The money"), "tiny", role="dim")
        currency = file.evidence.promise.currency
        for _judged, one in lines:
            yield words(money_words(one, currency), "small", wrap=True)

    def _chain(self, file: PromiseFile) -> Iterable[QWidget | int]:
        """Give the ways to the promise before and those after."""
        links = [(file.before, _("Promise before"))] if file.before is not None else []
        links += [(one, _("Promised again")) for one in file.evidence.renewed_by]
        yield 4
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        account = Button(_("Account"), "link", name=_("Open the account"))
        account.clicked.connect(lambda _on: self.asked.emit("account"))
        row.addWidget(account)
        if file.evidence.promise.activity_id is not None:
            call = Button(_("Its call"), "link")
            call.clicked.connect(lambda _on: self.asked.emit("call"))
            row.addWidget(call)
        for ident, word in links:
            link = Button(word, "link")
            link.clicked.connect(lambda _on, to=ident: self.opened.emit(to))
            row.addWidget(link)
        row.addStretch(1)
        yield holder

    def _judged(self, judged: Judged) -> Iterable[QWidget]:
        local = judged.at.astimezone(self._zone)
        state = label(PROMISE_STATES, judged.after)
        head = _("{day} {time}: {state}", day=format_date(local.date(), year=False), time=f"{local:%H:%M}", state=state)
        yield words(head, "small", 600, wrap=True)
        if judged.why is not None:
            yield words(render(judged.why), "small", role="dim", wrap=True)


def _made(row: PromiseRow) -> str:
    """Return when, by whom and how it was made."""
    parts = [_("made on {day}", day=format_date(row.made_on, weekday=True))]
    if row.contact:
        parts.append(_("by {name}", name=row.contact))
    if row.reason:
        parts.append(_("\u201c{text}\u201d", text=row.reason))
    return " \u00b7 ".join(parts)


def _instalment(row: PromiseRow, part: InstalmentRow, today: date, number: int) -> Iterable[QWidget]:
    """Give one dated part: amount, day, window, what came."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(1)
    grid.setColumnStretch(1, 1)
    lead = f"{number}. " if number else ""
    grid.addWidget(words(f"{lead}{day_plain(part.due, today)}", "body", 600), 0, 0)
    grid.addWidget(words(format_money(Money(part.promised, row.currency))), 0, 1, Qt.AlignmentFlag.AlignRight)
    counted = _("money counts through {day}", day=format_date(part.window_end, weekday=True, year=False))
    grid.addWidget(words(counted, "small", role="dim"), 1, 0, 1, 2)
    whole = part.received + part.received_late
    if whole:
        came = _("received {amount}", amount=amount(whole, row.currency))
        grid.addWidget(words(came, "small", role="green"), 2, 0, 1, 2)
    if number:
        tone = PROMISE_TONES.get(part.status, "dim")
        chip = ChipLine([ChipText(label(PROMISE_STATES, part.status), tone)])
        grid.addWidget(chip, 2, 1, Qt.AlignmentFlag.AlignRight)
    yield holder


def _items(file: PromiseFile, today: date) -> QWidget:
    """Return the items: what each owed then and owes now."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(0, 1)
    currency = file.evidence.promise.currency
    for column, word in enumerate((_("Invoice"), _("due"), _("then"), _("now"))):
        side = Qt.AlignmentFlag.AlignRight if column > 1 else Qt.AlignmentFlag.AlignLeft
        grid.addWidget(words(word, "tiny", role="dim"), 0, column, side)
    for place, item in enumerate(file.items[:_ITEMS], start=1):
        number = words(item.number, "small", role="dim" if item.released else "")
        if item.released:
            number.setToolTip(_("Taken over by a later promise"))
        grid.addWidget(number, place, 0)
        grid.addWidget(words(day_plain(item.due, today), "small", role="dim"), place, 1)
        grid.addWidget(words(amount(item.then, currency), "small", role="dim"), place, 2, Qt.AlignmentFlag.AlignRight)
        now = words(amount(item.now, currency), "small", 600 if item.now else 400, role="" if item.now else "green")
        grid.addWidget(now, place, 3, Qt.AlignmentFlag.AlignRight)
    if len(file.items) > _ITEMS:
        more = len(file.items) - _ITEMS
        grid.addWidget(words(ngettext("and {n} more", "and {n} more", more), "small", role="dim"), _ITEMS + 1, 0, 1, 4)
    return holder


def money_words(one: Mapping[str, Any], currency: str) -> str:
    """Return one line of evidence in words: when, how much, what it was."""
    minor = Money(int(one["amount"]), currency)
    day = date.fromisoformat(one["day"])
    item, number = str(one.get("item") or ""), str(one.get("number") or "")
    if one.get("since"):
        since = date.fromisoformat(one["since"])
        text = _("{amount} between {since} and {day}, {item} fell", amount=minor, since=since, day=day, item=item)
    elif number and item:
        text = _("{amount} on {day}, receipt {number} for {item}", amount=minor, day=day, number=number, item=item)
    elif number:
        text = _("{amount} on {day}, receipt {number}, not applied yet", amount=minor, day=day, number=number)
    else:
        text = _("{amount} on {day}, {item} cleared", amount=minor, day=day, item=item)
    late = int(one.get("days_late") or 0)
    return ngettext("{text}, {n} day late", "{text}, {n} days late", late, text=text) if late else text
