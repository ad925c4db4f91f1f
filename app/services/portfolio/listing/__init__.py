"""The portfolio as a list: its rows, filters, groups and families, for tens of thousands of accounts."""
