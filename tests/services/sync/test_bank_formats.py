"""MT940, BAI2 and CAMT.053: what the movements of several banks' files become."""

from __future__ import annotations

import contextlib
import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.enums import SyncKind
from app.errors import RefusedError
from app.services.sync.bank.sniff import format_of
from app.services.sync.model import ReadOptions, ReceiptRow
from tests.builders import statements as build
from tests.builders.statements import DAY, IBAN, Move, Stmt

MOVES = (
    Move(
        500_00,
        number="B-1",
        payer="Kestrel Tools GmbH",
        text="Rechnung F-450-451-452 vom 01.11.2026",
        reference="RE-77",
    ),
    Move(1_250_75, DAY, date(2026, 11, 18), "B-2", "Marlin & Sons", "INVOICE 90000013"),
    Move(-80_00, number="B-3", text="Lieferant 4711"),
    Move(-500_00, number="B-4", payer="Kestrel Tools GmbH", text="RETURN F-450-451-452", back=True),
)
SHAPES = {
    "german mt940": build.mt940,
    "dutch mt940": lambda *s: build.mt940(*s, style=build.dutch),
    "plain mt940 in swift": lambda *s: build.mt940(*s, style=build.plain, envelope=True, end="\r\n"),
    "utf-16 mt940": lambda *s: build.mt940(*s, encoding="utf-16"),
    "utf-16 mt940 without a mark": lambda *s: build.mt940(*s, encoding="utf-16-be"),
    "bai2": build.bai2,
    "wrapped bai2": lambda *s: build.bai2(*s, wrap=30),
    "camt 02": lambda *s: build.camt(*s, version="053.001.02"),
    "camt 04": lambda *s: build.camt(*s, version="053.001.04"),
    "camt 08": build.camt,
    "camt 13": lambda *s: build.camt(*s, version="053.001.13"),
}


class Read:
    def __init__(self, data, **options):
        from app.services.sync.bank.receipts import read_statement

        container = format_of(data)
        assert container is not None
        self.table, outcome = read_statement(data, container, "statement.bin", ReadOptions(**{"day": DAY, **options}))
        columns = [column if column is not None else [None] * outcome.count for column in outcome.columns]
        self.rows = [ReceiptRow._make(row) for row in zip(*columns, strict=True)]
        rows = [row.row for row in self.rows] + [note.row for note in self.table.noted]
        rows += [entry.row for entry in self.table.rejected]
        assert len(rows) == len(set(rows)) == self.table.rows.read
        assert sum(self.table.set_aside.values()) == self.table.rows.skipped
        assert all(row.applied + row.unapplied == row.amount > 0 for row in self.rows)

    @property
    def codes(self):
        return [warning.code for warning in self.table.warnings]


def refused(data, **options):
    with pytest.raises(RefusedError) as caught:
        Read(data, **options)
    assert str(caught.value)
    return caught.value.code


@pytest.mark.parametrize("shape", SHAPES)
def test_what_comes_in_is_a_receipt_and_what_goes_out_is_set_aside(shape):
    read = Read(SHAPES[shape](Stmt(MOVES)))
    table = read.table
    assert (table.kind, table.layout[:4]) == (SyncKind.RECEIPTS, format_of(SHAPES[shape](Stmt(MOVES)))[:4])
    assert (table.rows.item, table.set_aside, table.rows.rejected) == (3, {"outgoing": 1}, 0)
    first, second, back = read.rows
    assert (first.amount, first.currency, first.number, first.reversed) == (500_00, "EUR", "B-1", False)
    assert set(first.invoices) >= {"F-450", "F-451", "F-452"}
    assert (second.amount, second.value_date) == (1_250_75, "2026-11-18")
    assert "90000013" in second.invoices
    assert (back.amount, back.reversed) == (500_00, True)
    assert {row.bank for row in read.rows} == {IBAN}
    assert table.totals["EUR"].net == table.own_totals["EUR"] == 1_250_75
    assert (table.as_of, table.as_of_from, table.coverage) == (DAY, "stated", DAY)
    assert read.codes == []


@pytest.mark.parametrize("shape", [name for name in SHAPES if "plain" not in name])
def test_the_payer_and_his_reference_are_told(shape):
    first = Read(SHAPES[shape](Stmt(MOVES))).rows[0]
    assert (first.payer, first.invoices[0]) == ("Kestrel Tools GmbH", "RE-77")


@pytest.mark.parametrize("shape", SHAPES)
def test_several_accounts_and_currencies(shape):
    other = Stmt((Move(77_000, text="入" if "utf-16" in shape or "camt" in shape else "x"),), 5, "0012345", "JPY")
    read = Read(SHAPES[shape](Stmt(MOVES), other))
    assert [(row.amount, row.currency, row.bank) for row in read.rows][-1] == (77_000, "JPY", "0012345")
    assert read.table.own_totals == {"EUR": 1_250_75, "JPY": 77_000}
    assert (read.table.sheet, read.table.account) == ("", "")
    alone = Read(SHAPES[shape](other))
    assert (alone.table.sheet, alone.table.account) == ("", "0012345")


@pytest.mark.parametrize("shape", SHAPES)
def test_a_balance_that_does_not_hold_is_told(shape):
    read = Read(SHAPES[shape](Stmt(MOVES, closing_off=-1)))
    assert "own_total_differs" in read.codes
    assert read.table.own_totals["EUR"] == read.table.totals["EUR"].net - 1


@pytest.mark.parametrize("shape", SHAPES)
def test_a_file_that_was_cut_off_is_refused(shape):
    data = SHAPES[shape](Stmt(MOVES))
    kept = data[: -40 if "utf-16" not in shape else -120]
    assert refused(kept) == "statement_cut_off"


@pytest.mark.parametrize("shape", SHAPES)
def test_a_statement_given_twice_in_a_file_counts_once(shape):
    read = Read(SHAPES[shape](Stmt(MOVES), Stmt(MOVES)))
    assert len(read.rows) == 3
    assert "statement_repeated" in read.codes
    assert read.table.set_aside["duplicate"] == len(MOVES) + (3 if "camt" in shape else 2)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_day_without_movements_still_covers_it(shape):
    read = Read(SHAPES[shape](Stmt(())))
    assert (read.rows, read.table.coverage, read.table.totals) == ([], DAY, {})


@pytest.mark.parametrize("shape", ["german mt940", "bai2", "camt 08"])
def test_a_reference_that_several_payments_share_is_no_number(shape):
    moves = [Move(100_00, number="COLL-1", payer=f"Payer {place}", text=f"RE {place}") for place in range(3)]
    read = Read(SHAPES[shape](Stmt(moves)))
    assert [row.number for row in read.rows] == ["", "", ""]


@pytest.mark.parametrize("version", ["053.001.02", "053.001.08"])
def test_the_payments_of_a_collective_booking_are_receipts_each(version):
    moves = [Move(100_00 + place, number="C-1", payer=f"Payer {place}", text=f"RE 9000{place}") for place in range(3)]
    read = Read(build.camt(Stmt(moves), version=version, batches=[(0, 1, 2)]))
    assert [(row.amount, row.payer) for row in read.rows] == [(100_00 + at, f"Payer {at}") for at in range(3)]
    assert read.table.own_totals["EUR"] == 300_03


def test_a_collective_booking_whose_payments_do_not_add_up_is_one_receipt():
    moves = [Move(100_00, payer="A"), Move(50_00, payer="B")]
    data = build.camt(Stmt(moves), batches=[(0, 1)]).replace(b'<Amt Ccy="EUR">150.00<', b'<Amt Ccy="EUR">149.00<')
    read = Read(data.replace(b">100150.00<", b">100149.00<"))
    assert [(row.amount, row.payer) for row in read.rows] == [(149_00, "A; B")]
    assert read.codes == ["batch_not_split"]


def test_movements_that_are_not_booked_yet_are_set_aside():
    data = build.camt(Stmt((Move(100_00), Move(50_00)))).replace(b"<Cd>BOOK</Cd>", b"<Cd>PDNG</Cd>", 1)
    read = Read(data.replace(b">100150.00<", b">100050.00<"))
    assert ([row.amount for row in read.rows], read.table.set_aside) == ([50_00], {"pending": 1})
    assert read.codes == []


@pytest.mark.parametrize(("kind", "root"), [("052", "BkToCstmrAcctRpt"), ("054", "BkToCstmrDbtCdtNtfctn")])
def test_reports_of_the_same_money_are_refused(kind, root):
    data = build.camt(Stmt(MOVES), version=f"{kind}.001.08").replace(b"BkToCstmrStmt", root.encode())
    assert refused(data) == "interim_report"


def test_a_report_during_the_day_is_refused():
    lines = [
        ":20:R1",
        f":25:{IBAN}",
        ":28C:1/1",
        ":34F:EURD0,",
        ":13D:2611191200+0100",
        ":90D:0EUR0,",
        ":90C:0EUR0,",
        "-",
    ]
    assert refused("\n".join(lines).encode()) == "interim_report"
    assert refused(build.bai2(Stmt(MOVES)).replace(b",USD,2/", b",USD,3/", 1)) == "interim_report"


def test_a_test_file_of_a_bank_is_refused():
    assert refused(build.bai2(Stmt(MOVES)).replace(b"02,CUSTOMER,BANKUS33,1", b"02,CUSTOMER,BANKUS33,4")) == (
        "statement_not_valid"
    )


def test_abbreviations_of_its_own_are_a_trap():
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    data = build.camt(Stmt(MOVES)).replace(b'<?xml version="1.0" encoding="UTF-8"?>', bomb)
    assert refused(data.replace(b"INVOICE", b"&b;")) == "xml_entities"


def test_damaged_xml_is_refused_with_its_line():
    data = b"\n  " + build.camt(Stmt(MOVES))
    assert Read(data).table.rows.item == 3
    assert refused(data.replace(b"</Ntry>", b"</Ntrx>", 1)) == "statement_unreadable"
    assert refused(data.replace(b"UTF-8", b"UTF-9")) == "statement_unreadable"
    assert refused(data[:600]) == "statement_cut_off"


def test_options_for_spreadsheets_are_refused():
    data = build.mt940(Stmt(MOVES))
    assert refused(data, kind=SyncKind.OPEN_ITEMS) == "wrong_kind"
    assert refused(data, sheet="Sheet1") == "sheet_missing"
    assert Read(data, kind=SyncKind.RECEIPTS).table.rows.item == 3


# ------------------------------------------------------------------------------------------------ MT940


def lines_of(*entries, opening="C261118EUR1000,00", closing="C261119EUR1500,00"):
    return "\n".join(
        [":20:S", f":25:{IBAN}EUR", ":28C:1/1", f":60F:{opening}", *entries, f":62F:{closing}", "-"]
    ).encode()


@pytest.mark.parametrize(
    "entry",
    [
        ":61:2611191119C5x0,00NTRFNONREF",
        ":61:2611191119C1.500,00NTRFNONREF",
        ":61:2613191119C500,00NTRFNONREF",
        ":61:2611191345C500,00NTRFNONREF",
        ":61:2611191119X500,00NTRFNONREF",
        ":61:2611191119C500,005NTRFNONREF",
        ":6l:2611191119C500,00NTRFNONREF",
        ";61:2611191119C500,00NTRFNONREF",
    ],
)
def test_a_movement_in_doubt_is_rejected_and_told(entry):
    good = ":61:2611191119C1,00NTRFNONREF//K"
    read = Read(lines_of(good, ":86:first", entry, ":86:second", closing="C261119EUR501,00"))
    assert [row.amount for row in read.rows] == [1_00]
    assert [row.row for row in read.table.rejected] == [7]
    assert "own_total_differs" in read.codes
    assert read.rows[0].remittance == "first"


def test_text_behind_the_closing_balance_belongs_to_no_movement():
    data = lines_of(":61:2611191119C500,00NTRFNONREF", ":86:pay").replace(b"\n-", b"\n:86:YOUR BRANCH MOVES\n-")
    assert Read(data).rows[0].remittance == "pay"


def test_the_booking_day_without_a_year_is_the_nearest_one():
    read = Read(lines_of(":61:2612311231C1,00NTRFA", ":61:2612310102C1,00NTRFB", closing="C270102EUR1002,00"))
    assert [row.receipt_date for row in read.rows] == ["2026-12-31", "2027-01-02"]


def test_pieces_that_end_before_their_line_end_a_word():
    entry = ":86:166?00GUTSCHRIFT?20RE 4711?21RE 4712?32ACME GmbH"
    read = Read(lines_of(":61:2611191119CR500,00NTRFNONREF", entry))
    assert read.rows[0].invoices == ("RE4711", "RE4712")


def test_charges_sweeps_and_returned_debits():
    read = Read(
        lines_of(
            ":61:2611191119D5,00NCHGNONREF",
            ":61:2611191119C900,00NCMZNONREF",
            ":61:2611191119D95,00NRTINONREF",
            ":86:109?00RUECKLASTSCHRIFT?20RE 4711",
            ":61:2611191119C100,00NMSCNONREF",
            ":86:159?00RETOURE",
            closing="C261119EUR1900,00",
        )
    )
    assert read.table.set_aside == {"bank_charge": 1, "internal_transfer": 1, "outgoing": 1}
    assert [(row.amount, row.reversed) for row in read.rows] == [(95_00, True)]
    assert read.codes == []


def test_pages_of_a_statement_follow_one_another():
    first = build.mt940(Stmt((Move(1_00),), 10_00)).replace(b":62F:", b":62M:")
    second = build.mt940(Stmt((Move(2_00),), 11_00)).replace(b":60F:", b":60M:")
    third = build.mt940(Stmt((Move(4_00),), 20_00))
    assert Read(first + second).codes == []
    assert Read(first + third).codes == ["statement_missing"]


def test_letters_of_western_europe():
    for encoding in ("cp1252", "utf-8", "latin-1"):
        read = Read(build.mt940(Stmt((Move(1_00, payer="Müller & Söhne", text="für RE 4711"),)), encoding=encoding))
        assert (read.rows[0].payer, read.rows[0].remittance) == ("Müller & Söhne", "für RE 4711")


# ------------------------------------------------------------------------------------------------ BAI2


def bai_lines(*details, account="03,0012345,,010,100000,,Z,015,150000,,Z/", total=None):
    records = "\n".join([account, *details]).split("\n")
    lines = ["01,B,C,261120,0800,1,,,2/", "02,C,B,1,261119,,,2/", *records, f"49,{total},{len(records) + 1}/"]
    return "\n".join([*lines, f"98,{total},1,{len(records) + 3}/", f"99,{total},1,{len(records) + 5}/"]).encode()


@pytest.mark.parametrize(
    ("detail", "number", "text"),
    [
        ("16,195,50000/", "", None),
        ("16,195,50000,,REF1,CUST1,INV 4711/", "REF1", "INV 4711"),
        ("16,195,500.00,Z,REF1,,INV 4711", "REF1", "INV 4711"),
        ("16,195,50000,S,50000,0,0,REF1,CUST1,INV 4711/", "REF1", "INV 4711"),
        ("16,195,50000,D,2,0,20000,1,30000,REF1,CUST1,INV 4711/", "REF1", "INV 4711"),
        ("16,921,50000,Z,REF1,CUST1,INV 4711/", "REF1", "INV 4711"),
        ("16,195,50000,Z,REF1/\n88,CUST1,INV 4711/", "REF1", "INV 4711"),
        ("16,195,50000,Z,REF1,CUST1/\n88,INV 4711,\n88,A/2026", "REF1", "INV 4711, A/2026"),
    ],
)
def test_the_ways_of_writing_a_detail(detail, number, text):
    read = Read(bai_lines(detail, total=300000))
    assert [(row.amount, row.number, row.remittance) for row in read.rows] == [(500_00, number, text)]
    assert read.codes == ["currency_by_format"]


def test_a_report_of_a_lockbox_with_signs_blanks_and_continued_balances():
    lines = [
        "01,021000018,55287,261120,0600,1,80,080,2/                                      ",
        "02,55287,021000018,1,261119,0000,,/                                             ",
        "03,0101999999,,010,+00000000100000,,,015,+00000000146500,,,045/                 ",
        "88,+00000000146500,,,100,+00000000050000,00002,/                                ",
        "16,175,000000000030000,Z,00087829876,Box 7/                                     ",
        "88,DEPOSIT LOCATION, ITEM COUNT 00004/                                          ",
        "16,115,000000000020000,S,20000,0,0,00087829877,,LOCKBOX INV-4711/               ",
        "16,698,000000000003500,0,,,ACCOUNT ANALYSIS FEE/                                ",
        "49,+00000000496500,00007/",
        "98,+00000000496500,00001,00009/",
        "99,+00000000496500,00001,00011/",
    ]
    read = Read("\r\n".join(lines).encode())
    assert [(row.amount, row.number, row.invoices) for row in read.rows] == [
        (300_00, "00087829876", ("Box 7", "COUNT00004")),
        (200_00, "00087829877", ("INV-4711",)),
    ]
    assert read.table.set_aside == {"bank_charge": 1}
    assert read.table.own_totals == {"USD": 500_00}
    assert read.codes == ["currency_by_format"]


def test_the_currency_of_a_report_without_one_can_be_told():
    read = Read(bai_lines("16,195,50000/", total=300000), currency="CAD")
    assert (read.rows[0].currency, read.codes) == ("CAD", [])


def test_files_behind_one_another_are_all_read():
    other = Stmt((Move(3_00),), account="99")
    read = Read(build.bai2(Stmt(MOVES)) + build.bai2(other))
    assert [row.bank for row in read.rows] == [IBAN] * 3 + ["99"]


def test_a_record_that_is_none_and_a_sum_that_does_not_hold_are_told():
    read = Read(bai_lines("16,195,50000/", "17,195,50000/", "16,712,5,Z,,,LOAN/", total=300001))
    assert [row.row for row in read.table.rejected] == [5, 6]
    assert "own_total_differs" in read.codes


# ------------------------------------------------------------------------------------------------ any statement

days = st.dates(date(2026, 10, 1), date(2026, 11, 19))
words = st.text("ABCDEFGH 0123456789", max_size=40).map(lambda text: " ".join(text.split()))
moves = st.builds(
    Move,
    st.integers(-(10**9), 10**9).filter(bool),
    st.just(DAY),
    days,
    st.just(""),
    words.map(lambda text: f"PAYER {text}".strip()),
    words.map(lambda text: f"X {text}".strip()),
    st.just(""),
    st.booleans(),
)
drawn = st.lists(st.builds(Stmt, st.lists(moves, max_size=6), st.integers(-(10**9), 10**9)), min_size=1, max_size=3)


@pytest.mark.parametrize("shape", SHAPES)
@given(statements=drawn, currency=st.sampled_from(["EUR", "JPY", "KWD"]))
def test_every_statement_comes_back_as_it_was(shape, statements, currency):
    listed = [Stmt(one.moves, one.opening, f"ACC{place}", currency) for place, one in enumerate(statements, start=1)]
    read = Read(SHAPES[shape](*listed))
    wanted = [
        (abs(move.amount), move.valued.isoformat(), move.back, currency, one.account)
        for one in listed
        for move in one.moves
        if build.receipt(move)
    ]
    assert [(row.amount, row.value_date, row.reversed, row.currency, row.bank) for row in read.rows] == wanted
    assert read.table.own_totals.get(currency, 0) == sum(total.net for total in read.table.totals.values())
    assert set(read.codes) <= set()


# ------------------------------------------------------------------------------------------------ damaged bytes


def damage(data, seed):
    """Change, drop, repeat or insert a few bytes, or cut the file."""
    rng = random.Random(seed)
    data = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        at, what = rng.randrange(len(data)), rng.randrange(6)
        if what == 0:
            data[at] = rng.randrange(256)
        elif what == 1:
            data[at] = rng.choice(b"0123456789,.:/<>CDR\n")
        elif what == 2:
            del data[at : at + rng.randint(1, 40)]
        elif what == 3:
            data[at:at] = data[rng.randrange(len(data)) :][: rng.randint(1, 60)]
        elif what == 4:
            data[at:at] = rng.choice([b"\x00", b"\n", b"&x;", b"]]>", b"88,", b":61:", b"16,", "９".encode()])
        elif rng.random() < 0.2:
            del data[at:]
        if not data:
            return b"?"
    return bytes(data)


@pytest.mark.parametrize("shape", SHAPES)
@given(seed=st.integers(0, 10**6))
def test_damaged_statements_are_read_refused_or_told(shape, seed):
    sound = SHAPES[shape](Stmt(MOVES), Stmt((Move(5_00, text="RE 90000015"),), account="0012345"))
    data = damage(sound, seed)
    if format_of(data) is None:
        return
    read = None
    with contextlib.suppress(RefusedError):  # anything else is a defect
        read = Read(data)
    if read is None:
        return
    amounts = sorted(row.amount * (-1 if row.reversed else 1) for row in read.rows)
    if amounts != [-500_00, 5_00, 500_00, 1_250_75] and not read.codes and not read.table.rejected:
        own, net = read.table.own_totals, {code: total.net for code, total in read.table.totals.items()}
        assert {code: own.get(code) for code in net} == net  # what it says now holds together
