"""What came of one file: the run as the command line prints it, the window shows it and the store keeps it.

Sentences are kept without their language and rendered when the document is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from app.i18n import Message, render
from app.money import Money, plain
from app.services.sync.model import FileTable, Notice, Question, RejectedRow, RowCounts, Totals
from app.services.sync.planning.plan import Counts, FilePlan

#: Notices that a total or a balance of the file is not what its rows add up to; they say the ``difference``.
_DIFFERS: Final = frozenset({"own_total_differs", "balance_breaks"})


@dataclass(frozen=True, slots=True)
class RunReport:
    """One file of an import. Amounts are minor units; ``document`` gives them in major units.

    Attributes:
        id: the run's id; empty for a preview.
        state: ``applied``, ``unchanged`` or ``undone``; ``preview`` before anything is applied.
        rows: how the rows of the sheet ended.
        counts: what became of the records.
        accounts: accounts with at least one row.
        coverage: the day through which receipts or closed items speak.
        account: our own account of a bank's statement, where it is of one alone.
        told: how many of the warnings come from reading the file alone.
        encoding: of a text, by which its rows can be read once more.
        table: all that is known about the file; None of a run that is read back from the store.
        content: a name for the parts of a workbook, ``cells`` for its cells, ``reading`` what decided how it was read
            (see ``again``).
    """

    id: str
    state: str
    file: str
    sha256: str
    kind: str
    layout: str
    source: str
    sheet: str
    header_row: int
    scope: str | None
    scope_why: Message | None
    as_of: date | None
    as_of_from: str
    coverage: date | None
    rows: RowCounts
    counts: Counts
    accounts: int
    rejected: tuple[RejectedRow, ...] = ()
    set_aside: Mapping[str, int] = field(default_factory=dict)
    totals: Mapping[str, Totals] = field(default_factory=dict)
    own_totals: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[Notice, ...] = ()
    questions: tuple[Question, ...] = ()
    told: int = 0
    content: str | None = None
    cells: str = ""
    account: str = ""
    encoding: str = ""
    reading: Mapping[str, Any] = field(default_factory=dict)
    table: FileTable | None = field(default=None, compare=False, repr=False)

    def apart(self, currency: str) -> int | None:
        """Return by how much the file's own total differs from its rows; None where it states none.

        Rows that were set aside or rejected are rows of the file: the total is compared with them, as the reader did.
        """
        own = self.own_totals.get(currency)
        if own is None:
            return None
        values = [dict(notice.text.params).get("difference") for notice in self.warnings if notice.code in _DIFFERS]
        told = [abs(value.minor) for value in values if isinstance(value, Money) and value.currency == currency]
        if told:
            return told[0]
        return 0 if self.rows.skipped or self.rows.rejected else abs(own - self.totals[currency].net)

    def document(self, language: str | None = None) -> dict[str, Any]:
        """Return the run shape of the command line, sentences in a language (default: the interface's)."""
        counts = self.counts
        return {
            "file": self.file,
            "sha256": self.sha256,
            "kind": self.kind,
            "layout": self.layout,
            "sheet": self.sheet,
            "header_row": self.header_row,
            "scope": self.scope,
            "scope_why": _text(self.scope_why, language),
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
            "as_of_from": self.as_of_from,
            "rows_read": self.rows.read,
            "rows": {name: getattr(self.rows, name) for name in ("item", "total", "group", "skipped", "rejected")},
            **{name: getattr(counts, name) for name in ("new", "changed", "part_paid", "reopened", "unchanged")},
            **{name: getattr(counts, name) for name in ("closed", "paid", "credited", "no_cash_data", "vanished")},
            "accounts": self.accounts,
            "rejected": [
                {"row": row.row, "column": row.column, "value": row.value, "reason": _text(row.reason, language)}
                for row in self.rejected
            ],
            "set_aside": dict(self.set_aside),
            "totals": {currency: _totals(total, currency) for currency, total in self.totals.items()},
            "own_totals": {currency: plain(amount, currency) for currency, amount in self.own_totals.items()},
            "warnings": [
                {"code": notice.code, "text": _text(notice.text, language), "row": notice.row}
                for notice in self.warnings
            ],
            "questions": [
                {"column": item.column, "evidence": _text(item.evidence, language), "option": item.option}
                for item in self.questions
            ],
        }

    def stored(self) -> dict[str, Any]:
        """Return the form that the store keeps: the English document, and under ``kept`` what knows no language."""
        kept = {
            "source": self.source,
            "account": self.account,
            "coverage": None if self.coverage is None else self.coverage.isoformat(),
            "scope_why": _kept(self.scope_why),
            "warnings": [[notice.code, _kept(notice.text), notice.row] for notice in self.warnings],
            "rejected": [
                [row.row, row.column, row.value, _kept(row.reason), row.account, row.number] for row in self.rejected
            ],
            "totals": {
                currency: [total.net, total.debits, total.credits, total.count, total.credit_count]
                for currency, total in self.totals.items()
            },
            "own_totals": dict(self.own_totals),
            "told": self.told,
            "released": self.counts.released,
            "content": self.content,
            "cells": self.cells,
            "encoding": self.encoding,
            "reading": dict(self.reading),
        }
        return {**self.document("en"), "kept": kept}


def from_stored(run_id: str, state: str, stored: Mapping[str, Any]) -> RunReport:
    """Read what ``stored`` wrote."""
    kept = stored["kept"]
    return RunReport(
        id=run_id,
        state=state,
        source=kept["source"],
        **{name: stored[name] for name in ("file", "sha256", "kind", "layout", "sheet", "header_row", "scope")},
        scope_why=_read(kept["scope_why"]),
        as_of=_date(stored["as_of"]),
        as_of_from=stored["as_of_from"],
        coverage=_date(kept["coverage"]),
        rows=RowCounts(**stored["rows"]),
        counts=Counts(**{name: stored[name] for name in Counts.__slots__ if name in stored}, released=kept["released"]),
        accounts=stored["accounts"],
        rejected=tuple(
            RejectedRow(row, column, value, Message.from_json(reason), account, number)
            for row, column, value, reason, account, number in kept["rejected"]
        ),
        set_aside=stored["set_aside"],
        totals={currency: Totals(*parts) for currency, parts in kept["totals"].items()},
        own_totals=kept["own_totals"],
        warnings=tuple(Notice(code, Message.from_json(text), row) for code, text, row in kept["warnings"]),
        told=kept["told"],
        content=kept["content"],
        cells=kept.get("cells", ""),
        account=kept["account"],
        encoding=kept.get("encoding", ""),
        reading=kept["reading"],
    )


def report_of(file: FilePlan, state: str, questions: tuple[Question, ...] = ()) -> RunReport:
    """Return what came of a planned file."""
    table: FileTable = file.table
    return RunReport(
        id=file.run_id,
        state=state,
        file=table.file,
        sha256=table.sha256,
        kind=table.kind.value,
        layout=table.layout,
        source=table.source,
        sheet=table.sheet,
        header_row=table.header_row,
        scope=None if file.scope is None else file.scope.value,
        scope_why=file.scope_why,
        as_of=file.known_as_of,
        as_of_from=table.as_of_from,
        coverage=file.coverage,
        rows=file.rows,
        counts=file.counts,
        accounts=table.account_count,
        rejected=(*table.rejected, *file.rejected),
        set_aside=table.set_aside,
        totals=table.totals,
        own_totals=table.own_totals,
        warnings=(*table.warnings, *file.warnings),
        questions=questions,
        told=len(table.warnings),
        content=file.content,
        cells=table.cells,
        account=table.account,
        encoding=table.encoding.partition(",")[0],
        reading=file.reading,
        table=table,
    )


def _totals(total: Totals, currency: str) -> dict[str, Any]:
    return {
        "net": plain(total.net, currency),
        "debits": plain(total.debits, currency),
        "credits": plain(total.credits, currency),
        "count": total.count,
        "credit_count": total.credit_count,
    }


def _text(message: Message | None, language: str | None) -> str | None:
    return None if message is None else render(message, language)


def _kept(message: Message | None) -> str | None:
    return None if message is None else message.to_json()


def _read(text: str | None) -> Message | None:
    return None if text is None else Message.from_json(text)


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
