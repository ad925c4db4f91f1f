"""The panel that sets the watched folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog

from app.i18n import _
from app.services.files import is_folder
from app.ui.errors import sentence
from app.ui.sync.watch import FolderWatch, WatchSetting
from app.ui.widgets.button import Button
from app.ui.widgets.card import label
from app.ui.widgets.form import Form, TextLine
from app.ui.widgets.panel import StepPanel


class WatchPanel(StepPanel):
    """Whether a folder is watched, which, and which names. ``left`` closes it."""

    def __init__(self, watch: FolderWatch) -> None:
        super().__init__(_("Watched folder"))
        self._watch = watch
        words = _("New files of this folder are offered over the view, once each. Nothing is applied by itself.")
        self.content.addWidget(label(words, "small", role="dim", wrap=True))
        self.on = QCheckBox(_("Offer new files of a folder"))
        self.folder = TextLine("", _("Folder"), limit=1000)
        self.pattern = TextLine("", "*", _("Names"), limit=100)
        self._form = Form()
        self._form.add_widget(self.on)
        self._form.add("folder", _("Folder"), self.folder)
        choose = Button(_("Choose a folder…"), icon="folder")
        choose.clicked.connect(self._choose)
        self._form.add_widget(choose)
        hint = _("For example open*.xlsx; * is every name.")
        self._form.add("pattern", _("Names"), self.pattern, hint)
        self._form.note("pattern", hint)
        self.content.addWidget(self._form)
        self.content.addStretch(1)
        leave, save = Button(_("Cancel")), Button(_("Save"), "primary")
        leave.clicked.connect(self.left.emit)
        save.clicked.connect(self.save)
        self.asked.connect(self.save)
        self.foot.addStretch(1)
        self.foot.addWidget(leave)
        self.foot.addWidget(save)

    def open(self) -> None:
        """Show what is watched now."""
        setting = self._watch.setting
        self.on.setChecked(setting.on)
        self.folder.setText(setting.folder)
        self.pattern.setText(setting.pattern)
        trouble = self._watch.trouble
        self._form.show_errors({"folder": sentence(trouble)} if trouble is not None else {})
        self.on.setFocus()

    def save(self) -> None:
        """Watch what is set; a folder that is not there is told under its field."""
        folder, pattern = self.folder.text().strip(), self.pattern.text().strip() or "*"
        errors = {}
        if self.on.isChecked() and not (folder and is_folder(Path(folder))):
            errors["folder"] = _("There is no such folder.")
        if self.on.isChecked() and set(pattern) & set("/\\"):
            errors["pattern"] = _("Only names stand here; the folder stands above.")
        if errors:
            self._form.show_errors(errors)
            return
        self._form.show_errors({})
        self._watch.set(WatchSetting(self.on.isChecked(), folder, pattern))
        self.left.emit()

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Choose a folder"), self.folder.text())
        if chosen:
            self.folder.setText(chosen)
            self.on.setChecked(True)
