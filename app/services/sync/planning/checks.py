"""What is known to be wrong before a row is compared: control totals, files older than the data, the same bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app.enums import SyncKind
from app.errors import RefusedError
from app.i18n import msg
from app.money import Money
from app.services.sync.model import FileTable
from app.services.sync.planning.plan import FilePlan
from app.services.sync.planning.stored import AppliedRun

#: An older file of these kinds would put old facts over newer ones; receipts and closed items only add.
_AGING_KINDS = frozenset(
    {
        SyncKind.OPEN_ITEMS,
        SyncKind.CUSTOMERS,
        SyncKind.CASES,
        SyncKind.ORDERS_ON_HOLD,
        SyncKind.PORTAL_STATUS,
        SyncKind.PO_BALANCES,
    }
)


def as_of(table: FileTable, runs: Sequence[AppliedRun], day: date) -> tuple[date, str | None]:
    """Return the day a file stands for, and the run that took the very same bytes before.

    The same bytes stand for the day they stood for the first time, if the file itself does not say.
    """
    same = [run for run in runs if run.sha256 == table.sha256 and run.kind == table.kind.value]
    again = same[-1] if same else None
    stands = table.as_of or table.coverage or day
    if again is not None and again.as_of is not None and table.as_of_from not in {"stated", "derived"}:
        stands = again.as_of
    return stands, None if again is None else again.id


def check_age(file: FilePlan, runs: Sequence[AppliedRun], *, insists: bool) -> None:
    """Refuse a file from before its source's data date, unless the collector insists.

    Raises:
        RefusedError: ``older_file``.
    """
    proved = file.kind is SyncKind.OPEN_ITEMS or file.table.as_of_from in {"stated", "derived"}
    if file.kind not in _AGING_KINDS or not proved:
        return
    newest = newest_of(file.source, file.kind, runs)
    if newest is None or file.as_of >= newest:
        return
    if not insists:
        raise RefusedError(
            "older_file",
            msg("The file stands for {day}, but its source is known as of {newest}.", day=file.as_of, newest=newest),
            msg("File {file}.", file=file.table.file),
            msg("Sync a newer file, or insist with --older: it then adds history and closes nothing."),
        )
    file.older = True


def newest_of(source: str, kind: SyncKind, runs: Sequence[AppliedRun]) -> date | None:
    """Return the data date of a source: the newest as-of of its files of a kind."""
    days = [run.as_of for run in runs if _same_source(run.source, source) and run.kind == kind.value and run.as_of]
    return max(days, default=None)


def _same_source(one: str, other: str) -> bool:
    """Tell whether two sources are one, or one of them holds several companies of the other's layout."""
    layout, _, company = one.partition(":")
    other_layout, _, other_company = other.partition(":")
    return layout == other_layout and (company == other_company or not company or not other_company)


def check_totals(files: Sequence[FilePlan], control: Mapping[str, int]) -> None:
    """Compare the control totals with what the files hold; open items count alone where there are any.

    Raises:
        RefusedError: ``control_total_differs``.
    """
    if not control:
        return
    counted = [file for file in files if file.kind is SyncKind.OPEN_ITEMS] or list(files)
    for currency, wanted in control.items():
        net = sum(file.table.totals[currency].net for file in counted if currency in file.table.totals)
        if net != wanted:
            raise RefusedError(
                "control_total_differs",
                msg(
                    "The control total is {wanted}, the rows add up to {net}: {difference} difference.",
                    wanted=Money(wanted, currency),
                    net=Money(net, currency),
                    difference=Money(net - wanted, currency),
                ),
                msg("File {file}.", file=", ".join(file.table.file for file in counted)),
                msg("Check the total, the rejected rows and the columns; nothing was changed."),
            )


def warn_about(file: FilePlan, day: date) -> None:
    """Add warnings that need no comparison with the store."""
    if file.kind is SyncKind.OPEN_ITEMS and file.as_of > day:
        file.warn("as_of_future", msg("The file stands for {as_of}, which is after {day}.", as_of=file.as_of, day=day))
