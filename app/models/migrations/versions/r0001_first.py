"""The first schema: every statement stands in the SQL file beside this one, frozen in time."""

from __future__ import annotations

import re
from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


def upgrade() -> None:
    """Create every table, index and the trigram index."""
    for statement in _SQL.split(";\n"):
        if statement.strip():
            op.execute(statement)


def downgrade() -> None:
    """Drop every table; indexes go with them."""
    op.execute("DROP TABLE search")
    for name in reversed(re.findall(r"^CREATE TABLE (\w+)", _SQL, re.MULTILINE)):
        op.execute(f"DROP TABLE {name}")
