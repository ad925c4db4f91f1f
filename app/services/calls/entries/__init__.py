"""Entries of the call log: what is typed, what an outcome needs and opens, how an entry is written and corrected."""
