"""Exchange rates in the store: those that a file lists, and those that items state in two currencies.

Both are rows of the same table as typed ones; which of them holds is decided in one place (portfolio.rates).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from app.enums import SyncKind
from app.services.portfolio.rates import FROM_FILE, FROM_LIST
from app.services.sync.facts.shapes import SHAPES
from app.services.sync.model import FactRow
from app.services.sync.planning.plan import Change, Changes, FilePlan, Ids
from app.services.sync.planning.stored import Stored
from app.services.sync.writing.apply import keep
from app.services.sync.writing.writer import Writer

#: Currency, base currency and ISO day.
_Key = tuple[str, str, str]


class RatePlan:
    """Rates that files list; ``new`` are rows to be inserted with the run that brings them."""

    def __init__(self, stored: Stored, ids: Ids, changes: Changes) -> None:
        """Take the listed rates that the store has."""
        rows = stored.rows("SELECT currency, base, day, id, rate FROM exchange_rate WHERE source = ?", (FROM_LIST,))
        self.new: dict[_Key, tuple[str, str, str]] = {}
        self._known = {(currency, base, day): (record, rate) for currency, base, day, record, rate in rows}
        self._ids = ids
        self._changes = changes

    def feed(self, rows: Sequence[FactRow], file: FilePlan) -> None:
        """Plan one file; the base currency's own rate is 1 and needs no row."""
        columns = SHAPES[SyncKind.RATES].columns
        for row in rows:
            values = dict(zip(columns, row.values, strict=True))
            key: _Key = (values["currency"], values["base"], values["day"])
            rate = values["rate"]
            known = self._known.get(key)
            if key[0] == key[1] or (known is not None and known[1] == rate):
                file.counts.unchanged += 1
            elif known is None:
                record = self._ids.one()
                self.new[key] = (record, rate, file.run_id)
                self._known[key] = (record, rate)
                file.counts.new += 1
            else:
                file.counts.changed += 1
                self._known[key] = (known[0], rate)
                if key in self.new:
                    self.new[key] = (known[0], rate, file.run_id)
                    continue
                before, after = {"rate": known[1]}, {"rate": rate}
                self._changes.put(Change("exchange_rate", known[0], None, file.run_id, "changed", before, after))

    def write(self, writer: Writer, ids: Ids) -> None:
        """Insert the new rates and keep what an undo takes out again."""
        made = []
        for key, (record, rate, run) in self.new.items():
            _insert(writer, record, key, FROM_LIST, rate)
            made.append(Change("exchange_rate", record, None, run, "new", {}, {"rate": rate}))
        keep(writer, made, ids)


def write_stated(writer: Writer, ids: Ids, file: FilePlan, rates: Mapping[str, tuple[str, Decimal]]) -> None:
    """Keep the rates that the rows of an items file state, as of its day.

    Args:
        writer: the transaction.
        ids: gives ids.
        file: the newest items file of the batch.
        rates: currency → base currency and units of it for one unit.
    """
    made = []
    for currency, (base, value) in rates.items():
        key: _Key = (currency, base, file.as_of.isoformat())
        rate = f"{value:f}"
        found = writer.connection.exec_driver_sql(
            "SELECT id, rate FROM exchange_rate WHERE currency = ? AND base = ? AND day = ? AND source = ?",
            (*key, FROM_FILE),
        ).fetchone()
        if found is None:
            record = ids.one()
            _insert(writer, record, key, FROM_FILE, rate)
            made.append(Change("exchange_rate", record, None, file.run_id, "new", {}, {"rate": rate}))
        elif found[1] != rate:
            writer.connection.exec_driver_sql("UPDATE exchange_rate SET rate = ? WHERE id = ?", (rate, found[0]))
            before = {"rate": found[1]}
            made.append(Change("exchange_rate", found[0], None, file.run_id, "changed", before, {"rate": rate}))
    if made:
        keep(writer, made, ids)


def _insert(writer: Writer, record: str, key: _Key, source: str, rate: str) -> None:
    writer.connection.exec_driver_sql(
        "INSERT INTO exchange_rate (id, currency, base, day, source, rate) VALUES (?, ?, ?, ?, ?, ?)",
        (record, *key, source, rate),
    )
