"""Finding accounts, items and people by what the collector types: numbers as seen, names in any spelling."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.enums import OPEN_ITEM
from app.errors import RefusedError, UsageError
from app.i18n import msg
from app.models.account import Account, Contact
from app.models.company import Company
from app.models.item import Item
from app.services.accounts import find_accounts
from app.services.calendars import zone_of


def find_called(session: Session, numbers: Sequence[str]) -> list[Account]:
    """Return the accounts that an entry is about, in the order given, each once.

    Raises:
        UsageError: no number is given.
        RefusedError: a number is unknown.
    """
    given = [number for number in numbers if number.strip()]
    if not given:
        raise UsageError("account_missing", msg("A call needs an account."))
    return find_accounts(session, given)


def find_items(session: Session, account_ids: Sequence[str], numbers: Sequence[str]) -> list[Item]:
    """Return the items of some accounts by number; of several with one number the open ones, else all.

    Raises:
        RefusedError: a number is unknown.
    """
    wanted = {_plain(number): number for number in numbers}
    if not wanted:
        return []
    ours = Item.account_id.in_(account_ids)
    rows = list(session.scalars(select(Item).where(ours, Item.number.in_([*wanted, *wanted.values()]))))
    if {_plain(row.number) for row in rows} != set(wanted):
        rows = [row for row in session.scalars(select(Item).where(ours)) if _plain(row.number) in wanted]
    found: list[Item] = []
    for plain, number in wanted.items():
        same = [row for row in rows if _plain(row.number) == plain]
        if not same:
            raise RefusedError(
                "unknown_item",
                msg("There is no item {number} on this account.", number=number),
                do=msg("Check the number among the account's items."),
            )
        found.extend([row for row in same if row.status in OPEN_ITEM] or same)
    return found


def items_by_id(session: Session, account_ids: Sequence[str], ids: Sequence[str]) -> list[Item]:
    """Return items by id, as the window knows them.

    Raises:
        RefusedError: an item is gone, or belongs to another account.
    """
    if not ids:
        return []
    found = {row.id: row for row in session.scalars(select(Item).where(Item.id.in_(ids)))}
    missing = [ident for ident in ids if ident not in found or found[ident].account_id not in account_ids]
    if missing:
        raise RefusedError(
            "unknown_item",
            msg("An item is no longer on this account."),
            do=msg("Look at the items again and choose anew."),
        )
    return [found[ident] for ident in dict.fromkeys(ids)]


def find_contact(session: Session, account_ids: Sequence[str], name: str) -> Contact | None:
    """Return the person of that name at the accounts, the first account's first; None: somebody new."""
    people = session.scalars(
        select(Contact).where(Contact.account_id.in_(account_ids), Contact.active.is_(True)).order_by(Contact.id)
    )
    same = [person for person in people if _plain(person.name) == _plain(name)]
    return min(same, key=lambda person: account_ids.index(person.account_id), default=None)


def country_of(session: Session, account: Account) -> str | None:
    """Return an account's country, else the company's."""
    return account.country or session.scalar(select(Company.country))


def zone_for(account: Account, country: str | None) -> str:
    """Return an account's IANA zone: its own word, else its place in the country."""
    return zone_of(country, account.time_zone, account.city or " ".join(account.address or ()))


def _plain(text: str) -> str:
    """Compare without width, case and blanks around."""
    return unicodedata.normalize("NFKC", text).strip().casefold()
