"""What a sync is asked and what it answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.errors import RefusedError
from app.services.changes import ChangeSet
from app.services.sync.model import Question, QuestionsError, ReadOptions
from app.services.sync.planning.reissued import Reissued
from app.services.sync.planning.renumbered import Renumbered
from app.services.sync.telling.moves import Move
from app.services.sync.telling.news import News
from app.services.sync.telling.report import RunReport


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a plan saw: (name, SHA-256) of each file, the newest import, and what else decides (``parts.judged_by``)."""

    files: tuple[tuple[str, str], ...]
    store: str
    judged_by: str


@dataclass(frozen=True, slots=True)
class SyncOptions:
    """What the collector decided before a sync.

    Attributes:
        read: how files are read where nothing is said of the single file; scope and ``older`` hold for the batch.
        files: other reading options for single files, by path as given.
        control_totals: minor units by currency that the rows must add up to.
        names: whether cases and payers that bear a name alone belong to its account: ``tie`` or ``leave``; None asks.
        renumbered: ``yes`` or ``no``: customers whose documents stand under a new number are the same; None asks.
        accounts: those that were found to be; ``documents`` are those found to go on under other numbers.
        zone: the collector's IANA zone.
        expect: what a preview saw; a commit refuses if file or store are no longer that.
        taken: paths of files whose rows count although they add up to something else than the file states.
    """

    read: ReadOptions
    files: Mapping[str, ReadOptions] = field(default_factory=dict)
    control_totals: Mapping[str, int] = field(default_factory=dict)
    names: str | None = None
    zone: str = "UTC"
    expect: Fingerprint | None = None
    renumbered: str | None = None
    accounts: tuple[Renumbered, ...] = ()
    documents: tuple[Reissued, ...] = ()
    taken: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FileQuestion:
    """An open question of one file; ``path`` tells files of one name apart."""

    file: str
    question: Question
    path: str = ""


@dataclass(frozen=True, slots=True)
class FileRefusal:
    """Why one of several files is refused; ``path`` tells files of one name apart."""

    path: str
    error: RefusedError


class FilesRefusedError(RefusedError):
    """Several of the files given together are refused; on its own it speaks of the first one.

    Attributes:
        refused: all of them, so that a window can say it once.
        questions: what is open about the others.
    """

    def __init__(self, refused: Sequence[FileRefusal], questions: Sequence[FileQuestion]) -> None:
        """Take the sentence of the first one."""
        first = refused[0].error
        super().__init__(first.code, first.message, first.where, first.do)
        self.refused = tuple(refused)
        self.questions = tuple(questions)


@dataclass(frozen=True, slots=True)
class SyncResult:
    """What a sync did, or would do.

    Attributes:
        runs: one report per file, in the order of the files given, or per sheet where each is read on its own; empty
            while a file cannot be read for questions.
        paths: where the file of each run lies.
        questions: open questions; only a preview has any.
        refused: files that cannot be taken, if they are several; only a preview that a window asked for has any.
        moves: what becomes of single items that the store has.
        fresh: the new items; only a preview lists them.
        fingerprint: to be handed to the commit of this preview.
        applied: something was changed.
        as_of: the collector's day.
        data_date: newest as-of of the open items after the sync; None for a preview or an empty store.
        changes: what views have to load again.
        news: what the files bring, where a window asked for it.
    """

    runs: tuple[RunReport, ...]
    questions: tuple[FileQuestion, ...] = ()
    refused: tuple[FileRefusal, ...] = ()
    moves: tuple[Move, ...] = ()
    fresh: Sequence[Move] = ()
    fingerprint: Fingerprint | None = None
    applied: bool = False
    as_of: date | None = None
    paths: tuple[str, ...] = ()
    data_date: date | None = None
    changes: ChangeSet = field(default_factory=ChangeSet)
    news: News = field(default_factory=News)

    def refuse_open_questions(self) -> None:
        """Raise the refusal that a command line gives.

        Raises:
            QuestionsError: there are open questions.
        """
        if self.questions:
            raise undecided(self.questions)


def undecided(open_questions: Sequence[FileQuestion]) -> QuestionsError:
    """Return the refusal that names every file with open questions, and every option that decides one."""
    files = dict.fromkeys((item.file, item.path) for item in open_questions)
    names = Counter(name for name, _ in files)
    first, *others = (path if names[name] > 1 and path else name for name, path in files)
    return QuestionsError(first, tuple(dict.fromkeys(item.question for item in open_questions)), tuple(others))
