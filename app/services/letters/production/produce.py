"""Writing letters: files first, under a temporary name and then renamed, then their rows, a few letters at a time.

Laying out hundreds of pages takes seconds, so no transaction is open meanwhile. A letter that was produced before is
written again from the facts kept with it: the same bytes, and no new row.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.enums import PRODUCED_LETTER, LetterStatus
from app.errors import AppError, RefusedError, UsageError
from app.i18n import Message, _, msg, nmsg
from app.models.account import Account
from app.models.item import Item
from app.models.letter import Letter, LetterFile, LetterItem
from app.models.types import new_id
from app.progress import Progress, silent
from app.services.dates import Days
from app.services.files import check_output, file_undone, folders_undone, write_whole
from app.services.letters.content import build_content
from app.services.letters.dunning.drafts import DRAFT
from app.services.letters.dunning.runs import start_dunning
from app.services.letters.dunning.views import LetterView, load_letters, newest_run
from app.services.letters.production.request_json import request_to_json
from app.services.letters.production.requests import changed_since, next_numbers, request_of
from app.services.letters.refusals import LetterRefusedError
from app.services.letters.rendering.pdf import render_pdf
from app.services.letters.rendering.text import render_text
from app.services.letters.request import LetterRequest
from app.services.portfolio.worklist import rebuild_worklist
from app.services.stores import make_folder
from app.services.unit_of_work import Store, UnitOfWork
from app.settings import Settings

#: File formats that have a renderer.
FORMATS: Final = ("pdf", "txt")
_BATCH: Final = 25


@dataclass(frozen=True, slots=True)
class Desk:
    """The collector's day and the policy, for what a letter does to the call list."""

    days: Days
    settings: Settings


@dataclass(frozen=True, slots=True)
class Refused:
    """A letter that was not written, and why."""

    letter_id: str
    account: str
    why: Message


@dataclass(frozen=True, slots=True)
class Produced:
    """What a production wrote; ``waiting`` counts the run's drafts that nobody has ticked or approved yet."""

    letters: tuple[LetterView, ...]
    refused: tuple[Refused, ...]
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class _Job:
    letter_id: str
    account: str
    name: str
    request: LetterRequest | None
    refused: Message | None = None


@dataclass(frozen=True, slots=True)
class _Written:
    job: _Job
    files: tuple[tuple[str, str, str], ...] = ()
    refused: Message | None = None
    fresh: tuple[Path, ...] = ()


@dataclass(slots=True)
class _Tally:
    written: list[_Written] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def produce_run(
    store: Store,
    out: Path,
    formats: Sequence[str],
    days: Days,
    settings: Settings,
    *,
    run_id: str | None = None,
    progress: Progress = silent,
) -> Produced:
    """Write the ticked and approved drafts of a run (the newest one by default), and those written before again.

    Raises:
        RefusedError: there is no run, or the folder cannot be used.
        UsageError: a format that has no renderer.
        Cancelled: by ``progress``; letters written until then stay and are on record.
    """
    with store.read() as session:
        run = newest_run(session, run_id)
        if run is None:
            what = msg("There is no dunning run to write letters from.")
            if run_id is not None:
                what = msg("There is no dunning run {id}.", id=run_id)
            raise RefusedError("no_run", what, do=msg("Propose letters first."))
        ours = Letter.run_id == run.id
        ids = list(session.scalars(select(Letter.id).where(ours, _to_write()).order_by(Letter.id)))
        waiting = select(func.count()).where(ours, Letter.status == LetterStatus.DRAFT, Letter.id.not_in(ids))
        drafts = session.scalar(waiting) or 0
    with store.write() as uow:
        start_dunning(uow, days)
        uow.commit()
    made = produce_letters(store, ids, out, formats, Desk(days, settings), progress=progress)
    return replace(made, waiting=drafts)


def produce_letters(
    store: Store,
    ids: Sequence[str],
    out: Path,
    formats: Sequence[str],
    desk: Desk,
    *,
    progress: Progress = silent,
) -> Produced:
    """Write the letters with these ids into a folder, which is made if it is not there; see ``produce_run``."""
    check_formats(formats)
    with folders_undone(out):
        make_folder(out)
        with store.write() as uow:
            _number(uow, ids)
            uow.commit()
    tally = _Tally()
    try:
        for place, letter_id in enumerate(ids):
            progress(place, len(ids), _("Writing letters"))
            with store.read() as session:
                job = _job(session, letter_id, desk.settings)
            tally.written.append(_write(job, out, formats))
            if len(tally.written) >= _BATCH:
                _record(store, tally, desk)
    finally:
        _record(store, tally, desk)
    progress(len(ids), len(ids), _("Writing letters"))
    with store.read() as session:
        views = [view for part in _chunks(tally.done) for view in load_letters(session, Letter.id.in_(part))]
    return Produced(
        tuple(sorted(views, key=lambda view: (view.account, view.currency, -(view.stage or 0)))), tuple(tally.refused)
    )


def produce_one(store: Store, path: Path, form: str, desk: Desk, choose: Callable[[UnitOfWork], str]) -> LetterView:
    """Write one letter to a file of its own name: one transaction, so that a letter refused leaves no draft behind.

    Args:
        store: open for writing.
        path: the file.
        form: its format.
        desk: the collector's day and the policy.
        choose: returns the letter's id; it may make the draft.

    Raises:
        LetterRefusedError: the letter cannot be written; nothing is changed.
        UsageError: a format that has no renderer.
        StoreError: the folder is read-only or the disk full.
    """
    check_formats([form])
    check_output(path)
    with file_undone(path), store.write("letters") as uow:
        letter = uow.session.get_one(Letter, choose(uow))
        _number(uow, [letter.id])
        job = _job(uow.session, letter.id, desk.settings)
        if job.request is None:
            raise LetterRefusedError("letter_changed", job.refused or msg("The letter cannot be written."))
        data = render(job.request, form)
        write_whole(path, data)
        _record_one(uow, letter, _Written(job, ((str(path), form, hashlib.sha256(data).hexdigest()),)))
        rebuild_worklist(uow, desk.days, desk.settings, [letter.account_id])
        uow.commit()
    with store.read() as session:
        return load_letters(session, Letter.id == job.letter_id)[0]


def render(request: LetterRequest, form: str) -> bytes:
    """Return a letter in one format.

    Raises:
        LetterRefusedError: the letter cannot be written as it must be.
    """
    content = build_content(request)
    return render_pdf(content) if form == "pdf" else render_text(content).encode("utf-8")


def check_formats(formats: Iterable[str]) -> None:
    """Refuse formats that have no renderer yet, and none at all.

    Raises:
        UsageError: with the ones that exist.
    """
    for form in tuple(formats) or ("",):
        if form not in FORMATS:
            raise UsageError(
                "format",
                msg("Letters are not written as {form}.", form=form) if form else msg("No file format is named."),
                do=msg("Choose from {formats}.", formats=", ".join(FORMATS)),
            )


# ------------------------------------------------------------------------------------------------ inside


def _to_write() -> ColumnElement[bool]:
    drafts = (Letter.status == LetterStatus.DRAFT) & Letter.ticked.is_(True) & (Letter.stage < 3)
    return drafts | (Letter.status == LetterStatus.APPROVED) | Letter.status.in_(PRODUCED_LETTER)


def _number(uow: UnitOfWork, ids: Sequence[str]) -> None:
    """Give every letter its reference before its page is laid out; a letter keeps the one it has."""
    letters = [
        letter
        for part in _chunks(ids)
        for letter in uow.session.scalars(select(Letter).where(Letter.id.in_(part), Letter.number.is_(None)))
    ]
    by_year: dict[int, list[Letter]] = {}
    for letter in sorted(letters, key=lambda letter: ids.index(letter.id)):
        by_year.setdefault(letter.date.year, []).append(letter)
    for several in by_year.values():
        numbers = next_numbers(uow.session, several[0].date, len(several))
        for letter, number in zip(several, numbers, strict=True):
            letter.number = number
        uow.audit("letter.number", "letter", several[0].id, first=numbers[0], last=numbers[-1])


def _job(session: Session, letter_id: str, settings: Settings) -> _Job:
    letter = session.get_one(Letter, letter_id)
    account = session.get_one(Account, letter.account_id)
    name = _file_name(letter, account.number)
    if letter.status in DRAFT:
        changed = changed_since(session, letter)
        if changed:
            why = nmsg(
                "{items} changed since the proposal", "{items} changed since the proposal", len(changed),
                items=", ".join(changed[:3]),
            )  # fmt: skip
            return _Job(letter_id, account.number, name, None, why)
    return _Job(letter_id, account.number, name, request_of(session, letter, settings))


def _write(job: _Job, out: Path, formats: Sequence[str]) -> _Written:
    if job.request is None:
        return _Written(job, refused=job.refused)
    try:
        pages = [(form, render(job.request, form)) for form in formats]
    except LetterRefusedError as refused:
        return _Written(job, refused=refused.message)
    files = []
    fresh = []
    for form, data in pages:
        path = out / f"{job.name}.{form}"
        if not path.exists():
            fresh.append(path)
        write_whole(path, data)
        files.append((str(path), form, hashlib.sha256(data).hexdigest()))
    return _Written(job, tuple(files), fresh=tuple(fresh))


def _file_name(letter: Letter, account: str) -> str:
    """Return a name without anything that a file system could take amiss, unique within a run."""
    plain = re.sub(r"[^\w-]+", "-", account, flags=re.ASCII).strip("-") or "account"
    return f"{letter.date.isoformat()}_{plain}_{letter.currency}_{letter.stage}_{letter.number}"


def _record(store: Store, tally: _Tally, desk: Desk) -> None:
    """Record a batch of written letters, or take its new files away again where that fails."""
    if not tally.written:
        return
    try:
        _record_batch(store, tally, desk)
    except AppError:
        for path in (path for written in tally.written for path in written.fresh):
            with suppress(OSError):
                path.unlink(missing_ok=True)
        raise
    tally.written.clear()


def _record_batch(store: Store, tally: _Tally, desk: Desk) -> None:
    """Record letters in one transaction, each with its audit event."""
    with store.write("letters") as uow:
        touched: set[str] = set()
        for written in tally.written:
            letter = uow.session.get_one(Letter, written.job.letter_id)
            if written.refused is not None:
                letter.refused = written.refused
                uow.audit("letter.refused", "letter", letter.id, why=written.refused.msgid)
                tally.refused.append(Refused(letter.id, written.job.account, written.refused))
                continue
            _record_one(uow, letter, written)
            tally.done.append(letter.id)
            touched.add(letter.account_id)
        rebuild_worklist(uow, desk.days, desk.settings, sorted(touched))
        uow.commit()


def _record_one(uow: UnitOfWork, letter: Letter, written: _Written) -> None:
    if letter.produced_at is None and written.job.request is not None:
        letter.status = LetterStatus.PRODUCED
        letter.produced_at = uow.now
        letter.facts = request_to_json(written.job.request)
        letter.refused = None
        _reach_stages(uow, letter)
        uow.audit(
            "letter.produced", "letter", letter.id, stage=letter.stage, number=letter.number,
            files=[sha for _path, _form, sha in written.files],
        )  # fmt: skip
    known = {
        file.format: file for file in uow.session.scalars(select(LetterFile).where(LetterFile.letter_id == letter.id))
    }
    for path, form, sha in written.files:
        if form not in known:
            row = LetterFile(
                id=new_id(uow.now), letter_id=letter.id, path=path, format=form, sha256=sha, written_at=uow.now
            )
            uow.session.add(row)
        elif known[form].path != path:
            known[form].path = path
    uow.touch("letters", letter.id)
    uow.touch("accounts", letter.account_id)


def _reach_stages(uow: UnitOfWork, letter: Letter) -> None:
    """A stage is reached when the letter is produced: each item at its own."""
    query = select(LetterItem).where(LetterItem.letter_id == letter.id, LetterItem.part == "claimed")
    for line in uow.session.scalars(query):
        if line.stage_after is not None and letter.stage:
            item = uow.session.get_one(Item, line.item_id)
            item.stage, item.stage_on, item.stage_from = line.stage_after, letter.date, "letter"
            uow.touch("items", item.id)


def _chunks(ids: Sequence[str], size: int = 500) -> Iterable[Sequence[str]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
