"""Sync: a spreadsheet from the ERP becomes typed rows, a plan and one transaction.

The reading half turns a file into typed rows and never touches the store::

    from app.services.sync.reading.read import read_file

    with read_file(path, ReadOptions(day=day), progress) as stream:
        stream.table          # FileTable: everything known about the file, complete before the first row
        for chunk in stream:  # Chunk: at most 5,000 typed rows of one kind
            chunk.accounts, chunk.items, chunk.receipts, chunk.cases

* ``model`` holds the types that cross from the worker process to the storing half; it imports no Qt, no SQLAlchemy and
  no reader of files.
* ``files.guard`` looks at the file in the caller's process (missing, locked, empty, encrypted, zip bomb), then
  ``reading.worker`` reads, judges and types it in a process of its own: a crash there is a refusal here.
* Every refusal is a ``RefusedError``; what the evidence does not decide is an ``UndecidedError`` that names the option
  and carries every open question of the file (``QuestionsError.questions``). Nothing is guessed.
* The storing half compares rows with the store (``planning``), writes and takes back (``writing``); it relies on
  ``FileTable.rejected`` to protect stored items and on ``FileTable.totals`` for control totals.
"""
