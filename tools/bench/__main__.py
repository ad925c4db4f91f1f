"""Run the benchmarks and print one table.

    python -m tools.bench [NAME …]

The exit status tells whether every benchmark ran, not whether every limit is met: the table says that.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Final

from tools.bench import Row

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parent.parent
#: A benchmark's process ends with this mark and its rows as JSON.
_MARK: Final = "bench-rows:"


def main(argv: list[str]) -> int:
    """Run the benchmarks named, or all."""
    if argv[:1] == ["--one"]:
        measured: list[Row] = importlib.import_module(f"tools.bench.{argv[1]}").run()
        print(_MARK + json.dumps([asdict(row) for row in measured]), flush=True)
        return 0
    known = sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))
    unknown = [name for name in argv if name not in known]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(known)}", file=sys.stderr)
        return 2
    rows: list[Row] = []
    failed = []
    for name in argv or known:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        got = _one(name)
        if got is None:
            failed.append(name)
        else:
            rows += got
    print(table(rows))
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    print(f"Measured on {machine}, Python {platform.python_version()}.")
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _one(name: str) -> list[Row] | None:
    """Run one benchmark in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.bench", "--one", name], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith(_MARK)]
    if done.returncode or not lines:
        return None
    return [Row(**row) for row in json.loads(lines[-1].removeprefix(_MARK))]


def table(rows: Iterable[Row]) -> str:
    """Return the rows as a table with aligned columns."""
    cells = [("benchmark", "measured", "limit", "", "CPU s", "note")]
    for row in rows:
        limit = "" if row.limit is None else f"{_figure(row.limit)} {row.unit}"
        met = {True: "met", False: "NOT MET", None: ""}[row.met]
        cells.append((row.name, f"{_figure(row.measured)} {row.unit}", limit, met, f"{row.cpu:.2f}", row.note))
    widths = [max(len(line[column]) for line in cells) for column in range(6)]
    lines = []
    for line in cells:
        left, right = line[0].ljust(widths[0]), [line[column].rjust(widths[column]) for column in (1, 2)]
        rest = [line[3].ljust(widths[3]), line[4].rjust(widths[4]), line[5]]
        lines.append("  ".join([left, *right, *rest]).rstrip())
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:]])


def _figure(value: float) -> str:
    """Write a figure with as many decimals as it deserves."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.2f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
