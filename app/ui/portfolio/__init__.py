"""Portfolio: everybody who owes, with saved filters, groups and totals per currency."""
