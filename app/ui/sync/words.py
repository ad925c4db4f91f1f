"""What is known about a file and about a run, in words."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from app.enums import SyncKind
from app.i18n import Message, _, format_date, format_money, format_number, msg, ngettext, render
from app.money import Money
from app.services.labels import ASIDE, SYNC_KINDS, SYNC_STATES, days_from, label
from app.services.sync.bank.model import LAYOUTS
from app.services.sync.facts.shapes import may_close
from app.services.sync.layouts.names import FIELD_NAMES
from app.services.sync.layouts.sketch import CORE
from app.services.sync.model import FileTable, MappedColumn
from app.services.sync.run import SyncResult
from app.services.sync.telling.history import RunRow
from app.services.sync.telling.news import News, listed
from app.services.sync.telling.news import happened as told_of
from app.services.sync.telling.report import RunReport
from app.ui.sync.answers import SCOPES, decided, layout_words, source_words
from app.ui.theme import Tone

#: What a file is, by its content.
CONTAINERS: Final[Mapping[str, Message]] = {
    "xlsx": msg("Excel workbook"),
    "xlsb": msg("Excel binary workbook"),
    "xls": msg("Excel 97–2003 workbook"),
    "ods": msg("OpenDocument spreadsheet"),
    "fods": msg("OpenDocument spreadsheet, as XML"),
    "spreadsheetml": msg("Excel 2003 XML spreadsheet"),
    "html": msg("HTML table"),
    "text": msg("Text file"),
    "mt940": msg("Bank statement, MT940"),
    "bai2": msg("Bank statement, BAI2"),
    "camt": msg("Bank statement, CAMT"),
    "zengin": msg("Bank statement, Zengin"),
    "zengin_notice": msg("Notice of transfers, Zengin"),
    "norma43": msg("Bank statement, Norma 43"),
    "ofx": msg("Bank statement, OFX"),
}
_SEPARATORS: Final[Mapping[str, Message]] = {
    "comma": msg("commas"),
    "semicolon": msg("semicolons"),
    "tab": msg("tabs"),
    "pipe": msg("pipes"),
}
#: Rejected rows of a past run that are told one by one.
_REJECTED: Final = 20
#: Characters of a checksum that fit on a line of the panel.
_PER_LINE: Final = 24
#: Below so much a column's field is doubtful, below so much it is hardly more than a guess.
SURE: Final = 80
DOUBTFUL: Final = 60


class Said(NamedTuple):
    """One line about a file: what it is about, what is so, and in which tone."""

    caption: str
    text: str
    tone: Tone = ""


def encoding_words(table: FileTable) -> str:
    """Return what a file is, and of text how it is written."""
    container = label(CONTAINERS, table.container)
    if not table.encoding:
        return container
    encoding, _comma, separator = table.encoding.partition(", ")
    parts = [container, encoding, *([label(_SEPARATORS, separator)] if separator else [])]
    return listed(parts)


def least_sure(table: FileTable) -> MappedColumn | None:
    """Return the column that identifies a row and is the least certain of them."""
    core = [column for column in table.columns if column.field in CORE]
    return min(core, key=lambda column: column.confidence, default=None)


def confidence_words(table: FileTable) -> Said | None:
    """Say how sure the columns are: as sure as the least certain of those that count."""
    column = least_sure(table)
    if column is None:
        return None
    field = label(FIELD_NAMES, column.field)
    if column.confidence >= SURE:
        return Said(_("Confidence"), _("{n} %", n=column.confidence), "green")
    text = _("{n} %: least sure is {field}, column {column}", n=column.confidence, field=field, column=column.letter)
    return Said(_("Confidence"), text, "amber" if column.confidence >= DOUBTFUL else "red")


def as_of_words(run: RunReport) -> str:
    """Return the day a file stands for, and how that is known."""
    if run.as_of is None:
        return _("no day")
    day = format_date(run.as_of, weekday=True)
    known = days_from(run.kind)
    return _("{what} ({note})", what=day, note=label(known, run.as_of_from)) if run.as_of_from in known else day


def rows_words(run: RunReport) -> str:
    """Return how every row ended, as a sum that adds up."""
    rows = run.rows
    counted = (
        (rows.item, ngettext("{n} record", "{n} records", rows.item)),
        (rows.total, ngettext("{n} total", "{n} totals", rows.total)),
        (rows.group, ngettext("{n} group heading", "{n} group headings", rows.group)),
        (rows.skipped, ngettext("{n} set aside", "{n} set aside", rows.skipped)),
        (rows.rejected, _("{n} rejected", n=format_number(rows.rejected))),
    )
    return _("{n} read: {parts}", n=format_number(rows.read), parts=listed(text for count, text in counted if count))


def told_apart(paths: Iterable[str]) -> dict[str, str]:
    """Return what files are called, by path; those of one name with their folder, or with all of their path."""
    found = {path: _name(path) for path in paths}
    for call in (_in_folder, str):
        times = Counter(found.values())
        found = {path: call(path) if times[name] > 1 else name for path, name in found.items()}
    return found


def _name(path: str) -> str:
    return Path(path).name


def _in_folder(path: str) -> str:
    return f"{Path(path).name} ({Path(path).parent.name})"


def called(result: SyncResult) -> tuple[RunReport, ...]:
    """Return the runs of a preview under names that tell them apart: by folder, and by sheet where each is read."""
    names, times = told_apart(result.paths), Counter(result.paths)
    found = []
    for run, path in zip(result.runs, result.paths, strict=True):
        name = f"{names[path]} \u00b7 {run.sheet}" if times[path] > 1 and run.sheet else names[path]
        found.append(run if name == run.file else replace(run, file=name))
    return tuple(found)


def about_file(run: RunReport) -> Iterator[Said]:
    """Say what was recognised of a file."""
    yield Said(_("Kind"), label(SYNC_KINDS, run.kind))
    yield Said(_("Layout"), layout_words(run.layout))
    sheets = () if run.table is None else run.table.sheets
    if run.sheet:
        more = ngettext("one of {n} sheet", "one of {n} sheets", len(sheets))
        yield Said(_("Sheet"), _("{what} ({note})", what=run.sheet, note=more) if len(sheets) > 1 else run.sheet)
    if run.account:
        yield Said(_("Account at the bank"), run.account)
    if run.header_row:
        yield Said(_("Headings"), _("row {row}", row=run.header_row))
    elif run.layout not in LAYOUTS.values():
        yield Said(_("Headings"), _("none: columns are known by their letters"))
    if run.table is not None and run.table.container:
        yield Said(_("File"), encoding_words(run.table))
        if (said := confidence_words(run.table)) is not None:
            yield said
    yield Said(_("As of"), as_of_words(run), "amber" if run.as_of_from == "day" else "")
    if run.coverage is not None:
        yield Said(_("Covers through"), format_date(run.coverage, weekday=True))
    yield Said(_("Comes from"), source_words(run.source))
    if run.scope is not None:
        reach = label(SCOPES, run.scope) if may_close(SyncKind(run.kind)) else ""
        why = "" if run.scope_why is None else render(run.scope_why)
        yield Said(_("Scope"), "\n".join(part for part in (reach, why) if part))


def about_rows(run: RunReport) -> Iterator[Said]:
    """Say how the rows of a file ended and what they add up to."""
    yield Said(_("Rows"), rows_words(run), "red" if run.rows.rejected else "")
    if run.set_aside:
        words = [
            _("{what}: {answer}", what=label(ASIDE, code), answer=format_number(count))
            for code, count in run.set_aside.items()
        ]
        yield Said(_("Set aside"), "\n".join(words))
    yield Said(_("Accounts"), format_number(run.accounts))
    for currency, total in run.totals.items():
        parts = [format_money(Money(total.net, currency))]
        if total.credits:
            parts.append(_("owed {debits}, credits {credits}", debits=format_money(Money(total.debits, currency)),
                           credits=format_money(Money(total.credits, currency))))  # fmt: skip
        if total.count:
            counted = ngettext("{n} row", "{n} rows", total.count)
            credit = ngettext("{n} credit", "{n} credits", total.credit_count)
            parts.append(listed([counted, credit] if total.credit_count else [counted]))
        own, apart = run.own_totals.get(currency), run.apart(currency)
        if own is not None:
            parts.append(_("the file's own total: {amount}", amount=format_money(Money(own, currency))))
            if not apart and own != total.net:
                aside = format_money(Money(own - total.net, currency))
                parts.append(_("in rows that were left out: {amount}", amount=aside))
        tone: Tone = "" if apart is None else "red" if apart else "green"
        yield Said(_("Sum {currency}", currency=currency), "\n".join(parts), tone)


def about_notes(run: RunReport) -> Iterator[Said]:
    """Give the notes about a file, each with its row where it has one."""
    for row, text in dict.fromkeys((notice.row, render(notice.text)) for notice in run.warnings):
        yield Said(_("To note") if row is None else _("To note, row {row}", row=row), text, "amber")


def about_run(row: RunRow, zone: str) -> Iterator[Said]:
    """Say everything that is kept of a run."""
    run = row.report
    yield Said(_("State"), label(SYNC_STATES, run.state), "green" if run.state == "applied" else "")
    yield Said(_("At"), _moment(row.at, zone))
    if row.undone_at is not None:
        yield Said(_("Taken back at"), _moment(row.undone_at, zone), "amber")
    counts = run.counts
    yield Said(_("What happened"), happened(run, row.promised))
    yield Said(_("Unchanged"), format_number(counts.unchanged))
    yield from about_file(run)
    yield from about_rows(run)
    if row.options:
        yield Said(_("You decided"), "\n".join(decided(name, value) for name, value in row.options.items()))
    yield from about_notes(run)
    for bad in run.rejected[:_REJECTED]:
        where = _("Row {row}", row=bad.row)
        yield Said(where, " \u00b7 ".join(part for part in (bad.column, bad.value, render(bad.reason)) if part), "red")
    if row.folder:
        yield Said(_("Folder"), row.folder)
    yield Said(_("SHA-256"), "\n".join(textwrap.wrap(run.sha256, _PER_LINE)))


def happened(run: RunReport, promised: int = 0) -> str:
    """Return what a file brings, as one sentence."""
    return told_of(run, promised=promised) or _("nothing new")


def _moment(moment: datetime, zone: str) -> str:
    local = moment.astimezone(ZoneInfo(zone))
    return f"{format_date(local.date(), weekday=True)} {local:%H:%M}"


def said(count: int, news: News) -> str:
    """Say what so many files bring, like news."""
    return news.whole() or _("{files}: nothing new", files=ngettext("{n} file", "{n} files", count))
