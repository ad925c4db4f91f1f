"""What belongs to accounts and items, as lists in SQL: what stays with them under other numbers, and what keeps them.

A table more that names an account is a line more here; a test compares the list with the store's tables.
"""

from __future__ import annotations

from typing import Final

from app.enums import SyncKind
from app.services.sync.facts.shapes import SHAPES

#: Tables of the records beside the ledger; no fact of the collector hangs on them.
FACT_TABLES: Final = tuple(shape.table for shape in SHAPES.values() if shape.kind is not SyncKind.RATES)
#: Tables whose records are an account's own life: an account that has any is no mere name.
OWNING: Final = (
    "receipt",
    "activity_account",
    "task",
    "promise",
    "dispute",
    "pause",
    "letter",
    "letter_held",
    *FACT_TABLES,
)
#: Tables that name an account and come and go with its files.
CARRIED: Final = ("contact", "item", "snapshot")
#: Where the collector's facts name an item; what a receipt or an imported dispute says of it is a file's fact.
ITEM_HUNG: Final = (
    "SELECT item_id FROM promise_item UNION SELECT item_id FROM activity_item UNION SELECT item_id FROM letter_item "
    "UNION SELECT item_id FROM pause WHERE item_id IS NOT NULL UNION SELECT item_id FROM dispute_item "
    "UNION SELECT j.value FROM task, json_each(task.items) j"
)
