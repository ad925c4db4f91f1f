"""The pieces of a letter: text in runs, tables, facts. Every word in them is final; renderers only place them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Align = Literal["start", "center", "end"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; ``keep`` forbids a line break inside (amounts, dates, numbers)."""

    text: str
    keep: bool = False


Runs = tuple[Run, ...]


def plain(runs: Runs) -> str:
    """Return the text of runs."""
    return "".join(run.text for run in runs)


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines that belong together; ``role`` says what they are (title, salutation, paragraph, closing …)."""

    role: str
    lines: tuple[Runs, ...]
    align: Align = "start"

    @property
    def text(self) -> str:
        """The block as plain text, lines joined by line feeds."""
        return "\n".join(plain(line) for line in self.lines)


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table in one currency: heads and rows as text; ``total`` is the last row, label first."""

    role: str
    heads: tuple[str, ...]
    aligns: tuple[Align, ...]
    rows: tuple[tuple[str, ...], ...]
    total_label: str
    total: str

    @property
    def text(self) -> str:
        """Heads, rows and total, cells joined by tabs."""
        rows = ["\t".join(row) for row in (self.heads, *self.rows)]
        return "\n".join([*rows, f"{self.total_label}\t{self.total}"])


@dataclass(frozen=True, slots=True)
class FactsBlock:
    """Labels with values, one under the other (bank details), and notes below; ``joint`` stands between the two."""

    role: str
    heading: str
    rows: tuple[tuple[str, str], ...]
    notes: tuple[Runs, ...] = ()
    joint: str = ": "

    @property
    def text(self) -> str:
        """The block as plain text."""
        lines = [self.heading] if self.heading else []
        lines += [f"{label}{self.joint}{value}" for label, value in self.rows]
        return "\n".join([*lines, *(plain(note) for note in self.notes)])


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The sender's head of the page: the name large, rows of short pieces small below."""

    role: str
    name: str
    rows: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        """The block as plain text."""
        return "\n".join([self.name, *(piece for row in self.rows for piece in row)])


Block = TextBlock | TableBlock | FactsBlock | Letterhead


@dataclass(frozen=True, slots=True)
class LetterContent:
    """One letter, localized: what stands on it, in reading order, in one language.

    Attributes:
        locale: the letter's locale; ``lang`` and ``region`` tag the document (``ja``, ``JP``).
        title: the title block, whole.
        flow: the blocks, top to bottom.
        page_label: the footer of a letter of several pages, with ``{page}`` and ``{pages}``.
        running_head: what stands over the second and later pages.
        stamp: seconds since 1970 of the letter's date, so that the same letter gives the same bytes.
        amount: what is asked for, minor units; ``amount_text`` as the letter prints it.
        logo: the picture of the letterhead, if any.
    """

    locale: str
    lang: str
    region: str
    layout: str
    paper: str
    title: str
    subject: str
    author: str
    flow: tuple[Block, ...]
    page_label: str
    stamp: int
    amount: int
    currency: str
    amount_text: str
    running_head: str
    logo: bytes | None = None

    def parts(self, role: str) -> tuple[Block, ...]:
        """Return the blocks of one role, in order."""
        return tuple(block for block in self.flow if block.role == role)

    def text_of(self, role: str) -> str:
        """Return the text of one role; empty if the letter has none."""
        return "\n".join(block.text for block in self.parts(role))

    @property
    def salutation(self) -> str:
        """The line that greets the reader; empty where the language greets inside the body."""
        return self.text_of("salutation")

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs of the body, in order."""
        return tuple(block.text for block in self.parts("paragraph"))

    @property
    def text(self) -> str:
        """All text of the letter, for checks of glyphs and words."""
        return "\n".join(block.text for block in self.flow)
