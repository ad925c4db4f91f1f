"""Portfolio: one row per account and currency, filtered, grouped, added up; as of today or of a past day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from app.enums import Basis
from app.errors import AppError
from app.i18n import _, format_date, format_number, msg, ngettext, render
from app.services.portfolio import desk as room
from app.services.portfolio.desk import PortfolioPage
from app.services.portfolio.listing import views
from app.services.portfolio.listing.account_rows import PortfolioRow
from app.services.portfolio.listing.views import SavedFilter
from app.services.today.preview import load_preview
from app.ui.account_preview import AccountPreview
from app.ui.actions import Handler
from app.ui.errors import sentence
from app.ui.portfolio.columns import columns
from app.ui.portfolio.filter_line import FilterLine
from app.ui.portfolio.footer import add_up, base_words
from app.ui.portfolio.groups import GROUPINGS, Subtotals, grouping, rank
from app.ui.portfolio.saved import MINE, put_texts, texts_of
from app.ui.tables.table_panel import TablePanel, TableSpec
from app.ui.view import View
from app.ui.widgets.button import ActionButton
from app.ui.widgets.notices import Banner

_BASES: Final = {Basis.DUE: msg("By due date"), Basis.DOCUMENT: msg("By document date")}


class PortfolioView(View):
    """Everybody who owes."""

    kinds = frozenset({"accounts", "items", "activities", "tasks", "promises", "letters", "runs", "settings"})
    buttons = ("portfolio.group", "portfolio.basis", "window.columns", "window.export", "portfolio.letters")
    primary = "portfolio.letters"

    # ------------------------------------------------------------------ what the frame calls

    def build(self) -> None:
        """Make the filters, the list and the panel."""
        self._page: PortfolioPage | None = None
        self._banner: Banner | None = None
        self._basis = Basis(self.desk.memory.get("portfolio/basis", Basis.DUE.value))
        self._net = bool(self.desk.memory.get("portfolio/net", False))
        self._group = str(self.desk.memory.get("portfolio/group", ""))
        self._chosen = "all"
        self._subtotals = Subtotals()
        self._sums = add_up(())
        self.add_heading()
        self.filters = FilterLine()
        self.add(self.filters)
        self.list = TablePanel(
            TableSpec(
                "portfolio",
                _("Portfolio"),
                columns(self.desk.zone, self.desk.day, self._subtotals),
                _row_key,
                ("", "", "portfolio"),
                order=("overdue", True),
                extra=self._in_base,
                sums=self._add_up,
                weigh=self._worth,
            ),
            self.desk.memory,
        )
        self.filters.bar.chosen.connect(self._choose)
        self.filters.bar.typed.connect(self.list.set_quick)
        self.filters.left.connect(self.list.focus_rows)
        self.filters.named.connect(self._keep)
        self.filters.forgotten.connect(self._drop)
        self._sync = self.list.empty.add_action(_("Sync"), lambda: self.desk.go("sync"), primary=True)
        self._say_empty(_("Loading…"))
        self.list.opened.connect(lambda row: self.desk.go("account", row.number))
        self.list.current_changed.connect(lambda _row: self._preview_later())
        self.list.set_row_menu(self._fill_menu)
        self.preview = AccountPreview()
        self.preview.follow(self.desk, load_preview)
        self.set_body(self.list, self.preview)
        self.preview.setVisible(bool(self.desk.memory.get(f"panel/{self.spec.id}/shown", False)))

    def load(self) -> None:
        """Load every row in the background; what is shown stays until they are here."""
        desk = self.desk
        desk.runner.read(
            _load, desk.day, desk.zone, self._basis, self._net,
            on_done=self._show, on_failed=self._refused, owner=self, slot="rows",
        )  # fmt: skip

    def table(self) -> TablePanel | None:
        """Return the list."""
        return self.list

    def quick_filter(self) -> QWidget | None:
        """Return the field that filters as one types."""
        return self.filters.bar.quick

    def handlers(self) -> Mapping[str, Handler]:
        """Return the commands of the view; their words say what is on."""
        self._say_group()
        self._say_basis()
        return {
            "portfolio.group": lambda: self._popup(self.group_menu(), "portfolio.group"),
            "portfolio.basis": lambda: self._popup(self.basis_menu(), "portfolio.basis"),
            "portfolio.letters": lambda: self.desk.go("letters"),
            "portfolio.save": self.filters.ask_name,
            "portfolio.drop": self._drop,
        }

    def state(self) -> Any:
        """Keep the chosen filter and what is typed."""
        return self._chosen, self.filters.bar.quick.text()

    def restore(self, state: Any) -> None:
        """Take both back."""
        self.filters.choose(state[0])
        self.filters.bar.quick.setText(state[1])

    def add_buttons(self, row: QHBoxLayout) -> None:
        """Keep the buttons, whose menus open under them."""
        self._buttons: dict[str, ActionButton] = {}
        short = {"window.columns": _("Columns"), "window.export": _("Export shown")}
        for action_id in self.buttons:
            kind = "primary" if action_id == self.primary else ""
            action = self.desk.actions.action(action_id)
            self._buttons[action_id] = ActionButton(action, kind, word=short.get(action_id, ""))
            row.addWidget(self._buttons[action_id])

    def toggle_panel(self) -> None:
        """Show or hide the preview."""
        super().toggle_panel()
        self._preview_later()

    # ------------------------------------------------------------------ showing

    def _show(self, page: PortfolioPage) -> None:
        self._page = page
        self._subtotals.rates = page.book.rates
        self._say_past(page)
        self._say_empty(_("No accounts yet"), _("Bring the morning's files to Sync: open items first."))
        self.filters.show_page(page)
        self._fill()
        self.desk.count("portfolio", page.book.accounts)
        accounts, currencies = page.book.accounts, page.currencies
        words = [
            ngettext("{count} account", "{count} accounts", accounts, count=format_number(accounts)),
            ngettext("{n} currency", "{n} currencies", currencies),
        ]
        if page.book.data_date is not None:
            words.append(_("as of {day}", day=format_date(page.book.data_date, year=False)))
        self.set_subtitle(" \u00b7 ".join(words))
        self._preview_later()

    def _say_empty(self, title: str, hint: str = "") -> None:
        """Say why the list is empty; with a hint the way to Sync is offered."""
        self.list.empty.set_text(title, hint)
        self._sync.setVisible(bool(hint))

    def _refused(self, error: AppError) -> None:
        """Show nothing and say why: the day lies before the first file."""
        self._page = None
        self._say_empty(_("Nothing to show for this day"))
        self.list.set_rows(())
        self.set_subtitle("")
        self._put_banner(sentence(error), "amber")

    def _say_past(self, page: PortfolioPage) -> None:
        """Say what a past day's figures are."""
        if page.book.past and page.book.data_date is not None:
            text = _(
                "Balances as they stood on {day}; contacts, promises and tasks as they are now.",
                day=format_date(page.book.data_date),
            )
            self._put_banner(text, "blue")
        else:
            self._put_banner("", "blue")

    def _put_banner(self, text: str, tone: Any) -> None:
        if self._banner is not None:
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None
        if text:
            self._banner = self.banner(text, tone)
            self._banner.closed.connect(self._forget_banner)

    def _forget_banner(self) -> None:
        self._banner = None

    def _fill(self) -> None:
        """Show the rows of the chosen filter, under the headings that are on."""
        if self._page is None:
            return
        rows = room.passing(self._page.book.rows, self._quick_key())
        self.list.set_rows(rows, (grouping(self._group, self._page.book.rows), rank(self._group)))

    def _add_up(self, rows: Sequence[Any]) -> dict[str, dict[str, int]]:
        self._sums = add_up(rows)
        return self._sums

    def _in_base(self, _rows: Sequence[Any]) -> list[tuple[str, int]]:
        return base_words(self._sums, self._page.book.rates) if self._page is not None else []

    def _worth(self, currency: str, minor: int) -> int:
        """Return what a sum weighs among the others: its value in the base currency."""
        return abs(self._page.book.rates.to_base(minor, currency) or 0) if self._page is not None else abs(minor)

    # ------------------------------------------------------------------ filters

    def _saved(self) -> SavedFilter | None:
        saved = self._page.saved if self._page is not None else ()
        return next((one for one in saved if f"{MINE}{one.name}" == self._chosen), None)

    def _quick_key(self) -> str:
        saved = self._saved()
        return saved.quick if saved is not None else self._chosen

    def _choose(self, key: str) -> None:
        self._chosen = key
        saved = self._saved()
        if saved is not None:
            self._group = saved.group if saved.group in GROUPINGS else ""
            self._say_group()
            quick = put_texts(self.list.view.header, saved)
            self.filters.bar.quick.setText(quick)
            self.list.set_quick(quick)
        self.desk.actions.enable("portfolio.drop", on=saved is not None)
        self.filters.offer_forgetting(on=saved is not None)
        self._fill()

    def _keep(self, name: str) -> None:
        """Keep what is chosen, typed and grouped under a name."""
        texts = texts_of(self.list.model.filters(), self.filters.bar.quick.text().strip())
        wanted = SavedFilter(name, self._quick_key(), texts, self._group)
        self._chosen = f"{MINE}{name}"
        self.desk.runner.write(
            views.save_filter, wanted, self.desk.day,
            on_done=lambda _none: self._kept(name), owner=self, initiator=self.spec.id,
        )  # fmt: skip

    def _kept(self, name: str) -> None:
        said = msg("The filter {name} is kept.", name=name)
        self.filters.choose(f"{MINE}{name}")
        self.desk.can_undo(said, views.drop_filter, name, self.desk.day)
        self.desk.tell(said)

    def _drop(self) -> None:
        saved = self._saved()
        if saved is None:
            return
        desk = self.desk
        said = msg("The filter {name} is gone.", name=saved.name)

        def done(_none: object) -> None:
            self.filters.choose("all")
            desk.can_undo(said, views.save_filter, saved, desk.day)
            desk.tell(said)

        desk.runner.write(views.drop_filter, saved.name, desk.day, on_done=done, owner=self, initiator=self.spec.id)

    # ------------------------------------------------------------------ groups and basis

    def group_menu(self) -> QMenu:
        """Return the menu of what rows can be grouped by."""
        menu = QMenu(self)
        for key, word in GROUPINGS.items():
            _tick(menu.addAction(render(word)), on=key == self._group).triggered.connect(
                lambda _on, k=key: self._group_by(k)
            )
        return menu

    def _group_by(self, key: str) -> None:
        self._group = key
        self.desk.memory.put("portfolio/group", key)
        self._say_group()
        if self._page is not None:
            self.list.model.set_groups(grouping(key, self._page.book.rows), rank(key))
        self.list.view.select_first()
        self.list.view.scrollToTop()

    def _say_group(self) -> None:
        word = render(GROUPINGS.get(self._group, GROUPINGS[""]))
        self.desk.actions.set_text("portfolio.group", _("Group: {by}", by=word))

    def basis_menu(self) -> QMenu:
        """Return the menu of the bases of the aging, with the netting of credits."""
        menu = QMenu(self)
        for basis, word in _BASES.items():
            _tick(menu.addAction(render(word)), on=basis is self._basis).triggered.connect(
                lambda _on, b=basis: self._look(b, net=self._net)
            )
        menu.addSeparator()
        _tick(menu.addAction(_("Net credits into the buckets")), on=self._net).triggered.connect(
            lambda _on: self._look(self._basis, net=not self._net)
        )
        return menu

    def _look(self, basis: Basis, *, net: bool) -> None:
        self._basis, self._net = basis, net
        self.desk.memory.put("portfolio/basis", basis.value)
        self.desk.memory.put("portfolio/net", net)
        self._say_basis()
        self.load()

    def _say_basis(self) -> None:
        word = render(_BASES[self._basis])
        self.desk.actions.set_text("portfolio.basis", _("{basis}, net", basis=word) if self._net else word)

    def _popup(self, menu: QMenu, action_id: str) -> None:
        button = self._buttons[action_id]
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    # ------------------------------------------------------------------ rows

    def _preview_later(self) -> None:
        row = self.list.view.current_row()
        self.preview.ask("" if row is None else row.number)

    def _fill_menu(self, row: Any, menu: QMenu) -> None:
        menu.addAction(_("Open the account")).triggered.connect(lambda: self.desk.go("account", row.number))
        menu.addAction(_("Log a call")).triggered.connect(lambda: self.desk.call(row.number))


def _load(session: Any, day: Any, zone: str, basis: Basis, net: bool) -> PortfolioPage:  # noqa: FBT001 - runs by position
    return room.portfolio_page(session, day, zone, basis, net_credits=net)


def _tick(action: QAction, *, on: bool) -> QAction:
    action.setCheckable(True)
    action.setChecked(on)
    return action


def _row_key(row: PortfolioRow) -> tuple[str, str]:
    return row.account_id, row.currency
