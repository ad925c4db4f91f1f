"""The daily activity workbook: what happened on one day of one collector, with proof for every figure."""
