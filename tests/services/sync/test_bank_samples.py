"""Statements letter by letter as banks publish them: no builder of ours shares a reader's mistake about a format."""

from __future__ import annotations

import pytest

from tests.services.sync.test_bank_formats import Read, refused

#: Bookings as in the German banks' own description: ?00 what, ?10 the batch, ?34 a number of the bank's own.
GERMAN = """:20:STARTUMSE
:25:50010517/1234567
:28C:00001/001
:60F:C261029EUR1000,00
:61:2610301030CR8053,56NMSCNONREF
:86:166?00GUTSCHRIFT?109251?20RE 4711?30PBNKDEFF?31DE68440100460000208468?32Muster AG?34000
:61:2610301030CR100,00N062NONREF
:86:051?00UEBERWEISUNGSEINGANG?109251?20RE 4712?32Beta GmbH?34166
:61:2610301030DR199,00N012NONREF
:86:177?00ONLINE-UEBERWEISUNG?109310?20SVWZ+Miete?32Vermieter?34997
:61:2610301030CR10,00NMSCNONREF
:86:166?00GUTSCHRIFT?20INV 4713? please check INV 4714?32Gamma KG
:61:2610301030DR50,00NRTINONREF
:86:109?00RETOURE SEPA-LASTSCHRIFT?20SVWZ+RE 4700?32Delta OHG?34909
:61:2610301030DR60,00NMSCNONREF
:86:105?00LASTSCHRIFT?20SVWZ+RE 4701?32Epsilon UG?34914
:62F:C261030EUR8854,56
-
"""


def test_a_german_statement_with_numbers_of_the_bank_s_own():
    read = Read(GERMAN.encode("cp1252"))
    assert [(row.amount, row.payer, row.reversed) for row in read.rows] == [
        (8053_56, "Muster AG", False),
        (100_00, "Beta GmbH", False),
        (10_00, "Gamma KG", False),
        (50_00, "Delta OHG", True),
        (60_00, "Epsilon UG", True),
    ]
    assert read.table.set_aside == {"outgoing": 1}
    assert read.rows[2].remittance == "INV 4713? please check INV 4714"
    assert read.rows[2].invoices == ("INV4713", "INV4714")
    assert read.table.own_totals == {"EUR": read.table.totals["EUR"].net}
    assert read.codes == []


#: A bank that names the account's currency with its balances alone.
CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
<GrpHdr><MsgId>1</MsgId><CreDtTm>2026-10-30T20:00:00</CreDtTm></GrpHdr>
<Stmt><Id>1</Id><CreDtTm>2026-10-30T20:00:00</CreDtTm>
<Acct><Id><IBAN>DE68440100460000208468</IBAN></Id></Acct>
{balances}
<Ntry><Amt Ccy="EUR">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-10-30</Dt></BookgDt>
<NtryDtls><TxDtls><RltdPties><Dbtr><Nm>Acme</Nm></Dbtr></RltdPties>
<RmtInf><Strd><AddtlRmtInf>Rechnung INV-4711</AddtlRmtInf></Strd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="USD">500.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-10-30</Dt></BookgDt>
<NtryDtls><TxDtls><RltdPties><Dbtr><Nm>Globex</Nm></Dbtr></RltdPties></TxDtls></NtryDtls></Ntry>
</Stmt></BkToCstmrStmt></Document>"""
BALANCES = """<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Dt><Dt>2026-10-29</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">200.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Dt><Dt>2026-10-30</Dt></Dt></Bal>"""


def test_a_booking_in_another_currency_than_the_balances_is_rejected():
    read = Read(CAMT.format(balances=BALANCES).encode())
    assert [(row.amount, row.currency, row.payer) for row in read.rows] == [(100_00, "EUR", "Acme")]
    assert [(entry.column, entry.value) for entry in read.table.rejected] == [("Ntry", "500.00 CRDT")]
    assert (read.rows[0].remittance, read.rows[0].invoices) == ("Rechnung INV-4711", ("INV-4711",))


def test_bookings_in_two_currencies_and_no_balance_leave_the_account_s_currency_open():
    assert refused(CAMT.format(balances="").encode()) == "statement_unreadable"
    one = CAMT.format(balances="").replace('"USD"', '"EUR"')
    assert [row.currency for row in Read(one.encode()).rows] == ["EUR", "EUR"]


#: Two accounts in a group, with sums and counts that hold.
BAI = """01,BANK,CUST,261030,0600,1,80,,2/
02,CUST,BANK,1,261030,0600,USD,2/
03,111,USD,010,10000,,,015,15000,,/
16,165,5000,Z,REF1,INV1,ACME/
49,30000,3/
03,222,USD,010,10000,,,015,16000,,/
16,165,6000,Z,REF2,INV2,BETA/
88,ORIG:BETA SUPPLIES LLC/
49,32000,4/
98,62000,2,9/
99,62000,1,11/
"""


def bai(*left_out: int, old: str = "", new: str = "") -> bytes:
    lines = [line for row, line in enumerate(BAI.splitlines(), start=1) if row not in left_out]
    return "\n".join(lines).replace(old, new).encode() if old else "\n".join(lines).encode()


def test_a_report_whose_sums_and_counts_hold():
    read = Read(BAI.encode())
    assert [(row.amount, row.bank) for row in read.rows] == [(50_00, "111"), (60_00, "222")]
    assert read.codes == []


@pytest.mark.parametrize("account", [(3, 4, 5), (6, 7, 8, 9)])
def test_an_account_that_is_missing_in_a_report_is_told_once(account):
    read = Read(bai(*account))
    assert len(read.rows) == 1
    assert read.codes == ["statement_missing"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("98,62000,2,9/", "98,62001,2,9/"),
        ("98,62000,2,9/", "98,62000,2,10/"),
        ("99,62000,1,11/", "99,62000,2,11/"),
        ("99,62000,1,11/", "99,1,1,11/"),
        ("99,62000,1,11/", "99,62000,1,12/"),
        ("49,30000,3/", "49,30000,4/"),
    ],
)
def test_a_sum_or_a_count_that_does_not_hold_is_told(old, new):
    assert Read(bai(old=old, new=new)).codes == ["statement_missing"]


@pytest.mark.parametrize("new", ["98,,,/", "98,62000,0,0/"])
def test_a_trailer_that_states_nothing_proves_nothing(new):
    assert Read(bai(old="98,62000,2,9/", new=new)).codes == []


OFX = """OFXHEADER:100
DATA:OFXSGML
VERSION:102

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR
<BANKACCTFROM><BANKID>1<ACCTID>42<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20261001<DTEND>20261030
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261030<TRNAMT>459.10<FITID>1<NAME>ACME<MEMO>INV-1
<ORIGCURRENCY><CURRATE>0.9182<CURSYM>USD</ORIGCURRENCY></STMTTRN>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261030<TRNAMT>10.10<FITID>2<NAME>BETA<MEMO>INV-2</STMTTRN>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261030<TRNAMT>77.00<FITID>3<NAME>GAMMA<MEMO>
<CURRENCY><CURRATE>0.9182<CURSYM>USD</CURRENCY></STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>1<DTASOF>20261030</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""


def test_the_original_currency_of_a_movement_is_not_that_of_its_amount():
    read = Read(OFX.encode())
    assert [(row.amount, row.currency, row.number) for row in read.rows] == [(459_10, "EUR", "1"), (10_10, "EUR", "2")]
    assert [(entry.column, entry.value) for entry in read.table.rejected] == [("CURSYM", "USD")]
