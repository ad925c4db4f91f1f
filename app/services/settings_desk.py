"""The settings room as the window uses it: one page of what is set, and one function per change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.i18n import Message, msg
from app.progress import Progress, silent
from app.services.backup import Backup, BackupFacts, Restored, backup, describe, restore_open
from app.services.calendars import next_business_day
from app.services.company import get_company, set_company, store_company
from app.services.company_facts import CompanyFacts, company_document
from app.services.company_file import check_company, load_company_file
from app.services.dates import collector_zone, load_days
from app.services.letters.dunning.stages import stage_day
from app.services.portfolio.worklist import rebuild_worklist
from app.services.preferences import load_settings, save_settings
from app.services.rates_desk import RatesPage, rates_page
from app.services.security import change_passphrase, key_path, read_key_file
from app.services.stores import OpenStore
from app.services.unit_of_work import Store, UnitOfWork
from app.settings import MarketPolicy, Settings


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """Everything that is set: the policy, the company (None before it is known) and the rates."""

    settings: Settings
    company: CompanyFacts | None
    rates: RatesPage


@dataclass(frozen=True, slots=True)
class KeyState:
    """How the store opens: ``keyring`` or ``passphrase``, and where it lies."""

    mode: str
    path: str


@dataclass(frozen=True, slots=True)
class RestoredDesk:
    """What the window goes on with: the restored store, how it opens, and the collector's zone if it states one."""

    restored: Restored
    mode: str
    zone: str | None


def settings_page(session: Session, day: date) -> SettingsPage:
    """Return what is set, with the rates that hold on a day."""
    return SettingsPage(load_settings(session), get_company(session), rates_page(session, day))


def save_policy(uow: UnitOfWork, settings: Settings, day: date, zone: str) -> tuple[str, ...]:
    """Keep changed numbers from a day on and judge the call list by them; returns the names that changed."""
    changed = save_settings(uow, settings, day)
    if changed:
        rebuild_worklist(uow, load_days(uow.session, day, zone), settings)
        uow.touch_everything()
    return changed


def save_company(uow: UnitOfWork, values: dict[str, Any], day: date) -> CompanyFacts | None:
    """Check and keep company details that were typed; returns the company as it was before.

    Args:
        uow: the transaction.
        values: keys of company.toml; what is not among them stays as it was. None takes a detail away. ``logo`` is
            the whole path of a picture.
        day: the collector's day, on which the call list is judged anew.

    Raises:
        CompanyRefusedError: a value is missing or wrong; it has the key.
    """
    known = get_company(uow.session)
    document = {} if known is None else _document(known)
    document.update(values)
    facts = check_company({key: value for key, value in document.items() if value is not None})
    if known is not None:
        if "logo" not in values:
            facts = replace(facts, logo=known.logo, logo_name=known.logo_name)
        facts = replace(facts, rates_on=known.rates_on, rates=known.rates, targets=known.targets)
    put_back_company(uow, facts, day)
    return known


def put_back_company(uow: UnitOfWork, facts: CompanyFacts, day: date) -> None:
    """Store the company as it is given, without rates and targets; the call list follows."""
    store_company(uow, facts)
    _judge(uow, facts, day)


def load_company(uow: UnitOfWork, path: str, day: date) -> None:
    """Take the company's details, rates and targets from a company.toml; the call list follows."""
    facts = load_company_file(Path(path))
    set_company(uow, facts)
    _judge(uow, facts, day)


def _judge(uow: UnitOfWork, facts: CompanyFacts, day: date) -> None:
    """Judge the call list by the company's base currency, country and zone."""
    uow.session.flush()
    rebuild_worklist(uow, load_days(uow.session, day, facts.time_zone), load_settings(uow.session))


def _document(facts: CompanyFacts) -> dict[str, Any]:
    """Return the stored details as a company.toml would state them, without what Settings keeps elsewhere."""
    elsewhere = {"logo", "rates", "targets"}
    return {
        key: value
        for key, value in company_document(facts).items()
        if key not in elsewhere and value not in (None, {}, [])
    }


def key_state(store: Store, progress: Progress = silent) -> KeyState:
    """Return how the store opens."""
    progress(1, 1, "")
    return KeyState(read_key_file(key_path(store.path)).mode.value, str(store.path))


def new_passphrase(store: Store, old: str, new: str, progress: Progress = silent) -> KeyState:
    """Wrap the store's key with another passphrase, or with the keyring where ``new`` is empty.

    Raises:
        StoreError: the old passphrase is wrong.
        MachineError: there is no keyring service.
    """
    progress(0, 1, "")
    change_passphrase(store.path, old or None, new or None)
    with store.write("settings") as uow:
        uow.audit("store.key", "store", store.path.stem, mode=read_key_file(key_path(store.path)).mode.value)
        uow.commit()
    return key_state(store)


def write_backup(store: Store, target: str, passphrase: str, progress: Progress = silent) -> Backup:
    """Write a backup of the open store; see ``backup``."""
    progress(0, 1, "")
    opened = OpenStore(store, read_key_file(key_path(store.path)))
    return backup(opened, Path(target), passphrase or None)


def backup_facts(_session: Session, path: str) -> BackupFacts:
    """Tell what a backup says of itself; see ``describe``."""
    return describe(Path(path))


def restore_backup(store: Store, source: str, passphrase: str, progress: Progress = silent) -> RestoredDesk:
    """Put a backup in the place of the open store and go on with it; see ``restore_open``."""
    restored = restore_open(store, Path(source), passphrase or None, progress)
    with store.read() as session:
        zone = collector_zone(session)
    return RestoredDesk(restored, read_key_file(key_path(store.path)).mode.value, zone)


def policy_example(country: str, policy: MarketPolicy, due: date) -> Message:
    """Return the policy in words for an invoice due on a day: when each letter would be written."""
    days = [stage_day(policy, stage, due, country) for stage in range(5)]
    decide = next_business_day(country, due + timedelta(days=policy.decide_at))
    return msg(
        "An invoice due {due}: courtesy notice {first}, reminder {second}, second notice {third}, demand {fourth}, "
        "final notice {fifth}; to be decided {sixth}.",
        due=due,
        first=days[0],
        second=days[1],
        third=days[2],
        fourth=days[3],
        fifth=days[4],
        sixth=decide,
    )
