"""Playing the demonstration into a new store: the company, the first day, weeks of calls, the second day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.clock import FixedClock
from app.enums import Scope
from app.errors import RefusedError
from app.i18n import msg, render
from app.models.account import Account
from app.models.company import Company
from app.progress import Progress, part, silent
from app.services.calls.entries.entry import LogCall
from app.services.calls.entries.followups import NextStep
from app.services.calls.entries.log import log_call
from app.services.calls.entries.outcomes import right_party
from app.services.calls.promises.terms import PromiseLine
from app.services.company import load_company_file, set_company
from app.services.dates import load_days
from app.services.demo import DemoFiles, write_demo_files
from app.services.demo.company_file import COMPANY_ZONE
from app.services.demo.model import DemoCall
from app.services.preferences import load_settings
from app.services.sync.model import ReadOptions
from app.services.sync.run import SyncOptions, sync_files
from app.services.unit_of_work import Store

#: When the files of the first day arrived, and from when the calls were written down; the collector's time.
_MORNING: Final = time(8, 30)
_DESK: Final = time(9, 0)


def play_demo(
    store: Store,
    folder: Path,
    day: date,
    accounts: int = 400,
    items: int = 4_000,
    seed: int = 1,
    progress: Progress = silent,
) -> DemoFiles:
    """Fill a new store with a realistic portfolio through the same sync as anybody's files.

    The first day's files are synced as of that morning; the calls of the weeks before are logged at the moments they
    were made; then the second day's files judge what was promised.

    Args:
        store: an empty store that is open for writing; its clock tells the second day.
        folder: where the files go.
        day: the second day.
        accounts: customer accounts.
        items: items, open and closed.
        seed: of the generator.
        progress: may raise ``Cancelled``; the store is then left as far as it came.

    Raises:
        RefusedError: the store has data already.
        UsageError: fewer accounts or items than it takes to show every country.
        StoreError: the folder or the store cannot be written.
    """
    _check_empty(store)
    progress(0, 100, render(msg("Writing the demo files")))
    files = write_demo_files(folder, day, accounts, items, seed)
    zone = ZoneInfo(COMPANY_ZONE)
    first = files.portfolio.day - timedelta(days=1)
    morning = datetime.combine(first, _MORNING, zone)
    yesterday = replace(store, clock=FixedClock(morning))
    with yesterday.write("demo") as uow:
        set_company(uow, load_company_file(files.company))
        uow.commit()
    _sync(yesterday, files.before, first, part(progress, 15, 50))
    _call(yesterday, files.portfolio.calls, datetime.combine(first, _DESK, zone), part(progress, 50, 65))
    _sync(store, files.now, day, part(progress, 65, 100))
    progress(100, 100, render(msg("Done")))
    return files


def _check_empty(store: Store) -> None:
    with store.read() as session:
        used = session.scalar(select(Account.id).limit(1)) or session.scalar(select(Company.id).limit(1))
    if used:
        raise RefusedError(
            "store_has_data",
            msg("The store {name} has data already.", name=store.path.name),
            do=msg("Name a new store for the demo."),
        )


def _sync(store: Store, paths: Sequence[Path], day: date, progress: Progress) -> None:
    """Import one day's files as one transaction; each is everything its system has, however few accounts that is."""
    sync_files(store, paths, SyncOptions(ReadOptions(day=day, scope=Scope.FULL), zone=COMPANY_ZONE), progress)


def _call(store: Store, calls: Iterable[DemoCall], desk: datetime, progress: Progress) -> None:
    """Log the calls one by one; those of earlier days are written down when the first day begins."""
    made = sorted(calls, key=lambda call: (_moment(call), call.account.number))
    with store.read() as session:
        days = load_days(session, desk.date(), COMPANY_ZONE)
        settings = load_settings(session)
    for done, call in enumerate(made):
        progress(done, len(made), render(msg("Logging past calls")))
        desk += timedelta(seconds=20)
        moment = max(desk, _moment(call) + timedelta(minutes=5))
        with replace(store, clock=FixedClock(moment)).write("demo") as uow:
            log_call(uow, _entry(call), days, settings)
            uow.commit()


def _moment(call: DemoCall) -> datetime:
    """Return when a call began."""
    return datetime.combine(call.on, call.at, ZoneInfo(call.account.address.zone))


def _entry(call: DemoCall) -> LogCall:
    """Return a call as a collector would enter it."""
    account = call.account
    person = account.contacts[0] if account.contacts and right_party((call.outcome,)) else None
    numbers = tuple(item.number for item in call.items)
    clock = f"{call.next_at:%H:%M}" if call.next_at else None
    return LogCall(
        accounts=(account.number,),
        outcome=call.outcome,
        also=call.also,
        channel=call.channel,
        contact=person.name(account.country) if person else None,
        reason=call.reason,
        note=call.note,
        promise=tuple(PromiseLine(amount, account.currency, due, numbers) for due, amount in call.instalments),
        items=numbers,
        next=NextStep(call.outcome.value, call.next_on, clock) if call.next_on else None,
        at=_moment(call),
        seconds=60 + 30 * (len(call.note) % 9),
    )
