"""Reasons for which a letter is not written; nothing ever falls back to another language, font or bank account."""

from __future__ import annotations

from app.errors import RefusedError
from app.i18n import msg


class LetterRefusedError(RefusedError):
    """A letter that cannot be written as it must be; ``code`` says why, ``message`` says it in a sentence."""


def locale_not_built(locale: str) -> LetterRefusedError:
    """Return the refusal of a locale that has no letters; ``und_XX`` is a country whose language nobody states."""
    language, _line, country = locale.partition("_")
    unknown = language == "und"
    what = msg("There are no letters in {locale} yet.", locale=locale)
    return LetterRefusedError(
        "locale_not_built",
        msg("There is no letter language for {country}.", country=country) if unknown else what,
        do=msg("Choose another language for this letter."),
    )


def missing_text(locale: str, key: str) -> LetterRefusedError:
    """Return the refusal for a text that the letter's catalogue does not have."""
    return LetterRefusedError(
        "missing_text",
        msg("The letter texts of {locale} have no {key}.", locale=locale, key=key),
        do=msg("Complete the letter texts of this language."),
    )


def broken_text(locale: str, key: str, placeholder: str) -> LetterRefusedError:
    """Return the refusal for a text that names a value the letter does not have."""
    return LetterRefusedError(
        "broken_text",
        msg("The letter text {key} of {locale} asks for {placeholder}, which this letter does not have.",
            key=key, locale=locale, placeholder=placeholder),
        do=msg("Correct the letter texts of this language."),
    )  # fmt: skip


def no_catalogue(locale: str) -> LetterRefusedError:
    """Return the refusal for a locale whose compiled catalogue is not there."""
    return LetterRefusedError(
        "missing_text",
        msg("The letter texts of {locale} are not installed.", locale=locale),
        do=msg("Run the setup again."),
    )


def missing_font(package: str) -> LetterRefusedError:
    """Return the refusal for a font file that is not installed."""
    return LetterRefusedError(
        "missing_font", msg("The letter font {font} is not installed.", font=package), do=msg("Run the setup again.")
    )


def missing_glyph(characters: str) -> LetterRefusedError:
    """Return the refusal for characters that none of the letter fonts can draw."""
    return LetterRefusedError(
        "missing_glyph",
        msg("No letter font can print {characters}.", characters=characters),
        do=msg("Correct the name or address that holds it."),
    )


def no_items() -> LetterRefusedError:
    """Return the refusal of a letter that asks for nothing."""
    return LetterRefusedError("no_items", msg("The letter has no item to ask for."))


def no_deadline() -> LetterRefusedError:
    """Return the refusal of a reminder without a day to pay by."""
    return LetterRefusedError("no_deadline", msg("The letter has no day to pay by."))


def no_consequence(locale: str) -> LetterRefusedError:
    """Return the refusal of a final notice that could not say what happens next."""
    return LetterRefusedError(
        "no_consequence",
        msg("A final notice needs a next step, and none is enabled for letters in {locale}.", locale=locale),
        do=msg("Enable one under consequences in the company's details."),
    )


def bad_day(number: str) -> LetterRefusedError:
    """Return the refusal of an item on the wrong side of its due date for the letter's stage."""
    return LetterRefusedError(
        "bad_day",
        msg("Item {number} does not fit the stage of this letter by its due date.", number=number),
    )


def no_bank(currency: str) -> LetterRefusedError:
    """Return the refusal of a letter without an account to pay to."""
    return LetterRefusedError(
        "no_bank",
        msg("There are no bank details for {currency}.", currency=currency),
        do=msg("Add them to the company's details."),
    )


def bank_incomplete(currency: str, fields: str) -> LetterRefusedError:
    """Return the refusal of bank details with a field missing."""
    return LetterRefusedError(
        "bank_incomplete",
        msg("The bank details for {currency} are incomplete: {fields} is missing.", currency=currency, fields=fields),
        do=msg("Complete them in the company's details."),
    )


def bank_wrong(currency: str, field: str, value: str) -> LetterRefusedError:
    """Return the refusal of bank details whose form or check digits are wrong."""
    return LetterRefusedError(
        "bank_wrong",
        msg("The bank details for {currency} are wrong: {field} {value} is mistyped.",
            currency=currency, field=field, value=value),
        do=msg("Correct it in the company's details."),
    )  # fmt: skip


def no_company_name() -> LetterRefusedError:
    """Return the refusal of a letter whose sender or reader has no name."""
    return LetterRefusedError("no_name", msg("The letter has no name for the company or the customer."))


def render_failed(reason: str) -> LetterRefusedError:
    """Return the refusal of a page that the layout engine did not accept."""
    return LetterRefusedError("render_failed", msg("The letter could not be laid out: {reason}", reason=reason))
