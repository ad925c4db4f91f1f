"""From a recognised table to typed rows: what each row is, one verdict per column, exact sums."""
