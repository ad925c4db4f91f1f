"""Japanese letters."""

from __future__ import annotations

from datetime import date
from typing import Final

from app.money import Money
from app.services.letters.locales.base import LetterLocale
from app.services.letters.request import Bank, LetterOptions, Person, Recipient
from app.services.letters.wording import formats
from app.services.letters.wording.blocks import Run, Runs

_TO_A_BODY: Final = "　御中"
#: How many characters of a name stand on the line of its 御中.
_HELD: Final = 4


class Japanese(LetterLocale):
    """Letters in Japan: yen with 円 behind, family name first, 様 for any person."""

    code = "ja_JP"
    lang = "ja"
    region = "JP"
    keys = ("ja",)
    layout = "japanese"
    home = "JPY"
    native = "{n}円"
    joint = "："
    list_joints = ("、", "及び")
    country_first = True

    def long_date(self, day: date, options: LetterOptions) -> str:
        """Write a date in the calendar that the setting chose; one letter never has both."""
        return formats.wareki(day) if options.ja_calendar == "wareki" else formats.long_date(day, self.babel)

    def table_date(self, day: date, options: LetterOptions) -> str:
        """Write a date for a table, in the letter's calendar."""
        return self.long_date(day, options) if options.ja_calendar == "wareki" else day.strftime("%Y/%m/%d")

    def words(self, money: Money, *, iso: bool) -> str | None:
        """Write yen as a formal demand does, 金1,234,000円; with codes the figure stands alone."""
        return None if iso or money.currency != self.home else f"金{money.minor:,}円"

    def held(self, runs: Runs) -> Runs:
        """Hold 御中 to the end of the name before it, so that a long name is never parted from it or it in two."""
        if len(runs) < 2 or runs[-1].text != _TO_A_BODY or runs[-2].keep:
            return runs
        name = runs[-2].text
        cut = max(len(name) - _HELD, 0)
        head = (Run(name[:cut]),) if cut else ()
        return (*runs[:-2], *head, Run(name[cut:] + _TO_A_BODY, keep=True))

    def full_name(self, person: Person) -> str:
        """Write family name and given name with one full-width space, unless the name is in Latin letters."""
        if (person.family + person.given).isascii():
            return super().full_name(person)
        return "　".join(part for part in (person.family, person.given) if part)

    def reader(self, person: Person) -> str:
        """Write the name alone: 様 stands behind it in the text."""
        return self.full_name(person)

    def department(self, reader: Recipient) -> str | None:
        """Leave the department out where the reader's role already begins with it: 経理部長 says 経理部."""
        role = reader.person.role if reader.person else None
        return None if reader.department and role and role.startswith(reader.department) else reader.department

    def address_form(self, person: Person) -> tuple[str, str]:
        """Every person is 様; a stored title adds nothing."""
        return "n", "様"

    def bank_fields(self, bank: Bank) -> tuple[str, ...]:
        """Write bank, branch, kind of account, number, holder, as a transfer form asks for them."""
        return ("bank", "branch", "account_type", "account", "holder", "bic", "iban")
