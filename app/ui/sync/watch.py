"""A watched folder: offers the files that arrive there, once each, and never applies anything by itself.

Off until the collector names a folder. What lies there then is known; later files are offered as soon as they are no
longer written to, also those that came while the program did not run. An offer stands until it is answered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from app.errors import AppError
from app.ui.errors import sentence
from app.ui.tasks import Job, service
from app.ui.view import Desk

if TYPE_CHECKING:
    from app.services.sync.watch import Lying

_LOOK = service("app.services.sync.watch:look_into")
_FRESH = service("app.services.sync.watch:fresh")
#: Shared folders do not always say that something arrived: look again after so long, milliseconds.
_AGAIN: Final = 60_000
#: A file is offered when it stands unchanged for so long, milliseconds.
_REST: Final = 1_500
_SETTING: Final = "sync/watch"
_KNOWN: Final = "sync/watch/known"


@dataclass(frozen=True, slots=True)
class WatchSetting:
    """Whether, where, and which names."""

    on: bool = False
    folder: str = ""
    pattern: str = "*"


class FolderWatch(QObject):
    """Looks into the folder; ``offered`` says that there are other files to offer, or none any more."""

    offered = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._watcher = QFileSystemWatcher(self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self.look)
        self._watcher.directoryChanged.connect(lambda _folder: self._rest.start())
        self._again = QTimer(self)
        self._again.setInterval(_AGAIN)
        self._again.timeout.connect(self.look)
        self._seen: dict[str, str] = {}
        self._waiting: tuple[Lying, ...] = ()
        self.trouble: AppError | None = None
        self._job: Job | None = None
        self._behind = False
        self._begin(self._rest.start)

    @property
    def setting(self) -> WatchSetting:
        """What is watched."""
        kept = self._desk.memory.get(_SETTING, {})
        return WatchSetting(bool(kept.get("on")), str(kept.get("folder", "")), str(kept.get("pattern", "*")))

    def waiting(self) -> list[str]:
        """Return the files on offer."""
        return [one.path for one in self._waiting]

    def set(self, setting: WatchSetting) -> None:
        """Watch something else, or nothing; what lies in a folder when it is named is known."""
        before = self.setting
        kept = {"on": setting.on, "folder": setting.folder, "pattern": setting.pattern}
        self._desk.memory.put(_SETTING, kept)
        new = setting.on and (setting.folder, setting.pattern) != (before.folder, before.pattern)
        if new or (setting.on and not before.on):
            self._desk.memory.put(_KNOWN, None)
        self._begin(self.look)

    def look(self) -> None:
        """Look into the folder, off the window's thread and beside all other work: a share may not answer for long."""
        setting = self.setting
        if not (setting.on and setting.folder):
            return
        if self._job is not None and not _over(self._job):
            self._behind = True  # something arrived while a look was on its way
            return
        self._behind = False
        self._job = self._desk.runner.work(
            _LOOK,
            setting.folder,
            setting.pattern,
            label="",
            on_done=self._looked,
            on_failed=self._failed,
            owner=self,
            lane="watch",
        )

    def answer(self) -> None:
        """Take the offer as answered, whatever the answer was: these files are not offered again."""
        known = self._known()
        known.update({one.name: one.sign for one in self._waiting})
        self._desk.memory.put(_KNOWN, known)
        self._waiting = ()
        self._tell()

    def _begin(self, first_look: Callable[[], object]) -> None:
        """Watch what is set; at the start of the program the first look waits until the window stands."""
        setting = self.setting
        if self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())
        self._again.stop()
        if self._job is not None:  # what it finds is of the folder before
            self._job.cancel()
            self._job.drop()
        self._job, self._behind = None, False
        self._seen, self._waiting, self.trouble = {}, (), None
        if setting.on and setting.folder:
            self._watcher.addPath(setting.folder)
            self._again.start()
            first_look()
        self._tell()

    def _known(self) -> dict[str, Any]:
        return dict(self._desk.memory.get(_KNOWN) or {})

    def _failed(self, error: AppError) -> None:
        """Say that the folder cannot be looked into, once; what was known of it stays known."""
        told = self.trouble is not None and sentence(self.trouble) == sentence(error)
        self.trouble = error
        if not told:
            self._tell()

    def _looked(self, lying: tuple[Lying, ...]) -> None:
        """Offer what is new and at rest; a file that is still being written waits for the next look."""
        over, self.trouble = self.trouble is not None, None
        if self._desk.memory.get(_KNOWN) is None:
            self._desk.memory.put(_KNOWN, {one.name: one.sign for one in lying})
        known = self._known()
        here = {one.name for one in lying}
        if here and not known.keys() <= here:  # where nothing lies, a drive may not have been mounted
            self._desk.memory.put(_KNOWN, {name: sign for name, sign in known.items() if name in here})
        new = _FRESH(lying, known)
        rested = tuple(one for one in new if self._seen.get(one.name) == one.sign)
        self._seen = {one.name: one.sign for one in lying}
        if len(rested) < len(new) or self._behind:
            self._rest.start()
        if over or rested != self._waiting:
            self._waiting = rested
            self._tell()

    def _tell(self) -> None:
        self._desk.count("sync", len(self._waiting))
        self.offered.emit()


def _over(job: Job) -> bool:
    return job.future is not None and job.future.done()


def watch_of(desk: Desk) -> FolderWatch:
    """Return the desk's watch, made when it is first wanted; it stays when the window is built anew."""
    if not isinstance(desk.watch, FolderWatch):
        desk.watch = FolderWatch(desk)
    return desk.watch
