"""Files and what is in them: the guard looks before anything parses, the readers turn containers into grids.

``guard``, ``container``, ``zipscan`` and ``scans`` run in the caller's process with the standard library only. The
readers (``opening`` chooses among them) run in the worker process; foreign formats are imported there and nowhere else.
"""
