"""Laying a letter out with Typst: the page that prints, as PDF, and the same page as a picture.

The words arrive as JSON and are never read as markup. One compiler and one set of fonts live in each thread. The
letter's own date goes in as the creation time, so the same letter gives the same bytes.
"""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from typing import Any, Final

import typst

from app.i18n import RESOURCES
from app.services.letters.refusals import render_failed
from app.services.letters.rendering.fonts import body_families, check_glyphs, folders, head_families
from app.services.letters.wording.blocks import (
    Block,
    FactsBlock,
    LetterContent,
    Letterhead,
    Runs,
    TableBlock,
    TextBlock,
)
from app.services.letters.wording.texts import columns_of

_LAYOUT: Final = RESOURCES / "letters"
#: Tagged for screen readers, and fit for keeping: fonts embedded, nothing from outside.
STANDARDS: Final[list[typst.PDFStandard]] = ["ua-1", "a-2a"]
#: Columns of text that no cell of a table is given more of.
_WIDEST: Final = 34
_local = threading.local()


def render_pdf(content: LetterContent) -> bytes:
    """Return the letter as PDF (tagged, PDF/UA-1 and PDF/A-2a, fonts as subsets).

    Raises:
        LetterRefusedError: a font is not installed, a character has no glyph, or the layout failed.
    """
    stamp = datetime.fromtimestamp(content.stamp, UTC)
    return _pages(content, "pdf", pdf_standards=STANDARDS, timestamp=stamp)[0]


def preview_pages(content: LetterContent, ppi: float = 96) -> list[bytes]:
    """Return the letter's pages as PNG pictures, from the same layout that prints.

    Args:
        content: the letter.
        ppi: dots per inch of the picture.

    Raises:
        LetterRefusedError: as ``render_pdf``.
    """
    return _pages(content, "png", ppi=ppi)


def _pages(content: LetterContent, form: str, **options: Any) -> list[bytes]:
    check_glyphs(f"{content.text}\n{content.page_label}\n{content.running_head}", content.locale)
    inputs = {"letter": json.dumps(layout_data(content), ensure_ascii=False)}
    try:
        made = compiler().compile(format=form, sys_inputs=inputs, **options)
    except typst.TypstError as error:
        raise render_failed(error.message) from error
    return made if isinstance(made, list) else [made]


def compiler() -> Any:
    """Return this thread's compiler."""
    found = getattr(_local, "compiler", None)
    if found is None:
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(path) for path in folders()]
        )
        found = typst.Compiler(str(_LAYOUT / "letter.typ"), root=str(_LAYOUT), font_paths=fonts)
        _local.compiler = found
    return found


def layout_data(content: LetterContent) -> dict[str, Any]:
    """Return what the layout reads: texts, faces, page."""
    return {
        "layout": content.layout,
        "paper": content.paper,
        "lang": content.lang,
        "region": content.region,
        "title": content.subject,
        "author": content.author,
        "body_font": body_families(content.locale),
        "head_font": head_families(content.locale),
        "page_label": content.page_label,
        "running_head": content.running_head,
        "logo": list(content.logo) if content.logo else None,
        "flow": [_block(block) for block in content.flow],
    }


def _block(block: Block) -> dict[str, Any]:
    """Return one block as plain JSON; ``kind`` says which fields it has."""
    if isinstance(block, TextBlock):
        return {
            "kind": "text",
            "role": block.role,
            "align": block.align,
            "lines": [_runs(line) for line in block.lines],
        }
    if isinstance(block, TableBlock):
        return {
            "kind": "table",
            "role": block.role,
            "heads": block.heads,
            "aligns": block.aligns,
            "widths": _widths(block),
            "rows": block.rows,
            "total_label": block.total_label,
            "total": block.total,
        }
    if isinstance(block, FactsBlock):
        return {
            "kind": "facts",
            "role": block.role,
            "heading": block.heading,
            "rows": [[f"{label}{block.joint}".rstrip(), value] for label, value in block.rows],
            "notes": [_runs(note) for note in block.notes],
        }
    return _letterhead(block)


def _widths(block: TableBlock) -> list[int]:
    """Share the page among the columns by their widest cell; a very long number wraps rather than squeeze the rest."""
    cells = zip(*(block.heads, *block.rows), strict=True)
    widths = [max(columns_of(cell) for cell in column) for column in cells]
    widths[-1] = max(widths[-1], columns_of(block.total))
    return [min(width, _WIDEST) + 3 for width in widths]


def _letterhead(block: Letterhead) -> dict[str, Any]:
    return {"kind": "letterhead", "role": block.role, "name": block.name, "rows": block.rows}


def _runs(line: Runs) -> list[list[Any]]:
    return [[run.text, run.keep] for run in line]
