"""The order of the day's calls, for whoever saves one call and wants the next account."""

from __future__ import annotations

from collections.abc import Iterable


class CallQueue:
    """Account numbers in the order in which Today shows them, call now first."""

    def __init__(self) -> None:
        self._numbers: list[str] = []

    def set_numbers(self, numbers: Iterable[str]) -> None:
        """Take the order that is shown now."""
        self._numbers = list(numbers)

    def first(self) -> str:
        """Return the account to begin with, empty when nobody is left."""
        return self._numbers[0] if self._numbers else ""

    def after(self, number: str) -> str:
        """Return the account after this one, the first for one that is not in the list, empty at the end."""
        if number not in self._numbers:
            return self.first()
        place = self._numbers.index(number) + 1
        return self._numbers[place] if place < len(self._numbers) else ""

    def __len__(self) -> int:
        """Return how many are left."""
        return len(self._numbers)
