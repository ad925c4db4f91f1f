"""Choosing exports with the system's dialogue, beginning in the folder of the last ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog, QWidget

from app.i18n import _
from app.services.sync.desk import ENDINGS
from app.ui.frame.memory import Memory
from app.ui.sync.drop import DropArea

_FOLDER: Final = "sync/folder"


class Chooser:
    """The two dialogues of a view; ``take`` gets what is chosen, nothing if the collector thinks better of it."""

    def __init__(self, view: QWidget, memory: Memory, take: Callable[[Sequence[str]], object]) -> None:
        self._view = view
        self._memory = memory
        self._take = take

    def serve(self, drop: DropArea) -> None:
        """Answer the buttons of the drop area."""
        drop.asked.connect(self.files)
        drop.folder_asked.connect(self.folder)

    def files(self) -> None:
        """Choose some files."""
        spoken = _("Spreadsheets, text and bank statements")
        endings = " ".join(sorted(f"*{ending}" for ending in ENDINGS))
        words = f"{spoken} ({endings});;* (*)"
        title, begin = _("Choose export files"), str(self._memory.get(_FOLDER, ""))
        paths, _kind = QFileDialog.getOpenFileNames(self._view, title, begin, words)
        if paths:
            self._memory.put(_FOLDER, str(Path(paths[0]).parent))
            self._take(paths)

    def folder(self) -> None:
        """Choose a folder, whose exports are meant."""
        chosen = QFileDialog.getExistingDirectory(self._view, _("Choose a folder"), str(self._memory.get(_FOLDER, "")))
        if chosen:
            self._memory.put(_FOLDER, chosen)
            self._take([chosen])
