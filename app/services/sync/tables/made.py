"""What a row of a file beside the ledger says only indirectly: months, tax, balances, receivables, keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final

from app.enums import SyncKind
from app.i18n import msg
from app.services.sync.model import Notice, Question
from app.services.sync.recognition.labels import is_total
from app.services.sync.tables.factsheet import Sheet
from app.services.sync.tables.ledger import stated_day
from app.services.sync.tables.owed import NO_SIDE
from app.services.sync.tables.periods import period_end
from app.services.sync.tables.sides import sideless
from app.services.sync.tables.table import Table
from app.services.sync.values.months import month_of
from app.services.sync.values.references import invoice_key
from app.services.sync.values.text import account_key, cell_text, fold, heading_key, words

#: What is asked for where a list of sales does not say so itself.
TAX_CHOICES: Final = ("included", "excluded")


def _portal(sheet: Sheet) -> None:
    """Give the invoice number the form in which it is matched."""
    sheet.columns["invoice_key"] = [None if text is None else invoice_key(text) for text in sheet.columns["number"]]


def _po(sheet: Sheet) -> None:
    """What is left follows from what is allowed and billed where the file does not say it."""
    whole, billed, left = (sheet.columns[name] for name in ("amount", "billed", "remaining"))
    rows = zip(whole, billed, left, strict=True)
    sheet.columns["remaining"] = [
        all_ - (used or 0) if rest is None and all_ is not None else rest for all_, used, rest in rows
    ]
    signs = sheet.columns["remaining"]
    for place, rest in enumerate(signs):
        if rest is None and sheet.columns["number"][place] is not None and place not in sheet.bad:
            sheet.bad[place] = (sheet.heading("remaining"), "", msg("The row does not say what is left of it."))


# ------------------------------------------------------------------------------------------------ sales


def _sales(sheet: Sheet) -> None:
    """Read the months, and settle whether tax is in the amounts."""
    table = sheet.table
    sheet.sources["month"] = "sales_month"
    cells = table.cells("sales_month")
    months = [month_of(cell) for cell in cells]
    sheet.columns["month"] = [None if month is None else month.isoformat() for month in months]
    heading = table.heading("sales_month")
    for place, month in enumerate(months):
        text = cell_text(cells[place])
        if month is None and text is not None and sheet.columns["amount"][place] is not None and not is_total(text):
            sheet.bad[place] = (heading, text, msg("This is no month of a known year."))
    sheet.columns["with_tax"] = [with_tax(table, table.heading(sheet.sources["amount"]))] * len(months)


def with_tax(table: Table, heading: str) -> int:
    """Return whether sales include tax, as somebody, the heading or a line above the table says; else ask."""
    told = table.options.tax or _tax_said(heading, table.found.titles)
    if told is None:
        evidence = msg("The file does not say whether its sales include tax.")
        table.questions.append(Question("--tax", heading, evidence, TAX_CHOICES))
    return int(told == "included")


def _tax_said(heading: str, titles: Iterable[str]) -> str | None:
    """Return what a heading or a line above the table says of tax; the heading counts more."""
    for said in (heading, " ".join(titles)):
        text, key = fold(said), heading_key(said)
        excluded = _speaks(text, key, "excluded")
        if excluded != (_speaks(text, key, "included") and not excluded):
            return "excluded" if excluded else "included"
    return None


def _speaks(text: str, key: str, group: str) -> bool:
    return any(word in text or heading_key(word) in key for word in words("tax_included", group))


# ------------------------------------------------------------------------------------------------ trial balance


def _trial(sheet: Sheet) -> None:
    """Make balances of debits and credits, give rows without a day the file's, and find the receivables."""
    table = sheet.table
    if "balance" not in sheet.sources:
        pairs = zip(sheet.columns["debit"], sheet.columns["credit"], strict=True)
        sheet.columns["balance"] = [
            None if owed is None and paid is None else (owed or 0) - abs(paid or 0) for owed, paid in pairs
        ]
    elif table.has("sign"):
        credit = words("sign", "credit")
        for place, shows in sideless(table.cells("sign")).items():
            sheet.bad.setdefault(place, (table.heading("sign"), shows, NO_SIDE))
        sheet.bad.update(table.error_cells(table.headings(["sign"])))
        signs = [fold(cell_text(cell) or "") in credit for cell in table.cells("sign")]
        balances = sheet.columns["balance"]
        sheet.columns["balance"] = [-abs(b) if b and c else b for b, c in zip(balances, signs, strict=True)]
    give_days(sheet)
    _receivables(sheet)


def give_days(sheet: Sheet) -> None:
    """Give rows without a day that of the file; where a column has days and the file has none they stay without one.

    Such a row is rejected: its day is unknown, and today would be a guess.
    """
    days = sheet.columns["day"]
    if None not in days:
        return
    table, options = sheet.table, sheet.table.options
    day = stated_day(table) or _ended(sheet) or options.as_of
    if day is None and "day" not in sheet.sources:
        day = options.day
        what = msg("The file does not say for which day it stands; {day} is used.", day=day)
        table.warnings.append(Notice("as_of_unknown", what))
    sheet.columns["day"] = [one or (None if day is None else day.isoformat()) for one in days]


def _ended(sheet: Sheet) -> date | None:
    """Return the end of the period that stands above a trial balance; rates of a period are not those of its end."""
    return period_end(sheet.table.lines_above()) if sheet.shape.kind is SyncKind.TRIAL_BALANCE else None


def _receivables(sheet: Sheet) -> None:
    """Mark the accounts that the open items add up to: those that were named, else those that are called so.

    A file of one account a company is one of the control accounts, unless its name says that it is of something else.
    Where nothing says it somebody has to.
    """
    table, chosen = sheet.table, sheet.table.options.gl_accounts
    numbers, names = sheet.columns["gl_account"], sheet.columns["name"]
    if chosen is not None:
        wanted = {account_key(one) for one in chosen.split(",")}
        marked = [int(number is not None and account_key(number) in wanted) for number in numbers]
    else:
        marked = [int(number is not None and _is_receivable(name or "")) for number, name in zip(numbers, names)]  # noqa: B905 - one table
        alone = {number for number in numbers if number is not None}
        if not any(marked) and len(alone) == 1 and not any(map(_is_other, filter(None, names))):
            marked = [1] * len(numbers)
    if not any(marked):
        evidence = msg("No account of the trial balance is called receivables.")
        seen: dict[str, str] = {}
        for number, name in zip(numbers, names, strict=True):
            if number is not None and not is_total(number):
                seen[number] = seen.get(number) or name or ""
        meanings = tuple(seen.values()) if any(seen.values()) else ()
        table.questions.append(
            Question("--gl-account", table.heading("gl_account"), evidence, tuple(seen), meanings, several=True)
        )
    sheet.columns["receivables"] = marked


def _is_receivable(name: str) -> bool:
    text = fold(name)
    if any(word in text for word in words("receivable_accounts", "not")):
        return False
    return any(word in text for word in words("receivable_accounts"))


def _is_other(name: str) -> bool:
    """Tell whether an account's name is that of something else: what is owed to suppliers, a bank, an allowance."""
    text = fold(name)
    return any(word in text for word in words("receivable_accounts", "not") | words("receivable_accounts", "other"))


MAKERS: Final[Mapping[SyncKind, Callable[[Sheet], None]]] = {
    SyncKind.PORTAL_STATUS: _portal,
    SyncKind.PO_BALANCES: _po,
    SyncKind.SALES: _sales,
    SyncKind.TRIAL_BALANCE: _trial,
}
