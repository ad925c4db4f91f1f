"""A day's file: 100,000 open items with 14 columns, read, compared and stored; then the same rows again.

The bare work it is measured against is what nobody can avoid: calamine reading the file, and one executemany of the
same rows into one table of a plain SQLite file with a unique key and three indexes. Ours encrypts, keeps permanent ids
and four indexes, fills the search index, writes snapshots, promises and the call list, and audits it.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import Any, Final

from tools.bench import Row
from tools.bench._syncing import ROWS, child, make_file

_RUNS: Final = 3

Runs = dict[str, list[dict[str, Any]]]


def run() -> list[Row]:
    """Measure the bare work, the first sync and the later ones in turn, several times; then the pauses of a window."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names = ("first", "saved", "written", "later", "bad")
        first, saved, written, later, bad = (folder / f"{part}.xlsx" for part in names)
        make_file(first, "Lee")
        make_file(saved, "Kim")
        make_file(written, "Kim", wide=True)
        make_file(later, "Lee", later=True)
        make_file(bad, "Lee", bad=True)
        found: Runs = {name: [] for name in ("bare", "preview", "first", "written", "saved", "later")}
        for turn in range(_RUNS):
            store = folder / f"store-{turn}"
            store.mkdir()
            found["bare"].append(child("bare", first, store))
            found["preview"].append(child("preview", first, store))
            found["first"].append(child("sync", first, store))
            found["written"].append(child("sync", written, store))
            found["saved"].append(child("sync", saved, store))
            found["later"].append(child("sync", later, store))
        window = folder / "window"
        window.mkdir()
        view = child("", first, window, "tools.bench._previewing")
        left = child("", bad, window, "tools.bench._previewing")
        empty = child("pause", first, window)
        again = child("", later, window, "tools.bench._previewing")
        done = child("apply", later, window, "tools.bench._previewing")
        held = [child("pause", file, window) for file in (written, later)]
        pandas = child("pandas", first, folder)
    if {run["new"] for run in found["first"]} != {ROWS} or {run["unchanged"] for run in found["written"]} != {ROWS}:
        raise RuntimeError("the syncs did not do what is measured")
    worst = max(held, key=lambda loop: float(loop["pause"]))
    return [
        *_rows(found, pandas),
        _pause("longest pause of the event loop in a sync", empty),
        _pause("longest pause of the event loop, 100,000 held", worst),
        _pause("longest pause of the window in a preview", view),
        _pause("longest pause of the window, 100,000 held", again),
        _pause("longest pause of the window, 10,000 rejected", left),
        _pause("longest pause of the window in an apply", done),
    ]


def _rows(found: Runs, pandas: dict[str, Any]) -> list[Row]:
    wall = {name: _median(runs, "wall") for name, runs in found.items()}
    cpu = {name: _median(runs, "cpu") for name, runs in found.items()}
    read = _median(found["bare"], "read")
    peak = max(max(run["own"], run["reader"]) for name, runs in found.items() if name != "bare" for run in runs)
    times = f"bare {wall['bare']:.2f} s (CPU {cpu['bare']:.2f}), ours {wall['first']:.2f} s"
    seen = f"{wall['preview']:.2f} s, calamine reads in {read:.2f} s"
    slow = f"pandas {pandas['wall']:.1f} s"
    shown, share = wall["preview"] / (1.3 * read + 1), wall["preview"] / pandas["wall"]
    return [
        Row("sync 100,000 rows, to the bare work", wall["first"] / wall["bare"], 1.8, "x", cpu["first"], times),
        _again("the same rows, another sheet, to that", "written", 0.5, wall, cpu),
        _again("the same sheet, other bytes, to that", "saved", 0.5, wall, cpu),
        _again("the next day, 5,000 changes, to that", "later", None, wall, cpu),
        Row("preview, to 1.3 x calamine's read and 1 s", shown, 1.0, "x", cpu["preview"], seen),
        Row("preview, to pandas merely reading the file", share, 0.2, "x", pandas["cpu"], slow),
        Row("largest process of a sync", peak, 500, "MB"),
    ]


def _again(title: str, name: str, limit: float | None, wall: dict[str, float], cpu: dict[str, float]) -> Row:
    """Return the row of a later sync, measured by the first one."""
    return Row(title, wall[name] / wall["first"], limit, "x", cpu[name], f"{wall[name]:.2f} s")


def _pause(name: str, loop: dict[str, Any]) -> Row:
    """Return the row of a loop that turned beside the work."""
    return Row(name, loop["pause"], 50, "ms", loop["cpu"], f"{loop['wall']:.2f} s")


def _median(runs: list[dict[str, Any]], name: str) -> float:
    return float(statistics.median(run[name] for run in runs))
