"""The list of the log."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from app.enums import Outcome
from app.i18n import _, msg
from app.money import Money
from app.services.calls.book import LoggedRow
from app.services.calls.entries.outcomes import RULES, next_kind
from app.services.labels import CHANNELS, OUTCOMES, TASK_KINDS, label
from app.ui.formatting import day_short
from app.ui.tables.columns import Column, Name
from app.ui.tables.table_panel import TableSpec
from app.ui.theme import Tone
from app.ui.widgets.chip import ChipText

#: Outcomes that say what became of the money, with the tone of their chips.
_TONES: Final[dict[Outcome, Tone]] = {
    Outcome.PTP: "green",
    Outcome.PLAN: "green",
    Outcome.PAID: "green",
    Outcome.PIPE: "green",
    Outcome.DISP: "violet",
    Outcome.REFUSE: "red",
    Outcome.INSOLV: "red",
    Outcome.DNC: "red",
    Outcome.ESC: "amber",
    Outcome.CB: "blue",
}


def outcome_chip(code: Outcome) -> ChipText:
    """Return an outcome as a chip: what came of it in colour, attempts without an answer quiet."""
    return ChipText(label(OUTCOMES, code), _TONES.get(code, "blue" if RULES[code].right_party else "dim"))


def outcome_chips(row: LoggedRow) -> tuple[ChipText, ...]:
    """Return the outcome and those beside it; a correction says so."""
    activity = row.activity
    chips = [outcome_chip(activity.outcome), *(outcome_chip(Outcome(code)) for code in activity.also)]
    if activity.superseded:
        chips.append(ChipText(_("replaced"), "amber"))
    elif activity.revision > 1:
        chips.append(ChipText(_("corrected"), "violet", _("Revision {n}", n=activity.revision)))
    return tuple(chips)


def duration(seconds: int) -> str:
    """Return ``2:14``, or nothing where nobody measured."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}:{rest:02d}" if seconds else ""


def next_words(code: str | None, day: date | None, time: str | None, today: date) -> str:
    """Return a next step as it was logged: ``Call Wed 18 Nov 15:00``."""
    if day is None:
        return ""
    known = next_kind(code or "")
    what = label(TASK_KINDS, known[0]) if known is not None else (code or "")
    if known is not None and known[1] == Outcome.CB.value:
        what = label(OUTCOMES, Outcome.CB)
    when = " ".join(part for part in (day_short(day, today), time) if part)
    return _("{what} {when}", what=what, when=when)


def _name(row: LoggedRow) -> Name:
    one, others = row.customer, len(row.activity.accounts) - 1
    number = one.number if not others else _("{number} +{n}", number=one.number, n=others)
    below = " \u00b7 ".join(part for part in (number, row.activity.contact) if part)
    also = " ".join(filter(None, (one.latin, one.kana, *row.activity.accounts, *row.call.names)))
    return Name(one.name, "", one.country, also, below)


def _promised(row: LoggedRow) -> Money | None:
    return Money(row.call.promised, row.call.currency) if row.call.promise_id is not None else None


def _note(row: LoggedRow) -> str:
    return " ".join((row.activity.note or "").split())


def calls_spec(today: date) -> TableSpec:
    """Return the log's list."""

    def moment(local: datetime) -> str:
        return f"{local:%H:%M}"

    return TableSpec(
        "calls",
        _("Calls"),
        (
            Column("time", msg("Time"), lambda row: row.call.local, "moment", moment, width=56),
            Column("account", msg("Account"), _name, "name", width=236, most=300),
            Column("outcome", msg("Outcome"), outcome_chips, "chips", width=150),
            Column("note", msg("Note"), _note, stretch=True, width=130, tip=_note),
            Column("promised", msg("Promised"), _promised, "money", width=124, total=True),
            Column("next", msg("Next"), lambda row: _next(row, today), width=112, hidden=True),
            Column("contact", msg("Contact"), lambda row: row.activity.contact or "", width=110, hidden=True),
            Column("channel", msg("Channel"), lambda row: label(CHANNELS, row.activity.channel), width=90, hidden=True),
            Column("length", msg("Length"), lambda row: duration(row.activity.seconds), width=56, hidden=True),
            Column("day", msg("Day"), lambda row: row.call.local.date(), "date", width=92, hidden=True),
        ),
        lambda row: row.activity.id,
        (_("No calls on these days"), _("Open an account and log a call."), "phone"),
        row_height=42,
    )  # fmt: skip


def _next(row: LoggedRow, today: date) -> str:
    activity = row.activity
    return next_words(activity.next_code, activity.next_date, activity.next_time, today)
