"""Sheet 1: one printed page that a supervisor reads in a minute; every figure stands in the sheets behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from app.i18n import Message, _, format_date, msg, render
from app.money import Money
from app.services.calendars import holiday_name
from app.services.portfolio.buckets import NO_DUE_DATE
from app.services.reports.daily.context import DailyContext
from app.services.reports.daily.kpi import Figure, worked_on_list
from app.services.reports.daily.meta import Stamp
from app.services.reports.daily.stock import Stock, by_currency, keys_of, overdue
from app.services.reports.tables import Table
from app.services.reports.workbook import Book, write_cell

#: Ids of the bucket columns, oldest last.
BUCKET_IDS: Final = ("current", "b1", "b2", "b3", "b4", "b5", "no_due_date")


@dataclass(slots=True)
class Page:
    """The page being written, line by line."""

    book: Book
    sheet: Worksheet
    row: int = 0

    def heading(self, text: str) -> None:
        """Begin a block."""
        self.row += 1
        self.sheet.write_string(self.row, 0, text, self.book.format(bold=True, font_size=12, font_color="#2F5FD0"))
        self.row += 1

    def heads(self, *words: str) -> None:
        """Write the heading line of a table of figures: the first column left, the others over their figures."""
        self.sheet.set_row(self.row, 30 if len(words) > 8 else None)
        for place, text in enumerate(words):
            align = "left" if place == 0 else "right"
            style = self.book.format(bold=True, bottom=1, font_color="#667085", text_wrap=True, align=align)
            self.sheet.write_string(self.row, place, text, style)
        self.row += 1

    def line(self, *cells: Any, **style: Any) -> None:
        """Write one line of cells."""
        for place, cell in enumerate(cells):
            write_cell(self.book, self.sheet, self.row, place, cell, **style)
        self.row += 1


@dataclass(frozen=True, slots=True)
class Summary:
    """What sheet 1 is made of: the tables of the same file and the stock they come from."""

    context: DailyContext
    stamp: Stamp
    tables: Mapping[str, Table]
    figures: Sequence[Figure]
    stock: Sequence[Stock]
    remark: str
    yesterday: Mapping[str, Mapping[str, int]]

    def figure(self, code: str) -> Figure:
        """Return a figure by its code."""
        return next(one for one in self.figures if one.code == code)


def write_summary(book: Book, facts: Summary) -> None:
    """Write the page."""
    sheet = book.sheet("Summary")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 42)
    sheet.set_column(1, 12, 14)
    page = Page(book, sheet)
    _head(page, facts)
    _needs_you(page, facts)
    _targets(page, facts)
    _money(page, facts)
    _aging(page, facts)
    _five_things(page, facts)
    page.heading(_("Remarks"))
    page.line(facts.remark or _("none"), text_wrap=True)
    sheet.fit_to_pages(1, 1)


def _head(page: Page, facts: Summary) -> None:
    context, stamp = facts.context, facts.stamp
    title = page.book.format(bold=True, font_size=16)
    page.sheet.set_row(page.row, 24)
    page.sheet.write_string(page.row, 0, _("Daily activity"), title)
    page.row += 1
    page.line(_("Company"), stamp.company)
    page.line(_("Collector"), " ".join(part for part in (stamp.collector_name, f"({stamp.collector_code})") if part))
    page.line(_("Day"), format_date(context.day, weekday=True))
    page.line(_("Revision"), f"r{stamp.revision}")
    page.line(_("Time zone"), context.days.zone)
    data, cash = context.days.data_date, context.days.cash_date
    page.line(_("Open items as of"), _("never") if data is None else format_date(data, weekday=True))
    page.line(_("Cash data through"), _("never") if cash is None else format_date(cash, weekday=True))
    rates = context.rates.day
    page.line(_("Base currency"), context.rates.base)
    page.line(_("Rates of"), _("none") if rates is None else format_date(rates))
    _control(page, facts)
    holiday = holiday_name(None, context.day)
    if holiday:
        page.line(_("Holiday"), holiday)


def _control(page: Page, facts: Summary) -> None:
    """Say in green or red in how many currencies opening, movements and closing tie."""
    rows = facts.tables["tblBridge"].records()
    tied = sum(row["control"].minor == 0 for row in rows)
    good = tied == len(rows)
    words = _("{tied} of {n} currencies tie", tied=tied, n=len(rows))
    page.line(_("Control"), words, bold=True, font_color="#19704A" if good else "#B42335")
    missing = sorted({row.currency for row in facts.stock if facts.context.rates.rate(row.currency) is None})
    if missing:
        text = _("No rate for {currencies}: left out of base amounts", currencies=", ".join(missing))
        page.line(_("Rates"), text, font_color="#8A5A00")


def _needs_you(page: Page, facts: Summary) -> None:
    page.heading(_("Needs you"))
    high = facts.context.settings.limits
    broken = [
        row
        for row in facts.tables["tblJudged"].records()
        if row["status"] == "broken"
        and (limits := high(row["currency"])) is not None
        and row["promised"].minor >= limits.high
    ]
    page.line(_("Broken promises over the high-dollar threshold"), len(broken))
    page.line(_("Accounts with no next step"), facts.figure("NNS").numerator)


#: Lines of "day against target": words, code of the figure.
_LINES: Final[tuple[tuple[Message, str], ...]] = (
    (msg("Call attempts"), "ATT"),
    (msg("Right-party contacts"), "RPC"),
    (msg("Accounts worked"), "ACW"),
    (msg("Promises made"), "PTPN"),
    (msg("Promised (base)"), "PTPV"),
    (msg("Cash received on worked accounts (base)"), "CASHW"),
    (msg("Letters written"), "LET"),
)


def _targets(page: Page, facts: Summary) -> None:
    page.heading(_("Day against target"))
    page.heads("", _("Target"), _("Done"), "%")
    for words, code in _LINES:
        figure = facts.figure(code)
        _target_line(page, render(words), figure.target, figure.numerator)
    due = len(worked_on_list(facts.tables)) + len(facts.tables["tblNotWorked"].rows)
    _share_line(page, _("Worklist worked"), facts.figure("COV"), due)
    _share_line(page, _("Promises kept, by count"), facts.figure("PKN"), facts.figure("PKN").denominator)
    _share_line(page, _("Promises kept, by value (base)"), facts.figure("PKV"), facts.figure("PKV").denominator)


def _target_line(page: Page, words: str, target: int | None, done: int | Money) -> None:
    page.line(words, target, done)
    if target:
        cell = page.row
        page.sheet.write_formula(
            cell - 1, 3, f"=C{cell}/B{cell}", page.book.format(num_format="0%"), _ratio(done, target)
        )


def _share_line(page: Page, words: str, figure: Figure, whole: int | Money | None) -> None:
    """Write a share of a visible whole: the whole stands in the target's place, headed by its own words."""
    page.line(words, whole, figure.numerator)
    if whole and (not isinstance(whole, Money) or whole.minor):
        cell = page.row
        page.sheet.write_formula(
            cell - 1, 3, f"=C{cell}/B{cell}", page.book.format(num_format="0%"), _ratio(figure.numerator, whole)
        )
    else:
        page.sheet.write_string(page.row - 1, 3, _("n/a"), page.book.format(align="right"))


def _ratio(part: int | Money, whole: int | Money) -> Decimal:
    """Return the value that a formula shows before anybody recalculates."""
    over = part.minor if isinstance(part, Money) else part
    under = whole.minor if isinstance(whole, Money) else whole
    return (Decimal(over) / Decimal(under)).quantize(Decimal("0.000001"))


def _money(page: Page, facts: Summary) -> None:
    """Write the bridge and the state of each currency; amounts of several currencies are never added."""
    page.heading(_("Money"))
    heads = (
        _("Currency"),
        _("Opening"),
        _("New invoices"),
        _("Cash"),
        _("Credits and adjustments"),
        _("Moved in or out"),
        _("Other"),
        _("Closing"),
        _("Past due"),
        _("Past due > 60"),
        _("Disputed"),
        _("Promised"),
        _("Collectable now"),
    )
    page.heads(*heads)
    groups = by_currency(facts.stock)
    keys = keys_of(facts.context)
    for row in facts.tables["tblBridge"].records():
        currency = row["currency"]

        def cell(minor: int, currency: str = currency) -> Money:
            return Money(minor, currency)

        stock = groups.get(currency, [])
        page.line(
            currency,
            row["opening"],
            cell(row["invoices"].minor + row["debit_memos"].minor),
            row["cash"],
            cell(row["credit_memos"].minor + row["adjustments"].minor),
            cell(row["moved_in"].minor + row["moved_out"].minor),
            cell(row["reversals"].minor + row["unexplained"].minor + row["reopened"].minor),
            row["closing"],
            cell(sum(overdue(one, keys) for one in stock)),
            cell(sum(one.beyond(keys, 3) for one in stock)),
            cell(sum(one.disputed for one in stock)),
            cell(sum(one.promised for one in stock)),
            cell(sum(one.free_due for one in stock)),
        )


def _aging(page: Page, facts: Summary) -> None:
    """Write aging in base, yesterday and today, with a stacked bar of both."""
    page.heading(_("Aging (base {currency})", currency=facts.context.rates.base))
    heads = [_("Not due"), "1–30", "31–60", "61–90", "91–120", "121+", _("No due date")]
    page.heads("", *heads)
    first = page.row
    for words, sums in ((_("Yesterday"), facts.yesterday), (_("Today"), _today(facts))):
        cells = []
        for key in BUCKET_IDS:
            per_currency = {currency: values.get(key, 0) for currency, values in sums.items()}
            cells.append(Money(facts.context.rates.total(per_currency).minor, facts.context.rates.base))
        page.line(words, *cells)
    _chart(page, first, heads)


def _today(facts: Summary) -> dict[str, dict[str, int]]:
    """Return today's debits by currency and position of the bucket."""
    keys = keys_of(facts.context)
    sums: dict[str, dict[str, int]] = {}
    for one in facts.stock:
        mine = sums.setdefault(one.currency, dict.fromkeys(BUCKET_IDS, 0))
        for name, key in zip(BUCKET_IDS, (*keys, NO_DUE_DATE), strict=True):
            mine[name] += one.buckets.get(key, 0)
    return sums


def _chart(page: Page, first: int, heads: Sequence[str]) -> None:
    chart = page.book.file.add_chart({"type": "bar", "subtype": "percent_stacked"})
    colours = ("#8FB8A8", "#E9C46A", "#E39B4B", "#CF6A4A", "#B34A57", "#9C3B4F", "#98A2B3")
    for place, colour in enumerate(colours, start=1):
        chart.add_series(
            {
                "name": heads[place - 1],
                "categories": ["Summary", first, 0, first + 1, 0],
                "values": ["Summary", first, place, first + 1, place],
                "fill": {"color": colour},
            }
        )
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 900, "height": 150})
    page.sheet.insert_chart(page.row, 0, chart)
    page.row += 8


def _five_things(page: Page, facts: Summary) -> None:
    page.heading(_("Five things"))
    tables = facts.tables
    wanted = (
        (_("Largest receipt"), tables["tblCash"].records(), "amount"),
        (_("Largest new promise"), tables["tblPromises"].records(), "amount"),
        (
            _("Largest broken promise"),
            [row for row in tables["tblJudged"].records() if row["status"] == "broken"],
            "promised",
        ),
        (_("Largest past due on the watch list"), tables["tblWatch"].records(), "past_due"),
    )
    for words, rows, key in wanted:
        best = max(rows, key=lambda row: _size(facts, row, key), default=None)
        if best is not None and best[key] is not None:
            page.line(words, best[key], best["currency"], f"{best['account']}  {best['name']}")


def _size(facts: Summary, row: Mapping[str, Any], key: str) -> int:
    cell = row[key]
    if not isinstance(cell, Money):
        return -1
    return facts.context.rates.to_base(cell.minor, cell.currency) or 0
