"""Words and chips that several parts of the account view share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from app.enums import PRODUCED_LETTER, AccountState, LetterStatus, PromiseStatus
from app.i18n import _, format_money, ngettext, render
from app.money import Money
from app.services.labels import ACCOUNT_STATES, LETTER_STATES, PROMISE_STATES, label
from app.services.letters.dunning.views import LetterView
from app.services.letters.pauses import PauseRow
from app.services.portfolio.account.detail import AccountDetail, WorkState
from app.services.portfolio.account.items import ItemRow
from app.services.portfolio.account.rows import PromiseRow
from app.services.portfolio.account.told import Chip
from app.ui.formatting import amount, day_with_weekday
from app.ui.theme import Tone
from app.ui.widgets.chip import ChipText

#: Tones of the services in the window's palette.
TONES: Final[dict[str, Tone]] = {
    "bad": "red",
    "warn": "amber",
    "good": "green",
    "info": "blue",
    "query": "violet",
    "plain": "dim",
}
PROMISE_TONES: Final[dict[PromiseStatus, Tone]] = {
    PromiseStatus.OPEN: "blue",
    PromiseStatus.AWAITING_DATA: "amber",
    PromiseStatus.KEPT: "green",
    PromiseStatus.PARTLY_KEPT: "amber",
    PromiseStatus.BROKEN: "red",
    PromiseStatus.KEPT_LATE: "amber",
}


def chips_of(chips: Iterable[Chip]) -> tuple[ChipText, ...]:
    """Return a row's states as chips."""
    return tuple(
        ChipText(render(chip.text), TONES[chip.tone], "" if chip.hint is None else render(chip.hint)) for chip in chips
    )


def promise_chip(row: PromiseRow) -> ChipText:
    """Return the state of a promise as a chip with its reason."""
    why = render(row.why) if row.why is not None else ""
    return ChipText(label(PROMISE_STATES, row.status), PROMISE_TONES.get(row.status, "dim"), why)


def letter_chip(row: LetterView) -> tuple[ChipText, ...]:
    """Return where a letter stands as a chip."""
    if row.refused is not None:
        return (ChipText(_("refused"), "red", render(row.refused)),)
    tone: Tone = "green" if row.status in PRODUCED_LETTER else "dim"
    if row.status in {LetterStatus.BOUNCED, LetterStatus.RETURNED}:
        tone = "red"
    return (ChipText(label(LETTER_STATES, row.status), tone),)


def header_chips(detail: AccountDetail) -> tuple[ChipText, ...]:
    """Return what stands out about an account: its state, holds, the limit, why it is on the list."""
    found = []
    head = detail.head
    if head.state is not AccountState.ACTIVE:
        found.append(ChipText(label(ACCOUNT_STATES, head.state), "red"))
    if head.hold_orders:
        found.append(ChipText(_("orders on hold"), "red"))
    elif detail.held_orders:
        found.append(_held_chip(detail))
    if head.do_not_dun:
        found.append(ChipText(_("no letters"), "amber", _("This account gets no dunning letters.")))
    if head.vanished:
        found.append(ChipText(_("vanished"), "red", _("The import that brought this account was undone.")))
    found.extend(_promise_chips(detail))
    if (use := detail.limit) is not None and use.percent >= 80:
        limit = format_money(Money(use.limit, use.currency))
        over: Tone = "red" if use.percent > 100 else "amber"
        found.append(ChipText(_("{n} % of limit", n=use.percent), over, _("Limit {amount}", amount=limit)))
    disputed = [one for one in detail.aging if one.disputed]
    if disputed:
        sums = ", ".join(format_money(Money(one.disputed, one.currency)) for one in disputed)
        found.append(ChipText(_("disputed"), "violet", _("Disputed: {amounts}", amounts=sums)))
    if detail.work is not None:
        found.append(_place_chip(detail.work))
    return tuple(found)


def _held_chip(detail: AccountDetail) -> ChipText:
    """Return how many orders wait for release, with each in a line."""
    held = detail.held_orders
    lines = []
    for row in held:
        parts = [row.number, format_money(Money(row.amount or 0, row.currency))]
        parts += [_("since {day}", day=day_with_weekday(row.day))] if row.day is not None else []
        lines.append(" \u00b7 ".join([*parts, *([row.note] if row.note else [])]))
    return ChipText(ngettext("{n} order on hold", "{n} orders on hold", len(held)), "red", "\n".join(lines))


def pause_words(pause: PauseRow) -> str:
    """Return what is paused, until when and why: ``INV-0118 until Fri 13 Nov (14 d): They asked for it``."""
    what = pause.item or _("Whole account")
    until = day_with_weekday(pause.until)
    return _("{what} until {day} ({n} d): {reason}", what=what, day=until, n=pause.days, reason=pause.reason)


def pause_chips(pauses: Sequence[PauseRow]) -> tuple[ChipText, ...]:
    """Return how long the account's letters are paused, else how many of its items are."""
    if not pauses:
        return ()
    hint = "\n".join(pause_words(one) for one in pauses)
    if not pauses[0].item:
        return (ChipText(_("letters paused {n} d", n=pauses[0].days), "amber", hint),)
    days = max(one.days for one in pauses)
    text = ngettext("{n} item paused {days} d", "{n} items paused {days} d", len(pauses), days=days)
    return (ChipText(text, "amber", hint),)


def item_chips(row: ItemRow, paused: Mapping[str, PauseRow]) -> tuple[ChipText, ...]:
    """Return an item's states, with the days that its letters are paused for."""
    pause = paused.get(row.id)
    more = () if pause is None else (ChipText(_("paused {n} d", n=pause.days), "amber", pause_words(pause)),)
    return (*more, *chips_of(row.chips))


def _place_chip(work: WorkState) -> ChipText:
    """Return the account's place on the call list: its points with their reasons, or why it is not on it."""
    if work.held is not None:
        return ChipText(_("not today"), "dim", render(work.held))
    reasons = [f"+{reason.points}  {render(reason.text)}" for reason in work.reasons]
    hint = "\n".join([*reasons, render(work.step[1])])
    return ChipText(ngettext("{n} point", "{n} points", work.score), "blue", hint)


def _promise_chips(detail: AccountDetail) -> Iterable[ChipText]:
    """Give the promise that failed and was not spoken of, else the one that is due."""
    failed = {PromiseStatus.BROKEN, PromiseStatus.PARTLY_KEPT}
    for row in detail.promises:
        if row.status in failed and not row.spoken_of:
            why = render(row.why) if row.why is not None else ""
            word = _("promise broken") if row.status is PromiseStatus.BROKEN else _("promise partly kept")
            yield ChipText(word, PROMISE_TONES[row.status], why)
            return
    for row in detail.promises:
        if row.status is PromiseStatus.OPEN and row.due is not None:
            text = _("promised for {day}", day=day_with_weekday(row.due))
            yield ChipText(text, "green", format_money(Money(row.promised, row.currency)))
            return


def unapplied_hint(items: Iterable[ItemRow]) -> str:
    """Return what money without an invoice would clear: the oldest debt in its currency."""
    rows = [row for row in items if row.is_open]
    credit = min((row for row in rows if row.open < 0), key=lambda row: row.open, default=None)
    if credit is None:
        return ""
    same = [row for row in rows if row.currency == credit.currency]
    free = -sum(row.open for row in same if row.open < 0)
    debits = [row for row in same if row.open > 0]
    oldest = min(debits, key=lambda row: (row.days_overdue is None, -(row.days_overdue or 0)), default=None)
    if oldest is None:
        return ""
    exact = next((row for row in debits if row.open == free), None)
    words = amount(-free, credit.currency)
    if exact is not None:
        return _("Unapplied {amount} is exactly {item}", amount=words, item=exact.number)
    if free < oldest.open:
        return _("Unapplied {amount} would clear part of {item}", amount=words, item=oldest.number)
    return _("Unapplied {amount} would clear {item}", amount=words, item=oldest.number)


def local_clock(moment: datetime) -> str:
    """Return the time of a local moment."""
    return f"{moment:%H:%M}"
