"""Play a collector's day on the demo portfolio, without a window, into a folder.

    python -m tools.demo_day DIR [--accounts N] [--items N] [--no-pictures]

Every step is a command of the program, started as a user would start it: a new demo store (two days of export files,
synced), the worklist, three calls, the promises, the dunning run and its letters, the day's workbook, the audit check,
and a picture of every view. What the program says is kept in ``day.txt``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from tools import screenshots

ROOT: Final = Path(__file__).resolve().parent.parent
STORE: Final = "demo.db"
#: A machine without a screen rarely has a keyring; the demo holds nobody's data.
PASSPHRASE: Final = "demo day"  # noqa: S105 - the demo store's, told to whoever plays it
_LINES: Final = 14


@dataclass(frozen=True)
class Day:
    """A demo day being played into a folder."""

    folder: Path
    size: tuple[str, ...] = ()
    pictures: bool = True

    def play(self) -> int:
        """Play the day; returns the exit status of the first step that failed, else 0."""
        self.show("demo", "A new demo portfolio: two days of export files, synced", *self.size)
        self.show("aging", "Who owes what", "--by", "currency")
        self.show("worklist", "Whom to call next, and why", "--limit", "5")
        self.calls()
        self.show("promises", "The promises", "--status", "open")
        self.show("dunning", "Today's dunning run")
        self.show(
            "letters",
            "The letters, as PDF and text",
            "--out",
            str(self.folder / "letters"),
            "--format",
            "pdf,txt",
            ok=(0, 3),
        )
        workbook = str(self.folder / "daily.xlsx")
        self.show("daily", "The day's workbook for the supervisor", "--out", workbook)
        self.show("verify", "Is everything as it was written?", workbook)
        status = 0
        if self.pictures:
            self.say("\nA picture of every view")
            status = screenshots.take(self.folder / STORE, self.folder / "screenshots", self.environment)
        self.say(f"\nThe day is in {self.folder}. Its store opens with the passphrase '{PASSPHRASE}'.")
        return status

    def calls(self) -> None:
        """Call the first accounts of the worklist: a promise, a voicemail, a callback."""
        rows = [row["account"] for row in self.ask("worklist", "--limit", "12")["rows"]]
        promised = next((promise for number in rows if (promise := self.promise_of(number))), None)
        if promised is not None:
            number, words = promised
            self.show(
                "call",
                "A call with a promise",
                number,
                "--outcome",
                "PTP",
                "--promise",
                words,
                "--note",
                "Pays next week.",
            )
            rows.remove(number)
        if len(rows) > 1:
            self.show("call", "A voicemail", rows[0], "--outcome", "VM")
            back = f"call:{self.today + timedelta(days=1)}T10:30"
            self.show("call", "A callback agreed", rows[1], "--outcome", "CB", "--next", back)

    def promise_of(self, number: str) -> tuple[str, str] | None:
        """Return the account and the words of a promise over its oldest overdue invoice, None where it has none."""
        items = self.ask("account", number)["items"]
        due = [item for item in items if (item["days_overdue"] or 0) > 0 and not item["open"].startswith("-")]
        due = [item for item in due if item["bucket"] is not None]
        if not due:
            return None
        item = max(due, key=lambda one: int(one["days_overdue"]))
        day = self.today + timedelta(days=7)
        return number, f"{item['open']}:{item['currency']}:{day}:{item['number']}"

    @property
    def today(self) -> date:
        """The day of the program's clock, as its documents say it."""
        return date.fromisoformat(self.ask("promises")["as_of"])

    @property
    def environment(self) -> dict[str, str]:
        """The environment of every step."""
        return {
            **os.environ,
            "COLLECTIONS_DESK_PASSPHRASE": PASSPHRASE,
            "PYTHONUTF8": "1",
            "QT_QPA_PLATFORM": "offscreen",
        }

    def show(self, command: str, title: str, *args: str, ok: tuple[int, ...] = (0,)) -> None:
        """Run a command and show what it says, the first lines on the terminal and all of it in ``day.txt``."""
        self.say(f"\n{title}\n$ main.py {command} {' '.join(args)}".rstrip())
        done = self.run(command, *args)
        lines = (done.stdout + done.stderr).splitlines()
        print(
            "\n".join(
                [*lines[:_LINES], *([f"… {len(lines) - _LINES} more lines in day.txt"] if len(lines) > _LINES else [])]
            )
        )
        with (self.folder / "day.txt").open("a", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        if done.returncode not in ok:
            raise SystemExit(done.returncode)

    def ask(self, command: str, *args: str) -> Any:
        """Run a command for its JSON document."""
        done = self.run(command, *args, "--json")
        if done.returncode:
            self.say(done.stdout + done.stderr)
            raise SystemExit(done.returncode)
        return json.loads(done.stdout)

    def run(self, command: str, *args: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the program on the demo store."""
        line = [sys.executable, str(ROOT / "main.py"), command, *args, "--store", str(self.folder / STORE)]
        return subprocess.run(line, cwd=ROOT, env=self.environment, capture_output=True, encoding="utf-8", check=False)

    def say(self, text: str) -> None:
        """Say something on the terminal and in ``day.txt``."""
        print(text, flush=True)
        with (self.folder / "day.txt").open("a", encoding="utf-8") as file:
            file.write(text + "\n")


def main(argv: list[str]) -> int:
    """Play the day into the folder; an earlier demo day there is replaced, anything else is not."""
    parser = argparse.ArgumentParser(prog="tools.demo_day", description="Play a collector's day without a window.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--accounts", help="size of the portfolio")
    parser.add_argument("--items", help="size of the portfolio")
    parser.add_argument("--no-pictures", action="store_true", help="take no pictures of the views")
    asked = parser.parse_args(argv)
    folder = asked.folder.resolve()
    if folder.exists() and any(folder.iterdir()):
        if not (folder / STORE).exists():
            print(f"{folder} is not empty and holds no demo day; name another folder.", file=sys.stderr)
            return 3
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    size = [f"--{name}={value}" for name in ("accounts", "items") if (value := getattr(asked, name))]
    return Day(folder, tuple(size), pictures=not asked.no_pictures).play()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
