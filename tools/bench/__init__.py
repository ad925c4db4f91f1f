"""Benchmarks: how a new one is added, and what it may use.

A benchmark is a module in this folder with ``run() -> list[Row]``. ``python3 dev.py bench`` runs each module in a
process of its own, so that none warms or bloats the next, and prints one table; ``python3 dev.py bench NAME …`` runs
some of them. Limits are ratios of wall times measured in the same run (the machine's speed cancels out); times in
milliseconds and memory in megabytes where the limit is one of feeling or of room.

    from tools.bench import Row, measure

    def run() -> list[Row]:
        ours = measure(lambda: ...)
        bare = measure(lambda: ...)
        return [Row("a letter against its bare compile", ours.wall / bare.wall, 2.0, cpu=ours.cpu + bare.cpu)]

A module whose name begins with an underscore is a helper and is not run.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import psutil


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        name: what was measured, in a few words.
        measured: the figure.
        limit: what it may be at most; None for a figure that only informs.
        unit: ``x`` for a ratio, ``ms`` or ``MB``.
        cpu: processor seconds of the measurement, children included.
        note: the times behind a ratio, or what was counted.
    """

    name: str
    measured: float
    limit: float | None
    unit: str = "x"
    cpu: float = 0.0
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Tell whether the limit is met; None where there is none."""
        return None if self.limit is None else self.measured <= self.limit


@dataclass(frozen=True)
class Timing:
    """Wall and processor seconds of the median of several runs; ``walls`` are all of them."""

    wall: float
    cpu: float
    walls: tuple[float, ...] = field(default=())


def measure(work: Callable[[], object], runs: int = 1, before: Callable[[], object] | None = None) -> Timing:
    """Run ``work`` several times and return the median.

    Args:
        work: what is measured.
        runs: how often.
        before: called before each run, outside the measurement.
    """
    timings = []
    for _ in range(runs):
        if before is not None:
            before()
        gc.collect()
        cpu, begun = processor_seconds(), time.perf_counter()
        work()
        timings.append((time.perf_counter() - begun, processor_seconds() - cpu))
    walls = tuple(wall for wall, _ in timings)
    return Timing(statistics.median(walls), statistics.median(cpu for _, cpu in timings), walls)


def processor_seconds() -> float:
    """Return the processor seconds of this process and its children that have ended."""
    used = psutil.Process().cpu_times()
    children = getattr(used, "children_user", 0.0) + getattr(used, "children_system", 0.0)
    return float(used.user + used.system + children)
