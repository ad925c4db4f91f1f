"""What the sync benchmarks run in processes of their own, each printing one JSON object.

    python -m tools.bench._syncing bare FILE FOLDER      calamine's read, and its rows into a bare table
    python -m tools.bench._syncing rows FILE FOLDER      calamine's read row by row, nothing kept
    python -m tools.bench._syncing pandas FILE FOLDER    what most programs would read it with
    python -m tools.bench._syncing sync FILE FOLDER      a sync
    python -m tools.bench._syncing preview FILE FOLDER   a preview
    python -m tools.bench._syncing pause FILE FOLDER     a sync beside an event loop

The store of a folder is made on first use and kept.
"""

from __future__ import annotations

import json
import random
import resource
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

DAY: Final = date(2026, 10, 30)
ROWS: Final = 100_000
ACCOUNTS: Final = 5_000
_KEY: Final = bytes(range(32))
#: Longer than a reading process takes to start, seconds.
_START: Final = 1.0
_ROOT: Final = Path(__file__).resolve().parent.parent.parent
_HEADINGS: Final = (
    "Account",
    "Customer Name",
    "Country",
    "Document Number",
    "Document Type",
    "Document Date",
    "Due Date",
    "Currency",
    "Original Amount",
    "Open Amount",
    "PO Number",
    "Sales Rep",
    "Payment Terms",
    "Days Overdue",
)


def make_file(
    path: Path, author: str = "", *, wide: bool = False, later: bool = False, bad: bool = False, rows: int = ROWS
) -> None:
    """Write open items as an ERP exports them: 14 columns, 5,000 accounts, a credit now and then.

    Args:
        path: where.
        author: stands in the workbook's properties: other bytes, the same sheet.
        wide: set the widths of the columns: another sheet, the same rows.
        later: of every twentieth item half is paid.
        bad: every tenth row has a currency that is none, and is rejected.
        rows: how many.
    """
    import xlsxwriter

    rng = random.Random(1)  # noqa: S311 - the same file every time
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Open items")
    day, money = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "#,##0.00"})
    book.set_properties({"author": author})
    if wide:
        sheet.set_column(0, len(_HEADINGS) - 1, 18)
    sheet.write_row(0, 0, _HEADINGS)
    for at in range(1, rows + 1):
        account = rng.randrange(ACCOUNTS)
        document = DAY - timedelta(days=rng.randrange(1, 200))
        due = document + timedelta(days=30)
        credit = at % 50 == 0
        amount = rng.randrange(1_000, 5_000_000) / 100 * (-1 if credit else 1)
        sheet.write_row(
            at, 0, [f"{100_000 + account}", f"Customer {account} Trading Ltd", "GB", f"INV{1_000_000 + at}"]
        )
        sheet.write_string(at, 4, "Credit memo" if credit else "Invoice")
        sheet.write_datetime(at, 5, datetime.combine(document, datetime.min.time()), day)
        sheet.write_datetime(at, 6, datetime.combine(due, datetime.min.time()), day)
        sheet.write_string(at, 7, "GBQ" if bad and at % 10 == 3 else "GBP")
        sheet.write_number(at, 8, amount, money)
        sheet.write_number(at, 9, round(amount / 2, 2) if later and at % 20 == 7 else amount, money)
        sheet.write_row(at, 10, [f"PO-{rng.randrange(10**6)}", f"Rep {account % 40}", "Net 30", (DAY - due).days])
    book.close()


def bare(file: Path, folder: Path) -> dict[str, Any]:
    """Read the file with calamine and put its rows into one table with a unique key and three indexes."""
    import python_calamine

    def read() -> list[list[Any]]:
        sheet = python_calamine.CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0)
        return sheet.to_python(skip_empty_area=False)

    def write() -> None:
        connection = sqlite3.connect(folder / "bare.db")
        connection.execute(f"CREATE TABLE item ({', '.join(columns)}, UNIQUE (c0, c3))")
        for column in ("c0", "c6", "c11"):
            connection.execute(f"CREATE INDEX ix_{column} ON item ({column})")
        marks = ", ".join("?" * len(columns))
        connection.executemany(f"INSERT INTO item VALUES ({marks})", values)  # noqa: S608 - marks
        connection.commit()
        connection.close()

    (folder / "bare.db").unlink(missing_ok=True)
    columns = [f"c{at}" for at in range(len(_HEADINGS))]
    reading = _timed(read)
    # The sum is of reading and writing; turning dates into text between the two is counted for neither.
    values = [
        tuple(cell.isoformat() if isinstance(cell, date) else cell for cell in row) for row in reading["result"][1:]
    ]
    writing = _timed(write)
    return {name: reading[name] + writing[name] for name in ("wall", "cpu")} | {"read": reading["wall"]}


def rows(file: Path, _folder: Path) -> dict[str, Any]:
    """Read the file with calamine row by row and keep nothing."""
    import python_calamine

    def read() -> int:
        sheet = python_calamine.CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0)
        return sum(1 for _ in sheet.iter_rows())

    timed = _timed(read)
    timed.pop("result")
    return timed | {"own": _peak(resource.RUSAGE_SELF)}


def pandas(file: Path, _folder: Path) -> dict[str, Any]:
    """Read the file with pandas, through openpyxl."""
    from pandas import read_excel

    timed = _timed(lambda: len(read_excel(file, engine="openpyxl")))
    timed.pop("result")
    return timed


def preview(file: Path, folder: Path) -> dict[str, Any]:
    """Plan what a file would do, and write nothing."""
    return _sync(file, open_store(folder), dry_run=True)


def sync(file: Path, folder: Path) -> dict[str, Any]:
    """Sync one file into the folder's store."""
    return _sync(file, open_store(folder))


def pause(file: Path, folder: Path) -> dict[str, Any]:
    """Sync in a thread beside an event loop; ``pause`` is the longest time between two turns of the loop, in ms.

    The store is open before the loop turns, as it is in a window.
    """
    from PySide6.QtCore import QCoreApplication, QTimer

    store = open_store(folder)
    loop = QCoreApplication([])
    gaps: list[float] = []
    last = [time.perf_counter()]
    found: dict[str, Any] = {}

    def turn() -> None:
        now = time.perf_counter()
        gaps.append(now - last[0])
        last[0] = now
        if found:
            loop.quit()

    timer = QTimer()
    timer.setInterval(1)
    timer.timeout.connect(turn)
    timer.start()
    work = threading.Thread(target=lambda: found.update(_sync(file, store)))
    work.start()
    loop.exec()
    work.join()
    return found | {"pause": 1000 * max(gaps[1:])}


def child(what: str, file: Path, folder: Path, module: str = "tools.bench._syncing") -> dict[str, Any]:
    """Run one measurement in a process of its own."""
    command = [sys.executable, "-m", module, *([what] if what else []), str(file), str(folder)]
    done = subprocess.run(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True, check=True)
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def open_store(folder: Path) -> Any:
    """Open the folder's store, made on first use, and bring in what a sync needs, as a window does.

    The reading process has started when this returns: a window that waits for a file has had one ready long before, and
    of the bare work the start of its process is not counted either. Where the store was there already, the start used
    to fall into the measured time and cost a tenth of the bare work.
    """
    import app.services.sync.run  # noqa: F401 - a window has imported it long before
    from app.services.sync.reading.spare import SPARE

    SPARE.prepare()
    from app.clock import FixedClock
    from app.models.engine import open_engine
    from app.models.migrations import upgrade
    from app.services.preferences import load_settings
    from app.services.unit_of_work import Store

    path = folder / "desk.db"
    engine = open_engine(path, _KEY)
    upgrade(engine)
    store = Store(engine, FixedClock(datetime(2026, 10, 30, tzinfo=UTC)), path, _KEY)
    with store.read() as session:
        load_settings(session)
    time.sleep(_START)
    return store


def _sync(file: Path, store: Any, *, dry_run: bool = False) -> dict[str, Any]:
    from app.services.sync.model import ReadOptions
    from app.services.sync.run import SyncOptions, sync_files

    timed = _timed(lambda: sync_files(store, [file], SyncOptions(ReadOptions(day=DAY)), dry_run=dry_run))
    counts = timed.pop("result").runs[0].counts
    store.close()
    own, reader = _peak(resource.RUSAGE_SELF), _peak(resource.RUSAGE_CHILDREN)
    return timed | {"new": counts.new, "unchanged": counts.unchanged, "own": own, "reader": reader}


def _timed(work: Callable[[], Any]) -> dict[str, Any]:
    """Run work and return its result with wall and processor seconds, ended children included."""
    from tools.bench import processor_seconds

    cpu, begun = processor_seconds(), time.perf_counter()
    result = work()
    return {"result": result, "wall": time.perf_counter() - begun, "cpu": processor_seconds() - cpu}


def _peak(who: int) -> float:
    """Return the peak resident memory of this process, or of the largest of its children, MB."""
    return resource.getrusage(who).ru_maxrss / 1024


if __name__ == "__main__":
    ways = {"bare": bare, "rows": rows, "pandas": pandas, "sync": sync, "preview": preview, "pause": pause}
    what = ways[sys.argv[1]]
    print(json.dumps(what(Path(sys.argv[2]), Path(sys.argv[3]))))
