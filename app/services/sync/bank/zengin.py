"""Zengin: Japan's statements (入出金取引明細) and notices of transfers (振込入金通知), at fixed places or by commas.

A record has 200 bytes, names are half-width kana in cp932. Years have two digits, the era's by the book and ours with
some banks: one verdict for the file, by the days of its headers. A statement is proved by its balances, a notice by its
sum.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.i18n import msg
from app.services.sync.bank.model import Balance, Movement, Statement, Unread, What, cut_off, unreadable
from app.services.sync.bank.remittance import reference
from app.services.sync.files.plain import from_wide, wide, with_plain_ends
from app.services.sync.questions import Question, QuestionsError
from app.services.sync.tables.movements import reason_of

_YEN: Final = "JPY"
_LENGTH: Final = 200
_NOTICE, _STATEMENT = "01", "03"
_HEADER, _DATA, _TRAILER, _END = "1", "2", "8", "9"
_OWNER: Final = "bank:4 bank_name:15 branch:3 branch_name:15"
_FROM: Final = "type:1 kind:2 code:1 made:6 from:6 to:6"
#: Fields and their widths, by kind of file and of record; ``_`` is filling.
_FIELDS: Final = {
    (_NOTICE, _HEADER): f"{_FROM} {_OWNER} sort:1 account:7 holder:40 _:93",
    (_NOTICE, _DATA): "type:1 inquiry:6 day:6 moved:6 amount:10 cheques:10 payer_code:10 payer:48 sender:15 "
    "sender_branch:15 cancelled:1 edi:20 _:52",
    (_NOTICE, _TRAILER): "type:1 in_count:6 in_sum:12 out_count:6 out_sum:12 _:163",
    (_STATEMENT, _HEADER): f"{_FROM} {_OWNER} _:3 sort:1 account:10 holder:40 overdrawn:1 book:1 balance:14 _:71",
    (_STATEMENT, _DATA): "type:1 inquiry:8 day:6 moved:6 direction:1 how:2 amount:12 cheques:12 shown:6 dishonoured:6 "
    "paper:1 paper_number:7 office:3 payer_code:10 payer:48 sender:15 sender_branch:15 text:20 edi:20 _:1",
    (_STATEMENT, _TRAILER): "type:1 in_count:6 in_sum:13 out_count:6 out_sum:13 overdrawn:1 balance:14 records:7 _:139",
}  # fmt: skip
#: Fields in which nothing but digits may stand; banks leave blank what they do not use.
_DIGITS: Final = frozenset(
    "made from to bank branch sort account balance day moved amount direction overdrawn in_count in_sum out_count "
    "out_sum cancelled how dishonoured".split()
)
_HOW: Final = {
    "10": "現金", "11": "振込", "12": "他店券入金", "13": "交換", "14": "振替", "18": "その他", "19": "訂正",
}  # fmt: skip
_CORRECTION: Final = "19"
#: What a year of two digits may begin with: ours, Reiwa, Heisei.
_ERAS: Final = ((2000, date.min, date.max), (2018, date(2019, 5, 1), date.max), (1988, date.min, date(2019, 4, 30)))
#: A bank makes its files out of days that are past, and of some years only.
_AHEAD: Final = timedelta(7)
_BACK: Final = timedelta(3653)
_DATE: Final = re.compile(r"\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", re.ASCII)
#: Letters of two bytes: all but those of ASCII and the half-width kana.
_TWO_BYTES: Final = re.compile("[^\x00-\x7f｡-ﾟ]")
_NO_DAY: Final = frozenset({"", "000000"})


@dataclass(frozen=True, slots=True)
class _Record:
    """A record in its fields; ``shown``: how it begins."""

    row: int
    kind: str
    fields: dict[str, str]
    shown: str

    def number(self, name: str) -> int:
        """Return a figure, 0 where it is blank."""
        return int(self.fields.get(name) or 0)


def read(data: bytes, file: str, day: date) -> list[Statement]:
    """Read all accounts of a file.

    Args:
        data: the file.
        file: its name.
        day: a day near those of the file: the collector's, or what he says that the file stands for.

    Raises:
        RefusedError: it was cut off, or its frame cannot be read.
        QuestionsError: nobody knows which years it means.
    """
    loose: list[Unread] = []
    records = list(_records(data, file, loose))
    headers = [record for record in records if record.fields["type"] == _HEADER]
    years = _years(headers, file, day)
    found: list[Statement] = []
    current: Statement | None = None
    ended = False
    for record in records:
        kind = record.fields["type"]
        if ended or ((kind == _HEADER) is not (current is None) and kind != _END):
            raise cut_off(file, record.row)
        if kind == _HEADER:
            current = _begin(record, years, file)
        elif kind == _END:
            if current is not None:
                raise cut_off(file, record.row)
            ended = True
            _check_accounts(record, found)
        elif current is not None and kind == _DATA:
            _take(current, record, years)
        elif current is not None:
            _finish(current, record)
            found.append(current)
            current = None
    if not ended or not found:
        raise cut_off(file)
    found[0].unread.extend(loose)
    return found


# ------------------------------------------------------------------------------------------------ records


def _records(data: bytes, file: str, loose: list[Unread]) -> Iterator[_Record]:
    """Give the records; lines that are none are put aside."""
    kind = ""
    lines = list(_lines(data))
    for row, pieces in lines:
        mark, shown = pieces[0] if len(pieces) > 1 else pieces[0][:1], " ".join(pieces)[:80].strip()
        if mark == _HEADER:
            kind = pieces[1].zfill(2) if len(pieces) > 1 else pieces[0][1:3]
        spec = "type:1 records:10 accounts:5 _:184" if mark == _END else _FIELDS.get((kind, mark))
        fields = None if spec is None else _split(pieces, spec)
        if fields is not None:
            yield _Record(row, kind, fields, shown)
        elif mark == _HEADER:
            if row == lines[-1][0]:
                raise cut_off(file, row)
            raise unreadable(file, msg("The header of the account cannot be read."), row)
        else:
            loose.append(Unread(row, mark, shown, msg("This line is no record of a bank statement.")))


def _lines(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Give number and pieces of every line: one piece where the record has fixed places, letters one byte each."""
    text = _text(data)
    if "," in text[:8]:
        reader = csv.reader(io.StringIO(text))
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, [cell.strip() for cell in cells]
        return
    lines = text.split("\n")
    if max(map(len, lines)) > _LENGTH + 1 and len(text.strip("\n")) % _LENGTH == 0:
        whole = text.strip("\n")
        lines = [whole[at : at + _LENGTH] for at in range(0, len(whole), _LENGTH)]
    for row, line in enumerate(lines, start=1):
        if line.strip():
            yield row, [line]


def _text(data: bytes) -> str:
    """Return the text with plain line ends; a byte of cp932 stands for a letter, so that places can be counted."""
    if encoding := wide(data):
        text = from_wide(data, encoding)
    else:
        try:
            text = codecs.getincrementaldecoder("utf-8-sig")().decode(data)  # the last letter may be cut off
        except UnicodeDecodeError:
            text = data.decode("cp932", "replace")
    text = with_plain_ends(text).rstrip("\x1a\x00")
    if "," in text[:8]:
        return text
    return _TWO_BYTES.sub(lambda letter: f"{letter.group()}\x00", text)


def _split(pieces: Sequence[str], spec: str) -> dict[str, str] | None:
    """Return the fields of a record; None where it has another length, or letters where digits belong."""
    widths = [(name, int(width)) for name, _, width in (part.partition(":") for part in spec.split())]
    if len(pieces) == 1:
        line, at = pieces[0], 0
        if len(line) != _LENGTH and (len(line) > _LENGTH or line.endswith(" ")):
            return None  # shorter only where all the blanks at its end are gone
        cells = []
        for _, width in widths:
            cells.append(line[at : at + width])
            at += width
    elif len(pieces) > len(widths):
        return None
    else:
        cells = [*pieces, *[""] * (len(widths) - len(pieces))]
    fields = {name: " ".join(cell.replace("\x00", "").split()) for (name, _), cell in zip(widths, cells, strict=True)}
    for name, width in widths:
        if name in _DIGITS and fields[name]:
            if not re.fullmatch(rf"\d{{1,{width}}}", fields[name], re.ASCII):
                return None
            fields[name] = fields[name].zfill(width)
    return fields


# ------------------------------------------------------------------------------------------------ days


def _years(headers: Sequence[_Record], file: str, day: date) -> tuple[int, date, date]:
    """Return what the years of a file begin with: the era in which its newest day is near and past.

    Raises:
        RefusedError: no header has a day.
        QuestionsError: no era brings the days near.
    """
    said = {record.fields[name] for record in headers for name in ("made", "from", "to")} - _NO_DAY
    newest: list[tuple[date, tuple[int, date, date]]] = []
    for era in _ERAS:
        days = [found for text in said if (found := _day(text, era)) is not None]
        if days and len(days) == len(said) and max(days) <= day + _AHEAD:
            newest.append((max(days), era))
    if not said or not headers:
        raise unreadable(file, msg("The statement's header has no day."), headers[0].row if headers else None)
    best = max(newest, default=None, key=lambda pair: pair[0])
    if best is None or best[0] < day - _BACK:
        what = msg("The statement's years have two digits ({value}) and no era brings them near {day}.",
                   value=max(said), day=day)  # fmt: skip
        raise QuestionsError(file, (Question("--as-of", None, what),))
    return best[1]


def _day(text: str, era: tuple[int, date, date]) -> date | None:
    base, first, last = era
    try:
        found = date(base + int(text[:2]), int(text[2:4]), int(text[4:6]))
    except ValueError:
        return None
    return found if first <= found <= last else None


# ------------------------------------------------------------------------------------------------ an account


def _begin(record: _Record, years: tuple[int, date, date], file: str) -> Statement:
    """Read an account's header."""
    fields = record.fields
    if not (fields["bank"] and fields["branch"] and fields["account"]):
        raise unreadable(file, msg("The header of the account cannot be read."), record.row)
    account = "-".join((fields["bank"], fields["branch"], fields["sort"], fields["account"].lstrip("0").zfill(7)))
    through = _day(fields["to"], years) or _day(fields["made"], years)
    found = Statement(account, _YEN, noted=[record.row], day=through)
    if record.kind == _STATEMENT and fields["balance"] and through is not None:
        found.opening = Balance(record.row, _signed(record), through)
    return found


def _signed(record: _Record) -> int:
    return -record.number("balance") if record.fields["overdrawn"] == "2" else record.number("balance")


def _take(statement: Statement, record: _Record, years: tuple[int, date, date]) -> None:
    """Read a movement."""
    fields, notice = record.fields, record.kind == _NOTICE
    booked = _day(fields["day"], years)
    valued = booked if fields["moved"] in _NO_DAY else _day(fields["moved"], years)
    reason = None
    if booked is None or valued is None:
        reason = msg("The booking has no day.")
    elif not fields["amount"]:
        reason = msg("This is no amount.")
    elif not notice and fields["direction"] not in {"1", "2"}:
        reason = msg("The booking does not say whether money came in or went out.")
    if reason is not None or booked is None or valued is None:
        reason = reason or msg("The booking has no day.")
        statement.unread.append(Unread(record.row, _DATA, record.shown, reason))
        return
    text = " ".join(part for part in (fields.get("text", ""), fields["edi"]) if part)
    comes = fields["cancelled"] != "1" if notice else fields["direction"] == "1"
    edi = reference(fields["edi"])
    statement.movements.append(
        Movement(
            row=record.row,
            what=_what(record, text, comes=comes),
            amount=record.number("amount") if comes else -record.number("amount"),
            booked=booked.isoformat(),
            valued=valued.isoformat(),
            payer=fields["payer"] or None,
            text=text or None,
            references=() if edi is None else (edi,),
            method=_HOW["11"] if notice else _HOW.get(fields["how"]),
        )
    )


def _what(record: _Record, text: str, *, comes: bool) -> What:
    """Tell what a movement is: money that was put right or dishonoured goes the way it came."""
    fields = record.fields
    if record.kind == _NOTICE:
        return What.RECEIPT if comes else What.TAKEN_BACK
    corrected = fields["how"] == _CORRECTION
    if comes:
        return What.OUTGOING if corrected else What.RECEIPT
    if corrected or _DATE.fullmatch(fields["dishonoured"]):
        return What.TAKEN_BACK
    return What(reason_of(text, None))


def _finish(statement: Statement, record: _Record) -> None:
    """Read the trailer: what the movements add up to, and the balance behind them."""
    statement.noted.append(record.row)
    stated = record.number("in_sum") - record.number("out_sum")
    added = sum(move.amount for move in statement.movements)
    if record.kind == _NOTICE:
        statement.summed = Balance(record.row, stated, statement.day or date.min)
        return
    if statement.opening is not None and record.fields["balance"]:
        statement.closing = Balance(record.row, _signed(record), statement.opening.day)
    if stated != added or statement.unread:
        statement.check_differs = (stated, added, record.row)


def _check_accounts(record: _Record, found: Sequence[Statement]) -> None:
    """Compare how many accounts the file says that it holds."""
    stated = record.fields["accounts"]
    if found and stated.isdigit() and int(stated) not in {0, len(found)}:
        what = msg("The file says that it holds {stated} accounts, and holds {found}.",
                   stated=int(stated), found=len(found))  # fmt: skip
        found[0].told.append(("statement_missing", what, record.row))
    if found:
        found[-1].noted.append(record.row)
