"""The people at the customer: whom to call, corrections beside what the file says, who is not to be called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from app.enums import ContactRole
from app.i18n import Message, _, msg
from app.services.calls.contacts import ContactFacts, check_facts
from app.services.labels import CONTACT_ROLES, label
from app.services.portfolio.account.rows import ContactRow
from app.ui.frame.memory import Memory
from app.ui.letters.preview import LANGUAGES
from app.ui.people import spoken
from app.ui.tables.columns import Column, Name
from app.ui.tables.table_panel import TablePanel, TableSpec
from app.ui.theme import Tone
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card
from app.ui.widgets.chip import ChipText
from app.ui.widgets.form import Choices, Form, TextLine

#: Fields of the editor that a file has too.
_FILE: Final[Mapping[str, Message]] = {
    "name": msg("Name"),
    "role": msg("Role"),
    "department": msg("Department"),
    "job_title": msg("Position"),
    "language": msg("Language"),
    "email": msg("E-mail"),
    "phone": msg("Phone"),
    "mobile": msg("Mobile"),
}
#: How somebody does not want to be reached.
_CLOSED: Final[Mapping[str, Message]] = {
    "email": msg("no e-mail"),
    "chat": msg("no chat"),
    "portal": msg("no portal"),
    "letter": msg("no post"),
}


class ContactsTab(QWidget):
    """The list with its editor.

    ``added`` carries ``ContactFacts``, ``corrected`` an id and facts, ``forbidden`` an id and whether calls are
    forbidden.
    """

    added = Signal(object)
    corrected = Signal(str, object)
    forbidden = Signal(str, bool)

    def __init__(self, memory: Memory) -> None:
        super().__init__()
        self._account_id = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        strip = QHBoxLayout()
        strip.setContentsMargins(12, 8, 12, 8)
        strip.setSpacing(8)
        self._add = Button(_("New contact"), icon="plus")
        self._edit = Button(_("Correct"), icon="edit")
        self._forbid = Button(_("Do not call"), icon="pause")
        self._write = Button(_("Write a mail"), icon="letter")
        for button, act in (
            (self._add, self.begin),
            (self._edit, self._begin_edit),
            (self._forbid, self._toggle),
            (self._write, self._mail),
        ):
            button.clicked.connect(lambda _on, do=act: do())
            strip.addWidget(button)
        strip.addStretch(1)
        column.addLayout(strip)
        self.editor = ContactEditor()
        self.editor.hide()
        self.editor.saved.connect(self._save)
        self.editor.left.connect(self._leave)
        column.addWidget(self.editor, 3)
        self.panel = TablePanel(contacts_spec(), memory)
        self.panel.setProperty("card", False)
        self.panel.opened.connect(lambda _row: self._begin_edit())
        self.panel.current_changed.connect(lambda _row: self._show_buttons())
        self.panel.set_row_menu(self._menu)
        self.panel.empty.add_action(_("New contact"), self.begin)
        column.addWidget(self.panel, 2)

    def show_contacts(self, account_id: str, contacts: Sequence[ContactRow]) -> None:
        """Show the people, those who are still there first."""
        if account_id != self._account_id:
            self.editor.hide()
        self._account_id = account_id
        self.panel.set_rows(contacts)
        self._show_buttons()

    def begin(self) -> None:
        """Open the editor for somebody new."""
        self.editor.begin(None)

    def saved(self) -> None:
        """Close the editor: the contact is stored."""
        self._leave()

    def _current(self) -> ContactRow | None:
        row = self.panel.view.current_row()
        return row if isinstance(row, ContactRow) else None

    def _begin_edit(self) -> None:
        if (row := self._current()) is not None:
            self.editor.begin(row)

    def _toggle(self) -> None:
        if (row := self._current()) is not None:
            self.forbidden.emit(row.id, not row.do_not_call)

    def _mail(self) -> None:
        row = self._current()
        if row is not None and row.email:
            QDesktopServices.openUrl(QUrl(f"mailto:{row.email}"))

    def _save(self, facts: ContactFacts, contact_id: str) -> None:
        if contact_id:
            self.corrected.emit(contact_id, facts)
        else:
            self.added.emit(facts)

    def _leave(self) -> None:
        self.editor.hide()
        self.panel.focus_rows()

    def _show_buttons(self) -> None:
        row = self._current()
        self._edit.setEnabled(row is not None)
        self._forbid.setEnabled(row is not None)
        self._forbid.set_word(_("May be called again") if row is not None and row.do_not_call else _("Do not call"))
        self._write.setEnabled(row is not None and bool(row.email))

    def _menu(self, row: ContactRow, menu: QMenu) -> None:
        menu.addAction(_("Correct"), lambda: self.editor.begin(row))
        word = _("May be called again") if row.do_not_call else _("Do not call")
        menu.addAction(word, lambda: self.forbidden.emit(row.id, not row.do_not_call))


class ContactEditor(Card):
    """One person in fields, the file's values beneath; ``saved`` carries the facts and the id, empty for a new one."""

    saved = Signal(object, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__((12, 8, 12, 10), 8)
        self._contact_id = ""
        self.form = Form(6)
        self._lines = {
            key: TextLine(limit=160)
            for key in ("name", "family", "given", "title", "department", "job_title", "email", "phone", "mobile")
        }
        self.role = Choices([("", "\u2013"), *((one.value, label(CONTACT_ROLES, one)) for one in ContactRole)])
        self.language = Choices([("", _("as the account")), *LANGUAGES.items()])
        self.do_not_call = QCheckBox(_("Do not call"))
        lines = self._lines
        self.form.add_pair(("name", _("Name"), lines["name"]), ("title", _("Title they asked for"), lines["title"]))
        self.form.add_pair(("family", _("Family name"), lines["family"]), ("given", _("Given name"), lines["given"]))
        self.form.add_pair(("role", _("Role"), self.role), ("department", _("Department"), lines["department"]))
        self.form.add_pair(("job_title", _("Position"), lines["job_title"]), ("language", _("Language"), self.language))
        self.form.add_pair(("phone", _("Phone"), lines["phone"]), ("mobile", _("Mobile"), lines["mobile"]))
        self.form.add("email", _("E-mail"), lines["email"])
        self.form.add_widget(self.do_not_call)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.form)
        self.form.setObjectName("clear")
        self.body.addWidget(area, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        leave, save = Button(_("Cancel")), Button(_("Save contact"), "primary")
        leave.clicked.connect(lambda _on: self.left.emit())
        save.clicked.connect(lambda _on: self.save())
        row.addWidget(leave)
        row.addWidget(save)
        self.body.addLayout(row)

    def begin(self, row: ContactRow | None) -> None:
        """Show a person, or an empty form."""
        self._contact_id = row.id if row is not None else ""
        for key, line in self._lines.items():
            line.setText((getattr(row, key) or "") if row is not None else "")
        self._choose(self.role, row.role if row is not None else "")
        self._choose(self.language, row.language if row is not None else "")
        self.do_not_call.setChecked(row is not None and row.do_not_call)
        self.form.show_errors({})
        self._show_file(dict(row.file_values) if row is not None else {}, row)
        self.show()
        self._lines["name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Check the fields and say what is known now."""
        texts = {key: line.text().strip() for key, line in self._lines.items()}
        facts = ContactFacts(
            role=self.role.code(), language=self.language.code(), do_not_call=self.do_not_call.isChecked(), **texts
        )
        errors = {key: str(error) for key, error in check_facts(facts).items()}
        self.form.show_errors(errors)
        if not errors:
            self.saved.emit(facts, self._contact_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.save()
        else:
            super().keyPressEvent(event)

    def _show_file(self, said: Mapping[str, str], row: ContactRow | None) -> None:
        """Say beneath each corrected field what the file has."""
        for key in _FILE:
            text = said.get(key)
            own = getattr(row, key) if row is not None else None
            differs = row is not None and row.corrected and text is not None and text != (own or "")
            self.form.note(key, _("The file says: {text}", text=text) if differs else "")

    def _choose(self, field: Choices, code: str | None) -> None:
        """Choose a code; one that is not on the list is added as it is."""
        if code and field.findData(code) < 0:
            field.addItem(code, code)
        field.setCurrentIndex(max(0, field.findData(code or "")))


def contacts_spec() -> TableSpec:
    """Return the list of people."""
    return TableSpec(
        "account.contacts",
        _("Contacts"),
        (
            Column("name", msg("Name"), _name, "name", stretch=True, width=190),
            Column("role", msg("Role"), lambda row: label(CONTACT_ROLES, row.role), width=110,
                   tone=lambda _row: "dim"),
            Column("phone", msg("Phone"), lambda row: row.phone or row.mobile or "", width=132),
            Column("email", msg("E-mail"), lambda row: row.email or "", width=190, tone=lambda _row: "dim"),
            Column("language", msg("Lang"), lambda row: row.language or "", width=56, tone=lambda _row: "dim"),
            Column("state", msg("State"), _state, "chips", width=150),
        ),
        lambda row: row.id,
        (_("No contacts yet"), _("Sync a customer file, or add the person you spoke to."), "people"),
        row_height=42,
        totals=False,
    )  # fmt: skip


def _name(row: ContactRow) -> Name:
    below = " \u00b7 ".join(part for part in (row.job_title, row.department) if part)
    return Name(spoken(row), below=below)


def _state(row: ContactRow) -> tuple[ChipText, ...]:
    found = []
    if row.do_not_call:
        found.append(ChipText(_("do not call"), "red"))
    found += [ChipText(label(_CLOSED, code), "amber") for code in row.closed_channels if code != "call"]
    if row.corrected:
        said = dict(row.file_values)
        hint = "\n".join(
            _("{what}: {answer}", what=label(_FILE, key), answer=text)
            for key, text in said.items()
            if text != (getattr(row, key, None) or "")
        )
        found.append(ChipText(_("corrected"), "violet", _("The file says: {text}", text=hint) if hint else ""))
    if not row.active:
        tone: Tone = "dim"
        found.append(ChipText(_("no longer in the file"), tone))
    return tuple(found)


def words_of(row: ContactRow) -> str:
    """Return a person as the call form lists them."""
    what = row.job_title or row.department or label(CONTACT_ROLES, row.role)
    return " \u00b7 ".join(part for part in (spoken(row), what) if part)
