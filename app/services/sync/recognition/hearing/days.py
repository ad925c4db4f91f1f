"""Hearing days: which one is due, which one a document's."""

from __future__ import annotations

from dataclasses import replace

from app.enums import SyncKind
from app.i18n import msg
from app.services.sync.layouts.headings import fields, meanings
from app.services.sync.recognition import relations
from app.services.sync.recognition.fieldlists import FIELDS
from app.services.sync.recognition.hearing.case import DATES, KNOWN, Case
from app.services.sync.recognition.relations import Relation


class DaysHeard(Case):
    """A case that has heard which days follow from which."""

    def terms(self) -> None:
        """Hear which day follows from another one and terms."""
        for relation in relations.by_terms(self.sheaf):
            start, terms, due = (relation.parts[part] for part in ("start", "terms", "due"))
            if self.is_known(due, *DATES) or not self._begins(start):
                continue
            note = msg(
                "“{start}” and “{terms}” give this day in {count} of {n} rows",
                start=self.heading(start), terms=self.heading(terms), count=relation.held, n=relation.tested,
            )  # fmt: skip
            self._free_repeated(due, "document_date", start)
            if self.take(due, "due_date", note) and self.sheaf.texts(terms):
                given = msg("with it “{start}” gives “{due}”", start=self.heading(start), due=self.heading(due))
                if terms not in self.sheaf.amounts:
                    self.take(terms, "terms", given)
                self._is_document_date(start, due)

    def _begins(self, start: int) -> bool:
        """Tell whether a day may be the document's: its heading says so, or nothing."""
        held = self.used().get(start)
        return held is None or held in DATES

    def _free_repeated(self, due: int, field: str, start: int) -> None:
        """Where two columns have one heading and the wrong one was taken for it, exchange them."""
        held = self.guesses.get(field)
        if held is not None and held.column == due and self.heading(due) == self.heading(start):
            self.guesses[field] = replace(held, column=start)

    def _is_document_date(self, start: int, due: int) -> None:
        if not set(DATES) & set(self.guesses):
            self.take(start, "document_date", msg("“{due}” follows from it", due=self.heading(due)))

    def lateness(self) -> None:
        """Hear which numbers of days and which days are one day together; one day alone proves it."""
        found = relations.by_lateness(self.sheaf)
        for relation in found:
            due, late = relation.parts["due"], relation.parts["late"]
            rivals = [other for other in found if other.parts["late"] == late and other.parts["due"] != due]
            known = self.is_known(due, "due_date") or self.used().get(due) == "due_date"
            if (rivals and not known) or self.is_known(due, *DATES) or self.used().get(late, late) == "days_to_settle":
                continue
            note = msg(
                "“{due}” and “{late}” make one and the same day in {count} of {n} rows",
                due=self.heading(due), late=self.heading(late), count=relation.held, n=relation.tested,
            )  # fmt: skip
            if self.take(due, "due_date", note):
                self.take(late, "days_overdue", note)

    def order(self) -> None:
        """Hear which day follows another after the usual spans, where nothing else says which one is due."""
        ordered = relations.by_order(self.sheaf)
        if (held := self.guesses.get("due_date")) is not None:
            starts = [one.parts["start"] for one in ordered if one.parts["due"] == held.column]
            if len(starts) == 1 and self.free(starts[0]) and not self._says_other_day(starts[0]):
                self._is_document_date(starts[0], held.column)
            return
        found = [one for one in ordered if self._may_follow(one)]
        if len({one.parts["due"] for one in found}) != 1:
            return
        relation = found[0]
        start, due = relation.parts["start"], relation.parts["due"]
        note = msg(
            "it follows “{start}” after the usual terms in {count} of {n} rows",
            start=self.heading(start), count=relation.held, n=relation.tested,
        )  # fmt: skip
        self._free_repeated(due, "document_date", start)
        if self.take(due, "due_date", note):
            self._is_document_date(start, due)

    def _may_follow(self, relation: Relation) -> bool:
        """Tell whether the later day may be the due date: no heading calls it something else."""
        start, due = relation.parts["start"], relation.parts["due"]
        repeated = self.heading(start) == self.heading(due)
        return self._begins(start) and (repeated or (self.free(due) and not self._says_other_day(due)))

    def _says_other_day(self, column: int) -> bool:
        """Tell whether a heading calls days something else that an item has: ``Valuta`` in a bank's list is no such."""
        said = [hit.field for hit in meanings(self.columns[column].heading) if hit.weight >= KNOWN]
        days = (name for name in FIELDS[SyncKind.OPEN_ITEMS] if name != "due_date" and fields()[name].cells == "date")
        return not set(said).isdisjoint(days)
