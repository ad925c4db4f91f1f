"""A table taken apart into columns, and what is noted about it while it is judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from app.i18n import Message, msg, nmsg
from app.services.sync.files.grid import Row, Rows
from app.services.sync.files.zipscan import UNSAVED, letters
from app.services.sync.layouts.headings import fields
from app.services.sync.model import MappedColumn, Notice, Question, QuestionsError, ReadOptions
from app.services.sync.recognition.columns import Column, Guess
from app.services.sync.recognition.detect import Found
from app.services.sync.tables.merged import undittoed
from app.services.sync.values.cells import Cell
from app.services.sync.values.dates import DateColumn
from app.services.sync.values.eras import in_full, with_eras
from app.services.sync.values.ids import has_exponents, spell
from app.services.sync.values.numbers import NumberColumn
from app.services.sync.values.text import shown, text_column

_UNSAVED: Final = msg(
    "The result of the formula is not in the file: open the file in your spreadsheet program and save it there."
)
#: Fields whose cells tell records apart.
_IDENTIFIERS: Final = frozenset({"account", "number"})
#: Fields that hand-made lists say once and then with a mark for "as above".
_DITTOED: Final = frozenset({"account", "name", "document_date", "due_date", "currency", "type"})
#: Cells shown for a column in the mapping view.
_SAMPLES: Final = 5


@dataclass(slots=True)
class Table:
    """A recognised table with its columns by field.

    Attributes:
        found: what was recognised.
        options: what the collector decided.
        file: name of the file.
        body: the rows below the header.
        guesses: field → column; kinds may rename fields while they judge.
        questions: what the evidence did not decide.
        warnings: what the collector should know.
        verdicts: field → how its cells were read, with the first and last value.
        facts: field → what else its column has shown, in words.
        told: fields of whose cells that cannot be read something is said.
        proofs: field of the reading options → what cells of the columns prove of it.
    """

    found: Found
    options: ReadOptions
    file: str
    body: Rows = field(init=False)
    guesses: dict[str, Guess] = field(init=False)
    questions: list[Question] = field(default_factory=list)
    warnings: list[Notice] = field(default_factory=list)
    verdicts: dict[str, tuple[str, str | None, str | None]] = field(default_factory=dict)
    facts: dict[str, list[Message]] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    proofs: dict[str, set[str]] = field(default_factory=dict)
    _cells: dict[tuple[int, bool], Sequence[Cell]] = field(default_factory=dict)
    _texts: dict[tuple[int, bool, bool], Sequence[str | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take the rows below the header."""
        self.body = self.found.body
        self.guesses = dict(self.found.guesses)

    def decide(self) -> None:
        """Stop here if anything is open.

        Raises:
            QuestionsError: the evidence left something undecided.
        """
        if self.questions:
            raise QuestionsError(self.file, tuple(dict.fromkeys(self.questions)))

    @property
    def first(self) -> int:
        """Number of the first row of the body as Excel shows it."""
        return self.found.bottom + 2

    def judged(
        self, name: str, column: DateColumn | NumberColumn, low: str | None = None, high: str | None = None
    ) -> None:
        """Note how the cells of a field were read, with the first and last value, and what they prove of it."""
        self.verdicts[name] = (column.verdict, low, high)
        dates = isinstance(column, DateColumn)
        value = column.order if isinstance(column, DateColumn) else column.decimal
        if column.proof is not None and value:
            self.proofs.setdefault("date_order" if dates else "decimal", set()).add(value)

    @property
    def proved(self) -> dict[str, str]:
        """What cells prove and none denies, by field of the reading options."""
        return {name: min(values) for name, values in self.proofs.items() if len(values) == 1}

    def tell(self, name: str, what: Message) -> None:
        """Note what a field's column has shown, for the mapping view."""
        self.facts.setdefault(name, []).append(what)

    def lines_above(self) -> list[Cell]:
        """Return the cells above the header, years of the present era written out."""
        day = self.options.as_of or self.options.day
        cells = (cell for row in self.found.above for cell in row if cell != "")
        return [in_full(cell, day) if isinstance(cell, str) else cell for cell in cells]

    def own_rows(self) -> Iterator[Row]:
        """Return the rows of the body without the cells of a table beside this one."""
        beside = self.found.beside
        for row in self.body:
            yield [cell for at, cell in enumerate(row) if at not in beside] if beside else row

    def has(self, name: str) -> bool:
        """Tell whether a column was taken for a field."""
        return name in self.guesses

    def heading(self, name: str) -> str:
        """Return the heading of a field's column; of a column without one its letter."""
        guess = self.guesses.get(name)
        if guess is None:
            return ""
        return self.found.headings[guess.column].strip() or letters(guess.column)

    def cells(self, name: str) -> Sequence[Cell]:
        """Return a field's cells; blank ones where the table has no such column."""
        guess = self.guesses.get(name)
        if guess is None:
            return ("",) * len(self.body)
        key = guess.column, name in _DITTOED  # one column may be read under two names
        if key not in self._cells:
            cells = self.found.cells(guess.column)
            if fields()[name.partition("#")[0]].cells == "date":
                chinese = guess.language.startswith("zh")
                cells = with_eras(cells, self.options.as_of or self.options.day, century=chinese)
            self._cells[key] = undittoed(cells) if name in _DITTOED else cells
        return self._cells[key]

    def text(self, name: str) -> Sequence[str | None] | None:
        """Return a field's cells as clean text; None where the table has no such column."""
        guess = self.guesses.get(name)
        if guess is None:
            return None
        key = guess.column, name in _DITTOED, name in _IDENTIFIERS
        if key not in self._texts:
            texts = text_column(self.cells(name))
            told = name in _IDENTIFIERS and has_exponents(self.cells(name))
            self._texts[key] = spell(texts) if told else texts
        return self._texts[key]

    def headings(self, names: list[str]) -> dict[str, str]:
        """Return the headings of some fields."""
        return {name: self.heading(name) for name in names}

    def many(self, field: str) -> list[str]:
        """Return the names under which the columns of a field are known that may be several, in their order."""
        return [name for name in self.guesses if name.partition("#")[0] == field]

    def aged(self) -> list[str]:
        """Return the names under which the columns of ages are known, in their order."""
        return self.many("aged")

    def present(self, *names: str) -> list[str]:
        """Return those of the fields that the table has."""
        return [name for name in names if self.has(name)]

    def longer(self) -> dict[int, str]:
        """Return position → cell of the rows of a text file that have more cells than there are headings.

        What stands behind a separator that nobody quoted has moved the rest of such a row.
        """
        last = max((at for at, heading in enumerate(self.found.headings) if heading.strip()), default=-1)
        if self.found.grid.name or last < 0 or self.found.top < 0:
            return {}
        rows: dict[int, str] = {}
        for column in range(last + 1, len(self.found.columns)):
            if column not in self.found.beside:
                cells = self.found.cells(column)
                rows.update({place: str(cell) for place, cell in enumerate(cells) if cell != "" and str(cell).strip()})
        return rows

    def error(self, position: int, name: str) -> str | None:
        """Return the error that a field's cell shows, if it shows one."""
        guess = self.guesses.get(name)
        errors = self.found.grid.errors
        return errors.get((position + self.found.bottom + 1, guess.column)) if guess and errors else None

    def error_cells(self, names: Mapping[str, str]) -> dict[int, tuple[str, str, Message]]:
        """Return position → heading, error and reason for error cells in some fields (field → heading)."""
        if not self.found.grid.errors:
            return {}
        by_column = {self.guesses[name].column: heading for name, heading in names.items() if self.has(name)}
        start = self.found.bottom + 1
        places = range(start, start + len(self.body))  # below stands nothing but errors
        return {
            row - start: (by_column[column], shows, _UNSAVED if shows == UNSAVED else _shows(shows))
            for (row, column), shows in self.found.grid.errors.items()
            if column in by_column and row in places
        }

    def mapped(self) -> tuple[MappedColumn, ...]:
        """Return every column with what it was taken for and why."""
        by_column = {guess.column: (name, guess) for name, guess in self.guesses.items()}
        shown_columns = []
        for column in self.found.columns:
            name, guess = by_column.get(column.index, (None, None))
            sample = tuple(text for cell in column.sample[:40] if (text := shown(cell)))[:_SAMPLES]
            if name is None and not sample and not column.heading:
                continue
            verdict, low, high = self.verdicts.get(name or "", ("", None, None))
            shown_columns.append(
                MappedColumn(
                    column.index,
                    letters(column.index),
                    column.heading.strip(),
                    None if name is None else name.partition("#")[0],
                    min(100, guess.confidence) if guess else 0,
                    self._evidence(name, guess) if name and guess else (),
                    verdict,
                    sample,
                    low,
                    high,
                    self.found.made.get(column.index, ()),
                )
            )
        return tuple(shown_columns)

    def _evidence(self, name: str, guess: Guess) -> tuple[Message, ...]:
        """Say what spoke for a column, and what its cells have shown."""
        if guess.language == "layout":
            heading = msg("known from the layout")
        elif guess.language == "age":
            heading = msg("its heading is an age")
        elif not guess.heading_weight:
            heading = msg("its heading does not say")
        elif guess.heading_weight >= 95:
            heading = msg("its heading is a known one")
        else:
            heading = msg("its heading suggests it")
        return (
            heading,
            *guess.notes,
            _holds(self.found.columns[guess.column], name.partition("#")[0]),
            *self.facts.get(name, ()),
        )


def _holds(column: Column, name: str) -> Message:
    """Say how many of the cells looked at are what the field wants."""
    seen, wanted = column.profile, fields()[name].cells
    if not seen.filled:
        return msg("all its cells are empty")
    if wanted not in _SHARES:
        return nmsg("{n} cell looked at", "{n} cells looked at", seen.filled)
    share, say = _SHARES[wanted]
    return say(round(getattr(seen, share) * seen.filled), seen.filled)


#: What cells must hold → the share of a profile that says how many do, and how that is told.
_SHARES: Final[Mapping[str, tuple[str, Callable[[int, int], Message]]]] = {
    "date": ("date", lambda count, n: msg("{count} of {n} cells are dates", count=count, n=n)),
    "money": ("number", lambda count, n: msg("{count} of {n} cells are numbers", count=count, n=n)),
    "days": ("small", lambda count, n: msg("{count} of {n} cells are whole numbers", count=count, n=n)),
    "code": ("code", lambda count, n: msg("{count} of {n} cells are codes", count=count, n=n)),
    "docno": ("serial", lambda count, n: msg("{count} of {n} cells are codes", count=count, n=n)),
    "name": ("word", lambda count, n: msg("{count} of {n} cells are words", count=count, n=n)),
    "words": ("word", lambda count, n: msg("{count} of {n} cells are words", count=count, n=n)),
    "currency": ("currency", lambda count, n: msg("{count} of {n} cells are currencies", count=count, n=n)),
    "email": ("email", lambda count, n: msg("{count} of {n} cells are e-mail addresses", count=count, n=n)),
    "flag": ("flag", lambda count, n: msg("{count} of {n} cells say yes or no", count=count, n=n)),
    "sign": ("sign", lambda count, n: msg("{count} of {n} cells say debit or credit", count=count, n=n)),
}


def _shows(error: str) -> Message:
    return msg("The cell shows the error {error}.", error=error)
