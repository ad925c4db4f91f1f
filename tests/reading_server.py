"""Reading processes for tests: forked from one that has imported what reading needs, where the system can fork.

The program starts each of them anew, and each then imports for a quarter of a second; the tests start a thousand.
What runs in the process, what crosses the pipe and how it dies is the same. The tests of the process itself start
theirs as the program does (``started_anew``), and so does every test that starts the program.
"""

from __future__ import annotations

import multiprocessing
from typing import Final

from app.services.sync.reading import spare

#: How the program starts a reading process.
OF_THE_PROGRAM: Final = spare._METHOD


def method() -> str:
    """Return how reading processes are started in tests, and say what the one they fork from imports."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return OF_THE_PROGRAM
    # A process imports the main module of the one that started it: that is pytest, unless xdist started the tests.
    multiprocessing.get_context("forkserver").set_forkserver_preload(["pytest", "tests.warm_reader"])
    return "forkserver"
