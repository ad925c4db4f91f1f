"""The day's end."""

from __future__ import annotations

from dataclasses import asdict

from app.cli.context import Context
from app.cli.output import line, print_document, show_progress
from app.errors import UsageError
from app.i18n import _, msg
from app.services.reports.daily.report import write_daily


def daily(context: Context) -> int:
    """Write the daily activity workbook."""
    with context.writing() as desk:
        day = context.args.date or desk.days.day
        if day > desk.days.day:
            raise UsageError(
                "day_ahead",
                msg("{day} is still to come: a day is reported when it is there.", day=day),
                msg("Option {name}.", name="--date"),
                msg("Give {day} or an earlier day.", day=desk.days.day),
            )
        made = write_daily(desk.store, context.args.out, day, desk.days.zone, progress=show_progress)
        if context.args.json:
            document = {key: value for key, value in asdict(made).items() if key != "revision"}
            print_document({**desk.head(), **document, "date": made.date.isoformat()})
        else:
            line(_("Written: {file} (r{revision})", file=made.file, revision=made.revision))
    return 0
