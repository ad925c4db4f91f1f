"""Statements as banks write them: every movement ends as a receipt or says why it is none.

MT940, BAI2, CAMT.053 and OFX go around the world; Norma 43 is Spain's and Zengin Japan's.
``sniff`` tells a format by its content, one reader per format yields ``model.Statement``, and ``receipts`` turns those
into the typed rows and facts that every other file ends in. Readers of ours: an ADR says what the libraries cost.
"""
