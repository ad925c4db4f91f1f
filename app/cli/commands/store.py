"""The store itself: the selling company, backups, checks."""

from __future__ import annotations

from typing import Any

from app.cli.context import Context
from app.cli.output import line, note, print_document, show_progress
from app.errors import AppError
from app.i18n import _, join_sentences, ngettext, render
from app.services import backup as backups
from app.services.company import set_company
from app.services.company_facts import company_document
from app.services.company_file import load_company_file
from app.services.doctor import examine
from app.services.reports.verify_workbook import read_workbook, verdict
from app.services.verify import AuditMark, Check, check_mark
from app.services.verify import verify as verify_store


def company(context: Context) -> int:
    """Set the selling company from its file; makes the store where there is none."""
    facts = load_company_file(context.args.file)
    with context.writing(create=True) as desk:
        with desk.store.write() as uow:
            set_company(uow, facts)
            uow.commit()
        desk.reload()
        if context.args.json:
            print_document({**desk.head(), **company_document(facts)})
        else:
            line(_("Company: {name}", name=facts.names["default"]))
    return 0


def backup(context: Context) -> int:
    """Write a backup: the encrypted copy with its key wrapped by the passphrase of the environment."""
    with context.writing() as desk:
        made = backups.backup(desk.opened, context.args.file, context.passphrase)
        if context.args.json:
            document = {"file": str(made.file), "sha256": made.sha256, "bytes": made.size}
            print_document({**desk.head(), **document})
        else:
            line(_("Backup written to {file}.", file=str(made.file)))
        if made.keyring_only:
            note(_("It has no passphrase: it opens only with this machine's keyring."))
    return 0


def restore(context: Context) -> int:
    """Bring a backup back; the store that was there is kept beside it."""
    made = backups.restore(context.args.file, context.path, context.clock, context.passphrase)
    with context.reading() as desk:
        head = desk.head()
    if context.args.json:
        print_document({**head, "store": str(made.store), "accounts": made.accounts, "items": made.items})
    else:
        accounts = ngettext("{n} account", "{n} accounts", made.accounts)
        items = ngettext("{n} item", "{n} items", made.items)
        line(_("Restored to {file}: {accounts}, {items}.", file=str(made.store), accounts=accounts, items=items))
        if made.kept is not None:
            line(_("The store that was there is kept as {file}.", file=str(made.kept)))
    return 0


def verify(context: Context) -> int:
    """Check store, audit chain, letter files and, if one is named, a workbook; 3 if anything is not as it was."""
    with context.reading() as desk:
        checks = list(verify_store(desk.store, show_progress))
        if context.args.workbook is not None:
            mark = read_workbook(context.args.workbook)
            checks.append(Check("workbook", not mark.changed, verdict(mark)))
            with desk.store.read() as session:
                checks.append(check_mark(session, AuditMark(mark.audit_count, mark.audit_hash)))
        good = all(check.ok for check in checks)
        if context.args.json:
            rows = [{"name": check.name, "ok": check.ok, "text": render(check.text)} for check in checks]
            print_document({**desk.head(), "ok": good, "checks": rows})
        else:
            for check in checks:
                _verdict_line(render(check.text), ok=check.ok)
    return 0 if good else 3


def doctor(context: Context) -> int:
    """Tell what the program needs and what is missing; it reads and changes nothing."""
    findings = examine(context.path, context.clock, context.passphrase)
    if context.args.json:
        rows = [
            {
                "code": finding.code,
                "ok": finding.ok,
                "text": render(finding.text),
                "fix": None if finding.fix is None else render(finding.fix),
            }
            for finding in findings
        ]
        print_document({**_head(context), "findings": rows})
    else:
        for finding in findings:
            _verdict_line(join_sentences((finding.text, finding.fix)), ok=finding.ok)
    return 0


def _head(context: Context) -> dict[str, Any]:
    """Return the day, and the data date where the store opens; whatever keeps it from opening is a finding."""
    try:
        with context.reading() as desk:
            return desk.head()
    except AppError:
        return {"as_of": context.day.isoformat(), "data_date": None}


def _verdict_line(text: str, *, ok: bool) -> None:
    word = _("ok") if ok else _("NOT OK")
    line(f"{word}  {text}")
