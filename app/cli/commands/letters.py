"""The dunning run and its letters."""

from __future__ import annotations

from typing import Any

from app.cli.context import Context
from app.cli.context import Desk as OpenDesk
from app.cli.output import line, note, print_document, show_progress, table
from app.cli.shapes import iso, plain_amount
from app.i18n import _, format_amount, ngettext, render
from app.services.letters.dunning.by_hand import letter_by_hand
from app.services.letters.dunning.runs import propose_run, record_run
from app.services.letters.dunning.views import HeldView, LetterView, RunView
from app.services.letters.production.produce import Desk, check_formats, produce_one, produce_run
from app.services.unit_of_work import UnitOfWork


def letter_shape(letter: LetterView) -> dict[str, Any]:
    """Return a letter as JSON; its items are those it claims, so that they add up to its amount."""
    return {
        "id": letter.id or None,
        "run": letter.run_id or None,
        "account": letter.account,
        "kind": letter.kind,
        "stage": letter.stage,
        "locale": letter.locale,
        "contact": letter.contact,
        "date": iso(letter.date),
        "due_by": iso(letter.due_by),
        "currency": letter.currency,
        "amount": plain_amount(letter.amount, letter.currency),
        "items": [
            {"number": row.number, "amount": plain_amount(row.amount, letter.currency)} for row in letter.claimed
        ],
        "title": letter.title,
        "status": letter.status.value,
        "files": [{"path": file.path, "format": file.format, "sha256": file.sha256} for file in letter.files],
    }


def held_shape(held: HeldView) -> dict[str, Any]:
    """Return held back items as JSON."""
    return {"account": held.account, "items": list(held.items), "code": held.code, "why": render(held.why)}


def dunning(context: Context) -> int:
    """Propose today's letters; without ``--dry-run`` they are recorded as drafts."""
    if context.args.dry_run:
        with context.reading() as desk, desk.store.read() as session:
            _show_run(context, desk, propose_run(session, desk.days, desk.settings))
        return 0
    with context.writing() as desk:
        with desk.store.write() as uow:
            view = record_run(uow, desk.days, desk.settings)
            uow.commit()
        _show_run(context, desk, view)
    return 0


def letters(context: Context) -> int:
    """Write the drafts of a run; 3 if any was refused, the others are written."""
    formats = [part.strip() for part in context.args.format.split(",") if part.strip()]
    check_formats(formats)
    with context.writing() as desk:
        made = produce_run(
            desk.store,
            context.args.out.absolute(),
            formats,
            desk.days,
            desk.settings,
            run_id=context.args.run,
            progress=show_progress,
        )
        refused = [{"account": one.account, "why": render(one.why)} for one in made.refused]
        if context.args.json:
            written = [letter_shape(letter) for letter in made.letters]
            print_document({**desk.head(), "letters": written, "refused": refused})
        else:
            for letter in made.letters:
                line(f"{letter.account}  {letter.title}  {', '.join(file.path for file in letter.files)}")
            for one in refused:
                line(_("Refused: {account}: {why}", account=one["account"], why=one["why"]))
            line(ngettext("{n} letter written.", "{n} letters written.", len(made.letters)))
        if made.waiting:
            note(ngettext("{n} draft is not approved yet: look at it in the window.",
                          "{n} drafts are not approved yet: look at them in the window.",
                          made.waiting))  # fmt: skip
    return 3 if made.refused else 0


def letter(context: Context) -> int:
    """Write one letter chosen by hand; one that cannot be written leaves no draft behind."""
    args = context.args

    def choose(uow: UnitOfWork) -> str:
        chosen = {"stage": args.stage, "locale": args.locale}
        return letter_by_hand(uow, args.number, desk.days, desk.settings, **chosen).id

    with context.writing() as desk:
        made = produce_one(desk.store, args.out.absolute(), args.format, Desk(desk.days, desk.settings), choose)
        if args.json:
            print_document({**desk.head(), **letter_shape(made)})
        else:
            line(f"{made.title}  {', '.join(file.path for file in made.files)}")
    return 0


def _show_run(context: Context, desk: OpenDesk, view: RunView) -> None:
    if context.args.json:
        print_document(
            {
                **desk.head(),
                "run": view.id or None,
                "letters": [letter_shape(letter) for letter in view.letters],
                "held": [held_shape(held) for held in view.held],
            }
        )
        return
    if not view.letters:
        line(_("There is nothing to write today."))
    heads = (_("Account"), _("Name"), _("Stage"), _("Letter"), _("Amount"), "")
    rows = [
        (
            letter.account,
            letter.name,
            str(letter.stage),
            letter.title or "",
            format_amount(letter.amount, letter.currency),
            letter.currency,
        )
        for letter in view.letters
    ]
    if rows:
        table(heads, rows, frozenset({4}))
    for account, name, why in dict.fromkeys((held.account, held.name, held.why) for held in view.held):
        line(_("Held back: {account} {name}: {why}", account=account, name=name, why=why))
    line(ngettext("{n} letter proposed.", "{n} letters proposed.", len(view.letters)))
