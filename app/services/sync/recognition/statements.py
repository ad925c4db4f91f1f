"""The movements of a bank account in a table, told by what its amounts are to each other and not by their headings.

A balance that follows from the one before it and from what came in and went out in between is found in no other table:
money goes both ways, and the account did not begin with nothing, as a running total of items does. It says which column
is which, and in which decimal sign the amounts are written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise, permutations
from typing import Final

from app.enums import SyncKind
from app.i18n import Message, msg
from app.services.sync.layouts.headings import meanings
from app.services.sync.recognition.columns import Column, Guess, assign
from app.services.sync.recognition.hearing.case import ALONE, KNOWN, PROVED
from app.services.sync.recognition.labels import is_total
from app.services.sync.values.cells import Cell
from app.services.sync.values.numbers import COMMA, POINT, read_numbers
from app.services.sync.values.text import cell_text

#: Balances that must follow from the one before, and how many of all.
_ENOUGH: Final = 2
_HOLDS: Final = 0.9
#: Columns of numbers beyond this are not tried three by three.
_MOST: Final = 8
#: Cells of a column of amounts that may be none, and rows that add up what came in and what went out.
_ODD: Final = 1
_DUST: Final = Decimal("0.005")
_NOTHING: Final = Decimal(0)
#: What only a list of the ledger says of a row by a heading of its own.
_LEDGER: Final = ("due_date", "days_overdue", "account", "case_number", "paid_invoice")
_MONEY: Final = ("receipt_amount", "credit", "debit", "unapplied", "applied", "local_open", "sign")
_DAYS: Final = ("receipt_date", "posting_date", "value_date")
_DIFFERENT: Final = 0.5
_SPACED: Final = 0.3
_MORE: Final = 0.2

Numbers = Sequence[Decimal | None]


@dataclass(frozen=True, slots=True)
class Account:
    """The columns of a bank account's movements.

    Attributes:
        balance: the column of the balances.
        came: what came in, or what moved with its sign where nothing else says what went out.
        gone: what went out; None where one column says both.
        signs: the decimal signs under which the balances follow.
    """

    balance: int
    came: int
    gone: int | None
    signs: frozenset[str]


def account_in(cells: Mapping[int, Sequence[Cell]]) -> Account | None:
    """Return the movements among some columns of consecutive rows, from below the header on; None if there are none."""
    found: dict[tuple[int, int, int | None], set[str]] = {}
    for sign in (POINT, COMMA):
        read = dict(_numbers(cells, sign))
        if len(read) < 2 or len(read) > _MOST:
            continue
        for parts in _follows(read):
            found.setdefault(parts, set()).add(sign)
            break
    if not found:
        return None
    parts = max(found, key=lambda each: len(found[each]))
    return Account(*parts, frozenset(found[parts]))


def _numbers(cells: Mapping[int, Sequence[Cell]], sign: str) -> Iterator[tuple[int, Numbers]]:
    """Give the columns that hold nothing but numbers, read with a decimal sign."""
    for index, column in cells.items():
        judged = read_numbers(column, sign)
        read = [judged.number(cell) for cell in column]
        bad = sum(1 for cell, one in zip(column, read, strict=True) if one is None and cell_text(cell) is not None)
        if judged.decimal is not None and bad <= _ODD and any(read):
            yield index, read


def _follows(read: Mapping[int, Numbers]) -> Iterator[tuple[int, int, int | None]]:
    """Give balance, what came in and what went out where the balances follow; one column for both comes first."""
    moving = {index: column for index, column in read.items() if any(column)}
    for balance, came in permutations(moving, 2):
        moves = [one or _NOTHING for one in moving[came]]
        signed = any(move < 0 for move in moves)
        if _holds(moving[balance], moves) if signed else _holds_unsigned(moving[balance], moves):
            yield balance, came, None
    for balance, came, gone in permutations(moving, 3):
        rows = list(zip(moving[balance], moving[came], moving[gone], strict=True))
        single = [row for row in rows if not (row[1] and row[2])]
        if len(rows) - len(single) > _ODD:
            continue
        moves = [abs(one or _NOTHING) - abs(other or _NOTHING) for _, one, other in single]
        if _holds([after for after, _, _ in single], moves):
            yield balance, came, gone


def _holds_unsigned(balances: Numbers, moves: Sequence[Decimal]) -> bool:
    """Tell whether the balances go up and down by amounts without a sign, which then stands in another column."""
    rows = [(after, move) for after, move in zip(balances, moves, strict=True) if after is not None and move]
    for ordered in (rows, rows[::-1]):
        steps = [(after - before, move) for (before, _), (after, move) in pairwise(ordered)]
        good = [change for change, move in steps if abs(abs(change) - move) < _DUST]
        if len(good) >= _ENOUGH and len(good) >= _HOLDS * len(steps) and min(good) < 0 < max(good):
            return True
    return False


def _holds(balances: Numbers, moves: Sequence[Decimal]) -> bool:
    """Tell whether each balance is the one before it with what moved in between; the newest may stand first.

    A balance may stand in every row, or only where a day ends.
    """
    rows = list(zip(balances, moves, strict=True))
    return _runs(rows) or _runs(rows[::-1])


def _runs(rows: Sequence[tuple[Decimal | None, Decimal]]) -> bool:
    before: Decimal | None = None
    pending = _NOTHING
    first = moved = False
    held = missed = 0
    kinds: set[Decimal] = set()
    for balance, move in rows:
        pending += move
        if balance is None:
            continue
        if before is None:
            first = abs(balance - pending) >= _DUST  # it did not begin with nothing
        elif pending or abs(balance - before) >= _DUST:  # nothing moves a balance but a movement
            moved = moved or bool(pending)
            kinds.add(pending)
            good = abs(balance - before - pending) < _DUST
            held, missed = held + good, missed + (not good)
            if missed > 1 and missed > (1 - _HOLDS) * (held + missed + len(rows)):
                return False
        before, pending = balance, _NOTHING
    return first and moved and held >= _ENOUGH and len(kinds) > 1 and held >= _HOLDS * (held + missed)


# ------------------------------------------------------------------------------------------------ the columns


def statement(columns: Sequence[Column], told: Mapping[int, str]) -> dict[str, Guess] | None:
    """Take the columns of a table for those of a bank account's movements; None if it is no such table.

    A ledger of ours writes what customers owe as debits: where the heading of what comes in says debit it is none.
    """
    headed = telling(columns, assign(columns, SyncKind.RECEIPTS, told))
    items = assign(columns, SyncKind.OPEN_ITEMS, told)
    if any(name in both and both[name].heading_weight >= KNOWN for both in (headed, items) for name in _LEDGER):
        return None
    heads = {column.index: _head(column) for column in columns if not _is_days(column)}
    account = account_in({index: cells for index, cells in heads.items() if cells})
    if account is None or (account.gone is not None and _says(headed, account.came, "debit")):
        return None
    numbers = read_numbers(heads[account.came], min(account.signs))
    signed = account.gone is None and any((numbers.number(cell) or 0) < 0 for cell in heads[account.came])
    if account.gone is None and not signed and "sign" not in headed:
        return None  # nothing but the balance says which way money went
    dropped = {*_MONEY} - (set() if account.gone is not None or signed else {"sign"})
    taken = {name: guess for name, guess in headed.items() if name not in dropped}
    note = msg("the balances follow from it")
    taken = {name: guess for name, guess in taken.items() if guess.column not in {account.balance, account.came}}
    taken["receipt_amount"] = _guess(headed, account.came, "receipt_amount", note)
    if account.gone is not None:
        taken = {name: guess for name, guess in taken.items() if guess.column != account.gone}
        taken["debit"] = _guess(headed, account.gone, "debit", note)
    _days(columns, taken)
    _words(columns, taken)
    return taken


def may_move(columns: Sequence[Column], guesses: Mapping[str, Guess]) -> bool:
    """Tell whether what its headings make a list of items may be the movements of one account all the same.

    All rows have one number of an account and nobody's name, a column says which way each amount goes, and none is due.
    """
    if "sign" not in guesses or not {"name", "due_date", "days_overdue", "debit", "credit"}.isdisjoint(guesses):
        return False
    who = guesses.get("account")
    return who is None or len({cell_text(cell) for cell in columns[who.column].sample}) == 1


def telling(columns: Sequence[Column], headed: dict[str, Guess]) -> dict[str, Guess]:
    """Take that column for the text of a movement which tells most, where headings name several of them so.

    Banks have one for the kind of movement and one for what it is about, and either may be called details. A number
    that is written in words is no number.
    """
    taken, held = _with_applied(headed), headed.get("remittance")
    number = taken.get("receipt_number")
    if number is not None and _is_wordy(columns[number.column]):
        del taken["receipt_number"]
        if held is None or columns[held.column].profile.distinct < columns[number.column].profile.distinct:
            taken["remittance"] = replace(number, field="remittance", notes=(msg("the column whose texts vary most"),))
            return taken
    used = {guess.column for guess in taken.values()}
    if held is not None:
        named = [one for one in columns if one.index not in used and _is_named(one)]
        best = max(named, key=lambda one: one.profile.distinct, default=None)
        if best is not None and best.profile.distinct > columns[held.column].profile.distinct + _MORE:
            taken["remittance"] = replace(held, column=best.index, notes=(msg("the column whose texts vary most"),))
    return taken


def _with_applied(headed: dict[str, Guess]) -> dict[str, Guess]:
    """Take what was applied for the amounts where a list of payments has no others: a row for each invoice paid."""
    taken = dict(headed)
    if "applied" in taken and not {"receipt_amount", "debit", "credit"} & set(taken):
        taken["receipt_amount"] = replace(taken.pop("applied"), field="receipt_amount")
    return taken


def _is_wordy(column: Column) -> bool:
    """Tell whether what is headed as a number is written in words, many of them without a digit."""
    texts = [text for cell in column.sample if (text := cell_text(cell)) is not None]
    bare = sum(1 for text in texts if not any(map(str.isdigit, text)))
    return column.profile.spaced > _SPACED and bare > _SPACED * len(texts)


def _is_named(column: Column) -> bool:
    """Tell whether a column's heading says that it is what a movement is about, and its cells are words."""
    return column.profile.word >= _DIFFERENT and any(
        hit.field == "remittance" and hit.weight >= KNOWN for hit in meanings(column.heading)
    )


def _head(column: Column) -> tuple[Cell, ...]:
    """Return the first cells of a column that may be one of amounts."""
    return column.head if column.profile.number >= _HOLDS else ()


def _says(headed: Mapping[str, Guess], column: int, field: str) -> bool:
    return field in headed and headed[field].column == column and headed[field].heading_weight >= KNOWN


def _guess(headed: Mapping[str, Guess], column: int, field: str, note: Message) -> Guess:
    weight = headed[field].heading_weight if field in headed and headed[field].column == column else 0
    return Guess(column, field, PROVED, weight, 100, "cells", (note,))


def _days(columns: Sequence[Column], taken: dict[str, Guess]) -> None:
    """Take the first column of days for the day of the booking where no heading says which it is."""
    if not any(name in taken for name in _DAYS):
        used = {guess.column for guess in taken.values()}
        found = [one.index for one in columns if one.index not in used and _is_days(one)]
        if found:
            taken["receipt_date"] = Guess(
                found[0], "receipt_date", ALONE, 0, 100, "cells", (msg("the first column of dates"),)
            )


def _is_days(column: Column) -> bool:
    """Tell whether a column holds days; numbers are days only where they are written as ones: 20260601."""
    if column.profile.date < _HOLDS:
        return False
    texts = [text for cell in column.sample if (text := cell_text(cell)) is not None]
    return column.profile.number < _DIFFERENT or all(len(text) == len("20260601") for text in texts)


def _words(columns: Sequence[Column], taken: dict[str, Guess]) -> None:
    """Take the column whose texts differ most for what the movements are about."""
    used = {guess.column for name, guess in taken.items() if name != "remittance"}
    texts = [
        one for one in columns
        if one.index not in used and one.profile.word >= _DIFFERENT and one.profile.number < _DIFFERENT
        and not any(isinstance(cell, str) and is_total(cell) for cell in one.sample[-1:])
    ]  # fmt: skip
    most = max((one.profile.filled for one in texts), default=0)
    full = [one for one in texts if one.profile.filled >= _DIFFERENT * most]
    best = max(full, key=lambda one: (one.profile.distinct, one.profile.filled), default=None)
    held = next((one for one in texts if "remittance" in taken and one.index == taken["remittance"].column), None)
    if best is None or (held is not None and held.profile.distinct >= _DIFFERENT * best.profile.distinct):
        return
    note = msg("the column whose texts vary most")
    taken["remittance"] = Guess(best.index, "remittance", ALONE, 0, 100, "cells", (note,))
