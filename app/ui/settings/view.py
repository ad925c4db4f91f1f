"""Settings: pages at the left, one form at the right."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QStackedWidget, QWidget

from app.i18n import _
from app.services import settings_desk as room
from app.services.settings_desk import SettingsPage
from app.ui.look.fonts import ui_font
from app.ui.settings.banks import BanksSection
from app.ui.settings.company import CompanySection
from app.ui.settings.numbers import CollectorSection, cadence_section, points_section
from app.ui.settings.policy import PolicySection
from app.ui.settings.program import AppearanceSection
from app.ui.settings.rates import RatesSection
from app.ui.settings.section import Section
from app.ui.settings.security import SecuritySection
from app.ui.settings.steps import StepsSection
from app.ui.view import View
from app.ui.widgets.card import Card

KEYS = ("company", "banks", "steps", "rates", "policy", "cadence", "points", "collector", "appearance", "security")
#: Pages that show the company, and pages that show the numbers of the policy.
_OF_COMPANY = frozenset({"company", "banks", "steps"})
_OF_POLICY = frozenset({"policy", "cadence", "points", "collector"})


class SettingsView(View):
    """The settings room."""

    kinds = frozenset({"settings"})

    def build(self) -> None:
        """Make the list of pages and the pages."""
        self.add_heading()
        self.pages = QListWidget()
        self.pages.setAccessibleName(_("Settings pages"))
        self.pages.setObjectName("pages")
        self.pages.setFixedWidth(220)
        self.pages.setFont(ui_font())
        desk = self.desk
        self.company, self.banks, self.steps = CompanySection(desk), BanksSection(desk), StepsSection(desk)
        self.rates, self.policy = RatesSection(desk), PolicySection(desk)
        self.cadence, self.points = cadence_section(desk), points_section(desk)
        self.collector, self.appearance = CollectorSection(desk), AppearanceSection(desk)
        self.security = SecuritySection(desk)
        self.sections: dict[str, Section] = {key: getattr(self, key) for key in KEYS}
        self._stack = QStackedWidget()
        for place, section in enumerate(self.sections.values()):
            self.pages.addItem(section.accessibleName())
            card = Card((0, 0, 0, 0), 0)
            card.body.addWidget(section)
            self._stack.addWidget(card)
            section.edited.connect(partial(self._mark, place))
            section.wants_reload.connect(self.load)
        self.pages.currentRowChanged.connect(self._stack.setCurrentIndex)
        self.pages.setCurrentRow(0)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.pages, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._stack, 1)
        self.pages.setFixedHeight(34 * len(KEYS) + 12)
        self.set_body(body)

    def load(self) -> None:
        """Load what is set."""
        self.desk.runner.read(room.settings_page, self.desk.day, on_done=self._show, owner=self, slot="page")
        self.desk.runner.work(room.key_state, label=_("Reading"), on_done=self.security.show_key, owner=self)

    def show_key(self, key: str) -> None:
        """Open a page by its key (``policy``)."""
        if key in KEYS:
            self.pages.setCurrentRow(KEYS.index(key))

    def focus_first(self) -> None:
        """Put the focus on the list of pages."""
        self.pages.setFocus()

    def state(self) -> Any:
        """Keep the page, and on every page what is not saved."""
        drafts = {key: section.values() for key, section in self.sections.items() if section.dirty}
        return {"page": self.pages.currentRow(), "drafts": drafts}

    def restore(self, state: Any) -> None:
        """Go back to the page and to what was not saved."""
        self.pages.setCurrentRow(int(state["page"]))
        for key, values in state["drafts"].items():
            self.sections[key].take_draft(values)

    def _mark(self, place: int) -> None:
        """Put a dot behind a page whose changes are not saved."""
        section = list(self.sections.values())[place]
        name = section.accessibleName()
        item = self.pages.item(place)
        item.setText(f"{name} •" if section.dirty else name)
        item.setToolTip(_("Changes are not saved.") if section.dirty else "")

    def _show(self, page: SettingsPage) -> None:
        for key, section in self.sections.items():
            if key in _OF_COMPANY:
                section.take(page.company)
            elif key in _OF_POLICY:
                section.take(page.settings)
        self.rates.take(page.rates)
