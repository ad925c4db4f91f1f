"""Composing a letter's blocks in the order that its language's texts give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from app.money import Money
from app.services.letters.locales.base import LetterLocale
from app.services.letters.refusals import broken_text
from app.services.letters.request import Bank, LetterLine, LetterRequest
from app.services.letters.wording import formats
from app.services.letters.wording.blocks import (
    Align,
    Block,
    FactsBlock,
    Letterhead,
    Run,
    Runs,
    TableBlock,
    TextBlock,
    plain,
)
from app.services.letters.wording.catalogue import LetterCatalogue
from app.services.letters.wording.texts import fill, free, keep, names, paragraphs, sole_placeholder

_GROUPED: Final = frozenset({"iban"})


class Composer:
    """Writes one letter; made for it and thrown away after it."""

    def __init__(
        self, request: LetterRequest, locale: LetterLocale, words: LetterCatalogue, bank: Bank, step: str | None
    ) -> None:
        """Work out every value that a text may ask for."""
        self.request = request
        self.locale = locale
        self.words = words
        self.bank = bank
        self.step = step
        self.company = locale.pick(request.sender.names) or ""
        self.total_text = self._amount(request.total)
        self.values: dict[str, Runs] = {**self._sender(), **self._recipient(), **self._figures(), **self._history()}
        self._makers: Mapping[str, Callable[[Align], list[Block]]] = {
            "letterhead": self._letterhead,
            "sender": lambda align: self._lines("sender", align),
            "addressee": self._addressee,
            "salutation": self._salutation,
            "body": lambda _align: self._flow(self._counted(f"letter.{request.stage}")),
            "opening": lambda _align: self._flow(self._opening()),
            "table": lambda _align: [self._table("table", request.claimed)],
            "also_open": self._also_open,
            "bank": self._bank,
            "consequence": self._consequence,
            "crossed": lambda _align: self._flow(self.words.text(self._abroad("crossed"))),
            "closing": self._closing,
            "signature": lambda align: self._lines("signature", align),
            "contact": lambda align: self._lines("contact", align),
            "enclosures": self._enclosures,
            "delivery": self._delivery,
        }

    def compose(self, title: str) -> tuple[Block, ...]:
        """Return the blocks of the letter, top to bottom."""
        self.values["title"] = free(title)
        return tuple(self._flow(self.words.text("anatomy")))

    # ------------------------------------------------------------------------------------------ values

    def _amount(self, minor: int) -> str:
        money = Money(minor, self.request.currency)
        return self.locale.amount(money, iso=self.request.iso_amounts, options=self.request.options)

    def _date(self, day: date) -> str:
        return self.locale.long_date(day, self.request.options)

    def _sender(self) -> dict[str, Runs]:
        sender = self.request.sender
        signatory = self.locale.pick(sender.signatories)
        abroad = self.request.cross_border
        return {
            "company": free(self.company),
            "signatory": free(signatory.name if signatory else ""),
            "signatory_role": free((signatory.role or "") if signatory else ""),
            "phone": _kept(formats.phone(sender.phone, sender.country, abroad=abroad) if sender.phone else ""),
            "email": _kept(sender.email or ""),
            "tax_id": _kept(sender.tax_ids.get(self.locale.region, "")),
            "place": free(self.locale.pick(sender.places) or ""),
        }

    def _recipient(self) -> dict[str, Runs]:
        reader = self.request.recipient
        person = reader.person
        form, title = self.locale.address_form(person) if person else ("", "")
        return {
            "customer": free(reader.company),
            "department": free(self.locale.department(reader) or ""),
            "of_department": free(self.locale.of_department(reader.department) if reader.department else ""),
            "to_company": free(self.locale.to_company(reader.company)),
            "reader": _kept(self.locale.reader(person) if person else ""),
            "surname": _kept(self.locale.surname(person) if person else ""),
            "person_role": free((person.role or "") if person else ""),
            "person_title": _kept(title if form else ""),
        }

    def _figures(self) -> dict[str, Runs]:
        request = self.request
        total = Money(request.total, request.currency)
        in_words = self.locale.words(total, iso=request.iso_amounts)
        values = {
            "date": keep(self._date(request.date)),
            "reference": keep(request.number),
            "total": keep(self.total_text),
            "count": keep(str(len(request.claimed))),
            "copies": keep(str(request.enclosed_copies)),
        }
        values["total_in_words"] = free(in_words or "")
        values["total_full"] = fill(self.words.text("total.full"), values) if in_words else values["total"]
        if request.deadline:
            values["deadline"] = keep(self._date(request.deadline.on))
        if len(request.claimed) == 1:
            line = request.claimed[0]
            values["invoice"] = keep(line.number)
            values["due"] = keep(self._date(line.due_date))
            values["days"] = keep(str(line.days_overdue))
        return values

    def _history(self) -> dict[str, Runs]:
        dates = [self._date(day) for day in self._cited()]
        if not dates:
            return {}
        pieces = self.locale.joined(dates)
        listed = tuple(Run(piece, keep=place % 2 == 0) for place, piece in enumerate(pieces))
        return {"earlier": listed, "last_earlier": keep(dates[-1])}

    def _cited(self) -> list[date]:
        """Dates of the letters that this one refers to: the last of each stage below its own, oldest first."""
        last: dict[int, date] = {}
        for letter in sorted(self.request.earlier, key=lambda letter: letter.on):
            if 1 <= letter.stage < self.request.stage and letter.on < self.request.date:
                last[letter.stage] = letter.on
        return sorted(set(last.values()))

    # ------------------------------------------------------------------------------------------ texts

    def _counted(self, key: str) -> str:
        return self.words.plural(key, len(self.request.claimed))

    def _opening(self) -> str:
        stage = self.request.stage
        if stage < 2:
            return self._counted(f"opening.{stage}")
        cited = len(self._cited())
        if not cited:
            return self._counted(f"opening.{stage}.uncited")
        return self._counted(f"opening.{stage}.cited_more" if stage > 2 and cited > 1 else f"opening.{stage}.cited")

    def _fill(self, line: str) -> Runs:
        try:
            return self.locale.held(fill(line, self.values))
        except KeyError as error:
            raise broken_text(self.words.locale, line[:40], str(error.args[0])) from None

    def _flow(self, text: str) -> list[Block]:
        """Turn a text into blocks; paragraphs that are one placeholder stand for what it names."""
        blocks: list[Block] = []
        for align, paragraph in paragraphs(text):
            name = sole_placeholder(paragraph)
            if name and name in self._makers:
                blocks.extend(self._makers[name](align))
            elif name in {"date", "reference", "title"}:
                key = "date.line.place" if name == "date" and self.values["place"] else f"{name}.line"
                blocks.extend(self._text(name, key, align))
            else:
                lines = tuple(self._fill(line) for line in paragraph.split("\n"))
                blocks.append(TextBlock("paragraph", lines, align))
        return blocks

    def _text(self, role: str, key: str, align: Align) -> list[Block]:
        """Return the text under a key as blocks of one role."""
        blocks: list[Block] = []
        for own, paragraph in paragraphs(self.words.text(key)):
            lines = tuple(self._fill(line) for line in paragraph.split("\n"))
            blocks.append(TextBlock(role, lines, own if own != "start" else align))
        return blocks

    def _lines(self, role: str, align: Align, key: str | None = None) -> list[Block]:
        """Return blocks of lines; a line that names something the letter does not have is left out."""
        blocks: list[Block] = []
        for own, paragraph in paragraphs(self.words.text(key or role)):
            lines: list[Runs] = []
            for line in paragraph.split("\n"):
                wanted = names(line)
                if wanted in {("address",), ("sender_address",)}:
                    lines.extend(free(part) for part in self._address(wanted[0]))
                elif all(self.values.get(name) for name in wanted):
                    lines.append(self._fill(line))
            if lines:
                blocks.append(TextBlock(role, tuple(lines), own if own != "start" else align))
        return blocks

    def _address(self, which: str) -> tuple[str, ...]:
        """Return address lines; mail that crosses a border names the country in the sender's postal language."""
        reader = self.request.recipient
        if which == "sender_address":
            return self.locale.pick(self.request.sender.addresses) or ()
        if not reader.address or not self.request.cross_border:
            return reader.address
        country = formats.postal_country(reader.country, self.request.sender.country)
        if not country or reader.address[-1].casefold() == country.casefold():
            return reader.address
        return (country, *reader.address) if self.locale.country_first else (*reader.address, country)

    # ------------------------------------------------------------------------------------------ blocks

    def _letterhead(self, align: Align) -> list[Block]:
        """The texts give the rows under the name, an empty line between them, one piece a line."""
        rows = [block.text.split("\n") for block in self._lines("letterhead", align) if isinstance(block, TextBlock)]
        return [Letterhead("letterhead", self.company, tuple(tuple(row) for row in rows))]

    def _addressee(self, align: Align) -> list[Block]:
        reader = self.request.recipient
        form = "company"
        if reader.person:
            form = "person_role" if reader.person.role else "person"
        elif reader.department:
            form = "department"
        return self._lines("addressee", align, f"addressee.{form}")

    def _salutation(self, align: Align) -> list[Block]:
        reader = self.request.recipient
        form = "department" if reader.department else "company"
        if reader.person:
            known = self.locale.address_form(reader.person)[0]
            if known:
                form = f"person.{known}"
            elif self.words.has("salutation.person"):
                form = "person"
        key = f"salutation.{form}"
        firm = f"{key}.firm"
        return self._text("salutation", firm if self.request.stage >= 3 and self.words.has(firm) else key, align)

    def _closing(self, align: Align) -> list[Block]:
        """Close as the greeting was: some languages close otherwise to a person than to a company."""
        key = f"closing.{self.request.stage}"
        person = self.request.recipient.person
        named = person is not None and bool(self.locale.address_form(person)[0]) and self.words.has(f"{key}.named")
        return self._text("closing", f"{key}.named" if named else key, align)

    def _table(self, role: str, lines: tuple[LetterLine, ...]) -> TableBlock:
        columns = self.locale.table_columns(self.request)
        options = self.request.options
        rows = []
        for line in lines:
            cells = {
                "number": line.number,
                "document_date": self.locale.table_date(line.document_date, options) if line.document_date else "",
                "due_date": self.locale.table_date(line.due_date, options),
                "days_overdue": str(line.days_overdue),
                "amount": self._amount(line.amount),
            }
            rows.append(tuple(cells[column] for column in columns))
        return TableBlock(
            role,
            tuple(self.words.text(f"table.{column}") for column in columns),
            tuple(_ALIGNS.get(column, "start") for column in columns),
            tuple(rows),
            self.words.text(f"{role}.total"),
            self._amount(sum(line.amount for line in lines)),
        )

    def _also_open(self, align: Align) -> list[Block]:
        lines = self.request.also_open
        if not lines:
            return []
        intro = self._flow(self.words.plural("also_open", len(lines)))
        return [*intro, self._table("also_open", lines)]

    def _bank(self, align: Align) -> list[Block]:
        rows = []
        for field in self.locale.bank_fields(self.bank):
            value = getattr(self.bank, field)
            if value:
                printed = formats.iban(value) if field in _GROUPED else str(value)
                rows.append((self.words.text(f"bank.{field}"), printed))
        if self.words.has("bank.reference"):
            asked = self._fill(self.words.text("bank.reference.value"))
            rows.append((self.words.text("bank.reference"), plain(asked)))
        notes = []
        options = self.request.options
        if self.words.has("bank.reference.note"):
            notes.append(self._fill(self.words.text("bank.reference.note")))
        if options.payer_bears_fee and self.request.stage < 4 and self.words.has("bank.fee"):
            notes.append(self._fill(self.words.text("bank.fee")))
        if options.bank_unchanged:
            notes.append(self._fill(self.words.text("bank.unchanged")))
        heading = self.words.text("bank.heading") if self.words.has("bank.heading") else ""
        return [FactsBlock("bank", heading, tuple(rows), tuple(notes), self.locale.joint)]

    def _consequence(self, align: Align) -> list[Block]:
        """Name the next step; a reader who may be an individual is told of the time that the law gives to one."""
        if self.step is None:
            return []
        key = f"consequence.{self.request.stage}.{self.step}"
        private = f"{key}.unincorporated"
        if self.words.has(private) and not self.locale.incorporated(self.request.recipient.company):
            key = private
        return self._flow(self._counted(key))

    def _enclosures(self, align: Align) -> list[Block]:
        if not self.request.enclosed_copies:
            return []
        text = self.words.plural("enclosures", self.request.enclosed_copies)
        return [TextBlock("enclosures", tuple(self._fill(line) for line in text.split("\n")), align)]

    def _delivery(self, align: Align) -> list[Block]:
        """Say how a final notice travels: the registered forms of a country's post are not there for mail abroad."""
        if self.request.stage != 4:
            return []
        return self._text("delivery", self._abroad("delivery.4"), align)

    def _abroad(self, key: str) -> str:
        """Return the key of the variant for mail abroad, if this is such mail and the language has one."""
        variant = f"{key}.abroad"
        return variant if self.request.cross_border and self.words.has(variant) else key


_ALIGNS: Final[dict[str, Align]] = {"days_overdue": "end", "amount": "end"}


def _kept(text: str) -> Runs:
    return keep(text) if text else ()
