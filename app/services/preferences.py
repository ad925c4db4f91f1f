"""Settings in the store: read as one frozen value, changed one at a time with the day they start."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UsageError
from app.i18n import msg
from app.models.company import Setting
from app.services.unit_of_work import UnitOfWork
from app.settings import Settings, from_json, to_json

_PREFIX = "policy."


def load_settings(session: Session) -> Settings:
    """Return today's defaults with what the collector changed over them."""
    rows = session.execute(select(Setting.key, Setting.value).where(Setting.key.startswith(_PREFIX)))
    return from_json({key.removeprefix(_PREFIX): value for key, value in rows})


def save_settings(uow: UnitOfWork, settings: Settings, since: date) -> tuple[str, ...]:
    """Keep what differs from the defaults and drop what no longer does; returns the names that changed."""
    wanted = to_json(settings)
    stored = {row.key: row for row in uow.session.scalars(select(Setting).where(Setting.key.startswith(_PREFIX)))}
    changed = []
    for name in (item.name for item in fields(Settings)):
        row = stored.get(_PREFIX + name)
        if name in wanted and (row is None or row.value != wanted[name]):
            _put(uow, _PREFIX + name, wanted[name], since)
            changed.append(name)
        elif name not in wanted and row is not None:
            uow.session.delete(row)
            uow.audit("setting.default", "setting", row.key, before=row.value)
            changed.append(name)
    uow.touch("settings", *changed)
    return tuple(changed)


def get_setting(session: Session, key: str, default: Any = None) -> Any:
    """Return one stored value outside the policy (saved filters, takeover state, remarks of a day)."""
    value = session.scalar(select(Setting.value).where(Setting.key == key))
    return default if value is None else value


def put_setting(uow: UnitOfWork, key: str, value: Any, since: date) -> None:
    """Store one value outside the policy.

    Raises:
        UsageError: the key belongs to the policy, which has types of its own.
    """
    if key.startswith(_PREFIX):
        raise UsageError("setting_key", msg("{key} is part of the policy.", key=key))
    _put(uow, key, value, since)
    uow.touch("settings", key)


def _put(uow: UnitOfWork, key: str, value: Any, since: date) -> None:
    row = uow.session.get(Setting, key)
    before = None if row is None else row.value
    if row is None:
        row = Setting(key=key)
        uow.session.add(row)
    row.value = value
    row.since = since
    row.changed_at = uow.now
    uow.audit("setting.change", "setting", key, before=before, after=value, since=since.isoformat())
