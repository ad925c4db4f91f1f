"""Imports: files in, and the newest one back out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from app.cli.context import Context, Desk
from app.cli.output import line, note, print_document, show_progress
from app.enums import Scope, SyncKind
from app.i18n import _, format_amount, format_date, format_number, join_sentences, msg, ngettext, render
from app.services.labels import SYNC_KINDS, days_from, label
from app.services.sync.facts.shapes import SHAPES
from app.services.sync.layouts.tomlfile import read_layout
from app.services.sync.options import DECIDING, ReadOptions
from app.services.sync.planning.kinds.payers import BY_NAME
from app.services.sync.reading.spare import SPARE
from app.services.sync.run import SyncOptions, SyncResult, sync_files
from app.services.sync.telling.moves import Move
from app.services.sync.telling.news import happened, listed
from app.services.sync.telling.report import RunReport
from app.services.sync.writing.undo import undo_sync as undo

#: Rejected rows that are shown to people; ``--json`` has them all.
_SHOWN: Final = 20


def sync(context: Context) -> int:
    """Import files as one transaction; ``--dry-run`` shows the same plan and changes nothing."""
    dry_run = context.args.dry_run
    # The reader starts while the store is opened, which takes as long.
    with SPARE.ready(), context.reading() if dry_run else context.writing(create=True) as desk:
        result = sync_files(desk.store, context.args.files, _options(context, desk), show_progress, dry_run=dry_run)
        if dry_run:
            result.refuse_open_questions()
        desk.reload()
        _show(context, desk, result)
    return 0


def undo_sync(context: Context) -> int:
    """Take back the newest applied sync."""
    with context.writing() as desk:
        result = undo(desk.store, desk.days.day, desk.days.zone, show_progress)
        desk.reload()
        if context.args.json:
            print_document({**desk.head(), **result.document()})
        else:
            line(_("Taken back: {file}.", file=", ".join(run.file for run in result.runs)))
            undone = result.undone
            parts = (
                (undone.new, ngettext("{n} no longer there", "{n} no longer there", undone.new)),
                (undone.changed, ngettext("{n} as before", "{n} as before", undone.changed)),
                (undone.closed, ngettext("{n} open again", "{n} open again", undone.closed)),
                (undone.reopened, ngettext("{n} closed again", "{n} closed again", undone.reopened)),
            )
            told = listed(text for count, text in parts if count)
            line(_("{news}.", news=told) if told else _("That changes no item."))
        for warning in result.warnings:
            note(render(warning))
    return 0


def _options(context: Context, desk: Desk) -> SyncOptions:
    args = context.args
    from_file = args.layout is not None and args.layout.casefold().endswith(".toml")
    read = ReadOptions(day=desk.days.day, scope=args.scope, older=args.older)
    read = replace(read, **{one.field: getattr(args, one.argument) for one in DECIDING})
    if from_file:
        read = replace(read, layout=None, mapping=read_layout(Path(args.layout)))
    totals = dict(args.control_total)
    zone = desk.days.zone
    return SyncOptions(read, control_totals=totals, names=args.names, zone=zone, renumbered=args.renumbered)


def _show(context: Context, desk: Desk, result: SyncResult) -> None:
    if context.args.json:
        print_document({**desk.head(), "runs": [run.document() for run in result.runs]})
        return
    for run in result.runs:
        _show_run(run, [move for move in result.moves if move.run == run.id])
    if context.args.dry_run:
        line(_("This was a preview: nothing was changed."))


def _show_run(run: RunReport, moves: Iterable[Move]) -> None:
    line(_("{file}: {kind}", file=run.file, kind=label(SYNC_KINDS, run.kind)))
    for text in (*_where_from(run), *_what_came_of_it(run, moves)):
        line(f"  {text}")
    for currency, total in run.totals.items():
        amount = f"{format_amount(total.net, currency)} {currency}"
        line("  " + ngettext("{amount} in {n} record", "{amount} in {n} records", total.count, amount=amount))
    for row in run.rejected[:_SHOWN]:
        words = {"row": row.row, "column": row.column, "value": row.value, "reason": row.reason}
        line("  " + _("Rejected: row {row}, {column}: “{value}”: {reason}", **words))
    if len(run.rejected) > _SHOWN:
        more = len(run.rejected) - _SHOWN
        line("  " + ngettext("… and {n} more rejected row.", "… and {n} more rejected rows.", more))
    for notice in run.warnings:
        text = render(notice.text)
        line("  " + (text if notice.row is None else _("{text} (row {row})", text=text, row=notice.row)))
        if notice.code == BY_NAME:
            line("  " + _("Tie them with {option}.", option="--names tie"))


def _where_from(run: RunReport) -> Iterator[str]:
    """Give where the rows stand, what the file stands for and how far it reaches."""
    if run.sheet and run.header_row:
        yield _("Sheet {sheet}, headings in row {row}.", sheet=run.sheet, row=run.header_row)
    if run.account:
        yield _("Account {account} at the bank.", account=run.account)
    if run.as_of is not None:
        day = format_date(run.as_of, weekday=True)
        yield _("As of {day} ({why}).", day=day, why=label(days_from(run.kind), run.as_of_from))
    if run.kind in SHAPES and SHAPES[SyncKind(run.kind)].closes and run.scope_why is not None:
        yield render(run.scope_why)
    if run.scope is not None and run.kind == SyncKind.OPEN_ITEMS:
        reach = msg("Everything that is open in this source.") if run.scope == Scope.FULL else msg("A selection.")
        yield join_sentences((reach, run.scope_why))


def _what_came_of_it(run: RunReport, moves: Iterable[Move]) -> Iterator[str]:
    """Give the counts: how the rows ended, and what became of the records; what there is none of is not told."""
    rows, counts = run.rows, run.counts
    ends = (
        (rows.item, ngettext("{n} record", "{n} records", rows.item)),
        (rows.total, ngettext("{n} total", "{n} totals", rows.total)),
        (rows.group, ngettext("{n} group row", "{n} group rows", rows.group)),
        (rows.skipped, ngettext("{n} set aside", "{n} set aside", rows.skipped)),
        (rows.rejected, _("{n} rejected", n=format_number(rows.rejected))),
    )
    read = ngettext("{n} row", "{n} rows", rows.read)
    yield _("{rows}: {ends}.", rows=read, ends=listed(text for count, text in ends if count) or _("no rows of a table"))
    told = happened(run, moves)
    same = [ngettext("{n} unchanged", "{n} unchanged", counts.unchanged)] if counts.unchanged else []
    yield _("{news}.", news=listed([*([told] if told else []), *same]) or _("nothing new"))
