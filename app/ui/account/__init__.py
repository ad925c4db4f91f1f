"""One account: who it is, what it owes, what happened, and the call form beside it."""
