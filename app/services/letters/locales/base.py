"""What every letter locale decides: how figures, dates and names are written and who is greeted how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar, TypeVar

from babel import Locale

from app.money import Money
from app.services.letters.request import Bank, LetterOptions, LetterRequest, Person, Recipient
from app.services.letters.wording import formats
from app.services.letters.wording.blocks import Runs

T = TypeVar("T")


def opening_word(name: str) -> str:
    """Return the first word of a name without regard to case; it decides articles."""
    return name.split(maxsplit=1)[0].casefold() if name.strip() else ""


class LetterLocale:
    """One letter language in one country; everything a letter localizes goes through one of these.

    Attributes:
        code: the locale, as the command line spells it.
        lang, region: the document's language tag.
        keys: under which keys the company's names, addresses and signatories are looked up, nearest first.
        layout: the Typst layout; ``paper`` its page.
        home: the currency whose native form a domestic letter prints; ``native`` is that form, ``iso`` the other.
        joint: what stands between a label and its value.
        country_first: whether the country of mail abroad stands over the address, as where the largest comes first.
        masculine, feminine: stored titles that tell how a person is greeted, with the form printed.
        table_columns: the columns of the item table; the first stage without days overdue is 0.
    """

    code: ClassVar[str]
    lang: ClassVar[str]
    region: ClassVar[str]
    keys: ClassVar[tuple[str, ...]]
    layout: ClassVar[str] = "latin"
    paper: ClassVar[str] = "a4"
    home: ClassVar[str]
    native: ClassVar[str] = "{n}"
    iso: ClassVar[str] = "{code}\u00a0{n}"
    joint: ClassVar[str] = ": "
    list_joints: ClassVar[tuple[str, str]] = (", ", ", ")
    country_first: ClassVar[bool] = False
    masculine: ClassVar[Mapping[str, str]] = {}
    feminine: ClassVar[Mapping[str, str]] = {}
    neutral: ClassVar[Mapping[str, str]] = {}

    def __init__(self) -> None:
        """Read the locale's separators and month names."""
        self.babel = Locale.parse(self.code)

    # ------------------------------------------------------------------------------------------ figures and days

    def amount(self, money: Money, *, iso: bool, options: LetterOptions) -> str:
        """Write an amount: in native form if ``iso`` is off and it is the home currency, else with its ISO code."""
        places = formats.printed_decimals(money.currency, cop_decimals=options.cop_decimals)
        value = formats.rounded(money.minor, money.currency, places)
        text = formats.number(value, places, self.babel)
        if iso or money.currency != self.home:
            return self.iso.format(n=text, code=money.currency)
        return self.native.format(n=text)

    def words(self, money: Money, *, iso: bool) -> str | None:
        """Write an amount in the words of a document where the language has them; None elsewhere."""
        return None

    def long_date(self, day: date, options: LetterOptions) -> str:
        """Write a date in long form."""
        return formats.long_date(day, self.babel)

    def table_date(self, day: date, options: LetterOptions) -> str:
        """Write a date for a table column: four-digit year, no doubt about the order."""
        return day.strftime("%d/%m/%Y")

    def joined(self, parts: Sequence[str]) -> tuple[str, ...]:
        """Return the parts of a list with what stands between them."""
        between, last = self.list_joints
        pieces: list[str] = []
        for place, part in enumerate(parts):
            if place:
                pieces.append(last if place == len(parts) - 1 else between)
            pieces.append(part)
        return tuple(pieces)

    def held(self, runs: Runs) -> Runs:
        """Return a line's runs with the words held together that the language must not break at their own hyphen."""
        return runs

    # ------------------------------------------------------------------------------------------ names

    def pick(self, values: Mapping[str, T]) -> T | None:
        """Return the entry nearest to this locale: the locale's, the script's, the language's, else ``default``."""
        for key in (self.code, *self.keys, "default"):
            if key in values:
                return values[key]
        return None

    def full_name(self, person: Person) -> str:
        """Write a person's name in the order of the language."""
        return " ".join(part for part in (person.given, person.family) if part)

    def reader(self, person: Person) -> str:
        """Write a person's name in the address, behind the stored title if it is one the language uses."""
        title = self.address_form(person)[1]
        return f"{title} {self.full_name(person)}" if title else self.full_name(person)

    def surname(self, person: Person) -> str:
        """Return the name that follows the title in a greeting."""
        return person.family

    def address_form(self, person: Person) -> tuple[str, str]:
        """Return how a person is greeted: ``f``, ``m`` or ``n`` with the title printed; "" without a usable title.

        Only a stored title decides; nothing is inferred from a name.
        """
        title = (person.title or "").strip().rstrip(".").casefold()
        for form, titles in (("f", self.feminine), ("m", self.masculine), ("n", self.neutral)):
            if title and title in titles:
                return form, titles[title]
        return "", ""

    def department(self, reader: Recipient) -> str | None:
        """Return the department as the address prints it; None without one."""
        return reader.department

    def of_department(self, name: str) -> str:
        """Return a department as it follows a noun, with preposition and article where the language inflects them."""
        return name

    def to_company(self, name: str) -> str:
        """Return what stands over a company's name where the language has such a line; "" elsewhere."""
        return ""

    def incorporated(self, name: str) -> bool:
        """Say whether a customer's name shows a body corporate; only some countries' letters depend on it."""
        return True

    # ------------------------------------------------------------------------------------------ bank

    def bank_fields(self, bank: Bank) -> tuple[str, ...]:
        """Return the bank's fields in the order the language prints them."""
        return (
            "holder",
            "bank",
            "branch",
            "account_type",
            "bank_code",
            "agency",
            "sort_code",
            "routing",
            "account",
            "iban",
            "clabe",
            "cbu",
            "bic",
            "pix",
            "paynow",
        )

    def table_columns(self, request: LetterRequest) -> tuple[str, ...]:
        """Return the columns of the item table, by key."""
        if request.stage == 0:
            return ("number", "document_date", "due_date", "amount")
        return ("number", "document_date", "due_date", "days_overdue", "amount")
