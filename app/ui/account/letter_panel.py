"""A letter by hand in place of the call form: stage and language, the page as it will print, then the PDF."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices

from app.enums import PRODUCED_LETTER, LetterStatus
from app.errors import AppError
from app.i18n import _
from app.services.calls.desk import Here, draft_letter
from app.services.letters import desk as room
from app.services.letters.desk import Made, Preview
from app.services.letters.dunning.drafts import DraftChange
from app.services.letters.dunning.views import LetterView
from app.ui.errors import sentence
from app.ui.letters.preview import PreviewPanel
from app.ui.view import Desk
from app.ui.widgets.button import Button
from app.ui.widgets.notices import Banner


class LetterPanel(PreviewPanel):
    """Writes one letter for one account; ``left`` says that it is done or given up."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(self._approve_letter)
        self._desk = desk
        self._number = ""
        self._here: Here | None = None
        self._shown: LetterView | None = None
        self._problem = Banner("", "red", closable=False)
        self._problem.hide()
        self.content.insertWidget(0, self._problem)
        self._leave = Button(_("Cancel"))
        self._leave.clicked.connect(lambda _on: self.leave())
        self._save = Button(_("Save as PDF"), "primary")
        self._save.clicked.connect(lambda _on: self.save())
        self.foot.insertWidget(0, self._leave)
        self.foot.addWidget(self._save)
        self.changed.connect(self._change)
        self._locale.chosen.connect(self._in_language)

    def begin(self, number: str, here: Here, locale: str | None = None) -> None:
        """Draft the letter that fits the account now, in its own language or one that was chosen."""
        self._number, self._here = number, here
        self._shown = None
        self.show_letter(None)
        self._say("")
        write = self._desk.runner.write
        write(draft_letter, number, locale, here, on_done=self._show, on_failed=self._refused, owner=self)

    def save(self) -> None:
        """Write the letter; it stands among the account's letters then."""
        if self._shown is None:
            return
        self._desk.runner.work(
            room.make_letters,
            [self._shown.id],
            self._desk.day,
            self._desk.zone,
            label=_("Letter"),
            on_done=self._made,
            on_failed=self._refused,
            owner=self,
        )

    def leave(self) -> None:
        """Give the draft up."""
        letter, self._shown = self._shown, None
        if letter is not None and letter.status not in PRODUCED_LETTER:
            self._desk.runner.write(room.drop_letter, letter.id, on_failed=lambda _error: None)
        self.left.emit()

    def focus_first(self) -> None:
        """Stand in the first choice."""
        self._stage.setFocus()

    def _show(self, letter: LetterView) -> None:
        self._shown = letter
        self._say("")
        self.show_letter(letter)
        waits = (letter.stage or 0) >= 3 and letter.status is LetterStatus.DRAFT
        self._save.setVisible(not waits)
        self.set_title(_("Letter to {number}", number=self._number))
        self._look()

    def _look(self) -> None:
        if self._shown is not None:
            done = self._pages_came
            self._desk.runner.read(
                room.preview_letter, self._shown.id, on_done=done, on_failed=self._refused, owner=self, slot="page"
            )

    def _pages_came(self, preview: Preview) -> None:
        self.show_preview(preview)
        self._save.setEnabled(preview.refused is None)

    def _change(self, change: DraftChange) -> None:
        if self._shown is not None:
            write = self._desk.runner.write
            write(room.edit_draft, self._shown.id, change, on_done=self._show, on_failed=self._not_changed, owner=self)

    def _in_language(self, locale: str) -> None:
        """Begin again in a language that was chosen because the account's own has no letters."""
        if self._shown is None and self._here is not None:
            self.begin(self._number, self._here, locale)

    def _not_changed(self, error: AppError) -> None:
        if self._shown is not None:
            self._show(self._shown)
        self._refused(error)

    def _approve_letter(self) -> None:
        if self._shown is not None:
            write = self._desk.runner.write
            write(room.approve_letter, self._shown.id, on_done=self._show, on_failed=self._refused, owner=self)

    def _made(self, made: Made) -> None:
        if made.produced.refused:
            self._say(str(made.produced.refused[0].why))
            return
        letter = made.produced.letters[0]
        self._shown = None
        path = letter.files[0].path if letter.files else made.folder
        self._desk.tell(
            _("Letter {number} written.", number=letter.number or ""), "green", _("Open it"),
            partial(QDesktopServices.openUrl, QUrl.fromLocalFile(path)),
        )  # fmt: skip
        self.left.emit()

    def _refused(self, error: AppError) -> None:
        self._say(sentence(error))
        self._save.setEnabled(self._shown is not None)
        if self._shown is None:
            self._form.show()

    def _say(self, text: str) -> None:
        self._problem.set_text(text)
        self._problem.setVisible(bool(text))
