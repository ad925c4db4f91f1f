"""Reading ahead: unpacking the next rows while the store takes the last ones."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, TypeVar

T = TypeVar("T")

#: Chunks that may wait; each holds at most 5,000 rows.
DEPTH: Final = 5


def read_ahead(things: Iterable[T], depth: int = DEPTH) -> Generator[T, None, None]:
    """Give the things of a stream, fetched by a thread of its own that is some way ahead.

    SQLite works without the interpreter's lock, and unpacking needs it: together they take as long as the longer.
    Leaving the loop early waits for the thing that is just being fetched and for no other. What fetching a thing
    raised is raised at the place of that thing.
    """
    iterator = iter(things)
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="sync-ahead") as pool:
        waiting: deque[Future[T | None]] = deque(pool.submit(next, iterator, None) for _ in range(depth))
        try:
            while True:
                thing = waiting.popleft().result()
                if thing is None:
                    return
                waiting.append(pool.submit(next, iterator, None))
                yield thing
        finally:
            for future in waiting:
                future.cancel()
