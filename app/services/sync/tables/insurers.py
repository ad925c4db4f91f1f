"""Lists of buyers from a credit insurer: what it covers of each is no credit limit of ours."""

from __future__ import annotations

from app.i18n import msg
from app.services.sync.model import Notice
from app.services.sync.tables.table import Table
from app.services.sync.values.text import fold, words


def leave_insured_limits(table: Table) -> None:
    """Leave limits of a list alone that speaks of an insurer, unless their heading calls them credit limits.

    Read as ours they would hold orders, or let them go, by what somebody else has decided.
    """
    limit = table.guesses.get("credit_limit")
    if limit is None or limit.language == "layout":
        return
    heading = table.heading("credit_limit")
    lines = (*table.found.titles, *table.found.headings)
    said = next((line for line in (heading, *lines) if _speaks_of(line, "any")), None)
    if said is None or (said != heading and _speaks_of(heading, "own")):
        return
    del table.guesses["credit_limit"]
    what = msg(
        "“{column}” seems to be what a credit insurer covers (“{line}”) and was not read as your credit limit.",
        column=heading.strip(), line=said.strip(),
    )  # fmt: skip
    table.warnings.append(Notice("insured_limits", what))


def _speaks_of(line: str, group: str) -> bool:
    return any(word in fold(line) for word in words("insurer", group))
