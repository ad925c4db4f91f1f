"""A quiet window with one card in its middle: what every question before the desk stands on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.i18n import _
from app.ui.widgets.card import Card, label
from app.ui.widgets.form import Form, TextLine
from app.ui.widgets.notices import Banner


class Page(QWidget):
    """A card with a title, a sentence, a form and a row of buttons (``foot``)."""

    def __init__(self, title: str, words: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        card = Card((28, 24, 28, 22), 12)
        card.setFixedWidth(560)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card)
        row.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(3)
        self.body = card.body
        self.body.addWidget(label(_("Collections Desk"), "small", 600, "dim"))
        self.body.addWidget(label(title, "title", 600))
        self.body.addWidget(label(words, role="dim", wrap=True))
        self.error = Banner("", "red", closable=False)
        self.error.hide()
        self.body.addWidget(self.error)
        self.form = Form()
        self.body.addWidget(self.form)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        self.foot.addStretch(1)
        self.body.addLayout(self.foot)

    def say(self, text: str) -> None:
        """Show one sentence over the form, or nothing."""
        self.error.set_text(text)
        self.error.setVisible(bool(text))


def secret() -> TextLine:
    """Return a field whose text is not shown."""
    field = TextLine()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field
