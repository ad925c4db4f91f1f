"""Who owes what, since when, and whom to call: aging, accounts, the call list, search."""
