"""Schema versions. Migrations never import the models of today; see ``upgrade``."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, inspect

from app.driver import SCHEMA
from app.errors import StoreError
from app.i18n import msg

#: The newest revision; a test compares it with the scripts, so that a start need not load Alembic (0.5 s).
HEAD: Final = SCHEMA


def current(engine: Engine) -> str | None:
    """Return the revision of a store, None for a new file."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").fetchone()
    return None if row is None else str(row[0])


def upgrade(engine: Engine, path: Path | None = None) -> Path | None:
    """Bring a store to ``HEAD``; an older store is copied first.

    Returns:
        The copy, or None where there was nothing to keep.

    Raises:
        StoreError: the store was written by a newer program.
    """
    revision = current(engine)
    if revision == HEAD:
        return None
    if revision is not None and revision > HEAD:
        raise StoreError(
            "store_newer",
            msg("This store was written by a newer version of Collections Desk."),
            msg("Store version {found}, this program knows {known}.", found=revision, known=HEAD),
            msg("Install the newer version; nothing was changed."),
        )
    copy = _copy_before(engine, path, revision) if path is not None and revision is not None else None
    run(engine, HEAD)
    return copy


def _copy_before(engine: Engine, path: Path, revision: str) -> Path:
    """Copy the (encrypted) file beside itself after folding the WAL into it."""
    with engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    copy = path.with_name(f"{path.stem}.before-{revision}.db")
    shutil.copy2(path, copy)
    return copy


def run(engine: Engine, revision: str) -> None:
    """Run Alembic up or down to ``revision`` on one connection, as one transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        if revision == "base" or (current_of(config) or "") > revision:
            command.downgrade(config, revision)
        else:
            command.upgrade(config, revision)


def current_of(config: object) -> str | None:
    """Return the revision on the connection that a configuration carries."""
    connection = config.attributes["connection"]  # type: ignore[attr-defined]
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").fetchone()
    return None if row is None else str(row[0])
