"""Files and what is in them: the guard looks before anything parses, the readers turn containers into grids.

``guard`` and ``zipscan`` run in the caller's process with the standard library only. ``workbook`` and ``text`` run in
the worker process; the readers of foreign formats are imported there and nowhere else.
"""
