"""The company page: what stands on the letterhead, with names, addresses and signatories per language."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QWidget

from app.errors import AppError
from app.i18n import _
from app.services import settings_desk as room
from app.services.company_facts import CompanyFacts
from app.ui.settings.company_part import DEFAULT, CompanyPart, inherited, tongue_name, tongues
from app.ui.view import Desk
from app.ui.widgets.button import Button
from app.ui.widgets.card import Line
from app.ui.widgets.form import Choices, Form, NoteEdit, TextLine

#: The texts that a language may have of its own, and their keys in company.toml.
_TEXTS: Final = {"name": "names", "address": "addresses", "signatory": "signatories", "role": "signatories"}
#: Other fields: key on the page and in company.toml.
_FACTS: Final = {"country": "country", "base": "base_currency", "zone": "time_zone", "phone": "phone", "email": "email"}
_LOGO_HEIGHT: Final = 48


class CompanySection(CompanyPart):
    """The selling company."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Company"), _("What letters print about the company that is owed the money."))
        self._texts: dict[str, dict[str, str]] = {}
        self._grey: dict[str, str] = {}
        self._logo: str | None = ""
        self.tongue = Choices([(key, tongue_name(key)) for key in tongues()])
        self._shown = DEFAULT
        self._fields: dict[str, Any] = {key: TextLine() for key in ("name", "signatory", "role", "tax", *_FACTS)}
        self._fields["address"] = NoteEdit("", 4)
        self._build_texts()
        self.content.addWidget(Line())
        self.facts = Form()
        self.facts.setMaximumWidth(760)
        self.content.addWidget(self.facts)
        self._build_facts()
        self.tongue.chosen.connect(self._show_tongue)
        self._fields["signatory"].textChanged.connect(lambda _text: self._grey_role())
        load, save = Button(_("Load company.toml…")), Button(_("Save"), "primary")
        load.clicked.connect(self._load_file)
        save.clicked.connect(self.save)
        self.finish(load, save)

    def _build_texts(self) -> None:
        form, fields = self.form, self._fields
        hint = _("A language that has nothing of its own prints what stands here in grey.")
        form.add("tongue", _("Printed in letters in"), self.tongue, hint)
        form.add("name", _("Legal name"), fields["name"])
        form.add("address", _("Address, a line each"), fields["address"])
        form.add_pair(("signatory", _("Signed by"), fields["signatory"]), ("role", _("Position"), fields["role"]))

    def _build_facts(self) -> None:
        form, fields = self.facts, self._fields
        form.add_pair(("country", _("Country (ISO)"), fields["country"]), ("tax", _("Tax number"), fields["tax"]))
        form.add_pair(("base", _("Base currency"), fields["base"]), ("zone", _("Time zone"), fields["zone"]))
        form.add_pair(("phone", _("Phone"), fields["phone"]), ("email", _("E-mail"), fields["email"]))
        self._picture = QLabel()
        self._picture.setMinimumHeight(_LOGO_HEIGHT)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        choose, self._no_logo = Button(_("Choose a picture…")), Button(_("No logo"), "flat")
        choose.clicked.connect(self._ask_logo)
        self._no_logo.clicked.connect(lambda _on: self.choose_logo(None))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._picture, 1)
        line.addWidget(choose)
        line.addWidget(self._no_logo)
        row.setFocusProxy(choose)
        form.add("logo", _("Logo, PNG or JPEG of at most 2 MB"), row)

    # ------------------------------------------------------------------ shown and typed

    def show_stored(self, stored: CompanyFacts | None) -> None:
        """Show what is stored."""
        self._texts = {} if stored is None else _texts_of(stored)
        self.tongue.set_entries([(key, self._entry(key)) for key in tongues(self._texts)])
        self._shown = self.tongue.code()
        self._fill_texts()
        facts = {key: "" if stored is None else getattr(stored, name) or "" for key, name in _FACTS.items()}
        facts["tax"] = "" if stored is None else stored.tax_ids.get(stored.country, "")
        if stored is None:
            facts["zone"] = self.desk.zone
        for key, text in facts.items():
            self._fields[key].setText(text)
        self._logo = ""
        self._show_logo()

    def take(self, stored: CompanyFacts | None) -> None:
        """Take fresh facts; the desk keeps the company's time from now on."""
        super().take(stored)
        if stored is not None and stored.time_zone != self.desk.zone:
            self.desk.zone = stored.time_zone
            self.desk.watch_day()

    def values(self) -> dict[str, Any]:
        """Return what stands on the page."""
        texts = {key: one for key, one in self._all_texts().items() if any(one.values())}
        return {"texts": texts, "logo": self._logo, **{key: self._text(key) for key in ("tax", *_FACTS)}}

    def put(self, values: dict[str, Any]) -> None:
        """Put back what was typed."""
        self._texts = {key: dict(one) for key, one in values["texts"].items()}
        self._fill_texts()
        for key in ("tax", *_FACTS):
            self._fields[key].setText(values[key])
        self._logo = values["logo"]
        self._show_logo()

    def _text(self, key: str) -> str:
        return str(self._fields[key].text().strip())

    def _all_texts(self) -> dict[str, dict[str, str]]:
        return {**self._texts, self._shown: {key: self._text(key) for key in _TEXTS}}

    def _show_tongue(self, key: str) -> None:
        self._texts = self._all_texts()
        self._shown = key
        self.form.show_errors({})
        self._fill_texts()
        self.mark()

    def _fill_texts(self) -> None:
        """Show the language's own texts, and in grey what it would take over."""
        own = self._texts.get(self._shown, {})
        for key in _TEXTS:
            stated = {tongue: one[key] for tongue, one in self._texts.items() if one.get(key)}
            self._grey[key] = inherited(self._shown, stated) or ""
            field = self._fields[key]
            field.setPlaceholderText(self._grey[key])
            if key == "address":
                field.setPlainText(own.get(key, ""))
            else:
                field.setText(own.get(key, ""))
        self._grey_role()

    def _grey_role(self) -> None:
        """Take a position over only together with the name that it belongs to."""
        self._fields["role"].setPlaceholderText("" if self._text("signatory") else self._grey.get("role", ""))

    def _entry(self, key: str) -> str:
        name = tongue_name(key)
        return _("{language} · has its own", language=name) if key != DEFAULT and key in self._texts else name

    # ------------------------------------------------------------------ kept

    def save(self) -> None:
        """Check and keep what the page states."""
        texts = {key: one for key, one in self._all_texts().items() if any(one.values())}
        country = self._text("country").upper()
        values: dict[str, Any] = {
            "names": {key: one["name"] for key, one in texts.items() if one["name"]},
            "addresses": {key: _lines(one["address"]) for key, one in texts.items() if one["address"]},
            "signatories": {key: _signatory(one) for key, one in texts.items() if one["signatory"] or one["role"]},
            "tax_ids": self._taxes(country),
            "country": country,
            "base_currency": self._text("base").upper(),
            "time_zone": self._text("zone"),
            "phone": self._text("phone") or None,
            "email": self._text("email") or None,
        }
        if self._logo != "":
            values["logo"] = self._logo
        self.write(values)

    def _taxes(self, country: str) -> dict[str, str]:
        taxes = {} if self._stored is None else dict(self._stored.tax_ids)
        taxes.pop(country, None)
        if self._text("tax"):
            taxes[country] = self._text("tax")
        return taxes

    def place_of(self, key: str) -> str:
        """Find the field, showing its language."""
        head, _dot, rest = key.partition(".")
        tongue, _dot, part = rest.partition(".")
        if head in _TEXTS.values():
            self.tongue.choose(tongue)
            return {"names": "name", "addresses": "address"}.get(head, "role" if part == "role" else "signatory")
        places = {name: place for place, name in _FACTS.items()} | {"tax_ids": "tax", "logo": "logo"}
        return places.get(head, "")

    def show_errors(self, errors: dict[str, str]) -> None:
        """Put sentences under their fields, in whichever form they stand."""
        self.form.show_errors({key: text for key, text in errors.items() if key in self.form})
        self.facts.show_errors({key: text for key, text in errors.items() if key in self.facts})
        for key in errors:
            self.bring(self.form.field(key) if key in self.form else self.facts.field(key))

    # ------------------------------------------------------------------ files

    def _load_file(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Choose company.toml"), "", "company.toml (*.toml)")
        if path:
            self.load_file(path)

    def load_file(self, path: str) -> None:
        """Take everything from a company.toml; the page shows it."""
        write, day = self.desk.runner.write, self.desk.day
        write(room.load_company, path, day, on_done=self._loaded, on_failed=self._file_refused, owner=self)

    def _loaded(self, _none: object) -> None:
        self.desk.tell(_("Company details are kept; letters use them from now on."))
        self.saved()

    def _file_refused(self, error: AppError) -> None:
        self.desk.tell_error(error)

    def _ask_logo(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Choose the logo"), "", "PNG, JPEG (*.png *.jpg *.jpeg)")
        if path:
            self.choose_logo(path)

    def choose_logo(self, path: str | None) -> None:
        """Show another picture, or none; it is kept with the page."""
        self._logo = path
        self._show_logo()
        self.mark()

    def _show_logo(self) -> None:
        """Show the chosen picture, else the stored one (an empty text stands for it)."""
        picture, name = QPixmap(), ""
        if self._logo:
            picture.load(self._logo)
            name = Path(self._logo).name
        elif self._logo == "" and self._stored is not None and self._stored.logo:
            picture.loadFromData(self._stored.logo)
            name = self._stored.logo_name or ""
        self._picture.clear()
        if picture.isNull():
            self._picture.setText(name or _("none"))
        else:
            ratio = self.devicePixelRatioF()
            scaled = picture.scaled(
                int(240 * ratio), int(_LOGO_HEIGHT * ratio),
                Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation,
            )  # fmt: skip
            scaled.setDevicePixelRatio(ratio)
            self._picture.setPixmap(scaled)
        self._picture.setToolTip(name)
        self._picture.setAccessibleName(name or _("No logo"))
        self._no_logo.setEnabled(bool(name))


def _texts_of(company: CompanyFacts) -> dict[str, dict[str, str]]:
    """Return the texts by language, as the page types them."""
    found = {}
    for key in dict.fromkeys([*company.names, *company.addresses, *company.signatories]):
        person = company.signatories.get(key)
        found[key] = {
            "name": company.names.get(key, ""),
            "address": "\n".join(company.addresses.get(key, ())),
            "signatory": "" if person is None else person.name,
            "role": "" if person is None else person.role or "",
        }
    return found


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _signatory(texts: dict[str, str]) -> dict[str, str]:
    parts = {"name": texts["signatory"], "role": texts["role"]}
    return {key: text for key, text in parts.items() if text}
