"""Errors that are known: one clear sentence, where it happened and what to do.

Anything that is not an ``AppError`` is a defect of ours and goes to the crash report.
"""

from __future__ import annotations

from app.i18n import Message, join_sentences


class AppError(Exception):
    """A known failure with a sentence for the user.

    Attributes:
        code: stable identifier for ``--json``, in snake case.
        message: what happened.
        where: file, sheet, cell, option or place, if known.
        do: what the user can do about it.
    """

    exit_status = 3

    def __init__(self, code: str, message: Message, where: Message | None = None, do: Message | None = None) -> None:
        """Keep the sentence in parts; nothing is rendered until it is shown."""
        super().__init__(code)
        self.code = code
        self.message = message
        self.where = where
        self.do = do

    def __str__(self) -> str:
        """Render all parts in the interface language."""
        return join_sentences((self.message, self.where, self.do))


class UsageError(AppError):
    """Unknown command, option or code; a malformed amount or date; what an outcome needs is missing. Exit 2."""

    exit_status = 2


class RefusedError(AppError):
    """Input refused, nothing changed. Exit 3."""

    exit_status = 3


class UndecidedError(RefusedError):
    """The evidence does not decide and the user has to. Exit 3.

    Attributes:
        option: the command line option that decides, for example ``--currency``.
    """

    def __init__(
        self, code: str, message: Message, option: str, where: Message | None = None, do: Message | None = None
    ) -> None:
        """Add the option that would decide."""
        super().__init__(code, message, where, do)
        self.option = option


class StoreError(AppError):
    """The store: in use, unreadable, newer, wrong or missing key, read-only, disk full. Exit 4."""

    exit_status = 4


class MachineError(AppError):
    """The machine: no keyring service, font, renderer or dependency. Exit 5."""

    exit_status = 5
