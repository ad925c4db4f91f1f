"""A new store with a realistic portfolio, made by the same sync as anybody's files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.cli.context import Context
from app.cli.output import line, print_document, show_progress
from app.i18n import _, ngettext
from app.services.demo.play import play_demo
from app.services.demo.portfolio import check_size


def demo(context: Context) -> int:
    """Make the store, write two days of export files beside it and sync them; ``--window`` opens it."""
    args = context.args
    check_size(args.accounts, args.items)
    folder = context.path.parent / "demo-files"
    with context.making() as desk, _new_files(folder):
        made = play_demo(desk.store, folder, desk.days.day, args.accounts, args.items, args.seed, show_progress)
        desk.reload()
        head = desk.head()
    if args.json:
        files = [str(path) for path in (*made.before, *made.now)]
        by_country = {country: list(numbers) for country, numbers in made.by_country.items()}
        counts = {"accounts": made.accounts, "items": made.items}
        print_document({**head, **counts, "files": files, "by_country": by_country})
    else:
        line(_("Demo store: {file}", file=str(context.path)))
        accounts = ngettext("{n} account", "{n} accounts", made.accounts)
        items = ngettext("{n} item", "{n} items", made.items)
        line(_("{accounts} and {items} in {countries} countries; its files are in {folder}.",
               accounts=accounts, items=items, countries=len(made.by_country), folder=str(folder)))  # fmt: skip
    return context.open_window(context.path) if args.window else 0


@contextmanager
def _new_files(folder: Path) -> Iterator[None]:
    """Take the files away again where the demo fails, unless there were some before."""
    keep = folder.exists()
    try:
        yield
        keep = True
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)
