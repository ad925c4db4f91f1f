"""Columns whose headings say what a table needs while their cells hold nothing of the sort."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from app.services.sync.layouts.headings import fields, in_full
from app.services.sync.recognition.columns import Column, Guess, fit
from app.services.sync.recognition.hearing.case import KNOWN
from app.services.sync.values.text import cell_text


def misfit(columns: Sequence[Column], guesses: Mapping[str, Guess], wanted: Collection[str]) -> tuple[str, str] | None:
    """Return heading and first cell of a column that nothing was made of, though it is headed as one of some fields."""
    used = {guess.column for guess in guesses.values()}
    for column in columns:
        said = [hit.field for hit in in_full(column.heading) if hit.weight >= KNOWN - 5 and hit.field in wanted]
        first = next((text for cell in column.sample if (text := cell_text(cell)) is not None), None)
        fits = any(fit(fields()[name].cells, column.profile) for name in said)
        if said and not fits and first is not None and column.index not in used:
            return column.heading.strip(), first
    return None
