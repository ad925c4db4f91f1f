"""Security and backups: how the store opens, copies of it, and a copy put in its place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from app.errors import AppError
from app.i18n import _, ngettext
from app.services import settings_desk as room
from app.services.backup import Backup
from app.services.settings_desk import KeyState
from app.ui.settings.restore import RestorePart
from app.ui.settings.section import Section
from app.ui.view import Desk
from app.ui.welcome.lock import KEY, MINUTES
from app.ui.welcome.page import secret
from app.ui.widgets.button import Button
from app.ui.widgets.card import Line, label
from app.ui.widgets.form import Choices, Form


class SecuritySection(Section):
    """How the store opens, and copies of it."""

    def __init__(self, desk: Desk) -> None:
        text = _("The store is encrypted. Whoever loses the passphrase loses the store; a backup carries its own.")
        super().__init__(desk, _("Security and backups"), text)
        self._state = label("", wrap=True)
        self.form.add_widget(self._state)
        self._old, self._new, self._again = secret(), secret(), secret()
        self.form.add("old", _("Present passphrase"), self._old)
        self.form.add_pair(
            ("new", _("New passphrase (empty: system keyring)"), self._new), ("again", _("Once more"), self._again)
        )
        change = Button(_("Change how the store opens"))
        change.clicked.connect(self._change)
        self.form.add_widget(left(change))
        self._minutes = Choices([(str(one), _minutes(one)) for one in MINUTES])
        self._minutes.choose(str(desk.memory.get(KEY, 0)))
        self._minutes.chosen.connect(lambda code: desk.memory.put(KEY, int(code)))
        self.form.add("minutes", _("Lock when nobody is there"), self._minutes)
        self.content.addWidget(Line())
        self.content.addWidget(label(_("Backup"), "body", 600))
        self.backup_form = Form()
        self.backup_form.setMaximumWidth(760)
        self._first, self._second = secret(), secret()
        self.backup_form.add_pair(
            ("first", _("Passphrase of the backup"), self._first), ("second", _("Once more"), self._second)
        )
        self.content.addWidget(self.backup_form)
        save = Button(_("Write a backup…"), "primary", "backup")
        save.clicked.connect(self._backup)
        self.content.addWidget(save, 0, Qt.AlignmentFlag.AlignLeft)
        self.content.addWidget(Line())
        self.restore = RestorePart(desk)
        self.content.addWidget(self.restore)
        self.finish()

    def show_key(self, state: KeyState) -> None:
        """Say how the store opens."""
        by_keyring = state.mode == "keyring"
        words = _("It opens with the key in the system's keyring.") if by_keyring else _("It opens with a passphrase.")
        self._state.setText(f"{words} {state.path}")
        self.form.set_visible("old", visible=not by_keyring)
        self.restore.set_store(state.path)

    def _change(self) -> None:
        if self._new.text() != self._again.text():
            self.form.show_errors({"again": _("The two passphrases differ.")})
            return
        self.form.show_errors({})
        self.desk.runner.work(
            room.new_passphrase,
            self._old.text(),
            self._new.text(),
            label=_("Changing the key"),
            on_done=self._changed,
            on_failed=self._failed,
            owner=self,
        )

    def _changed(self, state: KeyState) -> None:
        for field in (self._old, self._new, self._again):
            field.clear()
        self.show_key(state)
        self.desk.rekeyed.emit(state.mode)
        self.desk.tell(_("The store opens in the new way from now on."))

    def _failed(self, error: AppError) -> None:
        self.desk.tell_error(error)

    def _backup(self) -> None:
        if self._first.text() != self._second.text():
            self.backup_form.show_errors({"second": _("The two passphrases differ.")})
            return
        self.backup_form.show_errors({})
        name = f"collections-desk-{self.desk.day.isoformat()}.backup"
        path, _kind = QFileDialog.getSaveFileName(self, _("Write a backup"), name)
        if path:
            self.write_backup(path)

    def write_backup(self, path: str) -> None:
        """Write a backup to a file."""
        self.desk.runner.work(
            room.write_backup,
            path,
            self._first.text(),
            label=_("Writing the backup"),
            on_done=self._written,
            on_failed=self._failed,
            owner=self,
        )

    def _written(self, made: Backup) -> None:
        self._first.clear()
        self._second.clear()
        self.desk.tell(_("Backup written to {file}.", file=str(made.file)))
        if made.keyring_only:
            self.desk.tell(_("It has no passphrase: it opens only with this machine's keyring."), "amber")


def _minutes(count: int) -> str:
    return ngettext("after {n} minute", "after {n} minutes", count) if count else _("never")


def left(button: Button) -> QWidget:
    """Return a button in its own width at the left of a form."""
    host = QWidget()
    row = QHBoxLayout(host)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(button)
    row.addStretch(1)
    return host
