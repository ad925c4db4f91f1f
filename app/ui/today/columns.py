"""The lists of Today: the call list, what is not on it, promises and tasks whose day has come."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from app.clock import Clock
from app.enums import Part, WaitingFor
from app.i18n import _, format_date, msg, render
from app.money import Money
from app.services.labels import TASK_KINDS, label
from app.ui.formatting import day_short, distance
from app.ui.people import spoken
from app.ui.tables.columns import Column, Name
from app.ui.tables.table_panel import TableSpec
from app.ui.theme import Tone
from app.ui.today.chips import chips, points_told
from app.ui.widgets.aging_bar import Aging
from app.ui.widgets.chip import ChipText

if TYPE_CHECKING:
    from app.services.portfolio.worklist import HeldRow, WorkRow
    from app.services.today.shape import TodayBook
    from app.services.today.waiting import DuePromise, DueTask

_NO_KEYS: Final = ("current", "b1_30", "b31_60", "b61_90", "b91_120", "b121")


class ListCells:
    """What the cells of the call list show; asks the book that is on for names and the clock for the time.

    Attributes:
        book: the day as last read.
    """

    def __init__(self, clock: Clock, zone: str) -> None:
        self.book: TodayBook | None = None
        self._clock = clock
        self._zone = zone

    @property
    def today(self) -> date:
        """Return the day of the list."""
        return self.book.worklist.day if self.book is not None else self._clock.today(self._zone)

    def name(self, row: WorkRow | HeldRow | DuePromise | DueTask) -> Name:
        """Return the name in its own script, number and Latin name under it."""
        latin = self.book.latin.get(row.account_id, "") if self.book is not None else ""
        under = f"{row.number} \u00b7 {latin}" if latin else row.number
        return Name(row.name, country=getattr(row, "country", ""), below=under)

    def chips(self, row: WorkRow) -> tuple[ChipText, ...]:
        """Return why the account is on the list."""
        return chips(row.reasons, self.today)

    def aging(self, row: WorkRow) -> Aging:
        """Return the bar of the currency that weighs most."""
        keys = self.book.keys if self.book is not None else _NO_KEYS
        first, second, third, fourth, fifth, sixth = (row.buckets.get(key, 0) for key in keys)
        return Aging((first, second, third, fourth, fifth, sixth), row.currency, row.buckets.get("no_due_date", 0))

    def local(self, row: WorkRow) -> Name:
        """Return the customer's time, and until when or from when the office is open."""
        there = self._clock.now().astimezone(ZoneInfo(row.zone))
        state = row.office
        word = _("{time} open", time=f"{there:%H:%M}") if state.open else _("{time} closed", time=f"{there:%H:%M}")
        return Name(word, below=_office(row, state.holiday or "", self._zone, self.today))

    def local_told(self, row: WorkRow) -> str:
        """Return the same in a sentence, with the zone."""
        return f"{self.local(row)} ({row.zone})"

    def contact(self, row: WorkRow) -> Name | None:
        """Return whom to call, as one addresses them."""
        person = self.book.people.get(row.account_id) if self.book is not None else None
        if person is None:
            return None
        return Name(spoken(person), country=row.country, below=person.phone or person.email or "")


def _office(row: WorkRow, holiday: str, zone: str, today: date) -> str:
    if row.callback_at is not None and row.callback_at.astimezone(ZoneInfo(zone)).date() == today:
        return _("from {time} here", time=_clock(row.callback_at, zone))
    if row.starts_at is not None:
        return _("from {time} here", time=_clock(row.starts_at, zone))
    if holiday:
        return holiday
    if row.office.closes_at is not None:
        return _("until {time}", time=f"{row.office.closes_at:%H:%M}")
    return ""


def _clock(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"


def call_list(cells: ListCells) -> TableSpec:
    """Return the call list."""
    columns: tuple[Column[WorkRow], ...] = (
        Column(
            "points", msg("Points"), lambda row: row.score, "number", width=54, weight=600,
            tip=lambda row: points_told(row.reasons, row.score), hint=msg("Why this account stands where it stands"),
        ),
        Column("account", msg("Account"), cells.name, "name", width=208, most=300),
        Column("why", msg("Why now"), cells.chips, "chips", width=180, stretch=True),
        Column("overdue", msg("Overdue"), lambda row: Money(row.overdue, row.currency), "money", width=142,
               sort=lambda row: row.collectable_base),
        Column("aging", msg("Aging"), cells.aging, "aging", width=112, gives_way=2,
               sort=lambda row: row.collectable_base),
        Column("local", msg("Local time"), cells.local, "name", width=114, tip=cells.local_told, tone=_open_tone,
               sort=lambda row: row.starts_at or row.office.local),
        Column("contact", msg("Contact"), cells.contact, "name", width=122, most=160, gives_way=1),
        Column("country", msg("Country"), lambda row: row.country, width=70, hidden=True),
        Column("currency", msg("Currency"), lambda row: row.currency, width=70, hidden=True),
    )  # fmt: skip
    empty = (_("All done for today"), _("Nobody is left to call. Close the day when you are finished."), "success")
    return TableSpec(
        "today.calls", _("Call list"), columns, lambda row: row.account_id, empty, row_height=42, totals=False
    )


def _open_tone(row: WorkRow) -> Tone:
    return "green" if row.part is Part.CALL_NOW else "dim"


def not_today(cells: ListCells) -> TableSpec:
    """Return the list of accounts held back, each with its reason."""
    columns: tuple[Column[HeldRow], ...] = (
        Column("points", msg("Points"), lambda row: row.score, "number", width=70, weight=600),
        Column("account", msg("Account"), cells.name, "name", width=300),
        Column("why", msg("Why not today"), lambda row: render(row.why), width=300, stretch=True),
        Column("overdue", msg("Overdue"), lambda row: Money(row.overdue, row.currency), "money", width=170),
    )
    empty = (_("Nobody is held back"), _("Everybody with something past due is on the list."), "today")
    return TableSpec(
        "today.held", _("Not today"), columns, lambda row: row.account_id, empty, row_height=42, totals=False
    )


def promises(cells: ListCells) -> TableSpec:
    """Return the list of promises whose day has come."""
    columns: tuple[Column[DuePromise], ...] = (
        Column("due", msg("Promised for"), lambda row: row.due, "date", width=124,
               text=lambda day: day_short(day, cells.today), tone=lambda row: _late(row.due, cells.today)),
        Column("account", msg("Account"), cells.name, "name", width=260, stretch=True),
        Column("amount", msg("Promised"), lambda row: Money(row.amount, row.currency), "money", width=160, total=True),
        Column("received", msg("Received"), lambda row: Money(row.received, row.currency), "money", width=150),
        Column("until", msg("Counts until"), lambda row: row.window_end, "date", width=120,
               text=lambda day: format_date(day, weekday=True, year=False)),
        Column("level", msg("Level"), lambda row: row.level, "number", width=60),
        Column("contact", msg("Promised by"), lambda row: row.contact, width=140),
    )  # fmt: skip
    empty = (_("No promise falls due today"), _("Promises appear here on their day, until they are judged."), "promise")
    return TableSpec("today.promises", _("Promises due"), columns, lambda row: row.id, empty, row_height=42)


def tasks(cells: ListCells) -> TableSpec:
    """Return the list of tasks due."""
    columns: tuple[Column[DueTask], ...] = (
        Column("due", msg("Due"), lambda row: row.due, "date", width=124,
               text=lambda day: day_short(day, cells.today), tone=lambda row: _late(row.due, cells.today),
               tip=lambda row: distance(row.due, cells.today)),
        Column("time", msg("Time there"), lambda row: row.time, width=84),
        Column("kind", msg("What"), lambda row: label(TASK_KINDS, row.kind), width=130),
        Column("what", msg("In words"), lambda row: row.what, width=200, stretch=True),
        Column("account", msg("Account"), cells.name, "name", width=260),
        Column("owner", msg("Owner"), lambda row: _("me") if row.owner == "me" else row.owner, width=90),
        Column("waiting", msg("Waiting for"), lambda row: _WAITING[WaitingFor(row.waiting_for)](), width=110),
    )  # fmt: skip
    empty = (_("No task is due"), _("Tasks come from calls, letters and syncs."), "task")
    return TableSpec("today.tasks", _("Tasks due"), columns, lambda row: row.id, empty, row_height=42, totals=False)


def _late(day: date, today: date) -> Tone:
    return "red" if day < today else ""


_WAITING: Final = {
    WaitingFor.US: lambda: _("us"),
    WaitingFor.CUSTOMER: lambda: _("the customer"),
    WaitingFor.THIRD_PARTY: lambda: _("a third party"),
}
