"""Bank details: where customers pay, one account per currency."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from app.i18n import Message, _, msg, render
from app.services.company_facts import CompanyFacts, stated
from app.services.letters.bank_rules import needed_fields
from app.services.letters.request import Bank
from app.ui.settings.company_part import CompanyPart
from app.ui.tables.columns import Column
from app.ui.tables.table_panel import TablePanel, TableSpec
from app.ui.view import Desk
from app.ui.widgets.button import Button
from app.ui.widgets.form import TextLine

_FIELDS: Final[tuple[tuple[str, Message], ...]] = (
    ("currency", msg("Currency")),
    ("country", msg("Country of the bank")),
    ("bank", msg("Bank")),
    ("branch", msg("Branch")),
    ("holder", msg("Account holder")),
    ("account_type", msg("Account type")),
    ("account", msg("Account number")),
    ("iban", msg("IBAN")),
    ("bic", msg("BIC")),
    ("routing", msg("Routing number")),
    ("sort_code", msg("Sort code")),
    ("bank_code", msg("Bank code")),
    ("agency", msg("Agency")),
    ("clabe", msg("CLABE")),
    ("cbu", msg("CBU")),
    ("pix", msg("PIX")),
    ("paynow", msg("PayNow")),
)


class BanksSection(CompanyPart):
    """A list of accounts and the fields of the chosen one; each is checked and kept by itself."""

    def __init__(self, desk: Desk) -> None:
        words = _("One account per currency. A letter in a currency without bank details is refused, never guessed.")
        super().__init__(desk, _("Bank details"), words)
        self._list: list[Bank] = []
        self._chosen = ""
        self._quiet = False
        self.banks = TablePanel(_spec(), desk.memory)
        self.banks.setMinimumHeight(190)
        self.banks.current_changed.connect(self._choose)
        self.content.insertWidget(2, self.banks)
        self._bank = {key: TextLine() for key, _word in _FIELDS}
        for (left, left_word), (right, right_word) in zip(_FIELDS[::2], _FIELDS[1::2], strict=False):
            self.form.add_pair(
                (left, render(left_word), self._bank[left]), (right, render(right_word), self._bank[right])
            )
        last, word = _FIELDS[-1]
        self.form.add(last, render(word), self._bank[last])
        self._bank["country"].textChanged.connect(lambda _text: self._say_needed())
        new, self._drop = Button(_("New account"), "flat"), Button(_("Remove this account"), "flat")
        save = Button(_("Save this account"), "primary")
        new.clicked.connect(lambda _on: self.begin())
        self._drop.clicked.connect(self.remove)
        save.clicked.connect(self.save)
        self.finish(new, self._drop, save)

    def show_stored(self, stored: CompanyFacts | None) -> None:
        """Show the stored accounts and the chosen one's fields."""
        self._list = [] if stored is None else sorted(stored.banks, key=lambda one: one.currency)
        known = {bank.currency: bank for bank in self._list}
        if self._chosen not in known:
            self._chosen = self._list[0].currency if self._list else ""
        self._quiet = True
        self.banks.set_rows(self._list)
        self.banks.view.select_key(self._chosen)
        self._quiet = False
        self._fill(known.get(self._chosen))

    def values(self) -> dict[str, str]:
        """Return what stands in the fields."""
        return {key: field.text().strip() for key, field in self._bank.items()}

    def put(self, values: dict[str, str]) -> None:
        """Put back what was typed."""
        for key, text in values.items():
            self._bank[key].setText(text)

    def mark(self, *_what: object) -> None:
        """Hold the list while the fields are not saved: another account would take their place."""
        super().mark()
        self.banks.view.setEnabled(not self.dirty)
        self.banks.setToolTip(_("Save or discard the changes first.") if self.dirty else "")
        self._drop.setEnabled(bool(self._chosen) and not self.dirty)

    def begin(self) -> None:
        """Empty the fields for another account."""
        self._chosen = ""
        self.banks.view.clearSelection()
        self.show_errors({})
        self._fill(None)
        self.settle()
        self._bank["currency"].setFocus()

    def save(self) -> None:
        """Check and keep the account; another one of its currency gives way."""
        typed: dict[str, Any] = {key: text for key, text in self.values().items() if text}
        for key in ("currency", "country"):
            if key in typed:
                typed[key] = typed[key].upper()
        self._chosen = typed.get("currency", "")
        others = [stated(asdict(bank)) for bank in self._list if bank.currency != self._chosen]
        self.write({"banks": [*others, typed]})

    def remove(self) -> None:
        """Take the chosen account away."""
        self.write({"banks": [stated(asdict(bank)) for bank in self._list if bank.currency != self._chosen]})

    def place_of(self, key: str) -> str:
        """Find the field of an account's key; the account that is typed stands last."""
        field = key.rpartition(".")[2]
        return field if key.startswith("banks[") and field in self._bank else ""

    def _choose(self, bank: Bank | None) -> None:
        if not self._quiet and bank is not None and bank.currency != self._chosen and not self.dirty:
            self._chosen = bank.currency
            self.show_errors({})
            self._fill(bank)
            self.settle()

    def _fill(self, bank: Bank | None) -> None:
        for key, field in self._bank.items():
            field.setText("" if bank is None else getattr(bank, key) or "")
        self._say_needed()

    def _say_needed(self) -> None:
        """Say in the empty fields what a bank of the country needs."""
        country = self._bank["country"].text().strip().upper()
        needed = needed_fields(country) if len(country) == 2 else ()
        alone = {choices[0] for choices in needed if len(choices) == 1} | {"currency", "country"}
        either = {field for choices in needed for field in choices} - alone
        for key, field in self._bank.items():
            field.setPlaceholderText(
                _("needed") if key in alone else _("one of these is needed") if key in either else ""
            )


def _account(row: Bank) -> str:
    return row.iban or row.clabe or row.cbu or row.account or row.pix or row.paynow or ""


def _spec() -> TableSpec:
    return TableSpec(
        "settings.banks",
        _("Bank details"),
        (
            Column("currency", msg("Currency"), lambda row: row.currency, width=80),
            Column("country", msg("Country"), lambda row: row.country, width=70),
            Column("bank", msg("Bank"), lambda row: row.bank or "", stretch=True, width=180),
            Column("account", msg("Account number"), _account, width=240),
            Column("holder", msg("Account holder"), lambda row: row.holder or "", width=190),
        ),
        lambda row: row.currency,
        (_("No bank details yet"), _("Fill in the fields below and save the account."), "building"),
        totals=False,
    )
