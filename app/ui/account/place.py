"""Where in the window an account is: its number, and perhaps an entry that is to be corrected."""

from __future__ import annotations

_MARK = "\tcorrect\t"
_RUN = "\tpromise\t"


def correcting(number: str, activity_id: str, *, as_promise: bool = False) -> str:
    """Return the key of an account with one of its entries in the form; ``as_promise`` turns a payment run into one."""
    return f"{number}{_RUN if as_promise else _MARK}{activity_id}"


def parse(key: str) -> tuple[str, str, bool]:
    """Return number, entry to correct (empty for none), and whether it becomes a promise."""
    for mark in (_MARK, _RUN):
        number, found, activity_id = key.partition(mark)
        if found:
            return number, activity_id, mark == _RUN
    return key, "", False
