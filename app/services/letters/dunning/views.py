"""Runs and letters as the window and the command line read them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.enums import LetterStatus
from app.i18n import Message
from app.models.account import Account
from app.models.letter import Letter, LetterFile, LetterHeld, LetterItem, LetterRun


@dataclass(frozen=True, slots=True)
class LetterLineView:
    """An item of a letter; ``amount`` in minor units, ``days_overdue`` counted to the letter's date."""

    item_id: str
    number: str
    due_date: date | None
    days_overdue: int | None
    amount: int
    part: str
    stage_before: int | None
    stage_after: int | None


@dataclass(frozen=True, slots=True)
class LetterFileView:
    """A file that was written for a letter."""

    path: str
    format: str
    sha256: str


@dataclass(frozen=True, slots=True)
class LetterView:
    """One letter: proposal, draft or produced. ``amount`` is what it asks for, minor units.

    ``changed`` says what the collector changed from the proposal. ``id`` and ``run_id`` are "" in a dry run.
    """

    id: str
    run_id: str | None
    account_id: str
    account: str
    name: str
    country: str
    kind: str
    stage: int | None
    locale: str
    contact_id: str | None
    contact: str | None
    date: dt.date
    due_by: dt.date | None
    currency: str
    amount: int
    title: str | None
    number: str | None
    status: LetterStatus
    ticked: bool
    chosen: str
    changed: tuple[tuple[str, str], ...]
    refused: Message | None
    lines: tuple[LetterLineView, ...]
    files: tuple[LetterFileView, ...] = ()

    @property
    def claimed(self) -> tuple[LetterLineView, ...]:
        """The items the letter asks for."""
        return tuple(line for line in self.lines if line.part == "claimed")


@dataclass(frozen=True, slots=True)
class HeldView:
    """Items that get no letter, and why; ``amount`` in minor units."""

    account_id: str
    account: str
    name: str
    currency: str
    amount: int
    items: tuple[str, ...]
    stage: int | None
    code: str
    why: Message
    until: date | None


@dataclass(frozen=True, slots=True)
class RunView:
    """A dunning run of a day. ``id`` is "" in a dry run; a rehearsal waits for the collector's word."""

    id: str
    day: date
    rehearsal: bool
    letters: tuple[LetterView, ...]
    held: tuple[HeldView, ...]


def newest_run(session: Session, run_id: str | None = None) -> LetterRun | None:
    """Return the run asked for, else the newest one."""
    if run_id is not None:
        return session.get(LetterRun, run_id)
    return session.scalars(select(LetterRun).order_by(LetterRun.day.desc(), LetterRun.id.desc())).first()


def load_run(session: Session, run_id: str | None = None) -> RunView | None:
    """Return a run with its letters and what was held back, None if there is none."""
    run = newest_run(session, run_id)
    if run is None:
        return None
    letters = load_letters(session, Letter.run_id == run.id, Letter.status != LetterStatus.CANCELLED)
    query = (
        select(LetterHeld, Account.number, Account.name)
        .join(Account, Account.id == LetterHeld.account_id)
        .where(LetterHeld.run_id == run.id)
        .order_by(Account.number, LetterHeld.id)
    )
    held = tuple(
        HeldView(
            row.account_id,
            number,
            name,
            row.currency,
            row.amount,
            tuple(row.items),
            row.stage,
            row.code,
            row.why,
            row.until,
        )
        for row, number, name in session.execute(query)
    )
    return RunView(run.id, run.day, run.rehearsal, letters, held)


def load_letters(session: Session, *where: Any) -> tuple[LetterView, ...]:
    """Return letters by condition, sorted by account number, currency and stage."""
    query = (
        select(Letter, Account.number, Account.name, Account.country)
        .join(Account, Account.id == Letter.account_id)
        .where(*where)
        .order_by(Account.number, Letter.currency, Letter.stage.desc(), Letter.id)
    )
    rows = session.execute(query).all()
    ids = [row[0].id for row in rows]
    lines = _lines(session, ids)
    files = _files(session, ids)
    return tuple(_view(row, lines[row[0].id], files[row[0].id]) for row in rows)


def _view(row: Any, lines: Sequence[LetterLineView], files: Sequence[LetterFileView]) -> LetterView:
    letter, number, name, country = row
    return LetterView(
        id=letter.id,
        run_id=letter.run_id,
        account_id=letter.account_id,
        account=number,
        name=name,
        country=country or "",
        kind=letter.kind,
        stage=letter.stage,
        locale=letter.locale,
        contact_id=letter.contact_id,
        contact=letter.contact_name,
        date=letter.date,
        due_by=letter.due_by,
        currency=letter.currency,
        amount=letter.amount,
        title=letter.title,
        number=letter.number,
        status=letter.status,
        ticked=letter.ticked,
        chosen=letter.chosen,
        changed=tuple(sorted((key, str(value)) for key, value in (letter.changed or {}).items())),
        refused=letter.refused,
        lines=tuple(lines),
        files=tuple(files),
    )


def _lines(session: Session, ids: Collection[str]) -> dict[str, list[LetterLineView]]:
    found: dict[str, list[LetterLineView]] = defaultdict(list)
    for part in _parts(ids):
        query = (
            select(LetterItem).where(LetterItem.letter_id.in_(part)).order_by(LetterItem.letter_id, LetterItem.position)
        )
        for line in session.scalars(query):
            found[line.letter_id].append(
                LetterLineView(
                    line.item_id,
                    line.number,
                    line.due_date,
                    line.days_overdue,
                    line.amount,
                    line.part,
                    line.stage_before,
                    line.stage_after,
                )
            )
    return found


def _files(session: Session, ids: Collection[str]) -> dict[str, list[LetterFileView]]:
    found: dict[str, list[LetterFileView]] = defaultdict(list)
    for part in _parts(ids):
        query = select(LetterFile).where(LetterFile.letter_id.in_(part)).order_by(LetterFile.format)
        for file in session.scalars(query):
            found[file.letter_id].append(LetterFileView(file.path, file.format, file.sha256))
    return found


def _parts(ids: Collection[str], size: int = 500) -> list[list[str]]:
    """Cut a list of ids: SQLite binds a limited number of parameters."""
    every = list(ids)
    return [every[start : start + size] for start in range(0, len(every), size)]
