"""From a request to a letter in words: one locale object writes everything, and nothing is left to the renderers."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Final

from app.services.letters.bank_rules import bank_for
from app.services.letters.compose import Composer
from app.services.letters.locales import letter_locale
from app.services.letters.refusals import bad_day, no_company_name, no_consequence, no_deadline, no_items
from app.services.letters.request import Deadline, LetterLine, LetterRequest
from app.services.letters.wording.blocks import LetterContent
from app.services.letters.wording.catalogue import LetterCatalogue, open_catalogue

#: Operational steps that a demand may announce, the milder first; interest may be reserved beside them.
_DEMAND_STEPS: Final = ("hold", "suspension")
#: The one step that a final notice announces: the first of these that the company enabled.
_FINAL_STEPS: Final = ("legal", "agency", "suspension", "hold", "interest")


def build_content(request: LetterRequest, catalogue: LetterCatalogue | None = None) -> LetterContent:
    """Write one letter.

    Args:
        request: the facts; amounts in minor units, days counted to ``request.date``.
        catalogue: the locale's texts; by default those installed.

    Raises:
        LetterRefusedError: the locale is not built, a text, bank detail, next step or deadline is missing, or an item
            does not fit the stage. Nothing falls back to another language.
    """
    locale = letter_locale(request.locale)
    words = catalogue or open_catalogue(request.locale)
    check(request)
    bank = bank_for(request.sender.banks, request.currency)
    composer = Composer(request, locale, words, bank, next_step(request))
    title = words.text(f"title.{request.stage}")
    flow = composer.compose(title)
    return LetterContent(
        locale=request.locale,
        lang=locale.lang,
        region=locale.region,
        layout=locale.layout,
        paper=locale.paper,
        title=title,
        subject=f"{title} {request.number}",
        author=composer.company,
        flow=flow,
        page_label=words.text("page"),
        stamp=seconds(request.date),
        amount=request.total,
        currency=request.currency,
        amount_text=composer.total_text,
        running_head=f"{composer.company}  {request.number}",
        logo=request.sender.logo,
    )


def seconds(day: date) -> int:
    """Return noon UTC of the letter's date in seconds since 1970: the creation time written into its PDF."""
    return calendar.timegm((day.year, day.month, day.day, 12, 0, 0))


def check(request: LetterRequest) -> None:
    """Check that the request can become a letter of its stage.

    Raises:
        LetterRefusedError: it has no names, no items, no deadline, or an item on the wrong side of its due date.
    """
    if not request.recipient.company.strip() or not request.sender.names:
        raise no_company_name()
    if not request.claimed or request.total <= 0:
        raise no_items()
    if request.stage >= 1:
        _check_deadline(request.date, request.deadline)
    for line in request.lines:
        _check_line(request, line)


def _check_deadline(day: date, deadline: Deadline | None) -> None:
    if deadline is None or deadline.on <= day:
        raise no_deadline()


def _check_line(request: LetterRequest, line: LetterLine) -> None:
    """A pre-due notice lists items not yet overdue, every other letter overdue ones, counted to its own date."""
    counted = (request.date - line.due_date).days
    if line.days_overdue != counted or (counted > 0) != (request.stage > 0):
        raise bad_day(line.number)


def next_step(request: LetterRequest) -> str | None:
    """Return the step that the letter announces, out of those the company enabled for its locale.

    A demand announces an operational step and reserves interest, or says nothing of either; a final notice announces
    exactly one step.

    Raises:
        LetterRefusedError: a final notice has none to announce.
    """
    enabled = request.consequences
    if request.stage == 4:
        step = next((step for step in _FINAL_STEPS if step in enabled), None)
        if step is None:
            raise no_consequence(request.locale)
        return step
    if request.stage != 3:
        return None
    steps: list[str] = []
    steps += [step for step in _DEMAND_STEPS if step in enabled][:1]
    if "interest" in enabled:
        steps.append("interest")
    return "_".join(steps) or None
