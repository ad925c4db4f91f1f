"""What columns are to each other: days that follow from days, amounts that follow from amounts, sums that run.

Headings name a column, relations prove it: a day that is document date plus terms in every row is the due date,
whatever stands above it. Relations are looked for in the sample of a table and hold to the cent or not at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import combinations, pairwise, permutations
from typing import Final

from app.services.sync.recognition.columns import Column
from app.services.sync.values.cells import Cell
from app.services.sync.values.dates import DMY, MDY, read_dates
from app.services.sync.values.numbers import read_numbers
from app.services.sync.values.terms import Terms, parse_terms
from app.services.sync.values.text import cell_text

#: Rows that a relation needs, and the share of them in which it has to hold.
ENOUGH: Final = 3
_HOLDS: Final = 0.95
#: A running total goes on running where rows were taken out of the list, or an amount cannot be read.
_RUNS: Final = 0.6
#: Longer than this is no term of payment; nobody is late for longer.
_LONGEST_TERM: Final = 366
_LONGEST_LATE: Final = 20_000
#: Different spans between two days that still look like terms of payment.
_TERMS: Final = 4
#: What tax is of an amount, at least and at most, and how many rates one file may have.
_TAX: Final = (Decimal("0.02"), Decimal("0.35"))
_RATES: Final = 4
_ROUNDED: Final = Decimal("0.006")
#: Share of the items of which nothing was paid yet.
_USUALLY: Final = 0.3
#: Less than half a cent.
_DUST: Final = Decimal("0.005")
#: Columns of money beyond this are not tried three by three.
_MOST: Final = 12

Days = Sequence[date | None]
Amounts = Sequence[Decimal | None]


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation that holds: what kind it is, the columns by their part in it, and in how many of how many rows."""

    kind: str
    parts: dict[str, int]
    held: int
    tested: int


class Sheaf:
    """The columns of a table as days and amounts, read once."""

    def __init__(self, columns: Sequence[Column]) -> None:
        """Take the columns; nothing is read before it is asked for."""
        self.columns = columns

    @cached_property
    def days(self) -> dict[int, list[Days]]:
        """Column → its days; twice where the order of day and month is open."""
        found: dict[int, list[Days]] = {}
        for column in self.columns:
            seen = column.profile
            if seen.date < 0.6 or seen.decimal > 0.05 or (seen.number > 0.9 and not _are_dates(column.sample)):
                continue
            read = read_dates(column.sample)
            ways = [read] if read.order is not None else [read.decided(DMY), read.decided(MDY)]
            found[column.index] = [[way.day(cell) for cell in column.sample] for way in ways]
        return found

    @cached_property
    def amounts(self) -> dict[int, Amounts]:
        """Column → its numbers; texts that may be read both ways are read with a point, which keeps sums sums."""
        found: dict[int, Amounts] = {}
        for column in self.columns:
            seen = column.profile
            if seen.number < 0.8 or column.index in self.days:
                continue
            read = read_numbers(column.sample)
            if read.decimal is None:
                read = read_numbers(column.sample, "point")
            found[column.index] = [read.number(cell) for cell in column.sample]
        return found

    def amounts_or_none(self, index: int) -> Amounts:
        """Return a column's numbers, nothing in every row of a column that has none."""
        return self.amounts.get(index) or [None] * len(self.columns[index].sample)

    @cached_property
    def money(self) -> list[int]:
        """The columns that may be amounts of money: numbers with a fraction somewhere, or large ones."""
        return [index for index, numbers in self.amounts.items() if _is_money(numbers)]

    @cached_property
    def counts(self) -> list[int]:
        """The columns of small whole numbers, as days are."""
        return [column.index for column in self.columns if column.profile.small >= 0.9 and column.index in self.amounts]

    @cached_property
    def terms(self) -> dict[int, list[Terms | None]]:
        """Column of words → the terms of payment in its cells; columns without any are left out."""
        found: dict[int, list[Terms | None]] = {}
        for column in self.columns:
            if column.index not in self.days and column.index not in self.amounts:
                texts = self.texts(column.index)
                rules = {text: parse_terms(text) for text in set(texts) if text is not None}
                if any(rules.values()):
                    found[column.index] = [rules.get(text or "") for text in texts]
        return found

    def texts(self, index: int) -> list[str | None]:
        """Return a column as texts."""
        return [cell_text(cell) for cell in self.columns[index].sample]


def _are_dates(cells: Iterable[Cell]) -> bool:
    return any(isinstance(cell, date) for cell in cells)


def _is_money(numbers: Amounts) -> bool:
    filled = [number for number in numbers if number is not None]
    return any(number != int(number) for number in filled) or sum(1 for n in filled if abs(n) >= 1000) * 2 > len(filled)


def _equal(one: Decimal, other: Decimal | int) -> bool:
    """Tell whether two amounts are the same to the cent: cells of a workbook carry the dust of binary numbers."""
    return abs(one - other) < _DUST


def _held(kind: str, parts: dict[str, int], outcomes: Sequence[bool]) -> Relation | None:
    held = sum(outcomes)
    if len(outcomes) < ENOUGH or held < _HOLDS * len(outcomes):
        return None
    return Relation(kind, parts, held, len(outcomes))


# ---------------------------------------------------------------------------------------------------------- days


def by_terms(sheaf: Sheaf) -> list[Relation]:
    """Find due dates that are another day plus terms, written as words or as a number of days."""
    found = []
    for first, second in permutations(sheaf.days, 2):
        for terms, rules in sheaf.terms.items():
            outcomes = _terms_hold(sheaf, first, second, rules)
            if (relation := _held("terms", {"start": first, "terms": terms, "due": second}, outcomes)) is not None:
                found.append(relation)
        for days in sheaf.counts:
            outcomes = _days_hold(sheaf, first, second, sheaf.amounts[days])
            if (relation := _held("terms", {"start": first, "terms": days, "due": second}, outcomes)) is not None:
                found.append(relation)
    return found


def _terms_hold(sheaf: Sheaf, first: int, second: int, rules: Sequence[Terms | None]) -> list[bool]:
    best: list[bool] = []
    for start, due in _ways(sheaf, first, second):
        outcomes = [rule.due(a) == b for rule, a, b in zip(rules, start, due, strict=True) if rule and a and b]
        best = max(best, outcomes, key=sum)
    return best


def _days_hold(sheaf: Sheaf, first: int, second: int, days: Amounts) -> list[bool]:
    best: list[bool] = []
    for start, due in _ways(sheaf, first, second):
        rows = [(a, int(n), b) for a, n, b in zip(start, days, due, strict=True) if a and b and n is not None]
        if not any(n for _, n, _ in rows):
            continue
        outcomes = [0 <= n <= _LONGEST_TERM and a + timedelta(n) == b for a, n, b in rows]
        best = max(best, outcomes, key=sum)
    return best


def _ways(sheaf: Sheaf, first: int, second: int) -> list[tuple[Days, Days]]:
    """Return two columns as days, both in the same order of day and month."""
    one, other = sheaf.days[first], sheaf.days[second]
    if len(one) == len(other):
        return list(zip(one, other, strict=True))
    return [(one[min(at, len(one) - 1)], other[min(at, len(other) - 1)]) for at in range(2)]


def by_order(sheaf: Sheaf) -> list[Relation]:
    """Find days that follow another day after a few spans that look like terms of payment."""
    found = []
    for first, second in permutations(sheaf.days, 2):
        best: list[bool] = []
        for start, due in _ways(sheaf, first, second):
            spans = [(b - a).days for a, b in zip(start, due, strict=True) if a and b]
            usual = {span for span, _ in Counter(spans).most_common(_TERMS)}
            if any(spans) and len(set(start)) > 1:
                best = max(best, [0 <= span <= _LONGEST_TERM and span in usual for span in spans], key=sum)
        if (relation := _held("order", {"start": first, "due": second}, best)) is not None:
            found.append(relation)
    return found


def by_lateness(sheaf: Sheaf) -> list[Relation]:
    """Find numbers of days that together with a day give one and the same day in every overdue row."""
    found = []
    for due, days in ((due, days) for due in sheaf.days for days in sheaf.counts):
        best: list[bool] = []
        for way in sheaf.days[due]:
            rows = [(day, int(n)) for day, n in zip(way, sheaf.amounts[days], strict=True) if day and n]
            ends = [day + timedelta(n) for day, n in rows if 0 < n < _LONGEST_LATE]
            if len({day for day, _ in rows}) > 1 and ends:
                end, _count = Counter(ends).most_common(1)[0]
                best = max(best, [one == end for one in ends], key=sum)
        if (relation := _held("late", {"due": due, "late": days}, best)) is not None:
            found.append(relation)
    return found


# -------------------------------------------------------------------------------------------------------- amounts


def by_difference(sheaf: Sheaf, paid: int | None = None) -> list[Relation]:
    """Find amounts that are the sum of two others: paid and open, or net and tax.

    Args:
        sheaf: the columns.
        paid: the column that a heading calls paid; it tells the parts apart where settled items stand in the list too,
            and what it leaves may be whole numbers alone.
    """
    found = []
    numbers = list(sheaf.amounts)[:_MOST]
    money = sheaf.money[:_MOST]
    for whole in money if paid is None else numbers:
        for one, other in combinations([index for index in numbers if index != whole], 2):
            if whole not in money and paid not in {one, other}:
                continue
            rows = [row for row in _rows(sheaf, whole, one, other) if row[1] or row[2]]  # a total has no parts
            moved = [row for row in rows if row[1] and row[2]]
            outcomes = [_equal(a, b + c) for a, b, c in rows]
            relation = _held("sum", {}, outcomes)
            if relation is None or not any(_equal(a, b + c) for a, b, c in moved):
                continue
            parts = _parts(rows, whole, one, other, paid)
            if parts is not None:
                found.append(Relation(*parts, relation.held, relation.tested))
    return found


def _rows(sheaf: Sheaf, whole: int, one: int, other: int) -> list[tuple[Decimal, Decimal, Decimal]]:
    """Return the rows with an amount in the whole; a blank part is nothing."""
    columns = (sheaf.amounts[index] for index in (whole, one, other))
    nothing = Decimal(0)
    return [(a, b or nothing, c or nothing) for a, b, c in zip(*columns, strict=True) if a]


def _parts(
    rows: Sequence[tuple[Decimal, Decimal, Decimal]], whole: int, one: int, other: int, paid: int | None
) -> tuple[str, dict[str, int]] | None:
    """Tell net and tax from paid and open; None where the rows do not say which is which.

    Tax has a few rates. Of an open item something is always left, and often nothing was paid.
    """
    for net, tax, share in (
        (one, other, [c / b for _, b, c in rows if b]),
        (other, one, [b / c for _, b, c in rows if c]),
    ):
        if _is_taxed(share):
            return "tax", {"gross": whole, "net": net, "tax": tax}
    if paid in {one, other}:
        return "paid", {"original": whole, "paid": paid, "open": other if paid == one else one}
    zeros = (sum(1 for _, b, _ in rows if not b), sum(1 for _, _, c in rows if not c))
    if zeros[0] and not zeros[1]:
        return "paid", {"original": whole, "paid": one, "open": other}
    if zeros[1] and not zeros[0]:
        return "paid", {"original": whole, "paid": other, "open": one}
    return None


def _is_taxed(shares: Sequence[Decimal]) -> bool:
    """Tell whether one part is always one of a few rates of the other, mostly not nothing, and each rate repeats."""
    taxed = [share for share in shares if share]
    common = [rate for rate, _ in Counter(round(share, 2) for share in taxed).most_common(_RATES)]
    near = sum(1 for share in taxed if any(abs(share - rate) <= _ROUNDED for rate in common))
    often = len(taxed) * 2 > len(shares) and len(taxed) >= 2 * len(common)
    return bool(common) and often and near >= _HOLDS * len(taxed) and all(_TAX[0] <= rate <= _TAX[1] for rate in common)


def by_rest(sheaf: Sheaf) -> list[Relation]:
    """Find amounts that are all or a part of another amount of their row, and the same in a good part of the rows."""
    found = []
    for whole, rest in permutations(sheaf.money[:_MOST], 2):
        rows = [(a, b) for a, b, _ in _rows(sheaf, whole, rest, rest)]
        outcomes = [abs(b) <= abs(a) + _DUST and a * b >= 0 for a, b in rows]
        same = sum(1 for a, b in rows if _equal(a, b))
        if sum(1 for _, b in rows if b) < _HOLDS * len(rows):
            continue  # of an open item something is left
        relation = _held("rest", {"original": whole, "open": rest}, outcomes)
        if relation is not None and _USUALLY * len(rows) <= same < len(rows) and all(outcomes):
            found.append(Relation("rest", relation.parts, same, len(rows)))
    return found


def by_product(sheaf: Sheaf) -> list[Relation]:
    """Find amounts that are a quantity times a price, to the cent."""
    found = []
    numbers = [index for index in sheaf.amounts if sheaf.columns[index].profile.filled >= ENOUGH][:_MOST]
    for one, other in combinations(numbers, 2):
        for result in sheaf.money[:_MOST]:
            if result in {one, other}:
                continue
            rows = _rows(sheaf, result, one, other)
            outcomes = [abs(a - b * c) < Decimal("0.01") for a, b, c in rows]
            telling = sum(1 for _, b, c in rows if b not in {0, 1} and c not in {0, 1})
            relation = _held("product", {}, outcomes)
            if relation is None or telling < ENOUGH:
                continue
            quantity, price = (one, other) if one in sheaf.counts or other not in sheaf.counts else (other, one)
            parts = {"quantity": quantity, "price": price, "amount": result}
            found.append(Relation("product", parts, relation.held, relation.tested))
    return found


def by_running(columns: Sequence[Column]) -> list[Relation]:
    """Find running totals: nearly each one the one before plus an amount of its own row."""
    found = []
    read = {column.index: read_numbers(column.head, None) for column in columns if column.profile.number >= 0.8}
    heads = {index: [one.number(cell) for cell in one.cells] for index, one in read.items() if one.decimal is not None}
    for total, amount in permutations(heads, 2):
        pairs = [(r, a) for r, a in zip(heads[total], heads[amount], strict=True) if r is not None and a is not None]
        steps = [_equal(now, before + added) for (before, _), (now, added) in pairwise(pairs)]
        varied = len({r for r, _ in pairs}) > ENOUGH
        held = sum(steps)
        if varied and held >= max(ENOUGH, _RUNS * len(steps)):
            found.append(Relation("running", {"total": total, "amount": amount}, held, len(steps)))
    return found


def by_owner(columns: Sequence[Column], owner: int) -> list[Relation]:
    """Find amounts that are the owner's and not the row's: the same in all rows of one, different between them."""
    found = []
    for column in columns:
        if column.index == owner or column.profile.number < 0.8:
            continue
        values: dict[str, set[Cell]] = {}
        rows = 0
        for cells, owners in ((column.sample, columns[owner].sample), (column.head, columns[owner].head)):
            for cell, who in zip(cells, owners, strict=True):
                if cell != "" and (name := cell_text(who)) is not None:
                    values.setdefault(name, set()).add(cell)
                    rows += 1
        repeated = rows - len(values)
        same = all(len(seen) == 1 for seen in values.values())
        if same and repeated >= 2 * ENOUGH and len(values) >= ENOUGH and len(set().union(*values.values())) >= ENOUGH:
            found.append(Relation("owner", {"owner": owner, "amount": column.index}, rows, rows))
    return found


def sums_of_owners(sheaf: Sheaf, total: int, amount: int, owner: int) -> bool:
    """Tell whether an amount of owners is the sum of another one over all their rows that were looked at."""
    sums: dict[str, Decimal] = {}
    stated: dict[str, Decimal] = {}
    for who, whole, part in zip(sheaf.texts(owner), sheaf.amounts[total], sheaf.amounts[amount], strict=True):
        if who is not None and whole is not None:
            stated[who] = whole
            sums[who] = sums.get(who, Decimal(0)) + (part or 0)
    held = sum(1 for who, whole in stated.items() if _equal(whole, sums[who]))
    return len(stated) >= ENOUGH and held >= _HOLDS * len(stated)


def by_ages(sheaf: Sheaf, ages: Sequence[int]) -> list[Relation]:
    """Find the amounts that the columns of ages add up to in every row; one that cannot be read says nothing."""
    found = []
    for total in sheaf.money:
        if total in ages:
            continue
        blank = [text is None for text in sheaf.texts(total)]
        rows = zip(blank, sheaf.amounts[total], *(sheaf.amounts_or_none(age) for age in ages), strict=True)
        told = [(whole or Decimal(0), parts) for none, whole, *parts in rows if (none or whole is not None)]
        filled = [
            (whole, sum(part for part in parts if part is not None)) for whole, parts in told if whole or any(parts)
        ]
        outcomes = [_equal(whole, parts) for whole, parts in filled]
        if (relation := _held("ages", {"total": total}, outcomes)) is not None:
            found.append(relation)
    return found
