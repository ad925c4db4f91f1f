"""What every country shows whatever the seed: each dunning stage, a dispute, promises kept, partly kept and broken.

Countries with few accounts share the ends of promises among them: three failed and kept promises on two customers are
nobody's portfolio.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from app.enums import ItemKind
from app.services import calendars
from app.services.demo.ledger import Ledger, stage_days
from app.services.demo.model import DemoAccount, DemoItem

#: Accounts that play: the parent, its child and three more, fewer where the country has fewer.
PLAYERS = 5
#: How promises end in a country that has all its players.
_ENDS: Final[tuple[str, ...]] = ("kept", "partly", "broken")
#: How they end in countries with fewer, one after the other; ``open`` ones are due after the second day.
_SHARED: Final[tuple[tuple[str, ...], ...]] = (
    ("kept", "open"),
    ("partly",),
    ("kept",),
    ("broken", "kept"),
    ("open",),
    ("kept", "partly"),
)
#: The broken promise of one country after the other, so that they do not all read alike on one morning: how many
#: business days further back it lies, the age of its item, its US dollars.
_BROKEN: Final = (
    (0, 52, 5_900),
    (3, 68, 12_400),
    (1, 41, 2_600),
    (6, 96, 9_200),
    (2, 57, 3_800),
    (9, 74, 7_500),
    (4, 45, 4_100),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """The items of one country that the scenario and the calls rely on.

    Attributes:
        stages: items whose age calls for stages 0 to 4, in this order.
        disputed: in dispute on both days.
        kept, partly, broken: items that a promise may be about; the files of the second day settle, half settle and
            leave them.
        ends: which of these promises were made, and ``open`` for one on the last item that is not due yet.
        unapplied: money on account.
        others: what keeps them company: not due yet, long overdue, a credit memo.
        over: the account above its credit limit.
        back: by how many business days more the broken promise lies back.
    """

    stages: tuple[DemoItem, DemoItem, DemoItem, DemoItem, DemoItem]
    disputed: DemoItem
    kept: DemoItem
    partly: DemoItem
    broken: DemoItem
    unapplied: DemoItem
    others: tuple[DemoItem, ...]
    over: DemoAccount
    ends: tuple[str, ...]
    back: int

    def items(self) -> tuple[DemoItem, ...]:
        """Return the items that nothing else may happen to."""
        return (*self.stages, self.disputed, self.kept, self.partly, self.broken, self.unapplied, *self.others)


def play_country(ledger: Ledger, accounts: list[DemoAccount], turn: int = 0) -> Cast:
    """Lay out the cast of one country, the ``turn``-th, over its first accounts.

    The parent owes nothing overdue, so that a courtesy notice may go out. The roles go round among the others from
    country to country, and those who are too few share them.
    """
    head, others, ends = accounts[0], accounts[1:PLAYERS], _ENDS
    shift = turn % len(others)
    others = others[shift:] + others[:shift]
    if len(accounts) < PLAYERS:
        ends = _SHARED[turn % len(_SHARED)]
    first, second, third, fourth = (others[at % len(others)] for at in range(PLAYERS - 1))
    days = stage_days(ledger.settings.market(head.country))

    def owed(account: DemoAccount, age: int, dollars: int, level: int = 0) -> DemoItem:
        return ledger.add(account, age, ledger.amount(account.currency, dollars, 0.2), level=level)

    stages = (
        owed(head, -_soon_due(ledger, head.country), 18_000),
        owed(first, days[2] - 2, 3_200),
        owed(second, days[3] - 2, 5_400, 1),
        owed(third, days[4] - 2, 7_500, 2),
        owed(fourth, days[4] + 12, 9_800, 3),
    )
    kept = owed(first, 27, 4_100, 1)
    partly = owed(second, 41, 6_300, 1)
    disputed = owed(second, 25, 2_700, 1)
    back, age, dollars = _BROKEN[turn % len(_BROKEN)]
    broken = owed(third, age, dollars, 1)
    later = ((first, 2_400), (second, 3_100), (third, 4_600), (fourth, 2_900))
    around = [owed(head, -20, 31_000), *(owed(account, -9, dollars) for account, dollars in later)]
    around.append(owed(fourth, 150, 3_900, 3))
    small = ledger.amount(fourth.currency, 700, 0.2)
    unapplied = ledger.add(fourth, 12, small, ItemKind.UNAPPLIED)
    around.append(ledger.add(fourth, 33, ledger.amount(fourth.currency, 400, 0.2), ItemKind.CREDIT_MEMO))
    return Cast(stages, disputed, kept, partly, broken, unapplied, tuple(around), third, ends, back)


def _soon_due(ledger: Ledger, country: str) -> int:
    """Return in how many days an item falls due for which a courtesy notice goes out on the second day.

    A due date on a day of rest counts from the next business day, which may be too far off yet.
    """
    reach = -stage_days(ledger.settings.market(country))[0]
    for ahead in (2, 1):
        due = calendars.next_business_day(country, ledger.day + timedelta(days=ahead))
        if (due - ledger.day).days <= reach:
            return ahead
    return 0
