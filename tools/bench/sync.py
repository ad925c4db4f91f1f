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
from tools.bench._syncing import ROWS, make_file

_ROOT: Final = Path(__file__).resolve().parent.parent.parent
_RUNS: Final = 3


def run() -> list[Row]:
    """Measure the bare work, the first sync and the later ones in turn, several times; then the pauses of a window."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first, saved, written = (folder / f"{part}.xlsx" for part in ("first", "saved", "written"))
        make_file(first, "Lee")
        make_file(saved, "Kim")
        make_file(written, "Kim", wide=True)
        found: dict[str, list[dict[str, Any]]] = {"bare": [], "first": [], "written": [], "saved": []}
        for turn in range(_RUNS):
            store = folder / f"store-{turn}"
            store.mkdir()
            found["bare"].append(_child("bare", first, store))
            found["first"].append(_child("sync", first, store))
            found["written"].append(_child("sync", written, store))
            found["saved"].append(_child("sync", saved, store))
        window = folder / "window"
        window.mkdir()
        loops = [_child("pause", file, window) for file in (first, written)]
    if {run["new"] for run in found["first"]} != {ROWS} or {run["unchanged"] for run in found["written"]} != {ROWS}:
        raise RuntimeError("the syncs did not do what is measured")
    return _rows(found, max(loops, key=lambda loop: float(loop["pause"])))


def _rows(found: dict[str, list[dict[str, Any]]], loop: dict[str, Any]) -> list[Row]:
    wall = {name: _median(runs, "wall") for name, runs in found.items()}
    cpu = {name: _median(runs, "cpu") for name, runs in found.items()}
    peak = max(run["rss"] for name in ("first", "written", "saved") for run in found[name])
    again = wall["written"] / wall["first"]
    saved = wall["saved"] / wall["first"]
    times = f"bare {wall['bare']:.2f} s (CPU {cpu['bare']:.2f}), ours {wall['first']:.2f} s"
    return [
        Row("sync 100,000 rows, to the bare work", wall["first"] / wall["bare"], 2.5, "x", cpu["first"], times),
        Row("the same rows, another sheet, to that", again, 0.6, "x", cpu["written"], f"{wall['written']:.2f} s"),
        Row("the same sheet, other bytes, to that", saved, 0.6, "x", cpu["saved"], f"{wall['saved']:.2f} s"),
        Row("largest process of a sync", peak, 500, "MB"),
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
