"""Which command of the actions table does what in the call form and the lists of an account."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from app.services.calls.entries.outcomes import FACE
from app.ui.account.call.form import CallForm
from app.ui.account.pages import Pages
from app.ui.actions import Handler


def handlers_of(form: CallForm, pages: Pages) -> Mapping[str, Handler]:
    """Return the handlers of form and lists by action id."""
    table: dict[str, Handler] = {
        "account.dial": form.contact.call_number,
        "account.overdue": pages.items.tick_overdue,
        "account.closed": lambda: pages.items.show_closed(on=not pages.items.closed_shown),
        "account.texts": form.note.open_texts,
        "account.more": form.outcome.open_more,
        "account.beside": form.outcome.open_beside,
        "account.relatives": form.contact.open_relatives,
        "account.step": form.next.focus_need,
        "account.tab_next": partial(pages.step, 1),
        "account.tab_back": partial(pages.step, -1),
    }
    for place in range(pages.tabs.count()):
        table[f"account.tab{place + 1}"] = partial(pages.go, place)
    for code in FACE:
        table[f"outcome.{code.value}"] = partial(form.pick, code.value)
        table[f"beside.{code.value}"] = partial(form.pick, code.value, beside=True)
    return table
