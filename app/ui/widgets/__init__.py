"""The window's own controls: each has its accessible name, its focus ring and its colours by role."""
