"""Next steps that demands and final notices may name, by language of the letter."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from app.i18n import Message, _, msg, render
from app.services.company_facts import CONSEQUENCES, CompanyFacts
from app.ui.settings.company_part import DEFAULT, CompanyPart, inherited, tongue_name, tongues
from app.ui.view import Desk
from app.ui.widgets.button import Button
from app.ui.widgets.card import label

_STEPS: Final[dict[str, Message]] = {
    "hold": msg("hold new orders"),
    "interest": msg("reserve interest"),
    "suspension": msg("suspend the service"),
    "agency": msg("hand over to an agency"),
    "legal": msg("take legal steps"),
}


class StepsSection(CompanyPart):
    """A line per language: its own choice, or greyed what it takes over."""

    def __init__(self, desk: Desk) -> None:
        words = _("Enable only what the company will do. Where nothing is enabled, a demand names no next step and a "
                  "final notice is refused.")  # fmt: skip
        super().__init__(desk, _("Next steps in letters"), words)
        self.boxes: dict[str, dict[str, QCheckBox]] = {}
        self.own: dict[str, QCheckBox] = {}
        self._quiet = False
        self._grid_host = QWidget()
        self._grid = QGridLayout(self._grid_host)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(len(CONSEQUENCES) + 2, 1)
        self.content.insertWidget(2, self._grid_host)
        for column, text in enumerate([_("Own choice"), *(render(_STEPS[code]) for code in CONSEQUENCES)], start=1):
            heading = label(text, "tiny", role="dim", wrap=True)
            heading.setFixedWidth(92)
            self._grid.addWidget(heading, 0, column, Qt.AlignmentFlag.AlignBottom)
        for key in tongues():
            self._add_line(key)
        save = Button(_("Save"), "primary")
        save.clicked.connect(self.save)
        self.finish(save)

    def _add_line(self, key: str) -> None:
        row, name = len(self.boxes) + 1, tongue_name(key)
        self._grid.addWidget(label(name), row, 0)
        if key != DEFAULT:
            own = QCheckBox()
            own.setAccessibleName(_("{language}: own choice", language=name))
            own.toggled.connect(lambda _on: self._follow())
            self.own[key] = own
            self._grid.addWidget(own, row, 1)
        self.boxes[key] = {}
        for column, code in enumerate(CONSEQUENCES, start=2):
            box = QCheckBox()
            words = _("{what}: {answer}", what=name, answer=render(_STEPS[code]))
            box.setAccessibleName(words)
            box.setToolTip(words)
            box.toggled.connect(lambda _on: self._follow())
            self.boxes[key][code] = box
            self._grid.addWidget(box, row, column)

    def show_stored(self, stored: CompanyFacts | None) -> None:
        """Show the stored choices."""
        choices = {} if stored is None else {key: list(steps) for key, steps in stored.consequences.items()}
        for key in choices:
            if key not in self.boxes:
                self._add_line(key)
        self.put({DEFAULT: [], **choices})

    def values(self) -> dict[str, list[str]]:
        """Return the languages that choose for themselves, with their steps."""
        return {
            key: [code for code, box in boxes.items() if box.isChecked()]
            for key, boxes in self.boxes.items()
            if key == DEFAULT or self.own[key].isChecked()
        }

    def put(self, values: dict[str, list[str]]) -> None:
        """Show choices."""
        self._quiet = True
        for key, boxes in self.boxes.items():
            if key in self.own:
                self.own[key].setChecked(key in values)
            for code, box in boxes.items():
                box.setChecked(code in values.get(key, ()))
        self._quiet = False
        self._follow()

    def _follow(self) -> None:
        """Show in greyed lines what they take over."""
        if self._quiet:
            return
        self._quiet = True
        stated = self.values()
        for key, boxes in self.boxes.items():
            own = key in stated
            steps = stated[key] if own else inherited(key, stated) or ()
            for code, box in boxes.items():
                box.setEnabled(own)
                box.setChecked(code in steps)
        self._quiet = False
        self.mark()

    def save(self) -> None:
        """Keep the choices."""
        self.write({"consequences": self.values()})
