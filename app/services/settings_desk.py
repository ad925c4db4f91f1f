"""The settings room as the window uses it: one page of what is set, and one function per change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.i18n import Message, msg
from app.progress import Progress, silent
from app.services.backup import Backup, backup
from app.services.calendars import next_business_day
from app.services.company import get_company, set_company
from app.services.company_facts import CompanyFacts, company_document
from app.services.company_file import check_company, load_company_file
from app.services.dates import load_days
from app.services.letters.dunning.stages import stage_day
from app.services.portfolio.worklist import rebuild_worklist
from app.services.preferences import load_settings, save_settings
from app.services.security import change_passphrase, key_path, read_key_file
from app.services.stores import OpenStore
from app.services.unit_of_work import Store, UnitOfWork
from app.settings import MarketPolicy, Settings


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """Everything that is set: the policy and the company, None before it is known."""

    settings: Settings
    company: CompanyFacts | None


@dataclass(frozen=True, slots=True)
class KeyState:
    """How the store opens: ``keyring`` or ``passphrase``, and where it lies."""

    mode: str
    path: str


def settings_page(session: Session) -> SettingsPage:
    """Return what is set."""
    return SettingsPage(load_settings(session), get_company(session))


def save_policy(uow: UnitOfWork, settings: Settings, day: date, zone: str) -> tuple[str, ...]:
    """Keep changed numbers from a day on and judge the call list by them; returns the names that changed."""
    changed = save_settings(uow, settings, day)
    if changed:
        rebuild_worklist(uow, load_days(uow.session, day, zone), settings)
        uow.touch_everything()
    return changed


def save_company(uow: UnitOfWork, values: dict[str, Any]) -> None:
    """Check and keep company details that were typed; what the form does not show stays as it was.

    Raises:
        RefusedError: a value is missing or wrong; the sentence names it.
    """
    known = get_company(uow.session)
    document = {} if known is None else _document(known)
    document.update(values)
    facts = check_company(document, "Settings")
    if known is not None:
        facts = replace(facts, logo=known.logo, logo_name=known.logo_name)
    set_company(uow, facts)


def load_company(uow: UnitOfWork, path: str) -> None:
    """Take the company's details from a company.toml."""
    set_company(uow, load_company_file(Path(path)))


def _document(facts: CompanyFacts) -> dict[str, Any]:
    """Return the stored details as a company.toml would state them, without the logo, which has no file any more."""
    document = {key: value for key, value in company_document(facts).items() if value not in (None, {}, [])}
    document.pop("logo", None)
    if not facts.rates:
        document.pop("rates", None)
    elif facts.rates_on is not None:
        document["rates"] = {**document["rates"], "date": facts.rates_on}
    return document


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
