"""What the plan needs of the store, loaded as plain rows: no mapped object per row of 100,000.

Everything runs on the connection of the sync's own transaction (or of the preview's snapshot), so what the plan saw
is what the transaction changes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection

from app.enums import OPEN_ITEM_SQL, Scope, SyncKind, SyncState
from app.services.sync import answers
from app.services.sync.newest import newest_batch
from app.services.sync.planning import match
from app.services.sync.planning.evidence import Arrived
from app.services.sync.planning.kinds import accounts, cases, contacts, receipts
from app.services.sync.planning.kinds.known import Supply
from app.services.sync.planning.match import CLOSED, Key, StoredItem
from app.services.sync.values.references import invoice_key

#: The statuses of open items, as a list in SQL.
OPEN: Final = OPEN_ITEM_SQL
_CLOSED: Final = "({})".format(", ".join(f"'{status}'" for status in sorted(CLOSED)))
#: Columns of ``StoredItem`` with the table's name, for joins.
_ITEM: Final = ", ".join(f"item.{name}" for name in StoredItem._fields)


#: Rows of many that are fetched at a time.
_FEW: Final = 5_000


@dataclass(frozen=True, slots=True)
class AppliedRun:
    """A run that still counts, as later files are compared with it."""

    id: str
    sha256: str
    kind: str
    source: str
    scope: str
    as_of: date | None
    as_of_from: str
    through: date | None


class Stored:
    """Reads the store for a plan."""

    def __init__(self, connection: Connection) -> None:
        """Take the connection of the transaction that the plan belongs to."""
        self._connection = connection

    def rows(self, sql: str, parameters: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Return plain rows as the driver gives them."""
        result = self._connection.exec_driver_sql(sql, parameters)
        found = list(result.cursor.fetchall())
        result.close()
        return found

    def each(self, sql: str, parameters: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
        """Give plain rows as the driver gives them, a few at a time: all of a large table would take the memory."""
        result = self._connection.exec_driver_sql(sql, parameters)
        while rows := result.cursor.fetchmany(_FEW):
            yield from rows
        result.close()

    # -------------------------------------------------------------------------------------------- runs and company

    def company(self) -> tuple[str | None, str | None]:
        """Return the company's country and base currency, None where no company is set yet."""
        found = self.rows("SELECT country, base_currency FROM company LIMIT 1")
        return (found[0][0], found[0][1]) if found else (None, None)

    def runs(self) -> list[AppliedRun]:
        """Return the runs that count, oldest first."""
        found = self.rows(
            "SELECT id, sha256, kind, source, scope, as_of, json_extract(report, '$.as_of_from'), coverage "
            "FROM sync_run WHERE state <> ? ORDER BY rowid",
            (SyncState.UNDONE.value,),
        )
        return [
            AppliedRun(record, sha, kind, source, scope, _day(as_of), how or "", _day(coverage or as_of))
            for record, sha, kind, source, scope, as_of, how, coverage in found
        ]

    def newest_reports(self) -> list[dict[str, Any]]:
        """Return the reports of the files of the newest sync that changed anything, each with its run's id."""
        found = self.rows(
            "SELECT id, report FROM sync_run WHERE batch_id = ?",
            (newest_batch(self._connection, SyncState.APPLIED),),
        )
        return [{**json.loads(report), "id": record} for record, report in found]

    def mark(self) -> str:
        """Return what a preview remembers of the store: another import or an undo makes it stale."""
        newest, undone = self.rows("SELECT coalesce(max(rowid), 0), count(undone_at) FROM sync_run")[0]
        return f"{newest}:{undone}"

    def covered_through(self) -> date | None:
        """Return the last day of which receipts or closed items in the store speak."""
        found = self.rows(
            "SELECT max(coalesce(coverage, as_of)) FROM sync_run WHERE state <> ? AND kind IN (?, ?)",
            (SyncState.UNDONE.value, SyncKind.RECEIPTS.value, SyncKind.CLOSED_ITEMS.value),
        )
        return _day(found[0][0])

    def full_after(self, source: str, day: date) -> date | None:
        """Return the as-of of the first full file of a source after a day: what it lacks was closed by then."""
        found = self.rows(
            "SELECT min(as_of) FROM sync_run WHERE source = ? AND kind = ? AND scope = ? AND state <> ? AND as_of > ?",
            (source, SyncKind.OPEN_ITEMS.value, Scope.FULL.value, SyncState.UNDONE.value, day.isoformat()),
        )
        return _day(found[0][0])

    # -------------------------------------------------------------------------------------------- accounts

    def accounts(self) -> dict[str, accounts.KnownAccount]:
        """Return all accounts by key."""
        found = {}
        sql = f"SELECT {accounts.STORED_COLUMNS} FROM account"  # noqa: S608 - columns of ours
        for key, record, parent, source, vanished, *facts in self.rows(sql):
            found[key] = accounts.KnownAccount(record, parent, source, facts, bool(vanished))
        return found

    def contacts(self) -> dict[str, list[contacts.StoredContact]]:
        """Return all contacts by account id."""
        found: dict[str, list[contacts.StoredContact]] = defaultdict(list)
        for row in self.rows(f"SELECT {contacts.STORED_COLUMNS} FROM contact ORDER BY rowid"):  # noqa: S608 - columns of ours
            account, contact = contacts.stored_contact(row)
            found[account].append(contact)
        return found

    # -------------------------------------------------------------------------------------------- items

    def open_items(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return all open items by source, as rows in the order of ``StoredItem``."""
        rows = self.rows(f"SELECT {match.STORED_COLUMNS} FROM item WHERE status IN {OPEN}")  # noqa: S608 - columns of ours
        sources = {row[_SOURCE] for row in rows}
        if len(sources) == 1:
            return {sources.pop(): rows}
        found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for row in rows:
            found[row[_SOURCE]].append(row)
        return found

    def newest_file(self, source: str) -> str:
        """Return the name of the newest file of open items that brought items of a source."""
        found = self.rows(
            "SELECT r.file FROM sync_run r JOIN item i ON i.last_run_id = r.id WHERE i.source = ? "
            "ORDER BY r.rowid DESC LIMIT 1",
            (source,),
        )
        return str(found[0][0]) if found else source

    def open_keys(self, without: Iterable[str]) -> dict[str, dict[Key, str | None]]:
        """Return the identities of open items with their days by source, those that some runs brought left out."""
        runs = frozenset(without)
        found: dict[str, dict[Key, str | None]] = defaultdict(dict)
        columns = "source, last_run_id, document_date, account_id, number, currency"
        for source, run, day, *key in self.each(f"SELECT {columns} FROM item WHERE status IN {OPEN}"):  # noqa: S608 - columns of ours
            if run not in runs:
                found[source][key[0], key[1], key[2]] = day
        return found

    def open_total(self) -> int:
        """Count the open items of all sources."""
        return int(self.rows(f"SELECT count(*) FROM item WHERE status IN {OPEN}")[0][0])  # noqa: S608 - codes of ours

    def supply(self, source: str) -> Supply:
        """Return how the open items of a source are loaded account by account."""
        where = f"item.source = ? AND item.status IN {OPEN}"
        count = self.rows(f"SELECT count(*) FROM item WHERE {where}", (source,))[0][0]  # noqa: S608 - codes of ours

        def of(accounts_of: Collection[str]) -> Iterable[tuple[Any, ...]]:
            self.want([(account, "", "") for account in accounts_of])
            return self.rows(
                f"SELECT {_ITEM} FROM temp.wanted w CROSS JOIN item ON item.account_id = w.a WHERE {where}",  # noqa: S608 - columns of ours
                (source,),
            )

        def but(accounts_of: Collection[str]) -> Iterable[tuple[Any, ...]]:
            self.want([(account, "", "") for account in accounts_of])
            sql = f"SELECT {_ITEM} FROM item WHERE {where} AND account_id NOT IN (SELECT a FROM temp.wanted)"  # noqa: S608 - columns of ours
            yield from self.each(sql, (source,))

        return Supply(count, of, but)

    def has_closed(self, source: str) -> bool:
        """Tell whether a source has closed items."""
        return bool(self.rows(f"SELECT 1 FROM item WHERE source = ? AND status IN {_CLOSED} LIMIT 1", (source,)))  # noqa: S608 - codes of ours

    def closed_items(self, source: str, keys: Sequence[Key]) -> dict[Key, list[StoredItem]]:
        """Return the closed items of some identities of a source."""
        return self._items(keys, f"item.source = ? AND item.status IN {_CLOSED}", (source,))

    def items_of(self, keys: Sequence[Key]) -> dict[Key, list[StoredItem]]:
        """Return all items of some identities, whatever their source and status."""
        return self._items(keys, "1", ())

    def _items(self, keys: Sequence[Key], where: str, parameters: tuple[Any, ...]) -> dict[Key, list[StoredItem]]:
        found: dict[Key, list[StoredItem]] = defaultdict(list)
        self.want(keys)
        sql = (
            f"SELECT {_ITEM} FROM temp.wanted w "  # noqa: S608 - columns and conditions of ours
            "CROSS JOIN item ON item.account_id = w.a AND item.number = w.b AND item.currency = w.c "
            f"WHERE {where} ORDER BY item.rowid"
        )
        for row in self.rows(sql, parameters):
            item = StoredItem._make(row)
            found[item.key].append(item)
        return dict(found)

    def closed_unexplained(self, accounts_of: Iterable[str], since: date, through: date) -> list[StoredItem]:
        """Return items closed without explanation: of some accounts, or gone in days that receipts now cover."""
        self.want([(account, "", "") for account in accounts_of])
        sql = (
            f"SELECT {_ITEM} FROM item WHERE status IN ('closed_no_cash_data', 'vanished') AND "  # noqa: S608 - columns of ours
            "(account_id IN (SELECT a FROM temp.wanted) OR "
            "(status = 'closed_no_cash_data' AND closed_on BETWEEN ? AND ?)) ORDER BY rowid"
        )
        return [StoredItem._make(row) for row in self.rows(sql, (since.isoformat(), through.isoformat()))]

    def stood_at(self, ids: Sequence[str]) -> dict[str, int]:
        """Return what closed items were last open at, minor units, from the change that closed them."""
        self.want([(record, "", "") for record in ids])
        return dict(
            self.rows(
                "SELECT c.entity_id, json_extract(c.before, '$.open') FROM sync_change c "
                "JOIN sync_run r ON r.id = c.run_id AND r.state <> 'undone' WHERE c.entity = 'item' "
                "AND c.action = 'closed' AND c.entity_id IN (SELECT a FROM temp.wanted) ORDER BY c.rowid"
            )
        )

    def spent_receipts(self, accounts_of: Iterable[str]) -> frozenset[str]:
        """Return receipts that explained items of some accounts before, by their amount alone."""
        self.want([(account, "", "") for account in accounts_of])
        found = self.rows(
            "SELECT DISTINCT j.value FROM item i JOIN sync_change c ON c.entity_id = i.id AND c.entity = 'item' "
            "JOIN sync_run r ON r.id = c.run_id AND r.state <> 'undone', json_each(c.after, '$.receipts') j "
            "WHERE i.account_id IN (SELECT a FROM temp.wanted) AND i.status IN ('paid', 'credited')"
        )
        return frozenset(row[0] for row in found)

    def items_by_number(self, numbers: Iterable[str], but: frozenset[str]) -> dict[str, list[cases.NumberedItem]]:
        """Return items by invoice key, for numbers that cases or receipts name, without those of the runs ``but``."""
        keys = {invoice_key(number) for number in numbers}
        found: dict[str, list[cases.NumberedItem]] = defaultdict(list)
        if keys:
            for record, account, number, currency, status, run in self.each(
                "SELECT id, account_id, number, currency, status, first_run_id FROM item"
            ):
                key = invoice_key(number)
                if key in keys and run not in but:
                    found[key].append(cases.NumberedItem(record, account, currency, status not in CLOSED))
        return dict(found)

    # -------------------------------------------------------------------------------------------- receipts, disputes

    def receipts(self, source: str) -> list[receipts.PlannedReceipt]:
        """Return the receipts of a source in the order they came."""
        sql = f"SELECT {receipts.STORED_COLUMNS} FROM receipt WHERE source = ? ORDER BY rowid"  # noqa: S608 - columns of ours
        return [receipts.stored_receipt(row) for row in self.rows(sql, (source,))]

    def arrived(self, accounts_of: Iterable[str], since: date) -> list[Arrived]:
        """Return the receipts of some accounts that were not taken back, as evidence for items that are gone.

        Args:
            accounts_of: their ids.
            since: the first day of money that names nothing; what names something counts whenever it came.
        """
        self.want([(account, "", "") for account in accounts_of])
        applied: dict[str, dict[str, int]] = defaultdict(dict)
        for receipt, number, amount in self.rows(
            "SELECT receipt_id, item_number, amount FROM receipt_application WHERE receipt_id IN "
            "(SELECT id FROM receipt WHERE account_id IN (SELECT a FROM temp.wanted))"
        ):
            key = invoice_key(number)
            applied[receipt][key] = applied[receipt].get(key, 0) + amount
        rows = self.rows(
            "SELECT id, number, account_id, currency, amount, coalesce(value_date, receipt_date, first_seen), "
            "first_seen, is_cash, invoices, source FROM receipt "
            "WHERE reversed_on IS NULL AND account_id IN (SELECT a FROM temp.wanted) "
            "AND (invoices <> '[]' OR coalesce(value_date, receipt_date, first_seen) >= ? "
            "OR EXISTS (SELECT 1 FROM receipt_application x WHERE x.receipt_id = receipt.id))",
            (since.isoformat(),),
        )
        found = []
        for record, number, account, currency, amount, day, seen, cash, names, source in rows:
            mine = applied.get(record, {})
            named = {invoice_key(name): amount for name in json.loads(names)}
            days = date.fromisoformat(day), date.fromisoformat(seen)
            one = Arrived(record, number, account, currency, amount, *days, bool(cash), {**named, **mine})
            one.loose, one.source = frozenset(named.keys() - mine.keys()), source
            found.append(one)
        return found

    def items_of_accounts(self, accounts_of: Iterable[str]) -> list[tuple[Any, ...]]:
        """Return id, account, number, currency, original, open and status of the items of some accounts."""
        self.want([(account, "", "") for account in accounts_of])
        return self.rows(
            "SELECT id, account_id, number, currency, original, open, status FROM item "
            "WHERE account_id IN (SELECT a FROM temp.wanted)"
        )

    def applications(self, ids: Iterable[str]) -> dict[str, list[list[Any]]]:
        """Return id, item id, number and amount of what some receipts were applied to, by receipt."""
        self.want([(record, "", "") for record in ids])
        found: dict[str, list[list[Any]]] = defaultdict(list)
        for receipt, *part in self.rows(
            "SELECT receipt_id, id, item_id, item_number, amount FROM receipt_application "
            "WHERE receipt_id IN (SELECT a FROM temp.wanted) ORDER BY rowid"
        ):
            found[receipt].append(part)
        return dict(found)

    def disputes(self, source: str) -> dict[str, cases.KnownDispute]:
        """Return the disputes that came from a source by their case number."""
        found = {}
        by_id = {}
        sql = f"SELECT {cases.STORED_COLUMNS} FROM dispute WHERE source = ? AND external_number IS NOT NULL"  # noqa: S608 - columns of ours
        for record, account, number, *facts in self.rows(sql, (source,)):
            found[number] = by_id[record] = cases.KnownDispute(
                record, account, dict(zip(cases.FACTS, facts, strict=True))
            )
        for dispute, item, amount in self.rows("SELECT dispute_id, item_id, amount FROM dispute_item"):
            if dispute in by_id:
                by_id[dispute].items.append((item, amount))
        return found

    def answers(self) -> dict[str, dict[str, str]]:
        """Return what the collector answered before about reading files, by layout."""
        found = self.rows("SELECT value FROM setting WHERE key = ?", (answers.KEY,))
        return dict(json.loads(found[0][0])) if found else {}

    def confirmed_names(self) -> dict[str, str]:
        """Return the names of cases and payers that the collector has tied to accounts before, with their ids."""
        found = self.rows("SELECT value FROM setting WHERE key = ?", (CASE_NAMES,))
        return dict(json.loads(found[0][0])) if found else {}

    def want(self, keys: Sequence[Key]) -> None:
        """Put keys where a statement can join them; the table is temporary, the store itself stays untouched."""
        self._connection.exec_driver_sql("CREATE TEMP TABLE IF NOT EXISTS wanted (a, b, c)")
        self._connection.exec_driver_sql("DELETE FROM temp.wanted")
        if keys:
            self._connection.exec_driver_sql("INSERT INTO temp.wanted VALUES (?, ?, ?)", list(dict.fromkeys(keys)))


#: The setting that keeps which account, by its id, a name of a case or a payer means.
CASE_NAMES: Final = "sync.case_names"
_SOURCE: Final = StoredItem._fields.index("source")


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
