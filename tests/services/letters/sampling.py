"""Letters to invented accounts, written, laid out and read back once for all tests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from app.services.letters.content import build_content
from app.services.letters.locales import BUILT
from app.services.letters.rendering.pdf import render_pdf
from app.services.letters.request import LetterRequest
from app.services.letters.wording.blocks import LetterContent
from app.services.letters.wording.catalogue import FOLDER
from tests.builders.letters import letter_request
from tests.services.letters.page import Page

SEEDS = range(5)
STAGES = range(5)


@dataclass(frozen=True)
class Sample:
    """One letter with everything that is known about it."""

    request: LetterRequest
    content: LetterContent
    page: Page

    @property
    def locale(self) -> str:
        return self.request.locale

    @property
    def lang(self) -> str:
        return self.content.lang


@cache
def samples(locale: str, stage: int) -> tuple[Sample, ...]:
    """Return letters of one locale and stage to accounts drawn from seeds."""
    return tuple(sample(letter_request(locale, stage, seed)) for seed in SEEDS)


def sample(request: LetterRequest) -> Sample:
    """Write, lay out and read back one letter."""
    content = build_content(request)
    return Sample(request, content, Page(content, render_pdf(content)))


def has_texts(locale: str) -> bool:
    """Say whether a locale's texts are there."""
    return (FOLDER / locale / "LC_MESSAGES" / "letters.po").exists()


def only(*locales: str, stages: tuple[int, ...] = (0, 1, 2, 3, 4)):
    """Mark a test as one about these locales (by code or language) and stages."""

    def mark(function):
        function.locales = {code for code in BUILT if code in locales or code[:2] in locales} if locales else set(BUILT)
        function.stages = stages
        return function

    return mark
