"""The process that reads a file: parse, judge and type there, so that only typed rows cross to the program.

A parser of foreign formats may abort on a file that somebody damaged; here it takes only this process with it. What is
sent back are plain tuples: ``("phase", name)``, ``("table", FileTable)``, ``("rows", kind, columns)``, ``("end",)``,
``("same", cells)``, ``("refused", …)``, ``("questions", …)`` and ``("defect", traceback, places)``.
"""

from __future__ import annotations

import gc
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from app.errors import RefusedError, UndecidedError, UsageError
from app.services.sync.bank.model import FORMATS as STATEMENTS
from app.services.sync.bank.model import no_columns
from app.services.sync.files.grid import Book, Grid
from app.services.sync.files.zipscan import SheetFacts
from app.services.sync.model import CHUNK_ROWS, FileTable, QuestionsError, ReadOptions

READING: Final = "reading"
JUDGING: Final = "judging"
#: Address space of the process where the system can limit it: a runaway parser fails here and nowhere else.
_MEMORY: Final = 6 * 1024**3


class Task(Enum):
    """What is to be done with a file: read it, tell what reading it would come to, or give some rows as they stand."""

    READ = "read"
    LOOK = "look"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Order:
    """What the process is to do.

    Attributes:
        sheets: the guard's facts, None: they follow when the guard is done.
        rows: of the sheet that the options name, by their numbers as Excel shows them; for ``Task.ROWS``.
    """

    path: str
    name: str
    container: str
    sheets: Mapping[str, SheetFacts] | None
    options: ReadOptions
    task: Task = Task.READ
    rows: tuple[int, ...] = ()


class _Awaited(Mapping[str, SheetFacts]):
    """The guard's facts, which are on their way while the file is already parsed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def settled(self) -> bool:
        """Take them from the pipe though nobody asked for them: behind them comes another order.

        Returns:
            False if they never come: the program is gone, or the guard has refused the file.
        """
        try:
            return self._facts is not None
        except EOFError:
            return False

    @cached_property
    def _facts(self) -> Mapping[str, SheetFacts]:
        facts: Mapping[str, SheetFacts] = self._connection.recv()
        return facts

    def __getitem__(self, name: str) -> SheetFacts:
        """Return what is known of a sheet."""
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        """Give the sheets."""
        return iter(self._facts)

    def __len__(self) -> int:
        """Count the sheets."""
        return len(self._facts)


class _Telling:
    """Tells the program of an error nobody expected before the process ends."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        """Nothing to open."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Send the traceback; the process then ends by itself."""
        if error is None or isinstance(error, (BrokenPipeError, KeyboardInterrupt)):
            return error is not None
        from app.services.defects import places

        told = "".join(traceback.format_exception(kind, error, trace))
        self._connection.send(("defect", told, list(places(error))))
        return True


def main(connection: Connection) -> None:
    """Read one file after another until the program closes the pipe; runs as the main function of a spawned process.

    Small files are read by one process, so what each has left behind is collected between them and not while one is
    read.
    """
    gc.disable()
    with _Telling(connection):
        threading.Thread(target=_warm_up, name="sync-warm-up").start()
        while (order := _next(connection)) is not None:
            _limit_memory()
            awaited = _Awaited(connection)
            _answer(connection, order, awaited if order.sheets is None else order.sheets)
            if order.sheets is None and not awaited.settled():
                return
            gc.collect()


def _next(connection: Connection) -> Order | None:
    """Wait for an order; None when there will be none any more."""
    try:
        order: Order = connection.recv()
    except EOFError:
        return None
    return order


def _warm_up() -> None:
    """Import and load what judging needs while the file is looked at and parsed."""
    from app.services.sync.layouts.headings import known
    from app.services.sync.layouts.tomlfile import shipped
    from app.services.sync.reading import judging  # noqa: F401
    from app.services.sync.tables import items  # noqa: F401
    from app.services.sync.values.places import country_code

    shipped()
    known()
    country_code("GB")


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _answer(connection: Connection, order: Order, facts: Mapping[str, SheetFacts]) -> None:
    """Read, judge and send; refusals travel as their parts."""
    from app.services.sync.answers import SeveralSheetsError
    from app.services.sync.files import refusals
    from app.services.sync.files.encodings import OtherEncodingError
    from app.services.sync.files.grid import DamagedError, PasswordError

    try:
        _DOING[order.task](connection, order, facts)
    except SeveralSheetsError as error:
        connection.send(("sheets", error.names, error.notices))
    except QuestionsError as error:
        connection.send(("questions", error.questions))
    except UndecidedError:
        raise
    except (RefusedError, UsageError) as error:
        connection.send(("refused", type(error), error.code, error.message, error.where, error.do))
    except DamagedError:
        _refuse(connection, refusals.damaged(Path(order.name)))
    except PasswordError:
        _refuse(connection, refusals.encrypted(Path(order.name)))
    except OtherEncodingError as error:
        _refuse(connection, refusals.not_in(Path(order.name), error.encoding, error.line))


def _refuse(connection: Connection, refusal: RefusedError) -> None:
    connection.send(("refused", RefusedError, refusal.code, refusal.message, refusal.where, refusal.do))


@contextmanager
def _parsing(connection: Connection) -> Iterator[None]:
    """Tell that a file's own parser works: an error nobody expected is then the file's, before and after it is ours."""
    connection.send(("phase", READING))
    yield
    connection.send(("phase", JUDGING))


def _open(connection: Connection, order: Order, facts: Mapping[str, SheetFacts]) -> Book:
    """Open the file; its sheets are parsed as they are asked for."""
    from app.services.sync.files.opening import open_book

    with _parsing(connection):
        book = open_book(Path(order.path), order.container, facts, order.options.encoding)
    return _told(connection, book)


def _told(connection: Connection, book: Book) -> Book:
    """Return a book that tells the program whenever its file's own parser works."""

    def load(name: str) -> Grid:
        with _parsing(connection):
            return book.load(name)

    if (other := book.again) is None:
        return replace(book, load=load)

    def again(encoding: str) -> Book:
        with _parsing(connection):
            opened = other(encoding)
        return _told(connection, opened)

    return replace(book, load=load, again=again)


def _look(connection: Connection, order: Order, facts: Mapping[str, SheetFacts]) -> None:
    from app.services.sync.reading.look import look

    if order.container in STATEMENTS:
        raise no_columns(order.name)
    sketch = look(_open(connection, order, facts), order.options, order.name)
    error = sketch.refusal
    parts = None if error is None else (type(error), error.code, error.message, error.where, error.do)
    connection.send(("sketch", replace(sketch, refusal=None), parts))


def _rows(connection: Connection, order: Order, facts: Mapping[str, SheetFacts]) -> None:
    """Send some rows as they stand in the file; a bank's statement has none."""
    if order.container in STATEMENTS:
        connection.send(("cells", {}))
        return
    book = _open(connection, order, facts)
    grid = book.load(order.options.sheet if order.options.sheet in book.names else book.names[0])
    cells = {number: list(grid.row(number - 1)) for number in order.rows if 0 < number <= grid.height}
    for (row, column), shows in grid.errors.items():
        if row + 1 in cells:
            cells[row + 1] += [""] * (column + 1 - len(cells[row + 1]))  # an error may stand right of all values
            cells[row + 1][column] = shows
    connection.send(("cells", cells))


def _read(connection: Connection, order: Order, facts: Mapping[str, SheetFacts]) -> None:
    if order.container in STATEMENTS:
        from app.services.sync.bank.receipts import read_statement

        with _parsing(connection):
            data = Path(order.path).read_bytes()
        _send(connection, *read_statement(data, order.container, order.name, order.options))
        return
    prints: dict[str, bytes] = {}
    _judge(connection, order, _begun(_open(connection, order, facts), order.options.sheet, prints), prints)


def _judge(connection: Connection, order: Order, book: Book, prints: Mapping[str, bytes]) -> None:
    """Choose the table, judge it and send it with a name for the cells of all sheets that were looked at.

    In which encoding a text is read that fits several is known only when it has been judged.
    """
    from app.services.sync.reading.judging import Judging

    judging = Judging(book, order.options, order.name)
    judging.choose()
    if order.options.seen and not book.doubts and _cells(book, prints) in order.options.seen:
        connection.send(("same", _cells(book, prints)))
        return
    table, outcome = judging.judge()
    _send(connection, replace(table, cells=_cells(judging.book, prints)), outcome)


def _cells(book: Book, prints: Mapping[str, bytes]) -> str:
    """Return a name for the cells of the sheets that were looked at."""
    return sha256(repr((book.names, book.encoding, sorted(prints.items()))).encode()).hexdigest()


def _begun(book: Book, wanted: str | None, prints: dict[str, bytes]) -> Book:
    """Return the book with its first sheet parsed, while what will judge it is still being imported.

    The fingerprint of every sheet that is loaded is noted in ``prints``; of a sheet that was read in two encodings it
    is that of the last one.
    """

    def read(name: str) -> Grid:
        grid = book.load(name)
        prints[name] = grid.fingerprint()
        return grid

    first = wanted if wanted in book.names else next(iter(book.names), None)
    ready = {} if first is None else {first: read(first)}
    begun = replace(book, load=lambda name: ready.pop(name) if name in ready else read(name))
    if (other := book.again) is None:
        return begun
    return replace(begun, again=lambda encoding: _begun(other(encoding), wanted, prints))


def _send(connection: Connection, table: FileTable, outcome: Any) -> None:
    """Send what is known first, then customers, then rows, in pieces."""
    connection.send(("table", table, outcome.count))
    for start in range(0, len(outcome.accounts), CHUNK_ROWS):
        connection.send(("accounts", [tuple(row) for row in outcome.accounts[start : start + CHUNK_ROWS]]))
    for columns in outcome.pieces(CHUNK_ROWS):
        connection.send(("rows", columns))
    connection.send(("end",))


_DOING: Final[Mapping[Task, Callable[[Connection, Order, Mapping[str, SheetFacts]], None]]] = {
    Task.READ: _read,
    Task.LOOK: _look,
    Task.ROWS: _rows,
}
