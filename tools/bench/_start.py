"""One start of a window: ``empty`` or ``ours STORE``; prints when it was usable and what had been used by then.

Ours is the program's own way in. It is usable when the first view is painted with rows and the search box has the
focus; the empty window when it is painted, with SQLAlchemy imported.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any


def main(argv: list[str]) -> int:
    """Start one of the two and end as soon as it is usable."""
    return empty() if argv[0] == "empty" else ours(argv[1])


def tell(**facts: object) -> None:
    """Print the moment, the processor seconds that this process has used, and some facts; then end."""
    print(json.dumps({"at": time.time(), "cpu": time.process_time(), **facts}), flush=True)
    os._exit(0)


def empty() -> int:
    """Show a window with nothing in it."""
    import sqlalchemy.orm  # noqa: F401 - imported is all that is asked
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Window(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
            super().paintEvent(event)
            tell()

    app = QApplication(sys.argv[:1])
    window = Window()
    window.resize(1366, 768)
    window.show()
    return app.exec()


def ours(store: str) -> int:
    """Start the program on a store."""
    from app.bootstrap import start
    from app.ui import application

    shown = application.Shell.start

    def watched(shell: application.Shell, **place: Any) -> None:
        shown(shell, **place)
        _watch(shell)

    application.Shell.start = watched  # type: ignore[method-assign,assignment]
    return start(["--store", store])


def _watch(shell: Any) -> None:
    """Tell when the rows of the first view have been painted."""
    from PySide6.QtCore import QEvent, QObject

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the same
            rows = panel.model.rowCount()
            if event.type() == QEvent.Type.Paint and rows:
                watched.removeEventFilter(self)
                watched.event(event)
                focused = shell.window.search.hasFocus()
                tell(rows=rows, search_focused=focused, sqlalchemy="sqlalchemy" in sys.modules)
            return False

    panel = shell.window.host.current().table()
    shell.watch = Watch(shell)
    panel.view.viewport().installEventFilter(shell.watch)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
