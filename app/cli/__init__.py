"""The command line: the window's services without the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

from app import i18n
from app.cli.output import print_error, write_utf8
from app.clock import Clock
from app.errors import AppError

#: Which file of ``commands`` holds a command; loaded when it is asked for.
_ROOMS: Final = {
    "demo": "demo",
    "company": "store",
    "backup": "store",
    "restore": "store",
    "verify": "store",
    "doctor": "store",
    "sync": "sync",
    "undo-sync": "sync",
    "aging": "portfolio",
    "worklist": "portfolio",
    "account": "account",
    "promises": "calls",
    "call": "calls",
    "dunning": "letters",
    "letters": "letters",
    "letter": "letters",
    "daily": "reports",
}


def main(argv: Sequence[str], clock: Clock, default_store: Path, open_window: Callable[[Path], int]) -> int:
    """Run one command and return its exit status (0 done, 2 usage, 3 refused, 4 store, 5 machine)."""
    from app.cli.context import Context
    from app.cli.parser import build_parser

    as_json = "--json" in argv
    write_utf8()
    _speak(argv)
    try:
        parser = build_parser()
        args = parser.parse_args(list(argv))
        if args.command is None:
            parser.error("the following arguments are required: COMMAND")
        context = Context(args, clock, args.store or default_store, open_window)
        room = import_module(f"app.cli.commands.{_ROOMS[args.command]}")
        run: Callable[[Context], int] = getattr(room, args.command.replace("-", "_"))
        return run(context)
    except AppError as error:
        print_error(error, as_json=as_json)
        return error.exit_status


def _speak(argv: Sequence[str]) -> None:
    """Choose the language that is asked for before anything is read, so that mistakes are told in it too."""
    for option, value in zip(argv, [*argv[1:], ""], strict=True):
        name, _equals, joined = option.partition("=")
        if name == "--lang" and (joined or value) in i18n.LANGUAGES:
            i18n.set_language(joined or value)
