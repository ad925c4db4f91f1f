"""Settings: pages at the left, one form at the right."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QStackedWidget, QWidget

from app.i18n import _
from app.services import settings_desk as room
from app.services.settings_desk import SettingsPage
from app.ui.look.fonts import ui_font
from app.ui.settings.company import CompanySection
from app.ui.settings.numbers import CollectorSection, cadence_section, points_section
from app.ui.settings.policy import PolicySection
from app.ui.settings.program import AppearanceSection, SecuritySection
from app.ui.view import View
from app.ui.widgets.card import Card

KEYS = ("company", "policy", "cadence", "points", "collector", "appearance", "security")


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
        self.company = CompanySection(self.desk, self.load)
        self.policy = PolicySection(self.desk)
        self.cadence = cadence_section(self.desk)
        self.points = points_section(self.desk)
        self.collector = CollectorSection(self.desk)
        self.appearance = AppearanceSection(self.desk)
        self.security = SecuritySection(self.desk)
        self._sections = (
            self.company, self.policy, self.cadence, self.points, self.collector, self.appearance, self.security,
        )  # fmt: skip
        self._stack = QStackedWidget()
        for section in self._sections:
            self.pages.addItem(section.accessibleName())
            card = Card((0, 0, 0, 0), 0)
            card.body.addWidget(section)
            self._stack.addWidget(card)
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
        self.desk.runner.read(room.settings_page, on_done=self._show, owner=self, slot="page")
        self.desk.runner.work(room.key_state, label=_("Reading"), on_done=self.security.show_key, owner=self)

    def show_key(self, key: str) -> None:
        """Open a page by its key (``policy``)."""
        if key in KEYS:
            self.pages.setCurrentRow(KEYS.index(key))

    def focus_first(self) -> None:
        """Put the focus on the list of pages."""
        self.pages.setFocus()

    def state(self) -> Any:
        """Keep the page."""
        return self.pages.currentRow()

    def restore(self, state: Any) -> None:
        """Go back to the page."""
        self.pages.setCurrentRow(int(state))

    def _show(self, page: SettingsPage) -> None:
        self.company.show_company(page.company)
        for section in (self.policy, self.cadence, self.points, self.collector):
            section.show_settings(page.settings)
