"""Statements letter by letter as banks publish them: no builder of ours shares a reader's mistake about a format."""

from __future__ import annotations

from tests.services.sync.test_bank_formats import Read

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
