"""Progress and cancelling, as services see them: a callable that may raise."""

from __future__ import annotations

from collections.abc import Callable

#: ``progress(done, total, label)``; ``total`` is 0 while unknown. It may raise ``Cancelled``.
Progress = Callable[[int, int, str], None]


class Cancelled(Exception):
    """The user cancelled; nothing of the work may remain."""


def silent(done: int, total: int, label: str) -> None:
    """Take progress and show nothing."""


def part(progress: Progress, start: int, end: int) -> Progress:
    """Return a progress that fills ``start``..``end`` per cent of ``progress``: one bar for several steps."""

    def scaled(done: int, total: int, label: str) -> None:
        share = (done / total) if total else 0.0
        progress(round(start + (end - start) * share), 100, label)

    return scaled
