"""The kinds beside the ledger within one import: planned after the items they speak of, written, tied to the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from app.enums import SyncKind
from app.i18n import nmsg
from app.services.sync.facts import tie
from app.services.sync.facts.plan import CARRIED, FactPlan, stored_fact
from app.services.sync.facts.rates import RatePlan
from app.services.sync.facts.shapes import SHAPES
from app.services.sync.itemrows import column
from app.services.sync.model import Chunk, FactRow
from app.services.sync.planning.kinds.items import NewItems
from app.services.sync.planning.plan import Changes, FilePlan, Ids
from app.services.sync.planning.stored import Stored
from app.services.sync.writing.writer import BATCH, Column, Writer

#: Gives the account id of every row, None where nobody is known.
Who = Callable[[Sequence[FactRow]], list[str | None]]
#: Accounts that a warning names.
_NAMED: Final = 5


class FactRoom:
    """What one batch plans of orders, portals, purchase orders, sales, trial balances and rates."""

    def __init__(self, stored: Stored, ids: Ids, changes: Changes) -> None:
        """Take the store; the files come with ``begin``."""
        self._stored = stored
        self._ids = ids
        self._changes = changes
        self._files: Sequence[FilePlan] = ()
        self.plans: dict[tuple[SyncKind, str], FactPlan] = {}
        self.rates: RatePlan | None = None
        self.opened: Counter[str] = Counter()
        self._weighs: bool | None = None

    def begin(self, files: Sequence[FilePlan]) -> None:
        """Take the files of the batch in the order in which they are applied."""
        self._files = files

    def count(self, new: NewItems) -> None:
        """Add up new open items by currency, if there is a trial balance to compare the ledger with."""
        if self._weighs is None:
            stored = self._stored.rows("SELECT 1 FROM trial_balance LIMIT 1")
            self._weighs = bool(stored) or any(file.kind is SyncKind.TRIAL_BALANCE for file in self._files)
        if not self._weighs or new.file.kind is not SyncKind.OPEN_ITEMS or new.file.older:
            return
        for currency, amount in zip(column(new.rows, "currency"), column(new.rows, "open"), strict=True):
            self.opened[currency] += amount

    def feed(self, file: FilePlan, chunks: Iterable[Chunk], who: Who) -> None:
        """Plan one file; ``who`` finds the accounts that its rows belong to."""
        rows = [row for chunk in chunks for row in chunk.facts]
        if file.kind is SyncKind.RATES:
            if self.rates is None:
                self.rates = RatePlan(self._stored, self._ids, self._changes)
            self.rates.feed(rows, file)
            return
        key = (file.kind, file.source)
        if key not in self.plans:
            self.plans[key] = self._plan(file)
        owners = who(rows)
        _name_strangers(rows, owners, file)
        self.plans[key].feed(rows, owners, file)

    def end(self) -> None:
        """Close what is over and compare trial balances with the ledger; called when every file is planned."""
        for plan in self.plans.values():
            plan.end()
        ledger = tie.Ledger(self._stored, self._changes, self._files, self.opened)
        tie.compare(ledger, [plan for (kind, _), plan in self.plans.items() if kind is SyncKind.TRIAL_BALANCE])

    def write(self, writer: Writer) -> None:
        """Insert the new records."""
        for plan in self.plans.values():
            for start in range(0, len(plan.new), BATCH):
                part = plan.new[start : start + BATCH]
                columns: dict[str, Column] = {name: [getattr(fact, name) for fact in part] for name in CARRIED}
                columns |= {name: [fact.values[name] for fact in part] for name in plan.shape.columns}
                writer.insert(plan.shape.table, {**columns, "source": plan.source}, len(part))
        if self.rates is not None:
            self.rates.write(writer, self._ids)

    def _plan(self, file: FilePlan) -> FactPlan:
        """Return the plan of a kind and source, with what the store holds of it."""
        shape = SHAPES[file.kind]
        columns = ", ".join((*CARRIED, *shape.columns))
        rows = self._stored.rows(f"SELECT {columns} FROM {shape.table} WHERE source = ?", (file.source,))  # noqa: S608 - names of ours
        return FactPlan(shape, file.source, [stored_fact(row, shape) for row in rows], self._ids, self._changes)


def _name_strangers(rows: Sequence[FactRow], owners: Sequence[str | None], file: FilePlan) -> None:
    """Warn of records of accounts that the ledger does not know, naming them."""
    said = [row.account or row.name for row, owner in zip(rows, owners, strict=True) if owner is None]
    strangers = list(dict.fromkeys(who for who in said if who))
    if not strangers:
        return
    names = ", ".join(strangers[:_NAMED]) + (" …" if len(strangers) > _NAMED else "")
    what = nmsg(
        "{n} account of the file is not known, so its records stand alone until it is: {names}.",
        "{n} accounts of the file are not known, so their records stand alone until they are: {names}.",
        len(strangers),
        names=names,
    )
    file.warn("account_unknown", what)
