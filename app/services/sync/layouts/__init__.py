"""What the reader knows about foreign files, as data: headings, words in cells and the layouts of systems.

The TOML files beside this module are the knowledge; adding a language or a system means adding lines there.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

_HERE: Final = Path(__file__).resolve().parent


@lru_cache(maxsize=16)
def load(name: str) -> dict[str, Any]:
    """Return the contents of one data file of this package."""
    with (_HERE / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
