"""Folders that cannot be written, on every system and for every user."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: The user without rights on Debian and most others.
NOBODY = 65534


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Take away the right to write into a folder and its files while the block runs."""
    if os.name == "nt":
        user = os.environ["USERNAME"]
        subprocess.run(["icacls", str(folder), "/deny", f"{user}:(OI)(CI)(W)"], check=True, capture_output=True)
        yield
        subprocess.run(["icacls", str(folder), "/remove:d", user], check=True, capture_output=True)
        return
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    root = os.geteuid() == 0
    if root:  # root may write anywhere, whatever the mode says
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)
