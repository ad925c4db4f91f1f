"""Looks at whole containers before a reader makes room for them; standard library only."""
