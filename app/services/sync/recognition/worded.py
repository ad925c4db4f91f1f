"""Columns that their words name, whatever stands above them."""

from __future__ import annotations

from typing import Final

from app.services.sync.recognition.columns import Column
from app.services.sync.values.doctypes import CREDITS, type_of
from app.services.sync.values.text import cell_text, fold

#: Different texts that a column of types has at most, and the shortest word of Latin letters that is no code.
_MOST: Final = 12
_WORD: Final = 4


def says_types(column: Column) -> bool:
    """Tell whether each cell is in words a type of document, some of them invoices and some of them credits.

    Codes are too short to be sure of: NC is a state of the USA, and cash and credit are ways to pay.
    """
    texts = {fold(text) for cell in column.sample if (text := cell_text(cell)) is not None}
    if not 1 < len(texts) <= _MOST or any(text.isascii() and len(text) < _WORD for text in texts):
        return False
    said = [type_of(text) for text in texts]
    groups = {one.group for one in said}
    return (
        all(one.group is not None and one.sure for one in said)
        and "invoice" in groups
        and not groups.isdisjoint(CREDITS)
    )
