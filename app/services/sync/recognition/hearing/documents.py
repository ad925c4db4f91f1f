"""Hearing which amounts are a document's and which its lines', where a document has several rows."""

from __future__ import annotations

from collections.abc import Sequence

from app.enums import SyncKind
from app.i18n import msg
from app.services.sync.layouts.headings import known
from app.services.sync.recognition import relations
from app.services.sync.recognition.columns import assign
from app.services.sync.recognition.documents import by_documents
from app.services.sync.recognition.hearing.case import AMOUNTS, KNOWN
from app.services.sync.recognition.hearing.customers import CustomersHeard
from app.services.sync.values.currency import in_heading, meaning
from app.services.sync.values.text import heading_key


class DocumentsHeard(CustomersHeard):
    """A case that has heard which amounts repeat in all lines of their document."""

    def instalments(self) -> None:
        """Take the instalment away from a rate of exchange: ``Rate`` is one in German and the other in English.

        Behind a number it would make another document of it on every day of another rate.
        """
        held = self.guesses.get("instalment")
        if held is None or self.told.get(held.column) is not None:
            return
        hits = known(beside=True).get(heading_key(self.columns[held.column].heading), ())
        others = {guess.language for name, guess in self.guesses.items() if name != held.field}
        said = {hit.language for hit in hits if hit.field != held.field}
        if said & others and held.language not in others:
            self.barred |= {(held.column, held.field)}
            del self.guesses[held.field]

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

    def in_own_currency(self) -> None:
        """Take the amount in the document's currency, and not the one beside it whose heading names a single currency.

        Both are the same where the document's currency is that one.
        """
        by = self.guesses.get("currency")
        if by is None:
            return
        codes = [None if text is None else meaning(text).code for text in self.sheaf.texts(by.column)]
        for field in ("open", "original"):
            held = self.guesses.get(field)
            if held is None or self.told.get(held.column) is not None or held.column not in self.sheaf.amounts:
                continue
            local = in_heading(self.heading(held.column)).code
            if local is None or not set(codes) - {None, local}:
                continue
            found = [index for index in self.sheaf.amounts if self._is_same_in(index, held.column, codes, local)]
            if len(found) > 1:
                found = [index for index in found if self._is_converted(index, held.column)]
            if len(found) == 1:
                del self.guesses[field]
                self.take(found[0], field, msg("“{other}” is the same in {currency}", other=self.heading(held.column),
                                               currency=local))  # fmt: skip
                self.take(held.column, "local_open", msg("its heading names {currency}", currency=local))

    def _is_converted(self, index: int, other: int) -> bool:
        """Tell whether a rate beside two amounts, which varies less than they do, makes one of them from the other."""
        for relation in relations.by_product(self.sheaf):
            rate = set(relation.parts.values()) - {index, other}
            if len(rate) == 1 and relation.parts["amount"] not in rate:
                return self.columns[index].profile.distinct > self.columns[rate.pop()].profile.distinct
        return False

    def _is_same_in(self, index: int, other: int, codes: Sequence[str | None], local: str) -> bool:
        """Tell whether a free column equals another one in the rows of a currency, and in no row of others."""
        if index == other or not self.free(index) or in_heading(self.heading(index)).code is not None:
            return False
        rows = [
            (code == local, one == two)
            for code, one, two in zip(codes, self.sheaf.amounts[index], self.sheaf.amounts[other], strict=True)
            if code is not None and one and two
        ]
        return bool(rows) and all(home == same for home, same in rows)
