"""Which sources close what their files lack, once all open items were fed; what somebody must say before that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from app.enums import Scope
from app.i18n import Message, msg, nmsg
from app.services.sync.planning import alike, kin, renumbered
from app.services.sync.planning.batch import Batch, GoneItem
from app.services.sync.planning.kinds.items import ItemPlan
from app.services.sync.planning.match import ACCOUNT_AT, StoredItem
from app.services.sync.planning.plan import FilePlan
from app.services.sync.planning.reissued import NumbersFound
from app.services.sync.planning.renumbered import Renumbered
from app.services.sync.planning.scope import Decision, Reach, ask, decide
from app.settings import Settings

#: Companies that a warning names.
_NAMED: Final = 5


@dataclass(slots=True)
class _Protection:
    """What rejected rows protect: items by account id and number, accounts, or everything of the source."""

    accounts: set[str] = field(default_factory=set)
    numbers: set[tuple[str, str]] = field(default_factory=set)
    everything: bool = False


@dataclass(slots=True)
class _Told:
    """What is to be said of one file, whose sources are its companies: once, and summed up."""

    asked: list[Reach] = field(default_factory=list)
    closes_nothing: bool = False
    protected: int = 0
    known: int = -1


def decide_scopes(batch: Batch, settings: Settings, known_sources: frozenset[str]) -> None:
    """Decide, per source, whether its open-items files close what they lack, and find what that is.

    Args:
        batch: after its open-items files were fed.
        settings: shares from which a file counts as full, or a drop is asked about.
        known_sources: sources of which an open-items file was applied before.

    Raises:
        NumbersFound: accounts go on under new numbers, as somebody said; everything is to be planned again by them.
    """
    waiting = _ask_renumbered(batch)
    told: dict[str, tuple[FilePlan, _Told]] = {}
    for source, plan in batch.items.items():
        last = plan.files[-1]
        mine = told.setdefault(last.run_id, (last, _Told()))[1]
        protection = _protection(batch, plan.files)
        missing, protected = plan.missing(protection.accounts, protection.numbers)
        moved = sum(1 for raw in plan.unseen() if raw[ACCOUNT_AT] in waiting) if waiting else 0
        reach = _reach(batch, plan, missing - moved, first=source not in known_sources and not plan.known)
        decision = decide(reach, settings)
        _ask_whose(batch, plan)
        _write_down(plan, decision, mine)
        if decision.question is not None:
            mine.asked.append(reach)
        mine.closes_nothing |= protection.everything and last.scope is Scope.FULL
        if last.scope is Scope.FULL and not protection.everything:
            mine.protected += protected
        if decision.scope is Scope.FULL and not protection.everything:
            gone = plan.gone(protection.accounts, protection.numbers)
            batch.gone += [GoneItem(StoredItem._make(raw), last) for raw in gone]
    for last, what in told.values():
        if what.asked and all(file is not last for file, _ in batch.questions):
            batch.questions.append((last, ask(what.asked)))
        _tell(last, what)
    _tell_missing_companies(batch)


def _reach(batch: Batch, plan: ItemPlan, missing: int, *, first: bool) -> Reach:
    """Return what is known about the files of one source."""
    of_one_file = [other for other in batch.items.values() if other.files[-1] is plan.files[-1]]
    return Reach(
        chosen=batch.choices.scope,
        older=all(file.older for file in plan.files),
        first=first,
        known=plan.known,
        held=plan.known - missing,
        accounts=len(plan.accounts),
        company=plan.source.partition(":")[2] if len(of_one_file) > 1 else "",
        cut=_cut(batch, plan) if missing and not first else None,
    )


def _cut(batch: Batch, plan: ItemPlan) -> Message | None:
    """Return what of a source is missing as a whole; of one whose items went on elsewhere nobody can tell."""
    limits = batch.limits.get(plan.source)
    return None if limits is None else limits.cut(plan.unseen(), plan.known, plan.as_of)


def _write_down(plan: ItemPlan, decision: Decision, told: _Told) -> None:
    """Write the scope into the files of a source; of several companies the one with most items says why."""
    most = plan.known > told.known
    for file in plan.files:
        if file.scope is not Scope.PARTIAL and (most or decision.scope is Scope.PARTIAL):
            file.scope, file.scope_why = decision.scope, decision.why
    told.known = max(told.known, plan.known)


# ------------------------------------------------------------------------------------------------ whose items


def _ask_whose(batch: Batch, plan: ItemPlan) -> None:
    """Ask about a source that nobody knows and that repeats what is open of another one."""
    last = plan.files[-1]
    if not plan.strange or any(file.named or file.older for file in plan.files):
        return
    if any(file is last and asked.option == alike.OPTION for file, asked in batch.questions):
        return
    found = alike.likeness(plan.strange, batch.open_keys(), plan.source)
    if found is not None:
        file = batch.stored.newest_file(found.source)
        batch.questions.append((last, alike.question(found, file, last.table.layout)))


def _ask_renumbered(batch: Batch) -> frozenset[str]:
    """Ask about accounts whose documents stand under new numbers, or say what was said of them.

    Returns the ids of the accounts about which somebody must speak first.
    """
    files = batch.open_files
    if not files:
        return frozenset()
    last, choice = files[-1], batch.choices.renumbered
    renumbered.tell_settled(batch.choices.accounts, last)
    found, others = _renumbered(batch)
    if found and choice == renumbered.YES and not batch.choices.accounts:
        raise NumbersFound(accounts=found)
    renumbered.tell_moved(others, last)
    if found and choice is None:
        batch.questions.append((last, renumbered.question(found)))
        return frozenset(one.id for one in found)
    renumbered.tell_apart(found, last)
    return frozenset()


def _renumbered(batch: Batch) -> tuple[list[Renumbered], list[Renumbered]]:
    """Return accounts that may go on under new numbers, and those whose documents moved to an account with a life."""
    plans = [plan for plan in batch.items.values() if plan.fresh]
    if not plans:
        return [], []
    seen = {batch.accounts.id_of[key] for plan in batch.items.values() for key in plan.accounts}
    moves = []
    for plan in plans:
        unseen = chain.from_iterable(one.unseen() for one in (plan, *plan.kin))
        moves += renumbered.moved(unseen, plan.fresh, seen)
    if not moves:
        return [], []
    owners = kin.owners(
        batch.stored, [move.new for move in moves if move.new not in batch.accounts.made], batch.run_ids
    )
    known = {one.id: (key, one.facts[0], one.facts[1] or "") for key, one in batch.accounts.known.items()}
    return renumbered.settle(moves, known, batch.accounts.made, owners)


# ------------------------------------------------------------------------------------------------ rejected rows


def _protection(batch: Batch, files: Iterable[FilePlan]) -> _Protection:
    """Return what the rejected rows of some files protect from being closed."""
    found = _Protection()
    for file in files:
        for row in file.table.rejected:
            account = batch.accounts.id_of.get(row.account or "")
            if row.account is None:
                found.everything = True
            elif account is not None and row.number is not None:
                found.numbers.add((account, row.number))
            elif account is not None:
                found.accounts.add(account)
    return found


def _tell(file: FilePlan, what: _Told) -> None:
    """Say what rejected rows protect."""
    if what.closes_nothing:
        file.warn(
            "closes_nothing",
            msg("In a rejected row neither account nor number could be read, so this file closes nothing."),
        )
    elif what.protected:
        text = nmsg(
            "{n} stored item stays as it was because its row was rejected.",
            "{n} stored items stay as they were because rows were rejected.",
            what.protected,
        )
        file.warn("protected", text)


# ------------------------------------------------------------------------------------------------ companies


def _tell_missing_companies(batch: Batch) -> None:
    """Say that a company is missing which stood in an earlier file beside others: nothing of it is closed."""
    files: dict[str, FilePlan] = {}
    for source, plan in batch.items.items():
        layout, _, company = source.partition(":")
        last = plan.files[-1]
        if company and not last.older and last.scope is Scope.FULL:
            files[layout] = last
    if not files:
        return
    missing: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for source, count in kin.companies_together(batch.stored, batch.run_ids):
        layout, _, company = source.partition(":")
        if layout in files and source not in batch.items:
            missing[layout].append((company, count))
    for layout, companies in missing.items():
        companies.sort()
        for company, count in companies[:_NAMED]:
            text = nmsg(
                "Company {company} is not in the file, but stood in an earlier one: its {n} open item stays as it was.",
                "Company {company} is not in the file, but stood in an earlier one: its {n} open items stay as they "
                "were.",
                count,
                company=company,
            )
            files[layout].warn("company_missing", text)
        more = companies[_NAMED:]
        if more:
            text = nmsg("{n} other company is missing too.", "{n} other companies are missing too.", len(more))
            files[layout].warn("company_missing", text)
