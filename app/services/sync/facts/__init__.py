"""What files tell beside the ledger: orders on hold, portals, purchase orders, sales, the trial balance, rates.

One mechanism for all of them: a ``Shape`` says which columns a kind has, what identifies a record and what becomes of
records that a later file lacks; reading, planning, writing and undo go by it.
"""
