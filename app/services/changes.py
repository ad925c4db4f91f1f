"""What a write touched: broadcast once, so that views refresh only what they show."""

from __future__ import annotations

from dataclasses import dataclass, field

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Ids touched by one transaction, by kind, and who began it.

    ``everything`` is set by a sync, an undo or a restore: too many ids to name.
    """

    accounts: frozenset[str] = _NONE
    items: frozenset[str] = _NONE
    activities: frozenset[str] = _NONE
    tasks: frozenset[str] = _NONE
    promises: frozenset[str] = _NONE
    disputes: frozenset[str] = _NONE
    letters: frozenset[str] = _NONE
    runs: frozenset[str] = _NONE
    settings: frozenset[str] = _NONE
    everything: bool = False
    initiator: str = ""

    def __bool__(self) -> bool:
        """Tell whether anything was touched."""
        return self.everything or any(
            (
                self.accounts,
                self.items,
                self.activities,
                self.tasks,
                self.promises,
                self.disputes,
                self.letters,
                self.runs,
                self.settings,
            )
        )


@dataclass(slots=True)
class ChangeCollector:
    """Collects touched ids while a transaction runs."""

    initiator: str = ""
    everything: bool = False
    ids: dict[str, set[str]] = field(default_factory=dict)

    def touch(self, kind: str, *ids: str) -> None:
        """Note ids of a kind (a field name of ``ChangeSet``)."""
        if kind not in ChangeSet.__slots__:
            raise ValueError(f"unknown kind {kind!r}")
        self.ids.setdefault(kind, set()).update(ids)

    def freeze(self) -> ChangeSet:
        """Return what was touched."""
        sets = {kind: frozenset(ids) for kind, ids in self.ids.items()}
        return ChangeSet(everything=self.everything, initiator=self.initiator, **sets)
