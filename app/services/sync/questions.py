"""What the evidence of a file does not decide, and the error that carries it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.errors import UndecidedError
from app.i18n import Message, msg

#: Answers that a sentence lists; a trial balance may offer hundreds of accounts.
_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Question:
    """What the evidence does not decide.

    Attributes:
        option: the option that decides, for example ``--currency``.
        column: the heading of the column in doubt, None for the whole file.
        evidence: what was seen, in one sentence.
        choices: the answers that would be accepted, best supported first; empty where any fits.
        meanings: what each answer stands for, such as the name of an account; empty for one that says so itself.
        several: more than one of the answers may be given, with commas between them.
        lasting: what another file of the same source has proved answers it too.
    """

    option: str
    column: str | None
    evidence: Message
    choices: tuple[str, ...] = ()
    meanings: tuple[Message | str, ...] = ()
    several: bool = False
    lasting: bool = True


class QuestionsError(UndecidedError):
    """A file with open questions, or several; ``option`` is that of the first question.

    Attributes:
        questions: all of them, so that a window can ask once.
    """

    def __init__(self, file: str, questions: tuple[Question, ...], others: tuple[str, ...] = ()) -> None:
        """Make the sentence from the first question; the name of its file, and of others with questions, says where."""
        first = questions[0]
        where = msg("File {file}.", file=file)
        if others:
            where = msg("Files {files}.", files=", ".join((file, *others)))
        elif first.column is not None:
            where = msg("File {file}, column “{column}”.", file=file, column=first.column)
        do = msg("Decide with {option}.", option=_ways(questions))
        super().__init__("undecided", first.evidence, first.option, where=where, do=do)
        self.questions = questions


def _ways(questions: tuple[Question, ...]) -> Message:
    """List the options that decide, with what they accept, in the order of the questions."""
    params: dict[str, Message | str] = {}
    ways = dict.fromkeys(_way(question, params) for question in questions)
    return Message(", ".join(ways), tuple(sorted(params.items())))


def _way(question: Question, params: dict[str, Message | str]) -> str:
    """Return an option with its answers as the pattern of a message, whose parameters are added."""
    shown = []
    for at, choice in enumerate(question.choices[:_SHOWN]):
        code = _put(choice, params)
        meaning = question.meanings[at] if question.meanings else ""
        shown.append(f"{code} ({_put(meaning, params)})" if meaning else code)
    if len(question.choices) > _SHOWN:
        shown.append("…")
    return " ".join([question.option, *(["|".join(shown)] if shown else [])])


def _put(value: Message | str, params: dict[str, Message | str]) -> str:
    """Return the placeholder of a value; the same value has the same one."""
    name = next((name for name, known in params.items() if known == value), f"p{len(params)}")
    params[name] = value
    return f"{{{name}}}"
