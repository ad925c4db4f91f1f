"""Exchange rates: what is stored and which source holds, and a place to type or paste others."""

from __future__ import annotations

from typing import Any, Final

from app.errors import AppError
from app.i18n import Message, _, join_sentences, msg, render
from app.services.portfolio.rates import FROM_COMPANY, FROM_FILE, FROM_LIST, TYPED
from app.services.rates_desk import RateChange, RatesPage, StoredRate, keep_rates, write_rates
from app.ui.settings.section import Section
from app.ui.tables.columns import Column
from app.ui.tables.table_panel import TablePanel, TableSpec
from app.ui.view import Desk
from app.ui.widgets.button import Button
from app.ui.widgets.date_edit import DateEdit
from app.ui.widgets.form import NoteEdit

_SOURCES: Final[dict[str, Message]] = {
    TYPED: msg("typed here"),
    FROM_COMPANY: msg("company.toml"),
    FROM_LIST: msg("file of rates"),
    FROM_FILE: msg("synced file"),
}
_STEP: Final = msg("exchange rates")


class RatesSection(Section):
    """The rates into the base currency."""

    def __init__(self, desk: Desk) -> None:
        words = _("Units of the base currency for one unit of another. The newest day holds; of one day a rate typed "
                  "here stands over company.toml, and that over a synced file.")  # fmt: skip
        super().__init__(desk, _("Exchange rates"), words)
        self.rates = TablePanel(_spec(), desk.memory)
        self.rates.setMinimumHeight(250)
        self.rates.setMaximumWidth(760)
        self.rates.current_changed.connect(self._chosen)
        self.rates.opened.connect(self._correct)
        self.content.insertWidget(2, self.rates)
        self._text = NoteEdit(_("EUR 1.0832"), 4)
        self._day = DateEdit(desk.day)
        self._day.set_day(desk.day)
        hint = _("Type them, or paste two or three columns from a spreadsheet.")
        self.form.add("text", _("Rates, one a line: currency, rate, perhaps the day"), self._text, hint)
        self.form.add("day", _("Day of the lines that state none"), self._day)
        self._day.setMaximumWidth(220)
        self._drop = Button(_("Remove the chosen rate"), "flat")
        self._drop.clicked.connect(self._remove)
        self._drop.setEnabled(False)
        keep = Button(_("Keep these rates"), "primary")
        keep.clicked.connect(self.save)
        self.finish(self._drop, keep)

    def values(self) -> Any:
        """Return what was typed."""
        return self._text.text()

    def put(self, values: Any) -> None:
        """Put back what was typed."""
        self._text.setPlainText(values)

    def show_stored(self, stored: RatesPage) -> None:
        """Show the stored rates."""
        self._text.clear()
        self._show_rows(stored)

    def take(self, stored: RatesPage) -> None:
        """Show fresh rates at once: the list is never typed in."""
        super().take(stored)
        self._show_rows(stored)

    def _show_rows(self, page: RatesPage) -> None:
        self.rates.set_rows(page.rows)
        self._chosen(self.rates.view.current_row())

    def save(self) -> None:
        """Check and keep what was typed or pasted."""
        self.show_errors({})
        of_day = self._day.day()
        if of_day is None:
            self.show_errors({"day": self._day.error() or _("A day is needed.")})
            return
        self._write(keep_rates, self._text.text(), of_day)

    def _write(self, fn: Any, *args: Any) -> None:
        desk = self.desk
        desk.runner.write(
            fn, *args, desk.day, desk.zone, on_done=self._done, on_failed=self._failed, owner=self, initiator="settings"
        )

    def _done(self, back: tuple[RateChange, ...]) -> None:
        self.desk.can_undo(_STEP, write_rates, back, self.desk.day, self.desk.zone)
        self._text.clear()
        self.saved()
        self.desk.tell(_("The rates are kept; converted totals follow them."))

    def _failed(self, error: AppError) -> None:
        self.show_errors({"text": join_sentences((error.message, error.where, error.do))})

    def _chosen(self, row: StoredRate | None) -> None:
        self._drop.setEnabled(row is not None and row.typed)
        self._drop.setToolTip(
            ""
            if self._drop.isEnabled()
            else _("Only a rate that was typed here can be removed; another stands over it.")
        )

    def _correct(self, row: StoredRate) -> None:
        """Write a stored rate out, to be typed over."""
        line = f"{row.currency} {row.rate:f} {row.day.isoformat()}"
        self._text.setPlainText("\n".join(part for part in (self._text.text(), line) if part))
        self._text.setFocus()

    def _remove(self) -> None:
        row = self.rates.view.current_row()
        if row is not None and row.typed:
            self._write(write_rates, (RateChange(row.currency, row.day, None),))


def _source(row: StoredRate) -> str:
    return render(_SOURCES[row.source]) if row.source in _SOURCES else row.source


def _spec() -> TableSpec:
    return TableSpec(
        "settings.rates",
        _("Exchange rates"),
        (
            Column("currency", msg("Currency"), lambda row: row.currency, width=100),
            Column("rate", msg("Rate"), lambda row: row.rate, "number", width=140, text=lambda rate: f"{rate:f}"),
            Column("day", msg("Date"), lambda row: row.day, "date", width=130),
            Column("source", msg("Source"), _source, stretch=True, width=160),
            Column("holds", msg("In use"), lambda row: _("yes") if row.holds else "", width=90),
        ),
        lambda row: (row.currency, row.day, row.source),
        (_("No rates yet"), _("Type or paste some below; totals leave out currencies without one."), "settings"),
        totals=False,
    )
