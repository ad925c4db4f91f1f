"""Columns: what each one is, weighed from its heading and from what its cells hold.

A heading alone never decides: a column headed "Due date" whose cells are no days is not the due date, and "Customer" is
an account number or a name depending on its cells. The assignment is made once for each kind of file; the kind that
explains most columns wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from app.enums import SyncKind
from app.i18n import Message
from app.services.sync.facts import shapes
from app.services.sync.files.grid import Row
from app.services.sync.layouts.headings import fields, meanings
from app.services.sync.layouts.layout import IGNORED
from app.services.sync.recognition.fieldlists import FIELDS
from app.services.sync.recognition.headers import repeats
from app.services.sync.recognition.owners import may_head
from app.services.sync.recognition.summed import have_sums_above, undated
from app.services.sync.values import dates, numbers
from app.services.sync.values.cells import Cell
from app.services.sync.values.currency import meaning
from app.services.sync.values.daymonths import lacks_year
from app.services.sync.values.flags import is_flag
from app.services.sync.values.ids import spelled
from app.services.sync.values.packed import six_digits
from app.services.sync.values.text import cell_text, fold, heading_key, word_groups, words

#: A text that begins with a nought and more digits is an identifier, and no amount: 01.001.
_LED: Final = re.compile(r"['’]?0\d+[.,]\d")
#: What a number with a fraction has: S/10001 is a document of series S and no amount in soles.
_BROKEN: Final = re.compile(r"[.,]|[eE]\d")
#: A series and a number in it, as certified invoices have them: FT 2026/253, NC A 17, RE 2026-0041.
_SERIES: Final = re.compile(r"[^\W\d_]{1,4}\.? (?:[^\W_]{1,5} )?[\w./-]{0,18}\d")
#: Rows looked at, spread over the whole table.
SAMPLE_ROWS: Final = 120
#: Rows at the top of the table that are kept as they follow each other.
HEAD: Final = 60
#: What a column needs to be taken for a field.
ENOUGH: Final = 25
#: A column without any cell may still be an optional field.
_EMPTY_FIT: Final = 0.3


@dataclass(frozen=True, slots=True)
class Profile:
    """What the cells of a column hold: shares of the cells that are not blank.

    ``code`` are identifiers without blanks and with a digit, ``serial`` these and a series with its number, ``decimal``
    numbers with a fraction, ``word`` texts with letters, ``spaced`` texts of several words or in a script without
    blanks, ``distinct`` different cells, ``yearless`` days without a year such as 0503, ``packed`` days of six digits
    such as 050326, ``typed`` words for types of documents.
    """

    filled: int = 0
    number: float = 0.0
    decimal: float = 0.0
    date: float = 0.0
    code: float = 0.0
    serial: float = 0.0
    word: float = 0.0
    spaced: float = 0.0
    distinct: float = 0.0
    currency: float = 0.0
    email: float = 0.0
    flag: float = 0.0
    sign: float = 0.0
    small: float = 0.0
    yearless: float = 0.0
    packed: float = 0.0
    typed: float = 0.0


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its heading, its cells in the sample, what they look like, and its first cells."""

    index: int
    heading: str
    sample: tuple[Cell, ...]
    profile: Profile
    head: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Guess:
    """A column taken for a field, with its confidence in per cent and what spoke for it.

    ``heading_weight`` is 0 and ``language`` is ``cells`` where only the cells said so; ``notes`` are in words.
    """

    column: int
    field: str
    confidence: int
    heading_weight: int
    fit: int
    language: str
    notes: tuple[Message, ...] = ()


#: Field → the column taken for it.
Mapped = Mapping[str, Guess]


def sample(rows: Sequence[Row]) -> list[Row]:
    """Return rows spread evenly over a table, blank ones left out, and those that hold one text alone.

    Notes under a table and headings of groups stand in a column without being what the column holds; so do headings of
    a few cells that say in words what they are.
    """
    step = max(1, len(rows) // SAMPLE_ROWS)
    spread = (rows[place] for place in range(0, len(rows), step))
    filled = [(row, cells) for row in spread if (cells := [cell for cell in row if cell != ""])]
    full = [row for row, cells in filled if not _is_heading(cells)]
    return full if 2 * len(full) >= len(filled) else [row for row, _ in filled]


def _is_heading(cells: Sequence[Cell]) -> bool:
    """Tell whether a row is a heading, or says something of its group: ``Turnover:``, ``1,000.00``."""
    labelled = isinstance(cells[0], str) and cells[0].rstrip().endswith((":", "："))
    return labelled or may_head(cells)


def describe(headings: Sequence[str], rows: Sequence[Row]) -> list[Column]:
    """Return the columns of a table with a profile of their cells."""
    sampled = [row for row in sample(rows) if not repeats(row, headings)]
    looked = [row for row in sampled if not _adds_up(row)] or sampled
    if have_sums_above(first := rows[:HEAD]):
        without = list(map(id, undated(looked)))
        looked = [row for row in looked if id(row) not in without]
    described = []
    for index, heading in enumerate(headings):
        cells = tuple(row[index] if index < len(row) else "" for row in looked)
        head = tuple(row[index] if index < len(row) else "" for row in first)
        described.append(Column(index, heading, cells, profile(cells), head))
    return described


def _adds_up(row: Row) -> bool:
    """Tell whether a row calls itself a total and leaves most of its cells blank."""
    filled = [cell for cell in row if cell != ""]
    if 2 * len(filled) > len(row):
        return False
    return any(isinstance(cell, str) and heading_key(cell) in _totals() for cell in filled)


@cache
def _totals() -> frozenset[str]:
    """Return the words of totals as keys: ``T O T A L   G E R A L --->`` is one of them."""
    return frozenset(map(heading_key, words("total", "grand") | words("total", "sub"))) - {""}


def profile(cells: Iterable[Cell]) -> Profile:
    """Measure what cells hold; marks for “as above” hold nothing of their own."""
    above = words("ditto")
    filled = [(cell, text) for cell in cells if (text := cell_text(cell)) is not None and text not in above]
    count = len(filled)
    if not count:
        return Profile()

    def share(number: int) -> float:
        return number / count

    numeric = [cell for cell, _ in filled if numbers.is_number(cell)]
    coded = any(isinstance(cell, str) and _LED.match(cell) for cell in numeric)
    return Profile(
        filled=count,
        number=share(len(numeric)),
        decimal=0.0 if coded else share(sum(1 for cell in numeric if not _is_whole(cell))),
        date=share(sum(1 for cell, _ in filled if dates.looks_like_date(cell))),
        code=share(codes := sum(1 for cell, text in filled if _is_code(cell, text))),
        serial=share(codes + sum(1 for cell, text in filled if _SERIES.fullmatch(text) and not _is_code(cell, text))),
        word=share(sum(1 for _, text in filled if any(map(str.isalpha, text)))),
        spaced=share(sum(1 for _, text in filled if " " in text or not text.isascii())),
        distinct=share(len({text for _, text in filled})),
        currency=share(sum(1 for _, text in filled if _is_currency(text))),
        email=share(sum(1 for _, text in filled if "@" in text)),
        flag=share(sum(1 for _, text in filled if is_flag(text))),
        sign=share(
            sum(
                1
                for _, text in filled
                if fold(text) in words("sign", "debit") | words("sign", "credit") | words("sign", "abono")
            )
        ),
        yearless=share(sum(1 for cell, _ in filled if lacks_year(cell))),
        packed=share(sum(1 for cell, _ in filled if six_digits(cell) is not None)),
        typed=share(sum(1 for _, text in filled if fold(text) in word_groups("types"))),
        small=share(sum(1 for cell in numeric if _is_whole(cell) and _is_small(cell))),
    )


def _is_whole(cell: Cell) -> bool:
    if isinstance(cell, str):
        return _digits(cell).isdecimal() or spelled(cell) != cell or not _BROKEN.search(cell)
    return bool(cell == int(cell))


def _is_small(cell: Cell) -> bool:
    """Tell whether a whole number may count days; ``is_number`` lets one sign through, wherever it stands."""
    if isinstance(cell, str):
        return _digits(cell).isdecimal() and int(_digits(cell)) < 20_000
    return bool(abs(cell) < 20_000)


def _digits(cell: str) -> str:
    """Return a text number without its sign and without the apostrophe that Excel users type in front."""
    return cell.strip().lstrip("'’").strip("+-−")


def _is_code(cell: Cell, text: str) -> bool:
    if isinstance(cell, (int, float)):
        return bool(cell == int(cell)) and cell > 0
    return isinstance(cell, str) and " " not in text and any(map(str.isdigit, text)) and len(text) <= 24


def _is_currency(text: str) -> bool:
    found = meaning(text)
    return bool(found.code or found.choices) or (len(text) == 3 and text.isascii() and text.isupper())


def fit(cells: str, seen: Profile) -> float:
    """Return how well cells suit what a field holds, from 0 (impossible) to 1."""
    if not seen.filled:
        return _EMPTY_FIT
    return _FITS[cells](seen)


def _code(seen: Profile) -> float:
    if seen.date > 0.5 and seen.number < 0.5:
        return 0.0
    if seen.decimal > 0.05 or seen.email > 0.1:
        return 0.0
    return 1.0 if seen.code >= 0.9 else 0.7 if seen.code >= 0.5 else 0.35


def _docno(seen: Profile) -> float:
    if (seen.date > 0.5 and seen.code < 0.5) or seen.decimal > 0.05 or seen.email > 0.1 or seen.typed > 0.9:
        return 0.0
    if seen.serial >= 0.6:
        return (0.9 if seen.small >= 0.7 else 1.0) if seen.distinct > 0.3 else 0.8  # a running number is nobody's
    return 0.6 if seen.distinct > 0.5 else 0.3


def _name(seen: Profile) -> float:
    if seen.word < 0.6 or seen.email > 0.3:
        return 0.0
    return 1.0 if seen.spaced >= 0.3 else 0.5 if seen.code >= 0.7 else 0.8


def _date(seen: Profile) -> float:
    if 1.0 in {seen.yearless, seen.packed} and seen.filled > 1:
        return 0.8
    if seen.decimal > 0.3:
        return 0.0
    return 1.0 if seen.date >= 0.8 else 0.6 if seen.date >= 0.4 else 0.0


def _money(seen: Profile) -> float:
    if seen.date >= 0.9 and seen.number < 0.9:
        return 0.0
    return 1.0 if seen.number >= 0.85 else 0.6 if seen.number >= 0.4 else 0.0


def _days(seen: Profile) -> float:
    return 1.0 if seen.small >= 0.9 else 0.5 if seen.small >= 0.6 else 0.0


def _flag(seen: Profile) -> float:
    """Return how well cells answer yes or no; some may say why instead, in a small file as in a large one."""
    return 1.0 if seen.flag >= 0.9 else 0.5 if seen.flag >= 0.5 else 0.3 if seen.distinct < 0.1 else 0.0


def _reasoned(seen: Profile) -> float:
    """Return how well cells answer whether something is so, or say why it is: ``Price``, ``POD`` under ``Disputed``."""
    return _flag(seen) or (0.6 if seen.word >= 0.6 and not seen.decimal and seen.date <= 0.2 else 0.0)


def _words(seen: Profile) -> float:
    return 0.0 if seen.decimal > 0.2 or seen.date > 0.8 > seen.number else 1.0 if seen.word >= 0.5 else 0.6


def _text(seen: Profile) -> float:
    return 0.5 if seen.decimal > 0.5 or (seen.date > 0.8 and seen.number < 0.5) else 0.95


def _part(seen: Profile) -> float:
    """Return how well cells are parts of a document: none is a number with a fraction, as rates of exchange are."""
    return 0.0 if seen.decimal > 0.05 else _text(seen)


def _above(name: str, least: float) -> Callable[[Profile], float]:
    """Return a test that wants one share of a profile to be at least so high."""
    return lambda seen: 1.0 if getattr(seen, name) >= least else 0.0


def _mostly(name: str, sure: float) -> Callable[[Profile], float]:
    """Return a test that doubts a column with strange cells, and does not pass over what its other cells say."""
    return lambda seen: 1.0 if (share := getattr(seen, name)) >= sure else 0.6 if share > 0.5 else 0.0


def _phone(seen: Profile) -> float:
    return 0.0 if seen.email > 0.3 or seen.date > 0.5 > seen.number else 0.9


_FITS: Final[Mapping[str, Callable[[Profile], float]]] = {
    "code": _code,
    "docno": _docno,
    "name": _name,
    "date": _date,
    "money": _money,
    "days": _days,
    "flag": _flag,
    "reasoned": _reasoned,
    "words": _words,
    "text": _text,
    "part": _part,
    "phone": _phone,
    "currency": _mostly("currency", 0.85),
    "sign": _mostly("sign", 0.9),
    "email": _above("email", 0.5),
    "country": _above("word", 0.8),
    "language": _above("word", 0.6),
}


def assign(
    columns: Sequence[Column],
    kind: SyncKind,
    told: Mapping[int, str],
    barred: Collection[tuple[int, str]] = (),
) -> dict[str, Guess]:
    """Take columns for the fields of one kind, the strongest guess first; each column and field once.

    Args:
        columns: of the table.
        kind: closed items have the fields of open items.
        told: column → field, where a layout knows; its word counts more than any synonym's.
        barred: columns and the fields that they cannot be.
    """
    wanted = FIELDS.get(kind, FIELDS[SyncKind.OPEN_ITEMS])
    guesses = [guess for column in columns for guess in _guesses(column, wanted, told, beside=kind in shapes.SHAPES)]
    order = {name: position for position, name in enumerate(wanted)}
    most = max((column.profile.filled for column in columns), default=0)
    sparse = {column.index for column in columns if 2 * column.profile.filled < most}
    guesses.sort(key=lambda guess: (-guess.confidence, order[guess.field], guess.column in sparse, guess.column))
    taken: dict[str, Guess] = {}
    used: set[int] = set()
    named = set(told.values())
    for guess in guesses:
        if guess.field in named and told.get(guess.column) != guess.field:
            continue  # somebody has said which column that is, and it is this one or none
        if guess.field not in taken and guess.column not in used and (guess.column, guess.field) not in barred:
            taken[guess.field] = guess
            used.add(guess.column)
    return taken


def _guesses(column: Column, wanted: Sequence[str], told: Mapping[int, str], *, beside: bool) -> Iterable[Guess]:
    """Return the fields that a column may be, with confidence; ``beside``: in a file beside the ledger."""
    field = told.get(column.index)
    if field == IGNORED:
        return
    if field is not None:
        suits = fit(fields()[field].cells, column.profile)
        if field in wanted and suits:
            yield Guess(column.index, field, 105, 105, round(100 * suits), "layout")
        return
    for hit in meanings(column.heading, beside=beside):
        if hit.field not in wanted or ("%" in column.heading and fields()[hit.field].cells == "money"):
            continue
        suits = fit(fields()[hit.field].cells, column.profile)
        confidence = round(hit.weight * suits)
        if confidence >= ENOUGH:
            yield Guess(column.index, hit.field, confidence, hit.weight, round(100 * suits), hit.language)
