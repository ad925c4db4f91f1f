"""Layouts that a collector saved: kept in the store, each change with its audit event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import RefusedError
from app.i18n import Message, msg
from app.models.company import Setting
from app.services.files import write_whole
from app.services.sync.layouts.layout import Layout
from app.services.sync.layouts.tomlfile import (
    PLAIN,
    check_layout,
    document_of,
    layout_of,
    read_layout,
    shipped,
    to_toml,
)
from app.services.sync.values.text import plain
from app.services.unit_of_work import UnitOfWork

_PREFIX: Final = "sync.layout."


@dataclass(frozen=True, slots=True)
class SavedLayout:
    """A saved layout and when it was changed last."""

    layout: Layout
    changed_at: datetime


def saved_layouts(session: Session) -> tuple[SavedLayout, ...]:
    """Return the saved layouts by name."""
    rows = session.scalars(select(Setting).where(Setting.key.startswith(_PREFIX)).order_by(Setting.key))
    return tuple(SavedLayout(layout_of(row.value), row.changed_at) for row in rows)


def layout_named(session: Session, name: str) -> Layout:
    """Return a saved or shipped layout by its name.

    Raises:
        RefusedError: there is none.
    """
    known = {layout.name: layout for layout in (*shipped(), *(one.layout for one in saved_layouts(session)))}
    if name not in known:
        raise _unknown(name, known)
    return known[name]


def save_layout(uow: UnitOfWork, layout: Layout, day: date, *, replaces: bool = False) -> None:
    """Keep a layout under its name.

    Args:
        uow: the unit of work.
        layout: what to keep.
        day: the collector's day.
        replaces: a layout of that name may be there and is then replaced.

    Raises:
        RefusedError: the layout cannot be used, or its name is taken.
    """
    wanted = replace(layout, name=plain(layout.name), shipped=False)
    check_layout(wanted)
    _check_name(uow.session, wanted.name, replaces=replaces)
    _put(uow, "layout.save", wanted, day)


def rename_layout(uow: UnitOfWork, old: str, new: str, day: date) -> None:
    """Give a saved layout another name; its items stay tied to the same source.

    Raises:
        RefusedError: there is no such layout, or the new name is taken or no name.
    """
    before = _row(uow.session, old)
    layout = layout_of(before.value)
    wanted = replace(layout, name=plain(new), source=layout.origin)
    check_layout(wanted)
    if wanted.name == layout.name:
        return
    _check_name(uow.session, wanted.name, replaces=False)
    uow.session.delete(before)
    _put(uow, "layout.rename", wanted, day, old=layout.name)


def delete_layout(uow: UnitOfWork, name: str) -> None:
    """Forget a saved layout; what was imported with it stays.

    Raises:
        RefusedError: there is no such layout.
    """
    row = _row(uow.session, name)
    before = row.value
    uow.session.delete(row)
    uow.audit("layout.delete", "layout", name, before=before)
    uow.touch("settings", row.key)


def export_layout(session: Session, name: str, path: Path) -> None:
    """Write a saved or shipped layout to a file for a colleague.

    Raises:
        RefusedError: there is no such layout, or no such folder.
        StoreError: the folder is read-only, or the disk full.
    """
    write_whole(path, to_toml(layout_named(session, name)).encode())


def import_layout(uow: UnitOfWork, path: Path, day: date, *, replaces: bool = False) -> Layout:
    """Read a colleague's layout and keep it; returns it.

    Raises:
        RefusedError: the file is no layout, or its name is taken.
    """
    layout = read_layout(path)
    save_layout(uow, layout, day, replaces=replaces)
    return layout


def _put(uow: UnitOfWork, action: str, layout: Layout, day: date, **facts: Any) -> None:
    key = _PREFIX + layout.name
    row = uow.session.get(Setting, key)
    before: Mapping[str, Any] | None = None if row is None else row.value
    if row is None:
        row = Setting(key=key)
        uow.session.add(row)
    row.value = document_of(layout)
    row.since = day
    row.changed_at = uow.now
    uow.audit(action, "layout", layout.name, before=before, after=row.value, **facts)
    uow.touch("settings", key)


def _row(session: Session, name: str) -> Setting:
    row = session.get(Setting, _PREFIX + name)
    if row is None:
        raise _unknown(name, {one.layout.name: one.layout for one in saved_layouts(session)})
    return row


def _check_name(session: Session, name: str, *, replaces: bool) -> None:
    """Refuse a name that is taken."""
    if name.startswith(PLAIN) or any(layout.name == name for layout in shipped()):
        raise _taken(name, msg("It is the name of a layout that came with the program."))
    if not replaces and session.get(Setting, _PREFIX + name) is not None:
        raise _taken(name, msg("A layout of this name is saved already."))


def _taken(name: str, why: Message) -> RefusedError:
    return RefusedError(
        "layout_name_taken",
        msg("The layout cannot be called {name}.", name=name),
        why,
        msg("Choose another name, or replace the layout that has it."),
    )


def _unknown(name: str, known: Mapping[str, Layout]) -> RefusedError:
    do = msg("Use one of {names}.", names=", ".join(sorted(known))) if known else msg("No layout is saved yet.")
    return RefusedError("unknown_layout", msg("There is no layout {name}.", name=name), None, do)
