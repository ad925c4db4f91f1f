"""Collections Desk: a desktop workbench for the collector in a finance team."""

from __future__ import annotations

from typing import Final

#: The program's version; pyproject.toml says the same, and a test compares them.
VERSION: Final = "0.1.0"
