"""The collector of circular garbage, kept away from rows by the ten thousand that are no garbage.

It would walk over all of them again and again: a third of the time, and pauses of a window beside it. Whoever makes so
many rows pauses it; whoever keeps them has them left out of its walks. What was left out and became garbage since is
found when somebody tidies, at a moment when a pause harms nobody.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused(*, keeps: bool = False) -> Iterator[None]:
    """Pause the collector while rows are made that are all kept; they hold each other in no circle.

    Args:
        keeps: so many of them stay that it shall leave them out of its walks from then on.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if keeps:
                keep()
            gc.enable()


def keep() -> None:
    """Leave what is there now out of the collector's walks, until somebody tidies."""
    gc.freeze()


def tidy() -> None:
    """Collect garbage among what was left out too, and leave out again what remains; nothing to do if nothing was."""
    if gc.isenabled() and gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
        gc.freeze()
