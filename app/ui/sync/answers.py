"""One table of words for everything a collector decides about a file: what is asked, what it is called, its answers.

Questions, the panel of a file, the mapping editor and the history all take their words here, so that one answer is
called the same wherever it stands. Words are kept by option: a sheet may be called ``sales`` or ``leave``, and what is
not in the option's own words stands for itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Final

from app.enums import Scope
from app.i18n import Message, _, format_date, format_money, msg, render
from app.money import Money
from app.services.labels import SYNC_KINDS, label
from app.services.sync.desk import OWN_TOTAL, TAKE
from app.services.sync.layouts.tomlfile import PLAIN, shipped
from app.services.sync.options import DECIDING
from app.services.sync.planning import alike, renumbered
from app.services.sync.telling.news import listed


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one option.

    Attributes:
        asked: what stands over the field in which it is answered.
        called: what the history calls it; empty where that is the same.
        answers: answer → its words; any other answer stands for itself.
    """

    asked: Message
    called: Message | None = None
    answers: Mapping[str, Message] = field(default_factory=dict)


#: How the days of a file are written.
ORDERS: Final[Mapping[str, Message]] = {
    "dmy": msg("day, month, year"),
    "mdy": msg("month, day, year"),
    "ymd": msg("year, month, day"),
}
#: How the amounts of a file are written.
DECIMALS: Final[Mapping[str, Message]] = {
    "point": msg("point: 1,234.56"),
    "comma": msg("comma: 1.234,56"),
}
#: How a text may be written, by the name that the command line takes: most are of a language.
ENCODINGS: Final[Mapping[str, Message]] = {
    "utf-8": msg("all languages"),
    "cp1252": msg("Western Europe"),
    "cp932": msg("Japanese"),
    "euc_jp": msg("Japanese"),
    "gb18030": msg("Simplified Chinese"),
    "big5": msg("Traditional Chinese"),
    "cp949": msg("Korean"),
    "cp1250": msg("Central Europe"),
    "cp1251": msg("Cyrillic"),
    "cp1253": msg("Greek"),
    "cp1254": msg("Turkish"),
    "cp1255": msg("Hebrew"),
    "cp1256": msg("Arabic"),
    "cp1257": msg("Baltic"),
    "cp874": msg("Thai"),
    "cp850": msg("Western Europe"),
    "cp852": msg("Central Europe"),
    "cp866": msg("Cyrillic"),
    "koi8-r": msg("Cyrillic"),
    "mac-roman": msg("Western Europe"),
    "iso8859-2": msg("Central Europe"),
    "iso8859-15": msg("Western Europe"),
}
#: How far a file reaches.
SCOPES: Final[Mapping[str, Message]] = {
    Scope.FULL.value: msg("everything open: what is missing is closed"),
    Scope.PARTIAL.value: msg("a selection: nothing is closed"),
}
#: By the option that decides on the command line.
OPTIONS: Final[Mapping[str, Words]] = {
    "--currency": Words(msg("Currency of the amounts")),
    "--date-order": Words(msg("Order of the dates"), answers=ORDERS),
    "--decimal": Words(msg("Decimal sign"), answers=DECIMALS),
    "--encoding": Words(msg("Encoding of the text")),
    "--sheet": Words(msg("Sheet"), answers={"*": msg("all of them together")}),
    "--kind": Words(msg("What the file holds"), answers=SYNC_KINDS),
    "--scope": Words(msg("Is the file complete?"), msg("Scope"), SCOPES),
    "--as-of": Words(msg("The day of the figures"), msg("As of")),
    "--older": Words(msg("Older than the data")),
    "--tax": Words(msg("Tax in the sales"), answers={"included": msg("included"), "excluded": msg("not included")}),
    "--rates-per": Words(
        msg("Direction of the rate"),
        answers={
            "unit": msg("base currency for one unit of the other"),
            "base": msg("other currency for one unit of the base"),
        },
    ),
    "--credits": Words(
        msg("Credits with positive amounts"),
        answers={"turned": msg("taken off what is owed"), "written": msg("owed as they are written")},
    ),
    "--negative": Words(
        msg("Negative amounts"),
        answers={
            "owed": msg("what customers owe, sign turned"),
            "credits": msg("credits of customers, as they are written"),
        },
    ),
    "--sections": Words(
        msg("Lines among the rows"),
        answers={
            "apart": msg("they say what the rows below them are"),
            "open": msg("all rows count as open"),
        },
    ),
    "--customer-cells": Words(
        msg("Number and name in one cell"),
        answers={"apart": msg("number and name of the customer"), "whole": msg("all of it is the name")},
    ),
    "--gl-account": Words(msg("Receivables accounts")),
    alike.OPTION: Words(msg("Is it the same export?"), msg("Layout")),
    renumbered.OPTION: Words(
        msg("Is it the same under a new number?"),
        msg("New numbers"),
        {
            renumbered.YES: msg("yes: it all goes on under the new number"),
            renumbered.NO: msg("no: they are others"),
        },
    ),
    "--names": Words(
        msg("Do these names belong to these accounts?"),
        msg("Accounts by name"),
        {"tie": msg("yes, by their names"), "leave": msg("no, do not tie them")},
    ),
    "--control-total": Words(msg("Control total")),
    OWN_TOTAL: Words(msg("The file's own total"), answers={TAKE: msg("the rows count, not that total")}),
}
#: Under what runs keep an answer, where that is not the option's name.
_KEPT_AS: Final = {one.field: one.option for one in DECIDING} | {"own_total": OWN_TOTAL}


@lru_cache(maxsize=1)
def _titles() -> dict[str, str]:
    return {layout.name: layout.title or layout.name for layout in shipped()}


def layout_words(name: str) -> str:
    """Return what a layout is called; the name made of headings says nothing to anybody."""
    return _("by its headings") if name.startswith(PLAIN) else _titles().get(name, name)


def source_words(source: str) -> str:
    """Return which exports a file carries on, and of which company where they hold several."""
    layout, _colon, company = source.partition(":")
    name = _("exports with these headings") if layout.startswith(PLAIN) else layout_words(layout)
    return _("{exports}, company {company}", exports=name, company=company) if company else name


def asked(option: str) -> str:
    """Return what is asked where an option decides."""
    return render(OPTIONS[option].asked) if option in OPTIONS else option


def answer(option: str, code: str) -> str:
    """Return an answer in words; names of sheets and numbers of accounts stand for themselves."""
    if option == alike.OPTION:
        return layout_words(code)
    return label(OPTIONS[option].answers, code) if option in OPTIONS else code


def decided(name: str, value: Any) -> str:
    """Return what was decided, as the history tells it.

    Args:
        name: under which a run keeps it.
        value: text, true, or minor units by currency.
    """
    option = _KEPT_AS.get(name, "--" + name.replace("_", "-"))
    words = OPTIONS.get(option)
    called = name if words is None else render(words.called or words.asked)
    return _("{what}: {answer}", what=called, answer=_answered(option, value))


def _answered(option: str, value: Any) -> str:
    if isinstance(value, dict):
        return listed(format_money(Money(minor, currency)) for currency, minor in value.items())
    if value is True:
        return _("yes")
    if option == "--as-of":
        return format_date(date.fromisoformat(value), weekday=True)
    if option == "--gl-account":
        return listed(str(value).split(","))
    return answer(option, str(value))
