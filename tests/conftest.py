"""What every test may ask for: an encrypted store made by the migrations, a clock that stands still, no real screen.

The environment is set before Qt, keyring or the program is imported: tests never touch the screen, the keyring or
the folders of whoever runs them.
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

_HOME = tempfile.mkdtemp(prefix="desk-home-")
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
for _name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
    os.environ[_name] = str(Path(_HOME, _name.lower()))
for _name in ("COLLECTIONS_DESK_STORE", "COLLECTIONS_DESK_PASSPHRASE", "DISPLAY", "WAYLAND_DISPLAY"):
    os.environ.pop(_name, None)

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine

from app import i18n
from app.clock import FixedClock
from app.models import engine as engines
from app.models.engine import open_engine
from app.models.migrations import upgrade
from app.services import security
from app.services.sync.reading import spare
from app.services.unit_of_work import Store
from tests import reading_server
from tests.keyring_session import KeyringSession
from tests.read_only import read_only

#: The raw key of every test store.
KEY = bytes(range(32))
#: Friday 30 October 2026, 09:30 in Tokyo.
MOMENT = datetime(2026, 10, 30, 0, 30, tzinfo=UTC)

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("house")


def pytest_sessionfinish() -> None:
    """Remove the folder that stood in for the user's home."""
    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Every test starts and ends with the interface in English."""
    i18n.set_language("en")
    yield
    i18n.set_language("en")


@pytest.fixture(scope="session", autouse=True)
def _reading_server() -> Iterator[None]:
    """Reading processes do not import everything anew for every file of every test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spare, "_METHOD", reading_server.method())
        yield
        spare.SPARE.drop()


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    """Each statement is compiled once for all stores, as the program does for the one that it has open."""
    make = engines.create_engine
    first: list[Engine] = []

    def sharing(*args: object, **options: object) -> Engine:
        made = make(*args, **options)
        if not first:
            first.append(made)
        made.dialect, made._compiled_cache = first[0].dialect, first[0]._compiled_cache
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "create_engine", sharing)
        yield


@pytest.fixture(scope="session", autouse=True)
def _stretched_once() -> Iterator[None]:
    """Each passphrase is stretched with each salt once: it is made to take long, and a copied store has both alike."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(security, "_stretch", functools.cache(security._stretch))
        yield


@pytest.fixture
def started_anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Reading processes are started as the program starts them."""
    spare.SPARE.drop()
    monkeypatch.setattr(spare, "_METHOD", reading_server.OF_THE_PROGRAM)
    yield
    spare.SPARE.drop()


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands at ``MOMENT`` until the test moves it."""
    return FixedClock(MOMENT)


@pytest.fixture(scope="session")
def store_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store at the newest revision, made by the migrations once per session."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    engine = open_engine(path, KEY)
    upgrade(engine)
    engine.dispose()  # the last connection folds the WAL into the file
    return path


@pytest.fixture
def store_path(tmp_path: Path, store_template: Path) -> Path:
    """A fresh copy of the template, closed."""
    return Path(shutil.copyfile(store_template, tmp_path / "desk.db"))


@pytest.fixture
def store(store_path: Path, clock: FixedClock) -> Iterator[Store]:
    """An open store on a fresh copy of the template."""
    opened = Store(open_engine(store_path, KEY), clock, store_path, KEY)
    yield opened
    opened.close()


@pytest.fixture
def keyring_session(tmp_path: Path) -> KeyringSession:
    """A real keyring service for programs the test starts."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    return KeyringSession(home)


@pytest.fixture
def frozen_folder(request: pytest.FixtureRequest) -> Iterator[Callable[[], Path]]:
    """Make a folder read-only, also for root, who gives up the right to write anywhere until the test ends.

    The test fills ``folder`` first, then calls the fixture; what it needs must be imported by then, because whoever
    runs the test may not reach the interpreter's files afterwards.
    """
    folder = Path(tempfile.mkdtemp(prefix="desk-frozen-"))
    folder.chmod(0o755)
    frozen = contextlib.ExitStack()

    def freeze() -> Path:
        frozen.enter_context(read_only(folder))
        return folder

    freeze.folder = folder  # type: ignore[attr-defined]
    yield freeze
    frozen.close()
    shutil.rmtree(folder, ignore_errors=True)
