"""What the cells of a source's file have proved, kept beside what was answered for its layout.

A day above 12 proves on Monday that a source writes the day first; on Tuesday the 5th no cell of its file says so, and
of the twenty customers that are written with number and name one alone is left.
What was proved is used only where the evidence leaves that very question open, and the file says so with the day of
the proof. The newest word counts: cells that prove otherwise come in place of what was proved or answered, and are
told; an answer comes in place of a proof.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from app.i18n import Message, msg
from app.services.sync.answers import ByLayout
from app.services.sync.model import Notice, Question, ReadOptions
from app.services.sync.options import REMEMBERED, decided
from app.services.sync.recognition.coded import APART
from app.services.sync.values.dates import DMY, MDY, YMD
from app.services.sync.values.numbers import COMMA, POINT

#: In front of a field of the reading options, where what cells proved of it is kept.
_MARK: Final = "proved:"
_FIELDS: Final = ("date_order", "decimal", "customer_cells")


class _Words(NamedTuple):
    """How what is proved is said: by an earlier file; by this file against an earlier one, and against an answer."""

    before: Callable[[date], Message]
    against: Callable[[date], Message]
    other: Message


_SAID: Final[Mapping[str, _Words]] = {
    DMY: _Words(
        lambda day: msg("Days are written day first, as the file of {day} proved.", day=day),
        lambda day: msg("Days are written day first here; the file of {day} proved otherwise.", day=day),
        msg("Days are written day first here, other than you said before."),
    ),
    MDY: _Words(
        lambda day: msg("Days are written month first, as the file of {day} proved.", day=day),
        lambda day: msg("Days are written month first here; the file of {day} proved otherwise.", day=day),
        msg("Days are written month first here, other than you said before."),
    ),
    YMD: _Words(
        lambda day: msg("Days are written year first, as the file of {day} proved.", day=day),
        lambda day: msg("Days are written year first here; the file of {day} proved otherwise.", day=day),
        msg("Days are written year first here, other than you said before."),
    ),
    POINT: _Words(
        lambda day: msg("Amounts are written with a decimal point, as the file of {day} proved.", day=day),
        lambda day: msg("Amounts are written with a decimal point here; the file of {day} proved otherwise.", day=day),
        msg("Amounts are written with a decimal point here, other than you said before."),
    ),
    COMMA: _Words(
        lambda day: msg("Amounts are written with a decimal comma, as the file of {day} proved.", day=day),
        lambda day: msg("Amounts are written with a decimal comma here; the file of {day} proved otherwise.", day=day),
        msg("Amounts are written with a decimal comma here, other than you said before."),
    ),
    APART: _Words(
        lambda day: msg(
            "Customers are written with number and name in one cell, as the file of {day} proved.", day=day
        ),
        lambda day: msg(
            "Customers are written with number and name in one cell here; the file of {day} proved otherwise.", day=day
        ),
        msg("Customers are written with number and name in one cell here, other than you said before."),
    ),
}


class Proof(NamedTuple):
    """What a file proved, the day for which it stands, and the run that brought it."""

    value: str
    day: date
    run: str

    @classmethod
    def kept(cls, answers: Mapping[str, str], name: str) -> Proof | None:
        """Return what is kept of a field among the answers of a layout."""
        if (text := answers.get(_MARK + name)) is None:
            return None
        value, day, run = text.split(" ")
        return cls(value, date.fromisoformat(day), run)

    def text(self) -> str:
        """Return how it is kept."""
        return f"{self.value} {self.day.isoformat()} {self.run}"


def proved_before(options: ReadOptions, layout: str, questions: Sequence[Question]) -> dict[str, Proof]:
    """Return what files proved before that settles some questions, by option; what somebody decided now needs none."""
    known = options.remembered.get(layout, {})
    found: dict[str, Proof] = {}
    for question in questions:
        one = REMEMBERED.get(question.option)
        proof = None if one is None or one.text(options) is not None else Proof.kept(known, one.field)
        if proof is not None and question.lasting and proof.value in question.choices:
            found[question.option] = proof
    return found


def as_proved(proofs: Iterable[Proof]) -> list[Notice]:
    """Return what is to be said of a file that was read by what others proved."""
    return [Notice("proved_before", _SAID[proof.value].before(proof.day)) for proof in proofs]


def otherwise(options: ReadOptions, layout: str, proved: Mapping[str, str]) -> list[Notice]:
    """Return what is to be said of a file whose cells prove something else than was proved or answered before."""
    known = options.remembered.get(layout, {})
    found = []
    for name, value in proved.items():
        proof = Proof.kept(known, name)
        if proof is not None and proof.value != value:
            found.append(Notice("proved_otherwise", _SAID[value].against(proof.day)))
        elif proof is None and known.get(name, value) != value:
            found.append(Notice("proved_otherwise", _SAID[value].other))
    return found


def learn(
    known: ByLayout, layout: str, options: ReadOptions, proved: Mapping[str, str], day: date, run: str
) -> dict[str, dict[str, str]] | None:
    """Return what is known with what a file proved that was just taken; None if that is nothing new.

    What is proved already stays with its first day, so that nothing is written every morning.

    Args:
        known: answers and proofs by layout.
        layout: of the file.
        options: how it was read: what was said of it takes the place of an earlier proof.
        proved: what its cells prove, by field.
        day: for which it stands.
        run: its import.
    """
    before = dict(known.get(layout, {}))
    after = dict(before)
    said = decided(options)
    for name in _FIELDS:
        proof = Proof.kept(before, name)
        if name in said:
            after.pop(_MARK + name, None)
        elif name in proved and (before.get(name) if proof is None else proof.value) != proved[name]:
            after[_MARK + name] = Proof(proved[name], day, run).text()
    return None if after == before else {**{name: dict(one) for name, one in known.items()}, layout: after}


def forget(known: ByLayout, runs: Collection[str]) -> dict[str, dict[str, str]] | None:
    """Return what is known without what some imports proved that were taken back; None if that is nothing."""
    left = {
        layout: {name: text for name, text in answers.items() if not _is_of(answers, name, runs)}
        for layout, answers in known.items()
    }
    return None if left == known else left


def _is_of(answers: Mapping[str, str], name: str, runs: Collection[str]) -> bool:
    proof = Proof.kept(answers, name.removeprefix(_MARK)) if name.startswith(_MARK) else None
    return proof is not None and proof.run in runs
