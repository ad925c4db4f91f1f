"""Statements as banks write them (MT940, BAI2, CAMT.053): every movement ends as a receipt or says why it is none.

``sniff`` tells a format by its content, one reader per format yields ``model.Statement``, and ``receipts`` turns those
into the typed rows and facts that every other file ends in. Readers of ours: an ADR says what the libraries cost.
"""
