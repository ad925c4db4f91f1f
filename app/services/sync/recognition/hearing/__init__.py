"""Evidence about the columns of an items table, heard in turn: days, amounts, what is the only one of its sort."""
