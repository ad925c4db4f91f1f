"""Appearance and language: of this computer, not of the store."""

from __future__ import annotations

from app.i18n import LANGUAGES, _, language
from app.ui.settings.section import Section
from app.ui.view import Desk
from app.ui.widgets.form import Choices


class AppearanceSection(Section):
    """Light, dark or as the system; the interface language, which is not the letters'."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk, _("Appearance and language"), _("Changes show at once. Letters keep their own languages.")
        )
        schemes = (("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark")))
        self._scheme = Choices(schemes)
        self._scheme.choose(desk.theme.scheme if desk.theme is not None else "system")
        self._scheme.chosen.connect(lambda code: desk.actions.trigger(f"window.{code}"))
        self._language = Choices(tuple(LANGUAGES.items()))
        self._language.choose(language())
        actions = {"en": "window.english", "ja": "window.japanese"}
        self._language.chosen.connect(lambda code: desk.actions.trigger(actions[code]))
        self.form.add("scheme", _("Appearance"), self._scheme)
        self.form.add("language", _("Interface language"), self._language)
        self.finish()
