"""The strip over the list: how far the day has come against its targets, and what came in since the last day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.i18n import _, format_money, format_number
from app.money import Money
from app.ui.formatting import amount
from app.ui.today.news import NewsCard
from app.ui.widgets.card import Figure, Tile

if TYPE_CHECKING:
    from app.services.today.progress import DayProgress


class DayStrip(QWidget):
    """Five tiles and the news; ``asked`` carries the kind of news whose rows are wanted."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self.calls = Tile(_("Calls"))
        self.contacts = Tile(_("Right person reached"))
        self.promises = Tile(_("Promises"))
        self.promised = Tile(_("Promised, ≈ {currency}", currency="USD"))
        self.kept = Tile(_("Kept this month"))
        tiles = (self.calls, self.contacts, self.promises, self.promised, self.kept)
        for tile, share in zip(tiles, (4, 5, 4, 6, 5), strict=True):
            tile.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            row.addWidget(tile, share)
        self.news = NewsCard()
        self.news.asked.connect(self.asked)
        row.addWidget(self.news, 12)

    def show_progress(self, progress: DayProgress) -> None:
        """Show how far the day has come."""
        targets = progress.targets
        self.calls.set_figure(_towards(progress.calls, targets.calls))
        self.contacts.set_figure(_towards(progress.contacts, targets.contacts))
        self.promises.set_figure(_towards(progress.promises, targets.promises))
        self.promised.set_caption(_("Promised, ≈ {currency}", currency=progress.promised.currency))
        self.promised.set_figure(_promised(progress))
        self.kept.set_figure(_kept(progress))


def _towards(reached: int, target: int) -> Figure:
    """Return a count against its target; 0 is no target."""
    if not target:
        return Figure(format_number(reached))
    return Figure(format_number(reached), _("of {target}", target=format_number(target)), reached * 100 // target)


def _promised(progress: DayProgress) -> Figure:
    """Return today's promises in the base currency, whole units; currencies without a rate are named."""
    sum_, target = progress.promised, progress.targets.promised
    exact = format_money(Money(sum_.minor, sum_.currency))
    hint = exact
    if sum_.missing:
        hint = _("{amount}, without {currencies}: no rate", amount=exact, currencies=", ".join(sum_.missing))
    value = _whole(sum_.minor, sum_.currency)
    if not target:
        return Figure(value, _("+ no rate") if sum_.missing else "", hint=hint)
    rest = _("of {target}", target=_whole(target, sum_.currency))
    return Figure(value, rest, max(0, sum_.minor * 100 // target), hint=hint)


def _kept(progress: DayProgress) -> Figure:
    """Return what came in time of what fell due under promises this month, by value."""
    due, kept = progress.month_due, progress.month_kept
    if due <= 0:
        return Figure(_("n/a"), hint=_("No promise was judged this month."))
    share = (kept * 200 + due) // (2 * due)
    currency = progress.promised.currency
    hint = _(
        "{kept} of {due} came in time under promises judged this month; the target is {target} %",
        kept=format_money(Money(kept, currency)),
        due=format_money(Money(due, currency)),
        target=KEPT_TARGET,
    )
    rest = _("of {target}", target=f"{KEPT_TARGET} %")
    return Figure(f"{share} %", rest, min(100, share * 100 // KEPT_TARGET), hint=hint)


#: Per cent of the value that should come in time (defaults: targets, month).
KEPT_TARGET = 80


def _whole(minor: int, currency: str) -> str:
    """Return an amount in whole units: the tile is for the eye, its tooltip for the cent."""
    return amount(minor, currency).split(".")[0]
