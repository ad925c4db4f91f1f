"""Which row of today's file is which item of the store.

Identity is source, account, number as seen and currency; the kind only tells apart equal numbers in one file. Rows of
one identity are lines: paired first by equal due date, document date and open amount, then in row order; a line
without partner is new, or gone. Payments often have no number: they must also agree in their document date, or every
new payment would take the place of an old one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

from app.enums import ItemStatus
from app.services.sync.model import ItemRow

#: Columns of an item that a file states, in the order of ``ItemRow[2:18]``, so that rows compare as slices.
FACTS: Final = (
    "number",
    "kind",
    "document_date",
    "due_date",
    "due_from",
    "currency",
    "original",
    "open",
    "terms",
    "po",
    "order_number",
    "sales_rep",
    "portal_status",
    "erp_disputed",
    "dispute_reason",
    "text",
)
FACT_COUNT: Final = len(FACTS)
#: What identifies an item within its source: account id, number, currency.
Key = tuple[str, str, str]


class StoredItem(NamedTuple):
    """An item as the store has it; the first columns are ``FACTS``, the order of the SELECT that loads it."""

    number: str
    kind: str
    document_date: str | None
    due_date: str | None
    due_from: str | None
    currency: str
    original: int
    open: int
    terms: str | None
    po: str | None
    order_number: str | None
    sales_rep: str | None
    portal_status: str | None
    erp_disputed: int
    dispute_reason: str | None
    text: str | None
    id: str
    account_id: str
    line: int
    status: str
    stage: int | None
    stage_on: str | None
    stage_from: str | None
    expected_on: str | None
    last_seen: str
    last_run_id: str
    first_seen: str
    source: str
    closed_on: str | None
    closed_why: str | None
    clearing: str | None
    days_late: int | None

    @property
    def key(self) -> Key:
        """Return the identity within the source."""
        return self.account_id, self.number, self.currency


STORED_COLUMNS: Final = ", ".join(StoredItem._fields)
#: Where the id and the account's id stand in a stored row.
ID_AT: Final = StoredItem._fields.index("id")
ACCOUNT_AT: Final = StoredItem._fields.index("account_id")
#: No number of digits is wider with its noughts.
_WIDEST: Final = 16
CLOSED: Final = frozenset(
    {ItemStatus.PAID.value, ItemStatus.CREDITED.value, ItemStatus.NO_CASH_DATA.value, ItemStatus.VANISHED.value}
)


class Pair(NamedTuple):
    """A row with the stored line it continues; ``stored`` None: it is new."""

    row: ItemRow
    stored: StoredItem | None


#: What a row and a line must agree in to be one, as values to be looked up; None: not by this rule.
Rule = Callable[[ItemRow | StoredItem], tuple[Any, ...] | None]


def pair_by(rows: Sequence[ItemRow], passes: Sequence[tuple[Rule, list[StoredItem]]]) -> list[Pair]:
    """Pair rows with lines, rule after rule, each in row order; a line is taken once.

    Lines are looked up, never searched for: a file without document numbers is one identity of thousands of lines.
    """
    found: dict[int, StoredItem] = {}
    taken: set[str] = set()
    for rule, lines in passes:
        free: dict[tuple[Any, ...], list[StoredItem]] = {}
        for line in lines:
            key = rule(line) if line.id not in taken else None
            if key is not None:
                free.setdefault(key, []).append(line)
        for some in free.values():
            some.reverse()
        for index, row in enumerate(rows):
            fits = free.get(rule(row) or ()) if free and index not in found else None
            if fits:
                found[index] = fits.pop()
                taken.add(found[index].id)
    return [Pair(row, found.get(index)) for index, row in enumerate(rows)]


def pair_lines(rows: Sequence[ItemRow], lines: Sequence[StoredItem], closed: Iterable[StoredItem] = ()) -> list[Pair]:
    """Pair all rows of one identity with its open lines, then with closed ones that come back.

    Args:
        rows: rows of one file, in row order.
        lines: open lines of the store that no row has taken yet.
        closed: closed lines of the same identity.

    Returns:
        One pair per row, in the order of the rows.
    """
    ordered = sorted(lines, key=lambda line: line.line)
    newest = sorted(closed, key=lambda line: (line.last_seen, line.line), reverse=True)
    if not rows[0].number:
        return pair_by(rows, ((_exact, ordered), (_payment, ordered), (_date_and_amount, newest)))
    passes: list[tuple[Rule, list[StoredItem]]] = [(_exact, ordered), (_kind, ordered)]
    if len({row.kind for row in rows}) == 1:
        passes.append((_sign, ordered))
    passes += [(_date_and_amount, newest), (_date, newest), (_amount, newest)]
    dateless = any(row.document_date is None for row in rows)
    passes.append((_sign, [line for line in newest if dateless or line.document_date is None]))
    return pair_by(rows, passes)


def _exact(line: ItemRow | StoredItem) -> tuple[Any, ...]:
    return line.open, line.due_date, line.document_date, line.kind


def _kind(line: ItemRow | StoredItem) -> tuple[Any, ...]:
    return (line.kind,)


def _sign(line: ItemRow | StoredItem) -> tuple[Any, ...]:
    """Never turn an invoice into a credit; a closed line has nothing open, so what it was issued for counts."""
    return ((line.open or line.original) < 0,)


def _payment(line: ItemRow | StoredItem) -> tuple[Any, ...]:
    return line.document_date, line.open < 0


def _date(line: ItemRow | StoredItem) -> tuple[Any, ...] | None:
    """A closed item comes back; a number that is used again in another year is a new item."""
    return None if line.document_date is None else (line.document_date, line.original < 0)


def _amount(line: ItemRow | StoredItem) -> tuple[Any, ...]:
    return (line.original,)


def _date_and_amount(line: ItemRow | StoredItem) -> tuple[Any, ...]:
    return line.document_date, line.original


def same_document(stored: StoredItem, row: ItemRow) -> bool:
    """Tell whether an item of one account or source and a row of another are one document: its day and sign agree.

    Where the file has no days, or the row no number, the amount must be the same too.
    """
    if (stored.number, stored.currency, stored.open < 0) != (row.number, row.currency, row.open < 0):
        return False
    if stored.document_date != row.document_date:
        return False
    dated = stored.document_date is not None or (stored.due_date is not None and stored.due_date == row.due_date)
    return stored.open == row.open if not (dated and row.number) else True


def without_noughts(row: ItemRow, account: str, find: Callable[[Key], Any]) -> str | None:
    """Return the number under which the store has a row's document, where only noughts in front of it differ.

    A spreadsheet program takes ``00004506`` for a number and saves ``4506``; on another morning the export has all of
    them again. The day and the sign have to agree, so that nothing goes on in a document that only ends in its number.

    Args:
        row: a row whose number the store does not have.
        account: its account's id.
        find: gives the open item, or the items, of an identity.
    """
    number = row.number
    if not (number.isascii() and number.isdigit()) or not (row.document_date or row.due_date):
        return None
    bare = number.lstrip("0")
    spelt = [bare.zfill(width) for width in range(len(bare), _WIDEST + 1) if bare and width != len(number)]
    found = [other for other in spelt if find((account, other, row.currency)) is not None]
    raws = find((account, found[0], row.currency)) if len(found) == 1 else None
    if raws is None:
        return None
    lines = map(StoredItem._make, [raws] if isinstance(raws, tuple) else raws)
    return found[0] if any(_same_day(line, row) and (line.open < 0) == (row.open < 0) for line in lines) else None


def _same_day(stored: StoredItem, row: ItemRow) -> bool:
    """Tell whether documents are of one day; without one, whether they are due on one."""
    if stored.document_date is None or row.document_date is None:
        return stored.due_date is not None and stored.due_date == row.due_date
    return stored.document_date == row.document_date


def document_of(row: ItemRow, lines: Iterable[StoredItem]) -> StoredItem | None:
    """Return the stored line that is the document of a row: one that stands at the same amount if there is one."""
    fits = (line for line in lines if same_document(line, row))
    return min(fits, key=lambda line: (line.open != row.open, line.line), default=None)


#: Facts that every items file states.
_ALWAYS: Final = frozenset({"number", "kind", "currency", "open"})
#: Fields that say what is open; where a file has the original amount alone, that is what is open.
_OPEN: Final = frozenset({"open", "paid", "aged"})
#: Columns of an item by the reader's name of the column that states them.
_BY_FIELD: Final = {
    "document_date": ("document_date",),
    "posting_date": ("document_date",),
    "due_date": ("due_date", "due_from"),
    "terms": ("terms",),
    "po": ("po",),
    "order_number": ("order_number",),
    "sales_rep": ("sales_rep",),
    "portal_status": ("portal_status",),
    "disputed": ("erp_disputed",),
    "dispute_reason": ("dispute_reason",),
    "text": ("text",),
}


def carried_columns(fields: Iterable[str | None]) -> frozenset[str]:
    """Return the columns of an item that a file with these fields states, blank cells included."""
    names = set(fields)
    original = {"original"} if "original" in names and names & _OPEN else set()
    return _ALWAYS.union(original, *(_BY_FIELD.get(name or "", ()) for name in names))


def differences(row: ItemRow, stored: StoredItem, carried: frozenset[str]) -> dict[str, Any]:
    """Return the facts that a row states otherwise than the store, by column.

    A column that the file does not have says nothing: the store keeps what it knows. A file without original amounts
    gives the open one for it, which is less after each payment; only a greater one tells something.
    """
    changed: dict[str, Any] = {}
    for name, new, old in zip(FACTS, row[2 : 2 + FACT_COUNT], stored, strict=False):
        if new == old or (not new and old is None):
            continue
        if (new is None or new == "" or new is False) and name not in carried:
            continue
        if name == "original" and name not in carried and fell(stored.original, row.original):
            continue
        changed[name] = int(new) if isinstance(new, bool) else new
    if row.expected_on is not None and row.expected_on != stored.expected_on:
        changed["expected_on"] = row.expected_on
    if row.stage is not None and stored.stage_from in {None, "file"} and row.stage != stored.stage:
        changed |= {"stage": row.stage, "stage_on": row.stage_on, "stage_from": "file"}
    return changed


def status_after(row: ItemRow, stored: StoredItem) -> str:
    """Return the status of an item that a file shows open: back again, part paid, or as it was."""
    if stored.status in CLOSED:
        return ItemStatus.REOPENED.value
    if fell(stored.open, row.open) and row.open:
        return ItemStatus.PART_PAID.value
    if abs(row.open) > abs(stored.open) and stored.status == ItemStatus.PART_PAID.value:
        return first_status(row)
    return stored.status


def first_status(row: ItemRow) -> str:
    """Return the status of a new open item: part paid if less is open than it was issued for."""
    part = fell(row.original, row.open) and row.open != 0
    return ItemStatus.PART_PAID.value if part else ItemStatus.OPEN.value


def fell(before: int, after: int) -> bool:
    """Tell whether an amount moved towards zero without passing it."""
    return abs(after) < abs(before) and (after == 0 or (after < 0) == (before < 0))
