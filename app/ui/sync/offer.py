"""The banner over the view that offers what arrived in the watched folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import _, ngettext
from app.services.sync.telling.news import some
from app.ui.errors import sentence
from app.ui.sync.watch import FolderWatch
from app.ui.widgets.notices import Banner

#: Names said in full; of more files the rest is counted.
_NAMED = 3


class Offer(QWidget):
    """Files that arrived, with the way to look at them; hidden while there are none."""

    def __init__(self, watch: FolderWatch, take: Callable[[Sequence[str]], object]) -> None:
        super().__init__()
        self._watch = watch
        self._take = take
        self.banner: Banner | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        watch.offered.connect(self._show)
        self._show()

    def text(self) -> str:
        """Return what is offered; empty if nothing is."""
        return "" if self.banner is None else self.banner.text()

    def look(self) -> None:
        """Preview what is offered."""
        paths = self._watch.waiting()
        self._watch.answer()
        if paths:
            self._take(paths)

    def _show(self) -> None:
        if self.banner is not None:
            self.banner.hide()
            self.banner.deleteLater()
            self.banner = None
        waiting, trouble = self._watch.waiting(), self._watch.trouble
        if trouble is not None:
            self._put(Banner(sentence(trouble), "amber"))
        elif waiting:
            banner = Banner(offered(waiting), "blue")
            banner.add_action(_("Look at them"), self.look)
            banner.closed.connect(self._watch.answer)
            self._put(banner)
        self.setVisible(self.banner is not None)

    def _put(self, banner: Banner) -> None:
        self.banner = banner
        self._column.addWidget(banner)


def offered(paths: Sequence[str]) -> str:
    """Say which files arrived."""
    names = [Path(path).name for path in paths]
    return ngettext(
        "{n} new file in the watched folder: {names}",
        "{n} new files in the watched folder: {names}",
        len(names),
        names=some(names),
    )
