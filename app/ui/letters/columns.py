"""The lists of the letters room."""

from __future__ import annotations

from datetime import date
from typing import Final

from app.i18n import _, msg, render
from app.money import Money
from app.services.labels import LETTER_STATES, STAGES, label
from app.services.letters.dunning.views import HeldView, LetterView
from app.ui.formatting import day_plain
from app.ui.tables.columns import Column, Name, check_column
from app.ui.tables.table_panel import TableSpec
from app.ui.theme import Tone
from app.ui.widgets.chip import ChipText

#: The further the stage, the stronger the tone of its chip.
_TONES: Final[dict[int, Tone]] = {0: "green", 1: "green", 2: "blue", 3: "red", 4: "red"}
#: Languages of letters by locale, as the short code of a list.
_SHORT: Final = {"zh_Hans_CN": "zh-CN", "zh_Hant_TW": "zh-TW"}


def language_code(locale: str) -> str:
    """Return the short code of a letter's language: ``ja``, ``es-MX``."""
    return _SHORT.get(locale) or ("ja" if locale == "ja_JP" else locale.replace("_", "-"))


def _amount(row: LetterView | HeldView) -> Money:
    return Money(row.amount, row.currency)


def _why(row: HeldView) -> str:
    return render(row.why)


def _letter(row: LetterView) -> tuple[ChipText, ...]:
    return (ChipText(row.title or "", _TONES[row.stage or 0], label(STAGES, row.stage)),)


def _state(row: LetterView) -> tuple[ChipText, ...]:
    if row.refused is not None:
        return (ChipText(_("refused"), "red", render(row.refused)),)
    if row.status.value == "approved":
        return (ChipText(label(LETTER_STATES, row.status), "green"),)
    if row.status.value == "draft" and (row.stage or 0) >= 3:
        return (ChipText(_("to approve"), "amber", _("Letters of this stage are approved one by one.")),)
    if row.status.value == "draft":
        return (ChipText(_("changed"), "violet"),) if row.changed else ()
    return (ChipText(label(LETTER_STATES, row.status), "green"),)


def _name(row: LetterView | HeldView) -> Name:
    country = row.country if isinstance(row, LetterView) else ""
    return Name(row.name, row.account, country, also=row.account)


def proposed_spec() -> TableSpec:
    """Return the list of drafts; ticked ones are written."""
    return TableSpec(
        "letters.proposed",
        _("Proposed letters"),
        (
            check_column(),
            Column("account", msg("Account"), _name, "name", stretch=True, width=160),
            Column("letter", msg("Letter"), _letter, "chips", width=168, sort=lambda row: row.stage),
            Column("language", msg("Lang"), lambda row: language_code(row.locale), width=56, gives_way=2),
            Column(
                "amount", msg("Amount"), lambda row: Money(row.amount, row.currency), "money", total=True, width=140
            ),
            Column("items", msg("Items"), lambda row: len(row.claimed), "number", width=58, gives_way=1),
            Column("due", msg("Pay by"), lambda row: row.due_by, "date", width=98, hidden=True),
            Column("state", msg("State"), _state, "chips", width=112, gives_way=3),
            Column("contact", msg("Contact"), lambda row: row.contact or "", width=130, hidden=True),
        ),
        lambda row: row.id,
        (_("No letters proposed"), _("Propose letters once the day's files are synced."), "letter"),
    )


def held_spec(today: date) -> TableSpec:
    """Return the list of what gets no letter, with the reason and how long that still holds."""

    def until(day: date) -> str:
        left = (day - today).days
        return _("{day} · {n} d", day=day_plain(day, today), n=left) if left > 0 else day_plain(day, today)

    return TableSpec(
        "letters.held",
        _("Held back"),
        (
            Column("account", msg("Account"), _name, "name", stretch=True, width=210),
            Column("why", msg("Why held"), _why, width=250, tip=_why),
            Column("until", msg("Until"), lambda row: row.until, "date", until, width=112),
            Column(
                "amount", msg("Amount"), lambda row: Money(row.amount, row.currency), "money", total=True, width=140
            ),
            Column("items", msg("Items"), lambda row: len(row.items), "number", width=58, gives_way=1),
        ),
        lambda row: (row.account_id, row.currency, row.code, row.until),
        (_("Nothing is held back"), _("Every overdue item of the run has its letter."), "success"),
    )


def written_spec() -> TableSpec:
    """Return the list of letters that left the house."""
    return TableSpec(
        "letters.written",
        _("Written letters"),
        (
            Column("date", msg("Date"), lambda row: row.date, "date", width=98),
            Column("number", msg("Reference"), lambda row: row.number or "", width=118),
            Column("account", msg("Account"), _name, "name", stretch=True, width=180),
            Column("letter", msg("Letter"), _letter, "chips", width=180, sort=lambda row: row.stage),
            Column("language", msg("Lang"), lambda row: language_code(row.locale), width=56, gives_way=2),
            Column(
                "amount", msg("Amount"), lambda row: Money(row.amount, row.currency), "money", total=True, width=140
            ),
            Column("state", msg("State"), _state, "chips", width=80, gives_way=1),
        ),
        lambda row: row.id,
        (_("No letter was written yet"), _("Letters that you make stand here with their files."), "letter"),
        order=("date", True),
    )
