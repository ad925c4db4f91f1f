"""A new store with a realistic portfolio, made by the same sync as anybody's files."""

from __future__ import annotations

from app.cli.context import Context
from app.cli.output import line, print_document, show_progress
from app.i18n import _
from app.services.demo.play import play_demo
from app.services.stores import create


def demo(context: Context) -> int:
    """Make the store, write two days of export files beside it and sync them; ``--window`` opens it."""
    args = context.args
    with create(context.path, context.clock, context.passphrase) as opened:
        desk = context.desk(opened)
        folder = context.path.parent / "demo-files"
        made = play_demo(desk.store, folder, desk.days.day, args.accounts, args.items, args.seed, show_progress)
        desk.reload()
        document = {
            "accounts": made.accounts,
            "items": made.items,
            "files": [str(path) for path in (*made.before, *made.now)],
            "by_country": {country: list(numbers) for country, numbers in made.by_country.items()},
        }
        head = desk.head()
    if args.json:
        print_document({**head, **document})
    else:
        line(_("Demo store: {file}", file=str(context.path)))
        text = _(
            "{accounts} accounts, {items} items in {countries} countries; its files are in {folder}.",
            accounts=made.accounts,
            items=made.items,
            countries=len(made.by_country),
            folder=str(folder),
        )
        line(text)
    return context.open_window(context.path) if args.window else 0
