"""What stands beside the lists of an account: the call form, or in its place a letter or a pause of letters."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget

from app.ui.account.call.form import CallForm
from app.ui.account.letter_panel import LetterPanel
from app.ui.account.pause_panel import PausePanel
from app.ui.view import Desk


class Side(QStackedWidget):
    """Three panels, one in front; the keys that save are about that one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.form, self.letter, self.pause = CallForm(desk), LetterPanel(desk), PausePanel(desk)
        for panel in (self.form, self.letter, self.pause):
            self.addWidget(panel)
        self.letter.left.connect(self.show_form)

    def show_form(self) -> None:
        """Put the call form in front."""
        self.setCurrentWidget(self.form)

    def save(self, *, go_next: bool) -> None:
        """Save what stands in front; ``go_next`` opens the next account after a call."""
        panel = self.currentWidget()
        if panel is self.pause:
            self.pause.submit()
        elif panel is self.letter:
            self.letter.save()
        else:
            self.form.save(go_next=go_next)
