"""Cases of a CRM: objections of customers with their status and owner."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Any

from app.enums import DisputeStatus, SyncKind
from app.i18n import msg, nmsg
from app.services.sync.model import Notice
from app.services.sync.tables.days import iso_column, judge_dates
from app.services.sync.tables.money import judge_money, to_minors
from app.services.sync.tables.numbernames import owners_of
from app.services.sync.tables.outcome import Outcome, count_rows, pick, rejected_rows
from app.services.sync.tables.records import Records, sort_records
from app.services.sync.tables.spans import tell_coded
from app.services.sync.tables.table import Table
from app.services.sync.tables.unread import tell_unread
from app.services.sync.values.cells import Cell
from app.services.sync.values.references import listed_in, named_in
from app.services.sync.values.text import account_key, cell_text, each, fold, word_groups


def read_cases(table: Table) -> Outcome:
    """Read a table of cases.

    Raises:
        QuestionsError: the evidence leaves something open.
    """
    numbers = table.text("case_number") or []
    whole = [_is_case(number, row) for number, row in zip(numbers, table.body, strict=True)]
    records = sort_records(table, whole, table.heading("case_number"), msg("The row has no case number."))
    days = _days(table, records)
    amounts, codes = _amounts(table, records.item)
    table.decide()
    if amounts is not None and codes is not None:
        tell_coded(table, "case_amount", pick(amounts, records.item), pick(codes, records.item))
    typed = _typed(table, records.item, days, amounts, codes)
    rejected = rejected_rows(records.rejected, table.first, None, numbers)
    count = records.item.count(1)
    outcome = Outcome(
        SyncKind.CASES,
        typed,
        count,
        count_rows(count, records.noted, len(rejected)),
        noted=records.noted,
        rejected=rejected,
        account_count=len(set(typed[2] or typed[3] or ())),
    )
    if table.options.as_of is not None:
        outcome.as_of, outcome.as_of_from = table.options.as_of, "option"
    return outcome


def _days(table: Table, records: Records) -> dict[str, Sequence[str | None]]:
    """Judge the dates; a case whose day cannot be read is rejected."""
    names = table.present("opened_date", "case_closed_date")
    columns, questions = judge_dates(
        {name: table.cells(name) for name in names}, table.headings(names), table.options.date_order, {}
    )
    table.questions.extend(questions)
    days: dict[str, Sequence[str | None]] = {}
    for name in names:
        days[name], wrong = iso_column(columns[name])
        table.judged(name, columns[name])
        for place, why in wrong.items():
            if records.item[place]:
                records.item[place] = 0
                records.rejected[place] = (table.heading(name), str(table.cells(name)[place]), why)
    for place, shows in table.error_cells(table.headings(names)).items():
        if records.item[place]:
            records.item[place] = 0
            records.rejected[place] = shows
    return days


def _typed(
    table: Table,
    own: bytearray,
    days: Mapping[str, Sequence[str | None]],
    amounts: Sequence[int | None] | None,
    codes: Sequence[str | None] | None,
) -> list[Sequence[Any] | None]:
    """Build the typed columns."""

    def text(name: str) -> Sequence[str | None] | None:
        column = table.text(name)
        return None if column is None else pick(column, own)

    count = own.count(1)
    whose, called = owners_of(table)
    accounts = None if whose is None else pick(whose, own)
    names = [None] * count if called is None else pick(called, own)
    subjects, said = text("subject"), text("case_status")
    return [
        pick(range(table.first, table.first + len(own)), own),
        text("case_number"),
        None if accounts is None else [None if who is None else account_key(who) for who in accounts],
        [name or "" for name in names],
        subjects,
        _statuses(table, said, count),
        said,
        pick(days["opened_date"], own) if "opened_date" in days else None,
        pick(days["case_closed_date"], own) if "case_closed_date" in days else None,
        text("owner"),
        _reasons(text("reason")),
        pick(codes, own) if codes else None,
        pick(amounts, own) if amounts else None,
        _invoices(text("number"), subjects, count),
    ]


def _is_case(number: str | None, row: Sequence[Cell]) -> bool:
    """Tell a case from the lines under the table: it has a number with a digit and something beside it."""
    filled = sum(1 for cell in row if cell_text(cell) is not None)
    return number is not None and any(map(str.isdigit, number)) and filled >= 2


def _statuses(table: Table, said: Sequence[str | None] | None, count: int) -> list[str]:
    """Return the status of every case; words that are not known count as under review, with a warning."""
    if said is None:
        return [DisputeStatus.UNDER_REVIEW.value] * count
    groups = word_groups("case_status")
    unknown = sorted({word for word in said if word is not None and fold(word) not in groups})
    if unknown:
        table.warnings.append(
            Notice(
                "case_status_unknown",
                msg("Some statuses are not known and count as under review: {values}.", values=", ".join(unknown[:5])),
            )
        )
    return [groups.get(fold(word or ""), DisputeStatus.UNDER_REVIEW.value) for word in said]


def _reasons(said: Sequence[str | None] | None) -> list[str | None] | None:
    """Return the house's code of a reason where its words are known, else the words."""
    if said is None:
        return None
    groups = word_groups("case_reason")
    return [None if word is None else groups.get(fold(word), word) for word in said]


def _amounts(table: Table, own: bytearray) -> tuple[list[int | None] | None, list[str | None] | None]:
    """Return disputed amounts with their currency; what has none or cannot be read is left out with a warning."""
    if not table.has("case_amount"):
        return None, None
    judged, currencies = judge_money(table, ["case_amount"], table.options.currency)
    if currencies.question is not None:
        what = msg("{why} The amounts of the cases were left out.", why=currencies.question.evidence)
        table.warnings.append(Notice("case_amounts_left_out", what))
        return None, None
    minors, wrong = to_minors(judged["case_amount"], currencies)
    codes = [currencies.of(place) for place in range(len(minors))]
    tell_unread(table, "case_amount", wrong, own)
    tell_unread(table, "currency", currencies.bad, own)
    _tell_without_currency(table, minors, codes, currencies.bad, own)
    return [minor if code else None for minor, code in zip(minors, codes, strict=True)], codes


def _tell_without_currency(
    table: Table, minors: Sequence[int | None], codes: Sequence[str | None], bad: Container[int], own: bytearray
) -> None:
    """Note the amounts beside which no currency stands."""
    rows = enumerate(zip(minors, codes, own, strict=True))
    left = [place for place, (minor, code, kept) in rows if kept and minor is not None and not code]
    if left := [place for place in left if place not in bad]:
        what = nmsg(
            "The amount of {n} case has no currency and was left out.",
            "The amounts of {n} cases have no currency and were left out.",
            len(left),
        )
        table.warnings.append(Notice("case_amounts_left_out", what, table.first + left[0]))


def _invoices(
    listed: Sequence[str | None] | None, subjects: Sequence[str | None] | None, count: int
) -> list[tuple[str, ...]]:
    """Return the invoice numbers of each case, from their own column, else from its subject."""
    own = each(listed, listed_in) if listed else [()] * count
    spoken = each(subjects, named_in) if subjects else [()] * count
    return [first or second for first, second in zip(own, spoken, strict=True)]
