"""Exports in the shapes of imports.md, each with what must come out: sums, ends of rows, header row and mapping."""
