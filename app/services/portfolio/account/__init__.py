"""One account from all sides: items, what was said and promised, money, letters, one line of time."""
