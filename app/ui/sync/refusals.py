"""What can be done about files that were refused, beside doing what the sentence says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.errors import AppError
from app.i18n import Message, _, join_sentences, render
from app.services.sync.request import FileRefusal
from app.ui.sync.session import SyncSession
from app.ui.sync.words import told_apart
from app.ui.view import View
from app.ui.widgets.button import Button
from app.ui.widgets.card import label
from app.ui.widgets.notices import Banner

#: Refusals that other columns, another kind, sheet or row of headings would mend.
_COLUMNS: Final = frozenset(
    {
        "columns_missing",
        "no_columns",
        "no_table",
        "nothing_open",
        "nothing_readable",
        "payment_note",
        "several_tables",
        "sheet_missing",
        "wrong_kind",
    }
)
#: Refusals of the place where files were looked for: there is none yet.
_NO_FILES: Final = frozenset({"folder_empty", "folder_unreadable"})

Offer = tuple[str, Callable[[], object]]


def told(error: AppError) -> str:
    """Return what is wrong and where; what to do on a command line is left out: here buttons say it."""
    do = None if error.do is not None and "--" in render(error.do) else error.do
    return join_sentences((error.message, error.where, do))


def offers(error: AppError, session: SyncSession, open_columns: Callable[[str], object]) -> list[Offer]:
    """Return at most two things to do, as words and handlers."""
    if error.code in _NO_FILES:
        return []
    path = path_of(error, session.paths)
    found = _mends(error, path, session, open_columns)
    if session.paths and (not found or (error.code == "list_empty" and len(session.paths) == 1)):
        found.append((_("Read again"), session.look_again))
    return found + _without(path, session)


def _mends(error: AppError, path: str, session: SyncSession, open_columns: Callable[[str], object]) -> list[Offer]:
    """Return what would have a file be read after all, without the file being changed."""
    if error.code == "older_file":
        return [(_("Take it as history"), session.insist)]
    if error.code == "list_empty" and path:
        return [(_("Nothing stands open any more"), lambda: session.answer([(path, "--scope", "full")]))]
    if error.code in _COLUMNS and path:
        return [(_("Look at its columns"), lambda: open_columns(path))]
    return []


def _without(path: str, session: SyncSession) -> list[Offer]:
    return [(_("Go on without it"), lambda: session.leave_out(path))] if path and len(session.paths) > 1 else []


def path_of(error: AppError, paths: Sequence[str]) -> str:
    """Return which of the files an error is about; empty where it does not say, or where two have that name."""
    if len(paths) == 1:
        return paths[0]
    named = {str(value) for value in _values(error.where)} | {str(value) for value in _values(error.message)}
    found = [path for path in paths if Path(path).name in named]
    return found[0] if len(found) == 1 else ""


def _values(message: Message | None) -> list[object]:
    """Return the values in a sentence, and in the sentences within it."""
    values = [] if message is None else [value for _key, value in message.params]
    return [one for value in values for one in (_values(value) if isinstance(value, Message) else [value])]


class Refused:
    """The banner over a view that says why files were refused, with what can be done."""

    def __init__(self, view: View, session: SyncSession, open_columns: Callable[[str], object]) -> None:
        self._view = view
        self._session = session
        self._open_columns = open_columns
        self.banner: Banner | None = None

    def say(self, error: AppError | None) -> None:
        """Say what is wrong, or with None nothing any more."""
        if self.banner is not None:
            self.banner.hide()
            self.banner.deleteLater()
            self.banner = None
        if error is not None:
            self.banner = self._view.banner(told(error), "red")
            for word, handler in offers(error, self._session, self._open_columns):
                self.banner.add_action(word, handler)

    def files(self, refused: Sequence[FileRefusal]) -> RefusedFiles | None:
        """Return what stands among the questions for several files that are refused; None for none."""
        return RefusedFiles(refused, self._session, self._open_columns) if refused else None

    def focused(self) -> bool:
        """Tell whether the focus is on what is offered."""
        return self.banner is not None and self.banner.focused()

    def text(self) -> str:
        """Return what is said."""
        return "" if self.banner is None else self.banner.text()


class RefusedFiles(QWidget):
    """Several files that are refused, under each other: why, and what can be done about each, or about all of them."""

    def __init__(
        self, refused: Sequence[FileRefusal], session: SyncSession, open_columns: Callable[[str], object]
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(9)
        paths = list(dict.fromkeys(one.path for one in refused))
        self._said = _("{n} of {all} files cannot be read.", n=len(paths), all=len(session.paths))
        column.addWidget(label(self._said, weight=600, wrap=True))
        all_of_them: list[Offer] = [(_("Read again"), session.look_again)]
        if len(paths) < len(session.paths):
            all_of_them.append((_("Go on without them"), lambda: session.leave_out(*paths)))
        column.addLayout(_buttons(all_of_them))
        names = told_apart(session.paths)
        for one in refused:
            offered = [*_mends(one.error, one.path, session, open_columns), *_without(one.path, session)]
            words = QVBoxLayout()
            words.setContentsMargins(0, 6, 0, 0)
            words.setSpacing(3)
            words.addWidget(label(names.get(one.path, one.path), weight=500, wrap=True))
            words.addWidget(label(told(one.error), role="dim", wrap=True))
            column.addLayout(words)
            column.addLayout(_buttons(offered))

    def text(self) -> str:
        """Return what is said of them all."""
        return self._said


def _buttons(offered: Sequence[Offer]) -> QHBoxLayout:
    """Return buttons side by side, from the left."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for word, handler in offered:
        button = Button(word)
        button.clicked.connect(lambda _checked=False, act=handler: act())
        row.addWidget(button)
    row.addStretch(1)
    return row
