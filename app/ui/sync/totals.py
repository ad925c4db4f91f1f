"""What the files add up to: tied to their own totals, and to the totals that the collector knows from the ledger."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.i18n import _, format_amount, format_money, msg, ngettext
from app.money import Money
from app.services.sync.desk import nets
from app.services.sync.telling.report import RunReport
from app.ui.tables.columns import Column
from app.ui.tables.table_panel import TablePanel, TableSpec
from app.ui.view import Desk
from app.ui.widgets.button import Button
from app.ui.widgets.card import label, set_role
from app.ui.widgets.chip import ChipText
from app.ui.widgets.money_edit import AmountError, MoneyEdit, parse_amount

#: A currency and an amount on one line, in either order.
_PASTED = re.compile(r"(?:\b([A-Z]{3})\b[\s:=|;]*)?([-+\u2212]?[\d.,'\u2019\s]*\d)(?:[\s:=|;]*\b([A-Z]{3})\b)?")
#: Rows of totals that stand without scrolling.
_ROW = 34
_MOST = 5


@dataclass(frozen=True, slots=True)
class Tie:
    """What one file sums to in one currency, what its own total says, and by how much they differ, minor units.

    A total that also counts rows that were set aside or rejected is another than that of the rows, and ties.
    """

    file: str
    currency: str
    net: int
    own: int | None
    apart: int | None


def ties_of(runs: Sequence[RunReport]) -> list[Tie]:
    """Return the sums of files beside their own totals."""
    return [
        Tie(run.file, currency, totals.net, run.own_totals.get(currency), run.apart(currency))
        for run in runs
        for currency, totals in run.totals.items()
    ]


def ties_spec() -> TableSpec:
    """Return the totals per file and currency, tied to the file's own."""
    return TableSpec(
        "sync.ties",
        _("Totals"),
        (
            Column("file", msg("File"), lambda row: row.file, stretch=True, width=200, middle=True),
            Column("net", msg("Sum of the rows"), lambda row: Money(row.net, row.currency), "money", width=170),
            Column("own", msg("The file's own total"), _own, "money", width=170),
            Column("tie", msg("Tie"), _tie, "chips", width=200),
        ),
        lambda row: (row.file, row.currency),
        (_("No totals"), _("Customers and cases have no amounts to tie."), "cash"),
        totals=False,
    )


def _own(row: Tie) -> Money | None:
    return None if row.own is None else Money(row.own, row.currency)


def _tie(row: Tie) -> tuple[ChipText, ...]:
    if row.own is None or row.apart is None:
        return (ChipText(_("no total in the file")),)
    if row.apart:
        return (ChipText(_("differs by {amount}", amount=format_amount(row.apart, row.currency)), "red"),)
    if row.own == row.net:
        return (ChipText(_("ties"), "green"),)
    aside = format_amount(row.own - row.net, row.currency)
    return (ChipText(_("ties with rows left out: {amount}", amount=aside), "green"),)


class ControlTotals(QWidget):
    """One field per currency; each says at once whether the rows add up to it. ``changed`` follows every key."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._nets: dict[str, int] = {}
        self._fields: dict[str, MoneyEdit] = {}
        self._said: dict[str, QLabel] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(label(_("Control totals"), "body", 600))
        hint = _(
            "Type what the ledger says, or paste lines like “USD 1,234.50”. While one differs, nothing can be applied."
        )
        head.addWidget(label(hint, "small", role="dim", wrap=True), 1)
        paste = Button(_("Paste"), icon="copy")
        paste.clicked.connect(self.paste)
        head.addWidget(paste, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        self._rows = QWidget()
        self._rows.setObjectName("clear")
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setColumnStretch(3, 1)
        area = QScrollArea()
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._rows)
        self._area = area
        column.addWidget(area)

    def show_nets(self, found: Mapping[str, int]) -> None:
        """Ask for the totals of these currencies; what was typed for one that stays is kept."""
        kept = {currency: field.text() for currency, field in self._fields.items() if currency in found}
        self._nets = dict(found)
        self._fields.clear()
        self._said.clear()
        while (entry := self._grid.takeAt(0)) is not None:
            if (widget := entry.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row, (currency, net) in enumerate(found.items()):
            field = MoneyEdit(currency, _("Control total in {currency}", currency=currency))
            field.setFixedWidth(210)
            field.setText(kept.get(currency, ""))
            field.changed.connect(self._check)
            said = label("", "small", role="dim")
            said.setFixedHeight(_ROW - 8)
            sums = label(_("The rows add up to {amount}", amount=format_money(Money(net, currency))))
            for place, widget in enumerate((label(currency, "body", 600), field, sums, said)):
                self._grid.addWidget(widget, row, place, Qt.AlignmentFlag.AlignVCenter)
            self._fields[currency], self._said[currency] = field, said
        self._area.setFixedHeight(_ROW * min(_MOST, max(1, len(found))) + 4)
        self.setVisible(bool(found))
        self._check()

    def typed(self) -> dict[str, int]:
        """Return the totals that were typed and can be read, in minor units."""
        found = {currency: self._minor(currency) for currency in self._fields}
        return {currency: minor for currency, minor in found.items() if minor is not None}

    def open(self) -> int:
        """Count the totals that differ, or that cannot be read."""
        return sum(
            bool(field.error()) or self._minor(currency) not in {None, self._nets[currency]}
            for currency, field in self._fields.items()
        )

    def field(self, currency: str) -> MoneyEdit:
        """Return the field of a currency."""
        return self._fields[currency]

    def said(self, currency: str) -> str:
        """Return what is said about a currency's total."""
        return self._said[currency].text()

    def paste(self) -> None:
        """Take totals from the clipboard: lines with a currency and an amount; an amount alone where there is one."""
        for line in QGuiApplication.clipboard().text().splitlines():
            found = _PASTED.search(line)
            if found is None:
                continue
            currency = found[1] or found[3] or (next(iter(self._fields)) if len(self._fields) == 1 else "")
            if currency in self._fields:
                self._fields[currency].setText(found[2].strip())
                self._fields[currency].changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste where no field has the focus."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
            return
        super().keyPressEvent(event)

    def _minor(self, currency: str) -> int | None:
        text = self._fields[currency].text().strip()
        try:
            return parse_amount(text, currency) if text else None
        except AmountError:
            return None

    def _check(self) -> None:
        """Say of each total whether the rows add up to it."""
        for currency, field in self._fields.items():
            said, typed = self._said[currency], self._minor(currency)
            if not field.text().strip():
                text, role = "", "dim"
            elif typed is None:
                text, role = field.error(), "red"
            elif typed == self._nets[currency]:
                text, role = "✓ " + _("ties"), "green"
            else:
                apart = format_amount(self._nets[currency] - typed, currency)
                text, role = "✗ " + _("differs by {amount}", amount=apart), "red"
            said.setText(text)
            set_role(said, role)
        self.changed.emit()


class TotalsPage(QWidget):
    """Control totals over the files' own."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 0)
        column.setSpacing(10)
        self.control = ControlTotals()
        self.control.changed.connect(self.changed)
        self.list = TablePanel(ties_spec(), desk.memory)
        self.list.setProperty("card", False)
        column.addWidget(self.control)
        column.addWidget(self.list, 1)
        self.show_runs(())

    def show_runs(self, runs: Sequence[RunReport]) -> int:
        """Show the totals of files; returns how many there are."""
        rows = ties_of(runs)
        self.list.set_rows(rows)
        self.control.show_nets(nets(runs))
        if not runs:
            self.list.empty.set_text(_("No preview yet"), _("Drop files above to see what they add up to."))
        else:
            self.list.empty.set_text(_("No totals"), _("Customers and cases have no amounts to tie."))
        return len(rows)

    def blocked(self) -> str:
        """Return the sentence that says why nothing can be applied yet; empty if nothing speaks against it."""
        count = self.control.open()
        if not count:
            return ""
        return ngettext(
            "{n} control total differs from the rows: correct it or empty the field.",
            "{n} control totals differ from the rows: correct them or empty the fields.",
            count,
        )
