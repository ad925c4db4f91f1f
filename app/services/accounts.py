"""Finding an account by the number that somebody has in hand: in any spelling, or the one that it bore before.

A customer who goes on under another number is still called by the old one on letters, in mails and on the telephone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.enums import SyncState
from app.errors import RefusedError
from app.i18n import msg
from app.models.account import Account
from app.services.sync.values.text import account_key

#: The keys that accounts bore before they got other numbers, with the accounts' ids, the newest last.
FORMER_NUMBERS: Final = (
    "SELECT json_extract(c.before, '$.key'), c.entity_id FROM sync_run r JOIN sync_change c ON c.run_id = r.id "  # noqa: S608 - a code of ours
    f"WHERE r.state <> '{SyncState.UNDONE.value}' AND json_extract(r.options, '$.renumbered') = 'yes' "
    "AND c.entity = 'account' AND json_extract(c.before, '$.key') IS NOT NULL ORDER BY c.rowid"
)


def find_account(session: Session, number: str) -> Account:
    """Return an account by its number in any spelling, by a number that it bore before, or by its id.

    Raises:
        RefusedError: there is no such account.
    """
    key = account_key(number)
    found = session.scalars(select(Account).where(or_(Account.key == key, Account.id == number))).first()
    found = found or former(session, key)
    if found is None:
        raise RefusedError(
            "unknown_account",
            msg("There is no account {number}.", number=number),
            do=msg("Check the number, or import the file that has it."),
        )
    return found


def find_accounts(session: Session, numbers: Sequence[str]) -> list[Account]:
    """Return accounts by number, in the order given, each once.

    Raises:
        RefusedError: a number is unknown.
    """
    keys = list(dict.fromkeys(map(account_key, numbers)))
    known = {account.key: account for account in session.scalars(select(Account).where(Account.key.in_(keys)))}
    found = [known.get(key) or find_account(session, key) for key in keys]
    return list({account.id: account for account in found}.values())


def former(session: Session, key: str) -> Account | None:
    """Return the account that bore a key before, None if there is none."""
    rows = session.connection().exec_driver_sql(FORMER_NUMBERS)
    owner = {number: account for number, account in rows}.get(key)  # noqa: C416 - rows are no pairs
    return None if owner is None else session.get(Account, owner)
