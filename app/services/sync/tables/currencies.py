"""The currency of every row of a table.

It is what the row's own currency column says; else the mark in its amount, the heading, the number format or a line
above the table, where they agree; else somebody has to say. A mark that means several currencies is a doubt, and
marks that name different ones are a question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from app.i18n import Message, msg
from app.services.sync.model import Question
from app.services.sync.recognition.labels import apart, is_total
from app.services.sync.tables.against import tell_against_column, tell_against_heading
from app.services.sync.tables.agreed import agreed, ask_among, differ
from app.services.sync.tables.table import Table
from app.services.sync.values.cells import Cell, blanks_in, distinct
from app.services.sync.values.currency import NOTHING, Mark, in_heading, meaning
from app.services.sync.values.numbers import NumberColumn, is_number, numeral
from app.services.sync.values.text import cell_text, each

#: Cells that a heading among the rows has at most.
_FEW: Final = 4


@dataclass(frozen=True, slots=True)
class Currencies:
    """The currency of every row.

    Attributes:
        rows: a code per row, or None where every row has ``one``; a row without currency has None.
        one: the only currency.
        bad: position → the cell that is no currency.
        question: what has to be asked.
        evidence: where the currency was found.
        blocks: position → number of the heading it stands under, where headings among the rows say the currency.
        heading: of the column that is asked about where kept rows have none, and the ``choices`` left to them;
            ``sign``: the one in the column of currencies that means all of them.
        told: rows to whose blank cell a currency was given by somebody.
    """

    rows: Sequence[str | None] | None = None
    one: str | None = None
    bad: Mapping[int, str] = field(default_factory=dict)
    question: Question | None = None
    evidence: Message | None = None
    blocks: Sequence[int] | None = None
    heading: str = ""
    choices: tuple[str, ...] = ()
    sign: str = ""
    told: frozenset[int] = frozenset()

    def of(self, position: int) -> str | None:
        """Return one row's currency."""
        return self.one if self.rows is None else self.rows[position]

    def said(self) -> Sequence[str | None] | None:
        """Return what the rows themselves say; None where all are of one currency.

        What somebody chose for rows that say nothing is for items: a total of it states no other currency by that.
        """
        if self.rows is None or not self.told:
            return self.rows
        return [None if place in self.told else code for place, code in enumerate(self.rows)]


def find_currencies(
    table: Table, columns: Mapping[str, NumberColumn], told: str | None, by: str = "currency"
) -> Currencies:
    """Find the currency of every row.

    Args:
        table: the table.
        columns: field → money column; the first one counts most.
        told: the currency of amounts that carry none, if somebody has said.
        by: field of the currency column.
    """
    first = next(iter(columns))
    headed = _headed(table, columns[first].cells)
    if table.has(by) and (not table.body or any(cell_text(cell) is not None for cell in distinct(table.cells(by)))):
        found = by_column(table.cells(by), told, table.heading(by), headed)
        if (otherwise := _by_heading(table, first, by, found, told)) is not None:
            return otherwise
        tell_against_column(table, columns.values(), table.heading(by), found.rows, found.one)
        return found
    amounts = [(column, table.heading(name)) for name, column in columns.items()]
    over = table.found.printed[0] if table.found.top < table.found.bottom else []
    whole = agreed(
        amounts,
        [*table.found.titles, *filter(None, over)],  # Amounts (EUR) over Original and Open
        lambda worth: table.found.grid.formats(table.guesses[first].column, worth),
    )
    mark = _ours_first(whole.mark, table)
    signs = _with_formats(_signs(amounts), whole.formats, table)
    if signs is not None or headed is not None:
        tell_against_heading(table, amounts[0][1], signs or ())
        rest = mark if whole.against is None else Mark(None, whole.choices, ", ".join(whole.choices))
        return _by_row(signs, headed, rest, told, amounts[0][1])
    if whole.against is not None and table.options.currency not in whole.choices:
        return Currencies(question=ask_among(whole.against, amounts[0][1], whole.choices))
    if mark.code:
        return Currencies(one=mark.code, evidence=whole.place)
    if told is not None:
        return Currencies(one=told, evidence=msg("chosen by you"))
    return Currencies(question=_ask(mark, amounts[0][1]))


def _by_heading(table: Table, name: str, by: str, found: Currencies, told: str | None) -> Currencies | None:
    """Return what the heading of the amounts says where the column of currencies says otherwise; None if it does not.

    ``Saldo EUR`` beside currencies of documents may be in euros, or have a heading that nobody has changed.
    """
    guess = table.guesses[name]
    code = None if guess.language == "layout" else in_heading(table.heading(name)).code
    others = {row for row in found.rows or (found.one,) if row is not None} - {code}
    if code is None or not others:
        return None
    if told == code:
        return Currencies(one=code, evidence=msg("chosen by you"))
    evidence = msg("The heading says {currency}, the column “{column}” also {other}.",
                   currency=code, column=table.heading(by), other=min(others))  # fmt: skip
    return Currencies(found.rows, found.one, question=Question("--currency", table.heading(name), evidence, (code,)))


# ----------------------------------------------------------------------------------------- each row has its own


def _signs(amounts: Sequence[tuple[NumberColumn, str]]) -> list[Mark] | None:
    """Return the sign in each row's amounts, where signs of several currencies stand in one column."""
    if not any(differ(column.marks) for column, _ in amounts):
        return None
    found = [NOTHING] * len(amounts[0][0].cells)
    for column, _ in amounts:
        for place, cell in enumerate(column.cells):
            read = numeral(cell) if isinstance(cell, str) and not found[place].code else None
            if read is not None and read.mark is not NOTHING:
                found[place] = read.mark
    return found


def _with_formats(
    signs: list[Mark] | None, formats: Mapping[Mark, Sequence[range]] | None, table: Table
) -> list[Mark] | None:
    """Return the sign in each row's amounts, else what its number format says; None where nothing is said by row."""
    if formats is None:
        return signs
    found = [NOTHING] * len(table.body) if signs is None else signs
    for mark, runs in formats.items():
        for run in runs:
            for row in run:
                place = row + 1 - table.first
                if 0 <= place < len(found) and found[place] is NOTHING:
                    found[place] = mark
    return found


class _Headed(NamedTuple):
    """What headings among the rows say: the currency of each row, and the number of the heading it stands under."""

    marks: list[Mark]
    blocks: list[int]


def _headed(table: Table, cells: Sequence[Cell]) -> _Headed | None:
    """Return the currency that a heading above each row states, where any does."""
    if not (blanks := blanks_in(cells)):
        return None
    starts = [
        (place, mark)
        for place, cell in enumerate(cells)
        if cell in blanks and (mark := _said_in(table, place)) is not NOTHING
    ]
    if not starts:
        return None
    marks, blocks = [NOTHING] * len(cells), [0] * len(cells)
    ends = [place for place, _ in starts[1:]] + [len(cells)]
    for number, ((start, mark), end) in enumerate(zip(starts, ends, strict=True), 1):
        marks[start:end] = [mark] * (end - start)
        blocks[start:end] = [number] * (end - start)
    return _Headed(marks, blocks)


def _said_in(table: Table, place: int) -> Mark:
    """Return the currency that a row of texts states."""
    beside = table.found.beside
    row = table.body[place]
    filled = [text for at, cell in enumerate(row) if at not in beside and (text := cell_text(cell)) is not None]
    if not 0 < len(filled) <= _FEW:
        return NOTHING
    _, mark = apart(filled, bare=not any(map(is_number, row)))
    if mark is NOTHING and len(filled) == 1 and (table.has("account") or table.has("name")):
        return meaning(filled[0])  # nobody is called so where customers have a column of their own
    return mark


def _by_row(
    signs: Sequence[Mark] | None, headed: _Headed | None, whole: Mark, told: str | None, heading: str
) -> Currencies:
    """Give each row the currency of its own sign, else of the heading it stands under, else of the whole table."""
    count = len(signs) if signs is not None else len(headed.marks) if headed is not None else 0
    none = [NOTHING] * count
    pairs = zip(signs or none, headed.marks if headed is not None else none, strict=True)
    marks = [own if own is not NOTHING else above if above is not NOTHING else whole for own, above in pairs]
    marks = [whole if mark is not whole and not mark.code and whole.code in mark.choices else mark for mark in marks]
    rows = [mark.code or told for mark in marks]
    open_ = next((mark for mark, code in zip(marks, rows, strict=True) if code is None and mark.choices), NOTHING)
    evidence = msg("headings among the rows") if signs is None else msg("the sign or number format of the amounts")
    blocks = None if headed is None else headed.blocks
    return Currencies(rows, None, evidence=evidence, blocks=blocks, heading=heading, choices=open_.choices)


def _ours_first(mark: Mark, table: Table) -> Mark:
    """Return a doubt with the company's own currency as the first choice: likely, and no proof."""
    ours = table.options.default_currency
    return mark._replace(choices=tuple(sorted(mark.choices, key=lambda code: code != ours)))


def _ask(mark: Mark, heading: str) -> Question:
    if mark.choices and mark.sign == ", ".join(mark.choices):
        what = msg("The lines above the table name several currencies: {names}.", names=mark.sign)
        return Question("--currency", heading, what, mark.choices)
    if mark.choices:
        return Question(
            "--currency",
            heading,
            msg("The sign {sign} means several currencies.", sign=mark.sign),
            mark.choices,
        )
    return Question("--currency", heading, msg("The file does not say which currency its amounts are in."))


def by_column(cells: Sequence[Cell], told: str | None, heading: str, headed: _Headed | None = None) -> Currencies:
    """Read the currency column; a row that says nothing takes what its heading or, at last, somebody said."""
    marks = {cell: _cell_mark(cell) for cell in distinct(cells)}
    codes = {cell: mark.code or (told if not _unknown(cell, mark) else None) for cell, mark in marks.items()}
    evidence = msg("its own column")
    if (strange := _strange(marks)) and told is not None:
        return Currencies(one=told, evidence=msg("chosen by you"))
    if strange:
        what = msg("“{column}” says {words}, which is no currency that is known.", column=heading, words=strange)
        return Currencies(question=Question("--currency", heading, what))
    if len(set(codes.values())) == 1 and (one := next(iter(codes.values()))) is not None:
        return Currencies(one=one, evidence=evidence)
    rows = each(cells, codes.__getitem__)
    unknown = {cell for cell, mark in marks.items() if _unknown(cell, mark)}
    bad = {place: str(cell) for place, cell in enumerate(cells) if cell in unknown} if unknown else {}
    if headed is not None:
        rows = [
            code if marks[cell].code or bad.get(place) else headed.marks[place].code or code
            for place, (cell, code) in enumerate(zip(cells, rows, strict=True))
        ]
    several = {mark for mark in marks.values() if mark.choices and not mark.code}
    doubt = next(iter(several)) if len(several) == 1 else NOTHING
    given = () if told is None else (at for at, cell in enumerate(cells) if not marks[cell].code and rows[at] == told)
    return Currencies(
        rows, None, bad, None, evidence, heading=heading, choices=doubt.choices, sign=doubt.sign, told=frozenset(given)
    )


def _strange(marks: Mapping[Cell, Mark]) -> str:
    """Return the only word of a column of currencies where it is none that is known.

    ``CTE`` is the money of the country, whatever that is; beside a currency that is known such a word is a mistake.
    """
    said = {text for cell, mark in marks.items() if _unknown(cell, mark) and not is_total(text := str(cell).strip())}
    return f"“{said.pop()}”" if len(said) == 1 and all(mark is NOTHING for mark in marks.values()) else ""


def _cell_mark(cell: Cell) -> Mark:
    text = cell_text(cell)
    return NOTHING if text is None else meaning(text)


def _unknown(cell: Cell, mark: Mark) -> bool:
    return mark is NOTHING and cell_text(cell) is not None
