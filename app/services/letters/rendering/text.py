"""The same letter as plain text, for mail bodies, the archive and readers of the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from app.services.letters.wording.blocks import (
    Align,
    Block,
    FactsBlock,
    LetterContent,
    Letterhead,
    Run,
    Runs,
    TableBlock,
    TextBlock,
)
from app.services.letters.wording.texts import columns_of, is_wide

#: Columns of a line; a full-width character takes two.
WIDTH: Final = 76
_NO_START: Final = "、。，．・：；？！）」』】〕〉》〙ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ％°,.:;?!)]}%"
_NO_END: Final = "（「『【〔〈《￥$([{"


def render_text(content: LetterContent) -> str:
    """Return the letter as plain text, UTF-8, lines of at most 76 columns ending in a line feed.

    Blocks stand in the letter's order with an empty line between; tables keep their columns; lines that are flush right
    or centred on the page are so here.
    """
    parts = [part for part in (_block(block, content) for block in content.flow) if part]
    return "\n\n".join(parts) + "\n"


def _block(block: Block, content: LetterContent) -> str:
    if isinstance(block, TextBlock):
        return "\n".join(_placed(line, block.align) for part in block.lines for line in wrapped(part))
    if isinstance(block, TableBlock):
        return _table(block)
    if isinstance(block, FactsBlock):
        return _facts(block)
    return _letterhead(block, centred=content.layout == "chinese")


def _placed(line: str, align: Align) -> str:
    free = WIDTH - columns_of(line)
    if align == "start" or free <= 0:
        return line
    return " " * (free if align == "end" else free // 2) + line


def wrapped(runs: Runs) -> list[str]:
    """Break a paragraph into lines: at blanks and between full-width characters, never inside a run that is kept."""
    lines: list[str] = []
    line = ""
    for unit in _units(runs):
        if line and columns_of(line) + columns_of(unit.rstrip(" ")) > WIDTH:
            lines.append(line.rstrip(" "))
            line = ""
        line += unit
    return [*lines, line.rstrip(" ")] if line or not lines else lines


def _units(runs: Runs) -> list[str]:
    """Split runs into pieces that stay whole: words, kept runs, full-width characters with their marks."""
    units: list[str] = []
    piece = ""
    for token in _tokens(runs):
        if piece and _may_break(piece[-1], token[0]):
            units.append(piece)
            piece = ""
        piece += token
    return [*units, piece] if piece else units


def _tokens(runs: Runs) -> Iterator[str]:
    for run in runs:
        if run.keep and run.text:
            yield run.text
        else:
            yield from run.text


def _may_break(before: str, after: str) -> bool:
    """Say whether a line may end between two characters (kinsoku: no mark at the start, no bracket at the end)."""
    if after in _NO_START or before in _NO_END or after == " ":
        return False
    return before == " " or is_wide(before) or is_wide(after)


def _table(block: TableBlock) -> str:
    """Set the table in columns, the total under the amounts with a rule above it."""
    rows = [block.heads, *block.rows]
    columns = [max(columns_of(row[place]) for row in rows) for place in range(len(block.heads))]
    columns[-1] = max(columns[-1], columns_of(block.total))
    lines = [_row(row, columns, block.aligns) for row in rows]
    lead = max(sum(columns[:-1]) + 2 * (len(columns) - 1), columns_of(block.total_label) + 2)
    rule = "-" * max(columns_of(line) for line in lines)
    total = block.total_label + " " * (lead - columns_of(block.total_label))
    total += " " * max(columns[-1] - columns_of(block.total), 0) + block.total
    return "\n".join([lines[0], rule, *lines[1:], rule, total])


def _row(cells: tuple[str, ...], columns: list[int], aligns: tuple[Align, ...]) -> str:
    parts = []
    for cell, size, align in zip(cells, columns, aligns, strict=True):
        space = " " * (size - columns_of(cell))
        parts.append(space + cell if align == "end" else cell + space)
    return "  ".join(parts).rstrip()


def _facts(block: FactsBlock) -> str:
    lines = [block.heading] if block.heading else []
    lines += [f"  {label}{block.joint}{value}" for label, value in block.rows]
    for note in block.notes:
        lines += ["", *wrapped(note)]
    return "\n".join(lines)


def _letterhead(block: Letterhead, *, centred: bool) -> str:
    lines = [line for part in block.text.split("\n") for line in wrapped((Run(part),))]
    return "\n".join(_placed(line, "center" if centred else "start") for line in lines)
