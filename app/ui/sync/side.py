"""The right panel of the sync room: one of several pages, whichever belongs to what is in front."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QStackedWidget

from app.services.sync.layouts.sketch import Sketch, SketchColumn
from app.services.sync.run import FileQuestion
from app.services.sync.telling.history import RunRow
from app.services.sync.telling.report import RunReport
from app.ui.sync.columns import ColumnPanel
from app.ui.sync.files import FilePanel
from app.ui.sync.history import RunPanel
from app.ui.sync.mapping import MappingPage
from app.ui.sync.questions import QuestionsPanel
from app.ui.sync.refusals import RefusedFiles
from app.ui.sync.watch import watch_of
from app.ui.sync.watch_panel import WatchPanel
from app.ui.view import Desk


class Side(QStackedWidget):
    """Questions go before everything else; lists that have nothing to say beside them have no panel."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.questions = QuestionsPanel(desk)
        self.file = FilePanel(desk)
        self.run = RunPanel(desk)
        self.column = ColumnPanel()
        self.watch = WatchPanel(watch_of(desk))
        self._asking = False
        for page in (self.questions, self.file, self.run, self.column, self.watch):
            self.addWidget(page)

    def asking(self) -> bool:
        """Tell whether questions are shown."""
        return self._asking and self.currentWidget() is self.questions and self.isVisible()

    def ask(
        self, questions: Sequence[FileQuestion], names: Mapping[str, str], refused: RefusedFiles | None = None
    ) -> None:
        """Ask, and say which files cannot be read; ``names`` tells files of one name apart."""
        self._asking = True
        self.questions.ask(questions, names, refused)
        self._show(self.questions)

    def stop_asking(self) -> None:
        """Take the questions away: they are answered, or the files are others."""
        self._asking = False

    def hold(self, *, on: bool) -> None:
        """Let nothing be answered while the store is written."""
        for page in (self.questions, self.file, self.column):
            page.setEnabled(not on)

    def follow(self, file: RunReport | None, run: RunRow | None, scope: str | None) -> None:
        """Show what is known of a file or of a run, unless something is asked."""
        if self._asking:
            self._show(self.questions)
        elif file is not None:
            self.file.show_file(file, scope)
            self._show(self.file)
        elif run is not None:
            self.run.show_run(run)
            self._show(self.run)
        else:
            self.hide()

    def show_column(self, column: SketchColumn | None, sketch: Sketch | None) -> None:
        """Show a column of the mapping editor."""
        self.column.show_column(column, sketch)
        self._show(self.column)

    def follow_columns(self, mapping: MappingPage) -> None:
        """Show the column under the cursor of the mapping editor, and hand back what is chosen for it."""
        mapping.column_changed.connect(lambda column: self.show_column(column, mapping.sketch))
        mapping.field_wanted.connect(self.column.focus_field)
        self.column.picked.connect(mapping.edit)
        self.column.left.connect(mapping.focus_rows)

    def show_watch(self) -> None:
        """Show the watched folder."""
        self._show(self.watch)
        self.watch.open()

    def _show(self, page: object) -> None:
        self.setCurrentWidget(page)  # type: ignore[arg-type]
        self.show()
