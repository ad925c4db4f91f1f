"""Chinese letters of the mainland and of Taiwan: two catalogues and two vocabularies, not one converted."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from app.money import Money
from app.services.letters.locales.base import LetterLocale
from app.services.letters.request import Bank, LetterOptions, Person
from app.services.letters.wording import formats
from app.services.letters.wording.amounts_in_words import new_taiwan_dollars, renminbi


class _Chinese(LetterLocale):
    lang = "zh"
    layout = "chinese"
    joint = "："

    def table_date(self, day: date, options: LetterOptions) -> str:
        """Write a date for a table, year first."""
        return day.strftime("%Y/%m/%d")

    def full_name(self, person: Person) -> str:
        """Write the family name first; a name in Latin letters keeps its own order."""
        if (person.family + person.given).isascii():
            return super().full_name(person)
        return person.family + person.given

    def reader(self, person: Person) -> str:
        """Write the title behind the name."""
        return self.full_name(person) + self.address_form(person)[1]

    def bank_fields(self, bank: Bank) -> tuple[str, ...]:
        """Write holder, bank, code, branch, account; other countries' numbers behind them."""
        return (
            "holder",
            "bank",
            "bank_code",
            "branch",
            "agency",
            "routing",
            "sort_code",
            "account",
            "iban",
            "clabe",
            "cbu",
            "bic",
            "pix",
            "paynow",
        )


class MainlandChinese(_Chinese):
    """Letters in mainland China: amounts also in capital numerals."""

    code = "zh_Hans_CN"
    region = "CN"
    keys = ("zh_Hans", "zh_CN", "zh")
    home = "CNY"
    native = "¥{n}"
    list_joints = ("、", "和")
    masculine: ClassVar = {"先生": "先生", "mr": "先生"}
    feminine: ClassVar = {"女士": "女士", "小姐": "女士", "ms": "女士", "mrs": "女士", "miss": "女士"}
    neutral: ClassVar = {"博士": "博士", "dr": "博士", "教授": "教授", "prof": "教授"}

    def bank_fields(self, bank: Bank) -> tuple[str, ...]:
        """Write the branch behind the bank and the bank's code behind the account."""
        fields = [field for field in super().bank_fields(bank) if field != "bank_code"]
        fields.insert(fields.index("account") + 1, "bank_code")
        return tuple(fields)

    def words(self, money: Money, *, iso: bool) -> str | None:
        """Write renminbi in capital numerals."""
        return renminbi(money.minor) if money.currency == "CNY" and money.minor >= 0 else None


class TaiwaneseChinese(_Chinese):
    """Letters in Taiwan: whole dollars, also in capital numerals."""

    code = "zh_Hant_TW"
    region = "TW"
    keys = ("zh_Hant", "zh_TW", "zh")
    home = "TWD"
    native = "NT${n}"
    list_joints = ("、", "及")
    masculine: ClassVar = {"先生": "先生", "mr": "先生"}
    feminine: ClassVar = {"女士": "女士", "小姐": "小姐", "ms": "女士", "mrs": "女士", "miss": "小姐"}
    neutral: ClassVar = {"博士": "博士", "dr": "博士", "教授": "教授", "prof": "教授"}

    def long_date(self, day: date, options: LetterOptions) -> str:
        """Write a date in the calendar that the setting chose."""
        return formats.minguo(day) if options.tw_calendar == "minguo" else formats.long_date(day, self.babel)

    def table_date(self, day: date, options: LetterOptions) -> str:
        """Write a date for a table, in the letter's calendar: 115/03/05, as tables there have it, or 2026/03/05."""
        western = super().table_date(day, options)
        return f"{day.year - 1911}{western[4:]}" if options.tw_calendar == "minguo" else western

    def words(self, money: Money, *, iso: bool) -> str | None:
        """Write Taiwan dollars in capital numerals, rounded to whole dollars as the figure beside them."""
        if money.currency != "TWD" or money.minor < 0:
            return None
        return new_taiwan_dollars(int(formats.rounded(money.minor, "TWD", 0)))
