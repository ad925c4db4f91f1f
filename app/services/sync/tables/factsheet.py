"""A table of a kind beside the ledger while it is judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.i18n import Message
from app.services.sync.facts.shapes import Shape
from app.services.sync.tables.currencies import Currencies
from app.services.sync.tables.table import Table

Bad = dict[int, tuple[str, str, Message]]


@dataclass(slots=True)
class Sheet:
    """A table with the columns of its shape judged; ``columns`` by name of the record's column, one value a row.

    ``sources`` tells which field of the file fills a column; ``bad`` the cells that could not be read. Whose a row is
    stands in its own cells or in a heading above it; ``headings`` are the rows of such headings.
    """

    table: Table
    shape: Shape
    columns: dict[str, Sequence[Any]] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    currencies: Currencies | None = None
    bad: Bad = field(default_factory=dict)
    accounts: Sequence[str | None] | None = None
    names: Sequence[str | None] | None = None
    headings: frozenset[int] = frozenset()

    def heading(self, column: str) -> str:
        """Return the heading of the column of the file that fills one of the record."""
        return self.table.heading(self.sources.get(column, ""))
