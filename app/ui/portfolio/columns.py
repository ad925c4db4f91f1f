"""The columns of the portfolio; what one account says of itself in one line."""

from __future__ import annotations

from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from app.enums import AccountState, PromiseStatus
from app.i18n import _, format_date, format_money, msg, render
from app.money import Money
from app.services.labels import ACCOUNT_STATES, PROMISE_STATES, STAGES, TASK_KINDS, label
from app.services.portfolio.listing.account_rows import PortfolioRow
from app.ui.formatting import amount, day_short
from app.ui.portfolio.groups import Subtotals
from app.ui.portfolio.words import worst_words
from app.ui.tables.columns import Column, Name
from app.ui.tables.delegates import room_for
from app.ui.theme import Tone
from app.ui.widgets.aging_bar import Aging
from app.ui.widgets.chip import ChipText

_TONES: Final[dict[str, Tone]] = {
    "bad": "red",
    "warn": "amber",
    "good": "green",
    "info": "blue",
    "query": "violet",
    "plain": "dim",
}
_WEIGHT: Final = {"bad": 8, "warn": 7, "query": 6, "info": 5, "good": 4, "plain": 2}
#: Share past due from which the figure is red, per cent.
_MUCH: Final = 75
#: Days without a contact after which the day is amber.
_SILENT: Final = 14


def state(row: PortfolioRow, zone: str) -> tuple[ChipText, ...]:
    """Return what stands out about an account, the most pressing first."""
    chips = []
    if row.state is not AccountState.ACTIVE:
        chips.append(ChipText(label(ACCOUNT_STATES, row.state), "red"))
    pressing = row.chip
    if pressing is not None:
        chips.append(ChipText(_short(row, pressing.code, zone) or render(pressing.text), _TONES[pressing.tone]))
    if row.hold:
        chips.append(ChipText(_("orders on hold"), "red"))
    return tuple(chips)


def _short(row: PortfolioRow, code: str, zone: str) -> str:
    """Return a chip's words where the day matters and the year goes without saying."""
    if code == "promised" and row.promise_due is not None:
        return _("promised {day}", day=day_short(row.promise_due, row.day))
    if code == "callback" and row.callback is not None:
        local = row.callback.astimezone(ZoneInfo(zone))
        if local.date() == row.day:
            return _("callback {time}", time=f"{local:%H:%M}")
        return _("callback {day}", day=day_short(local.date(), row.day))
    if code == "unapplied":
        return _("unapplied {amount}", amount=amount(-row.credits, row.currency).split(".")[0])
    return ""


def _pressing(row: PortfolioRow) -> int | None:
    """Return how pressing an account's state is, for the order; None for nothing to say."""
    if row.state is not AccountState.ACTIVE:
        return 9
    chip = row.chip
    if chip is not None:
        return _WEIGHT[chip.tone]
    return 3 if row.hold else None


def aging(row: PortfolioRow) -> Aging:
    """Return the bar."""
    first, second, third, fourth, fifth, sixth = row.debits
    return Aging((first, second, third, fourth, fifth, sixth), row.currency, row.no_due_date, row.credits)


def name(row: PortfolioRow) -> Name:
    """Return the name in its own script with the Latin one behind; the reading and number find it too."""
    latin = row.name_latin or ""
    beside = "" if latin == row.name else latin
    return Name(row.name, beside, row.country, also=f"{row.name_kana or ''} {row.number}")


def _promise(row: PortfolioRow) -> tuple[ChipText, ...]:
    if row.promise is None or row.promise_due is None:
        return ()
    failed = row.promise in {PromiseStatus.BROKEN, PromiseStatus.PARTLY_KEPT}
    promised = format_money(Money(row.promise_amount, row.currency))
    day = day_short(row.promise_due, row.day)
    until = f"{promised}, {format_date(row.promise_due)}"
    hint = _("{what}: {answer}", what=label(PROMISE_STATES, row.promise), answer=until)
    words = f"{day} {amount(row.promise_amount, row.currency).split('.')[0]}"
    return (ChipText(words, "red" if failed else "green", hint),)


def _next(row: PortfolioRow) -> str | None:
    if row.next_kind is None or row.next_date is None:
        return None
    return f"{day_short(row.next_date, row.day)} {label(TASK_KINDS, row.next_kind)}"


def _contact_tone(row: PortfolioRow) -> Tone:
    silent = row.silent_days
    return "amber" if row.overdue and silent is not None and silent > _SILENT else "dim"


def _late_tone(row: PortfolioRow) -> Tone:
    share = row.percent_overdue
    return "red" if share is not None and share >= _MUCH else ""


def _use_tone(row: PortfolioRow) -> Tone:
    use = row.limit_percent or 0
    return "red" if use > 100 else "amber" if use >= 80 else "dim"


def _next_tone(row: PortfolioRow) -> Tone:
    return "red" if row.next_date is not None and row.next_date < row.day else "dim"


def _dim(_row: PortfolioRow) -> Tone:
    return "dim"


def _money(minor: int, row: PortfolioRow) -> Money | None:
    return Money(minor, row.currency) if minor else None


def columns(zone: str, today: date, subtotals: Subtotals) -> tuple[Column[PortfolioRow], ...]:
    """Return the columns; those of the second half show where there is room, or when asked for."""

    def short(day: date) -> str:
        return day_short(day, today)

    return (
        Column("number", msg("Account"), lambda row: row.number, width=room_for(10, 104), tone=_dim),
        Column("name", msg("Name"), name, "name", width=160, stretch=True, sort=lambda row: row.name),
        Column("country", msg("Ctry"), lambda row: row.country, width=46, tone=_dim, hint=msg("Country")),
        Column("balance", msg("Balance"), lambda row: Money(row.balance, row.currency), "money", width=158, total=True,
               sort=lambda row: row.base, subtotal=subtotals.balance,
               hint=msg("Sorted by its value in the base currency")),
        Column("aging", msg("Aging"), aging, "aging", width=138, sort=lambda row: row.base, subtotal=subtotals.aging),
        Column("overdue", msg("Overdue"), lambda row: Money(row.overdue, row.currency), "money", width=120, total=True,
               bare=True, tone=_late_tone, sort=lambda row: row.base_overdue, subtotal=subtotals.overdue,
               hint=msg("Sorted by its value in the base currency")),
        Column("percent", msg("%"), lambda row: row.percent_overdue, "percent", width=56, subtotal=subtotals.percent,
               hint=msg("Past due of what is owed")),
        Column("state", msg("State"), lambda row: state(row, zone), "chips", width=146, sort=_pressing),
        Column("contact", msg("Last contact"), lambda row: row.last_contact, "date", width=94, text=short,
               tone=_contact_tone),
        Column("stage", msg("Stage"), lambda row: row.stage, width=106, text=lambda stage: label(STAGES, stage),
               tone=_dim),
        Column("next", msg("Next action"), _next, width=150, tone=_next_tone, gives_way=4,
               sort=lambda row: row.next_date),
        Column("promise", msg("Promise"), _promise, "chips", width=148, gives_way=3,
               sort=lambda row: row.promise_due),
        Column("disputed", msg("Disputed"), lambda row: _money(row.disputed, row), "money", width=116, bare=True,
               gives_way=2),
        Column("use", msg("Credit use"), lambda row: row.limit_percent, "percent", width=86, tone=_use_tone,
               gives_way=5, tip=_limit),
        Column("worst", msg("Worst bucket"), lambda row: row.worst, width=100, text=worst_words, tone=_dim, gives_way=1,
               sort=lambda row: _begins(row.worst)),
        *more_columns(today),
    )  # fmt: skip


def more_columns(today: date) -> tuple[Column[PortfolioRow], ...]:
    """Return the columns that are shown when they are asked for."""
    return (
        Column("territory", msg("Territory"), lambda row: row.territory, width=96, hidden=True),
        Column("tier", msg("Tier"), lambda row: row.tier, width=48, hidden=True),
        Column("currency", msg("Currency"), lambda row: row.currency, width=76, hidden=True),
        Column("credits", msg("Credits"), lambda row: _money(row.credits, row), "money", width=120, bare=True,
               hidden=True, total=True),
        Column("promised", msg("Promised"), lambda row: _money(row.promised, row), "money", width=120, bare=True,
               hidden=True),
        Column("oldest", msg("Oldest due"), lambda row: row.oldest_due, "date", width=100,
               text=lambda day: day_short(day, today), hidden=True),
        Column("parent", msg("Parent"), lambda row: row.top_name if row.parent_id else "", width=150, hidden=True),
        Column("sales", msg("Sales rep"), lambda row: row.sales_rep, width=110, hidden=True),
        Column("collector", msg("Collector"), lambda row: row.collector, width=100, hidden=True),
        Column("limit", msg("Credit limit"), _limit_money, "money", width=140, hidden=True),
    )  # fmt: skip


def _limit_money(row: PortfolioRow) -> Money | None:
    return Money(row.limit, row.limit_currency or row.currency) if row.limit else None


def _limit(row: PortfolioRow) -> str:
    if not row.limit:
        return _("No credit limit")
    return _("Limit {amount}", amount=format_money(Money(row.limit, row.limit_currency or row.currency)))


def _begins(key: str) -> int | None:
    """Return the day at which a bucket begins, None for no bucket."""
    first = key.removeprefix("b").split("_")[0]
    return int(first) if first.isdigit() else 0 if key == "current" else None
