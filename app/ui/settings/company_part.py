"""What the pages about the selling company share: languages to choose from, saving a part, an error at its field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from babel import Locale, UnknownLocaleError

from app.errors import AppError
from app.i18n import _, join_sentences, language, msg
from app.services import settings_desk as room
from app.services.company_facts import CompanyFacts
from app.services.company_file import CompanyRefusedError
from app.services.letters.locales import BUILT
from app.ui.settings.section import Section

#: The key of what holds where a language has nothing of its own.
DEFAULT: Final = "default"


def tongues(stored: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the keys to choose from: the default, each letter language, its countries where it has several."""
    found: dict[str, list[str]] = {}
    for locale in BUILT:
        found.setdefault(locale.rpartition("_")[0], []).append(locale)
    listed = [DEFAULT]
    for tongue, locales in found.items():
        listed += [tongue, *(locales if len(locales) > 1 else ())]
    return tuple(dict.fromkeys([*listed, *sorted(stored)]))


def tongue_name(key: str) -> str:
    """Return a language's or locale's name in the interface language."""
    if key == DEFAULT:
        return _("All languages")
    try:
        name = Locale.parse(key).get_display_name(language())
    except (UnknownLocaleError, ValueError):
        name = None
    return f"{name} ({key})" if name else key


def inherited(key: str, stated: Mapping[str, Any]) -> Any:
    """Return what a language takes over where it states nothing: its wider language's, else the default's."""
    parts = key.split("_")
    for length in range(len(parts) - 1, 0, -1):
        wider = "_".join(parts[:length])
        if wider in stated:
            return stated[wider]
    return stated.get(DEFAULT) if key != DEFAULT else None


class CompanyPart(Section):
    """A page that keeps some keys of company.toml; ``_stored`` is the company, None before it is known."""

    _stored: CompanyFacts | None

    def write(self, values: dict[str, Any]) -> None:
        """Check and keep some keys; the others stay."""
        self.show_errors({})
        self.desk.runner.write(
            room.save_company,
            values,
            self.desk.day,
            on_done=self._written,
            on_failed=self.refused,
            owner=self,
            initiator="settings",
        )

    def _written(self, before: CompanyFacts | None) -> None:
        if before is not None:
            self.desk.can_undo(msg("company details"), room.put_back_company, before, self.desk.day)
        self.desk.tell(_("Company details are kept; letters use them from now on."))
        self.saved()

    def refused(self, error: AppError) -> None:
        """Say an error under the field that it is about, or over the view."""
        key = error.key if isinstance(error, CompanyRefusedError) else ""
        field = self.place_of(key) if key else ""
        if field:
            self.show_errors({field: join_sentences((error.message, error.do))})
        elif self._stored is None and key:
            word, go = _("Open the company page"), lambda: self.desk.go("settings", "company")
            self.desk.tell(_("Fill in the company's name, country and currency first."), "amber", word, go)
        else:
            self.desk.tell_error(error)

    def place_of(self, key: str) -> str:
        """Return the page's field for a key of company.toml, showing what it stands in; empty if there is none."""
        return key if key in self.form else ""
