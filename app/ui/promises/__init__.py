"""Promises to pay: calendar, list, and the evidence of each."""
