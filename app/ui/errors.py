"""The one gate for message boxes: confirming a loss, and telling of a defect of ours.

Known errors are told where the work is (a field, a banner); a box is only for what cannot be taken back, and for the
report that nobody wants to write by hand.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from app.errors import AppError
from app.i18n import _, join_sentences

log = logging.getLogger(__name__)


def sentence(error: AppError) -> str:
    """Return what, where and what to do, in the interface language."""
    return join_sentences((error.message, error.where, error.do))


def confirm_loss(parent: QWidget, title: str, text: str, button: str) -> bool:
    """Ask before something is lost; the safe answer is the default and Esc.

    Args:
        parent: the window the question belongs to.
        title: what is about to happen.
        text: what would be lost.
        button: the word of the dangerous answer.
    """
    box = QMessageBox(QMessageBox.Icon.Warning, title, text, QMessageBox.StandardButton.NoButton, parent)
    go = box.addButton(button, QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    return box.clickedButton() is go


def tell_stop(title: str, text: str) -> None:
    """Tell why the program cannot start: there is no window yet that could say it."""
    QMessageBox.critical(None, title, text)


class Defects(QObject):
    """Turns any exception that is not ours to expect into a report file and one box, from whatever thread it comes.

    Args:
        write_report: writes the file without customer data and returns its path.
    """

    _raised = Signal(object)

    def __init__(self, write_report: Callable[[BaseException], Path | None]) -> None:
        super().__init__()
        self._write_report = write_report
        self._telling = False
        self._raised.connect(self.report)

    def install(self) -> None:
        """Take over the hooks of this thread and of all others."""
        sys.excepthook = self._hook
        threading.excepthook = lambda args: self._from_thread(args.exc_value)

    def report(self, error: BaseException) -> None:
        """Write the report and tell where it is; only one box at a time."""
        log.error("defect: %s", type(error).__name__)
        path = self._write_report(error)
        if self._telling:
            return
        self._telling = True
        box = QMessageBox(
            QMessageBox.Icon.Critical,
            _("Something went wrong"),
            _("This is a defect of the program. The step was not done; what was saved before is safe."),
        )
        if path is not None:
            box.setInformativeText(_("A report without customer data was written to {path}.", path=str(path)))
        copy = box.addButton(_("Copy the path"), QMessageBox.ButtonRole.ActionRole) if path is not None else None
        box.addButton(_("Go on"), QMessageBox.ButtonRole.AcceptRole)
        box.exec()
        if copy is not None and box.clickedButton() is copy:
            QGuiApplication.clipboard().setText(str(path))
        self._telling = False

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self._raised.emit(error.with_traceback(trace))

    def _from_thread(self, error: BaseException | None) -> None:
        if error is not None:
            self._raised.emit(error)
