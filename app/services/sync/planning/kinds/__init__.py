"""Planning by kind of record: accounts with their people, items, closed items, receipts and cases."""
