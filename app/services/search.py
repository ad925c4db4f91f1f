"""The trigram index: accounts by number and name in every script, items by number, PO and order.

Only maintenance stands here; the query is the portfolio's. Texts are kept in NFKC beside what was seen, so that
half-width and full-width forms find each other. Measured (100,000 items, encrypted store): an index that also knows
where in a text a trigram stands takes 0.26 s and 17 MB, this one 0.16 s and 9 MB.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import Connection

ACCOUNT: Final = "account"
ITEM: Final = "item"
#: Columns whose change makes a record to be indexed anew.
ACCOUNT_WORDS: Final = frozenset({"number", "name", "name_latin", "name_kana", "tax_id", "city", "email"})
ITEM_WORDS: Final = frozenset({"number", "po", "order_number"})
_ACCOUNT_COLUMNS: Final = 'id, number, "key", name, name_latin, name_kana, tax_id, city, email'


def plain_text(*parts: str | None) -> str:
    """Return what a record is found by: every part as seen, and in NFKC where that differs."""
    text = " ".join(filter(None, parts))
    if text.isascii():
        return text
    seen: dict[str, None] = {}
    for part in parts:
        if part:
            seen[part] = None
            if not part.isascii():
                seen[unicodedata.normalize("NFKC", part)] = None
    return " ".join(seen)


def plain_texts(*columns: Sequence[str | None]) -> list[str]:
    """Return what records are found by, from the columns of their parts."""
    told = [column for column in columns if column.count(None) < len(column)]
    if any(None in column or "" in column for column in told):
        joined = [" ".join(filter(None, parts)) for parts in zip(*columns, strict=True)]
    else:
        joined = list(map(" ".join, zip(*told, strict=True)))
    if len(joined) == len(columns[0]) and "".join(joined).isascii():
        return joined
    return [plain_text(*parts) for parts in zip(*columns, strict=True)]


def add_staged(connection: Connection, text_sql: str, id_sql: str) -> None:
    """Index new items that stand in ``temp.stage``; the arguments are their columns there."""
    connection.exec_driver_sql(
        f"INSERT INTO search (text, kind, ref) SELECT {text_sql}, '{ITEM}', {id_sql} FROM temp.stage"  # noqa: S608 - columns of ours
    )


def add_accounts(connection: Connection, ids: Sequence[str]) -> None:
    """Index accounts that the index does not have."""
    if not ids:
        return
    _want(connection, ids)
    rows = connection.exec_driver_sql(
        f"SELECT {_ACCOUNT_COLUMNS} FROM account WHERE id IN (SELECT a FROM temp.found)"  # noqa: S608 - columns of ours
    ).all()
    _add(connection, [(plain_text(*parts), ACCOUNT, record) for record, *parts in rows])


def add_items(connection: Connection, ids: Sequence[str]) -> None:
    """Index items that the index does not have."""
    if not ids:
        return
    _want(connection, ids)
    rows = connection.exec_driver_sql(
        "SELECT id, number, po, order_number FROM item WHERE id IN (SELECT a FROM temp.found)"
    ).all()
    _add(connection, [(plain_text(*parts), ITEM, record) for record, *parts in rows])


def replace(connection: Connection, accounts: Iterable[str], items: Iterable[str], gone: Iterable[str] = ()) -> None:
    """Index records anew whose words changed, and take out those that are gone.

    The index knows records only by their text, so this reads it once from end to end: once per transaction.
    """
    again, others = list(accounts), list(items)
    out = [*again, *others, *gone]
    if out:
        _want(connection, out)
        connection.exec_driver_sql("DELETE FROM search WHERE ref IN (SELECT a FROM temp.found)")
        add_accounts(connection, again)
        add_items(connection, others)


def _add(connection: Connection, texts: list[tuple[str, str, str]]) -> None:
    if texts:
        connection.exec_driver_sql("INSERT INTO search (text, kind, ref) VALUES (?, ?, ?)", texts)


def _want(connection: Connection, ids: Sequence[str]) -> None:
    connection.exec_driver_sql("CREATE TEMP TABLE IF NOT EXISTS found (a)")
    connection.exec_driver_sql("DELETE FROM temp.found")
    connection.exec_driver_sql("INSERT INTO temp.found VALUES (?)", [(record,) for record in ids])
