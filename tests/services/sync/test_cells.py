"""How cells are written, notation by notation, through a whole table: amount and day come back, or one question.

The notations are those that exports of many countries really have; each stands in a column of a ledger as it would.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services.sync.model import QuestionsError
from app.services.sync.values.numbers import numeral
from tests.builders.reading import Read, read_rows

#: Minor units of EUR; a credit, a small amount and one of seven digits are among them.
AMOUNTS = (123456, -40000, 113925930, 7510, 5)
START = date(2026, 3, 5)
#: Days of issue: some above the twelfth, some not.
DAYS = (date(2026, 3, 5), date(2026, 3, 25), date(2026, 4, 2), date(2026, 4, 30), date(2026, 5, 11))
HEAD = ["Customer Number", "Customer Name", "Invoice Number", "Invoice Date", "Due Date", "Currency", "Open Amount"]


def ledger(amounts: Sequence[Any], days: Sequence[Any] = DAYS, due: Sequence[Any] | None = None) -> list[list[Any]]:
    """A ledger with these cells; due thirty days later unless said otherwise."""
    due = [day + timedelta(30) for day in DAYS] if due is None else due
    names = ("Kestrel Tools", "Marlin & Sons", "Oriole GmbH", "Petrel SA", "Plover KK")
    return [
        list(HEAD),
        *(
            [f"C{n}00", names[n], f"INV-{n}", days[n], due[n], "EUR", amounts[n]]
            for n in range(min(len(amounts), len(days)))
        ),
    ]


def grouped(minor: int, thousands: str, point: str) -> str:
    """Write an amount with its sign in front."""
    whole, rest = divmod(abs(minor), 100)
    text = f"{whole:,}".replace(",", thousands)
    return ("-" if minor < 0 else "") + f"{text}{point}{rest:02}"


def lakh(minor: int) -> str:
    whole, rest = divmod(abs(minor), 100)
    digits = str(whole)
    head, tail = digits[:-3], digits[-3:]
    pairs = []
    while head:
        pairs.insert(0, head[-2:])
        head = head[:-2]
    return ("-" if minor < 0 else "") + ",".join([*pairs, tail]) + f".{rest:02}"


def english(minor: int) -> str:
    return grouped(minor, ",", ".")


def german(minor: int) -> str:
    return grouped(minor, ".", ",")


def marked(before: str, after: str, write: Callable[[int], str] = english) -> Callable[[int], str]:
    """Write negative amounts with something around them instead of a minus."""
    return lambda minor: write(minor) if minor >= 0 else f"{before}{write(-minor)}{after}"


def sided(debit: str, credit: str, write: Callable[[int], str] = english) -> Callable[[int], str]:
    """Write every amount with its side behind it."""
    return lambda minor: f"{write(abs(minor))}{credit if minor < 0 else debit}"


WIDE = str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")
NUMBERS: dict[str, Callable[[int], Any]] = {
    "true numbers": lambda minor: minor / 100,
    "1,234.56": english,
    "1.234,56": german,
    "1 234,56": lambda minor: grouped(minor, " ", ","),
    "1 234,56 with a narrow blank that does not break": lambda minor: grouped(minor, "\u202f", ","),
    "1 234,56 with a blank that does not break": lambda minor: grouped(minor, "\u00a0", ","),
    "1'234.56": lambda minor: grouped(minor, "'", "."),
    "1’234.56": lambda minor: grouped(minor, "’", "."),
    "11,39,259.30": lakh,
    "1234.56": lambda minor: grouped(minor, "", "."),
    "1234,56": lambda minor: grouped(minor, "", ","),
    "1,234.56-": marked("", "-"),
    "1.234,56-": marked("", "-", german),
    "(1,234.56)": marked("(", ")"),
    "(1.234,56)": marked("(", ")", german),
    "−1,234.56 with a minus": marked("−", ""),
    "▲1,234.56": marked("▲", ""),
    "△1,234.56": marked("△", ""),
    "1.234,56 S and H": sided(" S", " H", german),
    "1,234.56 Dr and Cr": sided(" Dr", " Cr"),
    "1,234.56DR and CR": sided("DR", "CR"),
    "1,234.56 with CR where it is credit": marked("", " CR"),
    "1,234.56 with Cr. where it is credit": marked("", " Cr."),
    "1.23456E3": lambda minor: f"{minor / 100:.10E}",
    "€1,234.56": lambda minor: ("-" if minor < 0 else "") + "€" + english(abs(minor)),
    "1.234,56 €": lambda minor: german(minor) + " €",
    "EUR 1,234.56": lambda minor: "EUR " + english(minor),
    "１，２３４．５６": lambda minor: english(minor).translate(
        str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")
    ),
    "'1234.56": lambda minor: "'" + grouped(minor, "", "."),
    " 1,234.56 in blanks": lambda minor: f"  {english(minor)}  ",
    "+1,234.56": lambda minor: english(minor) if minor < 0 else "+" + english(minor),
}


@pytest.mark.parametrize("notation", NUMBERS)
def test_amounts_come_back_from_every_notation(notation):
    read = read_rows(ledger([NUMBERS[notation](minor) for minor in AMOUNTS]))
    assert [row.open for row in read.rows] == list(AMOUNTS)
    assert read.table.rejected == ()


@pytest.mark.parametrize(
    ("debit", "credit"),
    [("S", "H"), ("D", "C"), ("Dr", "Cr"), ("+", "-"), ("Soll", "Haben"), ("借", "贷"), ("Debe", "Haber")],
)
@pytest.mark.parametrize("heading", ["D/C", "Soll/Haben-Kennzeichen", "+/-", "Debit/Credit"])
def test_a_side_in_a_column_of_its_own_signs_the_amounts(heading, debit, credit):
    rows = ledger([english(abs(minor)) for minor in AMOUNTS])
    rows[0].append(heading)
    for row, minor in zip(rows[1:], AMOUNTS, strict=True):
        row.append(credit if minor < 0 else debit)
    assert [row.open for row in read_rows(rows).rows] == list(AMOUNTS)


def test_a_mark_beside_credits_alone_signs_them():
    rows = ledger([english(abs(minor)) for minor in AMOUNTS])
    rows[0].append("")
    for row, minor in zip(rows[1:], AMOUNTS, strict=True):
        row.append("CR" if minor < 0 else "")
    assert [row.open for row in read_rows(rows).rows] == list(AMOUNTS)


def test_a_star_behind_an_amount_is_a_mark():
    rows = ledger([english(minor) + "*" * (place % 2) for place, minor in enumerate(AMOUNTS)])
    assert [row.open for row in read_rows(rows).rows] == list(AMOUNTS)


def test_amounts_that_have_their_sign_already_do_not_get_it_twice():
    rows = ledger([english(minor) for minor in AMOUNTS])
    rows[0].append("D/C")
    for row, minor in zip(rows[1:], AMOUNTS, strict=True):
        row.append("C" if minor < 0 else "D")
    assert [row.open for row in read_rows(rows).rows] == list(AMOUNTS)


def test_a_side_signs_every_amount_of_its_row():
    rows = ledger([english(abs(minor)) for minor in AMOUNTS])
    rows[0].extend(["D/C", "Original Amount"])
    for row, minor in zip(rows[1:], AMOUNTS, strict=True):
        row.extend(["C" if minor < 0 else "D", english(abs(2 * minor))])
    assert [(row.open, row.original) for row in read_rows(rows).rows] == [(minor, 2 * minor) for minor in AMOUNTS]


@pytest.mark.parametrize(
    ("debit", "credit"), [("Debit", "Credit"), ("Soll", "Haben"), ("借方", "貸方"), ("Debe", "Haber")]
)
def test_debits_and_credits_in_columns_of_their_own(debit, credit):
    rows = ledger(["" for _ in AMOUNTS])
    rows[0][6:] = [debit, credit]
    for row, minor in zip(rows[1:], AMOUNTS, strict=True):
        row[6:] = ["", english(-minor)] if minor < 0 else [english(minor), ""]
    assert [row.open for row in read_rows(rows).rows] == list(AMOUNTS)


@pytest.mark.parametrize("null", ["-", "N/D", "undefined", " ", "", "n/a", "#N/A", "null"])
def test_words_for_nothing_are_no_amounts_and_no_dates(null):
    rows = ledger([english(minor) for minor in AMOUNTS])
    rows[0].append("Original Amount")
    for row, minor in zip(rows[1:], AMOUNTS, strict=True):
        row.append(english(minor))
    rows[2][4], rows[2][7] = null, null
    read = read_rows(rows)
    assert (read.rows[1].due_date, read.rows[1].original, read.table.rejected) == (None, AMOUNTS[1], ())


# ------------------------------------------------------------------------------------------------ dates


def era(day: date) -> str:
    return f"令和{day.year - 2018}年{day.month}月{day.day}日"


SPANISH = ("marzo", "abril", "mayo", "junio")
MONTHS = ("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()
DATES: dict[str, Callable[[date], Any]] = {
    "true dates": lambda day: day,
    "moments": lambda day: datetime(day.year, day.month, day.day, 14, 33, 21),
    "Excel's serial numbers": lambda day: float((day - date(1899, 12, 30)).days),
    "serial numbers as text": lambda day: str((day - date(1899, 12, 30)).days),
    "dd/mm/yyyy": lambda day: f"{day:%d/%m/%Y}",
    "m/d/yyyy": lambda day: f"{day.month}/{day.day}/{day.year}",
    "dd.mm.yyyy": lambda day: f"{day:%d.%m.%Y}",
    "dd-mm-yyyy": lambda day: f"{day:%d-%m-%Y}",
    "yyyy/mm/dd": lambda day: f"{day:%Y/%m/%d}",
    "yyyy-mm-dd": lambda day: day.isoformat(),
    "yyyy.mm.dd": lambda day: f"{day:%Y.%m.%d}",
    "10-Apr-2020": lambda day: f"{day.day}-{MONTHS[day.month - 1]}-{day.year}",
    "2-Apr-19": lambda day: f"{day.day}-{MONTHS[day.month - 1]}-{day:%y}",
    "Apr 10, 2020": lambda day: f"{MONTHS[day.month - 1]} {day.day}, {day.year}",
    "10 de abril de 2020": lambda day: f"{day.day} de {SPANISH[day.month - 3]} de {day.year}",
    "2026年3月5日": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "２０２６年３月５日": lambda day: f"{day.year}年{day.month}月{day.day}日".translate(WIDE),
    "令和8年3月5日": era,
    "R8.3.5": lambda day: f"R{day.year - 2018}.{day.month}.{day.day}",
    "民國115年3月5日": lambda day: f"民國{day.year - 1911}年{day.month}月{day.day}日",
    "115/03/05": lambda day: f"{day.year - 1911}/{day:%m/%d}",
    "20260305 as text": lambda day: f"{day:%Y%m%d}",
    "20260305 as a number": lambda day: float(f"{day:%Y%m%d}"),
    "with a time": lambda day: f"{day:%d/%m/%Y} 14:33",
    "with seconds": lambda day: f"{day:%d/%m/%Y} 14:33:21",
    "ISO with a T": lambda day: f"{day.isoformat()}T00:00:00",
    "ISO with a zone": lambda day: f"{day.isoformat()}T00:00:00Z",
    "ISO with thousandths": lambda day: f"{day.isoformat()} 00:00:00.000",
    "with am and pm": lambda day: f"{day.month}/{day.day}/{day.year} 12:00:00 AM",
    "with a weekday in front": lambda day: f"{day:%a}, {day.day} {MONTHS[day.month - 1]} {day.year}",
    "'05/03/2026": lambda day: f"'{day:%d/%m/%Y}",
}


#: Notations that the months written here in full do not limit.
ANY_MONTH = sorted(set(DATES) - {"10 de abril de 2020"})


@pytest.mark.parametrize("notation", DATES)
def test_days_come_back_from_every_notation(notation):
    write = DATES[notation]
    amounts = [minor / 100 for minor in AMOUNTS]
    read = read_rows(ledger(amounts, [write(day) for day in DAYS], [write(day + timedelta(30)) for day in DAYS]))
    assert [row.document_date for row in read.rows] == [day.isoformat() for day in DAYS]
    assert [row.due_date for row in read.rows] == [(day + timedelta(30)).isoformat() for day in DAYS]
    assert read.table.rejected == ()


@pytest.mark.parametrize("null", ["00/00/0000", "00.00.0000", "0000-00-00", 0, "0", " ", "N/D", "undefined", "-", None])
def test_no_date_is_no_date_and_the_row_stays(null):
    due = [day + timedelta(30) for day in DAYS]
    due[1] = null
    read = read_rows(ledger([minor / 100 for minor in AMOUNTS], DAYS, due))
    assert [row.due_date is None for row in read.rows] == [False, True, False, False, False]
    assert read.table.rejected == ()


@pytest.mark.parametrize(
    ("option", "answer", "rows"),
    [
        ("--decimal", {"decimal": "comma"}, ledger(["1.234", "2.500", "-1.000", "7.250", "9.125"])),
        ("--date-order", {"date_order": "dmy"}, ledger([1.5, 2.5, 3.5], ["03/04/2026", "05/06/2026", "07/08/2026"],
                                                       ["04/05/2026", "06/07/2026", "08/09/2026"])),
    ],
)  # fmt: skip
def test_what_no_cell_decides_is_asked_once_with_the_option_that_decides(option, answer, rows):
    with pytest.raises(QuestionsError) as asked:
        read_rows(rows)
    assert {question.option for question in asked.value.questions} == {option}
    assert len(read_rows(rows, **answer).rows) == len(rows) - 1


def test_thousandths_need_the_comma_and_never_a_guess_per_cell():
    rows = ledger(["1.234", "2.500,00", "3.000,10", "7.250,00", "9.125,00"])
    assert [row.open for row in read_rows(rows).rows] == [123400, 250000, 300010, 725000, 912500]


@pytest.mark.parametrize(("debit", "credit"), [("Dr", "Cr"), ("+", "-"), ("Debit", "Credit"), ("借", "贷")])
def test_a_side_is_heard_under_any_heading_where_it_stands_in_so_many_words(debit, credit):
    rows = ledger([english(abs(minor)) for minor in AMOUNTS])
    rows[0].append("Richtung")
    for row, minor in zip(rows[1:], AMOUNTS, strict=True):
        row.append(credit if minor < 0 else debit)
    assert [row.open for row in read_rows(rows).rows] == list(AMOUNTS)


@pytest.mark.parametrize(("debit", "credit"), [("S", "H"), ("D", "C"), ("X", "Y")])
def test_single_letters_under_an_unknown_heading_sign_nothing(debit, credit):
    rows = ledger([english(minor) for minor in AMOUNTS])
    rows[0].append("Class")
    for row, minor in zip(rows[1:], AMOUNTS, strict=True):
        row.append(credit if minor > 10_000 else debit)
    assert [row.open for row in read_rows(rows).rows] == list(AMOUNTS)


@pytest.mark.parametrize("text", ["C0071CR", "400227CR", "5DR", "12.5mm", "R400227"])
def test_a_document_that_ends_in_letters_is_no_amount(text):
    assert numeral(text) is None


# ------------------------------------------------------------------------------------------------ any table


def read_or_asked(rows: list[list[Any]]) -> tuple[Read | None, set[str]]:
    """Read a table; where something is asked, return the options that decide."""
    try:
        return read_rows(rows), set()
    except QuestionsError as error:
        return None, {question.option for question in error.questions}


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_table_in_any_notation_comes_back_equal_or_asks(data):
    count = data.draw(st.integers(2, 12))
    minors = st.integers(-50_000_000, 500_000_000)
    amounts = data.draw(st.lists(minors, min_size=count, max_size=count))
    days = data.draw(st.lists(st.dates(date(2024, 1, 1), date(2026, 6, 30)), min_size=count, max_size=count))
    number, day = data.draw(st.sampled_from(sorted(NUMBERS))), data.draw(st.sampled_from(sorted(ANY_MONTH)))
    rows = [
        HEAD,
        *(
            [f"C{n}00", f"Customer {chr(65 + n)} Ltd", f"INV-{n}", DATES[day](days[n]),
             DATES[day](days[n] + timedelta(30 + n)), "EUR", NUMBERS[number](amounts[n])]
            for n in range(count)
        ),
    ]  # fmt: skip
    read, asked = read_or_asked(rows)
    if read is None:
        assert asked <= {"--decimal", "--date-order", "--negative"}
        return
    assert [row.open for row in read.rows] == amounts
    assert [row.document_date for row in read.rows] == [one.isoformat() for one in days]
    assert [row.due_date for row in read.rows] == [(one + timedelta(30 + n)).isoformat() for n, one in enumerate(days)]
    assert read.table.rejected == ()


# ------------------------------------------------------------------------------------------------ without a year


def yearless(write: Callable[[date], Any]) -> list[list[Any]]:
    due = [day + timedelta(30) for day in DAYS]
    return ledger([minor / 100 for minor in AMOUNTS], [write(day) for day in DAYS], [write(day) for day in due])


@pytest.mark.parametrize(
    "write", [lambda day: f"{day:%d%m}", lambda day: float(f"{day:%d%m}"), lambda day: f"'{day:%d%m}"]
)
def test_days_without_a_year_get_that_of_the_files_day(write):
    read = read_rows(yearless(write), as_of=date(2026, 5, 20))
    assert [row.document_date for row in read.rows] == [day.isoformat() for day in DAYS]
    assert [row.due_date for row in read.rows] == [(day + timedelta(30)).isoformat() for day in DAYS]


def test_without_the_files_day_the_year_is_asked():
    with pytest.raises(QuestionsError) as asked:
        read_rows(yearless(lambda day: f"{day:%d%m}"))
    assert {question.option for question in asked.value.questions} == {"--as-of"}
    titled = [["Stichtag 20.05.2026", *[""] * 6], *yearless(lambda day: f"{day:%d%m}")]
    assert [row.document_date for row in read_rows(titled).rows] == [day.isoformat() for day in DAYS]


def test_over_the_turn_of_the_year_documents_are_past_and_due_dates_near():
    days = (date(2025, 12, 5), date(2025, 12, 20), date(2026, 1, 2), date(2025, 11, 30), date(2025, 12, 31))
    due = [day + timedelta(30) for day in days]
    rows = ledger([minor / 100 for minor in AMOUNTS], [f"{d:%d%m}" for d in days], [f"{d:%d%m}" for d in due])
    read = read_rows(rows, as_of=date(2026, 1, 4))
    assert [row.document_date for row in read.rows] == [day.isoformat() for day in days]
    assert [row.due_date for row in read.rows] == [day.isoformat() for day in due]
