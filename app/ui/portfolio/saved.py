"""The collector's own filters: kept under a name, shown as chips behind the usual ones."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.i18n import _
from app.services.portfolio.listing.views import SavedFilter
from app.ui.tables.header import Header
from app.ui.widgets.button import Button
from app.ui.widgets.form import TextLine

#: Prefix of a saved filter's key among the chips.
MINE = "mine:"
#: Stands for the quick filter among the texts of a saved one.
QUICK = "*"


class NameLine(QWidget):
    """Asks for the name of a filter in the line of the chips: Enter keeps (``named``), Esc leaves."""

    named = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._name = _Name(placeholder=_("Name of the filter"), limit=40)
        self._name.setFixedWidth(200)
        self._name.returnPressed.connect(self._keep)
        self._name.escaped.connect(self._leave)
        keep = Button(_("Keep"))
        keep.clicked.connect(self._keep)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._name)
        row.addWidget(keep)
        self.hide()

    def ask(self, name: str = "") -> None:
        """Ask, beginning with a name."""
        self.show()
        self._name.setText(name)
        self._name.selectAll()
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def field(self) -> QLineEdit:
        """Return the field."""
        return self._name

    def _keep(self) -> None:
        name = self._name.text().strip()
        if name:
            self.hide()
            self.named.emit(name)

    def _leave(self) -> None:
        self.hide()
        self.left.emit()


class _Name(TextLine):
    """A line that tells when it is left with Esc."""

    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        super().keyPressEvent(event)


def texts_of(filters: dict[str, str], quick: str) -> tuple[tuple[str, str], ...]:
    """Return what is typed, over the columns and in the quick filter, as it is kept."""
    typed = [(key, text) for key, text in filters.items() if text.strip()]
    return (*typed, (QUICK, quick)) if quick else tuple(typed)


def put_texts(header: Header, saved: SavedFilter) -> str:
    """Type a saved filter's texts over the columns; returns that of the quick filter."""
    texts = dict(saved.texts)
    quick = texts.pop(QUICK, "")
    if texts and not header.filters_open():
        header.open_filters(show=True)
    elif not texts and header.filters_open():
        header.open_filters(show=False)
    for column in header.columns():
        if (field := header.field(column.key)) is not None:
            field.setText(texts.get(column.key, ""))
    return quick
