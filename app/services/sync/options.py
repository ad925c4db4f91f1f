"""What the collector decides of a file before it is read, and the options of the command line that decide it.

One table names them. The window, the command line, what is remembered of a layout, what a layout fixes, what a run
keeps and what tells two readings apart all go by it, so that a new option is known to all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, NamedTuple

from app.enums import Scope, SyncKind
from app.services.sync.layouts.layout import Layout


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the collector decided before reading; None leaves it to the evidence.

    Attributes:
        day: the collector's day, the as-of of last resort.
        as_of: ``--as-of`` as given to the sync; used only where the file itself neither states nor proves one.
        encoding: in which a text is written, as ``encoding_of`` names it.
        date_order: ``dmy``, ``mdy`` or ``ymd``; ``decimal``: ``point`` or ``comma``.
        currency: the currency of amounts that carry none.
        default_currency: the company's base currency, only for credit limits without a currency.
        scope, older: passed on to the storing half.
        remembered: by layout, what the collector answered before; used where the evidence leaves that very question.
        tax: ``included`` or ``excluded``: what sales figures are that do not say so.
        rates_per: ``unit`` or ``base``: what an exchange rate is of that names one currency.
        credits: ``turned`` or ``written``: whether positive amounts of credits are taken off what is owed.
        negative: ``owed`` or ``credits``: what amounts are where most of them are negative.
        sections: ``apart`` or ``open``: whether lines such as "Written off" say what the rows below them are.
        customer_cells: ``apart`` or ``whole``: whether a customer's cell is number and name, or all of it the name.
        gl_accounts: accounts of a trial balance, by comma, that the open items add up to.
        known_rates: base currency for one unit as decimal text, by currency: tells which way a list of rates goes.
        mapping: a layout to be used whatever the headings say; ``layouts``: those that the collector saved.
        seen: names of cells (``FileTable.cells``) of which is known already what they come to.
    """

    day: date
    kind: SyncKind | None = None
    layout: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    date_order: str | None = None
    decimal: str | None = None
    currency: str | None = None
    as_of: date | None = None
    default_currency: str | None = None
    scope: Scope | None = None
    older: bool = False
    remembered: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    tax: str | None = None
    rates_per: str | None = None
    credits: str | None = None
    negative: str | None = None
    sections: str | None = None
    customer_cells: str | None = None
    gl_accounts: str | None = None
    known_rates: Mapping[str, str] = field(default_factory=dict)
    mapping: Layout | None = None
    layouts: tuple[Layout, ...] = ()
    seen: frozenset[str] = frozenset()


class Deciding(NamedTuple):
    """An option of the command line that decides how one file is read.

    Attributes:
        option: as it is typed.
        field: of ``ReadOptions``.
        read: makes its value of an answer; the text of a value is such an answer.
        remembered: answered once for a layout it is not asked again.
        fixed: a layout may say it too, in a field of the same name.
    """

    option: str
    field: str
    read: Callable[[str], Any] = str
    remembered: bool = True
    fixed: bool = False

    @property
    def argument(self) -> str:
        """Return the name under which the parser of the command line keeps it."""
        return self.option.removeprefix("--").replace("-", "_")

    def text(self, options: ReadOptions) -> str | None:
        """Return what was decided as an answer, None if nothing was."""
        value = getattr(options, self.field)
        return None if value is None else str(value)


#: The day for which figures stand: it says nothing of how cells are read.
AS_OF: Final = Deciding("--as-of", "as_of", date.fromisoformat, remembered=False)
#: How a text is to be opened: an answer to it from before opens the file once more.
ENCODING: Final = Deciding("--encoding", "encoding")
KIND: Final = Deciding("--kind", "kind", SyncKind)
DECIDING: Final = (
    KIND,
    Deciding("--layout", "layout", remembered=False),
    Deciding("--sheet", "sheet"),
    ENCODING,
    Deciding("--date-order", "date_order", fixed=True),
    Deciding("--decimal", "decimal", fixed=True),
    Deciding("--currency", "currency", fixed=True),
    Deciding("--tax", "tax"),
    Deciding("--rates-per", "rates_per"),
    Deciding("--credits", "credits"),
    Deciding("--negative", "negative"),
    Deciding("--sections", "sections"),
    Deciding("--customer-cells", "customer_cells"),
    Deciding("--gl-account", "gl_accounts"),
    AS_OF,
)
REMEMBERED: Final = {one.option: one for one in DECIDING if one.remembered}


def answered(options: ReadOptions, given: Mapping[str, str]) -> ReadOptions:
    """Return options with the answers of one file, by option; what no option of reading decides is left to others."""
    return replace(options, **{one.field: one.read(given[one.option]) for one in DECIDING if one.option in given})


def fixed(options: ReadOptions, layout: Layout | None) -> ReadOptions:
    """Return the options with what a layout fixes where nothing was said."""
    if layout is None:
        return options
    said = {one.field: getattr(options, one.field) or getattr(layout, one.field) for one in DECIDING if one.fixed}
    return replace(options, **said)


def decided(options: ReadOptions) -> dict[str, str]:
    """Return what was decided, by field."""
    found = {one.field: one.text(options) for one in DECIDING}
    return {name: text for name, text in found.items() if text is not None}
