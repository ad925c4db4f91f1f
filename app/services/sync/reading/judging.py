"""From a file's sheets to typed rows: the table is chosen and judged, with what was answered before where it is asked.

An import and a look at a file go this one way, so that the columns that somebody sees are those that are imported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.services.sync.answers import answered_before, as_before
from app.services.sync.files.grid import Book
from app.services.sync.model import FileTable, Notice, Question, QuestionsError, ReadOptions
from app.services.sync.options import ENCODING, KIND, answered
from app.services.sync.proofs import Proof, as_proved, otherwise, proved_before
from app.services.sync.reading.letters import encoding_before, in_encoding
from app.services.sync.reading.parse import parse
from app.services.sync.recognition.detect import Found, layout_name
from app.services.sync.recognition.stacked import recognise
from app.services.sync.tables.outcome import Outcome
from app.services.sync.tables.sheets import choose


class Judging:
    """A file on its way.

    Attributes:
        found: the table that was chosen last; None before one was.
        options: what the collector decided, with the answers from before that were needed.
        book: the file, in the encoding that was answered before where that was needed.
    """

    def __init__(self, book: Book, options: ReadOptions, file: str) -> None:
        """Begin with a file that has been opened."""
        self.found: Found | None = None
        self.options = options
        self.book = book
        self._file = file
        self._notices: list[Notice] = []
        self._before: dict[str, str] = {}
        self._proved: dict[str, Proof] = {}

    def choose(self) -> Found:
        """Choose the table.

        Raises:
            RefusedError: there is none, or not the one that is wanted.
            QuestionsError: several sheets hold different tables.
            SeveralSheetsError: all of them are wanted, one by one.
        """
        self.found, self._notices = choose(self.book, self.options, self._file)
        return self.found

    def judge(self) -> tuple[FileTable, Outcome]:
        """Judge the table that was chosen; where an answer from before is needed another one may be chosen by it.

        An answer may lead to another question, so it goes on as long as something is answered anew.

        Raises:
            RefusedError: no row of it can be used.
            QuestionsError: the evidence leaves something open that nobody has answered before; only that is asked.
            SeveralSheetsError: by an answer from before all sheets are wanted, one by one.
        """
        found = self.found or self.choose()
        while True:
            try:
                return self._parsed(found)
            except QuestionsError as error:
                more = self._before_to(found, error.questions)
                if not more:
                    raise
                self._before |= {option: answer for option, answer in more.items() if option not in self._proved}
                self.options = answered(self.options, more)
                if ENCODING.option in more:
                    self.book = in_encoding(self.book, more[ENCODING.option])
            found = self.choose()

    def _parsed(self, found: Found) -> tuple[FileTable, Outcome]:
        """Judge a table, with what is to be said of answers from before and of what files proved before."""
        told = [*([as_before(self._before)] if self._before else []), *as_proved(self._proved.values())]
        table, outcome = parse(self.book, found, self.options, self._file, [*self._notices, *told])
        against = otherwise(self.options, table.layout, table.proved)
        return replace(table, warnings=(*table.warnings, *against)) if against else table, outcome

    def _before_to(self, found: Found, questions: Sequence[Question]) -> dict[str, str]:
        """Return the answers from before to questions about a table, by option.

        Where its kind is asked nothing else is answered: the layout, under which answers are kept, is another one for
        each kind, as each finds other columns in the same headings. The encoding of a text comes first.
        """
        encodings = next((question.choices for question in questions if question.option == ENCODING.option), ())
        if encoding := encoding_before(self.book, found.grid.name, self.options, encodings):
            return {ENCODING.option: encoding}
        kinds = next((question.choices for question in questions if question.option == KIND.option), None)
        if kinds is None:
            others = [question for question in questions if question.option != ENCODING.option]
            self._proved |= proved_before(self.options, layout_name(found), others)
            proved = {option: proof.value for option, proof in self._proved.items()}
            return answered_before(self.options, layout_name(found), others) | proved
        remembered = self.options.remembered
        said = [
            kind
            for kind in kinds
            if any(answers.get(KIND.field) == kind for answers in remembered.values())
            and (other := recognise(found.grid, answered(self.options, {KIND.option: kind}))) is not None
            and remembered.get(layout_name(other), {}).get(KIND.field) == kind
        ]
        return {KIND.option: said[0]} if len(said) == 1 and self.options.kind is None else {}
