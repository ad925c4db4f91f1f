"""The line over the list: usual filters with counts, the collector's own ones, and the field that filters as typed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.i18n import _, render
from app.services.portfolio.desk import FILTERS, PortfolioPage
from app.ui.portfolio.saved import MINE, NameLine
from app.ui.widgets.button import Button
from app.ui.widgets.filter_bar import FilterBar


class FilterLine(QWidget):
    """Chips, what keeps and forgets one's own, the quick filter.

    ``named`` carries the name under which the present filter is to be kept, ``forgotten`` nothing; ``left`` gives the
    focus back to the list.
    """

    named = Signal(str)
    forgotten = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.bar = FilterBar(_("Saved filters"))
        self.bar.left.connect(self.left)
        self.name = NameLine()
        self.name.named.connect(self.named)
        self.name.left.connect(self.left)
        for done in (self.name.named, self.name.left):
            done.connect(lambda *_name: self.bar.quick.show())
        keep = Button("", "flat", "plus", _("Keep this filter under a name"))
        keep.clicked.connect(self.ask_name)
        self._forget = Button("", "flat", "trash", _("Forget the saved filter"))
        self._forget.clicked.connect(self.forgotten)
        self._forget.hide()
        self.bar.add_beside(keep)
        self.bar.add_beside(self._forget)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.bar, 1)
        row.addWidget(self.name)

    def show_page(self, page: PortfolioPage) -> None:
        """Show the usual filters with their counts and the saved ones."""
        mine = [(f"{MINE}{one.name}", one.name, None) for one in page.saved]
        self.bar.set_filters([*((one.key, render(one.label), page.counts[one.key]) for one in FILTERS), *mine])

    def mine(self) -> str:
        """Return the name of the saved filter that is on, empty for one of the usual ones."""
        key = self.bar.chips.chosen_key()
        return key.removeprefix(MINE) if key.startswith(MINE) else ""

    def choose(self, key: str) -> None:
        """Turn a filter on."""
        self.bar.chips.choose(key)

    def ask_name(self) -> None:
        """Ask under which name the present filter is kept, in the place of the quick filter."""
        self.bar.quick.hide()
        self.name.ask(self.mine())

    def offer_forgetting(self, *, on: bool) -> None:
        """Show what forgets the saved filter, or hide it."""
        self._forget.setVisible(on)
