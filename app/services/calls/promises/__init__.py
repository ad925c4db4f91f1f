"""Promises to pay: what one would be, making it, plans, renewals, and their judgement by the money that came."""
