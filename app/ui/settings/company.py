"""Company and bank details: what stands on the letterhead and where customers pay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Final

from PySide6.QtWidgets import QCheckBox, QFileDialog

from app.errors import AppError
from app.i18n import Message, _, msg, render
from app.services import settings_desk as room
from app.services.company_facts import CONSEQUENCES, CompanyFacts, stated
from app.services.letters.request import Bank
from app.ui.settings.section import Section
from app.ui.tables.columns import Column
from app.ui.tables.table_panel import TablePanel, TableSpec
from app.ui.view import Desk
from app.ui.widgets.button import Button
from app.ui.widgets.card import Line, label
from app.ui.widgets.form import Form, NoteEdit, TextLine

_BANK_FIELDS: Final[tuple[tuple[str, Message], ...]] = (
    ("currency", msg("Currency")),
    ("country", msg("Country of the bank")),
    ("bank", msg("Bank")),
    ("branch", msg("Branch")),
    ("account_type", msg("Account type")),
    ("account", msg("Account number")),
    ("holder", msg("Account holder")),
    ("iban", msg("IBAN")),
    ("bic", msg("BIC")),
    ("bank_code", msg("Bank code")),
    ("agency", msg("Agency")),
    ("routing", msg("Routing number")),
    ("sort_code", msg("Sort code")),
    ("clabe", msg("CLABE")),
    ("cbu", msg("CBU")),
    ("pix", msg("PIX")),
    ("paynow", msg("PayNow")),
)
_STEPS: Final[dict[str, Message]] = {
    "hold": msg("hold new orders"),
    "interest": msg("reserve interest"),
    "suspension": msg("suspend the service"),
    "agency": msg("hand over to an agency"),
    "legal": msg("take legal steps"),
}


class CompanySection(Section):
    """The selling company: names, addresses, signatory, banks, consequences that letters may name."""

    def __init__(self, desk: Desk, reload: Callable[[], object]) -> None:
        words = _("Letters print these details. A letter in a currency without bank details is refused, never guessed.")
        super().__init__(desk, _("Company and bank details"), words)
        self._reload = reload
        self._banks: list[Bank] = []
        self._others: CompanyFacts | None = None
        self._fields = self._build_form()
        self.content.addWidget(Line())
        self.content.addWidget(label(_("Bank details, one account per currency"), "body", 600))
        self.banks = TablePanel(_banks_spec(), desk.memory)
        self.banks.setMinimumHeight(170)
        self.banks.current_changed.connect(self._edit)
        self.content.addWidget(self.banks)
        self._bank_form = Form(6)
        self._bank_form.setMaximumWidth(760)
        self._bank = {key: TextLine() for key, _word in _BANK_FIELDS}
        for (left, left_word), (right, right_word) in zip(_BANK_FIELDS[::2], _BANK_FIELDS[1::2], strict=False):
            self._bank_form.add_pair(
                (left, render(left_word), self._bank[left]), (right, render(right_word), self._bank[right])
            )
        self._bank_form.add("paynow", _("PayNow"), self._bank["paynow"])
        self.content.addWidget(self._bank_form)
        keep, drop = Button(_("Put this account in")), Button(_("Remove this account"), "flat")
        keep.clicked.connect(self._keep_bank)
        drop.clicked.connect(self._drop_bank)
        self.content.addWidget(keep)
        self.content.addWidget(drop)
        self.content.addWidget(Line())
        self.content.addWidget(label(_("Next steps that demands and final notices may name"), "body", 600))
        self._steps = {code: QCheckBox(render(_STEPS[code])) for code in CONSEQUENCES}
        for box in self._steps.values():
            self.content.addWidget(box)
        load, save = Button(_("Load company.toml…")), Button(_("Save"), "primary")
        load.clicked.connect(self._load_file)
        save.clicked.connect(self.save)
        self.finish(load, save)

    def _build_form(self) -> dict[str, Any]:
        fields: dict[str, Any] = {
            key: TextLine() for key in ("name", "country", "base", "zone", "phone", "email", "tax")
        }
        fields |= {"signatory": TextLine(), "role": TextLine(), "address": NoteEdit("", 3)}
        form = self.form
        form.add("name", _("Legal name"), fields["name"])
        form.add("address", _("Address, a line each"), fields["address"])
        form.add_pair(("country", _("Country (ISO)"), fields["country"]), ("tax", _("Tax number"), fields["tax"]))
        form.add_pair(("base", _("Base currency"), fields["base"]), ("zone", _("Time zone"), fields["zone"]))
        form.add_pair(("phone", _("Phone"), fields["phone"]), ("email", _("E-mail"), fields["email"]))
        form.add_pair(("signatory", _("Signed by"), fields["signatory"]), ("role", _("Position"), fields["role"]))
        return fields

    def show_company(self, company: CompanyFacts | None) -> None:
        """Show what is stored."""
        if company is None:
            self._fields["zone"].setText(self.desk.zone)
            return
        signatory = company.signatories.get("default")
        shown = {
            "name": company.names.get("default", ""),
            "country": company.country,
            "base": company.base_currency,
            "zone": company.time_zone,
            "phone": company.phone or "",
            "email": company.email or "",
            "tax": company.tax_ids.get(company.country, ""),
            "signatory": "" if signatory is None else signatory.name,
            "role": "" if signatory is None else signatory.role or "",
        }
        for key, text in shown.items():
            self._fields[key].setText(text)
        self._fields["address"].setPlainText("\n".join(company.addresses.get("default", ())))
        self._banks = list(company.banks)
        self.banks.set_rows(self._banks)
        enabled = company.consequences.get("default", ())
        for code, box in self._steps.items():
            box.setChecked(code in enabled)
        self._others = company

    def values(self) -> dict[str, Any]:
        """Return what the page states, in the structure of company.toml."""
        text = {key: field.text().strip() for key, field in self._fields.items()}
        others = self._others
        signatory = stated({"name": text["signatory"] or None, "role": text["role"] or None})
        signatories = {} if others is None else {key: stated(asdict(one)) for key, one in others.signatories.items()}
        if signatory.get("name"):
            signatories["default"] = signatory
        lines = [line.strip() for line in text["address"].splitlines() if line.strip()]
        addresses = {} if others is None else {key: list(value) for key, value in others.addresses.items()}
        if lines:
            addresses["default"] = lines
        names = {**({} if others is None else dict(others.names)), "default": text["name"]}
        taxes = {} if others is None else dict(others.tax_ids)
        if text["tax"]:
            taxes[text["country"].upper()] = text["tax"]
        steps = {} if others is None else {key: list(value) for key, value in others.consequences.items()}
        values: dict[str, Any] = {
            "country": text["country"].upper(),
            "base_currency": text["base"].upper(),
            "time_zone": text["zone"],
            "names": names,
            "addresses": addresses,
            "signatories": signatories,
            "tax_ids": taxes,
            "banks": [stated(asdict(bank)) for bank in self._banks],
            "consequences": {**steps, "default": [code for code, box in self._steps.items() if box.isChecked()]},
        }
        optional = {"phone": text["phone"], "email": text["email"]}
        return values | {key: value for key, value in optional.items() if value}

    def save(self) -> None:
        """Check and keep what the page states."""
        self.form.show_errors({})
        write = self.desk.runner.write
        write(room.save_company, self.values(), on_done=self._saved, on_failed=self._failed, owner=self)

    def _saved(self, _none: object) -> None:
        self.desk.tell(_("Company details are kept."))
        self._reload()

    def _failed(self, error: AppError) -> None:
        self.desk.tell_error(error)

    def _load_file(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Choose company.toml"), "", "company.toml (*.toml)")
        if path:
            write = self.desk.runner.write
            write(room.load_company, path, on_done=self._saved, on_failed=self._failed, owner=self)

    # ------------------------------------------------------------------ banks

    def _edit(self, bank: Bank | None) -> None:
        if bank is not None:
            for key, field in self._bank.items():
                field.setText(getattr(bank, key) or "")

    def _keep_bank(self) -> None:
        values = {key: field.text().strip() or None for key, field in self._bank.items()}
        if not values["currency"] or not values["country"]:
            self._bank_form.show_errors({"currency": _("Currency and country of the bank are needed.")})
            return
        bank = Bank(**{**values, "currency": values["currency"].upper(), "country": values["country"].upper()})  # type: ignore[arg-type]
        self._banks = [one for one in self._banks if one.currency != bank.currency] + [bank]
        self._banks.sort(key=lambda one: one.currency)
        self._bank_form.show_errors({})
        self.banks.set_rows(self._banks)

    def _drop_bank(self) -> None:
        currency = self._bank["currency"].text().strip().upper()
        self._banks = [one for one in self._banks if one.currency != currency]
        self.banks.set_rows(self._banks)


def _banks_spec() -> TableSpec:
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
        (_("No bank details yet"), _("Fill in the fields below and put the account in."), "building"),
        totals=False,
    )


def _account(row: Bank) -> str:
    return row.iban or row.clabe or row.cbu or row.account or row.pix or row.paynow or ""
