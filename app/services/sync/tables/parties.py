"""The customers that the rows of an items or receipts table speak of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from operator import itemgetter
from typing import Any, Final

from app.i18n import msg, nmsg
from app.services.sync.model import ContactRow, CustomerRow, Notice
from app.services.sync.tables.currencies import Currencies, by_column
from app.services.sync.tables.money import to_minors
from app.services.sync.tables.outcome import pick
from app.services.sync.tables.table import Table
from app.services.sync.tables.unread import tell_unknown, tell_unread
from app.services.sync.values.addresses import mail_in
from app.services.sync.values.numbers import NumberColumn
from app.services.sync.values.places import country_code, language_code
from app.services.sync.values.text import account_key, fold

#: Columns of an items table that say something about the customer.
_FACTS = (
    "country", "language", "territory", "tier", "parent", "risk_class", "tax_id", "sales_rep", "collector", "phone",
    "email", "name_latin", "name_kana", "terms",
)  # fmt: skip
#: What makes something of the texts of a field; the others are kept as they are.
_READ: Final[Mapping[str, Callable[[str], str | None]]] = {
    "country": country_code, "language": language_code, "email": mail_in,
}  # fmt: skip
#: Accounts that a warning names.
_NAMED: Final = 5


def to_keys(
    numbers: Sequence[str | None], table: Table, names: Sequence[str | None] | None = None
) -> tuple[list[str], dict[str, str]]:
    """Return the key of every row's account, and key → number as seen first.

    Two spellings of one number are one account, with a warning.

    Args:
        numbers: account numbers as seen.
        table: takes the warnings.
        names: of the same rows' customers, where the file has them.
    """
    keys: dict[str, str] = {}
    spelt: dict[str, str] = {}
    merged: list[str] = []
    for number in dict.fromkeys(numbers):
        text = number or ""
        key = account_key(text)
        keys[text] = key
        if spelt.setdefault(key, text) != text:
            merged.append(text)
    if merged:
        pairs = [(spelt[keys[text]], text) for text in merged]
        _tell_of_spellings(table, pairs)
        if names is not None:
            tell_of_names(table, pairs, dict(zip(reversed(numbers), reversed(names), strict=True)))
    return [keys[number or ""] for number in numbers], spelt


def _tell_of_spellings(table: Table, pairs: Sequence[tuple[str, str]]) -> None:
    """Say which numbers count as one account."""
    what = nmsg(
        "{n} account is written in two ways and is one account: {pairs}.",
        "{n} accounts are written in two ways and are one account each: {pairs}.",
        len(pairs),
        pairs=", ".join(f"{number} = {other}" for number, other in pairs[:_NAMED]),
    )
    table.warnings.append(Notice("account_spellings", what))


def tell_of_names(table: Table, pairs: Sequence[tuple[str, str]], names: Mapping[str | None, str | None]) -> None:
    """Say which spellings of one account's number stand beside different names: they may be two customers.

    Args:
        table: takes the warning.
        pairs: number as seen first, and as seen otherwise.
        names: number as seen → name.
    """
    differing = [
        (number, one, other, two)
        for number, other in pairs
        if (one := names.get(number)) and (two := names.get(other)) and fold(one) != fold(two)
    ]
    if differing:
        what = nmsg(
            "{n} account number is written in two ways with two names, and counts as one account: {pairs}. If these "
            "are two customers, the system that exports them has to give them different numbers.",
            "{n} account numbers are written in two ways with two names, and count as one account each: {pairs}. If "
            "these are two customers, the system that exports them has to give them different numbers.",
            len(differing),
            pairs="; ".join(f"{number} {one} = {other} {two}" for number, one, other, two in differing[:_NAMED]),
        )
        table.warnings.append(Notice("account_names_differ", what))


def company_of(table: Table, own: bytearray) -> str:
    """Return the company code if the whole table has one; where there are several each row says its own."""
    column = table.text("company_code")
    if column is None:
        return ""
    codes = {code for code in pick(column, own) if code is not None}
    if len(codes) > 1:
        table.warnings.append(
            Notice(
                "several_companies",
                msg("The rows belong to several companies: {codes}.", codes=", ".join(sorted(codes)[:5])),
            )
        )
        return ""
    return next(iter(codes), "")


def parties_of(
    table: Table,
    own: bytearray,
    keys: Sequence[str],
    numbers: dict[str, str],
    names: Sequence[str | None] | None,
    limits: NumberColumn | None,
    currencies: Currencies,
) -> list[CustomerRow]:
    """Return one row per account of the kept rows, with the first thing that any of its rows says of each fact."""
    last_to_first = dict(zip(reversed(keys), range(len(keys) - 1, -1, -1), strict=True))
    first = dict(sorted(last_to_first.items(), key=itemgetter(1)))
    rows = pick(range(table.first, table.first + len(own)), own)
    accounts, places = list(first), list(first.values())
    said = {name: _said(table, name, own, keys, first) for name in _FACTS if table.has(name)}
    for name, read in _READ.items():
        tell_unknown(table, name, own, read)
    called = [""] * len(accounts) if names is None else _first_of(keys, pick(names, own), first)
    people = _people(table, own, keys)
    limit, limit_currency = _limits(table, limits, currencies, own, keys)
    found: dict[str, Iterable[Any] | None] = {
        **said,
        "row": [rows[place] for place in places],
        "key": accounts,
        "number": [numbers[key] for key in accounts],
        "name": [name or "" for name in called],
        "country": _coded(said.get("country"), country_code),
        "language": _coded(said.get("language"), language_code),
        "email": _coded(said.get("email"), mail_in),
        "parent": _coded(said.get("parent"), account_key),
        "credit_limit": map(limit.get, accounts),
        "limit_currency": [limit_currency.get(key) if key in limit else None for key in accounts],
        "contacts": [people.get(key, ()) for key in accounts],
    }
    columns = [found.get(name) or repeat(CustomerRow._field_defaults.get(name)) for name in CustomerRow._fields]
    return [CustomerRow._make(row) for row in zip(*columns, strict=False)]


def _said(table: Table, name: str, own: bytearray, keys: Sequence[str], first: dict[str, int]) -> list[str | None]:
    """Return the first thing that the rows of each account say of a fact."""
    return _first_of(keys, pick(table.text(name) or (), own), first)


def _coded(said: Iterable[str | None] | None, read: Callable[[str], str | None]) -> list[str | None] | None:
    """Return texts turned into codes."""
    return None if said is None else [None if text is None else read(text) for text in said]


def _first_of(keys: Sequence[str], column: Sequence[str | None], first: dict[str, int]) -> list[str | None]:
    """Return the first thing that the rows of each account say, accounts in the order of ``first``."""
    if None in column:
        pairs = zip(reversed(keys), reversed(column), strict=True)
        said = {key: text for key, text in pairs if text is not None}
        return [said.get(key) for key in first]
    return [column[place] for place in first.values()]


def _only_of(keys: Sequence[str], column: Sequence[str | None]) -> dict[str, str]:
    """Return key → what is said, where all rows of an account say the same."""
    said: dict[str, str | None] = {}
    for key, text in dict.fromkeys(zip(keys, column, strict=True)):
        if text is not None:
            said[key] = text if key not in said else None
    return {key: text for key, text in said.items() if text is not None}


def _people(table: Table, own: bytearray, keys: Sequence[str]) -> dict[str, tuple[ContactRow, ...]]:
    """Return the contact persons that the rows name, in an order that does not depend on that of the rows.

    Of one person the plan keeps the first mailbox and number: the same rows must always give the same one.
    """
    names = table.text("contact_name")
    if names is None:
        return {}
    columns = [table.text(name) for name in ("email", "phone", "mobile")]
    blank: list[str | None] = [None] * len(own)
    people: dict[str, dict[ContactRow, None]] = {}
    rows = zip(keys, *(pick(column or blank, own) for column in (names, *columns)), strict=True)
    for key, name, email, phone, mobile in dict.fromkeys(rows):
        if name is not None:
            people.setdefault(key, {})[ContactRow(name, email=email, phone=phone, mobile=mobile)] = None
    return {key: tuple(sorted(found, key=_told)) for key, found in people.items()}


def _told(contact: ContactRow) -> list[str]:
    """Return everything that is known of a person, blanks last."""
    return ["\U0010ffff" if fact is None else str(fact) for fact in contact]


def _of_limits(table: Table, currencies: Currencies) -> Currencies:
    """Return the currencies of limits as their own column says; where that is blank they are those of the rows."""
    own = by_column(table.cells("limit_currency"), None, table.heading("limit_currency"))
    if own.rows is None:
        return own
    rows = [code or (None if place in own.bad else currencies.of(place)) for place, code in enumerate(own.rows)]
    return Currencies(rows, None, own.bad)


def _limits(
    table: Table, limits: NumberColumn | None, currencies: Currencies, own: bytearray, keys: Sequence[str]
) -> tuple[dict[str, int], dict[str, str]]:
    """Return credit limits in their currency, else that of the rows; an account that has two of them has none."""
    if limits is None:
        return {}, {}
    if table.has("limit_currency"):
        currencies = _of_limits(table, currencies)
        tell_unread(table, "limit_currency", currencies.bad, own)
    minors, wrong = to_minors(limits, currencies)
    tell_unread(table, "credit_limit", wrong, own)
    codes = [currencies.one] * len(own) if currencies.rows is None else currencies.rows
    currency = _only_of(keys, pick(codes, own))
    pairs = zip(reversed(keys), reversed(pick(minors, own)), strict=True)
    return {key: minor for key, minor in pairs if minor is not None and key in currency}, currency
