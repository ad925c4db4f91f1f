"""Hearing which amounts are a document's and which its lines', where a document has several rows."""

from __future__ import annotations

from app.enums import SyncKind
from app.i18n import msg
from app.services.sync.recognition.columns import assign
from app.services.sync.recognition.documents import by_documents
from app.services.sync.recognition.hearing.case import AMOUNTS, KNOWN
from app.services.sync.recognition.hearing.customers import CustomersHeard


class DocumentsHeard(CustomersHeard):
    """A case that has heard which amounts repeat in all lines of their document."""

    def documents(self) -> None:
        """Take a document's amount where it stands in all its lines, and not that of the line beside it."""
        number, held = self.guesses.get("number"), self.guesses.get("open")
        if number is None or (held is not None and held.heading_weight >= KNOWN):
            return
        found = by_documents(self.columns, number.column)
        if len({one.parts["whole"] for one in found}) != 1:
            return
        relation = found[0]
        whole, part, tax = relation.parts["whole"], relation.parts["part"], relation.parts.get("tax")
        if any(self.told.get(column) is not None for column in relation.parts.values()):
            return
        own = (part,) if tax is None else (part, tax)
        self.barred |= {(column, field) for column in own for field in AMOUNTS}
        self.guesses = assign(self.columns, SyncKind.OPEN_ITEMS, self.told, self.barred)
        note = msg("it is the sum of “{part}” over the lines of each document", part=self.heading(part))
        self.take(whole, "original", note)
        self.take(part, "net", msg("“{whole}” is its sum", whole=self.heading(whole)))
        if tax is not None:
            self.take(tax, "tax", msg("“{whole}” is its sum", whole=self.heading(whole)))
