"""Bringing a backup back: choose the file, read what will happen, and the window goes on with the restored store."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.errors import AppError
from app.i18n import _, format_date, format_number
from app.services import settings_desk as room
from app.services.backup import BackupFacts
from app.services.settings_desk import RestoredDesk
from app.ui.errors import sentence
from app.ui.formatting import clock_time
from app.ui.view import Desk
from app.ui.welcome.page import secret
from app.ui.widgets.button import Button
from app.ui.widgets.card import label
from app.ui.widgets.form import Form
from app.ui.widgets.notices import Banner


class RestorePart(QWidget):
    """Nothing is touched before the backup has been opened and checked; the present store is kept beside it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._facts: BackupFacts | None = None
        self._store = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(label(_("Restore a backup"), "body", 600))
        self.error = Banner("", "red", closable=False)
        self.error.hide()
        column.addWidget(self.error)
        self._words = label(_("Puts a backup in the place of the present store, which is kept."), role="dim", wrap=True)
        column.addWidget(self._words)
        self.form = Form()
        self.form.setMaximumWidth(760)
        self._passphrase = secret()
        self.form.add("passphrase", _("Passphrase of this backup"), self._passphrase)
        self._passphrase.returnPressed.connect(self.restore)
        column.addWidget(self.form)
        row = QHBoxLayout()
        row.setSpacing(8)
        choose = Button(_("Choose a backup…"))
        self.button, self._leave = Button(_("Restore this backup"), "primary"), Button(_("Cancel"), "flat")
        choose.clicked.connect(self._ask)
        self.button.clicked.connect(self.restore)
        self._leave.clicked.connect(self.leave)
        for part in (choose, self.button, self._leave):
            row.addWidget(part)
        row.addStretch(1)
        column.addLayout(row)
        self.leave()

    def set_store(self, path: str) -> None:
        """Know which store would be kept aside."""
        self._store = path

    def leave(self) -> None:
        """Forget the chosen file."""
        self._facts = None
        self._passphrase.clear()
        self.form.show_errors({})
        self._words.setText(_("Puts a backup in the place of the present store, which is kept."))
        for part in (self.form, self.button, self._leave, self.error):
            part.hide()

    def _ask(self) -> None:
        kinds = _("Backups (*.backup);;All files (*)")
        path, _kind = QFileDialog.getOpenFileName(self, _("Choose a backup"), "", kinds)
        if path:
            self.choose(path)

    def choose(self, path: str) -> None:
        """Read what a file says of itself and say what would happen."""
        self.leave()
        self.desk.runner.read(
            room.backup_facts, path, on_done=self._chosen, on_failed=self._failed, owner=self, slot="backup"
        )

    def _chosen(self, facts: BackupFacts) -> None:
        self._facts = facts
        made = self._moment(facts.made_at) if facts.made_at else "?"
        megabytes = format_number(max(1, round(facts.size / 1_000_000)))
        kept = f"{Path(self._store).stem}.before-restore.db"
        first = _("{file}, written {moment}, {size} MB.", file=facts.file.name, moment=made, size=megabytes)
        then = _(
            "It takes the place of the present store, with everything that was logged since. "
            "The present store is kept beside it as {kept}, and the window goes on with the restored one.",
            kept=kept,
        )
        opens = _("From then on the store opens with the passphrase of the backup.")
        if facts.keyring_only:
            opens = _("From then on the store opens with the key in the system's keyring.")
        self._words.setText(f"{first}\n{then}\n{opens}")
        self.form.setVisible(not facts.keyring_only)
        self.button.show()
        self._leave.show()
        (self.button if facts.keyring_only else self._passphrase).setFocus(Qt.FocusReason.OtherFocusReason)

    def _moment(self, moment: datetime) -> str:
        zone = self.desk.zone
        return f"{format_date(moment.astimezone(ZoneInfo(zone)).date())} {clock_time(moment, zone)}"

    def restore(self) -> None:
        """Put the chosen backup in the place of the store."""
        if self._facts is None or not self.button.isEnabled():
            return
        self.error.hide()
        passphrase = self._passphrase.text()
        if not passphrase and not self._facts.keyring_only:
            self.form.show_errors({"passphrase": _("Type the passphrase that the backup was written with.")})
            return
        self.form.show_errors({})
        self.button.setEnabled(False)
        self.desk.runner.work(
            room.restore_backup,
            str(self._facts.file),
            passphrase,
            label=_("Restoring the backup"),
            on_done=self._restored,
            on_failed=self._failed,
            on_cancelled=lambda: self.button.setEnabled(True),
            owner=self,
        )

    def _failed(self, error: AppError) -> None:
        self.button.setEnabled(True)
        if error.code == "passphrase_wrong":
            self.form.show_errors({"passphrase": _("The passphrase is wrong. Nothing was changed.")})
            self._passphrase.selectAll()
            return
        self.error.set_text(sentence(error))
        self.error.show()

    def _restored(self, made: RestoredDesk) -> None:
        desk, restored = self.desk, made.restored
        self.button.setEnabled(True)
        self.leave()
        desk.replaced.emit(made.mode, made.zone or "")
        kept = restored.kept.name if restored.kept is not None else "–"
        desk.tell(
            _(
                "Restored: {accounts} accounts, {items} items. The store that was there is kept as {kept}.",
                accounts=restored.accounts,
                items=restored.items,
                kept=kept,
            )
        )
