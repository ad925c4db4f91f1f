"""The lists of promises."""

from __future__ import annotations

from datetime import date

from app.i18n import _, msg, render
from app.money import Money
from app.services.calls.book import DueLine, PromisedRow
from app.services.calls.promises.plans import progress
from app.services.labels import PROMISE_STATES, label
from app.ui.account.words import PROMISE_TONES, promise_chip
from app.ui.formatting import day_plain
from app.ui.tables.columns import Column, Name
from app.ui.tables.table_panel import TableSpec
from app.ui.widgets.chip import ChipText


def _name(row: PromisedRow) -> Name:
    one = row.customer
    below = " \u00b7 ".join(part for part in (one.number, row.promise.contact) if part)
    also = " ".join(filter(None, (one.latin, one.kana, *row.promise.items)))
    return Name(one.name, "", one.country, also, below)


def _why(row: PromisedRow) -> str:
    return render(row.promise.why) if row.promise.why is not None else ""


def _about(row: PromisedRow) -> Name:
    """Return the items, and why it reads as it does."""
    return Name(", ".join(row.promise.items), below=" ".join(_why(row).split()))


def _chips(row: PromisedRow) -> tuple[ChipText, ...]:
    promise = row.promise
    chips = [promise_chip(promise)]
    if len(promise.instalments) > 1:
        done = progress(promise)
        chips.append(ChipText(_("{paid} of {n}", paid=done.paid, n=done.lines), "dim", _("Instalments settled")))
    if promise.level > 1:
        chips.append(ChipText(_("no. {level}", level=promise.level), "amber", _("How often it was given")))
    if promise.assurance:
        chips.append(ChipText(_("assurance"), "dim", _("Nothing of it was past due when it was made.")))
    return tuple(chips)


def promises_spec(today: date) -> TableSpec:
    """Return the list of promises."""

    def short(day: date) -> str:
        return day_plain(day, today)

    return TableSpec(
        "promises",
        _("Promises"),
        (
            Column("due", msg("For"), lambda row: row.promise.due, "date", short, width=76),
            Column("account", msg("Account"), _name, "name", width=204, most=300),
            Column("amount", msg("Promised"), lambda row: Money(row.promise.promised, row.promise.currency), "money",
                   width=144, weight=500, total=True),
            Column("received", msg("Received"), _received, "money", width=108, bare=True,
                   tone=lambda _row: "dim"),
            Column("state", msg("State"), _chips, "chips", width=136, sort=lambda row: row.promise.status.value),
            Column("about", msg("Covers"), _about, "name", stretch=True, width=120, tip=_why),
            Column("made", msg("Made on"), lambda row: row.promise.made_on, "date", width=92, hidden=True),
            Column("level", msg("No."), lambda row: row.promise.level, "number", width=44, hidden=True),
        ),
        lambda row: row.promise.id,
        (_("No promises here"), _("A promise is logged with the call that it came from."), "promise"),
        order=("due", False),
        row_height=42,
    )  # fmt: skip


def _received(row: PromisedRow) -> Money | None:
    return Money(row.promise.received, row.promise.currency) if row.promise.received else None


def day_spec() -> TableSpec:
    """Return the list of a day's instalments."""
    return TableSpec(
        "promises.day",
        _("Promised for the day"),
        (
            Column("account", msg("Account"), lambda row: _name(row.row), "name", stretch=True, width=220),
            Column("amount", msg("Promised"), lambda row: Money(row.line.promised, row.currency), "money", width=140,
                   weight=500, total=True),
            Column("received", msg("Received"), _line_received, "money", width=120, bare=True,
                   tone=lambda _row: "dim"),
            Column("state", msg("State"), line_chips, "chips", width=130),
        ),
        lambda row: row.line.id,
        (_("Nothing is promised for this day"), "", "calendar"),
        row_height=42,
    )  # fmt: skip


def _line_received(row: DueLine) -> Money | None:
    whole = row.line.received + row.line.received_late
    return Money(whole, row.currency) if whole else None


def line_chips(row: DueLine) -> tuple[ChipText, ...]:
    """Return how one instalment stands."""
    why = render(row.line.why) if row.line.why is not None else ""
    return (ChipText(label(PROMISE_STATES, row.line.status), PROMISE_TONES.get(row.line.status, "dim"), why),)
