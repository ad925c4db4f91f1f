"""Tables: columns as data, rows frozen, sorted and filtered in lists outside Qt, painted by one delegate."""
