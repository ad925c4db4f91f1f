"""What the evidence of a file does not decide, and the error that carries it."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import UndecidedError
from app.i18n import Message, msg


@dataclass(frozen=True, slots=True)
class Question:
    """What the evidence does not decide.

    Attributes:
        option: the option that decides, for example ``--currency``.
        column: the heading of the column in doubt, None for the whole file.
        evidence: what was seen, in one sentence.
        choices: the answers that would be accepted, best supported first; empty where any fits.
    """

    option: str
    column: str | None
    evidence: Message
    choices: tuple[str, ...] = ()


class QuestionsError(UndecidedError):
    """A file with open questions; ``option`` is that of the first.

    Attributes:
        questions: all of them, so that a window can ask once.
    """

    def __init__(self, file: str, questions: tuple[Question, ...]) -> None:
        """Make the sentence from the first question; the file's name says where."""
        first = questions[0]
        where = msg("File {file}.", file=file)
        if first.column is not None:
            where = msg("File {file}, column “{column}”.", file=file, column=first.column)
        do = msg("Decide with {option}.", option=_ways(questions))
        super().__init__("undecided", first.evidence, first.option, where=where, do=do)
        self.questions = questions


def _ways(questions: tuple[Question, ...]) -> str:
    """List the options that decide, with what they accept, in the order of the questions."""
    ways = dict.fromkeys(
        question.option + (" " + "|".join(question.choices) if question.choices else "") for question in questions
    )
    return ", ".join(ways)
