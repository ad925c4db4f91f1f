"""A letter, from facts to PDF bytes with their checksum, against the bare Typst compile of the same page.

Bare is Typst alone: layout and fonts loaded, the words already JSON, PDF out. Typst remembers what it has laid out, so
the two sides get letters of their own, drawn alike, turn about; both have compiled once before the clock starts.
"""

from __future__ import annotations

import hashlib
import json

from app.services.letters.content import build_content
from app.services.letters.rendering import pdf
from app.services.letters.request import LetterRequest
from tests.builders.letters import letter_request
from tools.bench import Row, Timing, measure

_LOCALES = ("ja_JP", "en_GB", "en_US")
_LETTERS = 40


def run() -> list[Row]:
    """Measure the median letter of each locale."""
    rows = []
    for locale in _LOCALES:
        ours, bare = _both(locale)
        note = f"{ours.wall * 1000:.1f} ms against {bare.wall * 1000:.1f} ms, 3 invoices, median of {_LETTERS}"
        ratio = ours.wall / bare.wall
        rows.append(Row(f"letter {locale} / bare compile", ratio, 2.0, cpu=ours.cpu + bare.cpu, note=note))
    return rows


def _both(locale: str) -> tuple[Timing, Timing]:
    _letter(letter_request(locale, 1, 99_999, items=3))
    ours, bare = [], []
    for seed in range(_LETTERS):
        request = letter_request(locale, seed % 5, 10_000 + seed, items=3)
        ours.append(measure(lambda request=request: _letter(request)))  # type: ignore[misc]
        other = pdf.layout_data(build_content(letter_request(locale, seed % 5, 20_000 + seed, items=3)))
        words = {"letter": json.dumps(other, ensure_ascii=False)}
        bare.append(measure(lambda words=words: _bare(words)))  # type: ignore[misc]
    return _median(ours), _median(bare)


def _letter(request: LetterRequest) -> str:
    return hashlib.sha256(pdf.render_pdf(build_content(request))).hexdigest()


def _bare(words: dict[str, str]) -> object:
    return pdf.compiler().compile(format="pdf", sys_inputs=words, pdf_standards=pdf.STANDARDS, timestamp=1_700_000_000)


def _median(timings: list[Timing]) -> Timing:
    walls = sorted(timing.wall for timing in timings)
    return Timing(walls[len(walls) // 2], sum(timing.cpu for timing in timings), tuple(walls))
