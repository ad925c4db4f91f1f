"""The first run: where the store lies, what opens it, and whether to begin with own files or with the demo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QRadioButton, QWidget

from app.errors import AppError
from app.i18n import _, render
from app.ui.errors import sentence
from app.ui.welcome.page import Page, secret
from app.ui.widgets.button import Button
from app.ui.widgets.card import Line, label

#: Shorter ones are found by trying.
SHORTEST = 8
#: What a machine answers that has no keyring to rely on (a locked one is to be unlocked).
_KEYRING_FAILS = ("no_keyring", "keyring_forgets")


@dataclass(frozen=True, slots=True)
class Begun:
    """What was chosen: ``passphrase`` empty for the keyring; ``demo`` fills the store; ``files`` are to be synced."""

    passphrase: str = ""
    demo: bool = False
    files: tuple[str, ...] = ()


class FirstRun(Page):
    """Asks once; ``begun`` carries what was chosen after ``make`` has made the store."""

    begun = Signal(object)

    def __init__(self, store: Path, make: Callable[[Begun], object]) -> None:
        text = _(
            "Your store is one encrypted file on this computer: {file}. Nothing is sent anywhere.", file=str(store)
        )
        super().__init__(_("Welcome"), text)
        self.setAcceptDrops(True)
        self._make = make
        self._keyring = QRadioButton(_("Open it with the key in the system's keyring"))
        self._passphrase = QRadioButton(_("Open it with a passphrase that I choose"))
        self._keyring.setChecked(True)
        self._first, self._second = secret(), secret()
        self.form.add_widget(self._keyring)
        self.form.add_widget(self._passphrase)
        self.form.add_pair(("first", _("Passphrase"), self._first), ("second", _("Once more"), self._second))
        self._passphrase.toggled.connect(self._toggled)
        self._toggled(on=False)
        self.body.insertWidget(self.body.count() - 1, Line())
        hint = _("Then drop the morning's exports here, or begin with the demo: 400 invented accounts in 13 countries.")
        self.body.insertWidget(self.body.count() - 1, label(hint, role="dim", wrap=True))
        demo, start = Button(_("Try the demo")), Button(_("Start with my files"), "primary")
        demo.clicked.connect(lambda _on: self.begin(demo=True))
        start.clicked.connect(lambda _on: self.begin())
        self.foot.addWidget(demo)
        self.foot.addWidget(start)
        QWidget.setTabOrder(demo, start)

    def focus_first(self) -> None:
        """Put the focus on the first choice."""
        self._keyring.setFocus()

    def begin(self, *, demo: bool = False, files: tuple[str, ...] = ()) -> None:
        """Make the store as chosen; what is wrong is said on the page and nothing is made."""
        passphrase = self._first.text() if self._passphrase.isChecked() else ""
        errors = self._errors(passphrase)
        self.form.show_errors(errors)
        self.say("")
        if errors:
            return
        chosen = Begun(passphrase, demo, files)
        try:
            self._make(chosen)
        except AppError as error:
            self._refused(error)
            return
        self.begun.emit(chosen)

    def _refused(self, error: AppError) -> None:
        """Say why no store was made; where the keyring is to blame, lead on to the passphrase."""
        if error.code not in _KEYRING_FAILS:
            self.say(sentence(error))
            return
        self._passphrase.setChecked(True)
        self.say(_("{why} Choose a passphrase instead.", why=render(error.message)))

    def _errors(self, passphrase: str) -> dict[str, str]:
        if not self._passphrase.isChecked():
            return {}
        if len(passphrase) < SHORTEST:
            return {"first": _("At least {n} characters are needed.", n=SHORTEST)}
        if passphrase != self._second.text():
            return {"second": _("The two passphrases differ.")}
        return {}

    def _toggled(self, on: bool) -> None:  # noqa: FBT001 - what toggled sends
        for key in ("first", "second"):
            self.form.set_visible(key, visible=on)
        if on:
            self._first.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter: from the passphrase to its repetition, from there and from the choices to the desk."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter} or not plain:
            super().keyPressEvent(event)
        elif self._first.hasFocus() and not self._second.text():
            self._second.setFocus()
        else:
            self.begin()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Begin with what was dropped."""
        files = tuple(url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile())
        if files:
            event.acceptProposedAction()
            self.begin(files=files)
