"""What the words beside an amount make of a row: its kind, whether it is set aside, whether it is disputed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from app.enums import Aside, ItemKind
from app.i18n import Message, nmsg
from app.services.sync.model import Notice
from app.services.sync.tables.shares import parts_unread
from app.services.sync.tables.table import Table
from app.services.sync.tables.tongues import asked_for, says_chased
from app.services.sync.values.cells import Cell, distinct
from app.services.sync.values.doctypes import CREDITS, type_group
from app.services.sync.values.flags import DISPUTED, verdict
from app.services.sync.values.states import GIVEN_UP, State, remarked
from app.services.sync.values.text import SEP, cell_text, each, fold, heading_key, word_groups, words

_BY_SIGN: Final = "by_sign"
_PREFIX: Final = re.compile(r"([^\W\d_]{2,3})[-\s/]?\d")

_OF_CREDIT: Final = {
    "credit_memo": ItemKind.CREDIT_MEMO,
    "unapplied_receipt": ItemKind.UNAPPLIED,
    "on_account": ItemKind.ON_ACCOUNT,
}
_OF_DEBIT: Final = {
    "invoice": ItemKind.INVOICE,
    "debit_memo": ItemKind.DEBIT_MEMO,
    "finance_charge": ItemKind.FINANCE_CHARGE,
    _BY_SIGN: ItemKind.DEBIT_MEMO,
}


def groups_of(table: Table, numbers: Sequence[str | None], amounts: Sequence[int | None]) -> Sequence[str | None]:
    """Return each row's group of document types, from the type column, a layout's series, or the number's prefix."""
    found: Sequence[str | None] = [None] * len(numbers)
    if table.has("type"):
        found = each(table.cells("type"), _groups_by(table))
    if table.has("special_gl"):
        down = words("special_gl", "down_payment")
        marked = each(table.cells("special_gl"), lambda cell: fold(cell_text(cell) or "") in down)
        if any(marked):
            found = ["on_account" if mark else group for group, mark in zip(found, marked, strict=True)]
    if table.found.layout is not None and table.found.layout.credit_series and table.has("series"):
        ends = each(table.cells("series"), lambda cell: (cell_text(cell) or "")[-1:].isalpha())
        found = ["credit_memo" if end else group for group, end in zip(found, ends, strict=True)]
    if None not in found:
        return found
    return [
        _by_prefix(number) if group is None and amount is not None and amount < 0 else group
        for group, amount, number in zip(found, amounts, numbers, strict=True)
    ]


def _groups_by(table: Table) -> Callable[[Cell], str | None]:
    """Return what gives the group of a cell in the type column: the layout's own types first."""
    own = {} if table.found.layout is None else {fold(text): group for text, group in table.found.layout.types.items()}

    def group(cell: Cell) -> str | None:
        text = cell_text(cell)
        return None if text is None else own.get(fold(text)) or type_group(text)

    return group


def _by_prefix(number: str | None) -> str | None:
    """Return the group of a number's prefix if it is one of credits: ``CR-1001``, ``NC 45``."""
    match = _PREFIX.match(fold(number or ""))
    group = word_groups("types").get(match.group(1)) if match else None
    return group if group in CREDITS else None


@lru_cache(maxsize=1)
def _credits_begin() -> re.Pattern[str]:
    """Return what finds a number of a credit in a joined column, long before each of them is looked at."""
    codes = [word for word, group in word_groups("types").items() if group in CREDITS and word.isalpha()]
    return re.compile(rf"{SEP}(?:{'|'.join(map(re.escape, codes))})[-\s/]?\d", re.IGNORECASE)


def doubtful_prefixes(
    table: Table,
    numbers: Sequence[str | None],
    amounts: Sequence[int | None],
    item: bytearray,
    groups: Sequence[str | None],
) -> list[Notice]:
    """Warn of a few positive amounts whose numbers begin as those of credits do, where no column tells the type."""
    if table.has("type") or _credits_begin().search(SEP + SEP.join(filter(None, numbers))) is None:
        return []
    rows = zip(item, numbers, amounts, groups, strict=True)
    places = [
        at
        for at, (own, number, amount, group) in enumerate(rows)
        if own and amount and amount > 0 and group not in CREDITS and _by_prefix(number)
    ]
    if not places or 2 * len(places) > item.count(1):
        return []
    what = nmsg(
        "{n} row has a number like a credit's ({number}) and a positive amount; it is kept as what is owed.",
        "{n} rows have numbers like those of credits ({number}) and positive amounts; they are kept as what is owed.",
        len(places),
        number=numbers[places[0]],
    )
    return [Notice("credits_positive", what, table.first + places[0])]


def kind_of(group: str | None, *, negative: bool) -> tuple[ItemKind, bool]:
    """Return the kind of an item and whether its group and sign agree.

    The type gives the kind, the sign decides credit: a negative invoice is a credit on account, a positive credit memo
    a debit memo.
    """
    if negative:
        if group in _OF_CREDIT:
            return _OF_CREDIT[group], True
        return ItemKind.ON_ACCOUNT, group == _BY_SIGN
    if group in _OF_CREDIT:
        return ItemKind.DEBIT_MEMO, False
    return _OF_DEBIT.get(group or "", ItemKind.INVOICE), True


def kinds_of(
    groups: Sequence[str | None], amounts: Sequence[int], rows: Sequence[int], warnings: list[Notice]
) -> list[str]:
    """Return the kind of every item; those whose type and sign disagree are warned of together."""
    owed = {group: kind_of(group, negative=False) for group in distinct(groups)}
    credit = {group: kind_of(group, negative=True) for group in owed}
    usual = {group: kind.value for group, (kind, _) in owed.items()}
    kinds = list(map(usual.__getitem__, groups))
    doubtful = {group for group, (_, agree) in owed.items() if not agree}
    quarrel = (
        [place for place, group in enumerate(groups) if group in doubtful and amounts[place] > 0] if doubtful else []
    )
    if min(amounts, default=1) <= 0:
        for place, amount in enumerate(amounts):
            if amount < 0 or (amount == 0 and groups[place] in CREDITS):
                kind, agree = credit[groups[place]]
                kinds[place] = kind.value
                if not agree:
                    quarrel.append(place)
    if quarrel:
        what = _quarrel(len(quarrel), typed=set(groups) != {None}, all_=len(quarrel) == len(amounts))
        warnings.append(Notice("kind_and_sign", what, rows[min(quarrel)]))
    return kinds


def _quarrel(count: int, *, typed: bool, all_: bool) -> Message:
    """Say what becomes of amounts whose sign is not that of their type, or that are negative without one."""
    if typed:
        return nmsg(
            "In {n} row type and sign disagree: a negative one is credit on account, a positive one is owed.",
            "In {n} rows type and sign disagree: negative ones are credit on account, positive ones are owed.",
            count,
        )
    if all_:
        return nmsg(
            "The only amount is negative and kept as credit on account. If the file writes what is owed so, say it "
            "with {option}.",
            "All {n} amounts are negative and kept as credit on account. If the file writes what is owed so, say it "
            "with {option}.",
            count,
            option="--negative owed",
        )
    return nmsg(
        "{n} row has a negative amount and no type: it is kept as credit on account.",
        "{n} rows have negative amounts and no type: they are kept as credit on account.",
        count,
    )


def set_aside(table: Table, closing: Sequence[str | None] | None, *, closed: bool) -> dict[int, Aside]:
    """Return position → why a row is no open receivable; rows that are one are left out."""
    reasons: dict[int, Aside] = {}
    if not closed:
        own = () if table.found.layout is None else table.found.layout.settled
        settled = words("settled") | words("settled", "money") | frozenset(map(fold, own))
        reasons.update(dict.fromkeys(_marked(table, "status", settled), Aside.SETTLED))
        reasons.update(dict.fromkeys(_stated(table, _is_settled), Aside.SETTLED))
        reasons.update(dict.fromkeys(_cancelled(table), Aside.SETTLED))
        for place in asked_for(table):
            reasons.pop(place, None)
        reasons.update(_ticked(table))
        if closing is not None:
            reasons.update({place: Aside.SETTLED for place, day in enumerate(closing) if day is not None})
    reasons.update(
        dict.fromkeys(
            _marked(table, "item_status", frozenset(map(fold, words("item_status", "noted")))), Aside.NOTED_ITEM
        )
    )
    reasons.update(dict.fromkeys(_marked(table, "special_gl", words("special_gl", "noted")), Aside.NOTED_ITEM))
    reasons.update(dict.fromkeys(_marked(table, "type", words("payables", "types")), Aside.VENDOR_DOCUMENT))
    return reasons


def rests_unsaid(table: Table, amount_field: str, item: bytearray) -> list[Notice]:
    """Warn of items that are paid in part according to their status, where no column says what is left of them."""
    if amount_field != "original" or table.has("paid"):
        return []
    places = [place for place in _marked(table, "status", words("part_paid")) if item[place]]
    if not places:
        return parts_unread(table, item)
    what = nmsg(
        "{n} row is paid in part, and no column says how much is left: the whole amount is kept as open.",
        "{n} rows are paid in part, and no column says how much is left: their whole amounts are kept as open.",
        len(places),
    )
    return [Notice("rest_unsaid", what, table.first + places[0])]


def spent(table: Table) -> dict[int, Aside]:
    """Return the rows of a list of deals that are expenses: a column says of every row whether it is one."""
    sides = words("deal", "income"), words("deal", "expense")
    for column in table.found.columns:
        seen = {fold(text) for cell in column.sample if (text := cell_text(cell)) is not None}
        if seen and seen & sides[1] and seen <= sides[0] | sides[1]:
            cells = table.found.cells(column.index)
            hits = {cell for cell in distinct(cells) if isinstance(cell, str) and fold(cell) in sides[1]}
            return {place: Aside.VENDOR_DOCUMENT for place, cell in enumerate(cells) if cell in hits}
    return {}


def _ticked(table: Table) -> dict[int, Aside]:
    """Return the rows that are ticked off as paid: the heading of a column asks for it, and the cells say yes or no."""
    asking = {heading_key(word) for word in words("ticked", "heading")}
    yes, no = words("yes") | words("ticked", "yes"), words("no") | words("ticked", "no")
    for column in table.found.columns:
        said = {fold(text) for cell in column.sample if (text := cell_text(cell)) is not None}
        if said and said <= yes | no and heading_key(column.heading) in asking and not says_chased(table, column):
            cells = table.found.cells(column.index)
            hits = {cell for cell in distinct(cells) if fold(cell_text(cell) or "") in yes - no}
            return {place: Aside.SETTLED for place, cell in enumerate(cells) if cell in hits}
    return {}


def _marked(table: Table, name: str, wanted: frozenset[str]) -> list[int]:
    """Return the places of rows whose cell in a column is one of some words."""
    if not table.has(name):
        return []
    cells = table.cells(name)
    hits = {cell for cell in distinct(cells) if isinstance(cell, str) and fold(cell) in wanted}
    return [place for place, cell in enumerate(cells) if cell in hits] if hits else []


def _cancelled(table: Table) -> list[int]:
    """Return the places of documents that were cancelled, as Portugal's tax files say it: ``A`` under InvoiceStatus."""
    if not table.has("status") or fold(table.heading("status")).strip() not in words("saft", "status"):
        return []
    seen = {fold(text) for cell in distinct(table.cells("status")) if (text := cell_text(cell)) is not None}
    return _marked(table, "status", words("saft", "cancelled")) if seen <= words("saft", "codes") else []


def _stated(table: Table, wanted: Callable[[State], bool]) -> list[int]:
    """Return the places of rows whose status says a state in whatever words: ``Paid 5/11``, ``Disputed: no POD``."""
    if not table.has("status"):
        return []
    cells = table.cells("status")
    said = ((cell, remarked(cell)) for cell in distinct(cells) if isinstance(cell, str))
    hits = {cell for cell, state in said if wanted(state)}
    return [place for place, cell in enumerate(cells) if cell in hits] if hits else []


def _is_settled(state: State) -> bool:
    """Tell whether a status says no more than that nothing is owed."""
    return state.whole and state.settled not in {None, GIVEN_UP}


def _flags(cells: Sequence[Cell], wanted: frozenset[str]) -> Sequence[bool]:
    return each(cells, lambda cell: isinstance(cell, str) and fold(cell) in wanted)


def disputes(table: Table) -> tuple[Sequence[bool], Sequence[str | None]] | None:
    """Return which rows the file calls disputed, and why; None if it says nothing about disputes."""
    if not table.present("disputed", "dispute_reason", "status"):
        return None
    flags: Sequence[bool] = [False] * len(table.body)
    reasons = table.text("dispute_reason") or [None] * len(table.body)
    if table.has("disputed"):
        flags = each(table.cells("disputed"), _says_yes)
        spoken = each(table.cells("disputed"), _spoken)
        reasons = [reason or word for reason, word in zip(reasons, spoken, strict=True)]
    elif table.has("dispute_reason"):
        flags = [reason is not None for reason in reasons]
    if table.has("status"):
        by_status = _flags(table.cells("status"), words("disputed"))
        stated = frozenset(_stated(table, lambda state: DISPUTED in state.groups and state.settled is None))
        pairs = enumerate(zip(flags, by_status, strict=True))
        flags = [flag or status or place in stated for place, (flag, status) in pairs]
    return flags, reasons


def _says_yes(cell: Cell) -> bool:
    """Tell whether a dispute column says yes: a word for yes, or anything that is no word for no and so a reason."""
    if isinstance(cell, bool):
        return cell
    text = cell_text(cell)
    return text is not None and verdict(text, DISPUTED) is not False


def _spoken(cell: Cell) -> str | None:
    """Return what a dispute column says beyond yes and no."""
    text = cell_text(cell)
    return None if text is None or verdict(text, DISPUTED) is not None else text
