"""What the search box finds, as lines of the palette: accounts and items, in any script."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.i18n import _, format_date
from app.ui.formatting import amount
from app.ui.palette import Entry
from app.ui.tasks import service

if TYPE_CHECKING:
    from app.services.portfolio.search import SearchHit
    from app.ui.view import Desk

#: ``search(session, text, limit, day)``; loaded when something is first looked for.
SEARCH = service("app.services.portfolio.search:search")


def entry_of(desk: Desk, hit: SearchHit) -> Entry:
    """Return a hit as a line; Enter opens its account."""
    run = partial(desk.go, "account", hit.account)
    money = f"{amount(hit.amount, hit.currency)} {hit.currency}" if hit.amount or hit.kind == "item" else ""
    if hit.kind == "account":
        late = _("overdue {amount}", amount=amount(hit.overdue, hit.currency)) if hit.overdue else ""
        return Entry(hit.name, run, _dim(hit.latin, hit.account, late), money, "building", hit.country)
    return Entry(hit.item, run, _dim(hit.name, hit.account, *_about(hit)), money, "file", hit.country)


def _about(hit: SearchHit) -> list[str]:
    """Return what an item was found by, and how it stands."""
    parts = []
    if hit.matched == "po" and hit.po:
        parts.append(_("PO {number}", number=hit.po))
    if hit.matched == "order" and hit.order_number:
        parts.append(_("order {number}", number=hit.order_number))
    if not hit.is_open:
        parts.append(_("closed"))
    elif hit.days_overdue is not None and hit.days_overdue > 0:
        parts.append(_("{n} d overdue", n=hit.days_overdue))
    elif hit.due_date is not None:
        parts.append(_("due {day}", day=format_date(hit.due_date, year=False)))
    return parts


def _dim(*parts: str | None) -> str:
    return " \u00b7 ".join(part for part in parts if part)
