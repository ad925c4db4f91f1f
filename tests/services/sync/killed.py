"""What the kill test starts in a process of its own: a sync that is killed at any moment.

python -m tests.services.sync.killed STORE
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from app.clock import FixedClock
from app.models.engine import open_engine
from app.services.unit_of_work import Store
from tests.builders.rows import Files, contact, customer, item, receipt, sync

KEY = bytes(range(32))
COUNT = 2_100
D1, D2 = date(2026, 10, 28), date(2026, 10, 29)


def files() -> Files:
    """Two days: of 2,100 items every seventh is gone, every fifth part paid, and some are new."""
    made = Files()
    first = [item(f"I{n}", 100_00 + n, account=f"{n % 300}") for n in range(COUNT)]
    second = [row._replace(open=row.open // 2) if n % 5 == 0 else row for n, row in enumerate(first) if n % 7] + [
        item(f"N{n}", account=f"{n % 400}") for n in range(500)
    ]
    accounts = [customer(str(n), f"Name {n}", contacts=(contact(f"P{n}"),)) for n in range(400)]
    made.open_items("a", *first, as_of=D1)
    made.open_items("b", *second, accounts=accounts, as_of=D2)
    paid = [receipt(f"R{n}", 100_00 + n, str(n % 300), invoices=(f"I{n}",)) for n in range(0, COUNT, 14)]
    made.receipts("r", *paid, as_of=D2, coverage=D2)
    return made


def open_store(path: Path) -> Store:
    """Open the test's store."""
    return Store(open_engine(path, KEY), FixedClock(datetime(2026, 10, 30, tzinfo=UTC)), path, KEY)


def say(word: str) -> None:
    """Tell the test where we are."""
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    made = files()
    store = open_store(Path(sys.argv[1]))
    say("ready")
    sync(store, made, "b", "r")
    say("done")
