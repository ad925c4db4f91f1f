"""Work off the window's thread: reads and writes on one store thread, long work beside it, answers on the window's.

The runner owns the signals and lives on the window's thread; the functions that run know nothing of Qt. An answer for a
view that is gone, or that has asked again in the meantime, is dropped; what a write touched is always told.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from importlib import import_module
from typing import Any, Final, Protocol

import shiboken6
from PySide6.QtCore import QObject, Signal, Slot

from app.errors import AppError
from app.progress import Cancelled
from app.services.changes import ChangeSet
from app.ui.events import Events

#: Seconds between two progress messages: more would only keep the window busy.
_TICK: Final = 0.08

Done = Callable[[Any], object]
Failed = Callable[[AppError], object]


def service(name: str) -> Callable[..., Any]:
    """Return a service function that is imported when it first runs, on the thread that runs it.

    Loading SQLAlchemy takes longer than showing the window; what the first view needs is named this way, as
    ``package.module:function``, so that the window stands before it is loaded.
    """
    module, function = name.split(":")

    def call(*args: Any, **kwargs: Any) -> Any:
        return getattr(import_module(module), function)(*args, **kwargs)

    return call


class StoreLike(Protocol):
    """What the runner needs of ``app.services.unit_of_work.Store``."""

    def read(self) -> AbstractContextManager[Any]:
        """Give a session on one snapshot."""
        ...

    def write(self, initiator: str = "") -> AbstractContextManager[Any]:
        """Give a unit of work."""
        ...


class Job:
    """One piece of work on its way.

    Attributes:
        label: what the status bar calls it; empty for short work that is not shown.
        done: steps done, as last told.
        total: steps in all, 0 while unknown.
        note: what is being done right now, as last told by the work.
    """

    def __init__(self, run: Callable[[], Any], on_done: Done | None, on_failed: Failed | None, label: str) -> None:
        self.run = run
        self.on_done = on_done
        self.on_failed = on_failed
        self.on_cancelled: Callable[[], object] | None = None
        self.label = label
        self.done = 0
        self.total = 0
        self.note = ""
        self.changes: ChangeSet | None = None
        self.owner: QObject | None = None
        self.future: Future[Any] | None = None
        self._stop = threading.Event()
        self._dropped = False
        self._told = 0.0

    def cancel(self) -> None:
        """Ask the work to stop; nothing of it remains, and ``on_cancelled`` is called when it has."""
        self._stop.set()

    def drop(self) -> None:
        """Let the work end without anyone hearing its answer."""
        self._dropped = True

    @property
    def cancelling(self) -> bool:
        """Tell whether it was asked to stop."""
        return self._stop.is_set()

    def wanted(self) -> bool:
        """Tell whether somebody still waits for the answer."""
        return not self._dropped and (self.owner is None or shiboken6.isValid(self.owner))

    def stop_if_asked(self) -> None:
        """Raise ``Cancelled`` when the user wants the work to stop."""
        if self._stop.is_set():
            raise Cancelled

    def due(self, done: int, total: int) -> bool:
        """Tell whether it is time to show progress again; the last step always is."""
        now = time.monotonic()
        if now - self._told < _TICK and done < total:
            return False
        self._told = now
        return True


class Runner(QObject):
    """Runs service functions off the window's thread and brings their answers back.

    ``read`` and ``write`` run one after the other on the store thread; ``work`` runs long work on a second thread, or
    on one of its own where another lane is named, and opens its own transactions through the store it is given.
    Signals: ``started``, ``progressed`` and ``ended`` carry jobs that have a label; ``failed`` carries an ``AppError``
    nobody else handles; ``defect`` any other exception.
    """

    started = Signal(object)
    progressed = Signal(object)
    ended = Signal(object)
    failed = Signal(object)
    defect = Signal(object)
    _finished = Signal(object)
    _progress = Signal(object, object, object, str)

    def __init__(self, store: StoreLike, events: Events) -> None:
        super().__init__()
        self._store = store
        self._events = events
        self._lanes: dict[str, ThreadPoolExecutor] = {}
        self._latest: dict[tuple[int, str], Job] = {}
        self._jobs: set[Job] = set()
        self._closed = False
        self._finished.connect(self._deliver)
        self._progress.connect(self._show_progress)

    def read(
        self,
        fn: Callable[..., Any],
        *args: Any,
        on_done: Done,
        owner: QObject | None = None,
        on_failed: Failed | None = None,
        slot: str = "",
    ) -> Job:
        """Run ``fn(session, *args)`` on one snapshot.

        Args:
            fn: a reading service function that returns frozen rows.
            *args: its further arguments; values, never widgets.
            on_done: called with the answer on the window's thread.
            owner: the widget that asks; when it is gone the answer is dropped.
            on_failed: called with a known error instead of the banner over the view.
            slot: name of the question; a later question of the same owner and slot drops this answer.
        """

        def run() -> Any:
            with self._store.read() as session:
                return fn(session, *args)

        job = Job(run, on_done, on_failed, "")
        return self._submit("store", job, owner, slot)

    def write(
        self,
        fn: Callable[..., Any],
        *args: Any,
        on_done: Done | None = None,
        owner: QObject | None = None,
        on_failed: Failed | None = None,
        initiator: str = "",
    ) -> Job:
        """Run ``fn(uow, *args)`` as one transaction, broadcast what it touched, then call ``on_done`` with its answer.

        Whatever ``fn`` raises rolls everything back. ``initiator`` travels in the ``ChangeSet``: the id of the view.
        """

        def run() -> Any:
            with self._store.write(initiator) as uow:
                answer = fn(uow, *args)
                job.changes = uow.collector.freeze() if uow.committed else uow.commit()
                return answer

        job = Job(run, on_done, on_failed, "")
        return self._submit("store", job, owner, "")

    def work(
        self,
        fn: Callable[..., Any],
        *args: Any,
        label: str,
        on_done: Done | None = None,
        owner: QObject | None = None,
        on_failed: Failed | None = None,
        on_cancelled: Callable[[], object] | None = None,
        lane: str = "work",
    ) -> Job:
        """Run long work ``fn(store, *args, progress=...)`` with progress and cancel in the status bar.

        ``fn`` opens its own transactions through ``store`` and gives back a ``ChangeSet``, or an answer with a
        ``changes`` attribute, when it wrote something. What may hang for long has a ``lane`` of its own.
        """

        def progress(done: int, total: int, note: str) -> None:
            job.stop_if_asked()
            if job.due(done, total):
                self._progress.emit(job, done, total, note)

        def run() -> Any:
            job.stop_if_asked()
            answer = fn(self._store, *args, progress=progress)
            found = answer if isinstance(answer, ChangeSet) else getattr(answer, "changes", None)
            job.changes = found if isinstance(found, ChangeSet) else None
            return answer

        job = Job(run, on_done, on_failed, label)
        job.on_cancelled = on_cancelled
        return self._submit(lane, job, owner, "")

    def busy(self) -> bool:
        """Tell whether anything is on its way."""
        return bool(self._jobs)

    def close(self) -> None:
        """Cancel long work, finish what is being written, end the threads; nothing is accepted any more."""
        self._closed = True
        for job in self._jobs:
            job.cancel()
            job.drop()
        for lane in self._lanes.values():
            lane.shutdown(wait=True, cancel_futures=False)
        self._lanes.clear()

    def _submit(self, lane: str, job: Job, owner: QObject | None, slot: str) -> Job:
        job.owner = owner
        if slot:
            key = (id(owner), slot)
            if (earlier := self._latest.get(key)) is not None:
                earlier.drop()
            self._latest[key] = job
        self._jobs.add(job)
        if job.label:
            self.started.emit(job)
        if not self._closed:
            self._start(lane, job)
        return job

    def _start(self, lane: str, job: Job) -> None:
        """Put a job on its thread; the answer comes back through a queued signal."""
        pool = self._lanes.get(lane)
        if pool is None:
            pool = self._lanes[lane] = ThreadPoolExecutor(max_workers=1, thread_name_prefix=lane)
        job.future = pool.submit(job.run)
        job.future.add_done_callback(lambda _future: self._finished.emit(job))

    @Slot(object)
    def _deliver(self, job: Job) -> None:
        """Bring an answer to whoever still wants it, on the window's thread."""
        self._jobs.discard(job)
        for key in [key for key, latest in self._latest.items() if latest is job]:
            del self._latest[key]
        if job.label:
            self.ended.emit(job)
        if self._closed or job.future is None:
            return
        error = job.future.exception()
        if error is None:
            if job.changes is not None:
                self._events.tell(job.changes)
            if job.on_done is not None and job.wanted():
                job.on_done(job.future.result())
        elif isinstance(error, Cancelled):
            if job.on_cancelled is not None and job.wanted():
                job.on_cancelled()
        elif isinstance(error, AppError):
            self._tell_failure(job, error)
        else:
            self.defect.emit(error)

    def _tell_failure(self, job: Job, error: AppError) -> None:
        if job.on_failed is not None and job.wanted():
            job.on_failed(error)
        elif job.wanted():
            self.failed.emit(error)

    @Slot(object, object, object, str)
    def _show_progress(self, job: Job, done: int, total: int, note: str) -> None:
        job.done, job.total, job.note = done, total, note
        self.progressed.emit(job)


class InlineRunner(Runner):
    """The runner's twin for tests and screenshots: the work is done before the call returns, on the caller's thread.

    A defect is raised where it happened instead of being reported.
    """

    def _start(self, lane: str, job: Job) -> None:
        job.future = Future()
        try:
            job.future.set_result(job.run())
        except (AppError, Cancelled) as error:
            job.future.set_exception(error)
        self._deliver(job)
