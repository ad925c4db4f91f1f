"""The block that the filled cells of a sheet span: a dense reader takes memory for all of it."""

from __future__ import annotations

from app.services.sync.files.zipscan import LARGE, MAX_CELLS, MIN_FILL, SheetFacts, letters


class Extent:
    """Grows with each filled cell that a scan meets."""

    __slots__ = ("bottom", "filled", "right", "top")

    def __init__(self) -> None:
        """Begin with no cell."""
        self.top = self.bottom = self.right = -1
        self.filled = 0

    def take(self, row: int, column: int, *, rows: int = 1, columns: int = 1) -> None:
        """Take a filled cell (from 0), or the block of equal cells that begins with it."""
        if self.top < 0 or row < self.top:
            self.top = row
        self.bottom = max(self.bottom, row + rows - 1)
        self.right = max(self.right, column + columns - 1)
        self.filled += rows * columns

    def settle(self, facts: SheetFacts) -> None:
        """Write down how far the sheet reaches, and whether that is too far for what it holds."""
        facts.rows = self.bottom + 1
        facts.corner = f"{letters(max(0, self.right))}{self.bottom + 1}"
        block = (self.bottom - self.top + 1) * (self.right + 1)
        from_first = (self.bottom + 1) * (self.right + 1)
        facts.scattered = from_first > MAX_CELLS or (block > LARGE and self.filled < block * MIN_FILL)
