"""The columns of a stored row of the call list; apart, so that reading it loads nothing else."""

from __future__ import annotations

from typing import Final

#: In the order in which rows are judged and read.
COLUMNS: Final = (
    "account_id, number, name, country, zone, day, score, collectable_base, callback_at, retry_at, other_work, "
    "currency, overdue, buckets, reasons, held_code, held, pinned"
)
