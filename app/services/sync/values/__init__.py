"""What single cells mean: text, numbers, dates, currencies and payment terms; one verdict per column."""
