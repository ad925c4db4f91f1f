"""What the call form knows of an account, and what of a call is typed and not yet saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.enums import Channel

#: A promise line as it is typed: amount and day as texts, so that nothing half-written is lost.
TypedLine = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to speak to: the words of the list, and how they are reached."""

    id: str
    name: str
    words: str
    phones: tuple[str, ...] = ()
    do_not_call: bool = False


@dataclass(frozen=True, slots=True)
class Relative:
    """Another account of the same group."""

    number: str
    words: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """A ticked item: what of it can be promised, in minor units."""

    id: str
    number: str
    currency: str
    open: int


@dataclass(frozen=True, slots=True)
class FormFacts:
    """The account in front of the form.

    Attributes:
        country: whose holidays the date picker knows.
        zone: IANA zone of agreed times.
        currencies: those it owes in, the biggest debt first.
        overdue: minor units by currency.
        tasks: open tasks as (id, words).
        holidays: days of rest with their names.
        language: name of the customer's language, for the talk track's button.
    """

    account_id: str
    number: str
    country: str | None
    zone: str
    currencies: tuple[str, ...]
    overdue: Mapping[str, int] = field(default_factory=dict)
    people: tuple[Person, ...] = ()
    relatives: tuple[Relative, ...] = ()
    tasks: tuple[tuple[str, str], ...] = ()
    holidays: Mapping[date, str] = field(default_factory=dict)
    language: str = ""


@dataclass(slots=True)
class Draft:
    """A call as far as it is typed; kept while the collector looks elsewhere.

    Attributes:
        contact: a person's id, or empty; ``other_contact`` a name that is typed.
        outcomes: codes, the outcome first.
        amount_typed: the amount is the collector's own and no longer follows the ticks.
        split: number and rhythm of an equal split.
        step: kind, day (ISO) and time of a next step that was named; None leaves the default.
        items: ids of the ticked items.
        began: when the number was dialled; ``seconds`` what was counted before.
        correcting: id of the entry that this one replaces.
        named: numbers of the items that its promise covered, with the ticks of then: both stay together, so that a
            correction of words leaves the promise as it is.
    """

    contact: str = ""
    other_contact: str = ""
    relatives: tuple[str, ...] = ()
    channel: str = Channel.CALL_OUT.value
    note: str = ""
    outcomes: tuple[str, ...] = ()
    reason: str = ""
    currency: str = ""
    lines: tuple[TypedLine, ...] = ()
    amount_typed: bool = False
    why: str = ""
    owner: str = ""
    step: tuple[str, str, str] | None = None
    done: tuple[str, ...] = ()
    items: frozenset[str] = frozenset()
    began: datetime | None = None
    seconds: int = 0
    correcting: str = ""
    named: tuple[frozenset[str], tuple[str, ...]] | None = None

    @property
    def worth_keeping(self) -> bool:
        """Tell whether anything was typed, chosen or dialled."""
        texts = (self.note, self.other_contact, self.why, self.owner, *self.outcomes, self.reason)
        return any(texts) or self.began is not None or bool(self.seconds or self.relatives or self.done)
