"""Due dates: as the file gives them, else from document date and terms, else from the days that items are overdue."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from app.i18n import nmsg
from app.services.sync.model import Notice
from app.services.sync.recognition.misfits import misfit
from app.services.sync.tables.ledger import Ledger
from app.services.sync.tables.table import Table
from app.services.sync.values.terms import Terms, learn, parse_terms
from app.services.sync.values.text import each, fold, heading_key, plain, words

Days = Sequence[str | None]

#: Items that it takes, the share of them whose terms must be usual ones, and how many terms one list has.
_ENOUGH: Final = 3
_HOLDS: Final = 0.9
_TERMS: Final = 6
_USUAL: Final = frozenset(
    {7, 8, 10, 14, 15, 20, 21, 28, 30, 35, 40, 45, 50, 60, 70, 75, 80, 90, 100, 105, 120, 150, 180}
)
#: A day of the month and nothing else.
_BARE_DAY: Final = re.compile(r"\d{1,2}(?:\.0)?\s*日?|月?末日?", re.IGNORECASE)
#: Nobody is late for longer.
_LONGEST: Final = 20_000


def due_days(
    table: Table, document: Days | None, given: Days | None, terms: Days | None, missed: Days
) -> tuple[Days, Days]:
    """Return due dates and their sources; what the file does not say follows from terms, else from the days overdue.

    Args:
        table: gets a notice of what was derived.
        document: days from which terms count.
        given: what the file says.
        terms: in words or numbers.
        missed: for each row the day that its days overdue leave, None where they leave none.
    """
    source: list[str | None] = ["file"] * len(missed)
    if given is not None and None not in given:
        return given, source
    due: list[str | None] = [None] * len(missed) if given is None else list(given)
    starts: Days = [None] * len(missed) if document is None else document
    texts: Days = [None] * len(missed) if terms is None else _without_closing_days(table, terms)
    known = zip(texts, starts, due, strict=True)
    rules: dict[str, Terms | None] = {
        **learn((text, start, day) for text, start, day in known if text and start and day)
    }
    for place, day in enumerate(due):
        if day is not None:
            continue
        start, text = starts[place], texts[place]
        rule = None if start is None or text is None else rules.setdefault(text, rules.get(text) or parse_terms(text))
        if rule is not None and start is not None:
            due[place], source[place] = rule.due(date.fromisoformat(start)).isoformat(), "terms"
        else:
            due[place] = missed[place]
            source[place] = "late" if missed[place] else None
    _tell_derived(table, Counter(source))
    return due, source


def _without_closing_days(table: Table, terms: Days) -> Days:
    """Return terms without bare numbers under a heading of closing days: of 締日 20 nobody knows when it is paid."""
    heading = heading_key(table.heading("terms"))
    if not any(heading_key(word) in heading for word in words("closing_day")):
        return terms
    return each(terms, lambda text: None if isinstance(text, str) and _BARE_DAY.fullmatch(plain(text)) else text)


def _tell_derived(table: Table, sources: Counter[str | None]) -> None:
    """Tell of due dates that the file does not have."""
    if derived := sources["terms"]:
        what = nmsg(
            "{n} due date was derived from document date and terms.",
            "{n} due dates were derived from document date and terms.",
            derived,
        )
        table.warnings.append(Notice("due_date_derived", what))
    if derived := sources["late"]:
        what = nmsg(
            "{n} due date was derived from the file's day and the days overdue.",
            "{n} due dates were derived from the file's day and the days overdue.",
            derived,
        )
        table.warnings.append(Notice("due_date_derived", what))


def tell_missing(table: Table, due: Days, amounts: Sequence[int]) -> None:
    """Tell of what is owed without a due date."""
    missing = sum(1 for day, amount in zip(due, amounts, strict=True) if day is None and amount > 0)
    if missing:
        what = nmsg("{n} row has no due date.", "{n} rows have no due date.", missing)
        unread = None if table.has("due_date") else misfit(table.found.columns, table.guesses, {"due_date"})
        if unread is not None:
            heading, cell = unread
            what = nmsg(
                "{n} row has no due date: “{column}” holds no days that can be read, such as “{value}”.",
                "{n} rows have no due date: “{column}” holds no days that can be read, such as “{value}”.",
                missing,
                column=heading,
                value=cell,
            )
        table.warnings.append(Notice("no_due_date", what))


def missed_days(ledger: Ledger, document: Days | None, late: Sequence[int | None]) -> Days:
    """Return the due dates that days overdue leave where the file states the day on which they were counted.

    A column headed ``Age`` may count from the document: it must leave usual terms between document and due date. Rows
    that are not overdue stay without a due date, unless the file counts the days until then too.
    """
    stated = None if ledger.stated is None else ledger.stated.day
    if stated is None or ("due_date" in ledger.days and None not in ledger.days["due_date"]):
        return [None] * len(late)
    ahead = any(days is not None and days < 0 for days in late)
    counted = [days if days is not None and (days > 0 or ahead) and abs(days) < _LONGEST else None for days in late]
    missed = [None if days is None else (stated - timedelta(days)).isoformat() for days in counted]
    return missed if _are_due(ledger.table, document, missed) else [None] * len(late)


def _are_due(table: Table, document: Days | None, missed: Days) -> bool:
    """Tell whether such days are due dates: the usual terms lie between documents and them, or the heading says so."""
    pairs = zip(document or (), missed, strict=False)
    spans = Counter((date.fromisoformat(due) - date.fromisoformat(start)).days for start, due in pairs if start and due)
    whole = sum(spans.values())
    if whole >= _ENOUGH:
        usual = sum(count for span, count in spans.items() if span in _USUAL)
        if usual >= _HOLDS * whole and len(spans) <= _TERMS:
            return True
        return min(spans) >= 0 and max(spans) > 0 and not _counts_age(table)
    return not _counts_age(table)


def _counts_age(table: Table) -> bool:
    """Tell whether the heading of the days does not say from which day they count."""
    heading = fold(table.heading("days_overdue"))
    return not any(word in heading for word in words("overdue"))
