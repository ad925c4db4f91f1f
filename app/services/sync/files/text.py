"""Text files as grids: encoding weighed by the words it yields, separator by the table it yields.

Everything stays text; 00123 keeps its zeros. Trial decoding alone cannot tell gb18030 from cp932 or big5, so the
candidates that decode are weighed by how many known headings appear in them, then by how common their letters are.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import Final

from app.services.sync.files.grid import Book, DamagedError, Grid, Row
from app.services.sync.layouts.headings import strength

_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CANDIDATES: Final = ("cp932", "gb18030", "big5", "cp1252")
_SEPARATORS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
#: Text in front that decides about encoding and separator.
_SAMPLE: Final = 60_000
_LINES: Final = 200
#: A line of a drawn table that only separates.
_RULER: Final = re.compile(r"^[ \t|+]*[-=_]{3,}[-=_ \t|+]*$", re.MULTILINE)
_EXCEL_TEXT: Final = re.compile(r'(^|[,;\t])="', re.MULTILINE)
_COMMON: Final = {
    "cp932": re.compile("[ぁ-んァ-ヶー、。・々一-龠]"),
    "gb18030": re.compile("[一-龥，。、；：（）]"),
    "big5": re.compile("[一-龥，。、；：（）]"),
    "cp1252": re.compile("[áéíóúñçãõâêôàüöäßÁÉÍÓÚÑÇÃÕÂÊÔÀÜÖÄºª°€£¡¿]"),
}
#: More line breaks inside one cell mean that a stray quote has swallowed rows.
_SWALLOWED: Final = 20
csv.field_size_limit(1 << 26)


def open_text(data: bytes) -> Book:
    """Open a text file.

    Raises:
        DamagedError: no encoding yields text.
    """
    text, encoding, doubts = decode(data)
    separator = separator_of(text[:_SAMPLE])

    def load(name: str) -> Grid:
        return Grid.of_rows(name, table(text, separator))

    return Book("text", ("",), load, f"{encoding}, {_SEPARATORS[separator]}", doubts)


def decode(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """Return the text, its encoding and the encodings that fitted as well.

    Raises:
        DamagedError: nothing fits.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data, encoding), encoding.removesuffix("-sig"), ()
    sample = data[:4096]
    if sample.count(0) > len(sample) * 0.2:
        encoding = "utf-16-le" if sample[1::2].count(0) >= sample[0::2].count(0) else "utf-16-be"
        return _strict(data, encoding), encoding, ()
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        pass
    weighed: list[tuple[int, int, str, str]] = []
    for encoding in _CANDIDATES:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        weighed.append((_headings_in(text[:_SAMPLE]), _commonness(text[:_SAMPLE], encoding), encoding, text))
    if not weighed:
        return data.decode("cp1252", "replace"), "cp1252", ()
    best = max(weighed, key=lambda found: found[:2])
    doubts = tuple(found[2] for found in weighed if found[:2] == best[:2] and found is not best)
    return best[3], best[2], doubts


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
    """Return the share of foreign letters, in per mille, that are common where the encoding is used."""
    foreign = [char for char in text if ord(char) > 127]
    if not foreign:
        return 0
    common = len(_COMMON[encoding].findall("".join(foreign)))
    if encoding in {"gb18030", "big5"}:
        strict = "gb2312" if encoding == "gb18030" else "big5"
        common = sum(1 for char in foreign if _COMMON[encoding].match(char) and _encodes(char, strict))
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
    text = text.lstrip("\ufeff").replace("\x00", "")
    if '="' in text:
        text = _EXCEL_TEXT.sub(r'\1"', text)
    if separator == "|" or "---" in text:
        text = _RULER.sub("", text)
    rows: list[Row] = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    if '"' in text and any(cell.count("\n") > _SWALLOWED for row in rows for cell in row if len(cell) > _SWALLOWED):
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=csv.QUOTE_NONE))
    widths = set(map(len, rows))
    if len(widths) > 1:
        width = max(widths)
        for row in rows:
            if len(row) < width:
                row.extend([""] * (width - len(row)))
    return rows
