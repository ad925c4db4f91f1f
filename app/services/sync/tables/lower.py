"""What is said of tables that stand above or below the one that is read."""

from __future__ import annotations

from app.i18n import Message, msg, nmsg
from app.services.labels import SYNC_KINDS
from app.services.sync.model import Notice
from app.services.sync.recognition.stack import Lower
from app.services.sync.tables.table import Table


def tell_of_others(table: Table) -> None:
    """Say which tables of the sheet were read together by their own headings, and which were not read.

    Say, too, what was put together in the one that is read.
    """
    table.warnings.extend(Notice("columns_folded", what) for what in table.found.told)
    stack = table.found.stack
    if stack.joined:
        rows = [lower.header + 1 for lower in stack.joined]
        what = nmsg(
            "Another table stands below, with its headings in row {rows}: it was read by them.",
            "{n} more tables stand below, with their headings in rows {rows}: each was read by its own.",
            len(rows),
            rows=", ".join(map(str, rows)),
        )
        table.warnings.append(Notice("tables_joined", what, rows[0]))
    for lower in stack.others:
        table.warnings.append(Notice("table_not_read", _not_read(lower), lower.header + 1))


def _not_read(lower: Lower) -> Message:
    if lower.kind is None:
        return msg("Row {row} has the headings of another table, which was not read.", row=lower.header + 1)
    return msg(
        "Row {row} has the headings of another table ({kind}), which was not read; to read it too, sync with {option}.",
        row=lower.header + 1, kind=SYNC_KINDS[lower.kind], option=f"--kind {lower.kind.value}",
    )  # fmt: skip
