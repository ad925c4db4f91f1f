"""The schema moves only by migrations, and a store is copied before it moves."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.errors import StoreError
from app.models import Base, migrations
from app.models.engine import open_engine

KEY = bytes(range(32))


@pytest.fixture
def engine(store_path: Path):
    opened = open_engine(store_path, KEY)
    yield opened
    opened.dispose()


def _schema(engine) -> dict[str, str]:
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'search%' AND tbl_name <> 'alembic_version'"
        ).all()
    return dict(rows)


def test_head_is_what_the_scripts_say():
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_current_head() == migrations.HEAD


def test_head_equals_the_models(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = [step for step in compare_metadata(context, Base.metadata) if "search" not in str(step)]
    assert found == []


def test_every_index_and_check_of_the_models_is_in_the_file(engine):
    schema = _schema(engine)
    for table in Base.metadata.tables.values():
        for constraint in table.constraints:
            if constraint.name is not None:
                assert str(constraint.name) in schema[table.name]
        for index in table.indexes:
            assert index.name in schema


def test_up_down_up_gives_the_same_schema(engine):
    before = _schema(engine)
    migrations.run(engine, "base")
    assert _schema(engine) == {}
    assert migrations.current(engine) is None
    migrations.run(engine, migrations.HEAD)
    assert _schema(engine) == before


def test_a_newer_store_is_refused_and_unchanged(engine, store_path):
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError) as error:
        migrations.upgrade(engine, store_path)
    assert error.value.code == "store_newer"
    assert migrations.current(engine) == "9999"


def test_an_older_store_is_copied_before_it_moves(engine, store_path):
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
        for (name,) in connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
            "AND name NOT LIKE 'search_%' AND name <> 'alembic_version'"
        ).all():
            connection.exec_driver_sql(f"DROP TABLE {name}")
    copy = migrations._copy_before(engine, store_path, "0000")
    kept = open_engine(copy, KEY)
    assert migrations.current(kept) == "0000"
    kept.dispose()
    assert copy.name == "desk.before-0000.db"


def test_a_store_at_head_is_left_alone(engine, store_path):
    assert migrations.upgrade(engine, store_path) is None
    assert list(store_path.parent.glob("*.before-*")) == []
