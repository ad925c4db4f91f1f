"""What can be done about files that were refused, beside doing what the sentence says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from app.errors import AppError
from app.i18n import Message, _, join_sentences, render
from app.ui.sync.session import SyncSession
from app.ui.view import View
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
    found: list[Offer] = []
    if error.code == "older_file":
        found.append((_("Take it as history"), session.insist))
    elif error.code == "list_empty" and path:
        found.append((_("Nothing stands open any more"), lambda: session.answer([(path, "--scope", "full")])))
        if len(session.paths) == 1:
            found.append((_("Read again"), session.look_again))
    elif error.code in _COLUMNS and path:
        found.append((_("Look at its columns"), lambda: open_columns(path)))
    elif session.paths:
        found.append((_("Read again"), session.look_again))
    if path and len(session.paths) > 1:
        found.append((_("Go on without it"), lambda: session.leave_out(path)))
    return found


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

    def focused(self) -> bool:
        """Tell whether the focus is on what is offered."""
        return self.banner is not None and self.banner.focused()

    def text(self) -> str:
        """Return what is said."""
        return "" if self.banner is None else self.banner.text()
