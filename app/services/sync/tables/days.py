"""Days of a table: one order of day and month for all its columns, and the day for which its figures stand.

A column in doubt follows relations that only one order satisfies: terms between document and due date, in a column or
constant, and due date plus days overdue, which is one and the same day in a whole export. Else it follows the columns
beside it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from typing import Final

from app.i18n import Message, msg
from app.services.sync.model import Question
from app.services.sync.values.cells import Cell, looked_up
from app.services.sync.values.dates import (
    DMY,
    MDY,
    ORDERS,
    DateColumn,
    Parts,
    by_years,
    ordered,
    read_dates,
    read_text,
)
from app.services.sync.values.eras import Unsure
from app.services.sync.values.monthends import with_month_ends
from app.services.sync.values.numbers import NumberColumn
from app.services.sync.values.terms import parse_terms
from app.services.sync.values.text import cell_text, fold, plain, words

#: Overdue rows of which so many must give the same day for it to be the as-of date.
_CONSTANT: Final = 0.95
#: Rows that a relation needs to be believed, and the share of rows in which the wrong order may hold by chance.
_ENOUGH: Final = 3
_CHANCE: Final = 0.6
#: Rows that spans need to be believed, the terms that a table usually has, and the longest of them.
_SPANS: Final = 12
_TERMS: Final = 3
_LONGEST_TERM: Final = 180
#: What a collector's money is never older or newer than.
_LONG_AGO: Final = timedelta(3653)
_SOON: Final = timedelta(31)
#: Rows that are looked at for relations.
_RELATED: Final = 5_000
_DAY_TEXT: Final = re.compile(
    r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{2,4}"
    r"|(?:令和|平成|民國)\s*\d{1,3}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
    r"|\d{1,2}(?:st|nd|rd|th|\.|º)?[- /]*(?:de |of )?[^\W\d_]{3,}\.?[-,/ ]*(?:de |del )?\d{4}"
    r"|\d{1,2}[-/. ][^\W\d_]{3,9}\.?[-/. ]'?\d{2}(?!\d)"
    r"|[^\W\d_]{3,}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{8}"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """The day that a line above the table states, or the ways to read it while the order is open."""

    day: date | None
    parts: Parts | None = None
    text: str = ""


def judge_dates(
    columns: Mapping[str, Sequence[Cell]],
    headings: Mapping[str, str],
    decide: str | None,
    beside: Mapping[str, NumberColumn | Sequence[Cell]],
) -> tuple[dict[str, DateColumn], list[Question]]:
    """Judge the date columns of a table together.

    Args:
        columns: field → cells.
        headings: field → its heading.
        decide: the order that somebody chose.
        beside: ``days_overdue`` (numbers) and ``terms`` (cells), where the table has them.
    """
    judged = {name: read_dates(cells, decide) for name, cells in columns.items()}
    open_fields = [name for name, column in judged.items() if _open(column)]
    if not open_fields:
        return judged, []
    proved = {column.order for column in judged.values() if column.proof is not None and column.order}
    order = _by_relations(judged, open_fields, beside)
    if order is None and len(proved) == 1:
        order = next(iter(proved))
    elif order is None:
        order = by_years([judged[name] for name in open_fields]) or ""
    questions: list[Question] = []
    for name in open_fields:
        if order and (order in {DMY, MDY} or judged[name].swapped is False):
            judged[name] = judged[name].decided(order)
        else:
            questions.append(_ask(judged[name], headings[name]))
    return judged, questions


def by_nearness(columns: Iterable[DateColumn], today: date) -> str | None:
    """Return the order that brings days of years with two digits near, where all others do not; None if none does.

    For days that have been and that somebody works with now: a bank's statement is of this year or of the last ones,
    and what lies twenty years back or ahead is a day of the month taken for a year. Nobody writes month.day.year.
    """
    parts = [found for column in columns if _open(column) for found in column.parts.values()]
    if not parts or not all(found.short for found in parts):
        return None
    dotted = all(found.separator == "." for found in parts)
    near = []
    for order in ORDERS:
        days = [day for found in parts if (day := ordered(found, order)) is not None]
        past = bool(days) and today - _LONG_AGO <= max(days) <= today + _SOON
        if past and len(days) == len(parts) and not (dotted and order == MDY):
            near.append(order)
    return near[0] if len(near) == 1 else None


def order_above(lines: Iterable[Cell], columns: Iterable[DateColumn]) -> str | None:
    """Return the order that days in the lines above a table prove for its columns; None where they prove none.

    A program writes ``Período: 01/11/2026 a 20/11/2026`` as it writes the days below: with the same stroke between.
    """
    wanted = {parts.separator for column in columns if _open(column) for parts in column.parts.values()}
    orders: set[str] = set()
    for line in lines:
        for match in _DAY_TEXT.finditer(plain(line)) if isinstance(line, str) else ():
            found = read_text(match.group().strip())
            if isinstance(found, Parts) and not found.short and {found.separator} == wanted:
                possible = [order for order in (DMY, MDY) if ordered(found, order)]
                orders.update(possible if len(possible) == 1 else ())
    return orders.pop() if len(orders) == 1 else None


def _open(column: DateColumn) -> bool:
    return column.order is None or column.swapped is None


def _ask(column: DateColumn, heading: str) -> Question:
    text = min(column.parts, default="")  # the same file asks in the same words
    if column.swapped is None:
        evidence = msg("Day and month of some dates may be exchanged: {value} stands beside true dates.", value=text)
        return Question("--date-order", heading, evidence, (DMY, MDY), lasting=False)
    short = any(parts.short for parts in column.parts.values())
    evidence = (
        msg("Dates such as {value} can be read day first, month first or year first.", value=text)
        if short
        else msg("Dates such as {value} can be read day first or month first.", value=text)
    )
    return Question("--date-order", heading, evidence, ORDERS if short else (DMY, MDY))


def _by_relations(
    judged: Mapping[str, DateColumn], fields: Sequence[str], beside: Mapping[str, NumberColumn | Sequence[Cell]]
) -> str | None:
    """Return the order under which relations between columns hold in practically every row, if there is only one."""
    shares: dict[str, float] = {}
    for order in (DMY, MDY):
        holding, tested = _holding(judged, fields, beside, order)
        shares[order] = holding / tested if tested >= _ENOUGH else 0.0
    best, other = (DMY, MDY) if shares[DMY] > shares[MDY] else (MDY, DMY)
    return best if shares[best] >= _CONSTANT and shares[other] <= _CHANCE else None


def _holding(
    judged: Mapping[str, DateColumn],
    fields: Sequence[str],
    beside: Mapping[str, NumberColumn | Sequence[Cell]],
    order: str,
) -> tuple[int, int]:
    """Count the rows in which terms or the common as-of day hold under an order, and the rows that could tell."""
    read = {name: column.decided(order) if name in fields else column for name, column in judged.items()}
    due = read.get("due_date")
    if due is None:
        return 0, 0
    rows = min(len(due.cells), _RELATED)
    days = [due.day(cell) for cell in due.cells[:rows]]
    holding = tested = 0
    overdue = beside.get("days_overdue")
    if isinstance(overdue, NumberColumn):
        sums = Counter(
            day + timedelta(int(late)) if day else None
            for day, cell in zip(days, overdue.cells[:rows], strict=True)
            if (late := overdue.number(cell)) and 0 < late < 20_000
        )
        tested += sums.total()
        holding += max((count for day, count in sums.items() if day), default=0)
    terms, document = beside.get("terms"), read.get("document_date")
    if terms is not None and not isinstance(terms, NumberColumn) and document is not None:
        for cell, start, day in zip(terms[:rows], document.cells[:rows], days, strict=True):
            rule, begun = parse_terms(cell_text(cell) or ""), document.day(start)
            if rule is not None and (begun or day):
                tested += 1
                holding += begun is not None and rule.due(begun) == day
    if not tested and document is not None:
        return _usual_spans([document.day(cell) for cell in document.cells[:rows]], days)
    return holding, tested


def _usual_spans(begun: Sequence[date | None], due: Sequence[date | None]) -> tuple[int, int]:
    """Count the rows whose span from document to due date is a usual one of the table, and the rows that have both."""
    spans = [(end - start).days for start, end in zip(begun, due, strict=True) if start and end]
    if len(spans) < _SPANS or len(set(begun)) < _SPANS // 2:
        return 0, 0
    usual = Counter(span for span in spans if 0 <= span <= _LONGEST_TERM)
    return sum(count for _, count in usual.most_common(_TERMS)), len(spans)


def iso_column(column: DateColumn) -> tuple[Sequence[str | None], dict[int, Message]]:
    """Return the column as ISO days, None where there is none, and position → why for cells that are no days."""
    table = column.table()
    days = looked_up(column.cells, table)
    wrong = column.bad | {text for text in column.parts if table.get(text) is None}
    if not wrong:
        return days, {}
    why, era = msg("There is no such day."), msg("The year may be one of this century or one of the era.")
    return days, {
        place: era if isinstance(cell, Unsure) else why for place, cell in enumerate(column.cells) if cell in wrong
    }


def derived_as_of(due: Sequence[str | None], late: Sequence[int | None]) -> tuple[date | None, Message | None]:
    """Derive the as-of day from overdue rows: due date plus days overdue, constant over the export.

    Args:
        due: ISO days.
        late: days overdue, positive when overdue.

    Returns:
        The day and the evidence; None where it is not constant.
    """
    counts: Counter[date] = Counter()
    for (day, days), count in Counter(zip(due, late, strict=True)).items():
        if day and days and 0 < days < 20_000:
            counts[date.fromisoformat(day) + timedelta(days)] += count
    if not counts:
        return None, None
    best, count = counts.most_common(1)[0]
    if count < _ENOUGH:  # so few prove nothing that the rows not yet due contradict
        for (day, days), often in Counter(zip(due, late, strict=True)).items():
            if day and days and -20_000 < days < 0:
                counts[date.fromisoformat(day) + timedelta(days)] += often
        best, count = counts.most_common(1)[0]
    if count < _CONSTANT * counts.total():
        return None, None
    return best, msg(
        "due date plus days overdue is {day} in {count} of {n} rows", day=best, count=count, n=counts.total()
    )


def enough_for(derived: date, due: Sequence[str | None], late: Sequence[int | None]) -> bool:
    """Tell whether enough rows speak for a derived day for it to stand over one that the file states."""
    rows = (day for day, days in zip(due, late, strict=True) if day and days and _falls_on(day, days, derived))
    return sum(1 for _ in islice(rows, _ENOUGH)) == _ENOUGH


def _falls_on(day: str, days: int, wanted: date) -> bool:
    return abs(days) < 20_000 and date.fromisoformat(day) + timedelta(days) == wanted


@lru_cache(maxsize=2)
def _phrases() -> re.Pattern[str]:
    listed = sorted(words("asof"), key=len, reverse=True)
    return re.compile(
        r"(?<![^\W\d_])(?:" + "|".join(map(re.escape, listed)) + r")\s*(?:[:：]|\bis\b|\bon\b|el\b|dia\b)?\s*$"
    )


def stated_as_of(titles: Iterable[Cell]) -> Stated | None:
    """Return the day that a line states: ``As of June 17, 2026``, ``Stichtag 17.06.2026``, ``2026年6月17日現在``.

    The end of a month is its last day. A true date counts if the cell before it says what it is. Periods
    (``from … to …``) state nothing.
    """
    before = ""
    for cell in titles:
        if isinstance(cell, date):
            if before and _phrases().search(before):
                return Stated(date(cell.year, cell.month, cell.day))
            continue
        text = with_month_ends(fold(plain(cell))) if isinstance(cell, str) else ""
        if not text:
            continue
        found = _stated_in(text, before)
        if found is not None:
            return found
        before = text
    return None


def _stated_in(text: str, before: str) -> Stated | None:
    """Look for a day in one line, with a word in front of it (or in the cell before) or behind it."""
    days = [(match, read_text(match.group().strip())) for match in _DAY_TEXT.finditer(text)]
    days = [(match, read) for match, read in days if read is not None]
    if len(days) != 1:
        return None
    match, read = days[0]
    front, back = text[: match.start()].rstrip(), text[match.end() :].strip()
    said = _phrases().search(front) if front else before and _phrases().search(before)
    if not said and not any(back.startswith(word) for word in words("day_word")):
        return None
    return Stated(None, read, match.group()) if isinstance(read, Parts) else Stated(read)
