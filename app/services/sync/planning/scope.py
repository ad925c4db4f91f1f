"""Does a file close what it does not contain?

Full closes what is missing, but reaches only items last seen from the same source. Evidence decides; where there is
none the file counts as full if it holds most of the source's open items and more than one account; else somebody has
to say so. A file that says itself that it is full is still asked about when a large part went missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.enums import Scope
from app.i18n import Message, msg
from app.services.sync.model import Question
from app.settings import Settings

OPTION = "--scope"
_CHOICES = (Scope.FULL.value, Scope.PARTIAL.value)


@dataclass(frozen=True, slots=True)
class Reach:
    """What is known about the files of one source in a batch.

    Attributes:
        chosen: what the collector said.
        older: a file from before the source's data date.
        first: nothing of this source was applied before.
        known: open items of the source in the store.
        held: those of them that the files contain; rejected rows protect theirs, so they count.
        accounts: accounts in the files.
        company: the source, where a file has several companies.
        cut: what is missing as a whole and would hardly be by chance, as a sentence.
    """

    chosen: Scope | None
    older: bool
    first: bool
    known: int
    held: int
    accounts: int
    company: str = ""
    cut: Message | None = None

    @property
    def share(self) -> int:
        """Per cent of the source's open items that the files hold, rounded down."""
        return 100 * self.held // self.known if self.known else 100


@dataclass(frozen=True, slots=True)
class Decision:
    """The scope with its reason, or the question; ``scope`` of an open question is partial, which closes nothing."""

    scope: Scope
    why: Message
    question: Question | None = None


def decide(reach: Reach, settings: Settings) -> Decision:
    """Decide whether what is missing is closed; where nothing is missing there is nothing to ask."""
    if reach.older:
        return Decision(Scope.PARTIAL, msg("An older file adds history and closes nothing."))
    if reach.chosen is not None:
        return Decision(reach.chosen, msg("You said so."))
    if reach.first:
        return Decision(Scope.FULL, msg("The first file of this source."))
    if reach.held == reach.known:
        return Decision(Scope.FULL, msg("It holds everything that is open of this source."))
    if reach.share >= settings.full_share and reach.accounts > 1 and reach.cut is None:
        why = msg(
            "It holds {held} of {known} open items of this source ({share} %), of {accounts} accounts.",
            held=reach.held,
            known=reach.known,
            share=reach.share,
            accounts=reach.accounts,
        )
        return Decision(Scope.FULL, why)
    return _undecided(reach)


def _undecided(reach: Reach) -> Decision:
    """Leave it open; until somebody says nothing would be closed."""
    return Decision(Scope.PARTIAL, msg("Not decided yet."), ask([reach]))


def ask(reaches: Sequence[Reach]) -> Question:
    """Ask about a file; of the companies of one file together."""
    known, held = (sum(getattr(reach, name) for reach in reaches) for name in ("known", "held"))
    words = {"held": held, "known": known, "share": 100 * held // known if known else 100}
    companies = ", ".join(sorted(reach.company for reach in reaches if reach.company))
    if companies:
        evidence = msg(
            "It holds {held} of {known} open items of company {companies} ({share} %): is it everything that is open, "
            "or a selection?",
            companies=companies,
            **words,
        )
    elif reaches[0].accounts > 1:
        evidence = msg(
            "It holds {held} of {known} open items of this source ({share} %): is it everything that is open, "
            "or a selection?",
            **words,
        )
    else:
        evidence = msg(
            "It holds {held} of {known} open items of this source ({share} %), all of one account: is it everything "
            "that is open, or a selection?",
            **words,
        )
    cut = next((reach.cut for reach in reaches if reach.cut is not None), None)
    if cut is not None:
        evidence = msg("{cut} {evidence}", cut=cut, evidence=evidence)
    return Question(OPTION, None, evidence, _CHOICES)
