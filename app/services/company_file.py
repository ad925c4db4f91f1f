"""Reading company.toml: every key known, every value of its kind, bank details whole and with right check digits."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.errors import RefusedError
from app.i18n import Message, msg
from app.money import MoneyError, is_currency, to_minor
from app.services.check_digits import compact, is_cnpj, is_cpf, is_uen
from app.services.company_facts import CONSEQUENCES, CompanyFacts, CompanyTargets
from app.services.files import check_file
from app.services.letters.bank_rules import bank_problem, missing_fields, wrong_field
from app.services.letters.request import Bank, Signatory
from app.services.portfolio.rates import is_rate

T = TypeVar("T")
#: Keys under names, addresses, signatories and consequences: ``default``, a language, a script, a locale.
_TONGUE: Final = re.compile(r"default|[a-z]{2}(_[A-Z][a-z]{3})?(_[A-Z]{2})?")
_PICTURES: Final = {b"\x89PNG\r\n\x1a\n": ".png", b"\xff\xd8\xff": ".jpg"}
_LARGEST_LOGO: Final = 2_000_000
_LARGEST: Final = 1_000_000
_TEXT: Final = msg("text in quotation marks")
_TABLE: Final = msg("a table")
_LIST: Final = msg("a list of texts")
_BANK_KEYS: Final = frozenset(field.name for field in fields(Bank))


class CompanyRefusedError(RefusedError):
    """A value of the company that is wrong.

    Attributes:
        key: where it stands, as precisely as is known: ``names.default``, ``banks[2].iban``.
    """

    def __init__(self, key: str, what: Message, where: Message, do: Message | None) -> None:
        """Keep the key beside the sentence."""
        super().__init__("company_file", what, where, do)
        self.key = key


def load_company_file(path: Path) -> CompanyFacts:
    """Read and check a company.toml with the logo beside it.

    Raises:
        RefusedError: the file or the logo is missing, it is no TOML, a key is unknown, missing or of the wrong kind,
            or bank details are incomplete or mistyped. The sentence names the key.
    """
    where = msg("File {file}.", file=path.name)
    check_file(path)
    try:
        if path.stat().st_size > _LARGEST:
            what = msg("The file is larger than {n} MB.", n=_LARGEST // 1_000_000)
            raise RefusedError("file_too_large", what, where, msg("Choose the file again."))
        values = tomllib.loads(path.read_text("utf-8-sig"))  # editors of Windows begin with a byte order mark
    except OSError as error:
        what = msg("The file cannot be read: {reason}.", reason=error.strerror or str(error))
        raise RefusedError("file_unreadable", what, where, msg("Choose the file again.")) from error
    except UnicodeDecodeError as error:
        what, do = msg("The file is not written in UTF-8."), msg("Save it as UTF-8 text.")
        raise RefusedError("company_file", what, where, do) from error
    except tomllib.TOMLDecodeError as error:
        what = msg("This is not a TOML file: {why}.", why=str(error))
        raise RefusedError("company_file", what, where, msg("Correct the file.")) from error
    return _Reader(path).company(values)


def check_company(values: dict[str, Any]) -> CompanyFacts:
    """Check details that were typed in Settings, in the structure of company.toml; the logo is a whole path.

    Raises:
        CompanyRefusedError: as ``load_company_file``.
    """
    return _Reader(None).company(values)


class _Reader:
    """Takes the file's tables apart; every refusal names file and key."""

    def __init__(self, path: Path | None) -> None:
        """Read the file of that path, or, with None, what was typed in Settings."""
        self._path = path

    # -------------------------------------------------------------------------------------------- refusals

    def _refuse(self, key: str, what: Message, do: Message | None = None, field: str = "") -> CompanyRefusedError:
        place = f"{key}.{field}" if field else key
        if self._path is None:
            return CompanyRefusedError(place, what, msg("Settings, {key}.", key=place), do)
        where = msg("File {file}, key {key}.", file=self._path.name, key=key)
        return CompanyRefusedError(place, what, where, do or msg("Correct the file."))

    def _missing(self, key: str) -> CompanyRefusedError:
        if self._path is None:
            return self._refuse(key, msg("This is needed."))
        return self._refuse(key, msg("This key is missing."), msg("Add it."))

    def _kind(self, key: str, value: object, kind: type[T], words: Message) -> T:
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self._refuse(key, msg("The value must be {kind}.", kind=words))
        return value

    def _text(self, key: str, value: object) -> str:
        text = self._kind(key, value, str, _TEXT).strip()
        if not text:
            raise self._refuse(key, msg("The text is empty."))
        return text

    def _take(self, table: dict[str, Any], key: str, read: Callable[[str, object], T], prefix: str = "") -> T:
        """Take a required key out of a table."""
        if key not in table:
            raise self._missing(prefix + key)
        return read(prefix + key, table.pop(key))

    def _maybe(self, table: dict[str, Any], key: str, read: Callable[[str, object], T], prefix: str = "") -> T | None:
        """Take an optional key out of a table."""
        return read(prefix + key, table.pop(key)) if key in table else None

    def _finished(self, table: Mapping[str, Any], prefix: str = "") -> None:
        """Refuse what nobody has taken out of a table."""
        for key in table:
            raise self._refuse(prefix + key, msg("This key is not known."), msg("Remove it, or correct its spelling."))

    # -------------------------------------------------------------------------------------------- the whole

    def company(self, values: dict[str, Any]) -> CompanyFacts:
        """Read the whole file."""
        base = self._take(values, "base_currency", self._currency)
        logo = self._maybe(values, "logo", self._logo)
        facts = CompanyFacts(
            country=self._take(values, "country", self._country),
            base_currency=base,
            time_zone=self._take(values, "time_zone", self._zone),
            tax_ids=self._maybe(values, "tax_ids", self._tax_ids) or {},
            phone=self._maybe(values, "phone", self._text),
            email=self._maybe(values, "email", self._email),
            logo_name=None if logo is None else logo[0],
            logo=None if logo is None else logo[1],
            names=self._take(values, "names", self._by_tongue(self._text)),
            addresses=self._maybe(values, "addresses", self._by_tongue(self._lines)) or {},
            signatories=self._maybe(values, "signatories", self._by_tongue(self._signatory)) or {},
            banks=self._maybe(values, "banks", self._banks) or (),
            rates_on=None,
            rates={},
            consequences=self._maybe(values, "consequences", self._by_tongue(self._consequences)) or {},
            targets=CompanyTargets(),
        )
        facts = self._rates(facts, values.pop("rates", None))
        facts = self._targets(facts, values.pop("targets", None))
        self._finished(values)
        if "default" not in facts.names:
            raise self._missing("names.default")
        return facts

    def _by_tongue(self, read: Callable[[str, object], T]) -> Callable[[str, object], dict[str, T]]:
        """Return a reader of a table keyed by ``default``, language or locale."""

        def table(key: str, value: object) -> dict[str, T]:
            found = {}
            for tongue, entry in self._kind(key, value, dict, _TABLE).items():
                if not _TONGUE.fullmatch(tongue):
                    raise self._refuse(
                        f"{key}.{tongue}",
                        msg("This is neither “default” nor a language nor a locale."),
                        msg("Write for example ja, zh_Hant or es_MX."),
                    )
                found[tongue] = read(f"{key}.{tongue}", entry)
            return found

        return table

    # -------------------------------------------------------------------------------------------- single values

    def _country(self, key: str, value: object) -> str:
        from babel import Locale

        code = self._text(key, value)
        if not re.fullmatch(r"[A-Z]{2}", code) or code not in Locale("en").territories:
            raise self._refuse(key, msg("{code} is not an ISO 3166 country.", code=code))
        return code

    def _currency(self, key: str, value: object) -> str:
        code = self._text(key, value)
        if not is_currency(code):
            raise self._refuse(key, msg("{code} is not an ISO 4217 currency.", code=code))
        return code

    def _zone(self, key: str, value: object) -> str:
        name = self._text(key, value)
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise self._refuse(
                key, msg("{name} is not a time zone.", name=name), msg("Write for example Asia/Tokyo.")
            ) from None
        return name

    def _email(self, key: str, value: object) -> str:
        text = self._text(key, value)
        if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
            raise self._refuse(key, msg("{text} is not a mail address.", text=text))
        return text

    def _tax_ids(self, key: str, value: object) -> dict[str, str]:
        found = {}
        for country, number in self._kind(key, value, dict, _TABLE).items():
            found[self._country(f"{key}.{country}", country)] = self._text(f"{key}.{country}", number)
        return found

    def _lines(self, key: str, value: object) -> tuple[str, ...]:
        return tuple(self._text(key, line) for line in self._kind(key, value, list, _LIST))

    def _signatory(self, key: str, value: object) -> Signatory:
        table = dict(self._kind(key, value, dict, _TABLE))
        signatory = Signatory(
            self._take(table, "name", self._text, f"{key}."), self._maybe(table, "role", self._text, f"{key}.")
        )
        self._finished(table, f"{key}.")
        return signatory

    def _consequences(self, key: str, value: object) -> tuple[str, ...]:
        steps = self._lines(key, value)
        for step in steps:
            if step not in CONSEQUENCES:
                raise self._refuse(
                    key,
                    msg("{step} is not a next step.", step=step),
                    msg("Known are {steps}.", steps=", ".join(CONSEQUENCES)),
                )
        return steps

    def _logo(self, key: str, value: object) -> tuple[str, bytes]:
        """Read the picture beside the file."""
        name = self._text(key, value)
        path = Path(name) if self._path is None else self._path.parent / name
        try:
            check_file(path)
            with path.open("rb") as file:
                picture = file.read(_LARGEST_LOGO + 1)
        except (OSError, RefusedError):
            do = msg("Choose the file again.") if self._path is None else msg("Put it beside the company file.")
            raise self._refuse(key, msg("There is no file {name}.", name=name), do) from None
        if len(picture) > _LARGEST_LOGO or not any(picture.startswith(mark) for mark in _PICTURES):
            raise self._refuse(key, msg("{name} is not a PNG or JPEG picture of at most 2 MB.", name=name))
        return path.name, picture

    # -------------------------------------------------------------------------------------------- banks, rates, targets

    def _banks(self, key: str, value: object) -> tuple[Bank, ...]:
        banks: list[Bank] = []
        for at, entry in enumerate(self._kind(key, value, list, msg("a list of tables")), start=1):
            banks.append(self._bank(f"{key}[{at}]", entry))
            if banks[-1].currency in {bank.currency for bank in banks[:-1]}:
                raise self._refuse(
                    f"{key}[{at}]",
                    msg("There are two accounts for {currency}.", currency=banks[-1].currency),
                    msg("Keep one account per currency."),
                )
        return tuple(banks)

    def _bank(self, key: str, value: object) -> Bank:
        table = dict(self._kind(key, value, dict, _TABLE))
        known = {name: self._text(f"{key}.{name}", table.pop(name)) for name in _BANK_KEYS & table.keys()}
        self._finished(table, f"{key}.")
        for name, read in (("currency", self._currency), ("country", self._country)):
            if name not in known:
                raise self._missing(f"{key}.{name}")
            read(f"{key}.{name}", known[name])
        bank = Bank(**known)
        problem = bank_problem(bank)
        if problem is not None:
            raise self._bank_refused(key, bank, problem.message)
        for name, is_right in (("pix", _is_pix), ("paynow", _is_paynow)):
            text = known.get(name)
            if text and not is_right(text):
                raise self._refuse(f"{key}.{name}", msg("{text} is mistyped.", text=text))
        return bank

    def _bank_refused(self, key: str, bank: Bank, what: Message) -> CompanyRefusedError:
        """Name the field that is missing or wrong; in Settings the sentence stands right under it."""
        missing = next(iter(missing_fields(bank)), "")
        field, _stroke, other = missing.partition("/")
        field = field or wrong_field(bank) or ""
        if self._path is None and missing:
            what = msg("This is needed for a bank in {country}.", country=bank.country)
            if other:
                what = msg("This is needed for a bank in {country}, or {other} instead.",
                           country=bank.country, other=other)  # fmt: skip
        elif self._path is None and field:
            what = msg("This is mistyped: its form or its check digits are wrong for a bank in {country}.",
                       country=bank.country)  # fmt: skip
        return self._refuse(key, what, field=field)

    def _rates(self, facts: CompanyFacts, value: object) -> CompanyFacts:
        if value is None:
            return facts
        table = dict(self._kind("rates", value, dict, _TABLE))
        day = self._take(table, "date", self._day, "rates.")
        rates = {}
        for currency, text in table.items():
            code = self._currency(f"rates.{currency}", currency)
            rates[code] = self._rate(f"rates.{currency}", text)
            if code == facts.base_currency and rates[code] != 1:
                raise self._refuse(f"rates.{currency}", msg("This is the base currency itself; its rate is 1."))
        return facts.changed(rates_on=day, rates=rates)

    def _day(self, key: str, value: object) -> date:
        if type(value) is not date:
            raise self._refuse(key, msg("The value must be a day like 2026-10-30, without quotation marks."))
        return value

    def _rate(self, key: str, value: object) -> Decimal:
        text = self._text(key, value)
        try:
            rate = Decimal(text)
        except InvalidOperation:
            rate = Decimal()
        if not is_rate(rate):
            raise self._refuse(key, msg("{text} is not a rate.", text=text), msg('Write it like "1.0832".'))
        return rate

    def _targets(self, facts: CompanyFacts, value: object) -> CompanyFacts:
        if value is None:
            return facts
        table = dict(self._kind("targets", value, dict, _TABLE))
        counts = {name: self._maybe(table, name, self._count, "targets.") for name in ("calls", "contacts", "promises")}
        promised = self._maybe(table, "promised", self._text, "targets.")
        self._finished(table, "targets.")
        try:
            minor = None if promised is None else to_minor(promised, facts.base_currency)
        except MoneyError:
            raise self._refuse(
                "targets.promised",
                msg("{text} is not an amount in {currency}.", text=promised, currency=facts.base_currency),
            ) from None
        return facts.changed(targets=CompanyTargets(promised=minor, **counts))

    def _count(self, key: str, value: object) -> int:
        number = self._kind(key, value, int, msg("a whole number"))
        if number < 0:
            raise self._refuse(key, msg("The number must not be negative."))
        return number


def _is_pix(text: str) -> bool:
    """Tell whether a PIX key is one of its five kinds; CNPJ and CPF with right check digits."""
    bare = compact(text)
    if bare.isdigit() and len(bare) in {11, 14}:
        return is_cnpj(bare) or is_cpf(bare)
    kinds = (r"[^@\s]+@[^@\s]+\.[^@\s]+", r"\+55\d{10,11}", r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
    return any(re.fullmatch(kind, text, re.IGNORECASE) for kind in kinds)


def _is_paynow(text: str) -> bool:
    """Tell whether a PayNow key is a company's UEN, or a mobile number of Singapore."""
    return is_uen(compact(text)) or re.fullmatch(r"\+65[89]\d{7}", text.replace(" ", "")) is not None
