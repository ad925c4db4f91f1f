"""Sheet 17: the day's figures as numerator and denominator, so that days and collectors add up.

Rates are never averaged: numerators are summed, denominators are summed, then divided. Definitions are those of the
house's KPI page; figures of amounts are in the base currency.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.enums import Outcome
from app.i18n import Message, msg, render
from app.money import Money
from app.services.reports.daily.contacts import UNANSWERED
from app.services.reports.daily.context import DailyContext, number, text
from app.services.reports.daily.stock import Steps, Stock, keys_of, no_next_step, overdue
from app.services.reports.tables import Column, Kind, Table, canonical, pair_ref, table

#: Version of the formulas below; it travels with every figure.
FORMULAS: Final = "1"
COLUMNS: Final = (
    text("code", msg("Code"), 8),
    text("name", msg("Name"), 34),
    text("period", msg("Period"), 9),
    text("currency", msg("Currency"), 9),
    Column("numerator", msg("Numerator"), Kind.TEXT, 16),
    Column("denominator", msg("Denominator"), Kind.TEXT, 16),
    text("unit", msg("Unit"), 8),
    text("kind", msg("Kind"), 9),
    number("target", msg("Target")),
    text("formula", msg("Formula version"), 9),
    text("ref", msg("Ref"), 28),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: a count or an amount, over a denominator or alone."""

    code: str
    name: Message
    numerator: int | Money
    denominator: int | Money | None = None
    unit: str = "count"
    kind: str = "flow"
    target: int | None = None


def figures(context: DailyContext, tables: Mapping[str, Table], stock: Sequence[Stock], steps: Steps) -> list[Figure]:
    """Compute the figures from the sheets of the same workbook, so that anybody can compute them again."""
    return [
        *_contact_figures(context, tables),
        *_promise_figures(context, tables),
        *_cash_figures(context, tables),
        *_stock_figures(context, stock, steps),
        Figure("LET", msg("Letters written"), len(tables["tblLetters"].rows)),
    ]


def distinct_activities(tables: Mapping[str, Table]) -> list[dict[str, Any]]:
    """Return one record per activity: a call about six accounts is one attempt."""
    return list({row["activity_ref"]: row for row in reversed(tables["tblActivities"].records())}.values())


def is_call(row: Mapping[str, Any]) -> bool:
    """Tell whether a record of tblActivities is a call attempt."""
    return row["attempt"] is not None


def _contact_figures(context: DailyContext, tables: Mapping[str, Table]) -> list[Figure]:
    rows = tables["tblActivities"].records()
    once = distinct_activities(tables)
    calls = [row for row in once if is_call(row)]
    answered = [row for row in calls if Outcome(row["outcome_code"]) not in UNANSWERED]
    worked = {row["account"] for row in rows}
    listed = worked_on_list(tables)
    targets = context.settings.targets
    return [
        Figure("ATT", msg("Call attempts"), len(calls), target=targets.calls),
        Figure("ANS", msg("Answered"), len(answered), len(calls)),
        Figure(
            "RPC",
            msg("Right-party contacts"),
            sum(row["right_party"] == "Y" for row in once),
            len(calls),
            target=targets.contacts,
        ),
        Figure("TWC", msg("Two-way contacts, all channels"), sum(row["two_way"] == "Y" for row in once)),
        Figure("MIN", msg("Minutes"), sum(row["minutes"] or 0 for row in once), unit="minutes"),
        Figure("ACW", msg("Accounts worked"), len(worked), kind="distinct"),
        Figure(
            "COV",
            msg("Worked of those due on the worklist"),
            len(listed),
            len(listed) + len(tables["tblNotWorked"].rows),
            target=targets.coverage,
        ),
    ]


def worked_on_list(tables: Mapping[str, Table]) -> set[str]:
    """Return the accounts that were on the list and were worked."""
    return {row["account"] for row in tables["tblActivities"].records() if row["on_list"] == "Y"}


def _promise_figures(context: DailyContext, tables: Mapping[str, Table]) -> list[Figure]:
    made = [row for row in tables["tblPromises"].records() if row["kind"] != "assurance"]
    refs = {row["activity_ref"] or row["ref"] for row in made}
    judged = [row for row in tables["tblJudged"].records() if row["status"] in JUDGED_STATES]
    kept = sum(row["status"] == "kept" for row in judged)
    broken = sum(row["status"] == "broken" for row in judged)
    received = _base(context, [(row["received"], row["currency"]) for row in judged])
    due = _base(context, [(row["due_under"], row["currency"]) for row in judged])
    promised = _base(context, [(row["amount"], row["currency"]) for row in made])
    return [
        Figure("PTPN", msg("Promises made"), len(refs), target=context.settings.targets.promises),
        Figure("PTPV", msg("Promised"), promised, unit="amount"),
        Figure("PKN", msg("Kept of judged, by count"), kept, len(judged), target=75),
        Figure("PKV", msg("Received of due under judged promises"), received, due, "amount", target=80),
        Figure("PBN", msg("Broken of judged"), broken, len(judged), target=15),
    ]


#: Final states of a first judgement.
JUDGED_STATES: Final = frozenset({"kept", "partly_kept", "broken"})


def _cash_figures(context: DailyContext, tables: Mapping[str, Table]) -> list[Figure]:
    rows = [row for row in tables["tblCash"].records() if row["kind"] == "cash" and row["state"] == "received"]
    worked = [row for row in rows if row["worked"] == "Y"]
    return [
        Figure("CASH", msg("Cash received"), _base(context, _amounts(rows)), unit="amount"),
        Figure("CASHW", msg("Cash received on worked accounts"), _base(context, _amounts(worked)), unit="amount"),
    ]


def _amounts(rows: Sequence[Mapping[str, Any]]) -> list[tuple[Money | None, str]]:
    return [(row["amount"], row["currency"]) for row in rows]


def _stock_figures(context: DailyContext, stock: Sequence[Stock], steps: Steps) -> list[Figure]:
    keys = keys_of(context)

    def total(values: Sequence[tuple[int, str]]) -> Money:
        return _base(context, [(Money(minor, currency), currency) for minor, currency in values])

    gross = total([(row.gross, row.currency) for row in stock])

    def share(code: str, name: Message, values: Sequence[tuple[int, str]], target: int | None = None) -> Figure:
        return Figure(code, name, total(values), gross, "amount", "stock", target)

    idle = no_next_step(context, stock, steps)
    return [
        share("PDP", msg("Past due of gross"), [(overdue(row, keys), row.currency) for row in stock], 20),
        share("AD30", msg("Past due beyond 30 days"), [(row.beyond(keys, 2), row.currency) for row in stock]),
        share("AD60", msg("Past due beyond 60 days"), [(row.beyond(keys, 3), row.currency) for row in stock], 6),
        share("AD90", msg("Past due beyond 90 days"), [(row.beyond(keys, 4), row.currency) for row in stock], 3),
        share("DIS", msg("Disputed of gross"), [(row.disputed, row.currency) for row in stock]),
        share("UNC", msg("Unapplied cash of gross"), [(-row.cash, row.currency) for row in stock], 2),
        share("UNM", msg("Unapplied credits of gross"), [(-row.credits, row.currency) for row in stock], 2),
        Figure("NNS", msg("Accounts with no next step"), len(idle), kind="stock", target=0),
    ]


def _base(context: DailyContext, pairs: Sequence[tuple[Money | None, str]]) -> Money:
    """Return the sum in the base currency: added per currency first, converted once each."""
    sums: dict[str, int] = {}
    for cell, currency in pairs:
        if isinstance(cell, Money):
            sums[currency] = sums.get(currency, 0) + cell.minor
    return Money(context.rates.total(sums).minor, context.rates.base)


def kpi_table(context: DailyContext, found: Sequence[Figure]) -> Table:
    """Return the figures as tblKpi."""
    records = [
        {
            "code": one.code,
            "name": render(one.name),
            "period": "day",
            "currency": one.numerator.currency if isinstance(one.numerator, Money) else "count",
            "numerator": canonical(one.numerator),
            "denominator": None if one.denominator is None else canonical(one.denominator),
            "unit": one.unit,
            "kind": one.kind,
            "target": one.target,
            "formula": FORMULAS,
            "ref": pair_ref("kpi", context.day.isoformat(), one.code),
        }
        for one in found
    ]
    return table("tblKpi", "KPI", msg("KPI"), COLUMNS, records)
