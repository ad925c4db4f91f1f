"""Days of every notation come back equal; an open order of day and month is never guessed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.services.sync.tables.days import stated_as_of
from app.services.sync.values.dates import DMY, MDY, YMD, by_years, read_dates, read_text

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split(),
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
}
#: Notations that mean one day whatever the column says.
CERTAIN = {
    "iso": lambda d: d.isoformat(),
    "iso with seconds": lambda d: f"{d.isoformat()} 00:00:00",
    "iso with a moment": lambda d: f"{d.isoformat()}-10.15.22.123456",
    "slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "dots": lambda d: f"{d.day:02d}.{d.month:02d}.{d.year}",
    "compact": lambda d: f"{d:%Y%m%d}",
    "kanji": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "weekday in front of a month": lambda d: f"{d:%A, %B} {d.day}, {d.year}",
    "short weekday in front of a month": lambda d: f"{d:%a. %b} {d.day}, {d.year}",
    "kanji with weekday": lambda d: f"{d.year}年{d.month}月{d.day}日({'月火水木金土日'[d.weekday()]})",
    "short month": lambda d: f"{d.day}-{MONTHS['en'][d.month - 1][:3]}-{d.year}",
    "month first": lambda d: f"{MONTHS['en'][d.month - 1]} {d.day}, {d.year}",
    "spanish": lambda d: f"{d.day} de {MONTHS['es'][d.month - 1]} de {d.year}",
    "portuguese": lambda d: f"{d.day}/{MONTHS['pt'][d.month - 1][:3]}/{d.year}",
    "german": lambda d: f"{d.day}. {MONTHS['de'][d.month - 1]} {d.year}",
    "taiwan": lambda d: f"{d.year - 1911}/{d.month:02d}/{d.day:02d}",
    "minguo": lambda d: f"民國{d.year - 1911}年{d.month}月{d.day}日",
    "excel serial": lambda d: (d - date(1899, 12, 30)).days * 1.0,
    "true date": lambda d: d,
    "true moment": lambda d: datetime(d.year, d.month, d.day, 13, 30),
}
OPEN = {DMY: "{0:%d}/{0:%m}/{0:%Y}", MDY: "{0:%m}/{0:%d}/{0:%Y}"}


@given(st.lists(DAYS, min_size=1, max_size=30), st.sampled_from(sorted(CERTAIN)))
def test_certain_notations_come_back_equal(days, notation):
    if notation == "taiwan":
        days = [max(day, date(2011, 1, 1)) for day in days]
    cells = [CERTAIN[notation](day) for day in days]
    column = read_dates(cells)
    assert column.order == ""
    assert [column.day(cell) for cell in cells] == days
    assert not column.bad


@given(st.lists(DAYS, min_size=1, max_size=30), st.sampled_from([DMY, MDY]), st.sampled_from("/-"))
def test_one_day_above_12_decides_the_column(days, order, separator):
    assume(any(day.day > 12 for day in days))
    cells = [OPEN[order].format(day).replace("/", separator) for day in days]
    column = read_dates(cells)
    assert column.order == order
    assert column.proof in cells
    assert [column.day(cell) for cell in cells] == days


@given(st.lists(DAYS.filter(lambda day: day.day <= 12), min_size=1, max_size=30), st.sampled_from([DMY, MDY]))
def test_nothing_above_12_is_asked(days, order):
    cells = [OPEN[order].format(day) for day in days]
    column = read_dates(cells)
    if all(day.day == day.month for day in days):
        assert column.order in {DMY, MDY}
        assert [column.day(cell) for cell in cells] == days
        return
    assert column.order is None
    assert all(column.day(cell) is None for cell in cells)
    told = read_dates(cells, order)
    assert [told.day(cell) for cell in cells] == days
    assert [column.decided(order).day(cell) for cell in cells] == days


@given(st.lists(DAYS, min_size=40, max_size=80, unique=True), st.sampled_from([DMY, MDY]))
def test_a_half_swapped_column_is_put_right_or_asked(days, order):
    """Excel in the other locale: what makes sense to it becomes a true, exchanged date; the rest stays text."""
    cells = [day.replace(month=day.day, day=day.month) if day.day <= 12 else OPEN[order].format(day) for day in days]
    column = read_dates(cells)
    assume(column.swapped is not False)
    if column.swapped is None:
        column = column.decided(order)
    assert [column.day(cell) for cell in cells] == days


def test_true_dates_above_12_are_not_swapped():
    cells = [date(2026, 3, 20), date(2026, 3, 2), "25/03/2026", "13/03/2026"]
    column = read_dates(cells)
    assert column.swapped is False
    assert column.day(date(2026, 3, 2)) == date(2026, 3, 2)


def test_a_few_swapped_looking_cells_are_not_proof():
    cells = [date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1), "25/03/2026"]
    assert read_dates(cells).swapped is None


@pytest.mark.parametrize("text", ["00/00/0000", "", " ", "-", "N/D", "undefined", "0", "31.12.9999", "/  /"])
def test_words_for_no_date(text):
    column = read_dates([text, "2026-01-31"])
    assert column.day(text) is None
    assert not column.bad


@pytest.mark.parametrize("text", ["31/02/2026", "2026-13-01", "Net 30", "12", "99.99.2026", "soon"])
def test_no_such_day(text):
    assert read_text(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和8年3月5日", date(2026, 3, 5)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("R8.3.5", date(2026, 3, 5)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("H31/4/30", date(2019, 4, 30)),
        ("令8.10.31", date(2026, 10, 31)),
        ("1151031", date(2026, 10, 31)),
        ("0991231", date(2010, 12, 31)),
        ("115年10月31日", date(2026, 10, 31)),
        ("民國115年10月31日", date(2026, 10, 31)),
        ("2-Apr-19", date(2019, 4, 2)),
        ("Fri, 30 Oct 2026", date(2026, 10, 30)),
    ],
)
def test_eras_and_short_years(text, day):
    assert read_text(text) == day


def test_two_digit_years_are_three_ways_open():
    assert read_dates(["26/03/05"]).order is None
    assert read_dates(["26/03/05", "26/12/31"]).order is None  # 26 March 2005 and 26 December 2031 are days too
    assert read_dates(["05/03/26", "31/12/26"]).order is None  # 5 March 2026 or 26 March 2005
    assert read_dates(["05/03/26", "31/12/26"], DMY).day("31/12/26") == date(2026, 12, 31)


def test_years_that_stay_together_tell_which_part_they_are():
    days = [date(2026, 3, 1) + timedelta(11 * step) for step in range(20)]
    assert read_dates([f"{day:%y/%m/%d}" for day in days]).order == YMD
    assert read_dates([f"{day:%d/%m/%y}" for day in days]).order == DMY
    assert read_dates([f"{day:%m/%d/%y}" for day in days]).order == MDY


def test_few_years_over_all_columns_tell_which_part_they_are():
    due = read_dates(["26/10/31", "26/11/30", "26/01/31"])
    assert by_years([due]) is None  # three days of a list prove little
    assert by_years([due, read_dates(["26/09/15", "26/10/20", "25/12/31"])]) == YMD
    assert by_years([read_dates(["15/09/26", "15/10/26", "30/10/26", "15/11/26", "30/11/26"])]) == DMY
    assert by_years([read_dates([f"0{n}/0{n + 1}/26" for n in range(1, 8)])]) is None  # day or month first


def test_numbers_of_days_are_no_dates():
    column = read_dates([float(n) for n in range(1, 40)])
    assert len(column.bad) == 39


@given(DAYS, st.integers(1, 400))
def test_table_and_single_cells_agree(day, spread):
    cells = [day, f"{day + timedelta(spread):%d/%m/%Y}", f"{date(2026, 1, 31):%d/%m/%Y}", ""]
    column = read_dates(cells)
    table = column.table()
    for cell in cells:
        found = column.day(cell)
        assert table[cell] == (found.isoformat() if found else None)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("As of June 17, 2026", date(2026, 6, 17)),
        ("Outstanding by account as at 31-Oct-26", date(2026, 10, 31)),
        ("as at 31 Oct 26", date(2026, 10, 31)),
        ("Customer 12345678, balances as of 31.10.2026", date(2026, 10, 31)),
        ("Relación de pendientes a 30.10.2026", date(2026, 10, 30)),
        ("Títulos em aberto em 30.10.2026", date(2026, 10, 30)),
        ("2026年6月17日現在", date(2026, 6, 17)),
        ("2026年10月末日現在", date(2026, 10, 31)),
        ("2028/2末現在", date(2028, 2, 29)),
        ("令和8年10月末日現在", date(2026, 10, 31)),
        ("截至2026年9月底", date(2026, 9, 30)),
        ("As at end of October 2026", date(2026, 10, 31)),
        ("Stand Ende Oktober 2026", date(2026, 10, 31)),
        ("Saldos al cierre de octubre de 2026", date(2026, 10, 31)),
        ("Saldos em fim de outubro de 2026", date(2026, 10, 31)),
        ("2026年13月末日現在", None),
        ("As at end of Quartet 2026", None),
        ("Period 01-Oct-26 to 31-Oct-26", None),
        ("Page 1, 12 for 30", None),
    ],
)
def test_the_day_that_a_line_above_states(line, day):
    stated = stated_as_of([line])
    assert (None if stated is None else stated.day) == day
