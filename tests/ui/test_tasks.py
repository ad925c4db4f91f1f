"""Work off the window's thread: answers, failures, cancelling, what is told and what is dropped."""

import threading

import pytest
from PySide6.QtCore import QObject, QThread

from app.errors import RefusedError
from app.i18n import msg
from app.progress import Cancelled
from app.services.changes import ChangeSet
from app.services.preferences import get_setting, put_setting
from app.ui.events import Events
from app.ui.tasks import InlineRunner, Runner


@pytest.fixture
def events(qapp):
    return Events()


@pytest.fixture
def runner(store, events):
    made = Runner(store, events)
    yield made
    made.close()


def keep(uow, clock_day, value):
    put_setting(uow, "test.value", value, clock_day)
    uow.touch("accounts", "A1")
    return value


def test_a_read_answers_on_the_windows_thread(qtbot, runner):
    answers = []

    def ask(_session, number):
        return number, threading.current_thread() is threading.main_thread()

    runner.read(ask, 7, on_done=lambda answer: answers.append((answer, QThread.currentThread() is runner.thread())))
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [((7, False), True)]
    assert not runner.busy()


def test_a_write_tells_what_it_touched_and_who_began(qtbot, runner, events, store, clock):
    told, answers = [], []
    events.changed.connect(told.append)
    runner.write(keep, clock.today("UTC"), 5, on_done=answers.append, initiator="calls")
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [5]
    assert told[0].accounts == frozenset({"A1"})
    assert told[0].initiator == "calls"
    with store.read() as session:
        assert get_setting(session, "test.value") == 5


def test_a_refused_write_leaves_nothing(qtbot, runner, events, store, clock):
    told, failures = [], []
    events.changed.connect(told.append)

    def refuse(uow, day):
        keep(uow, day, 9)
        raise RefusedError("no", msg("No."))

    runner.write(refuse, clock.today("UTC"), on_failed=failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert failures[0].code == "no"
    assert not told
    with store.read() as session:
        assert get_setting(session, "test.value") is None


def test_an_error_nobody_handles_goes_to_the_window(qtbot, runner):
    def refuse(_session):
        raise RefusedError("no", msg("No."))

    with qtbot.waitSignal(runner.failed) as caught:
        runner.read(refuse, on_done=lambda _answer: None)
    assert caught.args[0].code == "no"


def test_a_defect_is_reported_not_swallowed(qtbot, runner):
    def broken(_session):
        raise ZeroDivisionError

    with qtbot.waitSignal(runner.defect) as caught:
        runner.read(broken, on_done=lambda _answer: None)
    assert isinstance(caught.args[0], ZeroDivisionError)


def test_a_late_answer_is_dropped(qtbot, runner):
    answers, gate, owner = [], threading.Event(), QObject()

    def slow(_session, value):
        gate.wait(5)
        return value

    runner.read(slow, "old", on_done=answers.append, owner=owner, slot="rows")
    runner.read(slow, "new", on_done=answers.append, owner=owner, slot="rows")
    runner.read(slow, "other question", on_done=answers.append, owner=owner, slot="totals")
    gate.set()
    qtbot.waitUntil(lambda: not runner.busy())
    assert answers == ["new", "other question"]


def test_an_answer_for_a_view_that_is_gone_is_dropped_but_its_change_is_told(qtbot, runner, events, clock):
    answers, told, gate = [], [], threading.Event()
    events.changed.connect(told.append)
    owner = QObject()

    def slow(uow, day):
        gate.wait(5)
        return keep(uow, day, 1)

    runner.write(slow, clock.today("UTC"), on_done=answers.append, owner=owner)
    owner.deleteLater()
    qtbot.waitUntil(lambda: gone(owner))
    gate.set()
    qtbot.waitUntil(lambda: not runner.busy())
    assert told
    assert not answers


def gone(thing):
    import shiboken6

    return not shiboken6.isValid(thing)


def test_long_work_tells_its_progress_and_can_be_cancelled(qtbot, runner):
    seen, cancelled = [], []
    half = threading.Event()

    def work(_store, steps, progress):
        for step in range(steps):
            progress(step, steps, "letters")
            if step == 3:
                half.set()
                assert stop.wait(5)
        return steps

    stop = threading.Event()
    runner.progressed.connect(lambda job: seen.append((job.done, job.total, job.note)))
    job = runner.work(work, 10, label="Letters", on_cancelled=lambda: cancelled.append(True))
    qtbot.waitUntil(half.is_set)
    job.cancel()
    stop.set()
    qtbot.waitUntil(lambda: bool(cancelled))
    assert seen[0] == (0, 10, "letters")
    assert isinstance(job.future.exception(), Cancelled)


def test_long_work_tells_what_it_changed(qtbot, runner, events):
    with qtbot.waitSignal(events.changed) as caught:
        runner.work(lambda _store, progress: ChangeSet(everything=True, initiator="sync"), label="Sync")
    assert caught.args[0].everything


def test_reads_do_not_wait_for_long_work(qtbot, runner):
    gate, answers = threading.Event(), []
    runner.work(lambda _store, progress: gate.wait(5), label="Sync")
    runner.read(lambda _session: 1, on_done=answers.append)
    qtbot.waitUntil(lambda: answers == [1])
    gate.set()
    qtbot.waitUntil(lambda: not runner.busy())


def test_nothing_is_accepted_after_closing(store, events):
    runner = Runner(store, events)
    runner.close()
    answers = []
    runner.read(lambda _session: 1, on_done=answers.append)
    assert not answers


def test_the_inline_twin_answers_before_it_returns(store, events, clock):
    runner, answers, failures = InlineRunner(store, events), [], []
    runner.write(keep, clock.today("UTC"), 3, on_done=answers.append)
    runner.read(lambda session: get_setting(session, "test.value"), on_done=answers.append)
    assert answers == [3, 3]

    def refuse(_session):
        raise RefusedError("no", msg("No."))

    runner.read(refuse, on_done=answers.append, on_failed=failures.append)
    assert failures[0].code == "no"
    with pytest.raises(ZeroDivisionError):
        runner.read(lambda _session: 1 // 0, on_done=answers.append)


def test_three_thousand_signals_do_not_hurt(runner):
    told = []
    runner.progressed.connect(told.append)
    for _turn in range(3000):
        runner.progressed.emit(True)
    assert len(told) == 3000
