"""A day's file: 100,000 open items with 14 columns, read, compared and stored; then the same rows again.

The bare work it is measured against is what nobody can avoid: calamine reading the file, and one executemany of the
same rows into one table of a plain SQLite file with a unique key and three indexes. Ours encrypts, keeps permanent ids
and four indexes, fills the search index, writes snapshots, promises and the call list, and audits it.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from tools.bench import Row
from tools.bench._syncing import copy_with_other_bytes, make_file

_ROOT: Final = Path(__file__).resolve().parent.parent.parent
_RUNS: Final = 3


def run() -> list[Row]:
    """Measure the bare work, the first sync and the second in turn, several times; then the pauses of a window."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first, again = folder / "items.xlsx", folder / "again.xlsx"
        make_file(first)
        copy_with_other_bytes(first, again)
        bare, new, same = [], [], []
        for turn in range(_RUNS):
            store = folder / f"store-{turn}"
            store.mkdir()
            bare.append(_child("bare", first, store))
            new.append(_child("sync", first, store))
            same.append(_child("sync", again, store))
        window = folder / "window"
        window.mkdir()
        loop = _child("pause", first, window)
    if any(
        one["new"] != new[0]["new"] or two["unchanged"] != new[0]["new"] for one, two in zip(new, same, strict=True)
    ):
        raise RuntimeError("the syncs did not do what is measured")
    walls = [_median(kind, "wall") for kind in (bare, new, same)]
    note = "bare {:.2f} s, first {:.2f} s, again {:.2f} s".format(*walls)
    return [
        Row(
            "100,000 rows into an empty store, to the bare work",
            walls[1] / walls[0],
            2.5,
            "x",
            _median(new, "cpu"),
            note,
        ),
        Row("the same rows in other bytes, to the first time", walls[2] / walls[1], 0.6, "x", _median(same, "cpu")),
        Row("peak memory of the largest process of a sync", max(one["rss"] for one in [*new, *same]), 500, "MB"),
        Row(
            "longest pause of the event loop in a sync", loop["pause"], 100, "ms", loop["cpu"], f"{loop['wall']:.2f} s"
        ),
    ]


def _median(runs: list[dict[str, Any]], name: str) -> float:
    return float(statistics.median(run[name] for run in runs))


def _child(what: str, file: Path, folder: Path) -> dict[str, Any]:
    """Run one measurement in a process of its own."""
    command = [sys.executable, "-m", "tools.bench._syncing", what, str(file), str(folder)]
    done = subprocess.run(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True, check=True)
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured
