"""Short texts for the note, by outcome; what is to be filled in stands as ``…``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from app.enums import Outcome
from app.i18n import Message, msg, render

#: What people write most about each outcome.
TEMPLATES: Final[Mapping[Outcome, tuple[Message, ...]]] = {
    Outcome.PTP: (
        msg("Approved; goes with the payment run of …"),
        msg("Will pay as soon as … has signed."),
        msg("Confirmed by …, who schedules the payments."),
    ),
    Outcome.PLAN: (
        msg("Asked for instalments because …"),
        msg("Agreed by … (decision maker)."),
    ),
    Outcome.PAID: (
        msg("Says paid on … by bank transfer, reference …"),
        msg("Sends the payment advice today."),
        msg("Paid into another account: …"),
    ),
    Outcome.CB: (msg("In a meeting; back at …"), msg("Wants to check with … first.")),
    Outcome.DISP: (
        msg("Price differs from the order: …"),
        msg("Goods or service not complete: …"),
        msg("Quantity or quality: …"),
        msg("Wants a corrected invoice because …"),
    ),
    Outcome.NA: (msg("Rang out."),),
    Outcome.VM: (msg("Left name, number and the amount overdue."),),
    Outcome.WRONG: (msg("Number belongs to …"), msg("Has left the company; now …")),
    Outcome.REFUSE: (msg("Refuses because …"), msg("Wants to speak to …")),
    Outcome.GATE: (msg("Reception puts nobody through; direct number …"),),
    Outcome.PIPE: (msg("In the payment run of …, released by …"),),
    Outcome.NOINV: (msg("Invoices never reached them; send to …"),),
    Outcome.NOPO: (msg("Order number missing on the invoice; theirs is …"),),
    Outcome.PORTAL: (msg("The portal rejected it: …"),),
    Outcome.INFO: (msg("Wants a statement as of … by mail."),),
    Outcome.OURCR: (msg("Waits for the credit memo for …"),),
    Outcome.INSOLV: (msg("Administrator: …, court, file number …"),),
    Outcome.ESC: (msg("Handed to … because …"),),
    Outcome.DNC: (msg("Asked not to be called; prefers …"),),
    Outcome.EMAIL: (msg("Sent a reminder with the list of open items."),),
    Outcome.MEET: (msg("Met … at …"),),
    Outcome.REPLY: (msg("Answers that …"),),
}
ALWAYS: Final = (
    msg("Spoke to …"),
    msg("Approval is with …"),
    msg("Cash is short until …"),
)
GAP: Final = "…"


def texts_for(outcomes: Iterable[Outcome]) -> list[str]:
    """Return the texts that fit, those of the outcomes first."""
    own = [text for outcome in outcomes for text in TEMPLATES.get(outcome, ())]
    return list(dict.fromkeys(render(text) for text in (*own, *ALWAYS)))
