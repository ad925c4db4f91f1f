"""What a file looks like before anything is read from it: for looking at its columns and correcting them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from app.enums import SyncKind
from app.errors import AppError
from app.i18n import Message
from app.services.sync.layouts.layout import IGNORED, MANY, Layout
from app.services.sync.model import FileTable, MappedColumn, Question
from app.services.sync.options import DECIDING
from app.services.sync.values.text import heading_key, plain

#: The fields whose headings tell a file's layout: who, which document, when and how much.
CORE: Final = (
    "account", "name", "number", "series", "instalment", "document_date", "due_date", "open", "original", "debit",
    "credit", "payer", "receipt_number", "receipt_date", "receipt_amount", "case_number", "subject",
)  # fmt: skip
#: With fewer headings than this a layout could be met by accident; then all of its own count, or all of the file.
_FEW: Final = 3


@dataclass(frozen=True, slots=True)
class SketchColumn:
    """A column of the file, what it was taken for, and what else it may be.

    Attributes:
        reference: by which a layout speaks of the column.
        mapped: what it was taken for, with confidence, evidence, sample cells and verdict.
        offers: fields that its cells suit, the likeliest first.
    """

    reference: str
    mapped: MappedColumn
    offers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sketch:
    """A file as the mapping editor shows it.

    Attributes:
        file: name without folders; ``sheets`` of the workbook, ``sheet`` the one that was chosen.
        header_row: as Excel shows it, 0 where the table has no headings; None where none was found.
        head: the first rows as text, for choosing the header row; row 1 first.
        encoding: in which a text is read; empty for every other file.
        layout: the layout that was recognised or given; empty if none was.
        source: what items of this file are tied to.
        kind: what its rows are; None where the columns do not say.
        kinds: the kinds that its columns fit about as well, the best first.
        columns: in their order.
        lacks: what the table lacks for its kind; empty where it can be read.
        table: what reading it comes to; None where it cannot be read yet: ``questions`` or ``refusal`` say why.
    """

    file: str
    sheets: tuple[str, ...]
    sheet: str
    header_row: int | None
    head: tuple[tuple[str, ...], ...]
    encoding: str = ""
    layout: str = ""
    source: str = ""
    kind: SyncKind | None = None
    kinds: tuple[SyncKind, ...] = ()
    columns: tuple[SketchColumn, ...] = ()
    lacks: tuple[Message, ...] = ()
    table: FileTable | None = None
    questions: tuple[Question, ...] = ()
    refusal: AppError | None = None


def layout_from(sketch: Sketch, name: str, answers: Mapping[str, str] | None = None) -> Layout:
    """Return what a sketch shows as a layout, to be edited and saved.

    Args:
        sketch: the file as it was looked at.
        name: of the new layout; may be empty while it is edited.
        answers: what was answered for the file, by option.
    """
    given = answers or {}
    layout = Layout(
        name=name,
        kind=sketch.kind,
        fields={column.reference: column.mapped.field or IGNORED for column in sketch.columns},
        source=sketch.source,
        sheet=sketch.sheet if len(sketch.sheets) > 1 else "",
        header_row=sketch.header_row,
    )
    told: dict[str, Any] = {one.field: given.get(one.option) for one in DECIDING if one.fixed}
    return with_fingerprint(replace(layout, **told), [column.mapped.header for column in sketch.columns])


def with_fingerprint(layout: Layout, headings: Sequence[str]) -> Layout:
    """Return a layout that is recognised by the headings of its own columns; other columns may come and go."""
    told = layout.told(headings)
    own = [place for place in sorted(told) if told[place] != IGNORED and heading_key(headings[place])]
    core = [place for place in own if told[place] in CORE]
    every = [place for place, heading in enumerate(headings) if heading_key(heading)]
    chosen = next((places for places in (core, own) if len(places) >= _FEW), every)
    heads = tuple({heading_key(headings[place]): plain(headings[place]) for place in chosen}.values())
    return replace(layout, headers=(heads,) if heads else ())


def edited(layout: Layout, column: SketchColumn, wanted: str, headings: Sequence[str]) -> Layout:
    """Return a layout in which one column is another field; the column that was that field before is not read."""
    moved = wanted not in MANY
    fields = {name: IGNORED if moved and field == wanted else field for name, field in layout.fields.items()}
    fields[column.reference] = wanted
    return with_fingerprint(replace(layout, fields=fields), headings)
