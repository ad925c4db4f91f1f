"""Revisions, frozen in time."""
