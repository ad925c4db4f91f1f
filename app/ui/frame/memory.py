"""What the window remembers from day to day: sizes, columns, language, scheme. Nothing of a customer's.

It lies in the user's configuration folder as an INI file; without a path (tests, screenshots) it forgets.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings


class Memory:
    """Small JSON values by name."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the file; a missing one is made when something is first remembered."""
        self._values: dict[str, str] = {}
        self._settings = QSettings(str(path), QSettings.Format.IniFormat) if path is not None else None

    def get(self, name: str, default: Any = None) -> Any:
        """Return what was remembered, or the default when there is nothing or it cannot be read."""
        text = self._settings.value(name) if self._settings is not None else self._values.get(name)
        if not isinstance(text, str):
            return default
        try:
            return json.loads(text)
        except ValueError:
            return default

    def put(self, name: str, value: Any) -> None:
        """Remember a value that JSON can hold; None forgets."""
        if value is None:
            self._values.pop(name, None)
            if self._settings is not None:
                self._settings.remove(name)
            return
        text = json.dumps(value, ensure_ascii=False)
        if self._settings is not None:
            self._settings.setValue(name, text)
        else:
            self._values[name] = text

    def save(self) -> None:
        """Write to the disk now; otherwise Qt does so by itself, later."""
        if self._settings is not None:
            self._settings.sync()
