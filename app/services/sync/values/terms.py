"""Payment terms: how a due date follows from a document's date.

Terms are read from their words (``Net 45``, ``2/10N30``, ``30 días fin de mes``, ``月末締め翌月末払い``). Codes that
say nothing (``NAH4``) are learned from rows of the same file that have both dates.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from app.services.sync.values.text import fold

#: Rows with both dates before a code's days are believed, and the share of them that must agree.
_LEARN_ROWS: Final = 3
_LEARN_SHARE: Final = 0.9
#: Longer credit than this is a misread number.
_LONGEST: Final = 365

_IMMEDIATE: Final = re.compile(
    r"""due[ ](?:up)?on[ ]receipt|(?:up)?on[ ]receipt|immediate(?:ly)?|payable[ ]immediately|cash|c\.?o\.?d\.?
    |cash[ ]on[ ]delivery|prepaid|prepayment|in[ ]advance|(?:al[ ]|de[ ])?contado|inmediato|pago[ ]inmediato|anticipado
    |a[ ]?vista|pronto[ ]pagamento|antecipado|sofort(?:[ ]rein)?(?:[ ](?:fallig|netto|zahlbar|ohne[ ]abzug))?
    |netto[ ]kasse|vorkasse|vorauszahlung|c\.?i\.?a\.?|c\.?w\.?o\.?|cash[ ]in[ ]advance
    |即期|现付|现结|现款|現金|現金取引|即日|即日払い|當日|当日|即時|即時払い|貨到付款|货到付款|预付|預付|前払い|現金払い|先款后货|款到发货|款到發貨""",
    re.VERBOSE,
)
_MONTH_END: Final = (
    r"(?:e\.?o\.?m\.?|(?:from[ ])?(?:the[ ])?end[ ]of[ ](?:the[ ])?month|month[ -]?end|fin[ ](?:de[ ])?mes|fdm|dfm"
    r"|(?:fora[ ]o|fim[ ]do|final[ ]d[eo])[ ]mes|(?:zum[ ])?monatsende|ende[ ]des[ ]monats|月末|(?:當|当)?月[結结])"
)
_DAY_WORD: Final = r"(?:days?|dias?|tagen?|tage|天|日|d)"
_DISCOUNT: Final = re.compile(
    r"""\d+(?:[.,]\d+)?\s*%?\s*(?:/|[ ])\s*\d+\s*(?:days?|dias?|tage)?\s*[,;/]?\s*n(?:et(?:to)?)?\.?\s*/?\s*(\d+)
    |.*\b(\d+)\s*(?:tagen?|tage)\s*(?:rein\s*)?netto
    |.*(?:skonto|discount|descuento|desconto).*?\b(?:net(?:to)?\s*)?(\d+)\s*(?:tagen?|tage|days?|dias?)(?:\s*net\w*)?""",
    re.VERBOSE,
)
_JAPANESE: Final = re.compile(
    r"""(?:毎月)?(月?末|\d{1,2}日?)\s*(?:締め?切?り?|〆切?り?)[、,/\s・]*
    (当月|翌月|翌々月|(\d)\s*[かヶケカか箇]月後?)[のに]?\s*(末|月末|\d{1,2})日?""",
    re.VERBOSE,
)
_JAPANESE_DAYS: Final = re.compile(
    r"(?:請求書?|納品|検収|発行)*日?(?:後|より|から)?\s*(\d{1,3})\s*日(?:以内|後|払い?|サイト|\s)*"
)
_CHINESE_MONTH: Final = re.compile(r"(?:月结|月結)\s*(\d{1,3})\s*(?:天|日)?")
_DAYS_THEN_END: Final = re.compile(rf"n?(?:et\s*)?(\d{{1,3}})\s*{_DAY_WORD}?\.?\s*(?:[,+]|a|al|ab|zum)?\s*{_MONTH_END}")
_END_THEN_DAYS: Final = re.compile(
    rf"(?:net\s*)?{_MONTH_END}\s*(?:\+|plus|and|net|y|e|后|後)?\s*(\d{{1,3}})?\s*{_DAY_WORD}?(?:\s*net)?"
)
_NEXT_MONTH: Final = re.compile(
    r"""(?:net\s*|dia\s*)?(\d{1,2})(?:st|nd|rd|th|\.)?\s*(?:dia\s*)?
    (?:prox(?:imo|\.)?|(?:day\s)?of\s(?:the\s)?(?:next|following)\smonth|del\smes\ssiguiente|do\smes\sseguinte
    |des\s(?:folge|nachst)\w*monats)""",
    re.VERBOSE,
)
_NEXT_IN_CJK: Final = re.compile(
    r"(翌々|次々|翌|次|下)[个個]?月(?:の)?(末|底|\d{1,2})日?(?:前|まで|以前)?(?:払い?|付款|支払い?)?"
)
_MONTHS: Final = re.compile(
    r"(?:net|netto|neto|innerhalb(?:\svon)?|within|a)?\s*(\d{1,2})\s*(?:months?|mes(?:es)?|monate?n?|[かヶケカか箇个個]月)"
    r"(?:\s*(?:net\w*|後|后|以内|内))?"
)
_WEEKS: Final = re.compile(
    r"(?:net|netto|within|innerhalb(?:\svon)?)?\s*(\d{1,2})\s*(?:weeks?|wochen?|semanas?|周|週間?)(?:\s*net\w*)?"
)
_DAYS: Final = re.compile(
    rf"""(?:(?:net\s)?due\sin|net(?:to)?|n|nt|d|neto|credito(?:\sa)?|credit|within|innerhalb(?:\svon)?|zahlbar\sinnerhalb(?:\svon)?|pago\sa
    |prazo|plazo|a|ab|票到|开票后|開票後|发票日后)?[\s./(:-]*
    (\d{{1,3}})[\s)]*
    (?:(?:calendar\s)?{_DAY_WORD}|dd|ddl|net)?\.?
    (?:\s*(?:net\w*|liquidos?|corridos|naturales|(?:de\s)?fecha\s(?:de\s)?factura|f\.?\s?f\.?|credit|payment|rein\snetto
    |(?:da|apos\sa)\sdata\sd[ae]\s(?:fatura|emissao|nota)|(?:nach|ab)\s(?:rechnungs(?:datum|eingang)|rechnung)
    |(?:from|after)\s(?:the\s)?(?:date\sof\s)?invoice(?:\sdate)?|内付款|內付款|内|後|后))?""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Terms:
    """A rule from document date to due date.

    Attributes:
        days: days after the document, or after the month's end where ``month_end`` is ``before``.
        month_end: ``before`` (end of month, then the days), ``after`` (the days, then on to the end of that month), "".
        closing: day on which the month's documents are closed (Japan), 31 for its end; None without closing.
        months: months from the closing month to the month of payment; without closing, from the document's own day.
        day: day of the month of payment, 31 for its end.
    """

    days: int = 0
    month_end: str = ""
    closing: int | None = None
    months: int = 0
    day: int = 0

    def due(self, document: date) -> date:
        """Return the due date of a document."""
        if self.closing is not None:
            late = document.day > min(self.closing, _last(document.year, document.month))
            return _in_month(document, self.months + late, self.day)
        if self.months:
            return _in_month(document, self.months, document.day)
        if self.month_end == "before":
            return _in_month(document, 0, 31) + timedelta(self.days)
        day = document + timedelta(self.days)
        return _in_month(day, 0, 31) if self.month_end == "after" else day


def _last(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _in_month(start: date, months: int, day: int) -> date:
    """Return a day of the month so many months later, its last one if it is shorter."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(day, _last(year, month + 1)))


@lru_cache(maxsize=4096)
def parse_terms(text: str) -> Terms | None:
    """Read payment terms; None if the words do not say when to pay."""
    tidy = fold(text).strip(" .;,")
    for matches, read in _READERS:
        if match := matches(tidy):
            return read(match)
    return _plain_days(tidy)


def _plain_days(tidy: str) -> Terms | None:
    if match := _DAYS.fullmatch(tidy) or _JAPANESE_DAYS.fullmatch(tidy):
        digits = match.group(1)
        return None if tidy == digits and digits[0] == "0" and len(digits) > 1 else _days(digits)
    return None


def _days(digits: str, month_end: str = "") -> Terms | None:
    return Terms(int(digits), month_end) if int(digits) <= _LONGEST else None


def _closing(match: re.Match[str]) -> Terms:
    """Read ``20日締め翌月10日払い``: closed on the 20th, paid on the 10th of the next month."""
    closing, month, count, day = match.groups()
    months = int(count) if count else {"当月": 0, "翌月": 1, "翌々月": 2}[month]
    return Terms(closing=_day_of_month(closing), months=months, day=_day_of_month(day))


def _day_of_month(text: str) -> int:
    digits = "".join(char for char in text if char.isdecimal())
    return min(int(digits), 31) if digits else 31


def _in_cjk(month: str, day: str) -> Terms:
    """Read ``翌々月10日払い`` and ``次月底付款``: a day of a later month."""
    return Terms(closing=31, months=2 if "々" in month else 1, day=_day_of_month(day))


def _next_month(match: re.Match[str]) -> Terms | None:
    """Read ``10th prox``."""
    day = int(match.group(1))
    return Terms(closing=31, months=1, day=day) if 1 <= day <= 31 else None


def _then_end(match: re.Match[str]) -> Terms | None:
    """Net 30 EOM counts from the month's end; ``30 days EOM`` and ``30 días fin de mes`` run on to one."""
    return _days(match.group(1), "before" if match.string.startswith("n") else "after")


#: How terms are read, the surest form first.
_READERS: Final[tuple[tuple[Callable[[str], re.Match[str] | None], Callable[[re.Match[str]], Terms | None]], ...]] = (
    (_IMMEDIATE.fullmatch, lambda _match: Terms()),
    (_DISCOUNT.fullmatch, lambda match: _days(next(group for group in match.groups() if group))),
    (_JAPANESE.search, _closing),
    (_CHINESE_MONTH.fullmatch, lambda match: Terms(int(match.group(1)), "before")),
    (_DAYS_THEN_END.fullmatch, _then_end),
    (_END_THEN_DAYS.fullmatch, lambda match: _days(match.group(1) or "0", "before")),
    (_NEXT_MONTH.fullmatch, _next_month),
    (_NEXT_IN_CJK.fullmatch, lambda match: _in_cjk(*match.groups())),
    (_MONTHS.fullmatch, lambda match: Terms(months=int(match.group(1)))),
    (_WEEKS.fullmatch, lambda match: _days(str(7 * int(match.group(1))))),
)


def _holding(rule: Terms, pairs: Mapping[tuple[str, str], int]) -> int:
    """Count the rows whose due date follows from their document date by a rule."""
    return sum(count for (start, due), count in pairs.items() if rule.due(date.fromisoformat(start)).isoformat() == due)


def learn(rows: Iterable[tuple[str, str, str]]) -> dict[str, Terms]:
    """Learn the days of each terms text from rows that have both dates.

    Args:
        rows: terms as seen, document date and due date (ISO).

    Returns:
        Terms text → its days, for texts of which at least three rows and nine in ten agree; what the words say
        themselves goes before it where the rows agree with them too: all of one day may be 30 days or the month's end.
    """
    days: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for text, document, due in rows:
        days[text][document, due] += 1
    learned: dict[str, Terms] = {}
    for text, pairs in days.items():
        counts: Counter[int] = Counter()
        for (document, due), count in pairs.items():
            counts[(date.fromisoformat(due) - date.fromisoformat(document)).days] += count
        best, count = counts.most_common(1)[0]
        if count >= _LEARN_ROWS and count >= _LEARN_SHARE * counts.total() and 0 <= best <= _LONGEST:
            said = parse_terms(text)
            learned[text] = said if said is not None and _holding(said, pairs) >= count else Terms(best)
    return learned


def are_terms(cell: object) -> bool:
    """Tell whether a cell where a due date would stand says in words when it is due: ``30 días``, ``à vista``."""
    return isinstance(cell, str) and any(map(str.isalpha, cell)) and parse_terms(cell) is not None
