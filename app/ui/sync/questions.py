"""The right panel: what the evidence does not decide, asked once, and what the preview found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.i18n import _, ngettext, render
from app.services.sync.desk import OF_ALL, OWN_TOTAL, TAKE
from app.services.sync.options import ENCODING
from app.services.sync.planning import alike
from app.services.sync.questions import Question
from app.services.sync.run import FileQuestion
from app.ui.sync.answerfields import Field, answer_field, answered, fill, trouble
from app.ui.sync.answers import answer
from app.ui.sync.answers import asked as words_asked
from app.ui.sync.refusals import RefusedFiles
from app.ui.sync.session import SyncSession
from app.ui.view import Desk
from app.ui.widgets.button import Button
from app.ui.widgets.card import label
from app.ui.widgets.form import Form
from app.ui.widgets.panel import Panel

#: Files of which the same is asked, from which one answer is offered for all of them.
_SEVERAL: Final = 2


class Asked:
    """One field: what is asked by the questions of one file that one answer decides, and where it is answered."""

    def __init__(self, path: str, option: str) -> None:
        self.path = path
        self.option = option
        self.questions: list[FileQuestion] = []
        self.field: Field | None = None

    def entries(self) -> list[tuple[str, str]]:
        """Return what can be answered with its words: all that any of the questions accepts, best supported first."""
        found: dict[str, str] = {}
        for question in (one.question for one in self.questions):
            for at, choice in enumerate(question.choices):
                found.setdefault(choice, _meant(question, at))
        return list(found.items())

    def text(self) -> str:
        """Return the answer as it stands."""
        return "" if self.field is None else answered(self.field)

    def error(self) -> str:
        """Say why the answer cannot be; empty if it can."""
        if self.field is None:
            return ""
        if wrong := trouble(self.field):
            return wrong
        return "" if self.text() else _("An answer is needed.")


class QuestionsPanel(Panel):
    """One field for what one answer decides; ``answered`` carries a list of (path, option, answer).

    No answer is chosen beforehand: what the evidence leaves open is not decided by Enter. What only the columns decide
    leads to them: ``columns_wanted`` carries the path. Of several files one may be left out instead: ``left_out``
    carries its path and the answers that were given for others.
    """

    answered = Signal(object)
    columns_wanted = Signal(str)
    left_out = Signal(str, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Questions"))
        self._desk = desk
        self._form: Form | None = None
        self.asked: list[Asked] = []
        self.refused: RefusedFiles | None = None
        self._go = Button(_("Read again with these answers"), "primary")
        self._go.clicked.connect(self._answer)
        self.foot.addStretch(1)
        self.foot.addWidget(self._go)

    def serve(self, session: SyncSession, open_columns: Callable[[str], object]) -> None:
        """Hand what is answered here to the files on the table."""
        self.answered.connect(session.answer)
        self.left_out.connect(lambda path, given: session.leave_out(path, given=given))
        self.columns_wanted.connect(open_columns)

    def ask(
        self,
        questions: Sequence[FileQuestion],
        names: Mapping[str, str] = MappingProxyType({}),
        refused: RefusedFiles | None = None,
    ) -> None:
        """Ask; an empty list clears the panel.

        Args:
            questions: what is open.
            names: tells files of one name apart, by path.
            refused: what is to be said of files that cannot be read; it stands above the questions.
        """
        self._clear()
        self.area.verticalScrollBar().setValue(0)  # where it stood is of the questions before
        self.refused = refused
        if refused is not None:
            self.content.addWidget(refused)
        form = self._form = Form()
        found: dict[tuple[str, str], Asked] = {}
        for one in questions:
            option = one.question.option
            path = "" if option in OF_ALL else one.path
            found.setdefault((path, option), Asked(path, option)).questions.append(one)
        self.asked = list(found.values())
        left = set(names) if len(names) > 1 else set()
        for number, asked in enumerate(self.asked):
            for one in asked.questions:
                self._say(form, one, names, left)
            self._add(form, f"q{number}", asked)
            self._offer_for_all(form, asked)
        self._go.setVisible(any(asked.field is not None for asked in self.asked))
        self.content.addWidget(form)
        self.content.addStretch(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in any field reads again."""
        bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if bare and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.fields():
            self._answer()
            return
        super().keyPressEvent(event)

    def said(self) -> str:
        """Count what is asked, or the files that cannot be read."""
        if self.refused is not None:
            return self.refused.text()
        count = len(self.asked)
        return ngettext("{n} question before anything is applied", "{n} questions before anything is applied", count)

    def focus_first(self) -> bool:
        """Put the focus where the first answer is given; False where that is a button that answers.

        Enter that was meant for the question before would press it.
        """
        fields = self.fields()
        first = fields[0] if fields else self.findChild(Button, "look")
        if first is not None:
            first.setFocus()
        return first is not None

    def fields(self) -> list[Field]:
        """Return the fields, first to last."""
        return [asked.field for asked in self.asked if asked.field is not None]

    def _say(self, form: Form, one: FileQuestion, names: Mapping[str, str], left: set[str]) -> None:
        """Add what is asked; the first question of a file in ``left`` has a cross that leaves the file out."""
        name = names.get(one.path, one.file)
        words = label(_asked_about(one, name), role="dim", wrap=True)
        if one.path not in left:
            form.add_widget(words)
            return
        left.discard(one.path)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        cross = Button("", "flat", "close", _("Go on without {file}", file=name))
        cross.clicked.connect(lambda: self.left_out.emit(one.path, self._given()))
        row.addWidget(words, 1)
        row.addWidget(cross, 0, Qt.AlignmentFlag.AlignTop)
        form.add_widget(line)

    def _add(self, form: Form, key: str, asked: Asked) -> None:
        """Add where one answer is given."""
        question = asked.questions[0].question
        if asked.option == alike.OPTION and not question.choices:
            button = Button(_("Look at its columns"), icon="columns")
            button.setObjectName("look")
            button.clicked.connect(lambda: self.columns_wanted.emit(asked.path))
            form.add_widget(button)
            return
        if asked.option == OWN_TOTAL:
            take = Button(_("Take the rows as they are"))
            take.setToolTip(_("The rows count, not that total."))
            take.clicked.connect(lambda: self._take(asked, TAKE))
            form.add_widget(take)
            return
        asked.field = answer_field(question, asked.entries(), self._desk.day)
        form.add(key, words_asked(asked.option), asked.field)

    def _offer_for_all(self, form: Form, asked: Asked) -> None:
        """Let one answer serve all files of which the same is asked; offered below the first of them."""
        same = [one for one in self.asked if one.option == asked.option and one.entries() == asked.entries()]
        if asked.field is None or len(same) < _SEVERAL or same[0] is not asked:
            return
        button = Button(_("The same for all {n} files", n=len(same)), "link")
        button.clicked.connect(lambda: _fill_all(same))
        form.add_widget(button)

    def _answer(self) -> None:
        errors = {f"q{number}": asked.error() for number, asked in enumerate(self.asked) if asked.error()}
        if self._form is not None:
            self._form.show_errors(errors)
        if not errors:
            self.answered.emit([(one.path, one.option, one.text()) for one in self.asked if one.field is not None])

    def _take(self, taken: Asked, answer: str) -> None:
        """Answer one question by its button, and what else is answered by then; the rest is asked again."""
        self.answered.emit([*self._given(), (taken.path, taken.option, answer)])

    def _given(self) -> list[tuple[str, str, str]]:
        """Return the answers that stand by now."""
        return [(one.path, one.option, one.text()) for one in self.asked if one.field is not None and not one.error()]

    def _clear(self) -> None:
        self.asked = []
        while (entry := self.content.takeAt(0)) is not None:
            widget = entry.widget()
            if isinstance(widget, QWidget):
                widget.hide()
                widget.deleteLater()


def _fill_all(same: Sequence[Asked]) -> None:
    """Put the first one's answer into the fields of the others."""
    for one in same:
        if one.field is not None:
            fill(one.field, same[0].text())


def _asked_about(one: FileQuestion, name: str) -> str:
    """Say which file and column a question is about, and what was seen."""
    evidence = render(one.question.evidence)
    if one.question.column:
        return _("{file}, column “{column}”: {evidence}", file=name, column=one.question.column, evidence=evidence)
    return _("{file}: {evidence}", file=name, evidence=evidence)


def _meant(question: Question, at: int) -> str:
    """Return the words of an answer; the number of an account has its name behind it, an encoding what it reads."""
    choice = question.choices[at]
    if question.option == ENCODING.option:
        return _("{text} ({encoding})", text=render(question.meanings[at]), encoding=choice)
    meaning = render(question.meanings[at]) if question.meanings else ""
    if not meaning and not question.several:
        return answer(question.option, choice)
    return " \u00b7 ".join(part for part in (choice, meaning) if part) if question.several else meaning
