"""From a recognised table to typed rows: which kind it is, what each row is, one verdict per column, exact sums."""
