"""Real-shaped tables, changed on purpose, with what must still be true of them.

A mutation either keeps the meaning of a table (columns in another order, blank rows, footers: the same items or an
honest question) or breaks something of known extent (a cell, a row: that row is told about, the others are right).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.builders.reading import Read

#: What tells one item: account, number, currency, open amount, due date.
Fact = tuple[str, str, str, int, str | None]
#: Cells that are no amount in any country.
NO_AMOUNT = ["abc", "12,34,5.6.7", "31/02/2026", "1.2.3,4", "1,2,3", "--5", "#REF!", "12a", "x" * 500, "()", "1-2"]
#: Cells that are no day.
NO_DAY = ["soon", "31/02/2026", "2026-13-45", "99/99/9999", "#VALUE!", "32.01.2026"]
#: Cells that are neither debit nor credit.
NO_SIDE = ["perhaps", "x", "?", "#REF!", "12"]
#: Cells that are no currency.
NO_CURRENCY = ["XQX", "money", "?", "12", "#REF!"]
NOTES = ["Printed 17.06.2026 09:12", "Confidential", "www.example.com", "Page 1 of 3", "* provisional"]


def facts_of(found: Read) -> list[Fact]:
    """Return what a file said of its items."""
    return [(row.account, row.number, row.currency, row.open, row.due_date) for row in found.rows]


@dataclass
class Sheet:
    """A table that is being changed.

    Attributes:
        rows: its cells.
        tags: per row the item that it is (an index of ``items``), None for all others.
        head: position of the (last) header row, -1 where there is none.
        columns: field → position of its column.
        items: what the untouched table holds.
        broken: items whose row was damaged: rejected, or as they were but for what was damaged.
        gone: items whose row was taken out.
        twice: items whose row stands there once more.
        totals: the file states a total of its own.
        flat: every row speaks for itself: rows and columns may change places.
        done: what was done, for the message of a failed test.
    """

    rows: list[list[Any]]
    tags: list[int | None]
    head: int
    columns: dict[str, int]
    items: list[Fact]
    totals: bool
    flat: bool
    broken: dict[int, str] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    twice: list[int] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    def item_rows(self) -> list[int]:
        """Return the positions of rows that are items and that nothing was done to yet."""
        touched = {*self.broken, *self.twice}
        return [at for at, tag in enumerate(self.tags) if tag is not None and tag not in touched]

    def insert(self, at: int, row: list[Any], tag: int | None = None) -> None:
        """Put a row in front of another."""
        width = max(map(len, self.rows))
        self.rows.insert(at, [*row, *[""] * (width - len(row))][:width])
        self.tags.insert(at, tag)
        if at <= self.head:
            self.head += 1

    def money(self) -> int | None:
        """Return the column of the amount that is open."""
        return next((self.columns[name] for name in ("open", "original", "local_open") if name in self.columns), None)


def sheet_of(rows: list[list[Any]], found: Read, *, flat: bool) -> Sheet:
    """Take a table with what reading it has shown."""
    width = max(map(len, rows))
    padded = [[*("" if cell is None else cell for cell in row), *[""] * (width - len(row))] for row in rows]
    tags: list[int | None] = [None] * len(rows)
    for at, row in enumerate(found.rows):
        tags[row.row - 1] = at
    columns = {column.field: column.index for column in found.table.columns if column.field is not None}
    own = bool(found.table.own_totals)
    return Sheet(padded, tags, found.table.header_row - 1, columns, facts_of(found), own, flat)


# ------------------------------------------------------------------------------------------------ the meaning stays


def shuffle_columns(sheet: Sheet, rng: random.Random) -> None:
    """Put the columns into another order."""
    width = len(sheet.rows[0])
    order = list(range(width))
    rng.shuffle(order)
    sheet.rows = [[row[at] for at in order] for row in sheet.rows]
    sheet.columns = {name: order.index(at) for name, at in sheet.columns.items()}


def shuffle_rows(sheet: Sheet, rng: random.Random) -> None:
    """Put the items into another order."""
    places = [at for at, tag in enumerate(sheet.tags) if tag is not None]
    order = rng.sample(places, len(places))
    rows, tags = [sheet.rows[at] for at in order], [sheet.tags[at] for at in order]
    for at, row, tag in zip(places, rows, tags, strict=True):
        sheet.rows[at], sheet.tags[at] = row, tag


def blank_rows(sheet: Sheet, rng: random.Random) -> None:
    """Put blank rows anywhere below the header."""
    for _ in range(rng.randint(1, 4)):
        sheet.insert(rng.randint(sheet.head + 1, len(sheet.rows)), [""])


def blank_column(sheet: Sheet, rng: random.Random) -> None:
    """Put a blank column anywhere."""
    at = rng.randint(0, len(sheet.rows[0]))
    for row in sheet.rows:
        row.insert(at, "")
    sheet.columns = {name: place + (place >= at) for name, place in sheet.columns.items()}


def remark_column(sheet: Sheet, rng: random.Random) -> None:
    """Add a column of texts that mean nothing to the program."""
    texts = ["", "checked", "ask Ann", "see mail"]
    for at, row in enumerate(sheet.rows):
        row.append("Zettel" if at == sheet.head else rng.choice(texts) if sheet.tags[at] is not None else "")


def title_rows(sheet: Sheet, rng: random.Random) -> None:
    """Put titles above everything."""
    for text in rng.sample(["Open items", "Branch Osaka", "", "Filter: all", "Prepared by AR"], rng.randint(1, 4)):
        sheet.insert(0, [text])


def footers(sheet: Sheet, rng: random.Random) -> None:
    """Put notes below everything."""
    for text in rng.sample(NOTES, rng.randint(1, 3)):
        sheet.insert(len(sheet.rows), [text])


def header_again(sheet: Sheet, rng: random.Random) -> None:
    """Repeat the header, as printed lists do on every page; not one of two rows, nor one that is repeated anyway."""
    above = sheet.rows[sheet.head - 1] if sheet.head else []
    head = sheet.rows[sheet.head]
    if sum(1 for cell in above if cell != "") > 1 or sheet.rows.count(head) > 1:
        return
    sheet.insert(rng.randint(sheet.head + 2, len(sheet.rows)), list(sheet.rows[sheet.head]))


def header_dress(sheet: Sheet, rng: random.Random) -> None:
    """Write the headings with stars, other blanks, other case."""
    if sheet.rows.count(sheet.rows[sheet.head]) > 1:
        return
    dress = rng.choice([str.upper, str.lower, "*{}".format, " {} ".format, "{}.".format, "\ufeff{}".format])
    sheet.rows[sheet.head] = [dress(cell) if cell != "" else "" for cell in sheet.rows[sheet.head]]


def true_total(sheet: Sheet, rng: random.Random) -> None:
    """Put a total of everything below, in a row that says so or not."""
    money = sheet.money()
    if money is None or sheet.totals or sheet.broken or sheet.gone or sheet.twice:
        return
    listed = [sheet.rows[at][money] for at in sheet.item_rows()]
    if not all(isinstance(cell, float | int) for cell in listed):
        return
    row: list[Any] = [""] * len(sheet.rows[0])
    label = rng.choice(["Total", "TOTAL", "Grand total", "合計", "Summe", ""])
    place = next(at for at in range(len(row)) if at != money)
    row[place], row[money] = label, round(sum(listed), 2)
    sheet.insert(len(sheet.rows), row)
    sheet.totals = True


# ------------------------------------------------------------------------------------------------ something is broken


def break_amount(sheet: Sheet, rng: random.Random) -> None:
    """Write something that is no amount."""
    money, places = sheet.money(), sheet.item_rows()
    if money is None or not places:
        return
    at = rng.choice(places)
    tag = sheet.tags[at]
    assert tag is not None
    sheet.rows[at][money] = rng.choice(NO_AMOUNT)
    sheet.broken[tag] = "amount"


def break_due(sheet: Sheet, rng: random.Random) -> None:
    """Write something that is no day."""
    places = sheet.item_rows()
    if "due_date" not in sheet.columns or not places:
        return
    at = rng.choice(places)
    tag = sheet.tags[at]
    assert tag is not None
    sheet.rows[at][sheet.columns["due_date"]] = rng.choice(NO_DAY)
    sheet.broken[tag] = "due"


def break_part(sheet: Sheet, rng: random.Random) -> None:
    """Write something that is no amount where it says what was paid, or in one of two columns of amounts."""
    names = [name for name in ("paid", "debit", "credit") if name in sheet.columns]
    if names:
        _break(sheet, rng, rng.choice(names), NO_AMOUNT)


def break_sign(sheet: Sheet, rng: random.Random) -> None:
    """Write something that is neither debit nor credit."""
    _break(sheet, rng, "sign", NO_SIDE)


def break_clearing(sheet: Sheet, rng: random.Random) -> None:
    """Write something that is no day where it says when an item was cleared."""
    _break(sheet, rng, "clearing_date", NO_DAY)


def break_currency(sheet: Sheet, rng: random.Random) -> None:
    """Write something that is no currency."""
    _break(sheet, rng, "currency", NO_CURRENCY)


def _break(sheet: Sheet, rng: random.Random, name: str, values: list[str]) -> None:
    places = sheet.item_rows()
    if name not in sheet.columns or not places:
        return
    at = rng.choice(places)
    tag = sheet.tags[at]
    assert tag is not None
    sheet.rows[at][sheet.columns[name]] = rng.choice(values)
    sheet.broken[tag] = name


def blank_amount(sheet: Sheet, rng: random.Random) -> None:
    """Take an amount away."""
    money, places = sheet.money(), sheet.item_rows()
    if money is None or not places:
        return
    at = rng.choice(places)
    tag = sheet.tags[at]
    assert tag is not None
    sheet.rows[at][money] = rng.choice(["", " ", "n/a"])
    sheet.broken[tag] = "amount"


def blank_account(sheet: Sheet, rng: random.Random) -> None:
    """Take away whose a row is."""
    places = sheet.item_rows()
    names = [name for name in ("account", "name") if name in sheet.columns]
    if not places or not names:
        return
    at = rng.choice(places)
    tag = sheet.tags[at]
    assert tag is not None
    for name in names:
        sheet.rows[at][sheet.columns[name]] = ""
    sheet.broken[tag] = "account"


def drop_row(sheet: Sheet, rng: random.Random) -> None:
    """Take an item's row out; not one that names the customer of the rows below."""
    names = [sheet.columns[name] for name in ("account", "name") if name in sheet.columns]
    listed = sheet.item_rows()
    once = [at for at in listed if any(sheet.rows[at][name] == "" for name in names)]
    places = once or listed
    if len(listed) < 2:
        return
    at = rng.choice(places)
    tag = sheet.tags[at]
    assert tag is not None
    if tag in sheet.twice:
        return
    del sheet.rows[at], sheet.tags[at]
    sheet.gone.add(tag)


def repeat_row(sheet: Sheet, rng: random.Random) -> None:
    """Write an item's row once more."""
    places = sheet.item_rows()
    if not places:
        return
    at = rng.choice(places)
    tag = sheet.tags[at]
    assert tag is not None
    sheet.insert(at + 1, list(sheet.rows[at]), tag)
    sheet.twice.append(tag)


#: Fewer rows than these say too little of their columns to be told from damaged ones.
_FEW = 4
#: From so many rows on two of them may be damaged.
_MANY = 7
Mutation = Callable[[Sheet, random.Random], None]
ANYWHERE: list[Mutation] = [
    blank_rows, blank_column, remark_column, title_rows, footers, header_again, header_dress, true_total,
]  # fmt: skip
FLAT: list[Mutation] = [shuffle_columns, shuffle_rows, blank_account]
HARM: list[Mutation] = [
    break_amount, break_due, blank_amount, drop_row, repeat_row, break_part, break_sign, break_clearing,
    break_currency,
]  # fmt: skip


def mutate(sheet: Sheet, rng: random.Random) -> None:
    """Change a table in one to four ways, harm last so that what it does is known."""
    gentle = ANYWHERE + (FLAT[:2] if sheet.flat else [])
    if sheet.head < 0:
        gentle = [change for change in gentle if change not in {header_again, header_dress, title_rows}]
    harm = HARM + (FLAT[2:] if sheet.flat else []) if len(sheet.items) > _FEW else []
    most = min(1 + (len(sheet.items) > _MANY), len(harm))
    chosen = rng.sample(gentle, rng.randint(0, 3)) + rng.sample(harm, rng.randint(0, most))
    chosen.sort(key=lambda change: (change in harm, change is header_again))
    for change in chosen or [rng.choice(gentle)]:
        change(sheet, rng)
        sheet.done.append(change.__name__)


def unlike(sheet: Sheet, found: Read) -> list[str]:
    """Return what a file that was read says otherwise than it holds; empty where it is right or told about."""
    if found.table.kind.value != "open-items":
        return [f"read as {found.table.kind.value}"]
    wrong = []
    expected = Counter(
        fact for at, fact in enumerate(sheet.items) if at not in sheet.gone and at not in sheet.broken
    ) + Counter(sheet.items[at] for at in sheet.twice if at not in sheet.broken)
    got = Counter(facts_of(found))
    damaged = [(sheet.items[at], what) for at, what in sheet.broken.items()]
    told = len(found.table.rejected) + found.codes.count("row_above_headings") + found.codes.count("own_total_differs")
    for fact in (got - expected).elements():
        match = next((pair for pair in damaged if _allowed(fact, *pair)), None)
        if match is None:
            wrong.append(f"invented {fact}")
        else:
            damaged.remove(match)
    missing = sum((expected - got).values())
    doubles = found.table.set_aside.get("duplicate", 0)
    if missing > told - len(damaged) + doubles and missing > doubles:
        wrong.append(f"lost {list((expected - got).elements())}")
    if len(damaged) > told + doubles:
        wrong.append(f"damaged rows vanish without a word: {damaged}")
    if (sheet.gone or sheet.twice or sheet.broken) and sheet.totals and not wrong:
        wrong += _untold(sheet, found)
    return wrong


def _allowed(fact: Fact, item: Fact, what: str) -> bool:
    """Tell whether an item may come out of a damaged row: without the day that cannot be read, all else right.

    An amount that cannot be read may be told by others: by what is left under each age. What was paid is needed only
    where no column says what is open, a side only where amounts have no sign of their own.
    """
    if what in {"amount", "paid", "sign", "debit", "credit"} and fact == item:
        return True
    return what == "due" and fact[:4] == item[:4] and fact[4] is None


def _untold(sheet: Sheet, found: Read) -> list[str]:
    """Say that a total of the file does not tie any more and nobody says so."""
    sums = sum(fact[3] for fact in facts_of(found))
    before = sum(fact[3] for fact in sheet.items)
    told = {"own_total_differs", "duplicates_kept"} & set(found.codes) or found.table.rejected
    return [] if sums == before or told else ["the file's own total differs and nobody says so"]


def ends_once(sheet: Sheet, found: Read) -> list[str]:
    """Return what is wrong with how the rows ended: each row below the header once, under its own number."""
    table = found.table
    ended = Counter([note.row for note in table.noted] + [row.row for row in table.rejected])
    ended.update(row.row for row in found.rows)
    wrong = [f"row {row} ended {count} times" for row, count in ended.items() if count > 1]
    filled = {
        at
        for at, row in enumerate(sheet.rows, start=1)
        if at > table.header_row and any(cell != "" and str(cell).strip() for cell in row)
    }
    wrong += [f"row {row} did not end" for row in sorted(filled - set(ended))]
    wrong += [f"row {row} is blank or above the table and ended" for row in sorted(set(ended) - filled)]
    if table.kind.value == "open-items":
        sums: Counter[str] = Counter()
        for row in found.rows:
            sums[row.currency] += row.open
        if any(sums[code] != total.net for code, total in table.totals.items()):
            wrong.append("the items do not add up to the totals")
    return wrong
