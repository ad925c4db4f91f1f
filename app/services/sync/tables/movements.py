"""The movements of a bank account in a table: which column goes out, which one is the balance, what each row is.

Headings say little here (``Cargo``, ``出金``, ``+/-``), relations between the cells say it all: money goes out in a
column that is filled where the deposits are blank, and a balance follows from the one before it and the movement.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from app.enums import Aside
from app.i18n import Message, msg
from app.money import Money
from app.services.sync.model import Notice
from app.services.sync.recognition.statements import account_in
from app.services.sync.tables.currencies import Currencies
from app.services.sync.tables.money import to_minors
from app.services.sync.tables.table import Table
from app.services.sync.values.cells import Cell, distinct
from app.services.sync.values.numbers import COMMA, POINT, NumberColumn, read_numbers
from app.services.sync.values.text import cell_text, fold, words

Minors = Sequence[int | None]

#: Rows of which so many must hold for a relation to be one, and how many rows it takes.
_HOLDS: Final = 0.9
_ENOUGH: Final = 2
#: A name in half-width kana behind the word for a transfer, as Japanese banks write them into one text.
_KANA: Final = re.compile(r"(?:ﾌﾘｺﾐ\d*\s+)?([(ｦ-ﾟA-Z][ｦ-ﾟ()（）.\-A-Z0-9 ]*[ｦ-ﾟ][ｦ-ﾟ()（）.\-A-Z0-9 ]*)")
#: A word with blanks between its letters, and a day behind one.
_SPELLED: Final = re.compile(r"\w(?: \w){3,}")
_DAY_BEHIND: Final = re.compile(r"\s*(?:(?:as of|as at|al|em|per|zum|del?)\s+)?\d[\d./-]*$")
_SIDE: Final = re.compile(r"\d[\s)]*([^\W\d_]{1,8})\.?\s*$")
_NO_WORD: Final = re.compile(r"[\W_]+")
_SIGNS: Final = frozenset("+-")
#: Columns that only a list of the ERP has: it says whose money it is, or what it was applied to.
_LEDGER: Final = ("account", "paid_invoice", "unapplied", "applied", "method")


@dataclass(frozen=True, slots=True)
class Moves:
    """The movements of a table.

    Attributes:
        amounts: minor units per row, positive where money comes in; None where the row moves nothing.
        is_bank: it is a bank account and not a list of receipts: what goes out is no payment taken back.
        steps: rows whose balance follows (place, balance), oldest first; empty where there is no balance.
        breaks: places whose balance does not follow from the one before, with the difference.
    """

    amounts: list[int | None]
    is_bank: bool
    steps: tuple[tuple[int, int], ...] = ()
    breaks: tuple[tuple[int, int], ...] = ()


def find_moves(
    table: Table,
    amounts: Minors,
    out: Minors | None,
    number: NumberColumn,
    currencies: Currencies,
    days: Sequence[str | None],
) -> Moves:
    """Find the movements of a table.

    Args:
        table: the table.
        amounts: what the amount column says, its sign column taken into account.
        out: what the column for money that goes out says, if a heading has told it.
        number: the amount column's verdict; other columns follow its decimal sign.
        currencies: of the rows.
        days: of the rows, as text that sorts.
    """
    columns = _money_columns(table, number, currencies)
    marked = _marks(table)
    moved: list[int | None] = list(amounts)
    if marked is not None:
        moved = [-abs(a) if a and sign == "-" else a for a, sign in zip(moved, marked, strict=True)]
    if out is None and not _signed(table):
        out = next((column for column in columns if _fills_gaps(moved, column)), None)
    if out is not None:
        sums = _sums_of_sides(moved, out)
        moved = [-abs(gone) if gone and not came else came for came, gone in zip(moved, out, strict=True)]
        moved = [None if place in sums else move for place, move in enumerate(moved)]
    chains = _chains(table, currencies)
    others = (column for column in columns if column is not out)
    followed = [found for column in others if (found := _balance(moved, column, chains))]
    turned = (found for found in followed if _agrees(days, downwards=found[1]))
    balance = next((found for found in followed if found[0] > 0), None) or next(turned, None)
    if balance is not None and balance[0] < 0:
        moved = [None if move is None else -move for move in moved]
    plain = (
        not any(table.has(name) for name in _LEDGER)
        and any(m and m < 0 for m in moved)
        and any(m and m > 0 for m in moved)
    )
    signed = table.has("sign") and not any(table.has(name) for name in _LEDGER)
    is_bank = out is not None or marked is not None or balance is not None or plain or signed
    if balance is None:
        daily = _by_days(moved, [column for column in columns if column is not out], chains)
        return Moves(moved, is_bank) if daily is None else Moves(moved, True, *daily)
    return Moves(moved, is_bank, *_steps(moved, balance[2], chains, downwards=balance[1]))


def _signed(table: Table) -> bool:
    """Tell whether the balances follow from one column alone: a column beside it is not what goes out."""
    account = account_in({one.index: one.head for one in table.found.columns if one.profile.number >= _HOLDS})
    return account is not None and account.gone is None


def _sums_of_sides(came: Sequence[int | None], gone: Minors) -> frozenset[int]:
    """Return the rows that add up what came in and what went out above them: totals, which move nothing."""
    found: set[int] = set()
    received = paid = 0
    for place, (in_, out) in enumerate(zip(came, gone, strict=True)):
        if in_ and out and in_ == received and abs(out) == paid:
            found.add(place)
        else:
            received, paid = received + (in_ or 0), paid + abs(out or 0)
    return frozenset(found)


def _chains(table: Table, currencies: Currencies) -> list[tuple[str | None, ...]]:
    """Return for every row whose balance it has: several accounts may stand below one another."""
    blank: list[str | None] = [None] * len(table.body)
    codes = blank if currencies.rows is None else list(currencies.rows)
    return list(zip(codes, table.text("bank") or blank, table.text("account") or blank, strict=True))


def reason_of(text: str | None, method: str | None) -> Aside:
    """Return why a movement that goes out is no receipt: a charge of the bank, or any other payment of ours."""
    charge = _says(f"{text or ''} {method or ''}", "bank_charge")
    return Aside.BANK_CHARGE if charge else Aside.OUTGOING


def comes_back(text: str | None) -> bool:
    """Tell whether a text says that a customer's payment went back."""
    return _says(text or "", "returned")


def _says(text: str, section: str) -> bool:
    """Tell whether a text has one of some words, whole where the script has blanks."""
    said = fold(text)
    whole = f" {' '.join(_NO_WORD.split(said))} "
    return any(f" {word} " in whole if word.isascii() else word in said for word in words(section))


def payer_in(text: str | None) -> str | None:
    """Return who paid, where a bank writes his name in half-width kana into its text."""
    found = _KANA.search(text or "")
    return None if found is None else found.group(1).strip()


def is_carried(text: str | None, *, whole: bool = False) -> bool:
    """Tell whether a text is a balance carried forward, perhaps with its day behind it; ``whole``: nothing but that."""
    said = fold(text or "").strip(" .:*-")
    if _SPELLED.fullmatch(said):
        said = said.replace(" ", "")
    if whole:
        said = _DAY_BEHIND.sub("", said)
        return said in words("carried") or said in words("carried", "alone")
    return bool(said) and (said in words("carried", "alone") or any(said.startswith(word) for word in words("carried")))


def break_notices(moves: Moves, first: int, currency: str | None) -> list[Notice]:
    """Return a notice for the first row whose balance does not follow, and how many there are."""
    if not moves.breaks or currency is None:
        return []
    place, difference = moves.breaks[0]
    what: Message = msg(
        "The balance in row {row} does not follow from the one before it and the movement: {difference} apart.",
        row=first + place,
        difference=Money(difference, currency),
    )
    return [Notice("balance_breaks", what, first + place)]


def _money_columns(table: Table, number: NumberColumn, currencies: Currencies) -> list[Minors]:
    """Return the columns of numbers that no heading has told anything about, in minor units."""
    used = {guess.column for guess in table.guesses.values()}
    decide = number.decimal if number.decimal in {POINT, COMMA} else None
    found: list[Minors] = []
    for column in table.found.columns:
        if (
            column.index in used
            or column.profile.number < _HOLDS
            or column.profile.date > 1 - _HOLDS < column.profile.number < 1
        ):
            continue
        judged = read_numbers(table.found.cells(column.index), decide)
        if judged.decimal is not None:
            found.append(credited(to_minors(judged, currencies)[0], judged.cells))
    return found


def credited(amounts: Minors, cells: Sequence[Cell]) -> Minors:
    """Turn amounts of which some say credit behind them: what a bank credits comes in, and so does what is paid."""
    credit = words("sign", "credit")
    said = (_SIDE.search(cell) for cell in distinct(cells) if isinstance(cell, str))
    if not any(fold(side.group(1)) in credit for side in said if side is not None):
        return amounts
    return [None if amount is None else -amount for amount in amounts]


def _marks(table: Table) -> list[str] | None:
    """Return the signs of a column that holds nothing but plus and minus, whatever its heading."""
    for column in table.found.columns:
        cells = [cell_text(cell) or (cell.strip() if isinstance(cell, str) else "") for cell in column.sample]
        if {cell for cell in cells if cell} == _SIGNS:
            every = table.found.cells(column.index)
            return [cell.strip() if isinstance(cell, str) else "" for cell in every]
    return None


def _fills_gaps(amounts: Sequence[int | None], column: Minors) -> bool:
    """Tell whether a column is filled just where the amounts are blank."""
    mine = [place for place, amount in enumerate(amounts) if amount]
    other = [place for place, amount in enumerate(column) if amount]
    signs = {(column[place] or 0) > 0 for place in other}
    return bool(mine) and bool(other) and len(signs) == 1 and not set(mine) & set(other)


def _balance(
    moved: Sequence[int | None], column: Minors, chains: Sequence[tuple[str | None, ...]]
) -> tuple[int, bool, Minors] | None:
    """Return sign, direction and column if it is the balance after each movement; None if it is not.

    The newest movement may stand first, and a ledger may write what comes in as negative.
    """
    rows = [
        (move, balance, chain)
        for move, balance, chain in zip(moved, column, chains, strict=True)
        if balance is not None and move
    ]
    if len(rows) <= _ENOUGH or len({move for move, _, _ in rows}) < 2:
        return None
    pairs: list[tuple[bool, Callable[[tuple[int, int], tuple[int, int]], int]]] = [
        (True, lambda above, below: below[1] - above[1] - below[0]),
        (False, lambda above, below: above[1] - below[1] - above[0]),
    ]
    steps = [(up[:2], down[:2]) for up, down in pairwise(rows) if up[2] == down[2]]
    if len(steps) < _ENOUGH:
        return None
    for downwards, left in pairs:
        for sign in (1, -1):
            holding = sum(1 for up, down in steps if not left((sign * up[0], up[1]), (sign * down[0], down[1])))
            if holding >= _HOLDS * len(steps) or (len(steps) > 3 and holding >= len(steps) - 1):
                return sign, downwards, column
    return None


def _agrees(days: Sequence[str | None], *, downwards: bool) -> bool:
    """Tell whether the days go the way in which balances follow that take what comes in off.

    If they go the other way it is the balance before each movement, under which nothing is turned.
    """
    rising = {above < below for above, below in pairwise(filter(None, days)) if above != below}
    return rising != {not downwards}


_Steps = tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]


def _by_days(
    moved: Sequence[int | None], columns: Sequence[Minors], chains: Sequence[tuple[str | None, ...]]
) -> _Steps | None:
    """Return the balances after each movement where the file has them in some rows only, at the end of each day."""
    if len(set(chains)) != 1:
        return None
    rows = range(len(moved))
    found = (_between(moved, column, order) for column in columns for order in (rows, rows[::-1]))
    return next((steps for steps in found if steps is not None), None)


def _between(moved: Sequence[int | None], column: Minors, order: Sequence[int]) -> _Steps | None:
    """Return the balances between those that are there, and the places at which they do not follow; None if too few do.

    What stands in front of the first balance led to it; behind the last one nothing may be left.
    """
    steps: list[tuple[int, int]] = []
    breaks: list[tuple[int, int]] = []
    waiting: list[int] = []
    before: int | None = None
    held = 0
    for place in order:
        if moved[place]:
            waiting.append(place)
        balance = column[place]
        if balance is None:
            continue
        change = sum(moved[one] or 0 for one in waiting)
        if before is not None and waiting:
            held += balance - before == change
            if balance - before != change:
                breaks.append((waiting[-1], balance - before - change))
        running = balance - change
        for one in waiting:
            running += moved[one] or 0
            steps.append((one, running))
        before, waiting = balance, []
    good = held >= _ENOUGH and held >= _HOLDS * (held + len(breaks)) - (held > 2)
    return (tuple(steps), tuple(breaks)) if good and not waiting else None


def _steps(
    moved: Sequence[int | None], column: Minors, chains: Sequence[tuple[str | None, ...]], *, downwards: bool
) -> _Steps:
    """Return the balances oldest first, and the places at which they do not follow."""
    places = [place for place, balance in enumerate(column) if balance is not None and moved[place]]
    if not downwards:
        places.reverse()
    steps = [(place, column[place] or 0) for place in places]
    breaks = [
        (place, balance - before - (moved[place] or 0))
        for (above, before), (place, balance) in pairwise(steps)
        if chains[above] == chains[place] and balance - before != (moved[place] or 0)
    ]
    return tuple(steps), tuple(breaks)
