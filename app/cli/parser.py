"""The commands and their options, exactly as the manual lists them; what is not built yet is absent."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NoReturn

from app.cli import values
from app.enums import LetterKind, Scope, SyncKind
from app.errors import UsageError
from app.i18n import LANGUAGES, Message, msg

#: What ``aging --by`` may group by.
GROUPS: Final = ("account", "currency", "territory")
#: What argparse says of a whole command line, and our words for it; the group is what it is about.
_SAID: Final[tuple[tuple[re.Pattern[str], Callable[[str], Message]], ...]] = (
    (re.compile(r"the following arguments are required: (.+)"), lambda found: msg("{names} is missing.", names=found)),
    (re.compile(r"unrecognized arguments: (.+)"), lambda found: msg("“{words}” is not known here.", words=found)),
    (re.compile(r"invalid choice: '?(.+?)'? \(choose"), lambda found: msg("There is no command {name}.", name=found)),
    (re.compile(r"(expected .*argument.*)"), lambda _found: msg("A value is missing.")),
    (re.compile(r"(not allowed with .*|ignored explicit argument .*)"), lambda _found: msg("No value belongs here.")),
)


class Parser(argparse.ArgumentParser):
    """A parser whose mistakes are sentences of ours, so that ``--json`` can carry them."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"allow_abbrev": False, **settings, "exit_on_error": False})

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse, and say in our words what is wrong.

        Raises:
            UsageError: an option, its value, or the command is not as it must be.
        """
        try:
            return super().parse_known_args(args, namespace)
        except argparse.ArgumentError as error:
            cause = error.__context__
            what = cause.message if isinstance(cause, values.MalformedError) else _in_our_words(error.message)
            name = error.argument_name
            raise self._mistake(what, None if name in {None, "COMMAND"} else name) from error

    def error(self, message: str) -> NoReturn:
        """Refuse the command line.

        Raises:
            UsageError: always.
        """
        raise self._mistake(_in_our_words(message), None)

    def _mistake(self, what: Message, option: str | None) -> UsageError:
        where = None if option is None else msg("Option {name}.", name=option)
        return UsageError("usage", what, where, msg("See {help}.", help=f"{self.prog} --help"))


def build_parser() -> Parser:
    """Return the parser of all commands."""
    common = _common()
    parser = Parser(prog="main.py", description="Collections Desk", parents=[_common(top=True)])
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)

    def add(name: str, text: str) -> Parser:
        return commands.add_parser(name, help=text, description=text, parents=[common])

    _store_commands(add)
    _sync_commands(add)
    _reading_commands(add)
    _call_command(add("call", "log a call or another contact"))
    _letter_commands(add)
    daily = add("daily", "write the day's activity workbook for the supervisor")
    daily.add_argument("--out", type=Path, required=True, metavar="FILE")
    daily.add_argument(
        "--date", type=values.day, metavar="D", help="the day to report; the day of the command by default"
    )
    return parser


def _common(*, top: bool = False) -> Parser:
    """Options that stand before or after the command; what stands after it wins."""
    parser = Parser(add_help=False)
    absent: Any = None if top else argparse.SUPPRESS
    parser.add_argument("--store", type=Path, default=absent, metavar="PATH", help="the store, a .db file")
    parser.add_argument(
        "--as-of", type=values.day, default=absent, metavar="YYYY-MM-DD", help="the day of this command"
    )
    parser.add_argument(
        "--lang",
        type=values.choice(*LANGUAGES),
        default=absent,
        metavar="LANGUAGE",
        help=f"the language of messages: {', '.join(LANGUAGES)}",
    )
    parser.add_argument("--json", action="store_true", default=False if top else argparse.SUPPRESS, help="print JSON")
    return parser


def _store_commands(add: Any) -> None:
    demo = add("demo", "make a new store with a realistic portfolio")
    demo.add_argument("--accounts", type=values.positive, default=400, metavar="N")
    demo.add_argument("--items", type=values.positive, default=4000, metavar="N")
    demo.add_argument("--seed", type=values.whole, default=1, metavar="S")
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
    sync.add_argument("--kind", type=values.code_of(SyncKind), metavar="KIND", help=", ".join(SyncKind))
    sync.add_argument("--layout", metavar="NAME", help="a layout by name, or a file of one (.toml)")
    sync.add_argument("--sheet", metavar="NAME")
    sync.add_argument("--encoding", type=values.encoding, metavar="NAME", help="how a text file is written, like cp932")
    sync.add_argument("--scope", type=values.code_of(Scope), metavar="SCOPE", help=", ".join(Scope))
    sync.add_argument("--older", action="store_true", help="take a file older than the data; it closes nothing")
    _one_of(sync, "--date-order", "dmy", "mdy", "ymd")
    _one_of(sync, "--decimal", "point", "comma")
    sync.add_argument("--currency", type=values.currency, metavar="CUR")
    _one_of(sync, "--tax", "included", "excluded", text="what sales figures are that do not say so")
    _one_of(sync, "--rates-per", "unit", "base", text="what a rate beside one currency is of: that, or the base")
    _one_of(sync, "--credits", "turned", "written", text="positive amounts of credits: taken off, or owed as written")
    _one_of(sync, "--negative", "owed", "credits", text="what amounts are where most of them are negative")
    _one_of(sync, "--sections", "apart", "open", text="lines like “Written off”: said of the rows below, or nothing")
    _one_of(sync, "--customer-cells", "apart", "whole", text="a customer's cell is number and name, or all the name")
    sync.add_argument("--gl-account", metavar="NUMBER[,NUMBER…]", help="receivables in a trial balance")
    sync.add_argument("--control-total", type=values.amount_of_total, action="append", default=[], metavar="CUR:AMOUNT")
    _one_of(sync, "--names", "tie", "leave", text="cases and payers that only name their account: by that name, or not")
    _one_of(sync, "--renumbered", "yes", "no", text="what seems to stand under a new number is the same")
    add("undo-sync", "take back the newest applied sync")


def _reading_commands(add: Any) -> None:
    aging = add("aging", "balances by days past due")
    _one_of(aging, "--by", *GROUPS, default="account")
    _one_of(aging, "--basis", "due", "document", default="due")
    aging.add_argument("--net-credits", action="store_true", help="put credits into the bucket of their own age")
    worklist = add("worklist", "whom to call next and why")
    worklist.add_argument("--limit", type=values.positive, metavar="N")
    add("account", "everything about one account").add_argument("number", metavar="NUMBER")
    promises = add("promises", "promises to pay with their judgement")
    promises.add_argument("--status", type=values.status, metavar="S")


def _call_command(call: Parser) -> None:
    call.add_argument("numbers", metavar="NUMBER[,NUMBER…]")
    call.add_argument("--outcome", type=values.outcome, required=True, metavar="CODE")
    call.add_argument("--also", type=values.outcome, action="append", default=[], metavar="CODE")
    call.add_argument("--channel", type=values.channel, metavar="C")
    call.add_argument("--contact", metavar="NAME")
    call.add_argument("--reason", type=values.reason, metavar="CODE")
    call.add_argument("--note", metavar="TEXT")
    call.add_argument(
        "--promise", type=values.promise, action="append", default=[], metavar="AMOUNT:CUR:DATE[:INV+INV]"
    )
    call.add_argument("--items", metavar="INV+INV")
    call.add_argument("--next", type=values.step, metavar="CODE:DATE[THH:MM]")


def _letter_commands(add: Any) -> None:
    dunning = add("dunning", "propose today's dunning letters")
    dunning.add_argument("--dry-run", action="store_true", help="show the proposals and record nothing")
    letters = add("letters", "write the letters of a dunning run")
    letters.add_argument("--out", type=Path, required=True, metavar="DIR")
    letters.add_argument("--format", default="pdf", metavar="pdf,txt")
    letters.add_argument("--run", metavar="ID")
    letter = add("letter", "write one letter chosen by hand")
    letter.add_argument("number", metavar="NUMBER")
    letter.add_argument("--kind", type=values.letter_kind, required=True, metavar="KIND", help=", ".join(LetterKind))
    letter.add_argument("--stage", type=values.stage, metavar="0-4")
    letter.add_argument("--locale", type=values.locale, metavar="L")
    letter.add_argument("--format", default="pdf", metavar="F")
    letter.add_argument("--out", type=Path, required=True, metavar="FILE")


def _one_of(parser: Parser, option: str, *words: str, default: str | None = None, text: str = "") -> None:
    """Add an option that takes one of some words."""
    shown = "|".join(words)
    parser.add_argument(option, type=values.choice(*words), default=default, metavar=shown, help=text or None)


def _in_our_words(said: str) -> Message:
    """Return our sentence for what argparse says."""
    for pattern, sentence in _SAID:
        found = pattern.match(said)
        if found is not None:
            return sentence(found[1])
    return msg("The command line is not understood: {why}.", why=said.rstrip("."))
