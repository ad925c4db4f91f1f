"""Zengin, Norma 43 and OFX: what the files of single countries' banks become."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import RefusedError
from app.services.sync.bank.norma43 import iban
from app.services.sync.bank.sniff import format_of
from app.services.sync.files.container import TEXT, container_of
from app.services.sync.model import QuestionsError
from app.services.sync.planning.twins import Sum, told_again
from tests.builders import nationals as build
from tests.builders.statements import DAY, Move, Stmt
from tests.builders.statements import receipt as is_receipt
from tests.services.sync.test_bank_formats import Read, damage, refused

MOVES = (
    Move(500_00, DAY, DAY, "B1", "ｶ)ｱﾏｷﾞｾｲｻｸｼﾖ", "F-450", "RE-77"),
    Move(1_250_75, DAY, date(2026, 11, 18), "B2", "MARLIN", "INV 90000013"),
    Move(-80_00, DAY, DAY, "B3", "", "PROVEEDOR"),
    Move(-500_00, DAY, DAY, "B4", "MARLIN", "F-450", back=True),
)
#: Shapes whose letters are cp932 take names in kana; others the Latin ones.
JAPAN = {
    "zengin": build.zengin,
    "zengin in years of ours": partial(build.zengin, era=2000),
    "zengin without line ends": partial(build.zengin, end=""),
    "zengin without blanks at the end": partial(build.zengin, trim=True, end="\n"),
    "zengin by commas": partial(build.zengin, commas=True),
    "zengin in utf-8": partial(build.zengin, encoding="utf-8"),
    "zengin in utf-16 without a mark": partial(build.zengin, encoding="utf-16-le"),
}
NOTICES = {
    "zengin notice": build.zengin_notice,
    "zengin notice by commas": partial(build.zengin_notice, commas=True, era=2000),
}
WEST = {
    "norma 43": build.norma43,
    "ofx 1": build.ofx,
    "ofx 1 with end tags": partial(build.ofx, bare=False),
    "ofx 1 with a comma": partial(build.ofx, point=","),
    "ofx 2": partial(build.ofx, version=2),
}
SHAPES = {**JAPAN, **NOTICES, **WEST}
#: Their balance before the movements is told.
PROVED = {**JAPAN, **NOTICES, "norma 43": build.norma43}


def made(shape, *statements):
    """A file of this shape: only what comes in, or is taken back, in a notice."""
    listed = []
    for one in statements:
        moves = [move if shape not in WEST else replace(move, payer=move.payer.replace("ｶ)ｱﾏｷﾞｾｲｻｸｼﾖ", "KESTREL"))
                 for move in one.moves if shape not in NOTICES or is_receipt(move)]  # fmt: skip
        listed.append(replace(one, moves=moves, currency="EUR" if shape in WEST else "JPY"))
    return SHAPES[shape](*listed)


@pytest.mark.parametrize("shape", SHAPES)
def test_what_comes_in_is_a_receipt_and_what_goes_out_is_set_aside(shape):
    read = Read(made(shape, Stmt(MOVES)))
    code = "EUR" if shape in WEST else "JPY"
    assert read.table.set_aside == ({} if shape in NOTICES else {"outgoing": 1})
    first, second, back = read.rows
    assert (first.amount, first.currency, first.reversed, first.receipt_date) == (500_00, code, False, DAY.isoformat())
    assert first.invoices[0] == "RE-77"
    assert (second.amount, second.value_date, second.invoices[-1]) == (1_250_75, "2026-11-18", "INV90000013")
    assert (back.amount, back.reversed) == (500_00, True)
    assert read.table.totals[code].net == 1_250_75
    assert (read.table.as_of, read.table.coverage) == (DAY, DAY)
    assert read.codes == ([] if shape in PROVED else ["no_balances"])
    assert read.table.own_totals == ({code: 1_250_75} if shape in PROVED else {})


@pytest.mark.parametrize("shape", [*JAPAN, *NOTICES])
def test_a_payers_name_stays_in_half_width_kana(shape):
    assert Read(made(shape, Stmt(MOVES))).rows[0].payer == "ｶ)ｱﾏｷﾞｾｲｻｸｼﾖ"


@pytest.mark.parametrize("shape", SHAPES)
def test_a_file_that_was_cut_off_is_refused(shape):
    data = made(shape, Stmt(MOVES), Stmt((Move(7_00, text="X"),), account="0001-002-2-0000042"))
    for size in (len(data) * part // 8 for part in range(3, 8)):
        assert refused(data[:size]) == "statement_cut_off"


@pytest.mark.parametrize("shape", PROVED)
def test_sums_that_do_not_hold_are_told(shape):
    assert "own_total_differs" in Read(made(shape, Stmt(MOVES, closing_off=-100))).codes


@pytest.mark.parametrize("shape", SHAPES)
def test_a_day_without_movements_still_covers_it(shape):
    read = Read(made(shape, Stmt(())))
    assert (read.rows, read.table.coverage, read.table.totals) == ([], DAY, {})


def test_a_name_in_letters_of_two_bytes_shifts_no_field():
    lines = made("zengin", Stmt(MOVES)).split(b"\r\n")
    name = "株式会社青葉".encode("cp932")
    lines[1] = lines[1][:81] + name.ljust(48) + lines[1][129:]
    for data in (b"\r\n".join(lines), b"\r\n".join(lines).decode("cp932").encode()):
        read = Read(data)
        assert (read.rows[0].payer, read.rows[0].invoices[0], read.codes) == ("株式会社青葉", "RE-77", [])


def test_whether_years_are_an_eras_is_seen_once_for_the_file():
    for day, era in [(date(2026, 11, 19), 2018), (date(2026, 11, 19), 2000), (date(2019, 4, 26), 1988)]:
        moves = [replace(MOVES[0], booked=day, valued=day)]
        read = Read(build.zengin(Stmt(moves, day=day, currency="JPY"), era=era), day=date(2026, 11, 20))
        assert read.rows[0].receipt_date == day.isoformat()


def test_years_that_no_era_brings_near_are_asked():
    day = date(2004, 3, 5)
    data = build.zengin(Stmt([replace(MOVES[0], booked=day, valued=day)], day=day, currency="JPY"), era=1988)
    with pytest.raises(QuestionsError) as caught:
        Read(data, day=date(2034, 1, 9))
    assert caught.value.option == "--as-of"
    assert Read(data, as_of=date(2004, 3, 31)).rows[0].receipt_date == "2004-03-05"


def test_records_of_another_length_and_fields_of_other_letters_are_rejected():
    lines = build.zengin(Stmt(MOVES, currency="JPY")).split(b"\r\n")
    short = [*lines[:1], lines[1][:30] + lines[1][31:], *lines[2:]]
    read = Read(b"\r\n".join(short))
    assert ([row.row for row in read.table.rejected], len(read.rows)) == ([2], 2)
    assert "own_total_differs" in read.codes
    letters = [*lines[:1], lines[1][:25] + b"O" + lines[1][26:], *lines[2:]]
    assert [row.row for row in Read(b"\r\n".join(letters)).table.rejected] == [2]


def test_commas_take_zeros_away_from_a_spreadsheet_program():
    data = build.zengin(Stmt(MOVES, currency="JPY"), commas=True).replace(b'"', b"")
    lines = [b",".join(cell.lstrip(b"0") if cell.isdigit() else cell for cell in line.split(b","))
             for line in data.split(b"\r\n")]  # fmt: skip
    read = Read(b"\r\n".join(lines))
    assert ([row.amount for row in read.rows], read.codes) == ([500_00, 1_250_75, 500_00], [])


def test_a_cheque_that_was_dishonoured_and_a_charge_in_kana():
    lines = build.zengin(Stmt((Move(-80_00, text="ﾃｽｳﾘﾖｳ"), Move(-500_00, text="ﾃｶﾞﾀ")), currency="JPY")).split(b"\r\n")
    lines[2] = lines[2][:54] + b"081119" + lines[2][60:]
    read = Read(b"\r\n".join(lines))
    assert [(row.amount, row.reversed) for row in read.rows] == [(500_00, True)]
    assert read.table.set_aside == {"bank_charge": 1}


def test_several_accounts_and_one_that_the_end_counts_and_is_not_there():
    other = Stmt((Move(7_00, text="X"),), account="0001-002-2-0000042", currency="JPY")
    data = build.zengin(Stmt(MOVES, currency="JPY"), other)
    assert [row.bank for row in Read(data).rows][-1] == "0001-002-2-0000042"
    lines = data.split(b"\r\n")
    gone = [*lines[:6], *lines[-2:]]
    assert Read(b"\r\n".join(gone)).codes == ["statement_missing"]


def test_a_notice_and_a_statement_of_one_account_tell_of_the_same_money():
    account = Read(build.zengin(Stmt(MOVES, currency="JPY"))).rows[0].bank
    notice = Read(build.zengin_notice(Stmt(MOVES[:1], currency="JPY"))).rows[0].bank
    sums = [Sum("a", f"zengin:{account}", "x", "JPY", 5, DAY), Sum("b", f"zengin_notice:{notice}", "x", "JPY", 5, DAY)]
    assert len(told_again(sums)) == 1


# ------------------------------------------------------------------------------------------------ Norma 43


def test_a_spanish_account_goes_by_its_iban():
    assert iban("2100", "0418", "0200051332") == "ES9121000418450200051332"
    assert Read(made("norma 43", Stmt(MOVES))).rows[0].bank == "ES9121000418450200051332"


@pytest.mark.parametrize(
    ("concept", "amount", "what"),
    [("14", -9_00, "taken back"), ("14", 9_00, "outgoing"), ("17", -9_00, "bank_charge"), ("17", 9_00, "receipt"),
     ("03", -9_00, "outgoing"), ("02", 9_00, "receipt")],
)  # fmt: skip
def test_common_concepts_say_what_a_movement_is(concept, amount, what):
    data = build.norma43(Stmt((Move(amount, text="X"),))).replace(b"04000", concept.encode() + b"000")
    read = Read(data)
    if what in {"receipt", "taken back"}:
        assert [row.reversed for row in read.rows] == [what == "taken back"]
    else:
        assert read.table.set_aside == {what: 1}


def test_counts_of_movements_that_do_not_hold_are_told():
    data = made("norma 43", Stmt(MOVES))
    lines = data.split(b"\r\n")
    at = next(place for place, line in enumerate(lines) if line.startswith(b"33"))
    lines[at] = lines[at][:20] + b"00003" + lines[at][25:]
    assert Read(b"\r\n".join(lines)).codes == ["own_total_differs"]


def test_yen_at_a_spanish_bank():
    read = Read(build.norma43(Stmt((Move(77_000, text="X"),), 5, currency="JPY")))
    assert ([row.amount for row in read.rows], read.codes) == ([77_000], [])


# ------------------------------------------------------------------------------------------------ OFX


def test_amounts_of_three_decimals_are_asked_and_the_others_decide():
    data = build.ofx(Stmt((Move(1_500_00, text="X"),))).replace(b"<TRNAMT>1500.00", b"<TRNAMT>1.500")
    with pytest.raises(QuestionsError) as caught:
        Read(data)
    assert caught.value.option == "--decimal"
    assert Read(data, decimal="comma").rows[0].amount == 1_500_00
    assert Read(data, decimal="point").rows[0].amount == 1_50
    two = build.ofx(Stmt((Move(1_500_00, text="X"), Move(2_50, text="Y"))), point=",")
    assert [row.amount for row in Read(two.replace(b"<TRNAMT>1500,00", b"<TRNAMT>1.500")).rows] == [1_500_00, 2_50]


def test_a_file_without_a_currency_asks():
    data = build.ofx(Stmt(MOVES[1:])).replace(b"<CURDEF>EUR", b"<CURDEF>")
    with pytest.raises(QuestionsError) as caught:
        Read(data)
    assert caught.value.option == "--currency"
    assert Read(data, currency="BRL").rows[0].currency == "BRL"


def test_cards_are_no_account_that_customers_pay_into():
    data = build.ofx(Stmt(MOVES[1:])).replace(b"STMTRS>", b"CCSTMTRS>")
    assert refused(data) == "no_statement"


def test_a_movement_in_another_currency_without_a_day_or_an_amount_is_rejected():
    data = build.ofx(Stmt((Move(9_00, text="A"), Move(8_00, text="B"), Move(7_00, text="C"), Move(6_00, text="D"))))
    data = data.replace(b"<TRNAMT>9.00", b"<TRNAMT>9.0.0").replace(b"<TRNAMT>7.00", b"<TRNAMT>")
    data = data.replace(b"<MEMO>B", b"<MEMO>B\r\n<CURRENCY><CURRATE>1\r\n<CURSYM>USD\r\n</CURRENCY>")
    read = Read(data)
    assert ([row.amount for row in read.rows], len(read.table.rejected)) == ([6_00], 3)


def test_words_with_signs_and_the_day_that_no_statement_is_ahead_of():
    data = build.ofx(Stmt((Move(9_00, payer="Smith & Sons", text="INV-4711 <all>"),)), version=2)
    read = Read(data.replace(f"<DTEND>{DAY:%Y%m%d}".encode(), b"<DTEND>20261231"))
    assert (read.rows[0].payer, read.rows[0].invoices, read.table.coverage) == ("Smith & Sons", ("INV-4711",), DAY)


# ------------------------------------------------------------------------------------------------ any of them


def test_other_text_is_none_of_them(tmp_path):
    for text in (
        "1,3,0,Total\n2,5,1,x\n",
        "1103,Customer,120.00\n",
        "11\t0500\t2026\n",
        "2026-11-19;4711;100,00\n",
        "103,4711,0,260101\n",
    ):
        path = tmp_path / "list.csv"
        assert format_of(text.encode()) is None
        assert container_of(text.encode(), path) == TEXT


days = st.dates(date(2026, 10, 1), date(2026, 11, 19))
words = st.text("ABCDEFGH 0123456789", max_size=12).map(lambda text: " ".join(f"X {text}".split()))
moves = st.builds(
    Move, st.integers(-(10**8), 10**8).filter(bool), days, days, st.just(""), words, words, st.just(""), st.booleans()
)
drawn = st.lists(st.builds(Stmt, st.lists(moves, max_size=6), st.integers(-(10**9), 10**9)), min_size=1, max_size=3)


@pytest.mark.parametrize("shape", SHAPES)
@given(statements=drawn)
def test_every_statement_comes_back_as_it_was(shape, statements):
    listed = []
    for place, one in enumerate(statements, start=1):
        account = f"2100041802000513{place:02d}" if shape == "norma 43" else f"0999-001-1-{place:07d}"
        listed.append(replace(one, account=account))
    read = Read(made(shape, *listed))
    wanted = [
        (abs(move.amount), move.booked.isoformat(), move.valued.isoformat(), move.amount < 0, move.text)
        for one in listed
        for move in one.moves
        if is_receipt(move)
        or (move.amount > 0 and "ofx" in shape)  # which has no word for our own money that comes back
    ]
    got = [(row.amount, row.receipt_date, row.value_date, row.reversed, row.remittance) for row in read.rows]
    assert [row[:4] for row in got] == [row[:4] for row in wanted]
    assert all(text in said for (*_, text), (*_, said) in zip(wanted, got, strict=True))
    if shape in PROVED:
        own = {code: amount for code, amount in read.table.own_totals.items() if amount or code in read.table.totals}
        assert own == {code: total.net for code, total in read.table.totals.items()}
        assert read.codes == []


@pytest.mark.parametrize("shape", SHAPES)
@given(seed=st.integers(0, 10**6))
def test_damaged_statements_are_read_refused_or_told(shape, seed):
    data = damage(made(shape, Stmt(MOVES), Stmt((Move(5_00, text="RE 90000015"),), account="0001-002-2-0000042")), seed)
    if format_of(data) is None:
        return
    read = None
    with contextlib.suppress(RefusedError, QuestionsError):  # anything else is a defect
        read = Read(data)
    if read is None:
        return
    amounts = sorted(row.amount * (-1 if row.reversed else 1) for row in read.rows)
    if amounts != [-500_00, 5_00, 500_00, 1_250_75] and not read.codes and not read.table.rejected:
        own, net = read.table.own_totals, {code: total.net for code, total in read.table.totals.items()}
        assert {code: own.get(code) for code in net} == net  # what it says now holds together


def test_records_that_are_missing_are_told():
    lines = made("norma 43", Stmt(MOVES)).split(b"\r\n")
    at = next(place for place, line in enumerate(lines) if line.startswith(b"23"))
    assert Read(b"\r\n".join(lines[:at] + lines[at + 1 :])).codes == ["statement_missing"]


@pytest.mark.parametrize("end", [b"\r\n", b""])
def test_orders_to_a_bank_tell_of_no_money(tmp_path, end):
    header = b"1210" + b"1234567890" + "ｶ)ｼﾞｼﾔ".encode("cp932").ljust(40) + b"1125" + b"0001".ljust(62)
    order = b"2" + b"0005" + b" " * 115
    with pytest.raises(RefusedError) as caught:
        container_of(end.join([header, order, b"8" + b"0" * 119, b"9".ljust(120)]) + end, tmp_path / "orders.txt")
    assert caught.value.code == "bank_orders"


def test_an_opening_balance_is_of_the_first_day():
    from app.services.sync.bank.norma43 import read

    first = date(2026, 11, 2)
    found = read(build.norma43(Stmt((Move(5_00, first),))).decode().replace("\r\n", "\n"), "n.n43")
    assert (found[0].opening.day, found[0].closing.day) == (first, DAY)
