"""What lacks where no table of a file can be read: any header at all, or columns that its kind needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.enums import SyncKind
from app.errors import RefusedError
from app.i18n import Message, msg
from app.services.labels import SYNC_KINDS
from app.services.sync.facts.shapes import SHAPES
from app.services.sync.layouts.headings import fields, in_full
from app.services.sync.model import ReadOptions
from app.services.sync.recognition import kinds
from app.services.sync.recognition.blocks import masked
from app.services.sync.recognition.columns import Column, assign
from app.services.sync.recognition.detect import Found, has_groups
from app.services.sync.recognition.monthly import with_months
from app.services.sync.recognition.rated import with_currencies
from app.services.sync.values.text import cell_text

#: Share of numbers in a column of amounts.
_FIGURES: Final = 0.8


def no_table(looked: list[Found], options: ReadOptions, file: str) -> RefusedError:
    """Say what lacks: any header at all, or columns that the nearest kind needs."""
    looked = [found for found in looked if found.guesses or options.kind is not None]
    if not looked:
        return RefusedError(
            "no_table",
            msg("No table with known headings was found."),
            where=msg("File {file}.", file=file),
            do=msg(
                "Export a list whose first rows name customer, invoice number, due date and open amount, or say with "
                "{option} which column is which.",
                option="--layout",
            ),
        )
    nearest = max(looked, key=lambda found: found.score)
    kind = options.kind or nearest.rivals[0] if nearest.rivals else kinds.KINDS[0]
    grouped = {"group"} if has_groups(nearest.body) else set()
    lacks = kinds.lacking(kind, {*nearest.guesses, *grouped}, said=options.kind is not None)
    if not lacks:
        closes = nearest.kind is not None and nearest.kind in SHAPES and SHAPES[nearest.kind].closes
        return RefusedError(
            "list_empty" if closes else "no_rows",
            msg("The table has headings but no rows."),
            where=_where(file, nearest),
            do=msg("Export it again, or say that nothing stands open any more with {option}.", option="--scope full")
            if closes
            else msg("Export it again."),
        )
    if options.kind in {None, SyncKind.RECEIPTS} and kinds.speaks_of_paying(nearest.titles):
        return _note_of_payments(nearest, file)
    if options.kind is None and _lists_currencies(nearest):
        return RefusedError(
            "rates_of_what",
            msg("Each currency has a column, and nothing says that the figures are exchange rates."),
            where=_where(file, nearest),
            do=msg("If they are rates, say so with {option}.", option=f"--kind {SyncKind.RATES.value}"),
        )
    whose = not {"account", "name"}.isdisjoint(nearest.guesses)
    if options.kind is None and whose and "number" not in nearest.guesses and with_months(nearest.columns, {}, {}):
        return _about_customers(nearest, options, file)
    if _is_summary(nearest) and kind is SyncKind.OPEN_ITEMS:
        return _about_customers(nearest, options, file)
    return _columns_missing(nearest, kind, lacks, file)


def _note_of_payments(found: Found, file: str) -> RefusedError:
    """Say what a customer's note of what it pays lacks to be read as receipts."""
    return RefusedError(
        "payment_note",
        msg("The file is a customer's note of what it pays: {lacks}.", lacks=kinds.listed(_paid_lacks(found))),
        where=_where(file, found),
        do=msg("Add what is missing to each row and sync the file with {option}.", option="--kind receipts"),
    )


def _paid_lacks(found: Found) -> list[Message]:
    """Return what a note of payments lacks to be read as receipts; its own columns mean other things there."""
    told = assign(masked(found.columns, found.beside), SyncKind.RECEIPTS, {})
    return kinds.lacking(SyncKind.RECEIPTS, told)


def _columns_missing(found: Found, kind: SyncKind, lacks: Sequence[Message], file: str) -> RefusedError:
    """Say what a table lacks to be of a kind, and which heading names it over cells that are something else."""
    if headed := _headed_otherwise(found, kind):
        return RefusedError(
            "columns_missing",
            msg(
                "The table does not fit the kind “{kind}”: {lacks}. Most cells under “{heading}” do not hold what the "
                "heading says.",
                kind=SYNC_KINDS[kind], lacks=kinds.listed(lacks), heading=headed,
            ),
            where=_where(file, found),
            do=msg(
                "Correct these cells in your spreadsheet program and sync it again, or say with {layout} which column "
                "it is.",
                layout="--layout",
            ),
        )  # fmt: skip
    return RefusedError(
        "columns_missing",
        msg("The table does not fit the kind “{kind}”: {lacks}.", kind=SYNC_KINDS[kind], lacks=kinds.listed(lacks)),
        where=_where(file, found),
        do=msg(
            "Export it with that column, say which one it is with {layout}, or name another kind with {kind}.",
            layout="--layout",
            kind="--kind",
        ),
    )


def _headed_otherwise(found: Found, kind: SyncKind) -> str | None:
    """Return the heading that names what a table lacks, over cells that are something else: notes among amounts."""
    used, have = {guess.column for guess in found.guesses.values()}, set(found.guesses)
    for column in found.columns:
        if column.index in used or not column.profile.filled:
            continue
        for hit in in_full(column.heading):
            if len(kinds.lacking(kind, {*have, hit.field})) < len(kinds.lacking(kind, have)):
                return column.heading.strip()
    return None


def _about_customers(found: Found, options: ReadOptions, file: str) -> RefusedError:
    """Say why amounts of customers are not read: they are no items, and nothing calls them sales."""
    if options.kind is None and with_months(found.columns, {}, {}):
        return RefusedError(
            "months_of_what",
            msg("Each month has a column, and nothing says that the amounts are sales."),
            where=_where(file, found),
            do=msg("If they are sales, say so with {option}.", option=f"--kind {SyncKind.SALES.value}"),
        )
    if options.kind is None and any(_is_month(column.heading) for column in found.columns):
        return RefusedError(
            "months_of_what",
            msg("The amounts are those of months, and nothing says that they are sales."),
            where=_where(file, found),
            do=msg("If they are sales, say so with {option}.", option=f"--kind {SyncKind.SALES.value}"),
        )
    return RefusedError(
        "customers_only",
        msg("The rows are balances of customers, without invoices."),
        where=_where(file, found),
        do=msg("Export the list with one row per invoice: the aging in detail, or the open items."),
    )


def _lists_currencies(found: Found) -> bool:
    """Tell whether a table has a column for each currency, and none for anything but the day."""
    days = {name: guess for name, guess in found.guesses.items() if fields()[name.partition("#")[0]].cells != "date"}
    return "rated" in with_currencies(found.columns, days, {}, {}) and not days.keys() & {"account", "name", "number"}


def _is_month(heading: str) -> bool:
    """Tell whether a heading is that of a month in the rows."""
    return any(hit.field == "sales_month" for hit in in_full(heading, beside=True))


def _is_summary(found: Found) -> bool:
    """Tell whether a table holds a balance per customer, by age or in all, and neither numbers nor days.

    With a day it is one where every customer stands in one row: the day of their next payment.
    """
    names = {name.partition("#")[0] for name in found.guesses}
    who = found.guesses.get("account") or found.guesses.get("name")
    if who is None or "number" in names:
        return False
    if not names & {"document_date", "due_date", "posting_date", "days_overdue"}:
        return bool(names & {"open", "original", "aged"})
    texts = [text for cell in found.cells(who.column) if (text := cell_text(cell)) is not None]
    return len(texts) > 1 and len(set(texts)) == len(texts) and any(map(_is_amounts, found.columns))


def _is_amounts(column: Column) -> bool:
    return column.profile.number >= _FIGURES


def _where(file: str, found: Found) -> Message:
    if not found.grid.name:
        return msg("File {file}, row {row}.", file=file, row=found.bottom + 1)
    return msg("File {file}, sheet {sheet}, row {row}.", file=file, sheet=found.grid.name, row=found.bottom + 1)
