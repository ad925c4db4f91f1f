"""Filling the texts of a catalogue: placeholders, paragraphs and the marks that place a line.

A text is paragraphs with an empty line between. ``→ `` before a paragraph sets it flush right, ``◇ `` centres it. A
paragraph that is one placeholder (``{table}``) stands for a block. No text is ever put together from halves.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from app.services.letters.wording.blocks import Align, Run, Runs

_PLACEHOLDER: Final = re.compile(r"\{([a-z_]+)\}")
_MARKS: Final[dict[str, Align]] = {"→ ": "end", "◇ ": "center"}


def keep(text: str) -> Runs:
    """Return text that is not broken across lines."""
    return (Run(text, keep=True),)


def free(text: str) -> Runs:
    """Return text that may be broken where its language breaks lines."""
    return (Run(text),) if text else ()


@lru_cache(maxsize=2048)
def pieces(line: str) -> tuple[tuple[str, str], ...]:
    """Split a line into pairs of literal text and the placeholder after it ("" behind the last)."""
    parts = _PLACEHOLDER.split(line)
    return tuple(zip(parts[::2], [*parts[1::2], ""], strict=True))


def names(line: str) -> tuple[str, ...]:
    """Return the placeholders of a line, in order."""
    return tuple(name for _text, name in pieces(line) if name)


def fill(line: str, values: Mapping[str, Runs]) -> Runs:
    """Put the values into a line.

    Raises:
        KeyError: the line asks for a value that is not there.
    """
    runs: list[Run] = []
    for text, name in pieces(line):
        if text:
            runs.append(Run(text))
        if name:
            runs.extend(values[name])
    return tuple(runs)


@lru_cache(maxsize=512)
def paragraphs(text: str) -> tuple[tuple[Align, str], ...]:
    """Split a text into its paragraphs with their alignment."""
    found: list[tuple[Align, str]] = []
    for part in re.split(r"\n[ \t]*\n", text):
        paragraph = part.strip("\n")
        align = _MARKS.get(paragraph[:2], "start")
        found.append((align, paragraph[2:] if align != "start" else paragraph))
    return tuple(found)


@lru_cache(maxsize=512)
def sole_placeholder(paragraph: str) -> str | None:
    """Return the name of the placeholder that the paragraph consists of, or None."""
    match = _PLACEHOLDER.fullmatch(paragraph)
    return match[1] if match else None


def is_wide(char: str) -> bool:
    """Say whether a character takes two columns of a fixed-width font, as Han and kana do."""
    return unicodedata.east_asian_width(char) in "WF"


def columns_of(text: str) -> int:
    """Return the columns that a text takes in a fixed-width font."""
    return sum(0 if unicodedata.combining(char) else 1 + is_wide(char) for char in text)
