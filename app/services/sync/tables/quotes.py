"""What rates of exchange come to: which way they go, the base they are kept against, and what leads there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from itertools import pairwise
from typing import Final

from app.errors import RefusedError
from app.i18n import Message, msg
from app.money import is_currency
from app.services.sync.layouts import load
from app.services.sync.model import Question, QuestionsError
from app.services.sync.tables.factsheet import Sheet
from app.services.sync.values.currency import meaning
from app.services.sync.values.text import fold, plain

UNIT, BASE = "unit", "base"
#: Letters of a code.
_ISO: Final = 3
_DIGITS: Final = Context(prec=10)
_CODE: Final = re.compile(r"\b[A-Z]{3}\b")
#: Between the words of a line, and between a sign and the number beside it.
_WORDS: Final = re.compile(r"[\s\d,;:()\[\]=/.]+")
_SIGN: Final = re.compile(r"[£€¥￥₩₹₽₺₱฿₫]")
#: How far a rate may be from a known one for both to be the same rate of two days.
_NEAR: Final = Decimal("1.25")
TWO: Final[Message] = msg("There is another rate for this currency and day above it.")


@dataclass(frozen=True, slots=True)
class Quote:
    """``to`` units for one unit of ``currency``; ``to`` empty where the row names one currency only."""

    currency: str
    to: str
    rate: Decimal

    def against(self, other: str, way: str) -> Quote:
        """Return the rate with the currency that it is against, which ``way`` says whether it is in or of."""
        return Quote(self.currency, other, self.rate) if way == UNIT else Quote(other, self.currency, self.rate)


def against(sheet: Sheet, quotes: Sequence[Quote], base: str, heading: str) -> str:
    """Return the currency that rates of a single currency are against: the base, unless the list has one of that too.

    A page of a central bank is against its own currency, ``1 EUR = ``, and lists ours among the others.

    Raises:
        RefusedError: nothing says against which one.
    """
    lone = [quote for quote in quotes if not quote.to]
    ours = next((quote for quote in lone if quote.currency == base and quote.rate != 1), None)
    if ours is None:
        return base
    table = sheet.table
    named = {code for line in (*table.found.titles, heading) for code in _named_in(line)}
    named -= {quote.currency for quote in lone}
    if len(named) == 1:
        return named.pop()
    raise RefusedError(
        "rates_against",
        msg(
            "The list has a rate of {base} itself ({rate}), so its rates are against another currency, and no line "
            "says which one.",
            base=base, rate=plain_rate(ours.rate),
        ),
        where=msg("File {file}, column “{column}”.", file=table.file, column=heading),
        do=msg("Write that currency above the table, for example “1 EUR =”, or beside each rate, and sync it again."),
    )  # fmt: skip


def _named_in(line: str) -> set[str]:
    """Return the currencies that a line names, by code, sign or name."""
    said = [word for word in _WORDS.split(plain(line)) if word and not (len(word) == _ISO and not _is_code(word))]
    pairs = [f"{one} {other}" for one, other in pairwise(said)]
    found = {meaning(text).code for text in (*pairs, *said)}
    return {code for code in found if code is not None}


def _is_code(word: str) -> bool:
    """Tell whether a word of three letters is a currency's code, and not ``all`` or ``TOP``."""
    return not word.isascii() or (word.isupper() and word not in load("words")["code_words"]["any"])


def way_of(sheet: Sheet, quotes: Sequence[Quote], base: str, heading: str) -> str:
    """Return what rates of a single currency are of; asks where neither heading nor known rates tell."""
    lone = [quote for quote in quotes if not quote.to and quote.currency != base]
    table = sheet.table
    if not lone:
        return UNIT
    if table.options.rates_per is not None:
        return table.options.rates_per
    said = _heading_says(fold(_with_codes(heading)), fold(base)) or _known_say(sheet, lone, base)
    if said is None:
        evidence = msg(
            "{rate} beside {currency} may be {base} for one {currency}, or {currency} for one {base}.",
            rate=plain_rate(lone[0].rate), currency=lone[0].currency, base=base,
        )  # fmt: skip
        table.questions.append(Question("--rates-per", heading, evidence, (UNIT, BASE)))
    return said or UNIT


def _with_codes(heading: str) -> str:
    """Return a heading with the codes of currencies in place of signs that mean one alone: ``Rate per £1``."""
    return _SIGN.sub(lambda sign: f" {meaning(sign[0]).code or sign[0]} ", heading)


def _heading_says(heading: str, base: str) -> str | None:
    """Read ``USD per unit``, ``in USD`` and ``per USD``, ``units per USD``."""
    if re.search(rf"(?:per|pro|por|je|/|1)\s*(?:1\s*)?{base}\b", heading):
        return BASE
    return UNIT if re.search(rf"\b{base}\s*(?:per|pro|por|je|/)|\b(?:in|en|em)\s*{base}\b", heading) else None


def _known_say(sheet: Sheet, quotes: Sequence[Quote], base: str) -> str | None:
    """Compare with the rates that are known: one way has to be near for all, the other for none."""
    if base != (sheet.table.options.default_currency or base):
        return None
    known = {currency: Decimal(text) for currency, text in sheet.table.options.known_rates.items()}
    ways = set()
    for quote in quotes:
        if quote.currency not in known:
            continue
        held = known[quote.currency]
        as_unit, as_base = _near(quote.rate, held), _near(1 / quote.rate, held)
        if as_unit != as_base:
            ways.add(UNIT if as_unit else BASE)
    return ways.pop() if len(ways) == 1 else None


def _near(one: Decimal, other: Decimal) -> bool:
    return max(one, other) <= _NEAR * min(one, other)


def base_of(sheet: Sheet, quotes: Sequence[Quote], heading: str) -> str:
    """Return the currency against which rates are kept: the company's, else the only one that the file can mean.

    Where no company is set up yet that is the currency which the heading names or all pairs share; else somebody has
    to say it.

    Raises:
        QuestionsError: nobody has said it.
    """
    table = sheet.table
    told = table.options.default_currency or table.options.currency
    if told is not None:
        return told
    pairs = [{quote.currency, quote.to} for quote in quotes if quote.to]
    shared = pairs[0].intersection(*pairs[1:]) if pairs else set()
    found = {code for code in _CODE.findall(_with_codes(heading)) if is_currency(code)} or shared
    if len(found) == 1:
        return found.pop()
    evidence = msg("No company is set up yet, and the file does not say in which currency its rates are.")
    question = Question("--currency", heading, evidence, tuple(sorted(shared)))
    raise QuestionsError(table.file, tuple(dict.fromkeys([*table.questions, question])))


def towards(quote: Quote | None, base: str, way: str) -> tuple[str, Decimal] | None:
    """Return the currency and what one unit of it is worth in the base, None where the row does not lead there."""
    if quote is None:
        return None
    if not quote.to:
        rate = quote.rate if way == UNIT else _DIGITS.divide(Decimal(1), quote.rate)
        return quote.currency, rate
    if quote.to == base:
        return quote.currency, quote.rate
    return (quote.to, _DIGITS.divide(Decimal(1), quote.rate)) if quote.currency == base else None


def cross(
    rows: list[tuple[str, Decimal] | None], quotes: Sequence[Quote | None], days: Sequence[str | None], base: str
) -> None:
    """Reach the base over another currency of the same day: EUR/JPY by way of EUR/USD."""
    worth = {(row[0], day): row[1] for row, day in zip(rows, days, strict=True) if row is not None}
    for place, quote in enumerate(quotes):
        if rows[place] is not None or quote is None or base in {quote.currency, quote.to}:
            continue
        day = days[place]
        if (quote.currency, day) in worth:
            rows[place] = (quote.to, _DIGITS.divide(worth[quote.currency, day], quote.rate))
        elif (quote.to, day) in worth:
            rows[place] = (quote.currency, _DIGITS.multiply(worth[quote.to, day], quote.rate))


def plain_rate(rate: Decimal) -> str:
    """Return a rate as it is kept."""
    return f"{rate.normalize():f}"
