"""The least and the greatest value of a column of amounts or numbers, for the mapping view.

Only rows that are kept count: the greatest amount of a list would else be its total. A value is plain decimal text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TypeVar, cast

from app.money import decimals, plain, to_major
from app.services.sync.tables.currencies import Currencies
from app.services.sync.tables.outcome import pick
from app.services.sync.tables.table import Table
from app.services.sync.values.cells import distinct

N = TypeVar("N", int, Decimal)


def tell_amounts(table: Table, name: str, minors: Sequence[int | None], currencies: Currencies, own: bytearray) -> None:
    """Note the least and the greatest amount of a field among the rows that are kept."""
    kept = pick(minors, own)
    if currencies.rows is None:
        if currencies.one is not None:
            _tell(table, name, [plain(minor, currencies.one) for minor in _ends(kept)])
        return
    tell_coded(table, name, kept, pick(currencies.rows, own))


def tell_coded(table: Table, name: str, minors: Sequence[int | None], codes: Sequence[str | None]) -> None:
    """Note the least and the greatest of amounts in several currencies, those of equally many decimals at once."""
    ends: list[Decimal] = []
    known = {code for code in distinct(codes) if code is not None}
    for places in {decimals(code) for code in known}:
        alike = {code for code in known if decimals(code) == places}
        pairs = () if alike == known else zip(minors, codes, strict=True)
        found = _ends(minors if alike == known else [minor if code in alike else None for minor, code in pairs])
        ends += [to_major(minor, next(iter(alike))) for minor in found]
    _tell(table, name, map(str, _ends(ends)))


def tell_numbers(table: Table, name: str, numbers: Sequence[N | None]) -> None:
    """Note the least and the greatest number of a field."""
    _tell(table, name, map(str, _ends(numbers)))


def _ends(values: Sequence[N | None]) -> list[N]:
    found = [value for value in values if value is not None] if None in values else cast("Sequence[N]", values)
    return [min(found), max(found)] if found else []


def _tell(table: Table, name: str, ends: Iterable[str]) -> None:
    found = list(ends)
    if found:
        verdict, *_ = table.verdicts.get(name, ("", None, None))
        table.verdicts[name] = (verdict, found[0], found[1])
