"""The right panel of Today: the account under the cursor, or a form that was asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.ui.account_preview import AccountPreview
from app.ui.tasks import service
from app.ui.today.close_day import ClosePanel
from app.ui.today.defer import DeferPanel
from app.ui.today.news import NewsPanel
from app.ui.view import Desk

if TYPE_CHECKING:
    from app.services.today.news import News
    from app.services.today.shape import TodayBook

_PREVIEW = service("app.services.today.preview:load_preview")
#: From this width of the window on the preview stands beside the list without being asked for.
_WIDE: Final = 1560


class DaySide(QStackedWidget):
    """Preview, putting off, closing the day, rows of the news.

    ``left`` says that a form is done and the list wants the focus back; ``put_off`` carries account id, day and reason.
    """

    left = Signal()
    put_off = Signal(str, object, str)

    def __init__(self, desk: Desk, view: str) -> None:
        super().__init__()
        self._desk = desk
        self._view = view
        self._number = ""
        self.preview = AccountPreview()
        self.preview.follow(desk, _PREVIEW)
        self.addWidget(self.preview)

    @cached_property
    def deferring(self) -> DeferPanel:
        """Return the form that asks until when an account is put off; made when it is first wanted."""
        panel = DeferPanel(self._desk.day)
        panel.wanted.connect(self._put_off)
        panel.left.connect(self.leave)
        self.addWidget(panel)
        return panel

    @cached_property
    def closing(self) -> ClosePanel:
        """Return the form that closes the day; made when it is first wanted."""
        panel = ClosePanel(self._desk)
        panel.left.connect(self.leave)
        self.addWidget(panel)
        return panel

    @cached_property
    def news(self) -> NewsPanel:
        """Return the rows behind the news; made when they are first wanted."""
        panel = NewsPanel(self._desk)
        panel.left.connect(self.leave)
        self.addWidget(panel)
        return panel

    def remark(self) -> str:
        """Return the remark of the day that is being written."""
        return self.closing.remark.text() if "closing" in self.__dict__ else ""

    def wanted(self) -> bool:
        """Tell whether the preview stands there when nothing else does: as remembered, else by the window's width."""
        kept = self._desk.memory.get(f"panel/{self._view}/shown")
        return bool(self.window().width() >= _WIDE if kept is None else kept)

    def busy(self) -> bool:
        """Tell whether a form stands there."""
        return self.currentWidget() is not self.preview

    def follow(self, number: str) -> None:
        """Show this account a moment later, if the preview is there; an empty number shows that none is chosen."""
        self._number = number
        if not self.isHidden() and not self.busy():
            self.preview.ask(number)

    def ask_defer(self, account_id: str, name: str) -> None:
        """Ask until when and why an account is put off."""
        self._take(self.deferring)
        self.deferring.ask(account_id, name, self._desk.day)

    def ask_close(self, book: TodayBook | None) -> None:
        """Open the form that writes the day's workbook."""
        self._take(self.closing)
        self.closing.begin(book)

    def show_news(self, news: News, kind: str) -> None:
        """Show the rows behind a figure."""
        self._take(self.news)
        self.news.show_kind(news, kind)

    def leave(self) -> None:
        """Give the place back to the preview."""
        self.setCurrentWidget(self.preview)
        self.setVisible(self.wanted())
        self.left.emit()
        self.follow(self._number)

    def _take(self, panel: QWidget) -> None:
        self.setCurrentWidget(panel)
        self.show()

    def _put_off(self, account_id: str, until: object, reason: str) -> None:
        self.leave()
        self.put_off.emit(account_id, until, reason)
