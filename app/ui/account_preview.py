"""One account in the right panel, while the cursor walks through a list: what one needs to know before dialling."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.enums import AccountState
from app.i18n import _, format_money, ngettext, render
from app.money import Money
from app.services.labels import ACCOUNT_STATES
from app.services.labels import label as word_for
from app.ui.formatting import amount, day_plain, percent
from app.ui.look.fonts import ui_font
from app.ui.look.paint import put
from app.ui.people import spoken
from app.ui.theme import tokens
from app.ui.view import Desk
from app.ui.widgets.aging_bar import Aging, bucket_names, describe, paint_bar
from app.ui.widgets.card import ElidedLabel, label
from app.ui.widgets.chip import ChipLine, ChipText
from app.ui.widgets.notices import EmptyState
from app.ui.widgets.panel import Panel

if TYPE_CHECKING:
    from app.services.portfolio.account.detail import AccountDetail, CurrencyAging, WorkState
    from app.services.portfolio.account.rows import ContactRow

_LINES: Final = 7


class AccountPreview(Panel):
    """Name, time there, balance by age, why now, whom to call, what happened last."""

    def __init__(self) -> None:
        super().__init__(_("Account"))
        self.setMinimumWidth(280)
        self.number = ""
        self._desk: Desk | None = None
        self._read: Callable[..., AccountDetail] | None = None
        self._wanted = ""
        self._page: QWidget | None = None
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(90)
        self._wait.timeout.connect(self._load)
        self._nothing = EmptyState(_("No account chosen"), _("Walk through the list with J and K."), "building")
        self.content.addWidget(self._nothing, 1)

    def follow(self, desk: Desk, read: Callable[..., AccountDetail]) -> None:
        """Read accounts by ``read(session, number, day, zone, now)`` when they are asked for."""
        self._desk, self._read = desk, read

    def ask(self, number: str) -> None:
        """Show this account a moment later, if the panel is there; an empty number shows that none is chosen."""
        self._wanted = number
        if not self.isHidden():
            self._wait.start()

    def _load(self) -> None:
        desk = self._desk
        if not self._wanted or desk is None or self._read is None:
            self.show_detail(None)
            return
        desk.runner.read(
            self._read, self._wanted, desk.day, desk.zone, desk.clock.now(),
            on_done=self.show_detail, owner=self, slot="preview",
        )  # fmt: skip

    def show_detail(self, detail: AccountDetail | None) -> None:
        """Show an account; None shows that none is chosen."""
        self.number = detail.head.number if detail is not None else ""
        if self._page is not None:
            self._page.hide()
            self._page.deleteLater()
            self._page = None
        self._nothing.setVisible(detail is None)
        if detail is None:
            self.set_title(_("Account"))
            return
        self.set_title(detail.head.number)
        self._page = QWidget()
        self._page.setObjectName("clear")
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        for part in _parts(detail):
            if isinstance(part, int):
                column.addSpacing(part)
            else:
                column.addWidget(part)
        column.addStretch(1)
        self.content.addWidget(self._page, 1)
        self._page.show()
        self._fit()
        self.area.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the lines break anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give the page the height that its broken lines need; a scroll area does not ask for it."""
        layout = self._page.layout() if self._page is not None else None
        if self._page is not None and layout is not None:
            self._page.setMinimumHeight(layout.totalHeightForWidth(max(200, self.area.viewport().width() - 24)))


def _parts(detail: AccountDetail) -> Iterable[QWidget | int]:
    """Give the widgets from top to bottom; numbers are gaps in pixels."""
    head = detail.head
    name = ElidedLabel(head.name)
    name.setFont(ui_font("body", 600, head.country))
    yield name
    if head.name_latin and head.name_latin != head.name:
        yield ElidedLabel(head.name_latin, role="dim")
    yield ElidedLabel(_there(detail), "small", role="dim")
    chips = _chips(detail)
    if chips:
        yield 3
        line = ChipLine(chips)
        line.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        yield line
    for aging in detail.aging[:3]:
        yield 6
        yield Buckets(aging)
    if detail.work is not None:
        yield from _why(detail.work)
    person = next((row for row in detail.contacts if row.active and not row.do_not_call), None)
    if person is not None:
        yield from _contact(person, head.country)
    yield from _happened(detail)


def _there(detail: AccountDetail) -> str:
    """Return the customer's time and office."""
    office = detail.head.office
    place = detail.head.zone.rsplit("/", maxsplit=1)[-1].replace("_", " ")
    time = f"{office.local:%H:%M}"
    if office.open and office.closes_at is not None:
        return _("{place} {time} · open until {until}", place=place, time=time, until=f"{office.closes_at:%H:%M}")
    if office.holiday:
        return _("{place} {time} · holiday: {name}", place=place, time=time, name=office.holiday)
    if office.opens_at is not None:
        return _("{place} {time} · closed, opens {from_}", place=place, time=time, from_=f"{office.opens_at:%H:%M}")
    return _("{place} {time} · closed", place=place, time=time)


def _chips(detail: AccountDetail) -> list[ChipText]:
    """Return what stands out, at most three."""
    found = []
    if detail.head.state is not AccountState.ACTIVE:
        found.append(ChipText(word_for(ACCOUNT_STATES, detail.head.state), "red"))
    if detail.work is not None and detail.work.pinned:
        found.append(ChipText(_("pinned"), "blue"))
    if detail.head.hold_orders:
        found.append(ChipText(_("orders on hold"), "red"))
    if detail.limit is not None and detail.limit.percent >= 80:
        over = detail.limit.percent > 100
        limit = format_money(Money(detail.limit.limit, detail.limit.currency))
        chip = ChipText(_("{n} % of limit", n=detail.limit.percent), "red" if over else "amber", limit)
        found.append(chip)
    return found[:3]


def _why(work: WorkState) -> Iterable[QWidget | int]:
    yield 8
    if work.held is not None:
        yield label(_("Not today"), "tiny", role="dim")
        yield label(render(work.held), wrap=True)
        return
    yield label(ngettext("Why now: {n} point", "Why now: {n} points", work.score), "tiny", role="dim")
    for reason in work.reasons:
        yield Points(render(reason.text), reason.points)
    yield 3
    yield label(render(work.step[1]), wrap=True)


def _contact(person: ContactRow, country: str) -> Iterable[QWidget | int]:
    yield 8
    yield label(_("Contact"), "tiny", role="dim")
    line = QLabel()
    line.setTextFormat(Qt.TextFormat.RichText)
    line.setFont(ui_font("body", 400, country))
    line.setWordWrap(True)
    line.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
    line.setOpenExternalLinks(True)
    phone = person.phone or person.mobile or ""
    parts = [escape(" \u00b7 ".join(part for part in (spoken(person), person.job_title or person.department) if part))]
    if phone:
        dial = "".join(sign for sign in phone if sign.isdigit() or sign == "+")
        style = f"color: {tokens().accent}; text-decoration: none"
        parts.append(f'<a href="tel:{dial}" style="{style}">{escape(phone)}</a>')
    if person.email:
        parts.append(f'<span style="color: {tokens().dim}">{escape(person.email)}</span>')
    line.setText("<br>".join(parts))
    line.setAccessibleName(f"{spoken(person)} {phone}".strip())
    yield line


def _happened(detail: AccountDetail) -> Iterable[QWidget | int]:
    entries = detail.since[:_LINES]
    if not entries:
        return
    yield 8
    yield label(_("Since the last call"), "tiny", role="dim")
    for entry in entries:
        yield Happening(day_plain(entry.day, detail.day), render(entry.text))


class Points(QWidget):
    """A reason in words, its points at the right."""

    def __init__(self, text: str, points: int) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label(text, wrap=True), 1)
        count = label(f"+{points}" if points else "", "small", role="dim")
        row.addWidget(count, 0, Qt.AlignmentFlag.AlignTop)


class Happening(QWidget):
    """A day and what happened on it."""

    def __init__(self, day: str, text: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        when = label(day, role="dim")
        when.setFixedWidth(52)
        row.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(text, wrap=True), 1)


class Buckets(QWidget):
    """What is owed in one currency: balance and overdue, the bar, and a line for each part that is not empty."""

    def __init__(self, aging: CurrencyAging) -> None:
        super().__init__()
        self._aging = aging
        values = [minor for key, minor in aging.sums.items() if key not in {"no_due_date", "credits"}]
        first, second, third, fourth, fifth, sixth = (*values, *[0] * (6 - len(values)))
        parts = (first, second, third, fourth, fifth, sixth)
        self._bar = Aging(parts, aging.currency, aging.sums.get("no_due_date", 0), aging.credits)
        self._lines = _lines(self._bar)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self.sizeHint().height())
        self.setAccessibleName(_("Balance {amount}", amount=format_money(Money(aging.total, aging.currency))))
        self.setAccessibleDescription(describe(self._bar))

    def sizeHint(self) -> QSize:
        """Two lines of figures, the bar, a line for each part."""
        return QSize(240, 20 + 20 + 14 + 18 * len(self._lines) + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        t, aging, width = tokens(), self._aging, self.width()
        self._figure(painter, 0, _("Balance"), aging.total, t.text)
        self._figure(painter, 20, _("Overdue {share}", share=percent(aging.overdue, self._bar.debits)), aging.overdue,
                     t.red if aging.overdue else t.text)  # fmt: skip
        paint_bar(painter, QRectF(0, 43, width, 8), self._bar)
        y = 56
        for name, value, shade in self._lines:
            if shade:
                hatched = Qt.BrushStyle.BDiagPattern if shade == "undated" else Qt.BrushStyle.SolidPattern
                painter.fillRect(QRect(0, y + 5, 8, 8), QBrush(QColor(_shades()[shade]), hatched))
            put(painter, QRect(14, y, width - 14, 18), name, ui_font("small"), t.dim)
            put(painter, QRect(0, y, width, 18), amount(value, aging.currency), ui_font("small"), t.text, right=True)
            y += 18

    def _figure(self, painter: QPainter, y: int, name: str, minor: int, shade: str) -> None:
        put(painter, QRect(0, y, self.width(), 20), name.strip(), ui_font(), tokens().dim)
        code = put(painter, QRect(0, y, self.width(), 20), self._aging.currency, ui_font(), tokens().dim, right=True)
        room = QRect(0, y, self.width() - code - 5, 20)
        put(painter, room, amount(minor, self._aging.currency), ui_font("body", 600), shade, right=True)


def _lines(aging: Aging) -> list[tuple[str, int, str]]:
    """Return name, amount and the role of the shade of each part that is not empty."""
    parts = [*aging.buckets, aging.no_due_date]
    roles = [*(f"bucket{place}" for place in range(6)), "undated"]
    found = [(name, value, role) for name, value, role in zip(bucket_names(), parts, roles, strict=True) if value]
    return [*found, (_("Credits"), aging.credits, "")] if aging.credits else found


def _shades() -> dict[str, str]:
    """Return the colours by role in the scheme that is on."""
    t = tokens()
    return {**{f"bucket{place}": shade for place, shade in enumerate(t.buckets)}, "undated": t.undated}
