"""Who the customer is and how things stand: names, place, office, terms, family; balance, overdue, aging, habits."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from app.i18n import _, format_date, format_money, format_number, ngettext
from app.money import Money
from app.services.calls.desk import Opened
from app.services.portfolio.account.detail import AccountDetail, CurrencyAging
from app.ui.account.words import header_chips, local_clock, pause_chips
from app.ui.formatting import amount, compact, day_with_weekday, percent
from app.ui.letters.preview import own_name
from app.ui.look.fonts import ui_font
from app.ui.widgets.aging_bar import Aging, AgingBar
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card, ElidedLabel, Figure, Tile, label
from app.ui.widgets.chip import ChipLine, FilterChips

_MOST_CHIPS = 4


class AccountHeader(QWidget):
    """Two lines of words and a row of tiles; ``opened`` carries the number of a relative, ``currency`` a code."""

    opened = Signal(str)
    currency = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._detail: AccountDetail | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._name = ElidedLabel("", "title", 600)
        self._beside = ElidedLabel("", "body", role="dim")
        self._chips = ChipLine()
        self.row = QHBoxLayout()
        self.row.setSpacing(8)
        self.row.addWidget(self._name, 0, Qt.AlignmentFlag.AlignVCenter)
        self.row.addWidget(self._beside, 0, Qt.AlignmentFlag.AlignVCenter)
        self.row.addWidget(self._chips, 0, Qt.AlignmentFlag.AlignVCenter)
        self.row.addStretch(1)
        column.addLayout(self.row)
        self._facts = ElidedLabel("", "body", role="dim")
        self._family = Button("", "link", name=_("Other accounts of the group"))
        self._family.clicked.connect(lambda _on: self._open_family())
        self._currencies = FilterChips(_("Currencies"))
        self._currencies.chosen.connect(self._choose)
        self._currencies.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._facts, 0)
        line.addWidget(self._family, 0)
        line.addStretch(1)
        line.addWidget(self._currencies, 0)
        column.addLayout(line)
        column.addSpacing(8)
        column.addLayout(self._make_tiles())

    def show_account(self, opened: Opened) -> None:
        """Show an account."""
        detail = opened.detail
        head = detail.head
        self._detail = detail
        self._name.setText(head.name)
        self._name.setFont(ui_font("title", 600, head.country))
        self._beside.setText(" \u00b7 ".join(part for part in (_latin(detail), head.number) if part))
        chips = (*pause_chips(opened.pauses), *header_chips(detail))
        self._chips.set_chips(chips[:_MOST_CHIPS])
        self.setAccessibleName(f"{head.name}, {head.number}")
        self._facts.setText(facts_line(opened))
        self._show_family(detail)
        several = len(detail.aging) > 1
        entries = [(one.currency, f"{one.currency} {compact(one.total, one.currency)}", None) for one in detail.aging]
        self._currencies.set_filters(entries if several else [])
        self._currencies.setVisible(several)
        self._choose(self._currencies.chosen_key() if several else "")

    def _make_tiles(self) -> QGridLayout:
        self._balance = Tile(_("Balance"))
        self._overdue = Tile(_("Overdue"))
        self._late = Tile(_("Pays late by"))
        aging = Card((12, 7, 12, 5), 4)
        self._aging_word = label(_("Aging by due date"), "tiny", role="dim")
        self._bar = AgingBar()
        aging.body.addWidget(self._aging_word)
        aging.body.addWidget(self._bar)
        aging.body.addStretch(1)
        tiles = QGridLayout()
        tiles.setContentsMargins(0, 0, 0, 0)
        tiles.setHorizontalSpacing(10)
        for place, (tile, stretch) in enumerate(
            ((self._balance, 16), (self._overdue, 16), (aging, 65), (self._late, 14))
        ):
            tiles.addWidget(tile, 0, place)
            tiles.setColumnStretch(place, stretch)
        return tiles

    def _choose(self, currency: str) -> None:
        if self._detail is None:
            return
        rows = self._detail.aging
        found = next((one for one in rows if one.currency == currency), rows[0] if rows else None)
        self._show_money(self._detail, found)
        self.currency.emit(found.currency if found is not None else "")

    def _show_money(self, detail: AccountDetail, aging: CurrencyAging | None) -> None:
        if aging is None:
            code = detail.head.currency or ""
            self._balance.set_figure(Figure("0", code))
            self._overdue.set_figure(Figure("0", ""))
            self._bar.set_aging(None)
        else:
            bar = bar_of(aging)
            base = detail.base
            hint = format_money(Money(aging.total, aging.currency))
            if len(detail.aging) > 1:
                hint = _("All currencies: {amount}", amount=format_money(Money(base.minor, base.currency)))
            self._balance.set_figure(Figure(amount(aging.total, aging.currency), aging.currency, hint=hint))
            share = percent(aging.overdue, bar.debits)
            tone = "red" if aging.overdue else ""
            words = amount(aging.overdue, aging.currency)
            hint = _("{share} of what is owed is past due", share=share) if share else ""
            self._overdue.set_figure(Figure(words, share, tone=tone, hint=hint))  # type: ignore[arg-type]
            self._bar.set_aging(bar)
        as_of = detail.data_date
        text = _("Aging by due date · open amounts as of {day}", day=format_date(as_of)) if as_of else ""
        self._aging_word.setText(text or _("Aging by due date"))
        early = detail.late is not None and (detail.late.average or 0) < 0
        self._late.set_caption(_("Pays early by") if early else _("Pays late by"))
        self._late.set_figure(_late(detail))

    def _show_family(self, detail: AccountDetail) -> None:
        relatives = detail.relatives
        self._family.setVisible(bool(relatives))
        if not relatives:
            return
        parent = next((one for one in relatives if one.relation == "parent"), None)
        count = len(relatives) + (0 if parent is not None else 1)
        if parent is not None:
            word = ngettext("parent {name} ({n} account)", "parent {name} ({n} accounts)", count, name=parent.name)
        else:
            word = ngettext("parent of {n} account", "parent of {n} accounts", len(relatives))
        self._family.setText(word)

    def _open_family(self) -> None:
        menu = QMenu(self)
        words = {"parent": _("parent"), "child": _("child"), "sibling": _("sibling")}
        for one in self._detail.relatives if self._detail is not None else ():
            text = f"{one.number}  {one.name}  ({words[one.relation]})".replace("&", "&&")
            menu.addAction(text, partial(self.opened.emit, one.number))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._family.mapToGlobal(QPoint(0, self._family.height() + 2)))


def bar_of(aging: CurrencyAging) -> Aging:
    """Return an aging as the bar draws it."""
    keys = [key for key in aging.sums if key not in {"no_due_date", "credits"}]
    values = [aging.sums[key] for key in keys][:6]
    first, second, third, fourth, fifth, sixth = (*values, *[0] * (6 - len(values)))
    return Aging(
        (first, second, third, fourth, fifth, sixth), aging.currency, aging.sums.get("no_due_date", 0), aging.credits
    )


def facts_line(opened: Opened) -> str:
    """Return place and time, office, the next holiday, the letters' language, terms, territory."""
    detail = opened.detail
    head, office = detail.head, detail.head.office
    place = (head.city or head.zone.rsplit("/", maxsplit=1)[-1]).replace("_", " ")
    parts = [_("{place} {time}", place=place, time=local_clock(office.local))]
    if office.open and office.closes_at is not None:
        parts.append(_("office open until {time}", time=local_clock(office.closes_at)))
    elif office.holiday:
        parts.append(_("holiday today ({name})", name=office.holiday))
    elif office.opens_at is not None:
        parts.append(_("office closed, opens {time}", time=local_clock(office.opens_at)))
    else:
        parts.append(_("office closed"))
    if head.holiday is not None:
        day, name = head.holiday
        parts.append(_("holiday {day} ({name})", day=day_with_weekday(day), name=name))
    language = own_name(opened.locale)
    written = _("letters in {language}", language=language)
    if opened.written:
        parts.append(written)
    elif opened.locale.startswith("und"):
        parts.append(_("letter language not known"))
    else:
        parts.append(_("no letters in {language} yet", language=language))
    parts += [part for part in (head.terms, head.territory) if part]
    return " \u00b7 ".join(parts)


def _latin(detail: AccountDetail) -> str:
    """Return the name in the other script, or the reading."""
    head = detail.head
    return next((name for name in (head.name_latin, head.name_kana) if name and name != head.name), "")


def _late(detail: AccountDetail) -> Figure:
    """Return how late the account pays, and whether that gets worse."""
    late = detail.late
    if late is None or late.average is None:
        return Figure("\u2013", hint=_("No payment on record yet"))
    days = int(late.average.to_integral_value())
    hint = ngettext("Over {n} payment, weighted by amount", "Over {n} payments, weighted by amount", late.payments)
    closed, disputed = detail.settled
    if disputed:
        hint = f"{hint}\n{_('{n} of {count} closed items were disputed', n=disputed, count=closed)}"
    said = _("{n} d", n=format_number(abs(days)))
    if late.trend is None or not (change := int(late.trend.to_integral_value())):
        return Figure(said, hint=hint)
    mark = "\u25b2" if change > 0 else "\u25bc"
    rest = _("{mark} {n} in 90 d", mark=mark, n=abs(change))
    return Figure(said, rest, hint=hint)
