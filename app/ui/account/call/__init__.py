"""The call form, part by part."""
