"""A letter's PDF read back: its text by line and whole, its faces, and where things stand."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cached_property

from pypdf import PdfReader

from app.services.letters.wording.blocks import LetterContent

MM = 72 / 25.4


@dataclass(frozen=True)
class Word:
    """A piece of text with its place in millimetres from the left and the top of its page."""

    page: int
    x: float
    y: float
    text: str


class Page:
    """The read-back of one letter."""

    def __init__(self, content: LetterContent, pdf: bytes) -> None:
        self.content = content
        self.reader = PdfReader(io.BytesIO(pdf))
        self.cjk = content.layout != "latin"

    @cached_property
    def lines(self) -> list[str]:
        """The lines of all pages without running heads and page numbers; no-break spaces are blanks."""
        return [line.replace("\u00a0", " ") for line in self.printed]

    @cached_property
    def printed(self) -> list[str]:
        """The same lines with their no-break spaces."""
        found: list[str] = []
        pages = len(self.reader.pages)
        for place, page in enumerate(self.reader.pages, 1):
            label = self.content.page_label.format(page=place, pages=pages)
            dropped = {squeezed(label), squeezed(self.content.running_head)} if pages > 1 else set()
            for line in page.extract_text().split("\n"):
                clean = line.rstrip()
                if clean and squeezed(clean) not in dropped:
                    found.append(clean)
        return found

    @cached_property
    def text(self) -> str:
        """The whole text: lines joined by a blank in Latin script, by nothing in Chinese and Japanese."""
        return ("" if self.cjk else " ").join(line.strip(" ") for line in self.lines)

    @cached_property
    def listed(self) -> str:
        """The text line by line, for what is never broken across lines."""
        return "\n".join(self.lines)

    @cached_property
    def bare(self) -> str:
        """The text without any white space."""
        return squeezed(self.text)

    @cached_property
    def fonts(self) -> list[set[str]]:
        """The faces of each page, without the tag of their subset."""
        found = []
        for page in self.reader.pages:
            entries = page["/Resources"].get_object().get("/Font", {})
            names = {str(font.get_object()["/BaseFont"]).lstrip("/") for font in entries.values()}
            found.append({name.split("+")[-1] for name in names})
        return found

    @cached_property
    def words(self) -> list[Word]:
        """Every piece of text with its place."""
        found: list[Word] = []
        for number, page in enumerate(self.reader.pages):
            height = float(page.mediabox.height)

            def visit(text: str, user: list[float], matrix: list[float], *_: object) -> None:
                if text.strip():
                    x = user[0] * matrix[4] + user[2] * matrix[5] + user[4]
                    y = user[1] * matrix[4] + user[3] * matrix[5] + user[5]
                    found.append(Word(number, x / MM, (height - y) / MM, text.strip()))  # noqa: B023

            page.extract_text(visitor_text=visit)
        return found


def squeezed(text: str) -> str:
    """Return a text without white space of any kind."""
    return re.sub(r"\s+", "", text)
