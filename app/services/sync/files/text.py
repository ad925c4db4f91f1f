"""Text files as grids: encoding weighed by the words it yields, separator by the table it yields.

Everything stays text; 00123 keeps its zeros. Trial decoding alone cannot tell gb18030 from cp932 or big5, so the
candidates that decode are weighed by how many known headings appear in them, then by how common their letters are.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, combinations, islice
from typing import Final

from app.services.sync.files import aligned, quoted, ruled, torn
from app.services.sync.files.grid import Book, DamagedError, Grid, Row
from app.services.sync.files.plain import wide
from app.services.sync.layouts.headings import strength

_MARK: Final = b"\xef\xbb\xbf"
#: Encodings that are weighed; of equals the first one is taken: letters of the West are not what others look like.
_CANDIDATES: Final = ("cp1252", "cp932", "gb18030", "big5", "euc_jp")
_SEPARATORS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
#: Text in front that decides about headings and separator, and telling text that decides about the encoding.
_SAMPLE: Final = 60_000
_LINES: Final = 200
#: A line of a drawn table that only separates.
_RULER: Final = re.compile(r"^[ \t|+]*+[-=_]{3}[-=_ \t|+]*+(?=\r?$)", re.MULTILINE)
_EXCEL_TEXT: Final = re.compile(r'(^|[,;\t])="', re.MULTILINE)
_COMMON: Final = {
    "cp932": re.compile("[ぁ-んァ-ヶー、。・々一-龠ｦ-ﾟ]"),
    "euc_jp": re.compile("[ぁ-んァ-ヶー、。・々一-龠]"),
    "gb18030": re.compile("[一-龥，。、；：（）]"),
    "big5": re.compile("[一-龥，。、；：（）]"),
    "cp1252": re.compile("[áéíóúñçãõâêôàüöäßÁÉÍÓÚÑÇÃÕÂÊÔÀÜÖÄºª°€£¡¿]"),
}
#: A letter beyond ASCII by itself that touches Latin letters.
_IN_WORD: Final = re.compile(r"(?<=[A-Za-z])[^\x00-\x7f](?![^\x00-\x7f])|(?<![^\x00-\x7f])[^\x00-\x7f](?=[A-Za-z])")
_HIGH: Final = bytes(range(128, 256))
_BEYOND: Final = re.compile(rb"[\x80-\xff]")
#: Letters beyond ASCII that UTF-8 explains for each that it does not.
_WHOLE: Final = 20
#: Rows that show how wide a table is, and headings that may have lost their quotes.
_LOOKED: Final = 400
_UNQUOTED: Final = 3
_FEW: Final = 3
#: Letters that are split into lines at a time.
_PIECE: Final = 1 << 20
csv.field_size_limit(1 << 26)


def open_text(data: bytes) -> Book:
    """Open a text file.

    Raises:
        DamagedError: no encoding yields text.
    """
    text, encoding, doubts = decode(data)
    lost = text.count("\ufffd")
    separator = separator_of(text[:_SAMPLE])
    known = _headings_in(text[:_SAMPLE])
    if ruler := ruled.columns_of(text[:_SAMPLE], known):
        return Book("text", ("",), lambda name: Grid.of_rows(name, ruled.rows_of(text, ruler)), encoding, doubts, lost)
    if form := aligned.columns_of(text[:_SAMPLE], known):
        return Book("text", ("",), lambda name: Grid.of_rows(name, aligned.rows_of(text, form)), encoding, doubts, lost)

    def load(name: str) -> Grid:
        try:
            return Grid.of_rows(name, rows_of(text, separator))
        except csv.Error:
            return Grid.of_rows(name, rows_of(text, separator, quotes=False))

    names = f"{encoding}, {_SEPARATORS[separator]}"
    return Book("text", ("",), load, names, doubts, lost=lost, cut=_is_cut(text, separator))


def decode(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """Return the text, its encoding and the encodings that fitted as well.

    Raises:
        DamagedError: nothing fits.
    """
    if data.startswith(_MARK):
        return _strict(data, "utf-8-sig"), "utf-8", ()
    if encoding := wide(data):
        return _strict(data, encoding), encoding, ()
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        pass
    if (text := _nearly_utf_8(data)) is not None:
        return text, "utf-8", ()
    telling = _telling(data)
    weighed: list[tuple[int, int, str, str]] = []
    for encoding in _CANDIDATES:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        common = _commonness(telling.decode(encoding, "ignore"), encoding)
        weighed.append((_headings_in(text[:_SAMPLE]), common, encoding, text))
    if not weighed:
        return data.decode("cp1252", "replace"), "cp1252", ()
    best = max(weighed, key=lambda found: found[:2])
    doubts = tuple(found[2] for found in weighed if found[:2] == best[:2] and found is not best)
    return best[3], best[2], doubts


def _telling(data: bytes) -> bytes:
    """Return the first lines that hold letters beyond ASCII, wherever they stand: others show no encoding."""
    found: list[bytes] = []
    at = size = 0
    while size < _SAMPLE and (letter := _BEYOND.search(data, at)):
        end = data.find(b"\n", letter.end())
        end = min(len(data) if end < 0 else end, letter.start() + _SAMPLE)
        found.append(data[max(data.rfind(b"\n", at, letter.start()) + 1, letter.start() - _SAMPLE) : end])
        at, size = end, size + len(found[-1])
    return b"\n".join(found)


def _nearly_utf_8(data: bytes) -> str | None:
    """Return the text of UTF-8 with a few broken letters: what holds so many whole ones is nothing else."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = len(text) - broken - len(data.translate(None, _HIGH))
    return text if whole >= _WHOLE * broken else None


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding.startswith("utf-16") and error.start >= len(data) - 2:
            return data[: len(data) - len(data) % 2].decode(encoding, "replace")
        raise DamagedError(str(error)) from error


def _headings_in(text: str) -> int:
    """Return the most known headings in one line, whatever separates them."""
    best = 0
    for line in text.split("\n")[:60]:
        cells = [cell.strip(' "') for cell in re.split(r"[,;\t|]", line)]
        whole, partly = strength(cells)
        best = max(best, 2 * whole + partly)
    return best


def _commonness(text: str, encoding: str) -> int:
    """Return the share of foreign letters, in per mille, that are common where the encoding is used.

    A single one in the middle of a Latin word is none: Pérez is P廨ez in big5.
    """
    foreign = [char for char in text if ord(char) > 127]
    if not foreign:
        return 0
    told = _IN_WORD.sub("", text) if encoding != "cp1252" else text
    common = sum(1 for char in told if _COMMON[encoding].match(char))
    if encoding in {"gb18030", "big5"}:
        strict = "gb2312" if encoding == "gb18030" else "big5"
        common = sum(1 for char in told if _COMMON[encoding].match(char) and _encodes(char, strict))
    return 1000 * common // len(foreign)


def _encodes(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def separator_of(text: str) -> str:
    """Return the separator that yields the most known headings in a line, then the most regular table."""
    first = text.lstrip("\ufeff").split("\n", 1)[0].strip()
    if first.casefold().startswith("sep=") and first[4:5] in _SEPARATORS:
        return first[4]
    best, choice = (-1, -1), ","
    for separator in _SEPARATORS:
        if separator not in text:
            continue
        rows = table("\n".join(text.split("\n")[:_LINES]), separator)
        heads = max((2 * whole + partly for whole, partly in map(strength, rows[:60])), default=0)
        widths = Counter(len(row) for row in rows if sum(1 for cell in row if cell) > 1)
        regular = max((count * min(20, width) for width, count in widths.items()), default=0)
        if (heads, regular) > best:
            best, choice = (heads, regular), separator
    return choice


def table(text: str, separator: str) -> list[Row]:
    """Split text into rows of the same length; a row's position is its row number in a spreadsheet program."""
    try:
        rows = list(rows_of(text, separator))
    except csv.Error:
        rows = list(rows_of(text, separator, quotes=False))
    width = max(map(len, rows), default=0)
    for row in rows:
        row.extend([""] * (width - len(row)))
    return rows


def rows_of(text: str, separator: str, *, quotes: bool = True) -> Iterator[Row]:
    """Return the rows of a text as they come, so that nobody need hold them all.

    Raises:
        csv.Error: a cell is longer than any can be.
    """
    text = text.lstrip("\ufeff").replace("\x00", "")
    if text[:4].casefold() == "sep=":  # a spreadsheet program obeys this line and does not show it
        text = text.partition("\n")[2]
    if '="' in text:
        text = _EXCEL_TEXT.sub(r'\1"', text)
    if separator == "|" or "---" in text:
        text = _RULER.sub("", text)
    quotes = quotes and '"' in text
    rows = quoted.rows_of(_lines(text), separator) if quotes else _split(text, separator)
    if separator == "," and torn.may_be_torn(text[:_SAMPLE]):
        rows = torn.mended(rows)
    if not quotes:
        return rows
    head = list(islice(rows, _LOOKED))
    single = sum(1 for row in head if _is_line(row, separator))
    rows = chain(head, rows)
    if single * 2 > len(head):  # lines that are quoted as a whole
        rows = (
            next(csv.reader([str(row[0])], delimiter=separator)) if _is_line(row, separator) else row for row in rows
        )
    return _with_headings(rows, separator)


def _split(text: str, separator: str) -> Iterator[Row]:
    """Return the rows of a text in which quotes are letters like others."""
    return csv.reader(_lines(text), delimiter=separator, quoting=csv.QUOTE_NONE)


def _lines(text: str) -> Iterator[str]:
    """Return the lines of a text, which is split in pieces: a copy of the whole takes four bytes per letter."""
    return chain.from_iterable(io.StringIO(piece, newline="") for piece in _pieces(text))


def _pieces(text: str) -> Iterator[str]:
    """Return a text in pieces that end with a line."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _PIECE) + 1 or len(text)
        yield text[start:end]
        start = end


def _is_line(row: Row, separator: str) -> bool:
    return len(row) == 1 and separator in row[0]


def _with_headings(rows: Iterator[Row], separator: str) -> Iterator[Row]:
    """Return rows in which headings that lack the quotes of the cells below are joined again."""
    head = list(islice(rows, _LOOKED))
    width = _width(head)
    for place, row in enumerate(head[: _LOOKED // 4]):
        if 0 < len(row) - width <= _UNQUOTED and (headings := _joined(row, width, separator)):
            head[place] = headings
            break
    return chain(head, rows)


def _width(rows: list[Row]) -> int:
    """Return how many cells nearly all rows have."""
    widths = Counter(len(row) for row in rows[:_LOOKED] if len(row) > 1)
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    return width if width and count >= 0.9 * (widths.total() - 1) else 1 << 20


def _joined(row: Row, width: int, separator: str) -> Row | None:
    """Return headings that separators inside them have torn, joined so that most of them are known; None if unclear."""
    found: list[tuple[int, Row]] = []
    for seams in combinations(range(1, len(row)), len(row) - width):
        headings: Row = []
        for place, cell in enumerate(row):
            if place in seams:
                headings[-1] += separator + cell
            else:
                headings.append(cell)
        whole, partly = strength(headings)
        blanks = sum(1 for place in seams if row[place][:1] == " ")
        found.append((4 * whole + 2 * partly + blanks, headings))
    best = max(weight for weight, _ in found)
    chosen = [headings for weight, headings in found if weight == best]
    return chosen[0] if len(chosen) == 1 and strength(chosen[0])[0] else None


def _is_cut(text: str, separator: str) -> bool:
    """Tell whether the last row stops in the middle: it lacks the end of its line, and cells that all others have."""
    if text.endswith(("\n", "\r", "\x00")):
        return False
    lines = list(_lines(text[-_SAMPLE:].partition("\n")[2]))
    if lines and quoted.is_open(lines[-1], separator):
        return True
    rows = list(quoted.rows_of(iter(lines), separator))[-_LOOKED:]
    if len(rows) < _FEW:
        return False
    last, shape = rows[-1], quoted.shape_of(rows[:-1])
    width = min(set(map(len, rows[:-1])) - {0}, default=0)
    if not 1 < len(last) < width:
        return False
    begins = None if shape is None else shape.begins(last[:-1])  # a shorter row of totals begins in another way
    return 2 * len(last) >= width if begins is None else begins
