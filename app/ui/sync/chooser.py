"""Choosing exports with the system's dialogue, beginning in the folder of the last ones."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog, QWidget

from app.i18n import _
from app.services.sync.desk import ENDINGS
from app.ui.frame.memory import Memory

_FOLDER: Final = "sync/folder"


def choose_files(parent: QWidget, memory: Memory) -> list[str]:
    """Return the files chosen, none if the collector thinks better of it."""
    spoken = _("Spreadsheets, text and bank statements")
    endings = " ".join(sorted(f"*{ending}" for ending in ENDINGS))
    words = f"{spoken} ({endings});;* (*)"
    paths, _kind = QFileDialog.getOpenFileNames(parent, _("Choose export files"), str(memory.get(_FOLDER, "")), words)
    if paths:
        memory.put(_FOLDER, str(Path(paths[0]).parent))
    return paths


def choose_folder(parent: QWidget, memory: Memory) -> list[str]:
    """Return the folder chosen, alone in a list, or none."""
    chosen = QFileDialog.getExistingDirectory(parent, _("Choose a folder"), str(memory.get(_FOLDER, "")))
    if chosen:
        memory.put(_FOLDER, chosen)
    return [chosen] if chosen else []
