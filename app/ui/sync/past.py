"""What can be done with the imports there were: take the newest back, read its files again, export what it rejected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from app.i18n import _, ngettext
from app.services.sync.desk import SyncPage
from app.services.sync.telling.history import RunRow
from app.services.sync.telling.news import some
from app.services.sync.writing.undo import UndoResult
from app.ui.errors import confirm_loss
from app.ui.sync.leftout import export_rejected
from app.ui.sync.session import SyncSession
from app.ui.tables.columns import default_text
from app.ui.view import View


class Past:
    """The history as the room acts on it; ``page`` is what was last loaded, None before."""

    def __init__(self, view: View, session: SyncSession, take: Callable[[Sequence[str]], object]) -> None:
        self._view = view
        self._session = session
        self._take = take
        self.page: SyncPage | None = None
        session.undone.connect(self._undone)

    @property
    def can_undo(self) -> bool:
        """Tell whether there is a sync that can be taken back."""
        return self.page is not None and any(run.can_undo for run in self.page.runs)

    @property
    def can_repeat(self) -> bool:
        """Tell whether there are files to be read again."""
        return self.page is not None and bool(self.page.again)

    def again(self) -> None:
        """Preview the files of the newest sync once more."""
        if self.page is not None and self.page.again:
            self._take(self.page.again)
        else:
            self._view.desk.tell(_("There is no earlier sync whose files could be read again."), "amber")

    def undo(self) -> None:
        """Ask, and take the newest sync back."""
        newest = () if self.page is None else tuple(run for run in self.page.runs if run.can_undo)
        if not newest:
            return
        stays = _("Calls, promises and notes stay. Promises are judged again.")
        text = "\n\n".join((taken(newest, self._view.desk.zone), stays))
        if confirm_loss(self._view, _("Take the newest sync back?"), text, _("Take back")):
            self._session.take_back()

    def export(self, row: RunRow) -> None:
        """Write the rejected rows of a past run as they stand in its file."""
        export_rejected(self._view.desk, self._view, [(str(Path(row.folder) / row.report.file), row.report)])

    def _undone(self, result: UndoResult) -> None:
        self._view.desk.tell(_("Taken back: {files}.", files=some([run.file for run in result.runs])))
        self._view.focus_first()
        self._view.load()


def taken(newest: Sequence[RunRow], zone: str) -> str:
    """Say which sync would be taken back."""
    when = default_text("moment", newest[0].at.astimezone(ZoneInfo(zone)))
    return ngettext(
        "The sync of {when} is taken back: {files}.",
        "The sync of {when} is taken back, all {n} files of it: {files}.",
        len(newest),
        when=when,
        files=some([run.report.file for run in newest]),
    )
