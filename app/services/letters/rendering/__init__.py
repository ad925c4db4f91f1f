"""A letter on paper and as plain text, and the fonts it is set in."""
