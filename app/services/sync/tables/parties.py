"""The customers that the rows of an items or receipts table speak of."""

from __future__ import annotations

from collections.abc import Sequence

from app.i18n import msg
from app.services.sync.model import ContactRow, CustomerRow, Notice
from app.services.sync.tables.money import Currencies, to_minors
from app.services.sync.tables.outcome import pick
from app.services.sync.tables.table import Table
from app.services.sync.values.numbers import NumberColumn
from app.services.sync.values.places import country_code, language_code
from app.services.sync.values.text import account_key

#: Columns of an items table that say something about the customer.
_FACTS = (
    "country", "language", "territory", "tier", "parent", "risk_class", "tax_id", "sales_rep", "collector", "phone",
    "email", "name_latin", "name_kana", "terms",
)  # fmt: skip


def to_keys(numbers: Sequence[str | None], table: Table) -> tuple[list[str], dict[str, str]]:
    """Return the key of every row's account, and key → number as seen first.

    Two spellings of one number are one account, with a warning.
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
        table.warnings.append(
            Notice(
                "account_spellings",
                msg("Account {number} is written in two ways, also as {other}; it is one account.",
                    number=spelt[keys[merged[0]]], other=merged[0]),
            )
        )  # fmt: skip
    return [keys[number or ""] for number in numbers], spelt


def company_of(table: Table, own: bytearray) -> str:
    """Return the company code if the whole table has one; several are warned of and not told apart."""
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
    first = dict(zip(reversed(keys), range(len(keys) - 1, -1, -1), strict=True))
    rows = pick(range(table.first, table.first + len(own)), own)
    columns = {name: column for name in _FACTS if (column := table.text(name)) is not None}
    facts = {name: _first_of(keys, pick(column, own), first) for name, column in columns.items()}
    called = _first_of(keys, pick(names, own), first) if names is not None else {}
    people = _people(table, own, keys)
    limit, limit_currency = _limits(limits, currencies, own, keys)

    def fact(name: str, key: str) -> str | None:
        return facts[name].get(key) if name in facts else None

    parties = []
    for key in dict.fromkeys(keys):
        country, language, parent = fact("country", key), fact("language", key), fact("parent", key)
        parties.append(
            CustomerRow(
                rows[first[key]],
                key,
                numbers[key],
                called.get(key, ""),
                name_latin=fact("name_latin", key),
                name_kana=fact("name_kana", key),
                country=country_code(country) if country else None,
                language=language_code(language) if language else None,
                territory=fact("territory", key),
                tier=fact("tier", key),
                parent=account_key(parent) if parent else None,
                terms=fact("terms", key),
                credit_limit=limit.get(key),
                limit_currency=limit_currency.get(key) if limit.get(key) is not None else None,
                risk_class=fact("risk_class", key),
                sales_rep=fact("sales_rep", key),
                collector=fact("collector", key),
                tax_id=fact("tax_id", key),
                phone=fact("phone", key),
                email=fact("email", key),
                contacts=people.get(key, ()),
            )
        )
    return parties


def _first_of(keys: Sequence[str], column: Sequence[str | None], first: dict[str, int]) -> dict[str, str]:
    """Return key → the first thing that its rows say."""
    if None in column:
        pairs = zip(reversed(keys), reversed(column), strict=True)
        return {key: text for key, text in pairs if text is not None}
    return {key: column[place] or "" for key, place in first.items()}


def _only_of(keys: Sequence[str], column: Sequence[str | None]) -> dict[str, str]:
    """Return key → what is said, where all rows of an account say the same."""
    said: dict[str, str | None] = {}
    for key, text in set(zip(keys, column, strict=True)):
        if text is not None:
            said[key] = text if key not in said else None
    return {key: text for key, text in said.items() if text is not None}


def _people(table: Table, own: bytearray, keys: Sequence[str]) -> dict[str, tuple[ContactRow, ...]]:
    """Return the contact persons that the rows name."""
    names = table.text("contact_name")
    if names is None:
        return {}
    columns = [table.text(name) for name in ("email", "phone", "mobile")]
    blank: list[str | None] = [None] * len(own)
    people: dict[str, dict[ContactRow, None]] = {}
    rows = zip(keys, *(pick(column or blank, own) for column in (names, *columns)), strict=True)
    for key, name, email, phone, mobile in set(rows):
        if name is not None:
            people.setdefault(key, {})[ContactRow(name, email=email, phone=phone, mobile=mobile)] = None
    return {key: tuple(sorted(found, key=lambda contact: contact.name)) for key, found in people.items()}


def _limits(
    limits: NumberColumn | None, currencies: Currencies, own: bytearray, keys: Sequence[str]
) -> tuple[dict[str, int], dict[str, str]]:
    """Return credit limits in the currency of the rows; an account that owes in two has none."""
    if limits is None:
        return {}, {}
    minors, _ = to_minors(limits, currencies)
    codes = [currencies.one] * len(own) if currencies.rows is None else currencies.rows
    currency = _only_of(keys, pick(codes, own))
    pairs = zip(reversed(keys), reversed(pick(minors, own)), strict=True)
    return {key: minor for key, minor in pairs if minor is not None and key in currency}, currency
