"""The guesses about one table while the evidence is heard: taking, confirming, leaving alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from app.enums import SyncKind
from app.i18n import Message
from app.services.sync.files.zipscan import letters
from app.services.sync.layouts.headings import meanings
from app.services.sync.layouts.layout import IGNORED, MANY
from app.services.sync.recognition.columns import Column, Guess, assign
from app.services.sync.recognition.relations import Sheaf
from app.services.sync.values.text import cell_text

#: Confidence of a column that a relation names, and of one that is the only one of its sort.
PROVED: Final = 90
ALONE: Final = 60
#: A field that is named so by a heading gives way to nothing but a proof against it.
KNOWN: Final = 95
#: Share of the rows in which what belongs together stands together.
BESIDE: Final = 0.9
#: Cells that a column needs to be the only one of its sort.
FEW: Final = 3
AMOUNTS: Final = frozenset({"open", "original", "debit", "credit", "aged", "local_open"})
DATES: Final = ("document_date", "posting_date")


class Case:
    """The guesses about one table while the evidence is heard."""

    def __init__(self, columns: Sequence[Column], told: Mapping[int, str]) -> None:
        """Begin with what the headings say."""
        self.columns = columns
        self.told = told
        self.sheaf = Sheaf(columns)
        self.barred = {(column.index, "number") for column in columns if _only_counts(column)}
        self.guesses = assign(columns, SyncKind.OPEN_ITEMS, told, self.barred)

    def used(self) -> dict[int, str]:
        """Return column → the field that it was taken for."""
        return {guess.column: name for name, guess in self.guesses.items()}

    def free(self, column: int) -> bool:
        """Tell whether a column may be named by evidence: nobody has said what it is, or that it is nothing."""
        return column not in self.used() and self.told.get(column) != IGNORED

    def take(self, column: int, field: str, note: Message, confidence: int = PROVED) -> bool:
        """Take a column for a field because of its cells; a column already taken for it is confirmed.

        Returns:
            Whether the column is that field now.
        """
        held = self.guesses.get(field)
        if held is not None and held.column == column:
            self.guesses[field] = replace(held, confidence=max(held.confidence, PROVED), notes=(*held.notes, note))
            return True
        if (column, field) in self.barred or not self.free(column):
            return False
        if held is not None or (field in self.told.values() and field not in MANY):
            return False
        self.guesses[field] = Guess(column, field, confidence, 0, 100, "cells", (note,))
        return True

    def only(self, columns: Sequence[int], field: str, note: Message) -> None:
        """Take a column for a field if it is the only one that may be."""
        if len(columns) == 1:
            self.take(columns[0], field, note, ALONE)

    def heading(self, column: int) -> str:
        """Return how a column is called in a sentence."""
        return self.columns[column].heading.strip() or letters(column)

    def is_known(self, column: int, *fields: str) -> bool:
        """Tell whether a column's heading or layout says that it is one of some fields."""
        held = self.used().get(column)
        return held in fields and self.guesses[held].heading_weight >= KNOWN


def _only_counts(column: Column) -> bool:
    """Tell whether a column numbers the rows and its heading does not call it a document's number."""
    named = any(hit.field == "number" and hit.weight >= KNOWN for hit in meanings(column.heading))
    return not named and counts_rows(column)


def counts_rows(column: Column) -> bool:
    """Tell whether a column only numbers the rows: it begins with 1 and each cell is one more than the one above."""
    texts = [text for cell in column.head if (text := cell_text(cell)) is not None and text.isdecimal()]
    return len(texts) > 1 and texts[0] == "1" and all(int(b) - int(a) == 1 for a, b in pairwise(texts))
