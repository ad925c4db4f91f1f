"""The commands and their options, exactly as the manual lists them; what is not built yet is absent."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any, Final, NoReturn

from app.cli.values import amount_of_total, channel, day, locale, outcome, promise, reason, status, step
from app.enums import LetterKind, Scope, SyncKind
from app.errors import UsageError
from app.i18n import LANGUAGES, msg

#: What ``aging --by`` may group by.
GROUPS: Final = ("account", "currency", "territory")


class Parser(argparse.ArgumentParser):
    """A parser whose mistakes are sentences of ours, so that ``--json`` can carry them."""

    def error(self, message: str) -> NoReturn:
        """Refuse the command line.

        Raises:
            UsageError: always.
        """
        raise UsageError(
            "usage",
            msg("The command line is not understood: {why}.", why=message.rstrip(".")),
            do=msg("See {help}.", help=f"{self.prog} --help"),
        )


def build_parser() -> Parser:
    """Return the parser of all commands."""
    common = _common()
    parser = Parser(prog="main.py", description="Collections Desk", parents=[_common(top=True)], allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)

    def add(name: str, text: str) -> Parser:
        return commands.add_parser(name, help=text, description=text, parents=[common], allow_abbrev=False)

    _store_commands(add)
    _sync_commands(add)
    _reading_commands(add)
    _call_command(add("call", "log a call or another contact"))
    _letter_commands(add)
    daily = add("daily", "write the day's activity workbook for the supervisor")
    daily.add_argument("--out", type=Path, required=True, metavar="FILE")
    daily.add_argument("--date", type=day, metavar="D", help="the day to report; the day of the command by default")
    return parser


def _common(*, top: bool = False) -> Parser:
    """Options that stand before or after the command; what stands after it wins."""
    parser = Parser(add_help=False, allow_abbrev=False)
    absent: Any = None if top else argparse.SUPPRESS
    parser.add_argument("--store", type=Path, default=absent, metavar="PATH", help="the store, a .db file")
    parser.add_argument("--as-of", type=day, default=absent, metavar="YYYY-MM-DD", help="the day of this command")
    parser.add_argument("--lang", choices=tuple(LANGUAGES), default=absent, help="the language of messages")
    parser.add_argument("--json", action="store_true", default=False if top else argparse.SUPPRESS, help="print JSON")
    return parser


def _store_commands(add: Any) -> None:
    demo = add("demo", "make a new store with a realistic portfolio")
    demo.add_argument("--accounts", type=_positive, default=400, metavar="N")
    demo.add_argument("--items", type=_positive, default=4000, metavar="N")
    demo.add_argument("--seed", type=int, default=1, metavar="S")
    demo.add_argument("--window", action="store_true", help="open the window on it")
    company = add("company", "set the selling company")
    company.add_argument("file", type=Path, metavar="FILE.toml")
    add("backup", "write one encrypted file with the store and its key").add_argument("file", type=Path, metavar="FILE")
    add("restore", "bring a backup back").add_argument("file", type=Path, metavar="FILE")
    verify = add("verify", "check the store, its audit chain and letter files")
    verify.add_argument("workbook", type=Path, nargs="?", metavar="WORKBOOK")
    add("doctor", "tell versions, keyring, fonts and what is missing")


def _sync_commands(add: Any) -> None:
    sync = add("sync", "import export files as one transaction")
    sync.add_argument("files", type=Path, nargs="+", metavar="FILE")
    sync.add_argument("--dry-run", action="store_true", help="show what would change and change nothing")
    sync.add_argument("--kind", type=SyncKind, choices=tuple(SyncKind), metavar="KIND", help=", ".join(SyncKind))
    sync.add_argument("--layout", metavar="NAME")
    sync.add_argument("--sheet", metavar="NAME")
    sync.add_argument("--scope", type=Scope, choices=tuple(Scope), metavar="SCOPE", help=", ".join(Scope))
    sync.add_argument("--older", action="store_true", help="take a file older than the data; it closes nothing")
    sync.add_argument("--date-order", choices=("dmy", "mdy", "ymd"))
    sync.add_argument("--decimal", choices=("point", "comma"))
    sync.add_argument("--currency", metavar="CUR")
    sync.add_argument(
        "--names", choices=("tie", "leave"), help="cases that only name their account: by that name, or not"
    )
    sync.add_argument("--control-total", type=amount_of_total, action="append", default=[], metavar="CUR:AMOUNT")
    add("undo-sync", "take back the newest applied sync")


def _reading_commands(add: Any) -> None:
    aging = add("aging", "balances by days past due")
    aging.add_argument("--by", choices=GROUPS, default="account")
    aging.add_argument("--basis", choices=("due", "document"), default="due")
    aging.add_argument("--net-credits", action="store_true", help="put credits into the bucket of their own age")
    worklist = add("worklist", "whom to call next and why")
    worklist.add_argument("--limit", type=_positive, metavar="N")
    add("account", "everything about one account").add_argument("number", metavar="NUMBER")
    promises = add("promises", "promises to pay with their judgement")
    promises.add_argument("--status", type=status, metavar="S")


def _call_command(call: Parser) -> None:
    call.add_argument("numbers", metavar="NUMBER[,NUMBER…]")
    call.add_argument("--outcome", type=outcome, required=True, metavar="CODE")
    call.add_argument("--also", type=outcome, action="append", default=[], metavar="CODE")
    call.add_argument("--channel", type=channel, metavar="C")
    call.add_argument("--contact", metavar="NAME")
    call.add_argument("--reason", type=reason, metavar="CODE")
    call.add_argument("--note", metavar="TEXT")
    call.add_argument("--promise", type=promise, action="append", default=[], metavar="AMOUNT:CUR:DATE[:INV+INV]")
    call.add_argument("--items", metavar="INV+INV")
    call.add_argument("--next", type=step, metavar="CODE:DATE[THH:MM]")


def _letter_commands(add: Any) -> None:
    dunning = add("dunning", "propose today's dunning letters")
    dunning.add_argument("--dry-run", action="store_true", help="show the proposals and record nothing")
    letters = add("letters", "write the letters of a dunning run")
    letters.add_argument("--out", type=Path, required=True, metavar="DIR")
    letters.add_argument("--format", default="pdf", metavar="pdf,txt")
    letters.add_argument("--run", metavar="ID")
    letter = add("letter", "write one letter chosen by hand")
    letter.add_argument("number", metavar="NUMBER")
    letter.add_argument("--kind", type=_kind, required=True, metavar="KIND", help=", ".join(LetterKind))
    letter.add_argument("--stage", type=int, choices=range(5))
    letter.add_argument("--locale", type=locale, metavar="L")
    letter.add_argument("--format", default="pdf", metavar="F")
    letter.add_argument("--out", type=Path, required=True, metavar="FILE")


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 on")
    return value


def _kind(text: str) -> LetterKind:
    if text not in tuple(LetterKind):
        raise argparse.ArgumentTypeError(f"there are no letters of kind {text}")
    return LetterKind(text)


def as_of(text: str) -> date:
    """Read the value of ``--as-of``; the window takes it too."""
    return day(text)
