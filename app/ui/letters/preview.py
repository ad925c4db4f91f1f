"""The right panel: the page as it will print, and what the collector may choose about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from babel import Locale, UnknownLocaleError
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.enums import LetterStatus
from app.i18n import _, render
from app.services.labels import STAGES, label
from app.services.letters.desk import Preview
from app.services.letters.dunning.drafts import DRAFT, DraftChange
from app.services.letters.dunning.views import LetterView
from app.services.letters.locales import BUILT
from app.ui.widgets.button import Button
from app.ui.widgets.form import Choices, Form
from app.ui.widgets.notices import Banner, EmptyState
from app.ui.widgets.panel import Panel

#: Letter languages as their readers call them.
LANGUAGES: Final = {
    "ja_JP": "日本語",
    "zh_Hans_CN": "简体中文（中国）",
    "zh_Hant_TW": "繁體中文（台灣）",
    "es_ES": "Español (España)",
    "es_MX": "Español (México)",
    "pt_BR": "Português (Brasil)",
    "pt_PT": "Português (Portugal)",
    "en_US": "English (US)",
    "en_GB": "English (UK)",
}


def own_name(locale: str) -> str:
    """Return a language as its readers call it, also one that no letters are written in (``en_SG``)."""
    if locale.startswith("und"):
        return _("language not known")
    try:
        return LANGUAGES.get(locale) or Locale.parse(locale).get_display_name(locale) or locale
    except (UnknownLocaleError, ValueError):
        return locale


class Page(QLabel):
    """One page, scaled to the panel's width on a paper-white ground in either scheme."""

    def __init__(self, picture: bytes, name: str) -> None:
        super().__init__()
        self._picture = QPixmap()
        self._picture.loadFromData(picture)
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setMinimumWidth(120)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scale with the panel."""
        super().resizeEvent(event)
        ratio = self.devicePixelRatioF()
        width = max(1, int(self.width() * ratio))
        scaled = self._picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        scaled.setDevicePixelRatio(ratio)
        self.setPixmap(scaled)
        self.setFixedHeight(int(scaled.height() / ratio))

    def sizeHint(self) -> QSize:
        """Ask for a page's proportions."""
        width = 320
        height = width * self._picture.height() // max(1, self._picture.width())
        return QSize(width, height)


class PreviewPanel(Panel):
    """Stage, language and contact over the pages; ``changed`` carries what the collector chose."""

    changed = Signal(object)

    def __init__(self, approve: Callable[[], object]) -> None:
        super().__init__(_("Letter"))
        self._letter: LetterView | None = None
        self._quiet = False
        self._form = Form(6)
        self._stage = Choices([(str(code), render(word)) for code, word in STAGES.items()])
        self._locale = Choices([(code, LANGUAGES[code]) for code in BUILT])
        self._contact = Choices()
        self._form.add_pair(("stage", _("Stage"), self._stage), ("locale", _("Language"), self._locale))
        self._form.add("contact", _("Contact"), self._contact)
        self._stage.chosen.connect(lambda code: self._choose(DraftChange(stage=int(code))))
        self._locale.chosen.connect(lambda code: self._choose(DraftChange(locale=code)))
        self._contact.chosen.connect(lambda code: self._choose(DraftChange(contact_id=code)))
        self.content.addWidget(self._form)
        self._notice = Banner("", "red", closable=False)
        self.content.addWidget(self._notice)
        self._pages = QVBoxLayout()
        self._pages.setSpacing(10)
        self.content.addLayout(self._pages)
        self._empty = EmptyState(_("No letter chosen"), _("Move to a letter to see its page."), "letter")
        self.content.addWidget(self._empty)
        self.content.addStretch(1)
        self._approve = Button(_("Approve this letter"), "primary")
        self._approve.clicked.connect(lambda _on: approve())
        self.foot.addStretch(1)
        self.foot.addWidget(self._approve)
        self.show_letter(None)

    def show_letter(self, letter: LetterView | None) -> None:
        """Show what is known before the page is laid out."""
        self._letter = letter
        draft = letter is not None and letter.status in DRAFT
        self._form.setVisible(draft)
        self._notice.hide()
        self._empty.setVisible(letter is None)
        waiting = draft and letter is not None and (letter.stage or 0) >= 3 and letter.status is LetterStatus.DRAFT
        self._approve.setVisible(waiting)
        self.set_title(_("Letter") if letter is None else f"{letter.account}  {label(STAGES, letter.stage)}")
        self._clear()
        if letter is not None:
            self._quiet = True
            self._stage.choose(str(letter.stage))
            self._locale.choose(letter.locale)
            self._quiet = False

    def show_preview(self, preview: Preview) -> None:
        """Show the pages, or why there are none."""
        if self._letter is None or preview.letter_id != self._letter.id:
            return
        self._quiet = True
        self._contact.set_entries(preview.contacts)
        self._contact.setEnabled(len(preview.contacts) > 1)
        if self._letter.contact_id:
            self._contact.choose(self._letter.contact_id)
        self._quiet = False
        self._clear()
        if preview.refused is not None:
            self._notice.set_text(render(preview.refused))
            self._notice.show()
        for number, picture in enumerate(preview.pages, start=1):
            self._pages.addWidget(Page(picture, _("Page {n} of the letter", n=number)))

    def _choose(self, change: DraftChange) -> None:
        if not self._quiet and self._letter is not None:
            self.changed.emit(change)

    def _clear(self) -> None:
        while (entry := self._pages.takeAt(0)) is not None:
            page = entry.widget()
            if isinstance(page, QWidget):
                page.hide()  # until it is deleted it would stand behind the new one
                page.deleteLater()
