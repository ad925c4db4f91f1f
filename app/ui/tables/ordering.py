"""Ordering a very long list in small steps, so that the window answers while it is sorted."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer

from app.ui.tables.columns import Column
from app.ui.tables.table_model import TableModel

#: From so many rows on a list is ordered in steps; fewer are sorted at once.
LONG: Final = 20_000
#: Rows that are looked at, and sorted by themselves, in one step.
_STEP: Final = 2_500
#: Seconds of work before the window has its turn.
_TURN: Final = 0.008


def order_steps(column: Column[Any], rows: Sequence[Any], *, descending: bool) -> Generator[None, None, list[int]]:
    """Return the places of rows in a column's order, giving way after each step; rows without a value stand last.

    Short runs are sorted by themselves and joined two by two: a sort of two runs that are in order only joins them.
    """
    values: list[Any] = []
    for first in range(0, len(rows), _STEP):
        values += column.sort_values(rows[first : first + _STEP])
        yield
    make = column.key_maker(values)
    yield
    keys: list[Any] = []
    for first in range(0, len(rows), _STEP):
        keys += make(values[first : first + _STEP])
        yield
    known = [place for place, key in enumerate(keys) if key is not None]
    unknown = [place for place, key in enumerate(keys) if key is None]
    runs = [known[first : first + _STEP] for first in range(0, len(known), _STEP)]
    for run in runs:
        run.sort(key=keys.__getitem__, reverse=descending)
        yield
    while len(runs) > 1:
        joined: list[list[int]] = []
        for first in range(0, len(runs), 2):
            run = [place for part in runs[first : first + 2] for place in part]
            if len(runs) > first + 1:
                run.sort(key=keys.__getitem__, reverse=descending)
            joined.append(run)
            yield
        runs = joined
    return [*(runs[0] if runs else ()), *unknown]


class Ordering(QObject):
    """Puts the rows of one model in order, a step at a time; the newest wish counts."""

    def __init__(self, model: TableModel) -> None:
        super().__init__()
        self._model = model
        self._steps: Generator[None, None, list[int]] | None = None
        self._rows: Sequence[Any] = ()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._turn)
        model.put_in_order = self.begin

    def begin(self) -> bool:
        """Begin to order the rows as the model is to be ordered; tell whether that is worth while."""
        rows, column = self._model.all_rows(), self._model.order_column()
        self._steps = None
        self._timer.stop()
        if len(rows) < LONG or column is None:
            return False
        order = self._model.order
        self._rows = rows
        self._steps = order_steps(column, rows, descending=order is not None and order[1])
        self._timer.start(0)
        return True

    def _turn(self) -> None:
        """Do some steps; show the order when it is there, unless the rows are others by now."""
        if self._steps is None or self._rows is not self._model.all_rows():
            self._timer.stop()
            return
        end = time.perf_counter() + _TURN
        try:
            while time.perf_counter() < end:
                next(self._steps)
        except StopIteration as done:
            self._timer.stop()
            self._steps = None
            self._model.show_order(done.value)
