"""Words for what a row has in common with others."""

from __future__ import annotations

from app.i18n import _


def worst_words(key: str) -> str:
    """Return a bucket's key in words: ``31–60``, ``121+``."""
    if key == "current":
        return _("Current")
    return key.removeprefix("b").replace("_", "\u2013") + ("" if "_" in key else "+") if key else ""
